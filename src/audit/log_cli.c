/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/audit/log_cli.h"

#include "lib/base/text.h"
#include "src/audit/audit.h"
#include "src/audit/checkpoint.h"
#include "src/audit/verify.h"
#include "src/faces/store.h"

enum { SHOWN_MAX = 256 * 1024 };
#define VERIFY_MEMORY ((size_t)8 << 30)

struct order {
	const struct cli *c;
	struct arena *shown; /* outlives the work */
	struct buf out;
};

static int finish(const struct cli *c, enum rc rc)
{
	static const char *const why[] = {
		[RC_NOT_FOUND] = "there is no such witness", [RC_DENIED] = "not allowed",
		[RC_INVALID] = "that is no witness's public key (NAME+ID+…, algorithm 4)",
		[RC_CONFLICT] = "a witness of this name has another key",
		[RC_BUSY] = "the store refused it", [RC_BROKEN] = "the store refused it",
	};
	if (rc == RC_OK)
		return CLI_DONE;
	fprintf(c->err, "%s %s: %s\n", c->program, c->command->name, why[rc]);
	return rc == RC_BUSY || rc == RC_BROKEN ? CLI_NO_ACCESS : CLI_REFUSED;
}

static int do_work(const struct cli *c, enum rc (*run)(struct work *, void *), bool write)
{
	struct server *s = NULL;
	struct order o = { .c = c };
	int status = store_open(c, &s);
	if (status != CLI_DONE)
		return status;
	o.shown = arena_new(2 * SHOWN_MAX);
	o.out = buf_new(o.shown, SHOWN_MAX);
	struct work_run work = { .shared = server_shared(s), .run = run, .arg = &o, .write = write };
	status = finish(c, o.shown ? work_do(&work) : RC_BROKEN);
	if (status == CLI_DONE)
		fputs(buf_text(&o.out), c->out);
	store_close(c, s);
	arena_free(o.shown);
	return status;
}

static enum rc add(struct work *w, void *arg)
{
	struct order *o = arg;
	const char *name;
	o->out.len = 0;
	TRY(witness_add(w, o->c->words[0], &name));
	TRY(audit_act(w, "witness.add", 0, 0, "done"));
	buf_printf(&o->out, o->c->json ? "{\"witness\":\"%s\"}\n" : "witness %s\n", name);
	return RC_OK;
}

int witness_add_command(const struct cli *c)
{
	return c->words_n == 1 ? do_work(c, add, true) : cli_wrong(c, "one KEY is needed");
}

static enum rc end(struct work *w, void *arg)
{
	struct order *o = arg;
	TRY(witness_end(w, o->c->words[0]));
	return audit_act(w, "witness.end", 0, 0, "done");
}

int witness_end_command(const struct cli *c)
{
	return c->words_n == 1 ? do_work(c, end, true) : cli_wrong(c, "one NAME is needed");
}

static void put_witness(struct buf *out, const struct witness *v, bool json, bool first)
{
	char seen[TIME_TEXT_ROOM] = "never";
	if (v->seen_at > 0)
		time_write(seen, v->seen_at);
	if (json)
		buf_printf(out, "%s{\"name\":\"%s\",\"size\":%lld,\"seen_at\":\"%s\",\"silent\":%s}", first ? "" : ",",
			   v->name, (long long)v->size, v->seen_at > 0 ? seen : "", v->silent ? "true" : "false");
	else
		buf_printf(out, "%-30s %12lld  %s%s\n", v->name, (long long)v->size, seen, v->silent ? "  silent" : "");
}

static enum rc list(struct work *w, void *arg)
{
	struct order *o = arg;
	struct log_status status;
	o->out.len = 0;
	TRY(log_status(w, &status));
	if (o->c->json)
		buf_str(&o->out, "{\"witnesses\":[");
	for (size_t i = 0; i < status.witnesses_n; i++)
		put_witness(&o->out, &status.witnesses[i], o->c->json, i == 0);
	if (o->c->json)
		buf_str(&o->out, "]}\n");
	return RC_OK;
}

int witness_list_command(const struct cli *c)
{
	return do_work(c, list, false);
}

/* --- verify ------------------------------------------------------------------------- */

struct verify_task {
	struct db_task task;
	struct work w;
	const struct note_key *key;
	struct log_verdict verdict;
};

static enum rc verify_run(struct db_task *t, struct db_conn *c)
{
	struct verify_task *k = (struct verify_task *)t;
	arena_reset(k->w.arena);
	k->w.db = c;
	if (setjmp(*arena_guard(k->w.arena)))
		return RC_BROKEN;
	return log_verify(&k->w, k->key, &k->verdict);
}

/* On SQLite with a connection of its own: the writer goes on meanwhile. */
static enum rc verify(struct shared *s, const struct note_key *key, struct log_verdict *ret)
{
	struct verify_task k = { .task.run = verify_run, .key = key };
	struct db_conn *own = NULL;
	k.w = (struct work){ .shared = s, .arena = arena_new(VERIFY_MEMORY) };
	enum rc rc = k.w.arena == NULL ? RC_BROKEN : RC_OK;
	if (rc == RC_OK && db_engine_of(s->db) == DB_SQLITE) {
		rc = db_conn_open(s->db, &own);
		if (rc == RC_OK) {
			rc = db_read_here(own, &k.task);
			db_conn_close(own);
		}
	} else if (rc == RC_OK) {
		rc = db_do(s->db, &k.task);
	}
	arena_free(k.w.arena);
	*ret = k.verdict;
	return rc;
}

/* False: one was named that is none. */
static bool find_key(const struct cli *c, struct note_key *k, const struct note_key **ret)
{
	char path[4096], line[NOTE_KEY_MAX] = "";
	const char *asked = cli_get(c, "key");
	*ret = NULL;
	(void)snprintf(path, sizeof(path), "%s/log.pub", store_data(c));
	FILE *in = asked ? NULL : fopen(path, "re");
	if (in != NULL) {
		if (fgets(line, sizeof(line), in) == NULL)
			*line = '\0';
		fclose(in);
	}
	if (asked == NULL && *line == '\0')
		return true;
	*ret = k;
	return note_key_read(asked ? asked : line, k);
}

static void print_verdict(const struct cli *c, const struct log_verdict *v, bool signatures, int64_t ms)
{
	char root[64];
	base64_write(v->root.at, SHA256_LEN, root, sizeof(root));
	if (c->json)
		fprintf(c->out, "{\"good\":%s,\"fault\":\"%s\",\"entries\":%lld,\"rows\":%lld,\"root\":\"%s\"}\n",
			*v->fault ? "false" : "true", v->fault, (long long)v->entries, (long long)v->rows, root);
	else if (*v->fault != '\0')
		fprintf(c->out, "FAULT: %s\n", v->fault);
	else
		fprintf(c->out, "%lld entries hold, root %s\n%lld checkpoints%s, %lld cosignatures, %lld details\n"
				"%lld rows in %.1f s, %lld/s\n",
			(long long)v->entries, root, (long long)v->checkpoints,
			signatures ? "" : " (no key: signatures not looked at)", (long long)v->cosignatures,
			(long long)v->details, (long long)v->rows, (double)ms / 1000,
			(long long)(v->rows * 1000 / (ms ? ms : 1)));
}

int verify_command(const struct cli *c)
{
	struct server *s = NULL;
	struct note_key k;
	const struct note_key *key;
	struct log_verdict verdict;
	if (!find_key(c, &k, &key))
		return cli_wrong(c, "that is no public key (NAME+ID+…)");
	int status = store_open(c, &s);
	if (status != CLI_DONE)
		return status;
	int64_t began = time_monotonic();
	enum rc rc = verify(server_shared(s), key, &verdict);
	if (rc == RC_OK)
		print_verdict(c, &verdict, key != NULL, time_monotonic() - began);
	else
		fprintf(c->err, "%s verify: the store cannot be read\n", c->program);
	store_close(c, s);
	return rc != RC_OK ? CLI_NO_ACCESS : *verdict.fault ? CLI_REFUSED : CLI_DONE;
}
