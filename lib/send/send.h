/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Sending out: e-mail over SMTP, texts through an HTTP gateway or into a file.
 *
 * The program that owns the database does not talk to the network. A child, the
 * sender, does: it is forked before anything else is opened, has no database, and
 * gets one message at a time over a socket pair. When it dies, sending fails and
 * the job is tried again; the next send starts nothing by itself.
 */
#ifndef SEND_SEND_H
#define SEND_SEND_H

#include "lib/base/rc.h"

struct sender;

struct send_conf {
	const char *smtp;      /* smtp://host:587 or smtps://host:465; NULL: no e-mail */
	const char *smtp_user; /* NULL without sign-in */
	const char *smtp_password_file;
	const char *smtp_ca;   /* a further certificate to trust; NULL: the system's */
	const char *mail_from; /* the sender's address; its name says nothing of custody */
	const char *sms_url;   /* POST {"to","text","id"} as JSON; NULL: no gateway */
	const char *sms_file;  /* or each text as a line in this file */
	int timeout_s;	       /* of one message; 30 */
};

/* Forks the sender. Call before threads, sockets and databases are there. */
must enum rc sender_start(const struct send_conf *conf, struct sender **ret);
/* Ends it and waits for it. */
void sender_stop(struct sender *s);

/*
 * Sends one message and waits for the answer. `channel`: "email" or "sms". RC_BUSY:
 * the network or the server said "later"; RC_INVALID: it said "never" (unknown
 * address); RC_NOT_FOUND: that channel is not set up; RC_BROKEN: the sender died.
 * Of a text, `subject` is our own name for it ("id"), for receipts.
 * Plain text; STARTTLS is required where the URL is smtp:// and not on loopback.
 */
must enum rc sender_send(struct sender *s, const char *channel, const char *address,
			 const char *subject, const char *body);

#endif
