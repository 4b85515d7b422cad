/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/orders/orders.h"

#include <string.h>

#include "lib/base/text.h"
#include "lib/jobs/jobs.h"
#include "orders_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"
#include "src/orders/apart.h"
#include "src/people/people.h"

enum {
	PAGE = 50,
	ABOUT_MAX = 100,
	DOCUMENT_LEN = 64,
	OFFICE = ROLE_privacy,
	CASEWORK = ROLE_casemanager,
	/* What hides two people from each other; the rest is asked for by what it is about. */
	HIDES = ORDER_MESSAGE | ORDER_THIRD_PARTY | ORDER_EXISTENCE,
};

const char *const order_kinds[] = { "no_contact", "protective", "court", "condition", "statutory", NULL };

#define SCOPE_FIELDS(type)                                                                         \
	{ "message", FIELD_BOOL, offsetof(struct type, message), .doc = "Messages, letters, calls" }, \
	{ "visit", FIELD_BOOL, offsetof(struct type, visit), .doc = "Visits and video" },            \
	{ "third_party", FIELD_BOOL, offsetof(struct type, third_party),                             \
	  .doc = "Through somebody else" },                                                          \
	{ "photo", FIELD_BOOL, offsetof(struct type, photo) },                                       \
	{ "address", FIELD_BOOL, offsetof(struct type, address), .doc = "Learning where the other is" }, \
	{ "existence", FIELD_BOOL, offsetof(struct type, existence),                                 \
	  .doc = "Learning that the other is here at all" },                                         \
	{ "may_message", FIELD_BOOL, offsetof(struct type, may_message),                             \
	  .doc = "The court lets messages pass" },                                                   \
	{ "may_visit", FIELD_BOOL, offsetof(struct type, may_visit),                                 \
	  .doc = "The court lets visits happen, as its exceptions say" },                            \
	{ "may_handover", FIELD_BOOL, offsetof(struct type, may_handover),                           \
	  .doc = "Children may be handed over" }

const struct field order_in_fields[22] = {
	{ "kind", FIELD_TEXT, offsetof(struct order_in, kind), .required = true, .choices = order_kinds,
	  .missing = E_field_choice },
	{ "court", FIELD_TEXT, offsetof(struct order_in, court), .required = true, .max = 120,
	  .doc = "The court, or the law, that bars contact" },
	{ "number", FIELD_TEXT, offsetof(struct order_in, number), .max = 60, .doc = "Its file number" },
	{ "document", FIELD_TEXT, offsetof(struct order_in, document), .max = 80,
	  .doc = "SHA-256 of the document, 64 hexadecimal digits; can be added on confirming" },
	{ "exceptions", FIELD_LINES, offsetof(struct order_in, exceptions), .max = 2000,
	  .doc = "What the court lets pass, in its own words: times, supervision, a go-between" },
	{ "note", FIELD_LINES, offsetof(struct order_in, note), .max = 2000 },
	{ "starts_on", FIELD_DATE, offsetof(struct order_in, starts_on), .doc = "Today where it is not given" },
	{ "ends_on", FIELD_DATE, offsetof(struct order_in, ends_on),
	  .doc = "Its last day, still in force; none: until it is ended" },
	SCOPE_FIELDS(order_in),
	{ "restrained", FIELD_IDS, offsetof(struct order_in, restrained), .kind = ID_OF_person },
	{ "protected", FIELD_IDS, offsetof(struct order_in, protects), .kind = ID_OF_person },
	{ "first_name", FIELD_TEXT, offsetof(struct order_in, first_name), .max = 60,
	  .doc = "Of somebody protected who is not known here" },
	{ "last_name", FIELD_TEXT, offsetof(struct order_in, last_name), .max = 60 },
	{ "route", FIELD_TEXT, offsetof(struct order_in, route), .max = 200,
	  .doc = "How that person wants to be reached; nothing is sent by itself" },
};
const struct field order_fields[30] = {
	{ "order", FIELD_ID, offsetof(struct order, id), .kind = ID_OF_order },
	{ "kind", FIELD_TEXT, offsetof(struct order, kind) },
	{ "court", FIELD_TEXT, offsetof(struct order, court) },
	{ "number", FIELD_TEXT, offsetof(struct order, number) },
	{ "document", FIELD_TEXT, offsetof(struct order, document) },
	{ "exceptions", FIELD_LINES, offsetof(struct order, exceptions) },
	{ "note", FIELD_LINES, offsetof(struct order, note) },
	{ "state", FIELD_TEXT, offsetof(struct order, state), .doc = "unconfirmed, active or ended" },
	{ "acts", FIELD_BOOL, offsetof(struct order, acts), .doc = "Whether it keeps anybody apart now" },
	{ "starts_on", FIELD_DATE, offsetof(struct order, starts_on) },
	{ "ends_on", FIELD_DATE, offsetof(struct order, ends_on) },
	{ "entered_by", FIELD_TEXT, offsetof(struct order, entered_by) },
	{ "entered_at", FIELD_TIME, offsetof(struct order, entered_at) },
	{ "due_at", FIELD_TIME, offsetof(struct order, due_at), .doc = "When it is to be confirmed" },
	{ "confirmed_by", FIELD_TEXT, offsetof(struct order, confirmed_by) },
	{ "confirmed_at", FIELD_TIME, offsetof(struct order, confirmed_at) },
	{ "end_asked_by", FIELD_TEXT, offsetof(struct order, end_asked_by) },
	{ "end_asked_at", FIELD_TIME, offsetof(struct order, end_asked_at) },
	{ "end_reason", FIELD_LINES, offsetof(struct order, end_reason) },
	{ "ended_by", FIELD_TEXT, offsetof(struct order, ended_by) },
	{ "ended_at", FIELD_TIME, offsetof(struct order, ended_at) },
	SCOPE_FIELDS(order),
};
const struct field order_person_fields[4] = {
	{ "person", FIELD_ID, offsetof(struct order_person, person), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct order_person, name) },
	{ "side", FIELD_TEXT, offsetof(struct order_person, side), .doc = "restrained or protected" },
	{ "route", FIELD_TEXT, offsetof(struct order_person, route) },
};
const struct field order_confirm_fields[1] = {
	{ "document", FIELD_TEXT, offsetof(struct order_confirm_in, document), .max = 80,
	  .doc = "SHA-256 of the document, where it was not entered before" },
};
const struct field order_end_fields[2] = {
	{ "reason", FIELD_LINES, offsetof(struct order_end_in, reason), .required = true, .max = 500 },
	{ "document", FIELD_TEXT, offsetof(struct order_end_in, document), .max = 80,
	  .doc = "SHA-256 of what ends it" },
};

/* Two people who may write to each other cannot be hidden from each other. */
static bool hides(int64_t scope, int64_t may)
{
	return (scope & HIDES) != 0 && (may & ORDER_MESSAGE) == 0;
}

/* --- the clock --------------------------------------------------------------------------- */

/* When something is to happen, from when it is reckoned, and who is told of it. */
static const struct moment {
	bool from_end; /* else from when it was entered, while it is not confirmed */
	int64_t after;
	enum notice_kind tells;
	unsigned roles;
} moments[] = {
	{ false, 4 * TIME_HOUR, NOTICE_ORDER_WAITS, OFFICE },
	{ false, 24 * TIME_HOUR, NOTICE_ORDER_WAITS, OFFICE | CASEWORK },
	{ false, 72 * TIME_HOUR, NOTICE_ORDER_WAITS, OFFICE | CASEWORK | ROLE_admin },
	{ true, -30 * TIME_DAY, NOTICE_ORDER_ENDS, OFFICE | CASEWORK },
	{ true, -7 * TIME_DAY, NOTICE_ORDER_ENDS, OFFICE | CASEWORK },
	{ true, -1 * TIME_DAY, NOTICE_ORDER_ENDS, OFFICE | CASEWORK },
};

/* TIME_NEVER where that does not happen to this order. */
static int64_t moment_at(const struct moment *m, const struct order_due *o)
{
	if (m->from_end)
		return o->ends == TIME_NEVER ? TIME_NEVER : o->ends + m->after;
	return text_is(o->state, "unconfirmed") ? o->entered_at + m->after : TIME_NEVER;
}

/* The first thing to happen after `from`; 0 for nothing. */
static int64_t next_moment(const struct order_due *o, int64_t from)
{
	int64_t next = o->starts > from ? o->starts : TIME_NEVER;
	for (size_t i = 0; i < COUNT_OF(moments); i++) {
		int64_t at = moment_at(&moments[i], o);
		if (at > from && at < next)
			next = at;
	}
	return next == TIME_NEVER ? 0 : next;
}

/* What an order does on its first moment, whatever it bars. */
static enum rc tell(struct work *w, struct id_order id)
{
	struct order_pairs pairs;
	TRY(q_order_pairs(w, id, &pairs));
	for (size_t i = 0; i < pairs.n; i++)
		for (order_hook *const *hook = order_hooks; *hook != NULL; hook++)
			TRY((*hook)(w, pairs.at[i].restrained, pairs.at[i].protects));
	return RC_OK;
}

/* What one does that hides, besides, where its barriers stood before. */
static enum rc begin(struct work *w, struct id_order id)
{
	struct order_pairs pairs;
	TRY(q_order_pairs(w, id, &pairs));
	for (size_t i = 0; i < pairs.n; i++)
		TRY(apart_begin(w, pairs.at[i].restrained, pairs.at[i].protects));
	return RC_OK;
}

/* All that has come since the clock looked last. */
static enum rc come_due(struct work *w, const struct order_due *o)
{
	bool begins = o->starts >= o->clock_at && o->starts <= w->now;
	if (begins)
		TRY(tell(w, o->id));
	if (begins && hides(o->scope, o->may))
		TRY(begin(w, o->id));
	for (size_t i = 0; i < COUNT_OF(moments); i++) {
		int64_t at = moment_at(&moments[i], o);
		if (at >= o->clock_at && at <= w->now)
			TRY(notice_office(w, o->tenant, moments[i].roles, moments[i].tells, o->id.v));
	}
	return q_order_clock_set(w, o->id, next_moment(o, w->now));
}

/* --- entering --------------------------------------------------------------------------- */

/* Lower-case hexadecimal, or NULL for what is no SHA-256; "" stays "". */
static const char *document_of(struct work *w, const char *typed)
{
	if (*typed == '\0')
		return "";
	if (strlen(typed) != DOCUMENT_LEN || strspn(typed, "0123456789abcdefABCDEF") != DOCUMENT_LEN)
		return NULL;
	char *plain = arena_str(w->arena, typed);
	for (char *c = plain; *c != '\0'; c++)
		*c = (char)(*c >= 'A' && *c <= 'F' ? *c - 'A' + 'a' : *c);
	return plain;
}

static int64_t scope_of(const struct order_in *in)
{
	return (in->message ? ORDER_MESSAGE : 0) | (in->visit ? ORDER_VISIT : 0) |
	       (in->third_party ? ORDER_THIRD_PARTY : 0) | (in->photo ? ORDER_PHOTO : 0) |
	       (in->address ? ORDER_ADDRESS : 0) | (in->existence ? ORDER_EXISTENCE : 0);
}

static int64_t may_of(const struct order_in *in)
{
	return (in->may_message ? ORDER_MESSAGE : 0) | (in->may_visit ? ORDER_VISIT : 0) |
	       (in->may_handover ? ORDER_HANDOVER : 0);
}

static enum rc check_new(struct work *w, const struct order_in *in, const char *document)
{
	int64_t today = zone_date(w->zone, w->now), scope = scope_of(in);
	bool stranger = *in->first_name != '\0' || *in->last_name != '\0';
	if (document == NULL)
		return work_fail(w, E_order_document, "document");
	if (scope == 0)
		return work_fail(w, E_order_scope, "message");
	if (in->ends_on != 0 && (in->ends_on < in->starts_on || in->ends_on < today))
		return work_fail(w, E_order_dates, "ends_on");
	if (in->restrained.n == 0)
		return work_fail(w, E_order_sides, "restrained");
	if (in->protects.n == 0 && !stranger)
		return work_fail(w, E_order_sides, "protected");
	for (size_t i = 0; i < in->restrained.n; i++)
		for (size_t k = 0; k < in->protects.n; k++)
			if (in->restrained.at[i] == in->protects.at[k])
				return work_fail(w, E_order_sides, "protected");
	return RC_OK;
}

/* Everyone must be of the agency, and one of them somebody whom the actor may care for:
 * an order may be all that joins the others to the place. */
static enum rc check_persons(struct work *w, const struct order_in *in)
{
	const struct field_ids *sides[] = { &in->restrained, &in->protects };
	const struct pass *pass;
	bool near = false;
	for (size_t s = 0; s < COUNT_OF(sides); s++)
		for (size_t i = 0; i < sides[s]->n; i++) {
			struct id_person id = { sides[s]->at[i] };
			struct person p;
			size_t problems = w->problems_n;
			near = access_ask(w, id, PURPOSE_SAFETY, &pass) == RC_OK || near;
			w->problems_n = problems;
			enum rc rc = person_get(w, access_program(w, id), &p);
			bool adviser = false;
			TRY(access_is_sealed(w, id, &adviser));
			/* Not of staff: an order would hide what they are to look after. A lawyer, clergy
			 * or counsellor looks after nobody's record. */
			if (rc == RC_NOT_FOUND || (rc == RC_OK && (p.tenant.v != w->actor.tenant.v ||
								   (text_is(p.kind, "staff") && !adviser))))
				return work_fail(w, E_not_there, NULL);
			TRY(rc);
		}
	if (!near)
		return work_fail(w, E_not_there, NULL);
	audit_allowed(w, PURPOSE_SAFETY); /* whoever was out of reach does not make it a no */
	return RC_OK;
}

static enum rc add_persons(struct work *w, struct id_order id, const struct order_in *in)
{
	for (size_t i = 0; i < in->restrained.n; i++)
		TRY(q_order_person_insert(w, id, (struct id_person){ in->restrained.at[i] }, "restrained", ""));
	for (size_t i = 0; i < in->protects.n; i++)
		TRY(q_order_person_insert(w, id, (struct id_person){ in->protects.at[i] }, "protected", ""));
	if (*in->first_name == '\0' && *in->last_name == '\0')
		return RC_OK;
	struct id_person stranger;
	TRY(person_add(w, &(struct person_new){ .tenant = w->actor.tenant, .kind = "family",
						.first_name = in->first_name, .last_name = in->last_name,
						.lang = "en", .unit = "" },
		       &stranger));
	return q_order_person_insert(w, id, stranger, "protected", in->route);
}

/* Barriers between all of one side and all of the other. */
static enum rc act_on_pairs(struct work *w, struct id_order id, int64_t starts, int64_t ends)
{
	struct order_pairs pairs;
	TRY(q_order_pairs(w, id, &pairs));
	for (size_t i = 0; i < pairs.n; i++)
		TRY(apart_set(w, pairs.at[i].restrained, pairs.at[i].protects,
			      &(struct apart){ "order", id, "", starts, ends }));
	return RC_OK;
}

/* The first moment of a day in the places that an order is about: of the first of them to
 * reach it, or of the last. */
static enum rc day_there(struct work *w, struct id_order id, int64_t date, bool last, int64_t *ret)
{
	struct q_order_zones_list zones;
	TRY(q_order_zones(w, id, &zones));
	*ret = zone_day_start(w->zone, date);
	for (size_t i = 0; i < zones.n; i++) {
		const struct zone *z = zone_find(zones.at[i]);
		int64_t at = z ? zone_day_start(z, date) : *ret;
		if (i == 0 || (last ? at > *ret : at < *ret))
			*ret = at;
	}
	return RC_OK;
}

enum rc order_enter(struct work *w, const struct order_in *in, struct id_order *ret)
{
	int64_t today = zone_date(w->zone, w->now), scope = scope_of(in), may = may_of(in);
	const char *document = document_of(w, in->document);
	struct order_in order = *in;
	if (order.starts_on == 0)
		order.starts_on = today;
	TRY(check_new(w, &order, document));
	TRY(check_persons(w, &order));
	struct id_order id = { work_id(w) };
	audit_about(w, order, id);
	int64_t starts = order.starts_on <= today ? w->now : zone_day_start(w->zone, order.starts_on);
	struct order_due clock = { .state = "unconfirmed", .starts = starts, .ends = TIME_NEVER,
					 .entered_at = w->now };
	TRY(q_order_insert(w, &(struct q_order_insert){
				      id, w->actor.tenant, order.kind, order.court, order.number, document, scope,
				      may, order.exceptions, order.note, order.starts_on, order.ends_on, starts, TIME_NEVER,
				      w->actor.account, w->now, next_moment(&clock, w->now) }));
	TRY(add_persons(w, id, &order));
	if (order.starts_on > today) {
		TRY(day_there(w, id, order.starts_on, false, &starts));
		TRY(q_order_days_set(w, id, starts, TIME_NEVER));
		clock.starts = starts;
		TRY(q_order_clock_set(w, id, next_moment(&clock, w->now)));
	}
	if (starts <= w->now)
		TRY(tell(w, id));
	if (hides(scope, may)) /* without an end: nobody has confirmed its last day yet */
		TRY(act_on_pairs(w, id, starts, TIME_NEVER));
	*ret = id;
	return notice_office(w, w->actor.tenant, OFFICE, NOTICE_ORDER_WAITS, id.v);
}

/* --- reading ---------------------------------------------------------------------------- */

static bool order_acts(const struct work *w, const struct order_row *r)
{
	return !text_is(r->state, "ended") && r->starts <= w->now && r->ends > w->now;
}

static struct order order_of(const struct work *w, const struct order_row *r)
{
	bool unconfirmed = text_is(r->state, "unconfirmed");
	return (struct order){
		.id = r->id, .kind = r->kind, .court = r->court, .number = r->number, .document = text_or_null(r->document),
		.exceptions = text_or_null(r->exceptions), .note = text_or_null(r->note), .state = r->state,
		.entered_by = r->entered_name, .confirmed_by = r->confirmed_name,
		.end_asked_by = r->end_asked_name, .end_reason = text_or_null(r->end_reason), .ended_by = r->ended_name,
		.starts_on = r->starts_on, .ends_on = r->ends_on, .entered_at = r->entered_at,
		.confirmed_at = r->confirmed_at, .end_asked_at = r->end_asked_at, .ended_at = r->ended_at,
		.due_at = unconfirmed ? r->entered_at + 4 * TIME_HOUR : 0,
		.acts = order_acts(w, r),
		.mine = r->entered_by.v == w->actor.account.v,
		.end_mine = r->end_asked_by.v == w->actor.account.v,
		.message = r->scope & ORDER_MESSAGE, .visit = r->scope & ORDER_VISIT,
		.third_party = r->scope & ORDER_THIRD_PARTY, .photo = r->scope & ORDER_PHOTO,
		.address = r->scope & ORDER_ADDRESS, .existence = r->scope & ORDER_EXISTENCE,
		.may_message = r->may & ORDER_MESSAGE, .may_visit = r->may & ORDER_VISIT,
		.may_handover = r->may & ORDER_HANDOVER,
	};
}

static enum rc persons_of(struct work *w, const struct pass *pass, struct order *o)
{
	struct order_person_rows rows;
	TRY(q_order_people(w, pass, o->id, &rows));
	o->persons.at = arena_array(w->arena, struct order_person, rows.n);
	o->persons.n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		audit_saw(w, rows.at[i].person, "record", "safety");
		o->persons.at[i] = (struct order_person){ rows.at[i].person, rows.at[i].name, rows.at[i].side,
							  text_or_null(rows.at[i].route) };
	}
	return RC_OK;
}

static enum rc take(struct work *w, const struct pass *pass, const struct order_rows *rows, size_t most,
		    struct orders *ret)
{
	size_t n = rows->n > most ? most : rows->n;
	*ret = (struct orders){ .at = arena_array(w->arena, struct order, n), .n = n };
	for (size_t i = 0; i < n; i++) {
		ret->at[i] = order_of(w, &rows->at[i]);
		TRY(persons_of(w, pass, &ret->at[i]));
	}
	if (rows->n > n)
		ret->next = rows->at[n - 1].id;
	return RC_OK;
}

enum rc order_list(struct work *w, const struct pass *pass, const char *show, struct id_order after,
		   struct orders *ret)
{
	struct order_rows rows;
	if (text_is(show, "waiting"))
		TRY(q_order_pressing(w, pass, w->actor.site, PAGE, &rows));
	else
		TRY(q_order_page(w, pass, w->actor.site, text_is(show, "past"), after, PAGE + 1, &rows));
	return take(w, pass, &rows, PAGE, ret);
}

enum rc order_get(struct work *w, const struct pass *pass, struct id_order id, struct order *ret)
{
	struct order_row row;
	enum rc rc = q_order_one(w, pass, w->actor.site, id, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, order, id);
	*ret = order_of(w, &row);
	return persons_of(w, pass, ret);
}

enum rc order_of_person(struct work *w, const struct pass *pass, struct orders *ret)
{
	struct order_rows rows;
	TRY(q_order_about(w, pass, (struct id_site){ 0 }, ABOUT_MAX, &rows));
	return take(w, pass, &rows, ABOUT_MAX, ret);
}

/* --- two people ------------------------------------------------------------------------- */

/* An order of the actor's, as it stands. */
static enum rc find(struct work *w, struct id_order id, struct order_found *ret)
{
	const struct pass *pass;
	struct order_row row;
	TRY(access_roster(w, PURPOSE_SAFETY, &pass));
	enum rc rc = q_order_one(w, pass, w->actor.site, id, &row);
	if (rc == RC_OK)
		rc = q_order_find(w, id, ret);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, order, id);
	return text_is(ret->state, "ended") || ret->ends <= w->now ? work_fail(w, E_order_done, NULL) : RC_OK;
}

enum rc order_confirm(struct work *w, struct id_order id, const struct order_confirm_in *in)
{
	struct order_found o;
	int64_t n = 0;
	const char *document = document_of(w, in->document);
	TRY(find(w, id, &o));
	if (!text_is(o.state, "unconfirmed"))
		return work_fail(w, E_order_done, NULL);
	if (o.entered_by.v == w->actor.account.v)
		return work_fail(w, E_order_two, NULL);
	if (document != NULL && *document == '\0')
		document = o.document;
	if (document == NULL || *document == '\0')
		return work_fail(w, E_order_document, "document");
	/* Two who hold two documents do not confirm each other. */
	if (*o.document != '\0' && !text_is(document, o.document))
		return work_fail(w, E_order_other_document, "document");
	TRY(q_order_confirm_set(w, id, document, w->actor.account, w->now, &n));
	if (n == 0)
		return work_fail(w, E_order_done, NULL);
	if (o.ends_on == 0)
		return RC_OK;
	/* From now on its last day counts. */
	TRY(day_there(w, id, o.ends_on + 1, true, &o.ends));
	TRY(q_order_days_set(w, id, o.starts, o.ends));
	return hides(o.scope, o.may) ? act_on_pairs(w, id, o.starts, o.ends) : RC_OK;
}

/* Its barriers fall; what else keeps the two apart stands. */
static enum rc lift(struct work *w, struct id_order id)
{
	struct order_pairs pairs;
	TRY(q_order_pairs(w, id, &pairs));
	for (size_t i = 0; i < pairs.n; i++)
		TRY(apart_lift(w, pairs.at[i].restrained, pairs.at[i].protects, "order", id));
	return RC_OK;
}

enum rc order_end(struct work *w, struct id_order id, const struct order_end_in *in, bool *ret_over)
{
	struct order_found o;
	int64_t n = 0;
	const char *document = document_of(w, in->document);
	*ret_over = false;
	TRY(find(w, id, &o));
	audit_detail(w, in->reason);
	if (document == NULL)
		return work_fail(w, E_order_document, "document");
	if (o.end_asked_by.v == w->actor.account.v)
		return work_fail(w, E_order_two, NULL);
	if (o.end_asked_by.v == 0) {
		TRY(q_order_end_ask(w, id, in->reason, document, w->actor.account, w->now, &n));
		if (n == 0)
			return work_fail(w, E_order_done, NULL);
		return notice_office(w, w->actor.tenant, OFFICE, NOTICE_ORDER_WAITS, id.v);
	}
	TRY(q_order_end_set(w, id, w->actor.account, w->now, &n));
	if (n == 0)
		return work_fail(w, E_order_done, NULL);
	*ret_over = true;
	return lift(w, id);
}

enum rc order_keep(struct work *w, struct id_order id)
{
	struct order_found o;
	int64_t n = 0;
	TRY(find(w, id, &o));
	TRY(q_order_end_unask(w, id, &n));
	return n == 1 ? RC_OK : work_fail(w, E_order_done, NULL);
}

enum rc order_forbids(struct work *w, struct id_person one, struct id_person other,
		      enum order_channel channel, bool *ret)
{
	int64_t n = 0;
	TRY(q_order_bars(w, one, other, (int64_t)channel, w->now, &n));
	*ret = n > 0;
	return RC_OK;
}


/* --- the job --------------------------------------------------------------------------- */

enum rc orders_clock(struct work *w, int64_t unused)
{
	struct order_dues due;
	(void)unused;
	TRY(q_orders_due(w, w->now, PAGE, &due));
	for (size_t i = 0; i < due.n; i++)
		TRY(come_due(w, &due.at[i]));
	return RC_OK;
}
