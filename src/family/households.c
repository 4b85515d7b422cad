/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/family/households.h"

#include "households_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/people/people.h"

const char *const support_roles[] = { "partner", "parent", "child", "sibling", "grandparent",
				      "other_family", "carer", "godparent", "ex_partner", "friend",
				      "neighbour", "mentor", "clergy", "worker", NULL };
const char *const support_strengths[] = { "strong", "steady", "weak", "strained", NULL };

const struct field member_fields[7] = {
	{ "household", FIELD_ID, offsetof(struct member, household), .kind = ID_OF_household },
	{ "household_name", FIELD_TEXT, offsetof(struct member, household_name) },
	{ "person", FIELD_ID, offsetof(struct member, person), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct member, name) },
	{ "since", FIELD_DATE, offsetof(struct member, since) },
	{ "until", FIELD_DATE, offsetof(struct member, until), .doc = "The last day" },
	{ "minor", FIELD_BOOL, offsetof(struct member, minor) },
};
const struct field household_in_fields[2] = {
	{ "person", FIELD_ID, offsetof(struct household_in, person), .required = true, .kind = ID_OF_person,
	  .missing = E_field_choice, .doc = "Who joins" },
	{ "since", FIELD_DATE, offsetof(struct household_in, since), .doc = "Today without it" },
};
const struct field leave_in_fields[1] = {
	{ "until", FIELD_DATE, offsetof(struct leave_in, until), .doc = "The last day; today without it" },
};
const struct field supporter_fields[7] = {
	{ "supporter", FIELD_ID, offsetof(struct supporter, id), .kind = ID_OF_supporter },
	{ "name", FIELD_TEXT, offsetof(struct supporter, name) },
	{ "role", FIELD_TEXT, offsetof(struct supporter, role) },
	{ "strength", FIELD_TEXT, offsetof(struct supporter, strength), .doc = "strong, steady, weak or strained" },
	{ "helps_with", FIELD_TEXT, offsetof(struct supporter, helps_with) },
	{ "starts_on", FIELD_DATE, offsetof(struct supporter, starts_on) },
	{ "ends_on", FIELD_DATE, offsetof(struct supporter, ends_on) },
};
const struct field supporter_in_fields[5] = {
	{ "name", FIELD_TEXT, offsetof(struct supporter_in, name), .required = true, .max = 120 },
	{ "role", FIELD_TEXT, offsetof(struct supporter_in, role), .required = true,
	  .choices = support_roles, .missing = E_field_choice },
	{ "strength", FIELD_TEXT, offsetof(struct supporter_in, strength), .required = true,
	  .choices = support_strengths, .missing = E_field_choice },
	{ "helps_with", FIELD_TEXT, offsetof(struct supporter_in, helps_with), .max = 300,
	  .doc = "What the person is good for: rides, a room, listening" },
	{ "starts_on", FIELD_DATE, offsetof(struct supporter_in, starts_on), .doc = "Today without it" },
};

static int64_t today(const struct work *w)
{
	return zone_date(w->zone, w->now);
}

/* --- households ---------------------------------------------------------------------------- */

static enum rc list_of(struct work *w, const struct pass *pass, bool all, struct members *ret)
{
	struct household_rows rows;
	TRY(q_household_page(w, pass, pass_person(pass), &rows));
	*ret = (struct members){ .at = arena_array(w->arena, struct member, rows.n) };
	for (size_t i = 0; i < rows.n; i++) {
		const struct household_row *r = &rows.at[i];
		enum stage stage;
		if (!all && r->until != 0)
			continue;
		TRY(person_stage(w, w->actor.tenant, r->born, &stage));
		ret->at[ret->n++] = (struct member){ r->household, r->person, r->name, r->household_name,
						     r->since, r->until, stage != STAGE_ADULT };
	}
	return RC_OK;
}

enum rc household_list(struct work *w, const struct pass *pass, struct members *ret)
{
	return list_of(w, pass, true, ret);
}

enum rc household_own(struct work *w, const struct pass *pass, struct members *ret)
{
	return list_of(w, pass, false, ret);
}

static enum rc family_of(struct work *w, struct id_person id, struct person *ret)
{
	const struct pass *pass;
	TRY(access_ask(w, id, PURPOSE_CARE, &pass));
	enum rc rc = person_get(w, pass, ret);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	return rc;
}

/* The household of the one it is about, made with them in it where there is none. */
static enum rc have_one(struct work *w, const struct person *p, int64_t since, struct id_household *ret)
{
	enum rc rc = q_household_of(w, p->id, ret);
	if (rc != RC_NOT_FOUND)
		return rc;
	ret->v = work_id(w);
	TRY(q_household_insert(w, *ret, p->tenant, p->last_name));
	return q_household_join(w, *ret, p->id, since);
}

enum rc household_add(struct work *w, const struct pass *pass, const struct household_in *in)
{
	struct person one, other;
	struct id_household household, has;
	int64_t since = in->since ? in->since : today(w);
	if (in->person.v == pass_person(pass).v)
		return work_fail(w, E_field_choice, "person");
	if (since > today(w))
		return work_fail(w, E_field_date, "since");
	TRY(family_of(w, in->person, &other));
	TRY(family_of(w, pass_person(pass), &one));
	enum rc rc = q_household_of(w, other.id, &has);
	if (rc == RC_OK)
		return work_fail(w, E_household_twice, "person");
	if (rc != RC_NOT_FOUND)
		return rc;
	TRY(have_one(w, &one, since, &household));
	audit_about(w, household, household);
	return q_household_join(w, household, other.id, since);
}

enum rc household_leave(struct work *w, const struct pass *pass, const struct leave_in *in)
{
	struct id_household household;
	int64_t n = 0, until = in->until ? in->until : today(w);
	if (until > today(w))
		return work_fail(w, E_field_date, "until");
	audit_about(w, person, pass_person(pass));
	enum rc rc = q_household_of(w, pass_person(pass), &household);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? work_fail(w, E_not_there, NULL) : rc;
	TRY(q_household_leave(w, pass_person(pass), until, &n));
	return n > 0 ? RC_OK : work_fail(w, E_field_date, "until");
}

/* --- support network --------------------------------------------------------------------------- */

enum rc supporter_list(struct work *w, const struct pass *pass, struct supporters *ret)
{
	struct supporter_rows rows;
	TRY(q_supporter_page(w, pass, pass_person(pass), &rows));
	*ret = (struct supporters){ arena_array(w->arena, struct supporter, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct supporter_row *r = &rows.at[i];
		ret->at[i] = (struct supporter){ r->id, r->name, r->role, r->strength, r->helps_with,
						 r->starts_on, r->ends_on };
	}
	return RC_OK;
}

enum rc supporter_add(struct work *w, const struct pass *pass, const struct supporter_in *in,
		      struct id_supporter *ret)
{
	ret->v = work_id(w);
	audit_about(w, person, pass_person(pass));
	return q_supporter_insert(w, &(struct q_supporter_insert){
					     *ret, pass_person(pass), in->name, in->role, in->strength,
					     in->helps_with, in->starts_on ? in->starts_on : today(w),
					     w->actor.account, w->now });
}

enum rc supporter_end(struct work *w, struct id_supporter id, struct id_person *ret_person)
{
	struct supporter_found s;
	const struct pass *pass;
	enum rc rc = q_supporter_find(w, id, &s);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && s.ends_on != 0))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(access_ask(w, s.person, PURPOSE_CARE, &pass));
	audit_about(w, person, s.person);
	*ret_person = s.person;
	return q_supporter_stop(w, id, today(w));
}
