/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/family/contacts.h"

#include "contacts_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/people/people.h"

enum { CONTACTS_MAX = 40 };

const struct field contact_out_fields[6] = {
	{ "contact", FIELD_ID, offsetof(struct contact, id), .kind = ID_OF_contact },
	{ "first_name", FIELD_TEXT, offsetof(struct contact, first_name) },
	{ "last_name", FIELD_TEXT, offsetof(struct contact, last_name) },
	{ "birth_date", FIELD_DATE, offsetof(struct contact, birth_date) },
	{ "said_by", FIELD_TEXT, offsetof(struct contact, said_by), .doc = "inside or staff" },
	{ "noted_at", FIELD_TIME, offsetof(struct contact, noted_at) },
};
const struct field contact_new_fields[3] = {
	{ "first_name", FIELD_TEXT, offsetof(struct contact_new_in, first_name), .required = true, .max = 80 },
	{ "last_name", FIELD_TEXT, offsetof(struct contact_new_in, last_name), .required = true, .max = 80 },
	{ "birth_date", FIELD_DATE, offsetof(struct contact_new_in, birth_date), .required = true,
	  .missing = E_field_date },
};

/* Both names, without accents, case, spaces and punctuation. */
static const char *key_of(struct work *w, const char *first, const char *last)
{
	return arena_printf(w->arena, "%s|%s", text_fold(w->arena, last), text_fold(w->arena, first));
}

enum rc contact_list(struct work *w, const struct pass *pass, struct contacts *ret)
{
	struct contact_rows rows;
	TRY(q_contact_page(w, pass, pass_person(pass), &rows));
	*ret = (struct contacts){ arena_array(w->arena, struct contact, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct contact_row *r = &rows.at[i];
		ret->at[i] = (struct contact){ r->id, r->first_name, r->last_name, r->said_by,
					       r->birth_date, r->noted_at };
	}
	return RC_OK;
}

enum rc contact_add(struct work *w, const struct pass *pass, const struct contact_new_in *in,
		    struct id_contact *ret)
{
	struct person p;
	int64_t same = 0, all = 0;
	const char *key = key_of(w, in->first_name, in->last_name);
	enum rc rc = person_get(w, pass, &p);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !text_is(p.kind, "inside")))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	if (in->birth_date > zone_date(w->zone, w->now))
		return work_fail(w, E_field_date, "birth_date");
	TRY(q_contact_matches(w, p.id, key, in->birth_date, &same));
	TRY(q_contact_count(w, p.id, &all));
	if (same > 0 || all >= CONTACTS_MAX)
		return work_fail(w, E_contact_twice, "last_name");
	ret->v = work_id(w);
	audit_about(w, contact, *ret);
	return q_contact_insert(w, &(struct q_contact_insert){
					   *ret, p.id, in->first_name, in->last_name, key, in->birth_date,
					   w->actor.roles & ROLE_inside ? "inside" : "staff",
					   w->actor.account, w->now });
}

enum rc contact_end(struct work *w, struct id_contact id, struct id_person *ret_inside)
{
	struct id_person inside;
	const struct pass *pass;
	enum rc rc = q_contact_find(w, id, &inside);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	if (inside.v != w->actor.person.v)
		TRY(access_ask(w, inside, PURPOSE_LINKING, &pass));
	audit_about(w, contact, id);
	*ret_inside = inside;
	return q_contact_stop(w, id, w->now);
}

enum rc contact_fits(struct work *w, struct id_person inside, struct id_person family, bool *ret)
{
	struct contact_self p;
	int64_t matches = 0, twins = 0;
	*ret = false;
	TRY(q_contact_self(w, family, &p));
	if (p.birth_date == 0)
		return RC_OK;
	TRY(q_contact_matches(w, inside, key_of(w, p.first_name, p.last_name), p.birth_date, &matches));
	TRY(q_contact_twins(w, p.tenant, p.match_key, p.birth_date, &twins));
	*ret = matches == 1 && twins == 1;
	return RC_OK;
}
