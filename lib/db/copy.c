/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/db/copy.h"

#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/db/engine.h"

enum { MEMORY = 8 * 1024 * 1024, SQL_MAX = 16 * 1024, TABLES_MAX = 400, BAR = 1000000 };

/* --- the catalogue -------------------------------------------------------------------------- */

struct catalogue {
	struct arena *arena;
	struct db_table *at;
	size_t n;
};

static const char sqlite_catalogue[] =
	"SELECT s.name, c.name, CASE c.type WHEN 'INTEGER' THEN 'i' WHEN 'TEXT' THEN 't' ELSE 'b' END, c.pk"
	" FROM sqlite_schema s, pragma_table_info(s.name) c"
	" WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite%' AND s.name <> 'schema_version'"
	" ORDER BY s.rowid, c.cid";
static const char postgres_catalogue[] =
	"SELECT c.relname::text, a.attname::text,"
	" CASE a.atttypid WHEN 20 THEN 'i' WHEN 25 THEN 't' ELSE 'b' END,"
	" coalesce((SELECT array_position(string_to_array(i.indkey::text, ' ')::bigint[], a.attnum::bigint)"
	" FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary), 0)::bigint"
	" FROM pg_class c, pg_attribute a"
	" WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attrelid = c.oid"
	" AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'schema_version'"
	" ORDER BY c.oid, a.attnum";

struct building {
	const char *column[DB_TABLE_COLUMNS], *key[DB_TABLE_COLUMNS];
	char types[DB_TABLE_COLUMNS + 1];
	size_t n, keys;
	struct catalogue *all;
	bool postgres;
};

/* Order by bytes, whatever the database's collation is. */
static const char *order_of(struct building *b)
{
	struct buf out = buf_new(b->all->arena, SQL_MAX);
	for (size_t i = 0; i < b->n; i++) {
		const char *name = b->keys ? b->key[i] : b->column[i];
		if (name == NULL)
			break;
		buf_printf(&out, "%s%s", i ? ", " : "", name);
	}
	return buf_text(&out);
}

static void close_table(struct building *b)
{
	struct catalogue *c = b->all;
	if (b->n == 0)
		return;
	struct db_table *t = &c->at[c->n - 1];
	t->n = b->n;
	t->column = arena_copy(c->arena, b->column, b->n * sizeof(*b->column));
	t->types = arena_str(c->arena, b->types);
	t->order = order_of(b);
	*b = (struct building){ .all = c, .postgres = b->postgres };
}

static enum rc add_column(void *ctx, const struct db_value *v, size_t n)
{
	struct building *b = ctx;
	struct catalogue *c = b->all;
	if (n != 4 || b->n == DB_TABLE_COLUMNS || c->n == TABLES_MAX)
		return RC_BROKEN;
	const char *table = db_text_of(c->arena, &v[0]), *column = db_text_of(c->arena, &v[1]);
	if (c->n == 0 || !text_is(c->at[c->n - 1].name, table)) {
		close_table(b);
		c->at[c->n++].name = table;
	}
	bool text = *v[2].at == 't';
	b->types[b->n] = *v[2].at;
	b->column[b->n++] = column;
	if (v[3].n < 1 || v[3].n > DB_TABLE_COLUMNS)
		return RC_OK;
	b->key[v[3].n - 1] = text && b->postgres ? arena_printf(c->arena, "%s COLLATE \"C\"", column) : column;
	b->keys++;
	return RC_OK;
}

static bool holds_keys(const char *table)
{
	const char *const *name = db_key_tables;
	while (*name != NULL && !text_is(*name, table))
		name++;
	return *name != NULL;
}

static void leave_out(struct catalogue *all, bool keys)
{
	size_t n = 0;
	for (size_t i = 0; i < all->n; i++)
		if (holds_keys(all->at[i].name) == keys)
			all->at[n++] = all->at[i];
	all->n = n;
}

static enum rc read_catalogue(struct db_conn *c, struct arena *a, bool keys, struct catalogue *ret)
{
	*ret = (struct catalogue){ .arena = a, .at = arena_array(a, struct db_table, TABLES_MAX) };
	struct building b = { .all = ret, .postgres = c->db->driver == &db_postgres };
	TRY(c->db->driver->each(c, b.postgres ? postgres_catalogue : sqlite_catalogue, add_column, &b));
	close_table(&b);
	leave_out(ret, keys);
	return RC_OK;
}

static const char *columns_of(struct arena *a, const struct db_table *t)
{
	struct buf out = buf_new(a, SQL_MAX);
	for (size_t i = 0; i < t->n; i++)
		buf_printf(&out, "%s%s", i ? ", " : "", t->column[i]);
	return buf_text(&out);
}

/* --- a connection of its own -------------------------------------------------------------------- */

struct own {
	struct arena *a;
	struct db_conn c;
	bool open;
};

static enum rc own_open(struct db *db, bool writer, struct own *o)
{
	o->a = arena_new(MEMORY);
	enum rc rc = o->a == NULL ? RC_BROKEN : db->driver->open(db, writer, &o->c);
	o->open = rc == RC_OK;
	return rc;
}

static void own_close(struct own *o)
{
	if (o->open)
		o->c.db->driver->close(&o->c);
	arena_free(o->a);
}

static enum rc take_back(struct own *o, enum rc why)
{
	const struct db_driver *d = o->c.db->driver;
	if (d->stands(&o->c) && d->exec(&o->c, "ROLLBACK") != RC_OK)
		log_line(LOG_ERROR, "db.copy", "rollback did not work");
	return why;
}

/* --- out ---------------------------------------------------------------------------------------- */

struct taking {
	const struct db_taker *to;
	const struct db_table *table;
};

static enum rc take_row(void *ctx, const struct db_value *v, size_t n)
{
	struct taking *t = ctx;
	return n == t->table->n ? t->to->row(t->to->ctx, t->table, v) : RC_BROKEN;
}

static enum rc copy_table(struct own *o, const struct db_taker *to, const struct db_table *t)
{
	struct taking k = { to, t };
	TRY(to->table(to->ctx, t));
	const char *sql = arena_printf(o->a, "SELECT %s FROM %s ORDER BY %s", columns_of(o->a, t), t->name, t->order);
	TRY(o->c.db->driver->each(&o->c, sql, take_row, &k));
	return to->end(to->ctx, t);
}

static enum rc copy_all(struct own *o, const struct db_taker *to)
{
	struct catalogue all;
	const struct db_driver *d = o->c.db->driver;
	/* A snapshot that asks nothing of those who write meanwhile. */
	TRY(d->exec(&o->c, d == &db_postgres ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN"));
	TRY(read_catalogue(&o->c, o->a, to->keys, &all));
	TRY(to->begin(to->ctx, &o->c, all.at, all.n));
	for (size_t i = 0; i < all.n; i++)
		TRY(copy_table(o, to, &all.at[i]));
	return d->exec(&o->c, "COMMIT");
}

enum rc db_copy_out(struct db *db, const struct db_taker *to)
{
	struct own o = { 0 };
	enum rc rc = own_open(db, false, &o);
	if (rc == RC_OK)
		rc = copy_all(&o, to);
	if (rc != RC_OK && o.open)
		rc = take_back(&o, rc);
	own_close(&o);
	return rc;
}

static enum rc take_count(void *ctx, const struct db_value *v, size_t n)
{
	*(int64_t *)ctx = v[0].n;
	return n == 1 ? RC_OK : RC_BROKEN;
}

enum rc db_table_rows(struct db_conn *c, struct arena *a, const struct db_table *t, int64_t *ret)
{
	return c->db->driver->each(c, arena_printf(a, "SELECT count(*) FROM %s", t->name), take_count, ret);
}

/* --- in ------------------------------------------------------------------------------------------- */

/* What came from outside goes into SQL only where the catalogue has the same word. */
static const struct db_table *table_here(const struct catalogue *all, const struct db_table *t)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct db_table *here = &all->at[i];
		if (!text_is(here->name, t->name) || here->n != t->n || !text_is(here->types, t->types))
			continue;
		for (size_t j = 0; j < t->n; j++)
			if (!text_is(here->column[j], t->column[j]))
				return NULL;
		return here;
	}
	return NULL;
}

static enum rc empty_tables(struct own *o, const struct catalogue *all)
{
	for (size_t i = all->n; i-- > 0;) {
		int64_t rows = 0;
		TRY(db_table_rows(&o->c, o->a, &all->at[i], &rows));
		if (rows > 0)
			TRY(o->c.db->driver->exec(&o->c, arena_printf(o->a, "DELETE FROM %s", all->at[i].name)));
	}
	return RC_OK;
}

static enum rc fill_table(struct own *o, const struct db_giver *from, const struct db_table *t)
{
	struct db_value v[DB_TABLE_COLUMNS];
	const struct db_driver *d = o->c.db->driver;
	struct buf marks = buf_new(o->a, SQL_MAX);
	for (size_t i = 0; i < t->n; i++)
		buf_printf(&marks, "%s$%zu", i ? ", " : "", i + 1);
	TRY(d->fill(&o->c, t, arena_printf(o->a, d == &db_postgres ? "COPY %s (%s) FROM STDIN (FORMAT binary)" :
								      "INSERT INTO %s (%s) VALUES (%s)",
					   t->name, columns_of(o->a, t), buf_text(&marks))));
	enum rc rc;
	while ((rc = from->row(from->ctx, t, v)) == RC_OK)
		TRY(d->fill_row(&o->c, t, v));
	if (rc != RC_NOT_FOUND)
		return rc;
	return d->fill_row(&o->c, t, NULL);
}

static enum rc fill_all(struct own *o, const struct db_giver *from)
{
	struct catalogue all;
	struct db_table t;
	const struct db_driver *d = o->c.db->driver;
	enum rc rc;
	if (d == &db_sqlite) /* looked at as a whole, at the end */
		TRY(d->exec(&o->c, "PRAGMA foreign_keys=OFF"));
	TRY(d->exec(&o->c, "BEGIN"));
	TRY(read_catalogue(&o->c, o->a, from->keys, &all));
	TRY(empty_tables(o, &all));
	while ((rc = from->table(from->ctx, o->a, &t)) == RC_OK) {
		const struct db_table *here = table_here(&all, &t);
		if (here == NULL)
			return RC_INVALID;
		TRY(fill_table(o, from, here));
	}
	if (rc != RC_NOT_FOUND)
		return rc;
	int64_t astray = 0;
	if (d == &db_sqlite)
		TRY(d->each(&o->c, "SELECT count(*) FROM pragma_foreign_key_check", take_count, &astray));
	return astray > 0 ? RC_CONFLICT : d->exec(&o->c, "COMMIT");
}

enum rc db_copy_in(struct db *db, const struct db_giver *from)
{
	struct own o = { 0 };
	enum rc rc = own_open(db, true, &o);
	if (rc == RC_OK)
		rc = fill_all(&o, from);
	if (rc != RC_OK && o.open)
		rc = take_back(&o, rc);
	own_close(&o);
	return rc;
}

/* --- what is there ---------------------------------------------------------------------------------- */

enum rc db_is_bare(struct db *db, bool *ret)
{
	struct own o = { 0 };
	int64_t n = 0;
	enum rc rc = own_open(db, true, &o);
	if (rc == RC_OK)
		rc = db->driver->each(&o.c, db->driver == &db_postgres ?
						    "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND"
						    " relnamespace = current_schema()::regnamespace" :
						    "SELECT count(*) FROM sqlite_schema",
				      take_count, &n);
	own_close(&o);
	*ret = rc == RC_OK && n == 0;
	return rc;
}

enum rc db_bar(struct db *db, bool barred)
{
	struct own o = { 0 };
	enum rc rc = own_open(db, true, &o);
	if (rc == RC_OK)
		rc = db->driver->exec(&o.c, arena_printf(o.a, barred ? "INSERT INTO schema_version (number, name)"
									 " VALUES (%d, 'a restore that is not over')" :
									 "DELETE FROM schema_version WHERE number = %d",
							 BAR));
	own_close(&o);
	return rc;
}

enum rc db_clear_halfway(struct db *db)
{
	static const char scrap[] =
		"DO $$ DECLARE t text; BEGIN"
		" IF to_regclass('schema_version') IS NULL THEN RETURN; END IF;"
		" IF NOT EXISTS (SELECT 1 FROM schema_version WHERE number = 1000000) THEN RETURN; END IF;"
		" FOR t IN SELECT relname FROM pg_class WHERE relkind = 'r' AND"
		" relnamespace = current_schema()::regnamespace LOOP"
		" EXECUTE format('DROP TABLE %I CASCADE', t); END LOOP; END $$";
	struct own o = { 0 };
	if (db->driver == &db_sqlite)
		return RC_OK;
	enum rc rc = own_open(db, true, &o);
	if (rc == RC_OK)
		rc = db->driver->exec(&o.c, scrap);
	own_close(&o);
	return rc;
}

static const char *const beside[] = { "", "-wal", "-shm" };

void db_file_remove(const char *path)
{
	char name[4096 + 8];
	for (size_t i = 0; i < COUNT_OF(beside); i++) {
		(void)snprintf(name, sizeof(name), "%s%s", path, beside[i]);
		(void)unlink(name);
	}
}

/* Its log was copied home when it was closed: it is one file. */
enum rc db_file_move(const char *from, const char *to)
{
	char name[4096 + 8];
	(void)snprintf(name, sizeof(name), "%s-wal", from);
	if (access(name, F_OK) == 0)
		return RC_BROKEN;
	(void)snprintf(name, sizeof(name), "%s", to);
	int file = open(from, O_RDONLY | O_CLOEXEC);
	bool good = file >= 0 && fsync(file) == 0 && rename(from, to) == 0;
	if (file >= 0)
		close(file);
	int dir = good ? open(dirname(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	good = dir >= 0 && fsync(dir) == 0;
	if (dir >= 0)
		close(dir);
	return good ? RC_OK : RC_BROKEN;
}
