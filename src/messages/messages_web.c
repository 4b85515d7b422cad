/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "messages_pages.h"

#include <string.h>

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/family/family.h"
#include "src/family/guardians.h"
#include "src/messages/groups.h"
#include "src/messages/messages.h"
#include "src/people/people.h"

enum { GROUPS_SHOWN = 20, TALKERS = ROLE_family | ROLE_guardian | ROLE_inside, STAFF_TALK = ROLE_casemanager | ROLE_visits };

/* What each state of a message looks like to its sender. */
static const struct state_look {
	const char *state, *icon;
	enum word word;
} looks[] = {
	{ "queued", "clock", W_state_queued },	   { "checking", "clock", W_state_checking },
	{ "delivered", "check", W_state_delivered }, { "read", "check", W_state_read },
	{ "held", "hold", W_state_held },	   { "frozen", "hold", W_state_frozen },
	{ "withdrawn", "undo", W_state_withdrawn },
};

static const struct {
	const char *reason;
	enum word word;
} reasons[] = {
	{ "contact_details", W_reason_contact_details }, { "third_person", W_reason_third_person },
	{ "threat", W_reason_threat },			 { "order_of_law", W_reason_order_of_law },
	{ "unclear", W_reason_unclear },		 { "other", W_reason_other },
};

enum word hold_reason_word(const char *reason)
{
	for (size_t i = 0; reason != NULL && i < COUNT_OF(reasons); i++)
		if (text_is(reasons[i].reason, reason))
			return reasons[i].word;
	return W_NONE;
}

/* --- home and inbox -------------------------------------------------------------------- */

/* Whom a guardian acts for. */
static enum rc fill_children(struct web *r, const struct pass *pass, struct home_view *v)
{
	struct wards wards;
	struct askeds asked;
	if (!v->family)
		return RC_OK;
	TRY(ward_own(&r->w, pass, &wards));
	for (size_t i = 0; i < wards.n; i++)
		v->children = web_printf(r, "%s%s%s", i ? v->children : "", i ? ", " : "", wards.at[i].name);
	if (wards.n > 0) {
		TRY(asked_list(&r->w, pass, &asked));
		v->asked = (int64_t)asked.n;
	}
	return RC_OK;
}

/* What is new, and who is there to write to. */
static enum rc fill_home(struct web *r, struct home_view *v)
{
	const struct pass *pass;
	struct ties ties;
	TRY(access_own(&r->w, &pass));
	TRY(messages_unread(&r->w, pass, &v->unread));
	TRY(tie_list(&r->w, pass, &ties));
	TRY(group_list(&r->w, pass, &v->groups));
	v->family = (r->w.actor.roles & (ROLE_family | ROLE_guardian)) != 0;
	TRY(fill_children(r, pass, v));
	v->linked.at = arena_array(r->w.arena, struct linked, ties.n);
	for (size_t i = 0; i < ties.n; i++) {
		if (text_is(ties.at[i].state, "agreed"))
			v->linked.at[v->linked.n++] = (struct linked){ ties.at[i].other, ties.at[i].name, true };
		v->asking += !v->family && text_is(ties.at[i].state, "asking");
	}
	return RC_OK;
}

static enum rc home_page(struct web *r)
{
	struct home_view v = { .frame = web_frame(r, W_menu_home), .name = r->w.actor.name };
	TRY(fill_home(r, &v));
	v.frame.live_ids = "menu home";
	v.kiosk = r->w.actor.kiosk;
	page_home(web_page(r), &v);
	return RC_OK;
}

struct home {
	int64_t unread, asking;
};
static const struct field home_fields[] = {
	{ "unread", FIELD_INT, offsetof(struct home, unread), .doc = "Messages not read yet" },
	{ "asking", FIELD_INT, offsetof(struct home, asking), .doc = "Requests and groups that wait for one's yes or no" },
};

static enum rc home_json(struct web *r)
{
	struct home_view v = { 0 };
	TRY(fill_home(r, &v));
	return web_object(r, &(struct home){ v.unread, v.asking + v.asked + (int64_t)v.groups.n });
}

static enum rc threads_of(struct web *r, struct threads *ret)
{
	const struct pass *pass;
	int64_t before = 0;
	TRY(web_cursor(r, &before));
	TRY(access_own(&r->w, &pass));
	return thread_list(&r->w, pass, before, ret);
}

static enum rc inbox_page(struct web *r)
{
	struct inbox_view v = { .frame = web_frame(r, W_menu_messages), .kiosk = r->w.actor.kiosk };
	const struct pass *pass;
	TRY(threads_of(r, &v.threads));
	TRY(access_own(&r->w, &pass));
	if (r->w.actor.roles & STAFF_TALK)
		TRY(thread_waiting(&r->w, pass, &v.waiting));
	v.frame.live_ids = "menu inbox waiting";
	v.may_ask = (r->w.actor.roles & TALKERS) != 0;
	v.may_group = (r->w.actor.roles & ROLE_inside) != 0;
	if (v.may_group)
		TRY(q_group_alone(&r->w, pass, GROUPS_SHOWN, &v.alone));
	v.older = web_cursor_text(r, v.threads.next);
	page_inbox(web_page(r), &v);
	return RC_OK;
}

static enum rc inbox_json(struct web *r)
{
	struct threads list;
	TRY(threads_of(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, list.next);
}

static enum rc waiting_json(struct web *r)
{
	struct threads list;
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	TRY(thread_waiting(&r->w, pass, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

/* --- one thread ---------------------------------------------------------------------------- */

/* Only a sender sees where a message stands. */
static void show_state(struct message_line *l, const char *const hrefs[])
{
	enum { CHECKING = 1 }; /* its place in `looks`, and what an unknown state looks like */
	size_t which = 0;
	while (which < COUNT_OF(looks) && !text_is(looks[which].state, l->m.state))
		which++;
	which = which < COUNT_OF(looks) ? which : CHECKING;
	bool checking = which == CHECKING;
	l->icon = hrefs[which];
	l->state_word = looks[which].word;
	l->checking = checking && l->m.due_at != 0;
	l->paused = l->checking && l->m.paused;
	l->can_withdraw = checking;
	l->held = text_is(l->m.state, "held");
	l->reason_word = hold_reason_word(l->m.reason);
	l->css = l->held ? "msg mine held" : "msg mine";
}

static struct message_line line_of(struct web *r, const struct message *m, const char *icons,
				   const char *const hrefs[])
{
	struct message_line l = { .m = *m, .icons = icons, .css = "msg theirs" };
	if (m->mine)
		show_state(&l, hrefs);
	l.kiosk = r->w.actor.kiosk;
	char *dom_id = arena_room(r->w.arena, sizeof("m-") + TEXT_BASE32_128);
	memcpy(dom_id, "m-", 2);
	id_public(r->w.shared->cipher, ID_OF_message, m->id.v, dom_id + 2);
	l.dom_id = dom_id;
	return l;
}

static enum rc fill_lines(struct web *r, const struct pass *pass, struct thread_view *v)
{
	struct messages list;
	int64_t before = 0;
	TRY(web_cursor(r, &before));
	TRY(message_list(&r->w, pass, &v->thread, before, &list));
	v->lines.at = arena_array_room(r->w.arena, struct message_line, list.n);
	v->lines.n = list.n;
	v->older = web_cursor_text(r, list.next);
	const char *hrefs[COUNT_OF(looks)];
	for (size_t i = 0; i < COUNT_OF(looks); i++)
		hrefs[i] = web_printf(r, "%s#%s", v->frame.icons, looks[i].icon);
	for (size_t i = 0; i < list.n; i++)
		v->lines.at[i] = line_of(r, &list.at[i], v->frame.icons, hrefs);
	return RC_OK;
}

/* ?fix= and ?appeal= open a form for one of the held messages on this page. */
static void open_forms(struct web *r, struct thread_view *v)
{
	int64_t fix = 0, appeal = 0;
	struct form query = { .values = &r->query };
	(void)id_private(r->w.shared->cipher, ID_OF_message, form_value(&query, "fix"), &fix);
	(void)id_private(r->w.shared->cipher, ID_OF_message, form_value(&query, "appeal"), &appeal);
	for (size_t i = 0; i < v->lines.n; i++) {
		const struct message_line *l = &v->lines.at[i];
		if (!l->held)
			continue;
		if (l->m.id.v == fix) {
			v->resend_of = l->m.id;
			v->body.value = l->m.body;
		}
		if (l->m.id.v == appeal)
			v->appeal_of = l->m.id;
	}
}

static enum rc show_thread(struct web *r, struct id_thread id)
{
	struct thread_view v = { .frame = web_frame(r, W_thread_title), .kiosk = r->w.actor.kiosk };
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	TRY(thread_get(&r->w, pass, id, &v.thread));
	TRY(policy_get(&r->w, r->w.actor.tenant, v.thread.site, POLICY_message_letters, &v.letters));
	TRY(draft_get(&r->w, pass, id, &v.draft));
	v.blocked = thread_is_blocked(&v.thread);
	v.frame.live_ids = "menu thread";
	v.open = text_is(v.thread.state, "open");
	v.staff_thread = text_is(v.thread.kind, "staff");
	v.group = text_is(v.thread.kind, "group");
	v.inside = text_is(v.thread.side, "inside");
	v.alone = v.group && v.thread.other.v == 0;
	if (v.alone)
		v.thread.name = word_text(r->w.lang, W_group_own);
	if (v.group && v.inside && v.open)
		TRY(group_unjoined(&r->w, pass, id, &v.unjoined));
	v.body = (struct part){ &r->form, "body", .label = W_thread_your, .value = v.draft };
	v.agree = (struct part){ &r->form, "agree" };
	v.appeal = (struct part){ &r->form, "note", .label = W_thread_appeal_note };
	TRY(fill_lines(r, pass, &v));
	open_forms(r, &v);
	if (v.thread.unread > 0) {
		r->after = thread_read_after;
		r->after_arg = id.v;
	}
	page_thread_show(web_page(r), &v);
	return RC_OK;
}

enum rc thread_read_after(struct work *w, int64_t thread)
{
	return thread_read(w, (struct id_thread){ thread });
}

static enum rc thread_page(struct web *r)
{
	struct id_thread id;
	TRY(web_id(r, thread, &id));
	return show_thread(r, id);
}

/* The thread again, for a form about one of its messages. */
static enum rc message_again(struct web *r)
{
	struct id_message id;
	TRY(web_id(r, message, &id));
	return show_thread(r, message_thread(id));
}

static enum rc thread_json(struct web *r)
{
	struct id_thread id;
	struct thread t;
	const struct pass *pass;
	TRY(web_id(r, thread, &id));
	TRY(access_own(&r->w, &pass));
	TRY(thread_get(&r->w, pass, id, &t));
	return web_object(r, &t);
}

static enum rc messages_json(struct web *r)
{
	struct id_thread id;
	struct thread t;
	struct messages list;
	const struct pass *pass;
	int64_t before = 0;
	TRY(web_id(r, thread, &id));
	TRY(web_cursor(r, &before));
	TRY(access_own(&r->w, &pass));
	TRY(thread_get(&r->w, pass, id, &t));
	TRY(message_list(&r->w, pass, &t, before, &list));
	if (t.unread > 0) {
		r->after = thread_read_after;
		r->after_arg = id.v;
	}
	return web_list(r, list.at, sizeof(*list.at), list.n, list.next);
}

/* --- acts ------------------------------------------------------------------------------------- */

static const char *thread_path(struct web *r, struct id_thread id)
{
	return web_printf(r, "/threads/%s", web_id_text(r, ID_OF_thread, id.v));
}

static enum rc open_act(struct web *r)
{
	struct thread_in in = { 0 };
	const struct pass *pass;
	struct id_thread id;
	TRY(web_read(r, &in));
	TRY(access_ask(&r->w, in.person, PURPOSE_TALK, &pass));
	TRY(thread_open(&r->w, pass, &id));
	audit_about(&r->w, thread, id);
	return web_made(r, ID_OF_thread, id.v, thread_path(r, id), NULL);
}

static enum rc ask_page(struct web *r)
{
	struct ask_view v = { .frame = web_frame(r, W_inbox_ask_staff) };
	v.site = (struct part){ &r->form, "site", .label = W_inbox_ask_site };
	TRY(web_site_choices(r, W_NONE, &v.site.choices));
	v.subject = (struct part){ &r->form, "subject", .label = W_inbox_ask_subject };
	page_ask_staff(web_page(r), &v);
	return RC_OK;
}

static enum rc ask_act(struct web *r)
{
	struct staff_thread_in in = { 0 };
	struct id_thread id;
	TRY(web_read(r, &in));
	TRY(thread_open_staff(&r->w, in.site, in.subject, &id));
	return web_made(r, ID_OF_thread, id.v, thread_path(r, id), NULL);
}

static enum rc send_act(struct web *r)
{
	struct message_in in = { 0 };
	const struct pass *pass;
	struct id_thread id;
	struct id_message made;
	TRY(web_id(r, thread, &id));
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(message_send(&r->w, pass, id, &in, &made));
	return web_made(r, ID_OF_message, made.v, thread_path(r, id), "sent");
}

static enum rc withdraw_act(struct web *r)
{
	const struct pass *pass;
	struct id_message id;
	TRY(web_id(r, message, &id));
	TRY(access_own(&r->w, &pass));
	TRY(message_withdraw(&r->w, pass, id));
	return web_done(r, thread_path(r, message_thread(id)), "withdrawn");
}

static enum rc appeal_act(struct web *r)
{
	struct decide_in in = { 0 };
	const struct pass *pass;
	struct id_message id;
	TRY(web_id(r, message, &id));
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(message_appeal(&r->w, pass, id, in.note));
	return web_done(r, thread_path(r, message_thread(id)), "appealed");
}

static enum rc draft_act(struct web *r)
{
	struct draft_in in = { 0 };
	const struct pass *pass;
	struct id_thread id;
	TRY(web_id(r, thread, &id));
	/* The page sends its whole form: what is no draft is passed over there. */
	if (r->api)
		TRY(web_read(r, &in));
	else
		TRY(field_read(&r->w, draft_in_fields, COUNT_OF(draft_in_fields), &r->in, &in));
	TRY(access_own(&r->w, &pass));
	TRY(draft_save(&r->w, pass, id, &in));
	return web_done(r, thread_path(r, id), "saved");
}

struct on_in {
	bool on;
};
static const struct field on_fields[] = {
	{ "on", FIELD_BOOL, offsetof(struct on_in, on), .required = true },
};

static enum rc receipts_act(struct web *r)
{
	struct on_in in = { 0 };
	const struct pass *pass;
	struct id_thread id;
	TRY(web_id(r, thread, &id));
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	audit_about(&r->w, thread, id);
	TRY(thread_show_read(&r->w, pass, id, in.on));
	return web_done(r, thread_path(r, id), "saved");
}

static enum rc block_act(struct web *r)
{
	struct on_in in = { 0 };
	const struct pass *pass;
	struct id_thread id;
	TRY(web_id(r, thread, &id));
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(thread_block(&r->w, pass, id, in.on));
	return web_done(r, thread_path(r, id), in.on ? "blocked" : "unblocked");
}

static enum rc search_show(struct web *r)
{
	struct found_view v = { .frame = web_frame(r, W_home_search) };
	v.words = (struct part){ &r->form, "words", .label = W_home_search_words };
	page_search(web_page(r), &v);
	return RC_OK;
}

/* A search posts, so that its words stand in no address and no log. */
static enum rc search_act(struct web *r)
{
	struct search_in in = { 0 };
	struct found_view v = { .frame = web_frame(r, W_home_search), .asked = true,
				.most = FOUND_MAX, .searched = SEARCHED };
	const struct pass *pass;
	TRY(web_read(r, &in));
	TRY(access_own(&r->w, &pass));
	TRY(message_search(&r->w, pass, &in, &v.founds));
	if (r->api)
		return web_list(r, v.founds.at, sizeof(*v.founds.at), v.founds.n, 0);
	v.words = (struct part){ &r->form, "words", .label = W_home_search_words };
	page_search(web_page(r), &v);
	return RC_OK;
}

static const struct field found_fields[] = {
	{ "thread", FIELD_ID, offsetof(struct found, thread), .kind = ID_OF_thread },
	{ "message", FIELD_ID, offsetof(struct found, message), .kind = ID_OF_message },
	{ "name", FIELD_TEXT, offsetof(struct found, name) },
	{ "text", FIELD_TEXT, offsetof(struct found, text) },
	{ "sent_at", FIELD_TIME, offsetof(struct found, sent_at) },
};


const struct route messages_routes[] = {
	{ "GET", "/home", "home.show", .who = TALKERS, .page = home_page, .json = home_json,
	  ROUTE_OUT(home_fields), .doc = "What is new, and what can be done." },
	{ "GET", "/threads", "thread.list", .who = TALKERS | STAFF_TALK, .page = inbox_page,
	  .json = inbox_json, ROUTE_OUT(thread_fields), .list = "threads",
	  .doc = "The viewer's threads, newest first." },
	{ "POST", "/threads", "thread.open", .who = TALKERS, .audit = AUDIT_ACT, .act = open_act,
	  .again = home_page, ROUTE_IN(thread_in_fields), .made = "thread",
	  .doc = "The thread with a person one is linked to; made where there is none." },
	{ "GET", "/threads/waiting", "thread.waiting", .who = STAFF_TALK, .json = waiting_json, .json_only = true,
	  ROUTE_OUT(thread_fields), .list = "threads",
	  .doc = "Threads in which a family waits for staff, the earliest due first." },
	{ "GET", "/threads/staff", "thread.ask_form", .who = TALKERS, .page = ask_page, .page_only = true,
	  .doc = "Asks the staff of a site something." },
	{ "POST", "/threads/staff", "thread.ask_staff", .who = TALKERS, .audit = AUDIT_ACT, .act = ask_act,
	  .again = ask_page, ROUTE_IN(staff_thread_fields), .made = "thread",
	  .doc = "A thread with the staff of a site, with a clock for the answer." },
	{ "GET", "/threads/{thread}", "thread.show", .who = TALKERS | STAFF_TALK, .page = thread_page,
	  .json = thread_json, ROUTE_OUT(thread_fields), .doc = "One thread." },
	{ "GET", "/threads/{thread}/messages", "message.list", .who = TALKERS | STAFF_TALK,
	  .json = messages_json, ROUTE_OUT(message_fields), .list = "messages",
	  .json_only = true, .doc = "Messages of a thread that the viewer may see, oldest first." },
	{ "POST", "/threads/{thread}/messages", "message.send", .who = TALKERS | STAFF_TALK,
	  .audit = AUDIT_ACT, .act = send_act, .again = thread_page, ROUTE_IN(message_in_fields),
	  .made = "message", .doc = "Sends a message; it may be checked first." },
	{ "POST", "/threads/{thread}/draft", "draft.save", .who = TALKERS, .act = draft_act,
	  .audit = AUDIT_ACT, .again = thread_page, ROUTE_IN(draft_in_fields), .doc = "Keeps what is being written." },
	{ "POST", "/threads/{thread}/receipts", "thread.receipts", .who = TALKERS, .audit = AUDIT_ACT,
	  .act = receipts_act, .again = thread_page, ROUTE_IN(on_fields),
	  .doc = "Whether the others may know that one has read." },
	{ "POST", "/threads/{thread}/block", "thread.block", .who = TALKERS, .audit = AUDIT_ACT,
	  .act = block_act, .again = thread_page, ROUTE_IN(on_fields),
	  .doc = "One's own wish not to hear from the others; nobody is told." },
	{ "POST", "/messages/{message}/withdraw", "message.withdraw", .who = TALKERS, .audit = AUDIT_ACT,
	  .act = withdraw_act, .again = message_again, .doc = "Takes a message back while it is being checked." },
	{ "POST", "/messages/{message}/appeal", "message.appeal", .who = TALKERS, .audit = AUDIT_ACT,
	  .act = appeal_act, .again = message_again, ROUTE_IN(note_fields),
	  .doc = "Asks for a held message to be looked at again, by somebody else." },
	{ "GET", "/search", "message.search_form", .who = TALKERS, .page = search_show, .page_only = true,
	  .doc = "Asks for words to look for." },
	{ "POST", "/search", "message.search", .who = TALKERS, .audit = AUDIT_ACT, .act = search_act,
	  .again = search_show, ROUTE_IN(search_in_fields), ROUTE_OUT(found_fields), .list = "found",
	  .doc = "Messages of one's own threads that hold the words." },
	{ 0 },
};
