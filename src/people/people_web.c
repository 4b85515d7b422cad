/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people_pages.h"

#include <stdio.h>

#include "care_q.h"
#include "family_q.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "people_q.h"
#include "src/access/access.h"
#include "src/accounts/accounts.h"
#include "src/audit/audit.h"
#include "src/family/family.h"
#include "src/people/care.h"

enum { CARERS = ROLE_visits | ROLE_casemanager | ROLE_navigator, DUTY = ROLE_visits | ROLE_casemanager };

static const struct choice status_choices[] = {
	{ "here", .word = W_people_status_here },	  { "hospital", .word = W_people_status_hospital },
	{ "court", .word = W_people_status_court },	  { "away", .word = W_people_status_away },
	{ "moving", .word = W_people_status_moving },	  { "released", .word = W_people_status_released },
	{ "deceased", .word = W_people_status_deceased },
};
static const struct choice urgent_choices[] = {
	{ "death", .word = W_urgent_death },
	{ "illness", .word = W_urgent_illness },
	{ "other", .word = W_urgent_other },
};

static const struct choice reasons[] = {
	{ "agency", .word = W_people_because_agency },
	{ "site", .word = W_people_because_site },
	{ "tie", .word = W_people_because_tie },
	{ "emergency", .word = W_people_because_emergency },
	{ "caseload", .word = W_people_because_caseload },
};

/* --- finding ------------------------------------------------------------------------------ */

static struct people_line line_of(const struct person *p)
{
	return (struct people_line){
		.p = *p,
		.status_word = CHOICE_WORD(status_choices, p->status),
		.kind_word = text_is(p->kind, "family") ? W_role_family : W_role_inside,
	};
}

static void show_people(struct web *r, const struct persons *found, bool asked)
{
	struct people_view v = { .frame = web_frame(r, W_people_title), .asked = asked };
	v.words = (struct part){ &r->form, "words", .label = W_people_words, .hint = W_people_words_hint };
	v.found.at = arena_array(r->w.arena, struct people_line, found->n);
	v.found.n = found->n;
	for (size_t i = 0; i < found->n; i++)
		v.found.at[i] = line_of(&found->at[i]);
	page_people(web_page(r), &v);
}

static enum rc people_page(struct web *r)
{
	const struct persons nobody = { 0 };
	show_people(r, &nobody, false);
	return RC_OK;
}

static enum rc find_act(struct web *r)
{
	struct find_in in = { 0 };
	struct persons found;
	const struct pass *pass;
	TRY(web_read(r, &in));
	TRY(access_roster(&r->w, PURPOSE_CARE, &pass));
	audit_detail(&r->w, in.words);
	TRY(person_search(&r->w, pass, &in, &found));
	if (r->api)
		return web_list(r, found.at, sizeof(*found.at), found.n, 0);
	show_people(r, &found, true);
	return RC_OK;
}

/* --- one person ---------------------------------------------------------------------------- */

static enum rc pass_for(struct web *r, struct id_person *id, const struct pass **pass)
{
	TRY(web_id(r, person, id));
	TRY(access_ask(&r->w, *id, PURPOSE_CARE, pass));
	audit_about(&r->w, person, *id);
	return RC_OK;
}

static enum rc show_person(struct web *r, const struct pass *pass, const char *pin)
{
	struct person_view v = { .frame = web_frame(r, W_people_one), .new_pin = pin };
	struct person p;
	struct site site;
	enum rc rc = person_get(&r->w, pass, &p);
	if (rc == RC_NOT_FOUND)
		return work_fail(&r->w, E_not_there, NULL);
	TRY(rc);
	v.line = line_of(&p);
	v.because = CHOICE_WORD(reasons, pass_because(pass));
	v.places = r->w.actor.roles & CARERS;
	v.inside = text_is(p.kind, "inside") && v.places;
	v.family = text_is(p.kind, "family");
	v.officers = (r->w.actor.roles & ROLE_casemanager) && !v.family;
	v.asks = r->w.actor.roles & (ROLE_visits | ROLE_casemanager);
	v.sealable = v.asks && (v.inside || text_is(p.kind, "supervised"));
	v.plans = (r->w.actor.roles & ROLE_casemanager) != 0;
	if (p.site.v != 0) {
		TRY(site_get(&r->w, p.site, &site));
		v.line.site = site.name;
	}
	v.status = (struct part){ &r->form, "status", .label = W_people_status, .choices = CHOICES(status_choices) };
	v.site = (struct part){ &r->form, "site", .label = W_people_site };
	TRY(web_site_choices(r, W_people_site_same, &v.site.choices));
	v.contact = (struct part){ &r->form, "contact", .label = W_sign_in_contact, .hint = W_sign_in_contact_hint };
	page_person(web_page(r), &v);
	return RC_OK;
}

struct why {
	const char *because, *purpose;
	bool sealed;
};
static const struct field why_fields[] = {
	{ "because", FIELD_TEXT, offsetof(struct why, because),
	  .doc = "agency, site, tie or emergency: what lets one read this person" },
	{ "purpose", FIELD_TEXT, offsetof(struct why, purpose) },
	{ "sealed", FIELD_BOOL, offsetof(struct why, sealed),
	  .doc = "Always false: sealed talk and notes are of their own parties alone, whatever lets one read" },
};

/* Only what one may read has a why: the rest is not there. */
static enum rc why_json(struct web *r)
{
	struct id_person id;
	const struct pass *pass;
	TRY(pass_for(r, &id, &pass));
	return web_object(r, &(struct why){ pass_because(pass), purpose_stem(pass_purpose(pass)), false });
}

static enum rc person_page(struct web *r)
{
	struct id_person id;
	const struct pass *pass;
	TRY(pass_for(r, &id, &pass));
	return show_person(r, pass, NULL);
}

static enum rc person_json(struct web *r)
{
	struct id_person id;
	const struct pass *pass;
	struct person p;
	TRY(pass_for(r, &id, &pass));
	enum rc rc = person_get(&r->w, pass, &p);
	if (rc == RC_NOT_FOUND)
		return work_fail(&r->w, E_not_there, NULL);
	TRY(rc);
	return web_object(r, &p);
}

static const char *person_path(struct web *r, struct id_person id)
{
	return web_printf(r, "/people/%s", web_id_text(r, ID_OF_person, id.v));
}

static enum rc status_act(struct web *r)
{
	struct status_in in = { 0 };
	struct id_person id;
	const struct pass *pass;
	TRY(pass_for(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(person_status_note(&r->w, pass, &in));
	return web_done(r, person_path(r, id), "saved");
}

struct new_pin {
	char pin[7], hash[SECRET_HASH_MAX];
};

static enum rc pin_slow(struct web *r)
{
	struct new_pin *made = arena_new_of(r->w.arena, struct new_pin);
	(void)snprintf(made->pin, sizeof(made->pin), "%06u", 100000 + rand_below(900000));
	TRY(secret_hash(made->pin, made->hash));
	r->kept = made;
	return RC_OK;
}

/* Shown once, to be told face to face: the answer is the page, not a way on. */
static enum rc pin_act(struct web *r)
{
	const struct new_pin *made = r->kept;
	struct id_person id;
	const struct pass *pass;
	TRY(pass_for(r, &id, &pass));
	TRY(pin_issue(&r->w, pass, made->hash));
	if (!r->api)
		return show_person(r, pass, made->pin);
	buf_printf(web_json(r), "{\"pin\":\"%s\"}", made->pin);
	return RC_OK;
}

static enum rc contact_act(struct web *r)
{
	struct contact_set_in in = { 0 };
	struct id_person id;
	const struct pass *pass;
	TRY(pass_for(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(contact_set(&r->w, pass, &in));
	return web_done(r, person_path(r, id), "saved");
}

/* --- urgent news ------------------------------------------------------------------------------- */

static enum rc urgent_form(struct web *r)
{
	struct urgent_view v = { .frame = web_frame(r, W_home_urgent) };
	const struct pass *pass;
	struct ties ties;
	TRY(access_own(&r->w, &pass));
	TRY(tie_list(&r->w, pass, &ties));
	struct choice *at = arena_array(r->w.arena, struct choice, ties.n);
	size_t n = 0;
	for (size_t i = 0; i < ties.n; i++)
		if (text_is(ties.at[i].state, "agreed"))
			at[n++] = (struct choice){ web_id_text(r, ID_OF_person, ties.at[i].other.v),
						   ties.at[i].name };
	v.anybody = n > 0;
	v.person = (struct part){ &r->form, "person", .label = W_urgent_who, .choices = { at, n } };
	v.kind = (struct part){ &r->form, "kind", .label = W_urgent_what, .choices = CHOICES(urgent_choices) };
	v.body = (struct part){ &r->form, "body", .label = W_urgent_tell, .hint = W_urgent_tell_hint };
	page_urgent_new(web_page(r), &v);
	return RC_OK;
}

static enum rc urgent_act(struct web *r)
{
	struct urgent_in in = { 0 };
	const struct pass *pass;
	struct id_urgent id;
	TRY(web_read(r, &in));
	TRY(access_ask(&r->w, in.person, PURPOSE_TALK, &pass));
	TRY(urgent_send(&r->w, pass, &in, &id));
	return web_made(r, ID_OF_urgent, id.v, "/home", "urgent");
}

static enum rc urgents(struct web *r, struct urgents *ret)
{
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_CARE, &pass));
	return urgent_list(&r->w, pass, ret);
}

static enum rc urgent_page(struct web *r)
{
	struct urgent_view v = { .frame = web_frame(r, W_staff_urgent_title) };
	struct urgents list;
	TRY(urgents(r, &list));
	v.frame.live_ids = "menu queue";
	v.lines.at = arena_array(r->w.arena, struct urgent_line, list.n);
	v.lines.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.lines.at[i] = (struct urgent_line){
			list.at[i], CHOICE_WORD(urgent_choices, list.at[i].kind),
			list.at[i].late ? "late" : "open"
		};
	page_urgent_list(web_page(r), &v);
	return RC_OK;
}

static enum rc urgent_json(struct web *r)
{
	struct urgents list;
	TRY(urgents(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc move_urgent(struct web *r, const char *state)
{
	struct id_urgent id;
	const struct pass *pass;
	TRY(web_id(r, urgent, &id));
	TRY(access_roster(&r->w, PURPOSE_CARE, &pass));
	TRY(urgent_move(&r->w, pass, id, state));
	return web_done(r, "/urgent", "saved");
}

static enum rc taken_act(struct web *r)
{
	return move_urgent(r, "taken");
}

static enum rc told_act(struct web *r)
{
	return move_urgent(r, "told");
}

const struct route people_routes[] = {
	{ "GET", "/people", "person.find_form", .who = CARERS, .page = people_page, .page_only = true,
	  .doc = "Asks for a number or a last name." },
	{ "POST", "/people", "person.find", .who = CARERS, .audit = AUDIT_ACT, .act = find_act,
	  .again = people_page, ROUTE_IN(find_fields), ROUTE_OUT(person_fields), .list = "people",
	  .doc = "People of one's sites, by number or by how the last name begins." },
	{ "GET", "/people/{person}", "person.show", .who = CARERS | ROLE_officer, .audit = AUDIT_READ, .page = person_page,
	  .json = person_json, ROUTE_OUT(person_fields), .doc = "One person." },
	{ "GET", "/people/{person}/why", "access.why", .who = CARERS | ROLE_officer, .audit = AUDIT_READ, .json = why_json,
	  .json_only = true, ROUTE_OUT(why_fields), .doc = "What lets one read this person's record." },
	{ "POST", "/people/{person}/status", "person.status", .who = CARERS, .audit = AUDIT_ACT,
	  .act = status_act, .again = person_page, ROUTE_IN(status_fields),
	  .doc = "Notes what became of a person: hospital, transfer, release, death." },
	{ "POST", "/people/{person}/pin", "pin.issue", .who = DUTY, .audit = AUDIT_ACT, .slow = pin_slow,
	  .act = pin_act, .again = person_page,
	  .doc = "A PIN that works once, told in person; shown in the answer and nowhere else." },
	{ "POST", "/people/{person}/contact", "contact.set", .who = CARERS, .audit = AUDIT_ACT,
	  .act = contact_act, .again = person_page, ROUTE_IN(contact_set_fields),
	  .doc = "A family member's new number or address, after they proved who they are." },
	{ "GET", "/urgent/new", "urgent.form", .who = ROLE_family | ROLE_guardian, .page = urgent_form,
	  .page_only = true, .doc = "Asks what is to be told." },
	{ "POST", "/urgent", "urgent.send", .who = ROLE_family | ROLE_guardian, .audit = AUDIT_ACT,
	  .act = urgent_act, .again = urgent_form, ROUTE_IN(urgent_in_fields), .made = "urgent",
	  .doc = "News of a death or grave illness, told in person by somebody on duty." },
	{ "GET", "/urgent", "urgent.list", .who = DUTY, .audit = AUDIT_READ, .page = urgent_page,
	  .json = urgent_json, ROUTE_OUT(urgent_fields), .list = "urgent", .doc = "News that is not told yet." },
	{ "POST", "/urgent/{urgent}/taken", "urgent.take", .who = DUTY, .audit = AUDIT_ACT,
	  .act = taken_act, .again = urgent_page, .doc = "Says that one is on the way to tell." },
	{ "POST", "/urgent/{urgent}/told", "urgent.tell", .who = DUTY, .audit = AUDIT_ACT, .act = told_act,
	  .again = urgent_page, .doc = "It was told; the sender hears so." },
	{ 0 },
};
