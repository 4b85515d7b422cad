/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/admin/operate.h"

#include "lib/base/text.h"
#include "operate_q.h"
#include "src/audit/audit.h"

enum { UNSENT_DAYS = 30 };

const char *const job_states[] = { "waiting", "running", "dead", NULL };
const struct field job_seen_fields[6] = {
	{ "job", FIELD_ID, offsetof(struct job_seen, id), .kind = ID_OF_job },
	{ "kind", FIELD_TEXT, offsetof(struct job_seen, kind) },
	{ "state", FIELD_TEXT, offsetof(struct job_seen, state), .doc = "waiting, running or dead" },
	{ "due_at", FIELD_TIME, offsetof(struct job_seen, due_at), .doc = "The next try" },
	{ "tries", FIELD_INT, offsetof(struct job_seen, tries) },
	{ "error", FIELD_TEXT, offsetof(struct job_seen, error) },
};
const struct field unsent_fields[4] = {
	{ "channel", FIELD_TEXT, offsetof(struct unsent, channel), .doc = "sms or email" },
	{ "cause", FIELD_TEXT, offsetof(struct unsent, cause) },
	{ "count", FIELD_INT, offsetof(struct unsent, n) },
	{ "last_at", FIELD_TIME, offsetof(struct unsent, last_at) },
};

static enum rc whole_agency(struct work *w)
{
	return w->actor.site.v == 0 ? RC_OK : work_fail(w, E_not_allowed, NULL);
}

enum rc jobs_seen(struct work *w, const char *state, struct jobs_seen *ret, int64_t *ret_all)
{
	struct job_seen_rows rows;
	TRY(whole_agency(w));
	TRY(q_jobs_seen(w, w->actor.tenant, state, JOBS_OF_STATE, &rows));
	TRY(q_jobs_seen_count(w, w->actor.tenant, state, ret_all));
	*ret = (struct jobs_seen){ arena_array(w->arena, struct job_seen, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct job_seen_row *j = &rows.at[i];
		ret->at[i] = (struct job_seen){ j->id, j->kind, j->state, j->error, j->due_at, j->tries,
						j->subject != 0 };
	}
	return RC_OK;
}

enum rc job_retry(struct work *w, struct id_job id)
{
	int64_t n = 0;
	TRY(whole_agency(w));
	audit_about(w, job, id);
	TRY(q_job_again(w, w->actor.tenant, id, w->now, &n));
	w->jobs_added = true;
	return n == 1 ? RC_OK : work_fail(w, E_not_there, NULL);
}

enum rc job_drop(struct work *w, struct id_job id)
{
	int64_t n = 0;
	TRY(whole_agency(w));
	audit_about(w, job, id);
	TRY(q_job_give_up(w, w->actor.tenant, id, &n));
	return n == 1 ? RC_OK : work_fail(w, E_not_there, NULL);
}

enum rc jobs_retry_kind(struct work *w, const char *kind, int64_t *ret)
{
	TRY(whole_agency(w));
	w->jobs_added = true;
	return q_jobs_again(w, w->actor.tenant, kind, w->now, ret);
}

enum rc notices_unsent(struct work *w, struct unsents *ret)
{
	struct unsent_rows rows;
	TRY(whole_agency(w));
	TRY(q_notices_unsent(w, w->actor.tenant, w->now - UNSENT_DAYS * TIME_DAY, &rows));
	*ret = (struct unsents){ arena_array(w->arena, struct unsent, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct unsent){ rows.at[i].channel, rows.at[i].cause, rows.at[i].n,
					      rows.at[i].last_at };
	return RC_OK;
}
