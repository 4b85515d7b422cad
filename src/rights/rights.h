/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The review of rights (SECURITY.md 2.3: CJIS AC-2(j), AC-6(7)): each quarter of a year somebody
 * looks at every account of the staff, who has which role at which site since when, by
 * whom, when it was last used, and what about it should be asked; and confirms it, or ends
 * it, in one act. Nobody does so for their own. What was said stays, as a report for each
 * quarter, to print, sign and keep.
 *
 *   dormant   not used for 35 days, or for 90
 *   factor    no code app: whoever knows the password is in, until one is set up
 *   wide      more than one role, or every site for a role that works at one
 *
 * A quarter's review is due by its last day (src/duties).
 */
#ifndef RIGHTS_RIGHTS_H
#define RIGHTS_RIGHTS_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

enum { RIGHTS_DORMANT_DAYS = 35, RIGHTS_GONE_DAYS = 90 };

struct right {
	struct id_account account;
	const char *name, *role, *site, *state; /* role: stems, with commas; site NULL: all */
	const char *given_by; /* NULL: not by an account */
	unsigned roles;
	int64_t given_at, seen_at; /* seen_at 0: never */
	bool dormant, gone, no_factor, wide, mine;
	const char *verdict, *said_by, *words; /* of the quarter; NULL: open */
	int64_t said_at;
};
struct rights {
	struct id_rights review; /* 0: nobody has looked in this quarter yet */
	int64_t quarter, due_on; /* its first day and its last */
	size_t open;
	struct right *at;
	size_t n;
};
extern const struct field right_fields[15];
/* Of this quarter: all staff of the actor's sites who can sign in, and whoever was ended. */
must enum rc rights_now(struct work *w, struct rights *ret);
/* Of one review. */
must enum rc rights_of(struct work *w, struct id_rights id, struct rights *ret);

struct rights_past {
	struct id_rights id;
	int64_t quarter, said;
};
struct rights_pasts {
	struct rights_past *at;
	size_t n;
};
extern const struct field rights_past_fields[3];
/* The newest first; 40 at most. */
must enum rc rights_reviews(struct work *w, struct rights_pasts *ret);

struct right_say_in {
	const char *words;
};
extern const struct field right_confirm_fields[1], right_end_fields[1];
/* It is still needed. E_rights_own; E_rights_done: said in this quarter. */
must enum rc right_confirm(struct work *w, struct id_account id, const struct right_say_in *in);
/* It is not: the account is closed at once. E_admin_last. */
must enum rc right_end(struct work *w, struct id_account id, const struct right_say_in *in);

/* The job: opens the quarter's review of every agency. */
must enum rc rights_clock(struct work *w, int64_t unused);

#endif
