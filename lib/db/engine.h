/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an engine does for lib/db/db.c. Only the sources of lib/db include this. */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include <pthread.h>

#include "lib/db/copy.h"
#include "lib/db/db.h"
#include "lib/db/follow.h"

/* The bounds of a transaction, and of one task within it. */
enum db_step { DB_READ, DB_WRITE, DB_SINGLE, DB_COMMIT, DB_ROLLBACK, DB_SAVE, DB_KEEP, DB_TAKE_BACK, DB_STEPS };

struct db_conn {
	struct db *db;
	void *handle; /* sqlite3 or PGconn */
	void **ready; /* prepared statements by query id */
	void *steps[DB_STEPS]; /* the same for enum db_step */
	void *filling; /* SQLite's statement for the table under way */
	bool in_task; /* a transaction stands */
	bool writer;
	void (*tell)(void *ctx, const char *table, const char *column); /* db_reads() */
	void *tell_ctx;
};

struct db_driver {
	enum rc (*open)(struct db *db, bool writer, struct db_conn *c);
	void (*close)(struct db_conn *c);
	enum rc (*run)(struct db_conn *c, struct arena *a, const struct db_query *q,
		       const struct db_value *in, struct db_rows *rows, int64_t *ret_changed);
	enum rc (*step)(struct db_conn *c, enum db_step step);
	enum rc (*exec)(struct db_conn *c, const char *sql); /* may hold several statements */
	enum rc (*check)(struct db_conn *c, const struct db_query *q, char *why, size_t len);
	/* For lib/db/copy.c. Each row of a statement, as it comes; anything but RC_OK ends it. */
	enum rc (*each)(struct db_conn *c, const char *sql,
			enum rc (*row)(void *ctx, const struct db_value *v, size_t n), void *ctx);
	/* Begins to fill a table; then its rows, NULL behind the last. */
	enum rc (*fill)(struct db_conn *c, const struct db_table *t, const char *sql);
	enum rc (*fill_row)(struct db_conn *c, const struct db_table *t, const struct db_value *v);
	bool (*stands)(struct db_conn *c); /* the transaction is still open */
	/* Only SQLite, whose log must be copied home: by the writer between batches (true
	 * where there is enough for the keeper), and by the keeper's own thread. */
	bool (*tidy)(struct db_conn *c, bool idle);
	void (*keep)(struct db_conn *c);
	enum rc (*scrub)(struct db_conn *c);
};

extern const struct db_driver db_sqlite, db_postgres;

struct db {
	struct db_conf conf;
	const struct db_driver *driver;
	struct db_conn *conns; /* of the pool's threads; [0] is SQLite's writer */
	pthread_t *threads;
	unsigned threads_n;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct db_task *first, **last;
	unsigned waiting;
	bool closing;
	struct db_counts counts;
	struct db_follower follower;
	_Atomic bool ill; /* the last transaction could not be written */
	struct db_conn keeper_conn;
	pthread_t keeper;
	pthread_cond_t keeper_more;
	bool keeper_started, keeper_asked;
	_Atomic int log_pages;	  /* how long the log is */
	_Atomic bool log_is_home; /* but for what was written meanwhile */
};

enum { VERIFIER_MAX = 300 };
/* What PostgreSQL keeps of a password, so that the password itself is in no log. */
must enum rc db_postgres_verifier(struct db_conn *c, const char *role, const char *password,
			     char to[VERIFIER_MAX]);

/* Room for one more row of `rows`. */
void *db_rows_add(struct arena *a, struct db_rows *rows);

#endif
