/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Work that waits: a row per job, written in the transaction of the act that
 * asks for it, and run once that is durable. A job that fails is tried again
 * after 1, 4, 16, 64 … minutes, seven times in all; then it is dead, and an
 * operator sees it (`kinkeeper jobs`). Jobs must bear being run twice.
 */
#ifndef NOTICES_JOBS_H
#define NOTICES_JOBS_H

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

/* Runs every job that is due now, each in a transaction of its own; says how
 * many there were. `kinds` ends with a row without a name. */
must enum rc jobs_run_due(struct shared *s, const struct job_kind *kinds, int *ret_ran);
/* When the next one is due; TIME_NEVER without any. */
must enum rc jobs_next_due(struct shared *s, int64_t *ret_at);
/* Puts the recurring ones in place; at start. */
must enum rc jobs_plan(struct shared *s, const struct job_kind *kinds);

#endif
