/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* View of how long what is kept. */
#ifndef RETENTION_RETENTION_VIEW_H
#define RETENTION_RETENTION_VIEW_H

#include "src/faces/views.h"
#include "src/retention/retention.h"

struct retention_item {
	struct retention r;
	enum word word;
};
struct retention_view {
	struct frame frame;
	struct {
		struct retention_item *at;
		size_t n;
	} items;
};

#endif
