/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "requests_pages.h"

#include "lib/base/text.h"
#include "lib/time/time.h"
#include "src/access/access.h"

enum { CLERKS = ROLE_privacy | ROLE_casemanager };

static const struct choice kinds[] = {
	{ "access", .word = W_request_access },
	{ "correction", .word = W_request_correction },
	{ "erasure", .word = W_request_erasure },
	{ "accounting", .word = W_request_accounting },
};
static const struct choice states[] = {
	{ "open", .word = W_request_open },
	{ "answered", .word = W_request_answered },
	{ "withdrawn", .word = W_request_withdrawn },
};
static const struct choice outcomes[] = {
	{ "granted", .word = W_request_granted },
	{ "partly", .word = W_request_partly },
	{ "refused", .word = W_request_refused },
};
static const struct choice channels[] = {
	{ "paper", .word = W_ledger_by_paper },
	{ "phone", .word = W_ledger_by_phone },
	{ "spoken", .word = W_ledger_by_spoken },
};

static struct data_request_item item_of(const struct web *r, const struct data_request *d)
{
	return (struct data_request_item){
		.r = *d, .kind_word = CHOICE_WORD(kinds, d->kind), .state_word = CHOICE_WORD(states, d->state),
		.outcome_word = CHOICE_WORD(outcomes, d->outcome), .open = text_is(d->state, "open"),
		.may_extend = text_is(d->state, "open") && !d->extended && !d->late,
		.mine = d->person.v == r->w.actor.signer.v,
	};
}

static struct data_request_items items_of(struct web *r, const struct data_requests *list)
{
	struct data_request_items items = { arena_array(r->w.arena, struct data_request_item, list->n), list->n };
	for (size_t i = 0; i < list->n; i++)
		items.at[i] = item_of(r, &list->at[i]);
	return items;
}

/* --- one's own ------------------------------------------------------------------------------ */

static enum rc own(struct web *r, const struct pass **pass, struct data_requests *ret)
{
	TRY(access_own(&r->w, pass));
	return data_requests_own(&r->w, *pass, ret);
}

static enum rc own_page(struct web *r)
{
	struct own_requests_view v = { .frame = web_frame(r, W_request_title) };
	struct data_requests list;
	const struct pass *pass;
	TRY(own(r, &pass, &list));
	v.items = items_of(r, &list);
	v.kind = (struct part){ &r->form, "kind", .label = W_request_kind, .choices = CHOICES(kinds) };
	v.words = (struct part){ &r->form, "words", .label = W_request_words, .hint = W_request_words_hint };
	page_own_requests(web_page(r), &v);
	return RC_OK;
}

static enum rc own_json(struct web *r)
{
	struct data_requests list;
	const struct pass *pass;
	TRY(own(r, &pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc make_act(struct web *r)
{
	struct data_request_in in = { 0 };
	struct id_data_request id;
	const struct pass *pass;
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(data_request_add(&r->w, pass, &in, &id));
	return web_made(r, ID_OF_data_request, id.v, "/data-requests", "request_made");
}

static enum rc withdraw_act(struct web *r)
{
	struct id_data_request id;
	const struct pass *pass;
	TRY(web_id(r, data_request, &id));
	TRY(access_own(&r->w, &pass));
	TRY(data_request_withdraw(&r->w, pass, id));
	return web_done(r, "/data-requests", "saved");
}

/* --- the desk --------------------------------------------------------------------------------- */

static enum rc open_list(struct web *r, struct data_requests *ret)
{
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_PRIVACY, &pass));
	return data_requests_open(&r->w, pass, ret);
}

static enum rc open_page(struct web *r)
{
	struct open_requests_view v = { .frame = web_frame(r, W_privacy_requests) };
	struct data_requests list;
	TRY(open_list(r, &list));
	v.items = items_of(r, &list);
	page_open_requests(web_page(r), &v);
	return RC_OK;
}

static enum rc open_json(struct web *r)
{
	struct data_requests list;
	TRY(open_list(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc one(struct web *r, struct id_data_request *id, const struct pass **pass)
{
	TRY(web_id(r, data_request, id));
	return access_roster(&r->w, PURPOSE_PRIVACY, pass);
}

static enum rc one_page(struct web *r)
{
	struct data_request_view v = { .frame = web_frame(r, W_privacy_request) };
	struct id_data_request id;
	struct data_request d;
	const struct pass *pass;
	TRY(one(r, &id, &pass));
	TRY(data_request_get(&r->w, pass, id, &d));
	v.i = item_of(r, &d);
	v.outcome = (struct part){ &r->form, "outcome", .label = W_privacy_outcome, .choices = CHOICES(outcomes) };
	v.answer = (struct part){ &r->form, "answer", .label = W_privacy_answer, .hint = W_privacy_answer_next };
	v.longer = (struct part){ &r->form, "words", .label = W_privacy_longer_why };
	page_data_request(web_page(r), &v);
	return RC_OK;
}

static enum rc one_json(struct web *r)
{
	struct id_data_request id;
	struct data_request d;
	const struct pass *pass;
	TRY(one(r, &id, &pass));
	TRY(data_request_get(&r->w, pass, id, &d));
	return web_object(r, &d);
}

static const char *one_path(struct web *r, struct id_data_request id)
{
	return web_printf(r, "/privacy/requests/%s", web_id_text(r, ID_OF_data_request, id.v));
}

static enum rc extend_act(struct web *r)
{
	struct data_request_extend_in in = { 0 };
	struct id_data_request id;
	const struct pass *pass;
	TRY(one(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(data_request_extend(&r->w, pass, id, &in));
	return web_done(r, one_path(r, id), "saved");
}

static enum rc answer_act(struct web *r)
{
	struct data_request_answer_in in = { 0 };
	struct id_data_request id;
	const struct pass *pass;
	TRY(one(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(data_request_answer(&r->w, pass, id, &in));
	return web_done(r, one_path(r, id), "saved");
}

/* --- on paper, by phone ------------------------------------------------------------------------- */

static enum rc someone(struct web *r, const struct pass **pass)
{
	struct id_person person;
	TRY(web_id(r, person, &person));
	bool desk = (r->w.actor.roles & ROLE_privacy) != 0;
	return access_ask(&r->w, person, desk ? PURPOSE_PRIVACY : PURPOSE_CARE, pass);
}

static enum rc paper_page(struct web *r)
{
	struct paper_request_view v = { .frame = web_frame(r, W_staff_request_paper) };
	const struct pass *pass;
	TRY(someone(r, &pass));
	v.person = pass_person(pass);
	v.kind = (struct part){ &r->form, "kind", .label = W_request_kind, .choices = CHOICES(kinds) };
	v.words = (struct part){ &r->form, "words", .label = W_request_words, .hint = W_request_words_hint };
	v.channel = (struct part){ &r->form, "channel", .label = W_staff_told_how, .choices = CHOICES(channels) };
	v.received = (struct part){ &r->form, "received_on", .label = W_staff_request_received,
				    .value = date_text(r->w.arena, zone_date(r->w.zone, r->w.now)) };
	page_paper_request(web_page(r), &v);
	return RC_OK;
}

static enum rc paper_act(struct web *r)
{
	struct data_request_paper_in in = { 0 };
	struct id_data_request id;
	const struct pass *pass;
	TRY(someone(r, &pass));
	TRY(web_read(r, &in));
	TRY(data_request_add_paper(&r->w, pass, &in, &id));
	return web_made(r, ID_OF_data_request, id.v,
			web_printf(r, "/people/%s", web_id_text(r, ID_OF_person, pass_person(pass).v)), "saved");
}

const struct route requests_routes[] = {
	{ "GET", "/data-requests", "data_request.own", .who = ROLES_TALKERS, .page = own_page, .json = own_json,
	  ROUTE_OUT(data_request_fields), .list = "requests", .doc = "What one has asked about one's own data." },
	{ "POST", "/data-requests", "data_request.make", .who = ROLES_TALKERS, .audit = AUDIT_ACT,
	  .act = make_act, .again = own_page, ROUTE_IN(data_request_in_fields), .made = "request",
	  .doc = "Asks to see one's data, to have it put right or erased, or to whom it was told." },
	{ "POST", "/data-requests/{data_request}/withdraw", "data_request.withdraw", .who = ROLES_TALKERS,
	  .audit = AUDIT_ACT, .act = withdraw_act, .doc = "Takes a request back." },
	{ "GET", "/privacy/requests", "data_request.list", .who = ROLE_privacy, .audit = AUDIT_READ,
	  .page = open_page, .json = open_json, ROUTE_OUT(data_request_fields), .list = "requests",
	  .doc = "Requests that wait for an answer, the earliest due first." },
	{ "GET", "/privacy/requests/{data_request}", "data_request.show", .who = ROLE_privacy,
	  .audit = AUDIT_READ, .page = one_page, .json = one_json, ROUTE_OUT(data_request_fields),
	  .doc = "One request." },
	{ "POST", "/privacy/requests/{data_request}/extend", "data_request.extend", .who = ROLE_privacy,
	  .audit = AUDIT_ACT, .act = extend_act, .again = one_page, ROUTE_IN(data_request_extend_fields),
	  .doc = "Takes the longer time that the law allows, once, and says why." },
	{ "POST", "/privacy/requests/{data_request}/answer", "data_request.answer", .who = ROLE_privacy,
	  .audit = AUDIT_ACT, .act = answer_act, .again = one_page, ROUTE_IN(data_request_answer_fields),
	  .doc = "Answers a request." },
	{ "GET", "/people/{person}/data-requests", "data_request.form", .who = CLERKS, .audit = AUDIT_READ,
	  .page = paper_page, .page_only = true, .doc = "Writes down a request that did not come by a page." },
	{ "POST", "/people/{person}/data-requests", "data_request.enter", .who = CLERKS, .audit = AUDIT_ACT,
	  .act = paper_act, .again = paper_page, ROUTE_IN(data_request_paper_fields), .made = "request",
	  .doc = "Writes down a request that came on paper, by phone or in person." },
	{ 0 },
};
