/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/db/engine.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/base/text.h"

enum {
	COLUMNS_MAX = 48,
	BUSY_MS = 5000,
	LOG_IDLE = 1000, /* pages of the log from which it is copied home when nobody waits */
	LOG_BUSY = 8000, /* and in any case */
};

static enum rc rc_of(sqlite3 *h, int code, const char *where)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return RC_OK;
	case SQLITE_CONSTRAINT:
		return RC_CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return RC_BUSY;
	default:
		log_line(LOG_ERROR, "db", "statement=%s code=%d %s", where, sqlite3_extended_errcode(h),
			 sqlite3_errmsg(h));
		/* A full disk is mended by somebody: come back later. */
		return (code & 0xff) == SQLITE_FULL ? RC_BUSY : RC_BROKEN;
	}
}

/* The audit tables can be added to and read, nothing else (SECURITY §3.6). */
/* The audit log is only added to; but what would make it tell of an erased person goes: the
 * detail behind an entry's commitment, and the salt of a row's older hash. */
static bool may_be_forgotten(int act, const char *table, const char *column)
{
	return (act == SQLITE_DELETE && text_is(table, "audit_detail")) ||
	       (act == SQLITE_UPDATE && text_is(table, "audit_row") && text_is(column, "salt"));
}

static int authorize(void *ctx, int act, const char *table, const char *b, const char *db,
		     const char *trigger)
{
	(void)db, (void)trigger;
	struct db_conn *c = ctx;
	if (c->tell != NULL && act == SQLITE_READ)
		c->tell(c->tell_ctx, table, b);
	bool changes = act == SQLITE_UPDATE || act == SQLITE_DELETE || act == SQLITE_DROP_TABLE;
	if (changes && table != NULL && text_starts(table, "audit_") && !may_be_forgotten(act, table, b))
		return SQLITE_DENY;
	if (act == SQLITE_ATTACH)
		return SQLITE_DENY;
	return SQLITE_OK;
}

static enum rc exec(struct db_conn *c, const char *sql)
{
	return rc_of(c->handle, sqlite3_exec(c->handle, sql, NULL, NULL, NULL), sql);
}

static const char *const step_sql[DB_STEPS] = {
	[DB_READ] = "BEGIN",
	[DB_WRITE] = "BEGIN IMMEDIATE",
	[DB_SINGLE] = "BEGIN IMMEDIATE",
	[DB_COMMIT] = "COMMIT",
	[DB_ROLLBACK] = "ROLLBACK",
	[DB_SAVE] = "SAVEPOINT task",
	[DB_KEEP] = "RELEASE task",
	[DB_TAKE_BACK] = "ROLLBACK TO task",
};

/* Every request takes two to four of these, so they are kept prepared. */
static enum rc step(struct db_conn *c, enum db_step step)
{
	int code = SQLITE_OK;
	if (c->steps[step] == NULL) {
		sqlite3_stmt *s = NULL;
		code = sqlite3_prepare_v3(c->handle, step_sql[step], -1, SQLITE_PREPARE_PERSISTENT, &s, NULL);
		TRY(rc_of(c->handle, code, step_sql[step]));
		c->steps[step] = s;
	}
	code = sqlite3_step(c->steps[step]);
	enum rc rc = rc_of(c->handle, code, step_sql[step]);
	sqlite3_reset(c->steps[step]);
	return rc;
}

/* --- the log ---------------------------------------------------------------------- */

static int on_log(void *ctx, sqlite3 *h, const char *name, int pages)
{
	struct db *db = ctx;
	(void)h, (void)name;
	atomic_store_explicit(&db->log_pages, pages, memory_order_relaxed);
	return SQLITE_OK;
}

static bool copy_home(struct db_conn *c)
{
	int pages = 0, home = 0;
	int code = sqlite3_wal_checkpoint_v2(c->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &home);
	if (rc_of(c->handle, code, "checkpoint") != RC_OK)
		return false;
	if (home == pages) /* all of it: asked for again when it has grown again */
		atomic_store_explicit(&c->db->log_pages, 0, memory_order_relaxed);
	return true;
}

/* First phase, beside the writer: all but what is written meanwhile. */
static void keep(struct db_conn *c)
{
	if (copy_home(c))
		atomic_store(&c->db->log_is_home, true);
}

/* Second phase, short, with nothing written meanwhile: then the log begins anew with
 * the next write instead of growing for ever. */
static bool tidy(struct db_conn *c, bool idle)
{
	if (atomic_exchange(&c->db->log_is_home, false))
		(void)copy_home(c);
	int pages = atomic_load_explicit(&c->db->log_pages, memory_order_relaxed);
	return pages >= (idle ? LOG_IDLE : LOG_BUSY);
}

static enum rc scrub(struct db_conn *c)
{
	return rc_of(c->handle, sqlite3_wal_checkpoint_v2(c->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL),
		     "scrub");
}

static enum rc tune(struct db_conn *c)
{
	sqlite3 *h = c->handle;
	sqlite3_busy_timeout(h, BUSY_MS);
	sqlite3_extended_result_codes(h, 1);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, 0);
	TRY(exec(c, "PRAGMA journal_mode=WAL"));
	/* FULL: an acknowledged write survives a power cut (SECURITY §4.1). */
	TRY(exec(c, c->db->conf.weak_sync ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL"));
	TRY(exec(c, "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
		    " PRAGMA cache_size=-8000; PRAGMA mmap_size=0"));
	if (!c->writer)
		return exec(c, "PRAGMA query_only=ON");
	/* What is deleted or written over is gone from its page, too: keys, names. */
	TRY(exec(c, "PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON"));
	sqlite3_wal_hook(h, on_log, c->db);
	return RC_OK;
}

/* Counting the memory in use takes a lock at every allocation, of every thread. */
static void set_up(void)
{
	if (sqlite3_config(SQLITE_CONFIG_MULTITHREAD) != SQLITE_OK ||
	    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK)
		log_line(LOG_WARN, "db.open", "SQLite was in use before: it counts its memory");
}

static enum rc open_conn(struct db *db, bool writer, struct db_conn *c)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, set_up);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
	if (writer && db->conf.create)
		flags |= SQLITE_OPEN_CREATE;
	c->db = db;
	c->writer = writer;
	sqlite3 *h = NULL;
	int code = sqlite3_open_v2(db->conf.path, &h, flags, NULL);
	c->handle = h;
	c->ready = calloc(db_statements_n + 1, sizeof(*c->ready));
	enum rc rc = c->ready == NULL ? RC_BROKEN : RC_OK;
	if (rc == RC_OK && code != SQLITE_OK) {
		log_line(LOG_ERROR, "db.open", "%s", h ? sqlite3_errmsg(h) : "no memory");
		rc = RC_BROKEN;
	}
	if (rc == RC_OK)
		rc = tune(c);
	if (rc != RC_OK) {
		sqlite3_close(h);
		free(c->ready);
		return rc;
	}
	sqlite3_set_authorizer(h, authorize, c);
	return RC_OK;
}

static void close_conn(struct db_conn *c)
{
	sqlite3_finalize(c->filling);
	for (size_t i = 0; i <= db_statements_n; i++) /* and lib/db/migrate.c's own */
		sqlite3_finalize(c->ready[i]);
	for (size_t i = 0; i < DB_STEPS; i++)
		sqlite3_finalize(c->steps[i]);
	free(c->ready);
	int code = sqlite3_close(c->handle);
	if (code != SQLITE_OK)
		log_line(LOG_ERROR, "db.close", "code=%d", code);
}

static enum rc prepare(struct db_conn *c, const struct db_query *q, sqlite3_stmt **ret)
{
	/* The last slot is for statements outside the list, of which each is another. */
	if (q->id == db_statements_n) {
		sqlite3_finalize(c->ready[q->id]);
		c->ready[q->id] = NULL;
	}
	if (c->ready[q->id] == NULL) {
		sqlite3_stmt *s = NULL;
		int code = sqlite3_prepare_v3(c->handle, q->sql, -1, SQLITE_PREPARE_PERSISTENT, &s,
					      NULL);
		TRY(rc_of(c->handle, code, q->name));
		c->ready[q->id] = s;
	}
	*ret = c->ready[q->id];
	return RC_OK;
}

static void bind(sqlite3_stmt *s, const struct db_query *q, const struct db_value *in)
{
	for (int i = 0; q->params[i] != '\0'; i++) {
		const struct db_value *v = &in[i];
		if (v->null)
			sqlite3_bind_null(s, i + 1);
		else if (q->params[i] == 'i')
			sqlite3_bind_int64(s, i + 1, v->n);
		else if (q->params[i] == 't')
			sqlite3_bind_text(s, i + 1, v->at, (int)v->len, SQLITE_STATIC);
		else
			sqlite3_bind_blob(s, i + 1, v->at, (int)v->len, SQLITE_STATIC);
	}
}

/* Columns are a quarter of a page's work: each is looked up once, and only what may be
 * NULL is asked about it. The value stands until the next step of its statement. */
static struct db_value column(sqlite3_stmt *s, int i, char letter, bool may_be_null)
{
	sqlite3_value *v = sqlite3_column_value(s, i);
	if (may_be_null && sqlite3_value_type(v) == SQLITE_NULL)
		return (struct db_value){ .null = true };
	if (letter == 'i')
		return (struct db_value){ .n = sqlite3_value_int64(v) };
	const char *at = letter == 't' ? (const char *)sqlite3_value_text(v) :
					 (const char *)sqlite3_value_blob(v);
	return (struct db_value){ .at = at ? at : "", .len = (size_t)sqlite3_value_bytes(v) };
}

static void read_row(struct arena *a, sqlite3_stmt *s, const struct db_query *q,
		     struct db_rows *rows)
{
	struct db_value columns[COLUMNS_MAX];
	const char *letter = q->columns;
	for (int i = 0; *letter != '\0'; i++, letter++) {
		columns[i] = column(s, i, *letter, letter[1] == '?');
		letter += letter[1] == '?';
	}
	void *into = db_rows_add(a, rows);
	rows->read(a, columns, into);
}

static enum rc run(struct db_conn *c, struct arena *a, const struct db_query *q,
		   const struct db_value *in, struct db_rows *rows, int64_t *ret_changed)
{
	sqlite3_stmt *s = NULL;
	TRY(prepare(c, q, &s));
	sqlite3_reset(s); /* it may stand where a request ran out of memory */
	bind(s, q, in);
	int code;
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		if (rows != NULL && (rows->n < DB_ROWS_MAX || q->writes)) /* of these each is logged */
			read_row(a, s, q, rows);
	enum rc rc = rc_of(c->handle, code, q->name);
	if (rc == RC_OK && ret_changed != NULL)
		*ret_changed = sqlite3_changes64(c->handle);
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return rc;
}

static size_t columns_of(const struct db_query *q)
{
	size_t n = 0;
	for (const char *l = q->columns; *l != '\0'; l++)
		n += *l != '?';
	return n;
}

static enum rc check(struct db_conn *c, const struct db_query *q, char *why, size_t len)
{
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(c->handle, q->sql, -1, &s, NULL) != SQLITE_OK) {
		(void)snprintf(why, len, "%s", sqlite3_errmsg(c->handle));
		return RC_BROKEN;
	}
	bool fits = sqlite3_bind_parameter_count(s) == (int)strlen(q->params) &&
		    (columns_of(q) == 0 || sqlite3_column_count(s) == (int)columns_of(q)) &&
		    columns_of(q) <= COLUMNS_MAX;
	sqlite3_finalize(s);
	if (!fits)
		(void)snprintf(why, len, "parameters or columns differ from what it says");
	return fits ? RC_OK : RC_BROKEN;
}

enum rc db_reads(struct db_conn *c, const struct db_query *q,
		 void (*tell)(void *ctx, const char *table, const char *column), void *ctx)
{
	sqlite3_stmt *s = NULL;
	c->tell = tell;
	c->tell_ctx = ctx;
	int code = sqlite3_prepare_v2(c->handle, q->sql, -1, &s, NULL);
	c->tell = NULL;
	sqlite3_finalize(s);
	return rc_of(c->handle, code, q->name);
}

enum rc db_answers(struct db_conn *c, const struct db_query *q,
		   void (*tell)(void *ctx, int place, const char *table, const char *column), void *ctx)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(c->handle, q->sql, -1, &s, NULL);
	for (int i = 0; code == SQLITE_OK && i < (int)columns_of(q); i++)
		if (sqlite3_column_origin_name(s, i) != NULL)
			tell(ctx, i, sqlite3_column_table_name(s, i), sqlite3_column_origin_name(s, i));
	sqlite3_finalize(s);
	return rc_of(c->handle, code, q->name);
}

/* --- whole tables (lib/db/copy.h) ---------------------------------------------------- */

static void read_columns(sqlite3_stmt *s, struct db_value *v, int n)
{
	for (int i = 0; i < n; i++)
		v[i] = column(s, i, sqlite3_column_type(s, i) == SQLITE_INTEGER ? 'i' :
				    sqlite3_column_type(s, i) == SQLITE_TEXT	? 't' :
										  'b',
			      true);
}

static enum rc each(struct db_conn *c, const char *sql,
		    enum rc (*row)(void *ctx, const struct db_value *v, size_t n), void *ctx)
{
	struct db_value v[DB_TABLE_COLUMNS];
	sqlite3_stmt *s = NULL;
	TRY(rc_of(c->handle, sqlite3_prepare_v2(c->handle, sql, -1, &s, NULL), sql));
	int n = sqlite3_column_count(s), code = n <= DB_TABLE_COLUMNS ? sqlite3_step(s) : SQLITE_ERROR;
	enum rc rc = RC_OK;
	while (code == SQLITE_ROW && rc == RC_OK) {
		read_columns(s, v, n);
		rc = row(ctx, v, (size_t)n);
		if (rc == RC_OK)
			code = sqlite3_step(s);
	}
	if (rc == RC_OK)
		rc = rc_of(c->handle, code, sql);
	sqlite3_finalize(s);
	return rc;
}

static enum rc fill(struct db_conn *c, const struct db_table *t, const char *sql)
{
	(void)t;
	sqlite3_stmt *s = NULL;
	TRY(rc_of(c->handle, sqlite3_prepare_v2(c->handle, sql, -1, &s, NULL), sql));
	c->filling = s;
	return RC_OK;
}

static enum rc fill_row(struct db_conn *c, const struct db_table *t, const struct db_value *v)
{
	sqlite3_stmt *s = c->filling;
	if (v == NULL) {
		c->filling = NULL;
		return rc_of(c->handle, sqlite3_finalize(s), t->name);
	}
	bind(s, &(struct db_query){ .params = t->types }, v);
	int code = sqlite3_step(s);
	sqlite3_reset(s);
	return rc_of(c->handle, code, t->name);
}

static bool stands(struct db_conn *c)
{
	return !sqlite3_get_autocommit(c->handle);
}

const struct db_driver db_sqlite = {
	.open = open_conn,
	.close = close_conn,
	.run = run,
	.step = step,
	.tidy = tidy,
	.keep = keep,
	.scrub = scrub,
	.exec = exec,
	.check = check,
	.stands = stands,
	.each = each,
	.fill = fill,
	.fill_row = fill_row,
};
