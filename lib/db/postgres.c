/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/db/engine.h"

#include <arpa/inet.h>
#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/base/text.h"

/* Types by their fixed numbers in pg_type.dat. */
enum { OID_BOOL = 16, OID_BYTES = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25 };
enum { PARAMS_MAX = 48, COLUMNS_MAX = 48 };

static Oid oid_of(char letter)
{
	return letter == 'i' ? OID_INT8 : letter == 't' ? OID_TEXT : OID_BYTES;
}

/* Class 40: the transaction lost a race. Class 23: a constraint. 57P01, 08:
 * the server went away, which is unknown, not refused: run again. */
static enum rc rc_of(PGresult *r, const char *where)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	if (state == NULL || text_starts(state, "40") || text_starts(state, "08") ||
	    text_starts(state, "57P") || text_is(state, "55P03"))
		return RC_BUSY;
	if (text_starts(state, "23"))
		return RC_CONFLICT;
	log_line(LOG_ERROR, "db", "statement=%s state=%s %s", where, state,
		 PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY));
	return RC_BROKEN;
}

static enum rc settle(PGresult *r, const char *where)
{
	ExecStatusType status = PQresultStatus(r);
	enum rc rc = RC_OK;
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		rc = rc_of(r, where);
	PQclear(r);
	return rc;
}

static void forget_prepared(struct db_conn *c)
{
	memset(c->ready, 0, (db_statements_n + 1) * sizeof(*c->ready));
}

static enum rc exec(struct db_conn *c, const char *sql)
{
	if (PQstatus(c->handle) != CONNECTION_OK) {
		PQreset(c->handle);
		forget_prepared(c);
		if (PQstatus(c->handle) != CONNECTION_OK)
			return RC_BUSY;
	}
	return settle(PQexec(c->handle, sql), sql);
}

static enum rc step(struct db_conn *c, enum db_step step)
{
	static const char *const sql[DB_STEPS] = {
		[DB_READ] = "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY",
		[DB_WRITE] = "BEGIN ISOLATION LEVEL SERIALIZABLE",
		[DB_SINGLE] = "BEGIN ISOLATION LEVEL READ COMMITTED",
		[DB_COMMIT] = "COMMIT",
		[DB_ROLLBACK] = "ROLLBACK",
		[DB_SAVE] = "SAVEPOINT task",
		[DB_KEEP] = "RELEASE SAVEPOINT task",
		[DB_TAKE_BACK] = "ROLLBACK TO SAVEPOINT task",
	};
	return exec(c, sql[step]);
}

static void quiet(void *ctx, const char *message)
{
	(void)ctx, (void)message;
}

static enum rc open_conn(struct db *db, bool writer, struct db_conn *c)
{
	c->db = db;
	c->writer = writer;
	PGconn *h = PQconnectdb(db->conf.url);
	c->handle = h;
	if (PQstatus(h) != CONNECTION_OK) {
		log_line(LOG_ERROR, "db.open", "%s", PQerrorMessage(h));
		PQfinish(h);
		return RC_BROKEN;
	}
	PQsetNoticeProcessor(h, quiet, NULL);
	/* A sequential scan locks its whole table against every writer (SSI keeps
	 * predicate locks on what was read), so small tables are read by index too. */
	static const char session[] = "SET client_encoding='UTF8'; SET enable_seqscan=off";
	c->ready = calloc(db_statements_n + 1, sizeof(*c->ready));
	enum rc rc = c->ready == NULL ? RC_BROKEN : exec(c, session);
	if (rc != RC_OK) {
		PQfinish(h);
		free(c->ready);
	}
	return rc;
}

static void close_conn(struct db_conn *c)
{
	free(c->ready);
	PQfinish(c->handle);
}

static enum rc prepare(struct db_conn *c, const struct db_query *q)
{
	/* The last slot is for statements outside the list, of which each is another. */
	bool listed = q->id < db_statements_n;
	if (listed && c->ready[q->id] != NULL)
		return RC_OK;
	Oid types[PARAMS_MAX];
	int n = 0;
	for (; q->params[n] != '\0'; n++)
		types[n] = oid_of(q->params[n]);
	const char *sql = q->postgres ? q->postgres : q->sql;
	TRY(settle(PQprepare(c->handle, listed ? q->name : "", sql, n, types), q->name));
	c->ready[q->id] = c;
	return RC_OK;
}

static enum rc integer(const PGresult *r, int row, int i, int64_t *ret)
{
	const char *at = PQgetvalue(r, row, i);
	uint64_t wide;
	uint32_t half;
	uint16_t quarter;
	switch (PQftype(r, i)) {
	case OID_INT8:
		memcpy(&wide, at, sizeof(wide));
		*ret = (int64_t)be64toh(wide);
		return RC_OK;
	case OID_INT4:
		memcpy(&half, at, sizeof(half));
		*ret = (int32_t)be32toh(half);
		return RC_OK;
	case OID_INT2:
		memcpy(&quarter, at, sizeof(quarter));
		*ret = (int16_t)be16toh(quarter);
		return RC_OK;
	case OID_BOOL:
		*ret = *at != 0;
		return RC_OK;
	default:
		return RC_BROKEN;
	}
}

static enum rc read_row(struct arena *a, const PGresult *r, int row, const struct db_query *q,
			struct db_rows *rows)
{
	struct db_value columns[COLUMNS_MAX] = { 0 };
	const char *letter = q->columns;
	for (int i = 0; *letter != '\0'; i++, letter++) {
		columns[i].null = PQgetisnull(r, row, i);
		if (*letter == 'i' && !columns[i].null)
			TRY(integer(r, row, i, &columns[i].n));
		columns[i].at = PQgetvalue(r, row, i);
		columns[i].len = (size_t)PQgetlength(r, row, i);
		if (letter[1] == '?')
			letter++;
	}
	void *into = db_rows_add(a, rows);
	rows->read(a, columns, into);
	return RC_OK;
}

static PGresult *exec_prepared(struct db_conn *c, const struct db_query *q,
			       const struct db_value *in)
{
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX], formats[PARAMS_MAX];
	uint64_t wide[PARAMS_MAX];
	int n = 0;
	for (; q->params[n] != '\0'; n++) {
		formats[n] = q->params[n] != 't';
		wide[n] = htobe64((uint64_t)in[n].n);
		bool is_int = q->params[n] == 'i';
		values[n] = in[n].null ? NULL : is_int ? (const char *)&wide[n] : in[n].at;
		lengths[n] = is_int ? (int)sizeof(wide[n]) : (int)in[n].len;
	}
	const char *name = q->id < db_statements_n ? q->name : "";
	return PQexecPrepared(c->handle, name, n, values, lengths, formats, 1);
}

static enum rc run(struct db_conn *c, struct arena *a, const struct db_query *q,
		   const struct db_value *in, struct db_rows *rows, int64_t *ret_changed)
{
	TRY(prepare(c, q));
	PGresult *r = exec_prepared(c, q, in);
	ExecStatusType status = PQresultStatus(r);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		return settle(r, q->name);
	int n = rows ? PQntuples(r) : 0;
	enum rc rc = RC_OK;
	int most = q->writes ? n : DB_ROWS_MAX; /* of what was written each row is logged */
	for (int i = 0; i < n && i < most && rc == RC_OK; i++)
		rc = read_row(a, r, i, q, rows);
	if (ret_changed != NULL)
		*ret_changed = strtoll(PQcmdTuples(r), NULL, 10);
	PQclear(r);
	return rc;
}

static bool type_fits(char letter, Oid type)
{
	switch (letter) {
	case 'i':
		return type == OID_INT8 || type == OID_INT4 || type == OID_INT2 || type == OID_BOOL;
	case 't':
		return type == OID_TEXT;
	default:
		return type == OID_BYTES;
	}
}

static enum rc check_columns(const PGresult *r, const struct db_query *q, char *why, size_t len)
{
	int i = 0;
	for (const char *letter = q->columns; *letter != '\0'; letter++) {
		if (*letter == '?')
			continue;
		if (i >= PQnfields(r) || !type_fits(*letter, PQftype(r, i))) {
			(void)snprintf(why, len, "column %d is not what it says", i + 1);
			return RC_BROKEN;
		}
		i++;
	}
	return RC_OK;
}

static enum rc check(struct db_conn *c, const struct db_query *q, char *why, size_t len)
{
	if (prepare(c, q) != RC_OK) {
		(void)snprintf(why, len, "%s", PQerrorMessage(c->handle));
		return RC_BROKEN;
	}
	PGresult *r = PQdescribePrepared(c->handle, q->name);
	enum rc rc = check_columns(r, q, why, len);
	PQclear(r);
	return rc;
}

/* --- roles and URLs ------------------------------------------------------------------- */

enum rc db_postgres_verifier(struct db_conn *c, const char *role, const char *password,
			     char to[VERIFIER_MAX])
{
	char *made = PQencryptPasswordConn(c->handle, password, role, NULL);
	size_t len = made ? strlen(made) : VERIFIER_MAX;
	if (len < VERIFIER_MAX)
		memcpy(to, made, len + 1);
	PQfreemem(made);
	return len < VERIFIER_MAX ? RC_OK : RC_BROKEN;
}

/* As a part of a URL's query (RFC 3986); false where there is no room. */
static bool put_part(char *to, size_t room, const char *before, const char *name, const char *value)
{
	size_t at = strlen(to);
	int n = snprintf(to + at, room - at, "%s%s=", before, name);
	if (n < 0 || (size_t)n >= room - at)
		return false;
	for (at += (size_t)n; *value != '\0'; value++) {
		bool plain = strchr("-._~/", *value) != NULL || (*value >= '0' && *value <= '9') ||
			     (*value >= 'a' && *value <= 'z') || (*value >= 'A' && *value <= 'Z');
		if (at + 4 > room)
			return false;
		at += (size_t)snprintf(to + at, room - at, plain ? "%c" : "%%%02X", (unsigned char)*value);
	}
	return true;
}

enum rc db_url_as(const char *url, const char *role, const char *password, char *to, size_t room)
{
	PQconninfoOption *all = PQconninfoParse(url, NULL), *o;
	bool good = all != NULL && (size_t)snprintf(to, room, "postgresql:///") < room;
	good = good && put_part(to, room, "?", "user", role);
	if (good && password != NULL)
		good = put_part(to, room, "&", "password", password);
	const char *database = NULL, *owner = NULL;
	for (o = all; o != NULL && o->keyword != NULL; o++) {
		if (o->val == NULL || text_is(o->keyword, "password"))
			continue;
		if (text_is(o->keyword, "user"))
			owner = o->val;
		else if (text_is(o->keyword, "dbname"))
			database = o->val;
		else
			good = good && put_part(to, room, "&", o->keyword, o->val);
	}
	/* Without a name, a database has that of its user, who is another here. */
	if (database == NULL)
		database = owner;
	if (good && database != NULL)
		good = put_part(to, room, "&", "dbname", database);
	PQconninfoFree(all);
	return good ? RC_OK : RC_INVALID;
}

/* --- whole tables (lib/db/copy.h) --------------------------------------------------------- */

static enum rc read_values(const PGresult *r, struct db_value *v)
{
	for (int i = 0; i < PQnfields(r); i++) {
		Oid type = PQftype(r, i);
		v[i] = (struct db_value){ .null = PQgetisnull(r, 0, i), .at = PQgetvalue(r, 0, i),
					  .len = (size_t)PQgetlength(r, 0, i) };
		if (!v[i].null && type != OID_TEXT && type != OID_BYTES)
			TRY(integer(r, 0, i, &v[i].n));
	}
	return RC_OK;
}

/* Rows come one by one: a table may be larger than the memory. */
static enum rc each(struct db_conn *c, const char *sql,
		    enum rc (*row)(void *ctx, const struct db_value *v, size_t n), void *ctx)
{
	struct db_value v[DB_TABLE_COLUMNS];
	PGresult *r;
	enum rc rc = RC_OK;
	if (PQsendQueryParams(c->handle, sql, 0, NULL, NULL, NULL, NULL, 1) != 1 ||
	    PQsetSingleRowMode(c->handle) != 1)
		return RC_BUSY;
	while ((r = PQgetResult(c->handle)) != NULL) {
		if (rc == RC_OK && PQresultStatus(r) == PGRES_SINGLE_TUPLE) {
			rc = PQnfields(r) <= DB_TABLE_COLUMNS ? read_values(r, v) : RC_BROKEN;
			if (rc == RC_OK)
				rc = row(ctx, v, (size_t)PQnfields(r));
		} else if (rc == RC_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
			rc = rc_of(r, sql);
		}
		PQclear(r);
	}
	return rc;
}

static enum rc fill(struct db_conn *c, const struct db_table *t, const char *sql)
{
	static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
	PGresult *r = PQexec(c->handle, sql);
	bool good = PQresultStatus(r) == PGRES_COPY_IN;
	enum rc rc = good ? RC_OK : rc_of(r, t->name);
	PQclear(r);
	if (good && PQputCopyData(c->handle, head, sizeof(head)) != 1)
		return RC_BUSY;
	return rc;
}

static bool put_field(PGconn *h, char type, const struct db_value *v)
{
	uint64_t wide = htobe64((uint64_t)v->n);
	size_t len = type == 'i' ? sizeof(wide) : v->len;
	uint32_t length = htonl(v->null ? UINT32_MAX : (uint32_t)len);
	if (PQputCopyData(h, (const char *)&length, sizeof(length)) != 1)
		return false;
	return v->null || len == 0 || PQputCopyData(h, type == 'i' ? (const char *)&wide : v->at, (int)len) == 1;
}

static enum rc fill_end(struct db_conn *c, const struct db_table *t)
{
	const uint16_t none = UINT16_MAX;
	bool sent = PQputCopyData(c->handle, (const char *)&none, sizeof(none)) == 1 &&
		    PQputCopyEnd(c->handle, NULL) == 1;
	PGresult *r;
	enum rc rc = sent ? RC_OK : RC_BUSY;
	while ((r = PQgetResult(c->handle)) != NULL) {
		if (rc == RC_OK && PQresultStatus(r) != PGRES_COMMAND_OK)
			rc = rc_of(r, t->name);
		PQclear(r);
	}
	return rc;
}

static enum rc fill_row(struct db_conn *c, const struct db_table *t, const struct db_value *v)
{
	uint16_t n = htons((uint16_t)t->n);
	if (v == NULL)
		return fill_end(c, t);
	bool sent = PQputCopyData(c->handle, (const char *)&n, sizeof(n)) == 1;
	for (size_t i = 0; i < t->n && sent; i++)
		sent = put_field(c->handle, t->types[i], &v[i]);
	return sent ? RC_OK : RC_BUSY;
}

static bool stands(struct db_conn *c)
{
	return PQtransactionStatus(c->handle) == PQTRANS_INTRANS ||
	       PQtransactionStatus(c->handle) == PQTRANS_INERROR;
}

const struct db_driver db_postgres = {
	.open = open_conn,
	.close = close_conn,
	.run = run,
	.step = step,
	.exec = exec,
	.check = check,
	.stands = stands,
	.each = each,
	.fill = fill,
	.fill_row = fill_row,
};
