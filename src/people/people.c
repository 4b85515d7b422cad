/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/people/people.h"

#include "lib/base/text.h"
#include "people_q.h"
#include "src/audit/audit.h"

enum { DAYS_AHEAD = 60 };

/* --- policies ---------------------------------------------------------------------- */

const struct policy_kind policy_kinds[POLICY_COUNT] = {
#define POLICY(name, usual, least, most, doc) { #name, usual, least, most, doc, W_policy_##name },
#include "src/people/policies.def"
#undef POLICY
};

/* What holds at one site, read once for a piece of work. */
struct policies {
	struct id_tenant tenant;
	struct id_site site;
	int64_t values[POLICY_COUNT];
};

static enum rc read_values(struct work *w, struct id_tenant tenant, struct id_site site, int64_t at,
			   int64_t values[POLICY_COUNT])
{
	struct policy_values rows;
	TRY(q_policies_active(w, tenant, site, at, &rows));
	for (size_t i = 0; i < POLICY_COUNT; i++)
		values[i] = policy_kinds[i].usual;
	for (size_t k = 0; k < rows.n; k++)
		for (size_t i = 0; i < POLICY_COUNT; i++)
			if (text_is(policy_kinds[i].name, rows.at[k].name))
				values[i] = rows.at[k].value;
	return RC_OK;
}

static enum rc read_policies(struct work *w, struct id_tenant tenant, struct id_site site)
{
	struct policies *all = arena_new_of(w->arena, struct policies);
	*all = (struct policies){ .tenant = tenant, .site = site };
	TRY(read_values(w, tenant, site, w->now, all->values));
	w->policies = all;
	return RC_OK;
}

enum rc policy_get(struct work *w, struct id_tenant tenant, struct id_site site, enum policy policy,
		   int64_t *ret)
{
	const struct policies *all = w->policies;
	if (all == NULL || all->tenant.v != tenant.v || all->site.v != site.v)
		TRY(read_policies(w, tenant, site));
	*ret = w->policies->values[policy];
	return RC_OK;
}

enum rc policy_get_on(struct work *w, struct id_tenant tenant, struct id_site site, enum policy policy,
		      int64_t at, int64_t *ret)
{
	int64_t values[POLICY_COUNT];
	TRY(read_values(w, tenant, site, at, values));
	*ret = values[policy];
	return RC_OK;
}

static const struct policy_kind *kind_of(const char *name)
{
	for (size_t i = 0; i < POLICY_COUNT; i++)
		if (text_is(policy_kinds[i].name, name))
			return &policy_kinds[i];
	return NULL;
}

/* A new version in that state; an active one supersedes what was to begin later. */
static enum rc add_version(struct work *w, const struct policy_new *in, const char *state,
			   struct id_policy *ret)
{
	const struct policy_kind *kind = kind_of(in->name);
	int64_t version = 0, starts = in->starts_at > w->now ? in->starts_at : w->now;
	if (kind == NULL)
		return work_fail(w, E_field_choice, "name");
	if (in->value < kind->least || in->value > kind->most)
		return work_fail(w, E_field_int, "value");
	ret->v = work_id(w);
	audit_about(w, policy, *ret);
	w->policies = NULL; /* what was read before holds no more */
	TRY(q_policy_version(w, w->actor.tenant, kind->name, &version));
	if (text_is(state, "active"))
		TRY(q_policy_supersede(w, w->actor.tenant, in->site, kind->name, starts));
	return q_policy_insert(w, &(struct q_policy_insert){ .id = *ret,
							     .tenant = w->actor.tenant,
							     .site = in->site,
							     .name = kind->name,
							     .value = in->value,
							     .version = version + 1,
							     .state = state,
							     .starts_at = starts,
							     .set_by = w->actor.account,
							     .now = w->now });
}

enum rc policy_propose(struct work *w, const struct policy_new *in, struct id_policy *ret)
{
	return add_version(w, in, "draft", ret);
}

enum rc policy_set(struct work *w, const struct policy_new *in)
{
	struct id_policy id;
	return add_version(w, in, "active", &id);
}

enum rc policy_activate(struct work *w, const struct policy_row *draft)
{
	int64_t starts = draft->starts_at > w->now ? draft->starts_at : w->now, n = 0;
	audit_about(w, policy, draft->id);
	w->policies = NULL;
	TRY(q_policy_supersede(w, draft->tenant, draft->site, draft->name, starts));
	TRY(q_policy_activate(w, draft->id, starts, w->actor.account, w->now, &n));
	return n == 1 ? RC_OK : work_fail(w, E_policy_done, NULL);
}

enum rc policy_drop(struct work *w, const struct policy_row *draft)
{
	int64_t n = 0;
	audit_about(w, policy, draft->id);
	TRY(q_policy_drop(w, draft->id, &n));
	return n == 1 ? RC_OK : work_fail(w, E_policy_done, NULL);
}

/* --- sites ---------------------------------------------------------------------------- */

static struct site site_of(const struct site_row *r)
{
	const struct zone *zone = zone_find(r->zone);
	return (struct site){ .id = r->id,
			      .tenant = r->tenant,
			      .name = r->name,
			      .kind = r->kind,
			      .country = r->country,
			      .phone = r->phone,
			      .zone = zone ? zone : zone_find("UTC"),
			      .has_kiosk = r->has_kiosk,
			      .opens = r->opens,
			      .closes = r->closes,
			      .days = r->days };
}

enum rc site_get(struct work *w, struct id_site id, struct site *ret)
{
	struct site_row r;
	TRY(q_site_find(w, id, &r));
	*ret = site_of(&r);
	return RC_OK;
}

static bool is_closed(const struct site *s, const struct q_site_closed_days_list *closed, int64_t date)
{
	if (!(s->days >> date_wall(date).weekday & 1))
		return true;
	for (size_t i = 0; i < closed->n; i++)
		if (closed->at[i] == date)
			return true;
	return false;
}

static int64_t minute_of(const struct site *s, int64_t date, int64_t minute)
{
	struct wall w = date_wall(date);
	w.hour = (int)(minute / 60);
	w.minute = (int)(minute % 60);
	return zone_instant(s->zone, &w);
}

enum rc site_due(struct work *w, const struct site *site, int64_t from, int64_t minutes,
		 int64_t *ret_due, bool *ret_paused)
{
	struct q_site_closed_days_list closed;
	int64_t first = zone_date(site->zone, from), left = minutes * TIME_MINUTE;
	TRY(q_site_closed_days(w, site->id, first, first + DAYS_AHEAD, &closed));
	*ret_paused = false;
	for (int64_t date = first; date < first + DAYS_AHEAD; date++) {
		if (is_closed(site, &closed, date)) {
			*ret_paused = true;
			continue;
		}
		int64_t opens = minute_of(site, date, site->opens);
		int64_t closes = minute_of(site, date, site->closes);
		int64_t begin = from > opens ? from : opens;
		if (begin >= closes)
			continue;
		if (begin + left <= closes) {
			*ret_due = begin + left;
			return RC_OK;
		}
		left -= closes - begin;
	}
	*ret_due = from + DAYS_AHEAD * TIME_DAY;
	return RC_OK;
}

/* --- age -------------------------------------------------------------------------------- */

int person_age(const struct work *w, int64_t born)
{
	return born == 0 ? -1 : date_age(born, zone_date(w->zone, w->now));
}

enum rc person_stage(struct work *w, struct id_tenant tenant, int64_t born, enum stage *ret)
{
	int64_t child = 0, adult = 0;
	int age = person_age(w, born);
	*ret = STAGE_ADULT;
	if (age < 0 || age >= policy_kinds[POLICY_adult_age].most)
		return RC_OK; /* of age by every policy: nothing to look up */
	TRY(policy_get(w, tenant, (struct id_site){ 0 }, POLICY_child_age, &child));
	TRY(policy_get(w, tenant, (struct id_site){ 0 }, POLICY_adult_age, &adult));
	*ret = age < child ? STAGE_CHILD : age < adult ? STAGE_TEEN : STAGE_ADULT;
	return RC_OK;
}

/* --- persons ----------------------------------------------------------------------------- */

enum rc person_get(struct work *w, const struct pass *pass, struct person *ret)
{
	struct person_row r;
	TRY(q_person_find(w, pass, &r));
	*ret = (struct person){ .id = r.id,
				.tenant = r.tenant,
				.site = r.site,
				.kind = r.kind,
				.first_name = r.first_name,
				.last_name = r.last_name,
				.number = r.number,
				.status = r.status,
				.lang = r.lang,
				.unit = r.unit,
				.birth_date = r.birth_date,
				.born = r.born,
				.gone = r.gone };
	return RC_OK;
}

enum rc person_add(struct work *w, const struct person_new *in, struct id_person *ret)
{
	int64_t added = 0;
	struct id_person id = { work_id(w) };
	TRY(q_person_insert(w, &(struct q_person_insert){ .id = id,
							  .tenant = in->tenant,
							  .kind = in->kind,
							  .first_name = in->first_name,
							  .last_name = in->last_name,
							  .match_key = text_fold(w->arena, in->last_name),
							  .number = in->number,
							  .birth_date = in->birth_date,
							  .site = in->site,
							  .unit = in->unit ? in->unit : "",
							  .lang = in->lang ? in->lang : "en",
							  .now = w->now },
			    &added));
	if (added == 0)
		return work_fail(w, E_contact_taken, "number");
	*ret = id;
	return RC_OK;
}

bool person_status_is_away(const char *status)
{
	static const char *const away[] = { "hospital", "court", "away", "moving" };
	for (size_t i = 0; i < COUNT_OF(away); i++)
		if (text_is(away[i], status))
			return true;
	return false;
}

enum rc person_status_set(struct work *w, struct id_person person, const char *status,
			  struct id_site site, const char *source)
{
	struct person_status_of before;
	TRY(q_person_status_of(w, person, &before));
	if (before.tenant.v != w->actor.tenant.v)
		return work_fail(w, E_not_there, NULL);
	struct id_site to = site.v ? site : before.site;
	if (text_is(before.status, status) && to.v == before.site.v)
		return RC_OK;
	audit_about(w, person, person);
	TRY(q_person_status_update(w, person, status, to, w->now));
	struct id_status line = { work_id(w) };
	TRY(q_person_status_insert(w, &(struct q_person_status_insert){ line, person, status, to, w->now,
									w->actor.account, source }));
	for (person_hook *const *hook = person_hooks; *hook != NULL; hook++)
		TRY((*hook)(w, person, before.status, status, to));
	return RC_OK;
}
