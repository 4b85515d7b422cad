/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/notices/jobs.h"

#include <stdio.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "notices_q.h"

enum { TRIES_MAX = 7, RUNS_MAX = 100000 };

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
	bool found;
	const struct job_kind *run;
	const char *error;
};

static enum rc claim_one(struct work *w, void *arg)
{
	struct claim *c = arg;
	int64_t taken = 0;
	c->found = false;
	enum rc rc = q_job_due(w, w->now, &c->job);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	TRY(q_job_claim(w, c->job.id, &taken));
	if (taken == 0)
		return RC_BUSY;
	(void)snprintf(c->kind, sizeof(c->kind), "%s", c->job.kind);
	c->found = true;
	return RC_OK;
}

/* The job's own work and "done" are one transaction: done means done. */
static enum rc run_claimed(struct work *w, void *arg)
{
	struct claim *c = arg;
	if (c->run->run != NULL)
		TRY(c->run->run(w, c->job.subject));
	if (c->run->every > 0)
		return q_job_settle(w, c->job.id, "waiting", w->now + c->run->every, "", 0);
	return q_job_settle(w, c->job.id, "done", c->job.due_at, "", w->now);
}

static enum rc put_back(struct work *w, void *arg)
{
	struct claim *c = arg;
	bool dead = c->job.tries + 1 >= TRIES_MAX && (c->run == NULL || c->run->every == 0);
	int64_t wait = TIME_MINUTE << (2 * (c->job.tries < 6 ? c->job.tries : 6));
	return q_job_settle(w, c->job.id, dead ? "dead" : "waiting", w->now + wait, c->error,
			    dead ? w->now : 0);
}

static enum rc run_one(struct shared *s, const struct job_kind *kinds, struct claim *c)
{
	static const char *const words[] = { "", "not there", "denied", "not fit", "conflict",
					     "busy", "broken" };
	TRY(work_do(&(struct work_run){ .shared = s, .run = claim_one, .arg = c, .write = true }));
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
	log_line(LOG_WARN, "job", "kind=%s error=%s try=%d", c->kind, c->error, (int)c->job.tries + 1);
	return work_do(&(struct work_run){ .shared = s, .run = put_back, .arg = c, .write = true });
}

enum rc jobs_run_due(struct shared *s, const struct job_kind *kinds, int *ret_ran)
{
	struct claim c = { .found = true };
	int ran = 0;
	while (c.found && ran < RUNS_MAX) {
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
	int64_t revived = 0;
	TRY(q_jobs_revive(w, &revived));
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
	return work_do(&(struct work_run){ .shared = s, .run = plan, .arg = arg.out, .write = true });
}
