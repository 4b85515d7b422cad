/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "messages_pages.h"

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/family/family.h"
#include "src/messages/groups.h"

enum { FAMILY = ROLE_family | ROLE_guardian };

/* Everybody the viewer is linked to and who is not in the group already. */
static enum rc fill_people(struct web *r, const struct pass *pass, const struct thread *t,
			   struct group_view *v)
{
	struct ties ties;
	TRY(tie_list(&r->w, pass, &ties));
	v->people.at = arena_array(r->w.arena, struct linked, ties.n);
	for (size_t i = 0; i < ties.n; i++) {
		bool fits = text_is(ties.at[i].state, "agreed");
		for (size_t k = 0; t != NULL && k < t->others_n; k++)
			fits = fits && (t->others[k].left || t->others[k].person.v != ties.at[i].other.v);
		if (fits)
			v->people.at[v->people.n++] = (struct linked){ ties.at[i].other, ties.at[i].name, false };
	}
	return RC_OK;
}

static enum rc new_page(struct web *r)
{
	struct group_view v = { .frame = web_frame(r, W_group_new) };
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	TRY(fill_people(r, pass, NULL, &v));
	v.persons = (struct part){ &r->form, "persons" };
	page_group_new(web_page(r), &v);
	return RC_OK;
}

static const char *thread_path(struct web *r, struct id_thread id)
{
	return web_printf(r, "/threads/%s", web_id_text(r, ID_OF_thread, id.v));
}

static enum rc open_act(struct web *r)
{
	struct group_in in = { 0 };
	const struct pass *pass;
	struct id_thread id;
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(group_open(&r->w, pass, &in, &id));
	return web_made(r, ID_OF_thread, id.v, "/threads", "group_asked");
}

/* What every route about one group begins with. */
static enum rc with_group(struct web *r, struct id_thread *id, const struct pass **pass)
{
	TRY(web_id(r, thread, id));
	return access_own(&r->w, pass);
}

static enum rc more_page(struct web *r)
{
	struct group_view v = { .frame = web_frame(r, W_group_more) };
	const struct pass *pass;
	struct id_thread id;
	struct thread t;
	TRY(with_group(r, &id, &pass));
	TRY(thread_get(&r->w, pass, id, &t));
	if (!text_is(t.kind, "group") || !text_is(t.side, "inside"))
		return work_fail(&r->w, E_not_there, NULL);
	TRY(fill_people(r, pass, &t, &v));
	v.persons = (struct part){ &r->form, "persons" };
	v.thread = id;
	page_group_new(web_page(r), &v);
	return RC_OK;
}

static const struct field unjoined_fields[] = {
	{ "person", FIELD_ID, offsetof(struct group_unjoined, person), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct group_unjoined, name) },
};

static enum rc unjoined_json(struct web *r)
{
	struct group_unjoineds list;
	const struct pass *pass;
	struct id_thread id;
	TRY(with_group(r, &id, &pass));
	TRY(group_unjoined(&r->w, pass, id, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc more_act(struct web *r)
{
	struct group_in in = { 0 };
	const struct pass *pass;
	struct id_thread id;
	TRY(with_group(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(group_ask(&r->w, pass, id, &in));
	return web_done(r, thread_path(r, id), "group_asked");
}

static const struct field group_fields[] = {
	{ "thread", FIELD_ID, offsetof(struct group_asked, thread), .kind = ID_OF_thread },
	{ "name", FIELD_TEXT, offsetof(struct group_asked, name), .doc = "First name of the one who asks" },
	{ "at", FIELD_TIME, offsetof(struct group_asked, at) },
};

static enum rc list_json(struct web *r)
{
	struct group_askeds list;
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	TRY(group_list(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc asked_page(struct web *r)
{
	struct group_view v = { .frame = web_frame(r, W_group_asked) };
	const struct pass *pass;
	TRY(with_group(r, &v.thread, &pass));
	TRY(group_get(&r->w, pass, v.thread, &v.asked));
	page_group_asked(web_page(r), &v);
	return RC_OK;
}

static enum rc asked_json(struct web *r)
{
	struct group_asked asked;
	const struct pass *pass;
	struct id_thread id;
	TRY(with_group(r, &id, &pass));
	TRY(group_get(&r->w, pass, id, &asked));
	return web_object(r, &asked);
}

struct join_in {
	bool on;
};
static const struct field join_fields[] = {
	{ "on", FIELD_BOOL, offsetof(struct join_in, on), .required = true, .doc = "true: yes" },
};

static enum rc answer_act(struct web *r)
{
	struct join_in in = { 0 };
	const struct pass *pass;
	struct id_thread id;
	TRY(with_group(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(group_answer(&r->w, pass, id, in.on));
	return web_done(r, in.on ? thread_path(r, id) : "/home", in.on ? "joined" : "saved");
}

static enum rc leave_act(struct web *r)
{
	const struct pass *pass;
	struct id_thread id;
	TRY(with_group(r, &id, &pass));
	TRY(group_leave(&r->w, pass, id));
	return web_done(r, "/threads", "left");
}

const struct route groups_routes[] = {
	{ "GET", "/groups", "group.list", .who = FAMILY, .json = list_json, .json_only = true,
	  ROUTE_OUT(group_fields), .list = "groups", .doc = "Groups that one is asked to join." },
	{ "GET", "/groups/new", "group.open_form", .who = ROLE_inside, .page = new_page, .page_only = true,
	  .doc = "Chooses family members for a group." },
	{ "POST", "/groups", "group.open", .who = ROLE_inside, .audit = AUDIT_ACT, .act = open_act,
	  .again = new_page, ROUTE_IN(group_in_fields), .made = "thread",
	  .doc = "Begins a group and asks family members to join it." },
	{ "GET", "/groups/{thread}", "group.show", .who = FAMILY, .page = asked_page, .json = asked_json,
	  ROUTE_OUT(group_fields), .doc = "A group that one is asked to join." },
	{ "POST", "/groups/{thread}/answer", "group.answer", .who = FAMILY, .audit = AUDIT_ACT,
	  .act = answer_act, .again = asked_page, ROUTE_IN(join_fields),
	  .doc = "Says yes or no to a group, in private." },
	{ "GET", "/groups/{thread}/persons", "group.ask_form", .who = ROLE_inside, .page = more_page,
	  .json = unjoined_json, ROUTE_OUT(unjoined_fields), .list = "persons",
	  .doc = "Who was asked and has not joined; the page chooses further family members." },
	{ "POST", "/groups/{thread}/persons", "group.ask", .who = ROLE_inside, .audit = AUDIT_ACT,
	  .act = more_act, .again = more_page, ROUTE_IN(group_in_fields),
	  .doc = "Asks further family members to join." },
	{ "POST", "/groups/{thread}/leave", "group.leave", .who = FAMILY | ROLE_inside, .audit = AUDIT_ACT,
	  .act = leave_act, .doc = "Leaves a group; the person inside closes it." },
	{ 0 },
};
