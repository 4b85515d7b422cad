/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The decision itself, step by step: what no page can show alone, because the statements
 * behind it filter as well. Each row is one question, and the step that must answer it.
 */
#include "tests/check.h"

#include "access_q.h"
#include "caseload_q.h"
#include "demo_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/orders/apart.h"
#include "src/people/people.h"
#include "tests/story/client.h"

enum place { HERE, ELSEWHERE, ANYWHERE };

static const struct row {
	const char *actor;
	enum place at;
	enum purpose purpose;
	const char *subject; /* "" a list; "nobody" an id that is nobody's */
	const char *decision, *rule;
} rows[] = {
	/* one's own, and nobody else's */
	{ "family", ANYWHERE, PURPOSE_OWN, "family", "allowed", "relation" },
	{ "family", ANYWHERE, PURPOSE_OWN, "inside", "denied", "relation" },
	{ "visits", HERE, PURPOSE_OWN, "visits", "allowed", "relation" },
	/* a link, while it is there */
	{ "family", ANYWHERE, PURPOSE_TALK, "inside", "allowed", "relation" },
	{ "inside", HERE, PURPOSE_TALK, "family", "allowed", "relation" },
	{ "family", ANYWHERE, PURPOSE_TALK, "inside2", "denied", "relation" },
	{ "family", ANYWHERE, PURPOSE_TALK, "nobody", "denied", "relation" },
	{ "family3", ANYWHERE, PURPOSE_TALK, "inside", "denied", "relation" },
	{ "family", ANYWHERE, PURPOSE_CARE, "inside", "denied", "relation" },
	{ "family", ANYWHERE, PURPOSE_PRIVACY, "family", "denied", "relation" },
	/* the site, or the whole agency, and never another one */
	{ "casemanager", ANYWHERE, PURPOSE_CARE, "inside", "allowed", "relation" },
	{ "casemanager", ANYWHERE, PURPOSE_CARE, "family", "allowed", "relation" },
	{ "casemanager", ANYWHERE, PURPOSE_CARE, "family3", "denied", "relation" },
	{ "casemanager", ANYWHERE, PURPOSE_CARE, "visits", "denied", "relation" },
	{ "casemanager", ANYWHERE, PURPOSE_CARE, "casemanager", "denied", "relation" },
	{ "visits", HERE, PURPOSE_CARE, "inside", "allowed", "relation" },
	{ "visits", HERE, PURPOSE_CARE, "family", "allowed", "relation" },
	{ "visits", ELSEWHERE, PURPOSE_CARE, "inside", "denied", "relation" },
	{ "visits", ELSEWHERE, PURPOSE_CARE, "family", "denied", "relation" },
	{ "admin2", ANYWHERE, PURPOSE_ACCOUNTS, "inside", "denied", "relation" },
	/* the role, for that purpose alone */
	{ "reviewer", HERE, PURPOSE_SCREENING, "inside", "allowed", "relation" },
	{ "reviewer", HERE, PURPOSE_CARE, "inside", "denied", "relation" },
	{ "reviewer", HERE, PURPOSE_PRIVACY, "inside", "denied", "relation" },
	{ "admin", ANYWHERE, PURPOSE_ACCOUNTS, "inside", "allowed", "relation" },
	{ "admin", ANYWHERE, PURPOSE_SCREENING, "inside", "denied", "relation" },
	{ "admin", ANYWHERE, PURPOSE_PRIVACY, "inside", "denied", "relation" },
	{ "privacy", ANYWHERE, PURPOSE_PRIVACY, "inside", "allowed", "relation" },
	{ "privacy", ANYWHERE, PURPOSE_SAFETY, "inside", "allowed", "relation" },
	{ "privacy", ANYWHERE, PURPOSE_SCREENING, "inside", "denied", "relation" },
	{ "privacy", ANYWHERE, PURPOSE_CARE, "inside", "denied", "relation" },
	{ "auditor", ANYWHERE, PURPOSE_PRIVACY, "inside", "denied", "relation" },
	{ "auditor", ANYWHERE, PURPOSE_CARE, "inside", "denied", "relation" },
	{ "agency", ANYWHERE, PURPOSE_CARE, "inside", "denied", "relation" },
	/* lists need the role alone */
	{ "privacy", ANYWHERE, PURPOSE_PRIVACY, "", "allowed", "relation" },
	{ "family", ANYWHERE, PURPOSE_PRIVACY, "", "denied", "relation" },
	/* what is sealed is asked for before any relation */
	{ "family", ANYWHERE, PURPOSE_TALK, "lawyer", "denied", "privilege" },
	{ "casemanager", ANYWHERE, PURPOSE_TALK, "counsellor", "denied", "privilege" },
	{ "inside", HERE, PURPOSE_SEALED, "lawyer", "denied", "privilege" },
	{ "casemanager", ANYWHERE, PURPOSE_SEALED, "inside", "denied", "privilege" },
	{ "privacy", ANYWHERE, PURPOSE_SEALED, "inside", "denied", "privilege" },
	{ "admin", ANYWHERE, PURPOSE_SEALED, "inside", "denied", "privilege" },
};

static enum rc find(struct work *w, const char *stem, struct demo_persona *ret)
{
	*ret = (struct demo_persona){ 0 };
	if (*stem == '\0')
		return RC_OK;
	if (text_is(stem, "nobody")) {
		ret->person.v = work_id(w);
		return RC_OK;
	}
	return q_demo_persona_find(w, stem, ret);
}

static enum rc become(struct work *w, const char *stem, enum place at)
{
	struct demo_persona who, inside;
	struct demo_places here;
	struct access_subject self = { 0 };
	TRY(find(w, stem, &who));
	TRY(find(w, "inside", &inside));
	TRY(q_demo_places(w, inside.account, &here));
	TRY(q_access_subject(w, who.person, &self));
	w->actor = (struct actor){ .account = who.account, .person = who.person, .signer = who.person,
				   .tenant = self.tenant, .roles = (unsigned)who.roles, .assurance = 2,
				   .site = at == HERE ? here.site : at == ELSEWHERE ? here.other : (struct id_site){ 0 } };
	return RC_OK;
}

/* Which step said what. */
static enum rc ask(struct work *w, struct id_person subject, enum purpose purpose, struct audit_note *ret)
{
	const struct pass *pass = NULL;
	*ret = (struct audit_note){ 0 };
	w->note = ret;
	w->problems_n = 0;
	enum rc rc = subject.v == 0 ? access_roster(w, purpose, &pass) : access_ask(w, subject, purpose, &pass);
	w->note = NULL;
	assert_true((rc == RC_OK) == (pass != NULL)); /* no pass comes out of a no */
	return RC_OK;
}

static enum rc each_question_is_answered_by_its_step(struct work *w, void *arg)
{
	(void)arg;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct row *r = &rows[i];
		struct demo_persona subject;
		struct audit_note note;
		TRY(become(w, r->actor, r->at));
		TRY(find(w, r->subject, &subject));
		TRY(ask(w, subject.person, r->purpose, &note));
		if (!text_is(note.decision, r->decision) || !text_is(note.rule, r->rule))
			fail_msg("%s asks for %s of %s: %s by %s", r->actor, purpose_stem(r->purpose), r->subject,
				 note.decision, note.rule);
	}
	return RC_OK;
}

static enum rc expect(struct work *w, const char *subject, enum purpose purpose, const char *rule)
{
	struct demo_persona whom;
	struct audit_note note;
	TRY(find(w, subject, &whom));
	TRY(ask(w, whom.person, purpose, &note));
	if (!text_is(note.rule, rule))
		fail_msg("of %s: %s by %s, not %s", subject, note.decision, note.rule, rule);
	return RC_OK;
}

/* Nobody, too little assurance, and no role come to nothing, whatever the relation. */
static enum rc a_session_is_asked_for_first(struct work *w, void *arg)
{
	(void)arg;
	TRY(become(w, "casemanager", ANYWHERE));
	w->actor.assurance = 1;
	TRY(expect(w, "inside", PURPOSE_CARE, "session"));
	TRY(become(w, "family", ANYWHERE));
	w->actor.assurance = 1;
	TRY(expect(w, "inside", PURPOSE_TALK, "relation"));
	w->actor.assurance = 0;
	TRY(expect(w, "inside", PURPOSE_TALK, "session"));
	TRY(become(w, "family", ANYWHERE));
	w->actor.account.v = 0;
	TRY(expect(w, "family", PURPOSE_OWN, "session"));
	TRY(become(w, "family", ANYWHERE));
	w->actor.person.v = 0;
	return expect(w, "inside", PURPOSE_TALK, "session");
}

static enum rc apart(struct work *w, const char *one, const char *other, int64_t starts, int64_t ends)
{
	struct demo_persona a, b;
	TRY(find(w, one, &a));
	TRY(find(w, other, &b));
	return apart_set(w, a.person, b.person, &(struct apart){ "staff", { 0 }, "", starts, ends });
}

/* Before privilege and relation, both ways, for whoever acts for somebody too; and only
 * from its first moment to its last. */
static enum rc a_barrier_is_asked_for_before_all_but_the_session(struct work *w, void *arg)
{
	struct demo_persona rosa;
	(void)arg;
	TRY(become(w, "casemanager", ANYWHERE));
	TRY(apart(w, "family2", "inside2", w->now + 1, TIME_NEVER));
	TRY(apart(w, "guardian", "inside", w->now - 2, w->now));
	TRY(apart(w, "family", "inside", w->now, TIME_NEVER));
	TRY(apart(w, "casemanager", "family2", w->now, w->now + 1));
	TRY(expect(w, "family2", PURPOSE_CARE, "barrier"));
	TRY(expect(w, "family", PURPOSE_CARE, "relation"));
	TRY(become(w, "inside", HERE));
	TRY(expect(w, "family", PURPOSE_TALK, "barrier"));
	TRY(expect(w, "inside", PURPOSE_OWN, "relation"));
	TRY(expect(w, "guardian", PURPOSE_TALK, "relation")); /* it is over at its last moment */
	TRY(become(w, "family2", ANYWHERE));
	TRY(expect(w, "inside2", PURPOSE_TALK, "relation")); /* it has not begun */
	TRY(find(w, "family", &rosa));
	w->actor.signer = rosa.person;
	return expect(w, "inside", PURPOSE_TALK, "barrier");
}

static int64_t between(struct work *w, const char *one, const char *other)
{
	struct demo_persona a, b;
	int64_t n = -1;
	assert_int_equal(find(w, one, &a), RC_OK);
	assert_int_equal(find(w, other, &b), RC_OK);
	assert_int_equal(q_barrier_stands(w, a.person, a.person, b.person, w->now, &n), RC_OK);
	return n;
}

static enum rc a_barrier_that_falls_leaves_the_others(struct work *w, void *arg)
{
	struct demo_persona a, b;
	(void)arg;
	TRY(become(w, "casemanager", ANYWHERE));
	TRY(apart(w, "family", "inside", w->now, TIME_NEVER));
	TRY(apart(w, "family", "inside2", w->now, TIME_NEVER));
	TRY(apart(w, "family2", "inside", w->now, TIME_NEVER));
	TRY(find(w, "family", &a));
	TRY(find(w, "inside", &b));
	TRY(apart_lift(w, a.person, b.person, "order", (struct id_order){ 0 }));
	TRY(apart_lift(w, a.person, b.person, "staff", (struct id_order){ 1 }));
	assert_int_equal(between(w, "family", "inside"), 1); /* another cause */
	TRY(apart_lift(w, a.person, b.person, "staff", (struct id_order){ 0 }));
	assert_int_equal(between(w, "family", "inside"), 0);
	assert_int_equal(between(w, "inside", "family"), 0);
	assert_int_equal(between(w, "family", "inside2"), 1);
	assert_int_equal(between(w, "inside2", "family"), 1);
	assert_int_equal(between(w, "inside", "family2"), 1);
	assert_int_equal(between(w, "family2", "inside"), 1);
	return RC_OK;
}

/* What is found by an id of its own hides from whoever is kept away, and from nobody else. */
static enum rc who_is_kept_away_may_not_know(struct work *w, void *arg)
{
	struct demo_persona inside, rosa;
	(void)arg;
	TRY(find(w, "inside", &inside));
	TRY(find(w, "family", &rosa));
	TRY(become(w, "visits", HERE));
	TRY(access_may_know(w, inside.person));
	TRY(apart(w, "visits", "inside", w->now, TIME_NEVER));
	assert_int_equal(access_may_know(w, inside.person), RC_NOT_FOUND);
	TRY(access_may_know(w, rosa.person));
	return access_may_know(w, w->actor.person);
}

/* What each may see of whom; what a pass does not show is not in what a statement answers. */
static const struct {
	const char *actor;
	enum purpose purpose;
	const char *subject;
	unsigned shows;
} views[] = {
	{ "inside", PURPOSE_OWN, "inside", SHOW_ALL },
	{ "family", PURPOSE_TALK, "inside", 0 },
	{ "casemanager", PURPOSE_TALK, "inside", 0 },
	{ "casemanager", PURPOSE_CARE, "inside", SHOW_ALL },
	{ "visits", PURPOSE_CARE, "inside", SHOW_ALL },
	{ "navigator", PURPOSE_CARE, "inside", SHOW_number | SHOW_reach },
	{ "admin", PURPOSE_CARE, "inside", SHOW_number },
	{ "navigator", PURPOSE_LINKING, "inside", SHOW_birth | SHOW_number },
	{ "reviewer", PURPOSE_SCREENING, "inside", 0 },
	{ "admin", PURPOSE_ACCOUNTS, "inside", SHOW_number | SHOW_reach },
	{ "privacy", PURPOSE_SAFETY, "inside", SHOW_birth | SHOW_number },
	{ "privacy", PURPOSE_PRIVACY, "inside", SHOW_number },
};

/* An officer without a caseload reaches nobody, one of the place neither, and no list. */
static enum rc an_officer_reaches_whom_they_supervise(struct work *w, void *arg)
{
	struct demo_persona inside, officer;
	const struct pass *pass;
	int64_t n = 0, today = zone_date(w->zone, w->now);
	(void)arg;
	TRY(find(w, "inside", &inside));
	TRY(find(w, "officer", &officer));
	TRY(become(w, "officer", HERE));
	TRY(expect(w, "inside", PURPOSE_CARE, "relation"));
	assert_int_equal(access_roster(w, PURPOSE_CARE, &pass), RC_DENIED);
	TRY(q_caseload_insert(w, inside.person, officer.person, today + 1, officer.account, w->now, &n));
	assert_int_equal(access_ask(w, inside.person, PURPOSE_CARE, &pass), RC_NOT_FOUND); /* from tomorrow on */
	TRY(q_caseload_end(w, inside.person, officer.person, today + 2, &n));
	w->now += TIME_DAY;
	TRY(access_ask(w, inside.person, PURPOSE_CARE, &pass));
	assert_int_equal(pass_shows(pass), SHOW_birth | SHOW_number | SHOW_status | SHOW_reach);
	assert_string_equal(pass_because(pass), "caseload");
	assert_int_equal(access_ask(w, inside.person, PURPOSE_SAFETY, &pass), RC_NOT_FOUND);
	w->now += 2 * TIME_DAY;
	assert_int_equal(access_ask(w, inside.person, PURPOSE_CARE, &pass), RC_NOT_FOUND); /* the last day is over */
	return RC_OK;
}

static enum rc each_role_is_shown_what_its_purpose_needs(struct work *w, void *arg)
{
	(void)arg;
	for (size_t i = 0; i < COUNT_OF(views); i++) {
		struct demo_persona subject;
		const struct pass *pass;
		struct person p;
		TRY(become(w, views[i].actor, ANYWHERE));
		TRY(find(w, views[i].subject, &subject));
		TRY(access_ask(w, subject.person, views[i].purpose, &pass));
		if (pass_shows(pass) != views[i].shows)
			fail_msg("%s for %s is shown %u", views[i].actor, purpose_stem(views[i].purpose), pass_shows(pass));
		TRY(person_get(w, pass, &p));
		assert_true((p.birth_date != 0) == ((views[i].shows & SHOW_birth) != 0));
		assert_true((p.number != NULL) == ((views[i].shows & SHOW_number) != 0));
		assert_true((*p.status != '\0') == ((views[i].shows & SHOW_status) != 0));
		assert_true((*p.unit != '\0') == ((views[i].shows & SHOW_unit) != 0));
		assert_true(p.born != 0); /* rules about age hold for all */
	}
	return RC_OK;
}

/* Several roles add up, for that purpose alone. */
static enum rc two_roles_see_what_either_needs(struct work *w, void *arg)
{
	struct demo_persona inside;
	const struct pass *pass;
	(void)arg;
	TRY(find(w, "inside", &inside));
	TRY(become(w, "navigator", ANYWHERE));
	w->actor.roles |= ROLE_privacy;
	TRY(access_ask(w, inside.person, PURPOSE_CARE, &pass));
	assert_int_equal(pass_shows(pass), SHOW_number | SHOW_reach);
	w->actor.roles |= ROLE_visits;
	TRY(access_ask(w, inside.person, PURPOSE_CARE, &pass));
	assert_int_equal(pass_shows(pass), SHOW_ALL);
	return RC_OK;
}

static void nobody_is_told_of_who_has_no_rule(void **state)
{
	(void)state;
	struct access_audience all = access_audience();
	unsigned carers = ROLE_casemanager | ROLE_visits;
	assert_int_equal(all.messages, ROLE_reviewer);
	assert_int_equal(all.shows[SHOW_PLACE_unit], carers);
	assert_int_equal(all.shows[SHOW_PLACE_status], carers | ROLE_officer);
	assert_int_equal(all.shows[SHOW_PLACE_reach], carers | ROLE_officer | ROLE_navigator | ROLE_admin);
	assert_int_equal(all.shows[SHOW_PLACE_birth], carers | ROLE_officer | ROLE_navigator | ROLE_privacy);
	assert_int_equal(all.name & (ROLES_SEALED | ROLES_TALKERS | ROLE_auditor | ROLE_agency), 0);
}

static void in_a_world(enum rc (*run)(struct work *w, void *arg))
{
	struct world_under_test t = { 0 };
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	assert_int_equal(work_do(&(struct work_run){ .shared = server_shared(t.server), .run = run, .write = true }),
			 RC_OK);
	test_world_stop(&t);
}

static void each_question(void **state)
{
	(void)state;
	in_a_world(each_question_is_answered_by_its_step);
}
static void session_first(void **state)
{
	(void)state;
	in_a_world(a_session_is_asked_for_first);
}
static void barrier_next(void **state)
{
	(void)state;
	in_a_world(a_barrier_is_asked_for_before_all_but_the_session);
}
static void barrier_falls(void **state)
{
	(void)state;
	in_a_world(a_barrier_that_falls_leaves_the_others);
}
static void kept_away(void **state)
{
	(void)state;
	in_a_world(who_is_kept_away_may_not_know);
}
static void shown(void **state)
{
	(void)state;
	in_a_world(each_role_is_shown_what_its_purpose_needs);
}
static void officers(void **state)
{
	(void)state;
	in_a_world(an_officer_reaches_whom_they_supervise);
}
static void two_roles(void **state)
{
	(void)state;
	in_a_world(two_roles_see_what_either_needs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_question),
		cmocka_unit_test(session_first),
		cmocka_unit_test(barrier_next),
		cmocka_unit_test(barrier_falls),
		cmocka_unit_test(kept_away),
		cmocka_unit_test(shown),
		cmocka_unit_test(two_roles),
		cmocka_unit_test(officers),
		cmocka_unit_test(nobody_is_told_of_who_has_no_rule),
	};
	if (crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
