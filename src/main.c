/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "demo_q.h"
#include "lib/base/log.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "lib/note/signer.h"
#include "lib/send/send.h"
#include "src/accounts/accounts_cli.h"
#include "src/audit/log_cli.h"
#include "src/audit/look_cli.h"
#include "src/backup/backup_cli.h"
#include "src/demo/demo.h"
#include "src/faces/cli.h"
#include "src/faces/control.h"
#include "src/faces/keys.h"
#include "src/faces/ops.h"
#include "src/faces/server.h"
#include "src/faces/store.h"
#include "src/requests/copy_cli.h"
#include "src/roster/roster_cli.h"
#include "src/vault/vault_cli.h"

enum { FAMILIES = 240, WEEKS = 26, JOB_CONNECTIONS = 4, PASSWORD_LEN = 33 };

/* --- what several commands do --------------------------------------------------------- */

static unsigned processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > 16 ? 16 : (unsigned)n;
}

/* Signals come only where they are waited for. */
static sigset_t hold_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	return set;
}

static int run_until_told(struct server *s, const sigset_t *set, struct control *control)
{
	int which = 0;
	sigwait(set, &which);
	control_stop(control);
	server_stop(s);
	return CLI_DONE;
}

/* Other commands on this directory come here from now on. */
static int take_commands(const struct cli *c, struct server *s, struct control **ret)
{
	enum rc rc = control_start(s, store_data(c), cli_get(c, "database"), ret);
	if (rc == RC_OK)
		return CLI_DONE;
	server_stop(s);
	return store_failed(c, rc);
}

/* --- serve, jobs, init, migrate ------------------------------------------------------------------ */

/* The sender is forked before anything is open that it should not have. */
static enum rc start_sender(const struct cli *c, struct sender **ret)
{
	const struct send_conf conf = {
		.smtp = cli_get(c, "smtp"),
		.smtp_user = cli_get(c, "smtp-user"),
		.smtp_password_file = cli_get(c, "smtp-password-file"),
		.smtp_ca = cli_get(c, "smtp-ca"),
		.mail_from = cli_get(c, "mail-from"),
		.sms_url = cli_get(c, "sms-url"),
		.sms_file = cli_get(c, "sms-file"),
	};
	*ret = NULL;
	return conf.smtp || conf.sms_url || conf.sms_file ? sender_start(&conf, ret) : RC_OK;
}

/* As above. A store from before the log has no key: it is served, and `doctor` tells. */
static enum rc start_signer(const struct cli *c, struct signer **ret)
{
	char file[4096];
	const char *socket = cli_has(c, "signer") ? cli_get(c, "signer") : NULL;
	*ret = NULL;
	(void)snprintf(file, sizeof(file), "%s/log.key", store_data(c));
	enum rc rc = socket ? signer_connect(socket, ret) : signer_start(file, ret);
	if (rc == RC_NOT_FOUND)
		fprintf(c->err, "kinkeeper %s: nobody signs the audit log: there is no %s; `kinkeeper init` makes it\n",
			c->command->name, file);
	else if (rc != RC_OK)
		fprintf(c->err, "kinkeeper %s: %s: %s\n", c->command->name, socket ? socket : file,
			rc == RC_DENIED ? "it can be read by others: chmod 600 it" : "no signer of the audit log");
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum { HOOK_SECRET_MIN = 16, HOOK_SECRET_MAX = 200 };

/* The first line of a file, into memory that lasts. False where there is none, or it is
 * too short to be a secret. */
static bool read_hook_secret(const struct cli *c, const char **ret)
{
	static char line[HOOK_SECRET_MAX];
	const char *name = cli_get(c, "hook-secret-file");
	*ret = NULL;
	if (name == NULL)
		return true;
	FILE *in = fopen(name, "re");
	bool good = in != NULL && fgets(line, sizeof(line), in) != NULL;
	if (in != NULL)
		fclose(in);
	line[strcspn(line, "\r\n")] = '\0';
	if (!good || strlen(line) < HOOK_SECRET_MIN) {
		fprintf(c->err, "kinkeeper serve: %s: no secret of %d letters or more\n", name, HOOK_SECRET_MIN);
		return false;
	}
	*ret = line;
	return true;
}

static int serve(const struct cli *c)
{
	const char *hook_secret;
	if (!read_hook_secret(c, &hook_secret))
		return CLI_NO_ACCESS;
	sigset_t set = hold_signals();
	struct server *s = NULL;
	struct sender *sender = NULL;
	struct signer *signer = NULL;
	struct control *control = NULL;
	if (start_sender(c, &sender) != RC_OK || start_signer(c, &signer) != RC_OK)
		return CLI_NO_ACCESS;
	struct server_conf conf = { .data = store_data(c), .database = cli_get(c, "database"),
				    .key_database = cli_get(c, "key-database"),
				    .listen = cli_get(c, "listen"), .base_url = cli_get(c, "url"),
				    .workers = (unsigned)cli_int(c, "workers", processors(), 1, 64),
				    .own_jobs = !cli_has(c, "no-jobs"), .secure = true, .sender = sender,
				    .hook_secret = hook_secret, .signer = signer };
	if (conf.listen == NULL)
		conf.listen = "127.0.0.1:8080";
	if (conf.database == NULL && !conf.own_jobs)
		return cli_wrong(c, "--no-jobs only with --database: on SQLite nobody else could run them");
	if (!store_libraries(c))
		return CLI_NO_ACCESS;
	int status = store_check_role(c);
	if (status == CLI_DONE)
		status = store_lock(c);
	if (status != CLI_DONE)
		return status;
	enum rc rc = server_start(&conf, &s);
	if (rc != RC_OK)
		return store_failed(c, rc);
	status = take_commands(c, s, &control);
	if (status == CLI_DONE) {
		printf("listening http://%s\n", server_address(s));
		fflush(stdout);
		status = run_until_told(s, &set, control);
	}
	signer_stop(signer);
	sender_stop(sender);
	return status;
}

/* Jobs without pages, beside `serve --no-jobs` on other nodes. Of the data
 * directory it reads master.key and shares keys.db, under SQLite's own locks, so it takes no lock. */
static int jobs(const struct cli *c)
{
	sigset_t set = hold_signals();
	struct server *s = NULL;
	struct sender *sender = NULL;
	if (c->words_n > 0)
		return cli_wrong(c, "what is that word? `jobs list` and `jobs retry` are others");
	if (cli_get(c, "database") == NULL)
		return cli_wrong(c, "only with --database: on SQLite, `serve` runs the jobs itself");
	if (start_sender(c, &sender) != RC_OK || !store_libraries(c))
		return CLI_NO_ACCESS;
	struct server_conf conf = { .data = store_data(c), .database = cli_get(c, "database"),
				    .key_database = cli_get(c, "key-database"),
				    .base_url = cli_get(c, "url"), .own_jobs = true,
				    .connections = JOB_CONNECTIONS, .sender = sender };
	int status = store_check_role(c);
	if (status != CLI_DONE)
		return status;
	enum rc rc = server_start(&conf, &s);
	if (rc != RC_OK)
		return store_failed(c, rc);
	puts("running jobs");
	fflush(stdout);
	status = run_until_told(s, &set, NULL);
	sender_stop(sender);
	return status;
}

/* What `init` and `migrate` have done. */
struct schema_change {
	int from, to;
	bool role_made;
	char password[PASSWORD_LEN], url[2048]; /* of the role that the program is to run as */
};

static void make_password(char to[PASSWORD_LEN])
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
	for (int i = 0; i < PASSWORD_LEN - 1; i++)
		to[i] = letters[rand_below(sizeof(letters) - 1)];
	to[PASSWORD_LEN - 1] = '\0';
}

/* The tables, then who may use them: on PostgreSQL their owner does not serve. */
static enum rc change_schema(const struct cli *c, struct db *db, const char *role,
			     struct schema_change *ret)
{
	const char *url = cli_get(c, "database");
	TRY(db_migrate(db, &ret->from, &ret->to));
	make_password(ret->password);
	enum rc rc = db_grant(db, role, ret->password, &ret->role_made);
	if (rc != RC_OK && role != NULL)
		fprintf(stderr, "kinkeeper %s: cannot grant to %s; where this user may not make roles, let an "
				"administrator run CREATE ROLE %s LOGIN, and come back\n",
			c->command->name, role, role);
	TRY(rc);
	return role == NULL ? RC_OK : db_url_as(url, role, ret->role_made ? ret->password : NULL, ret->url,
						sizeof(ret->url));
}

static void print_change(const struct cli *c, const struct schema_change *m)
{
	if (c->json) {
		printf("{\"from\":%d,\"to\":%d", m->from, m->to);
		if (*m->url != '\0')
			printf(",\"serve_as\":\"%s\"", m->url);
		puts("}");
		return;
	}
	printf("schema %d -> %d\n", m->from, m->to);
	if (*m->url != '\0')
		printf("serve with --database '%s'\n%s", m->url,
		       m->role_made ? "The password is not shown again.\n" : "");
}

/* A store of keys for several nodes; DIR/keys.db is made by whoever opens it. */
static int migrate_keys(const struct cli *c, const char *role)
{
	struct db *db = NULL;
	int from = 0, to = 0;
	bool made = false;
	struct db_conf conf = { .schema = &db_key_schema, .url = cli_get(c, "key-database"), .connections = 1 };
	if (conf.url == NULL)
		return CLI_DONE;
	if (db_open(&conf, &db) != RC_OK)
		return store_failed(c, RC_BROKEN);
	enum rc rc = db_migrate(db, &from, &to);
	if (rc == RC_OK)
		rc = db_grant(db, role, NULL, &made); /* the role is there since the rows' store was made */
	db_close(db);
	return rc == RC_OK ? CLI_DONE : rc == RC_CONFLICT ? CLI_REFUSED : CLI_NO_ACCESS;
}

static int migrate_store(const struct cli *c, bool make, const char *role)
{
	char path[4096];
	struct db *db = NULL;
	struct schema_change m = { 0 };
	(void)snprintf(path, sizeof(path), "%s/kinkeeper.db", store_data(c));
	struct db_conf conf = { .path = path, .url = cli_get(c, "database"), .create = make,
				.connections = 1 };
	if (db_open(&conf, &db) != RC_OK)
		return store_failed(c, RC_BROKEN);
	enum rc rc = change_schema(c, db, role, &m);
	db_close(db);
	if (rc == RC_OK)
		print_change(c, &m);
	bytes_wipe(&m, sizeof(m));
	return rc == RC_OK ? migrate_keys(c, role) : rc == RC_CONFLICT ? CLI_REFUSED : CLI_NO_ACCESS;
}

static bool write_line(const char *file, const char *line)
{
	FILE *out = fopen(file, "we");
	bool good = out != NULL && fprintf(out, "%s\n", line) > 0;
	return (out == NULL || fclose(out) == 0) && good;
}

/* Its key is made once; what is there stays. */
static int make_log_key(const struct cli *c, const char *name, const unsigned char *secret)
{
	char file[4096], vkey[NOTE_KEY_MAX];
	(void)snprintf(file, sizeof(file), "%s/log.key", store_data(c));
	enum rc rc = signer_make_key(file, name, secret, vkey);
	if (rc == RC_CONFLICT)
		return CLI_DONE;
	(void)snprintf(file, sizeof(file), "%s/log.pub", store_data(c));
	if (rc == RC_OK && write_line(file, vkey)) {
		if (secret == NULL && !c->json)
			printf("the audit log's public key: %s\n", vkey);
		return CLI_DONE;
	}
	fprintf(c->err, "kinkeeper %s: %s: %s\n", c->command->name, file,
		rc == RC_INVALID ? "a log's name has neither spaces nor +" : "cannot write");
	return rc == RC_INVALID ? CLI_USAGE : CLI_NO_ACCESS;
}

static int init(const struct cli *c)
{
	const char *role = cli_get(c, "runtime-role");
	if (role != NULL && cli_get(c, "database") == NULL)
		return cli_wrong(c, "--runtime-role only with --database");
	if (role == NULL && cli_get(c, "database") != NULL)
		role = "kinkeeper_run";
	if (!store_libraries(c) || keys_make(store_data(c), NULL) != RC_OK) {
		fprintf(stderr, "kinkeeper init: cannot write to %s\n", store_data(c));
		return CLI_NO_ACCESS;
	}
	int status = store_lock(c);
	if (status == CLI_DONE)
		status = make_log_key(c, cli_get(c, "log-name"), NULL);
	return status == CLI_DONE ? migrate_store(c, true, role) : status;
}

/* The signer by itself, for a user of its own. */
static int sign_command(const struct cli *c)
{
	const char *key = cli_get(c, "key"), *socket = cli_get(c, "socket");
	if (key == NULL || socket == NULL)
		return cli_wrong(c, "--key FILE and --socket PATH are both needed");
	if (!store_libraries(c))
		return CLI_NO_ACCESS;
	signal(SIGPIPE, SIG_IGN);
	enum rc rc = signer_serve(key, socket);
	fprintf(c->err, "kinkeeper sign: %s\n",
		rc == RC_NOT_FOUND ? "there is no such key" :
		rc == RC_DENIED	   ? "the key can be read by others: chmod 600 it" :
				     "cannot read the key or listen there");
	return CLI_NO_ACCESS;
}

static int migrate(const struct cli *c)
{
	int status = store_lock(c);
	return status == CLI_DONE ? migrate_store(c, false, NULL) : status;
}

/* --- demo ------------------------------------------------------------------------------------ */

static void show_progress(int64_t done, int64_t all)
{
	enum { WIDTH = 40 };
	int full = (int)(done * WIDTH / (all ? all : 1));
	fprintf(stderr, "\rfamilies [%.*s%*s] %lld of %lld", full,
		"########################################", WIDTH - full, "", (long long)done, (long long)all);
	if (done == all)
		fputc('\n', stderr);
}

static void print_personas(const struct server *s)
{
	static const char *const rows[][2] = {
		{ "family", "Rosa, family of Marcus" },	   { "family2", "Dee, not linked to anybody yet" },
		{ "family3", "Gwen, of another agency" },  { "family-ar", "Amal, in Arabic" },
		{ "guardian", "Ruth, for a child" },	   { "teen", "Maya, fifteen" },
		{ "inside", "Marcus, at the kiosk" },	   { "inside2", "Andre, at the kiosk" },
		{ "reviewer", "Joan, mail reviewer" },	   { "reviewer2", "Paul, mail reviewer" },
		{ "visits", "Tove, visits team" },	   { "casemanager", "Adaeze, case manager" },
		{ "navigator", "the phone navigator" },	   { "admin", "Ines, administrator" },
		{ "admin2", "Karl, of the other agency" }, { "privacy", "Lena, privacy officer" },
		{ "privacy2", "Omar, privacy officer" },   { "protected", "Nora, kept safe by an order" },
		{ "restrained", "Curtis, who must keep away" }, { "auditor", "Edda, auditor" },
		{ "agency", "Hope, of another agency" },
		{ "supervised", "Sam, on probation" },
		{ "lawyer", "Thea, a lawyer" },
		{ "clergy", "Elias, a chaplain" },
		{ "counsellor", "June, a counsellor" },	   { "officer", "Dale, who supervises Sam" },
	};
	printf("\nOpen http://%s and choose who you are:\n", server_address(s));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		printf("  %-12s %s\n", rows[i][0], rows[i][1]);
	printf("\nSealed talk opens with: %s\n", demo_phrase);
	printf("\nCtrl-C ends it.\n");
	fflush(stdout);
}

static enum rc build_demo(const struct cli *c, struct server *s, int64_t now)
{
	struct demo_conf conf = { .families = cli_int(c, "families", FAMILIES, 0, 2000000),
				  .weeks = cli_int(c, "weeks", WEEKS, 1, 520),
				  .seed = (uint64_t)cli_int(c, "seed", 1, 0, INT64_MAX),
				  .open_items = true,
				  .now = now,
				  .progress = isatty(STDERR_FILENO) ? show_progress : NULL };
	TRY(demo_build(server_shared(s), &conf));
	return demo_resume(server_shared(s));
}

/* A data directory without our mark is somebody's real one. */
static int check_demo_mark(const struct cli *c, const char *data)
{
	char mark[4096], store[4096];
	struct stat st;
	(void)snprintf(mark, sizeof(mark), "%s/demo", data);
	(void)snprintf(store, sizeof(store), "%s/master.key", data);
	if (stat(mark, &st) == 0)
		return CLI_DONE;
	if (stat(store, &st) == 0)
		return fprintf(stderr, "kinkeeper demo: %s holds real data\n", data), CLI_REFUSED;
	if (mkdir(data, 0700) != 0 && errno != EEXIST)
		return fprintf(stderr, "kinkeeper demo: cannot write to %s\n", data), CLI_NO_ACCESS;
	int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return fprintf(stderr, "kinkeeper demo: cannot write to %s\n", data), CLI_NO_ACCESS;
	close(fd);
	(void)c;
	return CLI_DONE;
}

static int demo(const struct cli *c)
{
	sigset_t set = hold_signals();
	struct server *s = NULL;
	struct signer *signer = NULL;
	struct control *control = NULL;
	const char *asked = cli_get(c, "now");
	int64_t now = date_of(2026, 11, 20) * TIME_DAY + 14 * TIME_HOUR;
	unsigned char key[KEY_LEN];
	if (asked != NULL && !time_parse(asked, &now))
		return cli_wrong(c, "--now is a time like 2026-11-20T14:00:00Z");
	if (!store_libraries(c))
		return CLI_NO_ACCESS;
	int status = check_demo_mark(c, store_data(c));
	if (status == CLI_DONE)
		status = store_lock(c);
	sha256("kinkeeper demo", strlen("kinkeeper demo"), key);
	if (status == CLI_DONE)
		status = make_log_key(c, "kinkeeper.example/demo", key);
	if (status != CLI_DONE)
		return status;
	if (start_signer(c, &signer) != RC_OK)
		return CLI_NO_ACCESS;
	struct server_conf conf = { .data = store_data(c), .database = cli_get(c, "database"),
				    .key_database = cli_get(c, "key-database"),
				    .listen = cli_get(c, "listen"), .workers = processors(), .demo = true,
				    .own_jobs = true, .migrate = true, .now = now, .signer = signer };
	if (conf.listen == NULL)
		conf.listen = "127.0.0.1:8080";
	enum rc rc = keys_make(conf.data, key);
	const char *listen = conf.listen;
	conf.listen = NULL;
	if (rc == RC_OK)
		rc = server_start(&conf, &s);
	if (rc != RC_OK)
		return store_failed(c, rc);
	rc = build_demo(c, s, now);
	if (rc == RC_OK)
		rc = server_open(s, listen);
	if (rc != RC_OK) {
		server_stop(s);
		if (rc == RC_CONFLICT)
			return fputs("kinkeeper demo: the database holds real data\n", stderr), CLI_REFUSED;
		return store_failed(c, rc);
	}
	status = take_commands(c, s, &control);
	if (status != CLI_DONE)
		return status;
	printf("listening http://%s\n", server_address(s));
	print_personas(s);
	status = run_until_told(s, &set, control);
	signer_stop(signer);
	return status;
}

/* --- routes -------------------------------------------------------------------------------------- */

static void print_route(const struct route *route, bool json, bool first)
{
	static const char *const audits[] = { "none", "read", "act" };
	char who[200] = "";
	for (unsigned bit = 1; bit & ROLES_ALL; bit <<= 1)
		if (route->who & bit)
			(void)snprintf(who + strlen(who), sizeof(who) - strlen(who), "%s%s",
				       *who ? " " : "", role_stem(bit));
	if (route->who & WHO_ANYONE)
		(void)snprintf(who, sizeof(who), "anyone");
	if (route->who & WHO_SIGNED_IN)
		(void)snprintf(who, sizeof(who), "signed in");
	const char *faces = route->page_only ? "page" : route->json_only ? "api" : "page and api";
	if (json)
		printf("%s{\"method\":\"%s\",\"path\":\"%s\",\"op\":\"%s\",\"faces\":\"%s\",\"who\":\"%s\","
		       "\"audit\":\"%s\",\"doc\":\"%s\"}", first ? "" : ",", route->method, route->path,
		       route->op, faces, who, audits[route->audit], route->doc);
	else
		printf("%-5s %-34s %-20s %-13s %-5s %s\n", route->method, route->path, route->op, faces,
		       audits[route->audit], who);
}

static int routes(const struct cli *c)
{
	bool first = true;
	if (c->json)
		printf("{\"routes\":[");
	for (const struct route *const *table = route_tables; *table != NULL; table++) {
		for (const struct route *route = *table; route->path != NULL; route++) {
			print_route(route, c->json, first);
			first = false;
		}
	}
	if (c->json)
		printf("]}\n");
	return CLI_DONE;
}

static int openapi(const struct cli *c)
{
	(void)c;
	struct arena *a = arena_new(64 * 1024 * 1024);
	if (a == NULL)
		return CLI_NO_ACCESS;
	struct buf out = buf_new(a, 16 * 1024 * 1024);
	ops_openapi(&out);
	puts(buf_text(&out));
	arena_free(a);
	return CLI_DONE;
}

/* --- the table -------------------------------------------------------------------------------------- */

#define SENDER_OPTIONS \
	{ "smtp", "URL", "the mail server, like smtp://mail.example:587 (STARTTLS)" }, \
	{ "smtp-user", "NAME", "to sign in there" }, \
	{ "smtp-password-file", "FILE", "the password, on its first line" }, \
	{ "smtp-ca", "FILE", "a further certificate to trust" }, \
	{ "mail-from", "ADDRESS", "who e-mail comes from" }, \
	{ "sms-url", "URL", "a gateway that takes {\"to\", \"text\", \"id\"} as JSON" }, \
	{ "sms-file", "FILE", "or a file that texts are added to" }
static const struct cli_option serve_options[] = {
	{ "listen", "ADDR:PORT", "where to listen; 127.0.0.1:8080" },
	{ "url", "URL", "how people reach it, for links in notices" },
	{ "workers", "N", "threads that answer; as many as processors" },
	{ "hook-secret-file", "FILE", "what the text gateway says when it calls us, on its first line" },
	{ "signer", "PATH", "the socket of `kinkeeper sign`; without it, serve starts one on DIR/log.key" },
	{ "no-jobs", NULL, "leaves jobs to `kinkeeper jobs`, on PostgreSQL" },
	SENDER_OPTIONS,
	{ 0 },
};
static const struct cli_option runner_options[] = {
	{ "url", "URL", "how people reach the pages, for links in notices" },
	SENDER_OPTIONS,
	{ 0 },
};
static const struct cli_option init_options[] = {
	{ "runtime-role", "NAME", "whom PostgreSQL's tables are opened to; kinkeeper_run" },
	{ "log-name", "NAME", "the audit log's name, like records.example/log; one by chance" },
	{ 0 },
};
static const struct cli_option sign_options[] = {
	{ "key", "FILE", "the log's private key, readable by its owner alone" },
	{ "socket", "PATH", "where `serve --signer PATH` finds it; mode 0660" },
	{ 0 },
};
static const struct cli_option demo_options[] = {
	{ "listen", "ADDR:PORT", "where to listen; 127.0.0.1:8080; port 0 picks one" },
	{ "families", "N", "how many families; 240" },
	{ "weeks", "N", "how many weeks of history; 26" },
	{ "seed", "N", "another made-up world; 1" },
	{ "now", "TIME", "the demo's clock, like 2026-11-20T14:00:00Z" },
	{ 0 },
};

static const struct cli_option verify_all_options[] = {
	{ "key", "KEY", "the log's public key; DIR/log.pub without it" },
	{ "backup", "FILE", "looks at this backup instead: at its signatures …" },
	{ "recovery-key", "FILE", "… and with what `backup-key` printed at every row" },
	{ 0 },
};

static int verify_all(const struct cli *c)
{
	return cli_has(c, "backup") ? backup_verify_command(c) : verify_command(c);
}

const struct command commands[] = {
	{ "serve", NULL, "Answers pages and API.", serve_options, serve },
	{ "init", NULL, "Makes the data directory, the key and the database.", init_options, init },
	{ "migrate", NULL, "Brings the database up to this program's version.", NULL, migrate },
	{ "demo", NULL, "Builds a world of made-up people and serves it.", demo_options, demo },
	{ "import roster", "FILE", "Takes over who is inside from a CSV file; - is standard input.",
	  roster_options, roster_command, .on_store = true,
	  .reads = true },
	{ "tenant add", NULL, "Adds an agency.", tenant_options, tenant_add_command, true },
	{ "site add", NULL, "Adds a facility or an office of an agency.", site_options, site_add_command, true },
	{ "user add", NULL, "Adds a staff account; prints its password and seed once.", user_options,
	  user_add_command, true },
	{ "user list", NULL, "Lists staff accounts.", NULL, user_list_command, true },
	{ "user release", NULL, "Releases a locked account.", token_options, user_release_command, true },
	{ "user confirm", NULL, "Confirms an account that waits for a second administrator.", token_options,
	  user_confirm_command, true },
	{ "user close", NULL, "Closes an account and ends its sessions.", token_options, user_close_command, true },
	{ "token add", NULL, "Makes an API token for a staff account; prints it once.", token_options,
	  token_add_command, true },
	{ "jobs list", NULL, "Lists jobs; dead ones without --state.", jobs_options, jobs_list_command, true },
	{ "jobs retry", NULL, "Gives dead jobs another chance.", NULL, jobs_retry_command, true },
	{ "jobs", NULL, "Runs jobs, and nothing else; on PostgreSQL, as many of them as you like.",
	  runner_options, jobs },
	{ "audit list", NULL, "Lists entries of the audit log, the newest first; that is an entry too.", audit_list_options,
	  audit_list_command, true },
	{ "audit receipt", "ENTRY", "Prints the receipt of an entry, to be checked years later without us.", NULL,
	  audit_receipt_command, true },
	{ "audit words", NULL, "Prints each day's end of the log as six words, to be kept on paper elsewhere.", NULL,
	  audit_words_command, true },
	{ "witness add", "KEY", "Lets a witness cosign the audit log, by its public key.", NULL, witness_add_command,
	  true },
	{ "witness end", "NAME", "Waits for a witness no more.", NULL, witness_end_command, true },
	{ "witness list", NULL, "Lists witnesses, and when each cosigned last.", NULL, witness_list_command, true },
	{ "verify", NULL, "Looks whether the audit log, and what it speaks of, is whole; or whether a backup is.",
	  verify_all_options, verify_all, .on_store = true, .here = "backup" },
	{ "backup-key", NULL, "Makes the key for backups; prints its private half once.", backup_key_options,
	  backup_key_command, true },
	{ "backup keys", "FILE", "Writes the keys, sealed for the recovery key; after each `backup`.", NULL,
	  backup_keys_command, .on_store = true, .writes = true },
	{ "backup", "FILE", "Writes all rows, sealed for the recovery key, while others work on.", NULL, backup_command,
	  .on_store = true, .writes = true },
	{ "export person", "PERSON", "Prints what is kept about somebody, as their own copy holds it; that is in the log.",
	  export_options, export_person_command, true },
	{ "keys rotate", NULL, "Makes each agency a new key, and wraps its people's keys anew, while others work on.",
	  rotate_options, keys_rotate_command, true },
	{ "restore", "FILE", "Makes a store out of a backup, in an empty place; looks at all of it first.",
	  restore_options, restore_command, .reads = true },
	{ "sign", NULL, "Signs the audit log's checkpoints, as a user of its own.", sign_options, sign_command },
	{ "doctor", NULL, "Looks for what would weaken this store.", NULL, doctor_command, true },
	{ "routes", NULL, "Lists every page and API call.", NULL, routes },
	{ "man", NULL, "Prints the manual page, for man(1).", NULL, cli_manual },
	{ "openapi", NULL, "Prints the OpenAPI description of the API.", NULL, openapi },
	{ 0 },
};

int main(int argc, char **argv)
{
	const struct rlimit none = { 0, 0 };
	umask(077); /* the store is nobody else's, whatever the directory allows */
	(void)setrlimit(RLIMIT_CORE, &none); /* what is open in memory is never written to a file */
	return cli_main(argc, argv);
}
