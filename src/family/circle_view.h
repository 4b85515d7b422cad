/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef FAMILY_CIRCLE_VIEW_H
#define FAMILY_CIRCLE_VIEW_H

#include "src/faces/views.h"
#include "src/family/contacts.h"
#include "src/family/court.h"
#include "src/family/family.h"
#include "src/family/guardians.h"
#include "src/family/households.h"
#include "src/people/care.h"

struct network_line {
	struct supporter s;
	enum word role_word, strength_word;
};
struct tie_staff_line {
	struct person_tie t;
	enum word relation_word, state_word;
	bool agreed, asks; /* asks: somebody's word may be written down */
};
struct circle_view {
	struct frame frame;
	struct person person;
	bool inside, minor, adult, asked, ends;
	int64_t age;
	struct guardians guardians, wards;
	struct members household;
	struct {
		struct network_line *at;
		size_t n;
	} network;
	struct {
		struct tie_staff_line *at;
		size_t n;
	} ties;
	struct contacts contacts;
	struct barriers apart;
	struct persons found;
	struct part authority, evidence, starts_on, ends_on, first_name, last_name, birth_date, words;
	struct part name, role, strength, helps_with;
};

struct pair_view {
	struct frame frame;
	struct person one, other;
	bool minor, apart, other_is_family, may_order;
	const char *lift_reason; /* somebody asked to lift it; NULL: nobody */
	bool lift_own;		 /* the reader did */
	struct part evidence, starts_on, ends_on, reason;
	struct court_contacts court_orders;
	bool court_now; /* staff who take contact away say that they know */
};

struct court_view {
	struct frame frame;
	struct person one, other;
	struct court_contacts court_orders;
	struct part court, number, words, starts_on, ends_on;
};

struct permission_line {
	struct permission p;
	enum word channel_word;
	bool said; /* false: nothing was said, so it may pass */
};
struct permissions_view {
	struct frame frame;
	struct id_tie tie;
	struct id_person inside;
	const char *family_name, *inside_name;
	enum word relation_word;
	struct {
		struct permission_line *at;
		size_t n;
	} lines;
	struct part channel, allowed, reason, authority, starts_on, ends_on;
	bool court_now; /* a court orders contact between the two */
};

/* --- a family's own ---------------------------------------------------------------- */

struct asked_line {
	struct asked a;
	enum word relation_word;
};
struct children_view {
	struct frame frame;
	struct wards wards;
	struct {
		struct asked_line *at;
		size_t n;
	} asked;
};
struct household_view {
	struct frame frame;
	struct members members;
};
struct contacts_view {
	struct frame frame;
	struct contacts contacts;
	struct part first_name, last_name, birth_date;
};

/* What a family member is to a person inside, in words. */
enum word relation_word(const char *relation);

#endif
