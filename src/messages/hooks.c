/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/messages/hooks.h"

#include "lib/base/text.h"
#include "messages_q.h"
#include "src/accounts/accounts.h"
#include "src/notices/notices.h"

static enum rc stop(struct work *w, struct id_person person, const char *thread_state)
{
	TRY(q_thread_freeze_of(w, person, thread_state));
	TRY(q_message_freeze_of(w, person, w->now));
	TRY(q_review_drop_of(w, person));
	TRY(sessions_end_of(w, person));
	return notices_drop(w, person, thread_state);
}

static enum rc deliver_waiting(struct work *w, struct id_person person)
{
	struct q_message_queued_of_list waiting;
	TRY(q_thread_freeze_of(w, person, "open"));
	TRY(q_message_queued_of(w, person, &waiting));
	for (size_t i = 0; i < waiting.n; i++)
		TRY(message_deliver(w, waiting.at[i]));
	return RC_OK;
}

enum rc messages_on_status(struct work *w, struct id_person person, const char *from, const char *to,
			   struct id_site site)
{
	(void)from;
	if (site.v != 0) {
		TRY(q_thread_site_set(w, person, site));
		TRY(q_review_site_set(w, person, site));
		TRY(q_tie_site_set(w, person, site));
	}
	if (text_is(to, "deceased"))
		return stop(w, person, "frozen");
	if (text_is(to, "released"))
		return stop(w, person, "closed");
	return text_is(to, "here") ? deliver_waiting(w, person) : RC_OK;
}

/* A notice says only that something is new: it goes on where something else is. */
static enum rc tell_less(struct work *w, struct id_person person, struct id_person other)
{
	int64_t left = 0, dropped = 0;
	TRY(q_notice_drop_between(w, person, other, &dropped));
	if (dropped == 0)
		return RC_OK;
	TRY(q_message_unread_but(w, person, other, &left));
	return left > 0 ? notice_add(w, person, NOTICE_NEW_MESSAGE, 0) : RC_OK;
}

enum rc messages_on_apart(struct work *w, struct id_person one, struct id_person other, bool one_goes)
{
	TRY(q_review_drop_between(w, one, other));
	TRY(q_message_freeze_between(w, one, other, w->now));
	TRY(tell_less(w, one, other));
	TRY(tell_less(w, other, one));
	if (one_goes)
		TRY(q_thread_leave_between(w, one, other, w->now));
	TRY(q_invite_drop_between(w, one, other, w->now));
	return q_unread_forget_between(w, one, other);
}
