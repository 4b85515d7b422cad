/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef AUDIT_AUDIT_VIEW_H
#define AUDIT_AUDIT_VIEW_H

#include "src/audit/checkpoint.h"
#include "src/audit/look.h"
#include "src/faces/views.h"

struct audit_list_view {
	struct frame frame;
	struct part from, to, act, role, outcome, object;
	struct log_lines lines;
	const char *next; /* the address of the next page */
};

struct audit_entry_view {
	struct frame frame;
	struct log_line l;
};

struct audit_log_view {
	struct frame frame;
	struct log_status s;
	struct {
		struct witness *at;
		size_t n;
	} witnesses;
	struct log_days days;
	const char *key;
};

#endif
