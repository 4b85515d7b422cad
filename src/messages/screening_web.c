/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "messages_pages.h"

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/messages/cover.h"
#include "src/messages/screening.h"

static const struct {
	const char *show;
	enum word word;
} tabs[] = {
	{ "all", W_queue_tab_all },	{ "late", W_queue_tab_late },	  { "flagged", W_queue_tab_flagged },
	{ "clean", W_queue_tab_clean }, { "appealed", W_queue_tab_appealed },
};

static const struct choice reason_choices[] = {
	{ "contact_details", .word = W_reason_contact_details },
	{ "third_person", .word = W_reason_third_person },
	{ "threat", .word = W_reason_threat },
	{ "order_of_law", .word = W_reason_order_of_law },
	{ "unclear", .word = W_reason_unclear },
	{ "other", .word = W_reason_other },
};

static const struct {
	const char *act;
	enum word word;
} steps[] = {
	{ "approve", W_queue_step_approve }, { "hold", W_queue_step_hold },
	{ "undo", W_queue_step_undo },	     { "second", W_queue_step_second },
	{ "appeal", W_queue_step_appeal },
};

static enum word why_word(const struct item *i)
{
	if (text_is(i->state, "appealed"))
		return W_queue_why_appeal;
	if (text_is(i->state, "second"))
		return W_queue_why_second;
	return i->flagged ? W_queue_why_phrase : W_queue_why_all;
}

static enum rc list_of(struct web *r, struct queue_filter *filter, struct items *ret,
		       const struct pass **pass)
{
	int64_t after = 0;
	TRY(web_query(r, filter));
	TRY(web_cursor(r, &after));
	TRY(access_roster(&r->w, PURPOSE_SCREENING, pass));
	return queue_list(&r->w, *pass, filter, after, ret);
}

static enum rc queue_page(struct web *r)
{
	struct queue_view v = { .frame = web_frame(r, W_queue_title) };
	struct queue_filter filter = { 0 };
	struct items list;
	const struct pass *pass;
	TRY(list_of(r, &filter, &list, &pass));
	TRY(queue_undoable(&r->w, pass, &v.undoable));
	v.show = filter.show && *filter.show ? filter.show : "all";
	v.frame.live_ids = "menu queue";
	TRY(queue_counts(&r->w, pass, &filter, &v.counts));
	TRY(cover_mine(&r->w, &v.covers));
	v.site = filter.site;
	v.next = web_cursor_text(r, list.next);
	v.lines.at = arena_array(r->w.arena, struct queue_line, list.n);
	v.lines.n = list.n;
	for (size_t i = 0; i < list.n; i++) {
		const struct item *it = &list.at[i];
		v.lines.at[i] = (struct queue_line){ *it, why_word(it), it->late ? "late" : "open",
						     !it->flagged && text_is(it->state, "open") };
	}
	v.tabs.at = arena_array(r->w.arena, struct queue_tab, COUNT_OF(tabs));
	v.tabs.n = COUNT_OF(tabs);
	for (size_t i = 0; i < COUNT_OF(tabs); i++)
		v.tabs.at[i] = (struct queue_tab){ tabs[i].show, tabs[i].word, text_is(tabs[i].show, v.show) };
	page_queue(web_page(r), &v);
	return RC_OK;
}

static enum rc queue_json(struct web *r)
{
	struct queue_filter filter = { 0 };
	struct items list;
	const struct pass *pass;
	TRY(list_of(r, &filter, &list, &pass));
	return web_list(r, list.at, sizeof(*list.at), list.n, list.next);
}

static enum rc fill_steps(struct web *r, const struct pass *pass, struct item_view *v)
{
	struct steps list;
	TRY(queue_steps(&r->w, pass, v->item.id, &list));
	v->steps.at = arena_array(r->w.arena, struct step_line, list.n);
	v->steps.n = list.n;
	for (size_t i = 0; i < list.n; i++) {
		struct step_line *l = &v->steps.at[i];
		*l = (struct step_line){ .s = list.at[i], .act_word = W_queue_step_sent };
		l->reason_word = hold_reason_word(l->s.reason);
		l->s.note = *l->s.note ? l->s.note : NULL;
		for (size_t k = 0; k < COUNT_OF(steps); k++)
			if (text_is(steps[k].act, l->s.act))
				l->act_word = steps[k].word;
	}
	return RC_OK;
}

static enum rc item_page(struct web *r)
{
	struct item_view v = { .frame = web_frame(r, W_queue_item_title) };
	struct id_message id;
	const struct pass *pass;
	TRY(web_id(r, message, &id));
	TRY(access_roster(&r->w, PURPOSE_SCREENING, &pass));
	TRY(queue_get(&r->w, pass, id, &v.item));
	v.open = text_is(v.item.state, "open") || text_is(v.item.state, "second") ||
		 text_is(v.item.state, "appealed");
	v.why_word = why_word(&v.item);
	v.reason = (struct part){ &r->form, "reason", .label = W_queue_hold_reason,
				  .choices = CHOICES(reason_choices) };
	v.note = (struct part){ &r->form, "note", .label = W_queue_hold_note, .hint = W_queue_hold_note_hint };
	TRY(fill_steps(r, pass, &v));
	page_queue_item(web_page(r), &v);
	return RC_OK;
}

static enum rc item_json(struct web *r)
{
	struct item item;
	struct id_message id;
	const struct pass *pass;
	TRY(web_id(r, message, &id));
	TRY(access_roster(&r->w, PURPOSE_SCREENING, &pass));
	TRY(queue_get(&r->w, pass, id, &item));
	return web_object(r, &item);
}

struct approve_in {
	struct decide_in d;
	struct id_message one;
};
static const struct field approve_in_fields[] = {
	{ "items", FIELD_IDS, offsetof(struct approve_in, d.items), .kind = ID_OF_message,
	  .doc = "Messages to pass, all or none" },
	{ "one", FIELD_ID, offsetof(struct approve_in, one), .kind = ID_OF_message,
	  .doc = "Only this one, whatever else is chosen" },
};

static enum rc approve_act(struct web *r)
{
	struct approve_in in = { 0 };
	const struct pass *pass;
	TRY(web_read(r, &in));
	if (in.one.v != 0)
		in.d.items = (struct field_ids){ &in.one.v, 1 };
	if (in.d.items.n == 0)
		return work_fail(&r->w, E_nothing_chosen, "items");
	TRY(access_roster(&r->w, PURPOSE_SCREENING, &pass));
	TRY(message_approve(&r->w, pass, &in.d));
	return web_done(r, "/queue", "approved");
}

static enum rc with_item(struct web *r, struct id_message *id, const struct pass **pass)
{
	TRY(web_id(r, message, id));
	return access_roster(&r->w, PURPOSE_SCREENING, pass);
}

static enum rc hold_act(struct web *r)
{
	struct decide_in in = { 0 };
	const struct pass *pass;
	struct id_message id;
	TRY(with_item(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(message_hold(&r->w, pass, id, &in));
	return web_done(r, "/queue", "held");
}

static enum rc undo_act(struct web *r)
{
	const struct pass *pass;
	struct id_message id;
	TRY(with_item(r, &id, &pass));
	TRY(message_undo(&r->w, pass, id));
	return web_done(r, "/queue", "undone");
}

static enum rc second_act(struct web *r)
{
	struct decide_in in = { 0 };
	const struct pass *pass;
	struct id_message id;
	TRY(with_item(r, &id, &pass));
	TRY(web_read(r, &in));
	TRY(message_second(&r->w, pass, id, in.note));
	return web_done(r, "/queue", "second");
}

static enum rc take_act(struct web *r)
{
	const struct pass *pass;
	struct id_message id;
	TRY(with_item(r, &id, &pass));
	TRY(message_take(&r->w, pass, id, true));
	return web_done(r, "/queue", NULL);
}

const struct route screening_routes[] = {
	{ "GET", "/queue", "queue.list", .who = ROLE_reviewer, .audit = AUDIT_READ, .page = queue_page,
	  .json = queue_json, ROUTE_QUERY(queue_filter_fields), ROUTE_OUT(item_fields),
	  .list = "items", .doc = "What waits to be checked at one's sites, the most urgent first." },
	{ "POST", "/queue/approve", "message.approve", .who = ROLE_reviewer, .audit = AUDIT_ACT,
	  .act = approve_act, .again = queue_page, ROUTE_IN(approve_in_fields),
	  .doc = "Passes one message, or several clean ones at once." },
	{ "GET", "/queue/{message}", "queue.show", .who = ROLE_reviewer, .audit = AUDIT_READ,
	  .page = item_page, .json = item_json, ROUTE_OUT(item_fields),
	  .doc = "One item with its history." },
	{ "POST", "/queue/{message}/hold", "message.hold", .who = ROLE_reviewer, .audit = AUDIT_ACT,
	  .act = hold_act, .again = item_page, ROUTE_IN(hold_fields),
	  .doc = "Holds a message back, with the reason its sender is told." },
	{ "POST", "/queue/{message}/undo", "message.undo", .who = ROLE_reviewer, .audit = AUDIT_ACT,
	  .act = undo_act, .again = item_page, .doc = "Takes back one's own decision." },
	{ "POST", "/queue/{message}/second", "message.second", .who = ROLE_reviewer, .audit = AUDIT_ACT,
	  .act = second_act, .again = item_page, ROUTE_IN(note_fields),
	  .doc = "Asks another reviewer, who then decides." },
	{ "POST", "/queue/{message}/take", "queue.take", .who = ROLE_reviewer, .audit = AUDIT_ACT,
	  .act = take_act, .again = item_page, .doc = "Says that one is looking at it." },
	{ 0 },
};
