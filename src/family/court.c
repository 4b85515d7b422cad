/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/family/court.h"

#include "court_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/people/people.h"

const struct field court_in_fields[7] = {
	{ "one", FIELD_ID, offsetof(struct court_in, one), .required = true, .kind = ID_OF_person },
	{ "other", FIELD_ID, offsetof(struct court_in, other), .required = true, .kind = ID_OF_person },
	{ "court", FIELD_TEXT, offsetof(struct court_in, court), .required = true, .max = 120 },
	{ "number", FIELD_TEXT, offsetof(struct court_in, number), .max = 60, .doc = "The case's number" },
	{ "words", FIELD_LINES, offsetof(struct court_in, words), .required = true, .max = 1000,
	  .doc = "What contact the court orders" },
	{ "starts_on", FIELD_DATE, offsetof(struct court_in, starts_on), .doc = "Today without it" },
	{ "ends_on", FIELD_DATE, offsetof(struct court_in, ends_on), .doc = "The last day; open without it" },
};
const struct field court_fields[7] = {
	{ "court_contact", FIELD_ID, offsetof(struct court_contact, id), .kind = ID_OF_court_contact },
	{ "court", FIELD_TEXT, offsetof(struct court_contact, court) },
	{ "number", FIELD_TEXT, offsetof(struct court_contact, number) },
	{ "words", FIELD_LINES, offsetof(struct court_contact, words) },
	{ "starts_on", FIELD_DATE, offsetof(struct court_contact, starts_on) },
	{ "ends_on", FIELD_DATE, offsetof(struct court_contact, ends_on) },
	{ "entered_by", FIELD_TEXT, offsetof(struct court_contact, entered_by) },
};
const struct field court_end_fields[1] = {
	{ "reason", FIELD_LINES, offsetof(struct court_end_in, reason), .required = true, .max = 500,
	  .missing = E_reason_missing },
};

static struct id_person lower(struct id_person a, struct id_person b)
{
	return a.v < b.v ? a : b;
}

static struct id_person higher(struct id_person a, struct id_person b)
{
	return a.v < b.v ? b : a;
}

/* Somebody the actor may know, who is no staff. */
static enum rc check_one(struct work *w, struct id_person id)
{
	const struct pass *pass;
	struct person p;
	TRY(access_ask(w, id, PURPOSE_CARE, &pass));
	enum rc rc = person_get(w, pass, &p);
	return rc == RC_NOT_FOUND ? work_fail(w, E_not_there, NULL) : rc;
}

enum rc court_enter(struct work *w, const struct court_in *in, struct id_court_contact *ret)
{
	int64_t today = zone_date(w->zone, w->now), starts = in->starts_on ? in->starts_on : today;
	audit_about(w, person, in->one);
	if (in->one.v == in->other.v)
		return work_fail(w, E_field_choice, "other");
	TRY(check_one(w, in->one));
	TRY(check_one(w, in->other));
	if (in->ends_on != 0 && (in->ends_on < starts || in->ends_on < today))
		return work_fail(w, E_field_date, "ends_on");
	ret->v = work_id(w);
	return q_court_insert(w, &(struct q_court_insert){ *ret, w->actor.tenant, lower(in->one, in->other),
							   higher(in->one, in->other), in->court, in->number, in->words,
							   starts, in->ends_on, w->actor.account, w->now });
}

enum rc court_list(struct work *w, const struct pass *pass, struct id_person other, struct court_contacts *ret)
{
	struct court_rows rows;
	struct id_person one = pass_person(pass);
	TRY(q_court_between(w, pass, lower(one, other), higher(one, other), zone_date(w->zone, w->now), &rows));
	*ret = (struct court_contacts){ arena_array(w->arena, struct court_contact, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct court_row *r = &rows.at[i];
		ret->at[i] = (struct court_contact){ r->id, r->court, text_or_null(r->number), r->words, r->entered_name,
						     r->starts_on, r->ends_on, r->entered_by.v == w->actor.account.v };
	}
	return RC_OK;
}

static enum rc find(struct work *w, struct id_court_contact id, struct court_found *ret)
{
	enum rc rc = q_court_find(w, id, w->actor.tenant, ret);
	return rc == RC_NOT_FOUND ? work_fail(w, E_not_there, NULL) : rc;
}

enum rc court_parties(struct work *w, struct id_court_contact id, struct id_person *ret_one,
		      struct id_person *ret_other)
{
	struct court_found c;
	TRY(find(w, id, &c));
	*ret_one = c.one;
	*ret_other = c.other;
	return RC_OK;
}

enum rc court_end(struct work *w, struct id_court_contact id, const struct court_end_in *in)
{
	struct court_found c;
	int64_t n = 0;
	TRY(find(w, id, &c));
	TRY(check_one(w, c.one));
	TRY(check_one(w, c.other));
	audit_about(w, person, c.one);
	if (c.over)
		return work_fail(w, E_not_there, NULL);
	if (c.entered_by.v == w->actor.account.v)
		return work_fail(w, E_confirm_same, "reason");
	audit_detail(w, in->reason);
	TRY(q_court_end(w, id, w->actor.account, w->now, in->reason, &n));
	return n > 0 ? RC_OK : work_fail(w, E_not_there, NULL);
}

static enum rc stands(struct work *w, struct id_person one, struct id_person other, bool *ret)
{
	int64_t n = 0;
	TRY(q_court_orders(w, lower(one, other), higher(one, other), zone_date(w->zone, w->now), &n));
	*ret = n > 0;
	return RC_OK;
}

enum rc court_stands(struct work *w, struct id_tie tie, bool *ret)
{
	struct tie_parties t;
	enum rc rc = q_tie_parties(w, tie, &t);
	*ret = false;
	return rc == RC_OK ? stands(w, t.family, t.inside, ret) : rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc only_knowingly(struct work *w, bool ordered, bool knowingly)
{
	return !ordered || knowingly ? RC_OK : work_fail(w, E_court_contact, "despite_court");
}

enum rc court_guard(struct work *w, struct id_person one, struct id_person other, bool knowingly)
{
	bool ordered = false;
	TRY(stands(w, one, other, &ordered));
	return only_knowingly(w, ordered, knowingly);
}

enum rc court_guard_tie(struct work *w, struct id_tie tie, bool knowingly)
{
	bool ordered = false;
	TRY(court_stands(w, tie, &ordered));
	return only_knowingly(w, ordered, knowingly);
}
