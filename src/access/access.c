/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/access/access.h"

#include "access_q.h"
#include "lib/base/text.h"
#include "audit_q.h"
#include "src/audit/audit.h"
#include "src/people/people.h"

enum { TALKERS = ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised };

/*
 * Who may act for which purpose, and what of a record that takes (step 6: the minimum
 * necessary, 45 CFR 164.502(b)). Whoever has several roles sees what any of them needs.
 * An age by which a rule decides needs no date of birth on the screen.
 */
static const struct rule {
	enum purpose purpose;
	unsigned roles, shows;
} rules[] = {
	{ PURPOSE_OWN, ~0u, SHOW_ALL },
	{ PURPOSE_TALK, TALKERS | ROLE_casemanager | ROLE_visits | ROLE_navigator, 0 },
	{ PURPOSE_SCREENING, ROLE_reviewer, 0 },
	{ PURPOSE_LINKING, ROLE_visits | ROLE_casemanager | ROLE_navigator, SHOW_birth | SHOW_number },
	{ PURPOSE_ACCOUNTS, ROLE_admin, SHOW_number | SHOW_reach },
	{ PURPOSE_SAFETY, ROLE_privacy | ROLE_casemanager, SHOW_birth | SHOW_number },
	{ PURPOSE_PRIVACY, ROLE_privacy, SHOW_number },
	{ PURPOSE_SEALED, ROLE_inside | ROLE_supervised | ROLES_SEALED, 0 },
	{ PURPOSE_CARE, ROLE_casemanager | ROLE_visits, SHOW_ALL },
	{ PURPOSE_CARE, ROLE_navigator, SHOW_number | SHOW_reach }, /* helps a family by phone */
	{ PURPOSE_CARE, ROLE_admin, SHOW_number },		    /* guardians */
	{ PURPOSE_CARE, ROLE_officer, SHOW_birth | SHOW_number | SHOW_status | SHOW_reach }, /* of their caseload */
};

static bool may_act(unsigned roles, enum purpose purpose)
{
	for (size_t i = 0; i < COUNT_OF(rules); i++)
		if (rules[i].purpose == purpose && (rules[i].roles & roles) != 0)
			return true;
	return false;
}

static unsigned shown_to(unsigned roles, enum purpose purpose)
{
	unsigned shows = 0;
	for (size_t i = 0; i < COUNT_OF(rules); i++)
		if (rules[i].purpose == purpose && (rules[i].roles & roles) != 0)
			shows |= rules[i].shows;
	return shows;
}

struct question {
	struct id_person subject; /* 0: a list */
	enum purpose purpose;
	const struct consent_question *telling; /* NULL: nobody outside is told */
	struct consent_answer *answer;
};

bool access_covers_site(const struct work *w, struct id_site site)
{
	return w->actor.site.v == 0 || w->actor.site.v == site.v;
}

enum rc access_is_sealed(struct work *w, struct id_person person, bool *ret)
{
	int64_t n = 0;
	TRY(q_access_roles(w, person, ROLES_SEALED, &n));
	*ret = n > 0;
	return RC_OK;
}

enum rc access_covers_queue(struct work *w, struct id_site site, bool *ret)
{
	int64_t n = 0;
	*ret = access_covers_site(w, site);
	if (*ret)
		return RC_OK;
	TRY(q_access_covered(w, w->actor.account, site, zone_date(w->zone, w->now), &n));
	*ret = n > 0;
	return RC_OK;
}

/* --- steps: RC_OK goes on, RC_DENIED is a no, all else is a failure ------------------ */

static enum rc step_session(struct work *w, const struct question *q)
{
	(void)q;
	unsigned enough = w->actor.roles & ~(unsigned)TALKERS ? 2 : 1;
	bool in = w->actor.account.v != 0 && w->actor.person.v != 0;
	return in && w->actor.assurance >= enough ? RC_OK : RC_DENIED;
}

static enum rc step_barrier(struct work *w, const struct question *q)
{
	int64_t n = 0;
	if (q->subject.v == 0 || (q->subject.v == w->actor.person.v && w->actor.child == NULL))
		return RC_OK; /* lists carry {reach} in their statements */
	TRY(q_barrier_stands(w, w->actor.person, w->actor.signer, q->subject, w->now, &n));
	return n == 0 ? RC_OK : RC_DENIED;
}

static enum rc step_privilege(struct work *w, const struct question *q)
{
	bool is = false;
	if (q->subject.v == 0 || (q->purpose != PURPOSE_SEALED && q->purpose != PURPOSE_TALK))
		return RC_OK;
	if (q->purpose == PURPOSE_SEALED) {
		int64_t n = 0;
		TRY(q_access_sealed(w, w->actor.person, q->subject, &n));
		return n > 0 ? RC_OK : RC_DENIED;
	}
	TRY(access_is_sealed(w, q->subject, &is));
	return is ? RC_DENIED : RC_OK;
}

static enum rc relation_to_staff(struct work *w, const struct question *q,
				 const struct access_subject *s)
{
	int64_t n = 0;
	w->because = w->actor.site.v == 0 ? "agency" : s->site.v != 0 ? "site" : "tie";
	if (s->site.v != 0)
		return access_covers_site(w, s->site) ? RC_OK : RC_DENIED;
	if (w->actor.site.v == 0 || q->purpose == PURPOSE_ACCOUNTS)
		return RC_OK;
	TRY(q_access_tied_site(w, q->subject, w->actor.site, zone_date(w->zone, w->now), &n));
	return n > 0 ? RC_OK : RC_DENIED;
}

/* An officer reaches whom they supervise, and nobody else of the place. */
static enum rc relation_by_caseload(struct work *w, const struct question *q)
{
	int64_t n = 0;
	if (q->purpose != PURPOSE_CARE || !(w->actor.roles & ROLE_officer))
		return RC_DENIED;
	TRY(q_access_caseload(w, w->actor.person, q->subject, zone_date(w->zone, w->now), &n));
	w->because = "caseload";
	return n > 0 ? RC_OK : RC_DENIED;
}

/* Emergency access reads one person's record, and changes nothing (PRODUCT.md B6). */
static enum rc relation_by_emergency(struct work *w, const struct question *q)
{
	int64_t n = 0;
	if (q->purpose != PURPOSE_CARE || w->acts)
		return RC_DENIED;
	TRY(q_access_emergency(w, w->actor.account, q->subject, w->now, &n));
	w->because = "emergency";
	return n > 0 ? RC_OK : RC_DENIED;
}

static bool by_emergency(const struct work *w)
{
	return w->because != NULL && text_is(w->because, "emergency");
}

static enum rc step_relation(struct work *w, const struct question *q)
{
	struct access_subject s;
	int64_t n = 0;
	if (!may_act(w->actor.roles, q->purpose))
		return RC_DENIED;
	bool by_place = may_act(w->actor.roles & ~(unsigned)ROLE_officer, q->purpose);
	if (q->subject.v == 0)
		return by_place ? RC_OK : RC_DENIED;
	if (q->purpose == PURPOSE_OWN)
		return q->subject.v == w->actor.person.v ? RC_OK : RC_DENIED;
	enum rc rc = q_access_subject(w, q->subject, &s);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && s.tenant.v != w->actor.tenant.v))
		return RC_DENIED;
	if (rc != RC_OK)
		return rc;
	if (q->purpose == PURPOSE_SEALED) {
		w->because = "seal";
		return RC_OK; /* the step before has asked for more than a relation */
	}
	if (q->purpose == PURPOSE_CARE && text_is(s.kind, "staff"))
		return RC_DENIED; /* care is for people inside and families */
	if (!(w->actor.roles & TALKERS)) {
		rc = by_place ? relation_to_staff(w, q, &s) : RC_DENIED;
		rc = rc == RC_DENIED ? relation_by_caseload(w, q) : rc;
		return rc == RC_DENIED ? relation_by_emergency(w, q) : rc;
	}
	w->because = "link";
	TRY(q_access_tied(w, w->actor.person, q->subject, zone_date(w->zone, w->now), &n));
	return n > 0 ? RC_OK : RC_DENIED;
}

static const struct pass *pass_for(struct work *w, enum purpose purpose, struct id_person subject)
{
	return pass_make(w, purpose, subject, shown_to(w->actor.roles, purpose));
}

static enum rc step_consent(struct work *w, const struct question *q)
{
	if (q->telling == NULL)
		return RC_OK;
	TRY(consent_allows(w, pass_for(w, q->purpose, q->subject), q->telling, q->answer));
	return q->answer->allowed ? RC_OK : RC_DENIED;
}

static const struct {
	const char *name;
	enum rc (*ask)(struct work *w, const struct question *q);
} steps[] = {
	{ "session", step_session },   { "barrier", step_barrier }, { "privilege", step_privilege },
	{ "relation", step_relation }, { "consent", step_consent },
};

static void note(struct work *w, const struct question *q, const char *decision, const char *rule)
{
	if (w->note == NULL)
		return;
	w->note->decision = decision;
	w->note->rule = rule;
	w->note->purpose = q->purpose;
}

static enum rc decide(struct work *w, const struct question *q)
{
	w->because = NULL;
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		enum rc rc = steps[i].ask(w, q);
		if (rc == RC_OK)
			continue;
		note(w, q, "denied", steps[i].name);
		return rc == RC_DENIED ? RC_DENIED : rc;
	}
	note(w, q, "allowed", by_emergency(w) ? "emergency" : "relation");
	return RC_OK;
}

/* --- the questions ---------------------------------------------------------------------- */

/* What a pass for a purpose shows of somebody, and why, in words that the person can
 * read. A line of "safety" is for the office alone: it would tell of an order (P1). */
static const struct {
	const char *what, *why;
} shows[PURPOSE_COUNT] = {
	[PURPOSE_SCREENING] = { "messages", "check" }, [PURPOSE_LINKING] = { "name", "link" },
	[PURPOSE_CARE] = { "record", "care" },	       [PURPOSE_SAFETY] = { "record", "safety" },
	[PURPOSE_PRIVACY] = { "ledger", "records" },   [PURPOSE_ACCOUNTS] = { "account", "records" },
};

/* Staff who look at more people in a day than the agency allows are stopped, at the next
 * one they have not looked at yet. */
static enum rc within_budget(struct work *w, struct id_person subject)
{
	int64_t most = 0, n = 0;
	TRY(policy_get(w, w->actor.tenant, w->actor.site, POLICY_people_per_day, &most));
	TRY(q_ledger_people_today(w, w->actor.account, zone_date(w->zone, w->now), subject, &n));
	return n < most ? RC_OK : work_fail(w, E_too_many_people, NULL);
}

static enum rc write_down(struct work *w, struct id_person subject, enum purpose purpose)
{
	if (!(w->actor.roles & ROLES_STAFF) || shows[purpose].what == NULL || w->note == NULL ||
	    subject.v == w->actor.person.v)
		return RC_OK;
	if (purpose != PURPOSE_SAFETY && !by_emergency(w))
		TRY(within_budget(w, subject));
	audit_saw(w, subject, shows[purpose].what, by_emergency(w) ? "emergency" : shows[purpose].why);
	return RC_OK;
}

enum rc access_own(struct work *w, const struct pass **ret)
{
	struct question q = { w->actor.person, PURPOSE_OWN, NULL, NULL };
	TRY(decide(w, &q));
	*ret = pass_for(w, PURPOSE_OWN, w->actor.person);
	return RC_OK;
}

enum rc access_ask(struct work *w, struct id_person subject, enum purpose purpose,
		   const struct pass **ret)
{
	struct question q = { subject, purpose, NULL, NULL };
	enum rc rc = decide(w, &q);
	if (rc == RC_DENIED)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(write_down(w, subject, purpose));
	*ret = pass_for(w, purpose, subject);
	return RC_OK;
}

enum rc access_may_know(struct work *w, struct id_person person)
{
	struct question q = { person, PURPOSE_OWN, NULL, NULL };
	enum rc rc = step_barrier(w, &q);
	if (rc != RC_DENIED)
		return rc;
	note(w, &q, "denied", "barrier");
	return work_fail(w, E_not_there, NULL);
}

enum rc access_tell(struct work *w, struct id_person subject, enum purpose purpose,
		    const struct consent_question *question, struct consent_answer *ret)
{
	struct question q = { subject, purpose, question, ret };
	return decide(w, &q);
}

enum rc access_roster(struct work *w, enum purpose purpose, const struct pass **ret)
{
	struct question q = { { 0 }, purpose, NULL, NULL };
	enum rc rc = decide(w, &q);
	if (rc == RC_DENIED)
		return work_fail(w, E_not_allowed, NULL);
	TRY(rc);
	*ret = pass_for(w, purpose, (struct id_person){ 0 });
	return RC_OK;
}

const struct pass *access_program(struct work *w, struct id_person subject)
{
	return pass_make(w, PURPOSE_DELIVERY, subject, SHOW_ALL);
}

struct access_audience access_audience(void)
{
	struct access_audience all = { 0 };
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		unsigned staff = rules[i].purpose == PURPOSE_OWN ? 0 : rules[i].roles & ROLES_STAFF & ~ROLES_SEALED;
		all.name |= staff;
		all.messages |= rules[i].purpose == PURPOSE_SCREENING ? staff : 0;
		for (size_t place = 0; place < SHOW_COUNT; place++)
			all.shows[place] |= (rules[i].shows >> place & 1u) != 0 ? staff : 0;
	}
	return all;
}
