/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of emergency access. */
#ifndef EMERGENCY_EMERGENCY_VIEW_H
#define EMERGENCY_EMERGENCY_VIEW_H

#include "src/emergency/emergency.h"
#include "src/faces/views.h"

struct emergency_view {
	struct frame frame;
	struct part number, last_name, reason, words, code;
};

struct emergency_item {
	struct emergency e;
	enum word reason_word;
	bool one; /* its form is open */
};
struct emergencies_view {
	struct frame frame;
	struct part words;
	struct {
		struct emergency_item *at;
		size_t n;
	} items;
};

#endif
