/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/messages/messages.h"

#include <string.h>

#include "lib/base/text.h"
#include "groups_q.h"
#include "messages_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/messages/groups.h"
#include "src/messages/screening.h"
#include "src/notices/notices.h"
#include "src/people/people.h"
#include "src/vault/vault.h"

enum { THREADS_PAGE = 20, WAITING_MAX = 50, MESSAGES_PAGE = 50, SEQ_BITS = 24, BODY_MAX = 20000 };

static int64_t first_key(struct id_thread t)
{
	return t.v << SEQ_BITS;
}

static int64_t end_key(struct id_thread t)
{
	return (t.v + 1) << SEQ_BITS;
}

/* --- fields ------------------------------------------------------------------------- */

const struct field thread_fields[14] = {
	{ "thread", FIELD_ID, offsetof(struct thread, id), .kind = ID_OF_thread },
	{ "person", FIELD_ID, offsetof(struct thread, other), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct thread, name), .doc = "First names of the others" },
	{ "more", FIELD_INT, offsetof(struct thread, more), .doc = "Of a group in a list: how many are not named" },
	{ "kind", FIELD_TEXT, offsetof(struct thread, kind), .doc = "family, group or staff" },
	{ "state", FIELD_TEXT, offsetof(struct thread, state), .doc = "open, frozen or closed" },
	{ "subject", FIELD_TEXT, offsetof(struct thread, subject) },
	{ "last_at", FIELD_TIME, offsetof(struct thread, last_at) },
	{ "unread", FIELD_INT, offsetof(struct thread, unread) },
	{ "agreed", FIELD_BOOL, offsetof(struct thread, agreed),
	  .doc = "Has seen who reads this; otherwise the next message needs agree" },
	{ "shows_read", FIELD_BOOL, offsetof(struct thread, shows_read) },
	{ "reply_due_at", FIELD_TIME, offsetof(struct thread, reply_due_at), .doc = "Staff answer by then" },
	{ "reply_paused", FIELD_BOOL, offsetof(struct thread, reply_paused), .doc = "That clock stands still on closed days" },
	{ "reply_late", FIELD_BOOL, offsetof(struct thread, reply_late) },
};

const struct field message_fields[14] = {
	{ "message", FIELD_ID, offsetof(struct message, id), .kind = ID_OF_message },
	{ "sender", FIELD_ID, offsetof(struct message, sender), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct message, name) },
	{ "writer", FIELD_TEXT, offsetof(struct message, writer),
	  .doc = "The guardian who wrote it for the child that `name` is; null: nobody" },
	{ "mine", FIELD_BOOL, offsetof(struct message, mine) },
	{ "body", FIELD_LINES, offsetof(struct message, body) },
	{ "lang", FIELD_TEXT, offsetof(struct message, lang) },
	{ "state", FIELD_TEXT, offsetof(struct message, state),
	  .doc = "queued, checking, delivered, read, held, frozen or withdrawn" },
	{ "reason", FIELD_TEXT, offsetof(struct message, reason) },
	{ "note", FIELD_LINES, offsetof(struct message, note) },
	{ "sent_at", FIELD_TIME, offsetof(struct message, sent_at) },
	{ "due_at", FIELD_TIME, offsetof(struct message, due_at), .doc = "Checked by then" },
	{ "paused", FIELD_BOOL, offsetof(struct message, paused), .doc = "The clock stands still on closed days" },
	{ "state_at", FIELD_TIME, offsetof(struct message, state_at) },
};

const struct field thread_in_fields[1] = {
	{ "person", FIELD_ID, offsetof(struct thread_in, person), .required = true, .kind = ID_OF_person,
	  .doc = "Somebody you are linked to" },
};
const struct field message_in_fields[3] = {
	{ "body", FIELD_LINES, offsetof(struct message_in, body), .required = true, .max = BODY_MAX,
	  .missing = E_message_empty, .doc = "The text" },
	{ "agree", FIELD_BOOL, offsetof(struct message_in, agree),
	  .doc = "true: has read who reads this; needed once per thread" },
	{ "resend_of", FIELD_ID, offsetof(struct message_in, resend_of), .kind = ID_OF_message,
	  .doc = "The held message that this one replaces" },
};
const struct field staff_thread_fields[2] = {
	{ "site", FIELD_ID, offsetof(struct staff_thread_in, site), .required = true, .kind = ID_OF_site,
	  .missing = E_field_choice },
	{ "subject", FIELD_TEXT, offsetof(struct staff_thread_in, subject), .required = true, .max = 100,
	  .doc = "What it is about" },
};
const struct field draft_in_fields[1] = {
	{ "body", FIELD_LINES, offsetof(struct draft_in, body), .max = BODY_MAX },
};
const struct field search_in_fields[1] = {
	{ "words", FIELD_TEXT, offsetof(struct search_in, words), .required = true, .max = 100 },
};

/* --- reading ---------------------------------------------------------------------------- */

static struct thread thread_of(const struct work *w, const struct thread_row *r)
{
	return (struct thread){ .id = r->id,
				.other = r->other,
				.name = r->name,
				.kind = r->kind,
				.state = r->state,
				.side = r->side,
				.subject = r->subject,
				.last_at = r->last_at,
				.reply_due_at = r->reply_due_at,
				.reply_paused = r->reply_paused,
				.reply_late = r->reply_due_at != 0 && r->reply_due_at < w->now,
				.more = r->others - 1,
				.unread = r->unread,
				.agreed = r->agreed_at != 0,
				.shows_read = r->shows_read,
				.site = r->site };
}

enum rc thread_list(struct work *w, const struct pass *pass, int64_t before, struct threads *ret)
{
	struct thread_rows rows;
	TRY(q_thread_page(w, pass, before ? before : INT64_MAX, THREADS_PAGE + 1, &rows));
	size_t n = rows.n > THREADS_PAGE ? THREADS_PAGE : rows.n;
	*ret = (struct threads){ .at = arena_array(w->arena, struct thread, n), .n = n };
	for (size_t i = 0; i < n; i++)
		ret->at[i] = thread_of(w, &rows.at[i]);
	if (rows.n > n)
		ret->next = rows.at[n - 1].place;
	return RC_OK;
}

enum rc thread_waiting(struct work *w, const struct pass *pass, struct threads *ret)
{
	struct thread_rows rows;
	TRY(q_thread_waiting(w, pass, WAITING_MAX, &rows));
	*ret = (struct threads){ .at = arena_array(w->arena, struct thread, rows.n), .n = rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = thread_of(w, &rows.at[i]);
	return RC_OK;
}

static const char *names_of(struct arena *a, const struct thread *t)
{
	const char *names = "";
	for (size_t i = 0; i < t->others_n; i++)
		if (!t->others[i].left)
			names = arena_printf(a, "%s%s%s", names, *names ? ", " : "", t->others[i].name);
	return names;
}

enum rc thread_get(struct work *w, const struct pass *pass, struct id_thread id, struct thread *ret)
{
	struct thread_row row;
	struct thread_others others;
	enum rc rc = q_thread_one(w, pass, id, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(q_thread_others(w, pass, id, &others));
	*ret = thread_of(w, &row);
	struct member *at = arena_array(w->arena, struct member, others.n);
	for (size_t i = 0; i < others.n; i++)
		at[i] = (struct member){ others.at[i].person, others.at[i].name, others.at[i].left_at != 0,
					 others.at[i].blocked };
	ret->others = at;
	ret->others_n = others.n;
	for (size_t i = others.n; i-- > 0;)
		if (!at[i].left)
			ret->other = at[i].person;
	bool own_group = text_is(row.kind, "group") && text_is(row.side, "inside");
	if (ret->other.v == 0 && !own_group) /* everybody else left, or is behind a barrier */
		return work_fail(w, E_not_there, NULL);
	ret->name = names_of(w->arena, ret);
	return RC_OK;
}

static const char *name_of(const struct work *w, const struct thread *t, struct id_person person)
{
	for (size_t i = 0; i < t->others_n; i++)
		if (t->others[i].person.v == person.v)
			return t->others[i].name;
	const char *mine = w->actor.child ? w->actor.child : w->actor.name;
	return person.v == w->actor.person.v ? mine : "";
}

enum rc message_open(struct work *w, struct id_person sender, struct id_message key, const char **body)
{
	TRY(vault_open(w, sender, (struct vault_place){ "message.body", key.v }, body));
	if (*body == NULL)
		*body = word_text(w->lang, W_message_erased);
	return RC_OK;
}

static struct message message_of(const struct work *w, const struct thread *t, const struct message_row *r)
{
	return (struct message){ .id = r->key,
				 .sender = r->sender,
				 .name = name_of(w, t, r->sender),
				 .body = r->body,
				 .lang = r->lang,
				 .state = r->state,
				 .sent_at = r->sent_at,
				 .state_at = r->state_at,
				 .mine = r->sender.v == w->actor.person.v };
}

/* Most messages of a page are delivered and say no more: it is asked for by itself. */
static enum rc add_more(struct work *w, const struct pass *pass, const struct message_row *r,
			struct message *m)
{
	struct message_more more;
	bool checking = m->mine && text_is(r->state, "checking");
	bool held = m->mine && (text_is(r->state, "held") || text_is(r->state, "frozen"));
	if (!checking && !held && r->written_by.v == 0)
		return RC_OK;
	TRY(q_message_more(w, pass, r->key, &more));
	m->writer = more.writer;
	m->reason = held && *more.reason ? more.reason : NULL;
	m->note = held && *more.note ? more.note : NULL;
	m->due_at = checking ? more.due_at : 0;
	m->paused = checking && more.paused;
	return RC_OK;
}

enum rc message_list(struct work *w, const struct pass *pass, const struct thread *t, int64_t before,
		     struct messages *ret)
{
	struct message_rows rows;
	int64_t low = first_key(t->id), end = end_key(t->id);
	int64_t high = before > low && before < end ? before : end;
	TRY(q_message_page(w, pass, low, high, MESSAGES_PAGE + 1, &rows));
	size_t n = rows.n > MESSAGES_PAGE ? MESSAGES_PAGE : rows.n;
	*ret = (struct messages){ .at = arena_array_room(w->arena, struct message, n), .n = n };
	for (size_t i = 0; i < n; i++) {
		struct message *m = &ret->at[n - 1 - i];
		TRY(message_open(w, rows.at[i].sender, rows.at[i].key, &rows.at[i].body));
		*m = message_of(w, t, &rows.at[i]);
		TRY(add_more(w, pass, &rows.at[i], m));
	}
	if (rows.n > n)
		ret->next = rows.at[n - 1].key.v;
	return RC_OK;
}

enum rc messages_unread(struct work *w, const struct pass *pass, int64_t *ret_n)
{
	return q_message_unread(w, pass, ret_n);
}

enum rc thread_read(struct work *w, struct id_thread id)
{
	struct thread_was_read was;
	struct q_message_all_read_list senders;
	struct id_person me = w->actor.person;
	enum rc rc = q_thread_read_set(w, id, me, &was);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	if (!was.shows_read)
		return RC_OK;
	TRY(q_message_all_read(w, first_key(id), end_key(id), me, w->now, &senders));
	for (size_t i = 0; i < senders.n; i++)
		work_ring(w, senders.at[i]);
	return RC_OK;
}

enum rc thread_show_read(struct work *w, const struct pass *pass, struct id_thread id, bool shows)
{
	struct thread t;
	int64_t n = 0;
	TRY(thread_get(w, pass, id, &t));
	TRY(q_thread_shows_set(w, id, w->actor.person, shows, &n));
	return n == 1 ? RC_OK : work_fail(w, E_not_there, NULL);
}

/* --- opening ------------------------------------------------------------------------------- */

static enum rc new_thread(struct work *w, struct id_site site, const char *kind, const char *subject,
			  struct id_thread *ret)
{
	TRY(q_thread_number(w, &ret->v));
	return q_thread_insert(w, &(struct q_thread_insert){ .id = *ret,
							     .tenant = w->actor.tenant,
							     .site = site,
							     .kind = kind,
							     .subject = subject,
							     .now = w->now });
}

static const char *side_of(const char *kind)
{
	return text_is(kind, "inside") ? "inside" : text_is(kind, "staff") ? "staff" : "family";
}

enum rc thread_open(struct work *w, const struct pass *pass, struct id_thread *ret)
{
	struct person other;
	enum rc rc = q_thread_of_two(w, pass, pass_person(pass), ret);
	if (rc != RC_NOT_FOUND)
		return rc;
	rc = person_get(w, pass, &other);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	const char *mine = w->actor.roles & ROLE_inside ? "inside" : "family";
	struct id_site site = other.site;
	if (site.v == 0) /* the one inside is the viewer */
		TRY(q_thread_place(w, pass, &site));
	TRY(new_thread(w, site, "family", "", ret));
	audit_about(w, thread, *ret);
	TRY(q_thread_member_insert(w, *ret, w->actor.person, mine, w->now));
	return q_thread_member_insert(w, *ret, other.id, side_of(other.kind), w->now);
}

/* Every case manager and visits officer of the site is in it: whoever is free answers. */
static enum rc add_staff(struct work *w, struct id_thread thread, struct id_site site)
{
	struct q_staff_of_site_list staff;
	TRY(q_staff_of_site(w, w->actor.tenant, site, ROLE_casemanager | ROLE_visits, &staff));
	if (staff.n == 0)
		return work_fail(w, E_message_unsent, "site");
	for (size_t i = 0; i < staff.n; i++)
		TRY(q_thread_member_insert(w, thread, staff.at[i], "staff", w->now));
	return RC_OK;
}

enum rc thread_open_staff(struct work *w, struct id_site site_id, const char *subject,
			  struct id_thread *ret)
{
	struct site site;
	enum rc rc = site_get(w, site_id, &site);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && site.tenant.v != w->actor.tenant.v))
		return work_fail(w, E_field_choice, "site");
	TRY(rc);
	TRY(new_thread(w, site_id, "staff", subject, ret));
	audit_about(w, thread, *ret);
	TRY(add_staff(w, *ret, site_id));
	return q_thread_member_insert(w, *ret, w->actor.person,
				      w->actor.roles & ROLE_inside ? "inside" : "family", w->now);
}

/* --- sending --------------------------------------------------------------------------------- */

static enum rc check_quota(struct work *w, const struct pass *pass, const struct thread *t)
{
	int64_t most = 0, sent = 0;
	TRY(policy_get(w, w->actor.tenant, t->site, POLICY_messages_per_day, &most));
	TRY(q_message_sent_on(w, pass, zone_date(w->zone, w->now), &sent));
	if (sent < most)
		return RC_OK;
	return work_fail_with(w, E_message_quota, "body",
			      (struct word_arg){ .name = "n", .n = most, .is_number = true });
}

static enum rc check_length(struct work *w, const struct thread *t, const char *body)
{
	int64_t most = 0;
	TRY(policy_get(w, w->actor.tenant, t->site, POLICY_message_letters, &most));
	if ((int64_t)text_count(body) <= most)
		return RC_OK;
	return work_fail_with(w, E_field_long, "body",
			      (struct word_arg){ .name = "n", .n = most, .is_number = true });
}

/* All causes that must stay hidden end here, in one answer (P5). */
static enum rc check_open(struct work *w, const struct thread *t)
{
	int64_t causes = 0;
	if (text_is(t->kind, "staff"))
		return RC_OK;
	if (t->other.v == 0) /* a group that nobody has joined */
		return work_fail(w, E_message_unsent, "body");
	TRY(q_thread_unsendable(w, t->id, w->actor.person, w->actor.signer, zone_date(w->zone, w->now), w->now, &causes));
	return causes == 0 ? RC_OK : work_fail(w, E_message_unsent, "body");
}

/* A message that is sent again replaces the one that was held. */
static enum rc check_resend(struct work *w, const struct thread *t, struct id_message old)
{
	struct message_state_of was;
	if (old.v == 0)
		return RC_OK;
	enum rc rc = q_message_state_of(w, old, &was);
	bool fits = rc == RC_OK && was.thread.v == t->id.v && was.sender.v == w->actor.person.v;
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !fits))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	if (!text_is(was.state, "held"))
		return work_fail(w, E_message_done, "resend_of");
	TRY(screening_drop(w, old));
	return message_set(w, old, "withdrawn", "", "");
}

static enum rc check_all(struct work *w, const struct pass *pass, const struct thread *t,
			 const struct message_in *in)
{
	if (!t->agreed && !in->agree)
		return work_fail(w, E_agree_first, "agree");
	TRY(check_length(w, t, in->body));
	TRY(check_quota(w, pass, t));
	TRY(check_open(w, t));
	return check_resend(w, t, in->resend_of);
}

/* The next place in the thread; a thread that is not open gives none. */
static enum rc take_key(struct work *w, const struct thread *t, struct id_message *ret)
{
	int64_t seq = 0;
	enum rc rc = q_thread_take_seq(w, t->id, w->now, &seq);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_message_unsent, "body");
	TRY(rc);
	ret->v = first_key(t->id) | seq;
	return RC_OK;
}

/* A family's message to staff starts the clock of the answer; staff's stops it. */
static enum rc staff_clock(struct work *w, const struct thread *t, const struct site *site)
{
	int64_t hours = 0, due = 0;
	bool paused;
	if (text_is(t->side, "staff"))
		return q_thread_reply_due(w, t->id, 0, false);
	TRY(policy_get(w, site->tenant, site->id, POLICY_reply_hours, &hours));
	TRY(site_due(w, site, w->now, hours * 60, &due, &paused));
	return q_thread_reply_due(w, t->id, due, paused);
}

/* Who no longer fits is out of a group before anybody writes to it. */
static enum rc settle_group(struct work *w, const struct pass *pass, struct thread *t)
{
	if (!text_is(t->kind, "group"))
		return RC_OK;
	TRY(group_prune(w, t->id));
	return thread_get(w, pass, t->id, t);
}

enum rc message_send(struct work *w, const struct pass *pass, struct id_thread id,
		     const struct message_in *in, struct id_message *ret)
{
	struct thread t;
	struct site site;
	struct screening plan = { 0 };
	struct id_message key = { 0 };
	TRY(thread_get(w, pass, id, &t));
	TRY(settle_group(w, pass, &t));
	TRY(site_get(w, t.site, &site));
	TRY(check_all(w, pass, &t, in));
	if (!text_is(t.kind, "staff"))
		TRY(screening_plan(w, &site, in->body, &plan));
	TRY(take_key(w, &t, &key));
	audit_about(w, message, key);
	struct q_message_insert row = { .key = key,
					.thread = id,
					.sender = w->actor.person,
					.lang = lang_tag(w->lang),
					.state = "checking",
					.now = w->now,
					.due_at = plan.due,
					.paused = plan.paused,
					.resend_of = in->resend_of };
	if (w->actor.child != NULL)
		row.written_by = w->actor.signer;
	TRY(vault_seal(w, row.sender, (struct vault_place){ "message.body", key.v }, in->body, &row.body));
	TRY(q_message_insert(w, &row));
	if (plan.checks)
		TRY(screening_add(w, key, &t, &plan));
	if (text_is(t.kind, "staff"))
		TRY(staff_clock(w, &t, &site));
	TRY(q_thread_mine_touch(w, id, w->actor.person, w->now, zone_date(w->zone, w->now)));
	TRY(q_draft_delete(w, id, w->actor.person));
	work_ring(w, w->actor.person);
	*ret = key;
	return plan.checks ? RC_OK : message_deliver(w, key);
}

enum rc message_withdraw(struct work *w, const struct pass *pass, struct id_message id)
{
	int64_t n = 0;
	struct thread t;
	TRY(thread_get(w, pass, message_thread(id), &t));
	audit_about(w, message, id);
	TRY(q_message_state_move(w, id, w->actor.person, "checking", "withdrawn", w->now, &n));
	if (n == 0)
		return work_fail(w, E_message_done, NULL);
	return screening_drop(w, id);
}

/* --- delivery ----------------------------------------------------------------------------------- */

enum rc message_set(struct work *w, struct id_message id, const char *state, const char *reason,
		    const char *note)
{
	struct message_state_of m;
	TRY(q_message_state_of(w, id, &m));
	TRY(q_message_state_set(w, id, state, reason, note, w->now));
	work_ring(w, m.sender);
	return RC_OK;
}

static bool must_wait(const struct thread_receivers *to)
{
	for (size_t i = 0; i < to->n; i++)
		if (text_is(to->at[i].kind, "inside") &&
		    (person_status_is_away(to->at[i].status) || to->at[i].has_kiosk == 0))
			return true;
	return false;
}

/* What has come between the two since it was sent stops it, without a word of why. */
static enum rc is_stopped(struct work *w, const struct message_state_of *m, bool *ret)
{
	int64_t causes = 0;
	*ret = false;
	if (text_is(m->kind, "staff"))
		return RC_OK;
	TRY(q_thread_unsendable(w, m->thread, m->sender, m->writer, zone_date(w->zone, w->now), w->now, &causes));
	*ret = causes > 0;
	return RC_OK;
}

enum rc message_is_stopped(struct work *w, struct id_message id, bool *ret)
{
	struct message_state_of m;
	TRY(q_message_state_of(w, id, &m));
	return is_stopped(w, &m, ret);
}

enum rc message_deliver(struct work *w, struct id_message id)
{
	struct message_state_of m;
	struct thread_receivers to;
	bool stopped = false;
	TRY(q_message_state_of(w, id, &m));
	if (text_is(m.kind, "group"))
		TRY(group_prune(w, m.thread));
	TRY(is_stopped(w, &m, &stopped));
	if (stopped)
		return message_set(w, id, "frozen", "", "");
	TRY(q_thread_receivers(w, m.thread, m.sender, &to));
	if (must_wait(&to))
		return message_set(w, id, "queued", "", "");
	TRY(message_set(w, id, "delivered", "", ""));
	TRY(q_thread_others_touch(w, m.thread, m.sender, w->now));
	for (size_t i = 0; i < to.n; i++) {
		work_ring(w, to.at[i].person);
		TRY(notice_add(w, to.at[i].person, NOTICE_NEW_MESSAGE, id.v));
	}
	return RC_OK;
}

bool message_was_seen(struct work *w, struct id_message id, struct id_person sender)
{
	int64_t n = 0;
	int64_t seq = id.v & ((1 << SEQ_BITS) - 1);
	return q_message_seen_by(w, message_thread(id), sender, seq, &n) != RC_OK || n > 0;
}

enum rc message_take_back(struct work *w, struct id_message id)
{
	struct message_state_of m;
	struct thread_receivers to;
	TRY(q_message_state_of(w, id, &m));
	TRY(q_thread_others_untouch(w, m.thread, m.sender));
	TRY(q_thread_receivers(w, m.thread, m.sender, &to));
	for (size_t i = 0; i < to.n; i++)
		work_ring(w, to.at[i].person);
	return RC_OK;
}

enum rc message_check_until(struct work *w, struct id_message id, int64_t due, bool paused)
{
	return q_message_due_set(w, id, "checking", due, paused, w->now);
}

/* --- drafts --------------------------------------------------------------------------------------- */

enum rc draft_save(struct work *w, const struct pass *pass, struct id_thread id,
		   const struct draft_in *in)
{
	struct thread t;
	if (w->actor.kiosk)
		return work_fail(w, E_not_allowed, NULL);
	TRY(thread_get(w, pass, id, &t));
	if (*in->body == '\0')
		return q_draft_delete(w, id, w->actor.person);
	const char *sealed;
	TRY(vault_seal(w, w->actor.person, (struct vault_place){ "draft.body", id.v }, in->body, &sealed));
	return q_draft_put(w, id, w->actor.person, sealed, w->now);
}

enum rc draft_get(struct work *w, const struct pass *pass, struct id_thread id, const char **ret_body)
{
	enum rc rc = q_draft_find(w, pass, id, ret_body);
	if (rc == RC_OK)
		rc = vault_open(w, w->actor.person, (struct vault_place){ "draft.body", id.v }, ret_body);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && *ret_body == NULL))
		*ret_body = "";
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- blocking --------------------------------------------------------------------------------------- */

static enum rc block(struct work *w, struct id_person other)
{
	int64_t n = 0;
	TRY(q_block_insert(w, (struct id_block){ work_id(w) }, w->actor.person, other, w->now));
	return q_group_invites_drop(w, w->actor.person, other, w->now, &n);
}

enum rc thread_block(struct work *w, const struct pass *pass, struct id_thread id, bool on)
{
	struct thread t;
	TRY(thread_get(w, pass, id, &t));
	audit_about(w, thread, id);
	for (size_t i = 0; i < t.others_n; i++) {
		struct id_person other = t.others[i].person;
		if (!on)
			TRY(q_block_end(w, w->actor.person, other, w->now));
		else if (!t.others[i].left)
			TRY(block(w, other));
	}
	return RC_OK;
}

bool thread_is_blocked(const struct thread *t)
{
	for (size_t i = 0; i < t->others_n; i++)
		if (t->others[i].blocked)
			return true;
	return false;
}

/* --- search ------------------------------------------------------------------------------------------- */

enum rc message_search(struct work *w, const struct pass *pass, const struct search_in *in,
		       struct founds *ret)
{
	struct message_recents rows;
	const char *wanted = text_fold(w->arena, in->words);
	*ret = (struct founds){ .at = arena_array(w->arena, struct found, FOUND_MAX) };
	if (*wanted == '\0')
		return RC_OK;
	TRY(q_message_recent(w, pass, SEARCHED, &rows));
	ret->older = rows.n == SEARCHED;
	for (size_t i = 0; i < rows.n && !ret->more; i++) {
		struct message_recent *m = &rows.at[i];
		TRY(message_open(w, m->sender, m->key, &m->body));
		if (strstr(text_fold(w->arena, m->body), wanted) == NULL)
			continue;
		ret->more = ret->n == FOUND_MAX;
		if (ret->more)
			continue;
		ret->at[ret->n++] = (struct found){ m->thread, m->key, m->name,
						    text_cut(w->arena, m->body, 120), m->sent_at };
	}
	return RC_OK;
}
