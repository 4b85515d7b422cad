/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The program without a wire, for ./bench: on a data directory that a demo made.
 *
 *	kin-drive DATA get COOKIE PATH N   answers a page N times, for callgrind
 *	kin-drive DATA trace TOKEN THREAD  the names of the statements that one send runs
 *	kin-drive DATA sql                 every statement: name, parameters, SQL
 *	kin-drive DATA serve               listens, and tells everybody who watches that
 *	                                   something is new, each time SIGUSR1 comes
 */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/db/engine.h"
#include "lib/json/json.h"
#include "src/demo/demo.h"
#include "tests/story/client.h"

enum { ARENA_MAX = 16 * 1024 * 1024 };

static int get_pages(struct world_under_test *t, const char *cookie, const char *path, long n)
{
	const char *const headers[] = { "Cookie", cookie, NULL };
	struct arena *a = arena_new(ARENA_MAX);
	size_t bytes = 0;
	for (long i = 0; i < n; i++) {
		struct answer got = test_raw(t, a, "GET", path, headers, NULL);
		if (got.status != 200)
			return fprintf(stderr, "%s: %d\n", path, got.status), 3;
		bytes = strlen(got.body);
		arena_reset(a);
	}
	printf("%zu bytes\n", bytes);
	arena_free(a);
	return 0;
}

static int print_statement(unsigned what, void *ctx, void *statement, void *sql)
{
	(void)what, (void)ctx, (void)sql;
	const char *text = sqlite3_sql(statement);
	for (size_t i = 0; i < db_statements_n; i++)
		if (text_is(db_statements[i]->sql, text))
			printf("%s\n", db_statements[i]->name);
	return 0;
}

static int trace_send(struct world_under_test *t, const char *token, const char *thread)
{
	struct arena *a = arena_new(ARENA_MAX);
	const char *path = arena_printf(a, "/api/v1/threads/%s/messages", thread);
	const char *bearer = arena_printf(a, "Bearer %s", token);
	const char *const headers[] = { "Authorization", bearer, "Content-Type", "application/json",
					"Idempotency-Key", "trace-one-send", NULL };
	sqlite3_trace_v2(server_shared(t->server)->db->conns[0].handle, SQLITE_TRACE_STMT,
			 print_statement, NULL);
	struct answer got = test_raw(t, a, "POST", path, headers, "{\"body\":\"one\",\"agree\":true}");
	if (got.status != 201)
		fprintf(stderr, "%d %s\n", got.status, got.body);
	arena_free(a);
	return got.status == 201 ? 0 : 3;
}

static int print_sql(void)
{
	for (size_t i = 0; i < db_statements_n; i++)
		printf("%s\t%s\t%s\n", db_statements[i]->name, db_statements[i]->params,
		       db_statements[i]->sql);
	return 0;
}

/* Everybody with a session of the load's. */
static size_t watchers(const char *data, struct id_person *into, size_t most)
{
	char path[4096];
	sqlite3 *h = NULL;
	sqlite3_stmt *s = NULL;
	size_t n = 0;
	(void)snprintf(path, sizeof(path), "%s/kinkeeper.db", data);
	if (sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(h, "SELECT a.person FROM session s JOIN account a ON a.id = s.account",
			       -1, &s, NULL) == SQLITE_OK)
		while (n < most && sqlite3_step(s) == SQLITE_ROW)
			into[n++].v = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	sqlite3_close(h);
	return n;
}

static int serve(struct world_under_test *t, const char *data)
{
	enum { MOST = 20000 };
	static struct id_person people[MOST];
	struct shared *s = server_shared(t->server);
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	size_t n = watchers(data, people, MOST);
	if (server_open(t->server, "127.0.0.1:0") != RC_OK)
		return 3;
	printf("listening http://%s\n", server_address(t->server));
	fflush(stdout);
	for (int which = 0; sigwait(&set, &which) == 0 && which == SIGUSR1;)
		for (size_t i = 0; i < n; i++)
			s->ring(s->ctx, people[i]);
	return 0;
}

int main(int argc, char **argv)
{
	struct world_under_test t = { 0 };
	int status = 2;
	if (argc < 3 || crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 2;
	struct server_conf conf = { .data = argv[1], .workers = 1, .demo = true,
				    .now = date_of(2026, 11, 20) * TIME_DAY + 14 * TIME_HOUR };
	if (server_start(&conf, &t.server) != RC_OK || demo_resume(server_shared(t.server)) != RC_OK)
		return 3;
	if (text_is(argv[2], "get") && argc == 6)
		status = get_pages(&t, argv[3], argv[4], atol(argv[5]));
	else if (text_is(argv[2], "trace") && argc == 5)
		status = trace_send(&t, argv[3], argv[4]);
	else if (text_is(argv[2], "sql"))
		status = print_sql();
	else if (text_is(argv[2], "serve"))
		status = serve(&t, argv[1]);
	server_stop(t.server);
	return status;
}
