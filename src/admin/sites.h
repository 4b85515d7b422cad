/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Sites: the places of an agency, when they are open, and on which days they are not.
 * An administrator of one site sees and changes that one; of the whole agency, all,
 * and adds new ones. Whatever moves open hours asks for the job site.clocks
 * (src/messages/clocks.h), which gives what waits there a new due time.
 */
#ifndef ADMIN_SITES_H
#define ADMIN_SITES_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

enum { CLOSED_DAYS_MAX = 60, WEEKDAYS = 7 };

struct site_line {
	struct id_site id;
	const char *name, *kind, *country, *phone, *zone, *opens, *closes; /* "08:00" */
	bool has_kiosk, open_on[WEEKDAYS]; /* Sunday first */
};
struct site_lines {
	struct site_line *at;
	size_t n;
};
struct site_in {
	const char *name, *kind, *country, *phone, *zone, *opens, *closes;
	bool has_kiosk, open_on[WEEKDAYS];
};
extern const struct field site_in_fields[15];
extern const struct field site_line_fields[16];
extern const char *const site_kinds[];

must enum rc site_lines(struct work *w, struct site_lines *ret);
/* E_not_there for a site that is not the actor's to change, as below. */
must enum rc site_line(struct work *w, struct id_site id, struct site_line *ret);
/* E_not_allowed for an administrator of one site; E_site_taken for a name that another
 * site has; E_zone; E_hours where it closes before it opens, or never opens. */
must enum rc site_add(struct work *w, const struct site_in *in, struct id_site *ret);
must enum rc site_change(struct work *w, struct id_site id, const struct site_in *in);

struct closing_in {
	int64_t first_on, last_on; /* the last day is closed too; 0: one day */
	const char *reason;
};
struct closing {
	int64_t first_on, last_on;
	const char *reason;
};
struct closings {
	struct closing *at;
	size_t n;
};
extern const struct field closing_in_fields[3];
extern const struct field opening_in_fields[2];
extern const struct field closing_fields[3];

/* Closes a site: E_field_date where the days are over, turned round, more than 60, or
 * more than two years ahead. A day that is closed already keeps its reason. */
must enum rc site_close(struct work *w, struct id_site id, const struct closing_in *in);
/* Opens it again on those days, from today on: what is over stays written down.
 * E_not_there where it is open anyway. */
must enum rc site_open(struct work *w, struct id_site id, const struct closing_in *in);
/* What is to come: days in a row with one reason are one closing. */
must enum rc site_closings(struct work *w, struct id_site id, struct closings *ret);

#endif
