/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signing in without the number, and what of it one sets up beforehand. */
#include <string.h>

#include "accounts_pages.h"
#include "lib/base/text.h"
#include "src/accounts/recovery.h"

enum { FAMILY = ROLE_family | ROLE_guardian };

static enum rc let_in(struct web *r, struct id_account account)
{
	const char *token = NULL;
	TRY(session_open(&r->w, account, r->api ? "token" : "browser", 1, "", &token));
	return sign_in_answer(r, token);
}

/* --- signing in -------------------------------------------------------------------------- */

static enum rc recovery_page(struct web *r)
{
	struct sign_in_view v = { .frame = web_frame(r, W_sign_in_recovery) };
	v.contact = (struct part){ &r->form, "contact", .label = W_sign_in_contact,
				   .hint = W_sign_in_contact_hint, .complete = "username", .size = 24 };
	v.code = (struct part){ &r->form, "code", .label = W_sign_in_recovery_code,
				.hint = W_sign_in_recovery_hint, .code = true, .size = 16 };
	page_sign_in_recovery(web_page(r), &v);
	return RC_OK;
}

static enum rc recovery_act(struct web *r)
{
	struct recovery_in in = { 0 };
	struct id_account account;
	TRY(web_read(r, &in));
	TRY(recovery_use(&r->w, &in, web_source(r), &account));
	return let_in(r, account);
}

static enum rc password_page(struct web *r)
{
	struct sign_in_view v = { .frame = web_frame(r, W_sign_in_password) };
	v.contact = (struct part){ &r->form, "contact", .label = W_sign_in_contact,
				   .hint = W_sign_in_contact_hint, .complete = "username", .size = 24 };
	v.secret = (struct part){ &r->form, "password", .label = W_sign_in_password_label,
				  .type = "password", .complete = "current-password" };
	page_sign_in_password(web_page(r), &v);
	return RC_OK;
}

struct password_in {
	const char *contact, *password;
};
static const struct field password_fields[] = {
	{ "contact", FIELD_TEXT, offsetof(struct password_in, contact), .required = true, .max = 120,
	  .missing = E_contact },
	{ "password", FIELD_TEXT, offsetof(struct password_in, password), .required = true, .max = 128 },
};

struct lookup {
	const char *contact, *source;
	struct password_try *t;
};

static enum rc look_up(struct work *w, void *arg)
{
	struct lookup *l = arg;
	return password_of(w, l->contact, l->source, l->t);
}

/* The same work whether or not there is such an account. */
static enum rc password_slow(struct web *r)
{
	struct password_try *t = arena_new_of(r->w.arena, struct password_try);
	struct lookup l = { form_value(&r->form, "contact"), web_source(r), t };
	TRY(work_do(&(struct work_run){ .shared = r->w.shared, .run = look_up, .arg = &l }));
	t->right = secret_matches(t->hash, text_trim(r->w.arena, form_value(&r->form, "password")));
	r->kept = t;
	return RC_OK;
}

static enum rc password_act(struct web *r)
{
	struct password_in in = { 0 };
	const struct password_try *t = r->kept;
	TRY(web_read(r, &in));
	TRY(password_tried(&r->w, in.contact, web_source(r), t));
	return let_in(r, t->account);
}

/* --- setting up ------------------------------------------------------------------------------ */

/* Shown once: the answer is the page, not a way on. */
static enum rc make_act(struct web *r)
{
	struct recovery_view v = { .frame = web_frame(r, W_me_recovery_title) };
	struct recovery_codes codes;
	TRY(recovery_make(&r->w, &codes));
	if (!r->api) {
		v.codes.n = RECOVERY_CODES;
		v.codes.at = arena_array(r->w.arena, struct recovery_line, RECOVERY_CODES);
		for (size_t i = 0; i < RECOVERY_CODES; i++)
			v.codes.at[i].code = web_printf(r, "%.4s-%.4s-%.4s", codes.at[i],
							codes.at[i] + 4, codes.at[i] + 8);
		page_recovery_codes(web_page(r), &v);
		return RC_OK;
	}
	struct buf *out = web_json(r);
	buf_str(out, "{\"codes\":[");
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		buf_printf(out, "%s\"%s\"", i ? "," : "", codes.at[i]);
	buf_str(out, "]}");
	return RC_OK;
}

struct new_password_in {
	const char *password;
};
static const struct field new_password_fields[] = {
	{ "password", FIELD_TEXT, offsetof(struct new_password_in, password), .required = true, .max = 128,
	  .missing = E_password_weak, .doc = "12 letters or more" },
};

static enum rc set_page(struct web *r)
{
	struct sign_in_view v = { .frame = web_frame(r, W_me_password) };
	v.secret = (struct part){ &r->form, "password", .label = W_me_password_new,
				  .hint = W_me_password_new_hint, .type = "password", .complete = "new-password" };
	page_password_new(web_page(r), &v);
	return RC_OK;
}

static enum rc set_slow(struct web *r)
{
	char *hash = arena_get(r->w.arena, SECRET_HASH_MAX);
	TRY(secret_hash(text_trim(r->w.arena, form_value(&r->form, "password")), hash));
	r->kept = hash;
	return RC_OK;
}

static enum rc set_act(struct web *r)
{
	struct new_password_in in = { 0 };
	TRY(web_read(r, &in));
	TRY(password_is_fine(&r->w, in.password));
	TRY(password_set(&r->w, r->kept));
	return web_done(r, "/me", "password");
}

static enum rc remove_act(struct web *r)
{
	TRY(password_set(&r->w, NULL));
	return web_done(r, "/me", "password_off");
}

/* --- number ------------------------------------------------------------------------------------- */

static enum rc number_page(struct web *r)
{
	struct sign_in_view v = { .frame = web_frame(r, W_me_number) };
	v.contact = (struct part){ &r->form, "contact", .label = W_sign_in_contact,
				   .hint = W_me_number_hint, .complete = "tel", .size = 24 };
	page_number(web_page(r), &v);
	return RC_OK;
}

static enum rc show_code_form(struct web *r, const char *ticket)
{
	struct sign_in_view v = { .frame = web_frame(r, W_me_number_title), .ticket = ticket, .shown = "" };
	enum rc rc = code_shown(&r->w, ticket, &v.shown);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	v.code = (struct part){ &r->form, "code", .label = W_sign_in_code, .hint = W_sign_in_code_hint,
				.complete = "one-time-code", .inputmode = "numeric", .code = true, .size = 6 };
	page_number_code(web_page(r), &v);
	return RC_OK;
}

static enum rc number_act(struct web *r)
{
	struct contact_in in = { 0 };
	const char *ticket = NULL;
	TRY(web_read(r, &in));
	audit_about(&r->w, account, r->w.actor.account);
	TRY(number_ask(&r->w, &in, web_source(r), &ticket));
	if (!r->api)
		return show_code_form(r, ticket);
	struct buf *out = web_json(r);
	r->x->res.status = 201;
	buf_str(out, "{\"ticket\":");
	json_text(out, ticket);
	buf_char(out, '}');
	return RC_OK;
}

struct number_code_in {
	const char *ticket, *code;
};
static const struct field number_code_fields[] = {
	{ "ticket", FIELD_TEXT, offsetof(struct number_code_in, ticket), .required = true, .max = 60 },
	{ "code", FIELD_TEXT, offsetof(struct number_code_in, code), .required = true, .max = 12,
	  .missing = E_code_wrong },
};

static enum rc number_again(struct web *r)
{
	return show_code_form(r, form_value(&r->form, "ticket"));
}

static enum rc number_set_act(struct web *r)
{
	struct number_code_in in = { 0 };
	TRY(web_read(r, &in));
	audit_about(&r->w, account, r->w.actor.account);
	TRY(number_set(&r->w, in.ticket, in.code));
	return web_done(r, "/me", "number");
}

const struct route recovery_routes[] = {
	{ "GET", "/sign-in/recovery", "recovery.form", .who = WHO_ANYONE, .page = recovery_page,
	  .page_only = true, .doc = "Asks for a recovery code." },
	{ "POST", "/sign-in/recovery", "recovery.use", .who = WHO_ANYONE, .audit = AUDIT_ACT,
	  .act = recovery_act, .again = recovery_page, ROUTE_IN(recovery_fields),
	  .doc = "Signs in with a recovery code, which works once." },
	{ "GET", "/sign-in/password", "password.form", .who = WHO_ANYONE, .page = password_page,
	  .page_only = true, .doc = "Asks a family member for their password." },
	{ "POST", "/sign-in/password", "password.check", .who = WHO_ANYONE, .audit = AUDIT_ACT,
	  .act = password_act, .slow = password_slow, .again = password_page, ROUTE_IN(password_fields),
	  .doc = "Signs a family member in with a password." },
	{ "POST", "/me/recovery", "recovery.make", .who = FAMILY, .audit = AUDIT_ACT, .act = make_act,
	  .doc = "Ten new recovery codes, shown in the answer and nowhere else; the old ones end." },
	{ "GET", "/me/password", "password.new_form", .who = FAMILY, .page = set_page, .page_only = true,
	  .doc = "Asks for a new password." },
	{ "POST", "/me/password", "password.set", .who = FAMILY, .audit = AUDIT_ACT, .act = set_act,
	  .slow = set_slow, .again = set_page, ROUTE_IN(new_password_fields), .doc = "Sets one's own password." },
	{ "POST", "/me/password/remove", "password.remove", .who = FAMILY, .audit = AUDIT_ACT,
	  .act = remove_act, .doc = "Removes one's own password." },
	{ "GET", "/me/number", "number.form", .who = FAMILY, .page = number_page, .page_only = true,
	  .doc = "Asks for a number or address of one's own." },
	{ "POST", "/me/number", "number.ask", .who = FAMILY, .audit = AUDIT_ACT, .act = number_act,
	  .again = number_page, ROUTE_IN(contact_fields), .doc = "Sends a code to a number or address of one's own." },
	{ "POST", "/me/number/code", "number.set", .who = FAMILY, .audit = AUDIT_ACT, .act = number_set_act,
	  .again = number_again, ROUTE_IN(number_code_fields),
	  .doc = "The number or address counts from now on." },
	{ 0 },
};
