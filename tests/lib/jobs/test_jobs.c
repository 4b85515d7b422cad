/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a job is claimed, tried again, given up and given back. That several processes
 * send nothing twice is tested by tests/cli/jobs.sh, on PostgreSQL. */
#include "tests/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "jobs_q.h"
#include "lib/base/log.h"
#include "lib/jobs/jobs.h"

static struct shared s;
static char dir[] = "/tmp/kinjobs.XXXXXX";
static int runs;
static enum rc give;
static bool lose; /* the claim, while the job runs */

static enum rc do_now(enum rc (*run)(struct work *w, void *arg), void *arg)
{
	return work_do(&(struct work_run){ .shared = &s, .run = run, .arg = arg, .write = true });
}

/* --- kinds of jobs --------------------------------------------------------------------- */

static enum rc run_one(struct work *w, int64_t subject)
{
	int64_t n = 0;
	runs++;
	if (lose) /* as if the lease had run out and another process had it */
		TRY(q_jobs_revive(w, TIME_NEVER, &n));
	/* What a job writes: another job, which can be counted. */
	TRY(job_add(w, "mark", subject, w->now + 1000 * TIME_DAY));
	return give;
}

static enum rc send_one(struct shared *shared, int64_t subject)
{
	(void)shared, (void)subject;
	runs++;
	return give;
}

static const struct job_kind kinds[] = {
	{ .name = "once", .run = run_one },
	{ .name = "send", .outside = send_one },
	{ .name = "hourly", .run = run_one, .every = TIME_HOUR },
	{ 0 },
};

/* --- the table, before and after ---------------------------------------------------------- */

struct ask {
	const char *kind, *state;
	int64_t n, due_at, tries;
	const char *error;
};

static enum rc add(struct work *w, void *arg)
{
	return job_add(w, arg, 7, w->now);
}

static void add_job(const char *kind)
{
	char name[16];
	(void)snprintf(name, sizeof(name), "%s", kind);
	assert_int_equal(do_now(add, name), RC_OK);
}

static enum rc find(struct work *w, void *arg)
{
	struct ask *a = arg;
	struct job_showns rows;
	TRY(q_jobs_shown(w, a->state, 1000, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		if (strcmp(rows.at[i].kind, a->kind) != 0)
			continue;
		a->n++;
		a->due_at = rows.at[i].due_at;
		a->tries = rows.at[i].tries;
	}
	return RC_OK;
}

static struct ask jobs_of(const char *kind, const char *state)
{
	struct ask a = { .kind = kind, .state = state };
	assert_int_equal(do_now(find, &a), RC_OK);
	return a;
}

static int run_due(void)
{
	int ran = -1;
	assert_int_equal(jobs_run_due(&s, kinds, NULL, &ran), RC_OK);
	return ran;
}

static int start(void **state)
{
	static char path[64];
	struct db *db = NULL;
	int from = 0, to = 0;
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/kinjobs.XXXXXX");
	log_set_level(LOG_ERROR);
	if (mkdtemp(dir) == NULL)
		return 1;
	(void)snprintf(path, sizeof(path), "%s/t.db", dir);
	if (db_open(&(struct db_conf){ .path = path, .create = true }, &db) != RC_OK ||
	    db_migrate(db, &from, &to) != RC_OK)
		return 1;
	memset(&s, 0, sizeof(s));
	s.db = db;
	s.demo_now = 1000 * TIME_DAY;
	runs = 0;
	give = RC_OK;
	lose = false;
	return 0;
}

static int stop(void **state)
{
	char command[64];
	(void)state;
	db_close(s.db);
	(void)snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

/* --- claims ------------------------------------------------------------------------------------ */

static void a_job_runs_once_when_it_is_due(void **state)
{
	(void)state;
	add_job("once");
	add_job("once"); /* waits already */
	s.demo_now -= TIME_MINUTE;
	assert_int_equal(run_due(), 0);
	s.demo_now += TIME_MINUTE;
	assert_int_equal(run_due(), 1);
	assert_int_equal(run_due(), 0);
	assert_int_equal(runs, 1);
	assert_int_equal(jobs_of("once", "done").n, 1);
	assert_int_equal(jobs_of("mark", "waiting").n, 1);
}

static void a_job_that_fails_waits_ever_longer_and_then_is_dead(void **state)
{
	(void)state;
	static const int64_t minutes[] = { 1, 4, 16, 64, 256, 1024 };
	give = RC_BUSY;
	add_job("send");
	for (size_t i = 0; i < sizeof(minutes) / sizeof(*minutes); i++) {
		assert_int_equal(run_due(), 1);
		struct ask a = jobs_of("send", "waiting");
		assert_int_equal(a.tries, i + 1);
		assert_int_equal(a.due_at - s.demo_now, minutes[i] * TIME_MINUTE);
		s.demo_now = a.due_at - 1;
		assert_int_equal(run_due(), 0);
		s.demo_now++;
	}
	assert_int_equal(run_due(), 1);
	assert_int_equal(jobs_of("send", "dead").n, 1);
	assert_int_equal(runs, 7);
	s.demo_now += 1000 * TIME_DAY;
	assert_int_equal(run_due(), 0);
}

static void what_a_failed_job_wrote_is_taken_back(void **state)
{
	(void)state;
	give = RC_INVALID;
	add_job("once");
	assert_int_equal(run_due(), 1);
	assert_int_equal(jobs_of("mark", "waiting").n, 0);
	assert_int_equal(jobs_of("once", "waiting").n, 1);
}

static void a_recurring_job_never_dies_and_forgets_its_failures(void **state)
{
	(void)state;
	assert_int_equal(jobs_plan(&s, kinds), RC_OK);
	assert_int_equal(jobs_plan(&s, kinds), RC_OK);
	assert_int_equal(jobs_of("hourly", "waiting").n, 1);
	give = RC_BROKEN;
	for (int i = 0; i < 12; i++) {
		s.demo_now = jobs_of("hourly", "waiting").due_at;
		assert_int_equal(run_due(), 1);
		assert_true(jobs_of("hourly", "waiting").due_at <= s.demo_now + TIME_HOUR);
	}
	assert_int_equal(jobs_of("hourly", "waiting").tries, 12);
	give = RC_OK;
	s.demo_now = jobs_of("hourly", "waiting").due_at;
	assert_int_equal(run_due(), 1);
	assert_int_equal(jobs_of("hourly", "waiting").tries, 0);
	assert_int_equal(jobs_of("hourly", "waiting").due_at, s.demo_now + TIME_HOUR);
}

static void a_job_whose_claim_is_gone_leaves_nothing(void **state)
{
	(void)state;
	add_job("once");
	lose = true;
	/* Its own transaction takes the claim away, so all of it is taken back. */
	assert_int_equal(run_due(), 1);
	assert_int_equal(jobs_of("mark", "waiting").n, 0);
	assert_int_equal(jobs_of("once", "done").n, 0);
	lose = false;
	s.demo_now = jobs_of("once", "waiting").due_at;
	assert_int_equal(run_due(), 1);
	assert_int_equal(jobs_of("once", "done").n, 1);
}

struct take {
	int64_t lease_until;
	struct job_row job;
};

static enum rc take(struct work *w, void *arg)
{
	struct take *t = arg;
	return q_job_claim(w, work_id(w), t->lease_until, w->now, &t->job);
}

static void a_lease_that_ran_out_gives_the_job_back(void **state)
{
	(void)state;
	struct take t = { .lease_until = time_now() + TIME_HOUR };
	add_job("once");
	assert_int_equal(do_now(take, &t), RC_OK);
	assert_int_equal(t.job.tries, 1);
	assert_int_equal(do_now(take, &t), RC_NOT_FOUND); /* nobody else gets it */
	s.demo_now += 1000 * TIME_DAY; /* leases go by the machine's clock */
	assert_int_equal(run_due(), 0);
	assert_int_equal(jobs_plan(&s, kinds), RC_OK); /* at start nobody else can have it */
	assert_int_equal(run_due(), 1);
	assert_int_equal(jobs_of("once", "done").n, 1);
	t.lease_until = time_now() - 1;
	add_job("once");
	assert_int_equal(do_now(take, &t), RC_OK);
	assert_int_equal(run_due(), 1);
	assert_int_equal(jobs_of("once", "done").n, 2);
}

static void no_further_job_begins_when_it_is_to_stop(void **state)
{
	(void)state;
	atomic_bool end = true;
	int ran = -1;
	add_job("once");
	assert_int_equal(jobs_run_due(&s, kinds, &end, &ran), RC_OK);
	assert_int_equal(ran, 0);
	assert_int_equal(jobs_of("once", "waiting").n, 1);
}

static void in_a_leap_a_recurring_job_runs_less_often_and_at_its_end(void **state)
{
	(void)state;
	assert_int_equal(jobs_plan(&s, kinds), RC_OK);
	int64_t end = s.demo_now + 10 * TIME_DAY + TIME_MINUTE;
	s.leap_to = end;
	s.leap_step = TIME_DAY;
	while (jobs_of("hourly", "waiting").due_at <= end) {
		s.demo_now = jobs_of("hourly", "waiting").due_at;
		assert_int_equal(run_due(), 1);
	}
	assert_int_equal(runs, 11);
	assert_int_equal(s.demo_now, end);
	assert_int_equal(jobs_of("hourly", "waiting").due_at, end + TIME_HOUR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_job_runs_once_when_it_is_due, start, stop),
		cmocka_unit_test_setup_teardown(a_job_that_fails_waits_ever_longer_and_then_is_dead, start, stop),
		cmocka_unit_test_setup_teardown(what_a_failed_job_wrote_is_taken_back, start, stop),
		cmocka_unit_test_setup_teardown(a_recurring_job_never_dies_and_forgets_its_failures, start, stop),
		cmocka_unit_test_setup_teardown(a_job_whose_claim_is_gone_leaves_nothing, start, stop),
		cmocka_unit_test_setup_teardown(a_lease_that_ran_out_gives_the_job_back, start, stop),
		cmocka_unit_test_setup_teardown(no_further_job_begins_when_it_is_to_stop, start, stop),
		cmocka_unit_test_setup_teardown(in_a_leap_a_recurring_job_runs_less_often_and_at_its_end, start, stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
