/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What each statement reads, as SQLite's authorizer tells, a line per column:
 *
 *	kin-reads        feature statement pass table.column
 *
 * where pass is own, subject, or program for a statement that asks for none; and for what it
 * answers, with what lib/work/shows.def calls it, or a dash:
 *
 *	answers          statement pass class table.column
 *
 * The whole-tree test makes the data map of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/db/engine.h"

static void print_column(void *ctx, const char *table, const char *column)
{
	const struct db_query *q = ctx;
	printf("%s %s %s %s.%s\n", q->feature, q->name,
	       q->own ? "own" : q->personal ? "subject" : "program", table, column);
}

/* The class of one place in "number,,rules". */
static void print_answer(void *ctx, int place, const char *table, const char *column)
{
	const struct db_query *q = ctx;
	const char *at = q->shows ? q->shows : "";
	for (int i = 0; i < place && *at != '\0'; i++)
		at += strcspn(at, ",") + (at[strcspn(at, ",")] == ',');
	int len = (int)strcspn(at, ",");
	printf("answers %s %s %.*s %s.%s\n", q->name, q->own ? "own" : q->personal ? "subject" : "program",
	       len > 0 ? len : 1, len > 0 ? at : "-", table, column);
}

static enum rc print_all(struct db_conn *c)
{
	/* What the engine reads for its own checks is nobody's answer. */
	TRY(c->db->driver->exec(c, "PRAGMA foreign_keys=OFF"));
	for (size_t i = 0; i < db_statements_n; i++) {
		union {
			const struct db_query *in;
			void *out;
		} q = { .in = db_statements[i] };
		TRY(db_reads(c, q.in, print_column, q.out));
		TRY(db_answers(c, q.in, print_answer, q.out));
	}
	return RC_OK;
}

int main(void)
{
	char dir[] = "/tmp/kinreads.XXXXXX", path[64], command[64];
	struct db *db = NULL;
	struct db_conn *c = NULL;
	int from = 0, to = 0;
	log_set_level(LOG_ERROR);
	if (mkdtemp(dir) == NULL)
		return 3;
	(void)snprintf(path, sizeof(path), "%s/t.db", dir);
	bool good = db_open(&(struct db_conf){ .path = path, .create = true }, &db) == RC_OK &&
		    db_migrate(db, &from, &to) == RC_OK && db_conn_open(db, &c) == RC_OK &&
		    print_all(c) == RC_OK;
	if (c != NULL)
		db_conn_close(c);
	if (db != NULL)
		db_close(db);
	(void)snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command) == 0 && good ? 0 : 3;
}
