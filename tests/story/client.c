/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/story/client.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "lib/note/signer.h"
#include "src/audit/checkpoint.h"
#include "src/demo/demo.h"
#include "src/faces/keys.h"

enum { FAMILIES = 3, WEEKS = 2, HEADERS = 16 };

static void must_work(enum rc rc, const char *what)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "test world: %s: %d\n", what, rc);
	exit(3);
}

static void empty_database(const char *url)
{
	char command[512];
	(void)snprintf(command, sizeof(command),
		       "psql -qX '%s' -c 'SET client_min_messages TO error; DROP SCHEMA public CASCADE;"
		       " CREATE SCHEMA public' >/dev/null", url);
	if (system(command) != 0)
		must_work(RC_BROKEN, "psql");
}

/* The owner makes the tables; what is tested runs as the role that serves. */
static const char *make_tables(const char *owner, char url[URL_MAX])
{
	struct db *db = NULL;
	int from = 0, to = 0;
	bool made = false;
	empty_database(owner);
	must_work(db_open(&(struct db_conf){ .url = owner, .connections = 1 }, &db), "open");
	must_work(db_migrate(db, &from, &to), "migrate");
	must_work(db_grant(db, "kinkeeper_run", "of a test", &made), "grant");
	db_close(db);
	must_work(db_url_as(owner, "kinkeeper_run", NULL, url, URL_MAX), "URL");
	return url;
}

/* Before there are threads, as in the program. */
static struct signer *start_signer(const char *dir)
{
	static const unsigned char secret[KEY_LEN] = "a key of the tests";
	struct signer *signer = NULL;
	char file[128], vkey[NOTE_KEY_MAX];
	(void)snprintf(file, sizeof(file), "%s/log.key", dir);
	must_work(signer_make_key(file, "kinkeeper.example/test", secret, vkey), "log key");
	must_work(signer_start(file, &signer), "signer");
	return signer;
}

void test_world_start(struct world_under_test *t, const char *database)
{
	struct demo_conf demo = { .families = FAMILIES, .weeks = WEEKS, .seed = 7 };
	struct server_conf conf = { .data = t->dir, .workers = 1, .demo = true,
				    .migrate = database == NULL, .connections = 8,
				    .hook_secret = "a secret of the tests",
				    .now = date_of(2026, 11, 20) * TIME_DAY + 14 * TIME_HOUR };
	demo.now = conf.now;
	t->database = database;
	if (database != NULL)
		conf.database = make_tables(database, t->url);
	const char *in = getenv("TMPDIR");
	(void)snprintf(t->dir, sizeof(t->dir), "%.40s/kinstory.XXXXXX", in ? in : "/tmp");
	if (mkdtemp(t->dir) == NULL)
		must_work(RC_BROKEN, "mkdtemp");
	must_work(keys_make(t->dir, NULL), "key");
	conf.signer = t->signer = start_signer(t->dir);
	must_work(server_start(&conf, &t->server), "start");
	must_work(demo_build(server_shared(t->server), &demo), "demo");
}

/* With another verifier than the program's own, as whoever distrusts it would. */
static void verify(struct world_under_test *t)
{
	char command[2 * URL_MAX];
	(void)snprintf(command, sizeof(command), "%s %s '%s' >%s/verified || { cat %s/verified; exit 1; }", t->verify,
		       t->database ? "--database" : "--data", t->database ? t->database : t->dir, t->dir, t->dir);
	t->unsound = system(command) != 0;
}

void test_world_stop(struct world_under_test *t)
{
	char command[128];
	if (log_turn(server_shared(t->server)) != RC_OK)
		fprintf(stderr, "test world: the log's last turn did not end well\n");
	server_stop(t->server);
	signer_stop(t->signer);
	if (t->verify != NULL)
		verify(t);
	(void)snprintf(command, sizeof(command), "rm -rf %s", t->dir);
	if (system(command) != 0)
		fprintf(stderr, "test world: %s stays\n", t->dir);
}

struct wait {
	struct http_exchange x; /* first: done() gets its address */
	pthread_mutex_t lock;
	pthread_cond_t over;
	bool is_over;
};

static void on_done(struct http_exchange *x)
{
	struct wait *w = (struct wait *)x;
	pthread_mutex_lock(&w->lock);
	w->is_over = true;
	pthread_cond_signal(&w->over);
	pthread_mutex_unlock(&w->lock);
}

static const char *header_of(const struct http_res *res, const char *name)
{
	for (size_t i = 0; i < res->extras; i++)
		if (text_is_nocase(res->extra[i].name, name))
			return res->extra[i].value;
	return "";
}

static void fill_request(struct http_req *q, struct arena *a, const char *method, const char *path,
			 const char *const *headers, const char *body)
{
	const char *question = strchr(path, '?');
	struct http_pair *pairs = arena_array(a, struct http_pair, HEADERS);
	q->method = method;
	q->path = question ? arena_strn(a, path, (size_t)(question - path)) : path;
	q->body = body;
	q->body_len = body ? strlen(body) : 0;
	q->peer = "127.0.0.1";
	for (size_t i = 0; headers != NULL && headers[i] != NULL; i += 2) {
		assert(q->headers.n < HEADERS);
		pairs[q->headers.n++] = (struct http_pair){ headers[i], headers[i + 1],
							    strlen(headers[i + 1]), NULL };
	}
	q->headers.at = pairs;
	if (question != NULL &&
	    http_parse_query(a, question + 1, strlen(question + 1), &q->query) != RC_OK)
		q->wrong = "query";
	const char *cookie = http_header(q, "Cookie");
	if (cookie != NULL && http_parse_cookies(a, cookie, &q->cookies) != RC_OK)
		q->wrong = "cookies";
}

struct answer test_raw(struct world_under_test *t, struct arena *a, const char *method,
		       const char *path, const char *const *headers, const char *body)
{
	struct wait *w = arena_new_of(a, struct wait);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->over, NULL);
	w->x.arena = a;
	fill_request(&w->x.req, a, method, path, headers, body);
	server_answer(t->server, &w->x, on_done);
	pthread_mutex_lock(&w->lock);
	while (!w->is_over)
		pthread_cond_wait(&w->over, &w->lock);
	pthread_mutex_unlock(&w->lock);
	const struct http_res *res = &w->x.res;
	return (struct answer){ .status = res->status,
				.body = buf_text(&res->body),
				.location = header_of(res, "Location"),
				.cookie = header_of(res, "Set-Cookie"),
				.type = res->type ? res->type : "",
				.res = &w->x.res };
}

static void keep_cookie(struct someone_under_test *s, const struct answer *got)
{
	if (!text_starts(got->cookie, "kin="))
		return;
	const char *value = got->cookie + 4;
	size_t len = strcspn(value, ".;");
	if (len >= sizeof(s->cookie))
		return;
	memcpy(s->cookie, value, len);
	s->cookie[len] = '\0';
	if (value[len] == '.')
		(void)snprintf(s->lang, sizeof(s->lang), "%.*s", (int)strcspn(value + len + 1, ";"),
			       value + len + 1);
}

void test_sign_in(struct someone_under_test *s, struct arena *a, const char *persona)
{
	const char *form = arena_printf(a, "persona=%s", persona);
	const char *const page[] = { "Content-Type", "application/x-www-form-urlencoded", NULL };
	const char *const api[] = { "Content-Type", "application/x-www-form-urlencoded", "Accept",
				    "application/json", NULL };
	struct answer got = test_raw(s->world, a, "POST", "/demo/sign-in", page, form);
	keep_cookie(s, &got);
	got = test_raw(s->world, a, "POST", "/demo/sign-in", api, form);
	const char *token = strstr(got.body, "\"token\":\"");
	if (got.status != 200 || token == NULL) {
		fprintf(stderr, "cannot sign in as %s: %d %s\n", persona, got.status, got.body);
		exit(3);
	}
	(void)snprintf(s->token, sizeof(s->token), "%.43s", token + strlen("\"token\":\""));
	const char *person = strstr(got.body, "\"person\":\"");
	if (person != NULL)
		(void)snprintf(s->person, sizeof(s->person), "%.26s", person + strlen("\"person\":\""));
}

const char *test_form_token(struct someone_under_test *s, struct arena *a)
{
	unsigned char secret[FORM_SECRET_LEN];
	const struct shared *shared = server_shared(s->world->server);
	const char *of = s->cookie;
	int64_t child = 0;
	if (id_private(shared->cipher, ID_OF_person, s->form_for, &child))
		of = arena_printf(a, "%s %lld", s->cookie, (long long)child);
	hmac256(shared->form_key, of, strlen(of), secret);
	return html_form_token(a, secret);
}

/* Forms are for whom the page that is open says: a child, or oneself. */
static void keep_child(struct someone_under_test *s, const struct answer *got)
{
	static const char hidden[] = "name=\"form_for\" value=\"";
	const char *at = strstr(got->body, hidden);
	(void)snprintf(s->form_for, sizeof(s->form_for), "%.26s", at ? at + sizeof(hidden) - 1 : "");
}

static struct answer ask_page(struct someone_under_test *s, struct arena *a, const char *method,
			const char *path, const char *form)
{
	uint64_t once;
	const char *cookie = arena_printf(a, "kin=%s.%s", s->cookie, *s->lang ? s->lang : "en");
	const char *const headers[] = { "Cookie", cookie, "Content-Type",
					"application/x-www-form-urlencoded",
					*s->hook ? "X-Hook-Secret" : *s->source ? "X-Forwarded-For" : NULL,
					*s->hook ? s->hook : s->source, NULL };
	rand_bytes(&once, sizeof(once));
	const char *other = form != NULL ? strstr(form, "form_for=") : NULL;
	if (other != NULL)
		(void)snprintf(s->form_for, sizeof(s->form_for), "%.*s",
			       (int)strcspn(other + strlen("form_for="), "&"), other + strlen("form_for="));
	bool keyed = form != NULL && strstr(form, "idempotency_key=") != NULL;
	if (text_is(method, "POST"))
		form = arena_printf(a, "form_token=%s%s%s%s%s%s", test_form_token(s, a),
				    *s->form_for && !other ? "&form_for=" : "", other ? "" : s->form_for,
				    keyed ? "" : arena_printf(a, "&idempotency_key=%016llx", (unsigned long long)once),
				    form && *form ? "&" : "", form ? form : "");
	struct answer got = test_raw(s->world, a, method, path, headers, form);
	keep_cookie(s, &got);
	return got;
}

struct answer test_page(struct someone_under_test *s, struct arena *a, const char *method,
			const char *path, const char *form)
{
	struct answer got = ask_page(s, a, method, path, form);
	if (text_starts(got.type, "text/html"))
		keep_child(s, &got);
	else if (got.status == 303 && text_is(path, "/children/act")) {
		struct answer next = ask_page(s, a, "GET", got.location, NULL);
		keep_child(s, &next);
	}
	return got;
}

struct answer test_api(struct someone_under_test *s, struct arena *a, const char *method,
		       const char *path, const char *json, const char *key)
{
	const char *bearer = arena_printf(a, "Bearer %s", s->token);
	const char *whole = arena_printf(a, "/api/v1%s", path);
	const char *const keyed[] = { "Authorization", bearer, "Content-Type", "application/json",
				      "Idempotency-Key", key, NULL };
	const char *const from[] = { "Authorization", bearer, "Content-Type", "application/json",
				     *s->source ? "X-Forwarded-For" : NULL, s->source, NULL };
	const char *const *headers = key ? keyed : from;
	return test_raw(s->world, a, method, whole, headers, json);
}
