/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Emergency access ("break the glass", PRODUCT.md B6): staff who have nothing to do with
 * somebody may read that one person's record for 30 minutes, with a reason and a fresh
 * code of their code app. Nothing can be changed by it, no order and no seal gives way.
 * The privacy officers are told at once; one of them who is not the same person reviews it
 * within a working day; the person reads in their ledger that it was an emergency.
 */
#ifndef EMERGENCY_EMERGENCY_H
#define EMERGENCY_EMERGENCY_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

enum { EMERGENCY_MINUTES = 30, EMERGENCY_OFTEN = 3 /* in 30 days: more stands out */ };

struct emergency_in {
	const char *number, *last_name, *reason, *words, *code;
};
extern const struct field emergency_in_fields[5];
extern const char *const emergency_reasons[];
/* E_not_there: nobody of the agency has that number and last name, or a barrier stands;
 * E_totp_wrong for a code that is wrong or was used. */
must enum rc emergency_open(struct work *w, const struct emergency_in *in, struct id_person *ret);

struct emergency {
	struct id_emergency id;
	const char *who, *person, *reason, *words;
	int64_t opened_at, due_at, times; /* times: by the same, in 30 days */
	bool late, often, mine;
};
struct emergencies {
	struct emergency *at;
	size_t n;
};
extern const struct field emergency_fields[9];
/* What is not reviewed, the earliest due first; 100 at most. */
must enum rc emergency_list(struct work *w, const struct pass *pass, struct emergencies *ret);

struct emergency_review_in {
	bool upheld;
	const char *words;
};
extern const struct field emergency_review_fields[2];
/* E_order_two: one's own. E_challenge_done: it was reviewed. */
must enum rc emergency_review(struct work *w, struct id_emergency id, const struct emergency_review_in *in);

#endif
