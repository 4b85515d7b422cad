/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/server.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faces_q.h"
#include "lib/base/log.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "lib/db/copy.h"
#include "lib/http/server.h"
#include "lib/send/send.h"
#include "src/audit/checkpoint.h"
#include "src/audit/log.h"
#include "src/faces/keys.h"
#include "src/faces/live.h"
#include "src/faces/slow.h"
#include "src/messages/phrases.h"
#include "src/vault/vault.h"

enum {
	WORKERS_MAX = 64,
	ARENA_MAX = 64 * 1024 * 1024,
	IDLE_S = 75,
	KEY_CONNECTIONS = 4,
	LEAP_STEPS = 400, /* of the demo's clock: hourly up to 16 days, daily up to a year */
	CONNECTIONS = 12000,
	ROUTES_MAX = 400,
};

struct server {
	struct shared shared;
	struct server_conf conf;
	struct http_server *http;
	char base_url[300]; /* of a server that was not told its own */
	struct live *live;
	struct db_conn *readers[WORKERS_MAX]; /* SQLite: one per worker */
	pthread_mutex_t reader_lock;	      /* of readers[0], in tests */
	const struct zone *utc;
	const struct route *routes[ROUTES_MAX];
	size_t routes_n;

	struct slow *slow;
	pthread_t job_thread, log_thread;
	bool jobs_started, log_started, closing, jobs_asked;
	atomic_bool jobs_end; /* no further job is begun */
	pthread_mutex_t lock;
	pthread_cond_t jobs_more, over;
};

struct shared *server_shared(struct server *s)
{
	return &s->shared;
}

bool server_is_secure(const struct server *s)
{
	return s->conf.secure;
}

const struct zone *server_utc(const struct server *s)
{
	return s->utc;
}

const char *server_address(const struct server *s)
{
	return s->http ? http_server_address(s->http) : "";
}

/* --- routes --------------------------------------------------------------------------- */

static void list_routes(struct server *s)
{
	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *route = *table; route->path != NULL; route++)
			if (s->routes_n < ROUTES_MAX)
				s->routes[s->routes_n++] = route;
}

/* Compares segment by segment; what stands at {name} is noted. */
static bool path_fits(struct web *r, const char *pattern, const char *path)
{
	r->path.n = 0;
	while (*pattern != '\0' && *path != '\0') {
		if (*pattern != '{') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		size_t name = strcspn(pattern, "}"), len = strcspn(path, "/");
		if (len == 0 || r->path.n == WEB_VALUES_MAX)
			return false;
		struct field_value *v = &r->path.at[r->path.n++];
		*v = (struct field_value){ .name = arena_strn(r->w.arena, pattern + 1, name - 1),
					   .text = arena_strn(r->w.arena, path, len),
					   .len = len };
		pattern += name + 1;
		path += len;
	}
	return *pattern == '\0' && *path == '\0';
}

const struct route *route_find(struct web *r, const char *method, const char *path, bool *ret_other)
{
	struct server *s = r->server;
	if (r->path.at == NULL)
		r->path.at = arena_array(r->w.arena, struct field_value, WEB_VALUES_MAX);
	*ret_other = false;
	for (size_t i = 0; i < s->routes_n; i++) {
		const struct route *route = s->routes[i];
		if (route->path[1] != path[1] || !path_fits(r, route->path, path))
			continue;
		if (text_is(route->method, method))
			return route;
		*ret_other = true;
	}
	r->path.n = 0;
	return NULL;
}

/* --- where work runs ------------------------------------------------------------------------ */

enum rc server_task(struct server *s, struct db_task *t, unsigned worker)
{
	if (t->write || db_engine_of(s->shared.db) == DB_POSTGRES)
		return db_submit(s->shared.db, t);
	bool shared_reader = s->conf.listen == NULL; /* s->http is set when workers run already */
	if (shared_reader)
		pthread_mutex_lock(&s->reader_lock);
	(void)db_read_here(s->readers[worker], t);
	if (shared_reader)
		pthread_mutex_unlock(&s->reader_lock);
	t->done(t);
	return RC_OK;
}

enum rc server_slow(struct server *s, void (*work)(void *arg), void *arg)
{
	return slow_add(s->slow, work, arg);
}

/* --- jobs ---------------------------------------------------------------------------------------- */

static void run_jobs(struct server *s)
{
	int ran = 0;
	if (jobs_run_due(&s->shared, job_kinds, &s->jobs_end, &ran) != RC_OK)
		log_line(LOG_WARN, "jobs", "stopped after %d", ran);
}

static void *serve_jobs(void *arg)
{
	struct server *s = arg;
	pthread_mutex_lock(&s->lock);
	while (!s->closing) {
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += 1;
		if (!s->jobs_asked)
			pthread_cond_timedwait(&s->jobs_more, &s->lock, &until);
		s->jobs_asked = false;
		if (s->closing)
			break;
		pthread_mutex_unlock(&s->lock);
		run_jobs(s);
		pthread_mutex_lock(&s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* --- the audit log ------------------------------------------------------------------------------- */

static void *serve_log(void *arg)
{
	struct server *s = arg;
	pthread_mutex_lock(&s->lock);
	while (!s->closing) {
		struct timespec until;
		pthread_mutex_unlock(&s->lock);
		if (log_turn(&s->shared) != RC_OK)
			log_line(LOG_WARN, "log", "a turn did not end well");
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += 1;
		pthread_mutex_lock(&s->lock);
		if (!s->closing)
			pthread_cond_timedwait(&s->over, &s->lock, &until);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* Beside pages or jobs of one's own: where there is a socket to answer at, or none is
 * wanted (`kinkeeper jobs`). Tests and commands take their turns themselves. */
static enum rc start_log(struct server *s)
{
	bool postgres = db_engine_of(s->shared.db) == DB_POSTGRES;
	if (s->log_started || (!postgres && s->conf.signer == NULL))
		return RC_OK;
	if (pthread_create(&s->log_thread, NULL, serve_log, s) != 0)
		return RC_BROKEN;
	s->log_started = true;
	return RC_OK;
}

static void on_job(void *ctx)
{
	struct server *s = ctx;
	pthread_mutex_lock(&s->lock);
	s->jobs_asked = true;
	pthread_cond_signal(&s->jobs_more);
	pthread_mutex_unlock(&s->lock);
}

/* Jobs run at the time they are due, not all at the end of the leap. */
static enum rc leap(struct server *s, int64_t now)
{
	int64_t at = 0;
	int ran = 1;
	while (ran > 0) {
		TRY(jobs_next_due(&s->shared, &at));
		if (at > now)
			break;
		if (at > shared_now(&s->shared))
			atomic_store(&s->shared.demo_now, at);
		TRY(jobs_run_due(&s->shared, job_kinds, &s->jobs_end, &ran));
	}
	return RC_OK;
}

enum rc server_set_clock(struct server *s, int64_t now)
{
	int ran = 0;
	int64_t from = shared_now(&s->shared);
	if (now < from)
		return RC_INVALID;
	atomic_store(&s->shared.leap_step, (now - from) / LEAP_STEPS);
	atomic_store(&s->shared.leap_to, now);
	enum rc rc = leap(s, now);
	atomic_store(&s->shared.leap_to, 0);
	TRY(rc);
	atomic_store(&s->shared.demo_now, now);
	TRY(jobs_run_due(&s->shared, job_kinds, &s->jobs_end, &ran));
	return log_turn(&s->shared);
}

/* --- live pages -------------------------------------------------------------------------------------- */

static enum rc on_send(void *ctx, const char *channel, const char *address, const char *subject,
		       const char *body)
{
	struct server *s = ctx;
	return sender_send(s->conf.sender, channel, address, subject, body);
}

static void on_ring(void *ctx, struct id_person person)
{
	struct server *s = ctx;
	live_ring(s->live, person);
}

void server_watch(struct server *s, struct http_exchange *x, struct id_person person)
{
	if (s->conf.listen != NULL)
		live_add(s->live, person, http_stream_of(x));
}

static void on_stream_gone(void *ctx, struct http_stream *stream)
{
	struct server *s = ctx;
	live_gone(s->live, stream);
}

/* --- the wire ------------------------------------------------------------------------------------------ */

static void on_request(void *ctx, struct http_exchange *x)
{
	server_answer(ctx, x, http_done);
}

static size_t on_limit(void *ctx, const char *method, const char *path)
{
	struct server *s = ctx;
	char room[256];
	if (text_starts(path, "/api/v1/"))
		path += strlen("/api/v1");
	if (!text_is(method, "POST") || strlen(path) >= sizeof(room))
		return 0;
	for (size_t i = 0; i < s->routes_n; i++) {
		const char *a = s->routes[i]->path, *b = path;
		while (*a != '\0' && *b != '\0') {
			if (*a == '{') {
				a += strcspn(a, "}") + 1;
				b += strcspn(b, "/");
			} else if (*a++ != *b++) {
				break;
			}
		}
		if (*a == '\0' && *b == '\0' && s->routes[i]->act != NULL)
			return s->routes[i]->body ? s->routes[i]->body : BODY_FORM;
	}
	return 0;
}

static const char *const open_headers[] = {
	"Content-Security-Policy",
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
	"manifest-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; "
	"trusted-types kin",
	"X-Content-Type-Options", "nosniff",
	"Referrer-Policy", "same-origin", /* with no-referrer, forms would send Origin: null */
	"Cache-Control", "no-store",
	"Cross-Origin-Opener-Policy", "same-origin",
	"Cross-Origin-Resource-Policy", "same-origin",
	"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()",
	"X-Frame-Options", "DENY",
	NULL, NULL, NULL, /* room for HSTS */
};

static enum rc start_http(struct server *s)
{
	static const char *strict_headers[COUNT_OF(open_headers)];
	memcpy(strict_headers, open_headers, sizeof(open_headers));
	size_t last = COUNT_OF(open_headers) - 3;
	strict_headers[last] = "Strict-Transport-Security";
	strict_headers[last + 1] = "max-age=63072000; includeSubDomains";
	return http_server_start(&(struct http_server_conf){ .listen = s->conf.listen,
							     .workers = s->conf.workers,
							     .connections = CONNECTIONS,
							     .idle_s = IDLE_S,
							     .arena_max = ARENA_MAX,
							     .headers = s->conf.secure ? strict_headers :
											 open_headers,
							     .ctx = s,
							     .body_limit = on_limit,
							     .answer = on_request,
							     .stream_gone = on_stream_gone },
				 &s->http);
}

/* --- starting and stopping --------------------------------------------------------------------------------- */

/* A restore that was over but for the name of its keys (src/backup/backup_cli.c); one that was not
 * has its bar before them. */
static void finish_restore(const char *path)
{
	char from[4096 + 16];
	struct db *db = NULL;
	(void)snprintf(from, sizeof(from), "%s.restoring", path);
	if (access(path, F_OK) == 0 || access(from, F_OK) != 0 ||
	    db_open(&(struct db_conf){ .schema = &db_key_schema, .path = from }, &db) != RC_OK)
		return;
	bool whole = db_schema_is_current(db) == RC_OK;
	db_close(db);
	if (whole && db_file_move(from, path) != RC_OK)
		log_line(LOG_ERROR, "keys", "%s cannot be renamed", from);
}

/* A file of this process alone follows the program; a database for several is migrated by its owner. */
static enum rc open_keys(struct server *s)
{
	static _Thread_local char path[4096];
	int from = 0, to = 0;
	(void)snprintf(path, sizeof(path), "%s/keys.db", s->conf.data ? s->conf.data : ".");
	if (s->conf.key_database == NULL)
		finish_restore(path);
	struct db_conf conf = { .schema = &db_key_schema, .path = path, .url = s->conf.key_database, .create = true,
				.connections = KEY_CONNECTIONS, .weak_sync = s->conf.weak_sync };
	TRY(db_open(&conf, &s->shared.keys));
	if (conf.url == NULL || s->conf.migrate)
		TRY(db_migrate(s->shared.keys, &from, &to));
	TRY(db_schema_is_current(s->shared.keys));
	return vault_start(&s->shared);
}

static enum rc open_store(struct server *s)
{
	static _Thread_local char path[4096];
	int from = 0, to = 0;
	s->utc = zone_find("UTC");
	if (s->conf.data != NULL)
		(void)snprintf(path, sizeof(path), "%s/kinkeeper.db", s->conf.data);
	struct db_conf conf = { .path = path, .url = s->conf.database, .create = s->conf.migrate,
				.connections = s->conf.connections,
				.weak_sync = s->conf.weak_sync };
	TRY(db_open(&conf, &s->shared.db));
	if (s->conf.migrate)
		TRY(db_migrate(s->shared.db, &from, &to));
	TRY(db_schema_is_current(s->shared.db));
	TRY(open_keys(s));
	if (conf.url != NULL)
		return RC_OK;
	for (unsigned i = 0; i < s->conf.workers; i++)
		TRY(db_conn_open(s->shared.db, &s->readers[i]));
	return RC_OK;
}

static enum rc last_id(struct work *w, void *arg)
{
	return q_ids_last(w, arg);
}

/* Ids are in order of time: they go on after the store's last, also where a clock was set
 * back, or is the demo's. */
static enum rc go_on_with_ids(struct server *s)
{
	int64_t last = 0;
	TRY(work_do(&(struct work_run){ .shared = &s->shared, .run = last_id, .arg = &last }));
	atomic_store(&s->shared.ids.last, last);
	return RC_OK;
}

static enum rc start_threads(struct server *s)
{
	s->slow = slow_new();
	if (s->slow == NULL)
		return RC_BROKEN;
	TRY(jobs_plan(&s->shared, job_kinds));
	if (!s->conf.own_jobs)
		return RC_OK;
	if (pthread_create(&s->job_thread, NULL, serve_jobs, s) != 0)
		return RC_BROKEN;
	s->jobs_started = true;
	return RC_OK;
}

static enum rc start_all(struct server *s)
{
	unsigned char master[KEY_LEN];
	TRY(keys_load(s->conf.data, master));
	key_derive(master, "form", s->shared.form_key);
	key_derive(master, "index", s->shared.index_key);
	key_derive(master, "seed", s->shared.seed_key);
	key_derive(master, "backup signature", s->shared.backup_key);
	key_derive(master, "root", s->shared.root_key);
	unsigned char id_key[KEY_LEN];
	key_derive(master, "public id", id_key);
	bytes_wipe(master, sizeof(master));
	TRY(id_cipher_new(id_key, &s->shared.cipher));
	TRY(open_store(s));
	TRY(go_on_with_ids(s));
	TRY(log_open(&s->shared));
	TRY(start_threads(s));
	if (s->conf.listen != NULL || s->conf.own_jobs)
		TRY(start_log(s));
	return s->conf.listen ? start_http(s) : RC_OK;
}

enum rc server_open(struct server *s, const char *listen)
{
	s->conf.listen = listen;
	TRY(start_http(s));
	if (s->conf.base_url == NULL) {
		(void)snprintf(s->base_url, sizeof(s->base_url), "http://%s", http_server_address(s->http));
		s->shared.base_url = s->base_url;
	}
	return RC_OK;
}

enum rc server_start(const struct server_conf *conf, struct server **ret)
{
	struct server *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return RC_BROKEN;
	s->conf = *conf;
	s->conf.workers = conf->workers ? conf->workers : 1;
	pthread_mutex_init(&s->lock, NULL);
	pthread_mutex_init(&s->reader_lock, NULL);
	pthread_cond_init(&s->jobs_more, NULL);
	pthread_cond_init(&s->over, NULL);
	s->live = live_new();
	s->shared.demo = conf->demo;
	s->shared.demo_now = conf->now;
	s->shared.base_url = conf->base_url ? conf->base_url : "http://localhost:8080";
	s->shared.hook_secret = conf->hook_secret;
	s->shared.signer = conf->signer;
	s->shared.phrases = phrases_new();
	s->shared.ring = on_ring;
	s->shared.job_added = on_job;
	s->shared.send = conf->sender ? on_send : NULL;
	s->shared.ctx = s;
	if (!conf->demo) /* the demo is the same for the same seed */
		rand_bytes(&s->shared.id_salt, sizeof(s->shared.id_salt));
	list_routes(s);
	s->shared.vault = vault_new(conf->database != NULL);
	enum rc rc = s->live && s->shared.phrases && s->shared.vault ? start_all(s) : RC_BROKEN;
	if (rc != RC_OK) {
		server_stop(s);
		return rc;
	}
	*ret = s;
	return RC_OK;
}

void server_stop(struct server *s)
{
	atomic_store(&s->jobs_end, true);
	if (s->http != NULL)
		http_server_stop(s->http);
	pthread_mutex_lock(&s->lock);
	s->closing = true;
	pthread_cond_broadcast(&s->jobs_more);
	pthread_cond_broadcast(&s->over);
	pthread_mutex_unlock(&s->lock);
	slow_free(s->slow);
	if (s->jobs_started)
		pthread_join(s->job_thread, NULL);
	if (s->log_started)
		pthread_join(s->log_thread, NULL);
	for (unsigned i = 0; i < WORKERS_MAX; i++)
		if (s->readers[i] != NULL)
			db_conn_close(s->readers[i]);
	if (s->shared.db != NULL)
		db_close(s->shared.db);
	if (s->shared.keys != NULL)
		db_close(s->shared.keys);
	log_close(&s->shared);
	id_cipher_free(s->shared.cipher);
	phrases_free(s->shared.phrases);
	vault_free(s->shared.vault);
	if (s->live != NULL)
		live_free(s->live);
	pthread_cond_destroy(&s->over);
	pthread_cond_destroy(&s->jobs_more);
	pthread_mutex_destroy(&s->reader_lock);
	pthread_mutex_destroy(&s->lock);
	free(s);
}
