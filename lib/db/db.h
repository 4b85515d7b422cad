/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One way to run a statement on two engines: SQLite (a file in the data
 * directory) and PostgreSQL. Statements are written once, in src/<feature>/
 * <feature>.sql, and reach this file through the functions tools/query makes.
 *
 * Work is done in tasks, each one transaction:
 *
 *   SQLite      a read runs at once on its caller's own connection; a write
 *               goes to the one writer thread, which runs what is waiting as
 *               savepoints of one shared transaction, commits once, and only
 *               then calls done() for each (group commit).
 *   PostgreSQL  both run on a pool of connections, SERIALIZABLE, and are run
 *               again, at most five times, when the server asks for it.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/id.h"

struct db;
struct db_conn;

enum db_engine { DB_SQLITE, DB_POSTGRES };

struct db_value {
	int64_t n;	/* i */
	const char *at; /* t, b */
	size_t len;
	bool null;
};

struct db_blob {
	const unsigned char *at;
	size_t len;
};

/* A statement as tools/query wrote it. Letters: i integer, t text, b bytes;
 * in `columns` a ? follows where NULL is allowed. */
struct db_query {
	const char *name, *feature, *sql, *params, *columns;
	const char *postgres; /* the SQL there, where it is another; else NULL */
	const char *shows;    /* what each column shows (lib/work/shows.def), "number,,rules"; or NULL */
	unsigned id;
	bool writes, personal, own; /* own: personal, of the viewer alone */
};

extern const struct db_query *const db_statements[];
extern const size_t db_statements_n;

struct db_rows {
	size_t size; /* of one row's struct */
	void (*read)(struct arena *a, const struct db_value *columns, void *into);
	void *at;
	size_t n;
};

enum { DB_ROWS_MAX = 100000 }; /* a statement without a LIMIT of its own stops here */

/*
 * Runs a statement. RC_CONFLICT: a constraint refused it; RC_BUSY: lost a race
 * or the database cannot be reached (the task is run again by itself), or the
 * disk is full; RC_BROKEN: I/O error, a statement that does not fit the schema.
 */
must enum rc db_run(struct db_conn *c, struct arena *a, const struct db_query *q,
		    const struct db_value *in, struct db_rows *rows, int64_t *ret_changed);

/* --- tasks ------------------------------------------------------------- */

struct db_task {
	/* Does the work. RC_OK keeps what was written, all else takes it back. */
	enum rc (*run)(struct db_task *t, struct db_conn *c);
	/* Called once, on any thread, with the result in rc: RC_OK only after
	 * the transaction is durable. */
	void (*done)(struct db_task *t);
	bool write;
	bool single; /* one statement that is right by itself: PostgreSQL need not watch what
			it read (READ COMMITTED), and it never has to run again */
	enum rc rc;
	struct db_task *next;
};

/* Hands a task over; RC_BUSY (and no call of done) when too many wait. */
must enum rc db_submit(struct db *db, struct db_task *t);
/* Submits and waits for it: for commands, jobs and tests. */
enum rc db_do(struct db *db, struct db_task *t);
/* Runs a read at once on this connection: for SQLite's workers. */
enum rc db_read_here(struct db_conn *c, struct db_task *t);

/* Takes back all that the running task has written so far; the task goes on. */
must enum rc db_undo(struct db_conn *c);

/* A store's tables, as the migrations that make them: migrations/ and migrations/keys/. */
struct db_schema {
	const struct db_migration {
		int number;
		const char *name, *sql;
	} *at;
	size_t n;
};
extern const struct db_schema db_main_schema, db_key_schema;

/* --- opening ----------------------------------------------------------- */

struct db_conf {
	const struct db_schema *schema; /* NULL: db_main_schema */
	const char *path;     /* SQLite: DIR/kinkeeper.db */
	const char *url;      /* PostgreSQL: postgresql://…; wins over path */
	unsigned connections; /* PostgreSQL: size of the pool; 0 = 32 */
	bool create;	      /* SQLite: make the file where there is none */
	bool weak_sync;	      /* SQLite: NORMAL; for the power-cut test's self-check only */
};

/*
 * Opens the store and starts its threads. SQLite: WAL, synchronous=FULL,
 * foreign keys, defensive, untrusted schema; the audit tables can only be
 * added to. A text about what went wrong is logged.
 */
must enum rc db_open(const struct db_conf *conf, struct db **ret);
void db_close(struct db *db);
enum db_engine db_engine_of(const struct db *db);

/* A further connection for reads (SQLite's workers), and its end. */
must enum rc db_conn_open(struct db *db, struct db_conn **ret);
void db_conn_close(struct db_conn *c);

/* False from a transaction that the store itself refused (disk full, I/O error, no
 * server) until one goes well again. */
bool db_is_well(const struct db *db);

/* How much waits and was done, for metrics and tests. */
struct db_counts {
	uint64_t tasks, commits, retries, waiting;
};
struct db_counts db_count(struct db *db);

/* --- schema ------------------------------------------------------------ */

/* Applies what is missing, a transaction each. RC_CONFLICT: the store is newer (no downgrade). */
must enum rc db_migrate(struct db *db, int *ret_from, int *ret_to);
/* RC_CONFLICT where the schema is not exactly this program's. */
must enum rc db_schema_is_current(struct db *db);

/* --- rights (PostgreSQL) ------------------------------------------------- */

/*
 * The schema belongs to an owner; the program runs as a role that can read and write
 * rows, cannot make, change or drop a table, and can only add to the audit tables.
 */
struct db_rights {
	bool super;    /* a superuser */
	bool owner;    /* may make or change tables */
	bool rewrites; /* may change or remove audit entries */
};
/* What this database's user may do; nothing of these on SQLite. */
must enum rc db_rights(struct db *db, struct db_rights *ret);
/* As the owner: makes `role` with that password where there is none (*ret_made), and
 * gives it, and every role that had them before, what the program needs of the tables
 * that are there now. NULL: only those before. Nothing on SQLite. */
must enum rc db_grant(struct db *db, const char *role, const char *password, bool *ret_made);
/* The same database's URL for another user; NULL password: none. RC_INVALID where
 * `url` cannot be read or `to` is too small. */
must enum rc db_url_as(const char *url, const char *role, const char *password, char *to, size_t room);

/* Whether its columns are what it promises; RC_BROKEN, and `why`. */
must enum rc db_check(struct db_conn *c, const struct db_query *q, char *why, size_t why_len);

/* SQLite alone, for the data map: each column that the statement reads, by the engine's own
 * authorizer ("" for a table of which rows are only counted), some more than once; and what it
 * answers as it stands in a table, by places from 0 on. */
must enum rc db_reads(struct db_conn *c, const struct db_query *q,
		      void (*tell)(void *ctx, const char *table, const char *column), void *ctx);
must enum rc db_answers(struct db_conn *c, const struct db_query *q,
			void (*tell)(void *ctx, int place, const char *table, const char *column), void *ctx);

/* --- values, for the generated functions -------------------------------- */
static inline struct db_value db_int(int64_t n, bool zero_is_null)
{
	return (struct db_value){ .n = n, .null = zero_is_null && n == 0 };
}struct db_value db_text(const char *text);	/* NULL is NULL */
struct db_value db_bytes(struct db_blob bytes); /* no address is NULL */
const char *db_text_of(struct arena *a, const struct db_value *v);
struct db_blob db_blob_of(struct arena *a, const struct db_value *v);

#endif
