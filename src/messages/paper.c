/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/messages/paper.h"

#include "messages_q.h"
#include "paper_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"

enum { SLIP_MAX = 4000 };

const struct field letter_fields[6] = {
	{ "message", FIELD_ID, offsetof(struct letter, id), .kind = ID_OF_message },
	{ "to", FIELD_TEXT, offsetof(struct letter, to) },
	{ "number", FIELD_TEXT, offsetof(struct letter, number) },
	{ "unit", FIELD_TEXT, offsetof(struct letter, unit) },
	{ "from", FIELD_TEXT, offsetof(struct letter, from) },
	{ "sent_at", FIELD_TIME, offsetof(struct letter, sent_at) },
};
const struct field paper_fields[1] = {
	{ "items", FIELD_IDS, offsetof(struct paper_in, items), .required = true, .kind = ID_OF_message,
	  .missing = E_nothing_chosen, .doc = "Messages that were handed over" },
};
const struct field slip_fields[1] = {
	{ "body", FIELD_LINES, offsetof(struct slip_in, body), .required = true, .max = SLIP_MAX,
	  .missing = E_message_empty, .doc = "What stands on the slip" },
};

enum rc paper_list(struct work *w, const struct pass *pass, struct letters *ret)
{
	struct paper_rows rows;
	TRY(q_paper_page(w, pass, w->actor.site, LETTERS_MAX, &rows));
	*ret = (struct letters){ arena_array(w->arena, struct letter, rows.n), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		struct paper_row *r = &rows.at[i];
		bool stopped = false;
		TRY(message_is_stopped(w, r->key, &stopped));
		if (stopped)
			continue;
		TRY(message_open(w, r->sender, r->key, &r->body));
		ret->at[ret->n++] = (struct letter){ r->key, r->to_name, r->number, r->unit, r->from_name, r->body,
					      r->sent_at };
	}
	return RC_OK;
}

/* Only what the list shows to this actor can be noted. */
static bool is_listed(const struct letters *list, int64_t id)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].id.v == id)
			return true;
	return false;
}

enum rc paper_done(struct work *w, const struct pass *pass, const struct paper_in *in)
{
	struct letters list;
	TRY(paper_list(w, pass, &list));
	for (size_t i = 0; i < in->items.n; i++) {
		struct id_message id = { in->items.at[i] };
		struct message_state_of m;
		int64_t n = 0;
		if (!is_listed(&list, id.v))
			continue;
		audit_about(w, message, id);
		TRY(q_paper_hand_over(w, id, w->actor.tenant, w->now, &n));
		TRY(q_message_state_of(w, id, &m));
		if (n == 1)
			TRY(q_thread_others_touch(w, m.thread, m.sender, w->now));
		work_ring(w, m.sender);
	}
	return RC_OK;
}

enum rc slip_send(struct work *w, const struct pass *pass, struct id_thread thread,
		  const struct slip_in *in, struct id_message *ret)
{
	struct slip_writer writer;
	struct actor staff = w->actor;
	const struct pass *own;
	enum rc rc = q_slip_writer(w, pass, thread, staff.site, &writer);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	/* The verb runs as the person; the audit entry below names who typed. */
	w->actor.person = writer.person;
	w->actor.roles = ROLE_inside;
	rc = access_own(w, &own);
	if (rc == RC_OK)
		rc = message_send(w, own, thread, &(struct message_in){ .body = in->body, .agree = true }, ret);
	w->actor = staff;
	return rc;
}
