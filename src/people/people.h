/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Places and people: sites with their hours, dated policies, persons and what
 * becomes of them. A status that changes (released, hospital, deceased …) is
 * told to every feature that has a stated effect, in the same transaction.
 */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

/* --- policies ------------------------------------------------------------------- */

enum policy {
#define POLICY(name, usual, least, most, doc) POLICY_##name,
#include "src/people/policies.def"
#undef POLICY
	POLICY_COUNT
};
struct policy_kind {
	const char *name;
	int64_t usual, least, most;
	const char *doc;   /* for programs and manuals */
	enum word meaning; /* for people */
};
extern const struct policy_kind policy_kinds[POLICY_COUNT];

/* What holds at that site now: the site's active value, else the tenant's, else
 * the usual one. */
must enum rc policy_get(struct work *w, struct id_tenant tenant, struct id_site site,
			enum policy policy, int64_t *ret);
/* What held there at that moment: for clocks that began then. */
must enum rc policy_get_on(struct work *w, struct id_tenant tenant, struct id_site site,
			   enum policy policy, int64_t at, int64_t *ret);
struct policy_new {
	struct id_site site; /* 0: the whole tenant */
	const char *name;
	int64_t value, starts_at; /* in the past: now */
};
struct policy_row;
/* A draft: it holds nowhere until it is activated. E_field_int outside its least and
 * most, E_field_choice for a name that is none. */
must enum rc policy_propose(struct work *w, const struct policy_new *in, struct id_policy *ret);
/* A draft becomes active from its start on, or now where that is over; the version
 * before it is superseded then. E_policy_done for what is no draft any more. */
must enum rc policy_activate(struct work *w, const struct policy_row *draft);
must enum rc policy_drop(struct work *w, const struct policy_row *draft);
/* Both in one step. */
must enum rc policy_set(struct work *w, const struct policy_new *in);

/* --- sites ------------------------------------------------------------------------ */

struct site {
	struct id_site id;
	struct id_tenant tenant;
	const char *name, *kind, *country, *phone;
	const struct zone *zone;
	bool has_kiosk;
	int64_t opens, closes, days; /* minutes of the day; bit 0 is Sunday */
};
must enum rc site_get(struct work *w, struct id_site id, struct site *ret);

/*
 * The instant that is `minutes` of open time after `from`: clocks pause while
 * the site is closed (nights, closed weekdays, closed dates). Looks at most 60
 * days ahead. `ret_paused` says that a closed day lies between.
 */
must enum rc site_due(struct work *w, const struct site *site, int64_t from, int64_t minutes,
		      int64_t *ret_due, bool *ret_paused);

/* --- age ---------------------------------------------------------------------------- */

/* What somebody of that age may do by themselves (policies child_age, adult_age). */
enum stage {
	STAGE_CHILD, /* only a guardian acts */
	STAGE_TEEN,  /* acts, but a guardian's yes is asked for a link */
	STAGE_ADULT, /* also where no date of birth is known */
};
/* Whole years on the local day of w->zone; -1 where no date of birth is known. No
 * other place computes an age. */
int person_age(const struct work *w, int64_t born);
must enum rc person_stage(struct work *w, struct id_tenant tenant, int64_t born, enum stage *ret);

/* --- persons ------------------------------------------------------------------------ */

struct person {
	struct id_person id;
	struct id_tenant tenant;
	struct id_site site;
	const char *kind, *first_name, *last_name, *lang;
	const char *number, *status, *unit; /* NULL or "" where the pass does not show them */
	int64_t birth_date;		    /* 0 also where the pass does not show it */
	int64_t born;			    /* for rules about age, shown to nobody; 0: not known */
	bool gone;			    /* for rules: released, or deceased */
};
/* RC_NOT_FOUND also across a barrier. */
must enum rc person_get(struct work *w, const struct pass *pass, struct person *ret);

struct person_new {
	struct id_tenant tenant;
	struct id_site site;
	const char *kind, *first_name, *last_name, *number, *lang, *unit;
	int64_t birth_date;
};
must enum rc person_add(struct work *w, const struct person_new *in, struct id_person *ret);

/* What a feature does when somebody's status or site changes; `from` and `to` are
 * statuses. The list, person_hooks, stands in src/routes.c and ends with NULL. */
typedef enum rc person_hook(struct work *w, struct id_person person, const char *from, const char *to,
			    struct id_site site);
extern person_hook *const person_hooks[];

/* Notes a new status and tells person_hooks. `source`: "staff", "import". Temporary
 * ones (hospital, court, away, moving) are not release; nothing follows deceased
 * but a correction by staff. */
must enum rc person_status_set(struct work *w, struct id_person person, const char *status,
			       struct id_site site, const char *source);
bool person_status_is_away(const char *status); /* hospital, court, away, moving */

#endif
