/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin_pages.h"

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/admin/policies.h"
#include "src/admin/sites.h"
#include "src/admin/users.h"
#include "src/people/care.h"

static const struct {
	const char *state;
	enum word word;
} states[] = {
	{ "draft", W_admin_state_draft },
	{ "active", W_admin_state_active },
	{ "superseded", W_admin_state_superseded },
};

/* --- the first page ---------------------------------------------------------------------- */

static enum rc admin_page(struct web *r)
{
	struct admin_view v = { .frame = web_frame(r, W_admin_title), .operates = r->w.actor.site.v == 0 };
	const struct pass *pass;
	struct account_lines locked;
	TRY(access_roster(&r->w, PURPOSE_ACCOUNTS, &pass));
	TRY(accounts_locked(&r->w, pass, &locked));
	v.locked.at = locked.at;
	v.locked.n = locked.n;
	page_admin(web_page(r), &v);
	return RC_OK;
}

static enum rc release_act(struct web *r)
{
	struct id_account id;
	const struct pass *pass;
	struct user u;
	TRY(web_id(r, account, &id));
	TRY(access_roster(&r->w, PURPOSE_ACCOUNTS, &pass));
	TRY(user_get(&r->w, pass, id, &u)); /* of the actor's own site */
	TRY(account_release(&r->w, id));
	return web_done(r, "/admin", "saved");
}

/* --- limits --------------------------------------------------------------------------------- */

struct limit_query {
	const char *name;
};
static const struct field limit_query_fields[] = {
	{ "name", FIELD_TEXT, offsetof(struct limit_query, name), .max = 40, .doc = "All versions of one limit" },
};

static int policy_of(const char *name)
{
	for (int i = 0; i < POLICY_COUNT; i++)
		if (text_is(policy_kinds[i].name, name))
			return i;
	return -1;
}

static enum rc versions(struct web *r, const char *name, struct policy_versions *ret)
{
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_ACCOUNTS, &pass));
	return policy_versions(&r->w, pass, name, ret);
}

static enum word state_word(const struct policy_version *v)
{
	if (text_is(v->state, "active") && !v->holds)
		return W_admin_state_coming;
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (text_is(states[i].state, v->state))
			return states[i].word;
	return states[0].word;
}

static enum rc fill_versions(struct web *r, const char *name, struct policies_view *v)
{
	struct policy_versions list;
	TRY(versions(r, name, &list));
	v->versions.at = arena_array(r->w.arena, struct version_line, list.n);
	for (size_t i = 0; i < list.n; i++) {
		const struct policy_version *p = &list.at[i];
		int which = policy_of(p->name);
		if (which < 0)
			continue; /* a limit that the program knows no more */
		bool draft = text_is(p->state, "draft");
		v->versions.at[v->versions.n++] = (struct version_line){
			*p, policy_kinds[which].meaning, state_word(p), draft, draft && access_covers_site(&r->w, p->site)
		};
	}
	return RC_OK;
}

static enum rc fill_limits(struct web *r, struct policies_view *v)
{
	struct choice *names = arena_array(r->w.arena, struct choice, POLICY_COUNT);
	v->limits.at = arena_array(r->w.arena, struct limit_line, POLICY_COUNT);
	v->limits.n = POLICY_COUNT;
	for (size_t i = 0; i < POLICY_COUNT; i++) {
		const struct policy_kind *k = &policy_kinds[i];
		v->limits.at[i] = (struct limit_line){ policy_kinds[i].meaning, k->name, 0, k->least, k->most };
		TRY(policy_get(&r->w, r->w.actor.tenant, r->w.actor.site, (enum policy)i, &v->limits.at[i].value));
		names[i] = (struct choice){ k->name, .word = policy_kinds[i].meaning };
	}
	v->name = (struct part){ &r->form, "name", .label = W_admin_policy, .choices = { names, POLICY_COUNT } };
	return RC_OK;
}

static enum rc site_part(struct web *r, struct part *ret)
{
	struct site_lines sites;
	TRY(site_lines(&r->w, &sites));
	struct choice *at = arena_array(r->w.arena, struct choice, sites.n + 1);
	size_t n = 0;
	if (r->w.actor.site.v == 0)
		at[n++] = (struct choice){ "", .word = W_admin_user_site_all };
	for (size_t i = 0; i < sites.n; i++)
		at[n++] = (struct choice){ web_id_text(r, ID_OF_site, sites.at[i].id.v), sites.at[i].name };
	*ret = (struct part){ &r->form, "site", .label = W_admin_user_site, .choices = { at, n } };
	return RC_OK;
}

static enum rc policies_page(struct web *r)
{
	struct policies_view v = { .frame = web_frame(r, W_admin_policies), .one = W_NONE };
	struct limit_query q = { .name = "" };
	TRY(web_query(r, &q));
	int one = policy_of(q.name);
	if (one >= 0)
		v.one = policy_kinds[one].meaning;
	TRY(fill_versions(r, one >= 0 ? q.name : "", &v));
	TRY(fill_limits(r, &v));
	TRY(site_part(r, &v.site));
	v.name.value = q.name;
	v.value = (struct part){ &r->form, "value", .label = W_admin_value, .inputmode = "numeric", .size = 8 };
	v.starts_on = (struct part){ &r->form, "starts_on", .label = W_admin_starts,
				     .hint = W_admin_starts_hint, .type = "date" };
	page_admin_policies(web_page(r), &v);
	return RC_OK;
}

static enum rc policies_json(struct web *r)
{
	struct limit_query q = { .name = "" };
	struct policy_versions list;
	TRY(web_query(r, &q));
	TRY(versions(r, q.name, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc propose_act(struct web *r)
{
	struct policy_in in = { 0 };
	struct id_policy id;
	TRY(web_read(r, &in));
	TRY(policy_new_draft(&r->w, &in, &id));
	return web_made(r, ID_OF_policy, id.v, "/admin/policies", "saved");
}

static enum rc set_act(struct web *r)
{
	struct policy_in in = { 0 };
	TRY(web_read(r, &in));
	TRY(policy_set_now(&r->w, &in));
	return web_done(r, "/admin/policies", "saved");
}

static enum rc activate_act(struct web *r)
{
	struct id_policy id;
	TRY(web_id(r, policy, &id));
	TRY(policy_move(&r->w, id, policy_activate));
	return web_done(r, "/admin/policies", "saved");
}

static enum rc drop_act(struct web *r)
{
	struct id_policy id;
	TRY(web_id(r, policy, &id));
	TRY(policy_move(&r->w, id, policy_drop));
	return web_done(r, "/admin/policies", "saved");
}

const struct route policies_routes[] = {
	{ "GET", "/admin", "admin.show", .who = ROLE_admin, .audit = AUDIT_READ, .page = admin_page,
	  .page_only = true, .doc = "Where an administrator begins; locked accounts." },
	{ "POST", "/accounts/{account}/release", "account.release", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = release_act, .again = admin_page, .doc = "Releases a locked staff account." },
	{ "GET", "/admin/policies", "policy.list", .who = ROLE_admin, .audit = AUDIT_READ,
	  .page = policies_page, .json = policies_json, ROUTE_QUERY(limit_query_fields),
	  ROUTE_OUT(policy_version_fields), .list = "policies",
	  .doc = "Limits that hold, are to come or are proposed; with ?name, all versions of one." },
	{ "POST", "/admin/policies", "policy.propose", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = propose_act, .again = policies_page, ROUTE_IN(policy_in_fields), .made = "policy",
	  .doc = "Proposes a value: a draft that holds nowhere yet." },
	{ "POST", "/policies", "policy.set", .who = ROLE_admin, .audit = AUDIT_ACT, .act = set_act,
	  .again = policies_page, ROUTE_IN(policy_in_fields), .doc = "Proposes and activates a value in one." },
	{ "POST", "/admin/policies/{policy}/activate", "policy.activate", .who = ROLE_admin,
	  .audit = AUDIT_ACT, .act = activate_act, .again = policies_page,
	  .doc = "A draft holds, from its day on." },
	{ "POST", "/admin/policies/{policy}/drop", "policy.drop", .who = ROLE_admin, .audit = AUDIT_ACT,
	  .act = drop_act, .again = policies_page, .doc = "A draft will not hold." },
	{ 0 },
};
