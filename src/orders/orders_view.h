/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of the pages about orders. */
#ifndef ORDERS_ORDERS_VIEW_H
#define ORDERS_ORDERS_VIEW_H

#include "src/faces/views.h"
#include "src/orders/orders.h"
#include "src/people/care.h"

struct order_line {
	struct order o;
	enum word kind_word, state_word;
	const char *css; /* of the state's tag */
	const char *restrained, *protects; /* names */
};
struct order_tab {
	const char *show;
	enum word word;
	bool here;
};
struct orders_view {
	struct frame frame;
	struct {
		struct order_tab *at;
		size_t n;
	} tabs;
	struct {
		struct order_line *at;
		size_t n;
	} orders;
	const char *show, *more; /* cursor; NULL: no more */
	bool waiting;
};

struct order_view {
	struct frame frame;
	struct order_line line;
	struct {
		enum word *at;
		size_t n;
	} bars, lets;
	struct order_persons restrained, protects;
	bool open, confirmable, endable, end_asked, needs_document;
	struct part document, reason, end_document;
};

/* Somebody the order to come may be about. */
struct order_choice {
	struct person p;
	const char *href; /* the form with this person on it too */
	bool restrained, protects;
};
struct order_new_view {
	struct frame frame;
	struct {
		struct order_choice *at;
		size_t n;
	} persons, found;
	bool asked;
	struct part words, kind, court, number, document, exceptions, note, starts_on, ends_on, first_name,
		last_name, route, scope, may;
};

#endif
