/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Watch phrases: lists with versions, an owner and an end date. A phrase that is
 * found only flags the message; it never refuses one (PRODUCT.md C2). Phrases
 * are compared as whole words over folded text, all at once, by Hyperscan.
 */
#ifndef MESSAGES_PHRASES_H
#define MESSAGES_PHRASES_H

#include "lib/work/work.h"

struct phrases; /* compiled lists, per tenant; kept in struct shared */

struct phrases *phrases_new(void);
void phrases_free(struct phrases *p);

/* The phrases of the tenant that the text holds, as one line ("weapon", "gate
 * code"), or NULL without any. */
must enum rc phrases_find(struct work *w, struct id_tenant tenant, const char *text,
			  const char **ret_found);

#endif
