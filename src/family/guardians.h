/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Guardians: who acts for a child, and who must say yes to a child's link.
 *
 *   under 13 (policy child_age)  signs in nowhere and sends nothing: a guardian's
 *                                session acts for the child (session_act_for), sees
 *                                and writes, shown as "Ruth for Daniel"
 *   13 to 17 (adult_age)         may have an account of their own, which no guardian
 *                                opens; a link needs the yes of every guardian
 *   18 and over                  no guardian
 *
 * A guardian is a family member, or a court or public authority whose word staff
 * write down. Staff verify the papers; who did is kept. A guardian who asks for a
 * link has said yes by it; each other one is asked once staff have compared. One no
 * is a no, at any time, also after it was agreed. The child may say no in private, to
 * staff: guardians and the person inside see the neutral "not agreed" that a wrong
 * number gets, and asking again goes no further until the child says yes.
 * A guardian who is kept apart from the one inside is not asked, sees nothing of it, and
 * is told nothing: staff write down what they say.
 * Ages are those of the local day (person_age).
 */
#ifndef FAMILY_GUARDIANS_H
#define FAMILY_GUARDIANS_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

struct guardian {
	struct id_guardian id;
	struct id_person child, guardian; /* guardian 0: an authority */
	const char *child_name, *name, *authority, *evidence, *verified_by;
	int64_t starts_on, ends_on, verified_at; /* the last day is still in force; 0: no end */
	bool live;				 /* acts today */
};
struct guardians {
	struct guardian *at;
	size_t n;
};
extern const struct field guardian_fields[12];

/* Staff: the guardians of the pass's person, the newest first; ended ones too. */
must enum rc guardian_list(struct work *w, const struct pass *pass, struct guardians *ret);
/* Staff: the children whom the pass's person acts for, or acted for. */
must enum rc ward_list(struct work *w, const struct pass *pass, struct guardians *ret);

struct guardian_in {
	struct id_person guardian;
	const char *authority, *evidence;
	int64_t starts_on, ends_on;
};
extern const struct field guardian_in_fields[5];
/*
 * Staff note, for the child the pass is for, a guardian whose papers they have seen.
 * E_guardian_of_adult where the child is of age, or has no date of birth;
 * E_guardian_one unless there is either a person or an authority; E_guardian_minor
 * where the guardian is no adult family member; E_guardian_twice where they are
 * guardian on one of those days already; E_field_date for an end before the start.
 */
must enum rc guardian_add(struct work *w, const struct pass *pass, const struct guardian_in *in,
			  struct id_guardian *ret);
/* Staff: ends it at once. E_guardian_over where it is over. */
must enum rc guardian_end(struct work *w, struct id_guardian id, struct id_person *ret_child);

struct child_in {
	const char *first_name, *last_name, *evidence;
	int64_t birth_date;
};
extern const struct field child_in_fields[4];
/* Staff: a new child without an account, of whom the pass's person is a guardian. */
must enum rc child_add(struct work *w, const struct pass *pass, const struct child_in *in,
		       struct id_person *ret);

/* --- a guardian's own ------------------------------------------------------------ */

struct ward {
	struct id_person child;
	const char *name;
	bool may_act; /* false: the child has an account of their own */
};
struct wards {
	struct ward *at;
	size_t n;
};
extern const struct field ward_fields[3];
/* Whom the one who signed in acts for today. */
must enum rc ward_own(struct work *w, const struct pass *pass, struct wards *ret);

struct asked {
	struct id_tie tie;
	const char *child, *typed_name, *relation;
	int64_t asked_at;
};
struct askeds {
	struct asked *at;
	size_t n;
};
extern const struct field asked_fields[5];
/* Links of one's children that wait for one's yes. */
must enum rc asked_list(struct work *w, const struct pass *pass, struct askeds *ret);
/* A guardian's yes or no to a child's link; a no also ends what was agreed before.
 * E_not_there for a link of somebody else's child. */
must enum rc asked_answer(struct work *w, struct id_tie tie, bool yes);

/* --- for staff and for linking ------------------------------------------------------ */

struct say_in {
	struct id_guardian guardian; /* 0: the child, in private */
	bool yes;
};
extern const struct field say_in_fields[2];
/* Staff write down what an authority, a guardian without a phone, or the child told
 * them. E_not_there for a link of somebody who is of age. */
must enum rc say_note(struct work *w, struct id_tie tie, const struct say_in *in,
		      struct id_person *ret_child);

enum say {
	SAY_YES,      /* of age, or everybody agrees */
	SAY_WAIT,     /* somebody has not answered */
	SAY_NO,	      /* a guardian said no */
	SAY_CHILD_NO, /* the child did; nobody but staff may know */
	SAY_NOBODY,   /* a minor without any guardian */
};
/* Where a request stands with those who must agree. */
must enum rc say_of(struct work *w, struct id_tie tie, enum say *ret);
/* Who asks has said yes by it: the guardian who acts, or the child, whose earlier no
 * to the same person is over. */
must enum rc say_by_asking(struct work *w, struct id_tie tie, struct id_person child,
			   struct id_person inside);
/* A minor ended the link by themselves: their no stands until they ask again. */
must enum rc say_by_ending(struct work *w, struct id_tie tie, struct id_person child);
/* Staff have compared: the guardians are asked. */
must enum rc say_ask(struct work *w, struct id_tie tie);

#endif
