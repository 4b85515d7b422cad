/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/admin/users.h"

#include <ctype.h>
#include <string.h>

#include "accounts_q.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"
#include "src/people/people.h"
#include "users_q.h"

enum {
	SHOWN = 500,
	SETUP_LETTERS = 20, /* of 31: 99 bits */
	SETUP_TRIES = 10,   /* an hour, from one source */
	APP_TRIES = 5,	    /* an hour, of one account's password by who has a code for its app */
	STAFF = ROLES_STAFF,
	APART = ROLE_reviewer | ROLE_admin | ROLE_auditor,
	FOUR_EYES = APART | ROLE_privacy | ROLES_SEALED,
};

const unsigned user_role_bits[USER_ROLES] = { ROLE_reviewer,  ROLE_visits, ROLE_casemanager,
					      ROLE_navigator, ROLE_admin,  ROLE_auditor,
					      ROLE_privacy,  ROLE_agency,	 ROLE_lawyer,
					      ROLE_clergy,   ROLE_counsellor, ROLE_officer };

#define ROLE_FIELDS                                                                                           \
	{ "site", FIELD_ID, offsetof(struct user_in, site), .kind = ID_OF_site,                               \
	  .doc = "Only there; all sites without it" },                                                        \
	{ "reviewer", FIELD_BOOL, offsetof(struct user_in, role[0]) },                                        \
	{ "visits", FIELD_BOOL, offsetof(struct user_in, role[1]) },                                          \
	{ "casemanager", FIELD_BOOL, offsetof(struct user_in, role[2]) },                                     \
	{ "navigator", FIELD_BOOL, offsetof(struct user_in, role[3]) },                                       \
	{ "admin", FIELD_BOOL, offsetof(struct user_in, role[4]) },                                           \
	{ "auditor", FIELD_BOOL, offsetof(struct user_in, role[5]) },                                         \
	{ "privacy", FIELD_BOOL, offsetof(struct user_in, role[6]) },                                         \
	{ "agency", FIELD_BOOL, offsetof(struct user_in, role[7]), .doc = "Of another agency" },              \
	{ "lawyer", FIELD_BOOL, offsetof(struct user_in, role[8]), .doc = "Nothing else, as with the two below" }, \
	{ "clergy", FIELD_BOOL, offsetof(struct user_in, role[9]) },                                          \
	{ "counsellor", FIELD_BOOL, offsetof(struct user_in, role[10]) },                                     \
	{ "officer", FIELD_BOOL, offsetof(struct user_in, role[11]) }

const struct field user_roles_fields[13] = { ROLE_FIELDS };
const struct field user_new_fields[16] = {
	{ "first_name", FIELD_TEXT, offsetof(struct user_in, first_name), .required = true, .max = 80 },
	{ "last_name", FIELD_TEXT, offsetof(struct user_in, last_name), .required = true, .max = 80 },
	{ "email", FIELD_TEXT, offsetof(struct user_in, email), .required = true, .max = 120,
	  .missing = E_contact, .doc = "What the person signs in with" },
	ROLE_FIELDS,
};
const struct field user_fields[21] = {
	{ "name", FIELD_TEXT, offsetof(struct user, name) },
	{ "account", FIELD_ID, offsetof(struct user, id), .kind = ID_OF_account },
	{ "email", FIELD_TEXT, offsetof(struct user, email) },
	{ "site", FIELD_ID, offsetof(struct user, site), .kind = ID_OF_site, .doc = "null: all sites" },
	{ "state", FIELD_TEXT, offsetof(struct user, state), .doc = "open, locked or closed" },
	{ "seen_at", FIELD_TIME, offsetof(struct user, seen_at) },
	{ "setting_up", FIELD_BOOL, offsetof(struct user, setting_up), .doc = "A set-up code waits" },
	{ "waits", FIELD_BOOL, offsetof(struct user, waits), .doc = "A second administrator must say yes" },
	{ "idle", FIELD_BOOL, offsetof(struct user, idle), .doc = "Not used for 90 days" },
	{ "reviewer", FIELD_BOOL, offsetof(struct user, reviewer) },
	{ "visits", FIELD_BOOL, offsetof(struct user, visits) },
	{ "casemanager", FIELD_BOOL, offsetof(struct user, casemanager) },
	{ "navigator", FIELD_BOOL, offsetof(struct user, navigator) },
	{ "admin", FIELD_BOOL, offsetof(struct user, admin) },
	{ "auditor", FIELD_BOOL, offsetof(struct user, auditor) },
	{ "privacy", FIELD_BOOL, offsetof(struct user, privacy) },
	{ "agency", FIELD_BOOL, offsetof(struct user, agency), .doc = "Of another agency" },
	{ "lawyer", FIELD_BOOL, offsetof(struct user, lawyer) },
	{ "clergy", FIELD_BOOL, offsetof(struct user, clergy) },
	{ "counsellor", FIELD_BOOL, offsetof(struct user, counsellor) },
	{ "officer", FIELD_BOOL, offsetof(struct user, officer) },
};
const struct field setup_fields[3] = {
	{ "email", FIELD_TEXT, offsetof(struct setup_in, email), .required = true, .max = 120 },
	{ "code", FIELD_TEXT, offsetof(struct setup_in, code), .required = true, .max = 40 },
	{ "password", FIELD_TEXT, offsetof(struct setup_in, password), .required = true, .max = 128,
	  .doc = "A new one; the old one where only the code app is new" },
};
const struct field setup_code_fields[2] = {
	{ "ticket", FIELD_TEXT, offsetof(struct setup_code_in, ticket), .required = true, .max = 60,
	  .doc = "As setup.use gave it" },
	{ "code", FIELD_TEXT, offsetof(struct setup_code_in, code), .required = true, .max = 12,
	  .missing = E_totp_wrong, .doc = "The first code of the new code app" },
};

/* --- lists ---------------------------------------------------------------------------- */

static struct user user_from(const struct work *w, const struct user_line *r)
{
	unsigned roles = (unsigned)r->roles;
	int64_t used = r->seen_at > r->made_at ? r->seen_at : r->made_at;
	return (struct user){ .id = r->id, .name = r->name, .email = r->email, .site = r->site,
			      .site_name = r->site_name, .state = r->state, .roles = roles,
			      .seen_at = r->seen_at, .setting_up = r->setting_up,
			      .asked_by = r->asked_by, .waits = r->asked_by.v != 0,
			      .idle = !text_is(r->state, "closed") &&
				      used < w->now - USER_IDLE_DAYS * TIME_DAY,
			      .reviewer = roles & ROLE_reviewer, .visits = roles & ROLE_visits,
			      .casemanager = roles & ROLE_casemanager,
			      .navigator = roles & ROLE_navigator, .admin = roles & ROLE_admin,
			      .auditor = roles & ROLE_auditor,
			      .privacy = roles & ROLE_privacy, .agency = roles & ROLE_agency,
			      .lawyer = roles & ROLE_lawyer, .clergy = roles & ROLE_clergy,
			      .counsellor = roles & ROLE_counsellor,
			      .officer = roles & ROLE_officer };
}

enum rc user_page(struct work *w, const struct pass *pass, struct users *ret)
{
	struct user_lines rows;
	TRY(q_users_of(w, pass, w->actor.site, SHOWN, &rows));
	*ret = (struct users){ arena_array(w->arena, struct user, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = user_from(w, &rows.at[i]);
	return RC_OK;
}

enum rc user_get(struct work *w, const struct pass *pass, struct id_account id, struct user *ret)
{
	struct user_line r;
	enum rc rc = q_user_of(w, pass, id, &r);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !access_covers_site(w, r.site)))
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, account, id);
	*ret = user_from(w, &r);
	return RC_OK;
}

/* --- what may be given -------------------------------------------------------------------- */

/* The roles that were chosen, and a site that is the actor's to give. */
static enum rc check_roles(struct work *w, const struct user_in *in, unsigned *ret)
{
	struct site site;
	*ret = 0;
	for (size_t i = 0; i < USER_ROLES; i++)
		*ret |= in->role[i] ? user_role_bits[i] : 0;
	if (*ret == 0)
		return work_fail(w, E_nothing_chosen, "reviewer");
	if (roles_clash(*ret))
		return work_fail(w, E_roles_clash, "reviewer");
	if (in->site.v == 0)
		return w->actor.site.v == 0 ? RC_OK : work_fail(w, E_field_choice, "site");
	enum rc rc = site_get(w, in->site, &site);
	if (rc == RC_NOT_FOUND ||
	    (rc == RC_OK && (site.tenant.v != w->actor.tenant.v || !access_covers_site(w, in->site))))
		return work_fail(w, E_field_choice, "site");
	return rc;
}

/* Somebody else must be left who administers the whole agency. */
static enum rc check_last(struct work *w, const struct user *u)
{
	int64_t others = 0;
	if (!u->admin || u->site.v != 0 || !text_is(u->state, "open"))
		return RC_OK;
	TRY(q_user_admins(w, w->actor.tenant, ROLE_admin, u->id, &others));
	return others > 0 ? RC_OK : work_fail(w, E_admin_last, "admin");
}

/* --- codes ----------------------------------------------------------------------------------- */

const char *setup_code_new(struct arena *a)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	char code[SETUP_CODE_MAX], *to = code;
	for (int i = 0; i < SETUP_LETTERS; i++) {
		if (i > 0 && i % 5 == 0)
			*to++ = '-';
		*to++ = letters[rand_below(sizeof(letters) - 1)];
	}
	*to = '\0';
	return arena_str(a, code);
}

/* As it was read from paper: without dashes and spaces, in small letters. */
static struct db_blob code_hash(struct work *w, const char *code)
{
	char plain[64];
	size_t n = 0;
	for (; *code != '\0' && n < sizeof(plain) - 1; code++)
		if (isalnum((unsigned char)*code))
			plain[n++] = (char)tolower((unsigned char)*code);
	plain[n] = '\0';
	return work_hash(w, "staff.setup", plain);
}

static enum rc put_code(struct work *w, struct id_account id, const char *kind, const char *code)
{
	return q_setup_put(w, id, code_hash(w, code), kind, w->now + SETUP_DAYS * TIME_DAY,
			   w->actor.account);
}

/* --- four eyes -------------------------------------------------------------------------------- */

static enum rc ask_second(struct work *w, struct id_account id, struct id_site site)
{
	struct q_confirmers_list others;
	struct id_account maker = w->actor.account;
	TRY(q_confirm_put(w, id, maker, w->now));
	TRY(q_confirmers(w, w->actor.tenant, ROLE_admin, site, id, maker, &others));
	for (size_t i = 0; i < others.n; i++)
		TRY(notice_add(w, others.at[i], NOTICE_STAFF_NEW, id.v));
	return RC_OK;
}

enum rc user_confirm(struct work *w, const struct pass *pass, struct id_account id)
{
	struct user u;
	int64_t n = 0;
	TRY(user_get(w, pass, id, &u));
	if (!u.waits)
		return work_fail(w, E_not_there, NULL);
	if (u.asked_by.v == w->actor.account.v || id.v == w->actor.account.v)
		return work_fail(w, E_confirm_same, NULL);
	return q_account_confirm(w, id, &n);
}

/* --- acts -------------------------------------------------------------------------------------- */

enum rc user_invite(struct work *w, const struct user_in *in, const char *hash, const char *code,
		    struct id_account *ret)
{
	unsigned roles = 0;
	struct id_person person;
	const char *email = contact_plain(w->arena, in->email, "US");
	if (email == NULL || strchr(email, '@') == NULL)
		return work_fail(w, E_contact, "email");
	TRY(check_roles(w, in, &roles));
	if (hash == NULL) /* there was no time to make one: without, codes by e-mail would sign in */
		return work_fail(w, E_busy, NULL);
	TRY(person_add(w, &(struct person_new){ .tenant = w->actor.tenant, .kind = "staff",
						.first_name = in->first_name, .last_name = in->last_name },
		       &person));
	TRY(account_add(w, &(struct account_new){ .tenant = w->actor.tenant, .person = person, .roles = roles,
						  .site = in->site, .email = email, .secret_hash = hash },
			ret));
	audit_about(w, account, *ret);
	if (roles & FOUR_EYES)
		TRY(ask_second(w, *ret, in->site));
	return put_code(w, *ret, "all", code);
}

enum rc user_change(struct work *w, const struct pass *pass, struct id_account id,
		    const struct user_in *in)
{
	struct user u;
	unsigned roles = 0;
	TRY(user_get(w, pass, id, &u));
	TRY(check_roles(w, in, &roles));
	if (!(roles & ROLE_admin) || in->site.v != 0)
		TRY(check_last(w, &u));
	if (id.v == w->actor.account.v && (roles & ~u.roles) != 0)
		return work_fail(w, E_roles_own, "reviewer");
	TRY(q_user_roles_set(w, id, roles, in->site));
	int64_t n = 0;
	if (!(roles & FOUR_EYES))
		TRY(q_account_confirm(w, id, &n)); /* nothing is left to say yes to */
	else if (roles & ~u.roles & FOUR_EYES)
		TRY(ask_second(w, id, in->site));
	return sessions_end(w, id);
}

static enum rc close_account(struct work *w, struct id_account id)
{
	int64_t n = 0;
	struct id_person person;
	TRY(q_user_state_set(w, id, "closed"));
	TRY(q_setup_delete(w, id, &n));
	TRY(q_user_person(w, id, &person));
	for (account_hook *const *hook = account_close_hooks; *hook != NULL; hook++)
		TRY((*hook)(w, person));
	return sessions_end(w, id);
}

enum rc user_close(struct work *w, const struct pass *pass, struct id_account id)
{
	struct user u;
	TRY(user_get(w, pass, id, &u));
	TRY(check_last(w, &u));
	return close_account(w, id);
}

enum rc user_setup(struct work *w, const struct pass *pass, struct id_account id, const char *hash,
		   const char *code)
{
	struct user u;
	TRY(user_get(w, pass, id, &u));
	if (id.v == w->actor.account.v)
		return work_fail(w, E_not_there, NULL); /* whoever is signed in has both factors */
	if (hash == NULL)
		return work_fail(w, E_busy, NULL);
	TRY(secret_set(w, id, hash, false));
	TRY(q_user_seed_set(w, id, (struct db_blob){ 0 }, 0));
	TRY(q_user_state_set(w, id, "open"));
	TRY(sessions_end(w, id));
	if (u.roles & FOUR_EYES)
		TRY(ask_second(w, id, u.site));
	return put_code(w, id, "all", code);
}

enum rc user_app_reset(struct work *w, const struct pass *pass, struct id_account id, const char *code)
{
	struct user u;
	TRY(user_get(w, pass, id, &u));
	/* Whoever has not set up yet has no password to keep. */
	if (id.v == w->actor.account.v || text_is(u.state, "closed") || u.setting_up)
		return work_fail(w, E_not_there, NULL);
	TRY(q_user_seed_set(w, id, (struct db_blob){ 0 }, 0));
	TRY(sessions_end(w, id));
	return put_code(w, id, "app", code);
}

/* --- ninety days ----------------------------------------------------------------------------------- */

/* The last one who administers the whole agency stays, or nobody could ever sign in. */
static enum rc close_idle_of(struct work *w, struct id_tenant tenant, struct id_site site, int64_t *ret)
{
	struct user_idles rows;
	TRY(q_users_idle(w, tenant, STAFF, w->now - USER_IDLE_DAYS * TIME_DAY, &rows));
	*ret = 0;
	for (size_t i = 0; i < rows.n; i++) {
		const struct user_idle *r = &rows.at[i];
		int64_t others = 1;
		if (r->id.v == w->actor.account.v || (site.v != 0 && r->site.v != site.v))
			continue;
		if ((r->roles & ROLE_admin) && r->site.v == 0)
			TRY(q_user_admins(w, tenant, ROLE_admin, r->id, &others));
		if (others == 0)
			continue;
		TRY(close_account(w, r->id));
		TRY(audit_act(w, "user.idle", ID_OF_account, r->id.v, "done"));
		*ret += 1;
	}
	return RC_OK;
}

enum rc users_close_idle(struct work *w, int64_t *ret)
{
	return close_idle_of(w, w->actor.tenant, w->actor.site, ret);
}

enum rc users_idle_job(struct work *w, int64_t unused)
{
	struct q_tenants_real_list tenants;
	int64_t n = 0;
	(void)unused;
	TRY(q_tenants_real(w, &tenants));
	for (size_t i = 0; i < tenants.n; i++) {
		w->actor.tenant = tenants.at[i];
		TRY(close_idle_of(w, tenants.at[i], (struct id_site){ 0 }, &n));
	}
	w->actor.tenant = (struct id_tenant){ 0 };
	return RC_OK;
}

/* --- by the person -------------------------------------------------------------------------------- */

enum rc setup_find(struct work *w, const struct setup_in *in, struct setup_check *ret)
{
	struct setup_row r;
	const char *email = contact_plain(w->arena, in->email, "US");
	*ret = (struct setup_check){ 0 };
	enum rc rc = q_setup_find(w, code_hash(w, in->code), email ? email : "", w->now, &r);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	ret->account = r.account;
	ret->made_by = r.made_by;
	ret->all = text_is(r.kind, "all");
	if (r.secret != NULL && strlen(r.secret) < sizeof(ret->hash))
		memcpy(ret->hash, r.secret, strlen(r.secret) + 1);
	return RC_OK;
}

/* Long enough, not one letter again and again, not the address. */
static enum rc check_password(struct work *w, const struct setup_in *in)
{
	const char *folded = text_fold(w->arena, in->password);
	bool same = strspn(in->password, (const char[]){ in->password[0], '\0' }) == strlen(in->password);
	if (text_count(in->password) < STAFF_PASSWORD_MIN || same ||
	    text_is(folded, text_fold(w->arena, in->email)))
		return work_fail(w, E_password_short, "password");
	return RC_OK;
}

static enum rc keep_until_code(struct work *w, struct id_account id, const char *hash,
			       const unsigned char seed[TOTP_LEN], const char **ret_ticket)
{
	unsigned char sealed[TOTP_LEN + SEAL_EXTRA], secret[SECRET_LEN];
	rand_bytes(secret, sizeof(secret));
	*ret_ticket = text_base64url(w->arena, secret, sizeof(secret));
	TRY(seal(w->shared->seed_key, "staff_setup.seed", seed, TOTP_LEN, sealed));
	return q_setup_start(w, id, work_hash(w, "staff.ticket", *ret_ticket),
			     (struct db_blob){ sealed, sizeof(sealed) }, hash);
}

enum rc setup_use(struct work *w, const struct setup_in *in, const struct setup_check *c, const char *hash,
		  bool right, const unsigned char seed[TOTP_LEN], const char *source,
		  const char **ret_ticket)
{
	struct setup_check again;
	TRY(setup_find(w, in, &again));
	if (again.account.v != 0 && !again.all) {
		w->keep = true;
		TRY(throttle(w, "staff.app", arena_printf(w->arena, "%lld", (long long)again.account.v),
			     APP_TRIES, TIME_HOUR));
	}
	if (again.account.v == 0 || again.account.v != c->account.v || (!again.all && !right)) {
		w->keep = true; /* the count stays */
		TRY(throttle(w, "staff.setup", source, SETUP_TRIES, TIME_HOUR));
		return work_fail(w, E_setup_wrong, "code");
	}
	audit_about(w, account, c->account);
	if (again.made_by.v != 0 && again.made_by.v == w->actor.account.v)
		return work_fail(w, E_setup_own, "code");
	if (again.all)
		TRY(check_password(w, in));
	return keep_until_code(w, c->account, again.all ? hash : NULL, seed, ret_ticket);
}

static enum rc begun(struct work *w, const char *ticket, struct setup_begun *row, struct setup_app *ret)
{
	enum rc rc = q_setup_begun(w, work_hash(w, "staff.ticket", ticket), w->now, row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_setup_wrong, "code");
	TRY(rc);
	ret->email = row->email;
	if (row->seed.len != TOTP_LEN + SEAL_EXTRA)
		return RC_BROKEN;
	return unseal(w->shared->seed_key, "staff_setup.seed", row->seed.at, row->seed.len, ret->seed);
}

enum rc setup_app(struct work *w, const char *ticket, struct setup_app *ret)
{
	struct setup_begun row;
	return begun(w, ticket, &row, ret);
}

enum rc setup_finish(struct work *w, const struct setup_code_in *in)
{
	unsigned char sealed[TOTP_LEN + SEAL_EXTRA];
	struct setup_begun row;
	struct setup_app app;
	int64_t step = 0, used = 0;
	TRY(begun(w, in->ticket, &row, &app));
	audit_about(w, account, row.account);
	if (!totp_matches(app.seed, in->code, w->now, 0, &step))
		return work_fail(w, E_totp_wrong, "code");
	TRY(q_setup_delete(w, row.account, &used));
	if (row.secret_hash != NULL)
		TRY(secret_set(w, row.account, row.secret_hash, false));
	TRY(sessions_end(w, row.account));
	TRY(seal(w->shared->seed_key, "account.totp_seed", app.seed, TOTP_LEN, sealed));
	bytes_wipe(app.seed, sizeof(app.seed));
	return q_user_seed_set(w, row.account, (struct db_blob){ sealed, sizeof(sealed) }, step);
}
