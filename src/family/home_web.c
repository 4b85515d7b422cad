/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A family's own: the children one acts for, the household; whom somebody inside
 * approves. */
#include "family_pages.h"

#include "src/access/access.h"
#include "src/accounts/accounts.h"
#include "src/family/circle_view.h"

enum { FAMILY = ROLE_family | ROLE_guardian };

static enum rc wards_of(struct web *r, struct wards *ret)
{
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	return ward_own(&r->w, pass, ret);
}

static enum rc asked_of(struct web *r, struct askeds *ret)
{
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	return asked_list(&r->w, pass, ret);
}

static enum rc children_page(struct web *r)
{
	struct children_view v = { .frame = web_frame(r, W_family_children_title) };
	struct askeds list;
	TRY(wards_of(r, &v.wards));
	TRY(asked_of(r, &list));
	v.asked.at = arena_array(r->w.arena, struct asked_line, list.n);
	v.asked.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.asked.at[i] = (struct asked_line){ list.at[i], relation_word(list.at[i].relation) };
	page_children(web_page(r), &v);
	return RC_OK;
}

static enum rc children_json(struct web *r)
{
	struct wards list;
	TRY(wards_of(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc asked_json(struct web *r)
{
	struct askeds list;
	TRY(asked_of(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

struct act_in {
	struct id_person person;
};
static const struct field act_fields[] = {
	{ "person", FIELD_ID, offsetof(struct act_in, person), .kind = ID_OF_person,
	  .doc = "The child; without it one acts for oneself again" },
};

static enum rc act_act(struct web *r)
{
	struct act_in in = { 0 };
	TRY(web_read(r, &in));
	if (in.person.v != 0)
		audit_about(&r->w, person, in.person);
	TRY(session_act_for(&r->w, in.person));
	return web_done(r, in.person.v ? "/home" : "/children", NULL);
}

struct answer_in {
	bool on;
};
static const struct field answer_fields[] = {
	{ "on", FIELD_BOOL, offsetof(struct answer_in, on), .required = true,
	  .doc = "true: yes, the child may be in touch" },
};

static enum rc answer_act(struct web *r)
{
	struct answer_in in = { 0 };
	struct id_tie id;
	TRY(web_id(r, tie, &id));
	TRY(web_read(r, &in));
	TRY(asked_answer(&r->w, id, in.on));
	return web_done(r, "/children", in.on ? "asked_yes" : "asked_no");
}

static enum rc household_of(struct web *r, struct members *ret)
{
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	return household_own(&r->w, pass, ret);
}

static enum rc household_page(struct web *r)
{
	struct household_view v = { .frame = web_frame(r, W_family_household) };
	TRY(household_of(r, &v.members));
	page_household(web_page(r), &v);
	return RC_OK;
}

static enum rc household_json(struct web *r)
{
	struct members list;
	TRY(household_of(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

/* --- at the kiosk ----------------------------------------------------------------------- */

static enum rc contacts_of(struct web *r, const struct pass **pass, struct contacts *ret)
{
	TRY(access_own(&r->w, pass));
	return contact_list(&r->w, *pass, ret);
}

static enum rc contacts_page(struct web *r)
{
	struct contacts_view v = { .frame = web_frame(r, W_family_contacts_title) };
	const struct pass *pass;
	TRY(contacts_of(r, &pass, &v.contacts));
	v.first_name = (struct part){ &r->form, "first_name", .label = W_family_first_name };
	v.last_name = (struct part){ &r->form, "last_name", .label = W_family_last_name };
	v.birth_date = (struct part){ &r->form, "birth_date", .label = W_family_birth_date };
	page_contacts(web_page(r), &v);
	return RC_OK;
}

static enum rc contacts_json(struct web *r)
{
	struct contacts list;
	const struct pass *pass;
	TRY(contacts_of(r, &pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc contact_act(struct web *r)
{
	struct contact_new_in in = { 0 };
	const struct pass *pass;
	struct id_contact made;
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(contact_add(&r->w, pass, &in, &made));
	return web_made(r, ID_OF_contact, made.v, "/contacts", "saved");
}

static enum rc contact_end_act(struct web *r)
{
	struct id_contact id;
	struct id_person inside;
	TRY(web_id(r, contact, &id));
	TRY(contact_end(&r->w, id, &inside));
	if (r->w.actor.roles & ROLE_inside)
		return web_done(r, "/contacts", "contact_ended");
	return web_done(r, web_printf(r, "/people/%s/family", web_id_text(r, ID_OF_person, inside.v)),
			"contact_ended");
}

const struct route family_home_routes[] = {
	{ "GET", "/children", "child.list", .who = FAMILY, .page = children_page, .json = children_json,
	  ROUTE_OUT(ward_fields), .list = "children", .doc = "The children whom one acts for." },
	{ "POST", "/children/act", "child.act", .who = FAMILY, .audit = AUDIT_ACT, .act = act_act,
	  .again = children_page, .whoever = true, ROUTE_IN(act_fields),
	  .doc = "From now on this session acts for a child, or for oneself again." },
	{ "GET", "/children/asked", "asked.list", .who = FAMILY, .json = asked_json, .json_only = true,
	  ROUTE_OUT(asked_fields), .list = "asked", .doc = "Links of one's children that wait for one's yes." },
	{ "POST", "/children/asked/{tie}", "asked.answer", .who = FAMILY, .audit = AUDIT_ACT,
	  .act = answer_act, .again = children_page, ROUTE_IN(answer_fields),
	  .doc = "A guardian's yes or no to a child's link." },
	{ "GET", "/household", "household.own", .who = FAMILY, .page = household_page,
	  .json = household_json, ROUTE_OUT(member_fields), .list = "members",
	  .doc = "Who is in one's own household." },
	{ "GET", "/contacts", "contact.own", .who = ROLE_inside, .page = contacts_page,
	  .json = contacts_json, ROUTE_OUT(contact_out_fields), .list = "contacts",
	  .doc = "Whom the person inside has approved." },
	{ "POST", "/contacts", "contact.approve", .who = ROLE_inside, .audit = AUDIT_ACT,
	  .act = contact_act, .again = contacts_page, ROUTE_IN(contact_new_fields), .made = "contact",
	  .doc = "The person inside says whom they want to be in touch with." },
	{ "POST", "/contacts/{contact}/end", "contact.end", .audit = AUDIT_ACT,
	  .who = ROLE_inside | ROLE_visits | ROLE_casemanager, .act = contact_end_act,
	  .doc = "Takes a contact off the list; links that were made stay." },
	{ 0 },
};
