/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Rows that are held against the audit log. Statements marked `logged` (tools/query.py)
 * hand over each row that they wrote or removed; a salted hash of it goes into the audit
 * entry of the act, so that a row changed past the program is found out. What is hashed is
 * the same on both engines: docs/audit-format.md.
 */
#ifndef WORK_LOGGED_H
#define WORK_LOGGED_H

#include "lib/work/work.h"

enum { LOG_SALT_LEN = 16 };

struct log_column {
	const char *name;
	char type; /* i, t or b */
};
/* What is logged of a table (lib/work/logged.def). */
struct log_form {
	int64_t id;
	const char *table, *keys, *told; /* told: the columns with their types */
	const struct log_column *column;
	size_t n;
	const unsigned char *key; /* which columns are the key */
	size_t keys_n;
	const struct db_query *page; /* rows behind a key, in its order, so many */
};
/* All of them, then NULL. */
extern const struct log_form *const log_forms[];

struct log_row {
	struct log_row *next;
	const struct log_form *form;
	char what; /* w written, d removed */
	const char *key;
	unsigned char salt[LOG_SALT_LEN], hash[SHA256_LEN];
};

/* A row of the form, kept in this memory. */
struct log_values {
	const struct db_value *at;
};
const struct db_value *log_values(struct arena *a, const struct db_value *from, size_t n);
/* Notes a row for the entry of the act under way. */
void log_row(struct work *w, const struct log_form *form, char what, const struct db_value *row);

/* The hash of a row under a salt, and its key as text. */
void log_row_hash(struct arena *a, const struct log_form *form, const struct db_value *row,
		  const unsigned char salt[LOG_SALT_LEN], unsigned char hash[SHA256_LEN]);
const char *log_row_key(struct arena *a, const struct log_form *form, const struct db_value *row);

/* A page of the table behind a row (NULL: from the beginning), in the order of its key. */
struct log_page {
	struct log_values *at;
	size_t n;
};
must enum rc log_page(struct work *w, const struct log_form *form, const struct db_value *after,
		      int64_t most, struct log_page *ret);

#endif
