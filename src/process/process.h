/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The register of legal process (PRODUCT.md B11): subpoenas, warrants, court orders and
 * public-records requests. Each is written down when it comes, with what exactly it asks
 * for and about whom; it is answered, or objected to, by its day, and privilege can be
 * asserted. What was given is written into the ledger of each person whom it is about,
 * where it can be kept back by law alone (src/ledger). Sealed talk is never given: nobody
 * can open it.
 *
 * One person enters, another answers.
 */
#ifndef PROCESS_PROCESS_H
#define PROCESS_PROCESS_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

enum { PROCESS_PERSONS_MAX = 20 };
extern const char *const process_kinds[];

struct process_in {
	const char *kind, *sender, *reference, *document, *scope;
	int64_t received_on, due_on;
	struct field_ids persons;
};
extern const struct field process_in_fields[8];
/* E_field_date: received in the future, or due before it. E_order_document: no SHA-256.
 * E_not_there: a person who cannot be found. */
must enum rc process_enter(struct work *w, const struct process_in *in, struct id_process *ret);

struct process {
	struct id_process id;
	const char *kind, *sender, *reference, *document, *scope, *state, *words, *entered_by, *decided_by;
	int64_t received_on, due_on, decided_at;
	bool privilege, late, mine; /* mine: entered by the reader */
};
struct processes {
	struct process *at;
	size_t n;
};
extern const struct field process_fields[14];
/* `past` false: what is open or objected to, the earliest due first; true: the rest, the
 * newest first. 100 at most. */
must enum rc process_list(struct work *w, const struct pass *pass, bool past, struct processes *ret);

struct process_person {
	struct id_person person;
	const char *name;
};
struct process_persons {
	struct process_person *at;
	size_t n;
};
/* E_not_there also for what is about somebody whom a barrier hides from the reader. */
must enum rc process_get(struct work *w, const struct pass *pass, struct id_process id, struct process *ret);
/* Whom it is about, but for those whom a barrier hides from the reader. */
must enum rc process_people(struct work *w, const struct pass *pass, struct id_process id,
			    struct process_persons *ret);

struct process_scope_in {
	const char *scope;
};
extern const struct field process_scope_fields[1];
/* What it asks for is narrower now, as agreed or ordered. E_process_done: it is over. */
must enum rc process_scope(struct work *w, const struct pass *pass, struct id_process id,
			     const struct process_scope_in *in);

struct process_object_in {
	const char *words;
	bool privilege;
};
extern const struct field process_object_fields[2];
/* It is refused for now, and why; a court may still want it answered. */
must enum rc process_object(struct work *w, const struct pass *pass, struct id_process id,
			     const struct process_object_in *in);

struct process_answer_in {
	const char *what, *words;
};
extern const struct field process_answer_fields[2];
/* It was given. E_order_two: by whoever entered it. */
must enum rc process_answer(struct work *w, const struct pass *pass, struct id_process id,
			     const struct process_answer_in *in);

struct process_withdraw_in {
	const char *words;
};
extern const struct field process_withdraw_fields[1];
/* Whoever sent it took it back. */
must enum rc process_withdraw(struct work *w, const struct pass *pass, struct id_process id,
			     const struct process_withdraw_in *in);

#endif
