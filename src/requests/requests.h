/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Requests about one's own data (PRODUCT.md B8): to see it, to have it put right, to have
 * it erased, and to be told to whom it was told.
 *
 * Each has a clock by law: one month from the day it was received, and two more where it is
 * complex and that was said in time (GDPR Art. 12(3), UK GDPR the same; the month ends
 * on the day of the same number, or the month's last); sixty days and thirty more for the
 * accounting of disclosures (45 CFR 164.528(c)(1)). The person asks on a page, or staff
 * write down what came on paper, by phone or in person; the privacy officer answers. It is
 * never more than one open request of a kind.
 */
#ifndef REQUESTS_REQUESTS_H
#define REQUESTS_REQUESTS_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

extern const char *const data_request_kinds[], *const data_request_channels[];

struct data_request_in {
	const char *kind, *words;
};
extern const struct field data_request_in_fields[2];
struct data_request_paper_in {
	struct data_request_in d;
	const char *channel;
	int64_t received_on;
};
extern const struct field data_request_paper_fields[4];

/* The pass's person asks. E_request_twice: one of the kind is open. */
must enum rc data_request_add(struct work *w, const struct pass *pass, const struct data_request_in *in,
			      struct id_data_request *ret);
/* Staff write it down; its clock runs from the day it was received. E_field_date: a day to
 * come, or more than a year ago. */
must enum rc data_request_add_paper(struct work *w, const struct pass *pass,
				    const struct data_request_paper_in *in, struct id_data_request *ret);

struct data_request {
	struct id_data_request id;
	struct id_person person;
	const char *name, *kind, *words, *channel, *state, *extension, *outcome, *answer;
	int64_t received_on, asked_at, due_at, answered_at;
	bool extended, late;
};
struct data_requests {
	struct data_request *at;
	size_t n;
};
extern const struct field data_request_fields[15];
/* The person's own, the newest first; 50 at most. */
must enum rc data_requests_own(struct work *w, const struct pass *pass, struct data_requests *ret);
/* All of the agency that are open, the earliest due first; 200 at most. */
must enum rc data_requests_open(struct work *w, const struct pass *pass, struct data_requests *ret);
/* One of the agency; E_not_there. */
must enum rc data_request_get(struct work *w, const struct pass *pass, struct id_data_request id,
			      struct data_request *ret);

/* The person takes it back. E_request_done: it is not open any more. */
must enum rc data_request_withdraw(struct work *w, const struct pass *pass, struct id_data_request id);

struct data_request_extend_in {
	const char *words;
};
extern const struct field data_request_extend_fields[1];
/* More time, once, with a reason that the person reads. E_request_extended: it was already.
 * E_request_late: the first time is over. */
must enum rc data_request_extend(struct work *w, const struct pass *pass, struct id_data_request id,
				 const struct data_request_extend_in *in);

struct data_request_answer_in {
	const char *outcome, *answer;
};
extern const struct field data_request_answer_fields[2];
extern const char *const data_request_outcomes[];
/* Granted, in part or not, with words that the person reads. Nobody answers about
 * themselves (E_challenge_own). */
must enum rc data_request_answer(struct work *w, const struct pass *pass, struct id_data_request id,
				 const struct data_request_answer_in *in);

#endif
