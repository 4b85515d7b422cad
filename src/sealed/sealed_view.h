/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of sealed talk, its keys and its notes. */
#ifndef SEALED_SEALED_VIEW_H
#define SEALED_SEALED_VIEW_H

#include "sealed_q.h"
#include "src/faces/views.h"
#include "src/sealed/sealed.h"
#include "src/sealed/ties.h"
#include "ties_q.h"

struct sealed_line {
	struct sealed_talk t;
	enum word relation;
	bool missing; /* somebody has no key yet */
};
struct sealed_list_view {
	struct frame frame;
	bool has_key, is_open, notes;
	struct {
		struct sealed_line *at;
		size_t n;
	} talks;
};

struct sealed_key_view {
	struct frame frame;
	bool has_key, recover; /* recover: with the printed code */
	const char *offered;
	struct part old, passphrase, again, code;
};
struct sealed_code_view {
	struct frame frame;
	const char *code;
};

struct sealed_talk_view {
	struct frame frame;
	struct sealed_line line;
	struct sealed_messages messages;
	struct part body;
	bool notes, draft;
	int64_t letters;
	const char *older;
};

struct sealed_notes_view {
	struct frame frame;
	struct sealed_talk talk;
	struct sealed_notes notes;
	struct part body;
	int64_t letters;
};
struct sealed_note_view {
	struct frame frame;
	struct sealed_notes turns;
	struct id_sealed_note id;
	struct id_sealed_tie tie;
	struct part body;
	int64_t letters;
};

struct sealed_counts_view {
	struct frame frame;
	struct sealed_months months;
};
struct sealed_alarms_view {
	struct frame frame;
	struct sealed_alarm_rows alarms;
};

struct staff_tie_line {
	struct staff_tie t;
	enum word relation;
	bool waits;
};
struct staff_ties_view {
	struct frame frame;
	struct {
		struct staff_tie_line *at;
		size_t n;
	} ties;
};
struct tie_new_view {
	struct frame frame;
	struct id_person person;
	const char *name;
	struct part adviser;
};

enum word sealed_relation_word(const char *relation);

#endif
