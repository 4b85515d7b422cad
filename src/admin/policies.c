/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/admin/policies.h"

#include "lib/base/text.h"
#include "people_q.h"
#include "policies_q.h"
#include "src/access/access.h"

enum { SHOWN = 500 };

const struct field policy_in_fields[5] = {
	{ "name", FIELD_TEXT, offsetof(struct policy_in, name), .required = true, .missing = E_field_choice },
	{ "value", FIELD_INT, offsetof(struct policy_in, value), .required = true },
	{ "starts_at", FIELD_TIME, offsetof(struct policy_in, starts_at), .doc = "From when on; now without it" },
	{ "starts_on", FIELD_DATE, offsetof(struct policy_in, starts_on), .doc = "Or the day, from its beginning" },
	{ "site", FIELD_ID, offsetof(struct policy_in, site), .kind = ID_OF_site, .doc = "Only there" },
};
const struct field policy_version_fields[9] = {
	{ "policy", FIELD_ID, offsetof(struct policy_version, id), .kind = ID_OF_policy },
	{ "name", FIELD_TEXT, offsetof(struct policy_version, name) },
	{ "state", FIELD_TEXT, offsetof(struct policy_version, state), .doc = "draft, active or superseded" },
	{ "site", FIELD_ID, offsetof(struct policy_version, site), .kind = ID_OF_site, .doc = "null: everywhere" },
	{ "value", FIELD_INT, offsetof(struct policy_version, value) },
	{ "version", FIELD_INT, offsetof(struct policy_version, version) },
	{ "starts_at", FIELD_TIME, offsetof(struct policy_version, starts_at) },
	{ "set_at", FIELD_TIME, offsetof(struct policy_version, set_at) },
	{ "set_by", FIELD_TEXT, offsetof(struct policy_version, by) },
};

/* Active and begun, with none after it that has begun too. */
static bool holds_now(const struct work *w, const struct policy_listeds *rows, size_t i)
{
	const struct policy_listed *r = &rows->at[i];
	if (!text_is(r->state, "active") || r->starts_at > w->now)
		return false;
	for (size_t k = 0; k < i; k++) {
		const struct policy_listed *o = &rows->at[k];
		if (text_is(o->name, r->name) && o->site.v == r->site.v && text_is(o->state, "active") &&
		    o->starts_at <= w->now)
			return false;
	}
	return true;
}

enum rc policy_versions(struct work *w, const struct pass *pass, const char *name,
			struct policy_versions *ret)
{
	struct policy_listeds rows;
	TRY(q_policy_list(w, pass, w->actor.site, name, SHOWN, &rows));
	*ret = (struct policy_versions){ .at = arena_array(w->arena, struct policy_version, rows.n) };
	for (size_t i = 0; i < rows.n; i++) {
		const struct policy_listed *r = &rows.at[i];
		bool holds = holds_now(w, &rows, i), over = text_is(r->state, "active") && r->starts_at <= w->now && !holds;
		if (over && *name == '\0')
			continue;
		ret->at[ret->n++] = (struct policy_version){
			.id = r->id, .name = r->name, .state = over ? "superseded" : r->state,
			.site_name = r->site_name, .by = r->by, .site = r->site, .value = r->value,
			.version = r->version, .starts_at = r->starts_at, .set_at = r->set_at, .holds = holds
		};
	}
	return RC_OK;
}

/* An administrator of one site sets nothing for the others. */
static enum rc new_of(struct work *w, const struct policy_in *in, struct policy_new *ret)
{
	struct site site;
	*ret = (struct policy_new){ in->site, in->name, in->value, in->starts_at };
	if (in->starts_on != 0)
		ret->starts_at = zone_day_start(w->zone, in->starts_on);
	if (in->site.v == 0)
		return w->actor.site.v == 0 ? RC_OK : work_fail(w, E_field_choice, "site");
	enum rc rc = site_get(w, in->site, &site);
	if (rc == RC_NOT_FOUND ||
	    (rc == RC_OK && (site.tenant.v != w->actor.tenant.v || !access_covers_site(w, in->site))))
		return work_fail(w, E_field_choice, "site");
	return rc;
}

enum rc policy_new_draft(struct work *w, const struct policy_in *in, struct id_policy *ret)
{
	struct policy_new new;
	TRY(new_of(w, in, &new));
	return policy_propose(w, &new, ret);
}

enum rc policy_set_now(struct work *w, const struct policy_in *in)
{
	struct policy_new new;
	TRY(new_of(w, in, &new));
	return policy_set(w, &new);
}

enum rc policy_move(struct work *w, struct id_policy id,
		    enum rc (*move)(struct work *w, const struct policy_row *draft))
{
	struct policy_row r;
	enum rc rc = q_policy_find(w, id, &r);
	if (rc == RC_NOT_FOUND ||
	    (rc == RC_OK && (r.tenant.v != w->actor.tenant.v || !access_covers_site(w, r.site))))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	return move(w, &r);
}
