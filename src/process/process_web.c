/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "process_pages.h"

#include "lib/base/text.h"
#include "lib/time/time.h"
#include "src/access/access.h"
#include "src/people/people.h"

static const struct choice kinds[] = {
	{ "subpoena", .word = W_privacy_subpoena },
	{ "warrant", .word = W_privacy_warrant },
	{ "court_order", .word = W_privacy_court_order },
	{ "records_request", .word = W_privacy_records_request },
	{ "other", .word = W_privacy_other },
};
static const struct choice states[] = {
	{ "open", .word = W_privacy_state_open },
	{ "objected", .word = W_privacy_state_objected },
	{ "answered", .word = W_privacy_state_answered },
	{ "withdrawn", .word = W_privacy_state_withdrawn },
};
static const struct choice whats[] = {
	{ "record", .word = W_ledger_what_record },   { "name", .word = W_ledger_what_name },
	{ "messages", .word = W_ledger_what_messages }, { "account", .word = W_ledger_what_account },
	{ "contact", .word = W_ledger_what_contact }, { "health", .word = W_ledger_what_health },
	{ "family", .word = W_ledger_what_family },   { "case", .word = W_ledger_what_case },
};

static struct process_item item_of(const struct process *p)
{
	return (struct process_item){ *p, CHOICE_WORD(kinds, p->kind), CHOICE_WORD(states, p->state) };
}

static void new_parts(struct web *r, struct processes_view *v)
{
	const struct form *f = &r->form;
	v->kind = (struct part){ f, "kind", .label = W_privacy_kind, .choices = CHOICES(kinds) };
	v->sender = (struct part){ f, "sender", .label = W_privacy_sender };
	v->reference = (struct part){ f, "reference", .label = W_privacy_reference };
	v->scope = (struct part){ f, "scope", .label = W_privacy_scope, .hint = W_privacy_scope_hint };
	v->received = (struct part){ f, "received_on", .label = W_staff_request_received,
				     .value = date_text(r->w.arena, zone_date(r->w.zone, r->w.now)) };
	v->due = (struct part){ f, "due_on", .label = W_privacy_due_on };
	v->document = (struct part){ f, "document", .label = W_privacy_document, .hint = W_privacy_document_hint };
}

struct list_query {
	struct id_person person;
	bool past;
};
static const struct field list_query_fields[2] = {
	{ "person", FIELD_ID, offsetof(struct list_query, person), .kind = ID_OF_person,
	  .doc = "Whom a new one is about, for the form" },
	{ "past", FIELD_BOOL, offsetof(struct list_query, past), .doc = "What is over, instead of what waits" },
};

/* The person whom the form is about: named in the address. */
static enum rc fill_person(struct web *r, struct id_person person, struct processes_view *v)
{
	const struct pass *pass;
	struct person p;
	if (person.v == 0)
		return RC_OK;
	TRY(access_ask(&r->w, person, PURPOSE_PRIVACY, &pass));
	TRY(person_get(&r->w, pass, &p));
	v->person = person;
	v->name = web_printf(r, "%s %s", p.first_name, p.last_name);
	return RC_OK;
}

static enum rc list_page(struct web *r)
{
	struct processes_view v = { .frame = web_frame(r, W_privacy_processes) };
	struct list_query q = { 0 };
	struct processes list;
	const struct pass *pass;
	if (r->form.problems_n == 0)
		TRY(web_query(r, &q));
	TRY(access_roster(&r->w, PURPOSE_PRIVACY, &pass));
	TRY(process_list(&r->w, pass, q.past, &list));
	TRY(fill_person(r, q.person, &v));
	v.past = q.past;
	v.items.at = arena_array(r->w.arena, struct process_item, list.n);
	v.items.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.items.at[i] = item_of(&list.at[i]);
	new_parts(r, &v);
	page_processes(web_page(r), &v);
	return RC_OK;
}

static enum rc list_json(struct web *r)
{
	struct list_query q = { 0 };
	struct processes list;
	const struct pass *pass;
	TRY(web_query(r, &q));
	TRY(access_roster(&r->w, PURPOSE_PRIVACY, &pass));
	TRY(process_list(&r->w, pass, q.past, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc one(struct web *r, struct id_process *id, const struct pass **pass)
{
	TRY(web_id(r, process, id));
	return access_roster(&r->w, PURPOSE_PRIVACY, pass);
}

static const char *path_of(struct web *r, struct id_process id)
{
	return web_printf(r, "/processes/%s", web_id_text(r, ID_OF_process, id.v));
}

static enum rc enter_act(struct web *r)
{
	struct process_in in = { 0 };
	struct id_process id;
	TRY(web_read(r, &in));
	TRY(process_enter(&r->w, &in, &id));
	return web_made(r, ID_OF_process, id.v, path_of(r, id), "saved");
}

static enum rc one_page(struct web *r)
{
	struct process_view v = { .frame = web_frame(r, W_privacy_process) };
	struct id_process id;
	struct process p;
	const struct pass *pass;
	const struct form *f = &r->form;
	TRY(one(r, &id, &pass));
	TRY(process_get(&r->w, pass, id, &p));
	TRY(process_people(&r->w, pass, id, &v.people));
	v.i = item_of(&p);
	v.may_object = text_is(p.state, "open");
	v.waits = v.may_object || text_is(p.state, "objected");
	v.scope = (struct part){ f, "scope", .label = W_privacy_scope, .value = p.scope };
	v.object = (struct part){ f, "words", .label = W_privacy_object_why };
	v.what = (struct part){ f, "what", .label = W_consent_what, .choices = CHOICES(whats) };
	v.answer = (struct part){ f, "words", .label = W_privacy_given };
	v.withdraw = (struct part){ f, "words", .label = W_privacy_withdrawn_why };
	page_process(web_page(r), &v);
	return RC_OK;
}

static enum rc one_json(struct web *r)
{
	struct id_process id;
	struct process p;
	const struct pass *pass;
	TRY(one(r, &id, &pass));
	TRY(process_get(&r->w, pass, id, &p));
	return web_object(r, &p);
}

static enum rc scope_act(struct web *r)
{
	struct process_scope_in in = { 0 };
	struct id_process id;
	const struct pass *pass;
	TRY(one(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(process_scope(&r->w, pass, id, &in));
	return web_done(r, path_of(r, id), "saved");
}

static enum rc object_act(struct web *r)
{
	struct process_object_in in = { 0 };
	struct id_process id;
	const struct pass *pass;
	TRY(one(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(process_object(&r->w, pass, id, &in));
	return web_done(r, path_of(r, id), "saved");
}

static enum rc answer_act(struct web *r)
{
	struct process_answer_in in = { 0 };
	struct id_process id;
	const struct pass *pass;
	TRY(one(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(process_answer(&r->w, pass, id, &in));
	return web_done(r, path_of(r, id), "saved");
}

static enum rc withdraw_act(struct web *r)
{
	struct process_withdraw_in in = { 0 };
	struct id_process id;
	const struct pass *pass;
	TRY(one(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(process_withdraw(&r->w, pass, id, &in));
	return web_done(r, path_of(r, id), "saved");
}

const struct route process_routes[] = {
	{ "GET", "/processes", "process.list", .who = ROLE_privacy, .audit = AUDIT_READ, .page = list_page,
	  .json = list_json, ROUTE_QUERY(list_query_fields), ROUTE_OUT(process_fields), .list = "processes",
	  .doc = "Subpoenas, warrants, court orders and records requests that wait, the earliest due first." },
	{ "POST", "/processes", "process.enter", .who = ROLE_privacy, .audit = AUDIT_ACT, .act = enter_act,
	  .again = list_page, ROUTE_IN(process_in_fields), .made = "process", .doc = "Writes one down." },
	{ "GET", "/processes/{process}", "process.show", .who = ROLE_privacy, .audit = AUDIT_READ,
	  .page = one_page, .json = one_json, ROUTE_OUT(process_fields), .doc = "One of them." },
	{ "POST", "/processes/{process}/scope", "process.scope", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = scope_act, .again = one_page, ROUTE_IN(process_scope_fields),
	  .doc = "Writes down that it asks for something else now." },
	{ "POST", "/processes/{process}/object", "process.object", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = object_act, .again = one_page, ROUTE_IN(process_object_fields),
	  .doc = "Objects, and asserts privilege where there is." },
	{ "POST", "/processes/{process}/answer", "process.answer", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = answer_act, .again = one_page, ROUTE_IN(process_answer_fields),
	  .doc = "Writes down what was given; each person it is about reads it. Another than who entered it." },
	{ "POST", "/processes/{process}/withdraw", "process.withdraw", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = withdraw_act, .again = one_page, ROUTE_IN(process_withdraw_fields),
	  .doc = "It was taken back by whoever sent it." },
	{ 0 },
};
