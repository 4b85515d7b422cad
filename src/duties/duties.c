/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/duties/duties.h"

#include "duties_q.h"
#include "lib/base/text.h"
#include "src/notices/notices.h"

enum { SHOWN = 200, TOLD = 500 };

static const char *const stems[DUTY_KINDS] = {
	[DUTY_REQUEST] = "request",
	[DUTY_PROCESS] = "process",
	[DUTY_BREACH_AGENCY] = "breach_agency",
	[DUTY_BREACH_AUTHORITY] = "breach_authority",
	[DUTY_BREACH_PEOPLE] = "breach_people",
	[DUTY_BREACH_SECRETARY] = "breach_secretary",
	[DUTY_BREACH_MEDIA] = "breach_media",
	[DUTY_PROTOCOL] = "protocol_review",
	[DUTY_RIGHTS] = "rights_review",
};

const struct field duty_fields[5] = {
	{ "duty", FIELD_TEXT, offsetof(struct duty, stem), .doc = "What must be done" },
	{ "due_at", FIELD_TIME, offsetof(struct duty, due_at) },
	{ "done_at", FIELD_TIME, offsetof(struct duty, done_at) },
	{ "late", FIELD_BOOL, offsetof(struct duty, late) },
	{ "words", FIELD_LINES, offsetof(struct duty, words), .doc = "What was done" },
};

const char *duty_stem(enum duty_kind kind)
{
	return stems[kind];
}

enum rc duty_set(struct work *w, enum duty_kind kind, int64_t about, int64_t since, int64_t due)
{
	return duty_set_for(w, kind, about, (struct id_account){ 0 }, since, due);
}

enum rc duty_set_for(struct work *w, enum duty_kind kind, int64_t about, struct id_account owner, int64_t since,
		     int64_t due)
{
	int64_t soon = since + (due - since) / 4 * 3;
	return q_duty_put(w, &(struct q_duty_put){ { work_id(w) }, w->actor.tenant, stems[kind], about, due,
						   soon > w->now ? soon : due, owner });
}

enum rc duty_done(struct work *w, enum duty_kind kind, int64_t about, const char *words)
{
	int64_t n = 0;
	TRY(q_duty_end(w, stems[kind], about, w->actor.account, words, w->now, &n));
	return n == 1 ? RC_OK : RC_NOT_FOUND;
}

enum rc duty_drop(struct work *w, enum duty_kind kind, int64_t about)
{
	return q_duty_delete(w, stems[kind], about);
}

static struct duty duty_of(const struct work *w, const struct duty_row *r)
{
	struct duty d = { .about = r->about, .due_at = r->due_at, .done_at = r->done_at, .stem = r->kind,
			  .words = text_or_null(r->words), .late = r->done_at == 0 && r->due_at < w->now };
	while (d.kind + 1 < DUTY_KINDS && !text_is(stems[d.kind], r->kind))
		d.kind++;
	return d;
}

static enum rc shaped(struct work *w, const struct duty_rows *rows, struct duties *ret)
{
	*ret = (struct duties){ arena_array(w->arena, struct duty, rows->n), rows->n };
	for (size_t i = 0; i < rows->n; i++)
		ret->at[i] = duty_of(w, &rows->at[i]);
	return RC_OK;
}

enum rc duties_of(struct work *w, int64_t about, struct duties *ret)
{
	struct duty_rows rows;
	TRY(q_duty_of(w, about, &rows));
	return shaped(w, &rows, ret);
}

enum rc duties_open(struct work *w, struct duties *ret)
{
	struct duty_rows rows;
	TRY(q_duty_open(w, w->actor.tenant, SHOWN, &rows));
	return shaped(w, &rows, ret);
}

static enum rc tell(struct work *w, const struct duty_tell *d)
{
	if (d->person.v != 0)
		return notice_add(w, d->person, NOTICE_DUTY, d->id.v);
	return notice_office(w, d->tenant, ROLE_privacy, NOTICE_DUTY, d->id.v);
}

enum rc duties_clock(struct work *w, int64_t unused)
{
	struct duty_tells due;
	(void)unused;
	TRY(q_duty_tells(w, w->now, TOLD, &due));
	for (size_t i = 0; i < due.n; i++) {
		const struct duty_tell *d = &due.at[i];
		TRY(q_duty_told(w, d->id, d->due_at > w->now ? d->due_at : 0));
		TRY(tell(w, d));
	}
	return RC_OK;
}
