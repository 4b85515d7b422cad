/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "messages_pages.h"

#include "people_q.h"
#include "src/access/access.h"
#include "src/messages/cover.h"

enum { COVERERS = ROLE_reviewer | ROLE_admin };

static enum rc roster(struct web *r, const struct pass **pass)
{
	enum purpose purpose = r->w.actor.roles & ROLE_reviewer ? PURPOSE_SCREENING : PURPOSE_ACCOUNTS;
	return access_roster(&r->w, purpose, pass);
}

static enum rc fill_choices(struct web *r, const struct pass *pass, struct cover_view *v)
{
	struct cover_reviewers who;
	struct site_rows sites;
	TRY(cover_reviewers(&r->w, pass, &who));
	TRY(q_site_list(&r->w, r->w.actor.tenant, &sites));
	struct choice *names = arena_array(r->w.arena, struct choice, who.n + 1), *places;
	size_t n = 0;
	for (size_t i = 0; i < who.n; i++)
		if (who.at[i].site_name != NULL && who.at[i].site.v != r->w.actor.site.v)
			names[n++] = (struct choice){ web_id_text(r, ID_OF_account, who.at[i].account.v),
						      web_printf(r, "%s, %s", who.at[i].name, who.at[i].site_name) };
	v->account = (struct part){ &r->form, "account", .label = W_queue_cover_who, .choices = { names, n } };
	places = arena_array(r->w.arena, struct choice, sites.n + 1);
	n = 0;
	for (size_t i = 0; i < sites.n; i++)
		if (access_covers_site(&r->w, sites.at[i].id))
			places[n++] = (struct choice){ web_id_text(r, ID_OF_site, sites.at[i].id.v), sites.at[i].name };
	v->site = (struct part){ &r->form, "site", .label = W_queue_cover_site, .choices = { places, n } };
	return RC_OK;
}

static enum rc cover_page(struct web *r)
{
	struct cover_view v = { .frame = web_frame(r, W_queue_cover_title) };
	const struct pass *pass;
	TRY(roster(r, &pass));
	TRY(cover_list(&r->w, pass, &v.covers));
	TRY(fill_choices(r, pass, &v));
	v.starts_on = (struct part){ &r->form, "starts_on", .label = W_queue_cover_from, .type = "date" };
	v.ends_on = (struct part){ &r->form, "ends_on", .label = W_queue_cover_until, .type = "date" };
	page_queue_cover(web_page(r), &v);
	return RC_OK;
}

static const struct field cover_fields[] = {
	{ "cover", FIELD_ID, offsetof(struct cover_row, id), .kind = ID_OF_cover },
	{ "site", FIELD_ID, offsetof(struct cover_row, site), .kind = ID_OF_site },
	{ "site_name", FIELD_TEXT, offsetof(struct cover_row, site_name) },
	{ "name", FIELD_TEXT, offsetof(struct cover_row, name), .doc = "First name of who covers" },
	{ "starts_on", FIELD_DATE, offsetof(struct cover_row, starts_on) },
	{ "ends_on", FIELD_DATE, offsetof(struct cover_row, ends_on) },
};

static enum rc cover_json(struct web *r)
{
	struct cover_rows list;
	const struct pass *pass;
	TRY(roster(r, &pass));
	TRY(cover_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc set_act(struct web *r)
{
	struct cover_in in = { 0 };
	const struct pass *pass;
	struct id_cover id;
	TRY(web_read(r, &in));
	TRY(roster(r, &pass));
	TRY(cover_set(&r->w, pass, &in, &id));
	return web_made(r, ID_OF_cover, id.v, "/queue/cover", "saved");
}

static enum rc end_act(struct web *r)
{
	struct id_cover id;
	TRY(web_id(r, cover, &id));
	TRY(cover_end(&r->w, id));
	return web_done(r, "/queue/cover", "saved");
}

/* Before /queue/{message} in the table: the first that fits answers. */
const struct route cover_routes[] = {
	{ "GET", "/queue/cover", "cover.list", .who = COVERERS, .audit = AUDIT_READ, .page = cover_page,
	  .json = cover_json, ROUTE_OUT(cover_fields), .list = "covers",
	  .doc = "Who works whose queue while others are away." },
	{ "POST", "/queue/cover", "cover.set", .who = COVERERS, .audit = AUDIT_ACT, .act = set_act,
	  .again = cover_page, ROUTE_IN(cover_in_fields), .made = "cover",
	  .doc = "Hands a site's queue to a reviewer of another site for some days." },
	{ "POST", "/queue/cover/{cover}/end", "cover.end", .who = COVERERS, .audit = AUDIT_ACT,
	  .act = end_act, .doc = "Ends cover before its last day." },
	{ 0 },
};
