/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The limit beside "send": the same statements on the same store in groups of one
 * commit, with nothing around them.
 *
 *	kin-raw DATABASE STEPS SECONDS BATCH
 *
 * STEPS holds a statement a line: letters of its parameters, a tab, where each value
 * comes from (parted by commas), a tab, the SQL. A value is =text, #number, or a
 * letter: h session, a account, p person, t tenant, T thread, s site, k message key,
 * i new id, K new key of 32 bytes, n now, d today, N nothing. Prints sends a second.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STEPS_MAX = 40, PARAMS_MAX = 24, SENDERS_MAX = 20000, HASH_LEN = 32 };

struct step {
	char *letters, *sources[PARAMS_MAX];
	sqlite3_stmt *statement;
	bool gives_seq;
};

struct sender {
	unsigned char hash[HASH_LEN];
	int64_t account, person, tenant, thread, site;
};

static struct step steps[STEPS_MAX];
static int steps_n;
static struct sender senders[SENDERS_MAX];
static int senders_n;
static sqlite3 *store;
static int64_t now_ms, last_id, seq;

static void check(int code, const char *what)
{
	if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
		return;
	fprintf(stderr, "kin-raw: %s: %s\n", what, sqlite3_errmsg(store));
	exit(3);
}

static void exec(const char *sql)
{
	check(sqlite3_exec(store, sql, NULL, NULL, NULL), sql);
}

/* The same settings as lib/db/sqlite.c. */
static void open_store(const char *path)
{
	check(sqlite3_open_v2(path, &store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL), path);
	exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
	     "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;"
	     "PRAGMA mmap_size=0; PRAGMA wal_autocheckpoint=4000");
}

static void read_steps(const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	while (f != NULL && steps_n < STEPS_MAX && getline(&line, &size, f) > 0) {
		struct step *s = &steps[steps_n++];
		char *at = strdup(line);
		s->letters = strsep(&at, "\t");
		char *sources = strsep(&at, "\t");
		for (int i = 0; i < PARAMS_MAX && sources != NULL; i++)
			s->sources[i] = strsep(&sources, ",");
		check(sqlite3_prepare_v2(store, at, -1, &s->statement, NULL), at);
		s->gives_seq = strstr(at, "RETURNING last_seq") != NULL;
	}
	free(line);
	if (f == NULL || steps_n == 0)
		exit(3);
	fclose(f);
}

static void read_senders(void)
{
	sqlite3_stmt *s = NULL;
	check(sqlite3_prepare_v2(store, "SELECT s.hash, a.id, a.person, a.tenant, t.id, t.site, s.seen_at"
				 " FROM session s JOIN account a ON a.id = s.account"
				 " JOIN thread_member m ON m.person = a.person JOIN thread t ON t.id = m.thread"
				 " WHERE s.label = 'load' ORDER BY s.id", -1, &s, NULL), "senders");
	while (senders_n < SENDERS_MAX && sqlite3_step(s) == SQLITE_ROW) {
		struct sender *to = &senders[senders_n++];
		memcpy(to->hash, sqlite3_column_blob(s, 0), HASH_LEN);
		to->account = sqlite3_column_int64(s, 1);
		to->person = sqlite3_column_int64(s, 2);
		to->tenant = sqlite3_column_int64(s, 3);
		to->thread = sqlite3_column_int64(s, 4);
		to->site = sqlite3_column_int64(s, 5);
		now_ms = sqlite3_column_int64(s, 6);
	}
	check(sqlite3_finalize(s), "senders");
	check(sqlite3_prepare_v2(store, "SELECT max(id) FROM audit_entry", -1, &s, NULL), "id");
	if (sqlite3_step(s) == SQLITE_ROW)
		last_id = sqlite3_column_int64(s, 0) + 1000000;
	sqlite3_finalize(s);
	if (senders_n == 0)
		exit(3);
}

static int64_t number_of(const struct sender *from, char source)
{
	switch (source) {
	case 'a': return from->account;
	case 'p': return from->person;
	case 't': return from->tenant;
	case 'T': return from->thread;
	case 's': return from->site;
	case 'k': return from->thread << 24 | seq;
	case 'i': return ++last_id;
	case 'n': return now_ms;
	default: return now_ms / 86400000;
	}
}

static void bind(struct step *s, int i, const struct sender *from)
{
	static unsigned char key[HASH_LEN];
	const char *source = s->sources[i];
	if (*source == 'N')
		sqlite3_bind_null(s->statement, i + 1);
	else if (*source == '=')
		sqlite3_bind_text(s->statement, i + 1, source + 1, -1, SQLITE_STATIC);
	else if (*source == '#')
		sqlite3_bind_int64(s->statement, i + 1, atoll(source + 1));
	else if (*source == 'h')
		sqlite3_bind_blob(s->statement, i + 1, from->hash, HASH_LEN, SQLITE_STATIC);
	else if (*source == 'K') {
		/* Spread like a hash, so that its index is hit everywhere. */
		uint64_t spread = (uint64_t)++last_id * UINT64_C(0x9e3779b97f4a7c15);
		memcpy(key, &spread, sizeof(spread));
		sqlite3_bind_blob(s->statement, i + 1, key, HASH_LEN, SQLITE_STATIC);
	} else
		sqlite3_bind_int64(s->statement, i + 1, number_of(from, *source));
}

static void send_one(const struct sender *from)
{
	for (int i = 0; i < steps_n; i++) {
		struct step *s = &steps[i];
		int code;
		for (int k = 0; s->letters[k] != '\0'; k++)
			bind(s, k, from);
		while ((code = sqlite3_step(s->statement)) == SQLITE_ROW)
			if (s->gives_seq)
				seq = sqlite3_column_int64(s->statement, 0);
		check(code, sqlite3_sql(s->statement));
		sqlite3_reset(s->statement);
	}
}

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	open_store(argv[1]);
	read_steps(argv[2]);
	read_senders();
	double seconds = atof(argv[3]), began = now_s(), took;
	int batch = atoi(argv[4]);
	uint64_t sent = 0;
	while ((took = now_s() - began) < seconds) {
		exec("BEGIN IMMEDIATE");
		for (int i = 0; i < batch; i++) {
			exec("SAVEPOINT task");
			send_one(&senders[sent++ * 7919 % (uint64_t)senders_n]);
			exec("RELEASE task");
		}
		exec("COMMIT");
	}
	printf("%.1f\n", (double)sent / took);
	for (int i = 0; i < steps_n; i++)
		sqlite3_finalize(steps[i].statement);
	return sqlite3_close(store) == SQLITE_OK ? 0 : 3;
}
