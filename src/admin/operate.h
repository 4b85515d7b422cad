/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What an operator looks at each day: work that waits, fails or is dead, and notices
 * that did not go out. For administrators of a whole agency. They see and move only
 * the jobs of their agency's own people and places, and see how the store's recurring
 * jobs stand; names and addresses are not here, and notices are counted by reason.
 */
#ifndef ADMIN_OPERATE_H
#define ADMIN_OPERATE_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

enum { JOBS_OF_STATE = 100 };

struct job_seen {
	struct id_job id;
	const char *kind, *state, *error;
	int64_t due_at, tries;
	bool ours; /* false: the store's own, to be looked at */
};
struct jobs_seen {
	struct job_seen *at;
	size_t n;
};
extern const struct field job_seen_fields[6];
extern const char *const job_states[];

/* "waiting" (also what failed and is tried again), "running" or "dead"; the earliest due
 * first, 100 at most; `ret_all`: how many there are. E_not_allowed for an administrator
 * of one site, also below. */
must enum rc jobs_seen(struct work *w, const char *state, struct jobs_seen *ret, int64_t *ret_all);
/* A job that failed or is dead runs again now; E_not_there for another agency's. */
must enum rc job_retry(struct work *w, struct id_job id);
/* A dead one is given up. */
must enum rc job_drop(struct work *w, struct id_job id);
/* Every dead one of a kind runs again; says how many. */
must enum rc jobs_retry_kind(struct work *w, const char *kind, int64_t *ret);

struct unsent {
	const char *channel, *cause;
	int64_t n, last_at;
};
struct unsents {
	struct unsent *at;
	size_t n;
};
extern const struct field unsent_fields[4];
/* What did not go out in 30 days, by channel and reason. */
must enum rc notices_unsent(struct work *w, struct unsents *ret);

#endif
