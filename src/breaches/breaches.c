/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/breaches/breaches.h"

#include "breaches_q.h"
#include "lib/base/text.h"
#include "lib/time/time.h"
#include "src/audit/audit.h"

enum { SHOWN = 100, PEOPLE_MAX = 100000000 };
enum law { LAW_GDPR = 1, LAW_UK = 2, LAW_HIPAA = 4, LAW_PART2 = 8, LAW_CJIS = 16 };
enum { EUROPE = LAW_GDPR | LAW_UK, HEALTH = LAW_HIPAA | LAW_PART2 };

const char *const breach_notices[] = { "breach_agency", "breach_authority", "breach_people", "breach_secretary",
				       "breach_media", NULL };

const struct field breach_in_fields[8] = {
	{ "what", FIELD_LINES, offsetof(struct breach_in, what), .required = true, .min = 10, .max = 4000,
	  .doc = "What happened, without names" },
	{ "found_at", FIELD_TIME, offsetof(struct breach_in, found_at), .doc = "Now, where it is not said" },
	{ "people", FIELD_INT, offsetof(struct breach_in, people), .min = 0, .max = PEOPLE_MAX,
	  .doc = "How many people's data, as far as is known" },
	{ "gdpr", FIELD_BOOL, offsetof(struct breach_in, gdpr) },
	{ "uk", FIELD_BOOL, offsetof(struct breach_in, uk) },
	{ "hipaa", FIELD_BOOL, offsetof(struct breach_in, hipaa) },
	{ "part2", FIELD_BOOL, offsetof(struct breach_in, part2) },
	{ "cjis", FIELD_BOOL, offsetof(struct breach_in, cjis) },
};
const struct field breach_fields[13] = {
	{ "breach", FIELD_ID, offsetof(struct breach, id), .kind = ID_OF_breach },
	{ "what", FIELD_LINES, offsetof(struct breach, what) },
	{ "found_at", FIELD_TIME, offsetof(struct breach, found_at) },
	{ "people", FIELD_INT, offsetof(struct breach, people) },
	{ "state", FIELD_TEXT, offsetof(struct breach, state) },
	{ "due_at", FIELD_TIME, offsetof(struct breach, due_at), .doc = "When the next must have been told" },
	{ "late", FIELD_BOOL, offsetof(struct breach, late) },
	{ "gdpr", FIELD_BOOL, offsetof(struct breach, gdpr) },
	{ "uk", FIELD_BOOL, offsetof(struct breach, uk) },
	{ "hipaa", FIELD_BOOL, offsetof(struct breach, hipaa) },
	{ "part2", FIELD_BOOL, offsetof(struct breach, part2) },
	{ "cjis", FIELD_BOOL, offsetof(struct breach, cjis) },
	{ "closed_at", FIELD_TIME, offsetof(struct breach, closed_at) },
};
const struct field breach_told_fields[2] = {
	{ "notice", FIELD_TEXT, offsetof(struct breach_told_in, notice), .required = true,
	  .choices = breach_notices, .missing = E_field_choice },
	{ "words", FIELD_LINES, offsetof(struct breach_told_in, words), .required = true, .min = 5, .max = 2000,
	  .doc = "Who was told, when and how" },
};
const struct field breach_close_fields[1] = {
	{ "words", FIELD_LINES, offsetof(struct breach_close_in, words), .required = true, .min = 5, .max = 4000,
	  .doc = "What was done so that it does not happen again" },
};

/* --- the clocks --------------------------------------------------------------------------- */

/* Sixty days after the year in which a small breach was found, to the end of the day. */
static int64_t after_year(const struct work *w, int64_t found)
{
	struct wall there = zone_wall(w->zone, found);
	return zone_day_start(w->zone, date_of(there.year + 1, 1, 1) + 60) - 1;
}

static int64_t in_hours(const struct work *w, int64_t found)
{
	(void)w;
	return found + TIME_HOUR;
}
static int64_t in_three_days(const struct work *w, int64_t found)
{
	(void)w;
	return found + 72 * TIME_HOUR;
}
static int64_t in_sixty_days(const struct work *w, int64_t found)
{
	(void)w;
	return found + 60 * TIME_DAY;
}

static const struct clock {
	unsigned laws;
	enum duty_kind tells;
	int64_t from, to; /* how many people: from, and fewer than to */
	int64_t (*due)(const struct work *w, int64_t found);
} clocks[] = { /* of two for the same, the first holds */
	{ LAW_CJIS, DUTY_BREACH_AGENCY, 0, INT64_MAX, in_hours },
	{ EUROPE, DUTY_BREACH_AUTHORITY, 0, INT64_MAX, in_three_days },
	{ EUROPE, DUTY_BREACH_PEOPLE, 0, INT64_MAX, in_three_days },
	{ HEALTH, DUTY_BREACH_PEOPLE, 0, INT64_MAX, in_sixty_days },
	{ HEALTH, DUTY_BREACH_SECRETARY, 500, INT64_MAX, in_sixty_days },
	{ HEALTH, DUTY_BREACH_SECRETARY, 0, 500, after_year },
	{ HEALTH, DUTY_BREACH_MEDIA, 501, INT64_MAX, in_sixty_days },
};

static const struct clock *clock_of(enum duty_kind kind, unsigned laws, int64_t people)
{
	for (size_t i = 0; i < COUNT_OF(clocks); i++)
		if (clocks[i].tells == kind && (clocks[i].laws & laws) != 0 && people >= clocks[i].from &&
		    people < clocks[i].to)
			return &clocks[i];
	return NULL;
}

static enum rc set_clocks(struct work *w, struct id_breach id, int64_t found, unsigned laws, int64_t people)
{
	for (enum duty_kind kind = DUTY_BREACH_AGENCY; kind <= DUTY_BREACH_MEDIA; kind++) {
		const struct clock *c = clock_of(kind, laws, people);
		if (c != NULL)
			TRY(duty_set(w, kind, id.v, found, c->due(w, found)));
		else
			TRY(duty_drop(w, kind, id.v));
	}
	return RC_OK;
}

/* --- entering ------------------------------------------------------------------------------- */

static unsigned laws_of(const struct breach_in *in)
{
	return (in->gdpr ? LAW_GDPR : 0) | (in->uk ? LAW_UK : 0) | (in->hipaa ? LAW_HIPAA : 0) |
	       (in->part2 ? LAW_PART2 : 0) | (in->cjis ? LAW_CJIS : 0);
}

static enum rc found_when(struct work *w, const struct breach_in *in, int64_t usual, int64_t *ret)
{
	*ret = in->found_at != 0 ? in->found_at : usual;
	return *ret <= w->now && *ret >= w->now - 366 * TIME_DAY ? RC_OK : work_fail(w, E_field_time, "found_at");
}

enum rc breach_enter(struct work *w, const struct breach_in *in, struct id_breach *ret)
{
	int64_t found;
	TRY(found_when(w, in, w->now, &found));
	ret->v = work_id(w);
	audit_about(w, breach, *ret);
	TRY(q_breach_insert(w, &(struct q_breach_insert){ *ret, w->actor.tenant, in->what, found, in->people,
							  laws_of(in), w->actor.account, w->now }));
	return set_clocks(w, *ret, found, laws_of(in), in->people);
}

enum rc breach_change(struct work *w, struct id_breach id, const struct breach_in *in)
{
	struct breach b;
	int64_t found, n = 0;
	TRY(breach_get(w, id, &b));
	TRY(found_when(w, in, b.found_at, &found));
	TRY(q_breach_set(w, id, in->what, found, in->people, laws_of(in), &n));
	if (n == 0)
		return work_fail(w, E_request_done, NULL);
	return set_clocks(w, id, found, laws_of(in), in->people);
}

/* --- reading ---------------------------------------------------------------------------------- */

static struct breach breach_of(const struct work *w, const struct breach_row *r)
{
	return (struct breach){
		.id = r->id, .what = r->what, .state = r->state, .words = text_or_null(r->words),
		.found_at = r->found_at, .people = r->people, .closed_at = r->closed_at, .due_at = r->due_at,
		.gdpr = (r->laws & LAW_GDPR) != 0, .uk = (r->laws & LAW_UK) != 0,
		.hipaa = (r->laws & LAW_HIPAA) != 0, .part2 = (r->laws & LAW_PART2) != 0,
		.cjis = (r->laws & LAW_CJIS) != 0, .mine = r->entered_by.v == w->actor.account.v,
		.late = r->due_at != 0 && r->due_at < w->now,
	};
}

enum rc breach_list(struct work *w, struct breaches *ret)
{
	struct breach_rows rows;
	TRY(q_breaches_all(w, w->actor.tenant, SHOWN, &rows));
	*ret = (struct breaches){ arena_array(w->arena, struct breach, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = breach_of(w, &rows.at[i]);
	return RC_OK;
}

enum rc breach_get(struct work *w, struct id_breach id, struct breach *ret)
{
	struct breach_row row;
	enum rc rc = q_breach_one(w, id, w->actor.tenant, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, breach, id);
	*ret = breach_of(w, &row);
	return duties_of(w, id.v, &ret->notices);
}

/* --- moving ------------------------------------------------------------------------------------- */

enum rc breach_told(struct work *w, struct id_breach id, const struct breach_told_in *in)
{
	struct breach b;
	TRY(breach_get(w, id, &b));
	audit_detail(w, in->notice);
	for (size_t i = 0; i < b.notices.n; i++)
		if (text_is(b.notices.at[i].stem, in->notice) && b.notices.at[i].done_at == 0)
			return duty_done(w, b.notices.at[i].kind, id.v, in->words);
	return work_fail(w, E_request_done, "notice");
}

enum rc breach_close(struct work *w, struct id_breach id, const struct breach_close_in *in)
{
	struct breach b;
	int64_t n = 0;
	TRY(breach_get(w, id, &b));
	if (b.mine)
		return work_fail(w, E_order_two, NULL);
	if (b.due_at != 0)
		return work_fail(w, E_breach_open, NULL);
	TRY(q_breach_shut(w, id, in->words, w->actor.account, w->now, &n));
	return n == 1 ? RC_OK : work_fail(w, E_request_done, NULL);
}
