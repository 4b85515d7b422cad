/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/safety/address.h"

#include "safety_q.h"
#include "src/audit/audit.h"
#include "src/vault/vault.h"

static const char *const purposes[] = { "letter", "court", "help", NULL };

const struct field address_in_fields[1] = {
	{ "address", FIELD_LINES, offsetof(struct address_in, address), .required = true, .min = 5, .max = 500 },
};
const struct field address_why_fields[2] = {
	{ "purpose", FIELD_TEXT, offsetof(struct address_why, purpose), .required = true, .choices = purposes,
	  .missing = E_field_choice, .doc = "letter, court or help" },
	{ "reason", FIELD_TEXT, offsetof(struct address_why, reason), .required = true, .min = 5, .max = 300,
	  .doc = "For the log" },
};

struct protected_address {
	struct id_address id;
	struct id_person person;
	const char *sealed;
};

static struct vault_place place_of(struct id_address id)
{
	return (struct vault_place){ "protected_address.words", id.v };
}

enum rc address_set(struct work *w, const struct pass *pass, const struct address_in *in)
{
	struct id_address id = { work_id(w) };
	struct id_person person = pass_person(pass);
	const char *sealed = NULL;
	int64_t n = 0;
	TRY(q_address_end_set(w, person, w->actor.account, w->now, &n));
	TRY(vault_seal(w, person, place_of(id), in->address, &sealed));
	return q_address_insert(w, &(struct q_address_insert){ id, w->actor.tenant, person, sealed, w->actor.account,
							       w->now });
}

enum rc address_find(struct work *w, const struct pass *pass, const struct protected_address **ret)
{
	struct address_rows rows;
	*ret = NULL;
	TRY(q_address_kept(w, pass, &rows));
	if (rows.n == 0)
		return RC_OK;
	struct protected_address *a = arena_array(w->arena, struct protected_address, 1);
	*a = (struct protected_address){ rows.at[0].id, pass_person(pass), rows.at[0].words };
	*ret = a;
	return RC_OK;
}

enum rc address_end(struct work *w, const struct pass *pass)
{
	int64_t n = 0;
	TRY(q_address_end_set(w, pass_person(pass), w->actor.account, w->now, &n));
	return n == 1 ? RC_OK : work_fail(w, E_not_there, NULL);
}

enum rc address_read(struct work *w, const struct pass *pass, const struct protected_address *address,
		     const struct address_why *in, const char **ret)
{
	if (!(w->actor.roles & ROLE_privacy) || pass_purpose(pass) != PURPOSE_SAFETY ||
	    pass_person(pass).v != address->person.v)
		return work_fail(w, E_not_allowed, NULL);
	audit_detail(w, arena_printf(w->arena, "%s: %s", in->purpose, in->reason));
	*ret = address->sealed;
	return vault_open(w, address->person, place_of(address->id), ret);
}
