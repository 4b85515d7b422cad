/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/emergency/emergency.h"

#include "emergency_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/accounts/accounts.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"
#include "src/people/people.h"

enum { SHOWN = 100, WORKING_DAY = 8 * 60 };

const char *const emergency_reasons[] = { "danger", "medical", "missing", "other", NULL };

const struct field emergency_in_fields[5] = {
	{ "number", FIELD_TEXT, offsetof(struct emergency_in, number), .required = true, .max = 40 },
	{ "last_name", FIELD_TEXT, offsetof(struct emergency_in, last_name), .required = true, .max = 80 },
	{ "reason", FIELD_TEXT, offsetof(struct emergency_in, reason), .required = true,
	  .choices = emergency_reasons, .missing = E_field_choice },
	{ "words", FIELD_LINES, offsetof(struct emergency_in, words), .required = true, .min = 10, .max = 1000,
	  .doc = "What happened; the person reads that there was an emergency, not these words" },
	{ "code", FIELD_TEXT, offsetof(struct emergency_in, code), .required = true, .max = 10,
	  .missing = E_totp_wrong, .doc = "A fresh code of one's code app" },
};
const struct field emergency_fields[9] = {
	{ "emergency", FIELD_ID, offsetof(struct emergency, id), .kind = ID_OF_emergency },
	{ "who", FIELD_TEXT, offsetof(struct emergency, who) },
	{ "person", FIELD_TEXT, offsetof(struct emergency, person) },
	{ "reason", FIELD_TEXT, offsetof(struct emergency, reason) },
	{ "words", FIELD_LINES, offsetof(struct emergency, words) },
	{ "opened_at", FIELD_TIME, offsetof(struct emergency, opened_at) },
	{ "due_at", FIELD_TIME, offsetof(struct emergency, due_at) },
	{ "times", FIELD_INT, offsetof(struct emergency, times), .doc = "By the same, in 30 days" },
	{ "late", FIELD_BOOL, offsetof(struct emergency, late) },
};
const struct field emergency_review_fields[2] = {
	{ "upheld", FIELD_BOOL, offsetof(struct emergency_review_in, upheld), .doc = "It was right" },
	{ "words", FIELD_LINES, offsetof(struct emergency_review_in, words), .required = true, .max = 1000 },
};

/* One working day of the person's site; a day for who has none. */
static enum rc review_due(struct work *w, struct id_site site, int64_t *ret)
{
	struct site s;
	bool paused;
	*ret = w->now + TIME_DAY;
	if (site.v == 0)
		return RC_OK;
	TRY(site_get(w, site, &s));
	return site_due(w, &s, w->now, WORKING_DAY, ret, &paused);
}

enum rc emergency_open(struct work *w, const struct emergency_in *in, struct id_person *ret)
{
	const struct pass *pass;
	struct emergency_person p;
	struct id_emergency id = { work_id(w) };
	int64_t due = 0;
	TRY(access_roster(w, PURPOSE_CARE, &pass));
	audit_about(w, emergency, id);
	audit_detail(w, in->words);
	TRY(totp_check(w, w->actor.account, in->code)); /* first: nobody is looked up without one */
	enum rc rc = q_emergency_person(w, pass, in->number, text_fold(w->arena, in->last_name), &p);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(review_due(w, p.site, &due));
	TRY(q_emergency_shut(w, w->actor.account, w->now));
	TRY(q_emergency_insert(w, &(struct q_emergency_insert){ id, w->actor.tenant, w->actor.account, p.id,
								in->reason, in->words, w->now,
								w->now + EMERGENCY_MINUTES * TIME_MINUTE, due }));
	audit_saw(w, p.id, "record", "emergency");
	*ret = p.id;
	return notice_office(w, w->actor.tenant, ROLE_privacy, NOTICE_EMERGENCY, id.v);
}

enum rc emergency_list(struct work *w, const struct pass *pass, struct emergencies *ret)
{
	struct emergency_rows rows;
	TRY(q_emergencies_open(w, pass, w->now - 30 * TIME_DAY, SHOWN, &rows));
	*ret = (struct emergencies){ arena_array(w->arena, struct emergency, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct emergency_row *r = &rows.at[i];
		ret->at[i] = (struct emergency){ r->id, r->who, r->name, r->reason, r->words, r->opened_at,
						 r->due_at, r->times, r->due_at < w->now,
						 r->times > EMERGENCY_OFTEN, r->account.v == w->actor.account.v };
	}
	return RC_OK;
}

enum rc emergency_review(struct work *w, struct id_emergency id, const struct emergency_review_in *in)
{
	const struct pass *pass;
	struct emergency_found whose;
	int64_t n = 0;
	TRY(access_roster(w, PURPOSE_PRIVACY, &pass));
	enum rc rc = q_emergency_found(w, pass, id, &whose);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, emergency, id);
	audit_detail(w, in->words);
	if (whose.account.v == w->actor.account.v)
		return work_fail(w, E_order_two, NULL);
	TRY(q_emergency_review_set(w, id, in->upheld, in->words, w->actor.account, w->now, &n));
	return n == 1 ? RC_OK : work_fail(w, E_challenge_done, NULL);
}
