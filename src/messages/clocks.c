/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/messages/clocks.h"

#include "clocks_q.h"
#include "messages_q.h"
#include "src/people/people.h"

enum { BATCH = 500 };

/* When something is due whose clock began then. */
static enum rc due_of(struct work *w, const struct site *site, enum policy hours, int64_t began,
		      int64_t *ret_due, bool *ret_paused)
{
	int64_t n = 0;
	TRY(policy_get_on(w, site->tenant, site->id, hours, began, &n));
	return site_due(w, site, began, n * 60, ret_due, ret_paused);
}

static enum rc set_reviews(struct work *w, const struct site *site)
{
	struct clock_reviews rows = { .n = BATCH };
	struct id_message after = { 0 };
	while (rows.n == BATCH) {
		TRY(q_clock_reviews(w, site->id, after, w->now, BATCH, &rows));
		for (size_t i = 0; i < rows.n; i++) {
			const struct clock_review *r = &rows.at[i];
			int64_t due = 0;
			bool paused;
			after = r->message;
			TRY(due_of(w, site, r->appealed ? POLICY_appeal_hours : POLICY_review_hours, r->began,
				   &due, &paused));
			if (due == r->due_at)
				continue;
			TRY(q_clock_review_set(w, r->message, due));
			TRY(q_clock_message_set(w, r->message, due, paused));
		}
	}
	return RC_OK;
}

static enum rc set_threads(struct work *w, const struct site *site)
{
	struct clock_threads rows = { .n = BATCH };
	struct id_thread after = { 0 };
	while (rows.n == BATCH) {
		TRY(q_clock_threads(w, site->id, after, w->now, BATCH, &rows));
		for (size_t i = 0; i < rows.n; i++) {
			const struct clock_thread *t = &rows.at[i];
			int64_t due = 0;
			bool paused;
			after = t->id;
			TRY(due_of(w, site, POLICY_reply_hours, t->began, &due, &paused));
			if (due != t->due_at)
				TRY(q_thread_reply_due(w, t->id, due, paused));
		}
	}
	return RC_OK;
}

static enum rc set_ties(struct work *w, const struct site *site)
{
	struct clock_ties rows = { .n = BATCH };
	struct id_tie after = { 0 };
	while (rows.n == BATCH) {
		TRY(q_clock_ties(w, site->id, after, w->now, BATCH, &rows));
		for (size_t i = 0; i < rows.n; i++) {
			const struct clock_tie *t = &rows.at[i];
			int64_t due = 0;
			bool paused;
			after = t->id;
			TRY(due_of(w, site, POLICY_link_hours, t->began, &due, &paused));
			if (due != t->due_at)
				TRY(q_clock_tie_set(w, t->id, due));
		}
	}
	return RC_OK;
}

enum rc clocks_set(struct work *w, int64_t id)
{
	struct site site;
	enum rc rc = site_get(w, (struct id_site){ id }, &site);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	TRY(set_reviews(w, &site));
	TRY(set_ties(w, &site));
	return set_threads(w, &site);
}
