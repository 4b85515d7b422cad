/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of "who saw my data" and of the privacy officer's desk. */
#ifndef LEDGER_LEDGER_VIEW_H
#define LEDGER_LEDGER_VIEW_H

#include "src/faces/views.h"
#include "src/ledger/ledger.h"
#include "src/people/care.h"

struct ledger_item {
	struct ledger_line l;
	enum word role_word, what_word, why_word, basis_word, channel_word;
	bool told, more, open, answered;
};
struct ledger_items {
	struct ledger_item *at;
	size_t n;
};
struct ledger_view {
	struct frame frame;
	struct ledger_items lines, one; /* one: that a form is open for */
	struct part words, statute, authority, until;
	const char *older;
	bool office; /* the privacy officer looks */
	const char *name;
	struct id_person person;
};

struct report_view {
	struct frame frame;
	const char *name; /* of whom, for the privacy officer; NULL: one's own */
	struct id_person person;
	bool hipaa;
	int64_t at;
	struct ledger_items lines;
};

/* Somebody looked for by the privacy officer. */
struct found_view {
	struct frame frame;
	struct part words;
	struct persons found;
	bool asked;
};

struct audience_line {
	enum word what;
	unsigned roles;
	struct {
		enum word *at;
		size_t n;
	} who;
};
struct audience_view {
	struct frame frame;
	bool own; /* one's own record, not that of those one works for */
	struct {
		struct audience_line *at;
		size_t n;
	} lines;
};

struct disclosures_view {
	struct frame frame;
	const char *name;
	struct id_person person;
	struct part what, told, recipient, why, basis, purpose, protocol, channel, note;
};

struct disclosure_view {
	struct frame frame;
	struct disclosure d;
	enum word what_word;
};

struct challenge_item {
	struct challenge c;
	struct ledger_item about;
	bool one; /* its form is open */
};
struct privacy_view {
	struct frame frame;
	struct part answer;
	struct {
		struct challenge_item *at;
		size_t n;
	} challenges;
	struct {
		struct outlier *at;
		size_t n;
	} outliers;
};

#endif
