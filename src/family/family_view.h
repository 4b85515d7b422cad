/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef FAMILY_FAMILY_VIEW_H
#define FAMILY_FAMILY_VIEW_H

#include "src/faces/views.h"
#include "src/family/family.h"

struct tie_line {
	struct tie t;
	enum word state_word, relation_word;
	const char *css;
};
struct tie_lines {
	struct tie_line *at;
	size_t n;
};
struct link_view {
	struct frame frame;
	struct tie_lines ties;
	struct part number, last_name, birth_date, site, relation;
};

struct link_line {
	struct link l;
	enum word relation_word, found_word;
	bool name_fits, date_fits;
};
struct links_view {
	struct frame frame;
	struct {
		struct link_line *at;
		size_t n;
	} lines;
	const char *next;
};

#endif
