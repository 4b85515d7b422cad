/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A whole store as rows, the same on both engines: what was written on one can be read
 * into the other. Out: one snapshot, in the order in which tables were made (so that what
 * is referred to comes first) and of each table's primary key, while others go on writing.
 * In: into tables that hold nothing, in one transaction, with every rule of the schema.
 * The tables of db_key_tables are copied by themselves, never with the others.
 */
#ifndef DB_COPY_H
#define DB_COPY_H

#include "lib/db/db.h"

/* Ends with NULL; stands in src/vault/vault.c. */
extern const char *const db_key_tables[];

struct db_table {
	const char *name;
	size_t n;
	const char *const *column;
	const char *types; /* a letter for each: i, t or b */
	const char *order; /* the columns of its primary key, as SQL */
};

/* Who takes the rows. Anything but RC_OK ends it. */
struct db_taker {
	/* Once, first; `c` still stands in the snapshot: statements may be run on it. */
	enum rc (*begin)(void *ctx, struct db_conn *c, const struct db_table *tables, size_t n);
	enum rc (*table)(void *ctx, const struct db_table *t);
	enum rc (*row)(void *ctx, const struct db_table *t, const struct db_value *values);
	enum rc (*end)(void *ctx, const struct db_table *t);
	void *ctx;
	bool keys; /* the tables of keys, and no others */
};
/* All tables but schema_version, on a connection of its own. */
must enum rc db_copy_out(struct db *db, const struct db_taker *to);
/* How many rows a table has, in the snapshot of `c`. */
must enum rc db_table_rows(struct db_conn *c, struct arena *a, const struct db_table *t, int64_t *ret);

/* Who gives them. */
struct db_giver {
	/* The next table and its columns; RC_NOT_FOUND behind the last. */
	enum rc (*table)(void *ctx, struct arena *a, struct db_table *ret);
	/* Its next row, which stands until the next is asked for; RC_NOT_FOUND behind the last. */
	enum rc (*row)(void *ctx, const struct db_table *t, struct db_value *ret_values);
	void *ctx;
	bool keys; /* as above */
};
/* Empties what the migrations wrote and reads all in. RC_CONFLICT: a row refers to what is
 * not there, or breaks another rule; RC_INVALID: a table or column that is not here. */
must enum rc db_copy_in(struct db *db, const struct db_giver *from);

/* Migrations up to `number` alone, for a store of that schema. */
must enum rc db_migrate_to(struct db *db, int number);
/* The number of the schema as it is; RC_BROKEN where there is none. */
must enum rc db_schema(struct db *db, int *ret);
/* True where the store holds no table at all. */
must enum rc db_is_bare(struct db *db, bool *ret);
/* Puts a bar before the store, or takes it away: db_schema_is_current() refuses it meanwhile. */
must enum rc db_bar(struct db *db, bool barred);
/* SQLite: the log is copied home and cut, so that no old page is left in it. RC_BUSY while
 * somebody reads what was before: try again. PostgreSQL does this in its own time. */
must enum rc db_scrub(struct db *db);
/* PostgreSQL: drops all tables of a store that is barred; another is left alone. Nothing on
 * SQLite, where what is halfway is a file. */
must enum rc db_clear_halfway(struct db *db);
/* A database's file and what SQLite keeps beside it: gone, or under another name for good. */
void db_file_remove(const char *path);
must enum rc db_file_move(const char *from, const char *to);

enum { DB_TABLE_COLUMNS = 64 };

#endif
