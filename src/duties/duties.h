/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a law or a policy wants done by when, about anything: an answer to somebody who asks
 * for their data, a notice after a breach. The feature that it is about begins and ends it;
 * the privacy desk shows all that is open, the earliest due first, and its officers are
 * told when three quarters of the time are over, and again when it is due.
 */
#ifndef DUTIES_DUTIES_H
#define DUTIES_DUTIES_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

enum duty_kind {
	DUTY_REQUEST,		/* somebody asks about their own data */
	DUTY_PROCESS,		/* a court or an authority asks */
	DUTY_BREACH_AGENCY,	/* the information security officer of the criminal-justice system */
	DUTY_BREACH_AUTHORITY,	/* the data-protection authority */
	DUTY_BREACH_PEOPLE,	/* the people whose data it was */
	DUTY_BREACH_SECRETARY,	/* the Secretary of Health and Human Services */
	DUTY_BREACH_MEDIA,
	DUTY_PROTOCOL,		/* a protocol of information sharing must be reviewed */
	DUTY_RIGHTS,		/* who has which right must be looked at */
	DUTY_KINDS
};
/* Its name in the API, like "breach_people". */
const char *duty_stem(enum duty_kind kind);

/* Begins one, or moves one that is open to another time. `since` is when its time began. */
must enum rc duty_set(struct work *w, enum duty_kind kind, int64_t about, int64_t since, int64_t due);
/* The same, for somebody of the staff: told instead of the privacy officers, as long as their
 * account is open. */
must enum rc duty_set_for(struct work *w, enum duty_kind kind, int64_t about, struct id_account owner, int64_t since,
			  int64_t due);
/* Done, with what was done; RC_NOT_FOUND where none is open. */
must enum rc duty_done(struct work *w, enum duty_kind kind, int64_t about, const char *words);
/* Not wanted any more: as if it had not been. One that is done stays. */
must enum rc duty_drop(struct work *w, enum duty_kind kind, int64_t about);

struct duty {
	enum duty_kind kind;
	int64_t about, due_at, done_at;
	const char *stem, *words;
	bool late;
};
struct duties {
	struct duty *at;
	size_t n;
};
extern const struct field duty_fields[5];
/* All about one row, in the order of the kinds. */
must enum rc duties_of(struct work *w, int64_t about, struct duties *ret);
/* All of the agency that is open, the earliest due first; 200 at most. */
must enum rc duties_open(struct work *w, struct duties *ret);

/* The job: tells whoever is to do it, or the privacy officers, of what is due soon, or now. */
must enum rc duties_clock(struct work *w, int64_t unused);

#endif
