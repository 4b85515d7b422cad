/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/erasure/erasure.h"

#include "erasure_q.h"
#include "lib/base/text.h"
#include "lib/db/copy.h"
#include "lib/jobs/jobs.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/audit/look.h"
#include "src/vault/vault.h"
#include "wipe_q.h"

enum { SHOWN = 100, REPLAYED_AT_ONCE = 100, FORGOTTEN_AT_ONCE = 2000, WORDS_MAX = 1000 };
enum { TALKERS = ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised };

const char *const erasure_bases[] = { "request", "retention", "court", NULL };

const struct field erasure_in_fields[3] = {
	{ "person", FIELD_ID, offsetof(struct erasure_in, person), .required = true, .kind = ID_OF_person },
	{ "basis", FIELD_TEXT, offsetof(struct erasure_in, basis), .required = true, .choices = erasure_bases,
	  .missing = E_field_choice },
	{ "words", FIELD_LINES, offsetof(struct erasure_in, words), .required = true, .max = WORDS_MAX,
	  .doc = "Why; erased with the rest" },
};
const struct field erasure_fields[8] = {
	{ "erasure", FIELD_ID, offsetof(struct erasure, id), .kind = ID_OF_erasure },
	{ "person", FIELD_ID, offsetof(struct erasure, person), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct erasure, name), .doc = "Until it is done" },
	{ "basis", FIELD_TEXT, offsetof(struct erasure, basis) },
	{ "state", FIELD_TEXT, offsetof(struct erasure, state), .doc = "asked, confirmed or done" },
	{ "asked_at", FIELD_TIME, offsetof(struct erasure, asked_at) },
	{ "confirmed_at", FIELD_TIME, offsetof(struct erasure, confirmed_at) },
	{ "done_at", FIELD_TIME, offsetof(struct erasure, done_at) },
};
const struct field certificate_fields[7] = {
	{ "erasure", FIELD_ID, offsetof(struct certificate, id), .kind = ID_OF_erasure },
	{ "basis", FIELD_TEXT, offsetof(struct certificate, basis) },
	{ "asked_at", FIELD_TIME, offsetof(struct certificate, asked_at) },
	{ "confirmed_at", FIELD_TIME, offsetof(struct certificate, confirmed_at) },
	{ "done_at", FIELD_TIME, offsetof(struct certificate, done_at) },
	{ "entry", FIELD_ID, offsetof(struct certificate, entry), .kind = ID_OF_entry },
	{ "receipt", FIELD_TEXT, offsetof(struct certificate, receipt), .doc = "kk-verify --receipt checks it" },
};
const struct field legal_hold_in_fields[3] = {
	{ "person", FIELD_ID, offsetof(struct legal_hold_in, person), .required = true, .kind = ID_OF_person },
	{ "matter", FIELD_LINES, offsetof(struct legal_hold_in, matter), .required = true, .max = WORDS_MAX },
	{ "review_on", FIELD_DATE, offsetof(struct legal_hold_in, review_on), .required = true,
	  .doc = "When it is looked at again" },
};
const struct field hold_lift_fields[1] = {
	{ "reason", FIELD_LINES, offsetof(struct hold_lift_in, reason), .required = true, .max = WORDS_MAX },
};
const struct field legal_hold_fields[8] = {
	{ "hold", FIELD_ID, offsetof(struct legal_hold, id), .kind = ID_OF_legal_hold },
	{ "person", FIELD_ID, offsetof(struct legal_hold, person), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct legal_hold, name) },
	{ "matter", FIELD_LINES, offsetof(struct legal_hold, matter) },
	{ "state", FIELD_TEXT, offsetof(struct legal_hold, state), .doc = "entered, confirmed, lifting or lifted" },
	{ "review_on", FIELD_DATE, offsetof(struct legal_hold, review_on) },
	{ "entered_at", FIELD_TIME, offsetof(struct legal_hold, entered_at) },
	{ "overdue", FIELD_BOOL, offsetof(struct legal_hold, overdue) },
};

/* --- asking ---------------------------------------------------------------------------------- */

/* Who is still inside is in the agency's care, and its records of them are not its own to
 * give up; staff leave by having their account closed. */
static bool must_stay(const struct erasure_subject *s)
{
	bool inside = text_is(s->kind, "inside") && !text_is(s->status, "released") && !text_is(s->status, "deceased");
	bool staff = text_is(s->kind, "staff") || (s->roles & ~(int64_t)TALKERS) != 0;
	return inside || staff;
}

static enum rc check_subject(struct work *w, struct id_person person, const char **ret_name)
{
	struct erasure_subject s;
	TRY(q_erasure_subject(w, person, &s));
	*ret_name = s.name;
	return must_stay(&s) ? work_fail(w, E_erasure_here, "person") : RC_OK;
}

static enum rc check_hold(struct work *w, struct id_person person)
{
	bool stands = false;
	TRY(legal_hold_stands(w, person, &stands));
	return stands ? work_fail(w, E_erasure_held, NULL) : RC_OK;
}

static enum rc check_open(struct work *w, struct id_person person)
{
	int64_t n = 0;
	bool erased = false;
	TRY(q_erasure_open_of(w, person, &n));
	TRY(vault_is_erased(w, person, &erased));
	return n > 0 || erased ? work_fail(w, E_erasure_asked, "person") : RC_OK;
}

enum rc erasure_ask(struct work *w, const struct erasure_in *in, struct id_erasure *ret)
{
	const struct pass *pass;
	const char *name;
	struct id_erasure id = { work_id(w) };
	TRY(access_ask(w, in->person, PURPOSE_PRIVACY, &pass));
	audit_about(w, erasure, id);
	TRY(check_subject(w, in->person, &name));
	TRY(check_hold(w, in->person));
	TRY(check_open(w, in->person));
	TRY(q_erasure_insert(w, &(struct q_erasure_insert){ id, pass_tenant(pass), in->person, in->basis, in->words,
							    name, w->actor.account, w->now }));
	*ret = id;
	return RC_OK;
}

static enum rc find(struct work *w, struct id_erasure id, struct erasure_row *ret)
{
	const struct pass *pass;
	TRY(access_roster(w, PURPOSE_PRIVACY, &pass));
	enum rc rc = q_erasure_one(w, pass, id, ret);
	audit_about(w, erasure, id);
	return rc == RC_NOT_FOUND ? work_fail(w, E_not_there, NULL) : rc;
}

enum rc erasure_confirm(struct work *w, struct id_erasure id)
{
	struct erasure_row row;
	const char *name;
	int64_t n = 0;
	TRY(find(w, id, &row));
	if (row.confirmed_at != 0)
		return work_fail(w, E_erasure_done, NULL);
	if (row.asked_by.v == w->actor.account.v)
		return work_fail(w, E_order_two, NULL);
	TRY(check_subject(w, row.person, &name)); /* who came back meanwhile */
	TRY(check_hold(w, row.person));
	TRY(q_erasure_confirmed(w, id, w->actor.account, w->now, &n));
	if (n == 0)
		return work_fail(w, E_erasure_done, NULL);
	return job_add(w, "erasure.run", id.v, w->now);
}

enum rc erasure_drop(struct work *w, struct id_erasure id)
{
	struct erasure_row row;
	int64_t n = 0;
	TRY(find(w, id, &row));
	TRY(q_erasure_dropped(w, id, &n));
	return n == 1 ? RC_OK : work_fail(w, E_erasure_done, NULL);
}

static struct erasure erasure_of(const struct work *w, const struct erasure_row *r)
{
	return (struct erasure){ r->id, r->person, r->name, r->basis, r->words,
				 r->done_at ? "done" : r->confirmed_at ? "confirmed" : "asked",
				 r->asked_at, r->confirmed_at, r->done_at, r->asked_by.v == w->actor.account.v };
}

enum rc erasure_list(struct work *w, const struct pass *pass, struct erasures *ret)
{
	struct erasure_rows rows;
	TRY(q_erasures_recent(w, pass, SHOWN, &rows));
	*ret = (struct erasures){ arena_array(w->arena, struct erasure, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = erasure_of(w, &rows.at[i]);
	return RC_OK;
}

enum rc erasure_get(struct work *w, struct id_erasure id, struct erasure *ret)
{
	struct erasure_row row;
	TRY(find(w, id, &row));
	*ret = erasure_of(w, &row);
	return RC_OK;
}

enum rc erasure_certificate(struct work *w, struct id_erasure id, struct certificate *ret)
{
	struct erasure_row row;
	TRY(find(w, id, &row));
	if (row.done_at == 0)
		return work_fail(w, E_erasure_open, NULL);
	*ret = (struct certificate){ .id = id, .basis = row.basis, .receipt = "", .asked_at = row.asked_at,
				     .confirmed_at = row.confirmed_at, .done_at = row.done_at };
	TRY(q_erasure_entry(w, id.v, &ret->entry));
	return log_receipt_of(w, ret->entry, &ret->receipt);
}

/* --- doing it ------------------------------------------------------------------------------------ */

/* src/erasure/columns.txt names each of these, and a test of the whole tree reads that. */
static enum rc wipe(struct work *w, struct id_person p)
{
	enum rc (*const steps[])(struct work *, struct id_person) = {
		q_wipe_outbox,	   q_wipe_account,   q_wipe_sessions, q_wipe_codes,	 q_wipe_issues,	   q_wipe_notices,
		q_wipe_guardian,   q_wipe_household, q_wipe_supporters, q_wipe_contacts, q_wipe_invites, q_wipe_blocks,
		q_wipe_drafts,	   q_wipe_subjects,  q_wipe_notes,    q_wipe_reviews,	 q_wipe_review_steps, q_wipe_urgent,
		q_wipe_challenges, q_wipe_emergencies, q_wipe_imports,   q_wipe_requests,
		q_wipe_details,
	};
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		TRY(steps[i](w, p));
	TRY(q_wipe_ties(w, p, zone_date(w->zone, w->now)));
	return q_wipe_person(w, p, w->now);
}

enum rc erasure_run(struct work *w, int64_t erasure)
{
	struct erasure_job job;
	struct erasure_subject subject;
	struct id_erasure id = { erasure };
	bool stands = false;
	enum rc rc = q_erasure_job(w, id, &job);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	TRY(legal_hold_stands(w, job.person, &stands));
	TRY(q_erasure_subject(w, job.person, &subject));
	if (stands || must_stay(&subject)) /* it comes back when the hold is lifted, or they leave */
		return RC_OK;
	TRY(wipe(w, job.person));
	for (erase_hook *const *hook = erase_hooks; *hook != NULL; hook++)
		TRY((*hook)(w, job.person));
	TRY(q_erasure_emptied(w, id));
	TRY(audit_act(w, "erasure.done", ID_OF_erasure, id.v, "done"));
	return job_add(w, "erasure.scrub", job.person.v, w->now);
}

/* Salts go a few at a time: others write meanwhile. */
struct forgetting {
	struct id_person person;
	struct id_entry from;
	bool over;
};

static enum rc forget_some(struct work *w, void *arg)
{
	struct forgetting *f = arg;
	struct id_entry to;
	int64_t n = 0;
	TRY(q_wipe_salts_to(w, f->from, FORGOTTEN_AT_ONCE, &to));
	TRY(q_wipe_salts(w, f->person, f->from, to, (struct db_blob){ (const unsigned char *)"", 0 }, &n));
	f->over = to.v == 0;
	f->from = to;
	return RC_OK;
}

static enum rc destroy_key(struct work *w, void *arg)
{
	struct id_person person = *(const struct id_person *)arg;
	TRY(vault_destroy(w, person));
	return q_erasures_over(w, person, w->now);
}

/* What the wipe left to do behind its commit, the key first; all of it can be done again. */
enum rc erasure_scrub(struct shared *s, int64_t person)
{
	struct forgetting f = { .person = { person } };
	TRY(work_do(&(struct work_run){ .shared = s, .run = destroy_key, .arg = &f.person, .write = true }));
	while (!f.over)
		TRY(work_do(&(struct work_run){ .shared = s, .run = forget_some, .arg = &f, .write = true }));
	TRY(db_scrub(s->keys));
	return db_scrub(s->db);
}

static enum rc replay_one(struct work *w, struct id_person person)
{
	int64_t here = 0;
	TRY(q_wipe_known(w, person, &here));
	if (here == 0)
		return RC_OK;
	TRY(wipe(w, person));
	TRY(audit_act(w, "erasure.replay", ID_OF_person, person.v, "done"));
	return job_add(w, "erasure.scrub", person.v, w->now);
}

enum rc erasure_replay(struct work *w, int64_t *ret_n)
{
	struct id_person *list;
	size_t n = 0;
	struct id_person after = { 0 };
	*ret_n = 0;
	do {
		TRY(vault_erased(w, after, REPLAYED_AT_ONCE, &list, &n));
		for (size_t i = 0; i < n; i++)
			TRY(replay_one(w, list[i]));
		if (n > 0)
			after = list[n - 1];
		*ret_n += (int64_t)n;
	} while (n == REPLAYED_AT_ONCE);
	return RC_OK;
}

/* --- holds ----------------------------------------------------------------------------------------- */

enum rc legal_hold_stands(struct work *w, struct id_person person, bool *ret)
{
	int64_t n = 0;
	TRY(q_legal_holds_on(w, person, &n));
	*ret = n > 0;
	return RC_OK;
}

enum rc legal_hold_enter(struct work *w, const struct legal_hold_in *in, struct id_legal_hold *ret)
{
	const struct pass *pass;
	struct id_legal_hold id = { work_id(w) };
	/* For safety: nothing of it comes into what the person reads. */
	TRY(access_ask(w, in->person, PURPOSE_SAFETY, &pass));
	audit_about(w, legal_hold, id);
	if (in->review_on <= zone_date(w->zone, w->now))
		return work_fail(w, E_hold_review, "review_on");
	TRY(q_legal_hold_insert(w, &(struct q_legal_hold_insert){ id, pass_tenant(pass), in->person, in->matter,
								  in->review_on, w->actor.account, w->now }));
	*ret = id;
	return RC_OK;
}

static enum rc find_hold(struct work *w, struct id_legal_hold id, struct legal_hold_row *ret)
{
	const struct pass *pass;
	TRY(access_roster(w, PURPOSE_SAFETY, &pass));
	audit_about(w, legal_hold, id);
	enum rc rc = q_legal_hold_one(w, pass, id, ret);
	return rc == RC_NOT_FOUND ? work_fail(w, E_not_there, NULL) : rc;
}

enum rc legal_hold_confirm(struct work *w, struct id_legal_hold id)
{
	struct legal_hold_row row;
	int64_t n = 0;
	TRY(find_hold(w, id, &row));
	if (row.entered_by.v == w->actor.account.v)
		return work_fail(w, E_order_two, NULL);
	TRY(q_legal_hold_confirmed(w, id, w->actor.account, w->now, &n));
	return n == 1 ? RC_OK : work_fail(w, E_hold_done, NULL);
}

/* What was confirmed meanwhile can be done now. */
static enum rc go_on(struct work *w, struct id_person person)
{
	struct q_erasures_meant_list rows;
	TRY(q_erasures_meant(w, person, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(job_add(w, "erasure.run", rows.at[i].v, w->now));
	return RC_OK;
}

enum rc erasure_on_status(struct work *w, struct id_person person, const char *from, const char *to,
			  struct id_site site)
{
	(void)from, (void)site;
	return text_is(to, "released") || text_is(to, "deceased") ? go_on(w, person) : RC_OK;
}

enum rc legal_hold_lift(struct work *w, struct id_legal_hold id, const struct hold_lift_in *in)
{
	struct legal_hold_row row;
	int64_t n = 0;
	TRY(find_hold(w, id, &row));
	audit_detail(w, in->reason);
	if (row.lifted_at != 0)
		return work_fail(w, E_hold_done, NULL);
	if (row.lift_by.v == 0)
		return q_legal_hold_lift_asked(w, id, w->actor.account, in->reason);
	if (row.lift_by.v == w->actor.account.v)
		return work_fail(w, E_order_two, NULL);
	TRY(q_legal_hold_lifted(w, id, w->actor.account, w->now, &n));
	return go_on(w, row.person);
}

static struct legal_hold hold_of(const struct work *w, const struct legal_hold_row *r)
{
	bool lifting = r->lift_by.v != 0;
	int64_t me = w->actor.account.v;
	return (struct legal_hold){ .id = r->id,
				    .person = r->person,
				    .name = r->name,
				    .matter = r->matter,
				    .state = r->lifted_at ? "lifted" : lifting ? "lifting" :
					     r->confirmed_at ? "confirmed" : "entered",
				    .review_on = r->review_on,
				    .entered_at = r->entered_at,
				    .overdue = r->lifted_at == 0 && r->review_on < zone_date(w->zone, w->now),
				    .mine = lifting ? r->lift_by.v == me : !r->confirmed_at && r->entered_by.v == me };
}

enum rc legal_hold_list(struct work *w, const struct pass *pass, struct legal_holds *ret)
{
	struct legal_hold_rows rows;
	TRY(q_legal_holds_recent(w, pass, SHOWN, &rows));
	*ret = (struct legal_holds){ arena_array(w->arena, struct legal_hold, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = hold_of(w, &rows.at[i]);
	return RC_OK;
}
