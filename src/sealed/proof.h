/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within src/sealed: rows that nobody can exchange who has the database alone, and the alarm. */
#ifndef SEALED_PROOF_H
#define SEALED_PROOF_H

#include "src/sealed/sealed.h"

/* A keyed hash over the words of a row. */
struct db_blob sealed_proof(struct work *w, const char *row);
/* RC_OK, or sealed_broken(). */
must enum rc sealed_check(struct work *w, const char *row, struct db_blob proof, const char *what);

/* E_sealed_broken. In an act the alarm is raised with it; after a read, the handler does that
 * (sealed_alarm), because a read writes nothing. */
must enum rc sealed_broken(struct work *w, const char *what);
/* Written down, logged, and the privacy officers are told. `what`: "message", "key", … */
must enum rc sealed_alarm(struct work *w, const char *what);

/* Of a tie, in any state. */
struct tie_words {
	struct id_sealed_tie id;
	struct id_tenant tenant;
	struct id_person inside, adviser;
	const char *relation, *state;
	struct id_account confirmed_by;
};
const char *sealed_tie_words(struct arena *a, const struct tie_words *t);

/* The key pair of anybody, to seal to. */
must enum rc sealed_key_load_of(struct work *w, struct id_person person, struct sealed_key *ret);
/* Whether the actor had that key pair, before one that holds now. */
must enum rc sealed_key_was(struct work *w, struct id_sealed_key id, bool *ret);

#endif
