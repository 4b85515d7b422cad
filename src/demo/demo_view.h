/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DEMO_DEMO_VIEW_H
#define DEMO_DEMO_VIEW_H

#include "src/faces/views.h"

struct demo_face {
	const char *stem, *name, *initial;
	enum word role, task;
};
struct demo_view {
	struct frame frame;
	struct {
		struct demo_face *at;
		size_t n;
	} faces;
};

struct outbox_line {
	int64_t at;
	const char *channel, *address, *subject, *body;
	bool sms;
};
struct outbox_view {
	struct frame frame;
	struct {
		struct outbox_line *at;
		size_t n;
	} lines;
};

#endif
