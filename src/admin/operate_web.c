/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin_pages.h"

#include "lib/base/text.h"
#include "src/admin/operate.h"

enum { WAITING_SHOWN = 20 };

/* Stems of the store in plain words; the last stands for what is not listed. */
struct plain {
	const char *stem;
	enum word word;
};
static const struct plain kinds[] = {
	{ "notice.send", W_job_notice },     { "site.clocks", W_job_clocks }, { "users.idle", W_job_idle },
	{ "sweep", W_job_sweep },	     { NULL, W_job_other },
};
static const struct plain errors[] = {
	{ "", W_NONE },			  { "not there", W_job_error_gone },
	{ "denied", W_job_error_refused }, { "not fit", W_job_error_refused },
	{ "conflict", W_job_error_busy },  { "busy", W_job_error_busy },
	{ NULL, W_job_error_broken },
};
static const struct plain causes[] = {
	{ "deceased", W_job_cause_deceased }, { "no_address", W_job_cause_no_address },
	{ "stopped", W_job_cause_stopped },   { "number_old", W_job_cause_number_old },
	{ "refused", W_job_cause_refused },   { "bounced", W_job_cause_bounced },
	{ "no_channel", W_job_cause_no_channel }, { NULL, W_job_error_broken },
};
static const struct plain channels[] = {
	{ "sms", W_job_channel_sms }, { "email", W_job_channel_email }, { NULL, W_job_other },
};

static enum word plain_word(const struct plain *list, const char *stem)
{
	while (list->stem != NULL && !text_is(list->stem, stem))
		list++;
	return list->word;
}

static void add_line(struct job_lines *to, const struct job_seen *j)
{
	to->at[to->n++] = (struct job_line){ *j, plain_word(kinds, j->kind), plain_word(errors, j->error),
					     text_is(j->state, "dead") };
}

static void add_kind(struct jobs_view *v, const struct job_seen *j)
{
	for (size_t i = 0; i < v->kinds.n; i++)
		if (text_is(v->kinds.at[i].kind, j->kind))
			return;
	v->kinds.at[v->kinds.n++] = (struct kind_line){ j->kind, plain_word(kinds, j->kind) };
}

static enum rc fill_dead(struct web *r, struct jobs_view *v)
{
	struct jobs_seen list;
	int64_t all = 0;
	TRY(jobs_seen(&r->w, "dead", &list, &all));
	v->dead.when = W_job_last_try;
	v->dead.at = arena_array(r->w.arena, struct job_line, list.n);
	v->kinds.at = arena_array(r->w.arena, struct kind_line, list.n);
	for (size_t i = 0; i < list.n; i++) {
		add_line(&v->dead, &list.at[i]);
		if (list.at[i].ours)
			add_kind(v, &list.at[i]);
	}
	return RC_OK;
}

/* What failed before stands by itself; of the rest the next few are enough. */
static enum rc fill_waiting(struct web *r, struct jobs_view *v)
{
	struct jobs_seen list;
	TRY(jobs_seen(&r->w, "waiting", &list, &v->waiting_n));
	v->failing.when = W_job_next;
	v->failing.at = arena_array(r->w.arena, struct job_line, list.n);
	v->waiting.at = arena_array(r->w.arena, struct job_line, list.n);
	for (size_t i = 0; i < list.n; i++) {
		if (list.at[i].tries > 0)
			add_line(&v->failing, &list.at[i]);
		else if (v->waiting.n < WAITING_SHOWN)
			add_line(&v->waiting, &list.at[i]);
	}
	return RC_OK;
}

static enum rc fill_unsent(struct web *r, struct jobs_view *v)
{
	struct unsents list;
	TRY(notices_unsent(&r->w, &list));
	v->unsent.at = arena_array(r->w.arena, struct unsent_line, list.n);
	v->unsent.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v->unsent.at[i] = (struct unsent_line){ list.at[i], plain_word(channels, list.at[i].channel),
							plain_word(causes, list.at[i].cause) };
	return RC_OK;
}

static enum rc jobs_page(struct web *r)
{
	struct jobs_view v = { .frame = web_frame(r, W_admin_jobs) };
	TRY(fill_dead(r, &v));
	TRY(fill_waiting(r, &v));
	TRY(fill_unsent(r, &v));
	page_admin_jobs(web_page(r), &v);
	return RC_OK;
}

struct jobs_query {
	const char *state;
};
static const struct field jobs_query_fields[] = {
	{ "state", FIELD_TEXT, offsetof(struct jobs_query, state), .choices = job_states, .doc = "dead without it" },
};

static enum rc jobs_json(struct web *r)
{
	struct jobs_query q = { 0 };
	struct jobs_seen list;
	int64_t all = 0;
	TRY(web_query(r, &q));
	bool asked = q.state != NULL && *q.state != '\0';
	TRY(jobs_seen(&r->w, asked ? q.state : "dead", &list, &all));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc unsent_json(struct web *r)
{
	struct unsents list;
	TRY(notices_unsent(&r->w, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc retry_act(struct web *r)
{
	struct id_job id;
	TRY(web_id(r, job, &id));
	TRY(job_retry(&r->w, id));
	return web_done(r, "/admin/jobs", "saved");
}

static enum rc drop_act(struct web *r)
{
	struct id_job id;
	TRY(web_id(r, job, &id));
	TRY(job_drop(&r->w, id));
	return web_done(r, "/admin/jobs", "saved");
}

struct kind_in {
	const char *kind;
};
static const struct field kind_in_fields[] = {
	{ "kind", FIELD_TEXT, offsetof(struct kind_in, kind), .required = true, .max = 40 },
};

static enum rc retry_kind_act(struct web *r)
{
	struct kind_in in = { 0 };
	int64_t n = 0;
	TRY(web_read(r, &in));
	TRY(jobs_retry_kind(&r->w, in.kind, &n));
	if (!r->api)
		return web_done(r, "/admin/jobs", "saved");
	buf_printf(web_json(r), "{\"retried\":%lld}", (long long)n);
	return RC_OK;
}

const struct route operate_routes[] = {
	{ "GET", "/admin/jobs", "job.list", .who = ROLE_admin, .audit = AUDIT_READ, .page = jobs_page,
	  .json = jobs_json, ROUTE_QUERY(jobs_query_fields), ROUTE_OUT(job_seen_fields), .list = "jobs",
	  .doc = "Work that waits, fails or is dead." },
	{ "GET", "/admin/notices", "notice.unsent", .who = ROLE_admin, .audit = AUDIT_READ, .json = unsent_json,
	  .json_only = true, ROUTE_OUT(unsent_fields), .list = "notices",
	  .doc = "Notices that did not go out in 30 days, by channel and reason." },
	{ "POST", "/admin/jobs/retry", "job.retry_kind", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = retry_kind_act, .again = jobs_page, ROUTE_IN(kind_in_fields),
	  .doc = "Runs every dead job of a kind again." },
	{ "POST", "/admin/jobs/{job}/retry", "job.retry", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = retry_act, .doc = "Runs a job again that went wrong or is dead." },
	{ "POST", "/admin/jobs/{job}/drop", "job.drop", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = drop_act, .doc = "Gives a dead job up." },
	{ 0 },
};
