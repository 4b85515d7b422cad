/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "family_pages.h"

#include "lib/base/text.h"
#include "people_q.h"
#include "src/access/access.h"
#include "src/family/circle_view.h"

enum { STAFF = ROLE_visits | ROLE_casemanager | ROLE_navigator };

static const struct choice relation_choices[] = {
	{ "", .word = W_link_choose },
	{ "partner", .word = W_relation_partner },
	{ "parent", .word = W_relation_parent },
	{ "child", .word = W_relation_child },
	{ "sibling", .word = W_relation_sibling },
	{ "grandparent", .word = W_relation_grandparent },
	{ "other_family", .word = W_relation_other_family },
	{ "carer", .word = W_relation_carer },
	{ "godparent", .word = W_relation_godparent },
	{ "ex_partner", .word = W_relation_ex_partner },
	{ "friend", .word = W_relation_friend },
};

static const struct {
	const char *state, *css;
	enum word word;
} states[] = {
	{ "checking", "info", W_link_state_checking }, { "asking", "info", W_link_state_checking },
	{ "agreed", "good", W_link_state_agreed },     { "declined", "", W_link_state_declined },
};

enum word relation_word(const char *relation)
{
	for (size_t i = 1; i < COUNT_OF(relation_choices); i++)
		if (text_is(relation_choices[i].value, relation))
			return relation_choices[i].word;
	return W_relation_other_family;
}

static enum rc lines_of(struct web *r, const char *only, struct tie_lines *ret)
{
	struct ties ties;
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	TRY(tie_list(&r->w, pass, &ties));
	*ret = (struct tie_lines){ .at = arena_array(r->w.arena, struct tie_line, ties.n) };
	for (size_t i = 0; i < ties.n; i++) {
		if (only != NULL && !text_is(ties.at[i].state, only))
			continue;
		struct tie_line *l = &ret->at[ret->n++];
		*l = (struct tie_line){ .t = ties.at[i], .state_word = states[0].word, .css = "info" };
		l->relation_word = relation_word(l->t.relation);
		for (size_t k = 0; k < COUNT_OF(states); k++) {
			if (!text_is(states[k].state, l->t.state))
				continue;
			l->state_word = states[k].word;
			l->css = states[k].css;
		}
	}
	return RC_OK;
}

struct site_out {
	struct id_site id;
	const char *name, *kind, *zone, *country;
};
static const struct field site_fields[] = {
	{ "site", FIELD_ID, offsetof(struct site_out, id), .kind = ID_OF_site },
	{ "name", FIELD_TEXT, offsetof(struct site_out, name) },
	{ "kind", FIELD_TEXT, offsetof(struct site_out, kind), .doc = "facility, probation or partner" },
	{ "zone", FIELD_TEXT, offsetof(struct site_out, zone), .doc = "IANA time zone" },
	{ "country", FIELD_TEXT, offsetof(struct site_out, country) },
};

static enum rc sites_json(struct web *r)
{
	struct site_rows rows;
	TRY(q_site_list(&r->w, r->w.actor.tenant, &rows));
	struct site_out *list = arena_array(r->w.arena, struct site_out, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		list[i] = (struct site_out){ rows.at[i].id, rows.at[i].name, rows.at[i].kind,
					     rows.at[i].zone, rows.at[i].country };
	return web_list(r, list, sizeof(*list), rows.n, 0);
}

static enum rc link_page(struct web *r)
{
	struct link_view v = { .frame = web_frame(r, W_link_title) };
	TRY(lines_of(r, NULL, &v.ties));
	v.number = (struct part){ &r->form, "number", .label = W_link_number, .hint = W_link_number_hint, .size = 14 };
	v.last_name = (struct part){ &r->form, "last_name", .label = W_link_last_name };
	v.birth_date = (struct part){ &r->form, "birth_date", .label = W_link_birth_date };
	v.site = (struct part){ &r->form, "site", .label = W_link_site };
	v.relation = (struct part){ &r->form, "relation", .label = W_link_relation,
				    .choices = CHOICES(relation_choices) };
	TRY(web_site_choices(r, W_link_choose, &v.site.choices));
	page_link(web_page(r), &v);
	return RC_OK;
}

static enum rc ties_json(struct web *r)
{
	struct ties ties;
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	TRY(tie_list(&r->w, pass, &ties));
	return web_list(r, ties.at, sizeof(*ties.at), ties.n, 0);
}

static enum rc link_act(struct web *r)
{
	struct link_in in = { 0 };
	const struct pass *pass;
	struct id_tie id;
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(link_request(&r->w, pass, &in, &id));
	return web_made(r, ID_OF_tie, id.v, "/link", "link_asked");
}

static enum rc requests_page(struct web *r)
{
	struct link_view v = { .frame = web_frame(r, W_link_requests_title) };
	TRY(lines_of(r, "asking", &v.ties));
	page_requests(web_page(r), &v);
	return RC_OK;
}

struct answer_in {
	bool on;
};
static const struct field answer_fields[] = {
	{ "on", FIELD_BOOL, offsetof(struct answer_in, on), .required = true,
	  .doc = "true: yes, they may be in touch" },
};

static enum rc answer_act(struct web *r)
{
	struct answer_in in = { 0 };
	const struct pass *pass;
	struct id_tie id;
	TRY(web_id(r, tie, &id));
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(link_answer(&r->w, pass, id, in.on));
	return web_done(r, "/requests", in.on ? "link_yes" : "link_no");
}

static enum rc end_act(struct web *r)
{
	const struct pass *pass;
	struct id_tie id;
	TRY(web_id(r, tie, &id));
	TRY(access_own(&r->w, &pass));
	TRY(tie_end(&r->w, pass, id));
	return web_done(r, "/home", "link_ended");
}

static enum rc list_of(struct web *r, struct links *ret)
{
	const struct pass *pass;
	int64_t after = 0;
	TRY(web_cursor(r, &after));
	TRY(access_roster(&r->w, PURPOSE_LINKING, &pass));
	return link_list(&r->w, pass, after, ret);
}

static enum rc links_page(struct web *r)
{
	struct links_view v = { .frame = web_frame(r, W_staff_links_title) };
	struct links list;
	TRY(list_of(r, &list));
	v.frame.live_ids = "menu queue";
	v.next = web_cursor_text(r, list.next);
	v.lines.at = arena_array(r->w.arena, struct link_line, list.n);
	v.lines.n = list.n;
	for (size_t i = 0; i < list.n; i++) {
		const struct link *l = &list.at[i];
		struct arena *a = r->w.arena;
		v.lines.at[i] = (struct link_line){ .l = *l, .relation_word = relation_word(l->relation) };
		v.lines.at[i].found_word = !l->found ? W_staff_found_none :
					   l->score == 100 ? W_staff_found_all : W_staff_found_some;
		v.lines.at[i].date_fits = l->typed_birth_date == l->found_birth_date;
		v.lines.at[i].name_fits = l->found && text_is(text_fold(a, l->typed_name),
							      text_fold(a, l->found_name));
	}
	page_links(web_page(r), &v);
	return RC_OK;
}

static enum rc links_json(struct web *r)
{
	struct links list;
	TRY(list_of(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, list.next);
}

static enum rc decide_act(struct web *r)
{
	struct link_decide_in in = { 0 };
	const struct pass *pass;
	struct id_tie id;
	TRY(web_id(r, tie, &id));
	TRY(web_read(r, &in));
	TRY(access_roster(&r->w, PURPOSE_LINKING, &pass));
	TRY(link_decide(&r->w, pass, id, &in));
	return web_done(r, "/links", "link_decided");
}

const struct route family_routes[] = {
	{ "GET", "/link", "link.form", .who = ROLE_family | ROLE_guardian, .page = link_page,
	  .page_only = true, .doc = "Asks to be linked to a person inside." },
	{ "POST", "/link", "link.request", .who = ROLE_family | ROLE_guardian, .audit = AUDIT_ACT,
	  .act = link_act, .again = link_page, ROUTE_IN(link_in_fields), .made = "tie",
	  .doc = "Asks to be linked; the answer never tells whether somebody was found." },
	{ "GET", "/sites", "site.list", .who = WHO_SIGNED_IN, .json = sites_json, .json_only = true,
	  ROUTE_OUT(site_fields), .list = "sites", .doc = "The sites of one's own agency." },
	{ "GET", "/ties", "tie.list", .who = ROLE_family | ROLE_guardian | ROLE_inside, .json = ties_json,
	  .json_only = true, ROUTE_OUT(tie_fields), .list = "ties",
	  .doc = "The viewer's ties and requests." },
	{ "POST", "/ties/{tie}/end", "tie.end", .who = ROLE_family | ROLE_guardian | ROLE_inside,
	  .audit = AUDIT_ACT, .act = end_act, .doc = "Ends one's own tie." },
	{ "GET", "/requests", "link.requests", .who = ROLE_inside, .page = requests_page,
	  .page_only = true, .doc = "Who asks to be in touch with the person inside." },
	{ "POST", "/requests/{tie}", "link.answer", .who = ROLE_inside, .audit = AUDIT_ACT,
	  .act = answer_act, .again = requests_page, ROUTE_IN(answer_fields),
	  .doc = "The person inside says yes or no, in private." },
	{ "GET", "/links", "link.list", .who = STAFF, .audit = AUDIT_READ, .page = links_page,
	  .json = links_json, ROUTE_OUT(link_fields), .list = "links",
	  .doc = "Requests to be linked that staff compare." },
	{ "POST", "/links/{tie}", "link.decide", .who = STAFF, .audit = AUDIT_ACT, .act = decide_act,
	  .again = links_page, ROUTE_IN(link_decide_fields),
	  .doc = "Passes a request on to the person inside, or declines it." },
	{ 0 },
};
