/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Approved contacts: whom a person inside wants to be in touch with, said before
 * anybody asks, by first and last name and date of birth, at the kiosk or to staff.
 *
 * A request to be linked is agreed by itself only where all that was typed fits the
 * person inside (score 100), exactly one approved contact is exactly the one who
 * asks, and no second family member could be meant. Everything else, and every
 * request of a child, goes to staff with its score and its differences.
 */
#ifndef FAMILY_CONTACTS_H
#define FAMILY_CONTACTS_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

struct contact {
	struct id_contact id;
	const char *first_name, *last_name, *said_by; /* "inside" or "staff" */
	int64_t birth_date, noted_at;
};
struct contacts {
	struct contact *at;
	size_t n;
};
struct contact_new_in {
	const char *first_name, *last_name;
	int64_t birth_date;
};
extern const struct field contact_out_fields[6], contact_new_fields[3];

/* Of the pass's person: one's own, or staff's view of somebody inside. */
must enum rc contact_list(struct work *w, const struct pass *pass, struct contacts *ret);
/* E_not_there unless the pass's person is inside; E_contact_twice for a name and
 * date of birth that stand there, or past 40; E_field_date for a day to come. */
must enum rc contact_add(struct work *w, const struct pass *pass, const struct contact_new_in *in,
			 struct id_contact *ret);
/* Off the list; links that were made stay. By the person inside or by staff. */
must enum rc contact_end(struct work *w, struct id_contact id, struct id_person *ret_inside);

/* Whether `family` is exactly one approved contact of `inside`, and nobody else
 * could be meant. */
must enum rc contact_fits(struct work *w, struct id_person inside, struct id_person family,
			  bool *ret);

#endif
