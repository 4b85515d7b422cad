/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Looks whether the audit log is whole: each entry is what its leaf was made of, the tree
 * is what its checkpoints say, details are what was committed to, and rows of logged tables
 * are what their entries wrote. kk-verify does the same and shares nothing with this.
 */
#ifndef AUDIT_VERIFY_H
#define AUDIT_VERIFY_H

#include "lib/note/note.h"
#include "lib/work/work.h"

struct log_verdict {
	int64_t entries, rows, checkpoints, cosignatures, details; /* rows: of all tables, looked at */
	struct merkle_hash root;
	char fault[200]; /* the first thing that does not hold; "" where all does */
};

/* `key` is the log's; NULL: signatures of checkpoints are not looked at. RC_OK also where
 * a fault is found; all else: it could not be read. One transaction, so that what is
 * written meanwhile does no harm; on SQLite it must be a reader's (db_conn_open()). */
must enum rc log_verify(struct work *w, const struct note_key *key, struct log_verdict *ret);

#endif
