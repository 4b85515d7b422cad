/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Family: who is tied to whom, and what may pass between them.
 *
 * A family member asks to be in touch with a person inside, by number, last
 * name, date of birth and site. Whatever they typed, the answer is the same: "we
 * have your request", so that nobody can find out who is where. Staff compare
 * (link queue, with the match score and the differences), then the person inside
 * says yes or no, in private. A no of either is told in the same words.
 */
#ifndef FAMILY_FAMILY_H
#define FAMILY_FAMILY_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

struct tie {
	struct id_tie id;
	struct id_person other;
	const char *name;     /* of the other, once that may be known */
	const char *relation; /* what the family member is to the person inside */
	const char *state;    /* checking, asking, agreed, declined, ended */
	int64_t asked_at, due_at, decided_at;
};
struct ties {
	struct tie *at;
	size_t n;
};
extern const struct field tie_fields[7];
extern const char *const relations[];

/* The viewer's own ties and requests, the newest first. To family, a request that
 * waits for the person inside still shows as `checking`. */
must enum rc tie_list(struct work *w, const struct pass *pass, struct ties *ret);

struct link_in {
	const char *number, *last_name, *relation;
	int64_t birth_date;
	struct id_site site;
};
extern const struct field link_in_fields[5];

/* Asks to be linked; agreed at once for an approved contact (contacts.h). E_link_too_many with six open requests (policy);
 * E_too_often after ten tries in a day; E_field_choice for a lawyer, cleric or
 * counsellor: no sealed threads exist yet. */
must enum rc link_request(struct work *w, const struct pass *pass, const struct link_in *in,
			  struct id_tie *ret);

struct link {
	struct id_tie id;
	const char *from, *relation;			      /* the family member */
	const char *typed_number, *typed_name, *found_name, *found_number; /* to compare */
	int64_t typed_birth_date, found_birth_date, asked_at, due_at, score; /* score: 0-100 */
	struct id_site site;
	bool found, late, minor, approved; /* approved: one exact approved contact */
};
struct links {
	struct link *at;
	size_t n;
	int64_t next;
};
extern const struct field link_fields[14];

/* Requests that staff compare, the earliest due first. */
must enum rc link_list(struct work *w, const struct pass *pass, int64_t after, struct links *ret);

struct link_decide_in {
	const char *decision; /* "agree" or "decline" */
	const char *reason;   /* of a decline; told in plain words */
};
extern const struct field link_decide_fields[2];
extern const char *const link_reasons[];

/* Staff: goes on to the person inside (a child's request first to its guardians,
 * guardians.h), or is declined. A request that fits nobody can only be declined
 * (E_link_not_found); so can a child's who said no (E_link_child_no), and one without
 * a guardian until there is one (E_link_nobody_guards). */
must enum rc link_decide(struct work *w, const struct pass *pass, struct id_tie id,
			 const struct link_decide_in *in);
/* The person inside says yes or no; one's own tie is ended by either, at any time. */
must enum rc link_answer(struct work *w, const struct pass *pass, struct id_tie id, bool yes);
must enum rc tie_end(struct work *w, const struct pass *pass, struct id_tie id);

/* What may pass between two tied people, by channel; without a word, all may. */
struct permission {
	struct id_permission id;
	const char *channel, *reason, *authority;
	int64_t starts_on, ends_on; /* the last day is still in force; 0: no end */
	bool allowed;
};
struct permissions {
	struct permission *at;
	size_t n;
};
struct permission_in {
	const char *channel, *reason, *authority;
	int64_t starts_on, ends_on;
	bool allowed, despite_court; /* despite_court: a court orders contact, and that is known */
};
extern const struct field permission_fields[7], permission_in_fields[7];
extern const char *const permission_channels[];
/* Replaces what was said about that channel. E_field_date: the end is before the start. E_court_contact:
 * it takes away contact that a court orders (court.h). */
must enum rc permission_set(struct work *w, const struct pass *pass, struct id_tie tie,
			    const struct permission_in *in);
must enum rc permission_list(struct work *w, const struct pass *pass, struct id_tie tie,
			     struct permissions *ret);

/* Ends it at once: what is not said again is allowed. Gives the tie it was about. */
must enum rc permission_end(struct work *w, struct id_permission id, struct id_tie *ret);

/* Live links and requests of somebody whom staff care for. */
struct person_tie {
	struct id_tie id;
	struct id_person other;
	const char *name, *relation, *state;
	int64_t asked_at;
	bool passed, minor; /* passed: the guardians have been asked */
};
struct person_ties {
	struct person_tie *at;
	size_t n;
};
extern const struct field person_tie_fields[8];
must enum rc tie_of_person(struct work *w, const struct pass *pass, struct person_ties *ret);

/* Who is kept apart from the pass's person now. */
struct barrier {
	struct id_person other;
	const char *name, *kind, *reason, *set_by;
	int64_t starts;
	struct id_account lift_by; /* who asked to lift it; 0: nobody */
	const char *lift_reason;
};
struct barriers {
	struct barrier *at;
	size_t n;
};
extern const struct field barrier_fields[7];
must enum rc barrier_list(struct work *w, const struct pass *pass, struct barriers *ret);

/* Staff keep two people apart, both ways, until it is lifted: by two of them, so that no
 * single account can bring somebody into reach. One asks, with a reason; another does it
 * (E_confirm_same for the one who asked, E_not_there where nobody did). */
struct barrier_in {
	struct id_person one, other;
	const char *reason;
	bool despite_court;
};
extern const struct field barrier_in_fields[4];
/* E_court_contact where a court orders that they meet (court.h), and that is not known. */
must enum rc barrier_set(struct work *w, const struct barrier_in *in);
must enum rc barrier_lift_ask(struct work *w, const struct barrier_in *in);
must enum rc barrier_lift(struct work *w, const struct barrier_in *in);
/* What a barrier does here: links and requests of the two end. */
must enum rc family_on_apart(struct work *w, struct id_person one, struct id_person other,
			    bool one_goes);

#endif
