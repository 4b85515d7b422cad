/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "orders_pages.h"

#include "lib/base/text.h"
#include "src/access/access.h"

enum { OFFICE = ROLE_privacy | ROLE_casemanager, PERSONS_MAX = 20 };

static const struct order_tab tabs[] = {
	{ "waiting", W_order_tab_waiting, false },
	{ "now", W_order_tab_now, false },
	{ "past", W_order_tab_past, false },
};
static const struct choice kinds[] = {
	{ "no_contact", .word = W_order_kind_no_contact }, { "protective", .word = W_order_kind_protective },
	{ "court", .word = W_order_kind_court },	   { "condition", .word = W_order_kind_condition },
	{ "statutory", .word = W_order_kind_statutory },
};
static const struct choice scopes[] = {
	{ "message", .word = W_order_bar_message },	    { "visit", .word = W_order_bar_visit },
	{ "third_party", .word = W_order_bar_third_party }, { "photo", .word = W_order_bar_photo },
	{ "address", .word = W_order_bar_address },	    { "existence", .word = W_order_bar_existence },
};
static const struct choice lets[] = {
	{ "may_message", .word = W_order_let_message },
	{ "may_visit", .word = W_order_let_visit },
	{ "may_handover", .word = W_order_let_handover },
};
static const struct {
	const char *state;
	enum word word;
	const char *css;
} states[] = {
	{ "unconfirmed", W_order_state_unconfirmed, "tag warn" },
	{ "active", W_order_state_active, "tag bad" },
	{ "ended", W_order_state_ended, "tag" },
};

/* --- the list ------------------------------------------------------------------------------- */

static const char *names_of(struct web *r, const struct order *o, const char *side)
{
	const char *names = "";
	for (size_t i = 0; i < o->persons.n; i++)
		if (text_is(o->persons.at[i].side, side))
			names = web_printf(r, "%s%s%s", names, *names ? ", " : "", o->persons.at[i].name);
	return names;
}

static struct order_line line_of(struct web *r, const struct order *o)
{
	struct order_line l = { .o = *o };
	l.restrained = names_of(r, o, "restrained");
	l.protects = names_of(r, o, "protected");
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (text_is(kinds[i].value, o->kind))
			l.kind_word = kinds[i].word;
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (text_is(states[i].state, o->state)) {
			l.state_word = states[i].word;
			l.css = states[i].css;
		}
	if (!text_is(o->state, "ended") && !o->acts) {
		bool later = o->starts_on > zone_date(r->w.zone, r->w.now);
		l.state_word = later ? W_order_state_later : W_order_state_over;
		l.css = "tag";
	}
	return l;
}

struct show_query {
	const char *show;
};
static const char *const shows[] = { "waiting", "now", "past", NULL };
static const struct field show_fields[] = {
	{ "show", FIELD_TEXT, offsetof(struct show_query, show), .choices = shows,
	  .doc = "waiting for a second person, now (the default), or past" },
};

static enum rc list_of(struct web *r, struct show_query *q, struct orders *ret)
{
	const struct pass *pass;
	struct id_order after = { 0 };
	TRY(web_query(r, q));
	TRY(web_cursor(r, &after.v));
	TRY(access_roster(&r->w, PURPOSE_SAFETY, &pass));
	return order_list(&r->w, pass, q->show, after, ret);
}

static enum rc orders_page(struct web *r)
{
	struct orders_view v = { .frame = web_frame(r, W_order_title) };
	struct show_query q = { "" };
	struct orders list;
	TRY(list_of(r, &q, &list));
	v.show = *q.show ? q.show : "now";
	v.waiting = text_is(v.show, "waiting");
	v.tabs.at = arena_copy(r->w.arena, tabs, sizeof(tabs));
	v.tabs.n = COUNT_OF(tabs);
	for (size_t i = 0; i < COUNT_OF(tabs); i++)
		v.tabs.at[i].here = text_is(tabs[i].show, v.show);
	v.orders.at = arena_array(r->w.arena, struct order_line, list.n);
	v.orders.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.orders.at[i] = line_of(r, &list.at[i]);
	v.more = web_cursor_text(r, list.next.v);
	page_orders(web_page(r), &v);
	return RC_OK;
}

static enum rc orders_json(struct web *r)
{
	struct show_query q = { "" };
	struct orders list;
	TRY(list_of(r, &q, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, list.next.v);
}

/* --- one ------------------------------------------------------------------------------------ */

static enum rc order_asked(struct web *r, struct order *ret)
{
	const struct pass *pass;
	struct id_order id;
	TRY(web_id(r, order, &id));
	TRY(access_roster(&r->w, PURPOSE_SAFETY, &pass));
	return order_get(&r->w, pass, id, ret);
}

static void fill_words(struct web *r, const struct order *o, struct order_view *v)
{
	const bool bars[] = { o->message, o->visit, o->third_party, o->photo, o->address, o->existence };
	const bool may[] = { o->may_message, o->may_visit, o->may_handover };
	v->bars.at = arena_array(r->w.arena, enum word, COUNT_OF(bars));
	v->lets.at = arena_array(r->w.arena, enum word, COUNT_OF(may));
	for (size_t i = 0; i < COUNT_OF(bars); i++)
		if (bars[i])
			v->bars.at[v->bars.n++] = scopes[i].word;
	for (size_t i = 0; i < COUNT_OF(may); i++)
		if (may[i])
			v->lets.at[v->lets.n++] = lets[i].word;
}

static struct order_persons side_of(struct web *r, const struct order *o, const char *side)
{
	struct order_persons some = { arena_array(r->w.arena, struct order_person, o->persons.n), 0 };
	for (size_t i = 0; i < o->persons.n; i++)
		if (text_is(o->persons.at[i].side, side))
			some.at[some.n++] = o->persons.at[i];
	return some;
}

static enum rc order_page(struct web *r)
{
	struct order_view v = { .frame = web_frame(r, W_order_one) };
	struct order o;
	TRY(order_asked(r, &o));
	bool unconfirmed = text_is(o.state, "unconfirmed");
	v.line = line_of(r, &o);
	v.restrained = side_of(r, &o, "restrained");
	v.protects = side_of(r, &o, "protected");
	fill_words(r, &o, &v);
	v.open = !text_is(o.state, "ended") && v.line.state_word != W_order_state_over;
	v.confirmable = v.open && unconfirmed && !o.mine;
	v.needs_document = v.open && unconfirmed && o.mine;
	v.end_asked = o.end_asked_at != 0;
	v.endable = v.open && !o.end_mine;
	v.document = (struct part){ &r->form, "document", .label = W_order_document, .value = o.document,
				    .hint = W_order_document_hint, .code = true };
	v.reason = (struct part){ &r->form, "reason", .label = W_order_end_reason };
	v.end_document = (struct part){ &r->form, "document", .label = W_order_end_document,
					.hint = W_order_document_hint, .code = true };
	page_order(web_page(r), &v);
	return RC_OK;
}

static enum rc order_json(struct web *r)
{
	struct order o;
	TRY(order_asked(r, &o));
	return web_object(r, &o);
}

static enum rc persons_json(struct web *r)
{
	struct order o;
	TRY(order_asked(r, &o));
	return web_list(r, o.persons.at, sizeof(*o.persons.at), o.persons.n, 0);
}

static enum rc of_person_json(struct web *r)
{
	const struct pass *pass;
	struct id_person id;
	struct orders list;
	TRY(web_id(r, person, &id));
	TRY(access_ask(&r->w, id, PURPOSE_SAFETY, &pass));
	audit_about(&r->w, person, id);
	TRY(order_of_person(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

/* --- entering ------------------------------------------------------------------------------- */

struct new_query {
	struct field_ids persons;
};
static const struct field new_query_fields[] = {
	{ "persons", FIELD_IDS, offsetof(struct new_query, persons), .kind = ID_OF_person },
};
struct find_person_in {
	struct find_in find;
	struct field_ids persons;
};
static const struct field find_person_fields[] = {
	{ "words", FIELD_TEXT, offsetof(struct find_person_in, find.words), .required = true, .min = 2,
	  .max = 80, .doc = "A number, or how the last name begins" },
	{ "persons", FIELD_IDS, offsetof(struct find_person_in, persons), .kind = ID_OF_person,
	  .doc = "Who is on the form already" },
};

/* The form's address with these people on it, and one more. */
static const char *href_with(struct web *r, const struct field_ids *ids, struct id_person more)
{
	const char *href = web_printf(r, "/orders/new?persons[]=%s", web_id_text(r, ID_OF_person, more.v));
	for (size_t i = 0; i < ids->n && i < PERSONS_MAX; i++)
		if (ids->at[i] != more.v)
			href = web_printf(r, "%s&persons[]=%s", href, web_id_text(r, ID_OF_person, ids->at[i]));
	return href;
}

static bool is_among(const struct field_ids *ids, struct id_person person)
{
	for (size_t i = 0; i < ids->n; i++)
		if (ids->at[i] == person.v)
			return true;
	return false;
}

static enum rc fill_persons(struct web *r, const struct order_in *typed, const struct field_ids *ids,
			    struct order_new_view *v)
{
	v->persons.at = arena_array(r->w.arena, struct order_choice, PERSONS_MAX);
	for (size_t i = 0; i < ids->n && v->persons.n < PERSONS_MAX; i++) {
		struct order_choice *c = &v->persons.at[v->persons.n];
		struct id_person id = { ids->at[i] };
		enum rc rc = person_get(&r->w, access_program(&r->w, id), &c->p);
		if (rc == RC_NOT_FOUND || (rc == RC_OK && c->p.tenant.v != r->w.actor.tenant.v))
			continue;
		TRY(rc);
		c->restrained = is_among(&typed->restrained, id);
		c->protects = is_among(&typed->protects, id);
		v->persons.n++;
	}
	return RC_OK;
}

static void fill_parts(struct web *r, struct order_new_view *v)
{
	struct form *f = &r->form;
	v->words = (struct part){ f, "words", .label = W_people_words, .hint = W_order_words_hint };
	v->kind = (struct part){ f, "kind", .label = W_order_kind, .choices = CHOICES(kinds) };
	v->court = (struct part){ f, "court", .label = W_order_court };
	v->number = (struct part){ f, "number", .label = W_order_number };
	v->document = (struct part){ f, "document", .label = W_order_document, .hint = W_order_document_hint,
				     .code = true };
	v->exceptions = (struct part){ f, "exceptions", .label = W_order_exceptions,
				       .hint = W_order_exceptions_hint };
	v->note = (struct part){ f, "note", .label = W_order_note };
	v->starts_on = (struct part){ f, "starts_on", .label = W_order_from };
	v->ends_on = (struct part){ f, "ends_on", .label = W_order_last_day };
	v->first_name = (struct part){ f, "first_name", .label = W_order_first_name };
	v->last_name = (struct part){ f, "last_name", .label = W_order_last_name };
	v->route = (struct part){ f, "route", .label = W_order_route, .hint = W_order_route_hint };
	v->scope = (struct part){ f, "message", .choices = CHOICES(scopes) };
	v->may = (struct part){ f, "may_message", .choices = CHOICES(lets) };
}

static enum rc new_page_with(struct web *r, const struct order_in *typed, const struct field_ids *ids,
			     const struct persons *found)
{
	struct order_new_view v = { .frame = web_frame(r, W_order_enter), .asked = found != NULL };
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_SAFETY, &pass));
	TRY(fill_persons(r, typed, ids, &v));
	fill_parts(r, &v);
	if (found != NULL) {
		v.found.at = arena_array(r->w.arena, struct order_choice, found->n);
		v.found.n = found->n;
		for (size_t i = 0; i < found->n; i++)
			v.found.at[i] = (struct order_choice){ .p = found->at[i],
							       .href = href_with(r, ids, found->at[i].id) };
	}
	page_order_new(web_page(r), &v);
	return RC_OK;
}

static enum rc new_page(struct web *r)
{
	struct new_query q = { 0 };
	struct order_in typed = { 0 };
	TRY(web_query(r, &q));
	return new_page_with(r, &typed, &q.persons, NULL);
}

/* What was typed, however wrong: the people on it stay on the form. */
static enum rc new_again(struct web *r)
{
	struct order_in typed = { 0 };
	size_t problems = r->w.problems_n;
	(void)!web_read(r, &typed);
	r->w.problems_n = problems;
	struct field_ids all = { arena_array(r->w.arena, int64_t, typed.restrained.n + typed.protects.n), 0 };
	for (size_t i = 0; i < typed.restrained.n; i++)
		all.at[all.n++] = typed.restrained.at[i];
	for (size_t i = 0; i < typed.protects.n; i++)
		if (!is_among(&all, (struct id_person){ typed.protects.at[i] }))
			all.at[all.n++] = typed.protects.at[i];
	return new_page_with(r, &typed, &all, NULL);
}

static enum rc find_act(struct web *r)
{
	struct find_person_in in = { 0 };
	struct order_in typed = { 0 };
	struct persons found;
	const struct pass *pass;
	TRY(web_read(r, &in));
	TRY(access_roster(&r->w, PURPOSE_SAFETY, &pass));
	TRY(person_search(&r->w, pass, &in.find, &found));
	if (r->api)
		return web_list(r, found.at, sizeof(*found.at), found.n, 0);
	return new_page_with(r, &typed, &in.persons, &found);
}

static enum rc enter_act(struct web *r)
{
	struct order_in in = { 0 };
	struct id_order id;
	TRY(web_read(r, &in));
	TRY(order_enter(&r->w, &in, &id));
	return web_made(r, ID_OF_order, id.v, web_printf(r, "/orders/%s", web_id_text(r, ID_OF_order, id.v)),
			"order_entered");
}

/* --- moving --------------------------------------------------------------------------------- */

static enum rc done(struct web *r, struct id_order id, const char *what)
{
	return web_done(r, web_printf(r, "/orders/%s", web_id_text(r, ID_OF_order, id.v)), what);
}

static enum rc confirm_act(struct web *r)
{
	struct order_confirm_in in = { 0 };
	struct id_order id;
	TRY(web_id(r, order, &id));
	TRY(web_read(r, &in));
	TRY(order_confirm(&r->w, id, &in));
	return done(r, id, "order_confirmed");
}

static enum rc end_act(struct web *r)
{
	struct order_end_in in = { 0 };
	struct id_order id;
	bool over = false;
	TRY(web_id(r, order, &id));
	TRY(web_read(r, &in));
	TRY(order_end(&r->w, id, &in, &over));
	return done(r, id, over ? "order_ended" : "order_end_asked");
}

static enum rc keep_act(struct web *r)
{
	struct id_order id;
	TRY(web_id(r, order, &id));
	TRY(order_keep(&r->w, id));
	return done(r, id, "saved");
}

const struct route orders_routes[] = {
	{ "GET", "/orders", "order.list", .who = OFFICE, .audit = AUDIT_READ, .page = orders_page,
	  .json = orders_json, ROUTE_QUERY(show_fields), ROUTE_OUT(order_fields), .list = "orders",
	  .doc = "Orders that people have no contact." },
	{ "GET", "/orders/new", "order.form", .who = OFFICE, .audit = AUDIT_READ, .page = new_page,
	  .page_only = true, ROUTE_QUERY(new_query_fields), .doc = "A new order, with the people it is about." },
	{ "POST", "/orders/find", "order.find", .who = OFFICE, .audit = AUDIT_ACT, .act = find_act,
	  .again = new_page, ROUTE_IN(find_person_fields), ROUTE_OUT(person_fields), .list = "people",
	  .doc = "People of the whole agency, for an order." },
	{ "POST", "/orders", "order.enter", .who = OFFICE, .audit = AUDIT_ACT, .act = enter_act,
	  .again = new_again, ROUTE_IN(order_in_fields), .made = "order",
	  .doc = "Enters an order. It acts at once, and waits for a second person." },
	{ "GET", "/orders/{order}", "order.show", .who = OFFICE, .audit = AUDIT_READ, .page = order_page,
	  .json = order_json, ROUTE_OUT(order_fields), .doc = "One order." },
	{ "GET", "/orders/{order}/people", "order.people", .who = OFFICE, .audit = AUDIT_READ,
	  .json = persons_json, .json_only = true, ROUTE_OUT(order_person_fields), .list = "people",
	  .doc = "Whom an order is about." },
	{ "GET", "/people/{person}/orders", "order.about", .who = OFFICE, .audit = AUDIT_READ,
	  .json = of_person_json, .json_only = true, ROUTE_OUT(order_fields), .list = "orders",
	  .doc = "The orders about one person." },
	{ "POST", "/orders/{order}/confirm", "order.confirm", .who = OFFICE, .audit = AUDIT_ACT,
	  .act = confirm_act, .again = order_page, ROUTE_IN(order_confirm_fields),
	  .doc = "A second person has seen the document." },
	{ "POST", "/orders/{order}/end", "order.end", .who = OFFICE, .audit = AUDIT_ACT, .act = end_act,
	  .again = order_page, ROUTE_IN(order_end_fields),
	  .doc = "Asks for an order's end; from a second person, ends it." },
	{ "POST", "/orders/{order}/keep", "order.keep", .who = OFFICE, .audit = AUDIT_ACT, .act = keep_act,
	  .again = order_page, .doc = "Nobody asks for its end any more." },
	{ 0 },
};
