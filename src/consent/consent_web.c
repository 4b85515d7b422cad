/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "consent_pages.h"

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/family/family.h"
#include "src/family/guardians.h"
#include "src/people/people.h"

enum {
	TALKERS = ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised,
	ASKERS = ROLE_visits | ROLE_casemanager | ROLE_privacy,
	TELLERS = ROLE_visits | ROLE_casemanager | ROLE_navigator | ROLE_privacy | ROLE_officer,
	NOTERS = ROLE_visits | ROLE_casemanager,
};

static const struct choice templates[] = {
	{ "plain", .word = W_staff_consent_plain },
	{ "hipaa", .word = W_staff_consent_hipaa },
	{ "part2", .word = W_staff_consent_part2 },
};
static const struct choice purposes[] = {
	{ "", .word = W_staff_consent_choose },	      { "care", .word = W_consent_for_care },
	{ "housing", .word = W_consent_for_housing },  { "work", .word = W_consent_for_work },
	{ "school", .word = W_consent_for_school },    { "family", .word = W_consent_for_family },
	{ "benefits", .word = W_consent_for_benefits }, { "legal", .word = W_consent_for_legal },
	{ "justice", .word = W_consent_for_justice },
};
static const struct choice channels[] = {
	{ "", .word = W_consent_by_any },	   { "spoken", .word = W_consent_by_spoken },
	{ "phone", .word = W_consent_by_phone },   { "paper", .word = W_consent_by_paper },
	{ "doorstep", .word = W_consent_by_doorstep },
};
static const struct choice events[] = {
	{ "", .word = W_consent_event_none },
	{ "release", .word = W_consent_event_release },
	{ "transfer", .word = W_consent_event_transfer },
	{ "case_end", .word = W_consent_event_case_end },
};
static const struct choice checks[] = {
	{ "yes", .word = W_consent_check_yes },
	{ "no", .word = W_consent_check_no },
};
static const struct {
	const char *state, *css;
	enum word word;
} states[] = {
	{ "draft", "tag warn", W_consent_is_draft },	{ "signed", "tag good", W_consent_is_signed },
	{ "revoked", "tag", W_consent_is_revoked },	{ "expired", "tag", W_consent_is_expired },
	{ "superseded", "tag", W_consent_is_superseded },
};

static struct consent_item item_of(struct web *r, const struct consent *c)
{
	struct consent_item i = { .c = *c };
	i.purpose_word = CHOICE_WORD(purposes, c->purpose);
	i.channel_word = CHOICE_WORD(channels, c->channel);
	i.event_word = CHOICE_WORD(events, c->ends_event);
	i.firm_word = CHOICE_WORD(events, c->firm_until);
	i.draft = text_is(c->state, "draft");
	i.live = c->holds || c->cooling;
	i.takeable = i.live && !c->firm;
	for (size_t k = 0; k < COUNT_OF(states); k++)
		if (text_is(states[k].state, c->state)) {
			i.css = states[k].css;
			i.state_word = states[k].word;
		}
	i.classes.at = arena_array(r->w.arena, enum word, CONSENT_CLASSES);
	for (size_t k = 0; k < CONSENT_CLASSES; k++)
		if (c->class[k])
			i.classes.at[i.classes.n++] = consent_class_kinds[k].word;
	return i;
}

static void fill(struct web *r, const struct consents *list, struct consents_view *v)
{
	v->consents.at = arena_array(r->w.arena, struct consent_item, list->n);
	v->consents.n = list->n;
	for (size_t i = 0; i < list->n; i++)
		v->consents.at[i] = item_of(r, &list->at[i]);
}

/* --- one's own ---------------------------------------------------------------------------- */

static enum rc own(struct web *r, struct consents *ret)
{
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	return consent_list(&r->w, pass, ret);
}

static enum rc list_page(struct web *r)
{
	struct consents_view v = { .frame = web_frame(r, W_consent_title) };
	struct consents list;
	TRY(own(r, &list));
	fill(r, &list, &v);
	page_consents(web_page(r), &v);
	return RC_OK;
}

static enum rc list_json(struct web *r)
{
	struct consents list;
	TRY(own(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc one(struct web *r, struct consent *ret)
{
	struct id_consent id;
	const struct pass *pass;
	TRY(web_id(r, consent, &id));
	TRY(access_own(&r->w, &pass));
	return consent_get(&r->w, pass, id, ret);
}

static enum rc show_page(struct web *r)
{
	struct consent_view v = { .frame = web_frame(r, W_consent_one) };
	struct consent c;
	struct form *f = &r->form;
	TRY(one(r, &c));
	v.i = item_of(r, &c);
	v.check = (struct part){ f, "check", .label = W_consent_check, .choices = CHOICES(checks) };
	v.name = (struct part){ f, "name", .label = W_consent_name, .hint = W_consent_name_hint };
	v.witness = (struct part){ f, "witness", .label = W_consent_witness };
	v.interpreter = (struct part){ f, "interpreter", .label = W_consent_interpreter };
	page_consent(web_page(r), &v);
	return RC_OK;
}

static enum rc show_json(struct web *r)
{
	struct consent c;
	TRY(one(r, &c));
	return web_object(r, &c);
}

static enum rc sign_act(struct web *r)
{
	struct consent_sign_in in = { 0 };
	struct id_consent id;
	const struct pass *pass;
	bool holds = false;
	TRY(web_id(r, consent, &id));
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(consent_sign(&r->w, pass, id, &in, &holds));
	return web_done(r, "/consents", holds ? "consent" : "saved");
}

static enum rc decline_act(struct web *r)
{
	struct id_consent id;
	const struct pass *pass;
	TRY(web_id(r, consent, &id));
	TRY(access_own(&r->w, &pass));
	TRY(consent_decline(&r->w, pass, id));
	return web_done(r, "/consents", "consent_no");
}

static enum rc revoke_act(struct web *r)
{
	struct id_consent id;
	const struct pass *pass;
	TRY(web_id(r, consent, &id));
	TRY(access_own(&r->w, &pass));
	TRY(consent_revoke(&r->w, pass, id));
	return web_done(r, "/consents", "consent_back");
}

/* --- whom it names --------------------------------------------------------------------------- */

static enum rc naming(struct web *r, struct consents *ret)
{
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	return consent_naming(&r->w, pass, ret);
}

static enum rc told_page(struct web *r)
{
	struct consents_view v = { .frame = web_frame(r, W_consent_told_title) };
	struct consents list;
	TRY(naming(r, &list));
	fill(r, &list, &v);
	page_told(web_page(r), &v);
	return RC_OK;
}

static enum rc told_json(struct web *r)
{
	struct consents list;
	TRY(naming(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

/* --- agencies' accounts, for administrators --------------------------------------------------- */

static enum rc members(struct web *r, struct agency_members *ret)
{
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_ACCOUNTS, &pass));
	return agency_members(&r->w, pass, ret);
}

static enum rc members_page(struct web *r)
{
	struct members_view v = { .frame = web_frame(r, W_admin_agencies) };
	TRY(members(r, &v.members));
	struct choice *accounts = arena_array(r->w.arena, struct choice, v.members.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < v.members.n; i++)
		accounts[n++] = (struct choice){ web_id_text(r, ID_OF_account, v.members.at[i].account.v),
						 v.members.at[i].name };
	v.account = (struct part){ &r->form, "account", .label = W_admin_user_name, .choices = { accounts, n } };
	v.agency = (struct part){ &r->form, "agency", .label = W_admin_agency, .hint = W_admin_agency_hint };
	page_members(web_page(r), &v);
	return RC_OK;
}

static enum rc members_json(struct web *r)
{
	struct agency_members list;
	TRY(members(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc join_act(struct web *r)
{
	struct agency_join_in in = { 0 };
	TRY(web_read(r, &in));
	TRY(agency_join(&r->w, &in));
	return web_done(r, "/agencies/members", "saved");
}

static enum rc leave_act(struct web *r)
{
	struct agency_join_in in = { 0 };
	TRY(web_read(r, &in));
	TRY(agency_leave(&r->w, &in));
	return web_done(r, "/agencies/members", "saved");
}

/* --- staff -------------------------------------------------------------------------------------- */

static enum rc person_asked(struct web *r, const struct pass **pass, struct person *ret)
{
	struct id_person id;
	enum purpose purpose = r->w.actor.roles & ROLE_privacy ? PURPOSE_PRIVACY : PURPOSE_CARE;
	TRY(web_id(r, person, &id));
	TRY(access_ask(&r->w, id, purpose, pass));
	audit_about(&r->w, person, id);
	enum rc rc = person_get(&r->w, *pass, ret);
	return rc == RC_NOT_FOUND ? work_fail(&r->w, E_not_there, NULL) : rc;
}

/* The kinds of what can be told, as boxes or as a list. */
static struct choices classes(struct web *r)
{
	struct choice *at = arena_array(r->w.arena, struct choice, CONSENT_CLASSES);
	for (size_t i = 0; i < CONSENT_CLASSES; i++)
		at[i] = (struct choice){ consent_class_kinds[i].stem, .word = consent_class_kinds[i].word };
	return (struct choices){ at, CONSENT_CLASSES };
}

enum rc consent_kin(struct web *r, const struct pass *pass, struct choices *ret)
{
	struct person_ties ties;
	TRY(tie_of_person(&r->w, pass, &ties));
	struct choice *at = arena_array(r->w.arena, struct choice, ties.n + 1);
	size_t n = 0;
	at[n++] = (struct choice){ "", .word = W_staff_kin_none };
	for (size_t i = 0; i < ties.n; i++)
		if (text_is(ties.at[i].state, "agreed") && ties.at[i].other.v != 0)
			at[n++] = (struct choice){ web_id_text(r, ID_OF_person, ties.at[i].other.v), ties.at[i].name };
	*ret = (struct choices){ at, n };
	return RC_OK;
}

static enum rc new_page(struct web *r)
{
	struct consent_new_view v = { .frame = web_frame(r, W_staff_consent_new) };
	const struct pass *pass;
	struct person p;
	struct form *f = &r->form;
	TRY(person_asked(r, &pass, &p));
	v.person = p.id;
	v.name = p.first_name;
	v.template = (struct part){ f, "template", .label = W_staff_consent_template, .choices = CHOICES(templates) };
	v.classes = (struct part){ f, "classes", .choices = classes(r) };
	v.agency = (struct part){ f, "agency", .label = W_staff_told_agency };
	v.recipient = (struct part){ f, "recipient", .label = W_staff_told_kin };
	TRY(consent_kin(r, pass, &v.recipient.choices));
	v.discloser = (struct part){ f, "discloser", .label = W_consent_discloser };
	v.purpose = (struct part){ f, "purpose", .label = W_consent_purpose, .choices = CHOICES(purposes) };
	v.channel = (struct part){ f, "channel", .label = W_consent_channel, .choices = CHOICES(channels) };
	v.starts_on = (struct part){ f, "starts_on", .label = W_consent_from };
	v.ends_on = (struct part){ f, "ends_on", .label = W_staff_consent_last };
	v.ends_event = (struct part){ f, "ends_event", .label = W_staff_consent_event, .choices = CHOICES(events) };
	v.firm_until = (struct part){ f, "firm_until", .label = W_consent_firm, .choices = CHOICES(events) };
	v.law = (struct part){ f, "law", .label = W_staff_consent_law };
	page_consent_new(web_page(r), &v);
	return RC_OK;
}

static enum rc propose_act(struct web *r)
{
	struct consent_in in = { 0 };
	struct id_consent id;
	const struct pass *pass;
	struct person p;
	TRY(person_asked(r, &pass, &p));
	TRY(web_read(r, &in));
	TRY(consent_propose(&r->w, pass, &in, &id));
	const char *back = r->w.actor.roles & ROLE_privacy ? "/privacy" :
			   web_printf(r, "/people/%s", web_id_text(r, ID_OF_person, p.id.v));
	return web_made(r, ID_OF_consent, id.v, back, "consent_asked");
}

/* --- what staff write down -------------------------------------------------------------------- */

static const char *noted_path(struct web *r, struct id_person subject)
{
	return web_printf(r, "/people/%s/consents", web_id_text(r, ID_OF_person, subject.v));
}

static enum rc noted(struct web *r, const struct pass **pass, struct person *p, struct consents *ret)
{
	struct id_person id;
	TRY(web_id(r, person, &id));
	TRY(access_ask(&r->w, id, PURPOSE_CARE, pass));
	TRY(person_get(&r->w, *pass, p));
	return consent_noted(&r->w, *pass, ret);
}

/* The child, and who acts for it: an authority cannot say it on a page. */
static enum rc sayers(struct web *r, const struct pass *pass, struct choices *ret)
{
	struct guardians list;
	TRY(guardian_list(&r->w, pass, &list));
	struct choice *at = arena_array(r->w.arena, struct choice, list.n + 1);
	size_t n = 0;
	at[n++] = (struct choice){ "", .word = W_staff_consent_child };
	for (size_t i = 0; i < list.n; i++)
		if (list.at[i].live)
			at[n++] = (struct choice){ web_id_text(r, ID_OF_guardian, list.at[i].id.v),
						 list.at[i].authority ? list.at[i].authority : list.at[i].name };
	*ret = (struct choices){ at, n };
	return RC_OK;
}

static enum rc noted_page(struct web *r)
{
	struct noted_view v = { .frame = web_frame(r, W_staff_consent_noted) };
	const struct pass *pass;
	struct person p;
	struct consents list;
	TRY(noted(r, &pass, &p, &list));
	v.person = p.id;
	v.name = p.first_name;
	v.consents.at = arena_array(r->w.arena, struct consent_item, list.n);
	v.consents.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.consents.at[i] = item_of(r, &list.at[i]);
	v.guardian = (struct part){ &r->form, "guardian", .label = W_staff_consent_who };
	TRY(sayers(r, pass, &v.guardian.choices));
	v.said = (struct part){ &r->form, "name", .label = W_staff_consent_name };
	page_noted(web_page(r), &v);
	return RC_OK;
}

static enum rc noted_json(struct web *r)
{
	const struct pass *pass;
	struct person p;
	struct consents list;
	TRY(noted(r, &pass, &p, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc note_act(struct web *r)
{
	struct consent_note_in in = { 0 };
	struct id_consent id;
	struct id_person subject;
	TRY(web_id(r, consent, &id));
	TRY(web_read(r, &in));
	TRY(consent_note(&r->w, id, &in, &subject));
	return web_done(r, noted_path(r, subject), "saved");
}

static enum rc event_act(struct web *r)
{
	struct consent_event_in in = { 0 };
	struct id_consent id;
	struct id_person subject;
	TRY(web_id(r, consent, &id));
	TRY(web_read(r, &in));
	TRY(consent_event(&r->w, id, &in, &subject));
	return web_done(r, noted_path(r, subject), "saved");
}

/* --- May I say this? -------------------------------------------------------------------------------- */

struct may_in {
	const char *class, *agency, *purpose, *channel;
	struct id_person recipient;
};
static const char *const class_stems[] = { "name", "record", "messages", "account", "contact", "health",
					   "family", "case", NULL };
static const struct field may_query[] = {
	{ "class", FIELD_TEXT, offsetof(struct may_in, class), .choices = class_stems },
	{ "agency", FIELD_TEXT, offsetof(struct may_in, agency), .max = 120, .doc = "Whom to tell, by name" },
	{ "purpose", FIELD_TEXT, offsetof(struct may_in, purpose), .choices = consent_purposes },
	{ "channel", FIELD_TEXT, offsetof(struct may_in, channel), .choices = consent_channels },
	{ "recipient", FIELD_ID, offsetof(struct may_in, recipient), .kind = ID_OF_person,
	  .doc = "Whom to tell, where it is somebody known here" },
};
struct may_answer {
	bool allowed, marked;
	const char *words;
};
static const struct field may_fields[] = {
	{ "allowed", FIELD_BOOL, offsetof(struct may_answer, allowed) },
	{ "words", FIELD_TEXT, offsetof(struct may_answer, words), .doc = "What to say" },
	{ "marked", FIELD_BOOL, offsetof(struct may_answer, marked), .doc = "42 CFR 2.32 bars telling it on" },
};

static const char *words_for(struct web *r, const struct may_in *in, const struct consent_answer *a)
{
	struct work *w = &r->w;
	if (!a->allowed)
		return word_text(w->lang, W_staff_may_i_no);
	enum word what = W_NONE;
	for (size_t i = 0; i < CONSENT_CLASSES; i++)
		if (text_is(consent_class_kinds[i].stem, in->class))
			what = consent_class_kinds[i].word;
	const struct word_arg args[] = { { .name = "who", .text = a->consent.told },
					 { .name = "what", .text = word_text(w->lang, what) } };
	return word_fill(w->arena, w->lang, W_staff_may_i_yes, args, COUNT_OF(args));
}

static enum rc may_ask(struct web *r, const struct pass **pass, struct may_in *in, struct person *p,
		       struct may_answer *ret)
{
	struct consent_question q = { 0 };
	struct consent_answer a;
	TRY(person_asked(r, pass, p));
	TRY(web_query(r, in));
	q = (struct consent_question){ in->class, in->purpose, in->channel, { 0 }, in->recipient };
	TRY(consent_agency(&r->w, in->agency, &q.agency));
	TRY(consent_allows(&r->w, *pass, &q, &a));
	*ret = (struct may_answer){ a.allowed, a.allowed && a.consent.marked, words_for(r, in, &a) };
	return RC_OK;
}

static enum rc may_page(struct web *r)
{
	struct may_view v = { .frame = web_frame(r, W_staff_may_i_title) };
	struct may_in in = { 0 };
	struct may_answer a;
	struct person p;
	const struct pass *pass;
	struct form *f = &r->form;
	TRY(may_ask(r, &pass, &in, &p, &a));
	v.person = p.id;
	v.name = p.first_name;
	v.asked = *in.agency != '\0' || in.recipient.v != 0;
	v.allowed = a.allowed;
	v.marked = a.marked;
	v.words = a.words;
	v.class = (struct part){ f, "class", .value = in.class, .label = W_consent_what, .choices = classes(r) };
	v.agency = (struct part){ f, "agency", .value = in.agency, .label = W_staff_told_agency };
	v.recipient = (struct part){ f, "recipient", .label = W_staff_told_kin };
	if (in.recipient.v != 0)
		v.recipient.value = web_id_text(r, ID_OF_person, in.recipient.v);
	TRY(consent_kin(r, pass, &v.recipient.choices));
	v.purpose = (struct part){ f, "purpose", .value = in.purpose, .label = W_consent_purpose,
				   .choices = CHOICES(purposes) };
	v.channel = (struct part){ f, "channel", .value = in.channel, .label = W_consent_channel,
				   .choices = CHOICES(channels) };
	page_may(web_page(r), &v);
	return RC_OK;
}

static enum rc may_json(struct web *r)
{
	struct may_in in = { 0 };
	struct may_answer a;
	struct person p;
	const struct pass *pass;
	TRY(may_ask(r, &pass, &in, &p, &a));
	return web_object(r, &a);
}

const struct route consent_routes[] = {
	{ "GET", "/consents", "consent.list", .who = TALKERS, .page = list_page, .json = list_json,
	  ROUTE_OUT(consent_fields), .list = "consents",
	  .doc = "What one was asked and said yes to, for oneself and one's children." },
	{ "GET", "/consents/{consent}", "consent.show", .who = TALKERS, .audit = AUDIT_READ, .page = show_page,
	  .json = show_json, ROUTE_OUT(consent_fields), .doc = "One of them, in plain words." },
	{ "POST", "/consents/{consent}/sign", "consent.sign", .who = TALKERS, .audit = AUDIT_ACT, .act = sign_act,
	  .again = show_page, ROUTE_IN(consent_sign_fields), .doc = "Says yes." },
	{ "POST", "/consents/{consent}/decline", "consent.decline", .who = TALKERS, .audit = AUDIT_ACT,
	  .act = decline_act, .doc = "Says no; nothing is left of the question." },
	{ "POST", "/consents/{consent}/revoke", "consent.revoke", .who = TALKERS, .audit = AUDIT_ACT,
	  .act = revoke_act, .doc = "Takes a yes back, at once; nobody is told." },
	{ "GET", "/people/{person}/consents", "consent.noted", .who = NOTERS, .audit = AUDIT_READ,
	  .page = noted_page, .json = noted_json, ROUTE_OUT(consent_fields), .list = "consents",
	  .doc = "What waits for a child, an authority or an event, for staff to write down." },
	{ "POST", "/consents/{consent}/note", "consent.note", .who = NOTERS, .audit = AUDIT_ACT, .act = note_act,
	  ROUTE_IN(consent_note_fields),
	  .doc = "Writes down what a child without an account, or an authority, says to one." },
	{ "POST", "/consents/{consent}/event", "consent.event", .who = NOTERS, .audit = AUDIT_ACT,
	  .act = event_act, ROUTE_IN(consent_event_fields),
	  .doc = "Writes down that the event came which one waits for." },
	{ "GET", "/told", "told.list", .who = TALKERS | ROLE_agency, .audit = AUDIT_READ, .page = told_page,
	  .json = told_json, ROUTE_OUT(consent_naming_fields), .list = "consents",
	  .doc = "What names oneself, or one's agency, and holds now; nothing else." },
	{ "GET", "/agencies/members", "agency.members", .who = ROLE_admin, .audit = AUDIT_READ, .page = members_page,
	  .json = members_json, ROUTE_OUT(agency_member_fields), .list = "members",
	  .doc = "Accounts of agencies, and of which." },
	{ "POST", "/agencies/members", "agency.join", .who = ROLE_admin, .audit = AUDIT_ACT, .act = join_act,
	  .again = members_page, ROUTE_IN(agency_join_fields), .doc = "Says of which agency an account is." },
	{ "POST", "/agencies/leave", "agency.leave", .who = ROLE_admin, .audit = AUDIT_ACT, .act = leave_act,
	  .again = members_page, ROUTE_IN(agency_join_fields), .doc = "Says that an account is an agency's no more." },
	{ "GET", "/people/{person}/consents/new", "consent.form", .who = ASKERS, .audit = AUDIT_READ,
	  .page = new_page, .page_only = true, .doc = "To ask somebody." },
	{ "POST", "/people/{person}/consents", "consent.propose", .who = ASKERS, .audit = AUDIT_ACT,
	  .act = propose_act, .again = new_page, ROUTE_IN(consent_in_fields), .made = "consent",
	  .doc = "Asks somebody whether something may be told." },
	{ "GET", "/people/{person}/may", "consent.may", .who = TELLERS, .audit = AUDIT_READ, .page = may_page,
	  .json = may_json, ROUTE_QUERY(may_query), ROUTE_OUT(may_fields),
	  .doc = "May I say this? Yes or no, with words to say; every no is the same." },
	{ 0 },
};
