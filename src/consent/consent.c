/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/consent/consent.h"

#include "consent_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"
#include "src/people/people.h"

enum { LISTED = 100, CLOCKED = 50, MEMBERS_MAX = 500, WARN_DAYS = 30, HASH_TEXT = SHA256_LEN * 2 + 1 };

const char *const consent_templates[] = { "plain", "hipaa", "part2", NULL };
const char *const consent_purposes[] = { "care",   "housing", "work",	 "school", "family",
					 "benefits", "legal", "justice", NULL };
const char *const consent_channels[] = { "spoken", "phone", "paper", "doorstep", NULL };
const char *const consent_events[] = { "release", "transfer", "case_end", NULL };

const struct consent_class consent_class_kinds[CONSENT_CLASSES] = {
	{ "name", 1, false, W_ledger_what_name },	{ "record", 2, false, W_ledger_what_record },
	{ "messages", 4, false, W_ledger_what_messages }, { "account", 8, false, W_ledger_what_account },
	{ "contact", 16, false, W_ledger_what_contact }, { "health", 32, true, W_ledger_what_health },
	{ "family", 64, false, W_ledger_what_family },	{ "case", 128, false, W_ledger_what_case },
};

int64_t consent_class_bit(const char *stem)
{
	for (size_t i = 0; i < CONSENT_CLASSES; i++)
		if (text_is(consent_class_kinds[i].stem, stem))
			return consent_class_kinds[i].bit;
	return 0;
}

/* In the order of consent_class_kinds. */
#define CLASS_FIELDS(type)                                                \
	{ "name", FIELD_BOOL, offsetof(struct type, class[0]) },          \
	{ "record", FIELD_BOOL, offsetof(struct type, class[1]) },        \
	{ "messages", FIELD_BOOL, offsetof(struct type, class[2]) },      \
	{ "account", FIELD_BOOL, offsetof(struct type, class[3]) },       \
	{ "contact", FIELD_BOOL, offsetof(struct type, class[4]) },       \
	{ "health", FIELD_BOOL, offsetof(struct type, class[5]) },        \
	{ "family", FIELD_BOOL, offsetof(struct type, class[6]) },        \
	{ "case", FIELD_BOOL, offsetof(struct type, class[7]) }

const struct field consent_fields[31] = {
	{ "consent", FIELD_ID, offsetof(struct consent, id), .kind = ID_OF_consent },
	{ "person", FIELD_ID, offsetof(struct consent, subject), .kind = ID_OF_person },
	{ "about", FIELD_TEXT, offsetof(struct consent, subject_name) },
	{ "template", FIELD_TEXT, offsetof(struct consent, template), .doc = "plain, hipaa or part2" },
	{ "state", FIELD_TEXT, offsetof(struct consent, state),
	  .doc = "draft, signed, revoked, expired or superseded" },
	{ "capacity", FIELD_TEXT, offsetof(struct consent, capacity), .doc = "self, guardian or minor_alone" },
	{ "discloser", FIELD_TEXT, offsetof(struct consent, discloser), .doc = "Who may tell" },
	{ "told", FIELD_TEXT, offsetof(struct consent, told), .doc = "Who may be told" },
	{ "purpose", FIELD_TEXT, offsetof(struct consent, purpose) },
	{ "channel", FIELD_TEXT, offsetof(struct consent, channel), .doc = "null: any" },
	{ "starts_on", FIELD_DATE, offsetof(struct consent, starts_on) },
	{ "ends_on", FIELD_DATE, offsetof(struct consent, ends_on), .doc = "Its last day" },
	{ "ends_event", FIELD_TEXT, offsetof(struct consent, ends_event) },
	{ "holds_from", FIELD_TIME, offsetof(struct consent, starts) },
	{ "holds", FIELD_BOOL, offsetof(struct consent, holds), .doc = "Now" },
	{ "firm_until", FIELD_TEXT, offsetof(struct consent, firm_until),
	  .doc = "The event before which it cannot be taken back" },
	{ "alone", FIELD_BOOL, offsetof(struct consent, alone), .doc = "A minor signs alone, by law" },
	{ "version", FIELD_INT, offsetof(struct consent, version), .doc = "Of its words; 0 while a draft" },
	{ "wording", FIELD_TEXT, offsetof(struct consent, wording), .doc = "SHA-256 of its words" },
	{ "lang", FIELD_TEXT, offsetof(struct consent, lang) },
	{ "words", FIELD_LINES, offsetof(struct consent, words) },
	{ "signed_at", FIELD_TIME, offsetof(struct consent, signed_at) },
	{ "over_at", FIELD_TIME, offsetof(struct consent, over_at) },
	CLASS_FIELDS(consent),
};
/* What whoever it names may see of it. */
const struct field consent_naming_fields[16] = {
	{ "consent", FIELD_ID, offsetof(struct consent, id), .kind = ID_OF_consent },
	{ "about", FIELD_TEXT, offsetof(struct consent, subject_name) },
	{ "discloser", FIELD_TEXT, offsetof(struct consent, discloser) },
	{ "told", FIELD_TEXT, offsetof(struct consent, told) },
	{ "purpose", FIELD_TEXT, offsetof(struct consent, purpose) },
	{ "channel", FIELD_TEXT, offsetof(struct consent, channel) },
	{ "ends_on", FIELD_DATE, offsetof(struct consent, ends_on) },
	{ "marked", FIELD_BOOL, offsetof(struct consent, marked),
	  .doc = "42 CFR 2.32 bars telling it on" },
	CLASS_FIELDS(consent),
};
const struct field consent_in_fields[20] = {
	{ "template", FIELD_TEXT, offsetof(struct consent_in, template), .required = true,
	  .choices = consent_templates, .missing = E_field_choice },
	CLASS_FIELDS(consent_in),
	{ "agency", FIELD_TEXT, offsetof(struct consent_in, agency), .max = 120,
	  .doc = "Who may be told: an agency, by name; or give a recipient" },
	{ "recipient", FIELD_ID, offsetof(struct consent_in, recipient), .kind = ID_OF_person },
	{ "discloser", FIELD_TEXT, offsetof(struct consent_in, discloser), .max = 120, .doc = "Who may tell" },
	{ "purpose", FIELD_TEXT, offsetof(struct consent_in, purpose), .choices = consent_purposes },
	{ "channel", FIELD_TEXT, offsetof(struct consent_in, channel), .choices = consent_channels,
	  .doc = "Any where it is not given" },
	{ "starts_on", FIELD_DATE, offsetof(struct consent_in, starts_on), .doc = "Today without it" },
	{ "ends_on", FIELD_DATE, offsetof(struct consent_in, ends_on), .doc = "Its last day" },
	{ "ends_event", FIELD_TEXT, offsetof(struct consent_in, ends_event), .choices = consent_events },
	{ "firm_until", FIELD_TEXT, offsetof(struct consent_in, firm_until), .choices = consent_events,
	  .doc = "It cannot be taken back before; part2 for the courts only" },
	{ "alone", FIELD_BOOL, offsetof(struct consent_in, alone), .doc = "The minor signs alone" },
	{ "law", FIELD_TEXT, offsetof(struct consent_in, law), .max = 200, .doc = "Which lets a minor sign alone" },
};
const struct field consent_sign_fields[5] = {
	{ "name", FIELD_TEXT, offsetof(struct consent_sign_in, name), .required = true, .max = 120,
	  .missing = E_consent_needs, .doc = "The signature" },
	{ "wording", FIELD_TEXT, offsetof(struct consent_sign_in, wording), .required = true, .max = 64,
	  .doc = "As consent.show gave it" },
	{ "check", FIELD_TEXT, offsetof(struct consent_sign_in, check), .required = true, .max = 10,
	  .missing = E_consent_check, .doc = "Can it be taken back any time: yes or no" },
	{ "witness", FIELD_TEXT, offsetof(struct consent_sign_in, witness), .max = 120 },
	{ "interpreter", FIELD_TEXT, offsetof(struct consent_sign_in, interpreter), .max = 120 },
};
const struct field consent_note_fields[3] = {
	{ "guardian", FIELD_ID, offsetof(struct consent_note_in, guardian), .kind = ID_OF_guardian,
	  .doc = "Without it: the child, asked alone" },
	{ "name", FIELD_TEXT, offsetof(struct consent_note_in, name), .required = true, .max = 120 },
	{ "yes", FIELD_BOOL, offsetof(struct consent_note_in, yes), .required = true },
};
const struct field consent_event_fields[1] = {
	{ "event", FIELD_TEXT, offsetof(struct consent_event_in, event), .required = true,
	  .choices = consent_events, .missing = E_field_choice },
};
const struct field agency_join_fields[2] = {
	{ "agency", FIELD_TEXT, offsetof(struct agency_join_in, agency), .required = true, .max = 120 },
	{ "account", FIELD_ID, offsetof(struct agency_join_in, account), .kind = ID_OF_account, .required = true },
};

const struct field agency_member_fields[4] = {
	{ "account", FIELD_ID, offsetof(struct agency_member, account), .kind = ID_OF_account },
	{ "name", FIELD_TEXT, offsetof(struct agency_member, name) },
	{ "agency", FIELD_ID, offsetof(struct agency_member, agency), .kind = ID_OF_agency },
	{ "agency_name", FIELD_TEXT, offsetof(struct agency_member, agency_name) },
};

static int64_t today(const struct work *w)
{
	return zone_date(w->zone, w->now);
}

/* --- the words ----------------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum word words;
} templates[] = {
	{ "plain", W_consent_text_plain },
	{ "hipaa", W_consent_text_hipaa },
	{ "part2", W_consent_text_part2 },
};

static const char *words_of(const char *template, enum lang lang)
{
	for (size_t i = 0; i < COUNT_OF(templates); i++)
		if (text_is(templates[i].name, template))
			return word_text(lang, templates[i].words);
	return "";
}

static const char *hash_of(struct work *w, const char *words)
{
	unsigned char hash[SHA256_LEN];
	char *text = arena_get(w->arena, HASH_TEXT);
	sha256(words, strlen(words), hash);
	text_hex(hash, SHA256_LEN, text);
	return text;
}

/* The version that holds the words of now, made where they are new. */
static enum rc text_now(struct work *w, const char *template, int64_t *ret)
{
	struct consent_text_row t = { 0 };
	const char *words = words_of(template, w->lang), *hash = hash_of(w, words);
	enum rc rc = q_consent_text_newest(w, template, lang_tag(w->lang), &t);
	if (rc != RC_NOT_FOUND)
		TRY(rc);
	*ret = t.id;
	if (rc == RC_OK && text_is(t.hash, hash))
		return RC_OK;
	*ret = work_id(w);
	return q_consent_text_insert(w, &(struct q_consent_text_insert){ *ret, template, lang_tag(w->lang),
									 t.version + 1, words, hash, w->now });
}

/* --- what a template's law demands ------------------------------------------------------------ */

enum { PLAIN = 1, HIPAA = 2, PART2 = 4, ALL = PLAIN | HIPAA | PART2 };

static int64_t classes_of(const struct consent_in *in)
{
	int64_t bits = 0;
	for (size_t i = 0; i < CONSENT_CLASSES; i++)
		bits |= in->class[i] ? consent_class_kinds[i].bit : 0;
	return bits;
}

static bool has_classes(const struct consent_in *in)
{
	return classes_of(in) != 0;
}

static bool has_discloser(const struct consent_in *in)
{
	return *in->discloser != '\0';
}

static bool has_recipient(const struct consent_in *in)
{
	return *in->agency != '\0' || in->recipient.v != 0;
}

static bool has_purpose(const struct consent_in *in)
{
	return *in->purpose != '\0';
}

static bool has_end(const struct consent_in *in)
{
	return in->ends_on != 0 || *in->ends_event != '\0';
}

/* The nine elements of 42 CFR 2.31(a) are these five, the patient, whom the draft is for,
 * the right to take it back, which the words tell, and signature and date, which signing
 * brings. 45 CFR 164.508(c) asks for the same. */
static const struct {
	const char *field;
	unsigned templates;
	bool (*there)(const struct consent_in *in);
} demands[] = {
	{ "classes", ALL, has_classes },   { "discloser", HIPAA | PART2, has_discloser },
	{ "agency", ALL, has_recipient },  { "purpose", ALL, has_purpose },
	{ "ends_on", ALL, has_end },
};

static unsigned template_bit(const char *template)
{
	return text_is(template, "part2") ? PART2 : text_is(template, "hipaa") ? HIPAA : PLAIN;
}

static enum rc check_demands(struct work *w, const struct consent_in *in)
{
	for (size_t i = 0; i < COUNT_OF(demands); i++)
		if ((demands[i].templates & template_bit(in->template)) && !demands[i].there(in))
			return work_fail(w, E_consent_needs, demands[i].field);
	return RC_OK;
}

static enum rc check_firm(struct work *w, const struct consent_in *in)
{
	if (*in->firm_until == '\0')
		return RC_OK;
	bool courts = text_is(in->template, "part2") && text_is(in->purpose, "justice");
	return courts && in->ends_on != 0 ? RC_OK : work_fail(w, E_consent_firm_only, "firm_until");
}

static enum rc check_alone(struct work *w, const struct consent_in *in, const struct person *subject)
{
	enum stage stage;
	if (!in->alone)
		return RC_OK;
	TRY(person_stage(w, subject->tenant, subject->born, &stage));
	return stage == STAGE_TEEN && *in->law != '\0' ? RC_OK : work_fail(w, E_consent_alone, "law");
}

/* --- asking --------------------------------------------------------------------------------------- */

enum rc consent_agency(struct work *w, const char *name, struct id_agency *ret)
{
	struct agency_row row = { 0 };
	enum rc rc = q_agency_by_name(w, w->actor.tenant, text_fold_words(w->arena, name), &row);
	*ret = row.id;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc consent_agency_made(struct work *w, const char *name, struct id_agency *ret)
{
	TRY(consent_agency(w, name, ret));
	if (ret->v != 0)
		return RC_OK;
	ret->v = work_id(w);
	return q_agency_insert(w, *ret, w->actor.tenant, name, text_fold_words(w->arena, name));
}

/* Whom it names: an agency, or somebody known here who is not of the staff. */
static enum rc recipient_of(struct work *w, const struct consent_in *in, struct id_person subject,
			    struct id_agency *ret)
{
	struct consent_person p;
	if ((*in->agency != '\0') == (in->recipient.v != 0) || in->recipient.v == subject.v)
		return work_fail(w, E_consent_recipient, "agency");
	if (in->recipient.v == 0)
		return consent_agency_made(w, in->agency, ret);
	enum rc rc = q_consent_person(w, in->recipient, w->actor.tenant, &p);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && text_is(p.kind, "staff")))
		return work_fail(w, E_not_there, NULL);
	return rc;
}

static enum rc drop(struct work *w, struct id_consent id)
{
	int64_t n = 0;
	TRY(q_consent_say_drop(w, id));
	return q_consent_draft_drop(w, id, &n);
}

/* Whoever must sign is told, each once. */
static enum rc tell_signers(struct work *w, struct id_person subject, bool alone, int64_t born,
			    enum notice_kind kind, struct id_consent id)
{
	struct q_consent_guardian_persons_list list;
	enum stage stage;
	work_ring(w, subject);
	TRY(notice_add(w, subject, kind, id.v));
	TRY(person_stage(w, w->actor.tenant, born, &stage));
	if (stage == STAGE_ADULT || alone)
		return RC_OK;
	TRY(q_consent_guardian_persons(w, subject, today(w), &list));
	for (size_t i = 0; i < list.n; i++)
		TRY(notice_add(w, list.at[i], kind, id.v));
	return RC_OK;
}

static enum rc insert(struct work *w, const struct consent_in *in, struct id_person subject,
		      struct id_agency agency, struct id_consent id)
{
	struct q_consent_same_draft_list same;
	TRY(q_consent_same_draft(w, subject, agency, in->recipient, in->purpose, &same));
	for (size_t i = 0; i < same.n; i++)
		TRY(drop(w, same.at[i]));
	return q_consent_insert(w, &(struct q_consent_insert){
					   id, w->actor.tenant, subject, in->template, in->discloser, classes_of(in),
					   agency, in->recipient, in->purpose, in->channel, in->starts_on, in->ends_on,
					   in->ends_event, in->firm_until, in->alone, in->law, w->actor.account,
					   w->now });
}

enum rc consent_propose(struct work *w, const struct pass *pass, const struct consent_in *in,
			struct id_consent *ret)
{
	struct consent_in c = *in;
	struct person subject;
	struct id_agency agency = { 0 };
	TRY(person_get(w, pass, &subject));
	if (c.starts_on == 0 || c.starts_on < today(w))
		c.starts_on = today(w); /* nothing holds before it was said */
	TRY(check_demands(w, &c));
	if (c.ends_on != 0 && (c.ends_on < c.starts_on || c.ends_on < today(w)))
		return work_fail(w, E_consent_dates, "ends_on");
	TRY(check_firm(w, &c));
	TRY(check_alone(w, &c, &subject));
	TRY(recipient_of(w, &c, subject.id, &agency));
	struct id_consent id = { work_id(w) };
	TRY(insert(w, &c, subject.id, agency, id));
	audit_about(w, consent, id);
	*ret = id;
	return tell_signers(w, subject.id, c.alone, subject.born, NOTICE_CONSENT_ASKED, id);
}

/* --- reading ------------------------------------------------------------------------------------------ */

/* As it stands by the clock: the job that moves it may come later. */
static const char *state_of(const struct work *w, const struct consent_row *r)
{
	return text_is(r->state, "signed") && r->ends <= w->now ? "expired" : r->state;
}

static struct consent consent_of(const struct work *w, const struct consent_row *r)
{
	struct consent c = {
		.id = r->id, .subject = r->subject, .recipient = r->recipient, .agency = r->agency,
		.first_name = r->first_name, .subject_name = r->subject_name, .template = r->template,
		.state = state_of(w, r), .capacity = text_or_null(r->capacity), .discloser = text_or_null(r->discloser),
		.told = r->told, .purpose = r->purpose, .channel = text_or_null(r->channel),
		.ends_event = text_or_null(r->ends_event), .firm_until = text_or_null(r->firm_until), .law = text_or_null(r->law),
		.wording = text_or_null(r->hash), .lang = text_or_null(r->lang), .words = text_or_null(r->words),
		.starts_on = r->starts_on, .ends_on = r->ends_on, .starts = r->starts, .ends = r->ends,
		.version = r->version, .asked_at = r->asked_at, .signed_at = r->signed_at, .over_at = r->over_at,
		.alone = r->alone, .firm = *r->firm_until != '\0' && !r->firm_over,
		.own = r->subject.v == w->actor.signer.v,
	};
	bool is_signed = text_is(c.state, "signed");
	c.holds = is_signed && r->starts <= w->now;
	c.cooling = is_signed && !c.holds;
	c.marked = text_is(r->template, "part2");
	for (size_t i = 0; i < CONSENT_CLASSES; i++) {
		c.class[i] = r->classes & consent_class_kinds[i].bit;
		c.marked |= c.class[i] && consent_class_kinds[i].marked;
	}
	return c;
}

/* A guardian sees what concerns a minor alone; the rest the statements see to. */
static enum rc may_read(struct work *w, const struct consent_row *r, bool *ret)
{
	enum stage stage;
	*ret = r->subject.v == w->actor.signer.v;
	if (*ret)
		return RC_OK;
	TRY(person_stage(w, w->actor.tenant, r->born, &stage));
	*ret = stage != STAGE_ADULT;
	return RC_OK;
}

enum rc consent_list(struct work *w, const struct pass *pass, struct consents *ret)
{
	struct consent_rows rows;
	TRY(q_consent_own(w, pass, today(w), LISTED, &rows));
	*ret = (struct consents){ .at = arena_array(w->arena, struct consent, rows.n) };
	for (size_t i = 0; i < rows.n; i++) {
		bool may = false;
		TRY(may_read(w, &rows.at[i], &may));
		if (may)
			ret->at[ret->n++] = consent_of(w, &rows.at[i]);
	}
	return RC_OK;
}

static enum rc find(struct work *w, const struct pass *pass, struct id_consent id, struct consent_row *ret)
{
	bool may = false;
	enum rc rc = q_consent_one(w, pass, id, today(w), ret);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(may_read(w, ret, &may));
	audit_about(w, consent, id);
	return may ? RC_OK : work_fail(w, E_not_there, NULL);
}

enum rc consent_get(struct work *w, const struct pass *pass, struct id_consent id, struct consent *ret)
{
	struct consent_row row;
	TRY(find(w, pass, id, &row));
	*ret = consent_of(w, &row);
	if (!text_is(row.state, "draft"))
		return RC_OK;
	ret->words = words_of(row.template, w->lang);
	ret->wording = hash_of(w, ret->words);
	ret->lang = lang_tag(w->lang);
	return RC_OK;
}

enum rc consent_copy(struct work *w, const struct pass *pass, struct id_consent id, struct consent *ret)
{
	struct consent_row row;
	TRY(q_consent_any(w, pass, id, &row));
	*ret = consent_of(w, &row);
	return RC_OK;
}

/* --- signing ---------------------------------------------------------------------------------------------- */

static enum rc check_twice(struct work *w, const struct consent_row *r)
{
	int64_t n = 0;
	TRY(q_consent_twice(w, &(struct q_consent_twice){ r->subject, r->agency, r->recipient, r->purpose,
							  r->starts_on, r->ends_on ? r->ends_on : INT32_MAX, w->now,
							  r->renews },
			    &n));
	return n == 0 ? RC_OK : work_fail(w, E_consent_twice, NULL);
}

/* From its first day, and for a person in custody not before they could think again. */
static enum rc starts_of(struct work *w, const struct consent_row *r, int64_t *ret)
{
	int64_t hours = 0;
	int64_t day = zone_day_start(w->zone, r->starts_on);
	*ret = day > w->now ? day : w->now;
	if (!text_is(r->kind, "inside"))
		return RC_OK;
	TRY(policy_get(w, w->actor.tenant, w->actor.site, POLICY_consent_cooling_hours, &hours));
	if (*ret < w->now + hours * TIME_HOUR)
		*ret = w->now + hours * TIME_HOUR;
	return RC_OK;
}

static enum rc finish(struct work *w, const struct consent_row *r, const char *capacity,
		      const struct consent_sign_in *in)
{
	int64_t starts = 0, text = 0, n = 0;
	int64_t ends = r->ends_on ? zone_day_start(w->zone, r->ends_on + 1) : TIME_NEVER;
	struct consent_person subject;
	TRY(check_twice(w, r));
	TRY(starts_of(w, r, &starts));
	if (ends <= starts)
		return work_fail(w, E_consent_dates, NULL);
	TRY(text_now(w, r->template, &text));
	TRY(q_consent_person(w, r->subject, w->actor.tenant, &subject));
	TRY(q_consent_sign_set(w, &(struct q_consent_sign_set){ r->id, capacity, starts, ends, text, in->witness,
								in->interpreter, subject.site, w->now },
			       &n));
	if (n == 0)
		return work_fail(w, E_consent_done, NULL);
	return r->renews.v ? q_consent_over_set(w, r->renews, "superseded", w->now, &n) : RC_OK;
}

/* One says yes; where nobody else has to, it is signed. */
static enum rc say(struct work *w, const struct consent_row *r, struct id_guardian as,
		   const struct consent_sign_in *in, bool *ret_holds)
{
	struct consent_says s;
	enum stage stage;
	TRY(q_consent_say_insert(w, r->id, as, in->name, w->now, w->actor.account));
	TRY(person_stage(w, w->actor.tenant, r->born, &stage));
	TRY(q_consent_says(w, r->id, r->subject, today(w), &s));
	bool minor = stage != STAGE_ADULT && !r->alone;
	*ret_holds = s.own > 0 && (!minor || (s.guardians > 0 && s.missing == 0));
	if (!*ret_holds)
		return RC_OK;
	return finish(w, r, minor ? "guardian" : r->alone ? "minor_alone" : "self", in);
}

/* 0 for oneself; else as what somebody acts for the child. */
static enum rc signs_as(struct work *w, const struct consent_row *r, struct id_guardian *ret)
{
	ret->v = 0;
	if (r->subject.v == w->actor.signer.v)
		return RC_OK;
	return q_consent_guardian(w, r->subject, w->actor.signer, today(w), ret);
}

enum rc consent_sign(struct work *w, const struct pass *pass, struct id_consent id,
		     const struct consent_sign_in *in, bool *ret_holds)
{
	struct consent_row r;
	struct id_guardian as;
	TRY(find(w, pass, id, &r));
	if (!text_is(r.state, "draft"))
		return work_fail(w, E_consent_done, NULL);
	if (!text_is(in->wording, hash_of(w, words_of(r.template, w->lang))))
		return work_fail(w, E_consent_wording, NULL);
	if (!text_is(in->check, *r.firm_until != '\0' ? "no" : "yes"))
		return work_fail(w, E_consent_check, "check");
	TRY(signs_as(w, &r, &as));
	return say(w, &r, as, in, ret_holds);
}

enum rc consent_decline(struct work *w, const struct pass *pass, struct id_consent id)
{
	struct consent_row r;
	TRY(find(w, pass, id, &r));
	if (!text_is(r.state, "draft"))
		return work_fail(w, E_consent_done, NULL);
	return drop(w, id);
}

static enum rc take_back(struct work *w, const struct consent_row *r)
{
	int64_t n = 0;
	if (!text_is(state_of(w, r), "signed"))
		return work_fail(w, E_consent_done, NULL);
	if (*r->firm_until != '\0' && !r->firm_over)
		return work_fail(w, E_consent_firm, NULL);
	TRY(q_consent_over_set(w, r->id, "revoked", w->now, &n));
	return n == 1 ? RC_OK : work_fail(w, E_consent_done, NULL);
}

enum rc consent_revoke(struct work *w, const struct pass *pass, struct id_consent id)
{
	struct consent_row r;
	TRY(find(w, pass, id, &r));
	return take_back(w, &r);
}

/* --- what staff write down ---------------------------------------------------------------------------------- */

static enum rc find_any(struct work *w, struct id_consent id, struct consent_row *ret)
{
	const struct pass *pass;
	struct id_person subject;
	enum rc rc = q_consent_subject(w, id, &subject);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(access_ask(w, subject, PURPOSE_CARE, &pass));
	audit_about(w, consent, id);
	return q_consent_any(w, pass, id, ret);
}

enum rc consent_note(struct work *w, struct id_consent id, const struct consent_note_in *in,
			     struct id_person *ret)
{
	struct consent_row r;
	enum stage stage;
	int64_t n = 1;
	bool holds = false;
	const struct consent_sign_in by = { .name = in->name, .witness = "", .interpreter = "" };
	TRY(find_any(w, id, &r));
	*ret = r.subject;
	TRY(person_stage(w, w->actor.tenant, r.born, &stage));
	if (in->guardian.v != 0)
		TRY(q_consent_guardian_of(w, in->guardian, r.subject, today(w), &n));
	if (stage == STAGE_ADULT || r.alone || n == 0)
		return work_fail(w, E_not_there, NULL);
	if (!text_is(r.state, "draft"))
		return in->yes ? work_fail(w, E_consent_done, NULL) : take_back(w, &r);
	return in->yes ? say(w, &r, in->guardian, &by, &holds) : drop(w, id);
}

enum rc consent_noted(struct work *w, const struct pass *pass, struct consents *ret)
{
	struct consent_rows rows;
	enum stage stage = STAGE_ADULT;
	TRY(q_consent_noted(w, pass, LISTED, &rows));
	*ret = (struct consents){ arena_array(w->arena, struct consent, rows.n), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		const struct consent_row *r = &rows.at[i];
		TRY(person_stage(w, w->actor.tenant, r->born, &stage));
		if (stage != STAGE_ADULT || !text_is(r->state, "draft")) /* who is of age answers alone */
			ret->at[ret->n++] = consent_of(w, r);
	}
	return RC_OK;
}

enum rc consent_event(struct work *w, struct id_consent id, const struct consent_event_in *in,
			      struct id_person *ret)
{
	struct consent_row r;
	int64_t loose = 0, over = 0;
	TRY(find_any(w, id, &r));
	*ret = r.subject;
	if (text_is(r.firm_until, in->event))
		TRY(q_consent_firm_end(w, id, &loose));
	if (text_is(r.ends_event, in->event))
		TRY(q_consent_over_set(w, id, "expired", w->now, &over));
	return loose + over > 0 ? RC_OK : work_fail(w, E_consent_done, NULL);
}

/* --- using ------------------------------------------------------------------------------------------------------ */

/* Whether those who signed could sign today: of the same age, with the same guardians. */
static enum rc still_theirs(struct work *w, struct id_consent id, struct id_person subject,
			    struct id_tenant tenant, const char *capacity, int64_t born, bool *ret)
{
	struct consent_says s;
	enum stage stage;
	*ret = text_is(capacity, "self");
	if (*ret)
		return RC_OK;
	TRY(person_stage(w, tenant, born, &stage));
	*ret = stage != STAGE_ADULT;
	if (!*ret || text_is(capacity, "minor_alone"))
		return RC_OK;
	TRY(q_consent_says(w, id, subject, today(w), &s));
	*ret = s.own > 0 && s.guardians > 0 && s.missing == 0;
	return RC_OK;
}

enum rc consent_allows(struct work *w, const struct pass *pass, const struct consent_question *q,
		       struct consent_answer *ret)
{
	struct consent_rows rows;
	*ret = (struct consent_answer){ 0 };
	TRY(q_consent_found(w, pass, consent_class_bit(q->class), q->purpose, q->agency, q->recipient, q->channel,
			    &rows));
	for (size_t i = 0; i < rows.n && !ret->allowed; i++) {
		const struct consent_row *r = &rows.at[i];
		TRY(still_theirs(w, r->id, r->subject, pass_tenant(pass), r->capacity, r->born, &ret->allowed));
		ret->consent = consent_of(w, r);
	}
	if (!ret->allowed)
		*ret = (struct consent_answer){ 0 };
	return RC_OK;
}

enum rc consent_naming(struct work *w, const struct pass *pass, struct consents *ret)
{
	struct consent_rows rows;
	TRY(q_consent_naming(w, pass, LISTED, &rows));
	*ret = (struct consents){ .at = arena_array(w->arena, struct consent, rows.n) };
	for (size_t i = 0; i < rows.n; i++) {
		const struct consent_row *r = &rows.at[i];
		bool holds = false;
		TRY(still_theirs(w, r->id, r->subject, pass_tenant(pass), r->capacity, r->born, &holds));
		if (!holds)
			continue;
		ret->at[ret->n++] = consent_of(w, r);
		if (w->actor.roles & ROLES_STAFF)
			audit_saw(w, r->subject, "consent", "consent");
	}
	return RC_OK;
}

static enum rc member_of(struct work *w, struct id_account account, struct id_person *ret)
{
	enum rc rc = q_agency_account(w, account, w->actor.tenant, ROLE_agency, ret);
	audit_about(w, account, account);
	return rc == RC_NOT_FOUND ? work_fail(w, E_not_there, NULL) : rc;
}

enum rc agency_join(struct work *w, const struct agency_join_in *in)
{
	struct id_agency agency;
	struct id_person person;
	int64_t n = 0;
	TRY(member_of(w, in->account, &person));
	TRY(consent_agency_made(w, in->agency, &agency));
	return q_agency_member_insert(w, agency, person, &n);
}

enum rc agency_leave(struct work *w, const struct agency_join_in *in)
{
	struct id_agency agency;
	struct id_person person;
	int64_t n = 0;
	TRY(member_of(w, in->account, &person));
	TRY(consent_agency(w, in->agency, &agency));
	TRY(q_agency_member_delete(w, agency, person, &n));
	return n > 0 ? RC_OK : work_fail(w, E_not_there, NULL);
}

enum rc agency_members(struct work *w, const struct pass *pass, struct agency_members *ret)
{
	struct agency_member_rows rows;
	TRY(q_agency_members(w, pass, ROLE_agency, MEMBERS_MAX, &rows));
	*ret = (struct agency_members){ arena_array(w->arena, struct agency_member, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct agency_member){ rows.at[i].account, rows.at[i].name, rows.at[i].agency,
						     rows.at[i].agency_name };
	return RC_OK;
}

/* --- what moves by itself ------------------------------------------------------------------------------------------ */

static enum rc ask_again(struct work *w, const struct consent_held *h)
{
	struct id_consent again = { work_id(w) };
	w->actor.tenant = h->tenant; /* a job has no actor */
	TRY(q_consent_renew(w, h->id, again, w->now));
	TRY(q_consent_renewed_set(w, h->id));
	return tell_signers(w, h->subject, h->alone, h->born, NOTICE_CONSENT_ASKED, again);
}

/* It holds no more, and the same is asked of whoever must sign now. */
static enum rc supersede(struct work *w, const struct consent_held *h)
{
	int64_t n = 0;
	TRY(q_consent_over_set(w, h->id, "superseded", w->now, &n));
	return n == 1 ? ask_again(w, h) : RC_OK;
}

enum rc consents_on_guardians(struct work *w, struct id_person child)
{
	struct consent_helds list;
	TRY(q_consent_held_of(w, child, &list));
	for (size_t i = 0; i < list.n; i++)
		if (text_is(list.at[i].capacity, "guardian"))
			TRY(supersede(w, &list.at[i]));
	return RC_OK;
}

enum rc consents_on_status(struct work *w, struct id_person person, const char *from, const char *to,
			   struct id_site site)
{
	struct consent_helds list;
	int64_t n = 0;
	(void)from;
	TRY(q_consent_held_of(w, person, &list));
	for (size_t i = 0; i < list.n; i++) {
		const struct consent_held *h = &list.at[i];
		bool moved = site.v != 0 && h->site.v != 0 && site.v != h->site.v;
		const char *event = text_is(to, "released") ? "release" : moved ? "transfer" : "";
		if (text_is(to, "deceased"))
			TRY(q_consent_over_set(w, h->id, "superseded", w->now, &n));
		else if (*event != '\0' && text_is(h->ends_event, event))
			TRY(q_consent_over_set(w, h->id, "expired", w->now, &n));
		else if (*event != '\0')
			TRY(supersede(w, h));
	}
	return RC_OK;
}

static enum rc clock_ends(struct work *w)
{
	struct consent_helds list;
	int64_t n = 0;
	TRY(q_consent_ending(w, w->now, CLOCKED, &list));
	for (size_t i = 0; i < list.n; i++)
		TRY(q_consent_over_set(w, list.at[i].id, "expired", w->now, &n));
	TRY(q_consent_to_warn(w, w->now, w->now + WARN_DAYS * TIME_DAY, CLOCKED, &list));
	for (size_t i = 0; i < list.n; i++) {
		const struct consent_held *h = &list.at[i];
		TRY(q_consent_warned_set(w, h->id));
		TRY(notice_add(w, h->subject, NOTICE_CONSENT_ENDS, h->id.v));
	}
	return RC_OK;
}

static enum rc clock_minors(struct work *w)
{
	struct id_consent after = { 0 };
	struct consent_helds list;
	do {
		TRY(q_consent_of_minors(w, after, CLOCKED, &list));
		for (size_t i = 0; i < list.n; i++) {
			const struct consent_held *h = &list.at[i];
			bool theirs = false;
			TRY(still_theirs(w, h->id, h->subject, h->tenant, h->capacity, h->born, &theirs));
			if (!theirs)
				TRY(supersede(w, h));
			after = h->id;
		}
	} while (list.n == CLOCKED);
	return RC_OK;
}

/* What was signed in other words holds, and is asked again. */
static enum rc clock_words(struct work *w)
{
	struct consent_helds list;
	for (size_t t = 0; t < COUNT_OF(templates); t++)
		for (int l = 0; l < LANG_COUNT; l++) {
			const char *hash = hash_of(w, word_text((enum lang)l, templates[t].words));
			TRY(q_consent_of_old_words(w, templates[t].name, lang_tag((enum lang)l), hash, CLOCKED, &list));
			for (size_t i = 0; i < list.n; i++)
				TRY(ask_again(w, &list.at[i]));
		}
	return RC_OK;
}

enum rc consents_clock(struct work *w, int64_t unused)
{
	(void)unused;
	TRY(clock_ends(w));
	TRY(clock_minors(w));
	return clock_words(w);
}
