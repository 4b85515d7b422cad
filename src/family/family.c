/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/family/family.h"

#include "contacts_q.h"
#include "family_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/accounts/accounts.h"
#include "src/audit/audit.h"
#include "src/family/contacts.h"
#include "src/family/court.h"
#include "src/family/guardians.h"
#include "src/notices/notices.h"
#include "src/orders/apart.h"
#include "src/people/people.h"

enum { LINKS_PAGE = 50, TRIES_PER_DAY = 10 };

/* Lawyers, clergy and counsellors are not here until sealed threads are. */
const char *const relations[] = { "partner", "parent", "child", "sibling", "grandparent", "other_family",
				  "carer", "godparent", "ex_partner", "friend", NULL };
const char *const link_reasons[] = { "not_found", "details_differ", "not_now", NULL };
static const char *const decisions[] = { "agree", "decline", NULL };

const struct field tie_fields[7] = {
	{ "tie", FIELD_ID, offsetof(struct tie, id), .kind = ID_OF_tie },
	{ "person", FIELD_ID, offsetof(struct tie, other), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct tie, name) },
	{ "relation", FIELD_TEXT, offsetof(struct tie, relation) },
	{ "state", FIELD_TEXT, offsetof(struct tie, state),
	  .doc = "checking, asking, agreed, declined or ended" },
	{ "asked_at", FIELD_TIME, offsetof(struct tie, asked_at) },
	{ "due_at", FIELD_TIME, offsetof(struct tie, due_at) },
};
const struct field link_in_fields[5] = {
	{ "number", FIELD_TEXT, offsetof(struct link_in, number), .required = true, .max = 20,
	  .doc = "The person's number" },
	{ "last_name", FIELD_TEXT, offsetof(struct link_in, last_name), .required = true, .max = 80 },
	{ "birth_date", FIELD_DATE, offsetof(struct link_in, birth_date), .required = true,
	  .missing = E_field_date },
	{ "site", FIELD_ID, offsetof(struct link_in, site), .required = true, .kind = ID_OF_site,
	  .missing = E_field_choice },
	{ "relation", FIELD_TEXT, offsetof(struct link_in, relation), .required = true,
	  .choices = relations, .missing = E_link_relation, .doc = "What you are to the person" },
};
const struct field link_fields[14] = {
	{ "tie", FIELD_ID, offsetof(struct link, id), .kind = ID_OF_tie },
	{ "from", FIELD_TEXT, offsetof(struct link, from) },
	{ "relation", FIELD_TEXT, offsetof(struct link, relation) },
	{ "typed_number", FIELD_TEXT, offsetof(struct link, typed_number) },
	{ "typed_name", FIELD_TEXT, offsetof(struct link, typed_name) },
	{ "typed_birth_date", FIELD_DATE, offsetof(struct link, typed_birth_date) },
	{ "found_name", FIELD_TEXT, offsetof(struct link, found_name) },
	{ "found_number", FIELD_TEXT, offsetof(struct link, found_number) },
	{ "found_birth_date", FIELD_DATE, offsetof(struct link, found_birth_date) },
	{ "score", FIELD_INT, offsetof(struct link, score), .doc = "How much of what was typed fits, 0 to 100" },
	{ "asked_at", FIELD_TIME, offsetof(struct link, asked_at) },
	{ "due_at", FIELD_TIME, offsetof(struct link, due_at) },
	{ "minor", FIELD_BOOL, offsetof(struct link, minor), .doc = "A child's: its guardians must agree" },
	{ "approved", FIELD_BOOL, offsetof(struct link, approved),
	  .doc = "Exactly one approved contact of the person inside" },
};
const struct field link_decide_fields[2] = {
	{ "decision", FIELD_TEXT, offsetof(struct link_decide_in, decision), .required = true,
	  .choices = decisions, .missing = E_nothing_chosen },
	{ "reason", FIELD_TEXT, offsetof(struct link_decide_in, reason), .choices = link_reasons },
};
const char *const permission_channels[] = { "message", "letter", "call", "visit", "video", "plan", "meeting",
				 "case", NULL };
const struct field permission_fields[7] = {
	{ "permission", FIELD_ID, offsetof(struct permission, id), .kind = ID_OF_permission },
	{ "channel", FIELD_TEXT, offsetof(struct permission, channel) },
	{ "allowed", FIELD_BOOL, offsetof(struct permission, allowed) },
	{ "reason", FIELD_TEXT, offsetof(struct permission, reason) },
	{ "authority", FIELD_TEXT, offsetof(struct permission, authority) },
	{ "starts_on", FIELD_DATE, offsetof(struct permission, starts_on) },
	{ "ends_on", FIELD_DATE, offsetof(struct permission, ends_on) },
};
const struct field permission_in_fields[7] = {
	{ "channel", FIELD_TEXT, offsetof(struct permission_in, channel), .required = true,
	  .choices = permission_channels, .missing = E_field_choice },
	{ "allowed", FIELD_BOOL, offsetof(struct permission_in, allowed), .required = true },
	{ "reason", FIELD_TEXT, offsetof(struct permission_in, reason), .required = true,
	  .missing = E_reason_missing },
	{ "authority", FIELD_TEXT, offsetof(struct permission_in, authority), .doc = "Who ordered it" },
	{ "starts_on", FIELD_DATE, offsetof(struct permission_in, starts_on), .doc = "Today without it" },
	{ "ends_on", FIELD_DATE, offsetof(struct permission_in, ends_on), .doc = "The last day in force" },
	{ "despite_court", FIELD_BOOL, offsetof(struct permission_in, despite_court),
	  .doc = "Where a court orders contact: that it is known, and decided all the same" },
};
const struct field barrier_in_fields[4] = {
	{ "one", FIELD_ID, offsetof(struct barrier_in, one), .required = true, .kind = ID_OF_person },
	{ "other", FIELD_ID, offsetof(struct barrier_in, other), .required = true, .kind = ID_OF_person },
	{ "reason", FIELD_LINES, offsetof(struct barrier_in, reason), .required = true, .max = 500,
	  .missing = E_reason_missing },
	{ "despite_court", FIELD_BOOL, offsetof(struct barrier_in, despite_court),
	  .doc = "Where a court orders contact: that it is known, and decided all the same" },
};

/* --- one's own ties ---------------------------------------------------------------------- */

static struct tie tie_of(const struct tie_row *r, struct id_person viewer)
{
	bool family = r->family.v == viewer.v;
	bool known = !family || text_is(r->state, "agreed");
	/* The person inside is asked in private: family cannot see that they are. */
	const char *state = family && text_is(r->state, "asking") ? "checking" : r->state;
	return (struct tie){ .id = r->id,
			     .other = known ? (family ? r->inside : r->family) : (struct id_person){ 0 },
			     .name = known ? r->name : NULL,
			     .relation = r->relation,
			     .state = state,
			     .asked_at = r->asked_at,
			     .due_at = r->due_at,
			     .decided_at = r->decided_at };
}

enum rc tie_list(struct work *w, const struct pass *pass, struct ties *ret)
{
	struct tie_rows rows;
	TRY(q_tie_own(w, pass, &rows));
	*ret = (struct ties){ .at = arena_array(w->arena, struct tie, rows.n) };
	for (size_t i = 0; i < rows.n; i++) {
		bool inside = rows.at[i].inside.v == pass_viewer(pass).v;
		const char *state = rows.at[i].state;
		if (inside && !text_is(state, "asking") && !text_is(state, "agreed"))
			continue; /* not compared yet, or stopped by staff, a guardian or a child */
		ret->at[ret->n++] = tie_of(&rows.at[i], pass_viewer(pass));
	}
	return RC_OK;
}

/* --- asking ---------------------------------------------------------------------------------- */

/* What fits of what was typed: the number found somebody; the name is 40, the date
 * of birth 40 (20 with day and month swapped or the year off by one), the number 20. */
static int64_t score_of(struct work *w, const struct link_in *in, const struct link_match *m)
{
	struct wall typed = date_wall(in->birth_date), known = date_wall(m->birth_date);
	int64_t score = 20;
	if (text_is(text_fold(w->arena, in->last_name), m->match_key))
		score += 40;
	if (m->birth_date == in->birth_date)
		return score + 40;
	bool swapped = typed.day == known.month && typed.month == known.day && typed.year == known.year;
	bool near = typed.day == known.day && typed.month == known.month &&
		    (typed.year - known.year == 1 || known.year - typed.year == 1);
	return m->birth_date != 0 && (swapped || near) ? score + 20 : score;
}

static enum rc check_limits(struct work *w, const struct pass *pass, struct id_site site)
{
	int64_t open = 0, most = 0;
	TRY(policy_get(w, w->actor.tenant, site, POLICY_link_requests, &most));
	TRY(q_tie_open_count(w, pass, &open));
	if (open >= most)
		return work_fail_with(w, E_link_too_many, NULL,
				      (struct word_arg){ .name = "n", .n = most, .is_number = true });
	return throttle(w, "link", arena_printf(w->arena, "%lld", (long long)w->actor.account.v),
			TRIES_PER_DAY, TIME_DAY);
}

static enum rc move(struct work *w, struct id_tie id, const char *was, const char *state,
		    const char *cause)
{
	int64_t n = 0;
	TRY(q_tie_move(w, &(struct q_tie_move){ id, was, state, cause, w->actor.account, w->now,
						zone_date(w->zone, w->now) },
		       &n));
	return n == 1 ? RC_OK : work_fail(w, E_link_done, NULL);
}

/* Agreed at once where the person inside has approved exactly this contact. A child's
 * link is always looked at by a person. */
static enum rc link_itself(struct work *w, const struct q_tie_insert *row)
{
	struct contact_self who;
	enum stage stage;
	bool fits = false;
	TRY(q_contact_self(w, row->family, &who));
	TRY(person_stage(w, row->tenant, who.birth_date, &stage));
	if (stage != STAGE_ADULT)
		return RC_OK;
	TRY(contact_fits(w, row->inside, row->family, &fits));
	if (!fits)
		return RC_OK;
	TRY(move(w, row->id, "checking", "agreed", "approved"));
	work_ring(w, row->inside);
	TRY(notice_add(w, row->inside, NOTICE_LINKED, row->id.v));
	return notice_add(w, row->family, NOTICE_LINKED, row->id.v);
}

enum rc link_request(struct work *w, const struct pass *pass, const struct link_in *in, struct id_tie *ret)
{
	struct site site;
	struct link_match match = { 0 };
	int64_t hours = 0, due = 0, added = 0;
	bool paused;
	enum rc rc = site_get(w, in->site, &site);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && site.tenant.v != w->actor.tenant.v))
		return work_fail(w, E_field_choice, "site");
	TRY(rc);
	TRY(check_limits(w, pass, site.id));
	TRY(policy_get(w, site.tenant, site.id, POLICY_link_hours, &hours));
	TRY(site_due(w, &site, w->now, hours * 60, &due, &paused));
	rc = q_link_match(w, site.tenant, in->number, site.id, &match);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	int64_t apart = 0;
	if (rc == RC_OK)
		TRY(q_link_apart(w, match.id, w->actor.person, w->actor.signer, w->now, &apart));
	if (apart > 0)
		match = (struct link_match){ 0 }; /* as if nobody had that number */
	int64_t score = match.id.v != 0 ? score_of(w, in, &match) : 0;
	struct q_tie_insert row = { .id = { work_id(w) },
				    .tenant = site.tenant,
				    .inside = match.id,
				    .family = w->actor.person,
				    .relation = in->relation,
				    .state = "checking",
				    .number = in->number,
				    .name = in->last_name,
				    .birth_date = in->birth_date,
				    .site = site.id,
				    .score = score,
				    .now = w->now,
				    .due_at = due,
				    .today = zone_date(site.zone, w->now) };
	audit_about(w, tie, row.id);
	TRY(q_tie_insert(w, &row, &added));
	if (added == 0) { /* linked, or asked, already: a line like any other, which staff decline */
		row.inside.v = 0;
		row.score = 0;
		TRY(q_tie_insert(w, &row, &added));
	}
	*ret = row.id;
	TRY(say_by_asking(w, row.id, row.family, match.id));
	return row.inside.v != 0 && score == 100 ? link_itself(w, &row) : RC_OK;
}

/* --- comparing --------------------------------------------------------------------------------- */

static struct link link_of(const struct work *w, const struct link_row *r)
{
	return (struct link){ .id = r->id,
			      .from = r->from_name,
			      .relation = r->relation,
			      .typed_number = r->typed_number,
			      .typed_name = r->typed_name,
			      .found_name = r->found_name,
			      .found_number = r->found_number,
			      .typed_birth_date = r->typed_birth_date,
			      .found_birth_date = r->found_birth_date,
			      .asked_at = r->asked_at,
			      .due_at = r->due_at,
			      .score = r->score,
			      .site = r->site,
			      .found = r->found.v != 0,
			      .late = r->due_at < w->now };
}

enum rc link_list(struct work *w, const struct pass *pass, int64_t after, struct links *ret)
{
	struct link_rows rows;
	TRY(q_link_page(w, pass, w->actor.site, (struct id_tie){ after }, LINKS_PAGE + 1, &rows));
	size_t n = rows.n > LINKS_PAGE ? LINKS_PAGE : rows.n;
	*ret = (struct links){ .at = arena_array(w->arena, struct link, n), .n = n };
	for (size_t i = 0; i < n; i++) {
		const struct link_row *r = &rows.at[i];
		enum stage stage;
		ret->at[i] = link_of(w, r);
		TRY(person_stage(w, w->actor.tenant, r->born, &stage));
		ret->at[i].minor = stage != STAGE_ADULT;
		if (r->found.v != 0)
			TRY(contact_fits(w, r->found, r->family, &ret->at[i].approved));
	}
	if (rows.n > n)
		ret->next = rows.at[n - 1].id.v;
	return RC_OK;
}

static enum rc find(struct work *w, struct id_tie id, struct tie_found *ret)
{
	enum rc rc = q_tie_find(w, id, zone_date(w->zone, w->now), ret);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && ret->tenant.v != w->actor.tenant.v))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, tie, id);
	TRY(access_may_know(w, ret->inside));
	return access_may_know(w, ret->family);
}

/* To the person inside; a child's request first to those who must agree. */
static enum rc pass_on(struct work *w, struct id_tie id, const struct tie_found *t)
{
	enum say say;
	TRY(say_of(w, id, &say));
	if (say == SAY_NOBODY)
		return work_fail(w, E_link_nobody_guards, "decision");
	if (say == SAY_CHILD_NO)
		return work_fail(w, E_link_child_no, "decision");
	if (say == SAY_WAIT)
		return say_ask(w, id);
	if (say == SAY_NO) {
		TRY(move(w, id, "checking", "declined", "private"));
		return notice_add(w, t->family, NOTICE_LINK_ANSWER, id.v);
	}
	TRY(move(w, id, "checking", "asking", ""));
	work_ring(w, t->inside);
	return notice_add(w, t->inside, NOTICE_LINK_ANSWER, id.v);
}

enum rc link_decide(struct work *w, const struct pass *pass, struct id_tie id,
		    const struct link_decide_in *in)
{
	struct tie_found t;
	(void)pass;
	TRY(find(w, id, &t));
	if (!access_covers_site(w, t.site))
		return work_fail(w, E_not_there, NULL);
	if (text_is(in->decision, "decline")) {
		if (*in->reason == '\0')
			return work_fail(w, E_reason_missing, "reason");
		TRY(move(w, id, "checking", "declined", in->reason));
		return notice_add(w, t.family, NOTICE_LINK_ANSWER, id.v);
	}
	if (t.inside.v == 0)
		return work_fail(w, E_link_not_found, "decision");
	return pass_on(w, id, &t);
}

enum rc link_answer(struct work *w, const struct pass *pass, struct id_tie id, bool yes)
{
	struct tie_found t;
	TRY(find(w, id, &t));
	if (t.inside.v != pass_viewer(pass).v || text_is(t.state, "checking"))
		return work_fail(w, E_not_there, NULL);
	TRY(move(w, id, "asking", yes ? "agreed" : "declined", yes ? "" : "private"));
	work_ring(w, t.family);
	return notice_add(w, t.family, yes ? NOTICE_LINKED : NOTICE_LINK_ANSWER, id.v);
}

enum rc tie_end(struct work *w, const struct pass *pass, struct id_tie id)
{
	struct tie_found t;
	TRY(find(w, id, &t));
	struct id_person me = pass_viewer(pass);
	if (t.inside.v != me.v && t.family.v != me.v)
		return work_fail(w, E_not_there, NULL);
	TRY(say_by_ending(w, id, t.family));
	return move(w, id, t.state, "ended", "private");
}

/* --- permissions ------------------------------------------------------------------------------------- */

static enum rc agreed_tie(struct work *w, struct id_tie id)
{
	struct tie_found t;
	TRY(find(w, id, &t));
	if (!access_covers_site(w, t.site) || !text_is(t.state, "agreed") || t.over)
		return work_fail(w, E_not_there, NULL);
	return RC_OK;
}

enum rc permission_set(struct work *w, const struct pass *pass, struct id_tie tie,
		       const struct permission_in *in)
{
	int64_t today = zone_date(w->zone, w->now), starts = in->starts_on ? in->starts_on : today;
	(void)pass;
	TRY(agreed_tie(w, tie));
	if (starts < today || (in->ends_on != 0 && in->ends_on < starts))
		return work_fail(w, E_field_date, in->ends_on ? "ends_on" : "starts_on");
	TRY(court_guard_tie(w, tie, in->allowed || in->despite_court));
	audit_detail(w, in->reason);
	TRY(q_permission_end(w, tie, in->channel, starts - 1));
	return q_permission_insert(w, &(struct q_permission_insert){ { work_id(w) }, tie, in->channel,
								     in->allowed, in->reason, in->authority,
								     starts, in->ends_on, w->actor.account,
								     w->now });
}

enum rc permission_list(struct work *w, const struct pass *pass, struct id_tie tie,
			struct permissions *ret)
{
	struct permission_rows rows;
	(void)pass;
	TRY(agreed_tie(w, tie));
	TRY(q_permission_page(w, tie, zone_date(w->zone, w->now), &rows));
	*ret = (struct permissions){ arena_array(w->arena, struct permission, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct permission_row *r = &rows.at[i];
		ret->at[i] = (struct permission){ r->id, r->channel, r->reason, r->authority, r->starts_on,
						  r->ends_on, r->allowed };
	}
	return RC_OK;
}

enum rc permission_end(struct work *w, struct id_permission id, struct id_tie *ret)
{
	struct permission_found p;
	int64_t today = zone_date(w->zone, w->now);
	enum rc rc = q_permission_find(w, id, &p);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(agreed_tie(w, p.tie));
	audit_about(w, permission, id);
	if (p.ends_on != 0 && p.ends_on < today)
		return work_fail(w, E_not_there, NULL);
	*ret = p.tie;
	return q_permission_stop(w, id, today - 1);
}

enum rc tie_of_person(struct work *w, const struct pass *pass, struct person_ties *ret)
{
	struct tie_staff_rows rows;
	TRY(q_tie_of(w, pass, pass_person(pass), &rows));
	*ret = (struct person_ties){ arena_array(w->arena, struct person_tie, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct tie_staff_row *r = &rows.at[i];
		enum stage stage;
		TRY(person_stage(w, w->actor.tenant, r->born, &stage));
		ret->at[i] = (struct person_tie){ r->id, r->other, r->name, r->relation, r->state,
						  r->asked_at, r->passed_at != 0, stage != STAGE_ADULT };
	}
	return RC_OK;
}

const struct field person_tie_fields[8] = {
	{ "tie", FIELD_ID, offsetof(struct person_tie, id), .kind = ID_OF_tie },
	{ "person", FIELD_ID, offsetof(struct person_tie, other), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct person_tie, name) },
	{ "relation", FIELD_TEXT, offsetof(struct person_tie, relation) },
	{ "state", FIELD_TEXT, offsetof(struct person_tie, state), .doc = "checking, asking or agreed" },
	{ "asked_at", FIELD_TIME, offsetof(struct person_tie, asked_at) },
	{ "guardians_asked", FIELD_BOOL, offsetof(struct person_tie, passed) },
	{ "minor", FIELD_BOOL, offsetof(struct person_tie, minor) },
};
const struct field barrier_fields[7] = {
	{ "person", FIELD_ID, offsetof(struct barrier, other), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct barrier, name) },
	{ "kind", FIELD_TEXT, offsetof(struct barrier, kind), .doc = "staff or order" },
	{ "reason", FIELD_LINES, offsetof(struct barrier, reason) },
	{ "set_by", FIELD_TEXT, offsetof(struct barrier, set_by) },
	{ "starts", FIELD_TIME, offsetof(struct barrier, starts) },
	{ "lift_reason", FIELD_LINES, offsetof(struct barrier, lift_reason), .doc = "Why one of the staff asks to lift it" },
};

/* --- keeping apart ---------------------------------------------------------------------------------- */

enum rc barrier_list(struct work *w, const struct pass *pass, struct barriers *ret)
{
	struct barrier_rows rows;
	TRY(q_barrier_page(w, pass, pass_person(pass), &rows));
	*ret = (struct barriers){ arena_array(w->arena, struct barrier, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct barrier_row *r = &rows.at[i];
		audit_saw(w, r->other, "record", "safety");
		ret->at[i] = (struct barrier){ r->other, r->name, r->kind, r->reason, r->set_by, r->starts,
						r->lift_by, r->lift_reason };
	}
	return RC_OK;
}

static enum rc check_two(struct work *w, const struct barrier_in *in)
{
	const struct pass *pass;
	struct person one = { .kind = "" }, other = { .kind = "" };
	if (in->one.v == in->other.v)
		return work_fail(w, E_field_choice, "other");
	audit_about(w, person, in->one);
	/* One of the two must be of the actor's sites; the other, of the agency: what
	 * keeps them apart may be all that still joins them. */
	if (access_ask(w, in->one, PURPOSE_CARE, &pass) != RC_OK) {
		w->problems_n = 0;
		TRY(access_ask(w, in->other, PURPOSE_CARE, &pass));
	}
	enum rc rc = person_get(w, access_program(w, in->one), &one);
	if (rc == RC_OK)
		rc = person_get(w, access_program(w, in->other), &other);
	/* Not of staff: a barrier would hide what they are to look after. */
	if (rc == RC_NOT_FOUND || text_is(one.kind, "staff") || text_is(other.kind, "staff"))
		return work_fail(w, E_not_there, NULL);
	return rc;
}

enum rc family_on_apart(struct work *w, struct id_person one, struct id_person other, bool one_goes)
{
	struct q_tie_between_list ties;
	(void)one_goes;
	TRY(q_tie_between(w, one, other, &ties));
	for (size_t i = 0; i < ties.n; i++) {
		struct tie_found t;
		TRY(q_tie_find(w, ties.at[i], zone_date(w->zone, w->now), &t));
		/* A request goes on as one that fits nobody: one that vanished would tell. */
		TRY(text_is(t.state, "agreed") ? move(w, ties.at[i], t.state, "ended", "staff") :
						 q_tie_unlink(w, ties.at[i]));
	}
	return RC_OK;
}

enum rc barrier_set(struct work *w, const struct barrier_in *in)
{
	TRY(check_two(w, in));
	TRY(court_guard(w, in->one, in->other, in->despite_court));
	audit_detail(w, in->reason);
	return apart_set(w, in->one, in->other,
			 &(struct apart){ "staff", { 0 }, in->reason, w->now, TIME_NEVER });
}

enum rc barrier_lift_ask(struct work *w, const struct barrier_in *in)
{
	int64_t n = 0;
	TRY(check_two(w, in));
	TRY(q_barrier_lift_ask(w, in->one, in->other, w->actor.account, in->reason, w->now, &n));
	audit_detail(w, in->reason);
	return n > 0 ? RC_OK : work_fail(w, E_not_there, NULL);
}

enum rc barrier_lift(struct work *w, const struct barrier_in *in)
{
	struct id_account asked;
	TRY(check_two(w, in));
	enum rc rc = q_barrier_lift_asked(w, in->one, in->other, w->now, &asked);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	if (asked.v == w->actor.account.v)
		return work_fail(w, E_confirm_same, "reason");
	audit_detail(w, in->reason);
	return apart_lift(w, in->one, in->other, "staff", (struct id_order){ 0 });
}
