/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people_pages.h"

#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/people/caseload.h"

/* --- the officer's own --------------------------------------------------------------------- */

static enum rc own(struct web *r, struct caseload *ret)
{
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	return caseload_list(&r->w, pass, ret);
}

static enum rc caseload_page(struct web *r)
{
	struct caseload_view v = { .frame = web_frame(r, W_menu_caseload) };
	TRY(own(r, &v.people));
	page_caseload(web_page(r), &v);
	return RC_OK;
}

static enum rc caseload_json(struct web *r)
{
	struct caseload list;
	TRY(own(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

/* --- who supervises whom ------------------------------------------------------------------- */

static enum rc pass_for(struct web *r, struct id_person *id, const struct pass **pass)
{
	TRY(web_id(r, person, id));
	TRY(access_ask(&r->w, *id, PURPOSE_CARE, pass));
	audit_about(&r->w, person, *id);
	return RC_OK;
}

static enum rc officers_page(struct web *r)
{
	struct officers_view v = { .frame = web_frame(r, W_staff_officers) };
	struct officers all;
	struct person p;
	const struct pass *pass;
	TRY(pass_for(r, &v.person, &pass));
	TRY(person_get(&r->w, pass, &p));
	TRY(officer_list(&r->w, pass, &v.officers));
	TRY(officer_all(&r->w, pass, &all));
	struct choice *names = arena_array(r->w.arena, struct choice, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		names[i] = (struct choice){ web_id_text(r, ID_OF_account, all.at[i].account.v), all.at[i].name };
	v.name = p.first_name;
	v.officer = (struct part){ &r->form, "officer", .label = W_role_officer, .choices = { names, all.n } };
	page_officers(web_page(r), &v);
	return RC_OK;
}

static enum rc officers_json(struct web *r)
{
	struct officers list;
	struct id_person id;
	const struct pass *pass;
	TRY(pass_for(r, &id, &pass));
	TRY(officer_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc done(struct web *r, struct id_person id)
{
	return web_done(r, web_printf(r, "/people/%s/officers", web_id_text(r, ID_OF_person, id.v)), "saved");
}

static enum rc set_act(struct web *r)
{
	struct officer_in in = { 0 };
	struct id_person id;
	const struct pass *pass;
	TRY(pass_for(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(officer_set(&r->w, pass, &in));
	return done(r, id);
}

static enum rc end_act(struct web *r)
{
	struct officer_in in = { 0 };
	struct id_person id;
	const struct pass *pass;
	TRY(pass_for(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(officer_end(&r->w, pass, &in));
	return done(r, id);
}

const struct route caseload_routes[] = {
	{ "GET", "/caseload", "caseload.list", .who = ROLE_officer, .audit = AUDIT_READ, .page = caseload_page,
	  .json = caseload_json, ROUTE_OUT(supervised_fields), .list = "people", .doc = "Whom one supervises." },
	{ "GET", "/people/{person}/officers", "officer.list", .who = ROLE_casemanager, .audit = AUDIT_READ,
	  .page = officers_page, .json = officers_json, ROUTE_OUT(officer_fields), .list = "officers",
	  .doc = "Who supervises somebody." },
	{ "POST", "/people/{person}/officers", "officer.set", .who = ROLE_casemanager, .audit = AUDIT_ACT,
	  .act = set_act, .again = officers_page, ROUTE_IN(officer_in_fields),
	  .doc = "An officer supervises somebody from today on." },
	{ "POST", "/people/{person}/officers/end", "officer.end", .who = ROLE_casemanager, .audit = AUDIT_ACT,
	  .act = end_act, .again = officers_page, ROUTE_IN(officer_in_fields),
	  .doc = "And no more: from the next request on." },
	{ 0 },
};
