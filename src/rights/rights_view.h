/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of the review of rights. */
#ifndef RIGHTS_RIGHTS_VIEW_H
#define RIGHTS_RIGHTS_VIEW_H

#include "src/faces/views.h"
#include "src/rights/rights.h"

struct right_item {
	struct right r;
	struct {
		enum word *at;
		size_t n;
	} roles;
	enum word verdict_word;
	bool ask; /* something about it should be asked */
	bool one; /* its form is open */
};
struct right_items {
	struct right_item *at;
	size_t n;
};
struct rights_view {
	struct frame frame;
	struct rights list;
	struct right_items items, one;
	struct rights_pasts pasts;
	struct part words;
	int64_t at;
};

#endif
