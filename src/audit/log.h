/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The tree over the audit log: which entry is which leaf, and what proves it.
 *
 * On SQLite the one writer gives each entry its index just before the COMMIT of its
 * batch, and the tree in memory goes on only when that COMMIT stands. On PostgreSQL an
 * entry waits in log_stage, and one sequencer, whoever holds an advisory lock, merges
 * what waits (docs/decisions/0014-audit-tree.md). Readers see the tree in the store alone.
 */
#ifndef AUDIT_LOG_H
#define AUDIT_LOG_H

#include "lib/work/work.h"
#include "src/audit/entry.h"

struct audit_log;

/* On an open store with its schema, before other work: reads the tree's right edge and
 * takes up entries from before the tree. RC_BROKEN: what is stored is no tree. */
must enum rc log_open(struct shared *s);
void log_close(struct shared *s);

/* Puts a new entry of this work's transaction into the log. */
must enum rc log_add(struct work *w, const struct log_entry *e);
/* Gives indexes to what waits; nothing where another process does. Says how many. */
must enum rc log_merge(struct shared *s, int64_t *ret_n);

/* The tree as the store has it. */
must enum rc log_size(struct work *w, int64_t *ret);
/* The bytes of entries from leaf `low` up to `high`, 256 at most; fewer where there are fewer. */
struct log_bytes {
	struct log_bytes_row {
		int64_t index;
		struct merkle_hash leaf;
		struct log_entry entry;
		const char *text;
		size_t len;
	} *at;
	size_t n;
};
must enum rc log_bytes(struct work *w, int64_t low, int64_t high, struct log_bytes *ret);
struct log_leaf_row; /* as log.sql's statements read it */
must enum rc log_bytes_row(struct work *w, const struct log_leaf_row *from, struct log_bytes_row *ret);
/* The same of one entry; RC_NOT_FOUND where it has no leaf (yet). */
must enum rc log_bytes_of(struct work *w, struct id_entry id, struct log_bytes_row *ret);
/* `n` hashes of one tile level (0: leaves) from `low` on; RC_NOT_FOUND where there are fewer. */
must enum rc log_tile(struct work *w, int64_t level, int64_t low, int64_t n, struct buf *out);
struct merkle_source log_source(struct work *w);

#endif
