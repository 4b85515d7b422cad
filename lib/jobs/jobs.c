/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/jobs/jobs.h"

#include <stdio.h>

#include "jobs_q.h"
#include "lib/base/log.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"

enum { TRIES_MAX = 7, RUNS_MAX = 100000 };
#define LEASE (10 * TIME_MINUTE) /* far longer than any job takes: a send ends after 30 s */

enum rc job_add(struct work *w, const char *kind, int64_t subject, int64_t due_at)
{
	w->jobs_added = true;
	return q_job_insert(w, (struct id_job){ work_id(w) }, kind, subject, due_at, w->now);
}

static const struct job_kind *kind_of(const struct job_kind *kinds, const char *name)
{
	for (; kinds->name != NULL; kinds++)
		if (text_is(kinds->name, name))
			return kinds;
	return NULL;
}

struct claim {
	struct job_row job;
	char kind[40];
	int64_t id; /* of this claim: whoever settles the job must still hold it */
	bool found;
	const struct job_kind *run;
	const char *error;
};

/* By chance, not work_id(): ids count on, and a demo's must not depend on how often
 * somebody looked for work. */
static int64_t new_claim(void)
{
	int64_t id;
	rand_bytes(&id, sizeof(id));
	return id & INT64_MAX;
}

/* Leases go by the machine's time: the demo's clock leaps. */
static enum rc claim_one(struct work *w, void *arg)
{
	struct claim *c = arg;
	c->id = new_claim();
	enum rc rc = q_job_claim(w, c->id, time_now() + LEASE, w->now, &c->job);
	c->found = rc == RC_OK;
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	(void)snprintf(c->kind, sizeof(c->kind), "%s", c->job.kind);
	return RC_OK;
}

static enum rc revive(struct work *w, void *arg)
{
	int64_t revived = 0;
	TRY(q_jobs_revive(w, *(const int64_t *)arg, &revived));
	if (revived > 0)
		log_line(LOG_WARN, "jobs", "waiting again=%d", (int)revived);
	return RC_OK;
}

/* In a leap of years, what comes back each hour would come a hundred thousand times: it comes less
 * often then, and once more at the end. */
static int64_t again_at(const struct work *w, int64_t every)
{
	int64_t to = atomic_load(&w->shared->leap_to), step = atomic_load(&w->shared->leap_step);
	if (step <= every || w->now + every > to)
		return w->now + every;
	return w->now + step < to ? w->now + step : to;
}

/* The job's own work and "done" are one transaction: done means done, and both are
 * taken back where the claim is gone. */
static enum rc run_claimed(struct work *w, void *arg)
{
	struct claim *c = arg;
	int64_t held = 0, every = c->run->every;
	if (c->run->run != NULL)
		TRY(c->run->run(w, c->job.subject));
	TRY(q_job_settle(w, &(struct q_job_settle){ .id = c->job.id,
						    .claim = c->id,
						    .state = every > 0 ? "waiting" : "done",
						    .due_at = every > 0 ? again_at(w, every) : c->job.due_at,
						    .tries = every > 0 ? 0 : c->job.tries,
						    .error = "",
						    .ended_at = every > 0 ? 0 : w->now },
			 &held));
	return held == 1 ? RC_OK : RC_CONFLICT;
}

/* 1, 4, 16 … minutes; what comes back by itself never dies and never waits longer
 * than it would have. */
static enum rc put_back(struct work *w, void *arg)
{
	struct claim *c = arg;
	int64_t held = 0, every = c->run ? c->run->every : 0, tries = c->job.tries;
	bool dead = every == 0 && tries >= TRIES_MAX;
	int64_t wait = TIME_MINUTE << (2 * (tries < TRIES_MAX ? tries - 1 : TRIES_MAX - 1));
	if (every > 0 && wait > every)
		wait = every;
	return q_job_settle(w, &(struct q_job_settle){ .id = c->job.id,
						       .claim = c->id,
						       .state = dead ? "dead" : "waiting",
						       .due_at = w->now + wait,
						       .tries = tries,
						       .error = c->error,
						       .ended_at = dead ? w->now : 0 },
			    &held);
}

static enum rc run_one(struct shared *s, const struct job_kind *kinds, struct claim *c)
{
	static const char *const words[] = { "", "not there", "denied", "not fit", "conflict",
					     "busy", "broken" };
	TRY(work_do(&(struct work_run){ .shared = s, .run = claim_one, .arg = c, .write = true,
					.single = true }));
	if (!c->found)
		return RC_OK;
	c->run = kind_of(kinds, c->kind);
	enum rc rc = RC_BROKEN;
	if (c->run != NULL && c->run->outside != NULL)
		rc = c->run->outside(s, c->job.subject);
	else if (c->run != NULL)
		rc = RC_OK;
	if (rc == RC_OK)
		rc = work_do(&(struct work_run){ .shared = s, .run = run_claimed, .arg = c, .write = true });
	if (rc == RC_OK)
		return RC_OK;
	c->error = words[rc];
	log_line(LOG_WARN, "job", "kind=%s error=%s try=%d", c->kind, c->error, (int)c->job.tries);
	return work_do(&(struct work_run){ .shared = s, .run = put_back, .arg = c, .write = true });
}

static enum rc revive_until(struct shared *s, int64_t clock)
{
	return work_do(&(struct work_run){ .shared = s, .run = revive, .arg = &clock, .write = true,
					   .single = true });
}

enum rc jobs_run_due(struct shared *s, const struct job_kind *kinds, const atomic_bool *stop,
		     int *ret_ran)
{
	struct claim c = { .found = true };
	int ran = 0;
	TRY(revive_until(s, time_now()));
	while (c.found && ran < RUNS_MAX && (stop == NULL || !atomic_load(stop))) {
		TRY(run_one(s, kinds, &c));
		ran += c.found;
	}
	*ret_ran = ran;
	return RC_OK;
}

static enum rc next_due(struct work *w, void *arg)
{
	int64_t at = 0;
	TRY(q_job_next(w, &at));
	*(int64_t *)arg = at ? at : TIME_NEVER;
	return RC_OK;
}

enum rc jobs_next_due(struct shared *s, int64_t *ret_at)
{
	return work_do(&(struct work_run){ .shared = s, .run = next_due, .arg = ret_at });
}

static enum rc plan(struct work *w, void *arg)
{
	for (const struct job_kind *k = arg; k->name != NULL; k++)
		if (k->every > 0)
			TRY(job_add(w, k->name, 0, w->now + k->every));
	return RC_OK;
}

enum rc jobs_plan(struct shared *s, const struct job_kind *kinds)
{
	union {
		const struct job_kind *in;
		void *out;
	} arg = { .in = kinds };
	if (db_engine_of(s->db) == DB_SQLITE)
		TRY(revive_until(s, TIME_NEVER));
	return work_do(&(struct work_run){ .shared = s, .run = plan, .arg = arg.out, .write = true });
}
