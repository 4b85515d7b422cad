/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "safety_pages.h"

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/people/people.h"

enum {
	TALKERS = ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised,
	LOOKERS = ROLE_casemanager | ROLE_privacy,
};

static const struct choice kinds[] = {
	{ "session", .word = W_together_session },
	{ "meeting", .word = W_together_meeting },
	{ "mediation", .word = W_together_mediation },
};
static const struct choice parts[] = {
	{ "yes", .word = W_together_yes },
	{ "other_day", .word = W_together_other_day },
	{ "no", .word = W_together_no },
};
static const struct choice causes[] = {
	{ "apart", .word = W_staff_joint_apart },	  { "hurt", .word = W_staff_joint_hurt },
	{ "afraid", .word = W_staff_joint_afraid },	  { "no", .word = W_staff_joint_no },
	{ "not_asked", .word = W_staff_joint_not_asked }, { "ask_again", .word = W_staff_joint_again },
};
static const struct {
	const char *state, *css;
	enum word word;
} states[] = {
	{ "planned", "tag", W_staff_joint_planned },
	{ "held", "tag good", W_staff_joint_held },
	{ "off", "tag", W_staff_joint_off },
};

static struct joint_item item_of(const struct joint *j)
{
	struct joint_item i = { .j = *j, .kind_word = CHOICE_WORD(kinds, j->kind) };
	for (size_t k = 0; k < COUNT_OF(states); k++)
		if (text_is(states[k].state, j->state)) {
			i.css = states[k].css;
			i.state_word = states[k].word;
		}
	return i;
}

static struct screen_parts parts_of(struct web *r)
{
	return (struct screen_parts){
		{ &r->form, "part", .label = W_together_part, .choices = CHOICES(parts) },
		{ &r->form, "words", .label = W_together_words },
	};
}

/* --- staff --------------------------------------------------------------------------------- */

static enum rc list_page(struct web *r)
{
	struct joints_view v = { .frame = web_frame(r, W_staff_joints) };
	struct joints list;
	TRY(joint_list(&r->w, &list));
	v.items.at = arena_array(r->w.arena, struct joint_item, list.n);
	v.items.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.items.at[i] = item_of(&list.at[i]);
	page_joints(web_page(r), &v);
	return RC_OK;
}

static enum rc list_json(struct web *r)
{
	struct joints list;
	TRY(joint_list(&r->w, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc new_page(struct web *r)
{
	struct joint_new_view v = { .frame = web_frame(r, W_staff_joint_new) };
	const struct pass *pass;
	struct person p;
	TRY(web_id(r, person, &v.person));
	TRY(access_ask(&r->w, v.person, PURPOSE_CARE, &pass));
	TRY(person_get(&r->w, pass, &p));
	TRY(joint_choices_of(&r->w, pass, &v.choices));
	v.name = web_printf(r, "%s %s", p.first_name, p.last_name);
	v.kind = (struct part){ &r->form, "kind", .label = W_staff_joint_kind, .choices = CHOICES(kinds) };
	v.planned_at = (struct part){ &r->form, "planned_at", .label = W_staff_joint_when,
				      .hint = W_staff_joint_when_hint };
	page_joint_new(web_page(r), &v);
	return RC_OK;
}

static const char *path_of(struct web *r, struct id_joint id)
{
	return web_printf(r, "/joint-sessions/%s", web_id_text(r, ID_OF_joint, id.v));
}

static enum rc plan_act(struct web *r)
{
	struct joint_in in = { 0 };
	struct id_joint id;
	TRY(web_read(r, &in));
	TRY(joint_plan(&r->w, &in, &id));
	return web_made(r, ID_OF_joint, id.v, path_of(r, id), "saved");
}

static enum rc one(struct web *r, struct joint *ret)
{
	struct id_joint id;
	TRY(web_id(r, joint, &id));
	return joint_get(&r->w, id, ret);
}

static enum rc one_page(struct web *r)
{
	struct joint_view v = { .frame = web_frame(r, W_staff_joint) };
	struct joint j;
	TRY(one(r, &j));
	v.i = item_of(&j);
	v.open = text_is(j.state, "planned");
	v.asks = v.open && (r->w.actor.roles & ROLE_casemanager) != 0;
	v.cause_word = j.cause ? CHOICE_WORD(causes, j.cause) : W_NONE;
	v.parts = parts_of(r);
	page_joint(web_page(r), &v);
	return RC_OK;
}

static enum rc one_json(struct web *r)
{
	struct joint j;
	TRY(one(r, &j));
	return web_object(r, &j);
}

static enum rc people_json(struct web *r)
{
	struct joint j;
	TRY(one(r, &j));
	return web_list(r, j.people.at, sizeof(*j.people.at), j.people.n, 0);
}

/* The form for one person. */
static enum rc screen_page(struct web *r)
{
	struct joint_view v = { .frame = web_frame(r, W_staff_screen) };
	struct id_person person;
	struct joint j;
	TRY(one(r, &j));
	TRY(web_id(r, person, &person));
	v.i = item_of(&j);
	v.parts = parts_of(r);
	for (size_t i = 0; i < j.people.n; i++)
		if (j.people.at[i].person.v == person.v) {
			v.i.j.people.at = &j.people.at[i];
			v.i.j.people.n = 1;
			page_screen(web_page(r), &v);
			return RC_OK;
		}
	return work_fail(&r->w, E_not_there, NULL);
}

static enum rc screen_act(struct web *r)
{
	struct screen_in in = { 0 };
	struct id_joint id;
	struct id_person person;
	TRY(web_id(r, joint, &id));
	TRY(web_id(r, person, &person));
	TRY(web_read(r, &in));
	TRY(screen_record(&r->w, id, person, &in));
	return web_done(r, path_of(r, id), "saved");
}

static enum rc end_act(struct web *r)
{
	struct joint_end_in in = { 0 };
	struct id_joint id;
	TRY(web_id(r, joint, &id));
	TRY(web_read(r, &in));
	TRY(joint_end(&r->w, id, &in));
	return web_done(r, path_of(r, id), "saved");
}

/* --- one's own --------------------------------------------------------------------------------- */

static struct together_item own_item(const struct together *t)
{
	return (struct together_item){ *t, CHOICE_WORD(kinds, t->kind), text_is(t->state, "planned") };
}

static enum rc own_list(struct web *r, struct togethers *ret)
{
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	return together_list(&r->w, pass, ret);
}

static enum rc together_page(struct web *r)
{
	struct togethers_view v = { .frame = web_frame(r, W_together_title) };
	struct togethers list;
	TRY(own_list(r, &list));
	v.items.at = arena_array(r->w.arena, struct together_item, list.n);
	v.items.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.items.at[i] = own_item(&list.at[i]);
	page_togethers(web_page(r), &v);
	return RC_OK;
}

static enum rc together_json(struct web *r)
{
	struct togethers list;
	TRY(own_list(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc own_one(struct web *r, struct together *ret)
{
	const struct pass *pass;
	struct id_joint id;
	TRY(web_id(r, joint, &id));
	TRY(access_own(&r->w, &pass));
	return together_get(&r->w, pass, id, ret);
}

static enum rc together_one_page(struct web *r)
{
	struct together_view v = { .frame = web_frame(r, W_together_title), .parts = parts_of(r) };
	struct together t;
	TRY(own_one(r, &t));
	v.i = own_item(&t);
	page_together(web_page(r), &v);
	return RC_OK;
}

static enum rc together_one_json(struct web *r)
{
	struct together t;
	TRY(own_one(r, &t));
	return web_object(r, &t);
}

static enum rc answer_act(struct web *r)
{
	struct screen_in in = { 0 };
	struct id_joint id;
	const struct pass *pass;
	TRY(web_id(r, joint, &id));
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(together_answer(&r->w, pass, id, &in));
	return web_done(r, "/together", "saved");
}

const struct route safety_routes[] = {
	{ "GET", "/joint-sessions", "joint.list", .who = LOOKERS, .audit = AUDIT_READ, .page = list_page,
	  .json = list_json, ROUTE_OUT(joint_fields), .list = "sessions", .doc = "Joint sessions that are planned." },
	{ "GET", "/people/{person}/joint-sessions/new", "joint.form", .who = ROLE_casemanager, .audit = AUDIT_READ,
	  .page = new_page, .page_only = true, .doc = "To plan one." },
	{ "POST", "/joint-sessions", "joint.plan", .who = ROLE_casemanager, .audit = AUDIT_ACT, .act = plan_act,
	  ROUTE_IN(joint_in_fields), .made = "joint", .doc = "Plans one; each person is then asked, alone." },
	{ "GET", "/joint-sessions/{joint}", "joint.show", .who = LOOKERS, .audit = AUDIT_READ, .page = one_page,
	  .json = one_json, ROUTE_OUT(joint_fields),
	  .doc = "One, and whether it may be as things are now; why not, for privacy officers alone." },
	{ "GET", "/joint-sessions/{joint}/people", "joint.people", .who = LOOKERS, .audit = AUDIT_READ,
	  .json = people_json, .json_only = true, ROUTE_OUT(joint_person_fields), .list = "people",
	  .doc = "Who is to be there, and who was asked; what they said, for privacy officers alone." },
	{ "GET", "/joint-sessions/{joint}/people/{person}", "screen.form", .who = ROLE_casemanager,
	  .audit = AUDIT_READ, .page = screen_page, .page_only = true, .doc = "To ask one of them, alone." },
	{ "POST", "/joint-sessions/{joint}/people/{person}", "screen.record", .who = ROLE_casemanager,
	  .audit = AUDIT_ACT, .act = screen_act, .again = screen_page, ROUTE_IN(screen_fields),
	  .doc = "Writes down what somebody said, alone." },
	{ "POST", "/joint-sessions/{joint}/end", "joint.end", .who = ROLE_casemanager, .audit = AUDIT_ACT,
	  .act = end_act, .again = one_page, ROUTE_IN(joint_end_fields),
	  .doc = "It was held, where it may be; or will not be, which is told without a reason." },
	{ "GET", "/together", "together.list", .who = TALKERS, .page = together_page, .json = together_json,
	  ROUTE_OUT(together_fields), .list = "sessions", .doc = "One's own joint sessions, without the others." },
	{ "GET", "/together/{joint}", "together.show", .who = TALKERS, .page = together_one_page,
	  .json = together_one_json, ROUTE_OUT(together_fields), .doc = "One of them." },
	{ "POST", "/together/{joint}", "together.answer", .who = TALKERS, .audit = AUDIT_ACT, .act = answer_act,
	  .again = together_one_page, ROUTE_IN(screen_fields),
	  .doc = "Says in private whether one wants to be there, and is safe." },
	{ 0 },
};
