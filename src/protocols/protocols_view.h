/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of protocols of information sharing. */
#ifndef PROTOCOLS_PROTOCOLS_VIEW_H
#define PROTOCOLS_PROTOCOLS_VIEW_H

#include "src/faces/views.h"
#include "src/protocols/protocols.h"

struct protocol_item {
	struct protocol p;
	enum word state_word;
	const char *css;
	bool warn; /* its review is due soon, or was */
};
struct protocol_parts {
	struct part title, words, words_es, words_ar, agencies, owner, review_on, why;
};
struct protocols_view {
	struct frame frame;
	struct {
		struct protocol_item *at;
		size_t n;
	} items;
	struct protocol_parts parts;
	bool office; /* whoever may enter one */
};
struct protocol_party_item {
	struct protocol_party y;
	enum word how_word;
};
struct protocol_view {
	struct frame frame;
	struct protocol_item i;
	struct {
		struct protocol_party_item *at;
		size_t n;
	} parties;
	struct protocol_parts parts;
	struct part agency, name, said_on, reason;
	bool staff, office, reviews, waits, open;
};

#endif
