/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/db/engine.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/text.h"

enum { SCRIPT_MAX = 1024 * 1024 };

static const struct db_query query_version = {
	.name = "schema_version",
	.params = "",
	.columns = "i",
	.sql = "SELECT coalesce(max(number), 0) FROM schema_version",
};

/* The same where a restore that is not over has put its bar (lib/db/copy.h). */
static const struct db_query query_below_bar = {
	.name = "schema_below_bar",
	.params = "",
	.columns = "i",
	.sql = "SELECT coalesce(max(number), 0) FROM schema_version WHERE number < 1000000",
};

static void read_version(struct arena *a, const struct db_value *c, void *into)
{
	(void)a;
	*(int64_t *)into = c[0].n;
}

/* These statements stand outside the generated list, so they use its last slot. */
static enum rc version_of(struct db_conn *c, struct arena *a, struct db_query q, int64_t *ret)
{
	q.id = (unsigned)db_statements_n;
	struct db_rows rows = { .size = sizeof(int64_t), .read = read_version };
	TRY(c->db->driver->run(c, a, &q, NULL, &rows, NULL));
	*ret = *(int64_t *)rows.at;
	return RC_OK;
}

static bool word_at(const char *s, const char *word)
{
	size_t n = strlen(word);
	return strncmp(s, word, n) == 0 && !isalnum((unsigned char)s[n]) && s[n] != '_';
}

/* One dialect becomes SQLite's: BIGINT is INTEGER, BYTEA is BLOB, and tables are
 * STRICT. A CREATE TABLE ends with a line that holds only `);`. */
static const char *for_sqlite(struct arena *a, const char *sql)
{
	struct buf out = buf_new(a, SCRIPT_MAX);
	bool fresh = true;
	for (const char *s = sql; *s != '\0';) {
		if (fresh && word_at(s, "BIGINT")) {
			buf_str(&out, "INTEGER");
			s += strlen("BIGINT");
		} else if (fresh && word_at(s, "BYTEA")) {
			buf_str(&out, "BLOB");
			s += strlen("BYTEA");
		} else if (text_starts(s, "\n);")) {
			buf_str(&out, "\n) STRICT;");
			s += strlen("\n);");
		} else {
			fresh = !isalnum((unsigned char)*s) && *s != '_';
			buf_char(&out, *s++);
			continue;
		}
		fresh = false;
	}
	return buf_text(&out);
}

static enum rc apply(struct db_conn *c, struct arena *a, const struct db_migration *m)
{
	bool sqlite = c->db->driver == &db_sqlite;
	const char *sql = sqlite ? for_sqlite(a, m->sql) : m->sql;
	sql = arena_printf(a, "BEGIN;\n%s\nINSERT INTO schema_version (number, name) VALUES (%d, '%s');\nCOMMIT;",
			   sql, m->number, m->name);
	enum rc rc = c->db->driver->exec(c, sql);
	if (rc != RC_OK && c->db->driver->stands(c) && c->db->driver->exec(c, "ROLLBACK") != RC_OK)
		log_line(LOG_ERROR, "db.migrate", "rollback did not work");
	return rc;
}

static const struct db_schema *schema_of(const struct db_conn *c)
{
	return c->db->conf.schema ? c->db->conf.schema : &db_main_schema;
}

/* Up to the program's own, or up to *ret_to where that is not 0. */
static enum rc migrate(struct db_conn *c, struct arena *a, int *ret_from, int *ret_to)
{
	int most = *ret_to;
	TRY(c->db->driver->exec(c, "CREATE TABLE IF NOT EXISTS schema_version ("
				   "number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)"));
	int64_t have = 0, last = 0;
	TRY(version_of(c, a, query_below_bar, &have));
	const struct db_schema *s = schema_of(c);
	for (size_t i = 0; i < s->n; i++)
		if (most == 0 || s->at[i].number <= most)
			last = s->at[i].number;
	if (have > last) {
		log_line(LOG_ERROR, "db.migrate", "the store is at %d and this program knows %d",
			 (int)have, (int)last);
		return RC_CONFLICT;
	}
	for (size_t i = 0; i < s->n; i++)
		if (s->at[i].number > have && s->at[i].number <= last)
			TRY(apply(c, a, &s->at[i]));
	*ret_from = (int)have;
	*ret_to = (int)last;
	return RC_OK;
}

/* Migrations and checks use a connection of their own: a task's transaction
 * must not stand around them. */
static enum rc with_writer(struct db *db, enum rc (*what)(struct db_conn *, struct arena *, int *, int *),
			   int *from, int *to)
{
	struct db_conn c = { 0 };
	struct arena *a = arena_new(8 * SCRIPT_MAX);
	if (a == NULL)
		return RC_BROKEN;
	enum rc rc = db->driver->open(db, true, &c);
	if (rc == RC_OK) {
		rc = what(&c, a, from, to);
		db->driver->close(&c);
	}
	arena_free(a);
	return rc;
}

enum rc db_migrate(struct db *db, int *ret_from, int *ret_to)
{
	*ret_to = 0;
	return with_writer(db, migrate, ret_from, ret_to);
}

enum rc db_migrate_to(struct db *db, int number)
{
	int from = 0, to = number;
	return with_writer(db, migrate, &from, &to);
}

static enum rc compare(struct db_conn *c, struct arena *a, int *from, int *to)
{
	(void)from, (void)to;
	int64_t have = 0;
	TRY(version_of(c, a, query_version, &have));
	const struct db_schema *s = schema_of(c);
	return have == s->at[s->n - 1].number ? RC_OK : RC_CONFLICT;
}

static enum rc tell(struct db_conn *c, struct arena *a, int *from, int *to)
{
	(void)to;
	int64_t have = 0;
	TRY(version_of(c, a, query_version, &have));
	*from = (int)have;
	return RC_OK;
}

enum rc db_schema(struct db *db, int *ret)
{
	return with_writer(db, tell, ret, NULL);
}

enum rc db_schema_is_current(struct db *db)
{
	return with_writer(db, compare, NULL, NULL);
}
