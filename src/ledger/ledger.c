/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/ledger/ledger.h"

#include "ledger_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"
#include "src/people/people.h"
#include "src/protocols/protocols.h"

enum { PAGE = 50, CHALLENGES_MAX = 100, WEEK = 7, OUTLIER_TIMES = 3, OUTLIER_LEAST = 20 };

const char *const ledger_classes[] = { "name", "record", "messages", "account", "contact", "health",
				       "family", "case", NULL };
const char *const disclosure_channels[] = { "spoken", "phone", "paper", "doorstep", NULL };
const char *const disclosure_bases[] = { "consent", "law", "court", "emergency", "duty", "protocol", NULL };

const struct field ledger_fields[17] = {
	{ "line", FIELD_ID, offsetof(struct ledger_line, id), .kind = ID_OF_line },
	{ "kind", FIELD_TEXT, offsetof(struct ledger_line, kind), .doc = "view or disclosure" },
	{ "who", FIELD_TEXT, offsetof(struct ledger_line, who) },
	{ "role", FIELD_TEXT, offsetof(struct ledger_line, role) },
	{ "what", FIELD_TEXT, offsetof(struct ledger_line, what) },
	{ "why", FIELD_TEXT, offsetof(struct ledger_line, why) },
	{ "basis", FIELD_TEXT, offsetof(struct ledger_line, basis) },
	{ "told", FIELD_TEXT, offsetof(struct ledger_line, told), .doc = "To whom, of a disclosure" },
	{ "channel", FIELD_TEXT, offsetof(struct ledger_line, channel) },
	{ "at", FIELD_TIME, offsetof(struct ledger_line, at), .doc = "The first time that day" },
	{ "last_at", FIELD_TIME, offsetof(struct ledger_line, last_at) },
	{ "times", FIELD_INT, offsetof(struct ledger_line, times) },
	{ "late", FIELD_BOOL, offsetof(struct ledger_line, late), .doc = "Written down more than a day after" },
	{ "challenge", FIELD_TEXT, offsetof(struct ledger_line, challenge), .doc = "open or answered" },
	{ "answer", FIELD_LINES, offsetof(struct ledger_line, answer) },
	{ "reference", FIELD_TEXT, offsetof(struct ledger_line, reference), .doc = "Of the protocol it rests on" },
	{ "entry", FIELD_ID, offsetof(struct ledger_line, entry), .kind = ID_OF_entry,
	  .doc = "What audit.receipt gives a receipt of" },
};
const struct field disclosure_fields[10] = {
	{ "what", FIELD_TEXT, offsetof(struct disclosure_in, what), .required = true,
	  .choices = ledger_classes, .missing = E_field_choice },
	{ "told", FIELD_TEXT, offsetof(struct disclosure_in, told), .required = true, .max = 120,
	  .doc = "To whom" },
	{ "why", FIELD_TEXT, offsetof(struct disclosure_in, why), .required = true, .max = 300 },
	{ "basis", FIELD_TEXT, offsetof(struct disclosure_in, basis), .required = true,
	  .choices = disclosure_bases, .missing = E_field_choice },
	{ "channel", FIELD_TEXT, offsetof(struct disclosure_in, channel), .required = true,
	  .choices = disclosure_channels, .missing = E_field_choice },
	{ "note", FIELD_LINES, offsetof(struct disclosure_in, note), .max = 1000,
	  .doc = "For the office; the person reads it too" },
	{ "happened_at", FIELD_TIME, offsetof(struct disclosure_in, happened_at),
	  .doc = "Now where it is not given" },
	{ "purpose", FIELD_TEXT, offsetof(struct disclosure_in, purpose), .choices = consent_purposes,
	  .doc = "Of the consent, where that is the basis" },
	{ "recipient", FIELD_ID, offsetof(struct disclosure_in, recipient), .kind = ID_OF_person,
	  .doc = "Whom the consent names, where it is no agency" },
	{ "protocol", FIELD_TEXT, offsetof(struct disclosure_in, protocol), .max = 20,
	  .doc = "The reference of the protocol, where that is the basis: P-3" },
};
const struct field disclosure_copy_fields[10] = {
	{ "line", FIELD_ID, offsetof(struct disclosure, id), .kind = ID_OF_line },
	{ "person", FIELD_ID, offsetof(struct disclosure, person), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct disclosure, name) },
	{ "what", FIELD_TEXT, offsetof(struct disclosure, what) },
	{ "told", FIELD_TEXT, offsetof(struct disclosure, told) },
	{ "why", FIELD_TEXT, offsetof(struct disclosure, why) },
	{ "at", FIELD_TIME, offsetof(struct disclosure, at) },
	{ "notice", FIELD_TEXT, offsetof(struct disclosure, notice), .doc = "42 CFR 2.32; null where none is due" },
	{ "consent", FIELD_ID, offsetof(struct disclosure, consent.id), .kind = ID_OF_consent },
	{ "consent_words", FIELD_LINES, offsetof(struct disclosure, consent.words), .doc = "As they were signed" },
};
const struct field challenge_in_fields[1] = {
	{ "words", FIELD_LINES, offsetof(struct challenge_in, words), .required = true, .max = 1000 },
};
const struct field challenge_fields[10] = {
	{ "challenge", FIELD_ID, offsetof(struct challenge, id), .kind = ID_OF_challenge },
	{ "line", FIELD_ID, offsetof(struct challenge, line), .kind = ID_OF_line },
	{ "person", FIELD_TEXT, offsetof(struct challenge, person) },
	{ "words", FIELD_LINES, offsetof(struct challenge, words) },
	{ "state", FIELD_TEXT, offsetof(struct challenge, state) },
	{ "who", FIELD_TEXT, offsetof(struct challenge, about.who), .doc = "Who looked, or told" },
	{ "what", FIELD_TEXT, offsetof(struct challenge, about.what) },
	{ "why", FIELD_TEXT, offsetof(struct challenge, about.why) },
	{ "asked_at", FIELD_TIME, offsetof(struct challenge, asked_at) },
	{ "due_at", FIELD_TIME, offsetof(struct challenge, due_at) },
};
const struct field challenge_answer_fields[2] = {
	{ "answer", FIELD_LINES, offsetof(struct challenge_answer_in, answer), .required = true, .max = 2000 },
	{ "upheld", FIELD_BOOL, offsetof(struct challenge_answer_in, upheld),
	  .doc = "The look, or the telling, was not right" },
};
const struct field ledger_hold_fields[3] = {
	{ "statute", FIELD_TEXT, offsetof(struct ledger_hold_in, statute), .required = true, .max = 120 },
	{ "authority", FIELD_TEXT, offsetof(struct ledger_hold_in, authority), .required = true, .max = 120 },
	{ "until", FIELD_DATE, offsetof(struct ledger_hold_in, until), .required = true, .missing = E_field_date },
};
const struct field outlier_fields[4] = {
	{ "name", FIELD_TEXT, offsetof(struct outlier, name) },
	{ "role", FIELD_TEXT, offsetof(struct outlier, role) },
	{ "people", FIELD_INT, offsetof(struct outlier, people), .doc = "In seven days" },
	{ "usual", FIELD_INT, offsetof(struct outlier, usual), .doc = "The middle of the role" },
};

/* --- reading ------------------------------------------------------------------------------ */

static struct ledger_line line_of(const struct work *w, const struct ledger_row *r)
{
	return (struct ledger_line){
		.id = r->id, .kind = r->kind, .who = r->who, .role = r->role, .what = r->what, .why = r->why,
		.basis = r->basis, .told = text_or_null(r->told), .channel = r->channel, .note = text_or_null(r->note),
		.at = r->at, .last_at = r->last_at, .times = r->times, .late = r->late,
		.challenge = r->challenge, .answer = text_or_null(r->answer),
		.hidden_until = r->hidden_until > w->now && r->hidden_until != TIME_NEVER ? r->hidden_until : 0,
		.entry = r->entry,
		.reference = r->protocol != 0 ? arena_printf(w->arena, "P-%lld", (long long)r->protocol) : NULL,
	};
}

enum rc ledger_list(struct work *w, const struct pass *pass, int64_t after, struct ledger *ret)
{
	struct ledger_rows rows;
	bool all = pass_purpose(pass) == PURPOSE_PRIVACY;
	TRY(q_ledger_page(w, pass, after != 0 ? after : INT64_MAX, all, PAGE + 1, &rows));
	size_t n = rows.n > PAGE ? PAGE : rows.n;
	*ret = (struct ledger){ .at = arena_array(w->arena, struct ledger_line, n), .n = n };
	for (size_t i = 0; i < n; i++)
		ret->at[i] = line_of(w, &rows.at[i]);
	if (rows.n > n)
		ret->next = rows.at[n - 1].last_at * 1048576 + rows.at[n - 1].id.v % 1048576;
	return RC_OK;
}

enum rc ledger_report(struct work *w, const struct pass *pass, bool hipaa, struct ledger *ret)
{
	struct ledger_rows rows;
	int64_t since = hipaa ? zone_day_start(w->zone, date_months_later(zone_date(w->zone, w->now),
									  -12 * LEDGER_HIPAA_YEARS))
			      : 0;
	TRY(q_ledger_report(w, pass, since, hipaa, LEDGER_REPORT_MAX, &rows));
	*ret = (struct ledger){ .at = arena_array(w->arena, struct ledger_line, rows.n), .n = rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = line_of(w, &rows.at[i]);
	return RC_OK;
}

/* --- what was said --------------------------------------------------------------------------- */

/* The consent that lets this be told, 0 where it rests on something else. */
static enum rc consent_for(struct work *w, const struct pass *pass, const struct disclosure_in *in,
			   struct id_consent *ret)
{
	struct consent_answer answer = { 0 };
	struct consent_question q = { in->what, in->purpose, in->channel, { 0 }, in->recipient };
	ret->v = 0;
	if (!text_is(in->basis, "consent"))
		return RC_OK;
	if (*in->purpose == '\0')
		return work_fail(w, E_field_missing, "purpose");
	TRY(consent_agency(w, in->told, &q.agency));
	enum rc rc = access_tell(w, pass_person(pass), pass_purpose(pass), &q, &answer);
	if (rc == RC_DENIED)
		return work_fail(w, E_consent_none, "basis");
	*ret = answer.consent.id;
	return rc;
}

/* The protocol that lets this be told, 0 where it rests on something else. */
static enum rc protocol_for(struct work *w, const struct disclosure_in *in, struct id_protocol *ret)
{
	struct id_agency agency;
	*ret = (struct id_protocol){ 0 };
	if (!text_is(in->basis, "protocol"))
		return RC_OK;
	for (size_t i = 0; i < CONSENT_CLASSES; i++)
		if (consent_class_kinds[i].marked && text_is(consent_class_kinds[i].stem, in->what))
			return work_fail(w, E_protocol_none, "basis");
	TRY(consent_agency(w, in->told, &agency));
	TRY(protocol_holds(w, in->protocol, agency, ret));
	return ret->v != 0 ? RC_OK : work_fail(w, E_protocol_none, "protocol");
}

enum rc disclosure_record(struct work *w, const struct pass *pass, const struct disclosure_in *in,
			  struct id_line *ret)
{
	struct id_consent consent;
	struct id_protocol protocol;
	int64_t at = in->happened_at != 0 ? in->happened_at : w->now;
	if (at > w->now || at < w->now - 366 * TIME_DAY)
		return work_fail(w, E_field_time, "happened_at");
	TRY(consent_for(w, pass, in, &consent));
	TRY(protocol_for(w, in, &protocol));
	ret->v = work_id(w);
	audit_about(w, line, *ret);
	return q_ledger_told(w, &(struct q_ledger_told){
					*ret, w->actor.tenant, pass_person(pass), w->actor.account,
					role_stem(w->actor.roles), in->what, in->why, in->basis, in->told,
					in->channel, in->note, zone_date(w->zone, at), at,
					at < w->now - TIME_DAY, audit_entry_to_be(w), consent, protocol });
}

enum rc disclosure_get(struct work *w, struct id_line line, struct disclosure *ret)
{
	struct id_person person;
	struct disclosure_row row;
	const struct pass *pass;
	enum rc rc = q_disclosure_person(w, line, &person);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(access_ask(w, person, PURPOSE_CARE, &pass));
	rc = q_disclosure_one(w, pass, line, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, line, line);
	*ret = (struct disclosure){ .id = line, .person = person, .name = row.name, .what = row.what,
				    .told = row.told, .why = row.why, .at = row.at };
	TRY(consent_copy(w, pass, row.consent, &ret->consent));
	ret->notice = ret->consent.marked ? word_text(w->lang, W_staff_notice_part2) : NULL;
	return RC_OK;
}

/* --- challenges -------------------------------------------------------------------------------- */

enum rc challenge_add(struct work *w, const struct pass *pass, struct id_line line,
		      const struct challenge_in *in)
{
	struct ledger_row row;
	int64_t days = 0, n = 0;
	enum rc rc = q_ledger_one(w, pass, line, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, line, line);
	TRY(policy_get(w, w->actor.tenant, w->actor.site, POLICY_challenge_days, &days));
	TRY(q_challenge_insert(w, &(struct q_challenge_insert){ { work_id(w) }, w->actor.tenant, line,
								pass_person(pass), in->words, w->now,
								w->now + days * TIME_DAY },
			       &n));
	if (n == 0)
		return work_fail(w, E_challenge_twice, NULL);
	return notice_office(w, w->actor.tenant, ROLE_privacy, NOTICE_CHALLENGE, line.v);
}

static struct challenge challenge_of(const struct work *w, const struct challenge_row *r)
{
	return (struct challenge){
		.id = r->id, .line = r->line, .person = r->name, .words = r->words, .state = r->state,
		.answer = text_or_null(r->answer), .asked_at = r->asked_at, .due_at = r->due_at,
		.late = text_is(r->state, "open") && r->due_at < w->now, .upheld = r->upheld,
		.about = { .id = r->line, .kind = r->kind, .who = r->who, .role = r->role, .what = r->what,
			   .why = r->why, .told = text_or_null(r->told), .at = r->at, .last_at = r->at,
			   .times = 1, .basis = r->basis, .channel = r->channel },
	};
}

enum rc challenge_list(struct work *w, const struct pass *pass, struct challenges *ret)
{
	struct challenge_rows rows;
	TRY(q_challenges_open(w, pass, CHALLENGES_MAX, &rows));
	*ret = (struct challenges){ arena_array(w->arena, struct challenge, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = challenge_of(w, &rows.at[i]);
	return RC_OK;
}

enum rc challenge_answer(struct work *w, struct id_challenge id, const struct challenge_answer_in *in)
{
	const struct pass *pass;
	struct challenge_row row;
	int64_t n = 0;
	TRY(access_roster(w, PURPOSE_PRIVACY, &pass));
	enum rc rc = q_challenge_one(w, pass, id, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, challenge, id);
	if (row.viewer.v == w->actor.account.v)
		return work_fail(w, E_challenge_own, NULL);
	TRY(q_challenge_answer_set(w, id, in->answer, in->upheld, w->actor.account, w->now, &n));
	if (n == 0)
		return work_fail(w, E_challenge_done, NULL);
	work_ring(w, row.person);
	return notice_add(w, row.person, NOTICE_LINK_ANSWER, id.v);
}

/* --- keeping a line back ------------------------------------------------------------------------ */

enum rc ledger_hold(struct work *w, struct id_line line, const struct ledger_hold_in *in, bool *ret_held)
{
	const struct pass *pass;
	struct ledger_any any;
	struct hold_open open;
	int64_t today = zone_date(w->zone, w->now);
	*ret_held = false;
	if (in->until < today || in->until > today + 366)
		return work_fail(w, E_field_date, "until");
	TRY(access_roster(w, PURPOSE_PRIVACY, &pass));
	enum rc rc = q_ledger_any(w, pass, line, &any);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, line, line);
	audit_detail(w, in->authority);
	if (any.viewer.v == w->actor.account.v)
		return work_fail(w, E_challenge_own, NULL);
	int64_t until = zone_day_start(w->zone, in->until + 1), n = 0;
	rc = q_hold_open(w, line, until, in->statute, in->authority, &open);
	if (rc == RC_NOT_FOUND)
		return q_hold_insert(w, &(struct q_hold_insert){ { work_id(w) }, line, in->statute,
								 in->authority, until, w->actor.account, w->now });
	TRY(rc);
	if (open.asked_by.v == w->actor.account.v)
		return work_fail(w, E_order_two, NULL);
	TRY(q_hold_agree(w, open.id, w->actor.account, w->now, &n));
	if (n == 0)
		return work_fail(w, E_challenge_done, NULL);
	*ret_held = true;
	return q_ledger_hide(w, line, until);
}

/* --- looking after the lookers --------------------------------------------------------------------- */

/* The middle of those with that role, in rows that stand most first. */
static int64_t usual_of(const struct lookers *rows, const char *role)
{
	size_t n = 0, seen = 0;
	for (size_t i = 0; i < rows->n; i++)
		n += text_is(rows->at[i].role, role);
	for (size_t i = 0; i < rows->n; i++)
		if (text_is(rows->at[i].role, role) && seen++ == n / 2)
			return rows->at[i].people;
	return 0;
}

enum rc outlier_list(struct work *w, const struct pass *pass, struct outliers *ret)
{
	struct lookers rows;
	TRY(q_lookers(w, pass, zone_date(w->zone, w->now) - WEEK, &rows));
	*ret = (struct outliers){ arena_array(w->arena, struct outlier, rows.n), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		const struct looker *l = &rows.at[i];
		int64_t usual = usual_of(&rows, l->role);
		if (l->people >= OUTLIER_LEAST && l->people > OUTLIER_TIMES * usual)
			ret->at[ret->n++] = (struct outlier){ l->name, l->role, l->people, usual };
	}
	return RC_OK;
}
