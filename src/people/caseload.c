/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/people/caseload.h"

#include "caseload_q.h"
#include "lib/base/text.h"
#include "src/audit/audit.h"
#include "src/people/people.h"

enum { LISTED = 500 };

const struct field supervised_fields[5] = {
	{ "person", FIELD_ID, offsetof(struct supervised, person), .kind = ID_OF_person },
	{ "first_name", FIELD_TEXT, offsetof(struct supervised, first_name) },
	{ "last_name", FIELD_TEXT, offsetof(struct supervised, last_name) },
	{ "number", FIELD_TEXT, offsetof(struct supervised, number) },
	{ "status", FIELD_TEXT, offsetof(struct supervised, status) },
};
const struct field officer_fields[3] = {
	{ "officer", FIELD_ID, offsetof(struct officer, account), .kind = ID_OF_account },
	{ "name", FIELD_TEXT, offsetof(struct officer, name) },
	{ "since", FIELD_DATE, offsetof(struct officer, since) },
};
const struct field officer_in_fields[1] = {
	{ "officer", FIELD_ID, offsetof(struct officer_in, officer), .required = true, .kind = ID_OF_account },
};

static int64_t today(const struct work *w)
{
	return zone_date(w->zone, w->now);
}

enum rc caseload_list(struct work *w, const struct pass *pass, struct caseload *ret)
{
	struct caseload_rows rows;
	TRY(q_caseload_own(w, pass, today(w), LISTED, &rows));
	*ret = (struct caseload){ arena_array(w->arena, struct supervised, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct supervised){ rows.at[i].id, rows.at[i].first_name, rows.at[i].last_name,
						  rows.at[i].number, rows.at[i].status };
	return RC_OK;
}

enum rc officer_list(struct work *w, const struct pass *pass, struct officers *ret)
{
	struct officer_rows rows;
	TRY(q_caseload_of(w, pass, today(w), LISTED, &rows));
	*ret = (struct officers){ arena_array(w->arena, struct officer, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct officer){ rows.at[i].officer, rows.at[i].account, rows.at[i].name,
					       rows.at[i].since };
	return RC_OK;
}

enum rc officer_all(struct work *w, const struct pass *pass, struct officers *ret)
{
	struct officer_choices rows;
	TRY(q_officers_all(w, pass, ROLE_officer, LISTED, &rows));
	*ret = (struct officers){ arena_array(w->arena, struct officer, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct officer){ .account = rows.at[i].account, .name = rows.at[i].name };
	return RC_OK;
}

static enum rc find(struct work *w, const struct officer_in *in, struct id_person *ret)
{
	enum rc rc = q_officer_find(w, in->officer, w->actor.tenant, ROLE_officer, ret);
	return rc == RC_NOT_FOUND ? work_fail(w, E_not_there, NULL) : rc;
}

enum rc officer_set(struct work *w, const struct pass *pass, const struct officer_in *in)
{
	struct person p;
	struct id_person officer;
	int64_t n = 0;
	TRY(person_get(w, pass, &p));
	if (!text_is(p.kind, "inside") && !text_is(p.kind, "supervised"))
		return work_fail(w, E_not_there, NULL);
	TRY(find(w, in, &officer));
	TRY(q_caseload_insert(w, p.id, officer, today(w), w->actor.account, w->now, &n));
	return n > 0 ? RC_OK : work_fail(w, E_officer_twice, "officer");
}

enum rc officer_end(struct work *w, const struct pass *pass, const struct officer_in *in)
{
	struct id_person officer;
	int64_t n = 0;
	TRY(find(w, in, &officer));
	TRY(q_caseload_end(w, pass_person(pass), officer, today(w) - 1, &n));
	return n > 0 ? RC_OK : work_fail(w, E_not_there, NULL);
}
