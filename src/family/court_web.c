/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "family_pages.h"

#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/family/court.h"
#include "src/people/people.h"

enum { DUTY = ROLE_visits | ROLE_casemanager };

static const char *pair_path(struct web *r, struct id_person one, struct id_person other)
{
	return web_printf(r, "/people/%s/with/%s", web_id_text(r, ID_OF_person, one.v),
			  web_id_text(r, ID_OF_person, other.v));
}

/* The two, and what a court orders between them. */
static enum rc pair_of(struct web *r, struct id_person one, struct id_person other, struct court_view *ret)
{
	const struct pass *pass, *theirs;
	TRY(access_ask(&r->w, one, PURPOSE_CARE, &pass));
	TRY(access_ask(&r->w, other, PURPOSE_CARE, &theirs));
	audit_about(&r->w, person, one);
	if (one.v == other.v)
		return work_fail(&r->w, E_not_there, NULL);
	TRY(person_get(&r->w, pass, &ret->one));
	TRY(person_get(&r->w, theirs, &ret->other));
	return court_list(&r->w, pass, other, &ret->court_orders);
}

static enum rc path_pair(struct web *r, struct court_view *ret)
{
	struct id_person one, other;
	TRY(web_id(r, person, &one));
	TRY(web_path_id(r, "other", ID_OF_person, &other.v));
	return pair_of(r, one, other, ret);
}

static enum rc list_json(struct web *r)
{
	struct court_view v = { 0 };
	TRY(path_pair(r, &v));
	return web_list(r, v.court_orders.at, sizeof(*v.court_orders.at), v.court_orders.n, 0);
}

static enum rc show(struct web *r, struct court_view *v)
{
	struct form *f = &r->form;
	v->frame = web_frame(r, W_staff_court_title);
	v->court = (struct part){ f, "court", .label = W_staff_court };
	v->number = (struct part){ f, "number", .label = W_staff_court_number };
	v->words = (struct part){ f, "words", .label = W_staff_court_words };
	v->starts_on = (struct part){ f, "starts_on", .label = W_staff_starts_on };
	v->ends_on = (struct part){ f, "ends_on", .label = W_staff_ends_on };
	page_court(web_page(r), v);
	return RC_OK;
}

static enum rc court_page(struct web *r)
{
	struct court_view v = { 0 };
	TRY(path_pair(r, &v));
	return show(r, &v);
}

/* The page again, with what is wrong in the form that enters one, which names the two. */
static enum rc enter_again(struct web *r)
{
	struct court_view v = { 0 };
	struct id_person one = { 0 }, other = { 0 };
	(void)id_private(r->w.shared->cipher, ID_OF_person, form_value(&r->form, "one"), &one.v);
	(void)id_private(r->w.shared->cipher, ID_OF_person, form_value(&r->form, "other"), &other.v);
	TRY(pair_of(r, one, other, &v));
	return show(r, &v);
}

static enum rc end_again(struct web *r)
{
	struct court_view v = { 0 };
	struct id_court_contact id;
	struct id_person one, other;
	TRY(web_id(r, court_contact, &id));
	TRY(court_parties(&r->w, id, &one, &other));
	TRY(pair_of(r, one, other, &v));
	return show(r, &v);
}

static enum rc enter_act(struct web *r)
{
	struct court_in in = { 0 };
	struct id_court_contact id;
	TRY(web_read(r, &in));
	TRY(court_enter(&r->w, &in, &id));
	return web_made(r, ID_OF_court_contact, id.v, pair_path(r, in.one, in.other), "saved");
}

static enum rc end_act(struct web *r)
{
	struct court_end_in in = { 0 };
	struct id_court_contact id;
	struct id_person one, other;
	TRY(web_id(r, court_contact, &id));
	TRY(web_read(r, &in));
	TRY(court_end(&r->w, id, &in));
	TRY(court_parties(&r->w, id, &one, &other));
	return web_done(r, pair_path(r, one, other), "saved");
}

const struct route court_routes[] = {
	{ "GET", "/people/{person}/with/{other}/court", "court.list", .who = DUTY, .audit = AUDIT_READ, .page = court_page,
	  .json = list_json, ROUTE_OUT(court_fields), .list = "court_contacts",
	  .doc = "Contact that a court orders between two people." },
	{ "POST", "/court-contacts", "court.enter", .who = DUTY, .audit = AUDIT_ACT, .act = enter_act, .again = enter_again,
	  ROUTE_IN(court_in_fields), .made = "court_contact", .doc = "A court orders contact between two people." },
	{ "POST", "/court-contacts/{court_contact}/end", "court.end", .who = DUTY, .audit = AUDIT_ACT, .act = end_act,
	  .again = end_again, ROUTE_IN(court_end_fields),
	  .doc = "It is over: said by somebody else than who entered it." },
	{ 0 },
};
