/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Staff and their accounts, by administrators.
 *
 * Nobody ever knows somebody else's password: an invitation is a set-up code, shown
 * once and handed over in person, with which the person makes their own password and
 * code app within three days. Both count once the app's first code was typed: whoever
 * scans it wrongly is not shut out. Who made the code cannot use it while signed in. After the loss of a phone alone the new code app also
 * asks for the old password, so that whoever made the code cannot use it.
 *
 * Who administers, reviews, audits or keeps orders (privacy) needs four eyes: an account with such a right that one
 * administrator makes, or sets up anew, and such a right that one gives, wait until another
 * says yes (or the operator: `kinkeeper user confirm`). Until then the second factor does not
 * let anybody in.
 *
 * Nobody holds two of administrator, auditor, reviewer; a lawyer, clergy or counsellor holds
 * no other role. The last open administrator of
 * an agency stays one. An administrator of one site sees that site's staff, and can give
 * away no more than that site. An account that was not used for 90 days is closed, by
 * the job users.idle each day (CJIS AC-2: within a week), and by whoever does not want
 * to wait. A change of role or site and a closing end every session at once.
 */
#ifndef ADMIN_USERS_H
#define ADMIN_USERS_H

#include "src/accounts/accounts.h"

enum { USER_IDLE_DAYS = 90, SETUP_DAYS = 3, SETUP_CODE_MAX = 24, USER_ROLES = 12, STAFF_PASSWORD_MIN = 15 };

struct user {
	struct id_account id;
	const char *name, *email, *site_name, *state; /* "open", "locked", "closed" */
	struct id_site site;
	unsigned roles;
	int64_t seen_at; /* 0: never */
	bool setting_up; /* a set-up code waits */
	struct id_account asked_by; /* who must not say yes to it; 0: nothing waits */
	bool waits; /* for the yes of a second administrator */
	bool idle;	 /* not used for 90 days, and open */
	bool reviewer, visits, casemanager, navigator, admin, auditor, privacy, agency, /* roles, for the outside */
		lawyer, clergy, counsellor, officer;
};
struct users {
	struct user *at;
	size_t n;
};
extern const struct field user_fields[21];

must enum rc user_page(struct work *w, const struct pass *pass, struct users *ret);
/* E_not_there for an account that is not the actor's to change, also below. */
must enum rc user_get(struct work *w, const struct pass *pass, struct id_account id, struct user *ret);

struct user_in {
	const char *first_name, *last_name, *email;
	struct id_site site; /* 0: all sites */
	bool role[USER_ROLES];
};
extern const struct field user_new_fields[16];
extern const struct field user_roles_fields[13];
extern const unsigned user_role_bits[USER_ROLES];

/* A new code, for pages and paper: letters and digits in fives. */
const char *setup_code_new(struct arena *a);

/* `hash` is of a secret that nobody knows. E_nothing_chosen without a role, E_roles_clash,
 * E_contact_taken, E_field_choice for a site that is not the actor's. */
must enum rc user_invite(struct work *w, const struct user_in *in, const char *hash, const char *code,
			 struct id_account *ret);
/* New roles and site. E_admin_last; E_roles_own for a role that the actor would give themselves. */
must enum rc user_change(struct work *w, const struct pass *pass, struct id_account id,
			 const struct user_in *in);
/* A second administrator's yes. E_confirm_same for who asked, and for one's own; E_not_there
 * where nothing waits. */
must enum rc user_confirm(struct work *w, const struct pass *pass, struct id_account id);
/* What a feature does when somebody's account is closed: nobody goes on writing to who cannot
 * read it. The list stands in src/routes.c and ends with NULL. */
typedef enum rc account_hook(struct work *w, struct id_person person);
extern account_hook *const account_close_hooks[];

/* Nobody signs in to it any more, from the next request on. E_admin_last. */
must enum rc user_close(struct work *w, const struct pass *pass, struct id_account id);
/* Everything anew: also for an account that was closed. E_not_there for one's own. */
must enum rc user_setup(struct work *w, const struct pass *pass, struct id_account id,
			const char *hash, const char *code);
/* The code app anew; the password stays. */
must enum rc user_app_reset(struct work *w, const struct pass *pass, struct id_account id,
			    const char *code);
/* Closes who was not here for 90 days; says how many. */
must enum rc users_close_idle(struct work *w, int64_t *ret);
/* The job users.idle: the same for every agency that is not a demo. */
must enum rc users_idle_job(struct work *w, int64_t unused);

/* --- by the person ------------------------------------------------------------------- */

struct setup_in {
	const char *email, *code, *password;
};
extern const struct field setup_fields[3];
struct setup_check {
	struct id_account account; /* 0: no such code */
	struct id_account made_by;
	bool all;		   /* the password is new, too */
	char hash[SECRET_HASH_MAX]; /* of the password as it was */
};
/* What the slow half has to know. */
must enum rc setup_find(struct work *w, const struct setup_in *in, struct setup_check *ret);
/* Keeps password and seed, or the seed alone where `right`, until the first code comes with
 * the ticket; E_setup_wrong for all that is wrong; E_setup_own for whoever made the code;
 * E_password_short, also for one's own address; E_too_often for one source. */
must enum rc setup_use(struct work *w, const struct setup_in *in, const struct setup_check *c,
		       const char *hash, bool right, const unsigned char seed[TOTP_LEN],
		       const char *source, const char **ret_ticket);

struct setup_code_in {
	const char *ticket, *code;
};
extern const struct field setup_code_fields[2];
struct setup_app {
	const char *email;
	unsigned char seed[TOTP_LEN];
};
/* What the code app is to be told; E_setup_wrong for a ticket that is none, or over. */
must enum rc setup_app(struct work *w, const char *ticket, struct setup_app *ret);
/* The first code of the app: from now on password and app count, and other sessions are
 * over. E_totp_wrong; nothing is locked. */
must enum rc setup_finish(struct work *w, const struct setup_code_in *in);

#endif
