/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/family/guardians.h"

#include "family_q.h"
#include "guardians_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/consent/consent.h"
#include "src/notices/notices.h"
#include "src/people/people.h"

const struct field guardian_fields[12] = {
	{ "guardian", FIELD_ID, offsetof(struct guardian, id), .kind = ID_OF_guardian },
	{ "child", FIELD_ID, offsetof(struct guardian, child), .kind = ID_OF_person },
	{ "child_name", FIELD_TEXT, offsetof(struct guardian, child_name) },
	{ "person", FIELD_ID, offsetof(struct guardian, guardian), .kind = ID_OF_person,
	  .doc = "null: an authority" },
	{ "name", FIELD_TEXT, offsetof(struct guardian, name) },
	{ "authority", FIELD_TEXT, offsetof(struct guardian, authority) },
	{ "evidence", FIELD_LINES, offsetof(struct guardian, evidence) },
	{ "starts_on", FIELD_DATE, offsetof(struct guardian, starts_on) },
	{ "ends_on", FIELD_DATE, offsetof(struct guardian, ends_on), .doc = "The last day in force" },
	{ "verified_by", FIELD_TEXT, offsetof(struct guardian, verified_by) },
	{ "verified_at", FIELD_TIME, offsetof(struct guardian, verified_at) },
	{ "live", FIELD_BOOL, offsetof(struct guardian, live), .doc = "Acts today" },
};
const struct field guardian_in_fields[5] = {
	{ "guardian", FIELD_ID, offsetof(struct guardian_in, guardian), .kind = ID_OF_person,
	  .doc = "A family member; or give an authority" },
	{ "authority", FIELD_TEXT, offsetof(struct guardian_in, authority), .max = 200,
	  .doc = "A court or public authority" },
	{ "evidence", FIELD_LINES, offsetof(struct guardian_in, evidence), .required = true, .max = 500,
	  .missing = E_guardian_evidence, .doc = "Which papers were seen" },
	{ "starts_on", FIELD_DATE, offsetof(struct guardian_in, starts_on), .doc = "Today without it" },
	{ "ends_on", FIELD_DATE, offsetof(struct guardian_in, ends_on), .doc = "The last day in force" },
};
const struct field child_in_fields[4] = {
	{ "first_name", FIELD_TEXT, offsetof(struct child_in, first_name), .required = true, .max = 80 },
	{ "last_name", FIELD_TEXT, offsetof(struct child_in, last_name), .required = true, .max = 80 },
	{ "birth_date", FIELD_DATE, offsetof(struct child_in, birth_date), .required = true,
	  .missing = E_field_date },
	{ "evidence", FIELD_LINES, offsetof(struct child_in, evidence), .required = true, .max = 500,
	  .missing = E_guardian_evidence, .doc = "Which papers were seen" },
};
const struct field ward_fields[3] = {
	{ "person", FIELD_ID, offsetof(struct ward, child), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct ward, name) },
	{ "may_act", FIELD_BOOL, offsetof(struct ward, may_act),
	  .doc = "false: the child has an account of their own" },
};
const struct field asked_fields[5] = {
	{ "tie", FIELD_ID, offsetof(struct asked, tie), .kind = ID_OF_tie },
	{ "child", FIELD_TEXT, offsetof(struct asked, child) },
	{ "last_name", FIELD_TEXT, offsetof(struct asked, typed_name), .doc = "Whom the child wants to be in touch with" },
	{ "relation", FIELD_TEXT, offsetof(struct asked, relation) },
	{ "asked_at", FIELD_TIME, offsetof(struct asked, asked_at) },
};
const struct field say_in_fields[2] = {
	{ "guardian", FIELD_ID, offsetof(struct say_in, guardian), .kind = ID_OF_guardian,
	  .doc = "Without it: the child, in private" },
	{ "yes", FIELD_BOOL, offsetof(struct say_in, yes), .required = true },
};

static int64_t today(const struct work *w)
{
	return zone_date(w->zone, w->now);
}

/* --- listing ----------------------------------------------------------------------------- */

static struct guardians list_of(struct work *w, const struct guardian_row *rows, size_t n)
{
	struct guardians list = { arena_array(w->arena, struct guardian, n), n };
	for (size_t i = 0; i < n; i++) {
		const struct guardian_row *r = &rows[i];
		list.at[i] = (struct guardian){ .id = r->id,
						.child = r->child,
						.guardian = r->guardian,
						.child_name = r->child_name,
						.name = r->name,
						.authority = r->authority,
						.evidence = r->evidence,
						.verified_by = r->verified_by,
						.starts_on = r->starts_on,
						.ends_on = r->ends_on,
						.verified_at = r->verified_at,
						.live = r->live };
	}
	return list;
}

enum rc guardian_list(struct work *w, const struct pass *pass, struct guardians *ret)
{
	struct guardian_rows rows;
	TRY(q_guardian_page(w, pass, pass_person(pass), today(w), &rows));
	*ret = list_of(w, rows.at, rows.n);
	return RC_OK;
}

enum rc ward_list(struct work *w, const struct pass *pass, struct guardians *ret)
{
	struct guardian_rows rows;
	TRY(q_guardian_wards(w, pass, pass_person(pass), today(w), &rows));
	*ret = list_of(w, rows.at, rows.n);
	return RC_OK;
}

/* --- adding and ending ------------------------------------------------------------------------ */

static enum rc check_child(struct work *w, const struct pass *pass, struct person *ret)
{
	enum stage stage;
	enum rc rc = person_get(w, pass, ret);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !text_is(ret->kind, "family")))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(person_stage(w, ret->tenant, ret->born, &stage));
	return stage == STAGE_ADULT ? work_fail(w, E_guardian_of_adult, NULL) : RC_OK;
}

static enum rc check_guardian(struct work *w, const struct guardian_in *in, struct id_person child)
{
	const struct pass *pass;
	struct person p;
	enum stage stage;
	if ((in->guardian.v != 0) == (*in->authority != '\0'))
		return work_fail(w, E_guardian_one, "guardian");
	if (in->guardian.v == 0)
		return RC_OK;
	TRY(access_ask(w, in->guardian, PURPOSE_CARE, &pass));
	enum rc rc = person_get(w, pass, &p);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(person_stage(w, p.tenant, p.born, &stage));
	if (stage != STAGE_ADULT || !text_is(p.kind, "family") || p.id.v == child.v)
		return work_fail(w, E_guardian_minor, "guardian");
	return RC_OK;
}

static enum rc insert(struct work *w, struct id_person child, const struct guardian_in *in,
		      struct id_guardian *ret)
{
	int64_t twice = 0, starts = in->starts_on ? in->starts_on : today(w);
	if (in->ends_on != 0 && in->ends_on < starts)
		return work_fail(w, E_field_date, "ends_on");
	if (in->guardian.v != 0)
		TRY(q_guardian_twice(w, child, in->guardian, starts, in->ends_on ? in->ends_on : INT32_MAX,
				     &twice));
	if (twice > 0)
		return work_fail(w, E_guardian_twice, "guardian");
	ret->v = work_id(w);
	audit_detail(w, in->evidence);
	return q_guardian_insert(w, &(struct q_guardian_insert){ *ret, child, in->guardian, in->authority,
								 in->evidence, starts, in->ends_on,
								 w->actor.account, w->now });
}

enum rc guardian_add(struct work *w, const struct pass *pass, const struct guardian_in *in,
		     struct id_guardian *ret)
{
	struct person child;
	TRY(check_child(w, pass, &child));
	TRY(check_guardian(w, in, child.id));
	TRY(insert(w, child.id, in, ret));
	TRY(consents_on_guardians(w, child.id));
	audit_about(w, person, child.id); /* after `access`: the child is what it is about */
	return RC_OK;
}

enum rc guardian_end(struct work *w, struct id_guardian id, struct id_person *ret_child)
{
	struct guardian_found g;
	const struct pass *pass;
	enum rc rc = q_guardian_find(w, id, &g);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(access_ask(w, g.child, PURPOSE_CARE, &pass));
	audit_about(w, guardian, id);
	if (g.ends_on != 0 && g.ends_on < today(w))
		return work_fail(w, E_guardian_over, NULL);
	*ret_child = g.child;
	TRY(q_guardian_stop(w, id, today(w) - 1)); /* what was wrong does not hold until midnight */
	return consents_on_guardians(w, g.child);
}

enum rc child_add(struct work *w, const struct pass *pass, const struct child_in *in,
		  struct id_person *ret)
{
	enum stage stage;
	struct id_guardian guardian;
	const struct guardian_in row = { .guardian = pass_person(pass), .authority = "",
					 .evidence = in->evidence };
	if (in->birth_date > today(w))
		return work_fail(w, E_field_date, "birth_date");
	TRY(person_stage(w, w->actor.tenant, in->birth_date, &stage));
	if (stage == STAGE_ADULT)
		return work_fail(w, E_guardian_of_adult, "birth_date");
	TRY(check_guardian(w, &row, (struct id_person){ 0 }));
	TRY(person_add(w, &(struct person_new){ .tenant = w->actor.tenant,
						.kind = "family",
						.first_name = in->first_name,
						.last_name = in->last_name,
						.lang = lang_tag(w->lang),
						.birth_date = in->birth_date },
		       ret));
	TRY(insert(w, *ret, &row, &guardian));
	audit_about(w, person, *ret);
	return RC_OK;
}

/* --- a guardian's own ------------------------------------------------------------------------------ */

enum rc ward_own(struct work *w, const struct pass *pass, struct wards *ret)
{
	struct ward_rows rows;
	TRY(q_ward_own(w, pass, today(w), &rows));
	*ret = (struct wards){ .at = arena_array(w->arena, struct ward, rows.n) };
	for (size_t i = 0; i < rows.n; i++) {
		enum stage stage;
		TRY(person_stage(w, w->actor.tenant, rows.at[i].born, &stage));
		if (stage == STAGE_ADULT)
			continue;
		ret->at[ret->n++] = (struct ward){ rows.at[i].child, rows.at[i].name,
						   stage == STAGE_CHILD || rows.at[i].accounts == 0 };
	}
	return RC_OK;
}

enum rc asked_list(struct work *w, const struct pass *pass, struct askeds *ret)
{
	struct asked_rows rows;
	TRY(q_asked_own(w, pass, today(w), &rows));
	*ret = (struct askeds){ arena_array(w->arena, struct asked, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct asked_row *r = &rows.at[i];
		ret->at[i] = (struct asked){ r->tie, r->name, r->typed_name, r->relation, r->asked_at };
	}
	return RC_OK;
}

static enum rc find(struct work *w, struct id_tie tie, struct say_tie *ret)
{
	enum stage stage;
	enum rc rc = q_say_tie(w, tie, ret);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && ret->tenant.v != w->actor.tenant.v))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(person_stage(w, ret->tenant, ret->born, &stage));
	audit_about(w, tie, tie);
	return stage == STAGE_ADULT ? work_fail(w, E_not_there, NULL) : RC_OK;
}

static enum rc move(struct work *w, struct id_tie tie, const struct say_tie *t, const char *state)
{
	int64_t n = 0;
	TRY(q_tie_move(w, &(struct q_tie_move){ tie, t->state, state, text_is(state, "asking") ? "" : "private",
						w->actor.account, w->now, today(w) },
		       &n));
	return n == 1 ? RC_OK : work_fail(w, E_link_done, NULL);
}

/* After somebody spoke: goes on to the person inside, or is over, in neutral words. */
static enum rc settle(struct work *w, struct id_tie tie, const struct say_tie *t)
{
	enum say say;
	bool agreed = text_is(t->state, "agreed") || text_is(t->state, "asking");
	TRY(say_of(w, tie, &say));
	bool no = say == SAY_NO || say == SAY_CHILD_NO;
	if (no && agreed)
		return move(w, tie, t, text_is(t->state, "agreed") ? "ended" : "declined");
	if (no && text_is(t->state, "checking")) {
		TRY(move(w, tie, t, "declined"));
		return notice_add(w, t->family, NOTICE_LINK_ANSWER, tie.v);
	}
	if (say != SAY_YES || !text_is(t->state, "checking") || t->passed_at == 0)
		return RC_OK;
	TRY(move(w, tie, t, "asking"));
	work_ring(w, t->inside);
	return notice_add(w, t->inside, NOTICE_LINK_ANSWER, tie.v);
}

enum rc asked_answer(struct work *w, struct id_tie tie, bool yes)
{
	struct say_tie t;
	int64_t n = 0;
	TRY(find(w, tie, &t));
	if (text_is(t.state, "checking") && t.passed_at == 0)
		return work_fail(w, E_not_there, NULL); /* staff have not compared: nothing to know */
	TRY(q_link_apart(w, t.inside, w->actor.signer, t.family, w->now, &n));
	if (n > 0)
		return work_fail(w, E_not_there, NULL); /* kept apart: not for this guardian to see */
	TRY(q_say_of_signer(w, &(struct q_say_of_signer){ tie, t.family, w->actor.signer, yes, today(w),
							  w->now, w->actor.account },
			    &n));
	if (n == 0)
		return work_fail(w, E_not_there, NULL);
	return settle(w, tie, &t);
}

/* --- for staff and for linking --------------------------------------------------------------------------- */

enum rc say_note(struct work *w, struct id_tie tie, const struct say_in *in,
		 struct id_person *ret_child)
{
	struct say_tie t;
	struct guardian_found g;
	const struct pass *pass;
	TRY(find(w, tie, &t));
	if (!access_covers_site(w, t.site)) /* the child may be another site's too: the link is not */
		return work_fail(w, E_not_there, NULL);
	TRY(access_ask(w, t.family, PURPOSE_CARE, &pass));
	audit_about(w, tie, tie);
	if (in->guardian.v != 0) {
		enum rc rc = q_guardian_find(w, in->guardian, &g);
		if (rc == RC_NOT_FOUND || (rc == RC_OK && g.child.v != t.family.v))
			return work_fail(w, E_not_there, NULL);
		TRY(rc);
	} else if (in->yes) {
		TRY(q_say_child_yes(w, t.family, t.inside));
	}
	*ret_child = t.family;
	TRY(q_say_insert(w, tie, in->guardian, in->yes, w->now, w->actor.account));
	return settle(w, tie, &t);
}

enum rc say_of(struct work *w, struct id_tie tie, enum say *ret)
{
	struct say_tie t;
	struct say_counts c;
	enum stage stage;
	TRY(q_say_tie(w, tie, &t));
	TRY(person_stage(w, t.tenant, t.born, &stage));
	*ret = SAY_YES;
	if (stage == STAGE_ADULT)
		return RC_OK;
	TRY(q_say_counts(w, tie, t.family, t.inside, today(w), &c));
	*ret = c.child_no > 0	       ? SAY_CHILD_NO :
	       c.no > 0		       ? SAY_NO :
	       c.guardians == 0	       ? SAY_NOBODY :
	       c.yes < c.guardians     ? SAY_WAIT :
					 SAY_YES;
	return RC_OK;
}

enum rc say_by_asking(struct work *w, struct id_tie tie, struct id_person child,
		      struct id_person inside)
{
	int64_t n = 0;
	if (w->actor.signer.v == child.v)
		return q_say_child_yes(w, child, inside);
	return q_say_of_signer(w, &(struct q_say_of_signer){ tie, child, w->actor.signer, true, today(w),
							     w->now, w->actor.account },
			       &n);
}

enum rc say_by_ending(struct work *w, struct id_tie tie, struct id_person child)
{
	struct say_tie t;
	enum stage stage;
	if (w->actor.signer.v != child.v)
		return RC_OK;
	TRY(q_say_tie(w, tie, &t));
	TRY(person_stage(w, t.tenant, t.born, &stage));
	if (stage == STAGE_ADULT)
		return RC_OK;
	return q_say_insert(w, tie, (struct id_guardian){ 0 }, false, w->now, w->actor.account);
}

enum rc say_ask(struct work *w, struct id_tie tie)
{
	struct say_tie t;
	struct guardians list = { 0 };
	struct guardian_rows rows;
	int64_t n = 0;
	TRY(q_say_tie(w, tie, &t));
	TRY(q_tie_pass(w, tie, w->now, &n));
	if (n == 0)
		return work_fail(w, E_link_done, NULL);
	TRY(q_guardian_page(w, access_program(w, t.family), t.family, today(w), &rows));
	list = list_of(w, rows.at, rows.n);
	for (size_t i = 0; i < list.n; i++) {
		struct id_person who = list.at[i].guardian;
		int64_t apart = 0;
		TRY(q_link_apart(w, t.inside, who, who, w->now, &apart));
		if (list.at[i].live && who.v != 0 && apart == 0)
			TRY(notice_add(w, who, NOTICE_LINK_ANSWER, tie.v));
	}
	return RC_OK;
}
