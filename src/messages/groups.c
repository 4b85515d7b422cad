/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/messages/groups.h"

#include "groups_q.h"
#include "lib/base/text.h"
#include "messages_q.h"
#include "src/access/access.h"
#include "src/accounts/accounts.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"
#include "src/people/people.h"

enum { ASKED_MAX = 20, ASKS_A_DAY = 20 };

const struct field group_in_fields[1] = {
	{ "persons", FIELD_IDS, offsetof(struct group_in, persons), .required = true, .kind = ID_OF_person,
	  .missing = E_nothing_chosen, .doc = "Family members one is linked to" },
};

/* --- beginning one ------------------------------------------------------------------ */

/* Whoever blocks the one inside, or may not get messages, hears nothing; and whoever
 * asked, nothing of that. */
static enum rc ask_one(struct work *w, struct id_thread thread, struct id_person person)
{
	int64_t unfit = 0, days = 0, n = 0;
	TRY(q_group_unfits(w, thread, person, zone_date(w->zone, w->now), w->now, &unfit));
	if (unfit > 0)
		return q_group_invite_nobody(w, thread, person, w->now, &n);
	TRY(policy_get(w, w->actor.tenant, w->actor.site, POLICY_group_ask_days, &days));
	TRY(q_group_invite_insert(w, thread, person, w->now, w->now - days * TIME_DAY, &n));
	if (n == 0) /* a no holds for a while */
		return RC_OK;
	TRY(notice_add(w, person, NOTICE_NEW_MESSAGE, thread.v));
	work_ring(w, person);
	return RC_OK;
}

/* Asking tells somebody that they are wanted, and nobody anything else. */
static enum rc ask_each(struct work *w, struct id_thread thread, const struct group_in *in)
{
	const struct pass *pass;
	TRY(throttle(w, "group", arena_printf(w->arena, "%lld", (long long)w->actor.account.v), ASKS_A_DAY,
		     TIME_DAY));
	for (size_t i = 0; i < in->persons.n; i++) {
		struct id_person person = { in->persons.at[i] };
		TRY(access_ask(w, person, PURPOSE_TALK, &pass));
		TRY(ask_one(w, thread, person));
	}
	return RC_OK;
}

static enum rc wrong_size(struct work *w)
{
	return work_fail_with(w, E_group_size, "persons",
			      (struct word_arg){ .name = "n", .n = GROUP_MOST, .is_number = true });
}

enum rc group_open(struct work *w, const struct pass *pass, const struct group_in *in,
		   struct id_thread *ret)
{
	struct id_site site = { 0 };
	if (in->persons.n < GROUP_LEAST || in->persons.n > GROUP_MOST)
		return wrong_size(w);
	TRY(q_thread_place(w, pass, &site));
	TRY(q_thread_number(w, &ret->v));
	struct q_thread_insert row = { .id = *ret,
				       .tenant = w->actor.tenant,
				       .site = site,
				       .kind = "group",
				       .subject = "",
				       .now = w->now };
	TRY(q_thread_insert(w, &row));
	audit_about(w, thread, *ret);
	TRY(q_thread_member_insert(w, *ret, w->actor.person, "inside", w->now));
	return ask_each(w, *ret, in);
}

/* The viewer's own open group; all else is not there. */
static enum rc find(struct work *w, const struct pass *pass, struct id_thread id, struct thread *ret)
{
	TRY(thread_get(w, pass, id, ret));
	audit_about(w, thread, id);
	if (!text_is(ret->kind, "group"))
		return work_fail(w, E_not_there, NULL);
	return text_is(ret->state, "open") ? RC_OK : work_fail(w, E_group_closed, NULL);
}

enum rc group_ask(struct work *w, const struct pass *pass, struct id_thread thread,
		  const struct group_in *in)
{
	struct thread t;
	int64_t size = 0;
	TRY(find(w, pass, thread, &t));
	if (!text_is(t.side, "inside"))
		return work_fail(w, E_not_there, NULL);
	TRY(ask_each(w, thread, in));
	TRY(q_group_size(w, thread, &size));
	return size <= GROUP_MOST ? RC_OK : wrong_size(w);
}

/* --- answering ------------------------------------------------------------------------ */

enum rc group_list(struct work *w, const struct pass *pass, struct group_askeds *ret)
{
	return q_group_asked(w, pass, ASKED_MAX, ret);
}

enum rc group_unjoined(struct work *w, const struct pass *pass, struct id_thread thread,
		       struct group_unjoineds *ret)
{
	struct thread t;
	TRY(find(w, pass, thread, &t));
	if (!text_is(t.side, "inside"))
		return work_fail(w, E_not_there, NULL);
	return q_group_unjoined(w, pass, thread, ret);
}

enum rc group_get(struct work *w, const struct pass *pass, struct id_thread thread,
		  struct group_asked *ret)
{
	enum rc rc = q_group_asked_one(w, pass, thread, ret);
	audit_about(w, thread, thread);
	return rc == RC_NOT_FOUND ? work_fail(w, E_not_there, NULL) : rc;
}

enum rc group_answer(struct work *w, const struct pass *pass, struct id_thread thread, bool yes)
{
	struct group_asked asked;
	int64_t n = 0, causes = 0, size = 0;
	TRY(group_get(w, pass, thread, &asked));
	TRY(q_group_refuses(w, thread, w->actor.person, w->actor.signer, zone_date(w->zone, w->now), w->now, &causes));
	TRY(q_group_size(w, thread, &size));
	bool fits = causes == 0 && size <= GROUP_MOST;
	TRY(q_group_invite_answer(w, thread, w->actor.person, !yes ? "no" : fits ? "yes" : "gone", w->now, &n));
	if (!yes || n == 0)
		return RC_OK;
	if (!fits) {
		w->keep = true; /* the invitation is gone, whatever the cause */
		return work_fail(w, E_group_closed, NULL);
	}
	return q_thread_member_insert(w, thread, w->actor.person, "family", w->now);
}

enum rc group_leave(struct work *w, const struct pass *pass, struct id_thread thread)
{
	struct thread t;
	int64_t n = 0;
	TRY(find(w, pass, thread, &t));
	if (text_is(t.side, "inside"))
		return q_group_close(w, thread, &n);
	return q_group_leave(w, thread, w->actor.person, w->now, &n);
}

enum rc group_prune(struct work *w, struct id_thread thread)
{
	int64_t n = 0;
	return q_group_prune(w, thread, zone_date(w->zone, w->now), w->now, &n);
}
