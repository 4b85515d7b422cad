/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ROSTER_ROSTER_VIEW_H
#define ROSTER_ROSTER_VIEW_H

#include "src/faces/views.h"
#include "src/roster/roster.h"

struct fault_line {
	const struct roster_fault *f;
	enum word word;
};
struct run_line {
	struct roster_run r;
	enum word word;
	const char *css;
};
struct roster_view {
	struct frame frame;
	struct part map;
	struct {
		struct fault_line *at;
		size_t n;
	} faults;
	bool more;    /* than are shown */
	bool checked; /* a dry run without faults */
	int64_t rows;
	struct {
		struct run_line *at;
		size_t n;
	} runs;
	const char *next;
};

#endif
