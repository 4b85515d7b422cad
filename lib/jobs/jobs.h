/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Work that waits: a row per job, written in the transaction of the act that
 * asks for it, and run once that is durable.
 *
 *   waiting   due now or later
 *   running   claimed by one process, under a lease of ten minutes
 *   done      kept for some days, for an operator's eyes
 *   dead      failed seven times, after 1, 4, 16, 64 … minutes; `kinkeeper jobs
 *             list` shows it and `jobs retry` gives it another chance
 *
 * Several processes may run jobs of one PostgreSQL: each claims one at a time, and
 * passes over what another is just claiming. A process that dies leaves a lease
 * that runs out; one that only hangs finds, when it wakes, that its claim is gone,
 * and what its job wrote in the database is taken back. So a job's database work
 * happens once; what it does outside may happen twice after a crash, and a job
 * must bear that.
 */
#ifndef JOBS_JOBS_H
#define JOBS_JOBS_H

#include "lib/work/work.h"

struct job_kind {
	const char *name;
	enum rc (*run)(struct work *w, int64_t subject);
	/* Instead of run, for what waits on the network: outside of any transaction. */
	enum rc (*outside)(struct shared *s, int64_t subject);
	int64_t every; /* ms: comes back by itself; 0: once */
};

/* Asks for a job; one that waits already for the same subject stays. */
must enum rc job_add(struct work *w, const char *kind, int64_t subject, int64_t due_at);

/* Runs every job that is due now, each in a transaction of its own, until none is
 * left or *stop (which may be NULL) is set; says how many there were. `kinds` ends
 * with a row without a name. */
must enum rc jobs_run_due(struct shared *s, const struct job_kind *kinds, const atomic_bool *stop,
			  int *ret_ran);
/* When the next one is due; TIME_NEVER without any. */
must enum rc jobs_next_due(struct shared *s, int64_t *ret_at);
/* Puts the recurring ones in place; at start. On SQLite, where nobody else can be
 * running jobs, what was under way when the program ended waits again at once. */
must enum rc jobs_plan(struct shared *s, const struct job_kind *kinds);

#endif
