/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/roster/roster_cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/text.h"
#include "src/audit/audit.h"
#include "src/faces/store.h"
#include "src/roster/roster_json.h"

enum { MEMORY = 512 * 1024 * 1024, LINE_ROOM = 4096, CHUNK = 64 * 1024 };

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

/* Standard input is read more than once, so it goes to a file without a name in
 * the data directory: gone with the process, and as protected as the rest. */
static int keep_input(const char *data)
{
	static char chunk[CHUNK];
	int fd = open(data, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	ssize_t n = 1;
	while (fd >= 0 && n > 0) {
		n = read(STDIN_FILENO, chunk, sizeof(chunk));
		for (ssize_t put = 0, done = 0; n > 0 && done < n; done += put) {
			put = write(fd, chunk + done, (size_t)(n - done));
			if (put <= 0)
				return -1;
		}
	}
	return n < 0 ? -1 : fd;
}

static bool open_source(const struct cli *c, int *fd, struct csv_source *ret)
{
	struct stat st;
	const char *name = c->words[0];
	*fd = text_is(name, "-") ? keep_input(store_data(c)) : open(name, O_RDONLY | O_CLOEXEC);
	bool good = *fd >= 0 && fstat(*fd, &st) == 0;
	if (good && !S_ISREG(st.st_mode)) {
		errno = EISDIR;
		good = false;
	}
	if (!good) {
		fprintf(stderr, "kinkeeper import roster: %s: %s\n", name, strerror(errno));
		return false;
	}
	*ret = (struct csv_source){ read_file, fd, st.st_size };
	return true;
}

/* --- what is said --------------------------------------------------------------------------- */

static void show_progress(const char *step, int64_t done, int64_t all)
{
	enum { WIDTH = 40 };
	int full = (int)(done * WIDTH / (all ? all : 1));
	fprintf(stderr, "\r%-9s [%.*s%*s] %3d %%", step, full, "########################################",
		WIDTH - full, "", (int)(done * 100 / (all ? all : 1)));
}

/* One by one: there may be as many as rows. */
static void print_faults(struct arena *scratch, bool json, const struct roster_faults *faults)
{
	for (size_t i = 0; i < faults->n; i++) {
		const struct roster_fault *f = &faults->at[i];
		struct buf line = buf_new(scratch, LINE_ROOM);
		arena_reset(scratch);
		if (json) {
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
		fputs(buf_text(&line), json ? stdout : stderr);
	}
}

static void print_json(struct arena *scratch, const struct roster_result *r, bool dry)
{
	struct buf counts = buf_new(scratch, LINE_ROOM);
	roster_counts_json(&counts, r, dry);
	printf("{%s,\"faults\":[", buf_text(&counts));
	print_faults(scratch, true, r->faults);
	printf("]}\n");
}

static void print_words(struct arena *scratch, const struct roster_result *r, bool dry)
{
	print_faults(scratch, false, r->faults);
	printf("%lld rows: ", (long long)r->rows);
	if (r->faults->all > 0)
		printf("%lld faults, nothing was changed\n", (long long)r->faults->all);
	else if (dry)
		printf("no faults, nothing was changed\n");
	else
		printf("%lld added, %lld changed, %lld released, %lld absent and left as they are\n",
		       (long long)r->added, (long long)r->changed, (long long)r->released,
		       (long long)r->left);
}

static void print_result(const struct cli *c, const struct roster_result *r)
{
	struct arena *scratch = arena_new(8 * LINE_ROOM);
	if (scratch == NULL)
		return;
	(c->json ? print_json : print_words)(scratch, r, cli_has(c, "dry-run"));
	arena_free(scratch);
}

/* --- the command -------------------------------------------------------------------------------- */

struct command_run {
	const struct cli *c;
	struct roster *roster;
	struct id_tenant tenant;
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
	TRY(roster_apply(w, k->roster));
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
		fprintf(stderr, "\r%-60s", "writing");
	enum rc rc = work_do(&(struct work_run){ .shared = conf->shared, .run = apply, .arg = k,
						 .write = true, .actor = conf->actor });
	if (rc != RC_OK)
		roster_drop(k->roster);
	return rc == RC_INVALID ? RC_BROKEN : rc;
}

static int run(struct command_run *k, struct roster_conf *conf)
{
	enum rc rc = work_do(&(struct work_run){ .shared = conf->shared, .run = find_tenant, .arg = k });
	if (rc != RC_OK)
		return wrong_tenant(k->c, rc);
	conf->actor.tenant = k->tenant;
	rc = import(k, conf);
	if (conf->progress != NULL)
		fprintf(stderr, "\r%60s\r", "");
	if (rc == RC_INVALID && k->roster == NULL)
		return cli_wrong(k->c, "--map is FIELD=COLUMN,… with number, last_name, first_name, birth_date, "
				       "site, unit, status and language");
	if (rc == RC_OK || rc == RC_INVALID)
		print_result(k->c, roster_result(k->roster));
	else
		fprintf(stderr, "kinkeeper import roster: cannot read the file or write to the store; "
				"nothing was changed\n");
	roster_close(k->roster);
	return rc == RC_OK ? CLI_DONE : rc == RC_INVALID ? CLI_REFUSED : CLI_NO_ACCESS;
}

int roster_command(const struct cli *c)
{
	struct server *s = NULL;
	struct command_run k = { .c = c };
	int fd = -1;
	if (c->words_n != 1)
		return cli_wrong(c, "which FILE?");
	struct roster_conf conf = { .map = cli_get(c, "map"), .complete = cli_has(c, "complete"),
				    .progress = isatty(STDERR_FILENO) ? show_progress : NULL };
	if (!open_source(c, &fd, &conf.source))
		return CLI_NO_ACCESS;
	int status = store_open(c, &s);
	if (status != CLI_DONE)
		return status;
	conf.shared = server_shared(s);
	conf.arena = arena_new(MEMORY);
	status = conf.arena ? run(&k, &conf) : CLI_NO_ACCESS;
	arena_free(conf.arena);
	server_stop(s);
	close(fd);
	return status;
}
