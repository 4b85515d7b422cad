/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Staff: the family and contact of one person, two people side by side, and what
 * may pass between two who are tied. */
#include "family_pages.h"

#include "family_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/family/circle_view.h"

enum { DUTY = ROLE_visits | ROLE_casemanager, VERIFIERS = DUTY | ROLE_admin };

#define PAIR(stem, prefix) { #stem, .word = W_##prefix##_##stem }
static const struct choice role_choices[] = {
	{ "", .word = W_link_choose }, PAIR(partner, relation), PAIR(parent, relation), PAIR(child, relation),
	PAIR(sibling, relation), PAIR(grandparent, relation), PAIR(other_family, relation),
	PAIR(carer, relation), PAIR(godparent, relation), PAIR(ex_partner, relation),
	PAIR(friend, relation), PAIR(neighbour, staff_role), PAIR(mentor, staff_role),
	PAIR(clergy, staff_role), PAIR(worker, staff_role),
};
static const struct choice strength_choices[] = {
	{ "", .word = W_link_choose }, PAIR(strong, staff_bond), PAIR(steady, staff_bond),
	PAIR(weak, staff_bond), PAIR(strained, staff_bond),
};
static const struct choice channel_choices[] = {
	PAIR(message, staff_channel), PAIR(letter, staff_channel), PAIR(call, staff_channel),
	PAIR(visit, staff_channel), PAIR(video, staff_channel), PAIR(plan, staff_channel),
	PAIR(meeting, staff_channel), PAIR(case, staff_channel),
};
static const struct choice may_choices[] = {
	{ "true", .word = W_staff_may_yes }, { "false", .word = W_staff_may_no },
};

/* --- one person's family and contact ----------------------------------------------------- */

static enum rc pass_for(struct web *r, struct id_person *id, const struct pass **pass)
{
	TRY(web_id(r, person, id));
	TRY(access_ask(&r->w, *id, PURPOSE_CARE, pass));
	audit_about(&r->w, person, *id);
	return RC_OK;
}

static const char *circle_path(struct web *r, struct id_person id)
{
	return web_printf(r, "/people/%s/family", web_id_text(r, ID_OF_person, id.v));
}

static void fill_parts(struct web *r, struct circle_view *v)
{
	v->authority = (struct part){ &r->form, "authority", .label = W_staff_authority_name };
	v->evidence = (struct part){ &r->form, "evidence", .label = W_staff_guardian_papers,
				     .hint = W_staff_guardian_papers_hint };
	v->starts_on = (struct part){ &r->form, "starts_on", .label = W_staff_starts_on };
	v->ends_on = (struct part){ &r->form, "ends_on", .label = W_staff_ends_on };
	v->first_name = (struct part){ &r->form, "first_name", .label = W_staff_first_name };
	v->last_name = (struct part){ &r->form, "last_name", .label = W_staff_last_name };
	v->birth_date = (struct part){ &r->form, "birth_date", .label = W_staff_birth_date };
	v->words = (struct part){ &r->form, "words", .label = W_people_words, .hint = W_people_words_hint };
	v->name = (struct part){ &r->form, "name", .label = W_people_name };
	v->role = (struct part){ &r->form, "role", .label = W_staff_network_role, .choices = CHOICES(role_choices) };
	v->strength = (struct part){ &r->form, "strength", .label = W_staff_network_strength,
				     .choices = CHOICES(strength_choices) };
	v->helps_with = (struct part){ &r->form, "helps_with", .label = W_staff_network_helps,
				       .hint = W_staff_network_helps_hint };
}

static enum rc fill_network(struct web *r, const struct pass *pass, struct circle_view *v)
{
	struct supporters list;
	TRY(supporter_list(&r->w, pass, &list));
	v->network.at = arena_array(r->w.arena, struct network_line, list.n);
	v->network.n = list.n;
	for (size_t i = 0; i < list.n; i++) {
		const struct supporter *s = &list.at[i];
		v->network.at[i] = (struct network_line){
			*s, CHOICE_WORD(role_choices, s->role),
			CHOICE_WORD(strength_choices, s->strength)
		};
	}
	return RC_OK;
}

static enum rc fill_ties(struct web *r, const struct pass *pass, struct circle_view *v)
{
	struct person_ties list;
	TRY(tie_of_person(&r->w, pass, &list));
	v->ties.at = arena_array(r->w.arena, struct tie_staff_line, list.n);
	v->ties.n = list.n;
	for (size_t i = 0; i < list.n; i++) {
		struct tie_staff_line *l = &v->ties.at[i];
		*l = (struct tie_staff_line){ .t = list.at[i], .relation_word = relation_word(list.at[i].relation) };
		l->agreed = text_is(l->t.state, "agreed");
		l->asks = v->minor && l->t.minor;
		l->state_word = l->agreed			 ? W_staff_tie_agreed :
				text_is(l->t.state, "asking")	 ? W_staff_tie_asking :
				l->t.passed			 ? W_staff_tie_guardians :
								   W_staff_tie_checking;
	}
	return RC_OK;
}

static enum rc fill_circle(struct web *r, const struct pass *pass, struct circle_view *v)
{
	struct work *w = &r->w;
	enum stage stage;
	enum rc rc = person_get(w, pass, &v->person);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(person_stage(w, v->person.tenant, v->person.born, &stage));
	bool family = text_is(v->person.kind, "family");
	v->inside = text_is(v->person.kind, "inside");
	v->minor = family && stage != STAGE_ADULT;
	v->adult = family && stage == STAGE_ADULT;
	v->age = person_age(w, v->person.birth_date);
	if (v->minor)
		TRY(guardian_list(w, pass, &v->guardians));
	if (v->adult)
		TRY(ward_list(w, pass, &v->wards));
	if (v->inside)
		TRY(contact_list(w, pass, &v->contacts));
	TRY(household_list(w, pass, &v->household));
	TRY(fill_network(r, pass, v));
	TRY(fill_ties(r, pass, v));
	TRY(barrier_list(w, pass, &v->apart));
	fill_parts(r, v);
	return RC_OK;
}

static enum rc circle_page(struct web *r)
{
	struct circle_view v = { .frame = web_frame(r, W_staff_circle_title) };
	const struct pass *pass;
	struct id_person id;
	TRY(pass_for(r, &id, &pass));
	TRY(fill_circle(r, pass, &v));
	page_circle(web_page(r), &v);
	return RC_OK;
}

/* The other of two: found here, so that the pair's page is two acts away. */
static enum rc find_act(struct web *r)
{
	struct circle_view v = { .frame = web_frame(r, W_staff_circle_title), .asked = true };
	struct find_in in = { 0 };
	const struct pass *pass, *roster;
	struct id_person id;
	TRY(web_read(r, &in));
	TRY(pass_for(r, &id, &pass));
	TRY(access_roster(&r->w, PURPOSE_CARE, &roster));
	audit_detail(&r->w, in.words);
	TRY(person_search(&r->w, roster, &in, &v.found));
	TRY(fill_circle(r, pass, &v));
	page_circle(web_page(r), &v);
	return RC_OK;
}

/* --- guardians and children -------------------------------------------------------------------- */

static enum rc guardians_json(struct web *r)
{
	struct guardians list;
	const struct pass *pass;
	struct id_person id;
	TRY(pass_for(r, &id, &pass));
	TRY(guardian_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc wards_json(struct web *r)
{
	struct guardians list;
	const struct pass *pass;
	struct id_person id;
	TRY(pass_for(r, &id, &pass));
	TRY(ward_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc guardian_act(struct web *r)
{
	struct guardian_in in = { 0 };
	const struct pass *pass;
	struct id_person id;
	struct id_guardian made;
	TRY(pass_for(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(guardian_add(&r->w, pass, &in, &made));
	return web_made(r, ID_OF_guardian, made.v, circle_path(r, id), "saved");
}

static enum rc guardian_end_act(struct web *r)
{
	struct id_guardian id;
	struct id_person child;
	TRY(web_id(r, guardian, &id));
	TRY(guardian_end(&r->w, id, &child));
	return web_done(r, circle_path(r, child), "guardian_ended");
}

static enum rc child_act(struct web *r)
{
	struct child_in in = { 0 };
	const struct pass *pass;
	struct id_person id, made;
	TRY(pass_for(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(child_add(&r->w, pass, &in, &made));
	return web_made(r, ID_OF_person, made.v, circle_path(r, made), "saved");
}

static enum rc say_act(struct web *r)
{
	struct say_in in = { 0 };
	struct id_tie id;
	struct id_person child;
	TRY(web_id(r, tie, &id));
	TRY(web_read(r, &in));
	TRY(say_note(&r->w, id, &in, &child));
	return web_done(r, circle_path(r, child), "saved");
}

/* --- household and network ----------------------------------------------------------------------- */

static enum rc household_json(struct web *r)
{
	struct members list;
	const struct pass *pass;
	struct id_person id;
	TRY(pass_for(r, &id, &pass));
	TRY(household_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc household_act(struct web *r)
{
	struct household_in in = { 0 };
	const struct pass *pass;
	struct id_person id;
	TRY(pass_for(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(household_add(&r->w, pass, &in));
	return web_done(r, circle_path(r, id), "saved");
}

static enum rc leave_act(struct web *r)
{
	struct leave_in in = { 0 };
	const struct pass *pass;
	struct id_person id;
	TRY(pass_for(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(household_leave(&r->w, pass, &in));
	return web_done(r, circle_path(r, id), "saved");
}

static enum rc network_json(struct web *r)
{
	struct supporters list;
	const struct pass *pass;
	struct id_person id;
	TRY(pass_for(r, &id, &pass));
	TRY(supporter_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc network_act(struct web *r)
{
	struct supporter_in in = { 0 };
	const struct pass *pass;
	struct id_person id;
	struct id_supporter made;
	TRY(pass_for(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(supporter_add(&r->w, pass, &in, &made));
	return web_made(r, ID_OF_supporter, made.v, circle_path(r, id), "saved");
}

static enum rc network_end_act(struct web *r)
{
	struct id_supporter id;
	struct id_person person;
	TRY(web_id(r, supporter, &id));
	TRY(supporter_end(&r->w, id, &person));
	return web_done(r, circle_path(r, person), "saved");
}

/* --- approved contacts ------------------------------------------------------------------------------- */

static enum rc contacts_json(struct web *r)
{
	struct contacts list;
	const struct pass *pass;
	struct id_person id;
	TRY(pass_for(r, &id, &pass));
	TRY(contact_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc contact_act(struct web *r)
{
	struct contact_new_in in = { 0 };
	const struct pass *pass;
	struct id_person id;
	struct id_contact made;
	TRY(pass_for(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(contact_add(&r->w, pass, &in, &made));
	return web_made(r, ID_OF_contact, made.v, circle_path(r, id), "saved");
}

/* --- two people ------------------------------------------------------------------------------------------ */

static enum rc known(struct web *r, const struct pass *pass, struct person *ret)
{
	enum rc rc = person_get(&r->w, pass, ret);
	return rc == RC_NOT_FOUND ? work_fail(&r->w, E_not_there, NULL) : rc;
}

static void find_apart(const struct web *r, const struct barriers *apart, struct id_person other,
		       struct pair_view *v)
{
	for (size_t i = 0; i < apart->n; i++) {
		const struct barrier *b = &apart->at[i];
		if (b->other.v != other.v || !text_is(b->kind, "staff"))
			continue;
		v->apart = true;
		v->lift_reason = b->lift_by.v ? b->lift_reason : NULL;
		v->lift_own = b->lift_by.v == r->w.actor.account.v;
	}
}

static enum rc show_pair(struct web *r, struct id_person one, struct id_person other)
{
	struct pair_view v = { .frame = web_frame(r, W_staff_pair_title) };
	const struct pass *pass, *theirs;
	struct barriers apart;
	enum stage stage;
	TRY(access_ask(&r->w, one, PURPOSE_CARE, &pass));
	TRY(barrier_list(&r->w, pass, &apart));
	find_apart(r, &apart, other, &v);
	/* What keeps them apart may be all that still joins them: it names the other already. */
	if (v.apart)
		theirs = access_program(&r->w, other);
	else
		TRY(access_ask(&r->w, other, PURPOSE_CARE, &theirs));
	audit_about(&r->w, person, one);
	TRY(known(r, pass, &v.one));
	TRY(known(r, theirs, &v.other));
	if (one.v == other.v)
		return work_fail(&r->w, E_not_there, NULL);
	TRY(person_stage(&r->w, v.one.tenant, v.one.born, &stage));
	v.minor = stage != STAGE_ADULT && text_is(v.one.kind, "family");
	v.other_is_family = text_is(v.other.kind, "family");
	v.may_order = r->w.actor.roles & (ROLE_casemanager | ROLE_privacy);
	v.evidence = (struct part){ &r->form, "evidence", .label = W_staff_guardian_papers,
				    .hint = W_staff_guardian_papers_hint };
	v.starts_on = (struct part){ &r->form, "starts_on", .label = W_staff_starts_on };
	v.ends_on = (struct part){ &r->form, "ends_on", .label = W_staff_ends_on };
	v.reason = (struct part){ &r->form, "reason", .label = W_staff_apart_reason };
	TRY(court_list(&r->w, pass, other, &v.court_orders));
	for (size_t i = 0; i < v.court_orders.n; i++)
		v.court_now = v.court_now || v.court_orders.at[i].starts_on <= zone_date(r->w.zone, r->w.now);
	page_pair(web_page(r), &v);
	return RC_OK;
}

static enum rc pair_page(struct web *r)
{
	struct id_person one, other;
	TRY(web_id(r, person, &one));
	TRY(web_path_id(r, "other", ID_OF_person, &other.v));
	return show_pair(r, one, other);
}

/* The pair's page again, with what is wrong in the form; the two stand in what was sent. */
static enum rc pair_again(struct web *r)
{
	struct id_person one = { 0 }, other = { 0 };
	(void)id_private(r->w.shared->cipher, ID_OF_person, form_value(&r->form, "one"), &one.v);
	(void)id_private(r->w.shared->cipher, ID_OF_person, form_value(&r->form, "other"), &other.v);
	return show_pair(r, one, other);
}

static enum rc barriers_json(struct web *r)
{
	struct barriers list;
	const struct pass *pass;
	struct id_person id;
	TRY(pass_for(r, &id, &pass));
	TRY(barrier_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc ties_json(struct web *r)
{
	struct person_ties list;
	const struct pass *pass;
	struct id_person id;
	TRY(pass_for(r, &id, &pass));
	TRY(tie_of_person(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static const char *pair_path(struct web *r, const struct barrier_in *in)
{
	return web_printf(r, "/people/%s/with/%s", web_id_text(r, ID_OF_person, in->one.v),
			  web_id_text(r, ID_OF_person, in->other.v));
}

static enum rc barrier_act(struct web *r)
{
	struct barrier_in in = { 0 };
	TRY(web_read(r, &in));
	TRY(barrier_set(&r->w, &in));
	return web_done(r, pair_path(r, &in), "apart");
}

static enum rc lift_ask_act(struct web *r)
{
	struct barrier_in in = { 0 };
	TRY(web_read(r, &in));
	TRY(barrier_lift_ask(&r->w, &in));
	return web_done(r, pair_path(r, &in), "apart_asked");
}

static enum rc lift_act(struct web *r)
{
	struct barrier_in in = { 0 };
	TRY(web_read(r, &in));
	TRY(barrier_lift(&r->w, &in));
	return web_done(r, pair_path(r, &in), "apart_lifted");
}

/* --- what may pass --------------------------------------------------------------------------------------- */

/* A line per channel, also where nothing was said; then what begins later. */
static void fill_matrix(struct web *r, const struct permissions *list, struct permissions_view *v)
{
	v->lines.at = arena_array(r->w.arena, struct permission_line, list->n + COUNT_OF(channel_choices));
	for (size_t c = 0; c < COUNT_OF(channel_choices); c++) {
		bool said = false;
		for (size_t i = 0; i < list->n; i++) {
			if (!text_is(list->at[i].channel, channel_choices[c].value))
				continue;
			said = true;
			v->lines.at[v->lines.n++] =
				(struct permission_line){ list->at[i], channel_choices[c].word, true };
		}
		if (!said)
			v->lines.at[v->lines.n++] = (struct permission_line){ .p = { .allowed = true },
									      .channel_word = channel_choices[c].word };
	}
}

static enum rc permissions_of(struct web *r, struct id_tie *id, struct permissions *ret)
{
	const struct pass *pass;
	TRY(web_id(r, tie, id));
	TRY(access_roster(&r->w, PURPOSE_LINKING, &pass));
	audit_about(&r->w, tie, *id);
	return permission_list(&r->w, pass, *id, ret);
}

static enum rc permissions_page(struct web *r)
{
	struct permissions_view v = { .frame = web_frame(r, W_staff_permissions) };
	struct permissions list;
	struct tie_names names;
	const struct pass *pass;
	TRY(permissions_of(r, &v.tie, &list));
	TRY(access_roster(&r->w, PURPOSE_LINKING, &pass));
	enum rc rc = q_tie_names(&r->w, pass, v.tie, &names);
	if (rc == RC_NOT_FOUND)
		return work_fail(&r->w, E_not_there, NULL);
	TRY(rc);
	v.family_name = names.family_name;
	v.inside_name = names.inside_name;
	v.inside = names.inside;
	v.relation_word = relation_word(names.relation);
	TRY(court_stands(&r->w, v.tie, &v.court_now));
	fill_matrix(r, &list, &v);
	v.channel = (struct part){ &r->form, "channel", .label = W_staff_channel, .choices = CHOICES(channel_choices) };
	v.allowed = (struct part){ &r->form, "allowed", .label = W_staff_may, .choices = CHOICES(may_choices) };
	v.reason = (struct part){ &r->form, "reason", .label = W_staff_apart_reason };
	v.authority = (struct part){ &r->form, "authority", .label = W_staff_authority, .hint = W_staff_authority_who };
	v.starts_on = (struct part){ &r->form, "starts_on", .label = W_staff_starts_on };
	v.ends_on = (struct part){ &r->form, "ends_on", .label = W_staff_ends_on };
	page_permissions(web_page(r), &v);
	return RC_OK;
}

static enum rc permissions_json(struct web *r)
{
	struct permissions list;
	struct id_tie id;
	TRY(permissions_of(r, &id, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static const char *matrix_path(struct web *r, struct id_tie id)
{
	return web_printf(r, "/ties/%s/permissions", web_id_text(r, ID_OF_tie, id.v));
}

static enum rc permission_act(struct web *r)
{
	struct permission_in in = { 0 };
	const struct pass *pass;
	struct id_tie id;
	TRY(web_id(r, tie, &id));
	TRY(web_read(r, &in));
	TRY(access_roster(&r->w, PURPOSE_LINKING, &pass));
	TRY(permission_set(&r->w, pass, id, &in));
	return web_done(r, matrix_path(r, id), "saved");
}

static enum rc permission_end_act(struct web *r)
{
	struct id_permission id;
	struct id_tie tie;
	TRY(web_id(r, permission, &id));
	TRY(permission_end(&r->w, id, &tie));
	return web_done(r, matrix_path(r, tie), "permission_ended");
}

enum { LINKERS = DUTY | ROLE_navigator };

const struct route circle_routes[] = {
	{ "GET", "/people/{person}/family", "circle.show", .who = DUTY, .audit = AUDIT_READ,
	  .page = circle_page, .page_only = true, .doc = "One person's family and contact." },
	{ "POST", "/people/{person}/family", "circle.find", .who = DUTY, .audit = AUDIT_ACT,
	  .act = find_act, .again = circle_page, .page_only = true, ROUTE_IN(find_fields),
	  .doc = "Finds the other of two people." },
	{ "GET", "/people/{person}/with/{other}", "pair.show", .who = DUTY, .audit = AUDIT_READ,
	  .page = pair_page, .page_only = true, .doc = "Two people, and what can be done about the two." },
	{ "GET", "/people/{person}/guardians", "guardian.list", .who = VERIFIERS, .audit = AUDIT_READ,
	  .json = guardians_json, .json_only = true, ROUTE_OUT(guardian_fields), .list = "guardians",
	  .doc = "Who acts, or acted, for a child." },
	{ "POST", "/people/{person}/guardians", "guardian.add", .who = VERIFIERS, .audit = AUDIT_ACT,
	  .act = guardian_act, .again = circle_page, ROUTE_IN(guardian_in_fields), .made = "guardian",
	  .doc = "Notes a guardian of a child, whose papers were seen." },
	{ "POST", "/guardians/{guardian}/end", "guardian.end", .who = VERIFIERS, .audit = AUDIT_ACT,
	  .act = guardian_end_act, .doc = "Ends a guardianship at once." },
	{ "GET", "/people/{person}/children", "ward.list", .who = VERIFIERS, .audit = AUDIT_READ,
	  .json = wards_json, .json_only = true, ROUTE_OUT(guardian_fields), .list = "guardians",
	  .doc = "The children whom somebody acts, or acted, for." },
	{ "POST", "/people/{person}/children", "child.add", .who = VERIFIERS, .audit = AUDIT_ACT,
	  .act = child_act, .again = circle_page, ROUTE_IN(child_in_fields), .made = "person",
	  .doc = "A new child without an account, with the person as a guardian." },
	{ "POST", "/ties/{tie}/says", "say.note", .who = DUTY, .audit = AUDIT_ACT, .act = say_act,
	  ROUTE_IN(say_in_fields), .doc = "What a guardian, or the child in private, says to a child's link." },
	{ "GET", "/people/{person}/household", "household.list", .who = DUTY, .audit = AUDIT_READ,
	  .json = household_json, .json_only = true, ROUTE_OUT(member_fields), .list = "members",
	  .doc = "The household that somebody is in, with who was in it before." },
	{ "POST", "/people/{person}/household", "household.add", .who = DUTY, .audit = AUDIT_ACT,
	  .act = household_act, .again = circle_page, ROUTE_IN(household_in_fields),
	  .doc = "Somebody joins the person's household, which is made where there is none." },
	{ "POST", "/people/{person}/household/leave", "household.leave", .who = DUTY, .audit = AUDIT_ACT,
	  .act = leave_act, .again = circle_page, ROUTE_IN(leave_in_fields), .doc = "The person leaves their household." },
	{ "GET", "/people/{person}/network", "supporter.list", .who = DUTY, .audit = AUDIT_READ,
	  .json = network_json, .json_only = true, ROUTE_OUT(supporter_fields), .list = "network",
	  .doc = "Who stands by somebody." },
	{ "POST", "/people/{person}/network", "supporter.add", .who = DUTY, .audit = AUDIT_ACT,
	  .act = network_act, .again = circle_page, ROUTE_IN(supporter_in_fields), .made = "supporter",
	  .doc = "Somebody who stands by a person." },
	{ "POST", "/network/{supporter}/end", "supporter.end", .who = DUTY, .audit = AUDIT_ACT,
	  .act = network_end_act, .doc = "Takes somebody off the list of support." },
	{ "GET", "/people/{person}/contacts", "contact.list", .who = LINKERS, .audit = AUDIT_READ,
	  .json = contacts_json, .json_only = true, ROUTE_OUT(contact_out_fields), .list = "contacts",
	  .doc = "Whom a person inside has approved." },
	{ "POST", "/people/{person}/contacts", "contact.add", .who = DUTY, .audit = AUDIT_ACT,
	  .act = contact_act, .again = circle_page, ROUTE_IN(contact_new_fields), .made = "contact",
	  .doc = "Staff write down whom a person inside approves." },
	{ "GET", "/people/{person}/barriers", "barrier.list", .who = DUTY, .audit = AUDIT_READ,
	  .json = barriers_json, .json_only = true, ROUTE_OUT(barrier_fields), .list = "barriers",
	  .doc = "Who is kept apart from somebody." },
	{ "GET", "/people/{person}/ties", "tie.of_person", .who = DUTY, .audit = AUDIT_READ,
	  .json = ties_json, .json_only = true, ROUTE_OUT(person_tie_fields), .list = "ties",
	  .doc = "Links and requests of somebody." },
	{ "POST", "/barriers", "barrier.set", .who = DUTY, .audit = AUDIT_ACT, .act = barrier_act,
	  .again = pair_again, ROUTE_IN(barrier_in_fields), .doc = "Keeps two people apart, both ways." },
	{ "POST", "/barriers/lift", "barrier.lift_ask", .who = DUTY, .audit = AUDIT_ACT, .act = lift_ask_act,
	  .again = pair_again, ROUTE_IN(barrier_in_fields), .doc = "Asks another of the staff to lift what keeps two apart." },
	{ "POST", "/barriers/lift/confirm", "barrier.lift", .who = DUTY, .audit = AUDIT_ACT, .act = lift_act,
	  .again = pair_again, ROUTE_IN(barrier_in_fields),
	  .doc = "Lifts what keeps two people apart: by somebody else than who asked for it." },
	{ "GET", "/ties/{tie}/permissions", "permission.list", .who = LINKERS, .audit = AUDIT_READ,
	  .page = permissions_page, .json = permissions_json, ROUTE_OUT(permission_fields),
	  .list = "permissions", .doc = "What may pass between two tied people, by channel." },
	{ "POST", "/ties/{tie}/permissions", "permission.set", .who = LINKERS, .audit = AUDIT_ACT,
	  .act = permission_act, .again = permissions_page, ROUTE_IN(permission_in_fields),
	  .doc = "What may, or may not, pass on a channel, with reason, authority and dates." },
	{ "POST", "/permissions/{permission}/end", "permission.end", .who = LINKERS, .audit = AUDIT_ACT,
	  .act = permission_end_act, .doc = "Ends at once what was said about a channel." },
	{ 0 },
};
