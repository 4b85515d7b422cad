/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demo_pages.h"

#include <string.h>

#include "demo_q.h"
#include "lib/base/text.h"
#include "notices_q.h"
#include "src/access/access.h"
#include "src/accounts/accounts.h"
#include "src/faces/server.h"

enum { SHOWN = 60, LISTED = 1000 };

static const struct {
	unsigned role;
	enum word name, task;
} cards[] = {
	{ ROLE_family, W_role_family, W_demo_task_family },
	{ ROLE_guardian, W_role_guardian, W_demo_task_family },
	{ ROLE_inside, W_role_inside, W_demo_task_inside },
	{ ROLE_reviewer, W_role_reviewer, W_demo_task_reviewer },
	{ ROLE_visits, W_role_visits, W_demo_task_visits },
	{ ROLE_casemanager, W_role_casemanager, W_demo_task_casemanager },
	{ ROLE_navigator, W_role_navigator, W_demo_task_navigator },
	{ ROLE_officer, W_role_officer, W_demo_task_officer },
	{ ROLE_admin, W_role_admin, W_demo_task_admin },
	{ ROLE_privacy, W_role_privacy, W_demo_task_privacy },
	{ ROLE_auditor, W_role_auditor, W_admin_log_task },
	{ ROLE_agency, W_role_agency, W_demo_task_agency },
	{ ROLE_lawyer, W_role_lawyer, W_demo_task_sealed },
	{ ROLE_clergy, W_role_clergy, W_demo_task_sealed },
	{ ROLE_counsellor, W_role_counsellor, W_demo_task_sealed },
	{ ROLE_supervised, W_role_supervised, W_demo_task_inside },
};

static enum rc demo_page(struct web *r)
{
	struct demo_view v = { .frame = web_frame(r, W_demo_title) };
	struct demo_cards rows;
	TRY(q_demo_personas(&r->w, access_program(&r->w, (struct id_person){ 0 }), &rows));
	v.faces.at = arena_array(r->w.arena, struct demo_face, rows.n);
	v.faces.n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		struct demo_face *f = &v.faces.at[i];
		*f = (struct demo_face){ rows.at[i].stem, rows.at[i].name, .role = W_role_family };
		f->initial = arena_strn(r->w.arena, f->name, (unsigned char)f->name[0] >= 0xc0 ? 2 : 1);
		for (size_t k = 0; k < COUNT_OF(cards); k++) {
			if (!(cards[k].role & rows.at[i].roles))
				continue;
			f->role = cards[k].name;
			f->task = cards[k].task;
		}
	}
	page_demo(web_page(r), &v);
	return RC_OK;
}

struct persona_in {
	const char *persona;
};
static const struct field persona_fields[] = {
	{ "persona", FIELD_TEXT, offsetof(struct persona_in, persona), .required = true, .max = 40 },
};

static bool wants_json(const struct web *r)
{
	const char *accept = http_header(&r->x->req, "Accept");
	return accept != NULL && http_prefers(accept, "application/json", "text/html") &&
	       !http_prefers(accept, "text/html", "application/json");
}

static enum rc answer_json(struct web *r, const struct demo_persona *p, const char *token)
{
	struct buf *out = web_json(r);
	bool stale;
	TRY(session_load(&r->w, token, &stale));
	buf_printf(out, "{\"user\":\"%s\",\"person\":\"%s\",\"token\":\"%s\",\"home\":\"%s\"}",
		   web_id_text(r, ID_OF_account, p->account.v), web_id_text(r, ID_OF_person, p->person.v),
		   token, web_home(&r->w));
	return RC_OK;
}

static enum rc sign_in_act(struct web *r)
{
	struct persona_in in = { 0 };
	struct demo_persona p;
	const char *token = NULL;
	bool json = wants_json(r), stale;
	TRY(web_read(r, &in));
	enum rc rc = q_demo_persona_find(&r->w, in.persona, &p);
	if (rc == RC_NOT_FOUND)
		return work_fail(&r->w, E_persona, "persona");
	TRY(rc);
	bool inside = (p.roles & ROLE_inside) != 0;
	bool staff = !(p.roles & (ROLE_family | ROLE_guardian | ROLE_inside));
	TRY(session_open(&r->w, p.account, json ? "token" : inside ? "kiosk" : "browser", staff ? 2 : 1,
			 "demo", &token));
	if (json)
		return answer_json(r, &p, token);
	r->set_token = token;
	TRY(session_load(&r->w, token, &stale));
	return web_done(r, web_home(&r->w), NULL);
}

/* --- the clock ----------------------------------------------------------------------------- */

struct clock_in {
	int64_t now;
	const char *advance;
};
static const struct field clock_fields[] = {
	{ "now", FIELD_TIME, offsetof(struct clock_in, now), .doc = "RFC 3339" },
	{ "advance", FIELD_TEXT, offsetof(struct clock_in, advance), .max = 40, .doc = "ISO 8601 duration" },
};

struct keep {
	const char *token;
	struct id_session session;
};

static enum rc find_session(struct work *w, void *arg)
{
	struct keep *k = arg;
	bool stale;
	TRY(session_load(w, k->token, &stale));
	k->session = w->actor.session;
	return RC_OK;
}

static enum rc keep_session(struct work *w, void *arg)
{
	const struct keep *k = arg;
	return q_demo_session_keep(w, k->session, w->now, w->now + TIME_HOUR);
}

/* Jobs need the writer, so the clock moves before the act's own transaction. */
static enum rc clock_slow(struct web *r)
{
	struct clock_in in = { 0 };
	int64_t by = 0;
	struct shared *s = r->w.shared;
	const char *bearer = http_header(&r->x->req, "Authorization");
	struct keep k = { .token = r->token };
	if (bearer != NULL && text_starts(bearer, "Bearer "))
		k.token = bearer + strlen("Bearer ");
	TRY(web_read(r, &in));
	if (*in.advance != '\0' && !duration_parse(in.advance, &by))
		return work_fail(&r->w, E_field_time, "advance");
	if (in.now == 0 && *in.advance == '\0')
		return work_fail(&r->w, E_field_missing, "now");
	int64_t to = in.now ? in.now : shared_now(s) + by;
	TRY(work_do(&(struct work_run){ .shared = s, .run = find_session, .arg = &k }));
	if (server_set_clock(r->server, to) != RC_OK)
		return work_fail(&r->w, E_clock_back, "now");
	r->w.now = shared_now(s);
	if (k.session.v == 0)
		return RC_OK;
	return work_do(&(struct work_run){ .shared = s, .run = keep_session, .arg = &k, .write = true });
}

static enum rc clock_act(struct web *r)
{
	const char *back = http_header(&r->x->req, "Referer");
	if (wants_json(r) || back == NULL) {
		struct buf *out = web_json(r);
		buf_printf(out, "{\"now\":\"%s\"}", time_text(r->w.arena, r->w.now));
		return RC_OK;
	}
	return web_done(r, web_home(&r->w), NULL);
}

/* --- the outbox ------------------------------------------------------------------------------- */

static enum rc outbox_json(struct web *r)
{
	struct outbox_rows rows;
	const char *text = http_pair_get(&r->x->req.query, "after");
	long long after = 0;
	if (text != NULL && !text_to_int(text, &after))
		return work_fail(&r->w, E_field_int, "after");
	TRY(q_outbox_list(&r->w, after, LISTED, &rows));
	struct buf *out = web_json(r);
	static const struct field fields[] = {
		{ "n", FIELD_INT, offsetof(struct outbox_row, n) },
		{ "at", FIELD_TIME, offsetof(struct outbox_row, at) },
		{ "channel", FIELD_TEXT, offsetof(struct outbox_row, channel) },
		{ "to", FIELD_TEXT, offsetof(struct outbox_row, address) },
		{ "subject", FIELD_TEXT, offsetof(struct outbox_row, subject) },
		{ "text", FIELD_LINES, offsetof(struct outbox_row, body) },
	};
	buf_char(out, '[');
	for (size_t i = 0; i < rows.n; i++) {
		if (i > 0)
			buf_char(out, ',');
		field_write(out, r->w.shared->cipher, fields, COUNT_OF(fields), &rows.at[i]);
	}
	buf_char(out, ']');
	return RC_OK;
}

static enum rc phone_page(struct web *r)
{
	struct outbox_view v = { .frame = web_frame(r, W_demo_phone_title) };
	struct outbox_rows rows;
	TRY(q_outbox_last(&r->w, SHOWN, &rows));
	v.lines.at = arena_array(r->w.arena, struct outbox_line, rows.n);
	v.lines.n = rows.n;
	for (size_t i = 0; i < rows.n; i++)
		v.lines.at[i] = (struct outbox_line){ rows.at[i].at,	  rows.at[i].channel,
						      rows.at[i].address, rows.at[i].subject,
						      rows.at[i].body,	  text_is(rows.at[i].channel, "sms") };
	page_outbox(web_page(r), &v);
	return RC_OK;
}

const struct route demo_routes[] = {
	{ "GET", "/demo", "demo.show", .who = WHO_ANYONE, .page = demo_page, .page_only = true,
	  .demo_only = true, .doc = "Who one can sign in as." },
	{ "POST", "/demo/sign-in", "demo.sign_in", .who = WHO_ANYONE, .audit = AUDIT_ACT,
	  .act = sign_in_act, .page_only = true, .demo_only = true, ROUTE_IN(persona_fields),
	  .doc = "Signs in as somebody of the demo." },
	{ "POST", "/demo/clock", "demo.clock", .who = WHO_ANYONE, .audit = AUDIT_ACT, .slow = clock_slow,
	  .act = clock_act, .page_only = true, .demo_only = true, ROUTE_IN(clock_fields),
	  .doc = "Moves the demo's clock on, and runs what is due by then." },
	{ "GET", "/demo/outbox", "demo.outbox", .who = WHO_ANYONE, .page = outbox_json, .page_only = true,
	  .demo_only = true, .doc = "What would have been sent." },
	{ "GET", "/demo/phone", "demo.phone", .who = WHO_ANYONE, .page = phone_page, .page_only = true,
	  .demo_only = true, .doc = "What would have been sent, as a page." },
	{ 0 },
};
