/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Who is lawyer, clergy or counsellor of whom. Because talk with them is sealed by who they
 * are, being one is checked by two of staff: one says so, another confirms it; and two say
 * that it is over, so that nobody alone takes somebody's lawyer away. They see who is tied
 * to whom, never whether the two talk. A party wrongly named gets a tie anew, with a thread
 * anew; an old thread is never opened to somebody else.
 */
#ifndef SEALED_TIES_H
#define SEALED_TIES_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

/* Who checks. */
enum { SEALED_CHECKERS = ROLE_casemanager | ROLE_visits | ROLE_privacy };

struct staff_tie {
	struct id_sealed_tie id;
	struct id_person inside;
	const char *inside_name, *adviser_name, *relation, *state;
	int64_t proposed_at;
	bool confirmable, end_asked, endable; /* by the actor */
};
struct staff_ties {
	struct staff_tie *at;
	size_t n;
};
extern const struct field staff_tie_fields[8];
must enum rc staff_ties(struct work *w, struct staff_ties *ret);

struct advisers;
/* Lawyers, clergy and counsellors of the agency. */
must enum rc advisers(struct work *w, const struct pass *pass, struct advisers *ret);

struct tie_in {
	struct id_account adviser;
};
extern const struct field tie_in_fields[1];
/* E_field_choice for who is no adviser, or is kept apart from the person; E_sealed_done where the two are tied already. The
 * person is in custody or under supervision, and one of the actor's. */
must enum rc sealed_tie_propose(struct work *w, struct id_person inside, const struct tie_in *in,
				struct id_sealed_tie *ret);
/* E_sealed_two for who proposed it. Both are told that there is something new. */
must enum rc sealed_tie_confirm(struct work *w, struct id_sealed_tie id);
/* One of staff asks, another ends it: `ret_over`. What was written stays readable for its two. */
must enum rc sealed_tie_end(struct work *w, struct id_sealed_tie id, bool *ret_over);

/* A key was replaced, or an account closed: what was confirmed of this person is to be checked
 * anew, as a tie anew. */
must enum rc sealed_ties_freeze(struct work *w, struct id_person person);

/* Somebody died, or an order keeps the two apart: nothing is sent any more. */
must enum rc sealed_on_apart(struct work *w, struct id_person one, struct id_person other, bool one_goes);
must enum rc sealed_on_status(struct work *w, struct id_person person, const char *from, const char *to,
			      struct id_site site);

#endif
