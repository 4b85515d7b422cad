/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * "Who saw my data": every view and every disclosure of what is kept about somebody, by
 * anybody but themselves, for them to read (PRODUCT.md P3, B4, B5; 45 CFR 164.528 asks
 * for disclosures for six years; we list views too).
 *
 * Views write themselves: src/access notes each person that staff get a pass for, and the
 * line is written with the audit entry, before the first byte leaves. What was said,
 * on the phone, at a door or on paper, is recorded by whoever said it.
 *
 * A line can be challenged, which opens a case for the privacy officer. It can be kept
 * from the person only by a statute, for a named authority, until a day, by two people;
 * after that day it is there again by itself (45 CFR 164.528(a)(2)).
 *
 * Orders leave lines that say "to keep records right", like any look at a record: a line
 * must not tell of an order.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "lib/work/field.h"
#include "lib/work/pass.h"
#include "src/consent/consent.h"

struct ledger_line {
	struct id_line id;
	const char *kind;      /* "view" or "disclosure" */
	const char *who, *role; /* first name and last name of staff; the role's stem */
	const char *what, *why, *basis, *told, *channel, *note;
	int64_t at, last_at, times;
	bool late;
	const char *challenge; /* NULL; "open", "answered" */
	const char *answer;
	int64_t hidden_until; /* for the privacy officer; 0 */
	const char *reference; /* of the protocol it rests on; NULL */
	struct id_entry entry; /* a receipt of it can be kept; 0: not of this line */
};
struct ledger {
	struct ledger_line *at;
	size_t n;
	int64_t next; /* cursor; 0: no more */
};
extern const struct field ledger_fields[17];

/* Of the pass's person, the newest first, 50 after `after`. For the person, and whoever
 * acts for them, without what is lawfully kept back, what a consent let be told to somebody they
 * are kept from (P1), and, for a guardian, what a minor let be told alone; for the privacy
 * officer, with it. */
must enum rc ledger_list(struct work *w, const struct pass *pass, int64_t after, struct ledger *ret);

enum { LEDGER_REPORT_MAX = 5000, LEDGER_HIPAA_YEARS = 6 };
/* The accounting of disclosures of the pass's person, for them to keep: all of them; or, with
 * `hipaa`, what 45 CFR 164.528 asks for: the last six years, without what the person
 * authorised (a)(1)(iv). What custody exempts (k)(5) is listed all the same. Views are
 * no disclosures; what is lawfully kept back is not in it, until its day. The newest
 * LEDGER_REPORT_MAX. */
must enum rc ledger_report(struct work *w, const struct pass *pass, bool hipaa, struct ledger *ret);

/* --- what was said --------------------------------------------------------------------- */

struct disclosure_in {
	const char *what, *told, *why, *basis, *channel, *note, *purpose, *protocol;
	int64_t happened_at;
	struct id_person recipient;
};
extern const struct field disclosure_fields[10];
extern const char *const ledger_classes[], *const disclosure_channels[], *const disclosure_bases[];
/* Staff told somebody something about the pass's person. More than a day ago is marked
 * late. E_field_time: not yet, or more than a year ago. Where the basis is consent, one that
 * holds now must name the class, the purpose, and whom: E_consent_none. Where it is a protocol
 * (src/protocols), that one must hold toward whom it is told to, and never lets be told what
 * 42 CFR part 2 marks: E_protocol_none. */
must enum rc disclosure_record(struct work *w, const struct pass *pass, const struct disclosure_in *in,
			       struct id_line *ret);

/* What was told by a consent, to be handed over with it. */
struct disclosure {
	struct id_line id;
	struct id_person person;
	const char *name, *what, *told, *why, *notice;
	int64_t at;
	struct consent consent;
};
extern const struct field disclosure_copy_fields[10];
/* E_not_there for what did not rest on a consent. */
must enum rc disclosure_get(struct work *w, struct id_line line, struct disclosure *ret);

/* --- challenges --------------------------------------------------------------------------- */

struct challenge_in {
	const char *words;
};
extern const struct field challenge_in_fields[1];
/* The person asks about a line. E_challenge_twice: once is enough. */
must enum rc challenge_add(struct work *w, const struct pass *pass, struct id_line line,
			   const struct challenge_in *in);

struct challenge {
	struct id_challenge id;
	struct id_line line;
	const char *person, *words, *state, *answer;
	struct ledger_line about;
	int64_t asked_at, due_at;
	bool late, upheld;
};
struct challenges {
	struct challenge *at;
	size_t n;
};
extern const struct field challenge_fields[10];
/* What is open, the earliest due first; 100 at most. */
must enum rc challenge_list(struct work *w, const struct pass *pass, struct challenges *ret);

struct challenge_answer_in {
	const char *answer;
	bool upheld;
};
extern const struct field challenge_answer_fields[2];
/* The person reads the answer beside the line. E_challenge_done: it was answered. Nobody
 * answers about a line of their own (E_challenge_own). */
must enum rc challenge_answer(struct work *w, struct id_challenge id, const struct challenge_answer_in *in);

/* --- keeping a line back ------------------------------------------------------------------- */

struct ledger_hold_in {
	const char *statute, *authority;
	int64_t until;
};
extern const struct field ledger_hold_fields[3];
/* The first person asks; the second, another one, with the same
 * words and day, makes it so; a third
 * call changes nothing. E_order_two: whoever asked. E_field_date: past, or more than a year
 * ahead. `ret_held` says whether the line is kept back now. */
must enum rc ledger_hold(struct work *w, struct id_line line, const struct ledger_hold_in *in, bool *ret_held);

/* --- looking after the lookers -------------------------------------------------------------- */

struct outlier {
	const char *name, *role;
	int64_t people, usual; /* in seven days: theirs, and the middle of their role */
};
struct outliers {
	struct outlier *at;
	size_t n;
};
extern const struct field outlier_fields[4];
/* Staff who looked at more than three times as many people as is usual for their role,
 * and at 20 or more. */
must enum rc outlier_list(struct work *w, const struct pass *pass, struct outliers *ret);

#endif
