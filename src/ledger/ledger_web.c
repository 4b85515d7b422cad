/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ledger_pages.h"

#include "lib/base/text.h"
#include "lib/csv/csv.h"
#include "lib/time/time.h"
#include "src/access/access.h"
#include "src/consent/consent_view.h"
#include "src/faces/sheet.h"
#include "src/people/people.h"
#include "src/protocols/protocols.h"

enum {
	TALKERS = ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised,
	TELLERS = ROLE_visits | ROLE_casemanager | ROLE_navigator | ROLE_officer,
};

static const struct choice roles[] = {
	{ "", .word = W_ledger_staff },
	{ "reviewer", .word = W_role_reviewer },       { "visits", .word = W_role_visits },
	{ "casemanager", .word = W_role_casemanager }, { "navigator", .word = W_role_navigator },
	{ "admin", .word = W_role_admin },	       { "auditor", .word = W_role_auditor },
	{ "privacy", .word = W_role_privacy },	       { "agency", .word = W_role_agency },
	{ "lawyer", .word = W_role_lawyer },	       { "clergy", .word = W_role_clergy },
	{ "counsellor", .word = W_role_counsellor }, { "officer", .word = W_role_officer },
};
static const struct choice whats[] = {
	{ "record", .word = W_ledger_what_record },   { "name", .word = W_ledger_what_name },
	{ "messages", .word = W_ledger_what_messages }, { "account", .word = W_ledger_what_account },
	{ "contact", .word = W_ledger_what_contact }, { "health", .word = W_ledger_what_health },
	{ "family", .word = W_ledger_what_family },   { "case", .word = W_ledger_what_case },
	{ "ledger", .word = W_ledger_what_ledger },   { "consent", .word = W_ledger_what_consent },
};
/* The same for staff, who read of somebody else. */
static const struct choice whats_theirs[] = {
	{ "record", .word = W_staff_what_record },   { "name", .word = W_staff_what_name },
	{ "messages", .word = W_staff_what_messages }, { "account", .word = W_staff_what_account },
	{ "contact", .word = W_staff_what_contact }, { "health", .word = W_staff_what_health },
	{ "family", .word = W_staff_what_family },   { "case", .word = W_staff_what_case },
	{ "ledger", .word = W_staff_what_ledger },   { "consent", .word = W_staff_what_consent },
};
enum { WHATS_TOLD = 8 }; /* all but the last two can be told to somebody */
static const struct choice whys[] = {
	{ "records", .word = W_ledger_why_records },
	{ "check", .word = W_ledger_why_check },
	{ "link", .word = W_ledger_why_link },
	{ "care", .word = W_ledger_why_care },
	{ "safety", .word = W_ledger_why_safety },
	{ "emergency", .word = W_ledger_why_emergency },
	{ "consent", .word = W_ledger_why_consent },
};
static const struct choice purposes[] = {
	{ "", .word = W_staff_consent_choose },	      { "care", .word = W_consent_for_care },
	{ "housing", .word = W_consent_for_housing },  { "work", .word = W_consent_for_work },
	{ "school", .word = W_consent_for_school },    { "family", .word = W_consent_for_family },
	{ "benefits", .word = W_consent_for_benefits }, { "legal", .word = W_consent_for_legal },
	{ "justice", .word = W_consent_for_justice },
};
static const struct choice bases[] = {
	{ "consent", .word = W_ledger_basis_consent },	   { "law", .word = W_ledger_basis_law },
	{ "court", .word = W_ledger_basis_court },	   { "emergency", .word = W_ledger_basis_emergency },
	{ "duty", .word = W_ledger_basis_duty },		   { "protocol", .word = W_ledger_basis_protocol },
};
static const struct choice channels[] = {
	{ "spoken", .word = W_ledger_by_spoken },
	{ "phone", .word = W_ledger_by_phone },
	{ "paper", .word = W_ledger_by_paper },
	{ "doorstep", .word = W_ledger_by_doorstep },
};

static struct ledger_item item_of(const struct ledger_line *l, bool theirs)
{
	return (struct ledger_item){
		.l = *l,
		.role_word = CHOICE_WORD(roles, l->role),
		.what_word = theirs ? CHOICE_WORD(whats_theirs, l->what) : CHOICE_WORD(whats, l->what),
		.why_word = CHOICE_WORD(whys, l->why),
		.basis_word = CHOICE_WORD(bases, l->basis),
		.channel_word = CHOICE_WORD(channels, l->channel),
		.told = text_is(l->kind, "disclosure"),
		.more = l->times > 1,
		.open = l->challenge != NULL && text_is(l->challenge, "open"),
		.answered = l->challenge != NULL && text_is(l->challenge, "answered"),
	};
}

/* --- who saw my data ---------------------------------------------------------------------- */

static enum rc own(struct web *r, struct ledger *ret)
{
	const struct pass *pass;
	int64_t after = 0;
	TRY(web_cursor(r, &after));
	TRY(access_own(&r->w, &pass));
	return ledger_list(&r->w, pass, after, ret);
}

/* The form that ?line= opens, or that comes back with what is wrong in it. */
struct line_query {
	struct id_line line;
};
static const struct field line_query_fields[] = {
	{ "line", FIELD_ID, offsetof(struct line_query, line), .kind = ID_OF_line },
};

static void open_one(struct web *r, struct ledger_view *v)
{
	struct form query = { .values = &r->query }, *f = &r->form;
	const char *asked = form_value(&query, "line");
	struct id_line id = { 0 };
	if (asked == NULL || *asked == '\0')
		asked = web_path(r, "line");
	(void)id_private(r->w.shared->cipher, ID_OF_line, asked ? asked : "", &id.v);
	for (size_t i = 0; i < v->lines.n; i++)
		if (v->lines.at[i].l.id.v == id.v)
			v->one = (struct ledger_items){ &v->lines.at[i], 1 };
	v->words = (struct part){ f, "words", .label = W_ledger_ask_words };
	v->statute = (struct part){ f, "statute", .label = W_privacy_statute };
	v->authority = (struct part){ f, "authority", .label = W_privacy_authority };
	v->until = (struct part){ f, "until", .label = W_privacy_until };
}

static void fill(struct web *r, const struct ledger *list, struct ledger_view *v)
{
	v->lines.at = arena_array(r->w.arena, struct ledger_item, list->n);
	v->lines.n = list->n;
	for (size_t i = 0; i < list->n; i++)
		v->lines.at[i] = item_of(&list->at[i], v->office);
	v->older = web_cursor_text(r, list->next);
	open_one(r, v);
}

static enum rc own_page(struct web *r)
{
	struct ledger_view v = { .frame = web_frame(r, W_ledger_title) };
	struct ledger list;
	TRY(own(r, &list));
	fill(r, &list, &v);
	page_ledger(web_page(r), &v);
	return RC_OK;
}

static enum rc own_json(struct web *r)
{
	struct ledger list;
	TRY(own(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, list.next);
}

static enum rc challenge_act(struct web *r)
{
	struct challenge_in in = { 0 };
	const struct pass *pass;
	struct id_line line;
	TRY(web_id(r, line, &line));
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(challenge_add(&r->w, pass, line, &in));
	return web_done(r, "/ledger", "challenge");
}

/* --- what was said --------------------------------------------------------------------------- */

static enum rc person_asked(struct web *r, enum purpose purpose, const struct pass **pass,
			    struct person *ret)
{
	struct id_person id;
	TRY(web_id(r, person, &id));
	TRY(access_ask(&r->w, id, purpose, pass));
	audit_about(&r->w, person, id);
	enum rc rc = person_get(&r->w, *pass, ret);
	return rc == RC_NOT_FOUND ? work_fail(&r->w, E_not_there, NULL) : rc;
}

/* The protocols one can name: those that some agency has said yes to. */
static enum rc protocol_choices(struct web *r, struct part *ret)
{
	struct protocols list;
	TRY(protocol_list(&r->w, &list));
	struct choice *at = arena_array(r->w.arena, struct choice, list.n + 1);
	size_t n = 0;
	at[n++] = (struct choice){ "", .word = W_staff_consent_choose };
	for (size_t i = 0; i < list.n; i++)
		if (list.at[i].said > 0 && !text_is(list.at[i].state, "ended"))
			at[n++] = (struct choice){ list.at[i].reference,
						   web_printf(r, "%s %s", list.at[i].reference, list.at[i].title) };
	*ret = (struct part){ &r->form, "protocol", .label = W_staff_told_protocol, .choices = { at, n } };
	return RC_OK;
}

static enum rc disclosures_page(struct web *r)
{
	struct disclosures_view v = { .frame = web_frame(r, W_staff_told_title) };
	const struct pass *pass;
	struct person p;
	struct form *f = &r->form;
	TRY(person_asked(r, PURPOSE_CARE, &pass, &p));
	v.person = p.id;
	v.name = p.first_name;
	v.what = (struct part){ f, "what", .label = W_staff_told_what, .choices = { whats_theirs, WHATS_TOLD } };
	v.told = (struct part){ f, "told", .label = W_staff_told_to };
	v.recipient = (struct part){ f, "recipient", .label = W_staff_told_kin };
	TRY(consent_kin(r, pass, &v.recipient.choices));
	v.why = (struct part){ f, "why", .label = W_staff_told_why };
	v.basis = (struct part){ f, "basis", .label = W_staff_told_basis, .choices = CHOICES(bases) };
	v.channel = (struct part){ f, "channel", .label = W_staff_told_how, .choices = CHOICES(channels) };
	v.purpose = (struct part){ f, "purpose", .label = W_staff_told_purpose, .choices = CHOICES(purposes) };
	TRY(protocol_choices(r, &v.protocol));
	v.note = (struct part){ f, "note", .label = W_staff_told_note };
	page_disclosures(web_page(r), &v);
	return RC_OK;
}

static enum rc disclose_act(struct web *r)
{
	struct disclosure_in in = { 0 };
	const struct pass *pass;
	struct person p;
	struct id_line id;
	TRY(person_asked(r, PURPOSE_CARE, &pass, &p));
	TRY(web_read(r, &in));
	TRY(disclosure_record(&r->w, pass, &in, &id));
	const char *next = text_is(in.basis, "consent") ?
				   web_printf(r, "/disclosures/%s", web_id_text(r, ID_OF_line, id.v)) :
				   web_printf(r, "/people/%s", web_id_text(r, ID_OF_person, p.id.v));
	return web_made(r, ID_OF_line, id.v, next, "told");
}

static enum rc copy_of(struct web *r, struct disclosure *ret)
{
	struct id_line line;
	TRY(web_id(r, line, &line));
	return disclosure_get(&r->w, line, ret);
}

static enum rc copy_page(struct web *r)
{
	struct disclosure_view v = { .frame = web_frame(r, W_staff_copy_title) };
	TRY(copy_of(r, &v.d));
	v.what_word = CHOICE_WORD(whats_theirs, v.d.what);
	page_disclosure(web_page(r), &v);
	return RC_OK;
}

/* To hand over with what is told: the notice stands first, and the consent below (42 CFR 2.32). */
static enum rc copy_pdf(struct web *r)
{
	struct disclosure d;
	TRY(copy_of(r, &d));
	struct sheet *s = sheet_new(r, "disclosure.pdf", 14);
	sheet_add(s, PDF_TITLE, word_text(r->w.lang, W_staff_copy_title));
	if (d.notice != NULL)
		sheet_add(s, PDF_TEXT, d.notice);
	sheet_add_fact(r, s, W_consent_about, d.name);
	sheet_add_fact(r, s, W_consent_what, word_text(r->w.lang, CHOICE_WORD(whats_theirs, d.what)));
	sheet_add_fact(r, s, W_consent_told, d.told);
	sheet_add_fact(r, s, W_ledger_because, d.why);
	sheet_add_time(r, s, W_consent_from, d.at);
	sheet_add(s, PDF_CUT, NULL);
	sheet_add(s, PDF_TITLE, word_text(r->w.lang, W_staff_copy_consent));
	sheet_add_fact(r, s, W_consent_told, d.consent.told);
	if (d.consent.discloser != NULL)
		sheet_add_fact(r, s, W_consent_discloser, d.consent.discloser);
	sheet_add_time(r, s, W_consent_is_signed, d.consent.signed_at);
	sheet_add(s, PDF_SMALL, d.consent.words);
	sheet_add(s, PDF_SMALL, web_id_text(r, ID_OF_line, d.id.v));
	return sheet_answer(r, s);
}

static enum rc copy_json(struct web *r)
{
	struct disclosure d;
	TRY(copy_of(r, &d));
	return web_object(r, &d);
}

/* --- the privacy officer ----------------------------------------------------------------------- */

static enum rc about_page(struct web *r)
{
	struct ledger_view v = { .frame = web_frame(r, W_ledger_title), .office = true };
	const struct pass *pass;
	struct person p;
	struct ledger list;
	int64_t after = 0;
	TRY(web_cursor(r, &after));
	TRY(person_asked(r, PURPOSE_PRIVACY, &pass, &p));
	TRY(ledger_list(&r->w, pass, after, &list));
	v.name = p.first_name;
	v.person = p.id;
	fill(r, &list, &v);
	page_ledger(web_page(r), &v);
	return RC_OK;
}

static enum rc about_json(struct web *r)
{
	const struct pass *pass;
	struct person p;
	struct ledger list;
	int64_t after = 0;
	TRY(web_cursor(r, &after));
	TRY(person_asked(r, PURPOSE_PRIVACY, &pass, &p));
	TRY(ledger_list(&r->w, pass, after, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, list.next);
}

/* --- the accounting, to keep ------------------------------------------------------------------- */

struct report_query {
	const char *view;
};
static const char *const report_views[] = { "all", "hipaa", NULL };
static const struct field report_query_fields[1] = {
	{ "view", FIELD_TEXT, offsetof(struct report_query, view), .choices = report_views,
	  .doc = "all (usual), or hipaa: six years, without what was authorised" },
};

/* Whose it is: the person's in the path, for the privacy officer; else one's own. */
static enum rc report_of(struct web *r, struct report_view *v)
{
	struct report_query q = { 0 };
	const struct pass *pass;
	struct ledger list;
	struct person p;
	TRY(web_query(r, &q));
	if (*web_path(r, "person") != '\0') {
		TRY(person_asked(r, PURPOSE_PRIVACY, &pass, &p));
		v->name = web_printf(r, "%s %s", p.first_name, p.last_name);
		v->person = p.id;
	} else {
		TRY(access_own(&r->w, &pass));
	}
	v->hipaa = text_is(q.view, "hipaa");
	v->at = r->w.now;
	TRY(ledger_report(&r->w, pass, v->hipaa, &list));
	v->lines = (struct ledger_items){ arena_array(r->w.arena, struct ledger_item, list.n), list.n };
	for (size_t i = 0; i < list.n; i++)
		v->lines.at[i] = item_of(&list.at[i], false);
	return RC_OK;
}

static enum rc report_page(struct web *r)
{
	struct report_view v = { .frame = web_frame(r, W_ledger_report) };
	TRY(report_of(r, &v));
	page_ledger_report(web_page(r), &v);
	return RC_OK;
}

static enum rc report_json(struct web *r)
{
	struct report_view v = { 0 };
	TRY(report_of(r, &v));
	struct ledger_line *lines = arena_array(r->w.arena, struct ledger_line, v.lines.n);
	for (size_t i = 0; i < v.lines.n; i++)
		lines[i] = v.lines.at[i].l;
	return web_list(r, lines, sizeof(*lines), v.lines.n, 0);
}

static void report_row(struct web *r, struct buf *out, const struct ledger_item *i)
{
	enum lang lang = r->w.lang;
	csv_write(out, time_text(r->w.arena, i->l.at), true);
	csv_write(out, i->l.who, false);
	csv_write(out, word_text(lang, i->role_word), false);
	csv_write(out, i->l.told, false);
	csv_write(out, word_text(lang, i->what_word), false);
	csv_write(out, i->l.why, false);
	csv_write(out, i->l.reference ? web_printf(r, "%s %s", word_text(lang, i->basis_word), i->l.reference) : word_text(lang, i->basis_word), false);
	csv_write(out, word_text(lang, i->channel_word), false);
	csv_write(out, i->l.note, false);
	csv_write_end(out);
}

static enum rc report_csv(struct web *r)
{
	static const enum word heads[] = { W_ledger_report_when, W_ledger_report_who, W_ledger_report_role,
					   W_ledger_report_told, W_ledger_report_what, W_ledger_report_why,
					   W_ledger_report_basis, W_ledger_report_how, W_ledger_report_note };
	struct report_view v = { 0 };
	TRY(report_of(r, &v));
	struct buf out = buf_new(r->w.arena, 16 << 20);
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		csv_write(&out, word_text(r->w.lang, heads[i]), i == 0);
	csv_write_end(&out);
	for (size_t i = 0; i < v.lines.n; i++)
		report_row(r, &out, &v.lines.at[i]);
	return buf_is_full(&out) ? RC_BUSY : web_file(r, "text/csv; charset=utf-8", "disclosures.csv",
						      buf_text(&out), out.len);
}

/* --- the desk ------------------------------------------------------------------------------------ */

static enum rc privacy_page(struct web *r)
{
	struct privacy_view v = { .frame = web_frame(r, W_privacy_title) };
	const struct pass *pass;
	struct challenges list;
	struct outliers out;
	struct form query = { .values = &r->query };
	struct id_challenge one = { 0 };
	const char *asked = form_value(&query, "challenge");
	if (asked == NULL || *asked == '\0')
		asked = web_path(r, "challenge");
	(void)id_private(r->w.shared->cipher, ID_OF_challenge, asked ? asked : "", &one.v);
	TRY(access_roster(&r->w, PURPOSE_PRIVACY, &pass));
	TRY(challenge_list(&r->w, pass, &list));
	TRY(outlier_list(&r->w, pass, &out));
	v.challenges.at = arena_array(r->w.arena, struct challenge_item, list.n);
	v.challenges.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.challenges.at[i] = (struct challenge_item){ list.at[i], item_of(&list.at[i].about, true),
							      list.at[i].id.v == one.v };
	v.answer = (struct part){ &r->form, "answer", .label = W_privacy_answer, .hint = W_privacy_answer_hint };
	v.outliers.at = out.at;
	v.outliers.n = out.n;
	page_privacy(web_page(r), &v);
	return RC_OK;
}

static enum rc challenges_json(struct web *r)
{
	const struct pass *pass;
	struct challenges list;
	TRY(access_roster(&r->w, PURPOSE_PRIVACY, &pass));
	TRY(challenge_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc outliers_json(struct web *r)
{
	const struct pass *pass;
	struct outliers list;
	TRY(access_roster(&r->w, PURPOSE_PRIVACY, &pass));
	TRY(outlier_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc answer_act(struct web *r)
{
	struct challenge_answer_in in = { 0 };
	struct id_challenge id;
	TRY(web_id(r, challenge, &id));
	TRY(web_read(r, &in));
	TRY(challenge_answer(&r->w, id, &in));
	return web_done(r, "/privacy", "saved");
}

/* --- finding whom it is about ---------------------------------------------------------------- */

static enum rc show_found(struct web *r, const struct persons *found)
{
	struct found_view v = { .frame = web_frame(r, W_privacy_find), .asked = found != NULL };
	if (found != NULL)
		v.found = *found;
	v.words = (struct part){ &r->form, "words", .label = W_people_words, .hint = W_people_words_hint };
	page_privacy_find(web_page(r), &v);
	return RC_OK;
}

static enum rc find_page(struct web *r)
{
	return show_found(r, NULL);
}

static enum rc find_act(struct web *r)
{
	struct find_in in = { 0 };
	struct persons found;
	const struct pass *pass;
	TRY(web_read(r, &in));
	TRY(access_roster(&r->w, PURPOSE_PRIVACY, &pass));
	audit_detail(&r->w, in.words);
	TRY(person_search(&r->w, pass, &in, &found));
	return r->api ? web_list(r, found.at, sizeof(*found.at), found.n, 0) : show_found(r, &found);
}

static enum rc hold_act(struct web *r)
{
	struct ledger_hold_in in = { 0 };
	struct id_line line;
	bool held = false;
	TRY(web_id(r, line, &line));
	TRY(web_read(r, &in));
	TRY(ledger_hold(&r->w, line, &in, &held));
	return web_done(r, "/privacy", held ? "held_back" : "hold_asked");
}

const struct route ledger_routes[] = {
	{ "GET", "/ledger", "ledger.list", .who = TALKERS, .page = own_page, .json = own_json, ROUTE_QUERY(line_query_fields),
	  ROUTE_OUT(ledger_fields), .list = "lines", .doc = "Who saw one's data, and to whom it was told." },
	{ "POST", "/ledger/{line}/challenge", "ledger.challenge", .who = TALKERS, .audit = AUDIT_ACT,
	  .act = challenge_act, .again = own_page, ROUTE_IN(challenge_in_fields),
	  .doc = "Asks the privacy officer about one line." },
	{ "GET", "/people/{person}/disclosures", "disclosure.form", .who = TELLERS, .audit = AUDIT_READ,
	  .page = disclosures_page, .page_only = true, .doc = "To write down what was said." },
	{ "POST", "/people/{person}/disclosures", "disclosure.record", .who = TELLERS, .audit = AUDIT_ACT,
	  .act = disclose_act, .again = disclosures_page, ROUTE_IN(disclosure_fields), .made = "line",
	  .doc = "Writes down what was said about somebody, to whom, why, and on what basis." },
	{ "GET", "/disclosures/{line}", "disclosure.show", .who = TELLERS, .audit = AUDIT_READ, .page = copy_page,
	  .json = copy_json, ROUTE_OUT(disclosure_copy_fields),
	  .doc = "What was told by a consent, with its notice and its copy, to hand over." },
	{ "GET", "/disclosures/{line}/paper", "disclosure.paper", .who = TELLERS, .audit = AUDIT_READ,
	  .page = copy_pdf, .page_only = true, .doc = "The same as PDF, to go with what is told." },
	{ "GET", "/people/{person}/ledger", "ledger.about", .who = ROLE_privacy, .audit = AUDIT_READ,
	  .page = about_page, .json = about_json, ROUTE_QUERY(line_query_fields), ROUTE_OUT(ledger_fields), .list = "lines",
	  .doc = "Who saw somebody's data, with what is kept back." },
	{ "GET", "/ledger/report", "ledger.report", .who = TALKERS, .page = report_page, .json = report_json,
	  ROUTE_QUERY(report_query_fields), ROUTE_OUT(ledger_fields), .list = "lines",
	  .doc = "To whom one's data was told, to print and keep." },
	{ "GET", "/ledger/report.csv", "ledger.report_file", .who = TALKERS, .page = report_csv, .page_only = true,
	  ROUTE_QUERY(report_query_fields), .doc = "The same as a table." },
	{ "GET", "/people/{person}/report", "ledger.report_about", .who = ROLE_privacy, .audit = AUDIT_READ,
	  .page = report_page, .json = report_json, ROUTE_QUERY(report_query_fields), ROUTE_OUT(ledger_fields),
	  .list = "lines", .doc = "The accounting of disclosures of somebody, to hand over." },
	{ "GET", "/people/{person}/report.csv", "ledger.report_about_file", .who = ROLE_privacy,
	  .audit = AUDIT_READ, .page = report_csv, .page_only = true, ROUTE_QUERY(report_query_fields),
	  .doc = "The same as a table." },
	{ "POST", "/ledger/{line}/hold", "ledger.hold", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = hold_act, .again = privacy_page, ROUTE_IN(ledger_hold_fields),
	  .doc = "Asks to keep a line back by a statute; from a second person, keeps it back." },
	{ "GET", "/privacy/find", "privacy.find_form", .who = ROLE_privacy, .page = find_page, .page_only = true,
	  .doc = "To look for whom something is about." },
	{ "POST", "/privacy/find", "privacy.find", .who = ROLE_privacy, .audit = AUDIT_ACT, .act = find_act,
	  .again = find_page, ROUTE_IN(find_fields), ROUTE_OUT(person_fields), .list = "people",
	  .doc = "People of the agency, for the privacy officer." },
	{ "GET", "/privacy", "privacy.show", .who = ROLE_privacy, .audit = AUDIT_READ, .page = privacy_page,
	  .page_only = true, .doc = "The privacy officer's desk." },
	{ "GET", "/challenges", "challenge.list", .who = ROLE_privacy, .audit = AUDIT_READ,
	  .json = challenges_json, .json_only = true, ROUTE_OUT(challenge_fields), .list = "challenges",
	  .doc = "Questions about who saw data that are not answered." },
	{ "POST", "/challenges/{challenge}/answer", "challenge.answer", .who = ROLE_privacy,
	  .audit = AUDIT_ACT, .act = answer_act, .again = privacy_page, ROUTE_IN(challenge_answer_fields),
	  .doc = "Answers one; the person reads it." },
	{ "GET", "/outliers", "outlier.list", .who = ROLE_privacy, .audit = AUDIT_READ, .json = outliers_json,
	  .json_only = true, ROUTE_OUT(outlier_fields), .list = "outliers",
	  .doc = "Staff who looked at far more people than is usual for their role." },
	{ 0 },
};
