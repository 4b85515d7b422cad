/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rights_pages.h"

#include "lib/base/text.h"
#include "lib/csv/csv.h"
#include "lib/time/time.h"

enum { REVIEWERS = ROLE_privacy | ROLE_admin };

static const struct {
	unsigned bit;
	enum word word;
} roles[] = {
	{ ROLE_reviewer, W_role_reviewer },	{ ROLE_visits, W_role_visits },
	{ ROLE_officer, W_role_officer },
	{ ROLE_casemanager, W_role_casemanager }, { ROLE_navigator, W_role_navigator },
	{ ROLE_admin, W_role_admin },		{ ROLE_auditor, W_role_auditor },
	{ ROLE_privacy, W_role_privacy },	{ ROLE_agency, W_role_agency },
	{ ROLE_lawyer, W_role_lawyer },		{ ROLE_clergy, W_role_clergy },
	{ ROLE_counsellor, W_role_counsellor },
};
static const struct choice verdicts[] = {
	{ "", .word = W_admin_rights_open },
	{ "confirmed", .word = W_admin_rights_confirmed },
	{ "ended", .word = W_admin_rights_ended },
};

static struct right_item item_of(struct web *r, const struct right *right)
{
	struct right_item i = { .r = *right,
				.verdict_word = CHOICE_WORD(verdicts, right->verdict ? right->verdict : ""),
				.ask = right->dormant || right->no_factor || right->wide };
	i.roles.at = arena_array(r->w.arena, enum word, COUNT_OF(roles));
	for (size_t k = 0; k < COUNT_OF(roles); k++)
		if (right->roles & roles[k].bit)
			i.roles.at[i.roles.n++] = roles[k].word;
	return i;
}

static void fill(struct web *r, struct rights_view *v)
{
	v->at = r->w.now;
	v->items.at = arena_array(r->w.arena, struct right_item, v->list.n);
	v->items.n = v->list.n;
	for (size_t i = 0; i < v->list.n; i++)
		v->items.at[i] = item_of(r, &v->list.at[i]);
}

/* --- this quarter -------------------------------------------------------------------------- */

struct rights_query {
	struct id_account account;
};
static const struct field rights_query_fields[] = {
	{ "account", FIELD_ID, offsetof(struct rights_query, account), .kind = ID_OF_account },
};

static enum rc now_page(struct web *r)
{
	struct rights_view v = { .frame = web_frame(r, W_admin_rights) };
	struct form query = { .values = &r->query };
	struct id_account one = { 0 };
	const char *asked = form_value(&query, "account");
	if (asked == NULL || *asked == '\0')
		asked = web_path(r, "account");
	(void)id_private(r->w.shared->cipher, ID_OF_account, asked ? asked : "", &one.v);
	TRY(rights_now(&r->w, &v.list));
	TRY(rights_reviews(&r->w, &v.pasts));
	fill(r, &v);
	for (size_t i = 0; i < v.items.n; i++)
		if (v.items.at[i].r.account.v == one.v && v.items.at[i].r.verdict == NULL && !v.items.at[i].r.mine)
			v.one = (struct right_items){ &v.items.at[i], 1 };
	v.words = (struct part){ &r->form, "words", .label = W_admin_rights_words };
	page_rights(web_page(r), &v);
	return RC_OK;
}

static enum rc now_json(struct web *r)
{
	struct rights list;
	TRY(rights_now(&r->w, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

#define ACT(name, verb)                                                                                              \
	static enum rc name(struct web *r)                                                                           \
	{                                                                                                            \
		struct right_say_in in = { 0 };                                                                      \
		struct id_account id;                                                                                \
		TRY(web_id(r, account, &id));                                                                        \
		TRY(web_read(r, &in));                                                                               \
		TRY(verb(&r->w, id, &in));                                                                           \
		return web_done(r, "/rights", "saved");                                                              \
	}
ACT(confirm_act, right_confirm)
ACT(end_act, right_end)

/* --- the report of a quarter ------------------------------------------------------------------ */

static enum rc one(struct web *r, struct rights *ret)
{
	struct id_rights id;
	TRY(web_id(r, rights, &id));
	return rights_of(&r->w, id, ret);
}

static enum rc report_page(struct web *r)
{
	struct rights_view v = { .frame = web_frame(r, W_admin_rights_report) };
	TRY(one(r, &v.list));
	fill(r, &v);
	page_rights_report(web_page(r), &v);
	return RC_OK;
}

static enum rc report_json(struct web *r)
{
	struct rights list;
	TRY(one(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc pasts_json(struct web *r)
{
	struct rights_pasts list;
	TRY(rights_reviews(&r->w, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static const char *flags_of(struct web *r, const struct right *x)
{
	enum lang lang = r->w.lang;
	return web_printf(r, "%s%s%s", x->gone ? word_text(lang, W_admin_rights_gone) :
				       x->dormant ? word_text(lang, W_admin_rights_dormant) : "",
			  x->no_factor ? web_printf(r, " %s", word_text(lang, W_admin_rights_factor)) : "",
			  x->wide ? web_printf(r, " %s", word_text(lang, W_admin_rights_wide)) : "");
}

static void row(struct web *r, struct buf *out, const struct right *x)
{
	enum lang lang = r->w.lang;
	csv_write(out, x->name, true);
	csv_write(out, x->role, false);
	csv_write(out, x->site ? x->site : word_text(lang, W_admin_user_site_all), false);
	csv_write(out, time_text(r->w.arena, x->given_at), false);
	csv_write(out, x->given_by, false);
	csv_write(out, x->seen_at ? time_text(r->w.arena, x->seen_at) : "", false);
	csv_write(out, flags_of(r, x), false);
	csv_write(out, word_text(lang, CHOICE_WORD(verdicts, x->verdict ? x->verdict : "")), false);
	csv_write(out, x->said_by, false);
	csv_write(out, x->said_at ? time_text(r->w.arena, x->said_at) : "", false);
	csv_write(out, x->words, false);
	csv_write_end(out);
}

static enum rc report_csv(struct web *r)
{
	static const enum word heads[] = { W_admin_user_name, W_admin_user_roles, W_admin_user_site,
					   W_admin_rights_since, W_admin_rights_by, W_admin_user_seen,
					   W_admin_rights_ask, W_admin_rights_verdict, W_admin_rights_said_by,
					   W_admin_rights_said_at, W_admin_rights_words };
	struct rights list;
	TRY(one(r, &list));
	struct buf out = buf_new(r->w.arena, 4 << 20);
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		csv_write(&out, word_text(r->w.lang, heads[i]), i == 0);
	csv_write_end(&out);
	for (size_t i = 0; i < list.n; i++)
		row(r, &out, &list.at[i]);
	return buf_is_full(&out) ? RC_BUSY : web_file(r, "text/csv; charset=utf-8", "rights.csv", buf_text(&out), out.len);
}

const struct route rights_routes[] = {
	{ "GET", "/rights", "right.list", .who = REVIEWERS, .audit = AUDIT_READ, .page = now_page, .json = now_json,
	  ROUTE_QUERY(rights_query_fields), ROUTE_OUT(right_fields), .list = "rights",
	  .doc = "Who has which role at which site since when, by whom, and what should be asked about it." },
	{ "GET", "/rights/reviews", "right.reviews", .who = REVIEWERS, .audit = AUDIT_READ, .json = pasts_json,
	  .json_only = true, ROUTE_OUT(rights_past_fields), .list = "reviews", .doc = "The reviews, by quarter." },
	{ "POST", "/rights/{account}/confirm", "right.confirm", .who = REVIEWERS, .audit = AUDIT_ACT,
	  .act = confirm_act, .again = now_page, ROUTE_IN(right_confirm_fields), .doc = "It is still needed." },
	{ "POST", "/rights/{account}/end", "right.end", .who = REVIEWERS, .audit = AUDIT_ACT, .act = end_act,
	  .again = now_page, ROUTE_IN(right_end_fields), .doc = "It is not: the account is closed at once." },
	{ "GET", "/rights/{rights}", "right.report", .who = REVIEWERS, .audit = AUDIT_READ, .page = report_page,
	  .json = report_json, ROUTE_OUT(right_fields), .list = "rights", .doc = "One quarter's review, to sign." },
	{ "GET", "/rights/{rights}/report.csv", "right.report_file", .who = REVIEWERS, .audit = AUDIT_READ,
	  .page = report_csv, .page_only = true, .doc = "The same as a table." },
	{ 0 },
};
