/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What must hold for every statement, route, word and error:
 *
 *	kin-every postgresql://…
 */
#include <stdio.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "tests/story/client.h"

static int passed, failed;

static void check(bool good, const char *what, const char *name, const char *why)
{
	passed += good;
	failed += !good;
	if (!good)
		printf("FAILED %s: %s: %s\n", what, name, why);
}

/* --- statements ------------------------------------------------------------------------ */

static enum rc prepare_all(struct work *w, void *arg)
{
	for (size_t i = 0; i < db_statements_n; i++) {
		char why[200] = "";
		bool good = db_check(w->db, db_statements[i], why, sizeof(why)) == RC_OK;
		check(good, arg, db_statements[i]->name, why);
		if (!good)
			return RC_BROKEN; /* PostgreSQL's transaction is over: see the next one first */
	}
	return RC_OK;
}

static void check_statements(struct world_under_test *t, const char *engine)
{
	char what[60];
	(void)snprintf(what, sizeof(what), "statement on %s", engine);
	struct work_run run = { .shared = server_shared(t->server), .run = prepare_all, .arg = what };
	if (work_do(&run) != RC_OK)
		printf("not all statements were prepared on %s\n", engine);
}

/* --- routes ------------------------------------------------------------------------------- */

static bool has_handler(const struct route *r)
{
	if (text_is(r->method, "POST"))
		return r->act != NULL && r->page == NULL && r->json == NULL;
	if (r->plain != NULL)
		return r->act == NULL && r->page == NULL && r->json == NULL && r->page_only;
	return r->act == NULL && (r->page != NULL || r->json_only) && (r->json != NULL || r->page_only);
}

/* A witness's line is kept as it is signed, and an entry about each would make the log
 * grow by being looked at. */
static bool is_audited(const struct route *r)
{
	return text_is(r->method, "GET") || r->audit == AUDIT_ACT || text_is(r->op, "log.cosign");
}

static void check_routes(void)
{
	for (const struct route *const *table = route_tables; *table != NULL; table++) {
		for (const struct route *r = *table; r->path != NULL; r++) {
			check(r->who != 0, "route", r->op, "nobody may use it");
			check(has_handler(r), "route", r->op, "its faces and handlers differ");
			check(is_audited(r), "route", r->op, "an act without an audit entry");
			check(r->doc != NULL && text_ends(r->doc, "."), "route", r->op, "no sentence");
			check(strchr(r->op, '.') != NULL, "route", r->op, "not noun.verb");
			check(r->page_only || r->act == NULL || r->in_n == 0 || r->in != NULL, "route",
			      r->op, "no fields");
		}
	}
}

static int count_ops(const char *op, const char *method)
{
	int n = 0;
	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *r = *table; r->path != NULL; r++)
			n += text_is(r->op, op) && text_is(r->method, method);
	return n;
}

static void check_ops_are_unique(void)
{
	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *r = *table; r->path != NULL; r++)
			check(count_ops(r->op, r->method) == 1, "operationId", r->op, "comes twice");
}

/* Nobody who is signed out gets past a row that is not for anyone. */
static void check_doors(struct world_under_test *t)
{
	struct arena *a = arena_new(256 * 1024 * 1024);
	struct someone_under_test nobody = { .world = t };
	memset(nobody.cookie, 'A', 43);
	for (const struct route *const *table = route_tables; *table != NULL; table++) {
		for (const struct route *r = *table; r->path != NULL; r++) {
			if (r->who & WHO_ANYONE)
				continue;
			arena_reset(a);
			if (!r->page_only) {
				struct answer got = test_api(&nobody, a, r->method, r->path,
							     text_is(r->method, "POST") ? "{}" : NULL, NULL);
				check(got.status == 401, "signed out, API", r->op, got.body);
			}
			if (!r->json_only) {
				struct answer got = test_page(&nobody, a, r->method, r->path, NULL);
				check(got.status == 303, "signed out, page", r->op, got.body);
			}
		}
	}
	arena_free(a);
}

/* Every post without a form token, and every one from another site, is refused. */
static void check_forgery(struct world_under_test *t)
{
	struct arena *a = arena_new(256 * 1024 * 1024);
	struct someone_under_test rosa = { .world = t };
	test_sign_in(&rosa, a, "family");
	const char *cookie = arena_printf(a, "kin=%s.en", rosa.cookie);
	for (const struct route *const *table = route_tables; *table != NULL; table++) {
		for (const struct route *r = *table; r->path != NULL; r++) {
			if (r->act == NULL || r->json_only || r->demo_only || r->hook)
				continue;
			const char *const bare[] = { "Cookie", cookie, "Content-Type",
						     "application/x-www-form-urlencoded", NULL };
			struct answer got = test_raw(t, a, "POST", r->path, bare, "x=1");
			check(got.status == 403, "without a form token", r->op, got.body);
			const char *form = arena_printf(a, "form_token=%s", test_form_token(&rosa, a));
			const char *const foreign[] = { "Cookie", cookie, "Content-Type",
							"application/x-www-form-urlencoded", "Host", "here",
							"Origin", "https://evil.example", NULL };
			got = test_raw(t, a, "POST", r->path, foreign, form);
			check(got.status == 403, "from another site", r->op, got.body);
			const char *const fetched[] = { "Cookie", cookie, "Content-Type",
							"application/x-www-form-urlencoded",
							"Sec-Fetch-Site", "cross-site", NULL };
			got = test_raw(t, a, "POST", r->path, fetched, form);
			check(got.status == 403, "fetched across sites", r->op, got.body);
		}
	}
	arena_free(a);
}

int main(int argc, char **argv)
{
	struct world_under_test sqlite = { 0 }, postgres = { 0 };
	if (argc != 2 || crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 3;
	secret_make_cheap_for_tests();
	log_set_level(LOG_ERROR);
	test_world_start(&sqlite, NULL);
	check_statements(&sqlite, "SQLite");
	check_routes();
	check_ops_are_unique();
	check_doors(&sqlite);
	check_forgery(&sqlite);
	test_world_stop(&sqlite);
	test_world_start(&postgres, argv[1]);
	check_statements(&postgres, "PostgreSQL");
	test_world_stop(&postgres);
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
