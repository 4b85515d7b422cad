/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/messages/cover.h"

#include "cover_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/people/people.h"

enum { SHOWN = 100 };

const struct field cover_in_fields[4] = {
	{ "account", FIELD_ID, offsetof(struct cover_in, account), .required = true, .kind = ID_OF_account,
	  .missing = E_field_choice, .doc = "The reviewer who covers" },
	{ "site", FIELD_ID, offsetof(struct cover_in, site), .kind = ID_OF_site,
	  .doc = "Whose queue; without it, the actor's own site's" },
	{ "starts_on", FIELD_DATE, offsetof(struct cover_in, starts_on), .required = true },
	{ "ends_on", FIELD_DATE, offsetof(struct cover_in, ends_on), .required = true,
	  .doc = "The last day, still in force" },
};

static int64_t today(const struct work *w)
{
	return zone_date(w->zone, w->now);
}

/* The site whose queue is handed over: the actor's, or one of the tenant's for who has all. */
static enum rc site_of(struct work *w, const struct cover_in *in, struct site *ret)
{
	struct id_site id = in->site.v ? in->site : w->actor.site;
	if (id.v == 0)
		return work_fail(w, E_field_choice, "site");
	enum rc rc = site_get(w, id, ret);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && (ret->tenant.v != w->actor.tenant.v || !access_covers_site(w, id))))
		return work_fail(w, E_not_there, "site");
	return rc;
}

/* A reviewer of the tenant who does not work this queue anyway. */
static enum rc check_reviewer(struct work *w, const struct pass *pass, struct id_account account,
			      const struct site *site)
{
	struct cover_reviewers all;
	struct id_site own = { 0 };
	TRY(cover_reviewers(w, pass, &all));
	for (size_t i = 0; i < all.n; i++) {
		if (all.at[i].account.v != account.v)
			continue;
		own = all.at[i].site;
		return own.v != 0 && own.v != site->id.v ? RC_OK : work_fail(w, E_field_choice, "account");
	}
	return work_fail(w, E_not_there, "account");
}

enum rc cover_set(struct work *w, const struct pass *pass, const struct cover_in *in,
		  struct id_cover *ret)
{
	struct site site;
	TRY(site_of(w, in, &site));
	TRY(check_reviewer(w, pass, in->account, &site));
	if (in->ends_on < in->starts_on || in->ends_on < today(w) || in->ends_on > in->starts_on + COVER_DAYS_MAX)
		return work_fail(w, E_field_date, "ends_on");
	ret->v = work_id(w);
	audit_about(w, account, in->account);
	return q_cover_insert(w, &(struct q_cover_insert){ .id = *ret,
							   .tenant = w->actor.tenant,
							   .site = site.id,
							   .account = in->account,
							   .starts_on = in->starts_on,
							   .ends_on = in->ends_on,
							   .set_by = w->actor.account,
							   .now = w->now });
}

enum rc cover_end(struct work *w, struct id_cover id)
{
	struct cover_found c;
	int64_t n = 0;
	enum rc rc = q_cover_find(w, id, &c);
	bool ours = rc == RC_OK && c.tenant.v == w->actor.tenant.v &&
		    (c.account.v == w->actor.account.v || access_covers_site(w, c.site));
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !ours))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, account, c.account);
	return q_cover_end(w, id, w->now, &n);
}

enum rc cover_list(struct work *w, const struct pass *pass, struct cover_rows *ret)
{
	return q_cover_list(w, pass, w->actor.site, today(w), SHOWN, ret);
}

enum rc cover_reviewers(struct work *w, const struct pass *pass, struct cover_reviewers *ret)
{
	return q_cover_reviewers(w, pass, ROLE_reviewer, SHOWN, ret);
}

enum rc cover_mine(struct work *w, struct cover_mines *ret)
{
	return q_cover_mine(w, w->actor.account, today(w), ret);
}
