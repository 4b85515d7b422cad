/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/admin/sites.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/i18n/i18n.h"
#include "lib/jobs/jobs.h"
#include "people_q.h"
#include "sites_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/people/people.h"

enum { CLOSED_SHOWN = 800, AHEAD = 2 * 366 };

const char *const site_kinds[] = { "facility", "probation", "partner", NULL };

#define SITE_FIELDS(type, needed)                                                                             \
	{ "name", FIELD_TEXT, offsetof(struct type, name), .required = needed, .max = 80 },                   \
	{ "kind", FIELD_TEXT, offsetof(struct type, kind), .required = needed, .choices = site_kinds,         \
	  .missing = E_field_choice },                                                                        \
	{ "country", FIELD_TEXT, offsetof(struct type, country), .required = needed, .max = 2,                \
	  .missing = E_country, .doc = "Two letters, like US" },                                              \
	{ "phone", FIELD_TEXT, offsetof(struct type, phone), .max = 40, .doc = "Whom families call" },        \
	{ "zone", FIELD_TEXT, offsetof(struct type, zone), .required = needed, .max = 60,                     \
	  .missing = E_zone, .doc = "An IANA time zone, like America/Detroit" },                              \
	{ "opens", FIELD_TEXT, offsetof(struct type, opens), .required = needed, .max = 5,                    \
	  .missing = E_hours, .doc = "Like 08:00" },                                                          \
	{ "closes", FIELD_TEXT, offsetof(struct type, closes), .required = needed, .max = 5,                  \
	  .missing = E_hours, .doc = "Like 17:00, or 24:00" },                                                \
	{ "has_kiosk", FIELD_BOOL, offsetof(struct type, has_kiosk), .doc = "Else messages are printed" },    \
	{ "sunday", FIELD_BOOL, offsetof(struct type, open_on[0]), .doc = "Open on Sundays" },                \
	{ "monday", FIELD_BOOL, offsetof(struct type, open_on[1]) },                                          \
	{ "tuesday", FIELD_BOOL, offsetof(struct type, open_on[2]) },                                         \
	{ "wednesday", FIELD_BOOL, offsetof(struct type, open_on[3]) },                                       \
	{ "thursday", FIELD_BOOL, offsetof(struct type, open_on[4]) },                                        \
	{ "friday", FIELD_BOOL, offsetof(struct type, open_on[5]) },                                          \
	{ "saturday", FIELD_BOOL, offsetof(struct type, open_on[6]) }

const struct field site_in_fields[15] = { SITE_FIELDS(site_in, true) };
const struct field site_line_fields[16] = {
	SITE_FIELDS(site_line, false),
	{ "site", FIELD_ID, offsetof(struct site_line, id), .kind = ID_OF_site },
};
const struct field closing_in_fields[3] = {
	{ "first_on", FIELD_DATE, offsetof(struct closing_in, first_on), .required = true },
	{ "last_on", FIELD_DATE, offsetof(struct closing_in, last_on), .doc = "The last closed day; the first without it" },
	{ "reason", FIELD_TEXT, offsetof(struct closing_in, reason), .required = true, .max = 120,
	  .missing = E_reason_missing, .doc = "For staff" },
};
const struct field opening_in_fields[2] = {
	{ "first_on", FIELD_DATE, offsetof(struct closing_in, first_on), .required = true },
	{ "last_on", FIELD_DATE, offsetof(struct closing_in, last_on), .doc = "The first without it" },
};
const struct field closing_fields[3] = {
	{ "first_on", FIELD_DATE, offsetof(struct closing, first_on) },
	{ "last_on", FIELD_DATE, offsetof(struct closing, last_on) },
	{ "reason", FIELD_TEXT, offsetof(struct closing, reason) },
};

/* --- lists --------------------------------------------------------------------------- */

static const char *hours_text(struct arena *a, int64_t minutes)
{
	return arena_printf(a, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

static struct site_line line_of(struct arena *a, const struct site_row *r)
{
	struct site_line l = { .id = r->id, .name = r->name, .kind = r->kind, .country = r->country,
			       .phone = r->phone, .zone = r->zone, .has_kiosk = r->has_kiosk,
			       .opens = hours_text(a, r->opens), .closes = hours_text(a, r->closes) };
	for (int i = 0; i < WEEKDAYS; i++)
		l.open_on[i] = r->days >> i & 1;
	return l;
}

enum rc site_lines(struct work *w, struct site_lines *ret)
{
	struct site_rows rows;
	TRY(q_site_list(w, w->actor.tenant, &rows));
	*ret = (struct site_lines){ .at = arena_array(w->arena, struct site_line, rows.n) };
	for (size_t i = 0; i < rows.n; i++)
		if (access_covers_site(w, rows.at[i].id))
			ret->at[ret->n++] = line_of(w->arena, &rows.at[i]);
	return RC_OK;
}

static enum rc find(struct work *w, struct id_site id, struct site_row *ret)
{
	enum rc rc = q_site_find(w, id, ret);
	if (rc == RC_NOT_FOUND ||
	    (rc == RC_OK && (ret->tenant.v != w->actor.tenant.v || !access_covers_site(w, id))))
		return work_fail(w, E_not_there, NULL);
	return rc;
}

enum rc site_line(struct work *w, struct id_site id, struct site_line *ret)
{
	struct site_row r;
	TRY(find(w, id, &r));
	*ret = line_of(w->arena, &r);
	return RC_OK;
}

/* --- adding and changing ---------------------------------------------------------------- */

/* "08:00" to 480; -1 for what is none. */
static int64_t minutes_of(const char *text)
{
	int h, m, end = 0;
	if (sscanf(text, "%2d:%2d%n", &h, &m, &end) != 2 || text[end] != '\0' || h < 0 || m < 0 || m > 59)
		return -1;
	return h * 60 + m <= 24 * 60 ? h * 60 + m : -1;
}

struct hours {
	int64_t opens, closes, days;
};

/* All that fields alone cannot see, each by its field. */
static enum rc check(struct work *w, const struct site_in *in, struct hours *ret)
{
	*ret = (struct hours){ minutes_of(in->opens), minutes_of(in->closes), 0 };
	for (int i = 0; i < WEEKDAYS; i++)
		ret->days |= (int64_t)in->open_on[i] << i;
	enum rc rc = RC_OK;
	if (zone_find(in->zone) == NULL)
		rc = work_fail(w, E_zone, "zone");
	if (strlen(in->country) != 2 || !isupper((unsigned char)in->country[0]) ||
	    !isupper((unsigned char)in->country[1]))
		rc = work_fail(w, E_country, "country");
	if (ret->opens < 0)
		rc = work_fail(w, E_hours, "opens");
	if (ret->closes < 0 || ret->closes <= ret->opens)
		rc = work_fail(w, E_hours, "closes");
	return ret->days == 0 ? work_fail(w, E_hours, "monday") : rc;
}

enum rc site_add(struct work *w, const struct site_in *in, struct id_site *ret)
{
	struct hours h;
	int64_t added = 0;
	if (w->actor.site.v != 0)
		return work_fail(w, E_not_allowed, NULL);
	TRY(check(w, in, &h));
	struct id_site id = { work_id(w) };
	audit_about(w, site, id);
	TRY(q_site_put(w, &(struct q_site_put){ id, w->actor.tenant, in->name, text_fold(w->arena, in->name),
						in->kind, in->zone, in->country, in->phone, in->has_kiosk,
						h.opens, h.closes, h.days },
		       &added));
	*ret = id;
	return added == 1 ? RC_OK : work_fail(w, E_site_taken, "name");
}

enum rc site_change(struct work *w, struct id_site id, const struct site_in *in)
{
	struct site_row was;
	struct hours h;
	int64_t n = 0;
	TRY(find(w, id, &was));
	audit_about(w, site, id);
	TRY(check(w, in, &h));
	TRY(q_site_update(w, &(struct q_site_update){ id, in->name, text_fold(w->arena, in->name), in->kind,
						      in->zone, in->country, in->phone, in->has_kiosk,
						      h.opens, h.closes, h.days },
			  &n));
	if (n == 0)
		return work_fail(w, E_site_taken, "name");
	return job_add(w, "site.clocks", id.v, w->now);
}

/* --- closings ----------------------------------------------------------------------------- */

/* The days that are meant, none of them over at the site. */
static enum rc days_of(struct work *w, const struct site_row *site, const struct closing_in *in,
		       struct closing *ret)
{
	const struct zone *zone = zone_find(site->zone);
	int64_t today = zone_date(zone ? zone : w->zone, w->now);
	*ret = (struct closing){ in->first_on, in->last_on ? in->last_on : in->first_on, in->reason };
	if (ret->first_on < today)
		return work_fail(w, E_field_date, "first_on");
	if (ret->last_on < ret->first_on || ret->last_on - ret->first_on >= CLOSED_DAYS_MAX ||
	    ret->last_on > today + AHEAD)
		return work_fail(w, E_field_date, "last_on");
	return RC_OK;
}

enum rc site_close(struct work *w, struct id_site id, const struct closing_in *in)
{
	struct site_row site;
	struct closing c;
	TRY(find(w, id, &site));
	audit_about(w, site, id);
	TRY(days_of(w, &site, in, &c));
	for (int64_t date = c.first_on; date <= c.last_on; date++)
		TRY(q_site_close(w, id, date, c.reason));
	return job_add(w, "site.clocks", id.v, w->now);
}

enum rc site_open(struct work *w, struct id_site id, const struct closing_in *in)
{
	struct site_row site;
	struct closing c;
	int64_t n = 0;
	TRY(find(w, id, &site));
	audit_about(w, site, id);
	TRY(days_of(w, &site, in, &c));
	TRY(q_site_reopen(w, id, c.first_on, c.last_on, &n));
	return n > 0 ? job_add(w, "site.clocks", id.v, w->now) : work_fail(w, E_not_there, NULL);
}

enum rc site_closings(struct work *w, struct id_site id, struct closings *ret)
{
	struct site_row site;
	struct site_closings rows;
	TRY(find(w, id, &site));
	const struct zone *zone = zone_find(site.zone);
	TRY(q_site_closings(w, id, zone_date(zone ? zone : w->zone, w->now), CLOSED_SHOWN, &rows));
	*ret = (struct closings){ .at = arena_array(w->arena, struct closing, rows.n) };
	for (size_t i = 0; i < rows.n; i++) {
		const struct site_closing *r = &rows.at[i];
		struct closing *last = ret->n > 0 ? &ret->at[ret->n - 1] : NULL;
		if (last != NULL && last->last_on + 1 == r->date && text_is(last->reason, r->reason))
			last->last_on = r->date;
		else
			ret->at[ret->n++] = (struct closing){ r->date, r->date, r->reason };
	}
	return RC_OK;
}
