/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Lists that go on: page after page, nothing is skipped and nothing comes twice, though
 * many items have the same time and page edges fall between them. On both engines.
 *
 *	kin-paging postgresql://…
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "tests/story/client.h"

enum { ID_LEN = TEXT_BASE32_128, SEEN_MAX = 400, SQL_MAX = 8192 };

static int passed, failed;

static void check(bool good, const char *engine, const char *what, int got)
{
	passed += good;
	failed += !good;
	if (!good)
		printf("FAILED %s on %s: got %d\n", what, engine, got);
}

/* Statements as the database's owner; they are the same for both engines. */
static void sql(const struct world_under_test *t, const char *text)
{
	char file[] = "/tmp/kinpaging.XXXXXX", command[SQL_MAX];
	int fd = mkstemp(file);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	if (out == NULL || fputs(text, out) < 0 || fclose(out) != 0)
		exit(3);
	if (t->database != NULL)
		(void)snprintf(command, sizeof(command), "psql -qX -v ON_ERROR_STOP=1 '%s' -f %s >/dev/null",
			       t->database, file);
	else
		(void)snprintf(command, sizeof(command), "sqlite3 -bail -cmd '.timeout 30000' %s/kinkeeper.db <%s >/dev/null",
			       t->dir, file);
	if (system(command) != 0)
		exit(3);
	remove(file);
}

/* --- walking ----------------------------------------------------------------------------------- */

struct seen {
	char at[SEEN_MAX][ID_LEN + 1];
	int n, twice, pages;
};

static void see(struct seen *s, const char *id)
{
	for (int i = 0; i < s->n; i++)
		s->twice += strncmp(s->at[i], id, ID_LEN) == 0;
	if (s->n < SEEN_MAX)
		(void)snprintf(s->at[s->n++], ID_LEN + 1, "%s", id);
}

/* Every "name":"id" of a page; returns how many. */
static int see_page(struct seen *s, struct arena *a, const char *body, const char *name)
{
	const char *key = arena_printf(a, "\"%s\":\"", name);
	int n = 0;
	for (const char *at = strstr(body, key); at != NULL; at = strstr(at + 1, key), n++)
		see(s, at + strlen(key));
	return n;
}

static const char *next_of(struct arena *a, const char *body)
{
	const char *at = strstr(body, "\"next\":\"");
	return at ? arena_strn(a, at + strlen("\"next\":\""), ID_LEN) : NULL;
}

/* What is done to a page before the next one is asked for. */
typedef void between(struct someone_under_test *one, struct arena *a, const struct seen *s);

static struct seen walk(struct someone_under_test *one, struct arena *a, const char *path, const char *name,
			between *act)
{
	struct seen s = { 0 };
	const char *next = "";
	while (next != NULL && s.pages < SEEN_MAX) {
		const char *from = *next ? arena_printf(a, "%s?after=%s", path, next) : path;
		struct answer got = test_api(one, a, "GET", from, NULL, NULL);
		if (got.status != 200)
			exit(3);
		s.pages++;
		(void)see_page(&s, a, got.body, name);
		next = next_of(a, got.body);
		if (next != NULL && act != NULL)
			act(one, a, &s);
	}
	return s;
}

/* The last item of the page, where the next one begins, is decided meanwhile. */
static void approve_the_last(struct someone_under_test *one, struct arena *a, const struct seen *s)
{
	const char *json = arena_printf(a, "{\"items\":[\"%s\"]}", s->at[s->n - 1]);
	if (test_api(one, a, "POST", "/queue/approve", json, NULL).status != 200)
		exit(3);
}

/* --- lists ------------------------------------------------------------------------------------- */

#define MANY(n) "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < " #n ") "
#define PERSON(stem) "(SELECT a.person FROM demo_persona d JOIN account a ON a.id = d.account WHERE d.stem = '" stem "')"
#define ROSAS "(SELECT t.id, t.tenant, t.site FROM thread t JOIN thread_member m ON m.thread = t.id" \
	      " WHERE t.kind = 'family' AND m.person = " PERSON("family") " ORDER BY t.id LIMIT 1)"
/* Three moments, so that each page edge falls between two items of one. */
#define MOMENT "1800000000000 + (i % 3) * 1000"

static const char many_messages[] = MANY(70)
	"INSERT INTO message (key, thread, sender, body, lang, state, sent_at, due_at, state_at)"
	" SELECT t.id * 16777216 + 1000 + i, t.id, " PERSON("family") ", 'One of many', 'en', 'checking', "
	MOMENT ", " MOMENT ", " MOMENT " FROM g, " ROSAS " t;"
	"INSERT INTO review (message, tenant, site, sender, receiver, state, flagged, why, due_at)"
	" SELECT m.key, t.tenant, t.site, m.sender, " PERSON("inside") ", 'open', 0, '', m.due_at"
	" FROM message m JOIN thread t ON t.id = m.thread WHERE m.body = 'One of many';";
static const char many_threads[] = MANY(70)
	"INSERT INTO thread (id, tenant, site, kind, last_at, made_at)"
	" SELECT 500000 + i, t.tenant, t.site, 'group', " MOMENT ", 0 FROM g, " ROSAS " t;"
	"INSERT INTO thread_member (thread, person, side, last_at)"
	" SELECT t.id, " PERSON("family") ", 'family', t.last_at FROM thread t WHERE t.id > 500000;"
	"INSERT INTO thread_member (thread, person, side, last_at)"
	" SELECT t.id, " PERSON("inside") ", 'inside', t.last_at FROM thread t WHERE t.id > 500000;";
static const char many_links[] = MANY(140)
	"INSERT INTO tie (id, tenant, family, relation, state, typed_number, typed_name, site, asked_at, due_at)"
	" SELECT 900000 + i, t.tenant, " PERSON("family2") ", 'friend', 'checking', '1', 'Nobody', t.site, 0, "
	MOMENT " FROM g, " ROSAS " t;";

static const char many_lines[] = MANY(140)
	"INSERT INTO ledger_line (id, tenant, person, kind, viewer, role, what, why, basis, told, day, at, last_at, entry)"
	" SELECT 700000 + i, t.tenant, " PERSON("family") ", 'disclosure', 1, 'visits', 'name', 'care', 'law', 'Somebody',"
	" 0, " MOMENT ", " MOMENT ", 0 FROM g, " ROSAS " t;";

static const struct list {
	const char *what, *persona, *path, *name, *more;
	int n, page;
} lists[] = {
	{ "the queue", "reviewer", "/queue", "message", many_messages, 70, 25 },
	{ "the inbox", "family", "/threads", "thread", many_threads, 70, 20 },
	{ "who saw my data", "family", "/ledger", "line", many_lines, 140, 50 },
	{ "requests to be linked", "visits", "/links", "tie", many_links, 140, 50 },
};

static void check_list(struct world_under_test *t, const char *engine, const struct list *l)
{
	struct arena *a = arena_new(64 * 1024 * 1024);
	struct someone_under_test one = { .world = t };
	memset(one.cookie, 'A', 43);
	test_sign_in(&one, a, l->persona);
	int before = walk(&one, a, l->path, l->name, NULL).n;
	sql(t, l->more);
	struct seen s = walk(&one, a, l->path, l->name, NULL);
	check(s.n == before + l->n, engine, arena_printf(a, "%s skips none", l->what), s.n - before);
	check(s.twice == 0, engine, arena_printf(a, "%s shows none twice", l->what), s.twice);
	check(s.pages == (s.n + l->page - 1) / l->page, engine, arena_printf(a, "%s has full pages", l->what), s.pages);
	arena_free(a);
}

static void check_decided_meanwhile(struct world_under_test *t, const char *engine)
{
	struct arena *a = arena_new(64 * 1024 * 1024);
	struct someone_under_test joan = { .world = t };
	memset(joan.cookie, 'A', 43);
	test_sign_in(&joan, a, "reviewer");
	int all = walk(&joan, a, "/queue", "message", NULL).n;
	struct seen s = walk(&joan, a, "/queue", "message", approve_the_last);
	check(s.n == all && s.twice == 0, engine, "the queue goes on behind an item decided meanwhile", s.n - all);
	check(walk(&joan, a, "/queue", "message", NULL).n == all - (s.pages - 1), engine,
	      "what was decided is gone from the queue", all);
	arena_free(a);
}

/* Search shows its 50 newest; those of one moment by their keys, the same on both engines. */
static void check_search(struct world_under_test *t, const char *engine)
{
	struct arena *a = arena_new(64 * 1024 * 1024);
	struct someone_under_test rosa = { .world = t };
	struct seen s = { 0 };
	memset(rosa.cookie, 'A', 43);
	test_sign_in(&rosa, a, "family");
	struct answer got = test_api(&rosa, a, "POST", "/search", "{\"words\":\"one of many\"}", NULL);
	int n = see_page(&s, a, got.body, "message");
	check(n == 50, engine, "search shows 50", n);
	check(s.twice == 0, engine, "search shows none twice", s.twice);
	arena_free(a);
}

static void check_engine(const char *database, const char *engine)
{
	struct world_under_test t = { 0 };
	test_world_start(&t, database);
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		check_list(&t, engine, &lists[i]);
	check_decided_meanwhile(&t, engine);
	check_search(&t, engine);
	test_world_stop(&t);
}

int main(int argc, char **argv)
{
	if (argc != 2 || crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 3;
	secret_make_cheap_for_tests();
	log_set_level(LOG_ERROR);
	check_engine(NULL, "SQLite");
	check_engine(argv[1], "PostgreSQL");
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
