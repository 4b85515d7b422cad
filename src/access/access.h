/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Who may know what about whom, and why: one decision, deny by default.
 *
 * The steps are asked in this order, and the first that says no ends it
 * (SECURITY.md §3.2):
 *   session    somebody is signed in, with enough factors, to an open account
 *   barrier    no order and no decision of staff keeps the two apart; nothing
 *              overrides this
 *   privilege  the seal of lawyer, clergy, counsellor: sealed talk is of its two
 *              parties alone, and they are talked to nowhere else (src/sealed);
 *              nothing overrides this, emergency access neither
 *   relation   the role may act for this purpose, and a live relation reaches
 *              the person; or, to read one record, emergency access is open
 *   consent    where something is to be told to somebody outside: one that holds now
 *              names it (src/consent); looking, for one's own work, asks for none
 *   fields     of a record only what the role needs for the purpose is in the pass's
 *              reach: statements leave the rest empty (lib/work/shows.def)
 * A pass is the proof that all said yes; personal statements ask for one. What follows from it
 * is done here too: the answer and the step are noted for the audit log, and a look by
 * staff becomes a line of the ledger, in the same transaction.
 */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include "lib/work/pass.h"
#include "src/consent/consent.h"

/* One's own things: threads, profile, notices. */
must enum rc access_own(struct work *w, const struct pass **ret);

/* One other person, for that purpose. RC_NOT_FOUND for every no: whoever may
 * not know about somebody cannot tell it from nobody being there. */
must enum rc access_ask(struct work *w, struct id_person subject, enum purpose purpose,
			const struct pass **ret);

/* The same, to tell somebody what the question names. RC_DENIED, and nothing noted as
 * wrong, where no consent allows it; `ret` is the one that does. */
must enum rc access_tell(struct work *w, struct id_person subject, enum purpose purpose,
			 const struct consent_question *question, struct consent_answer *ret);

/* E_not_there where an order or a decision of staff keeps the actor from this person: for what
 * is found by an id of its own, a tie or an errand, and so by no pass of its people. */
must enum rc access_may_know(struct work *w, struct id_person person);

/* Whether talk with this person is sealed by who they are. */
must enum rc access_is_sealed(struct work *w, struct id_person person, bool *ret);

/* A list of people of the actor's sites. RC_DENIED where the role has none. */
must enum rc access_roster(struct work *w, enum purpose purpose, const struct pass **ret);

/* The program itself, acting for a person: notices, jobs, imports. */
const struct pass *access_program(struct work *w, struct id_person subject);

/* Who may see what of somebody's record, by the same rules as the passes. Orders and sites
 * narrow it for each one; nothing widens it but emergency access, which is told. */
struct access_audience {
	unsigned name, messages, shows[SHOW_COUNT]; /* roles */
};
struct access_audience access_audience(void);

/* True where the site is one of the actor's: its own, or any of the tenant. */
bool access_covers_site(const struct work *w, struct id_site site);

/* The same for the queue alone, which can be one that the actor covers for others. */
must enum rc access_covers_queue(struct work *w, struct id_site site, bool *ret);

#endif
