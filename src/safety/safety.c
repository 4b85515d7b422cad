/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/safety/safety.h"

#include <stdio.h>

#include "lib/base/text.h"
#include "lib/time/time.h"
#include "safety_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/people/people.h"
#include "src/vault/vault.h"

enum { SHOWN = 100, CHOICES_SHOWN = 50 };

const char *const joint_kinds[] = { "session", "meeting", "mediation", NULL };
static const char *const ends[] = { "held", "off", NULL };
/* That a day does not fit is a no like any other: nobody can tell them apart. */
static const char *const parts[] = { "yes", "other_day", "no", NULL };
static const char *const causes[SAFETY_CAUSES] = {
	[SAFETY_APART] = "apart", [SAFETY_HURT] = "hurt", [SAFETY_AFRAID] = "afraid",
	[SAFETY_NO] = "no", [SAFETY_NOT_ASKED] = "not_asked", [SAFETY_AGAIN] = "ask_again",
};

const struct field joint_in_fields[3] = {
	{ "kind", FIELD_TEXT, offsetof(struct joint_in, kind), .required = true, .choices = joint_kinds,
	  .missing = E_field_choice },
	{ "planned_at", FIELD_TIME, offsetof(struct joint_in, planned_at), .required = true,
	  .missing = E_field_time },
	{ "people", FIELD_IDS, offsetof(struct joint_in, people), .kind = ID_OF_person, .missing = E_joint_people,
	  .doc = "Two to ten" },
};
const struct field joint_fields[8] = {
	{ "joint", FIELD_ID, offsetof(struct joint, id), .kind = ID_OF_joint },
	{ "kind", FIELD_TEXT, offsetof(struct joint, kind) },
	{ "planned_at", FIELD_TIME, offsetof(struct joint, planned_at) },
	{ "state", FIELD_TEXT, offsetof(struct joint, state), .doc = "planned, held or off" },
	{ "people", FIELD_INT, offsetof(struct joint, people_n) },
	{ "asked", FIELD_INT, offsetof(struct joint, asked_n), .doc = "How many of them were asked, lately enough" },
	{ "may", FIELD_BOOL, offsetof(struct joint, may), .doc = "Of one: it may be, as things are now" },
	{ "cause", FIELD_TEXT, offsetof(struct joint, cause), .doc = "Why not, for privacy officers; else null" },
};
const struct field joint_person_fields[8] = {
	{ "person", FIELD_ID, offsetof(struct joint_person, person), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct joint_person, name) },
	{ "how", FIELD_TEXT, offsetof(struct joint_person, how), .doc = "staff or self; null: not asked" },
	{ "asked_at", FIELD_TIME, offsetof(struct joint_person, asked_at) },
	{ "again", FIELD_BOOL, offsetof(struct joint_person, again), .doc = "Too long ago" },
	{ "hurt", FIELD_BOOL, offsetof(struct joint_person, hurt), .doc = "For privacy officers; else false" },
	{ "afraid", FIELD_BOOL, offsetof(struct joint_person, afraid), .doc = "For privacy officers; else false" },
	{ "words", FIELD_LINES, offsetof(struct joint_person, words), .doc = "For privacy officers; else null" },
};
const struct field joint_end_fields[1] = {
	{ "state", FIELD_TEXT, offsetof(struct joint_end_in, state), .required = true, .choices = ends,
	  .missing = E_field_choice },
};
const struct field screen_fields[5] = {
	{ "part", FIELD_TEXT, offsetof(struct screen_in, part), .required = true, .choices = parts,
	  .missing = E_field_choice, .doc = "Whether they want to be there" },
	{ "words", FIELD_LINES, offsetof(struct screen_in, words), .max = 2000 },
	{ "alone", FIELD_BOOL, offsetof(struct screen_in, alone), .doc = "Nobody else was there" },
	{ "hurt", FIELD_BOOL, offsetof(struct screen_in, hurt), .doc = "Somebody hurt or threatened them" },
	{ "afraid", FIELD_BOOL, offsetof(struct screen_in, afraid) },
};
const struct field together_fields[5] = {
	{ "joint", FIELD_ID, offsetof(struct together, id), .kind = ID_OF_joint },
	{ "kind", FIELD_TEXT, offsetof(struct together, kind) },
	{ "planned_at", FIELD_TIME, offsetof(struct together, planned_at) },
	{ "state", FIELD_TEXT, offsetof(struct together, state), .doc = "planned or off" },
	{ "asked", FIELD_BOOL, offsetof(struct together, asked), .doc = "One's answer for it stands" },
};

const char *safety_cause_stem(enum safety_cause cause)
{
	return causes[cause];
}

/* --- what was answered --------------------------------------------------------------------- */

struct answers {
	bool asked, again, hurt, afraid, no;
	const char *how, *words;
	int64_t asked_at;
};

static struct vault_place place_of(struct id_screen id)
{
	return (struct vault_place){ "safety_screen.answers", id.v };
}

/* A letter for each question, then the words. */
static const char *packed(struct work *w, const struct screen_in *in)
{
	return arena_printf(w->arena, "%c%c%c%s", in->hurt ? 'y' : 'n', in->afraid ? 'y' : 'n',
			    text_is(in->part, "yes") ? 'n' : 'y', in->words);
}

static enum rc last_of(struct work *w, struct id_joint id, struct id_person person, struct answers *ret)
{
	struct screen_rows rows;
	*ret = (struct answers){ 0 };
	TRY(q_screen_last(w, id, person, &rows));
	if (rows.n == 0)
		return RC_OK;
	const struct screen_row *r = &rows.at[0];
	const char *text = r->answers;
	TRY(vault_open(w, person, place_of(r->id), &text));
	if (text == NULL || strlen(text) < 3)
		return RC_OK; /* of whoever was erased: as if nobody had asked */
	*ret = (struct answers){ .asked = true, .again = r->ends_at <= w->now, .hurt = text[0] == 'y',
				 .afraid = text[1] == 'y', .no = text[2] == 'y', .how = r->how,
				 .words = text_or_null(text + 3), .asked_at = r->asked_at };
	return RC_OK;
}

static enum safety_cause cause_of(const struct answers *a)
{
	if (!a->asked)
		return SAFETY_NOT_ASKED;
	if (a->hurt)
		return SAFETY_HURT;
	if (a->afraid)
		return SAFETY_AFRAID;
	if (a->no)
		return SAFETY_NO;
	return a->again ? SAFETY_AGAIN : SAFETY_NONE;
}

static bool is_told(const struct work *w)
{
	return (w->actor.roles & ROLE_privacy) != 0;
}

/* --- the verdict ----------------------------------------------------------------------------- */

static enum rc any_apart(struct work *w, const struct id_person *persons, size_t n, bool *ret)
{
	*ret = false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			int64_t found = 0;
			if (i != k)
				TRY(q_safety_apart(w, persons[i], persons[k], w->now, &found));
			*ret = *ret || found > 0;
		}
	return RC_OK;
}

enum rc safety_joint(struct work *w, const struct id_person *persons, size_t n, struct id_joint session,
		     struct safety_verdict *ret)
{
	enum safety_cause worst = SAFETY_CAUSES;
	bool apart = false;
	*ret = (struct safety_verdict){ 0 };
	TRY(any_apart(w, persons, n, &apart));
	if (apart)
		worst = SAFETY_APART;
	for (size_t i = 0; i < n; i++) {
		struct answers a;
		TRY(last_of(w, session, persons[i], &a));
		enum safety_cause cause = cause_of(&a);
		if (cause != SAFETY_NONE && cause < worst)
			worst = cause;
	}
	ret->yes = worst == SAFETY_CAUSES && n >= 2;
	if (!ret->yes && worst != SAFETY_CAUSES && is_told(w))
		ret->cause = worst;
	return RC_OK;
}

/* --- planning ----------------------------------------------------------------------------------- */

enum rc joint_plan(struct work *w, const struct joint_in *in, struct id_joint *ret)
{
	const struct pass *pass;
	if (in->people.n < 2 || in->people.n > JOINT_PEOPLE_MAX)
		return work_fail(w, E_joint_people, "people");
	if (in->planned_at <= w->now || in->planned_at > w->now + JOINT_AHEAD_DAYS * TIME_DAY)
		return work_fail(w, E_field_time, "planned_at");
	ret->v = work_id(w);
	audit_about(w, joint, *ret);
	TRY(q_joint_insert(w, &(struct q_joint_insert){ *ret, w->actor.tenant, w->actor.site, in->kind,
							in->planned_at, w->actor.account, w->now }));
	for (size_t i = 0; i < in->people.n; i++) {
		struct id_person person = { in->people.at[i] };
		for (size_t k = 0; k < i; k++)
			if (in->people.at[k] == person.v)
				return work_fail(w, E_joint_people, "people");
		TRY(access_ask(w, person, PURPOSE_CARE, &pass));
		TRY(q_joint_person_insert(w, *ret, person));
	}
	return RC_OK;
}

static struct joint joint_of(const struct joint_row *r)
{
	return (struct joint){ .id = r->id, .kind = r->kind, .state = r->state, .planned_at = r->planned_at,
			       .people_n = r->people, .asked_n = r->asked };
}

enum rc joint_list(struct work *w, struct joints *ret)
{
	const struct pass *pass;
	struct joint_rows rows;
	TRY(access_roster(w, PURPOSE_SAFETY, &pass));
	TRY(q_joints_of(w, pass, w->actor.site, SHOWN, &rows));
	*ret = (struct joints){ arena_array(w->arena, struct joint, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = joint_of(&rows.at[i]);
	return RC_OK;
}

static enum rc add_people(struct work *w, const struct pass *pass, struct joint *j)
{
	struct joint_person_rows rows;
	struct answers a;
	TRY(q_joint_people(w, pass, j->id, &rows));
	j->people.at = arena_array(w->arena, struct joint_person, rows.n);
	j->people.n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		TRY(last_of(w, j->id, rows.at[i].person, &a));
		struct joint_person *p = &j->people.at[i];
		*p = (struct joint_person){ .person = rows.at[i].person, .name = rows.at[i].name, .how = a.how,
					    .asked_at = a.asked_at, .again = a.again };
		if (!is_told(w))
			continue;
		p->hurt = a.hurt;
		p->afraid = a.afraid;
		p->no = a.no;
		p->words = a.words;
	}
	return RC_OK;
}

/* The verdict on whoever is to be there. */
static enum rc judge(struct work *w, struct joint *j)
{
	struct id_person *persons = arena_array(w->arena, struct id_person, j->people.n);
	struct safety_verdict v;
	for (size_t i = 0; i < j->people.n; i++)
		persons[i] = j->people.at[i].person;
	TRY(safety_joint(w, persons, j->people.n, j->id, &v));
	j->may = v.yes;
	j->cause = v.cause != SAFETY_NONE ? safety_cause_stem(v.cause) : NULL;
	return RC_OK;
}

enum rc joint_get(struct work *w, struct id_joint id, struct joint *ret)
{
	const struct pass *pass;
	struct joint_row row;
	TRY(access_roster(w, PURPOSE_SAFETY, &pass));
	enum rc rc = q_joint_one(w, pass, id, w->actor.site, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, joint, id);
	*ret = joint_of(&row);
	TRY(add_people(w, pass, ret));
	return judge(w, ret);
}

enum rc joint_end(struct work *w, struct id_joint id, const struct joint_end_in *in)
{
	struct joint j;
	int64_t n = 0;
	TRY(joint_get(w, id, &j));
	if (text_is(in->state, "held") && text_is(j.state, "planned") && !j.may)
		return work_fail(w, E_joint_not_now, NULL);
	TRY(q_joint_end_set(w, id, in->state, w->actor.account, w->now, &n));
	return n == 1 ? RC_OK : work_fail(w, E_joint_done, NULL);
}

enum rc safety_on_order(struct work *w, struct id_person restrained, struct id_person protects)
{
	return q_joint_off_between(w, restrained, protects, w->now);
}

enum rc safety_on_apart(struct work *w, struct id_person one, struct id_person other, bool one_goes)
{
	(void)one_goes;
	return q_joint_off_between(w, one, other, w->now);
}

enum rc joint_choices_of(struct work *w, const struct pass *pass, struct joint_choices *ret)
{
	struct joint_choice_rows rows;
	TRY(q_joint_choices(w, pass, zone_date(w->zone, w->now), CHOICES_SHOWN, &rows));
	*ret = (struct joint_choices){ arena_array(w->arena, struct joint_choice, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct joint_choice){ rows.at[i].person, rows.at[i].name };
	return RC_OK;
}

/* --- asking ---------------------------------------------------------------------------------------- */

static enum rc keep(struct work *w, struct id_joint id, struct id_person person, const char *how,
		    const struct screen_in *in)
{
	struct id_screen screen = { work_id(w) };
	const char *sealed = NULL;
	int64_t days = 0;
	if (!in->alone)
		return work_fail(w, E_screen_alone, "alone");
	audit_about(w, joint, id);
	TRY(policy_get(w, w->actor.tenant, w->actor.site, POLICY_screen_days, &days));
	TRY(vault_seal(w, person, place_of(screen), packed(w, in), &sealed));
	return q_screen_insert(w, &(struct q_screen_insert){ screen, w->actor.tenant, id, person, how, sealed,
							     w->actor.account, w->now, w->now + days * TIME_DAY });
}

enum rc screen_record(struct work *w, struct id_joint id, struct id_person person, const struct screen_in *in)
{
	const struct pass *pass;
	struct joint j;
	TRY(joint_get(w, id, &j));
	for (size_t i = 0; i < j.people.n; i++) {
		if (j.people.at[i].person.v != person.v)
			continue;
		TRY(access_ask(w, person, PURPOSE_CARE, &pass));
		return text_is(j.state, "planned") ? keep(w, id, person, "staff", in) : work_fail(w, E_joint_done, NULL);
	}
	return work_fail(w, E_not_there, NULL);
}

static struct together together_of(const struct together_row *r)
{
	return (struct together){ r->id, r->kind, r->state, r->planned_at, r->asked > 0 };
}

enum rc together_list(struct work *w, const struct pass *pass, struct togethers *ret)
{
	struct together_rows rows;
	TRY(q_togethers_of(w, pass, SHOWN, &rows));
	*ret = (struct togethers){ arena_array(w->arena, struct together, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = together_of(&rows.at[i]);
	return RC_OK;
}

enum rc together_get(struct work *w, const struct pass *pass, struct id_joint id, struct together *ret)
{
	struct together_row row;
	enum rc rc = q_together_one(w, pass, id, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	*ret = together_of(&row);
	return RC_OK;
}

enum rc together_answer(struct work *w, const struct pass *pass, struct id_joint id, const struct screen_in *in)
{
	struct together t;
	TRY(together_get(w, pass, id, &t));
	if (!text_is(t.state, "planned"))
		return work_fail(w, E_joint_done, NULL);
	if (w->actor.child != NULL)
		return work_fail(w, E_screen_alone, "alone");
	return keep(w, id, pass_viewer(pass), "self", in);
}
