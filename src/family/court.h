/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Contact that a court orders between two people: visits with a child, a call each week
 * (PRODUCT.md B1). It is recorded with its court and number, stands on the pair's page, and no
 * ban or limit of staff takes that contact away until somebody decides so knowingly, with a
 * reason. An order that keeps the two apart (src/orders) acts all the same: nothing
 * overrides it, and the court is asked. Ending the record takes a second person.
 */
#ifndef FAMILY_COURT_H
#define FAMILY_COURT_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

struct court_in {
	struct id_person one, other;
	const char *court, *number, *words;
	int64_t starts_on, ends_on; /* 0: today; no end */
};
extern const struct field court_in_fields[7];
/* E_not_there for whom one may not know, or for staff; E_field_choice for one person twice;
 * E_field_date where it ends before it begins. */
must enum rc court_enter(struct work *w, const struct court_in *in, struct id_court_contact *ret);

struct court_contact {
	struct id_court_contact id;
	const char *court, *number, *words, *entered_by;
	int64_t starts_on, ends_on;
	bool mine; /* entered by who looks: another one ends it */
};
struct court_contacts {
	struct court_contact *at;
	size_t n;
};
extern const struct field court_fields[7];
/* What a court orders between the pass's person and another, now or later. */
must enum rc court_list(struct work *w, const struct pass *pass, struct id_person other, struct court_contacts *ret);

struct court_end_in {
	const char *reason;
};
extern const struct field court_end_fields[1];
/* E_confirm_same for whoever entered it; E_not_there where it is over. */
must enum rc court_end(struct work *w, struct id_court_contact id, const struct court_end_in *in);
/* Between whom it is; E_not_there for one that there is not. */
must enum rc court_parties(struct work *w, struct id_court_contact id, struct id_person *ret_one,
			   struct id_person *ret_other);

/* Before staff take contact away: E_court_contact where a court orders it, unless `knowingly`. */
must enum rc court_guard(struct work *w, struct id_person one, struct id_person other, bool knowingly);
/* The same, of the two that a link is between. */
must enum rc court_guard_tie(struct work *w, struct id_tie tie, bool knowingly);

/* Whether a court orders contact between the two of a link today. */
must enum rc court_stands(struct work *w, struct id_tie tie, bool *ret);

#endif
