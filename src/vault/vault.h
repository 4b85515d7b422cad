/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What people write is kept under a key of their own, so that destroying the key makes it
 * unreadable wherever a copy of it lies: in the store, in a backup, on an old disk
 * (docs/decisions/0019-keys.md).
 *
 *	root key     DIR/master.key, outside of the store; derives one that wraps …
 *	tenant key   random, one for each agency, with a version; wraps …
 *	author key   random, one for each person who writes; the unit of erasure
 *	text         AES-256-GCM with a random nonce, bound to its table, column, row and author
 *
 * A stored text begins with a byte that nobody can type; what begins otherwise is from before
 * and is read as it is. Keys in use are in locked memory that no core dump has, at most 1,024 of
 * them; on PostgreSQL, where another node may destroy one, for a minute at most.
 */
#ifndef VAULT_VAULT_H
#define VAULT_VAULT_H

#include "lib/work/work.h"

/* Where a text stands. */
struct vault_place {
	const char *column; /* "message.body" */
	int64_t row;
};

/* Puts a text under its author's key, which is made where there is none. */
must enum rc vault_seal(struct work *w, struct id_person author, struct vault_place at, const char *text,
			const char **ret);
/* Opens it in place. What was erased becomes NULL. E_text_broken (500, in the log and the
 * audit entry) where it was changed, stands elsewhere, or its key is not there: never an
 * empty text. */
must enum rc vault_open(struct work *w, struct id_person author, struct vault_place at, const char **text);

/* Destroys somebody's key, for good; also where there was none, so that none is made later. */
must enum rc vault_destroy(struct work *w, struct id_person author);
/* After that was committed: no copy of it is left in this process. */
void vault_forget(struct shared *s, struct id_person author);
/* Whether that was done. */
must enum rc vault_is_erased(struct work *w, struct id_person author, bool *ret);

/* Whose keys were destroyed, in order, behind one of them. */
must enum rc vault_erased(struct work *w, struct id_person after, int64_t most, struct id_person **ret, size_t *ret_n);

/* A new key for every agency. */
must enum rc vault_rotate(struct work *w);
/* Wraps up to `most` authors' keys anew that are not under their agency's last key; then, where
 * none is left, drops the keys before. Can be stopped and begun again at any point. */
must enum rc vault_rewrap(struct work *w, int64_t most, int64_t *ret_done);

/* The keys of one process. */
struct vault;
struct vault *vault_new(bool shared_store);
void vault_free(struct vault *v);

#endif
