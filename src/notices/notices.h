/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Notices: "you have something new" by text, e-mail, kiosk or paper. The words
 * are neutral and name nobody, because a phone may be shared, lost or watched.
 * A notice is written down in the act's transaction and sent by a job, never
 * between 9 pm and 8 am at the person's place (codes excepted), and never to
 * somebody who has died, to a number that has not been heard from for 90 days
 * or that a text came back from (numbers are given to others) until a code was
 * entered again, or, by text, after STOP. What a child without an account is to
 * know goes to its guardians.
 */
#ifndef NOTICES_NOTICES_H
#define NOTICES_NOTICES_H

#include "lib/work/pass.h"

enum notice_kind {
	NOTICE_CODE,	     /* a one-time code */
	NOTICE_NEW_MESSAGE,  /* something to read */
	NOTICE_MESSAGE_HELD, /* something of yours needs you */
	NOTICE_LINKED,	     /* you are now in touch */
	NOTICE_LINK_ANSWER,  /* there is an answer to what you asked */
	NOTICE_URGENT,	     /* staff: urgent news to tell in person */
	NOTICE_STAFF_NEW,    /* administrators: an account that needs a second yes */
	NOTICE_URGENT_TOLD,  /* what you sent as urgent was told in person */
	NOTICE_SIGN_IN_CHANGED, /* a password, recovery codes or a number are new */
	NOTICE_ORDER_WAITS,  /* staff: an order waits for a second person */
	NOTICE_ORDER_ENDS,   /* staff: an order is about to end */
	NOTICE_CHALLENGE,    /* staff: somebody asks who saw their data, and why */
	NOTICE_EMERGENCY,    /* staff: somebody used emergency access */
	NOTICE_REQUEST,	     /* staff: somebody asks for their own data */
	NOTICE_DUTY,	     /* staff: something at the privacy desk is due */
	NOTICE_CONSENT_ASKED, /* you are asked whether something may be told */
	NOTICE_CONSENT_ENDS, /* a yes of yours ends soon */
	NOTICE_SEALED_BROKEN, /* staff: something sealed was changed past the program */
	NOTICE_STOPPED,	     /* the last text: what will still come, and how */
	NOTICE_TEXTS_ON,     /* answers to texts: they come again, … */
	NOTICE_TEXTS_PROVE,  /* or do so once a code was typed, … */
	NOTICE_TEXT_HELP,    /* whom to call, … */
	NOTICE_TEXT_WORDS,   /* and which words there are */
	NOTICE_KIND_COUNT
};

/* Tells a person, on the channel that they can be reached by; about `about`
 * (any id, for the log). Several of a kind that still wait become one. */
must enum rc notice_add(struct work *w, struct id_person person, enum notice_kind kind, int64_t about);

/* Tells everybody of the agency who has one of these roles. */
must enum rc notice_office(struct work *w, struct id_tenant tenant, unsigned roles, enum notice_kind kind,
			   int64_t about);

/* Sends a one-time code, at once, to that address. */
must enum rc notice_code(struct work *w, struct id_tenant tenant, struct id_person person,
			 const char *channel, const char *address, const char *code);
/* Tells that number or address, once: one that was a person's until now, or one that
 * has just written to us. */
must enum rc notice_to_old(struct work *w, struct id_person person, enum notice_kind kind,
			   const char *channel, const char *address);

/* Whether a number that was last heard from then gets no texts but codes. */
bool notice_number_is_silent(const struct work *w, int64_t heard_at);

/* Drops what waits for this person (deceased, a barrier, an ended tie). */
must enum rc notices_drop(struct work *w, struct id_person person, const char *cause);

/* The job: sends one notice, outside of any transaction. In the demo it lands in the
 * outbox; elsewhere it goes to the sender. An address that is refused for good is
 * noted as `not_sent`; what may go better later is tried again. */
must enum rc notice_send(struct shared *s, int64_t notice);

#endif
