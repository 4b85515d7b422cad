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
 * Keys lie in a store of their own, so that a copy of the rows is not a copy of the keys: DIR/keys.db,
 * or --key-database URL for several nodes. A key is durable there before the row that needs it can
 * be; it is destroyed behind the commit that decided so. Both stores bear the same number.
 *
 * A stored text begins with a byte that nobody can type; what begins otherwise is from before
 * and is read as it is. Keys in use are in locked memory that no core dump has, at most 8,192 of
 * them; with a shared store, where another node may destroy one, for a minute at most.
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

/* Keys for people of one agency who have none yet, in one commit: for whoever writes for many. */
must enum rc vault_prepare(struct work *w, struct id_tenant tenant, const struct id_person *people, size_t n);

/* Destroys somebody's key, for good, at once, whatever becomes of `w`; also where there was none, so
 * that none is made later. No copy of it is left in this process. Again is the same as once. */
must enum rc vault_destroy(struct work *w, struct id_person author);
/* Whether that was done. */
must enum rc vault_is_erased(struct work *w, struct id_person author, bool *ret);

/* Whose keys were destroyed, in order, behind one of them. */
must enum rc vault_erased(struct work *w, struct id_person after, int64_t most, struct id_person **ret, size_t *ret_n);

/* A new key for every agency. */
must enum rc vault_rotate(struct work *w);
/* Wraps up to `most` authors' keys anew that are not under their agency's last key; then, where
 * none is left, drops the keys before. Can be stopped and begun again at any point. */
must enum rc vault_rewrap(struct work *w, int64_t most, int64_t *ret_done);

/* Before anything else: gives both stores their number, and carries over keys from before there
 * was a store of keys. RC_NOT_FOUND, and a line in the log, where shared->keys is another's. */
must enum rc vault_start(struct shared *s);
/* After a restore into an empty store of keys: gives it the number of the rows' store. */
must enum rc vault_pair(struct shared *s);

/* The keys in memory of one process; shared: others write to the same store of keys. */
struct vault;
struct vault *vault_new(bool shared_store);
void vault_free(struct vault *v);

#endif
