/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin_pages.h"

#include "lib/base/text.h"
#include "lib/time/time.h"
#include "src/admin/sites.h"
#include "src/audit/audit.h"

static const struct choice kinds[] = {
	{ "facility", .word = W_admin_kind_facility },
	{ "probation", .word = W_admin_kind_probation },
	{ "partner", .word = W_admin_kind_partner },
};
static const struct weekday_box weekdays[WEEKDAYS] = {
	{ "sunday", W_admin_sunday, false },	   { "monday", W_admin_monday, true },
	{ "tuesday", W_admin_tuesday, true },	   { "wednesday", W_admin_wednesday, true },
	{ "thursday", W_admin_thursday, true },	   { "friday", W_admin_friday, true },
	{ "saturday", W_admin_saturday, false },
};

/* What was typed; before that, the site as it is, or what is usual. */
static struct site_form form_of(struct web *r, const struct site_line *s)
{
	const struct form *f = &r->form;
	bool typed = *form_value(f, "opens") != '\0';
	struct site_form v = {
		.name = { f, "name", .label = W_admin_site_name, .value = s ? s->name : NULL },
		.kind = { f, "kind", .label = W_admin_site_kind, .value = s ? s->kind : NULL, .choices = CHOICES(kinds) },
		.country = { f, "country", .label = W_admin_site_country, .hint = W_admin_site_country_hint, .size = 2,
			     .value = s ? s->country : NULL },
		.phone = { f, "phone", .label = W_admin_site_phone, .type = "tel", .value = s ? s->phone : NULL },
		.zone = { f, "zone", .label = W_admin_site_zone, .hint = W_admin_site_zone_hint,
			  .value = s ? s->zone : NULL },
		.opens = { f, "opens", .label = W_admin_site_opens, .type = "time", .value = s ? s->opens : "08:00" },
		.closes = { f, "closes", .label = W_admin_site_closes, .type = "time", .value = s ? s->closes : "17:00" },
		.has_kiosk = typed ? form_has(f, "has_kiosk", "true") : s == NULL || s->has_kiosk,
	};
	v.days.at = arena_array(r->w.arena, struct weekday_box, WEEKDAYS);
	v.days.n = WEEKDAYS;
	for (int i = 0; i < WEEKDAYS; i++) {
		v.days.at[i] = weekdays[i];
		if (s != NULL)
			v.days.at[i].on = s->open_on[i];
		if (typed)
			v.days.at[i].on = form_has(f, weekdays[i].name, "true");
	}
	if (form_problem(f, "monday") != NULL)
		v.days_wrong = word_text(r->w.lang, W_error_hours);
	return v;
}

static enum rc sites_page(struct web *r)
{
	struct sites_view v = { .frame = web_frame(r, W_admin_sites), .adds = r->w.actor.site.v == 0 };
	struct site_lines list;
	TRY(site_lines(&r->w, &list));
	v.sites.at = arena_array(r->w.arena, struct site_row_view, list.n);
	v.sites.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.sites.at[i] = (struct site_row_view){ list.at[i], CHOICE_WORD(kinds, list.at[i].kind) };
	v.form = form_of(r, NULL);
	page_admin_sites(web_page(r), &v);
	return RC_OK;
}

static enum rc sites_json(struct web *r)
{
	struct site_lines list;
	TRY(site_lines(&r->w, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc add_act(struct web *r)
{
	struct site_in in = { 0 };
	struct id_site id;
	TRY(web_read(r, &in));
	TRY(site_add(&r->w, &in, &id));
	return web_made(r, ID_OF_site, id.v, "/admin/sites", "saved");
}

/* The form under whose button the trouble is shows it; the other is as it was. */
static enum rc site_page(struct web *r)
{
	struct site_view v = { .frame = web_frame(r, W_admin_sites) };
	struct id_site id;
	struct closings list;
	TRY(web_id(r, site, &id));
	TRY(site_line(&r->w, id, &v.s));
	TRY(site_closings(&r->w, id, &list));
	v.kind_word = CHOICE_WORD(kinds, v.s.kind);
	v.form = form_of(r, &v.s);
	v.first_on = (struct part){ &r->form, "first_on", .label = W_admin_closed_first, .type = "date" };
	v.last_on = (struct part){ &r->form, "last_on", .label = W_admin_closed_last,
				   .hint = W_admin_closed_last_hint, .type = "date" };
	v.reason = (struct part){ &r->form, "reason", .label = W_admin_closed_reason };
	v.closings.at = arena_array(r->w.arena, struct closing_row, list.n);
	v.closings.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.closings.at[i] = (struct closing_row){ list.at[i], date_text(r->w.arena, list.at[i].first_on),
							 date_text(r->w.arena, list.at[i].last_on),
							 list.at[i].first_on != list.at[i].last_on };
	page_admin_site(web_page(r), &v);
	return RC_OK;
}

static enum rc site_json(struct web *r)
{
	struct id_site id;
	struct site_line line;
	TRY(web_id(r, site, &id));
	TRY(site_line(&r->w, id, &line));
	return web_object(r, &line);
}

static const char *path_of(struct web *r, struct id_site id)
{
	return web_printf(r, "/admin/sites/%s", web_id_text(r, ID_OF_site, id.v));
}

static enum rc change_act(struct web *r)
{
	struct site_in in = { 0 };
	struct id_site id;
	TRY(web_id(r, site, &id));
	TRY(web_read(r, &in));
	TRY(site_change(&r->w, id, &in));
	return web_done(r, path_of(r, id), "saved");
}

static enum rc closings_json(struct web *r)
{
	struct id_site id;
	struct closings list;
	TRY(web_id(r, site, &id));
	TRY(site_closings(&r->w, id, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc close_act(struct web *r)
{
	struct closing_in in = { 0 };
	struct id_site id;
	TRY(web_id(r, site, &id));
	TRY(web_read(r, &in));
	TRY(site_close(&r->w, id, &in));
	return web_done(r, path_of(r, id), "closed");
}

static enum rc open_act(struct web *r)
{
	struct closing_in in = { 0 };
	struct id_site id;
	TRY(web_id(r, site, &id));
	TRY(web_read(r, &in));
	TRY(site_open(&r->w, id, &in));
	return web_done(r, path_of(r, id), "opened");
}

const struct route sites_routes[] = {
	{ "GET", "/admin/sites", "admin.sites", .who = ROLE_admin, .page = sites_page, .json = sites_json,
	  ROUTE_OUT(site_line_fields), .list = "sites", .doc = "The sites one administers, with their hours." },
	{ "POST", "/admin/sites", "site.add", .who = ROLE_admin, .audit = AUDIT_ACT, .act = add_act,
	  .again = sites_page, ROUTE_IN(site_in_fields), .made = "site", .doc = "A new site." },
	{ "GET", "/admin/sites/{site}", "admin.site", .who = ROLE_admin, .page = site_page, .json = site_json,
	  ROUTE_OUT(site_line_fields), .doc = "One site." },
	{ "POST", "/admin/sites/{site}", "site.change", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = change_act, .again = site_page, ROUTE_IN(site_in_fields),
	  .doc = "A site as it is from now on; what waits there gets a new due time." },
	{ "GET", "/admin/sites/{site}/closed", "site.closings", .who = ROLE_admin, .json = closings_json,
	  .json_only = true, ROUTE_OUT(closing_fields), .list = "closings",
	  .doc = "On which days a site will be closed." },
	{ "POST", "/admin/sites/{site}/closed", "site.close", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = close_act, .again = site_page, ROUTE_IN(closing_in_fields),
	  .doc = "Closes a site for a day or a run of days; clocks stand still on them." },
	{ "POST", "/admin/sites/{site}/open", "site.open", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = open_act, .again = site_page, ROUTE_IN(opening_in_fields),
	  .doc = "Opens a site again on days it was to be closed." },
	{ 0 },
};
