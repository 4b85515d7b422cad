/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Orders that people have no contact: no-contact and protective orders, other orders
 * of a court, conditions of supervision, bars of a statute (PRODUCT.md B1, P1).
 *
 * One person enters an order; it acts from that moment, in one transaction: barriers
 * between everyone restrained and everyone protected, both ways; links, requests and
 * messages under way end (src/orders/apart.h). A second person confirms it with the
 * document in hand. Until then it acts all the same, whatever time passes; whoever is
 * to confirm it is told again after 4, 24 and 72 hours. Taking an order back, confirmed
 * or not, takes two people too: one asks, another ends it. Nothing overrides an order.
 *
 * An order with a last day acts to the end of that day, in the last of the places it is
 * about, once it is confirmed: until then it has no end. The office is told 30, 7 and 1
 * days before. After an order contact does not come back by
 * itself: links stay ended until both sides agree again.
 *
 * Nobody an order is about learns of it here. The served person's own copy is printed
 * and handed over by staff.
 */
#ifndef ORDERS_ORDERS_H
#define ORDERS_ORDERS_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

/* What an order bars, and what it lets pass in spite of that: bits. */
enum order_channel {
	ORDER_MESSAGE = 1 << 0,	    /* messages, letters and calls */
	ORDER_VISIT = 1 << 1,	    /* visits and video */
	ORDER_THIRD_PARTY = 1 << 2, /* through somebody else */
	ORDER_PHOTO = 1 << 3,
	ORDER_ADDRESS = 1 << 4,	    /* learning where the other is */
	ORDER_EXISTENCE = 1 << 5,   /* learning that the other is here at all */
	ORDER_HANDOVER = 1 << 6,    /* of children: an exception only */
};

struct order_person {
	struct id_person person;
	const char *name, *side; /* "restrained" or "protected" */
	const char *route;	 /* how somebody without an account is reached, if at all */
};
struct order_persons {
	struct order_person *at;
	size_t n;
};

struct order {
	struct id_order id;
	const char *kind, *court, *number, *document, *exceptions, *note, *state;
	const char *entered_by, *confirmed_by, *end_asked_by, *end_reason, *ended_by; /* names */
	int64_t starts_on, ends_on, entered_at, confirmed_at, end_asked_at, ended_at;
	int64_t due_at;	  /* when it is to be confirmed; 0 once it is */
	bool acts, mine, end_mine; /* acts now; entered, or asked to end, by who looks */
	/* What it bars, and what may pass. */
	bool message, visit, third_party, photo, address, existence;
	bool may_message, may_visit, may_handover;
	struct order_persons persons; /* order_get() only */
};
struct orders {
	struct order *at;
	size_t n;
	struct id_order next; /* 0: no more */
};

struct order_in {
	const char *kind, *court, *number, *document, *exceptions, *note;
	int64_t starts_on, ends_on;
	bool message, visit, third_party, photo, address, existence;
	bool may_message, may_visit, may_handover;
	struct field_ids restrained, protects;
	/* Somebody protected who is not known here: their name, and how they are reached. */
	const char *first_name, *last_name, *route;
};
extern const struct field order_in_fields[22], order_fields[30], order_person_fields[4];
extern const char *const order_kinds[];

/*
 * Enters an order. E_order_sides: nobody restrained or nobody protected, or somebody on
 * both sides. E_not_there: somebody who is not of this agency. E_order_scope: it bars
 * nothing. E_order_dates: it ends before it begins. E_order_document: not a SHA-256 of
 * 64 hexadecimal digits.
 */
must enum rc order_enter(struct work *w, const struct order_in *in, struct id_order *ret);

/* `show`: "waiting" for a second person, the oldest first; "now", what acts or is to
 * come; "past", what is over. Of the actor's sites; 50 after `after`. */
must enum rc order_list(struct work *w, const struct pass *pass, const char *show, struct id_order after,
			struct orders *ret);
must enum rc order_get(struct work *w, const struct pass *pass, struct id_order id, struct order *ret);
/* What is there about one person, whatever its state. */
must enum rc order_of_person(struct work *w, const struct pass *pass, struct orders *ret);

struct order_confirm_in {
	const char *document; /* SHA-256 of the paper or its scan, where it was not entered */
};
extern const struct field order_confirm_fields[1];
/* E_order_two: whoever entered it. E_order_document: no document yet. E_order_done: it is
 * confirmed, or over. */
must enum rc order_confirm(struct work *w, struct id_order id, const struct order_confirm_in *in);

struct order_end_in {
	const char *reason, *document;
};
extern const struct field order_end_fields[2];
/* Asks for the end, or, where another person has asked, ends it. E_order_two: whoever
 * asked. E_order_done: it is over. */
must enum rc order_end(struct work *w, struct id_order id, const struct order_end_in *in, bool *ret_over);
/* Nobody asks for its end any more. E_order_done where nobody did. */
must enum rc order_keep(struct work *w, struct id_order id);

/* Whether any order that acts now bars this channel between two people, without an
 * exception for it. Message channels need not ask: their statements carry {reach}. */
must enum rc order_forbids(struct work *w, struct id_person one, struct id_person other,
			   enum order_channel channel, bool *ret);

/* Told of each pair of an order that begins to act, whatever it bars, in the transaction in which
 * it does; where it hides the two, apart_hooks are told too. The list stands in src/routes.c and
 * ends with NULL. */
typedef enum rc order_hook(struct work *w, struct id_person restrained, struct id_person protects);
extern order_hook *const order_hooks[];

/* The job: orders that begin, wait too long or are about to end. */
must enum rc orders_clock(struct work *w, int64_t unused);

#endif
