/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/accounts/accounts_cli.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "accounts_q.h"
#include "jobs_q.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "people_q.h"
#include "src/accounts/accounts.h"
#include "src/audit/audit.h"
#include "src/audit/checkpoint.h"
#include "src/backup/backup_cli.h"
#include "src/faces/store.h"
#include "src/people/people.h"

enum { JOBS_SHOWN = 200, USERS_SHOWN = 500, PASSWORD_WORDS = 5 };

const struct cli_option tenant_options[] = { { "name", "NAME", "what the agency is called" }, { 0 } };
const struct cli_option site_options[] = {
	{ "tenant", "NAME", "the agency" },
	{ "name", "NAME", "what the site is called" },
	{ "kind", "KIND", "facility, probation or partner; facility" },
	{ "zone", "ZONE", "its IANA time zone, like America/Detroit" },
	{ "country", "CODE", "two letters, like US" },
	{ "phone", "NUMBER", "whom families call" },
	{ "no-kiosk", NULL, "messages are printed there" },
	{ 0 },
};
const struct cli_option user_options[] = {
	{ "tenant", "NAME", "the agency" },
	{ "email", "ADDRESS", "what the person signs in with" },
	{ "first", "NAME", "first name" },
	{ "last", "NAME", "last name" },
	{ "role", "ROLE", "reviewer, visits, casemanager, navigator, admin or auditor" },
	{ "site", "NAME", "only there; all sites of the agency without it" },
	{ 0 },
};
const struct cli_option token_options[] = {
	{ "email", "ADDRESS", "whose token it is" },
	{ "label", "TEXT", "what it is for" },
	{ 0 },
};
const struct cli_option jobs_options[] = { { "state", "STATE", "waiting, running, done or dead; dead" }, { 0 } };

/* --- running a piece of work on the store ------------------------------------------- */

struct order {
	const struct cli *c;
	struct account_made {
		char password[80], totp[40], hash[SECRET_HASH_MAX], token[64];
		unsigned char seed[TOTP_LEN];
	} made;
	struct arena *shown; /* outlives the work */
	struct buf out;
	const char *what;    /* what could not be found */
};

static int finish(const struct cli *c, enum rc rc, const struct order *o)
{
	if (rc == RC_OK)
		return CLI_DONE;
	if (rc == RC_NOT_FOUND && o->what != NULL)
		fprintf(c->err, "%s %s: there is no such %s\n", c->program, c->command->name, o->what);
	else if (rc == RC_CONFLICT)
		fprintf(c->err, "%s %s: it is there already\n", c->program, c->command->name);
	else if (rc == RC_INVALID)
		fprintf(c->err, "%s %s: some option does not fit; see --help\n", c->program, c->command->name);
	else
		fprintf(c->err, "%s %s: the store refused it\n", c->program, c->command->name);
	return rc == RC_BROKEN || rc == RC_BUSY ? CLI_NO_ACCESS : CLI_REFUSED;
}

static int do_work(const struct cli *c, enum rc (*run)(struct work *, void *), bool write, struct order *o)
{
	struct server *s = NULL;
	o->c = c;
	int status = store_open(c, &s);
	if (status != CLI_DONE)
		return status;
	o->shown = arena_new(8 * 1024 * 1024);
	o->out = buf_new(o->shown, 4 * 1024 * 1024);
	struct work_run work = { .shared = server_shared(s), .run = run, .arg = o, .write = write };
	status = finish(c, o->shown ? work_do(&work) : RC_BROKEN, o);
	if (status == CLI_DONE)
		fputs(buf_text(&o->out), c->out);
	store_close(c, s);
	bytes_wipe(&o->made, sizeof(o->made));
	arena_free(o->shown);
	return status;
}

static bool lacks(const struct cli *c, const char *const *names, int *ret)
{
	for (; *names != NULL; names++) {
		if (cli_get(c, *names) != NULL)
			continue;
		fprintf(c->err, "%s %s: --%s is missing\n", c->program, c->command->name, *names);
		*ret = CLI_USAGE;
		return true;
	}
	return false;
}

static enum rc find_tenant(struct work *w, struct order *o)
{
	o->what = "agency";
	return q_tenant_by_name(w, cli_get(o->c, "tenant"), &w->actor.tenant);
}

/* --- agencies and sites ---------------------------------------------------------------- */

static enum rc tenant_add(struct work *w, void *arg)
{
	struct order *o = arg;
	struct id_tenant id;
	enum rc rc = q_tenant_by_name(w, cli_get(o->c, "name"), &id);
	if (rc == RC_OK)
		return RC_CONFLICT;
	if (rc != RC_NOT_FOUND)
		return rc;
	id.v = work_id(w);
	w->actor.tenant = id;
	TRY(q_tenant_insert(w, id, cli_get(o->c, "name"), false, w->now));
	return audit_act(w, "tenant.add", ID_OF_tenant, id.v, "done");
}

int tenant_add_command(const struct cli *c)
{
	static const char *const needed[] = { "name", NULL };
	struct order o = { 0 };
	int status;
	return lacks(c, needed, &status) ? status : do_work(c, tenant_add, true, &o);
}

static enum rc site_add(struct work *w, void *arg)
{
	struct order *o = arg;
	const struct cli *c = o->c;
	int64_t added = 0;
	const char *kind = cli_get(c, "kind"), *phone = cli_get(c, "phone");
	TRY(find_tenant(w, o));
	if (zone_find(cli_get(c, "zone")) == NULL || strlen(cli_get(c, "country")) != 2)
		return RC_INVALID;
	struct id_site id = { work_id(w) };
	TRY(q_site_insert(w, &(struct q_site_insert){ .id = id,
						      .tenant = w->actor.tenant,
						      .name = cli_get(c, "name"),
						      .match_key = text_fold(w->arena, cli_get(c, "name")),
						      .kind = kind ? kind : "facility",
						      .zone = cli_get(c, "zone"),
						      .country = cli_get(c, "country"),
						      .phone = phone ? phone : "",
						      .has_kiosk = !cli_has(c, "no-kiosk") },
			  &added));
	return added == 1 ? audit_act(w, "site.add", ID_OF_site, id.v, "done") : RC_CONFLICT;
}

int site_add_command(const struct cli *c)
{
	static const char *const needed[] = { "tenant", "name", "zone", "country", NULL };
	struct order o = { 0 };
	int status;
	return lacks(c, needed, &status) ? status : do_work(c, site_add, true, &o);
}

/* --- staff -------------------------------------------------------------------------------- */

/* Twenty-five letters out of 32: more than 120 bits, and easy to read out. */
static void make_password(struct account_made *made)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	char *to = made->password;
	for (int word = 0; word < PASSWORD_WORDS; word++) {
		if (word > 0)
			*to++ = '-';
		for (int i = 0; i < 5; i++)
			*to++ = letters[rand_below(sizeof(letters) - 1)];
	}
	*to = '\0';
}

static enum rc user_add(struct work *w, void *arg)
{
	struct order *o = arg;
	const struct cli *c = o->c;
	struct id_person person;
	struct id_account account;
	struct id_site site = { 0 };
	unsigned role = role_of(cli_get(c, "role"));
	const char *email = contact_plain(w->arena, cli_get(c, "email"), "US");
	TRY(find_tenant(w, o));
	if (email == NULL || strchr(email, '@') == NULL || role < ROLE_reviewer)
		return RC_INVALID;
	if (cli_get(c, "site") != NULL) {
		o->what = "site";
		TRY(q_site_by_name(w, w->actor.tenant, text_fold(w->arena, cli_get(c, "site")), &site));
	}
	TRY(person_add(w, &(struct person_new){ .tenant = w->actor.tenant, .kind = "staff",
						.first_name = cli_get(c, "first"),
						.last_name = cli_get(c, "last") },
		       &person));
	TRY(account_add(w, &(struct account_new){ .tenant = w->actor.tenant, .person = person,
						  .roles = role, .site = site, .email = email,
						  .secret_hash = o->made.hash, .totp = o->made.seed,
						  .proved = true },
			&account));
	TRY(audit_act(w, "user.add", ID_OF_account, account.v, "done"));
	const char *seed = totp_words(w->arena, o->made.seed);
	if (c->json)
		buf_printf(&o->out, "{\"email\":\"%s\",\"password\":\"%s\",\"seed\":\"%s\"}\n", email,
			   o->made.password, seed);
	else
		buf_printf(&o->out, "e-mail    %s\npassword  %s\ncode app  otpauth://totp/Kinkeeper:%s"
				    "?secret=%s&issuer=Kinkeeper\nHand these over in person; they are not "
				    "shown again.\n",
			   email, o->made.password, email, seed);
	return RC_OK;
}

int user_add_command(const struct cli *c)
{
	static const char *const needed[] = { "tenant", "email", "first", "last", "role", NULL };
	struct order o = { 0 };
	int status;
	if (lacks(c, needed, &status))
		return status;
	if (!store_libraries(c))
		return CLI_NO_ACCESS;
	make_password(&o.made);
	rand_bytes(o.made.seed, sizeof(o.made.seed));
	if (secret_hash(o.made.password, o.made.hash) != RC_OK)
		return CLI_NO_ACCESS;
	return do_work(c, user_add, true, &o);
}

static enum rc user_list(struct work *w, void *arg)
{
	struct order *o = arg;
	struct user_rows rows;
	TRY(q_user_list(w, USERS_SHOWN, &rows));
	if (o->c->json)
		buf_str(&o->out, "{\"users\":[");
	for (size_t i = 0; i < rows.n; i++) {
		const struct user_row *u = &rows.at[i];
		if (o->c->json)
			buf_printf(&o->out, "%s{\"email\":\"%s\",\"role\":\"%s\",\"state\":\"%s\"}", i ? "," : "",
				   u->email, role_stem((unsigned)u->roles), u->state);
		else
			buf_printf(&o->out, "%-40s %-12s %s\n", u->email, role_stem((unsigned)u->roles), u->state);
	}
	if (o->c->json)
		buf_str(&o->out, "]}\n");
	return RC_OK;
}

int user_list_command(const struct cli *c)
{
	struct order o = { 0 };
	return do_work(c, user_list, false, &o);
}

static enum rc find_user(struct work *w, struct order *o, struct account_secret *ret)
{
	const char *email = contact_plain(w->arena, cli_get(o->c, "email"), "US");
	struct account_tries tries;
	o->what = "account";
	TRY(q_account_staff(w, email ? email : "", ret));
	TRY(q_account_tries(w, ret->id, &tries));
	w->actor.tenant = tries.tenant;
	return RC_OK;
}

static enum rc user_release(struct work *w, void *arg)
{
	struct account_secret a;
	TRY(find_user(w, arg, &a));
	TRY(account_release(w, a.id));
	return audit_act(w, "account.release", ID_OF_account, a.id.v, "done");
}

/* The second pair of eyes, where an agency has one administrator. */
static enum rc user_confirm(struct work *w, void *arg)
{
	struct account_secret a;
	int64_t n = 0;
	TRY(find_user(w, arg, &a));
	TRY(q_account_confirm(w, a.id, &n));
	return n == 0 ? RC_NOT_FOUND : audit_act(w, "account.confirm", ID_OF_account, a.id.v, "done");
}

static enum rc user_close(struct work *w, void *arg)
{
	struct account_secret a;
	TRY(find_user(w, arg, &a));
	TRY(q_account_close(w, a.id));
	TRY(sessions_end(w, a.id));
	return audit_act(w, "account.close", ID_OF_account, a.id.v, "done");
}

static int about_user(const struct cli *c, enum rc (*run)(struct work *, void *))
{
	static const char *const needed[] = { "email", NULL };
	struct order o = { 0 };
	int status;
	return lacks(c, needed, &status) ? status : do_work(c, run, true, &o);
}

int user_release_command(const struct cli *c)
{
	return about_user(c, user_release);
}

int user_confirm_command(const struct cli *c)
{
	return about_user(c, user_confirm);
}

int user_close_command(const struct cli *c)
{
	return about_user(c, user_close);
}

static enum rc token_add(struct work *w, void *arg)
{
	struct order *o = arg;
	struct account_secret a;
	const char *token = NULL, *label = cli_get(o->c, "label");
	TRY(find_user(w, o, &a));
	TRY(session_open(w, a.id, "token", 2, label ? label : "", &token));
	TRY(audit_act(w, "token.add", ID_OF_account, a.id.v, "done"));
	buf_printf(&o->out, o->c->json ? "{\"token\":\"%s\"}\n" : "%s\n", token);
	return RC_OK;
}

int token_add_command(const struct cli *c)
{
	return about_user(c, token_add);
}

/* --- jobs ----------------------------------------------------------------------------------- */

static enum rc jobs_list(struct work *w, void *arg)
{
	struct order *o = arg;
	struct job_showns rows;
	const char *state = cli_get(o->c, "state");
	TRY(q_jobs_shown(w, state ? state : "dead", JOBS_SHOWN, &rows));
	if (o->c->json)
		buf_str(&o->out, "{\"jobs\":[");
	for (size_t i = 0; i < rows.n; i++) {
		const struct job_shown *j = &rows.at[i];
		buf_printf(&o->out,
			   o->c->json ? "%s{\"job\":%lld,\"kind\":\"%s\",\"due_at\":\"%s\",\"tries\":%d,"
					"\"error\":\"%s\"}" :
					"%s%lld %-20s %s tries=%d %s\n",
			   o->c->json && i > 0 ? "," : "", (long long)j->id.v, j->kind,
			   time_text(w->arena, j->due_at), (int)j->tries, j->error);
	}
	if (o->c->json)
		buf_str(&o->out, "]}\n");
	return RC_OK;
}

int jobs_list_command(const struct cli *c)
{
	struct order o = { 0 };
	return do_work(c, jobs_list, false, &o);
}

static enum rc jobs_retry(struct work *w, void *arg)
{
	struct order *o = arg;
	int64_t n = 0;
	TRY(q_jobs_retry_dead(w, w->now, &n));
	buf_printf(&o->out, o->c->json ? "{\"retried\":%lld}\n" : "%lld wait again\n", (long long)n);
	return RC_OK;
}

int jobs_retry_command(const struct cli *c)
{
	struct order o = { 0 };
	return do_work(c, jobs_retry, true, &o);
}

/* --- doctor ------------------------------------------------------------------------------------ */

struct finding {
	const char *name;
	bool good;
	const char *advice;
};

static void say(struct order *o, const struct finding *f, bool *first)
{
	if (o->c->json)
		buf_printf(&o->out, "%s{\"check\":\"%s\",\"good\":%s}", *first ? "" : ",", f->name,
			   f->good ? "true" : "false");
	else
		buf_printf(&o->out, "%s  %s%s%s\n", f->good ? "ok  " : "WEAK", f->name, f->good ? "" : ": ",
			   f->good ? "" : f->advice);
	*first = false;
}

static bool only_mine(const char *data, const char *file)
{
	char path[4096];
	struct stat st;
	(void)snprintf(path, sizeof(path), "%s/%s", data, file);
	return stat(path, &st) != 0 || (st.st_mode & 077) == 0;
}

static enum rc doctor(struct work *w, void *arg)
{
	struct order *o = arg;
	struct doctor_counts n;
	const char *data = store_data(o->c);
	struct db_rights rights;
	bool first = true, all = true, postgres = db_engine_of(w->shared->db) == DB_POSTGRES;
	struct log_status log;
	TRY(q_doctor_counts(w, w->now, &n));
	TRY(log_status(w, &log));
	TRY(db_rights(w->shared->db, &rights));
	int64_t today = time_now();
	const struct finding findings[] = {
		{ "a backup was made in 25 hours", today - backup_made_at(data) < 25 * TIME_HOUR,
		  "kinkeeper backup FILE, each day" },
		{ "a restore was rehearsed in 8 days", today - backup_rehearsed_at(data) < 8 * TIME_DAY,
		  "kinkeeper restore FILE --drill, each week" },
		{ "the data directory is its owner's alone", only_mine(data, "."), "chmod 700 it" },
		{ "the key is its owner's alone", only_mine(data, "master.key"), "chmod 600 it" },
		{ "the database is its owner's alone", only_mine(data, "kinkeeper.db"), "chmod 600 it" },
		{ "the control socket is its owner's alone", only_mine(data, "control.sock"), "chmod 600 it" },
		{ postgres ? "the database's user cannot change its tables" : NULL, !rights.super && !rights.owner,
		  "use the URL that `kinkeeper init --database OWNER_URL` prints" },
		{ postgres ? "the database's user cannot change the audit log" : NULL, !rights.rewrites,
		  "use the URL that `kinkeeper init --database OWNER_URL` prints" },
		{ "the audit log's key is its owner's alone", only_mine(data, "log.key"), "chmod 600 it" },
		{ "the audit log is signed", log.size == 0 || log.signed_size > 0,
		  "kinkeeper init makes log.key; or serve --signer" },
		{ "a witness has looked at the audit log in 15 minutes", !log.silent,
		  "kinkeeper witness list; docs/operating.md says what to do" },
		{ "the program does not run as root", geteuid() != 0, "run it as a user of its own" },
		{ "no job is dead", n.dead == 0, "kinkeeper jobs list" },
		{ "nobody is two of admin, auditor, reviewer", n.clashing == 0, "take a role away" },
		{ "no staff account is without a second factor", n.without_totp == 0, "make the account anew" },
		{ "every agency has an administrator", n.without_admin == 0, "kinkeeper user add --role admin" },
	};
	if (o->c->json)
		buf_str(&o->out, "{\"checks\":[");
	for (size_t i = 0; i < COUNT_OF(findings); i++) {
		if (findings[i].name == NULL)
			continue; /* nothing of this engine's */
		say(o, &findings[i], &first);
		all = all && findings[i].good;
	}
	if (o->c->json)
		buf_printf(&o->out, "],\"good\":%s}\n", all ? "true" : "false");
	o->what = all ? NULL : "";
	return RC_OK;
}

int doctor_command(const struct cli *c)
{
	struct order o = { 0 };
	int status = do_work(c, doctor, false, &o);
	return status == CLI_DONE && o.what != NULL ? CLI_REFUSED : status;
}
