/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/people/care.h"

#include <string.h>

#include "care_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/accounts/accounts.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"

enum { FOUND_MAX = 20, URGENT_MAX = 100, DUTY = ROLE_casemanager | ROLE_visits };

const char *const statuses[] = { "here", "hospital", "court", "away", "moving", "released", "deceased",
				 NULL };
const char *const urgent_kinds[] = { "death", "illness", "other", NULL };

const struct field find_fields[1] = {
	{ "words", FIELD_TEXT, offsetof(struct find_in, words), .required = true, .min = 2, .max = 80,
	  .doc = "A number, or how the last name begins" },
};
const struct field person_fields[8] = {
	{ "person", FIELD_ID, offsetof(struct person, id), .kind = ID_OF_person },
	{ "kind", FIELD_TEXT, offsetof(struct person, kind) },
	{ "first_name", FIELD_TEXT, offsetof(struct person, first_name) },
	{ "last_name", FIELD_TEXT, offsetof(struct person, last_name) },
	{ "number", FIELD_TEXT, offsetof(struct person, number) },
	{ "status", FIELD_TEXT, offsetof(struct person, status) },
	{ "site", FIELD_ID, offsetof(struct person, site), .kind = ID_OF_site },
	{ "unit", FIELD_TEXT, offsetof(struct person, unit) },
};
const struct field status_fields[2] = {
	{ "status", FIELD_TEXT, offsetof(struct status_in, status), .required = true, .choices = statuses,
	  .missing = E_field_choice },
	{ "site", FIELD_ID, offsetof(struct status_in, site), .kind = ID_OF_site,
	  .doc = "Where the person is now, after a transfer" },
};
const struct field contact_set_fields[1] = {
	{ "contact", FIELD_TEXT, offsetof(struct contact_set_in, contact), .required = true, .max = 120,
	  .missing = E_contact },
};
const struct field urgent_in_fields[3] = {
	{ "person", FIELD_ID, offsetof(struct urgent_in, person), .required = true, .kind = ID_OF_person,
	  .missing = E_urgent_nobody },
	{ "kind", FIELD_TEXT, offsetof(struct urgent_in, kind), .required = true, .choices = urgent_kinds,
	  .missing = E_field_choice },
	{ "body", FIELD_LINES, offsetof(struct urgent_in, body), .required = true, .max = 1000,
	  .missing = E_message_empty, .doc = "What is to be told, and whom to call back" },
};
const struct field urgent_fields[9] = {
	{ "urgent", FIELD_ID, offsetof(struct urgent, id), .kind = ID_OF_urgent },
	{ "from", FIELD_TEXT, offsetof(struct urgent, from) },
	{ "to", FIELD_TEXT, offsetof(struct urgent, to) },
	{ "unit", FIELD_TEXT, offsetof(struct urgent, unit) },
	{ "kind", FIELD_TEXT, offsetof(struct urgent, kind), .doc = "death, illness or other" },
	{ "body", FIELD_LINES, offsetof(struct urgent, body) },
	{ "state", FIELD_TEXT, offsetof(struct urgent, state), .doc = "new or taken" },
	{ "sent_at", FIELD_TIME, offsetof(struct urgent, sent_at) },
	{ "due_at", FIELD_TIME, offsetof(struct urgent, due_at) },
};

/* --- finding --------------------------------------------------------------------------- */

enum rc person_search(struct work *w, const struct pass *pass, const struct find_in *in,
		      struct persons *ret)
{
	struct care_rows rows;
	const char *key = text_fold(w->arena, in->words);
	/* U+10FFFF ends every name that begins with the key. */
	const char *end = arena_printf(w->arena, "%s\xf4\x8f\xbf\xbf", key);
	if (*key == '\0')
		return work_fail(w, E_field_missing, "words");
	/* An order may be about anybody of the agency. */
	struct id_site site = pass_purpose(pass) == PURPOSE_SAFETY ? (struct id_site){ 0 } : w->actor.site;
	const char *why = pass_purpose(pass) == PURPOSE_SAFETY ? "safety" :
			  pass_purpose(pass) == PURPOSE_PRIVACY ? "records" : "care";
	TRY(q_person_found(w, pass, &(struct q_person_found){ site, zone_date(w->zone, w->now), in->words, key, end,
							      FOUND_MAX },
			   &rows));
	*ret = (struct persons){ arena_array(w->arena, struct person, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct care_row *r = &rows.at[i];
		audit_saw(w, r->id, "name", why);
		ret->at[i] = (struct person){ .id = r->id, .tenant = r->tenant, .site = r->site,
					      .kind = r->kind, .first_name = r->first_name,
					      .last_name = r->last_name, .number = r->number,
					      .status = r->status, .lang = r->lang, .unit = r->unit,
					      .birth_date = r->birth_date };
	}
	return RC_OK;
}

enum rc person_status_note(struct work *w, const struct pass *pass, const struct status_in *in)
{
	struct person p;
	struct site site;
	TRY(person_get(w, pass, &p));
	if (!text_is(p.kind, "inside"))
		return work_fail(w, E_not_there, NULL);
	if (in->site.v != 0) {
		enum rc rc = site_get(w, in->site, &site);
		if (rc == RC_NOT_FOUND || (rc == RC_OK && site.tenant.v != w->actor.tenant.v))
			return work_fail(w, E_field_choice, "site");
		TRY(rc);
	}
	return person_status_set(w, p.id, in->status, in->site, "staff");
}

/* --- PIN and contact ----------------------------------------------------------------------- */

enum rc pin_issue(struct work *w, const struct pass *pass, const char *hash)
{
	struct person p;
	struct care_account a;
	TRY(person_get(w, pass, &p));
	if (!text_is(p.kind, "inside") || p.gone)
		return work_fail(w, E_not_there, NULL);
	audit_about(w, person, p.id);
	enum rc rc = q_care_account(w, pass, &a);
	if (rc == RC_NOT_FOUND)
		rc = account_add(w, &(struct account_new){ .tenant = p.tenant, .person = p.id,
							   .roles = ROLE_inside },
				 &a.id);
	TRY(rc);
	TRY(sessions_end(w, a.id));
	return secret_set(w, a.id, hash, true);
}

enum rc contact_set(struct work *w, const struct pass *pass, const struct contact_set_in *in)
{
	struct care_account a;
	int64_t n = 0;
	const char *contact = contact_plain(w->arena, in->contact, "US");
	if (contact == NULL)
		return work_fail(w, E_contact, "contact");
	struct person p;
	TRY(person_get(w, pass, &p));
	enum rc rc = q_care_account(w, pass, &a);
	if (rc == RC_NOT_FOUND || !text_is(p.kind, "family"))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, account, a.id);
	bool mail = strchr(contact, '@') != NULL;
	TRY(q_contact_change(w, a.id, mail ? contact : a.email, mail ? a.phone : contact, &n));
	if (n == 0)
		return work_fail(w, E_contact_taken, "contact");
	return sessions_end(w, a.id);
}

/* --- urgent news ------------------------------------------------------------------------------ */

enum rc urgent_send(struct work *w, const struct pass *pass, const struct urgent_in *in,
		    struct id_urgent *ret)
{
	struct person p;
	struct q_duty_of_site_list duty;
	int64_t minutes = 0;
	enum rc rc = person_get(w, pass, &p);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && (!text_is(p.kind, "inside") || p.gone)))
		return work_fail(w, E_urgent_nobody, "person");
	TRY(rc);
	TRY(policy_get(w, p.tenant, p.site, POLICY_urgent_minutes, &minutes));
	struct id_urgent id = { work_id(w) };
	audit_about(w, urgent, id);
	TRY(q_urgent_insert(w, &(struct q_urgent_insert){ id, p.tenant, p.site, p.id, w->actor.person,
							  in->kind, in->body, w->now,
							  w->now + minutes * TIME_MINUTE }));
	TRY(q_duty_of_site(w, p.tenant, p.site, DUTY, &duty));
	for (size_t i = 0; i < duty.n; i++) {
		work_ring(w, duty.at[i]);
		TRY(notice_add(w, duty.at[i], NOTICE_URGENT, id.v));
	}
	*ret = id;
	return RC_OK;
}

enum rc urgent_list(struct work *w, const struct pass *pass, struct urgents *ret)
{
	struct urgent_rows rows;
	TRY(q_urgent_open(w, pass, w->actor.site, URGENT_MAX, &rows));
	*ret = (struct urgents){ arena_array(w->arena, struct urgent, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct urgent_row *r = &rows.at[i];
		ret->at[i] = (struct urgent){ r->id, r->from_name, r->to_name, r->unit, r->kind, r->body,
					      r->state, r->sent_at, r->due_at, r->due_at < w->now };
	}
	return RC_OK;
}

enum rc urgent_move(struct work *w, const struct pass *pass, struct id_urgent id, const char *state)
{
	struct urgent_found u;
	int64_t n = 0;
	(void)pass;
	enum rc rc = q_urgent_find(w, id, w->now, &u);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && (u.tenant.v != w->actor.tenant.v ||
						   !access_covers_site(w, u.site))))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, urgent, id);
	TRY(access_may_know(w, u.inside));
	TRY(access_may_know(w, u.sender));
	if (text_is(u.state, "told"))
		return work_fail(w, E_message_done, NULL);
	TRY(q_urgent_set(w, id, u.state, state, w->actor.account, w->now, &n));
	if (n == 0)
		return work_fail(w, E_message_done, NULL);
	return text_is(state, "told") ? notice_add(w, u.sender, NOTICE_URGENT_TOLD, id.v) : RC_OK;
}

/* --- for administrators --------------------------------------------------------------------------- */

enum rc accounts_locked(struct work *w, const struct pass *pass, struct account_lines *ret)
{
	struct locked_rows rows;
	TRY(q_accounts_locked_list(w, pass, w->actor.site, URGENT_MAX, &rows));
	*ret = (struct account_lines){ arena_array(w->arena, struct account_line, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct account_line){ rows.at[i].id, rows.at[i].name, rows.at[i].email };
	return RC_OK;
}
