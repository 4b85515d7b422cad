/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Protected addresses (PRODUCT.md B10): a shelter, a new home. They are in no list, search, export,
 * copy of one's data or consent, and on no page of anybody who is not staff: not even
 * of whose address it is, for their phone can be in another's hand. What is kept is under the
 * key of that person.
 *
 * An address is a type of its own, without members: no field, view or statement of another
 * feature can take one. Out of it words come by address_read() alone, which asks a
 * privacy officer what for, and writes that down.
 */
#ifndef SAFETY_ADDRESS_H
#define SAFETY_ADDRESS_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

struct protected_address; /* nobody else sees into it */

struct address_in {
	const char *address;
};
extern const struct field address_in_fields[1];
/* Case managers and privacy officers: it is kept from now on; one before it goes. `pass` is to
 * keep that person safe, here and below. */
must enum rc address_set(struct work *w, const struct pass *pass, const struct address_in *in);
/* The one that is kept of the pass's person; NULL where there is none. */
must enum rc address_find(struct work *w, const struct pass *pass, const struct protected_address **ret);
/* It is not kept any more. E_not_there where there is none. */
must enum rc address_end(struct work *w, const struct pass *pass);

struct address_why {
	const char *purpose, *reason;
};
extern const struct field address_why_fields[2];
/* A privacy officer reads it, to print it on a letter, tell a court, or send help: the purpose
 * and the reason are in the log. E_not_allowed for everybody else. NULL where the
 * person was erased. */
must enum rc address_read(struct work *w, const struct pass *pass, const struct protected_address *address,
			  const struct address_why *in, const char **ret);

#endif
