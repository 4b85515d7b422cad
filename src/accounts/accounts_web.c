/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "accounts_pages.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/accounts/recovery.h"
#include "src/faces/server.h"
#include "accounts_q.h"
#include "src/notices/notices.h"
#include "src/people/people.h"
#include "people_q.h"

enum {
	KIOSKS_SHOWN = 60,
	STAFF = ROLES_STAFF,
};

/* --- welcome ------------------------------------------------------------------------- */

static size_t languages(struct web *r, struct language_choice **ret)
{
	size_t n = 0;
	*ret = arena_array(r->w.arena, struct language_choice, LANG_COUNT);
	for (int i = 0; i < LANG_COUNT; i++) {
		enum lang l = (enum lang)i;
		if (!lang_is_offered(l))
			continue;
		(*ret)[n++] = (struct language_choice){ lang_tag(l), lang_name(l),
							web_printf(r, "?lang=%s", lang_tag(l)) };
	}
	return n;
}

static enum rc welcome_page(struct web *r)
{
	struct welcome_view v = { .frame = web_frame(r, W_welcome_title) };
	if (r->w.actor.account.v != 0 || r->w.shared->demo) {
		r->x->res.status = 303;
		http_add(&r->x->res, "Location", r->w.actor.account.v ? web_home(&r->w) : "/demo");
		return RC_OK;
	}
	v.langs.n = languages(r, &v.langs.at);
	page_welcome(web_page(r), &v);
	return RC_OK;
}

static enum rc language_page(struct web *r)
{
	struct language_view v = { .frame = web_frame(r, W_page_language_title) };
	v.langs.n = languages(r, &v.langs.at);
	page_language(web_page(r), &v);
	return RC_OK;
}

struct language_in {
	const char *lang;
};
static const char *const language_tags[] = { "en", "es", "ar", NULL };
static const struct field language_fields[] = {
	{ "lang", FIELD_TEXT, offsetof(struct language_in, lang), .required = true, .max = 8,
	  .choices = language_tags, .doc = "Of pages and of what is sent" },
};

/* In the profile of who is signed in, in the cookie of who is not. Reading a page never
 * writes (ASVS 3.5.3): a link in a message must not change somebody's language. */
static enum rc language_act(struct web *r)
{
	struct language_in in = { 0 };
	TRY(web_read(r, &in));
	r->w.lang = lang_of(in.lang);
	r->set_lang = lang_tag(r->w.lang);
	if (r->w.actor.account.v != 0) {
		audit_about(&r->w, account, r->w.actor.account);
		TRY(q_person_lang_set(&r->w, r->w.actor.signer, r->set_lang));
	}
	return web_done(r, "/language", "saved");
}

static enum rc help_page(struct web *r)
{
	struct plain_view v = { .frame = web_frame(r, W_page_help_title) };
	page_help(web_page(r), &v);
	return RC_OK;
}

static enum rc offline_page(struct web *r)
{
	struct plain_view v = { .frame = web_frame(r, W_page_offline_title) };
	page_offline(web_page(r), &v);
	return RC_OK;
}

/* --- family: code ----------------------------------------------------------------------- */

static enum rc sign_in_page(struct web *r)
{
	struct sign_in_view v = { .frame = web_frame(r, W_sign_in_title) };
	v.contact = (struct part){ &r->form, "contact", .label = W_sign_in_contact,
				   .hint = W_sign_in_contact_hint, .complete = "username", .size = 24 };
	page_sign_in(web_page(r), &v);
	return RC_OK;
}

static enum rc code_request_act(struct web *r)
{
	struct contact_in in = { 0 };
	const char *ticket = NULL, *shown = NULL;
	TRY(web_read(r, &in));
	TRY(code_request(&r->w, &in, web_source(r), &ticket, &shown));
	if (!r->api) {
		r->set_token = ticket;
		return web_done(r, "/sign-in/code", NULL);
	}
	struct buf *out = web_json(r);
	r->x->res.status = 201;
	buf_str(out, "{\"ticket\":");
	json_text(out, ticket);
	buf_str(out, ",\"sent_to\":");
	json_text(out, shown);
	buf_char(out, '}');
	return RC_OK;
}

static enum rc code_page(struct web *r)
{
	struct sign_in_view v = { .frame = web_frame(r, W_sign_in_code_title), .shown = "" };
	enum rc rc = code_shown(&r->w, r->token ? r->token : "", &v.shown);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	v.code = (struct part){ &r->form, "code", .label = W_sign_in_code, .hint = W_sign_in_code_hint,
				.complete = "one-time-code", .inputmode = "numeric", .code = true, .size = 6 };
	v.ask_name = form_problem(&r->form, "last_name") != NULL;
	v.name = (struct part){ &r->form, "last_name", .label = W_family_last_name, .complete = "family-name" };
	page_sign_in_code(web_page(r), &v);
	return RC_OK;
}

struct code_in {
	const char *code, *ticket, *last_name;
};
static const struct field code_fields[] = {
	{ "code", FIELD_TEXT, offsetof(struct code_in, code), .required = true, .max = 12,
	  .missing = E_code_wrong, .doc = "The six digits" },
	{ "ticket", FIELD_TEXT, offsetof(struct code_in, ticket), .max = 60,
	  .doc = "As code.request gave it; pages keep it in the cookie" },
	{ "last_name", FIELD_TEXT, offsetof(struct code_in, last_name), .max = 80,
	  .doc = "Asked for (name_needed) where the number was silent for 90 days" },
};

enum rc sign_in_answer(struct web *r, const char *token)
{
	if (!r->api) {
		bool stale = false;
		r->set_token = token;
		TRY(session_load(&r->w, token, &stale));
		return web_done(r, web_home(&r->w), NULL);
	}
	struct buf *out = web_json(r);
	r->x->res.status = 201;
	buf_str(out, "{\"token\":");
	json_text(out, token);
	buf_char(out, '}');
	return RC_OK;
}

static enum rc code_check_act(struct web *r)
{
	struct code_in in = { 0 };
	struct id_account account;
	const char *token = NULL;
	TRY(web_read(r, &in));
	const char *ticket = r->api ? in.ticket : r->token;
	TRY(code_check(&r->w, ticket ? ticket : "", in.code, in.last_name ? in.last_name : "", &account));
	audit_about(&r->w, account, account);
	TRY(session_open(&r->w, account, r->api ? "token" : "browser", 1, "", &token));
	return sign_in_answer(r, token);
}

/* --- staff: password, then a time-based code ------------------------------------------------ */

struct staff_in {
	const char *email, *password;
};
static const struct field staff_fields[] = {
	{ "email", FIELD_TEXT, offsetof(struct staff_in, email), .required = true, .max = 120 },
	{ "password", FIELD_TEXT, offsetof(struct staff_in, password), .required = true, .max = 128 },
};

struct verdict {
	struct secret_check check;
	char hash[SECRET_HASH_MAX];
	bool right;
};

static enum rc staff_page(struct web *r)
{
	struct sign_in_view v = { .frame = web_frame(r, W_staff_sign_in_title) };
	v.contact = (struct part){ &r->form, "email", .label = W_staff_email, .type = "email",
				   .complete = "username" };
	v.secret = (struct part){ &r->form, "password", .label = W_staff_password, .type = "password",
				  .complete = "current-password" };
	page_staff_sign_in(web_page(r), &v);
	return RC_OK;
}

struct lookup {
	struct web *r;
	struct id_site site;
	const char *name;
	struct verdict *verdict;
};

static enum rc look_up(struct work *w, void *arg)
{
	struct lookup *l = arg;
	struct verdict *v = l->verdict;
	if (l->site.v != 0)
		TRY(secret_of_inside(w, l->site, l->name, &v->check));
	else
		TRY(secret_of_staff(w, l->name, &v->check));
	if (v->check.hash != NULL)
		memcpy(v->hash, v->check.hash, strlen(v->check.hash) + 1);
	v->check.hash = v->hash;
	return RC_OK;
}

/* The slow half, on its own threads and outside of a transaction: the same work
 * whether or not there is such an account. */
static enum rc judge(struct web *r, struct id_site site, const char *name, const char *secret)
{
	struct verdict *v = arena_new_of(r->w.arena, struct verdict);
	struct lookup l = { r, site, name, v };
	TRY(work_do(&(struct work_run){ .shared = r->w.shared, .run = look_up, .arg = &l }));
	v->right = secret_matches(v->hash, secret);
	r->kept = v;
	return RC_OK;
}

static enum rc staff_slow(struct web *r)
{
	return judge(r, (struct id_site){ 0 }, form_value(&r->form, "email"),
		     form_value(&r->form, "password"));
}

static enum rc staff_act(struct web *r)
{
	struct staff_in in = { 0 };
	const struct verdict *v = r->kept;
	const char *token = NULL;
	TRY(web_read(r, &in));
	TRY(secret_tried(&r->w, &v->check, v->right, true));
	TRY(session_open(&r->w, v->check.account, r->api ? "token" : "browser", 1, "", &token));
	if (r->api)
		return sign_in_answer(r, token);
	r->set_token = token;
	return web_done(r, "/staff/code", NULL);
}

static const struct field totp_fields[] = {
	{ "code", FIELD_TEXT, offsetof(struct code_in, code), .required = true, .max = 12,
	  .missing = E_totp_wrong },
};

static enum rc totp_page(struct web *r)
{
	struct sign_in_view v = { .frame = web_frame(r, W_staff_code_title) };
	v.code = (struct part){ &r->form, "code", .label = W_sign_in_code, .complete = "one-time-code",
				.inputmode = "numeric", .code = true, .size = 6 };
	page_staff_code(web_page(r), &v);
	return RC_OK;
}

/* The session with one factor ends, and a new one with two begins. */
static enum rc totp_act(struct web *r)
{
	struct code_in in = { 0 };
	const char *token = NULL;
	struct id_account account = r->w.actor.account;
	TRY(web_read(r, &in));
	audit_about(&r->w, account, account);
	TRY(totp_check(&r->w, account, in.code));
	TRY(session_end(&r->w, r->token));
	TRY(session_open(&r->w, account, r->api ? "token" : "browser", 2, "", &token));
	return sign_in_answer(r, token);
}

/* --- inside: number and PIN at a kiosk -------------------------------------------------------- */

struct kiosk_in {
	const char *number, *pin;
};
static const struct field kiosk_fields[] = {
	{ "number", FIELD_TEXT, offsetof(struct kiosk_in, number), .required = true, .max = 20 },
	{ "pin", FIELD_TEXT, offsetof(struct kiosk_in, pin), .required = true, .max = 8 },
};

static enum rc kiosk_sites_page(struct web *r)
{
	struct kiosk_view v = { .frame = web_frame(r, W_kiosk_sites_title) };
	struct site_rows rows;
	TRY(q_site_list_kiosk(&r->w, KIOSKS_SHOWN, &rows));
	v.sites.at = arena_array(r->w.arena, struct kiosk_site, rows.n);
	v.sites.n = rows.n;
	for (size_t i = 0; i < rows.n; i++)
		v.sites.at[i] = (struct kiosk_site){ rows.at[i].id, rows.at[i].name };
	page_kiosk_sites(web_page(r), &v);
	return RC_OK;
}

static enum rc kiosk_page(struct web *r)
{
	struct kiosk_view v = { .frame = web_frame(r, W_kiosk_title) };
	TRY(web_id(r, site, &v.site));
	v.number = (struct part){ &r->form, "number", .label = W_kiosk_number, .inputmode = "text", .size = 12 };
	v.pin = (struct part){ &r->form, "pin", .label = W_kiosk_pin, .type = "password",
			       .inputmode = "numeric", .size = 8 };
	page_kiosk_sign_in(web_page(r), &v);
	return RC_OK;
}

static enum rc kiosk_slow(struct web *r)
{
	struct id_site site;
	TRY(web_id(r, site, &site));
	return judge(r, site, text_trim(r->w.arena, form_value(&r->form, "number")),
		     form_value(&r->form, "pin"));
}

static enum rc kiosk_act(struct web *r)
{
	struct kiosk_in in = { 0 };
	const struct verdict *v = r->kept;
	const char *token = NULL;
	TRY(web_read(r, &in));
	TRY(secret_tried(&r->w, &v->check, v->right, false));
	TRY(session_open(&r->w, v->check.account, r->api ? "token" : "kiosk", 1, "", &token));
	return sign_in_answer(r, token);
}

struct pin_in {
	const char *new_pin;
};
static const struct field pin_fields[] = {
	{ "new_pin", FIELD_TEXT, offsetof(struct pin_in, new_pin), .required = true, .max = 8,
	  .missing = E_pin_weak },
};

static enum rc pin_page(struct web *r)
{
	struct kiosk_view v = { .frame = web_frame(r, W_kiosk_pin_title) };
	v.pin = (struct part){ &r->form, "new_pin", .label = W_kiosk_new_pin, .hint = W_kiosk_new_pin_hint,
			       .type = "password", .inputmode = "numeric", .complete = "new-password", .size = 8 };
	page_pin_change(web_page(r), &v);
	return RC_OK;
}

static enum rc pin_slow(struct web *r)
{
	char *hash = arena_get(r->w.arena, SECRET_HASH_MAX);
	TRY(secret_hash(form_value(&r->form, "new_pin"), hash));
	r->kept = hash;
	return RC_OK;
}

static enum rc pin_act(struct web *r)
{
	struct pin_in in = { 0 };
	TRY(web_read(r, &in));
	audit_about(&r->w, account, r->w.actor.account);
	TRY(pin_is_fine(&r->w, in.new_pin));
	TRY(secret_set(&r->w, r->w.actor.account, r->kept, false));
	return web_done(r, "/home", "pin");
}

/* --- one's own account ---------------------------------------------------------------------------- */

static enum rc me_of(struct web *r, struct me *ret)
{
	const struct pass *pass;
	struct account_reach reach;
	TRY(access_own(&r->w, &pass));
	TRY(q_account_own(&r->w, pass, r->w.actor.account, &reach));
	*ret = (struct me){
		.account = r->w.actor.account,
		.person = r->w.actor.signer,
		.name = r->w.actor.name,
		.role = role_stem(r->w.actor.roles),
		.lang = lang_tag(r->w.lang),
		.reach = reach.phone ? reach.phone : reach.email,
		.shared = reach.shared_phone,
		.texts = reach.phone != NULL,
		.stopped = reach.stopped_at != 0,
		.password = reach.has_password,
		.silent = reach.phone != NULL && notice_number_is_silent(&r->w, reach.heard_at),
	};
	return recovery_left(&r->w, &ret->recovery_left);
}

static enum rc me_page(struct web *r)
{
	struct me_view v = { .frame = web_frame(r, W_me_title), .language = lang_name(r->w.lang) };
	TRY(me_of(r, &v.me));
	v.family = (r->w.actor.roles & (ROLE_family | ROLE_guardian)) != 0;
	page_me(web_page(r), &v);
	return RC_OK;
}

static enum rc me_json(struct web *r)
{
	struct me me;
	TRY(me_of(r, &me));
	return web_object(r, &me);
}

static const struct field me_fields[] = {
	{ "account", FIELD_ID, offsetof(struct me, account), .kind = ID_OF_account },
	{ "person", FIELD_ID, offsetof(struct me, person), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct me, name), .doc = "First name" },
	{ "role", FIELD_TEXT, offsetof(struct me, role) },
	{ "lang", FIELD_TEXT, offsetof(struct me, lang) },
	{ "contact", FIELD_TEXT, offsetof(struct me, reach), .doc = "Number or address that news goes to" },
	{ "shared_phone", FIELD_BOOL, offsetof(struct me, shared) },
	{ "texts_stopped", FIELD_BOOL, offsetof(struct me, stopped) },
	{ "silent", FIELD_BOOL, offsetof(struct me, silent), .doc = "No text goes there until a code proves it" },
	{ "has_password", FIELD_BOOL, offsetof(struct me, password) },
	{ "recovery_codes", FIELD_INT, offsetof(struct me, recovery_left), .doc = "How many are left" },
};

struct phone_in {
	bool shared;
};
static const struct field phone_fields[] = {
	{ "shared", FIELD_BOOL, offsetof(struct phone_in, shared),
	  .doc = "Others use this phone too: sign out each time, no names in texts" },
};

static enum rc phone_act(struct web *r)
{
	struct phone_in in = { 0 };
	TRY(web_read(r, &in));
	audit_about(&r->w, account, r->w.actor.account);
	TRY(q_account_shared_set(&r->w, r->w.actor.account, in.shared));
	return web_done(r, "/me", "saved");
}

struct texts_in {
	bool on;
};
static const struct field texts_fields[] = {
	{ "on", FIELD_BOOL, offsetof(struct texts_in, on), .required = true,
	  .doc = "false: no texts but codes; the last one says what still comes, and how" },
};

static enum rc texts_act(struct web *r)
{
	struct texts_in in = { 0 };
	struct id_account account = r->w.actor.account;
	TRY(web_read(r, &in));
	audit_about(&r->w, account, account);
	if (!in.on)
		TRY(notice_add(&r->w, r->w.actor.signer, NOTICE_STOPPED, account.v));
	TRY(q_account_texts_set(&r->w, account, in.on ? 0 : r->w.now));
	return web_done(r, "/me", in.on ? "texts_on" : "texts_off");
}

static enum rc sign_out_act(struct web *r)
{
	const char *to = r->w.actor.kiosk ? "/kiosk" : "/";
	TRY(session_end(&r->w, r->token ? r->token : ""));
	r->set_token = "";
	http_add(&r->x->res, "Clear-Site-Data", "\"cache\", \"storage\"");
	return web_done(r, to, NULL);
}

static enum rc sign_out_all_act(struct web *r)
{
	audit_about(&r->w, account, r->w.actor.account);
	TRY(sessions_end(&r->w, r->w.actor.account));
	r->set_token = "";
	return web_done(r, "/", NULL);
}

static enum rc ping(struct web *r)
{
	buf_str(web_json(r), "{}");
	return RC_OK;
}

static enum rc events(struct web *r)
{
	struct http_res *res = &r->x->res;
	res->status = 200;
	res->type = "text/event-stream";
	res->body = buf_new(r->w.arena, HTTP_BODY_MAX);
	buf_str(&res->body, "retry: 5000\n\n");
	res->stream = true;
	server_watch(r->server, r->x, r->w.actor.person);
	return RC_OK;
}

/* --- routes ------------------------------------------------------------------------------------------- */

const struct route accounts_routes[] = {
	{ "GET", "/", "welcome.show", .who = WHO_ANYONE, .page = welcome_page, .page_only = true,
	  .doc = "The first page." },
	{ "GET", "/language", "language.show", .who = WHO_ANYONE, .page = language_page, .page_only = true,
	  .first_factor = true, .doc = "Chooses a language." },
	{ "POST", "/language", "language.set", .who = WHO_ANYONE, .audit = AUDIT_ACT, .act = language_act,
	  .again = language_page, .first_factor = true, .whoever = true, ROUTE_IN(language_fields),
	  .doc = "One's own language from now on." },
	{ "GET", "/help", "help.show", .who = WHO_ANYONE, .page = help_page, .page_only = true,
	  .doc = "How things work, and whom to call." },
	{ "GET", "/offline", "offline.show", .who = WHO_ANYONE, .page = offline_page, .page_only = true,
	  .doc = "Shown by the browser without a connection." },
	{ "GET", "/sign-in", "code.form", .who = WHO_ANYONE, .page = sign_in_page, .page_only = true,
	  .doc = "Asks for a mobile number or an e-mail address." },
	{ "POST", "/sign-in", "code.request", .who = WHO_ANYONE, .audit = AUDIT_ACT,
	  .act = code_request_act, .again = sign_in_page, ROUTE_IN(contact_fields),
	  .doc = "Sends a one-time code; the same answer whether or not anybody has that contact." },
	{ "GET", "/sign-in/code", "code.show", .who = WHO_ANYONE, .page = code_page, .page_only = true,
	  .doc = "Asks for the code." },
	{ "POST", "/sign-in/code", "code.check", .who = WHO_ANYONE, .audit = AUDIT_ACT,
	  .act = code_check_act, .again = code_page, ROUTE_IN(code_fields),
	  .doc = "Signs in with a one-time code." },
	{ "GET", "/staff", "staff.form", .who = WHO_ANYONE, .page = staff_page, .page_only = true,
	  .doc = "Asks staff for e-mail and password." },
	{ "POST", "/staff", "staff.password", .who = WHO_ANYONE, .audit = AUDIT_ACT, .act = staff_act,
	  .slow = staff_slow, .again = staff_page, ROUTE_IN(staff_fields),
	  .doc = "First factor of staff; a second follows." },
	{ "GET", "/staff/code", "staff.code_form", .who = STAFF, .page = totp_page,
	  .page_only = true, .first_factor = true, .doc = "Asks staff for their time-based code." },
	{ "POST", "/staff/code", "staff.code", .who = STAFF, .audit = AUDIT_ACT, .act = totp_act,
	  .again = totp_page, .first_factor = true, ROUTE_IN(totp_fields), .doc = "Second factor of staff." },
	{ "GET", "/kiosk", "kiosk.sites", .who = WHO_ANYONE, .page = kiosk_sites_page, .page_only = true,
	  .doc = "Which facility a kiosk stands in." },
	{ "GET", "/kiosk/{site}", "kiosk.form", .who = WHO_ANYONE, .page = kiosk_page, .page_only = true,
	  .doc = "Number and PIN." },
	{ "POST", "/kiosk/{site}", "kiosk.sign_in", .who = WHO_ANYONE, .audit = AUDIT_ACT,
	  .act = kiosk_act, .slow = kiosk_slow, .again = kiosk_page, ROUTE_IN(kiosk_fields),
	  .doc = "Signs a person in at a kiosk." },
	{ "GET", "/pin", "pin.form", .who = ROLE_inside, .page = pin_page, .page_only = true,
	  .first_factor = true, .doc = "Asks for a new PIN." },
	{ "POST", "/pin", "pin.set", .who = ROLE_inside, .audit = AUDIT_ACT, .act = pin_act,
	  .slow = pin_slow, .again = pin_page, .first_factor = true, ROUTE_IN(pin_fields),
	  .doc = "Sets one's own PIN." },
	{ "GET", "/me", "me.show", .who = WHO_SIGNED_IN, .page = me_page, .json = me_json,
	  ROUTE_OUT(me_fields), .doc = "One's own account." },
	{ "POST", "/me/phone", "me.phone", .who = WHO_SIGNED_IN, .audit = AUDIT_ACT, .act = phone_act,
	  .again = me_page, ROUTE_IN(phone_fields), .doc = "Whether others use this phone too." },
	{ "POST", "/me/texts", "me.texts", .who = WHO_SIGNED_IN, .audit = AUDIT_ACT, .act = texts_act,
	  .again = me_page, ROUTE_IN(texts_fields), .doc = "Stops texts, or lets them come again." },
	{ "POST", "/me/sign-out-all", "session.end_all", .who = WHO_SIGNED_IN, .audit = AUDIT_ACT,
	  .act = sign_out_all_act, .whoever = true, .doc = "Signs out everywhere." },
	{ "POST", "/sign-out", "session.end", .who = WHO_ANYONE, .audit = AUDIT_ACT, .act = sign_out_act,
	  .first_factor = true, .whoever = true, .doc = "Signs out." },
	{ "GET", "/ping", "session.ping", .who = WHO_SIGNED_IN, .page = ping, .json = ping,
	  .doc = "Keeps a session awake while its person is there." },
	{ "GET", "/events", "events.watch", .who = WHO_SIGNED_IN, .page = events, .json = events,
	  .doc = "A stream that says when something has changed." },
	{ 0 },
};
