/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "roster_pages.h"

#include <string.h>

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/roster/roster_json.h"

enum { FAULTS_KEPT = 20000, FAULTS_SHOWN = 500, MAP_MAX = 1000 };

struct import_in {
	struct field_file file, csv;
	const char *map;
	bool complete, dry_run;
};
static const struct field import_fields[] = {
	{ "file", FIELD_FILE, offsetof(struct import_in, file), .missing = E_import_empty,
	  .doc = "The CSV file, in a form" },
	{ "csv", FIELD_FILE, offsetof(struct import_in, csv), .missing = E_import_empty,
	  .doc = "The same as text, in JSON" },
	{ "map", FIELD_TEXT, offsetof(struct import_in, map), .max = MAP_MAX,
	  .doc = "field=COLUMN pairs with commas between them" },
	{ "complete", FIELD_BOOL, offsetof(struct import_in, complete),
	  .doc = "Releases people of these sites who are not in the file" },
	{ "dry_run", FIELD_BOOL, offsetof(struct import_in, dry_run),
	  .doc = "Lists the faults and changes nothing" },
};
static const struct field result_fields[] = {
	{ "rows", FIELD_INT, offsetof(struct roster_result, rows) },
	{ "added", FIELD_INT, offsetof(struct roster_result, added) },
	{ "changed", FIELD_INT, offsetof(struct roster_result, changed) },
	{ "released", FIELD_INT, offsetof(struct roster_result, released) },
	{ "left", FIELD_INT, offsetof(struct roster_result, left),
	  .doc = "Absent from the file and left as they are; faults:[{line, column, reason}] follows" },
};

/* What the slow half leaves for the act and the page. */
struct import {
	struct roster *roster;
	struct csv_bytes bytes;
	enum rc rc;
	bool busy, map_wrong, dry;
};

/* --- the slow half ---------------------------------------------------------------------- */

static bool read_input(struct web *r, struct import_in *in, struct import *k)
{
	*in = (struct import_in){ 0 };
	if (web_read(r, in) != RC_OK)
		return false;
	const struct field_file *f = in->csv.len > 0 ? &in->csv : &in->file;
	k->bytes = (struct csv_bytes){ f->at, f->len };
	k->dry = in->dry_run;
	return f->len > 0;
}

static enum rc prepare(struct import *k, const struct roster_conf *conf)
{
	enum rc rc = roster_open(conf, &k->roster);
	k->map_wrong = rc == RC_INVALID;
	TRY(rc);
	TRY(roster_check(k->roster, k->dry));
	return k->dry ? RC_OK : roster_stage(k->roster);
}

/* Memory that runs out must not leave the door closed to the next import. */
static enum rc prepare_guarded(struct import *k, const struct roster_conf *conf)
{
	if (setjmp(*arena_guard(conf->arena)))
		return RC_BROKEN;
	return prepare(k, conf);
}

/* Whatever is wrong here is said by the act, which asks again and can show the
 * form: the slow half has no page of its own. */
static enum rc import_slow(struct web *r)
{
	struct import_in in;
	struct import *k = arena_new_of(r->w.arena, struct import);
	bool may = web_may(r) && read_input(r, &in, k);
	r->kept = k;
	if (!may)
		return RC_OK;
	k->busy = atomic_exchange(&r->w.shared->importing, true);
	if (k->busy)
		return RC_OK;
	struct roster_conf conf = { .arena = r->w.arena,
				    .shared = r->w.shared,
				    .actor = r->w.actor,
				    .source = csv_source_of(&k->bytes),
				    .map = in.map,
				    .complete = in.complete,
				    .faults_max = FAULTS_KEPT,
				    .moves_max = ROSTER_MOVES_MAX,
				    .rows_max = ROSTER_ROWS_MAX };
	k->rc = prepare_guarded(k, &conf);
	arena_unguard(r->w.arena);
	roster_close(k->roster);
	atomic_store(&r->w.shared->importing, false);
	return RC_OK;
}

/* --- the page --------------------------------------------------------------------------------- */

static const struct {
	const char *state, *css;
	enum word word;
} states[] = {
	{ "reading", "info", W_import_state_reading },
	{ "done", "good", W_import_state_done },
	{ "faulty", "bad", W_import_state_faulty },
	{ "stopped", "", W_import_state_stopped },
};

static enum rc show_runs(struct web *r, struct roster_view *v)
{
	struct roster_runs runs;
	int64_t after = 0;
	TRY(web_cursor(r, &after));
	TRY(roster_runs(&r->w, after, &runs));
	v->next = web_cursor_text(r, runs.next);
	v->runs.at = arena_array(r->w.arena, struct run_line, runs.n);
	v->runs.n = runs.n;
	for (size_t i = 0; i < runs.n; i++) {
		struct run_line *l = &v->runs.at[i];
		*l = (struct run_line){ .r = runs.at[i], .word = states[0].word, .css = "" };
		for (size_t k = 0; k < COUNT_OF(states); k++) {
			if (!text_is(states[k].state, l->r.state))
				continue;
			l->word = states[k].word;
			l->css = states[k].css;
		}
	}
	return RC_OK;
}

static void show_faults(struct web *r, const struct roster_faults *faults, struct roster_view *v)
{
	v->faults.n = faults->n < FAULTS_SHOWN ? faults->n : FAULTS_SHOWN;
	v->more = faults->all > (int64_t)v->faults.n;
	v->faults.at = arena_array(r->w.arena, struct fault_line, v->faults.n);
	for (size_t i = 0; i < v->faults.n; i++)
		v->faults.at[i] = (struct fault_line){ &faults->at[i],
						       roster_reasons[faults->at[i].reason].word };
}

static enum rc roster_page(struct web *r)
{
	const struct import *k = r->kept;
	struct roster_view v = { .frame = web_frame(r, W_import_title) };
	v.map = (struct part){ &r->form, "map", .label = W_import_map, .hint = W_import_map_hint, .size = 40 };
	TRY(show_runs(r, &v));
	if (k != NULL && k->roster != NULL) {
		show_faults(r, roster_result(k->roster)->faults, &v);
		v.rows = roster_result(k->roster)->rows;
		v.checked = k->dry && k->rc == RC_OK;
	}
	page_roster(web_page(r), &v);
	return RC_OK;
}

static enum rc runs_json(struct web *r)
{
	struct roster_runs runs;
	int64_t after = 0;
	TRY(web_cursor(r, &after));
	TRY(roster_runs(&r->w, after, &runs));
	return web_list(r, runs.at, sizeof(*runs.at), runs.n, runs.next);
}

/* --- the act ------------------------------------------------------------------------------------- */

static void tell_faults(const struct web *r, struct buf *out)
{
	const struct import *k = r->kept;
	buf_char(out, ',');
	roster_result_json(out, roster_result(k->roster), true);
}

static enum rc refused(struct web *r, const struct import *k)
{
	if (k->map_wrong)
		return work_fail(&r->w, E_import_columns, "map");
	if (k->busy || (k->roster == NULL && k->rc == RC_OK))
		return work_fail(&r->w, E_busy, NULL);
	if (k->rc != RC_INVALID)
		return k->rc;
	r->tell = tell_faults;
	return work_fail(&r->w, E_import_faults, "file");
}

static enum rc answer(struct web *r, const struct import *k)
{
	if (!r->api && !k->dry)
		return web_done(r, "/roster", "roster");
	if (!r->api) {
		r->once = NULL; /* checking twice is harmless, and a page cannot be kept */
		return roster_page(r);
	}
	struct buf *out = web_json(r);
	buf_char(out, '{');
	roster_result_json(out, roster_result(k->roster), k->dry);
	buf_char(out, '}');
	return RC_OK;
}

static enum rc import_act(struct web *r)
{
	const struct pass *pass;
	struct import_in in = { 0 };
	struct import *k = r->kept;
	TRY(access_roster(&r->w, PURPOSE_ACCOUNTS, &pass));
	TRY(web_read(r, &in));
	if (in.file.len == 0 && in.csv.len == 0)
		return work_fail(&r->w, E_import_empty, "file");
	if (k->rc != RC_OK || k->roster == NULL)
		return refused(r, k);
	enum rc rc = k->dry ? RC_OK : roster_apply(&r->w, k->roster);
	if (rc == RC_INVALID)
		TRY(roster_give_up(&r->w, k->roster));
	return rc == RC_OK ? answer(r, k) : rc;
}

const struct route roster_routes[] = {
	{ "GET", "/roster", "roster.form", .who = ROLE_admin, .page = roster_page, .page_only = true,
	  .doc = "Sends a roster; the last imports." },
	{ "POST", "/roster", "roster.import", .who = ROLE_admin, .audit = AUDIT_ACT, .body = BODY_FILE,
	  .act = import_act, .slow = import_slow, .again = roster_page, ROUTE_IN(import_fields),
	  ROUTE_OUT(result_fields),
	  .doc = "Takes over who is inside from a CSV file, all of it or nothing." },
	{ "GET", "/roster/runs", "roster.list", .who = ROLE_admin, .json = runs_json, .json_only = true,
	  ROUTE_OUT(roster_run_fields), .list = "runs", .doc = "The imports of one's agency." },
	{ 0 },
};
