/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "breaches_pages.h"

#include "lib/base/text.h"

static const struct {
	enum word word;
	enum id_kind about;
	const char *path;
} looks[DUTY_KINDS] = {
	[DUTY_REQUEST] = { W_privacy_duty_request, ID_OF_data_request, "/privacy/requests" },
	[DUTY_PROCESS] = { W_privacy_duty_process, ID_OF_process, "/processes" },
	[DUTY_BREACH_AGENCY] = { W_privacy_tell_agency, ID_OF_breach, "/breaches" },
	[DUTY_BREACH_AUTHORITY] = { W_privacy_tell_authority, ID_OF_breach, "/breaches" },
	[DUTY_BREACH_PEOPLE] = { W_privacy_tell_people, ID_OF_breach, "/breaches" },
	[DUTY_BREACH_SECRETARY] = { W_privacy_tell_secretary, ID_OF_breach, "/breaches" },
	[DUTY_BREACH_MEDIA] = { W_privacy_tell_media, ID_OF_breach, "/breaches" },
	[DUTY_RIGHTS] = { W_privacy_duty_rights, ID_OF_rights, "/rights" },
	[DUTY_PROTOCOL] = { W_privacy_protocol_review_due, ID_OF_protocol, "/protocols" },
};
static const struct choice notices[] = {
	{ "breach_agency", .word = W_privacy_tell_agency },
	{ "breach_authority", .word = W_privacy_tell_authority },
	{ "breach_people", .word = W_privacy_tell_people },
	{ "breach_secretary", .word = W_privacy_tell_secretary },
	{ "breach_media", .word = W_privacy_tell_media },
};

static struct duty_items items_of(struct web *r, const struct duties *list)
{
	struct duty_items items = { arena_array(r->w.arena, struct duty_item, list->n), list->n };
	for (size_t i = 0; i < list->n; i++) {
		const struct duty *d = &list->at[i];
		items.at[i] = (struct duty_item){
			*d, looks[d->kind].word,
			web_printf(r, "%s/%s", looks[d->kind].path, web_id_text(r, looks[d->kind].about, d->about))
		};
	}
	return items;
}

/* --- what is due ------------------------------------------------------------------------------ */

static enum rc duties_page(struct web *r)
{
	struct duties_view v = { .frame = web_frame(r, W_privacy_duties) };
	struct duties list;
	TRY(duties_open(&r->w, &list));
	v.items = items_of(r, &list);
	page_duties(web_page(r), &v);
	return RC_OK;
}

static enum rc duties_json(struct web *r)
{
	struct duties list;
	TRY(duties_open(&r->w, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

/* --- breaches ----------------------------------------------------------------------------------- */

static struct breach_parts parts_of(struct web *r, const struct breach *b)
{
	const struct form *f = &r->form;
	struct breach_parts v = {
		.what = { f, "what", .label = W_privacy_breach_what, .hint = W_privacy_breach_what_hint,
			  .value = b ? b->what : NULL },
		.people = { f, "people", .label = W_privacy_breach_people, .inputmode = "numeric",
			    .value = b ? web_printf(r, "%lld", (long long)b->people) : NULL },
	};
	if (b != NULL)
		v.b = *b;
	return v;
}

static enum rc list_page(struct web *r)
{
	struct breaches_view v = { .frame = web_frame(r, W_privacy_breaches), .parts = parts_of(r, NULL) };
	TRY(breach_list(&r->w, &v.items));
	for (size_t i = 0; i < v.items.n; i++)
		v.items.at[i].what = text_cut(r->w.arena, v.items.at[i].what, 80);
	page_breaches(web_page(r), &v);
	return RC_OK;
}

static enum rc list_json(struct web *r)
{
	struct breaches list;
	TRY(breach_list(&r->w, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static const char *path_of(struct web *r, struct id_breach id)
{
	return web_printf(r, "/breaches/%s", web_id_text(r, ID_OF_breach, id.v));
}

static enum rc enter_act(struct web *r)
{
	struct breach_in in = { 0 };
	struct id_breach id;
	TRY(web_read(r, &in));
	TRY(breach_enter(&r->w, &in, &id));
	return web_made(r, ID_OF_breach, id.v, path_of(r, id), "saved");
}

static enum rc one_page(struct web *r)
{
	struct breach_view v = { .frame = web_frame(r, W_privacy_breach) };
	struct id_breach id;
	TRY(web_id(r, breach, &id));
	TRY(breach_get(&r->w, id, &v.b));
	v.open = text_is(v.b.state, "open");
	v.parts = parts_of(r, &v.b);
	v.notices = items_of(r, &v.b.notices);
	v.notice = (struct part){ &r->form, "notice", .label = W_privacy_breach_who, .choices = CHOICES(notices) };
	v.told = (struct part){ &r->form, "words", .label = W_privacy_breach_how };
	v.close = (struct part){ &r->form, "words", .label = W_privacy_breach_learned };
	page_breach(web_page(r), &v);
	return RC_OK;
}

static enum rc one_json(struct web *r)
{
	struct id_breach id;
	struct breach b;
	TRY(web_id(r, breach, &id));
	TRY(breach_get(&r->w, id, &b));
	return web_object(r, &b);
}

static enum rc notices_json(struct web *r)
{
	struct id_breach id;
	struct breach b;
	TRY(web_id(r, breach, &id));
	TRY(breach_get(&r->w, id, &b));
	return web_list(r, b.notices.at, sizeof(*b.notices.at), b.notices.n, 0);
}

static enum rc change_act(struct web *r)
{
	struct breach_in in = { 0 };
	struct id_breach id;
	TRY(web_id(r, breach, &id));
	TRY(web_read(r, &in));
	TRY(breach_change(&r->w, id, &in));
	return web_done(r, path_of(r, id), "saved");
}

static enum rc told_act(struct web *r)
{
	struct breach_told_in in = { 0 };
	struct id_breach id;
	TRY(web_id(r, breach, &id));
	TRY(web_read(r, &in));
	TRY(breach_told(&r->w, id, &in));
	return web_done(r, path_of(r, id), "saved");
}

static enum rc close_act(struct web *r)
{
	struct breach_close_in in = { 0 };
	struct id_breach id;
	TRY(web_id(r, breach, &id));
	TRY(web_read(r, &in));
	TRY(breach_close(&r->w, id, &in));
	return web_done(r, path_of(r, id), "saved");
}

const struct route breaches_routes[] = {
	{ "GET", "/duties", "duty.list", .who = ROLE_privacy, .audit = AUDIT_READ, .page = duties_page,
	  .json = duties_json, ROUTE_OUT(duty_fields), .list = "duties",
	  .doc = "What a law or a policy wants done by when, the earliest due first." },
	{ "GET", "/breaches", "breach.list", .who = ROLE_privacy, .audit = AUDIT_READ, .page = list_page,
	  .json = list_json, ROUTE_OUT(breach_fields), .list = "breaches", .doc = "The register of breaches." },
	{ "POST", "/breaches", "breach.enter", .who = ROLE_privacy, .audit = AUDIT_ACT, .act = enter_act,
	  .again = list_page, ROUTE_IN(breach_in_fields), .made = "breach",
	  .doc = "Writes a breach down; the clocks of its laws begin when it was found." },
	{ "GET", "/breaches/{breach}", "breach.show", .who = ROLE_privacy, .audit = AUDIT_READ,
	  .page = one_page, .json = one_json, ROUTE_OUT(breach_fields), .doc = "One breach." },
	{ "GET", "/breaches/{breach}/notices", "breach.notices", .who = ROLE_privacy, .audit = AUDIT_READ,
	  .json = notices_json, .json_only = true, ROUTE_OUT(duty_fields), .list = "notices",
	  .doc = "Whom the law wants told of it by when, and who was." },
	{ "POST", "/breaches/{breach}", "breach.change", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = change_act, .again = one_page, ROUTE_IN(breach_in_fields),
	  .doc = "More is known; what is still to be told moves with it." },
	{ "POST", "/breaches/{breach}/told", "breach.told", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = told_act, .again = one_page, ROUTE_IN(breach_told_fields), .doc = "Somebody was told." },
	{ "POST", "/breaches/{breach}/close", "breach.close", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = close_act, .again = one_page, ROUTE_IN(breach_close_fields),
	  .doc = "All were told; another person than who entered it closes it." },
	{ 0 },
};
