/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Erasing a person (PRODUCT.md B8; GDPR art. 17): what they wrote goes with their key
 * (src/vault), what names them is written over (src/erasure/columns.txt says of each
 * personal column what becomes of it, and why some stay), and the log keeps that it was
 * done. Two privacy officers: one asks, another one confirms. From the confirmation on it
 * is meant, whatever stops the machine: a job does it, in one transaction.
 *
 * A legal hold beats it. A hold acts from the moment it is entered, is confirmed by a second
 * officer, has a day on which it is looked at again, and ends by two. Whom it is about
 * cannot find out from anything that the program shows them.
 */
#ifndef ERASURE_ERASURE_H
#define ERASURE_ERASURE_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

/* What other features keep of somebody under keys of their own: called when the keys are destroyed.
 * The list stands in src/routes.c and ends with NULL. */
typedef enum rc erase_hook(struct work *w, struct id_person person);
extern erase_hook *const erase_hooks[];

/* --- erasing ---------------------------------------------------------------------------- */

struct erasure_in {
	struct id_person person;
	const char *basis, *words;
};
extern const struct field erasure_in_fields[3];
extern const char *const erasure_bases[];
/* E_not_there for whom one cannot reach, E_erasure_here for staff and for whoever is still
 * inside, E_erasure_held under a hold, E_erasure_asked where it is asked or done already. */
must enum rc erasure_ask(struct work *w, const struct erasure_in *in, struct id_erasure *ret);
/* The other's yes. E_order_two for one's own, E_erasure_done after it; E_erasure_here for who is inside
 * again, E_erasure_held under a hold. */
must enum rc erasure_confirm(struct work *w, struct id_erasure id);
/* Nobody's yes came, or it was a mistake: it is asked no more. */
must enum rc erasure_drop(struct work *w, struct id_erasure id);

struct erasure {
	struct id_erasure id;
	struct id_person person;
	const char *name, *basis, *words, *state; /* "asked", "confirmed", "done" */
	int64_t asked_at, confirmed_at, done_at;
	bool mine;
};
struct erasures {
	struct erasure *at;
	size_t n;
};
extern const struct field erasure_fields[8];
/* The agency's, newest first, 100 at most. */
must enum rc erasure_list(struct work *w, const struct pass *pass, struct erasures *ret);
must enum rc erasure_get(struct work *w, struct id_erasure id, struct erasure *ret);

/* Proof for the person: what was done, when, and the log's entry of it with its receipt. */
struct certificate {
	struct id_erasure id;
	struct id_entry entry;
	const char *basis, *receipt; /* receipt: "" until a checkpoint is over the entry */
	int64_t asked_at, confirmed_at, done_at;
};
extern const struct field certificate_fields[7];
/* E_erasure_open before it is done. */
must enum rc erasure_certificate(struct work *w, struct id_erasure id, struct certificate *ret);

/* The job: does what was confirmed; nothing under a hold, nor while the person is inside. */
must enum rc erasure_run(struct work *w, int64_t erasure);
/* A person_hook: who leaves may have an erasure waiting. */
must enum rc erasure_on_status(struct work *w, struct id_person person, const char *from, const char *to,
			       struct id_site site);
/* The job after it: of the log's hashes of what was erased no salt is left to guess with, and no
 * old page in the database's own log. */
must enum rc erasure_scrub(struct shared *s, int64_t person);
/* For a restore: everybody whose key was destroyed, again, in a store from before. */
must enum rc erasure_replay(struct work *w, int64_t *ret_n);

/* --- holds -------------------------------------------------------------------------------- */

struct legal_hold_in {
	struct id_person person;
	const char *matter;
	int64_t review_on;
};
extern const struct field legal_hold_in_fields[3];
must enum rc legal_hold_enter(struct work *w, const struct legal_hold_in *in, struct id_legal_hold *ret);
/* E_order_two for one's own; E_hold_done where it was confirmed or lifted. */
must enum rc legal_hold_confirm(struct work *w, struct id_legal_hold id);
struct hold_lift_in {
	const char *reason;
};
extern const struct field hold_lift_fields[1];
/* The first asks, with a reason, and another one does it; E_order_two for the same. */
must enum rc legal_hold_lift(struct work *w, struct id_legal_hold id, const struct hold_lift_in *in);

struct legal_hold {
	struct id_legal_hold id;
	struct id_person person;
	const char *name, *matter, *state; /* "entered", "confirmed", "lifting", "lifted" */
	int64_t review_on, entered_at;
	bool overdue, mine; /* mine: the next step is another's */
};
struct legal_holds {
	struct legal_hold *at;
	size_t n;
};
extern const struct field legal_hold_fields[8];
must enum rc legal_hold_list(struct work *w, const struct pass *pass, struct legal_holds *ret);
/* For whoever deletes: does one stand? */
must enum rc legal_hold_stands(struct work *w, struct id_person person, bool *ret);

#endif
