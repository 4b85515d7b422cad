/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Households and support: who lives together, and who stands by a person.
 *
 * Somebody is in one household at a time. Staff write down who joins and who
 * leaves, with dates; each member sees the others who are in it now. Who is kept
 * from somebody is not in the list that they see (and staff are told by the pair's
 * own page).
 *
 * The support network is staff's working list: name, role, how strong the bond is
 * and what the person helps with. A supporter need not be known to the program, and
 * the words are staff's own; nothing is computed from them (P7).
 */
#ifndef FAMILY_HOUSEHOLDS_H
#define FAMILY_HOUSEHOLDS_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

struct member {
	struct id_household household;
	struct id_person person;
	const char *name, *household_name;
	int64_t since, until; /* the last day; 0: still in it */
	bool minor;
};
struct members {
	struct member *at;
	size_t n;
};
extern const struct field member_fields[7];

/* Staff: the household of the pass's person, with who was in it before. */
must enum rc household_list(struct work *w, const struct pass *pass, struct members *ret);
/* One's own: who is in it now. */
must enum rc household_own(struct work *w, const struct pass *pass, struct members *ret);

struct household_in {
	struct id_person person;
	int64_t since;
};
extern const struct field household_in_fields[2];
/* Staff: `in->person` joins the household of the pass's person, which is made where
 * there is none. E_household_twice where they are in a household already;
 * E_field_choice for the person themselves; E_field_date for a day to come. */
must enum rc household_add(struct work *w, const struct pass *pass, const struct household_in *in);
struct leave_in {
	int64_t until;
};
extern const struct field leave_in_fields[1];
/* Staff: the pass's person leaves. E_not_there where they are in none. */
must enum rc household_leave(struct work *w, const struct pass *pass, const struct leave_in *in);

/* --- support network --------------------------------------------------------------- */

struct supporter {
	struct id_supporter id;
	const char *name, *role, *strength, *helps_with;
	int64_t starts_on, ends_on; /* the last day; 0: still does */
};
struct supporters {
	struct supporter *at;
	size_t n;
};
struct supporter_in {
	const char *name, *role, *strength, *helps_with;
	int64_t starts_on;
};
extern const struct field supporter_fields[7], supporter_in_fields[5];
extern const char *const support_roles[], *const support_strengths[];

must enum rc supporter_list(struct work *w, const struct pass *pass, struct supporters *ret);
must enum rc supporter_add(struct work *w, const struct pass *pass, const struct supporter_in *in,
			   struct id_supporter *ret);
/* Takes somebody off the list, from today. E_not_there where they are off it. */
must enum rc supporter_end(struct work *w, struct id_supporter id, struct id_person *ret_person);

#endif
