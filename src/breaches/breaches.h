/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The register of breaches (PRODUCT.md B12): what happened, when it was found, how many
 * people's data it was, and whom the law wants told by when. The clocks begin when it was
 * found:
 *
 *   law       whom                                             by
 *   cjis      the agency's information security officer        1 hour (CJIS Security Policy, IR-6)
 *   gdpr, uk  the authority                                    72 hours (GDPR Art. 33)
 *             the people                                       72 hours: Art. 34 says without delay, and
 *                                                              names no number; this is ours
 *   hipaa,    the people                                       60 days (45 CFR 164.404)
 *   part2     the Secretary; 500 people or more                60 days (164.408); fewer: 60 days
 *                                                              after the end of the year
 *             the media; more than 500 people                  60 days (164.406)
 *
 * Of two laws the shorter time holds. It is closed by another person than who entered
 * it, when everybody has been told.
 */
#ifndef BREACHES_BREACHES_H
#define BREACHES_BREACHES_H

#include "lib/work/field.h"
#include "src/duties/duties.h"

struct breach_in {
	const char *what;
	int64_t found_at, people;
	bool gdpr, uk, hipaa, part2, cjis;
};
extern const struct field breach_in_fields[8];
/* E_field_time: found in the future, or more than a year ago. */
must enum rc breach_enter(struct work *w, const struct breach_in *in, struct id_breach *ret);
/* More is known: clocks that are still open move with it. E_request_done: it is closed. */
must enum rc breach_change(struct work *w, struct id_breach id, const struct breach_in *in);

struct breach {
	struct id_breach id;
	const char *what, *state, *words;
	int64_t found_at, people, closed_at, due_at; /* due_at: the earliest that is open; 0 */
	bool gdpr, uk, hipaa, part2, cjis, mine, late;
	struct duties notices;
};
struct breaches {
	struct breach *at;
	size_t n;
};
extern const struct field breach_fields[13];
/* The open ones first, then the newest; 100 at most. */
must enum rc breach_list(struct work *w, struct breaches *ret);
/* With its notices. */
must enum rc breach_get(struct work *w, struct id_breach id, struct breach *ret);

struct breach_told_in {
	const char *notice, *words;
};
extern const struct field breach_told_fields[2];
extern const char *const breach_notices[];
/* Somebody was told, and how. E_request_done: not wanted, or done before. */
must enum rc breach_told(struct work *w, struct id_breach id, const struct breach_told_in *in);

struct breach_close_in {
	const char *words;
};
extern const struct field breach_close_fields[1];
/* E_order_two: by whoever entered it. E_breach_open: somebody is still to be told. */
must enum rc breach_close(struct work *w, struct id_breach id, const struct breach_close_in *in);

#endif
