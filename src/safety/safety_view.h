/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of joint sessions and of what is asked before one. */
#ifndef SAFETY_SAFETY_VIEW_H
#define SAFETY_SAFETY_VIEW_H

#include "src/faces/views.h"
#include "src/safety/safety.h"

struct joint_item {
	struct joint j;
	enum word kind_word, state_word;
	const char *css;
};
struct joints_view {
	struct frame frame;
	struct {
		struct joint_item *at;
		size_t n;
	} items;
};
struct joint_new_view {
	struct frame frame;
	struct id_person person;
	const char *name;
	struct joint_choices choices;
	struct part kind, planned_at;
};
struct screen_parts {
	struct part part, words;
};
struct joint_view {
	struct frame frame;
	struct joint_item i;
	enum word cause_word; /* W_NONE: not told */
	struct screen_parts parts;
	bool open, asks; /* asks: whoever looks writes down answers */
};
struct together_item {
	struct together t;
	enum word kind_word;
	bool open;
};
struct togethers_view {
	struct frame frame;
	struct {
		struct together_item *at;
		size_t n;
	} items;
};
struct together_view {
	struct frame frame;
	struct together_item i;
	struct screen_parts parts;
};

#endif
