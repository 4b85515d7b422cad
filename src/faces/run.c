/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The way of one request: server.h's server_answer(). */
#include "src/faces/server.h"

#include <assert.h>
#include <string.h>

#include "faces_q.h"
#include "lib/base/log.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "lib/json/json.h"
#include "src/accounts/accounts.h"
#include "src/faces/assets.h"
#include "src/faces/refuse.h"

enum { COOKIE_MAX = 200, REFUSAL_ROOM = 512 * 1024, HASHED_WHOLE = 1024, TALKERS = ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised };
static const char api_prefix[] = "/api/v1";

struct run {
	struct db_task task;
	struct web r;
	struct server *server;
	void (*done)(struct http_exchange *);
	int64_t began;
	bool trailing; /* the second task, which writes what a read brought with it */
};

static void start_task(struct run *k);

/* --- the end of every request ------------------------------------------------------------- */

static void put_cookie(struct web *r)
{
	const char *name = server_is_secure(r->server) ? "__Host-kin" : "kin";
	const char *secure = server_is_secure(r->server) ? "; Secure" : "";
	if (r->set_token == NULL && r->set_lang == NULL)
		return;
	const char *token = r->set_token ? r->set_token : r->token;
	const char *lang = r->set_lang ? r->set_lang : lang_tag(r->w.lang);
	if (token == NULL || *token == '\0') {
		http_add(&r->x->res, "Set-Cookie",
			 web_printf(r, "%s=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax%s", name, secure));
		return;
	}
	http_add(&r->x->res, "Set-Cookie",
		 web_printf(r, "%s=%s.%s; Path=/; HttpOnly; SameSite=Lax%s", name, token, lang, secure));
}

static void finish(struct run *k)
{
	struct web *r = &k->r;
	put_cookie(r);
	if (r->wipe.at != NULL)
		bytes_wipe(r->wipe.at, r->wipe.len);
	log_line(r->x->res.status >= 500 ? LOG_WARN : LOG_DEBUG, "request",
		 "op=%s status=%d ms=%d session=%llx", r->route ? r->route->op : "-", r->x->res.status,
		 (int)(time_monotonic() - k->began), (unsigned long long)r->w.actor.session.v);
	k->done(r->x);
}

/* --- inside the transaction ------------------------------------------------------------------- */

/* May whoever is signed in come here at all? A row that a role may not see is
 * not there for it. */
static enum rc gate(struct work *w, const struct route *route)
{
	const struct actor *a = &w->actor;
	if (route->who & WHO_ANYONE)
		return RC_OK;
	if (a->account.v == 0)
		return work_fail(w, E_sign_in_first, NULL);
	bool staff = (a->roles & ~(unsigned)TALKERS) != 0;
	if (staff && a->assurance < 2 && !route->first_factor)
		return work_fail(w, E_second_factor, NULL);
	if (a->must_change && !route->first_factor)
		return work_fail(w, E_pin_change, NULL);
	if ((route->who & WHO_SIGNED_IN) || (route->who & a->roles))
		return RC_OK;
	return work_fail(w, E_no_such_page, NULL);
}

struct may {
	const struct web *r;
	struct actor actor;
	bool may;
};

static enum rc ask_may(struct work *w, void *arg)
{
	struct may *m = arg;
	bool stale;
	TRY(session_load(w, m->r->token, &stale));
	m->may = gate(w, m->r->route) == RC_OK;
	m->actor = w->actor;
	m->actor.name = NULL; /* it goes with this work's memory */
	if (!m->may || m->r->once == NULL)
		return RC_OK;
	struct idempotency_row row;
	enum rc rc = q_idempotency_find(w, w->actor.account, work_hash(w, "once", m->r->once), &row);
	m->may = rc == RC_NOT_FOUND;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

bool web_may(struct web *r)
{
	struct may m = { .r = r };
	enum rc rc = work_do(&(struct work_run){ .shared = r->w.shared, .run = ask_may, .arg = &m });
	r->w.actor = m.actor;
	return rc == RC_OK && m.may;
}

/* What was sent, and for whom, without what differs each time the same form is shown. A file
 * is not copied for it. Keyed, so that what was sent cannot be guessed from the row; of what
 * is sealed, nothing is in it at all. */
static struct db_blob body_hash(struct web *r)
{
	unsigned char long_hash[SHA256_LEN];
	struct buf all = buf_new(r->w.arena, 4 * BODY_FORM);
	buf_str(&all, r->route->op);
	buf_str(&all, r->x->req.path);
	buf_printf(&all, " %lld\n", (long long)r->w.actor.person.v); /* a guardian, or one of the children */
	for (size_t i = 0; i < r->in.n && !r->route->sealed; i++) {
		if (text_is(r->in.at[i].name, "form_token") || text_is(r->in.at[i].name, "form_for"))
			continue;
		buf_str(&all, r->in.at[i].name);
		buf_char(&all, '=');
		bool whole = r->in.at[i].len <= HASHED_WHOLE;
		if (!whole)
			sha256(r->in.at[i].text, r->in.at[i].len, long_hash);
		buf_put(&all, whole ? r->in.at[i].text : (const char *)long_hash,
			whole ? r->in.at[i].len : sizeof(long_hash));
		buf_char(&all, '\n');
	}
	unsigned char *hash = arena_get(r->w.arena, SHA256_LEN);
	hmac256(r->w.shared->index_key, buf_text(&all), all.len, hash);
	return (struct db_blob){ hash, SHA256_LEN };
}

/* A failure that nobody put into words is the database's: run again, or 5xx. */
static bool is_machine(const struct web *r, enum rc rc)
{
	return r->w.problems_n == 0 && (rc == RC_BUSY || rc == RC_BROKEN || rc == RC_CONFLICT);
}

static void forget_answer(struct web *r)
{
	r->x->res = (struct http_res){ 0 };
	r->note = (struct audit_note){ .act = r->route->op,
				       .needed = r->route->audit != AUDIT_NONE };
	r->w.note = &r->note;
	r->set_token = NULL;
	r->after = NULL;
	r->after_refused = false;
	r->tell = NULL;
	r->late = NULL;
	r->form.problems_n = 0;
}

/* Status and place, never a body: the API's own answer to an act is one id. NULL
 * where the answer itself is told once: a PIN, a token, what was found. */
static const char *place_of(struct web *r)
{
	const struct http_res *res = &r->x->res;
	bool bare = r->route->made != NULL || text_is(buf_text(&res->body), "{}");
	const char *place = r->api && bare ? buf_text(&res->body) : NULL;
	for (size_t i = 0; i < res->extras; i++)
		if (text_is(res->extra[i].name, "Location"))
			place = res->extra[i].value;
	return place;
}

/* What is told once leaves no row; but another act's key is no key for it. */
static enum rc was_used(struct web *r, bool *ret)
{
	struct idempotency_row row;
	enum rc rc = q_idempotency_find(&r->w, r->w.actor.account, work_hash(&r->w, "once", r->once), &row);
	*ret = rc == RC_OK;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Writes down what was answered; `ret_again`: the same key was answered before. */
static enum rc remember(struct web *r, bool *ret_again)
{
	const char *place = place_of(r);
	int64_t fresh = 0;
	*ret_again = false;
	if (r->once == NULL || r->w.actor.account.v == 0)
		return RC_OK;
	if (place == NULL)
		return was_used(r, ret_again);
	struct q_idempotency_insert row = { .account = r->w.actor.account,
					    .key = work_hash(&r->w, "once", r->once),
					    .op = r->route->op,
					    .body = body_hash(r),
					    .status = r->x->res.status,
					    .place = place,
					    .now = r->w.now };
	TRY(q_idempotency_insert(&r->w, &row, &fresh));
	*ret_again = fresh == 0;
	return RC_OK;
}

/* The answer that the same key had before, with all that was done meanwhile taken
 * back; RC_NOT_FOUND where it is new. */
static enum rc replay(struct web *r)
{
	struct idempotency_row row;
	if (r->once == NULL || r->w.actor.account.v == 0)
		return RC_NOT_FOUND;
	TRY(q_idempotency_find(&r->w, r->w.actor.account, work_hash(&r->w, "once", r->once), &row));
	struct db_blob body = body_hash(r);
	TRY(db_undo(r->w.db));
	work_restart(&r->w);
	forget_answer(r);
	if (row.body.len != body.len || !bytes_same(row.body.at, body.at, body.len))
		return work_fail(&r->w, E_key_reused, NULL);
	r->note.needed = false;
	r->x->res.status = (int)row.status;
	if (r->api)
		buf_str(web_json(r), row.place);
	else
		http_add(&r->x->res, "Location", row.place);
	return RC_OK;
}

/* The same act sent again gets the same answer, and is done once. Whether it was is
 * not asked before: the key's own row tells, or what the act refuses does. */
static enum rc act_once(struct web *r)
{
	bool again = false;
	enum rc rc = r->route->act(r);
	if (rc == RC_OK)
		TRY(remember(r, &again));
	if (rc == RC_OK && !again)
		return RC_OK;
	if (rc != RC_OK && is_machine(r, rc))
		return rc;
	enum rc before = replay(r);
	return before == RC_NOT_FOUND ? rc : before;
}

/* A form that was opened for one child, and comes in while another tab has chosen another
 * one, must not be done for that one; nor what a program sends for a child who is no longer
 * this guardian's be done in the guardian's own name. */
static enum rc check_child(struct web *r)
{
	const struct actor *a = &r->w.actor;
	bool any = a->account.v == 0 || r->route->demo_only || r->route->hook || r->route->whoever;
	bool same = r->api ? a->child != NULL || a->chosen.v == 0 : r->form_for.v == (a->child ? a->person.v : 0);
	if (any || same)
		return RC_OK;
	if (a->child == NULL)
		return work_fail(&r->w, E_form_own, NULL);
	return work_fail_with(&r->w, E_form_for, NULL, word_arg_text("name", a->child));
}

static enum rc handle(struct web *r)
{
	TRY(gate(&r->w, r->route));
	if (r->route->act != NULL) {
		TRY(check_child(r));
		return act_once(r);
	}
	return r->api ? r->route->json(r) : r->route->page(r);
}

static bool brings_write(const struct web *r)
{
	return r->after != NULL && (r->outcome == RC_OK || r->after_refused);
}

/* What a request writes beside its own act: the audit entry, what was read, and
 * that the session is in use. */
static enum rc write_trail(struct web *r)
{
	const char *outcome = "done";
	if (r->outcome != RC_OK)
		outcome = error_kinds[work_error(&r->w, r->outcome)].name;
	TRY(audit_write(&r->w, outcome, r->x->res.body.len));
	if (brings_write(r))
		TRY(r->after(&r->w, r->after_arg));
	if (r->stale_session)
		TRY(session_touch(&r->w));
	return audit_rows(&r->w);
}

static bool has_trail(const struct web *r)
{
	return r->note.needed || r->stale_session || brings_write(r);
}

/* What was written, and what was to be said of it. */
static enum rc take_back(struct web *r)
{
	r->w.logged = (struct log_list){ 0 };
	return db_undo(r->w.db);
}

static enum rc run_first(struct run *k)
{
	struct web *r = &k->r;
	bool writes = k->task.write;
	TRY(session_load(&r->w, r->token, &r->stale_session));
	r->form.problems = r->w.problems;
	r->outcome = handle(r);
	if (is_machine(r, r->outcome))
		return r->outcome == RC_CONFLICT ? RC_BUSY : r->outcome;
	if (r->outcome != RC_OK) {
		r->form.problems_n = r->w.problems_n;
		if (writes && !r->w.keep)
			TRY(take_back(r));
		refuse(r, r->outcome);
	}
	return writes ? write_trail(r) : RC_OK;
}

static enum rc run_task(struct db_task *t, struct db_conn *c)
{
	struct run *k = (struct run *)t;
	struct web *r = &k->r;
	r->w.db = c;
	if (setjmp(*arena_guard(r->w.arena)))
		return RC_BROKEN;
	if (k->trailing) {
		r->w.logged = (struct log_list){ 0 }; /* it may run again */
		return write_trail(r);
	}
	work_restart(&r->w);
	forget_answer(r);
	return run_first(k);
}

/* A refusal outside of a transaction, for a request that may have used up its memory:
 * a little more is granted for the page, and without any there is a bare 503. */
static void refuse_safely(struct web *r, enum error error)
{
	r->w.db = NULL; /* nothing is read any more */
	arena_grant(r->w.arena, REFUSAL_ROOM);
	if (setjmp(*arena_guard(r->w.arena)))
		r->x->res = (struct http_res){ .status = 503 };
	else
		refuse_plain(r, error);
	arena_unguard(r->w.arena);
}

static enum rc guarded_late(struct web *r)
{
	if (setjmp(*arena_guard(r->w.arena)))
		return RC_BUSY;
	return r->late(r);
}

static void run_late(void *arg)
{
	struct run *k = arg;
	struct web *r = &k->r;
	enum rc rc = guarded_late(r);
	arena_unguard(r->w.arena);
	if (rc != RC_OK)
		refuse_safely(r, rc == RC_BROKEN ? E_broken : E_busy);
	finish(k);
}

/* Ends the request, after the slow half of its answer where there is one. */
static void finish_late(struct run *k)
{
	struct web *r = &k->r;
	if (r->late != NULL && r->outcome == RC_OK) {
		if (server_slow(k->server, run_late, k) == RC_OK)
			return;
		refuse_safely(r, E_busy);
	}
	finish(k);
}

static void task_done(struct db_task *t)
{
	struct run *k = (struct run *)t;
	struct web *r = &k->r;
	arena_unguard(r->w.arena);
	bool unsaid = t->rc != RC_OK && (!k->trailing || r->note.needed);
	if (unsaid) {
		r->w.problems_n = 0;
		r->set_token = NULL;
		refuse_safely(r, t->rc == RC_BROKEN ? E_broken : E_busy);
	} else if (t->rc == RC_OK && r->outcome == RC_OK) {
		work_after_commit(&r->w);
	}
	if (t->rc == RC_OK && !t->write && !k->trailing && has_trail(r)) {
		k->trailing = true;
		start_task(k);
		return;
	}
	if (unsaid)
		finish(k);
	else
		finish_late(k);
}

static void start_task(struct run *k)
{
	struct web *r = &k->r;
	bool postgres = db_engine_of(r->w.shared->db) == DB_POSTGRES;
	k->task = (struct db_task){ .run = run_task, .done = task_done };
	r->w.acts = r->route->act != NULL;
	k->task.write = k->trailing || r->route->act != NULL ||
			(postgres && r->route->audit == AUDIT_READ);
	if (server_task(k->server, &k->task, r->x->worker) == RC_OK)
		return;
	refuse_safely(r, E_busy);
	finish(k);
}

/* --- before the transaction ---------------------------------------------------------------------- */

static enum rc guarded_slow(struct web *r)
{
	if (setjmp(*arena_guard(r->w.arena)))
		return RC_BROKEN;
	return r->route->slow(r);
}

static void run_slow(void *arg)
{
	struct run *k = arg;
	struct web *r = &k->r;
	r->w.note = NULL;
	enum rc rc = guarded_slow(r);
	arena_unguard(r->w.arena);
	if (rc == RC_OK) {
		start_task(k);
		return;
	}
	r->form.problems = r->w.problems;
	r->form.problems_n = r->w.problems_n;
	refuse_safely(r, work_error(&r->w, rc));
	finish(k);
}

static void as_values(struct arena *a, const struct http_pairs *from, struct field_values *to)
{
	*to = (struct field_values){ arena_array(a, struct field_value, from->n), from->n };
	for (size_t i = 0; i < from->n; i++)
		to->at[i] = (struct field_value){ from->at[i].name, from->at[i].value, from->at[i].len,
						  from->at[i].file, true };
}

static enum error read_body(struct web *r)
{
	const struct http_req *q = &r->x->req;
	const char *type = http_header(q, "Content-Type");
	struct http_pairs pairs = { 0 };
	enum rc rc = RC_OK;
	if (q->body_len == 0)
		return E_none;
	if (type == NULL)
		return E_media_type;
	if (text_starts(type, "application/json") && (r->api || r->route->demo_only || r->route->hook))
		return json_read(r->w.arena, q->body, q->body_len, &r->in) == RC_OK ? E_none : E_malformed;
	if (text_starts(type, "multipart/form-data"))
		rc = http_parse_multipart(r->w.arena, type, q->body, q->body_len, &pairs);
	else if (text_starts(type, "application/x-www-form-urlencoded") && !r->api)
		rc = http_parse_form(r->w.arena, q->body, q->body_len, &pairs);
	else
		return E_media_type;
	as_values(r->w.arena, &pairs, &r->in);
	return rc == RC_OK ? E_none : E_malformed;
}

/* Old phones send neither header; one that is there and wrong refuses. */
static bool is_foreign(const struct web *r)
{
	const char *origin = http_header(&r->x->req, "Origin");
	const char *site = http_header(&r->x->req, "Sec-Fetch-Site");
	const char *host = http_header(&r->x->req, "Host");
	if (site != NULL && !text_is(site, "same-origin") && !text_is(site, "none"))
		return true;
	if (origin == NULL)
		return false;
	const char *slashes = strstr(origin, "://");
	return slashes == NULL || host == NULL || !text_is(slashes + 3, host);
}

static enum error check_forgery(struct web *r)
{
	struct form in = { .values = &r->in };
	if (r->route->act == NULL || r->api || r->route->demo_only || r->route->hook)
		return E_none;
	if (is_foreign(r))
		return E_foreign_origin;
	const char *child = form_value(&in, "form_for");
	if (*child != '\0' && !id_private(r->w.shared->cipher, ID_OF_person, child, &r->form_for.v))
		return E_form_stale;
	web_form_secret(r, r->form_for);
	bool right = r->token != NULL && html_form_token_is_right(r->form_secret, form_value(&in, "form_token"));
	return right ? E_none : E_form_stale;
}

/* Compared by hash, so that no time tells how much of it was right. */
static bool knows_secret(const struct web *r)
{
	unsigned char sent[SHA256_LEN], ours[SHA256_LEN];
	const char *secret = http_header(&r->x->req, "X-Hook-Secret");
	if (secret == NULL)
		return false;
	sha256(secret, strlen(secret), sent);
	sha256(r->w.shared->hook_secret, strlen(r->w.shared->hook_secret), ours);
	return bytes_same(sent, ours, sizeof(sent));
}

static enum error read_once(struct web *r)
{
	struct form in = { .values = &r->in };
	const char *once = http_header(&r->x->req, "Idempotency-Key");
	if (once == NULL)
		once = form_value(&in, "idempotency_key");
	if (*once == '\0')
		return E_none;
	if (strlen(once) < 8 || strlen(once) > 100 || !text_is_printable(once, false))
		return E_key_wrong;
	r->once = once;
	return E_none;
}

/* The cookie is TOKEN.lang; the API's token stands in Authorization. */
static void read_token(struct web *r)
{
	const char *bearer = http_header(&r->x->req, "Authorization");
	if (r->api) {
		if (bearer != NULL && text_starts(bearer, "Bearer "))
			r->token = bearer + strlen("Bearer ");
		return;
	}
	const char *cookie = http_cookie(&r->x->req, server_is_secure(r->server) ? "__Host-kin" : "kin");
	if (cookie == NULL || strlen(cookie) > COOKIE_MAX)
		return;
	size_t len = strcspn(cookie, ".");
	unsigned char bytes[SECRET_LEN];
	const char *token = arena_strn(r->w.arena, cookie, len);
	if (!text_unbase64url(token, bytes, sizeof(bytes)))
		return;
	r->token = token;
	if (cookie[len] == '.')
		r->w.lang = lang_of(cookie + len + 1);
}

static void pick_language(struct web *r)
{
	static const char *const tags[] = { "en", "es", "ar" };
	const char *asked = http_pair_get(&r->x->req.query, "lang");
	int best = http_pick_language(http_header(&r->x->req, "Accept-Language"), tags, COUNT_OF(tags));
	r->w.lang = best >= 0 ? lang_of(tags[best]) : LANG_EN;
	read_token(r);
	if (asked == NULL || !lang_is_offered(lang_of(asked)))
		return;
	r->w.lang = lang_of(asked);
	r->set_lang = lang_tag(r->w.lang);
}

/* A visitor who is not signed in gets a token of their own, which signs in
 * nobody and ties forms to their browser. */
static void make_token(struct web *r)
{
	unsigned char bytes[SECRET_LEN];
	if (r->token == NULL && !r->api) {
		rand_bytes(bytes, sizeof(bytes));
		r->token = text_base64url(r->w.arena, bytes, sizeof(bytes));
		r->set_lang = lang_tag(r->w.lang);
	}
}

static enum error find_route(struct web *r)
{
	const struct http_req *q = &r->x->req;
	bool other = false;
	const char *path = r->api ? q->path + sizeof(api_prefix) - 1 : q->path;
	const char *method = text_is(q->method, "HEAD") ? "GET" : q->method;
	r->route = route_find(r, method, path, &other);
	const struct route *route = r->route;
	bool hidden = route != NULL && ((route->demo_only && !r->w.shared->demo) ||
					(route->hook && r->w.shared->hook_secret == NULL) ||
					(r->api && route->page_only) || (!r->api && route->json_only));
	if (route != NULL && !hidden)
		return E_none;
	r->route = NULL;
	return other && !hidden ? E_method : E_no_such_page;
}

static enum error prepare(struct web *r)
{
	const struct http_req *q = &r->x->req;
	/* A malformed path has no route, but whoever sent it has a face. */
	const char *sent = q->target ? q->target : q->path;
	r->api = text_starts(sent, api_prefix) && sent[sizeof(api_prefix) - 1] == '/';
	enum error e = q->wrong ? E_malformed : find_route(r);
	if (e == E_none && r->route->plain != NULL)
		return E_none;
	as_values(r->w.arena, &q->query, &r->query);
	pick_language(r);
	make_token(r);
	if (e != E_none)
		return e;
	if (r->route->hook && !knows_secret(r))
		return E_not_allowed;
	if (q->too_large)
		return E_too_large;
	if (r->route->act != NULL)
		e = read_body(r);
	if (e == E_none)
		e = check_forgery(r);
	return e != E_none ? e : read_once(r);
}

/* Files are kept for a year under a path that holds their hash; the service worker's
 * path cannot, so it is asked for anew. */
static bool answer_file(struct http_exchange *x)
{
	const struct http_file *file = asset_find(x->req.path);
	if (file == NULL || !(text_is(x->req.method, "GET") || text_is(x->req.method, "HEAD")))
		return false;
	x->res = (struct http_res){ .status = 200, .type = file->type, .file = file };
	if (!text_starts(file->path, "/static/"))
		http_add(&x->res, "Cache-Control", "no-store");
	return true;
}

void server_answer(struct server *s, struct http_exchange *x, void (*done)(struct http_exchange *))
{
	if (answer_file(x)) {
		done(x);
		return;
	}
	struct run *k = arena_new_of(x->arena, struct run);
	struct web *r = &k->r;
	k->server = s;
	k->done = done;
	k->began = time_monotonic();
	r->server = s; /* all else is zero, as it came from the arena */
	r->x = x;
	r->w.arena = x->arena;
	r->w.shared = server_shared(s);
	r->w.zone = server_utc(s);
	r->w.now = shared_now(r->w.shared);
	r->form.values = &r->in;
	enum error e = prepare(r);
	if (e == E_none && r->route->plain != NULL) {
		x->res.file = r->route->plain(r);
		x->res.status = 200;
		e = x->res.file == NULL ? E_busy : E_none;
	}
	if (e != E_none) {
		refuse_plain(r, e);
		finish(k);
	} else if (x->res.file != NULL) {
		finish(k);
	} else if (r->route->slow != NULL) {
		if (server_slow(s, run_slow, k) == RC_OK)
			return;
		refuse_plain(r, E_too_often);
		finish(k);
	} else {
		start_task(k);
	}
}
