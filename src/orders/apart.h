/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Barriers: two people who are kept from each other, both ways, by an order or by
 * a decision of staff. `{reach X}` in every personal statement looks at them, so
 * that neither finds, counts, reads or hears of the other (PRODUCT.md P1, B1).
 *
 * What a barrier does besides hiding is told to apart_hooks, in the same
 * transaction: requests and links end, messages under way stop, groups are left,
 * and what would have been sent is dropped.
 */
#ifndef ORDERS_APART_H
#define ORDERS_APART_H

#include "lib/work/pass.h"

/* Why two people are apart. */
struct apart {
	const char *kind; /* "staff" or "order" */
	struct id_order order; /* 0 for staff */
	const char *reason;
	int64_t starts, ends; /* TIME_NEVER: until it is lifted */
};

/* One call for both directions; a hook hears of each pair once. `one_goes`: where both are
 * in a group, `one` leaves it (an order says who must keep away; a decision of staff does
 * not, and nothing passes between the two then). */
typedef enum rc apart_hook(struct work *w, struct id_person one, struct id_person other, bool one_goes);
extern apart_hook *const apart_hooks[]; /* in src/routes.c, ends with NULL */

/* Puts a barrier between two people, `one` the restrained one of an order, or a barrier of the same cause anew. Where it
 * starts now or before, apart_hooks are told; else apart_begin() is to be called then. */
must enum rc apart_set(struct work *w, struct id_person one, struct id_person other,
		       const struct apart *cause);
/* The effects of an order's barrier that starts now. */
must enum rc apart_begin(struct work *w, struct id_person restrained, struct id_person other);
/* A barrier of that cause falls; others may still stand. */
must enum rc apart_lift(struct work *w, struct id_person one, struct id_person other, const char *kind,
			struct id_order order);

#endif
