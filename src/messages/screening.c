/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/messages/screening.h"

#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "screening_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/messages/phrases.h"
#include "src/notices/notices.h"
#include "src/people/people.h"

enum { ITEMS_PAGE = 25, COUNTED_MAX = 100, UNDO_SHOWN = 10, NOTE_MAX = 500 };

static const char *const shows[] = { "all", "late", "flagged", "clean", "appealed", "mine", NULL };
const char *const hold_reasons[] = { "contact_details", "third_person", "threat", "order_of_law",
				     "unclear", "other", NULL };

const struct field item_fields[14] = {
	{ "message", FIELD_ID, offsetof(struct item, id), .kind = ID_OF_message },
	{ "sender", FIELD_ID, offsetof(struct item, sender), .kind = ID_OF_person },
	{ "from", FIELD_TEXT, offsetof(struct item, from) },
	{ "to", FIELD_TEXT, offsetof(struct item, to) },
	{ "more", FIELD_INT, offsetof(struct item, more), .doc = "Of a group: how many more it is for" },
	{ "body", FIELD_LINES, offsetof(struct item, body) },
	{ "lang", FIELD_TEXT, offsetof(struct item, lang) },
	{ "state", FIELD_TEXT, offsetof(struct item, state),
	  .doc = "open, second, appealed, approved or held" },
	{ "why", FIELD_TEXT, offsetof(struct item, why), .doc = "Why a person looks at it" },
	{ "flagged", FIELD_BOOL, offsetof(struct item, flagged) },
	{ "late", FIELD_BOOL, offsetof(struct item, late) },
	{ "sent_at", FIELD_TIME, offsetof(struct item, sent_at) },
	{ "due_at", FIELD_TIME, offsetof(struct item, due_at) },
	{ "undo_until", FIELD_TIME, offsetof(struct item, undo_until) },
};

const struct field queue_filter_fields[2] = {
	{ "show", FIELD_TEXT, offsetof(struct queue_filter, show), .choices = shows },
	{ "site", FIELD_ID, offsetof(struct queue_filter, site), .kind = ID_OF_site },
};
const struct field approve_fields[1] = {
	{ "items", FIELD_IDS, offsetof(struct decide_in, items), .required = true, .kind = ID_OF_message,
	  .missing = E_nothing_chosen, .doc = "Messages to pass" },
};
const struct field hold_fields[2] = {
	{ "reason", FIELD_TEXT, offsetof(struct decide_in, reason), .required = true,
	  .choices = hold_reasons, .missing = E_reason_missing, .doc = "Told to the sender in plain words" },
	{ "note", FIELD_LINES, offsetof(struct decide_in, note), .max = NOTE_MAX,
	  .doc = "How to fix it, shown to the sender as written" },
};
const struct field note_fields[1] = {
	{ "note", FIELD_LINES, offsetof(struct decide_in, note), .max = NOTE_MAX },
};

/* --- reading --------------------------------------------------------------------------- */

static struct item item_of(const struct work *w, const struct queue_row *r)
{
	bool undo = r->undo_until > w->now && r->decided_by.v == w->actor.account.v;
	return (struct item){ .id = r->message,
			      .sender = r->sender,
			      .from = r->from_name,
			      .to = r->to_name,
			      .more = r->more,
			      .body = r->body,
			      .lang = r->lang,
			      .why = r->why,
			      .state = r->state,
			      .sent_at = r->sent_at,
			      .due_at = r->due_at,
			      .undo_until = r->undo_until,
			      .flagged = r->flagged,
			      .late = r->due_at < w->now,
			      .mine = r->taken_by.v == w->actor.account.v,
			      .can_undo = undo };
}

static enum rc fill(struct work *w, const struct queue_rows *rows, size_t most, struct items *ret)
{
	ret->n = rows->n > most ? most : rows->n;
	ret->at = arena_array(w->arena, struct item, ret->n);
	for (size_t i = 0; i < ret->n; i++) {
		TRY(message_open(w, rows->at[i].sender, rows->at[i].message, &rows->at[i].body));
		ret->at[i] = item_of(w, &rows->at[i]);
	}
	if (rows->n > ret->n)
		ret->next = rows->at[ret->n - 1].message.v;
	return RC_OK;
}

/* A page of the queue from behind an item on; each kind of scope has its index. */
static enum rc rows_of(struct work *w, const struct pass *pass, const char *show, struct id_site site,
		       struct id_message after, struct queue_rows *ret)
{
	struct review_state last = { 0 };
	enum rc rc = after.v ? q_review_state(w, after, &last) : RC_OK;
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? work_fail(w, E_cursor, "after") : rc;
	struct id_account me = w->actor.account;
	if (site.v == 0)
		return q_queue_of_tenant(w, pass, show, me, last.due_at, after, ITEMS_PAGE + 1, ret);
	return q_queue_at_site(w, pass, &(struct q_queue_at_site){ site, show, me, last.due_at, after, ITEMS_PAGE + 1 },
			       ret);
}

/* Which queue is asked for: 0 is every site of the tenant. */
static enum rc scope_of(struct work *w, const struct queue_filter *filter, struct id_site *ret)
{
	bool covers = true;
	*ret = filter->site.v ? filter->site : w->actor.site;
	if (filter->site.v != 0)
		TRY(access_covers_queue(w, filter->site, &covers));
	return covers ? RC_OK : work_fail(w, E_not_there, NULL);
}

enum rc queue_list(struct work *w, const struct pass *pass, const struct queue_filter *filter,
		   int64_t after, struct items *ret)
{
	struct queue_rows rows;
	struct id_site site;
	TRY(scope_of(w, filter, &site));
	const char *show = filter->show && *filter->show ? filter->show : "all";
	*ret = (struct items){ 0 };
	TRY(rows_of(w, pass, show, site, (struct id_message){ after }, &rows));
	return fill(w, &rows, ITEMS_PAGE, ret);
}

enum rc queue_counts(struct work *w, const struct pass *pass, const struct queue_filter *filter,
		     struct queue_counts *ret)
{
	struct queue_total n;
	struct id_site site;
	TRY(scope_of(w, filter, &site));
	if (site.v != 0)
		TRY(q_queue_count_at_site(w, pass, site, COUNTED_MAX + 1, &n));
	else
		TRY(q_queue_count_of_tenant(w, pass, COUNTED_MAX + 1, &n));
	ret->more = n.n > COUNTED_MAX;
	ret->total = ret->more ? COUNTED_MAX : n.n;
	ret->late = n.late > COUNTED_MAX ? COUNTED_MAX : n.late;
	return RC_OK;
}

static enum rc find(struct work *w, const struct pass *pass, struct id_message id, struct queue_row *row)
{
	struct review_state s;
	bool covers = false;
	enum rc rc = q_queue_one(w, pass, id, row);
	if (rc == RC_OK)
		rc = q_review_state(w, id, &s);
	if (rc == RC_OK)
		rc = access_covers_queue(w, s.site, &covers);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !covers))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	/* Both sides can read who checked what they wrote (PRODUCT.md C2). */
	audit_saw(w, s.sender, "messages", "check");
	audit_saw(w, s.receiver, "messages", "check");
	return RC_OK;
}

enum rc queue_get(struct work *w, const struct pass *pass, struct id_message id, struct item *ret)
{
	struct queue_row row;
	TRY(find(w, pass, id, &row));
	TRY(message_open(w, row.sender, row.message, &row.body));
	*ret = item_of(w, &row);
	audit_about(w, message, id);
	return RC_OK;
}

enum rc queue_undoable(struct work *w, const struct pass *pass, struct items *ret)
{
	struct queue_rows rows;
	*ret = (struct items){ 0 };
	TRY(q_queue_decided(w, pass, w->actor.account, UNDO_SHOWN, &rows));
	return fill(w, &rows, UNDO_SHOWN, ret);
}

enum rc queue_steps(struct work *w, const struct pass *pass, struct id_message id, struct steps *ret)
{
	struct review_step_rows rows;
	TRY(q_review_steps(w, pass, id, &rows));
	*ret = (struct steps){ .at = arena_array(w->arena, struct step, rows.n), .n = rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct step){ rows.at[i].act, rows.at[i].by, rows.at[i].reason,
					    rows.at[i].note, rows.at[i].at };
	return RC_OK;
}

/* --- deciding ----------------------------------------------------------------------------- */

static enum rc add_step(struct work *w, struct id_message id, const char *act, const char *reason,
			const char *note)
{
	return q_review_step_insert(w, &(struct q_review_step_insert){
					       .id = { work_id(w) },
					       .message = id,
					       .act = act,
					       .by = w->actor.account,
					       .now = w->now,
					       .reason = reason,
					       .note = note,
				       });
}

/* The item as it stands, if this reviewer may decide it. */
static enum rc open_item(struct work *w, const struct pass *pass, struct id_message id,
			 struct review_state *ret)
{
	struct queue_row row;
	int64_t stepped = 0;
	TRY(find(w, pass, id, &row));
	TRY(q_review_state(w, id, ret));
	audit_about(w, message, id);
	if (!text_is(ret->state, "open") && !text_is(ret->state, "second") &&
	    !text_is(ret->state, "appealed"))
		return work_fail(w, E_message_done, NULL);
	if (ret->sender.v == w->actor.person.v)
		return work_fail(w, E_message_own, NULL);
	if (text_is(ret->state, "open"))
		return RC_OK;
	/* A second opinion and an appeal are for somebody who has not had a say in it. */
	TRY(q_review_had_a_say(w, id, w->actor.account, &stepped));
	return stepped == 0 ? RC_OK : work_fail(w, E_message_second_same, NULL);
}

static enum rc decide(struct work *w, struct id_message id, const struct review_state *s,
		      const char *state)
{
	int64_t n = 0, minutes = 0;
	TRY(policy_get(w, w->actor.tenant, s->site, POLICY_undo_minutes, &minutes));
	TRY(q_review_decide(w, &(struct q_review_decide){ id, s->state, state, w->actor.account, w->now,
							  w->now + minutes * TIME_MINUTE },
			    &n));
	return n == 1 ? RC_OK : work_fail(w, E_message_done, NULL);
}

enum rc message_approve(struct work *w, const struct pass *pass, const struct decide_in *in)
{
	struct review_state s;
	for (size_t i = 0; i < in->items.n; i++) {
		struct id_message id = { in->items.at[i] };
		TRY(open_item(w, pass, id, &s));
		if (in->items.n > 1 && (s.flagged || !text_is(s.state, "open")))
			return work_fail(w, E_message_flagged, "items");
		TRY(decide(w, id, &s, "approved"));
		TRY(add_step(w, id, "approve", "", ""));
		TRY(message_deliver(w, id));
	}
	return RC_OK;
}

enum rc message_hold(struct work *w, const struct pass *pass, struct id_message id,
		     const struct decide_in *in)
{
	struct review_state s;
	TRY(open_item(w, pass, id, &s));
	TRY(decide(w, id, &s, "held"));
	TRY(add_step(w, id, "hold", in->reason, in->note));
	TRY(message_set(w, id, "held", in->reason, in->note));
	return notice_add(w, s.sender, NOTICE_MESSAGE_HELD, id.v);
}

/* Where an item stood before it was decided: an appeal stays an appeal. */
static enum rc state_before(struct work *w, struct id_message id, const char **ret)
{
	int64_t appeals = 0, seconds = 0;
	TRY(q_review_step_count(w, id, "appeal", &appeals));
	TRY(q_review_step_count(w, id, "second", &seconds));
	*ret = appeals > 0 ? "appealed" : seconds > 0 ? "second" : "open";
	return RC_OK;
}

enum rc message_undo(struct work *w, const struct pass *pass, struct id_message id)
{
	struct review_state s;
	struct queue_row row;
	int64_t n = 0;
	TRY(find(w, pass, id, &row));
	TRY(q_review_state(w, id, &s));
	audit_about(w, message, id);
	bool mine = s.decided_by.v == w->actor.account.v && s.undo_until > w->now;
	bool was_out = text_is(s.message_state, "delivered");
	bool back = text_is(s.message_state, "held") || text_is(s.message_state, "delivered") ||
		    text_is(s.message_state, "queued");
	if (!mine || !back || s.on_paper || message_was_seen(w, id, s.sender))
		return work_fail(w, E_message_undo_late, NULL);
	const char *before = NULL;
	TRY(state_before(w, id, &before));
	TRY(q_review_reopen(w, id, s.state, before, s.due_at, &n));
	if (n == 0)
		return work_fail(w, E_message_undo_late, NULL);
	TRY(add_step(w, id, "undo", "", ""));
	TRY(message_set(w, id, "checking", "", ""));
	return was_out ? message_take_back(w, id) : RC_OK;
}

enum rc message_second(struct work *w, const struct pass *pass, struct id_message id, const char *note)
{
	struct review_state s;
	int64_t n = 0;
	TRY(open_item(w, pass, id, &s));
	if (!text_is(s.state, "open")) /* it is with somebody else already */
		return work_fail(w, E_message_done, NULL);
	TRY(q_review_reopen(w, id, s.state, "second", s.due_at, &n));
	if (n == 0)
		return work_fail(w, E_message_done, NULL);
	return add_step(w, id, "second", "", note);
}

enum rc message_appeal(struct work *w, const struct pass *pass, struct id_message id, const char *note)
{
	struct review_state s;
	struct thread t;
	struct site site;
	int64_t n = 0, hours = 0, due = 0;
	bool paused;
	TRY(thread_get(w, pass, message_thread(id), &t));
	enum rc rc = q_review_state(w, id, &s);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && s.sender.v != w->actor.person.v))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, message, id);
	int64_t appeals = 0;
	TRY(q_review_step_count(w, id, "appeal", &appeals));
	if (!text_is(s.message_state, "held") || appeals > 0) /* one appeal each: it is final */
		return work_fail(w, E_message_done, NULL);
	TRY(site_get(w, s.site, &site));
	TRY(policy_get(w, s.tenant, s.site, POLICY_appeal_hours, &hours));
	TRY(site_due(w, &site, w->now, hours * 60, &due, &paused));
	TRY(q_review_reopen(w, id, "held", "appealed", due, &n));
	if (n == 0)
		return work_fail(w, E_message_done, NULL);
	TRY(add_step(w, id, "appeal", "", note));
	return message_check_until(w, id, due, paused);
}

enum rc message_take(struct work *w, const struct pass *pass, struct id_message id, bool on)
{
	struct review_state s;
	TRY(open_item(w, pass, id, &s));
	return q_review_take(w, id, on ? w->actor.account : (struct id_account){ 0 }, w->now);
}

/* --- for messages.c -------------------------------------------------------------------------- */

enum rc screening_plan(struct work *w, const struct site *site, const char *body, struct screening *ret)
{
	int64_t percent = 0, hours = 0;
	TRY(phrases_find(w, site->tenant, body, &ret->found));
	TRY(policy_get(w, site->tenant, site->id, POLICY_review_percent, &percent));
	ret->checks = ret->found != NULL || (int64_t)rand_below(100) < percent;
	if (!ret->checks)
		return RC_OK;
	TRY(policy_get(w, site->tenant, site->id, POLICY_review_hours, &hours));
	return site_due(w, site, w->now, hours * 60, &ret->due, &ret->paused);
}

enum rc screening_add(struct work *w, struct id_message id, const struct thread *t,
		      const struct screening *plan)
{
	int64_t receivers = 0;
	for (size_t i = 0; i < t->others_n; i++)
		receivers += !t->others[i].left;
	return q_review_insert(w, &(struct q_review_insert){ .message = id,
							     .tenant = w->actor.tenant,
							     .site = t->site,
							     .sender = w->actor.person,
							     .receiver = t->other,
							     .receivers = receivers,
							     .flagged = plan->found != NULL,
							     .why = plan->found ? plan->found : "",
							     .due_at = plan->due });
}

enum rc screening_drop(struct work *w, struct id_message id)
{
	return q_review_delete(w, id);
}
