/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/backup/backup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "log_q.h"
#include "src/audit/log.h"

enum { WORK_MEMORY = 256 * 1024 * 1024, ROW_MAX = 64 * 1024 * 1024, TELL_EVERY = 20000, TABLES_MAX = 400 };

/* --- rows as bytes: the same for the file and for what is compared ------------------------------ */

/*
 *	T name columns types column …   a table; lengths and counts are 4 bytes, big-endian
 *	R value …                       a row: n, or i and 8 bytes, or t or b, length, bytes
 *	E rows hash                     its end: 8 bytes, and SHA-256 over its rows' bytes
 *	Z                               the end
 */

static void put_number(struct buf *out, uint64_t n, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		buf_char(out, (char)(n >> (8 * i)));
}

static void put_bytes(struct buf *out, const char *at, size_t len)
{
	put_number(out, len, 4);
	buf_put(out, at, len);
}

static void put_value(struct buf *out, char type, const struct db_value *v)
{
	buf_char(out, v->null ? 'n' : type);
	if (v->null)
		return;
	if (type == 'i')
		put_number(out, (uint64_t)v->n, 8);
	else
		put_bytes(out, v->at, v->len);
}

/* --- out ---------------------------------------------------------------------------------------- */

/* Rows go into a box, or are only hashed. */
struct writer {
	struct work w; /* of the snapshot; its memory lasts to the end */
	struct arena *row_memory;
	const unsigned char *public_key;
	const struct backup_watch *watch;
	struct backup_label *label;
	struct backup_tables *tables; /* NULL, or what each table was */
	struct parcel_out *box;	      /* NULL: nothing is written */
	int fd;
	struct sha256_run hash;
	int64_t rows, done;
};

static enum rc put(struct writer *k, const struct buf *b)
{
	return k->box ? parcel_put(k->box, b->at, b->len) : RC_OK;
}

static enum rc describe_log(struct writer *k)
{
	struct merkle_source source = log_source(&k->w);
	struct merkle_hash root;
	struct log_checkpoint last;
	TRY(log_size(&k->w, &k->label->tree));
	TRY(q_log_staged_count(&k->w, &k->label->waiting));
	TRY(merkle_root_at(&source, k->label->tree, &root));
	text_hex(root.at, SHA256_LEN, k->label->root);
	enum rc rc = q_log_checkpoint_last(&k->w, &last);
	if (rc == RC_OK && strlen(last.note) < sizeof(k->label->checkpoint) * 3 / 4 - 4)
		base64_write(last.note, strlen(last.note), k->label->checkpoint, sizeof(k->label->checkpoint));
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc put_label(struct writer *k, const struct db_table *tables, size_t n, struct buf *out)
{
	char at[TIME_TEXT_ROOM];
	const struct backup_label *l = k->label;
	time_write(at, l->at);
	buf_printf(out, "kinkeeper backup 1\ntime %s\nengine %s\nschema %" PRId64 "\ntree %" PRId64
			" %s\nwaiting %" PRId64 "\ncheckpoint %s\n",
		   at, l->engine, l->schema, l->tree, l->root, l->waiting, l->checkpoint);
	for (size_t i = 0; i < n; i++) {
		int64_t rows = 0;
		TRY(db_table_rows(k->w.db, k->w.arena, &tables[i], &rows));
		buf_printf(out, "table %s %" PRId64 "\n", tables[i].name, rows);
		k->label->rows += rows;
	}
	buf_printf(out, "rows %" PRId64 "\n", l->rows);
	return RC_OK;
}

static enum rc begin_box(void *ctx, struct db_conn *c, const struct db_table *tables, size_t n)
{
	struct writer *k = ctx;
	k->w.db = c;
	struct buf label = buf_new(k->w.arena, PARCEL_LABEL_MAX);
	TRY(describe_log(k));
	TRY(put_label(k, tables, n, &label));
	return parcel_begin(k->fd, k->public_key, k->w.shared->backup_key, buf_text(&label), &k->box);
}

static enum rc begin_nothing(void *ctx, struct db_conn *c, const struct db_table *tables, size_t n)
{
	(void)ctx, (void)c, (void)tables, (void)n;
	return RC_OK;
}

static enum rc put_table(void *ctx, const struct db_table *t)
{
	struct writer *k = ctx;
	arena_reset(k->row_memory);
	struct buf out = buf_new(k->row_memory, ROW_MAX);
	k->rows = 0;
	sha256_begin(&k->hash);
	buf_char(&out, 'T');
	put_bytes(&out, t->name, strlen(t->name));
	put_number(&out, t->n, 4);
	put_bytes(&out, t->types, strlen(t->types));
	for (size_t i = 0; i < t->n; i++)
		put_bytes(&out, t->column[i], strlen(t->column[i]));
	return put(k, &out);
}

static void told(const struct backup_watch *watch, const char *what, int64_t done, int64_t all)
{
	if (watch != NULL && (done % TELL_EVERY == 0 || done == all))
		watch->tell(watch->ctx, what, done, all);
}

static enum rc put_row(void *ctx, const struct db_table *t, const struct db_value *v)
{
	struct writer *k = ctx;
	arena_reset(k->row_memory);
	struct buf out = buf_new(k->row_memory, ROW_MAX);
	buf_char(&out, 'R');
	for (size_t i = 0; i < t->n; i++)
		put_value(&out, t->types[i], &v[i]);
	if (buf_is_full(&out))
		return RC_BROKEN;
	k->rows++;
	sha256_add(&k->hash, out.at, out.len);
	told(k->watch, k->box ? "written" : "compared", ++k->done, k->label->rows);
	return put(k, &out);
}

static enum rc end_table(void *ctx, const struct db_table *t)
{
	struct writer *k = ctx;
	unsigned char hash[SHA256_LEN];
	sha256_read(&k->hash, hash);
	if (k->tables != NULL && k->tables->n < TABLES_MAX) {
		struct backup_table *to = &k->tables->at[k->tables->n++];
		*to = (struct backup_table){ .name = arena_str(k->w.arena, t->name), .rows = k->rows };
		memcpy(to->hash, hash, sizeof(hash));
	}
	arena_reset(k->row_memory);
	struct buf out = buf_new(k->row_memory, ROW_MAX);
	buf_char(&out, 'E');
	put_number(&out, (uint64_t)k->rows, 8);
	buf_put(&out, (const char *)hash, sizeof(hash));
	return put(k, &out);
}

static enum rc write_guarded(struct writer *k, struct db *db)
{
	if (setjmp(*arena_guard(k->w.arena)) || setjmp(*arena_guard(k->row_memory)))
		return RC_BROKEN;
	struct db_taker to = { .begin = begin_box, .table = put_table, .row = put_row, .end = end_table, .ctx = k };
	int schema = 0;
	TRY(db_schema(db, &schema));
	k->label->schema = schema;
	TRY(db_copy_out(db, &to));
	TRY(parcel_put(k->box, "Z", 1));
	return parcel_end(k->box);
}

enum rc backup_write(struct shared *s, int fd, const unsigned char public_key[KEY_LEN],
		     const struct backup_watch *watch, struct backup_label *ret)
{
	struct writer k = { .w = { .shared = s, .arena = arena_new(WORK_MEMORY) }, .row_memory = arena_new(2 * ROW_MAX),
			    .public_key = public_key, .watch = watch, .label = ret, .fd = fd };
	*ret = (struct backup_label){ .at = time_now() };
	(void)snprintf(ret->engine, sizeof(ret->engine), "%s", db_engine_of(s->db) == DB_POSTGRES ? "postgresql" : "sqlite");
	enum rc rc = k.w.arena && k.row_memory ? write_guarded(&k, s->db) : RC_BROKEN;
	parcel_out_free(k.box);
	arena_free(k.w.arena);
	arena_free(k.row_memory);
	return rc;
}

/* --- what stands in front -------------------------------------------------------------------------- */

static const char *line_of(struct arena *a, const char *label, const char *name)
{
	size_t n = strlen(name);
	for (const char *at = label; *at != '\0';) {
		size_t len = strcspn(at, "\n");
		if (len > n && strncmp(at, name, n) == 0 && at[n] == ' ')
			return arena_strn(a, at + n + 1, len - n - 1);
		at += len + (at[len] == '\n');
	}
	return "";
}

static int64_t number_of(struct arena *a, const char *label, const char *name)
{
	long long n = -1;
	const char *line = line_of(a, label, name);
	return text_to_int(arena_strn(a, line, strcspn(line, " ")), &n) ? n : -1;
}

static enum rc read_label(struct arena *a, const char *label, struct backup_label *ret)
{
	*ret = (struct backup_label){ .schema = number_of(a, label, "schema"), .rows = number_of(a, label, "rows"),
				      .tree = number_of(a, label, "tree"), .waiting = number_of(a, label, "waiting") };
	const char *tree = line_of(a, label, "tree"), *root = strchr(tree, ' ');
	if (!text_is(line_of(a, label, "kinkeeper"), "backup 1"))
		return RC_INVALID;
	if (ret->schema < 0 || ret->rows < 0 || ret->tree < 0 || root == NULL ||
	    !time_parse(line_of(a, label, "time"), &ret->at))
		return RC_DENIED;
	(void)snprintf(ret->root, sizeof(ret->root), "%s", root + 1);
	(void)snprintf(ret->engine, sizeof(ret->engine), "%s", line_of(a, label, "engine"));
	(void)snprintf(ret->checkpoint, sizeof(ret->checkpoint), "%s", line_of(a, label, "checkpoint"));
	return RC_OK;
}

/* --- in ---------------------------------------------------------------------------------------------- */

struct reader {
	struct arena *arena, *row_memory;
	struct parcel_in *box;
	const struct backup_watch *watch;
	const char *what;
	int64_t all, done, rows; /* rows: of the table under way */
	struct sha256_run hash;
	struct backup_tables *tables;
};

static enum rc get_number(struct reader *k, int bytes, uint64_t *ret)
{
	unsigned char at[8];
	TRY(parcel_get(k->box, at, (size_t)bytes));
	*ret = 0;
	for (int i = 0; i < bytes; i++)
		*ret = *ret << 8 | at[i];
	return RC_OK;
}

static enum rc get_text(struct reader *k, struct arena *a, const char **ret, size_t *ret_len)
{
	uint64_t len = 0;
	TRY(get_number(k, 4, &len));
	if (len > ROW_MAX)
		return RC_DENIED;
	char *to = arena_get(a, len + 1);
	TRY(parcel_get(k->box, to, len));
	*ret = to;
	*ret_len = len;
	return RC_OK;
}

static enum rc next_table(void *ctx, struct arena *a, struct db_table *ret)
{
	struct reader *k = ctx;
	const char **columns;
	uint64_t n = 0;
	size_t len;
	char mark;
	TRY(parcel_get(k->box, &mark, 1));
	if (mark == 'Z')
		return RC_NOT_FOUND;
	*ret = (struct db_table){ 0 };
	TRY(mark == 'T' ? get_text(k, a, &ret->name, &len) : RC_DENIED);
	TRY(get_number(k, 4, &n));
	TRY(get_text(k, a, &ret->types, &len));
	if (n == 0 || n > DB_TABLE_COLUMNS || len != n)
		return RC_DENIED;
	columns = arena_array(a, const char *, n);
	for (size_t i = 0; i < n; i++)
		TRY(get_text(k, a, &columns[i], &len));
	ret->column = columns;
	ret->n = n;
	k->rows = 0;
	sha256_begin(&k->hash);
	return RC_OK;
}

static enum rc get_value(struct reader *k, char type, struct db_value *ret)
{
	char mark;
	uint64_t n = 0;
	*ret = (struct db_value){ 0 };
	TRY(parcel_get(k->box, &mark, 1));
	ret->null = mark == 'n';
	if (ret->null)
		return RC_OK;
	if (mark != type)
		return RC_DENIED;
	if (type != 'i')
		return get_text(k, k->row_memory, &ret->at, &ret->len);
	TRY(get_number(k, 8, &n));
	ret->n = (int64_t)n;
	return RC_OK;
}

static enum rc end_of_table(struct reader *k, const struct db_table *t)
{
	unsigned char told_hash[SHA256_LEN], hash[SHA256_LEN];
	uint64_t rows = 0;
	TRY(get_number(k, 8, &rows));
	TRY(parcel_get(k->box, told_hash, sizeof(told_hash)));
	sha256_read(&k->hash, hash);
	if ((int64_t)rows != k->rows || !bytes_same(hash, told_hash, sizeof(hash)))
		return RC_DENIED;
	if (k->tables != NULL && k->tables->n < TABLES_MAX) {
		struct backup_table *to = &k->tables->at[k->tables->n++];
		*to = (struct backup_table){ .name = arena_str(k->arena, t->name), .rows = k->rows };
		memcpy(to->hash, hash, sizeof(hash));
	}
	return RC_NOT_FOUND;
}

static enum rc next_row(void *ctx, const struct db_table *t, struct db_value *v)
{
	struct reader *k = ctx;
	char mark;
	arena_reset(k->row_memory);
	TRY(parcel_get(k->box, &mark, 1));
	if (mark == 'E')
		return end_of_table(k, t);
	if (mark != 'R')
		return RC_DENIED;
	struct buf again = buf_new(k->row_memory, ROW_MAX);
	for (size_t i = 0; i < t->n; i++)
		TRY(get_value(k, t->types[i], &v[i]));
	buf_char(&again, 'R');
	for (size_t i = 0; i < t->n; i++)
		put_value(&again, t->types[i], &v[i]);
	if (buf_is_full(&again))
		return RC_DENIED;
	sha256_add(&k->hash, again.at, again.len);
	k->rows++;
	told(k->watch, k->what, ++k->done, k->all);
	return RC_OK;
}

static enum rc walk(struct reader *k)
{
	struct db_table t;
	struct db_value v[DB_TABLE_COLUMNS];
	enum rc rc, row;
	while ((rc = next_table(k, k->arena, &t)) == RC_OK) {
		while ((row = next_row(k, &t, v)) == RC_OK)
			;
		if (row != RC_NOT_FOUND)
			return row;
	}
	return rc == RC_NOT_FOUND ? parcel_over(k->box) : rc;
}

/* Each table has as many rows as the label said. */
static enum rc compare_label(struct arena *a, const char *label, const struct backup_tables *tables)
{
	size_t lines = 0;
	for (const char *at = label; (at = strstr(at, "\ntable ")) != NULL; at++)
		lines++;
	for (size_t i = 0; i < tables->n; i++) {
		const struct backup_table *t = &tables->at[i];
		const char *line = arena_printf(a, "\ntable %s %" PRId64 "\n", t->name, t->rows);
		if (strstr(label, line) == NULL)
			return RC_DENIED;
	}
	return lines == tables->n ? RC_OK : RC_DENIED;
}

static enum rc check_rows(struct reader *k, const unsigned char *secret)
{
	if (setjmp(*arena_guard(k->arena)) || setjmp(*arena_guard(k->row_memory)))
		return RC_DENIED;
	TRY(parcel_unlock(k->box, secret));
	TRY(walk(k));
	return compare_label(k->arena, parcel_label(k->box), k->tables);
}

static enum rc check_opened(struct reader *k, const unsigned char *secret, struct backup_label *ret)
{
	TRY(read_label(k->arena, parcel_label(k->box), ret));
	TRY(parcel_check(k->box));
	k->all = ret->rows;
	return secret ? check_rows(k, secret) : RC_OK;
}

enum rc backup_check(struct arena *a, int fd, const unsigned char signer[SIGN_PUBLIC], const unsigned char *secret,
		     const struct backup_watch *watch, struct backup_label *ret_label,
		     struct backup_tables *ret_tables)
{
	struct reader k = { .arena = a, .row_memory = arena_new(4 * (size_t)ROW_MAX), .watch = watch,
			    .what = "read", .tables = ret_tables };
	*ret_tables = (struct backup_tables){ arena_array(a, struct backup_table, TABLES_MAX), 0 };
	enum rc rc = k.row_memory ? parcel_open(fd, signer, &k.box) : RC_BROKEN;
	if (rc == RC_OK)
		rc = check_opened(&k, secret, ret_label);
	parcel_in_free(k.box);
	arena_unguard(a);
	arena_free(k.row_memory);
	return rc;
}

/* What the store has now against what the backup had. */
static enum rc compare_store(struct arena *a, struct db *db, const struct backup_watch *watch,
			     const struct backup_tables *tables)
{
	struct backup_label label = { 0 };
	struct backup_tables now = { arena_array(a, struct backup_table, TABLES_MAX), 0 };
	struct writer k = { .w.arena = a, .row_memory = arena_new(2 * ROW_MAX), .watch = watch, .label = &label,
			    .tables = &now };
	struct db_taker to = { .begin = begin_nothing, .table = put_table, .row = put_row, .end = end_table, .ctx = &k };
	for (size_t i = 0; i < tables->n; i++)
		label.rows += tables->at[i].rows;
	enum rc rc = k.row_memory ? db_copy_out(db, &to) : RC_BROKEN;
	arena_free(k.row_memory);
	TRY(rc);
	size_t same = 0;
	for (size_t i = 0; i < tables->n; i++)
		for (size_t j = 0; j < now.n; j++)
			same += text_is(tables->at[i].name, now.at[j].name) && tables->at[i].rows == now.at[j].rows &&
				bytes_same(tables->at[i].hash, now.at[j].hash, SHA256_LEN);
	return same == tables->n && same == now.n ? RC_OK : RC_CONFLICT;
}

static enum rc fill_opened(struct reader *k, struct db *db, const struct parcel_recovery *r)
{
	if (setjmp(*arena_guard(k->row_memory)))
		return RC_DENIED;
	TRY(parcel_unlock(k->box, r->secret));
	return db_copy_in(db, &(struct db_giver){ .table = next_table, .row = next_row, .ctx = k });
}

enum rc backup_fill(struct arena *a, struct db *db, int fd, const struct parcel_recovery *r,
		    const struct backup_watch *watch, const struct backup_tables *tables)
{
	struct reader k = { .arena = a, .row_memory = arena_new(4 * (size_t)ROW_MAX), .watch = watch, .what = "restored" };
	for (size_t i = 0; i < tables->n; i++)
		k.all += tables->at[i].rows;
	enum rc rc = k.row_memory ? parcel_open(fd, r->signer, &k.box) : RC_BROKEN;
	if (rc == RC_OK)
		rc = fill_opened(&k, db, r);
	parcel_in_free(k.box);
	arena_free(k.row_memory);
	return rc == RC_OK ? compare_store(a, db, watch, tables) : rc;
}

/* --- keys ------------------------------------------------------------------------------------------------ */

static const char *const key_files[] = { "master.key", "log.key", "log.pub", "backup.pub" };
enum { KEY_FILE_MAX = 64 * 1024 };

/* RC_NOT_FOUND where there is none. */
static enum rc read_file(struct arena *a, const char *data, const char *name, const char **ret, size_t *ret_len)
{
	FILE *in = fopen(arena_printf(a, "%s/%s", data, name), "re");
	if (in == NULL)
		return RC_NOT_FOUND;
	char *to = arena_room(a, KEY_FILE_MAX);
	*ret_len = fread(to, 1, KEY_FILE_MAX, in);
	*ret = to;
	bool whole = feof(in) && !ferror(in);
	fclose(in);
	return whole ? RC_OK : RC_BROKEN;
}

static enum rc put_files(struct writer *k, const char *data)
{
	for (size_t i = 0; i < COUNT_OF(key_files); i++) {
		const char *bytes;
		size_t len;
		enum rc rc = read_file(k->w.arena, data, key_files[i], &bytes, &len);
		if (rc == RC_NOT_FOUND)
			continue;
		TRY(rc);
		struct buf out = buf_new(k->w.arena, KEY_FILE_MAX + 1024);
		buf_char(&out, 'F');
		put_bytes(&out, key_files[i], strlen(key_files[i]));
		put_bytes(&out, bytes, len);
		TRY(parcel_put(k->box, out.at, out.len));
	}
	return parcel_put(k->box, "Z", 1);
}

static enum rc write_keys(struct writer *k, const char *data)
{
	char at[TIME_TEXT_ROOM];
	if (setjmp(*arena_guard(k->w.arena)) || setjmp(*arena_guard(k->row_memory)))
		return RC_BROKEN;
	time_write(at, k->label->at);
	const char *label = arena_printf(k->w.arena, "kinkeeper keys 1\ntime %s\n", at);
	struct db_taker to = { .begin = begin_nothing, .table = put_table, .row = put_row, .end = end_table, .ctx = k,
			       .keys = true };
	TRY(parcel_begin(k->fd, k->public_key, k->w.shared->backup_key, label, &k->box));
	TRY(put_files(k, data));
	TRY(db_copy_out(k->w.shared->keys, &to));
	TRY(parcel_put(k->box, "Z", 1));
	return parcel_end(k->box);
}

enum rc backup_write_keys(struct shared *s, int fd, const char *data, const unsigned char public_key[KEY_LEN])
{
	struct backup_label label = { .at = time_now() };
	struct writer k = { .w = { .shared = s, .arena = arena_new(WORK_MEMORY) }, .row_memory = arena_new(2 * ROW_MAX),
			    .public_key = public_key, .label = &label, .fd = fd };
	enum rc rc = k.w.arena && k.row_memory ? write_keys(&k, data) : RC_BROKEN;
	parcel_out_free(k.box);
	arena_free(k.w.arena);
	arena_free(k.row_memory);
	return rc;
}

static bool is_key_file(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(key_files); i++)
		if (text_is(name, key_files[i]))
			return true;
	return false;
}

static enum rc write_file(struct arena *a, const char *data, const char *name, const char *bytes, size_t len)
{
	FILE *out = fopen(arena_printf(a, "%s/%s", data, name), "wxe");
	if (out == NULL)
		return RC_CONFLICT;
	bool good = fwrite(bytes, 1, len, out) == len;
	good = fclose(out) == 0 && good;
	return good ? RC_OK : RC_BUSY;
}

/* NULL data: they are passed over. With a master.key of its own, that must be the same. */
static enum rc get_files(struct reader *k, const char *data, bool *ret_written)
{
	char mark = 0;
	const char *name, *bytes, *own = NULL;
	size_t len, own_len = 0;
	enum rc rc = data ? read_file(k->arena, data, "master.key", &own, &own_len) : RC_OK;
	bool write = rc == RC_NOT_FOUND;
	TRY(write ? RC_OK : rc);
	for (;;) {
		TRY(parcel_get(k->box, &mark, 1));
		if (mark == 'Z')
			return RC_OK;
		TRY(mark == 'F' ? get_text(k, k->arena, &name, &len) : RC_DENIED);
		TRY(get_text(k, k->arena, &bytes, &len));
		TRY(is_key_file(name) ? RC_OK : RC_DENIED);
		if (own != NULL && text_is(name, "master.key") && (len != own_len || !bytes_same(own, bytes, len)))
			return RC_CONFLICT;
		if (!write)
			continue;
		*ret_written = true;
		TRY(write_file(k->arena, data, name, bytes, len));
	}
}

static enum rc read_keys(struct reader *k, const struct parcel_recovery *r, const char *data, int64_t since,
			 bool *ret_written)
{
	int64_t at = 0;
	const char *label = parcel_label(k->box);
	if (setjmp(*arena_guard(k->arena)) || setjmp(*arena_guard(k->row_memory)))
		return RC_DENIED;
	if (!text_is(line_of(k->arena, label, "kinkeeper"), "keys 1"))
		return RC_INVALID;
	TRY(parcel_check(k->box));
	if (!time_parse(line_of(k->arena, label, "time"), &at) || at < since)
		return RC_CONFLICT;
	TRY(parcel_unlock(k->box, r->secret));
	TRY(get_files(k, data, ret_written));
	return walk(k);
}

static enum rc fill_keys(struct reader *k, const struct parcel_recovery *r, struct db *db)
{
	if (setjmp(*arena_guard(k->arena)) || setjmp(*arena_guard(k->row_memory)))
		return RC_DENIED;
	TRY(parcel_unlock(k->box, r->secret));
	TRY(get_files(k, NULL, NULL));
	return db_copy_in(db, &(struct db_giver){ .table = next_table, .row = next_row, .ctx = k, .keys = true });
}

enum rc backup_read_keys(int fd, const struct parcel_recovery *r, const char *data, int64_t since, bool *ret_written)
{
	struct reader k = { .arena = arena_new(WORK_MEMORY), .row_memory = arena_new(4 * (size_t)ROW_MAX) };
	enum rc rc = k.arena && k.row_memory ? parcel_open(fd, r->signer, &k.box) : RC_BROKEN;
	if (rc == RC_OK)
		rc = read_keys(&k, r, data, since, ret_written);
	parcel_in_free(k.box);
	arena_free(k.arena);
	arena_free(k.row_memory);
	return rc;
}

enum rc backup_fill_keys(int fd, const struct parcel_recovery *r, struct db *db)
{
	struct reader k = { .arena = arena_new(WORK_MEMORY), .row_memory = arena_new(4 * (size_t)ROW_MAX) };
	enum rc rc = k.arena && k.row_memory ? parcel_open(fd, r->signer, &k.box) : RC_BROKEN;
	if (rc == RC_OK)
		rc = fill_keys(&k, r, db);
	parcel_in_free(k.box);
	arena_free(k.arena);
	arena_free(k.row_memory);
	return rc;
}
