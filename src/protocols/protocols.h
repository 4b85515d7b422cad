/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Protocols of information sharing (PRODUCT.md B9): what agencies agreed to tell each other,
 * about what, and how it is kept. A protocol has a number that a disclosure can name as its
 * basis, an owner on the staff, and a day on which it must have been reviewed.
 *
 *   waiting    some agency has not said yes to the newest version
 *   in_force   all have
 *   ended      by a privacy officer, with a reason; it stays to be read
 *
 * Words are never changed: other words are another version, and all are asked again. An
 * agency says yes on its own page, by its own account; staff may write down a yes on
 * paper. Toward an agency that has not said yes to the newest words nothing rests on it. A
 * protocol is between agencies: it is nobody's consent, and never lets be told what
 * carries the notice of 42 CFR 2.32.
 *
 * The owner is told 30 days before the review and on its day; where the owner's account is
 * closed, the privacy officers are.
 */
#ifndef PROTOCOLS_PROTOCOLS_H
#define PROTOCOLS_PROTOCOLS_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

enum { PROTOCOL_REVIEW_MAX = 5 * 366, PROTOCOL_AGENCIES_MAX = 20 };

struct protocol_in {
	const char *title, *words, *words_es, *words_ar, *agencies;
	struct id_account owner;
	int64_t review_on;
};
extern const struct field protocol_in_fields[7];
/* E_field_date: a review that is past, or more than PROTOCOL_REVIEW_MAX days off.
 * E_protocol_agencies: none, or more than PROTOCOL_AGENCIES_MAX. E_protocol_owner: nobody of
 * the staff who can look after it. */
must enum rc protocol_enter(struct work *w, const struct protocol_in *in, struct id_protocol *ret);

struct protocol_revise_in {
	const char *words, *words_es, *words_ar, *agencies, *why;
};
extern const struct field protocol_revise_fields[5];
/* New words: a version that all are asked to say yes to. E_protocol_ended. */
must enum rc protocol_revise(struct work *w, struct id_protocol id, const struct protocol_revise_in *in);

struct protocol_party {
	struct id_agency agency;
	const char *name, *how, *by; /* by: who said yes for them, for staff; NULL */
	int64_t said_on;
};
struct protocol_version {
	int64_t version, entered_at, agencies, said;
	const char *why;
};
struct protocol {
	struct id_protocol id;
	const char *reference, *title, *state, *owner_name, *end_reason, *lang, *words;
	struct id_account owner;
	int64_t version, review_on, agencies, said, entered_at, ended_at;
	bool soon, late, owner_gone, mine; /* soon: within 30 days; mine: whoever asks owns it */
	struct {
		struct protocol_party *at;
		size_t n;
	} parties;
	struct {
		struct protocol_version *at;
		size_t n;
	} versions;
	bool asked; /* the newest version waits for an agency of whoever asks */
};
struct protocols {
	struct protocol *at;
	size_t n;
};
extern const struct field protocol_fields[16], protocol_party_fields[5], protocol_version_fields[5];
/* For staff all of the agency's, 200 at most; for an outside agency those it is asked about.
 * Open ones first. The words, parties and versions come with one. */
must enum rc protocol_list(struct work *w, struct protocols *ret);
/* E_not_there also for an outside agency that it is not about. */
must enum rc protocol_get(struct work *w, struct id_protocol id, struct protocol *ret);

struct protocol_say_in {
	int64_t version;
};
extern const struct field protocol_say_fields[1];
/* An outside agency says yes to the version that it read. E_protocol_version: there is another
 * one by now. E_protocol_said: it has said so before. */
must enum rc protocol_say(struct work *w, struct id_protocol id, const struct protocol_say_in *in);

struct protocol_paper_in {
	struct id_agency agency;
	const char *name;
	int64_t said_on, version;
};
extern const struct field protocol_paper_fields[4];
/* Staff write down who signed for an agency on paper, and when: not in the future, nor before
 * the version was. */
must enum rc protocol_paper(struct work *w, struct id_protocol id, const struct protocol_paper_in *in);

struct protocol_review_in {
	struct id_account owner;
	int64_t review_on;
};
extern const struct field protocol_review_fields[2];
/* It was looked at and stands: who looks after it from now on, and when it is due again. */
must enum rc protocol_review(struct work *w, struct id_protocol id, const struct protocol_review_in *in);

struct protocol_end_in {
	const char *reason;
};
extern const struct field protocol_end_fields[1];
must enum rc protocol_end(struct work *w, struct id_protocol id, const struct protocol_end_in *in);

/* The protocol of that reference ("P-3") that lets something be told to that agency today; 0
 * where there is none. */
must enum rc protocol_holds(struct work *w, const char *reference, struct id_agency agency, struct id_protocol *ret);

struct protocol_owner {
	struct id_account account;
	const char *name;
};
struct protocol_owners {
	struct protocol_owner *at;
	size_t n;
};
/* Whoever can look after one. */
must enum rc protocol_owners(struct work *w, struct protocol_owners *ret);

#endif
