/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/web.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>

#include "lib/base/text.h"
#include "people_q.h"
#include "src/faces/assets.h"
#include "src/faces/menu.h"
#include "src/faces/server.h"
#include "src/faces/views.h"

enum { JSON_MAX = 16 * 1024 * 1024 };

/* --- forms --------------------------------------------------------------------------- */

const char *form_value(const struct form *f, const char *name)
{
	for (size_t i = 0; f != NULL && f->values != NULL && i < f->values->n; i++)
		if (text_is(f->values->at[i].name, name))
			return f->values->at[i].text;
	return "";
}

bool form_has(const struct form *f, const char *name, const char *value)
{
	for (size_t i = 0; f != NULL && f->values != NULL && i < f->values->n; i++)
		if (text_is(f->values->at[i].name, name) && text_is(f->values->at[i].text, value))
			return true;
	return false;
}

const struct problem *form_problem(const struct form *f, const char *name)
{
	for (size_t i = 0; f != NULL && i < f->problems_n; i++)
		if (f->problems[i].field != NULL && text_is(f->problems[i].field, name))
			return &f->problems[i];
	return NULL;
}

/* --- what came in ----------------------------------------------------------------------- */

const char *web_path(const struct web *r, const char *name)
{
	for (size_t i = 0; i < r->path.n; i++)
		if (text_is(r->path.at[i].name, name))
			return r->path.at[i].text;
	return "";
}

enum rc web_path_id(struct web *r, const char *name, enum id_kind kind, int64_t *ret)
{
	if (!id_private(r->w.shared->cipher, kind, web_path(r, name), ret))
		return work_fail(&r->w, E_not_there, NULL);
	return RC_OK;
}

/* Names that every form may carry beside the route's own. */
static bool is_common(const char *name)
{
	return text_is(name, "form_token") || text_is(name, "form_for") || text_is(name, "idempotency_key");
}

static bool belongs(const struct field *f, const char *name)
{
	size_t n = strlen(f->name);
	if (strncmp(f->name, name, n) != 0)
		return false;
	if (name[n] == '\0')
		return true;
	if (f->type == FIELD_IDS)
		return text_is(name + n, "[]");
	return f->type == FIELD_DATE && (text_is(name + n, "-year") || text_is(name + n, "-month") ||
					 text_is(name + n, "-day"));
}

static enum rc refuse_unknown(struct web *r, const struct field *fields, size_t n,
			      const struct field_values *in)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; i < in->n; i++) {
		bool known = is_common(in->at[i].name);
		for (size_t k = 0; !known && k < n; k++)
			known = belongs(&fields[k], in->at[i].name);
		if (!known)
			rc = work_fail(&r->w, E_field_unknown, in->at[i].name);
	}
	return rc;
}

enum rc web_read(struct web *r, void *into)
{
	TRY(refuse_unknown(r, r->route->in, r->route->in_n, &r->in));
	return field_read(&r->w, r->route->in, r->route->in_n, &r->in, into);
}

enum rc web_query(struct web *r, void *into)
{
	return field_read(&r->w, r->route->query, r->route->query_n, &r->query, into);
}

/* A cursor is a number we handed out, in the dress of an id: no order, no count
 * can be read from it, and none can be made up. */
enum rc web_cursor(struct web *r, int64_t *ret)
{
	struct form query = { .values = &r->query };
	const char *text = form_value(&query, "after");
	*ret = 0;
	if (*text == '\0')
		return RC_OK;
	if (!id_private(r->w.shared->cipher, ID_OF_cursor, text, ret))
		return work_fail(&r->w, E_cursor, "after");
	return RC_OK;
}

const char *web_cursor_text(struct web *r, int64_t cursor)
{
	return cursor ? web_id_text(r, ID_OF_cursor, cursor) : NULL;
}

enum rc web_site_choices(struct web *r, enum word first, struct choices *ret)
{
	struct site_rows rows;
	TRY(q_site_list(&r->w, r->w.actor.tenant, &rows));
	size_t n = first != W_NONE;
	struct choice *at = arena_array(r->w.arena, struct choice, rows.n + 1);
	if (first != W_NONE)
		at[0] = (struct choice){ "", .word = first };
	for (size_t i = 0; i < rows.n; i++)
		at[n++] = (struct choice){ web_id_text(r, ID_OF_site, rows.at[i].id.v), rows.at[i].name };
	*ret = (struct choices){ at, n };
	return RC_OK;
}

/* --- what goes out --------------------------------------------------------------------------- */

static bool is_private(const unsigned char *v4)
{
	return v4[0] == 127 || v4[0] == 10 || (v4[0] == 192 && v4[1] == 168) ||
	       (v4[0] == 172 && v4[1] >= 16 && v4[1] < 32);
}

/* An address as a source, NULL for none; `ret_private` also for what is no address. */
static const char *source_of(struct arena *a, const char *text, bool *ret_private)
{
	unsigned char at[16];
	if (inet_pton(AF_INET, text, at) == 1) {
		*ret_private = is_private(at);
		return text;
	}
	*ret_private = true;
	if (inet_pton(AF_INET6, text, at) != 1)
		return NULL;
	*ret_private = at[0] == 0 || (at[0] & 0xfe) == 0xfc || at[0] == 0xfe;
	return arena_printf(a, "%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64", at[0], at[1], at[2], at[3],
			    at[4], at[5], at[6], at[7]);
}

const char *web_source(struct web *r)
{
	const char *peer = r->x->req.peer ? r->x->req.peer : "";
	const char *told = http_header(&r->x->req, "X-Forwarded-For");
	bool private = true;
	const char *source = source_of(r->w.arena, peer, &private);
	if (source != NULL && !private)
		return source;
	const char *last = told ? strrchr(told, ',') : NULL; /* what our own proxy added */
	source = told ? source_of(r->w.arena, text_trim(r->w.arena, last ? last + 1 : told), &private) : NULL;
	return source ? source : "";
}

const char *web_id_text(struct web *r, enum id_kind kind, int64_t id)
{
	char *text = arena_get(r->w.arena, 27);
	id_public(r->w.shared->cipher, kind, id, text);
	return text;
}

const char *web_printf(struct web *r, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	const char *text = arena_vprintf(r->w.arena, fmt, args);
	va_end(args);
	return text;
}

/* How times are shown to whoever asks. */
static struct when_style style_of(const struct web *r)
{
	return (struct when_style){ .lang = r->w.lang, .zone = r->w.zone, .now = r->w.now,
				    .clock12 = text_starts(zone_name(r->w.zone), "America/") };
}

void web_form_secret(struct web *r, struct id_person who)
{
	const char *of = r->token;
	if (of == NULL)
		return;
	if (who.v != 0)
		of = web_printf(r, "%s %lld", r->token, (long long)who.v);
	hmac256(r->w.shared->form_key, of, strlen(of), r->form_secret);
}

struct page *web_page(struct web *r)
{
	struct http_res *res = &r->x->res;
	struct id_person child = { r->w.actor.child ? r->w.actor.person.v : 0 };
	web_form_secret(r, child);
	if (res->status == 0)
		res->status = 200;
	res->type = "text/html; charset=utf-8";
	res->body = buf_new(r->w.arena, HTTP_BODY_MAX);
	char *room = buf_room(&res->body, 24 * 1024); /* one growth less for most pages */
	(void)room;
	r->page = (struct page){
		.out = &res->body,
		.arena = r->w.arena,
		.style = style_of(r),
		.ids = r->w.shared->cipher,
		.form_secret = r->form_secret,
		.form_for = child.v ? web_id_text(r, ID_OF_person, child.v) : NULL,
	};
	return &r->page;
}

static const char *mode_of(const struct web *r)
{
	if (r->w.actor.kiosk || text_starts(r->x->req.path, "/kiosk"))
		return "kiosk";
	return http_pair_get(&r->x->req.query, "text") ? "text" : "full";
}

/* ?done=message.sent speaks of what was just done; only words that begin with
 * `done.` can be said that way. */
static enum word done_word(const struct web *r)
{
	const char *done = http_pair_get(&r->x->req.query, "done");
	for (int i = 1; done != NULL && i < W_COUNT; i++)
		if (text_starts(word_keys[i], "done.") && text_is(word_keys[i] + 5, done))
			return (enum word)i;
	return W_NONE;
}

struct frame web_frame(struct web *r, enum word title)
{
	const struct actor *a = &r->w.actor;
	const char *mode = mode_of(r);
	unsigned staff = ~(unsigned)(ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised);
	struct when_style style = style_of(r);
	bool complete = a->account.v != 0 && !a->must_change;
	struct frame f = {
		.title = title,
		.lang = lang_tag(r->w.lang),
		.dir = lang_direction(r->w.lang),
		.mode = mode,
		.path = r->x->req.path,
		.signed_in = a->account.v != 0,
		.kiosk = text_is(mode, "kiosk"),
		.staff = (a->roles & staff) != 0,
		.demo = r->w.shared->demo,
		.wrong = r->form.problems_n > 0,
		.live = complete,
		.idle = a->kiosk || (complete && a->shared_phone && !(a->roles & staff)),
		.keys = (a->roles & staff) != 0,
		.done = done_word(r),
		.clock = r->w.shared->demo ? when_text(r->w.arena, &style, r->w.now) : NULL,
		.home = web_home(&r->w),
		.leave = "https://www.weather.gov/",
		.child = a->child,
		.signer = a->child ? a->name : NULL,
		.live_ids = "menu",
		.form = &r->form,
	};
	assets_fill(&f);
	if (complete)
		f.menu = menu_for(&r->w, r->x->req.path);
	return f;
}

struct buf *web_json(struct web *r)
{
	struct http_res *res = &r->x->res;
	if (res->status == 0)
		res->status = 200;
	res->type = "application/json";
	res->body = buf_new(r->w.arena, JSON_MAX);
	return &res->body;
}

enum rc web_object(struct web *r, const void *from)
{
	field_write(web_json(r), r->w.shared->cipher, r->route->out, r->route->out_n, from);
	return RC_OK;
}

enum rc web_list(struct web *r, const void *first, size_t size, size_t n, int64_t next)
{
	struct buf *out = web_json(r);
	buf_char(out, '{');
	json_text(out, r->route->list);
	buf_str(out, ":[");
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(out, ',');
		field_write(out, r->w.shared->cipher, r->route->out, r->route->out_n,
			    (const char *)first + i * size);
	}
	buf_str(out, "],\"next\":");
	const char *cursor = web_cursor_text(r, next);
	if (cursor != NULL)
		json_text(out, cursor);
	else
		buf_str(out, "null");
	buf_char(out, '}');
	return RC_OK;
}

static void see(struct web *r, const char *path, const char *done)
{
	const char *place = path;
	if (done != NULL)
		place = web_printf(r, "%s%sdone=%s", path, strchr(path, '?') ? "&" : "?", done);
	r->x->res.status = 303;
	http_add(&r->x->res, "Location", place);
}

enum rc web_done(struct web *r, const char *path, const char *done)
{
	if (r->api)
		buf_str(web_json(r), "{}");
	else
		see(r, path, done);
	return RC_OK;
}

enum rc web_made(struct web *r, enum id_kind kind, int64_t id, const char *path, const char *done)
{
	const char *text = web_id_text(r, kind, id);
	if (!r->api) {
		see(r, path, done);
		return RC_OK;
	}
	r->x->res.status = 201;
	struct buf *out = web_json(r);
	buf_char(out, '{');
	json_text(out, r->route->made);
	buf_char(out, ':');
	json_text(out, text);
	buf_char(out, '}');
	return RC_OK;
}

enum rc web_file(struct web *r, const char *type, const char *name, const void *bytes, size_t len)
{
	struct http_res *res = &r->x->res;
	res->status = 200;
	res->type = type;
	res->body = buf_new(r->w.arena, HTTP_BODY_MAX);
	buf_put(&res->body, bytes, len);
	http_add(res, "Content-Disposition", web_printf(r, "attachment; filename=\"%s\"", name));
	return RC_OK;
}

const char *web_home(const struct work *w)
{
	if (w->actor.account.v == 0)
		return "/";
	if (w->actor.must_change)
		return "/pin";
	if (w->actor.roles & ROLE_reviewer)
		return "/queue";
	if (w->actor.roles & ROLE_admin)
		return "/admin";
	if (w->actor.roles & ROLE_privacy)
		return "/orders";
	if (w->actor.roles & ROLE_auditor)
		return "/audit";
	if (w->actor.roles & ROLES_SEALED)
		return "/sealed";
	if (w->actor.roles & ROLE_officer)
		return "/caseload";
	if (w->actor.roles & ROLE_agency)
		return "/told";
	if (w->actor.roles & ROLE_supervised)
		return "/consents";
	if (w->actor.roles & (ROLE_visits | ROLE_casemanager | ROLE_navigator))
		return "/links";
	return "/home";
}
