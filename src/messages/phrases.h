/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Watch phrases: lists with versions, an owner and an end date. A phrase that is
 * found only flags the message; it never refuses one (PRODUCT.md C2). Phrases
 * are compared as whole words over folded text, all at once, by Hyperscan.
 */
#ifndef MESSAGES_PHRASES_H
#define MESSAGES_PHRASES_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

struct phrases; /* compiled lists, per tenant; kept in struct shared */

struct phrases *phrases_new(void);
void phrases_free(struct phrases *p);

/* The phrases of the tenant that the text holds, as one line ("weapon", "gate
 * code"), or NULL without any. */
must enum rc phrases_find(struct work *w, struct id_tenant tenant, const char *text,
			  const char **ret_found);

struct phrase_list {
	struct id_phrase_list id;
	const char *name, *owner;
	int64_t version, expires_on, made_at, phrases;
	bool over; /* its end date has passed: it flags nothing any more */
};
struct phrase_lists {
	struct phrase_list *at;
	size_t n;
};
extern const struct field phrase_list_fields[7];
/* The lists in force and those that ended, by name. */
must enum rc phrase_lists(struct work *w, const struct pass *pass, struct phrase_lists *ret);

struct phrases_in {
	const char *name, *phrases; /* one phrase a line */
	int64_t expires_on;
};
extern const struct field phrases_in_fields[3];
/* A new version of the list of that name, which supersedes the one before; the one
 * who puts it in owns it. At most 5,000 phrases of 3 to 100 letters; at most two
 * years ahead. E_phrase_list for no phrase. */
must enum rc phrases_put(struct work *w, const struct phrases_in *in, struct id_phrase_list *ret);

#endif
