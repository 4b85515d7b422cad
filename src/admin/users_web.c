/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin_pages.h"

#include <string.h>

#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/admin/sites.h"
#include "src/admin/users.h"

static const struct role_box boxes[USER_ROLES] = {
	{ "reviewer", W_role_reviewer, false },	      { "visits", W_role_visits, false },
	{ "casemanager", W_role_casemanager, false }, { "navigator", W_role_navigator, false },
	{ "admin", W_role_admin, false },	      { "auditor", W_role_auditor, false },
	{ "privacy", W_role_privacy, false },	      { "agency", W_role_agency, false },
	{ "lawyer", W_role_lawyer, false },	      { "clergy", W_role_clergy, false },
	{ "counsellor", W_role_counsellor, false },   { "officer", W_role_officer, false },
};
static const struct {
	const char *state;
	enum word word;
} states[] = {
	{ "open", W_admin_state_open }, { "locked", W_admin_state_locked }, { "closed", W_admin_state_closed },
};

static enum word state_word(const struct user *u)
{
	if (u->setting_up && !text_is(u->state, "locked"))
		return W_admin_state_setup;
	if (u->waits && text_is(u->state, "open"))
		return W_admin_state_waits;
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (text_is(states[i].state, u->state))
			return states[i].word;
	return states[0].word;
}

/* All roles, those of somebody ticked; or what was ticked in a form that comes again. */
static struct role_boxes boxes_of(struct web *r, unsigned roles, bool typed)
{
	struct role_boxes v = { .at = arena_array(r->w.arena, struct role_box, USER_ROLES), .n = USER_ROLES };
	const struct problem *wrong = form_problem(&r->form, "reviewer");
	for (size_t i = 0; i < USER_ROLES; i++) {
		v.at[i] = boxes[i];
		v.at[i].on = typed ? form_has(&r->form, boxes[i].name, "true") : roles & user_role_bits[i];
	}
	if (wrong == NULL)
		wrong = form_problem(&r->form, "admin");
	if (wrong != NULL)
		v.wrong = word_text(r->w.lang, error_kinds[wrong->error].word);
	return v;
}

static struct role_boxes roles_of(struct web *r, unsigned roles)
{
	struct role_boxes v = { .at = arena_array(r->w.arena, struct role_box, USER_ROLES) };
	for (size_t i = 0; i < USER_ROLES; i++)
		if (roles & user_role_bits[i])
			v.at[v.n++] = boxes[i];
	return v;
}

static enum rc site_part(struct web *r, struct id_site is, struct part *ret)
{
	struct site_lines sites;
	TRY(site_lines(&r->w, &sites));
	struct choice *at = arena_array(r->w.arena, struct choice, sites.n + 1);
	size_t n = 0;
	if (r->w.actor.site.v == 0)
		at[n++] = (struct choice){ "", .word = W_admin_user_site_all };
	for (size_t i = 0; i < sites.n; i++)
		at[n++] = (struct choice){ web_id_text(r, ID_OF_site, sites.at[i].id.v), sites.at[i].name };
	*ret = (struct part){ &r->form, "site", .label = W_admin_user_site, .choices = { at, n },
			      .value = is.v ? web_id_text(r, ID_OF_site, is.v) : NULL };
	return RC_OK;
}

static enum rc roster(struct web *r, struct users *ret)
{
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_ACCOUNTS, &pass));
	return user_page(&r->w, pass, ret);
}

static enum rc users_page(struct web *r)
{
	struct users_view v = { .frame = web_frame(r, W_admin_users) };
	struct users list;
	TRY(roster(r, &list));
	v.users.at = arena_array(r->w.arena, struct user_row, list.n);
	v.users.n = list.n;
	for (size_t i = 0; i < list.n; i++) {
		v.users.at[i] = (struct user_row){ list.at[i], state_word(&list.at[i]),
						   roles_of(r, list.at[i].roles) };
		v.idle_n += list.at[i].idle;
	}
	v.roles = boxes_of(r, 0, true);
	v.first_name = (struct part){ &r->form, "first_name", .label = W_admin_user_first };
	v.last_name = (struct part){ &r->form, "last_name", .label = W_admin_user_last };
	v.email = (struct part){ &r->form, "email", .label = W_staff_email, .type = "email" };
	TRY(site_part(r, (struct id_site){ 0 }, &v.site));
	page_admin_users(web_page(r), &v);
	return RC_OK;
}

static enum rc users_json(struct web *r)
{
	struct users list;
	TRY(roster(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc one(struct web *r, struct id_account *id, const struct pass **pass)
{
	TRY(web_id(r, account, id));
	return access_roster(&r->w, PURPOSE_ACCOUNTS, pass);
}

static enum rc user_show(struct web *r)
{
	struct user_view v = { .frame = web_frame(r, W_admin_users) };
	const struct pass *pass;
	struct id_account id;
	TRY(one(r, &id, &pass));
	TRY(user_get(&r->w, pass, id, &v.u));
	v.state_word = state_word(&v.u);
	v.own = id.v == r->w.actor.account.v;
	v.closed = text_is(v.u.state, "closed");
	v.locked = text_is(v.u.state, "locked");
	v.waits = v.u.waits && !v.closed;
	v.may_confirm = !v.own && v.u.asked_by.v != r->w.actor.account.v;
	v.app = !v.closed && !v.u.setting_up;
	v.roles = boxes_of(r, v.u.roles, r->form.problems_n > 0);
	TRY(site_part(r, v.u.site, &v.site));
	page_admin_user(web_page(r), &v);
	return RC_OK;
}

static enum rc user_json(struct web *r)
{
	struct user u;
	const struct pass *pass;
	struct id_account id;
	TRY(one(r, &id, &pass));
	TRY(user_get(&r->w, pass, id, &u));
	return web_object(r, &u);
}

static const char *path_of(struct web *r, struct id_account id)
{
	return web_printf(r, "/admin/users/%s", web_id_text(r, ID_OF_account, id.v));
}

/* --- set-up codes ------------------------------------------------------------------------- */

/* Until the person sets one, the account has a password that nobody knows. */
static enum rc unknown_secret(struct web *r)
{
	unsigned char secret[SECRET_LEN];
	char *hash = arena_get(r->w.arena, SECRET_HASH_MAX);
	if (!web_may(r))
		return RC_OK; /* the act will refuse it */
	rand_bytes(secret, sizeof(secret));
	TRY(secret_hash(text_base64url(r->w.arena, secret, sizeof(secret)), hash));
	r->kept = hash;
	return RC_OK;
}

/* Shown once: the answer is the page, not a way on. */
static enum rc tell_code(struct web *r, const struct user *u, const char *code, bool app)
{
	struct setup_code_view v = { .frame = web_frame(r, W_admin_setup_code), .name = u->name,
				     .email = u->email, .code = code, .app = app,
				     .until = r->w.now + SETUP_DAYS * TIME_DAY };
	const char *base = atomic_load(&r->w.shared->base_url);
	if (r->api) {
		struct buf *out = web_json(r);
		buf_printf(out, "{\"account\":\"%s\",\"code\":", web_id_text(r, ID_OF_account, u->id.v));
		json_text(out, code);
		buf_printf(out, ",\"expires_at\":\"%s\"}", time_text(r->w.arena, v.until));
		return RC_OK;
	}
	v.where = web_printf(r, "%s/staff/setup", base ? base : "");
	page_admin_setup_code(web_page(r), &v);
	return RC_OK;
}

static enum rc invite_act(struct web *r)
{
	struct user_in in = { 0 };
	struct user u = { 0 };
	const struct pass *pass;
	const char *code = setup_code_new(r->w.arena);
	TRY(web_read(r, &in));
	TRY(access_roster(&r->w, PURPOSE_ACCOUNTS, &pass));
	TRY(user_invite(&r->w, &in, r->kept, code, &u.id));
	TRY(user_get(&r->w, pass, u.id, &u));
	return tell_code(r, &u, code, false);
}

static enum rc setup_act(struct web *r)
{
	struct user u;
	const struct pass *pass;
	struct id_account id;
	const char *code = setup_code_new(r->w.arena);
	TRY(one(r, &id, &pass));
	TRY(user_setup(&r->w, pass, id, r->kept, code));
	TRY(user_get(&r->w, pass, id, &u));
	return tell_code(r, &u, code, false);
}

static enum rc app_act(struct web *r)
{
	struct user u;
	const struct pass *pass;
	struct id_account id;
	const char *code = setup_code_new(r->w.arena);
	TRY(one(r, &id, &pass));
	TRY(user_app_reset(&r->w, pass, id, code));
	TRY(user_get(&r->w, pass, id, &u));
	return tell_code(r, &u, code, true);
}

/* --- changing and closing ------------------------------------------------------------------- */

static enum rc change_act(struct web *r)
{
	struct user_in in = { 0 };
	const struct pass *pass;
	struct id_account id;
	TRY(one(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(user_change(&r->w, pass, id, &in));
	return web_done(r, path_of(r, id), "saved");
}

static enum rc confirm_act(struct web *r)
{
	const struct pass *pass;
	struct id_account id;
	TRY(one(r, &id, &pass));
	TRY(user_confirm(&r->w, pass, id));
	return web_done(r, path_of(r, id), "saved");
}

static enum rc close_act(struct web *r)
{
	const struct pass *pass;
	struct id_account id;
	TRY(one(r, &id, &pass));
	TRY(user_close(&r->w, pass, id));
	return web_done(r, path_of(r, id), "saved");
}

static enum rc idle_act(struct web *r)
{
	int64_t n = 0;
	TRY(users_close_idle(&r->w, &n));
	if (!r->api)
		return web_done(r, "/admin/users", "saved");
	buf_printf(web_json(r), "{\"closed\":%lld}", (long long)n);
	return RC_OK;
}

/* --- by the person ------------------------------------------------------------------------------ */

struct setting_up {
	struct setup_check check;
	char hash[SECRET_HASH_MAX];
	unsigned char seed[TOTP_LEN];
	bool right;
};
struct looking {
	struct setup_in in;
	struct setup_check *check;
};

static enum rc look(struct work *w, void *arg)
{
	struct looking *l = arg;
	return setup_find(w, &l->in, l->check);
}

/* One derivation, whether or not there is such a code. */
static enum rc setup_slow(struct web *r)
{
	struct setting_up *k = arena_new_of(r->w.arena, struct setting_up);
	const char *password = form_value(&r->form, "password");
	struct looking l = { { form_value(&r->form, "email"), form_value(&r->form, "code"), password }, &k->check };
	TRY(work_do(&(struct work_run){ .shared = r->w.shared, .run = look, .arg = &l }));
	rand_bytes(k->seed, sizeof(k->seed));
	if (k->check.account.v != 0 && !k->check.all)
		k->right = secret_matches(k->check.hash, password);
	else
		TRY(secret_hash(password, k->hash));
	r->kept = k;
	return RC_OK;
}

static void show_setup(struct web *r)
{
	struct setup_view v = { .frame = web_frame(r, W_staff_setup_title) };
	v.email = (struct part){ &r->form, "email", .label = W_staff_email, .type = "email", .complete = "username" };
	v.code = (struct part){ &r->form, "code", .label = W_staff_setup_code, .hint = W_staff_setup_code_hint,
				.code = true, .size = 24 };
	v.secret = (struct part){ &r->form, "password", .label = W_staff_setup_password,
				  .hint = W_staff_setup_password_hint, .type = "password",
				  .complete = "new-password" };
	page_staff_setup(web_page(r), &v);
}

static enum rc setup_page(struct web *r)
{
	show_setup(r);
	return RC_OK;
}

static const char *app_uri(struct web *r, const struct setup_app *app)
{
	return web_printf(r, "otpauth://totp/Kinkeeper:%s?secret=%s&issuer=Kinkeeper",
			  http_url_escape(r->w.arena, app->email), totp_words(r->w.arena, app->seed));
}

/* "ABCD EFGH …": as a person types it. */
static const char *in_fours(struct web *r, const char *seed)
{
	struct buf out = buf_new(r->w.arena, 128);
	for (size_t i = 0; seed[i] != '\0'; i++)
		buf_printf(&out, "%s%c", i > 0 && i % 4 == 0 ? " " : "", seed[i]);
	return buf_text(&out);
}

/* The code app's page: shown after the first half, and again after a wrong first code. */
static enum rc show_app(struct web *r, const char *ticket)
{
	struct setup_view v = { .frame = web_frame(r, W_staff_setup_title), .ticket = ticket };
	struct setup_app app;
	TRY(setup_app(&r->w, ticket, &app));
	v.seed = in_fours(r, totp_words(r->w.arena, app.seed));
	TRY(qr_make(r->w.arena, app_uri(r, &app), &v.qr));
	v.code = (struct part){ &r->form, "code", .label = W_sign_in_code, .hint = W_staff_setup_first,
				.complete = "one-time-code", .inputmode = "numeric", .code = true, .size = 6 };
	if (r->form.problems_n == 0)
		v.code.form = NULL; /* the set-up code has the same name */
	page_staff_setup(web_page(r), &v);
	return RC_OK;
}

static enum rc app_again(struct web *r)
{
	return show_app(r, form_value(&r->form, "ticket"));
}

static enum rc finish_act(struct web *r)
{
	struct setup_code_in in = { 0 };
	TRY(web_read(r, &in));
	TRY(setup_finish(&r->w, &in));
	return web_done(r, "/staff", "setup");
}

static enum rc setup_done_act(struct web *r)
{
	const struct setting_up *k = r->kept;
	struct setup_in in = { 0 };
	TRY(web_read(r, &in));
	in.password = form_value(&r->form, "password"); /* as it was typed, spaces and all */
	const char *ticket = NULL;
	TRY(setup_use(&r->w, &in, &k->check, k->hash, k->right, k->seed, web_source(r), &ticket));
	if (!r->api)
		return show_app(r, ticket);
	struct setup_app app;
	TRY(setup_app(&r->w, ticket, &app));
	buf_printf(web_json(r), "{\"seed\":\"%s\",\"ticket\":\"%s\",\"uri\":",
		   totp_words(r->w.arena, app.seed), ticket);
	json_text(&r->x->res.body, app_uri(r, &app));
	buf_char(&r->x->res.body, '}');
	return RC_OK;
}

const struct route users_routes[] = {
	{ "GET", "/admin/users", "user.list", .who = ROLE_admin, .audit = AUDIT_READ, .page = users_page,
	  .json = users_json, ROUTE_OUT(user_fields), .list = "users",
	  .doc = "Staff, what they may do, and when they were last here." },
	{ "POST", "/admin/users", "user.invite", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .slow = unknown_secret, .act = invite_act, .again = users_page, ROUTE_IN(user_new_fields),
	  .doc = "Invites somebody: a set-up code is in the answer and nowhere else." },
	{ "POST", "/admin/users/idle", "user.idle", .who = ROLE_admin, .audit = AUDIT_ACT, .act = idle_act,
	  .doc = "Closes every account that was not used for 90 days." },
	{ "GET", "/admin/users/{account}", "user.show", .who = ROLE_admin, .audit = AUDIT_READ,
	  .page = user_show, .json = user_json, ROUTE_OUT(user_fields), .doc = "One of the staff." },
	{ "POST", "/admin/users/{account}", "user.change", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = change_act, .again = user_show, ROUTE_IN(user_roles_fields),
	  .doc = "New roles and site; they sign in anew." },
	{ "POST", "/admin/users/{account}/confirm", "user.confirm", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = confirm_act, .again = user_show, .doc = "A second administrator's yes to an account." },
	{ "POST", "/admin/users/{account}/close", "user.close", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = close_act, .again = user_show, .doc = "Closes an account at once." },
	{ "POST", "/admin/users/{account}/app", "user.app", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = app_act, .again = user_show,
	  .doc = "A set-up code for a new code app; the password stays." },
	{ "POST", "/admin/users/{account}/setup", "user.setup", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .slow = unknown_secret, .act = setup_act, .again = user_show,
	  .doc = "A set-up code for a new password and code app; opens a closed account." },
	{ "GET", "/staff/setup", "setup.form", .who = WHO_ANYONE, .page = setup_page, .page_only = true,
	  .doc = "Asks staff for their set-up code and a password." },
	{ "POST", "/staff/setup", "setup.use", .who = WHO_ANYONE, .audit = AUDIT_ACT, .slow = setup_slow,
	  .act = setup_done_act, .again = setup_page, ROUTE_IN(setup_fields),
	  .doc = "Makes one's own password and code app; both wait for the app's first code." },
	{ "POST", "/staff/setup/code", "setup.finish", .who = WHO_ANYONE, .audit = AUDIT_ACT,
	  .act = finish_act, .again = app_again, ROUTE_IN(setup_code_fields),
	  .doc = "The first code of the new code app: from now on it counts." },
	{ 0 },
};
