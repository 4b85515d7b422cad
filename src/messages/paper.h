/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Paper, for people without a kiosk: staff print what was checked and waits, hand it
 * over, and only then note it as delivered, so that a jammed printer loses nothing.
 * Each letter ends with a slip to answer on, which carries the thread's code; staff
 * type the answer in, in the person's name, and it is checked like any message.
 */
#ifndef MESSAGES_PAPER_H
#define MESSAGES_PAPER_H

#include "src/messages/messages.h"

struct letter {
	struct id_message id;
	const char *to, *number, *unit, *from, *body;
	int64_t sent_at;
};
struct letters {
	struct letter *at;
	size_t n;
};
extern const struct field letter_fields[6];
enum { LETTERS_MAX = 50 };

/* What waits to be printed at the viewer's sites, by unit, at most 50. */
must enum rc paper_list(struct work *w, const struct pass *pass, struct letters *ret);

struct paper_in {
	struct field_ids items;
};
extern const struct field paper_fields[1];
/* These were handed over: they are delivered. What was delivered meanwhile stays so. */
must enum rc paper_done(struct work *w, const struct pass *pass, const struct paper_in *in);

/* An answer that came back on a slip: sent in the name of the person inside. */
struct slip_in {
	const char *body;
};
extern const struct field slip_fields[1];
must enum rc slip_send(struct work *w, const struct pass *pass, struct id_thread thread,
		       const struct slip_in *in, struct id_message *ret);

#endif
