/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "protocols_pages.h"

#include "lib/base/text.h"

enum { STAFF = ROLE_privacy | ROLE_casemanager | ROLE_visits | ROLE_navigator | ROLE_admin };

static const struct {
	const char *state, *css;
	enum word word;
} states[] = {
	{ "waiting", "tag warn", W_protocol_waiting },
	{ "in_force", "tag good", W_protocol_in_force },
	{ "ended", "tag", W_protocol_ended },
};
static const struct choice hows[] = {
	{ "", .word = W_protocol_not_yet },
	{ "account", .word = W_protocol_by_account },
	{ "paper", .word = W_protocol_by_paper },
};

static struct protocol_item item_of(const struct protocol *p)
{
	struct protocol_item i = { .p = *p, .warn = p->late || p->soon || p->owner_gone };
	for (size_t k = 0; k < COUNT_OF(states); k++)
		if (text_is(states[k].state, p->state)) {
			i.css = states[k].css;
			i.state_word = states[k].word;
		}
	return i;
}

static bool is_office(const struct web *r)
{
	return (r->w.actor.roles & ROLE_privacy) != 0;
}

static enum rc owners(struct web *r, struct choices *ret)
{
	struct protocol_owners list;
	TRY(protocol_owners(&r->w, &list));
	struct choice *at = arena_array(r->w.arena, struct choice, list.n);
	for (size_t i = 0; i < list.n; i++)
		at[i] = (struct choice){ web_id_text(r, ID_OF_account, list.at[i].account.v), list.at[i].name };
	*ret = (struct choices){ at, list.n };
	return RC_OK;
}

/* The agencies of a version, a line each. */
static const char *lines_of(struct web *r, const struct protocol *p)
{
	const char *text = "";
	for (size_t i = 0; i < p->parties.n; i++)
		text = web_printf(r, "%s%s\n", text, p->parties.at[i].name);
	return text;
}

static enum rc parts_of(struct web *r, const struct protocol *p, struct protocol_parts *v)
{
	struct form *f = &r->form;
	struct choices who;
	TRY(owners(r, &who));
	*v = (struct protocol_parts){
		.title = { f, "title", .label = W_privacy_protocol_name },
		.words = { f, "words", .label = W_privacy_protocol_words, .hint = W_privacy_protocol_words_hint,
			   .value = p && p->lang && text_is(p->lang, "en") ? p->words : NULL },
		.words_es = { f, "words_es", .label = W_privacy_protocol_words_es },
		.words_ar = { f, "words_ar", .label = W_privacy_protocol_words_ar },
		.agencies = { f, "agencies", .label = W_privacy_protocol_agencies,
			      .hint = W_privacy_protocol_agencies_hint, .value = p ? lines_of(r, p) : NULL },
		.owner = { f, "owner", .label = W_privacy_protocol_owner, .choices = who,
			   .value = p ? web_id_text(r, ID_OF_account, p->owner.v) : NULL },
		.review_on = { f, "review_on", .label = W_privacy_protocol_review_on },
		.why = { f, "why", .label = W_privacy_protocol_why },
	};
	return RC_OK;
}

/* --- the list -------------------------------------------------------------------------------- */

static enum rc list_page(struct web *r)
{
	struct protocols_view v = { .frame = web_frame(r, W_privacy_protocols), .office = is_office(r) };
	struct protocols list;
	TRY(protocol_list(&r->w, &list));
	v.items.at = arena_array(r->w.arena, struct protocol_item, list.n);
	v.items.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.items.at[i] = item_of(&list.at[i]);
	if (v.office)
		TRY(parts_of(r, NULL, &v.parts));
	page_protocols(web_page(r), &v);
	return RC_OK;
}

static enum rc list_json(struct web *r)
{
	struct protocols list;
	TRY(protocol_list(&r->w, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static const char *path_of(struct web *r, struct id_protocol id)
{
	return web_printf(r, "/protocols/%s", web_id_text(r, ID_OF_protocol, id.v));
}

static enum rc enter_act(struct web *r)
{
	struct protocol_in in = { 0 };
	struct id_protocol id;
	TRY(web_read(r, &in));
	TRY(protocol_enter(&r->w, &in, &id));
	return web_made(r, ID_OF_protocol, id.v, path_of(r, id), "saved");
}

/* --- one --------------------------------------------------------------------------------------- */

static enum rc one(struct web *r, struct id_protocol *id, struct protocol *ret)
{
	TRY(web_id(r, protocol, id));
	return protocol_get(&r->w, *id, ret);
}

static void parties_of(struct web *r, struct protocol_view *v)
{
	const struct protocol *p = &v->i.p;
	struct choice *left = arena_array(r->w.arena, struct choice, p->parties.n);
	size_t n = 0;
	v->parties.at = arena_array(r->w.arena, struct protocol_party_item, p->parties.n);
	v->parties.n = p->parties.n;
	for (size_t i = 0; i < p->parties.n; i++) {
		const struct protocol_party *y = &p->parties.at[i];
		v->parties.at[i] = (struct protocol_party_item){ *y, CHOICE_WORD(hows, y->how ? y->how : "") };
		if (y->how == NULL)
			left[n++] = (struct choice){ web_id_text(r, ID_OF_agency, y->agency.v), y->name };
	}
	v->agency = (struct part){ &r->form, "agency", .label = W_privacy_protocol_agency, .choices = { left, n } };
	v->waits = n > 0 && v->open;
}

static enum rc one_page(struct web *r)
{
	struct protocol_view v = { .frame = web_frame(r, W_privacy_protocol) };
	struct id_protocol id;
	struct protocol p;
	TRY(one(r, &id, &p));
	v.i = item_of(&p);
	v.staff = (r->w.actor.roles & STAFF) != 0;
	v.open = !text_is(p.state, "ended");
	v.office = is_office(r) && v.open;
	v.reviews = v.open && (v.office || p.mine);
	parties_of(r, &v);
	if (v.reviews)
		TRY(parts_of(r, &p, &v.parts));
	v.name = (struct part){ &r->form, "name", .label = W_privacy_protocol_signed };
	v.said_on = (struct part){ &r->form, "said_on", .label = W_privacy_protocol_said_on };
	v.reason = (struct part){ &r->form, "reason", .label = W_privacy_protocol_reason };
	page_protocol(web_page(r), &v);
	return RC_OK;
}

static enum rc one_json(struct web *r)
{
	struct id_protocol id;
	struct protocol p;
	TRY(one(r, &id, &p));
	return web_object(r, &p);
}

static enum rc parties_json(struct web *r)
{
	struct id_protocol id;
	struct protocol p;
	TRY(one(r, &id, &p));
	return web_list(r, p.parties.at, sizeof(*p.parties.at), p.parties.n, 0);
}

static enum rc versions_json(struct web *r)
{
	struct id_protocol id;
	struct protocol p;
	TRY(one(r, &id, &p));
	return web_list(r, p.versions.at, sizeof(*p.versions.at), p.versions.n, 0);
}

/* --- acts ---------------------------------------------------------------------------------------- */

#define ACT(name, type, verb)                                                                                        \
	static enum rc name(struct web *r)                                                                           \
	{                                                                                                            \
		struct type in = { 0 };                                                                              \
		struct id_protocol id;                                                                               \
		TRY(web_id(r, protocol, &id));                                                                       \
		TRY(web_read(r, &in));                                                                               \
		TRY(verb(&r->w, id, &in));                                                                           \
		return web_done(r, path_of(r, id), "saved");                                                         \
	}
ACT(revise_act, protocol_revise_in, protocol_revise)
ACT(say_act, protocol_say_in, protocol_say)
ACT(paper_act, protocol_paper_in, protocol_paper)
ACT(review_act, protocol_review_in, protocol_review)
ACT(end_act, protocol_end_in, protocol_end)

const struct route protocols_routes[] = {
	{ "GET", "/protocols", "protocol.list", .who = STAFF | ROLE_agency, .page = list_page, .json = list_json,
	  ROUTE_OUT(protocol_fields), .list = "protocols",
	  .doc = "What agencies agreed to tell each other; an outside agency's own." },
	{ "POST", "/protocols", "protocol.enter", .who = ROLE_privacy, .audit = AUDIT_ACT, .act = enter_act,
	  .again = list_page, ROUTE_IN(protocol_in_fields), .made = "protocol",
	  .doc = "A new one, which its agencies are asked to say yes to." },
	{ "GET", "/protocols/{protocol}", "protocol.show", .who = STAFF | ROLE_agency, .audit = AUDIT_READ,
	  .page = one_page, .json = one_json, ROUTE_OUT(protocol_fields), .doc = "One, to read and to print." },
	{ "GET", "/protocols/{protocol}/parties", "protocol.parties", .who = STAFF | ROLE_agency,
	  .audit = AUDIT_READ, .json = parties_json, .json_only = true, ROUTE_OUT(protocol_party_fields),
	  .list = "parties", .doc = "Of whom its newest version is asked, and who said yes." },
	{ "GET", "/protocols/{protocol}/versions", "protocol.versions", .who = STAFF, .audit = AUDIT_READ,
	  .json = versions_json, .json_only = true, ROUTE_OUT(protocol_version_fields), .list = "versions",
	  .doc = "How it came to be." },
	{ "POST", "/protocols/{protocol}/versions", "protocol.revise", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = revise_act, .again = one_page, ROUTE_IN(protocol_revise_fields),
	  .doc = "New words, which all are asked about again." },
	{ "POST", "/protocols/{protocol}/yes", "protocol.say", .who = ROLE_agency, .audit = AUDIT_ACT,
	  .act = say_act, .again = one_page, ROUTE_IN(protocol_say_fields),
	  .doc = "An outside agency says yes to the version that it read." },
	{ "POST", "/protocols/{protocol}/paper", "protocol.paper", .who = ROLE_privacy | ROLE_casemanager,
	  .audit = AUDIT_ACT, .act = paper_act, .again = one_page, ROUTE_IN(protocol_paper_fields),
	  .doc = "Writes down who signed for an agency on paper." },
	{ "POST", "/protocols/{protocol}/review", "protocol.review", .who = STAFF, .audit = AUDIT_ACT,
	  .act = review_act, .again = one_page, ROUTE_IN(protocol_review_fields),
	  .doc = "Its owner, or a privacy officer, looked at it, and says when it is due again." },
	{ "POST", "/protocols/{protocol}/end", "protocol.end", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = end_act, .again = one_page, ROUTE_IN(protocol_end_fields), .doc = "Ends one, with a reason." },
	{ 0 },
};
