/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/backup/backup_cli.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faces_q.h"
#include "lib/base/text.h"
#include "lib/note/note.h"
#include "src/audit/audit.h"
#include "src/audit/log.h"
#include "src/audit/verify.h"
#include "src/backup/backup.h"
#include "src/erasure/erasure.h"
#include "src/faces/keys.h"
#include "src/faces/store.h"
#include "src/vault/vault.h"

enum { PATH_ROOM = 4096, LINE_ROOM = 512, PERCENT = 100 };
#define CHECK_MEMORY ((size_t)256 << 20)
#define VERIFY_MEMORY ((size_t)8 << 30)

/* --- what several commands do ------------------------------------------------------------------ */

static int say_why(const struct cli *c, enum rc rc)
{
	static const char *const why[] = {
		[RC_NOT_FOUND] = "it is not there",
		[RC_DENIED] = "it is not what was backed up, is another store's, or is sealed for another key",
		[RC_INVALID] = "it is no backup",
		[RC_CONFLICT] = "what was restored is not what was backed up",
		[RC_BUSY] = "the disk is full, or the database cannot be reached",
		[RC_BROKEN] = "it cannot be read or written",
	};
	fprintf(c->err, "%s %s: %s\n", c->program, c->command->name, why[rc]);
	return rc == RC_BUSY || rc == RC_BROKEN ? CLI_NO_ACCESS : CLI_REFUSED;
}

static void tell(void *ctx, const char *what, int64_t done, int64_t all)
{
	const struct cli *c = ctx;
	if (c->tty)
		fprintf(c->err, "\r%lld of %lld rows %s (%lld %%)%s", (long long)done, (long long)all, what,
			(long long)(done * PERCENT / (all ? all : 1)), done == all ? "\n" : "  ");
}

static struct backup_watch watch_of(const struct cli *c)
{
	return (struct backup_watch){ .tell = tell, .ctx = (void *)(uintptr_t)c };
}

static bool read_line(const char *path, char to[LINE_ROOM])
{
	FILE *in = fopen(path, "re");
	bool good = in != NULL && fgets(to, LINE_ROOM, in) != NULL;
	if (in != NULL)
		fclose(in);
	return good;
}

/* When it happened last is the file's own time. */
static void mark(const char *data, const char *name)
{
	char path[PATH_ROOM];
	(void)snprintf(path, sizeof(path), "%s/%s", data, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}

static int64_t marked_at(const char *data, const char *name)
{
	char path[PATH_ROOM];
	struct stat st;
	(void)snprintf(path, sizeof(path), "%s/%s", data, name);
	return stat(path, &st) == 0 ? (int64_t)st.st_mtime * TIME_SECOND : 0;
}

int64_t backup_made_at(const char *data)
{
	return marked_at(data, "backed-up");
}

int64_t backup_rehearsed_at(const char *data)
{
	return marked_at(data, "rehearsed");
}

static enum rc note_act(struct work *w, void *arg)
{
	return audit_act(w, arg, 0, 0, "done");
}

static enum rc audit(struct server *s, const char *act)
{
	return work_do(&(struct work_run){ .shared = server_shared(s), .run = note_act, .write = true,
					   .arg = (void *)(uintptr_t)act });
}

/* --- backup-key ----------------------------------------------------------------------------------- */

const struct cli_option backup_key_options[] = {
	{ "replace", NULL, "makes another one; backups made before need the old one" },
	{ 0 },
};

static enum rc write_public(const char *data, const unsigned char key[KEY_LEN], bool replace)
{
	char path[PATH_ROOM], line[PARCEL_PUBLIC_TEXT];
	(void)snprintf(path, sizeof(path), "%s/backup.pub", data);
	parcel_public_write(key, line);
	if (replace && unlink(path) != 0 && errno != ENOENT)
		return RC_BROKEN;
	FILE *out = fopen(path, "wxe");
	if (out == NULL)
		return errno == EEXIST ? RC_CONFLICT : RC_BROKEN;
	bool good = fprintf(out, "%s\n", line) > 0 && fflush(out) == 0 && fsync(fileno(out)) == 0;
	return fclose(out) == 0 && good ? RC_OK : RC_BROKEN;
}

static enum rc make_key(const struct cli *c, struct server *s, char text[PARCEL_RECOVERY_TEXT])
{
	struct parcel_recovery r;
	unsigned char public_key[KEY_LEN];
	parcel_pair(r.secret, public_key);
	sign_public(server_shared(s)->backup_key, r.signer);
	parcel_recovery_write(&r, text);
	bytes_wipe(&r, sizeof(r));
	TRY(write_public(store_data(c), public_key, cli_has(c, "replace")));
	return audit(s, "backup.key");
}

int backup_key_command(const struct cli *c)
{
	char text[PARCEL_RECOVERY_TEXT];
	struct server *s = NULL;
	int status = store_open(c, &s);
	if (status != CLI_DONE)
		return status;
	enum rc rc = make_key(c, s, text);
	store_close(c, s);
	if (rc == RC_CONFLICT) {
		fprintf(c->err, "%s backup-key: there is a key already; --replace makes another\n", c->program);
		return CLI_REFUSED;
	}
	if (rc != RC_OK)
		return say_why(c, rc);
	fprintf(c->out, c->json ? "{\"recovery_key\":\"%s\"}\n" :
				  "%s\nKeep it away from this machine: it opens every backup, nothing else does, "
				  "and it is not shown again.\n",
		text);
	bytes_wipe(text, sizeof(text));
	return CLI_DONE;
}

/* --- backup, backup keys ----------------------------------------------------------------------------- */

/* False, and says so, where nobody could read what would be written. */
static bool find_public(const struct cli *c, unsigned char key[KEY_LEN])
{
	char path[PATH_ROOM], line[LINE_ROOM];
	(void)snprintf(path, sizeof(path), "%s/backup.pub", store_data(c));
	if (read_line(path, line) && parcel_public_read(line, key))
		return true;
	fprintf(c->err, "%s %s: there is no key for backups: run `kinkeeper backup-key` first\n", c->program,
		c->command->name);
	return false;
}

static enum rc make_backup(const struct cli *c, struct server *s, const unsigned char key[KEY_LEN],
			   struct backup_label *ret)
{
	struct backup_watch watch = watch_of(c);
	TRY(backup_write(server_shared(s), c->in, key, &watch, ret));
	TRY(audit(s, "backup.make"));
	mark(store_data(c), "backed-up");
	return RC_OK;
}

static enum rc make_keys(const struct cli *c, struct server *s, const unsigned char key[KEY_LEN],
			 struct backup_label *ret)
{
	(void)ret;
	TRY(backup_write_keys(server_shared(s), c->in, store_data(c), key));
	return audit(s, "backup.keys");
}

static int write_box(const struct cli *c, struct backup_label *ret,
		     enum rc (*make)(const struct cli *, struct server *, const unsigned char[KEY_LEN],
				     struct backup_label *))
{
	unsigned char key[KEY_LEN];
	struct server *s = NULL;
	if (c->words_n != 1 || c->in < 0)
		return cli_wrong(c, "one FILE is needed");
	if (!find_public(c, key))
		return CLI_REFUSED;
	int status = store_open(c, &s);
	if (status != CLI_DONE)
		return status;
	enum rc rc = make(c, s, key, ret);
	store_close(c, s);
	return rc == RC_OK ? CLI_DONE : say_why(c, rc);
}

static void print_label(const struct cli *c, const struct backup_label *l, const char *what)
{
	char at[TIME_TEXT_ROOM];
	time_write(at, l->at);
	fprintf(c->out, c->json ? "{\"done\":\"%s\",\"time\":\"%s\",\"rows\":%lld,\"schema\":%lld,\"entries\":%lld,"
				  "\"root\":\"%s\"}\n" :
				  "%s: as of %s, %lld rows, schema %lld, %lld entries of the log, root %s\n",
		what, at, (long long)l->rows, (long long)l->schema, (long long)l->tree, l->root);
}

int backup_command(const struct cli *c)
{
	struct backup_label label;
	int status = write_box(c, &label, make_backup);
	if (status == CLI_DONE)
		print_label(c, &label, "backed up");
	return status;
}

int backup_keys_command(const struct cli *c)
{
	struct backup_label label;
	return write_box(c, &label, make_keys);
}

/* --- verify --backup ------------------------------------------------------------------------------------ */

static bool read_recovery(const struct cli *c, struct parcel_recovery *ret)
{
	char line[LINE_ROOM] = "";
	const char *file = cli_get(c, "recovery-key");
	bool good = read_line(file, line) && parcel_recovery_read(line, ret);
	bytes_wipe(line, sizeof(line));
	if (!good)
		fprintf(c->err, "%s %s: %s: no recovery key\n", c->program, c->command->name, file);
	return good;
}

/* Whose signature to expect: as the recovery key says, or as the store's own key does. */
static bool find_signer(const struct cli *c, struct parcel_recovery *ret)
{
	unsigned char master[KEY_LEN], key[KEY_LEN];
	if (cli_has(c, "recovery-key"))
		return read_recovery(c, ret);
	enum rc rc = keys_load(store_data(c), master);
	if (rc != RC_OK)
		return (void)store_failed(c, rc), false;
	key_derive(master, "backup signature", key);
	sign_public(key, ret->signer);
	bytes_wipe(master, sizeof(master));
	bytes_wipe(key, sizeof(key));
	return true;
}

int backup_verify_command(const struct cli *c)
{
	struct parcel_recovery r = { 0 };
	struct backup_label label;
	struct backup_tables tables;
	struct backup_watch watch = watch_of(c);
	int fd = -1;
	if (!store_libraries(c) || !find_signer(c, &r) || !store_input(c, cli_get(c, "backup"), &fd))
		return CLI_NO_ACCESS;
	bool whole = cli_has(c, "recovery-key");
	struct arena *a = arena_new(CHECK_MEMORY);
	enum rc rc = a ? backup_check(a, fd, r.signer, whole ? r.secret : NULL, &watch, &label, &tables) : RC_BROKEN;
	bytes_wipe(&r, sizeof(r));
	close(fd);
	if (rc == RC_OK)
		print_label(c, &label, whole ? "every row holds" : "every byte is signed (rows not looked at)");
	arena_free(a);
	return rc == RC_OK ? CLI_DONE : say_why(c, rc);
}

/* --- restore ------------------------------------------------------------------------------------------------ */

const struct cli_option restore_options[] = {
	{ "recovery-key", "FILE", "what `backup-key` printed, on its first line" },
	{ "keys", "FILE", "what `backup keys` wrote, the latest; a drill can do without" },
	{ "drill", NULL, "restores beside the store, looks at all of it, removes it, says how long it took" },
	{ 0 },
};

struct restore {
	const struct cli *c;
	struct arena *arena;
	struct parcel_recovery key;
	struct backup_watch watch;
	struct backup_label label;
	struct backup_tables tables;
	char data[PATH_ROOM], path[PATH_ROOM]; /* path: of the database until all is well */
	bool made_data, keys_written;
	int keys; /* the file of keys; -1: none */
	struct db_conf conf, key_conf;
	struct db *db, *key_db;
	char key_path[PATH_ROOM]; /* DIR/keys.db.restoring; "" where they go into a database */
};

static const char *const key_names[] = { "master.key", "log.key", "log.pub", "backup.pub" };

static bool has_file(const char *data, const char *name)
{
	char path[PATH_ROOM];
	struct stat st;
	(void)snprintf(path, sizeof(path), "%.*s/%s", PATH_ROOM - 32, data, name);
	return stat(path, &st) == 0;
}

static int refuse(const struct restore *k, const char *why)
{
	fprintf(k->c->err, "%s %s: %s\n", k->c->program, k->c->command->name, why);
	return CLI_REFUSED;
}

static int check_backup(struct restore *k)
{
	int from = db_main_schema.at[db_main_schema.n - 1].number;
	enum rc rc = backup_check(k->arena, k->c->in, k->key.signer, k->key.secret, &k->watch, &k->label, &k->tables);
	if (rc != RC_OK)
		return say_why(k->c, rc);
	return k->label.schema > from ? refuse(k, "the backup is newer than this program") : CLI_DONE;
}

/* Beside the store, behind the same doors: what is restored is in the clear. */
static int make_drill_place(struct restore *k)
{
	const char *data = store_data(k->c);
	if (mkdir(data, 0700) == 0)
		k->made_data = true;
	(void)snprintf(k->data, sizeof(k->data), "%s/drill.XXXXXX", data);
	if (mkdtemp(k->data) != NULL)
		return CLI_DONE;
	fprintf(k->c->err, "%s restore: %s: %s\n", k->c->program, data, strerror(errno));
	return CLI_NO_ACCESS;
}

static int make_place(struct restore *k)
{
	(void)snprintf(k->data, sizeof(k->data), "%s", store_data(k->c));
	if (mkdir(k->data, 0700) == 0)
		k->made_data = true;
	else if (errno != EEXIST)
		return fprintf(k->c->err, "%s restore: %s: %s\n", k->c->program, k->data, strerror(errno)), CLI_NO_ACCESS;
	if (has_file(k->data, "kinkeeper.db") || has_file(k->data, "keys.db"))
		return refuse(k, "there is a store already; a restore goes into an empty place");
	return store_lock(k->c);
}

static int write_keys(struct restore *k)
{
	if (!cli_has(k->c, "keys")) /* a drill without them: texts stay sealed */
		return CLI_DONE;
	if (!store_input(k->c, cli_get(k->c, "keys"), &k->keys))
		return CLI_NO_ACCESS;
	enum rc rc = backup_read_keys(k->keys, &k->key, k->data, k->label.at, &k->keys_written);
	if (rc == RC_CONFLICT)
		return refuse(k, "the keys are older than the backup, or not DIR's");
	return rc == RC_OK ? CLI_DONE : say_why(k->c, rc);
}

/* Where the keys go. What a restore left that was not over is thrown away. */
static int open_keys(struct restore *k)
{
	bool bare = false;
	int from = 0, to = 0;
	const char *url = cli_get(k->c, "key-database");
	if (url == NULL) {
		(void)snprintf(k->key_path, sizeof(k->key_path), "%.*s/keys.db.restoring", PATH_ROOM - 32, k->data);
		db_file_remove(k->key_path);
	}
	k->key_conf = (struct db_conf){ .schema = &db_key_schema, .path = k->key_path, .url = url, .create = true,
					.connections = 1 };
	if (db_open(&k->key_conf, &k->key_db) != RC_OK)
		return say_why(k->c, RC_BROKEN);
	enum rc rc = db_clear_halfway(k->key_db);
	if (rc == RC_OK)
		rc = db_is_bare(k->key_db, &bare);
	if (rc == RC_OK && !bare)
		return refuse(k, "the database of keys is not empty");
	if (rc == RC_OK)
		rc = db_migrate(k->key_db, &from, &to);
	if (rc == RC_OK)
		rc = db_bar(k->key_db, true);
	return rc == RC_OK ? CLI_DONE : say_why(k->c, rc);
}

static int open_empty(struct restore *k)
{
	bool bare = false;
	(void)snprintf(k->path, sizeof(k->path), "%.*s/kinkeeper.db.restoring", PATH_ROOM - 32, k->data);
	db_file_remove(k->path);
	k->conf = (struct db_conf){ .path = k->path, .url = cli_get(k->c, "database"), .create = true,
				    .connections = 1 };
	if (db_open(&k->conf, &k->db) != RC_OK)
		return say_why(k->c, RC_BROKEN);
	enum rc rc = db_clear_halfway(k->db);
	if (rc == RC_OK)
		rc = db_is_bare(k->db, &bare);
	if (rc != RC_OK)
		return say_why(k->c, rc);
	if (bare)
		return open_keys(k);
	db_close(k->db);
	k->db = NULL;
	return refuse(k, "the database is not empty");
}

struct look {
	struct db_task task;
	struct work w;
	const struct note_key *key;
	struct log_verdict verdict;
};

static enum rc look(struct db_task *t, struct db_conn *c)
{
	struct look *k = (struct look *)t;
	k->w.db = c;
	arena_reset(k->w.arena);
	if (setjmp(*arena_guard(k->w.arena)))
		return RC_BROKEN;
	return log_verify(&k->w, k->key, &k->verdict);
}

static enum rc last_id(struct work *w, void *arg)
{
	return q_ids_last(w, arg);
}

static enum rc root_then(struct work *w, void *arg)
{
	struct restore *k = arg;
	struct merkle_source source = log_source(w);
	struct merkle_hash root;
	char hex[2 * SHA256_LEN + 1];
	TRY(merkle_root_at(&source, k->label.tree, &root));
	text_hex(root.at, SHA256_LEN, hex);
	return text_is(hex, k->label.root) ? RC_OK : RC_CONFLICT;
}

/* Entries that waited for their leaf when the backup was made (PostgreSQL) get it now; the
 * tree as it was then stands below. */
static enum rc merge(struct restore *k, struct shared *s)
{
	int64_t last = 0, n = 1;
	TRY(work_do(&(struct work_run){ .shared = s, .run = last_id, .arg = &last }));
	atomic_store(&s->ids.last, last);
	TRY(log_open(s));
	enum rc rc = RC_OK;
	while (rc == RC_OK && n > 0)
		rc = log_merge(s, &n);
	if (rc == RC_OK)
		rc = work_do(&(struct work_run){ .shared = s, .run = root_then, .arg = k });
	return rc;
}

static enum rc erase_again(struct work *w, void *arg)
{
	return erasure_replay(w, arg);
}

/* Whoever was erased since, as the list that came with the keys says: before anybody sees. */
static enum rc replay(struct restore *k, struct shared *s)
{
	int64_t n = 0;
	TRY(work_do(&(struct work_run){ .shared = s, .run = erase_again, .arg = &n, .write = true }));
	TRY(log_merge(s, &(int64_t){ 0 }));
	if (n > 0)
		fprintf(k->c->err, "%s restore: %lld erased people stay erased\n", k->c->program, (long long)n);
	return RC_OK;
}

static enum rc look_at_log(struct restore *k, struct look *l)
{
	struct db_conn *own = NULL;
	if (db_engine_of(k->db) == DB_POSTGRES)
		return db_do(k->db, &l->task);
	TRY(db_conn_open(k->db, &own));
	enum rc rc = db_read_here(own, &l->task);
	db_conn_close(own);
	return rc;
}

/* The log is what it was, and the tables are what it speaks of. */
static enum rc verify(struct restore *k)
{
	char path[PATH_ROOM], line[LINE_ROOM];
	struct note_key key;
	struct shared shared = { .db = k->db, .keys = k->key_db };
	struct look l = { .task.run = look, .w = { .shared = &shared, .arena = arena_new(VERIFY_MEMORY) } };
	(void)snprintf(path, sizeof(path), "%.*s/log.pub", PATH_ROOM - 16, k->data);
	if (read_line(path, line) && note_key_read(line, &key))
		l.key = &key;
	enum rc rc = l.w.arena ? merge(k, &shared) : RC_BROKEN;
	if (rc == RC_OK)
		rc = replay(k, &shared);
	if (rc == RC_OK)
		rc = vault_pair(&shared);
	if (rc == RC_OK)
		rc = look_at_log(k, &l);
	/* Before log_close(), which the store's own thread must not come after. */
	db_close(k->db);
	k->db = NULL;
	log_close(&shared);
	arena_free(l.w.arena);
	TRY(rc);
	if (*l.verdict.fault != '\0')
		fprintf(k->c->err, "%s restore: FAULT: %s\n", k->c->program, l.verdict.fault);
	TRY(*l.verdict.fault == '\0' ? RC_OK : RC_CONFLICT);
	return db_open(&k->conf, &k->db);
}

static enum rc fill(struct restore *k)
{
	int from, to;
	TRY(db_migrate_to(k->db, (int)k->label.schema));
	TRY(db_bar(k->db, true));
	TRY(backup_fill(k->arena, k->db, k->c->in, &k->key, &k->watch, &k->tables));
	TRY(db_migrate(k->db, &from, &to));
	if (k->keys >= 0)
		TRY(backup_fill_keys(k->keys, &k->key, k->key_db));
	return verify(k);
}

static enum rc move_to(struct restore *k, const char *from, const char *name)
{
	char to[PATH_ROOM];
	(void)snprintf(to, sizeof(to), "%.*s/%s", PATH_ROOM - 32, k->data, name);
	return db_file_move(from, to);
}

/* The store is there from now on. Where this stops before the keys have their name, whoever opens
 * the store gives it to them. */
static enum rc open_up(struct restore *k)
{
	TRY(db_bar(k->key_db, false));
	TRY(db_bar(k->db, false));
	bool file = db_engine_of(k->db) == DB_SQLITE;
	db_close(k->db);
	db_close(k->key_db);
	k->db = k->key_db = NULL;
	if (file)
		TRY(move_to(k, k->path, "kinkeeper.db"));
	return k->key_conf.url == NULL ? move_to(k, k->key_path, "keys.db") : RC_OK;
}

/* Nothing half is left. */
static void clear(struct restore *k, bool keep)
{
	char path[PATH_ROOM];
	bool begun = *k->path != '\0' && !keep && k->conf.url != NULL;
	if (k->db == NULL && begun && db_open(&k->conf, &k->db) != RC_OK)
		k->db = NULL;
	if (k->db != NULL) {
		if (db_engine_of(k->db) == DB_POSTGRES && db_clear_halfway(k->db) != RC_OK)
			fprintf(k->c->err, "%s restore: what was written could not be removed\n", k->c->program);
		db_close(k->db);
	}
	if (k->key_db != NULL) {
		if (!keep && k->key_conf.url != NULL && db_clear_halfway(k->key_db) != RC_OK)
			fprintf(k->c->err, "%s restore: the keys that were written could not be removed\n", k->c->program);
		db_close(k->key_db);
	}
	if (keep)
		return;
	if (*k->key_path != '\0')
		db_file_remove(k->key_path);
	if (*k->path != '\0')
		db_file_remove(k->path);
	for (size_t i = 0; k->keys_written && i < COUNT_OF(key_names); i++) {
		(void)snprintf(path, sizeof(path), "%.*s/%s", PATH_ROOM - 32, k->data, key_names[i]);
		(void)unlink(path);
	}
	(void)snprintf(path, sizeof(path), "%.*s/lock", PATH_ROOM - 32, k->data);
	if (k->made_data)
		(void)unlink(path);
	if (k->made_data || cli_has(k->c, "drill"))
		(void)rmdir(k->data);
}

static int drill(struct restore *k)
{
	int64_t began = time_monotonic();
	int status = check_backup(k);
	if (status == CLI_DONE)
		status = make_drill_place(k);
	if (status == CLI_DONE)
		status = write_keys(k);
	if (status == CLI_DONE)
		status = open_empty(k);
	enum rc rc = status == CLI_DONE ? fill(k) : RC_OK;
	clear(k, false);
	if (rc != RC_OK)
		return say_why(k->c, rc);
	if (status != CLI_DONE)
		return status;
	mark(store_data(k->c), "rehearsed");
	print_label(k->c, &k->label, "rehearsed");
	fprintf(k->c->err, "it took %.1f s; all that was restored is removed again\n",
		(double)(time_monotonic() - began) / TIME_SECOND);
	return CLI_DONE;
}

static int restore(struct restore *k)
{
	int status = check_backup(k);
	if (status == CLI_DONE)
		status = make_place(k);
	if (status == CLI_DONE)
		status = write_keys(k);
	if (status == CLI_DONE)
		status = open_empty(k);
	enum rc rc = status == CLI_DONE ? fill(k) : RC_OK;
	if (status == CLI_DONE && rc == RC_OK)
		rc = open_up(k);
	bool good = status == CLI_DONE && rc == RC_OK;
	clear(k, good);
	if (rc != RC_OK)
		return say_why(k->c, rc);
	if (good)
		print_label(k->c, &k->label, "restored");
	if (good && cli_has(k->c, "database"))
		fprintf(k->c->err, "now `kinkeeper init --database` as the owner makes the role that serves\n");
	return status;
}

int restore_command(const struct cli *c)
{
	if (c->words_n != 1 || !cli_has(c, "recovery-key"))
		return cli_wrong(c, "one FILE and --recovery-key FILE are both needed");
	if (!cli_has(c, "keys") && !cli_has(c, "drill"))
		return cli_wrong(c, "--keys FILE is needed: without keys nobody could read what was written");
	struct restore k = { .c = c, .watch = watch_of(c), .keys = -1 };
	if (!store_libraries(c) || !read_recovery(c, &k.key))
		return CLI_NO_ACCESS;
	k.arena = arena_new(CHECK_MEMORY);
	int status = k.arena == NULL ? CLI_NO_ACCESS : cli_has(c, "drill") ? drill(&k) : restore(&k);
	arena_free(k.arena);
	if (k.keys >= 0)
		close(k.keys);
	bytes_wipe(&k.key, sizeof(k.key));
	return status;
}
