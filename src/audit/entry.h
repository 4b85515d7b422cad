/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The bytes of an audit entry, which its leaf in the tree is the hash of. They are
 * lines of text that a person can read; docs/audit-format.md says each of them, and is
 * all that this program and kk-verify share.
 */
#ifndef AUDIT_ENTRY_H
#define AUDIT_ENTRY_H

#include "lib/base/buf.h"
#include "lib/crypto/merkle.h"

enum { LOG_ENTRY_MAX = 4096 };

struct log_entry {
	int64_t id, tenant, at, actor, assurance, object, session, bytes;
	const char *role, *act, *object_kind, *decision, *rule, *purpose, *outcome;
	struct {
		const unsigned char *at;
		size_t len;
	} commitment, rows; /* 32 bytes, or none */
};

/* What stands before and behind the index; RC_BROKEN where a text cannot be a line. */
void log_entry_head(int64_t index, struct buf *out);
must enum rc log_entry_put(const struct log_entry *e, struct buf *out);
/* The leaf of an entry whose log_entry_put() is `rest`. */
void log_entry_leaf(int64_t index, const char *rest, size_t len, struct merkle_hash *ret);

/* The commitment to a detail: SHA-256 of salt and text. */
void log_commitment(const unsigned char *salt, size_t salt_len, const char *detail,
		    unsigned char ret[SHA256_LEN]);

#endif
