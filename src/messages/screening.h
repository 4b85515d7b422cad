/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Screening: what is checked, why, by whom and until when. Watch phrases and a
 * sampling rate only put a message before a person; nothing is refused by a
 * machine. Who decided what is written down step by step, and both sides are
 * told that staff read their messages. Sealed threads never come here.
 */
#ifndef MESSAGES_SCREENING_H
#define MESSAGES_SCREENING_H

#include "src/messages/messages.h"
#include "src/people/people.h"

struct item {
	struct id_message id;
	struct id_person sender;
	const char *from, *to, *body, *lang, *why, *state, *taken_by;
	int64_t sent_at, due_at, undo_until, more;
	bool flagged, late, mine; /* mine: the viewer wrote, or is to read, it */
	bool can_undo;
};
struct items {
	struct item *at;
	size_t n;
	int64_t next;
};
extern const struct field item_fields[14];

struct queue_filter {
	const char *show; /* "all", "late", "flagged", "clean", "appealed", "mine" */
	struct id_site site; /* 0: one's own; else one of them, or one that is covered */
};
extern const struct field queue_filter_fields[2];
extern const char *const hold_reasons[];

/* How much waits at the viewer's sites and how much of it is late; `more`: the count
 * stopped at what it says, for nobody works through more in a day. */
struct queue_counts {
	int64_t total, late;
	bool more;
};
must enum rc queue_counts(struct work *w, const struct pass *pass, const struct queue_filter *filter,
			  struct queue_counts *ret);
/* What waits there, the most urgent first, 25 at a time. E_not_there for a site that is
 * neither the viewer's nor covered by them. */
must enum rc queue_list(struct work *w, const struct pass *pass, const struct queue_filter *filter,
			int64_t after, struct items *ret);
must enum rc queue_get(struct work *w, const struct pass *pass, struct id_message id,
		       struct item *ret);
/* What the viewer decided and can still undo. */
must enum rc queue_undoable(struct work *w, const struct pass *pass, struct items *ret);

struct step {
	const char *act, *by, *reason, *note;
	int64_t at;
};
struct steps {
	struct step *at;
	size_t n;
};
must enum rc queue_steps(struct work *w, const struct pass *pass, struct id_message id,
			 struct steps *ret);

struct decide_in {
	struct field_ids items;
	const char *reason, *note; /* of a hold: the note is shown to the sender */
};
extern const struct field approve_fields[1];
extern const struct field hold_fields[2];
extern const struct field note_fields[1];

/* Passes one or several: all or none. E_nothing_chosen; E_message_done where
 * somebody else was first; E_message_own for one's own; of several, flagged ones
 * are refused (E_message_flagged): they are looked at one by one. */
must enum rc message_approve(struct work *w, const struct pass *pass, const struct decide_in *in);
/* Holds one back, with a reason the sender is told and how to fix it. */
must enum rc message_hold(struct work *w, const struct pass *pass, struct id_message id,
			  const struct decide_in *in);
/* Takes one's own decision back within the policy's minutes; an approved message
 * that was already read cannot be called back (E_message_undo_late). */
must enum rc message_undo(struct work *w, const struct pass *pass, struct id_message id);
/* Asks another reviewer; the one who asked cannot decide then. */
must enum rc message_second(struct work *w, const struct pass *pass, struct id_message id,
			    const char *note);
/* The sender asks for a held message to be looked at again, by somebody else. */
must enum rc message_appeal(struct work *w, const struct pass *pass, struct id_message id,
			    const char *note);
/* Takes an item, so that others see it is being looked at; gives it back. */
must enum rc message_take(struct work *w, const struct pass *pass, struct id_message id, bool on);

/* --- for messages.c -------------------------------------------------------------------- */

/* Whether a new message is checked, why, and until when. */
struct screening {
	bool checks, paused; /* paused: a closed day lies before `due` */
	const char *found;   /* the watch phrase, or NULL */
	int64_t due;
};
must enum rc screening_plan(struct work *w, const struct site *site, const char *body,
			    struct screening *ret);
/* The message joins the queue. */
must enum rc screening_add(struct work *w, struct id_message id, const struct thread *t,
			   const struct screening *plan);
/* The message needs no decision any more. */
must enum rc screening_drop(struct work *w, struct id_message id);

#endif
