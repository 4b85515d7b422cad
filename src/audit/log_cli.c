/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/audit/log_cli.h"

#include "lib/base/text.h"
#include "src/audit/audit.h"
#include "src/audit/checkpoint.h"
#include "src/faces/store.h"

enum { SHOWN_MAX = 256 * 1024 };

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
