/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/rights/rights.h"

#include "lib/base/text.h"
#include "lib/time/time.h"
#include "rights_q.h"
#include "src/access/access.h"
#include "src/admin/users.h"
#include "src/audit/audit.h"
#include "src/duties/duties.h"

enum { SHOWN = 1000, PASTS = 40, AT_ONE_SITE = ROLE_reviewer | ROLE_visits };

const struct field right_fields[15] = {
	{ "account", FIELD_ID, offsetof(struct right, account), .kind = ID_OF_account },
	{ "name", FIELD_TEXT, offsetof(struct right, name) },
	{ "role", FIELD_TEXT, offsetof(struct right, role), .doc = "Several with commas" },
	{ "site", FIELD_TEXT, offsetof(struct right, site), .doc = "Null: all sites" },
	{ "given_at", FIELD_TIME, offsetof(struct right, given_at), .doc = "Since when" },
	{ "given_by", FIELD_TEXT, offsetof(struct right, given_by), .doc = "Null: at the shell" },
	{ "seen_at", FIELD_TIME, offsetof(struct right, seen_at), .doc = "Last used; null: never" },
	{ "dormant", FIELD_BOOL, offsetof(struct right, dormant), .doc = "Not used for 35 days" },
	{ "gone", FIELD_BOOL, offsetof(struct right, gone), .doc = "Not used for 90 days" },
	{ "no_factor", FIELD_BOOL, offsetof(struct right, no_factor), .doc = "No code app yet" },
	{ "wide", FIELD_BOOL, offsetof(struct right, wide),
	  .doc = "Several roles, or all sites for a role that works at one" },
	{ "verdict", FIELD_TEXT, offsetof(struct right, verdict), .doc = "confirmed, ended, or null: open" },
	{ "said_by", FIELD_TEXT, offsetof(struct right, said_by) },
	{ "said_at", FIELD_TIME, offsetof(struct right, said_at) },
	{ "words", FIELD_LINES, offsetof(struct right, words) },
};
const struct field rights_past_fields[3] = {
	{ "rights", FIELD_ID, offsetof(struct rights_past, id), .kind = ID_OF_rights },
	{ "quarter", FIELD_DATE, offsetof(struct rights_past, quarter), .doc = "Its first day" },
	{ "said", FIELD_INT, offsetof(struct rights_past, said), .doc = "How many accounts were looked at" },
};
const struct field right_confirm_fields[1] = {
	{ "words", FIELD_TEXT, offsetof(struct right_say_in, words), .max = 300 },
};
const struct field right_end_fields[1] = {
	{ "words", FIELD_TEXT, offsetof(struct right_say_in, words), .required = true, .min = 3, .max = 300,
	  .doc = "Why it ends" },
};

/* --- quarters ------------------------------------------------------------------------------- */

/* One for the whole agency, whoever asks and from where: that of its first place. */
static enum rc zone_of(struct work *w, struct id_tenant tenant, const struct zone **ret)
{
	struct q_rights_zone_list found;
	TRY(q_rights_zone(w, tenant, &found));
	const struct zone *zone = found.n > 0 ? zone_find(found.at[0]) : NULL;
	*ret = zone ? zone : w->zone;
	return RC_OK;
}

static int64_t quarter_of(const struct zone *zone, int64_t now)
{
	struct wall there = zone_wall(zone, now);
	return date_of(there.year, (there.month - 1) / 3 * 3 + 1, 1);
}

static int64_t last_day(int64_t quarter)
{
	return date_months_later(quarter, 3) - 1;
}

static enum rc find(struct work *w, struct id_tenant tenant, int64_t quarter, struct id_rights *ret)
{
	struct q_rights_review_find_list found;
	TRY(q_rights_review_find(w, tenant, quarter, &found));
	*ret = found.n > 0 ? found.at[0] : (struct id_rights){ 0 };
	return RC_OK;
}

/* The review of this quarter, which begins where it has not; with its clock. */
static enum rc begin(struct work *w, struct id_tenant tenant, struct id_rights *ret)
{
	const struct zone *zone;
	int64_t n = 0;
	TRY(zone_of(w, tenant, &zone));
	int64_t quarter = quarter_of(zone, w->now);
	TRY(find(w, tenant, quarter, ret));
	if (ret->v != 0)
		return RC_OK;
	ret->v = work_id(w);
	TRY(q_rights_review_insert(w, *ret, tenant, quarter, w->now, &n));
	return duty_set(w, DUTY_RIGHTS, ret->v, zone_day_start(zone, quarter),
			zone_day_start(zone, last_day(quarter) + 1) - 1);
}

/* --- reading ------------------------------------------------------------------------------- */

static enum rc roster(struct work *w, const struct pass **ret)
{
	bool admin = (w->actor.roles & ROLE_admin) != 0;
	return access_roster(w, admin ? PURPOSE_ACCOUNTS : PURPOSE_PRIVACY, ret);
}

static const char *stems(struct work *w, unsigned roles)
{
	const char *text = "";
	for (unsigned bit = 1; bit != 0 && bit <= ROLES_ALL; bit <<= 1)
		if (roles & bit)
			text = arena_printf(w->arena, "%s%s%s", text, *text != '\0' ? "," : "", role_stem(bit));
	return text;
}

static struct right right_of(struct work *w, const struct right_row *r)
{
	unsigned roles = (unsigned)r->roles;
	int64_t used = r->seen_at > r->made_at ? r->seen_at : r->made_at;
	bool several = (roles & (roles - 1)) != 0;
	return (struct right){
		.account = r->id, .name = r->name, .role = stems(w, roles), .site = r->site_name, .state = r->state,
		.roles = roles, .given_at = r->given_at != 0 ? r->given_at : r->made_at, .given_by = r->given_by,
		.seen_at = r->seen_at, .dormant = used < w->now - RIGHTS_DORMANT_DAYS * TIME_DAY,
		.gone = used < w->now - RIGHTS_GONE_DAYS * TIME_DAY, .no_factor = !r->factor,
		.wide = several || (r->site.v == 0 && (roles & AT_ONE_SITE) != 0),
		.mine = r->id.v == w->actor.account.v, .verdict = r->verdict, .said_by = r->said_by,
		.words = r->words ? text_or_null(r->words) : NULL, .said_at = r->said_at,
	};
}

static enum rc fill(struct work *w, struct id_rights review, int64_t quarter, struct rights *ret)
{
	const struct pass *pass;
	struct right_rows rows;
	TRY(roster(w, &pass));
	TRY(q_rights_all(w, pass, review, w->actor.site, SHOWN, &rows));
	*ret = (struct rights){ .review = review, .quarter = quarter, .due_on = last_day(quarter),
				.at = arena_array(w->arena, struct right, rows.n), .n = rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		ret->at[i] = right_of(w, &rows.at[i]);
		ret->open += ret->at[i].verdict == NULL;
	}
	return RC_OK;
}

enum rc rights_now(struct work *w, struct rights *ret)
{
	struct id_rights review;
	const struct zone *zone;
	TRY(zone_of(w, w->actor.tenant, &zone));
	int64_t quarter = quarter_of(zone, w->now);
	TRY(find(w, w->actor.tenant, quarter, &review));
	return fill(w, review, quarter, ret);
}

enum rc rights_of(struct work *w, struct id_rights id, struct rights *ret)
{
	int64_t quarter = 0;
	enum rc rc = q_rights_review_one(w, id, w->actor.tenant, &quarter);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, rights, id);
	return fill(w, id, quarter, ret);
}

enum rc rights_reviews(struct work *w, struct rights_pasts *ret)
{
	struct rights_review_rows rows;
	TRY(q_rights_reviews(w, w->actor.tenant, PASTS, &rows));
	*ret = (struct rights_pasts){ arena_array(w->arena, struct rights_past, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct rights_past){ rows.at[i].id, rows.at[i].quarter, rows.at[i].said };
	return RC_OK;
}

/* --- saying -------------------------------------------------------------------------------- */

static enum rc say(struct work *w, struct id_account id, const char *verdict, const char *words)
{
	struct id_rights review;
	int64_t n = 0, open = 0;
	TRY(begin(w, w->actor.tenant, &review));
	TRY(q_rights_say_insert(w, &(struct q_rights_say_insert){ review, id, verdict, words, w->actor.account, w->now },
				&n));
	if (n == 0)
		return work_fail(w, E_rights_done, NULL);
	TRY(q_rights_open(w, review, w->actor.tenant, &open));
	if (open > 0)
		return RC_OK;
	enum rc rc = duty_done(w, DUTY_RIGHTS, review.v, "");
	return rc == RC_NOT_FOUND ? RC_OK : rc; /* an account that came later was looked at as well */
}

/* Whose right it is: open, of the actor's sites, and not one's own. */
static enum rc asked(struct work *w, struct id_account id, const struct pass **pass)
{
	struct user u;
	TRY(roster(w, pass));
	TRY(user_get(w, *pass, id, &u));
	if (id.v == w->actor.account.v)
		return work_fail(w, E_rights_own, NULL);
	return text_is(u.state, "closed") ? work_fail(w, E_rights_done, NULL) : RC_OK;
}

enum rc right_confirm(struct work *w, struct id_account id, const struct right_say_in *in)
{
	const struct pass *pass;
	TRY(asked(w, id, &pass));
	return say(w, id, "confirmed", in->words);
}

enum rc right_end(struct work *w, struct id_account id, const struct right_say_in *in)
{
	const struct pass *pass;
	TRY(asked(w, id, &pass));
	TRY(user_close(w, pass, id));
	return say(w, id, "ended", in->words);
}

enum rc rights_clock(struct work *w, int64_t unused)
{
	struct q_rights_tenants_list list;
	struct id_rights review;
	(void)unused;
	TRY(q_rights_tenants(w, &list));
	for (size_t i = 0; i < list.n; i++) {
		w->actor.tenant = list.at[i]; /* a job has no actor */
		TRY(begin(w, list.at[i], &review));
	}
	return RC_OK;
}
