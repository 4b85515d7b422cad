/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What staff do for people: find them, note what became of them, give a PIN in
 * person, put in a new number after they proved who they are, and tell urgent
 * news in person. Each is written down, with the purpose `care`.
 */
#ifndef PEOPLE_CARE_H
#define PEOPLE_CARE_H

#include "src/people/people.h"

struct persons {
	struct person *at;
	size_t n;
};
struct find_in {
	const char *words;
};
extern const struct field find_fields[1];
extern const struct field person_fields[8];
/* People of the actor's sites, or, for PURPOSE_SAFETY, of the agency, whose number or
 * last name fits; 20 at most. */
must enum rc person_search(struct work *w, const struct pass *pass, const struct find_in *in,
			   struct persons *ret);

struct status_in {
	const char *status;
	struct id_site site;
};
extern const struct field status_fields[2];
extern const char *const statuses[];
/* `pass` is for that person. */
must enum rc person_status_note(struct work *w, const struct pass *pass, const struct status_in *in);

/* A PIN that works once and must then be changed; told to the person face to face,
 * shown once, never sent. `hash` was made of it outside of the transaction. Makes
 * the account where the person has none. */
must enum rc pin_issue(struct work *w, const struct pass *pass, const char *hash);

struct contact_set_in {
	const char *contact;
};
extern const struct field contact_set_fields[1];
/* A family member's new number or address, put in by staff; ends all sessions. It
 * must still be proved by a code. E_contact_taken where somebody else has it. */
must enum rc contact_set(struct work *w, const struct pass *pass, const struct contact_set_in *in);

/* --- urgent news ------------------------------------------------------------------ */

struct urgent {
	struct id_urgent id;
	const char *from, *to, *unit, *kind, *body, *state;
	int64_t sent_at, due_at;
	bool late;
};
struct urgents {
	struct urgent *at;
	size_t n;
};
struct urgent_in {
	struct id_person person;
	const char *kind, *body;
};
extern const struct field urgent_in_fields[3];
extern const struct field urgent_fields[9];
extern const char *const urgent_kinds[];

/* News of a death or grave illness goes to somebody on duty at once, around every
 * queue, and is told in person. `pass` is for the person inside. */
must enum rc urgent_send(struct work *w, const struct pass *pass, const struct urgent_in *in,
			 struct id_urgent *ret);
/* What is not told yet, the earliest due first. */
must enum rc urgent_list(struct work *w, const struct pass *pass, struct urgents *ret);
/* "taken": somebody is on the way; "told": it was told, which the sender hears. */
must enum rc urgent_move(struct work *w, const struct pass *pass, struct id_urgent id,
			 const char *state);

/* --- for administrators ------------------------------------------------------------- */

struct account_line {
	struct id_account id;
	const char *name, *email;
};
struct account_lines {
	struct account_line *at;
	size_t n;
};
/* Of the actor's own site, or of all. */
must enum rc accounts_locked(struct work *w, const struct pass *pass, struct account_lines *ret);

#endif
