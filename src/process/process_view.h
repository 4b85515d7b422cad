/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of legal process. */
#ifndef PROCESS_PROCESS_VIEW_H
#define PROCESS_PROCESS_VIEW_H

#include "src/faces/views.h"
#include "src/process/process.h"

struct process_item {
	struct process p;
	enum word kind_word, state_word;
};
struct processes_view {
	struct frame frame;
	struct part kind, sender, reference, document, scope, received, due;
	struct id_person person; /* whom a new one is about; 0: nobody */
	const char *name;
	bool past;
	struct {
		struct process_item *at;
		size_t n;
	} items;
};
struct process_view {
	struct frame frame;
	struct process_item i;
	bool waits, may_object;
	struct process_persons people;
	struct part scope, object, what, answer, withdraw;
};

#endif
