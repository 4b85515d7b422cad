/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ADMIN_ADMIN_VIEW_H
#define ADMIN_ADMIN_VIEW_H

#include "lib/qr/qr.h"
#include "src/admin/operate.h"
#include "src/admin/policies.h"
#include "src/admin/sites.h"
#include "src/admin/users.h"
#include "src/faces/views.h"
#include "src/people/care.h"

/* --- sites ------------------------------------------------------------------------- */

struct weekday_box {
	const char *name; /* of the box: "sunday" */
	enum word word;
	bool on;
};
struct site_form {
	struct part name, kind, country, phone, zone, opens, closes;
	bool has_kiosk;
	struct {
		struct weekday_box *at;
		size_t n;
	} days;
	const char *days_wrong;
};
struct sites_view {
	struct frame frame;
	struct {
		struct site_row_view {
			struct site_line s;
			enum word kind_word;
		} *at;
		size_t n;
	} sites;
	bool adds;
	struct site_form form;
};
struct site_view {
	struct frame frame;
	struct site_line s;
	enum word kind_word;
	struct site_form form;
	struct part first_on, last_on, reason;
	struct {
		struct closing_row {
			struct closing c;
			const char *first, *last; /* as a form sends them back */
			bool run;
		} *at;
		size_t n;
	} closings;
};

/* --- staff -------------------------------------------------------------------------- */

struct role_box {
	const char *name; /* of the box: "reviewer" */
	enum word word;
	bool on;
};
struct role_boxes {
	struct role_box *at;
	size_t n;
	const char *wrong;
};
struct users_view {
	struct frame frame;
	struct {
		struct user_row {
			struct user u;
			enum word state_word;
			struct role_boxes roles; /* those that they have */
		} *at;
		size_t n;
	} users;
	int64_t idle_n;
	struct role_boxes roles;
	struct part first_name, last_name, email, site;
};
struct user_view {
	struct frame frame;
	struct user u;
	enum word state_word;
	bool waits, may_confirm; /* for a second administrator; the reader may be that one */
	bool own, closed, locked, app; /* app: the code app alone can be made anew */
	struct role_boxes roles;
	struct part site;
};
/* Shown once: to be printed or read out. */
struct setup_code_view {
	struct frame frame;
	const char *name, *email, *code, *where;
	int64_t until;
	bool app;
};
struct setup_view {
	struct frame frame;
	struct part email, code, secret;
	const char *seed, *link, *ticket; /* once the first half is done: for the code app */
	struct qr qr;
};

/* --- limits ------------------------------------------------------------------------- */

struct limit_line {
	enum word word;
	const char *name;
	int64_t value, least, most; /* value: of the whole agency, now */
};
struct version_line {
	struct policy_version v;
	enum word word, state_word;
	bool draft, mine; /* mine: the reader may activate it */
};
struct policies_view {
	struct frame frame;
	enum word one; /* the limit whose versions are shown; W_NONE: all limits */
	struct {
		struct limit_line *at;
		size_t n;
	} limits;
	struct {
		struct version_line *at;
		size_t n;
	} versions;
	struct part name, value, starts_on, site;
};

/* --- the first page -------------------------------------------------------------------- */

struct admin_view {
	struct frame frame;
	struct {
		struct account_line *at;
		size_t n;
	} locked;
	bool operates; /* of the whole agency: jobs and notices */
};

/* --- jobs and notices --------------------------------------------------------------------- */

struct job_line {
	struct job_seen j;
	enum word kind_word, why_word;
	bool dead;
};
struct job_lines {
	struct job_line *at;
	size_t n;
	enum word when; /* over the time: of the next try, or of the last */
};
struct kind_line {
	const char *kind;
	enum word word;
};
struct unsent_line {
	struct unsent u;
	enum word channel_word, cause_word;
};
struct jobs_view {
	struct frame frame;
	struct job_lines dead, failing, waiting;
	int64_t waiting_n;
	struct {
		struct kind_line *at; /* kinds of which some are dead */
		size_t n;
	} kinds;
	struct {
		struct unsent_line *at;
		size_t n;
	} unsent;
};

#endif
