/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Threads and messages between a person inside and their family, and between
 * families and staff.
 *
 * A message is written, checked where policy says so (screening.h), delivered,
 * read. Its sender sees each of these states; everybody else sees it from
 * `delivered` on. A message that is held back stays with its sender, with the
 * reason and what to do. Why a thread cannot take a message is never told apart:
 * an ended tie, a permission, a block and an order share one answer (P5).
 *
 *   queued     passed, and waits until it can be handed over (no kiosk, away)
 *   checking   staff are checking it; due_at says until when
 *   delivered, read
 *   held       not delivered: reason, note, and a way to ask again
 *   frozen     stopped by what happened since (deceased, order)
 *   withdrawn  taken back by its sender before it was delivered
 */
#ifndef MESSAGES_MESSAGES_H
#define MESSAGES_MESSAGES_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

/* Somebody else who is, or was, in a thread. */
struct member {
	struct id_person person;
	const char *name;
	bool left, blocked; /* blocked: by the viewer */
};

struct thread {
	struct id_thread id;
	struct id_person other; /* the first other member */
	const char *name;	/* the other members' names */
	const char *kind, *state, *side; /* side: the viewer's */
	const char *subject;
	int64_t last_at, unread;
	int64_t reply_due_at;	     /* staff answer by then; 0: nobody waits */
	bool reply_paused, reply_late; /* paused: a closed day lies before it */
	int64_t more;		     /* others beside the one named: of a group in a list */
	const struct member *others; /* of one thread, not of a list */
	size_t others_n;
	bool agreed;	 /* has seen who reads this */
	bool shows_read; /* tells the others that it was read */
	struct id_site site;
};
struct threads {
	struct thread *at;
	size_t n;
	int64_t next; /* cursor, 0 at the end */
};

struct message {
	struct id_message id;
	struct id_person sender;
	const char *name, *body, *lang, *state, *reason, *note;
	const char *writer; /* the guardian who wrote for a child; NULL: the sender */
	int64_t sent_at, due_at, state_at;
	bool mine, paused; /* paused: a closed day lies before due_at */
};
struct messages {
	struct message *at;
	size_t n;
	int64_t next;
};

extern const struct field thread_fields[14], message_fields[14];

/* The viewer's threads, newest first, 20 at a time; `before` 0 begins. */
must enum rc thread_list(struct work *w, const struct pass *pass, int64_t before, struct threads *ret);
/* Threads in which a family waits for the viewer, who is staff: the earliest due
 * first, at most 50. */
must enum rc thread_waiting(struct work *w, const struct pass *pass, struct threads *ret);
/* One of them. RC_NOT_FOUND for a thread the viewer is not in, or across a barrier. */
must enum rc thread_get(struct work *w, const struct pass *pass, struct id_thread id,
			struct thread *ret);
/* The newest messages of a thread that thread_get() gave, as far as the viewer may
 * see them, oldest first, 50 at a time. */
must enum rc message_list(struct work *w, const struct pass *pass, const struct thread *t,
			  int64_t before, struct messages *ret);
/* How much the viewer has not read. */
must enum rc messages_unread(struct work *w, const struct pass *pass, int64_t *ret_n);
/* Notes that the viewer has the thread before them; tells senders where the
 * viewer lets that be told. */
must enum rc thread_read(struct work *w, struct id_thread id);

struct thread_in {
	struct id_person person;
};
extern const struct field thread_in_fields[1];
/* The thread of the viewer and a person they are linked to; made where there is
 * none yet. `pass` is for that person. */
must enum rc thread_open(struct work *w, const struct pass *pass, struct id_thread *ret);
struct staff_thread_in {
	struct id_site site;
	const char *subject;
};
extern const struct field staff_thread_fields[2];
/* A thread with the staff of a site: all its case managers and visits officers are
 * in it, and a clock runs until one of them answers. E_message_unsent where the
 * site has none. */
must enum rc thread_open_staff(struct work *w, struct id_site site, const char *subject,
			       struct id_thread *ret);
/* Lets the others see that one has read, or not (off unless turned on). */
must enum rc thread_show_read(struct work *w, const struct pass *pass, struct id_thread id, bool shows);

struct message_in {
	const char *body;
	bool agree;			/* has read who reads this; once per thread */
	struct id_message resend_of;	/* the held message that this one replaces */
};
extern const struct field message_in_fields[3];

/*
 * Sends. E_agree_first before the first message of a thread, E_message_quota
 * over the day's limit, E_message_unsent for every cause that must not be told,
 * E_thread_closed where the thread was frozen or closed and that may be known.
 */
must enum rc message_send(struct work *w, const struct pass *pass, struct id_thread id,
			  const struct message_in *in, struct id_message *ret);
/* Takes one's own message back while it is being checked. */
must enum rc message_withdraw(struct work *w, const struct pass *pass, struct id_message id);

struct draft_in {
	const char *body;
};
extern const struct field draft_in_fields[1];
/* Keeps what is being written, one per thread and person, for 30 days; an empty
 * one is forgotten. Not for shared devices: E_not_allowed at a kiosk. */
must enum rc draft_save(struct work *w, const struct pass *pass, struct id_thread id,
			const struct draft_in *in);
must enum rc draft_get(struct work *w, const struct pass *pass, struct id_thread id,
		       const char **ret_body);

/* One's own wish not to hear from the others of a thread; nobody is told. */
must enum rc thread_block(struct work *w, const struct pass *pass, struct id_thread id, bool on);
bool thread_is_blocked(const struct thread *t);

/* Messages of the viewer's threads that hold the words, newest first, at most 50. */
struct search_in {
	const char *words;
};
extern const struct field search_in_fields[1];
struct found {
	struct id_thread thread;
	struct id_message message;
	const char *name, *text;
	int64_t sent_at;
};
struct founds {
	struct found *at;
	size_t n;
	bool more; /* the newest FOUND_MAX only: another word finds fewer */
	bool older; /* older messages than the newest SEARCHED were not looked at */
};
enum { FOUND_MAX = 50, SEARCHED = 2000 };
must enum rc message_search(struct work *w, const struct pass *pass, const struct search_in *in,
			    struct founds *ret);

/* --- for screening and jobs --------------------------------------------------------- */

/* What a sender wrote, opened in place; of an erased sender a word that says so. */
must enum rc message_open(struct work *w, struct id_person sender, struct id_message key, const char **body);
/* Hands a checked message over: to everybody in the thread, or to wait where the
 * person inside cannot be reached now. */
must enum rc message_deliver(struct work *w, struct id_message id);
/* Whether something has come between the two since: then it is not delivered. */
must enum rc message_is_stopped(struct work *w, struct id_message id, bool *ret);
/* Sets the state of a message; tells its sender's live pages. */
must enum rc message_set(struct work *w, struct id_message id, const char *state,
			 const char *reason, const char *note);

/* Whether somebody else has had it before them. */
bool message_was_seen(struct work *w, struct id_message id, struct id_person sender);
/* A decision was taken back: nobody but the sender sees the message any more. */
must enum rc message_take_back(struct work *w, struct id_message id);
/* It is being checked, or looked at again, until then. */
must enum rc message_check_until(struct work *w, struct id_message id, int64_t due,
				 bool paused);

static inline struct id_thread message_thread(struct id_message id)
{
	return (struct id_thread){ id.v >> 24 };
}

#endif
