/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/protocols/protocols.h"

#include "lib/base/text.h"
#include "lib/time/time.h"
#include "protocols_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/consent/consent.h"
#include "src/duties/duties.h"

enum { SHOWN = 200, SOON = 30, CLOCK_DAYS = 4 * SOON }; /* three quarters of it are over 30 days before */
enum { OWNERS = ROLE_privacy | ROLE_casemanager | ROLE_visits | ROLE_admin };

#define WORDS(type, name, language)                                                                                  \
	{ #name, FIELD_LINES, offsetof(struct type, name), .max = 20000, .doc = "The same in " language }

const struct field protocol_in_fields[7] = {
	{ "title", FIELD_TEXT, offsetof(struct protocol_in, title), .required = true, .min = 3, .max = 120 },
	{ "words", FIELD_LINES, offsetof(struct protocol_in, words), .required = true, .min = 20, .max = 20000,
	  .doc = "What may be told, to whom, why and how it is kept, in plain English" },
	WORDS(protocol_in, words_es, "Spanish"),
	WORDS(protocol_in, words_ar, "Arabic"),
	{ "agencies", FIELD_LINES, offsetof(struct protocol_in, agencies), .required = true, .max = 2400,
	  .doc = "By name, one in each line" },
	{ "owner", FIELD_ID, offsetof(struct protocol_in, owner), .kind = ID_OF_account, .required = true },
	{ "review_on", FIELD_DATE, offsetof(struct protocol_in, review_on), .required = true,
	  .missing = E_field_date },
};
const struct field protocol_revise_fields[5] = {
	{ "words", FIELD_LINES, offsetof(struct protocol_revise_in, words), .required = true, .min = 20,
	  .max = 20000 },
	WORDS(protocol_revise_in, words_es, "Spanish"),
	WORDS(protocol_revise_in, words_ar, "Arabic"),
	{ "agencies", FIELD_LINES, offsetof(struct protocol_revise_in, agencies), .required = true, .max = 2400 },
	{ "why", FIELD_TEXT, offsetof(struct protocol_revise_in, why), .required = true, .min = 3, .max = 300,
	  .doc = "What is new, and why" },
};
const struct field protocol_fields[16] = {
	{ "protocol", FIELD_ID, offsetof(struct protocol, id), .kind = ID_OF_protocol },
	{ "reference", FIELD_TEXT, offsetof(struct protocol, reference) },
	{ "title", FIELD_TEXT, offsetof(struct protocol, title) },
	{ "state", FIELD_TEXT, offsetof(struct protocol, state), .doc = "waiting, in_force or ended" },
	{ "version", FIELD_INT, offsetof(struct protocol, version) },
	{ "lang", FIELD_TEXT, offsetof(struct protocol, lang) },
	{ "words", FIELD_LINES, offsetof(struct protocol, words), .doc = "Of one; null in a list" },
	{ "owner", FIELD_ID, offsetof(struct protocol, owner), .kind = ID_OF_account },
	{ "owner_name", FIELD_TEXT, offsetof(struct protocol, owner_name) },
	{ "owner_gone", FIELD_BOOL, offsetof(struct protocol, owner_gone), .doc = "Their account is closed" },
	{ "review_on", FIELD_DATE, offsetof(struct protocol, review_on) },
	{ "late", FIELD_BOOL, offsetof(struct protocol, late), .doc = "The review is over its day" },
	{ "agencies", FIELD_INT, offsetof(struct protocol, agencies), .doc = "How many are asked" },
	{ "said", FIELD_INT, offsetof(struct protocol, said), .doc = "How many of them said yes" },
	{ "ended_at", FIELD_TIME, offsetof(struct protocol, ended_at) },
	{ "end_reason", FIELD_LINES, offsetof(struct protocol, end_reason) },
};
const struct field protocol_party_fields[5] = {
	{ "agency", FIELD_ID, offsetof(struct protocol_party, agency), .kind = ID_OF_agency },
	{ "name", FIELD_TEXT, offsetof(struct protocol_party, name) },
	{ "how", FIELD_TEXT, offsetof(struct protocol_party, how), .doc = "account, paper, or null: not yet" },
	{ "by", FIELD_TEXT, offsetof(struct protocol_party, by), .doc = "Who said it for them; for staff" },
	{ "said_on", FIELD_DATE, offsetof(struct protocol_party, said_on) },
};
const struct field protocol_version_fields[5] = {
	{ "version", FIELD_INT, offsetof(struct protocol_version, version) },
	{ "why", FIELD_TEXT, offsetof(struct protocol_version, why) },
	{ "entered_at", FIELD_TIME, offsetof(struct protocol_version, entered_at) },
	{ "agencies", FIELD_INT, offsetof(struct protocol_version, agencies) },
	{ "said", FIELD_INT, offsetof(struct protocol_version, said) },
};
const struct field protocol_say_fields[1] = {
	{ "version", FIELD_INT, offsetof(struct protocol_say_in, version), .required = true, .min = 1, .max = 100000,
	  .doc = "Which was read" },
};
const struct field protocol_paper_fields[4] = {
	{ "agency", FIELD_ID, offsetof(struct protocol_paper_in, agency), .kind = ID_OF_agency, .required = true },
	{ "name", FIELD_TEXT, offsetof(struct protocol_paper_in, name), .required = true, .min = 2, .max = 120,
	  .doc = "Who signed" },
	{ "said_on", FIELD_DATE, offsetof(struct protocol_paper_in, said_on), .required = true,
	  .missing = E_field_date },
	{ "version", FIELD_INT, offsetof(struct protocol_paper_in, version), .required = true, .min = 1,
	  .max = 100000 },
};
const struct field protocol_review_fields[2] = {
	{ "owner", FIELD_ID, offsetof(struct protocol_review_in, owner), .kind = ID_OF_account, .required = true },
	{ "review_on", FIELD_DATE, offsetof(struct protocol_review_in, review_on), .required = true,
	  .missing = E_field_date },
};
const struct field protocol_end_fields[1] = {
	{ "reason", FIELD_LINES, offsetof(struct protocol_end_in, reason), .required = true, .min = 5, .max = 1000 },
};

static int64_t today(const struct work *w)
{
	return zone_date(w->zone, w->now);
}

/* --- entering ------------------------------------------------------------------------------ */

static enum rc owner_fits(struct work *w, struct id_account owner)
{
	int64_t n = 0;
	TRY(q_protocol_owner_fits(w, owner, w->actor.tenant, OWNERS, &n));
	return n == 1 ? RC_OK : work_fail(w, E_protocol_owner, "owner");
}

static enum rc review_fits(struct work *w, int64_t day)
{
	return day > today(w) && day <= today(w) + PROTOCOL_REVIEW_MAX ? RC_OK :
									  work_fail(w, E_field_date, "review_on");
}

/* The clock of its next review. */
static enum rc set_clock(struct work *w, struct id_protocol id, struct id_account owner, int64_t review_on)
{
	int64_t due = zone_day_start(w->zone, review_on);
	return duty_set_for(w, DUTY_PROTOCOL, id.v, owner, due - CLOCK_DAYS * TIME_DAY, due);
}

/* Each line names one; an agency that nobody named here before is known from now on. */
static enum rc ask_agencies(struct work *w, struct id_protocol id, int64_t version, const char *lines)
{
	size_t n = 0;
	while (*lines != '\0') {
		size_t len = strcspn(lines, "\n");
		const char *name = text_trim(w->arena, arena_printf(w->arena, "%.*s", (int)len, lines));
		struct id_agency agency;
		lines += len + (lines[len] == '\n');
		if (*name == '\0')
			continue;
		if (++n > PROTOCOL_AGENCIES_MAX)
			return work_fail(w, E_protocol_agencies, "agencies");
		TRY(consent_agency_made(w, name, &agency));
		TRY(q_protocol_party_insert(w, id, version, agency));
	}
	return n > 0 ? RC_OK : work_fail(w, E_protocol_agencies, "agencies");
}

static enum rc add_version(struct work *w, struct id_protocol id, int64_t version, const struct protocol_revise_in *in)
{
	const struct {
		const char *lang, *words;
	} texts[] = { { "en", in->words }, { "es", in->words_es }, { "ar", in->words_ar } };
	TRY(q_protocol_version_insert(w, id, version, in->why, w->actor.account, w->now));
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (*texts[i].words != '\0')
			TRY(q_protocol_text_insert(w, id, version, texts[i].lang, texts[i].words));
	return ask_agencies(w, id, version, in->agencies);
}

enum rc protocol_enter(struct work *w, const struct protocol_in *in, struct id_protocol *ret)
{
	int64_t number = 0;
	TRY(review_fits(w, in->review_on));
	TRY(owner_fits(w, in->owner));
	TRY(q_protocol_next(w, w->actor.tenant, &number));
	ret->v = work_id(w);
	audit_about(w, protocol, *ret);
	TRY(q_protocol_insert(w, &(struct q_protocol_insert){ *ret, w->actor.tenant, number, in->title, in->owner,
							      in->review_on, w->actor.account, w->now }));
	TRY(add_version(w, *ret, 1, &(struct protocol_revise_in){ in->words, in->words_es, in->words_ar, in->agencies,
								   "" }));
	return set_clock(w, *ret, in->owner, in->review_on);
}

static enum rc find_open(struct work *w, struct id_protocol id, struct protocol *ret)
{
	TRY(protocol_get(w, id, ret));
	return text_is(ret->state, "ended") ? work_fail(w, E_protocol_ended, NULL) : RC_OK;
}

enum rc protocol_revise(struct work *w, struct id_protocol id, const struct protocol_revise_in *in)
{
	struct protocol p;
	int64_t n = 0;
	TRY(find_open(w, id, &p));
	TRY(q_protocol_version_set(w, id, p.version + 1, &n));
	return add_version(w, id, p.version + 1, in);
}

/* --- reading --------------------------------------------------------------------------------- */

/* Staff see all; an outside agency what it was asked. */
static bool sees_all(const struct work *w)
{
	return (w->actor.roles & ROLES_STAFF & ~(unsigned)ROLE_agency) != 0;
}

static struct protocol protocol_of(const struct work *w, const struct protocol_row *r)
{
	bool ended = text_is(r->state, "ended");
	return (struct protocol){
		.id = r->id, .reference = arena_printf(w->arena, "P-%lld", (long long)r->number), .title = r->title,
		.state = ended ? "ended" : r->said == r->agencies ? "in_force" : "waiting",
		.owner = r->owner, .owner_name = r->owner_name, .owner_gone = r->gone && !ended,
		.mine = r->owner.v == w->actor.account.v, .version = r->version, .review_on = r->review_on,
		.agencies = r->agencies, .said = r->said, .entered_at = r->entered_at, .ended_at = r->ended_at,
		.end_reason = text_or_null(r->end_reason), .asked = r->asked > 0 && !ended,
		.late = !ended && r->review_on <= today(w), .soon = !ended && r->review_on <= today(w) + SOON,
	};
}

enum rc protocol_list(struct work *w, struct protocols *ret)
{
	const struct pass *pass;
	struct protocol_rows rows;
	TRY(access_own(w, &pass));
	TRY(q_protocols_of(w, pass, sees_all(w), SHOWN, &rows));
	*ret = (struct protocols){ arena_array(w->arena, struct protocol, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = protocol_of(w, &rows.at[i]);
	return RC_OK;
}

static enum rc add_parties(struct work *w, const struct pass *pass, struct protocol *p)
{
	struct protocol_party_rows rows;
	TRY(q_protocol_parties(w, pass, p->id, p->version, sees_all(w), &rows));
	p->parties.at = arena_array(w->arena, struct protocol_party, rows.n);
	p->parties.n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		const struct protocol_party_row *r = &rows.at[i];
		p->parties.at[i] = (struct protocol_party){ r->agency, r->name, text_or_null(r->how),
							    text_or_null(r->by), r->said_on };
	}
	return RC_OK;
}

static enum rc add_versions(struct work *w, struct protocol *p)
{
	struct protocol_version_rows rows;
	TRY(q_protocol_versions(w, p->id, &rows));
	p->versions.at = arena_array(w->arena, struct protocol_version, rows.n);
	p->versions.n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		const struct protocol_version_row *r = &rows.at[i];
		p->versions.at[i] = (struct protocol_version){ r->version, r->entered_at, r->agencies, r->said,
							       text_or_null(r->why) };
	}
	return RC_OK;
}

enum rc protocol_get(struct work *w, struct id_protocol id, struct protocol *ret)
{
	const struct pass *pass;
	struct protocol_row row;
	struct protocol_wordings words;
	TRY(access_own(w, &pass));
	enum rc rc = q_protocol_one(w, pass, id, sees_all(w), &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, protocol, id);
	*ret = protocol_of(w, &row);
	TRY(q_protocol_words(w, id, row.version, lang_tag(w->lang), &words));
	if (words.n > 0) {
		ret->lang = words.at[0].lang;
		ret->words = words.at[0].words;
	}
	TRY(add_parties(w, pass, ret));
	return sees_all(w) ? add_versions(w, ret) : RC_OK;
}

enum rc protocol_owners(struct work *w, struct protocol_owners *ret)
{
	const struct pass *pass;
	struct protocol_owner_rows rows;
	TRY(access_own(w, &pass));
	TRY(q_protocol_owners(w, pass, OWNERS, SHOWN, &rows));
	*ret = (struct protocol_owners){ arena_array(w->arena, struct protocol_owner, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct protocol_owner){ rows.at[i].account, rows.at[i].name };
	return RC_OK;
}

/* --- saying yes --------------------------------------------------------------------------------- */

enum rc protocol_say(struct work *w, struct id_protocol id, const struct protocol_say_in *in)
{
	struct protocol p;
	int64_t n = 0;
	TRY(find_open(w, id, &p));
	if (in->version != p.version)
		return work_fail(w, E_protocol_version, NULL);
	TRY(q_protocol_say_set(w, &(struct q_protocol_say_set){ id, p.version, w->actor.person, today(w),
								w->actor.account, w->now },
			       &n));
	return n > 0 ? RC_OK : work_fail(w, E_protocol_said, NULL);
}

enum rc protocol_paper(struct work *w, struct id_protocol id, const struct protocol_paper_in *in)
{
	struct protocol p;
	int64_t n = 0;
	TRY(find_open(w, id, &p));
	if (in->version != p.version)
		return work_fail(w, E_protocol_version, NULL);
	if (in->said_on > today(w) || in->said_on < zone_date(w->zone, p.versions.at[0].entered_at))
		return work_fail(w, E_field_date, "said_on");
	TRY(q_protocol_paper_set(w, &(struct q_protocol_paper_set){ id, p.version, in->agency, in->name, in->said_on,
								    w->actor.account, w->now },
				 &n));
	return n == 1 ? RC_OK : work_fail(w, E_protocol_said, "agency");
}

/* --- reviewing and ending -------------------------------------------------------------------------- */

enum rc protocol_review(struct work *w, struct id_protocol id, const struct protocol_review_in *in)
{
	struct protocol p;
	TRY(find_open(w, id, &p));
	if (!p.mine && !(w->actor.roles & ROLE_privacy))
		return work_fail(w, E_not_allowed, NULL);
	TRY(review_fits(w, in->review_on));
	TRY(owner_fits(w, in->owner));
	TRY(q_protocol_review_set(w, id, in->owner, in->review_on));
	return set_clock(w, id, in->owner, in->review_on);
}

enum rc protocol_end(struct work *w, struct id_protocol id, const struct protocol_end_in *in)
{
	struct protocol p;
	int64_t n = 0;
	TRY(find_open(w, id, &p));
	TRY(q_protocol_end_set(w, id, in->reason, w->actor.account, w->now, &n));
	return duty_drop(w, DUTY_PROTOCOL, id.v);
}

/* --- using -------------------------------------------------------------------------------------------- */

enum rc protocol_holds(struct work *w, const char *reference, struct id_agency agency, struct id_protocol *ret)
{
	struct q_protocol_holding_list found;
	long long number = 0;
	*ret = (struct id_protocol){ 0 };
	if (agency.v == 0 || !text_starts(reference, "P-") || !text_to_int(reference + 2, &number))
		return RC_OK;
	TRY(q_protocol_holding(w, w->actor.tenant, number, agency, &found));
	if (found.n > 0)
		*ret = found.at[0];
	return RC_OK;
}
