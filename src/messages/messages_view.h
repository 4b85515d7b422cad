/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MESSAGES_MESSAGES_VIEW_H
#define MESSAGES_MESSAGES_VIEW_H

#include "cover_q.h"
#include "groups_q.h"
#include "src/faces/views.h"
#include "src/messages/paper.h"
#include "src/messages/phrases.h"
#include "src/messages/screening.h"

struct linked {
	struct id_person person;
	const char *name;
	bool has_thread;
};
struct home_view {
	struct frame frame;
	const char *name;
	int64_t unread;
	struct threads threads;
	struct {
		struct linked *at;
		size_t n;
	} linked;
	bool kiosk, family;
	const char *children; /* whom one acts for, by name; NULL: nobody */
	int64_t asked;	      /* children's links that wait for one's yes */
	int64_t asking; /* requests that wait for one's yes or no */
	struct group_askeds groups;
};

struct group_view {
	struct frame frame;
	struct id_thread thread;   /* 0: a new group */
	struct group_asked asked;
	struct {
		struct linked *at;
		size_t n;
	} people;
	struct part persons;
};

struct inbox_view {
	struct frame frame;
	struct threads threads;
	struct threads waiting; /* for staff */
	const char *older;
	bool kiosk, may_ask, may_group;
	struct group_alones alone; /* one's own groups that nobody has joined */
};

struct ask_view {
	struct frame frame;
	struct part site, subject;
};

struct message_line {
	struct message m;
	const char *css, *icon, *dom_id;
	enum word state_word, reason_word;
	bool checking, paused, held, can_withdraw, kiosk;
	const char *icons;
};
struct thread_view {
	struct frame frame;
	struct thread thread;
	struct {
		struct message_line *at;
		size_t n;
	} lines;
	const char *older, *draft, *resend_body;
	struct id_message resend_of;
	int64_t letters;
	bool open, blocked, kiosk, staff_thread, group, inside, alone;
	struct group_unjoineds unjoined;
	struct part body;
	struct part agree;
	struct part appeal;
	struct id_message appeal_of;
};

struct found_view {
	struct frame frame;
	struct part words;
	struct founds founds;
	bool asked;
	int most, searched;
};

struct queue_line {
	struct item i;
	enum word why_word;
	const char *css;
	bool pickable;
};
struct queue_tab {
	const char *show;
	enum word word;
	bool here;
};
struct queue_view {
	struct frame frame;
	struct {
		struct queue_line *at;
		size_t n;
	} lines;
	struct items undoable;
	struct {
		struct queue_tab *at;
		size_t n;
	} tabs;
	struct queue_counts counts;
	struct cover_mines covers;
	struct id_site site; /* of a covered queue; 0: one's own */
	const char *next, *show;
};

struct cover_view {
	struct frame frame;
	struct cover_rows covers;
	struct part account, site, starts_on, ends_on;
};

struct paper_view {
	struct frame frame;
	struct letters letters;
	struct part code, body;
};

struct phrases_view {
	struct frame frame;
	struct phrase_lists lists;
	struct part name, phrases, expires_on;
};

/* The words for a reason of hold_reasons; W_NONE for none. */
enum word hold_reason_word(const char *reason);
/* Notes, after the answer, that a thread was read. */
enum rc thread_read_after(struct work *w, int64_t thread);

struct step_line {
	struct step s;
	enum word act_word, reason_word;
};
struct item_view {
	struct frame frame;
	struct item item;
	enum word why_word;
	bool open;
	struct {
		struct step_line *at;
		size_t n;
	} steps;
	struct part reason, note;
};

#endif
