/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Looking at the audit log: for the auditor, who sees entries of the agency and nothing
 * of what they are about; and for whoever acted, or reads of it in their ledger, who may
 * keep a receipt: the entry, the proof that it is in the log, and the signed checkpoint
 * over it, in one text that can be checked without us (docs/audit-format.md).
 */
#ifndef AUDIT_LOOK_H
#define AUDIT_LOOK_H

#include "lib/work/field.h"
#include "src/audit/entry.h"

enum { LOG_PAGE = 50 };

struct log_search {
	int64_t from, to; /* days, both in it; 0: any */
	const char *act, *role, *outcome, *object; /* object: its public id; "": any */
};
extern const struct field log_search_fields[6];

struct log_line {
	struct id_entry id;
	int64_t index, at, assurance, bytes;
	const char *act, *role, *actor, *kind, *object, *decision, *rule, *purpose, *outcome;
	const char *text; /* the bytes, as they are hashed */
};
struct log_lines {
	struct log_line *at;
	size_t n;
	int64_t next; /* the cursor of the next page; 0: there is none */
};
extern const struct field log_line_fields[13];

/* The agency's entries, newest first, from a cursor on (0: the newest). */
must enum rc log_search(struct work *w, const struct log_search *s, int64_t cursor, struct log_lines *ret);
/* One of them, for the auditor or whoever acted. E_not_there for all others. */
must enum rc log_one(struct work *w, struct id_entry id, struct log_line *ret);
/* The receipt of an entry whose reader was asked for otherwise; "" until a checkpoint is over it. */
must enum rc log_receipt_of(struct work *w, struct id_entry id, const char **ret);
/* Its receipt; E_receipt_later where no checkpoint is over it yet. */
must enum rc log_receipt(struct work *w, struct id_entry id, const char **ret);

#endif
