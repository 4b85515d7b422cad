/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/roster/roster_cli.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/text.h"
#include "src/audit/audit.h"
#include "src/faces/store.h"
#include "src/roster/roster_json.h"

enum { MEMORY = 512 * 1024 * 1024, LINE_ROOM = 4096 };

const struct cli_option roster_options[] = {
	{ "tenant", "NAME", "whose roster it is; needed where there are several agencies" },
	{ "map", "FIELD=COLUMN,…", "which column is which; without: by its header" },
	{ "complete", NULL, "people of these sites who are not in the file are released" },
	{ "dry-run", NULL, "lists the faults and changes nothing" },
	{ 0 },
};

/* --- the file ----------------------------------------------------------------------------- */

static enum rc read_file(void *ctx, int64_t at, char *to, size_t room, size_t *ret_len)
{
	const int *fd = ctx;
	ssize_t n;
	do
		n = pread(*fd, to, room, at);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return RC_BROKEN;
	*ret_len = (size_t)n;
	return RC_OK;
}

static bool open_source(const struct cli *c, struct csv_source *ret)
{
	struct stat st;
	union {
		const int *in;
		void *out;
	} ctx = { .in = &c->in };
	*ret = (struct csv_source){ read_file, ctx.out, 0 };
	if (fstat(c->in, &st) != 0)
		return false;
	ret->size = st.st_size;
	return true;
}

/* --- what is said --------------------------------------------------------------------------- */

static void show_progress(void *ctx, const char *step, int64_t done, int64_t all)
{
	enum { WIDTH = 40 };
	int full = (int)(done * WIDTH / (all ? all : 1));
	fprintf(ctx, "\r%-9s [%.*s%*s] %3d %%", step, full, "########################################",
		WIDTH - full, "", (int)(done * 100 / (all ? all : 1)));
}

/* One by one: there may be as many as rows. */
static void print_faults(const struct cli *c, struct arena *scratch, const struct roster_faults *faults)
{
	for (size_t i = 0; i < faults->n; i++) {
		const struct roster_fault *f = &faults->at[i];
		struct buf line = buf_new(scratch, LINE_ROOM);
		arena_reset(scratch);
		if (c->json) {
			buf_str(&line, i ? "," : "");
			roster_fault_json(&line, f);
		} else {
			buf_printf(&line, "line %lld", (long long)f->line);
			buf_printf(&line, *f->column ? ", %s: " : "%s: ", f->column);
			buf_str(&line, word_text(LANG_EN, roster_reasons[f->reason].word));
			if (f->value != NULL)
				buf_printf(&line, " Found: %s", f->value);
			if (f->first != 0)
				buf_printf(&line, " First on line %lld.", (long long)f->first);
			buf_char(&line, '\n');
		}
		fputs(buf_text(&line), c->json ? c->out : c->err);
	}
}

static void print_json(const struct cli *c, struct arena *scratch, const struct roster_result *r, bool dry)
{
	struct buf counts = buf_new(scratch, LINE_ROOM);
	roster_counts_json(&counts, r, dry);
	fprintf(c->out, "{%s,\"faults\":[", buf_text(&counts));
	print_faults(c, scratch, r->faults);
	fprintf(c->out, "]}\n");
}

static void print_words(const struct cli *c, struct arena *scratch, const struct roster_result *r, bool dry)
{
	print_faults(c, scratch, r->faults);
	fprintf(c->out, "%lld rows: ", (long long)r->rows);
	if (r->faults->all > 0)
		fprintf(c->out, "%lld faults, nothing was changed\n", (long long)r->faults->all);
	else if (dry)
		fprintf(c->out, "no faults, nothing was changed\n");
	else
		fprintf(c->out, "%lld added, %lld changed, %lld released, %lld absent and left as they are\n",
		       (long long)r->added, (long long)r->changed, (long long)r->released,
		       (long long)r->left);
}

static void print_result(const struct cli *c, const struct roster_result *r)
{
	struct arena *scratch = arena_new(8 * LINE_ROOM);
	if (scratch == NULL)
		return;
	(c->json ? print_json : print_words)(c, scratch, r, cli_has(c, "dry-run"));
	arena_free(scratch);
}

/* --- the command -------------------------------------------------------------------------------- */

struct command_run {
	const struct cli *c;
	struct roster *roster;
	struct id_tenant tenant;
	bool many; /* refused: E_import_many */
};

static enum rc find_tenant(struct work *w, void *arg)
{
	struct command_run *k = arg;
	return roster_tenant(w, cli_get(k->c, "tenant"), &k->tenant);
}

static enum rc apply(struct work *w, void *arg)
{
	struct command_run *k = arg;
	w->zone = zone_find("UTC");
	enum rc rc = roster_apply(w, k->roster);
	k->many = rc != RC_OK && work_error(w, rc) == E_import_many;
	TRY(rc);
	return audit_act(w, "roster.import", ID_OF_import, roster_run_id(k->roster).v, "done");
}

static int wrong_tenant(const struct cli *c, enum rc rc)
{
	if (rc == RC_NOT_FOUND)
		return cli_wrong(c, "there is no such agency; --tenant NAME");
	if (rc == RC_CONFLICT)
		return cli_wrong(c, "there are several agencies: --tenant NAME says whose roster it is");
	return store_failed(c, RC_BROKEN);
}

static enum rc import(struct command_run *k, const struct roster_conf *conf)
{
	bool dry = cli_has(k->c, "dry-run");
	TRY(roster_open(conf, &k->roster));
	TRY(roster_check(k->roster, dry));
	if (dry)
		return RC_OK;
	TRY(roster_stage(k->roster));
	if (conf->progress != NULL)
		fprintf(k->c->err, "\r%-60s", "writing");
	enum rc rc = work_do(&(struct work_run){ .shared = conf->shared, .run = apply, .arg = k,
						 .write = true, .actor = conf->actor });
	if (rc != RC_OK)
		roster_drop(k->roster);
	return rc == RC_INVALID ? RC_BROKEN : rc;
}

/* A file may need more memory than there is: that must not end the process that serves. */
static enum rc import_guarded(struct command_run *k, const struct roster_conf *conf)
{
	if (setjmp(*arena_guard(conf->arena)))
		return RC_BROKEN;
	return import(k, conf);
}

static int tell_end(struct command_run *k, enum rc rc)
{
	if (rc == RC_INVALID && k->roster == NULL)
		return cli_wrong(k->c, "--map is FIELD=COLUMN,… with number, last_name, first_name, birth_date, "
				       "site, unit, status and language");
	if (rc == RC_OK || rc == RC_INVALID)
		print_result(k->c, roster_result(k->roster));
	else if (k->many)
		fprintf(k->c->err, "kinkeeper import roster: the file changes the status or the site of more "
				   "than %d people; nothing was changed. Send one site at a time, or stop the "
				   "service meanwhile\n", ROSTER_MOVES_MAX);
	else
		fprintf(k->c->err, "kinkeeper import roster: cannot read the file or write to the store; "
				   "nothing was changed\n");
	return rc == RC_OK ? CLI_DONE : rc == RC_INVALID || k->many ? CLI_REFUSED : CLI_NO_ACCESS;
}

static int run(struct command_run *k, struct roster_conf *conf)
{
	enum rc rc = work_do(&(struct work_run){ .shared = conf->shared, .run = find_tenant, .arg = k });
	if (rc != RC_OK)
		return wrong_tenant(k->c, rc);
	if (atomic_exchange(&conf->shared->importing, true)) {
		fprintf(k->c->err, "kinkeeper import roster: another import is under way\n");
		return CLI_REFUSED;
	}
	conf->actor.tenant = k->tenant;
	rc = import_guarded(k, conf);
	arena_unguard(conf->arena);
	atomic_store(&conf->shared->importing, false);
	if (conf->progress != NULL)
		fprintf(k->c->err, "\r%60s\r", "");
	int status = tell_end(k, rc);
	roster_close(k->roster);
	return status;
}

int roster_command(const struct cli *c)
{
	struct server *s = NULL;
	struct command_run k = { .c = c };
	if (c->words_n != 1)
		return cli_wrong(c, "which FILE?");
	struct roster_conf conf = { .map = cli_get(c, "map"), .complete = cli_has(c, "complete"),
				    .progress = c->tty ? show_progress : NULL, .progress_ctx = c->err };
	if (c->in < 0 || !open_source(c, &conf.source))
		return cli_wrong(c, "the FILE did not come along");
	int status = store_open(c, &s);
	if (status != CLI_DONE)
		return status;
	conf.shared = server_shared(s);
	if (c->server != NULL) { /* others wait for the same writer */
		conf.moves_max = ROSTER_MOVES_MAX;
		conf.rows_max = ROSTER_ROWS_MAX;
	}
	conf.arena = arena_new(MEMORY);
	status = conf.arena ? run(&k, &conf) : CLI_NO_ACCESS;
	arena_free(conf.arena);
	store_close(c, s);
	return status;
}
