/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/requests/requests.h"

#include "lib/base/text.h"
#include "lib/time/time.h"
#include "requests_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/duties/duties.h"
#include "src/notices/notices.h"

enum { SHOWN_OWN = 50, SHOWN = 200 };

const char *const data_request_kinds[] = { "access", "correction", "erasure", "accounting", NULL };
const char *const data_request_channels[] = { "paper", "phone", "spoken", NULL };
const char *const data_request_outcomes[] = { "granted", "partly", "refused", NULL };

#define IN(type, outer)                                                                                            \
	{ "kind", FIELD_TEXT, offsetof(type, outer kind), .required = true, .choices = data_request_kinds,           \
	  .missing = E_field_choice },                                                                               \
	{ "words", FIELD_LINES, offsetof(type, outer words), .max = 2000,                                            \
	  .doc = "What exactly; for a correction, what is wrong and what is right" }
const struct field data_request_in_fields[2] = { IN(struct data_request_in, ) };
const struct field data_request_paper_fields[4] = {
	IN(struct data_request_paper_in, d.),
	{ "channel", FIELD_TEXT, offsetof(struct data_request_paper_in, channel), .required = true,
	  .choices = data_request_channels, .missing = E_field_choice },
	{ "received_on", FIELD_DATE, offsetof(struct data_request_paper_in, received_on), .required = true },
};
const struct field data_request_fields[15] = {
	{ "request", FIELD_ID, offsetof(struct data_request, id), .kind = ID_OF_data_request },
	{ "person", FIELD_ID, offsetof(struct data_request, person), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct data_request, name) },
	{ "kind", FIELD_TEXT, offsetof(struct data_request, kind) },
	{ "words", FIELD_LINES, offsetof(struct data_request, words) },
	{ "channel", FIELD_TEXT, offsetof(struct data_request, channel) },
	{ "state", FIELD_TEXT, offsetof(struct data_request, state), .doc = "open, answered or withdrawn" },
	{ "received_on", FIELD_DATE, offsetof(struct data_request, received_on) },
	{ "asked_at", FIELD_TIME, offsetof(struct data_request, asked_at) },
	{ "due_at", FIELD_TIME, offsetof(struct data_request, due_at) },
	{ "late", FIELD_BOOL, offsetof(struct data_request, late) },
	{ "extension", FIELD_LINES, offsetof(struct data_request, extension), .doc = "Why it takes longer" },
	{ "outcome", FIELD_TEXT, offsetof(struct data_request, outcome) },
	{ "answer", FIELD_LINES, offsetof(struct data_request, answer) },
	{ "answered_at", FIELD_TIME, offsetof(struct data_request, answered_at) },
};
const struct field data_request_extend_fields[1] = {
	{ "words", FIELD_LINES, offsetof(struct data_request_extend_in, words), .required = true, .min = 5,
	  .max = 1000, .doc = "Why it takes longer; the person reads it" },
};
const struct field data_request_answer_fields[2] = {
	{ "outcome", FIELD_TEXT, offsetof(struct data_request_answer_in, outcome), .required = true,
	  .choices = data_request_outcomes, .missing = E_field_choice },
	{ "answer", FIELD_LINES, offsetof(struct data_request_answer_in, answer), .required = true, .min = 5,
	  .max = 4000, .doc = "The person reads it; where it is not granted, why, and whom they can ask" },
};

/* --- the clocks --------------------------------------------------------------------------- */

/* By law: so long, and so much longer, once. */
static const struct law {
	const char *kind;
	int months, days, more_months, more_days;
} laws[] = {
	{ "accounting", 0, 60, 0, 30 }, /* 45 CFR 164.528(c)(1) */
	{ "", 1, 0, 2, 0 },		/* GDPR Art. 12(3) */
};

static const struct law *law_of(const char *kind)
{
	const struct law *law = laws;
	while (*law->kind != '\0' && !text_is(law->kind, kind))
		law++;
	return law;
}

/* The end of the last day, at the office. */
static int64_t due_of(const struct work *w, const char *kind, int64_t received_on, bool extended)
{
	const struct law *law = law_of(kind);
	int64_t last = date_months_later(received_on, law->months + (extended ? law->more_months : 0)) +
		       law->days + (extended ? law->more_days : 0);
	return zone_day_start(w->zone, last + 1) - 1;
}

/* --- asking --------------------------------------------------------------------------------- */

static enum rc add(struct work *w, const struct pass *pass, const struct data_request_paper_in *in,
		   struct id_data_request *ret)
{
	int64_t n = 0, due = due_of(w, in->d.kind, in->received_on, false);
	if (text_is(in->d.kind, "correction") && *in->d.words == '\0')
		return work_fail(w, E_field_missing, "words");
	ret->v = work_id(w);
	audit_about(w, data_request, *ret);
	audit_detail(w, in->d.kind);
	TRY(q_data_request_insert(w, &(struct q_data_request_insert){
					     *ret, w->actor.tenant, pass_person(pass), in->d.kind, in->d.words,
					     in->channel, w->actor.account, in->received_on, w->now, due },
				  &n));
	if (n == 0)
		return work_fail(w, E_request_twice, "kind");
	TRY(duty_set(w, DUTY_REQUEST, ret->v, zone_day_start(w->zone, in->received_on), due));
	return notice_office(w, w->actor.tenant, ROLE_privacy, NOTICE_REQUEST, ret->v);
}

enum rc data_request_add(struct work *w, const struct pass *pass, const struct data_request_in *in,
			 struct id_data_request *ret)
{
	const struct data_request_paper_in whole = { *in, "page", zone_date(w->zone, w->now) };
	return add(w, pass, &whole, ret);
}

enum rc data_request_add_paper(struct work *w, const struct pass *pass,
			       const struct data_request_paper_in *in, struct id_data_request *ret)
{
	int64_t today = zone_date(w->zone, w->now);
	if (in->received_on > today || in->received_on < today - 366)
		return work_fail(w, E_field_date, "received_on");
	return add(w, pass, in, ret);
}

/* --- reading ---------------------------------------------------------------------------------- */

static struct data_request request_of(const struct work *w, const struct data_request_row *r)
{
	return (struct data_request){
		.id = r->id, .person = r->person, .name = r->name, .kind = r->kind,
		.words = text_or_null(r->words), .channel = r->channel, .state = r->state,
		.extension = text_or_null(r->extension), .outcome = text_or_null(r->outcome),
		.answer = text_or_null(r->answer), .received_on = r->received_on, .asked_at = r->asked_at,
		.due_at = r->due_at, .answered_at = r->answered_at, .extended = r->extended,
		.late = text_is(r->state, "open") && r->due_at < w->now,
	};
}

static enum rc shaped(struct work *w, const struct data_request_rows *rows, struct data_requests *ret)
{
	*ret = (struct data_requests){ arena_array(w->arena, struct data_request, rows->n), rows->n };
	for (size_t i = 0; i < rows->n; i++)
		ret->at[i] = request_of(w, &rows->at[i]);
	return RC_OK;
}

enum rc data_requests_own(struct work *w, const struct pass *pass, struct data_requests *ret)
{
	struct data_request_rows rows;
	TRY(q_data_requests_own(w, pass, SHOWN_OWN, &rows));
	return shaped(w, &rows, ret);
}

enum rc data_requests_open(struct work *w, const struct pass *pass, struct data_requests *ret)
{
	struct data_request_rows rows;
	TRY(q_data_requests_open(w, pass, SHOWN, &rows));
	return shaped(w, &rows, ret);
}

enum rc data_request_get(struct work *w, const struct pass *pass, struct id_data_request id,
			 struct data_request *ret)
{
	struct data_request_row row;
	enum rc rc = q_data_request_one(w, pass, id, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, data_request, id);
	*ret = request_of(w, &row);
	return RC_OK;
}

/* --- moving ------------------------------------------------------------------------------------ */

/* One that is open, and not about whoever decides. */
static enum rc get_open(struct work *w, const struct pass *pass, struct id_data_request id,
			struct data_request *ret)
{
	TRY(data_request_get(w, pass, id, ret));
	if (ret->person.v == w->actor.signer.v)
		return work_fail(w, E_challenge_own, NULL);
	return text_is(ret->state, "open") ? RC_OK : work_fail(w, E_request_done, NULL);
}

static enum rc move(struct work *w, struct id_data_request id, const char *state, const char *outcome,
		    const char *answer)
{
	int64_t n = 0;
	TRY(q_data_request_state(w, &(struct q_data_request_state){ id, state, outcome, answer, w->actor.account,
								    w->now },
				 &n));
	if (n == 0)
		return work_fail(w, E_request_done, NULL);
	return duty_done(w, DUTY_REQUEST, id.v, *outcome != '\0' ? outcome : state);
}

enum rc data_request_withdraw(struct work *w, const struct pass *pass, struct id_data_request id)
{
	struct data_request r;
	TRY(data_request_get(w, pass, id, &r));
	if (r.person.v != pass_person(pass).v)
		return work_fail(w, E_not_there, NULL);
	return move(w, id, "withdrawn", "", "");
}

enum rc data_request_extend(struct work *w, const struct pass *pass, struct id_data_request id,
			    const struct data_request_extend_in *in)
{
	struct data_request r;
	int64_t n = 0;
	TRY(get_open(w, pass, id, &r));
	audit_detail(w, in->words);
	if (r.extended)
		return work_fail(w, E_request_extended, NULL);
	if (r.late)
		return work_fail(w, E_request_late, NULL);
	int64_t due = due_of(w, r.kind, r.received_on, true);
	TRY(q_data_request_longer(w, id, in->words, due, &n));
	TRY(duty_set(w, DUTY_REQUEST, id.v, w->now, due));
	return notice_add(w, r.person, NOTICE_LINK_ANSWER, id.v);
}

enum rc data_request_answer(struct work *w, const struct pass *pass, struct id_data_request id,
			    const struct data_request_answer_in *in)
{
	struct data_request r;
	TRY(get_open(w, pass, id, &r));
	audit_detail(w, in->outcome);
	TRY(move(w, id, "answered", in->outcome, in->answer));
	return notice_add(w, r.person, NOTICE_LINK_ANSWER, id.v);
}
