/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The safety screen (PRODUCT.md B10): before people are brought together, in a session, a
 * meeting or a mediation, each is asked alone, and again before each session. Staff write
 * down what they were told, or the person answers on their own page or at the kiosk. A
 * screen is good for one session, and for screen_days at most; the last one counts.
 *
 * There is no joint session where anybody told of violence, is afraid, or does not want it; where
 * an order or a decision of staff keeps any two of them apart; or where anybody was not
 * asked, or not lately enough. Every such no is the same answer, to the others and to the staff
 * who plan: "not now", in the words that also mean that a day does not fit. Only a
 * privacy officer is told the cause. What was answered is under the key of whoever gave
 * it, and shown to nobody else. Of the others nobody is told on their own page: neither who
 * they are nor what they said.
 */
#ifndef SAFETY_SAFETY_H
#define SAFETY_SAFETY_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

enum { JOINT_PEOPLE_MAX = 10, JOINT_AHEAD_DAYS = 366 };

/* Why not, the gravest first. */
enum safety_cause {
	SAFETY_NONE, /* it may be, or whoever asks is not told why not */
	SAFETY_APART, /* an order, or a decision of staff */
	SAFETY_HURT,
	SAFETY_AFRAID,
	SAFETY_NO,
	SAFETY_NOT_ASKED,
	SAFETY_AGAIN, /* asked too long ago */
	SAFETY_CAUSES
};
const char *safety_cause_stem(enum safety_cause cause);

struct safety_verdict {
	bool yes;
	enum safety_cause cause; /* for privacy officers alone */
};
/*
 * May these people be brought together in that session? To be asked in the transaction that
 * brings them together, and again when it begins. Whoever was not asked for this session
 * was not asked.
 */
must enum rc safety_joint(struct work *w, const struct id_person *persons, size_t n, struct id_joint session,
			  struct safety_verdict *ret);

/* --- sessions that are planned ----------------------------------------------------------------- */

struct joint_in {
	const char *kind;
	int64_t planned_at;
	struct field_ids people;
};
extern const struct field joint_in_fields[3];
extern const char *const joint_kinds[];
/* Staff who may care for each of them. E_joint_people: fewer than two, or more than
 * JOINT_PEOPLE_MAX. E_field_time: past, or more than a year ahead. Whether it may be is no matter
 * here: nobody learns of an order by planning. */
must enum rc joint_plan(struct work *w, const struct joint_in *in, struct id_joint *ret);

struct joint_person {
	struct id_person person;
	const char *name, *how; /* NULL: not asked for this session */
	int64_t asked_at;
	bool again; /* too long ago */
	bool hurt, afraid, no;	/* for privacy officers; false for others */
	const char *words;	/* for privacy officers; NULL */
};
struct joint {
	struct id_joint id;
	const char *kind, *state, *cause; /* NULL; "apart", … for privacy officers */
	int64_t planned_at, people_n, asked_n;
	bool may; /* of one: it may be, as things are now */
	struct {
		struct joint_person *at;
		size_t n;
	} people;
};
struct joints {
	struct joint *at;
	size_t n;
};
extern const struct field joint_fields[8], joint_person_fields[8];
/* Of the actor's sites, what is planned first; 100 at most. */
must enum rc joint_list(struct work *w, struct joints *ret);
/* With its people and the verdict. */
must enum rc joint_get(struct work *w, struct id_joint id, struct joint *ret);

struct joint_end_in {
	const char *state;
};
extern const struct field joint_end_fields[1];
/* It was held, or will not be. E_joint_not_now: held, though safety_joint() says no.
 * E_joint_done: it was ended before. */
must enum rc joint_end(struct work *w, struct id_joint id, const struct joint_end_in *in);

/* An order_hook and an apart_hook: what is planned with both of two people is called off, for
 * everybody who was to be there, with the words of any other session that is not to be. Why is
 * told to privacy officers alone (joint.cause). */
must enum rc safety_on_order(struct work *w, struct id_person restrained, struct id_person protects);
must enum rc safety_on_apart(struct work *w, struct id_person one, struct id_person other, bool one_goes);

/* Whom the pass's person is in touch with, to plan with. */
struct joint_choice {
	struct id_person person;
	const char *name;
};
struct joint_choices {
	struct joint_choice *at;
	size_t n;
};
must enum rc joint_choices_of(struct work *w, const struct pass *pass, struct joint_choices *ret);

/* --- asking ------------------------------------------------------------------------------------ */

struct screen_in {
	const char *part, *words;
	bool alone, hurt, afraid;
};
extern const struct field screen_fields[5];
/* E_screen_alone: somebody else was there. E_joint_done. */
must enum rc screen_record(struct work *w, struct id_joint id, struct id_person person, const struct screen_in *in);

/* One's own: what is planned, and whether one was asked. Others are not in it. */
struct together {
	struct id_joint id;
	const char *kind, *state;
	int64_t planned_at;
	bool asked; /* an answer for it stands */
};
struct togethers {
	struct together *at;
	size_t n;
};
extern const struct field together_fields[5];
must enum rc together_list(struct work *w, const struct pass *pass, struct togethers *ret);
must enum rc together_get(struct work *w, const struct pass *pass, struct id_joint id, struct together *ret);
/* Nobody answers for a child: E_screen_alone for a guardian who acts for one. */
must enum rc together_answer(struct work *w, const struct pass *pass, struct id_joint id, const struct screen_in *in);

#endif
