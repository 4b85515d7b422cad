/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of the register of breaches, and of all that is due. */
#ifndef BREACHES_BREACHES_VIEW_H
#define BREACHES_BREACHES_VIEW_H

#include "src/breaches/breaches.h"
#include "src/faces/views.h"

struct duty_item {
	struct duty d;
	enum word word;
	const char *href;
};
struct duty_items {
	struct duty_item *at;
	size_t n;
};
struct duties_view {
	struct frame frame;
	struct duty_items items;
};
struct breach_parts {
	struct part what, people;
	struct breach b; /* as it is; of a new one, nothing */
};
struct breaches_view {
	struct frame frame;
	struct breach_parts parts;
	struct breaches items;
};
struct breach_view {
	struct frame frame;
	struct breach b;
	bool open;
	struct breach_parts parts;
	struct duty_items notices;
	struct part notice, told, close;
};

#endif
