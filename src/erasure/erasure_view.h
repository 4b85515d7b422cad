/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of erasures and holds. */
#ifndef ERASURE_ERASURE_VIEW_H
#define ERASURE_ERASURE_VIEW_H

#include "src/erasure/erasure.h"
#include "src/faces/views.h"

struct erasure_item {
	struct erasure e;
	enum word state_word;
	bool asked, done;
};
struct hold_item {
	struct legal_hold h;
	enum word state_word;
	bool entered, confirmed, lifting;
};
struct erasures_view {
	struct frame frame;
	struct {
		struct erasure_item *at;
		size_t n;
	} erasures;
	struct {
		struct hold_item *at;
		size_t n;
	} holds;
	struct part basis, words, matter, review_on, reason;
	bool one; /* the forms about one person are open */
	struct id_person person;
};

#endif
