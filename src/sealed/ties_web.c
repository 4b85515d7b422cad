/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sealed_pages.h"

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/people/people.h"

static enum rc ties_page(struct web *r)
{
	struct staff_ties_view v = { .frame = web_frame(r, W_staff_sealed_ties) };
	struct staff_ties list;
	TRY(staff_ties(&r->w, &list));
	v.ties.at = arena_array(r->w.arena, struct staff_tie_line, list.n);
	v.ties.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.ties.at[i] = (struct staff_tie_line){ list.at[i], sealed_relation_word(list.at[i].relation),
							text_is(list.at[i].state, "proposed") };
	page_staff_ties(web_page(r), &v);
	return RC_OK;
}

static enum rc ties_json(struct web *r)
{
	struct staff_ties list;
	TRY(staff_ties(&r->w, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc person_asked(struct web *r, struct id_person *id, const struct pass **pass)
{
	TRY(web_id(r, person, id));
	return access_ask(&r->w, *id, r->w.actor.roles & ROLE_privacy ? PURPOSE_PRIVACY : PURPOSE_CARE, pass);
}

static enum rc new_page(struct web *r)
{
	struct tie_new_view v = { .frame = web_frame(r, W_staff_sealed_new) };
	const struct pass *pass;
	struct advisers all;
	struct person p;
	TRY(person_asked(r, &v.person, &pass));
	TRY(person_get(&r->w, pass, &p));
	v.name = web_printf(r, "%s %s", p.first_name, p.last_name);
	TRY(advisers(&r->w, pass, &all));
	struct choice *at = arena_array(r->w.arena, struct choice, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		at[i] = (struct choice){ web_id_text(r, ID_OF_account, all.at[i].account.v),
					 web_printf(r, "%s, %s", all.at[i].name,
						    word_text(r->w.lang, sealed_relation_word(
										 role_stem((unsigned)all.at[i].roles)))) };
	v.adviser = (struct part){ &r->form, "adviser", .label = W_staff_sealed_adviser, .choices = { at, all.n } };
	page_tie_new(web_page(r), &v);
	return RC_OK;
}

static const struct field adviser_fields[] = {
	{ "adviser", FIELD_ID, offsetof(struct adviser, account), .kind = ID_OF_account },
	{ "name", FIELD_TEXT, offsetof(struct adviser, name) },
};

static enum rc advisers_json(struct web *r)
{
	const struct pass *pass;
	struct id_person id;
	struct advisers all;
	TRY(person_asked(r, &id, &pass));
	TRY(advisers(&r->w, pass, &all));
	return web_list(r, all.at, sizeof(*all.at), all.n, 0);
}

static enum rc propose_act(struct web *r)
{
	struct tie_in in = { 0 };
	struct id_person person;
	struct id_sealed_tie id;
	TRY(web_id(r, person, &person));
	TRY(web_read(r, &in));
	TRY(sealed_tie_propose(&r->w, person, &in, &id));
	return web_made(r, ID_OF_sealed_tie, id.v, "/sealed-ties", "saved");
}

static enum rc confirm_act(struct web *r)
{
	struct id_sealed_tie id;
	TRY(web_id(r, sealed_tie, &id));
	TRY(sealed_tie_confirm(&r->w, id));
	return web_done(r, "/sealed-ties", "saved");
}

static enum rc end_act(struct web *r)
{
	struct id_sealed_tie id;
	bool over;
	TRY(web_id(r, sealed_tie, &id));
	TRY(sealed_tie_end(&r->w, id, &over));
	return web_done(r, "/sealed-ties", over ? "saved" : "second");
}

const struct route ties_routes[] = {
	{ "GET", "/sealed-ties", "sealed_tie.list", .who = SEALED_CHECKERS, .audit = AUDIT_READ, .page = ties_page,
	  .json = ties_json, ROUTE_OUT(staff_tie_fields), .list = "ties",
	  .doc = "Who is lawyer, clergy or counsellor of whom: what waits, and what stands." },
	{ "GET", "/people/{person}/sealed-ties/new", "sealed_tie.form", .who = SEALED_CHECKERS,
	  .page = new_page, .json = advisers_json, ROUTE_OUT(adviser_fields), .list = "advisers",
	  .doc = "Whom one can name." },
	{ "POST", "/people/{person}/sealed-ties", "sealed_tie.propose", .who = SEALED_CHECKERS, .audit = AUDIT_ACT,
	  .act = propose_act, .again = new_page, ROUTE_IN(tie_in_fields), .made = "sealed_tie",
	  .doc = "Says who somebody's lawyer, clergy or counsellor is; a second person confirms it." },
	{ "POST", "/sealed-ties/{sealed_tie}/confirm", "sealed_tie.confirm", .who = SEALED_CHECKERS,
	  .audit = AUDIT_ACT, .act = confirm_act, .again = ties_page,
	  .doc = "A second one of staff has checked it too." },
	{ "POST", "/sealed-ties/{sealed_tie}/end", "sealed_tie.end", .who = SEALED_CHECKERS, .audit = AUDIT_ACT,
	  .act = end_act, .again = ties_page,
	  .doc = "Asks to end it; a second one of staff ends it. One that waits is dropped at once." },
	{ 0 },
};
