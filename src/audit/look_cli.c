/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/audit/look_cli.h"

#include "lib/base/text.h"
#include "lib/time/time.h"
#include "log_q.h"
#include "src/audit/audit.h"
#include "src/audit/checkpoint.h"
#include "src/audit/look.h"
#include "src/faces/store.h"

enum { SHOWN_MAX = 8 * 1024 * 1024, LINES_MAX = 10000, LINES_USUAL = 50 };

const struct cli_option audit_list_options[] = {
	{ "tenant", "NAME", "the agency; not needed where there is one" },
	{ "from", "DATE", "the first day" },
	{ "to", "DATE", "the last day" },
	{ "act", "NAME", "as an operationId" },
	{ "role", "NAME", "of who acted" },
	{ "outcome", "NAME", "done, or a problem's name" },
	{ "object", "ID", "what it was done to" },
	{ "most", "N", "how many; 50, at most 10,000" },
	{ 0 },
};

struct order {
	const struct cli *c;
	struct log_search search;
	int64_t most;
	struct arena *shown; /* outlives the work */
	struct buf out;
};

static int finish(const struct cli *c, enum rc rc)
{
	static const char *const why[] = {
		[RC_NOT_FOUND] = "there is none of that name", [RC_DENIED] = "not allowed",
		[RC_INVALID] = "some option does not fit; see --help", [RC_CONFLICT] = "say --tenant: there are several",
		[RC_BUSY] = "the store refused it", [RC_BROKEN] = "the store refused it",
	};
	if (rc == RC_OK)
		return CLI_DONE;
	fprintf(c->err, "%s %s: %s\n", c->program, c->command->name, why[rc]);
	return rc == RC_BUSY || rc == RC_BROKEN ? CLI_NO_ACCESS : CLI_REFUSED;
}

/* To look is an act of its own: the entry of it is in the same transaction. */
static int do_work(struct order *o, enum rc (*run)(struct work *, void *))
{
	struct server *s = NULL;
	int status = store_open(o->c, &s);
	if (status != CLI_DONE)
		return status;
	o->shown = arena_new(2 * (size_t)SHOWN_MAX);
	o->out = buf_new(o->shown, SHOWN_MAX);
	struct work_run work = { .shared = server_shared(s), .run = run, .arg = o, .write = true };
	status = finish(o->c, o->shown ? work_do(&work) : RC_BROKEN);
	if (status == CLI_DONE)
		fputs(buf_text(&o->out), o->c->out);
	store_close(o->c, s);
	arena_free(o->shown);
	return status;
}

/* --- list ---------------------------------------------------------------------------- */

static bool read_date(const struct cli *c, const char *option, int64_t *ret)
{
	const char *text = cli_get(c, option);
	*ret = 0;
	return text == NULL || date_parse(text, ret);
}

static bool read_most(const struct cli *c, int64_t *ret)
{
	const char *text = cli_get(c, "most");
	long long n = LINES_USUAL;
	bool fits = text == NULL || (text_to_int(text, &n) && n >= 1 && n <= LINES_MAX);
	*ret = n;
	return fits;
}

static enum rc find_tenant(struct work *w, const struct cli *c)
{
	struct q_log_tenants_list all;
	const char *name = cli_get(c, "tenant");
	TRY(q_log_tenants(w, name ? name : "", &all));
	if (all.n == 0)
		return RC_NOT_FOUND;
	w->actor.tenant = all.at[0];
	return all.n == 1 ? RC_OK : RC_CONFLICT;
}

static void put_line(struct work *w, struct order *o, const struct log_line *l)
{
	char at[TIME_TEXT_ROOM];
	if (o->c->json) {
		field_write(&o->out, w->shared->cipher, log_line_fields, COUNT_OF(log_line_fields), l);
		buf_str(&o->out, "\n");
		return;
	}
	time_write(at, l->at);
	buf_printf(&o->out, "%8lld  %s  %-24s %-12s %-12s %s\n", (long long)l->index, at, l->act, l->role, l->outcome,
		   l->object ? l->object : "");
}

static enum rc list(struct work *w, void *arg)
{
	struct order *o = arg;
	struct log_lines page = { .next = 0 };
	int64_t cursor = 0, n = 0;
	o->out.len = 0;
	TRY(find_tenant(w, o->c));
	do {
		TRY(log_search(w, &o->search, cursor, &page));
		for (size_t i = 0; i < page.n && n < o->most; i++, n++)
			put_line(w, o, &page.at[i]);
		cursor = page.next;
	} while (cursor != 0 && n < o->most);
	return audit_act(w, "audit.list", 0, 0, "done");
}

int audit_list_command(const struct cli *c)
{
	struct order o = { .c = c, .search = { .act = cli_get(c, "act"), .role = cli_get(c, "role"),
					       .outcome = cli_get(c, "outcome"), .object = cli_get(c, "object") } };
	if (!read_date(c, "from", &o.search.from) || !read_date(c, "to", &o.search.to))
		return cli_wrong(c, "a DATE is YYYY-MM-DD");
	if (!read_most(c, &o.most))
		return cli_wrong(c, "--most is a number from 1 to 10000");
	return do_work(&o, list);
}

/* --- receipt ----------------------------------------------------------------------------- */

static enum rc receipt(struct work *w, void *arg)
{
	struct order *o = arg;
	struct id_entry id;
	const char *text = "";
	o->out.len = 0;
	if (!id_private(w->shared->cipher, ID_OF_entry, o->c->words[0], &id.v))
		return RC_NOT_FOUND;
	TRY(log_receipt_of(w, id, &text));
	if (*text == '\0')
		return RC_NOT_FOUND;
	buf_str(&o->out, text);
	return audit_act(w, "audit.receipt", ID_OF_entry, id.v, "done");
}

int audit_receipt_command(const struct cli *c)
{
	struct order o = { .c = c };
	return c->words_n == 1 ? do_work(&o, receipt) : cli_wrong(c, "one ENTRY is needed");
}

/* --- words ------------------------------------------------------------------------------- */

static enum rc words(struct work *w, void *arg)
{
	struct order *o = arg;
	struct log_days days;
	char at[TIME_TEXT_ROOM];
	o->out.len = 0;
	TRY(log_days(w, &days));
	for (size_t i = 0; i < days.n; i++) {
		time_write(at, days.at[i].at);
		buf_printf(&o->out, o->c->json ? "{\"at\":\"%s\",\"size\":%lld,\"words\":\"%s\"}\n" : "%s %10lld  %s\n", at,
			   (long long)days.at[i].size, days.at[i].words);
	}
	return RC_OK;
}

int audit_words_command(const struct cli *c)
{
	struct order o = { .c = c };
	return do_work(&o, words);
}
