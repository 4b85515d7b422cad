/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Consent: what somebody lets be told, of which of their things, to whom, why, how, from
 * when until when (PRODUCT.md B2 to B4; 45 CFR 164.508, 42 CFR 2.31 to 2.35).
 *
 * Staff write a draft; whoever may sign reads it in their own language, answers one
 * question about it, and signs. Until then, and for everything that it does not name, the
 * answer is no. A draft that is declined goes away: there is nothing to count.
 *
 *   draft       waits for whoever must sign
 *   signed      holds from `starts` (a person in custody can think again for
 *               consent_cooling_hours first) up to the end of its last local day
 *   revoked     taken back, at once, and told to nobody; whom it named sees and hears what
 *               they would had it never been
 *   expired     its last day, or the event that ends it, is over
 *   superseded  another place, release, other guardians, or of age: asked anew
 *
 * New words supersede nobody's yes: what was signed in older ones holds to its end, and
 * is asked again (docs/decisions/0017-consent.md).
 *
 * An adult signs alone. For a minor every guardian signs and the minor agrees too; one no
 * is a no. Where a law lets a minor sign alone (`alone`, with the law) no guardian sees it.
 * Only a Part 2 consent for the courts can be kept from being taken back until a named
 * event, and it has a last day too (42 CFR 2.35).
 */
#ifndef CONSENT_CONSENT_H
#define CONSENT_CONSENT_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

enum { CONSENT_CLASSES = 8 };
/* What can be told: the stems of ledger_classes; the bit is what is kept. */
struct consent_class {
	const char *stem;
	int64_t bit;
	bool marked; /* carries the notice of 42 CFR 2.32, and a copy, wherever it goes */
	enum word word;
};
extern const struct consent_class consent_class_kinds[CONSENT_CLASSES];
int64_t consent_class_bit(const char *stem); /* 0: none */
extern const char *const consent_templates[], *const consent_purposes[], *const consent_channels[],
	*const consent_events[];

struct consent {
	struct id_consent id;
	struct id_person subject, recipient;
	struct id_agency agency;
	const char *first_name, *subject_name, *template, *state, *capacity, *discloser, *told, *purpose, *channel,
		*ends_event, *firm_until, *law, *wording, *lang, *words;
	bool class[CONSENT_CLASSES];
	int64_t starts_on, ends_on, starts, ends, version, asked_at, signed_at, over_at;
	bool alone, firm, holds, cooling; /* firm: it cannot be taken back yet */
	bool own;			  /* about whoever signed in */
	bool marked;			  /* its notice goes with what is told */
};
struct consents {
	struct consent *at;
	size_t n;
};
extern const struct field consent_fields[31], consent_naming_fields[16];

/* --- asking and signing ------------------------------------------------------------------ */

struct consent_in {
	const char *template, *agency, *discloser, *purpose, *channel, *ends_event, *firm_until, *law;
	struct id_person recipient;
	bool class[CONSENT_CLASSES], alone;
	int64_t starts_on, ends_on;
};
extern const struct field consent_in_fields[20];
/*
 * Staff: a draft for the pass's person. E_consent_needs, on the field, for what the
 * template's law demands; E_consent_recipient unless one agency or one person is named;
 * E_consent_dates for an end before the start or over; E_consent_firm_only for one that
 * cannot be taken back, but is not a Part 2 consent for the courts with a last day;
 * E_consent_alone for an adult, or without the law.
 */
must enum rc consent_propose(struct work *w, const struct pass *pass, const struct consent_in *in,
			     struct id_consent *ret);

/* One's own, and those of one's children; what waits first. 100 at most. */
must enum rc consent_list(struct work *w, const struct pass *pass, struct consents *ret);
/* A draft comes in the words of now. */
must enum rc consent_get(struct work *w, const struct pass *pass, struct id_consent id, struct consent *ret);

struct consent_sign_in {
	const char *name, *wording, *check, *witness, *interpreter;
};
extern const struct field consent_sign_fields[5];
/*
 * Says yes, for oneself or as a guardian; `ret_holds` where nobody else has to.
 * E_consent_wording: other words than those that were shown. E_consent_check: the question
 * was not answered right. E_consent_twice: the same parties and purpose have one on one of
 * those days. E_consent_dates: over before it holds. E_consent_done: not a draft.
 */
must enum rc consent_sign(struct work *w, const struct pass *pass, struct id_consent id,
			  const struct consent_sign_in *in, bool *ret_holds);
/* No: the draft goes away. */
must enum rc consent_decline(struct work *w, const struct pass *pass, struct id_consent id);
/* Takes it back, at once. E_consent_firm before its event; E_consent_done where nothing holds. */
must enum rc consent_revoke(struct work *w, const struct pass *pass, struct id_consent id);

struct consent_note_in {
	struct id_guardian guardian; /* 0: the child */
	const char *name;
	bool yes;
};
extern const struct field consent_note_fields[3];
/* Staff write down what a child without an account, or an authority, told them; no ends it. `ret`: whose it is. */
must enum rc consent_note(struct work *w, struct id_consent id, const struct consent_note_in *in,
			     struct id_person *ret);

/* Of the pass's person: the open questions to a child, and what holds and waits for an event;
 * for staff, to write down what they heard. 50 at most. */
must enum rc consent_noted(struct work *w, const struct pass *pass, struct consents *ret);

struct consent_event_in {
	const char *event;
};
extern const struct field consent_event_fields[1];
/* Staff: the event came that it ends with, or could not be taken back before. E_consent_done
 * where it waits for no such event. */
must enum rc consent_event(struct work *w, struct id_consent id, const struct consent_event_in *in,
			      struct id_person *ret);

/* --- using ------------------------------------------------------------------------------- */

struct consent_question {
	const char *class, *purpose, *channel; /* purpose and channel "": any */
	struct id_agency agency; /* one of the two: whom to tell */
	struct id_person recipient;
};
struct consent_answer {
	bool allowed;
	struct consent consent; /* the one that allows it */
};
/*
 * May that be told of the pass's person? Asked at each use, in the same transaction:
 * what is not named by a consent that holds now is a no. Never asked, taken back, over, and
 * kept apart by an order are the same no.
 */
must enum rc consent_allows(struct work *w, const struct pass *pass, const struct consent_question *q,
			    struct consent_answer *ret);
/* Whom a name means: an agency; 0 for a name that nobody named here. */
must enum rc consent_agency(struct work *w, const char *name, struct id_agency *ret);
/* The same; whom nobody named before is known from now on. */
must enum rc consent_agency_made(struct work *w, const char *name, struct id_agency *ret);

/* What names the viewer, or their agency, and holds now; each is a look at its person. */
must enum rc consent_naming(struct work *w, const struct pass *pass, struct consents *ret);
/* One that something was told by, for staff with a pass for its person. */
must enum rc consent_copy(struct work *w, const struct pass *pass, struct id_consent id, struct consent *ret);

struct agency_join_in {
	const char *agency;
	struct id_account account;
};
extern const struct field agency_join_fields[2];
/* An administrator says of which agency an account is. E_not_there for no account of one. */
must enum rc agency_join(struct work *w, const struct agency_join_in *in);
/* And that it is theirs no more: from the next request on it reads nothing that names them.
 * E_not_there where it is not. */
must enum rc agency_leave(struct work *w, const struct agency_join_in *in);
struct agency_member {
	struct id_account account;
	const char *name;
	struct id_agency agency; /* 0: of none yet */
	const char *agency_name;
};
struct agency_members {
	struct agency_member *at;
	size_t n;
};
extern const struct field agency_member_fields[4];
/* Accounts of agencies, those of none first; 500 at most. */
must enum rc agency_members(struct work *w, const struct pass *pass, struct agency_members *ret);

/* --- what moves by itself ------------------------------------------------------------------ */

/* The job: ends, 30 days' notice to the person alone, age, guardians, new words. */
must enum rc consents_clock(struct work *w, int64_t unused);
/* Guardians of a child changed. */
must enum rc consents_on_guardians(struct work *w, struct id_person child);
/* A person_hook: another place, release. */
must enum rc consents_on_status(struct work *w, struct id_person person, const char *from, const char *to,
				struct id_site site);

#endif
