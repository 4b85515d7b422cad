/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/roster/roster.h"

#include <assert.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "people_q.h"
#include "roster_q.h"
#include "src/audit/audit.h"
#include "src/people/people.h"

enum { BATCH = 500, MOVES = 1000, RUNS_PAGE = 20, WORLD_MAX = 64 * 1024 * 1024 };

struct roster {
	struct roster_conf conf;
	struct csv *csv;
	struct check *check;
	struct arena *world; /* of what the database's thread reads: it has a guard of its own */
	struct roster_site *sites;
	struct roster_taken *taken;
	size_t sites_n, taken_n;
	struct id_import run;
	struct roster_result result;
	int64_t last_line, moves;
};

const struct field roster_run_fields[10] = {
	{ "import", FIELD_ID, offsetof(struct roster_run, id), .kind = ID_OF_import },
	{ "made_at", FIELD_TIME, offsetof(struct roster_run, made_at) },
	{ "state", FIELD_TEXT, offsetof(struct roster_run, state),
	  .doc = "reading, done, faulty or stopped" },
	{ "complete", FIELD_BOOL, offsetof(struct roster_run, complete) },
	{ "rows", FIELD_INT, offsetof(struct roster_run, rows), .doc = "Rows read so far" },
	{ "added", FIELD_INT, offsetof(struct roster_run, added) },
	{ "changed", FIELD_INT, offsetof(struct roster_run, changed) },
	{ "released", FIELD_INT, offsetof(struct roster_run, released) },
	{ "left", FIELD_INT, offsetof(struct roster_run, left),
	  .doc = "People absent from the file who were left as they are" },
	{ "faults", FIELD_INT, offsetof(struct roster_run, faults) },
};

static enum rc do_work(struct roster *r, bool write, enum rc (*run)(struct work *w, void *arg), void *arg)
{
	return work_do(&(struct work_run){ .shared = r->conf.shared, .run = run, .arg = arg,
					   .write = write, .actor = r->conf.actor });
}

static void tell(const struct roster *r, const char *step)
{
	if (r->conf.progress != NULL)
		r->conf.progress(r->conf.progress_ctx, step, csv_position(r->csv), r->conf.source.size);
}

/* --- open ------------------------------------------------------------------------------- */

/* Where dates are written with the month first. */
static bool is_month_first(const char *country)
{
	static const char *const countries[] = { "US", "PR", "GU", "VI", "AS", "MP" };
	for (size_t i = 0; i < COUNT_OF(countries); i++)
		if (text_is(countries[i], country))
			return true;
	return false;
}

static enum rc load_sites(struct work *w, struct roster *r)
{
	struct arena *a = r->world;
	struct site_rows rows;
	TRY(q_site_list(w, w->actor.tenant, &rows));
	r->sites = arena_array(a, struct roster_site, rows.n);
	r->sites_n = 0;
	for (size_t i = 0; i < rows.n; i++) {
		const struct site_row *s = &rows.at[i];
		const struct zone *zone = zone_find(s->zone);
		bool other = w->actor.site.v != 0 && w->actor.site.v != s->id.v;
		if (other || text_is(s->kind, "partner")) /* nobody is held there */
			continue;
		r->sites[r->sites_n++] = (struct roster_site){
			s->id, arena_str(a, s->name), is_month_first(s->country),
			zone_date(zone ? zone : zone_find("UTC"), w->now),
		};
	}
	return RC_OK;
}

static int by_number(const void *a, const void *b)
{
	return strcmp(((const struct roster_taken *)a)->number, ((const struct roster_taken *)b)->number);
}

static enum rc load_world(struct work *w, void *arg)
{
	struct roster *r = arg;
	struct roster_taken_rows rows;
	arena_reset(r->world); /* it may run again */
	if (setjmp(*arena_guard(r->world)))
		return RC_BROKEN;
	TRY(load_sites(w, r));
	TRY(q_roster_taken(w, w->actor.tenant, &rows));
	r->taken = arena_array(r->world, struct roster_taken, rows.n);
	r->taken_n = rows.n;
	for (size_t i = 0; i < rows.n; i++)
		r->taken[i] = (struct roster_taken){ arena_str(r->world, rows.at[i].number),
						     rows.at[i].deceased };
	qsort(r->taken, r->taken_n, sizeof(*r->taken), by_number);
	arena_unguard(r->world);
	return RC_OK;
}

enum rc roster_open(const struct roster_conf *conf, struct roster **ret)
{
	struct roster *r = arena_new_of(conf->arena, struct roster);
	uint64_t seed;
	r->conf = *conf;
	if (!check_map_fits(conf->map))
		return RC_INVALID;
	enum rc rc = csv_open(conf->arena, &conf->source, &r->csv);
	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	r->world = arena_new(WORLD_MAX);
	if (r->world == NULL)
		return RC_BROKEN;
	*ret = r; /* from here on roster_close() is due */
	TRY(do_work(r, false, load_world, r));
	rand_bytes(&seed, sizeof(seed));
	r->check = check_open(&(struct check_conf){ .arena = conf->arena,
						    .csv = r->csv,
						    .map = conf->map,
						    .sites = r->sites,
						    .sites_n = r->sites_n,
						    .taken = r->taken,
						    .taken_n = r->taken_n,
						    .faults_max = conf->faults_max,
						    .rows_max = (int64_t)conf->rows_max,
						    .seed = seed });
	if (r->check == NULL)
		return RC_BROKEN;
	r->result.faults = check_faults(r->check);
	return RC_OK;
}

void roster_close(struct roster *r)
{
	if (r == NULL)
		return;
	check_close(r->check);
	arena_free(r->world);
}

const struct roster_result *roster_result(const struct roster *r)
{
	return &r->result;
}

struct id_import roster_run_id(const struct roster *r)
{
	return r->run;
}

/* --- check ------------------------------------------------------------------------------- */

static enum rc begin_run(struct work *w, void *arg)
{
	struct roster *r = arg;
	struct id_tenant tenant = w->actor.tenant;
	int64_t faults = r->result.faults->all, old = w->now - TIME_HOUR;
	TRY(q_roster_runs_stop_old(w, tenant, old));
	TRY(q_roster_rows_drop_old(w, tenant, old));
	r->run = (struct id_import){ work_id(w) };
	TRY(q_roster_run_insert(w, &(struct q_roster_run_insert){ .id = r->run,
								  .tenant = tenant,
								  .made_by = w->actor.account,
								  .now = w->now,
								  .state = faults ? "faulty" : "reading",
								  .complete = r->conf.complete,
								  .faults = faults }));
	return faults ? q_roster_run_rows(w, r->run, r->result.rows) : RC_OK;
}

enum rc roster_check(struct roster *r, bool dry)
{
	struct roster_row row;
	bool found = true;
	while (found) {
		TRY(check_next(r->check, &row, &found));
		if (found)
			r->last_line = row.line;
		if (found && check_rows(r->check) % BATCH == 0)
			tell(r, "checking");
	}
	r->result.rows = check_rows(r->check);
	if (!dry)
		TRY(do_work(r, true, begin_run, r));
	return r->result.faults->all > 0 ? RC_INVALID : RC_OK;
}

/* --- stage --------------------------------------------------------------------------------- */

struct staged {
	struct roster *r;
	struct roster_row rows[BATCH];
	size_t n;
	struct arena *arena; /* of the texts of one batch */
};

static enum rc stage_batch(struct work *w, void *arg)
{
	const struct staged *s = arg;
	for (size_t i = 0; i < s->n; i++) {
		const struct roster_row *row = &s->rows[i];
		TRY(q_roster_row_insert(w, &(struct q_roster_row_insert){ .run = s->r->run,
									  .tenant = w->actor.tenant,
									  .line = row->line,
									  .number = row->number,
									  .last_name = row->last_name,
									  .match_key = row->match_key,
									  .first_name = row->first_name,
									  .birth_date = row->birth_date,
									  .site = row->site,
									  .unit = row->unit,
									  .status = row->status,
									  .lang = row->lang }));
	}
	return q_roster_run_rows(w, s->r->run, check_rows(s->r->check));
}

/* The row's texts stand in the reader's memory, which the next row takes over;
 * status and lang are constants. */
static void keep_row(struct staged *s, const struct roster_row *from)
{
	struct roster_row *to = &s->rows[s->n++];
	*to = *from;
	to->number = arena_str(s->arena, from->number);
	to->last_name = arena_str(s->arena, from->last_name);
	to->match_key = arena_str(s->arena, from->match_key);
	to->first_name = arena_str(s->arena, from->first_name);
	to->unit = arena_str(s->arena, from->unit);
}

static enum rc stage_all(struct roster *r, struct staged *s)
{
	struct roster_row row;
	bool found = true;
	check_again(r->check);
	while (found) {
		TRY(check_next(r->check, &row, &found));
		if (found)
			keep_row(s, &row);
		if (s->n == BATCH || (!found && s->n > 0)) {
			TRY(do_work(r, true, stage_batch, s));
			tell(r, "staging");
			s->n = 0;
			arena_reset(s->arena);
		}
	}
	return RC_OK;
}

enum rc roster_stage(struct roster *r)
{
	struct staged *s = arena_new_of(r->conf.arena, struct staged);
	s->r = r;
	s->arena = arena_new(2 * BATCH * CSV_ROW_MAX);
	if (s->arena == NULL)
		return RC_BROKEN;
	enum rc rc = stage_all(r, s);
	arena_free(s->arena);
	/* A file that changed while it was read is not the one that was checked. */
	bool same = r->result.faults->all == 0 && check_rows(r->check) == r->result.rows;
	if (rc == RC_OK && same)
		return RC_OK;
	roster_drop(r);
	return rc == RC_OK ? RC_BROKEN : rc;
}

static enum rc drop_run(struct work *w, void *arg)
{
	struct roster *r = arg;
	TRY(q_roster_run_stop(w, r->run));
	return q_roster_rows_drop(w, r->run);
}

void roster_drop(struct roster *r)
{
	/* Where that fails too, the next import drops what is an hour old. */
	(void)do_work(r, true, drop_run, r);
}

enum rc roster_give_up(struct work *w, struct roster *r)
{
	TRY(db_undo(w->db));
	w->keep = true; /* the rows are gone even though the request is refused */
	return drop_run(w, r);
}

/* --- apply ----------------------------------------------------------------------------------- */

static enum rc count_move(struct work *w, struct roster *r, size_t n)
{
	r->moves += (int64_t)n;
	if (r->conf.moves_max == 0 || r->moves <= (int64_t)r->conf.moves_max)
		return RC_OK;
	return work_fail_with(w, E_import_many, "file",
			      (struct word_arg){ .name = "n", .n = (int64_t)r->conf.moves_max,
						 .is_number = true });
}

static enum rc move_people(struct work *w, struct roster *r)
{
	struct roster_moves list;
	do {
		TRY(q_roster_moves(w, r->run, MOVES, &list));
		TRY(count_move(w, r, list.n));
		for (size_t i = 0; i < list.n; i++)
			TRY(person_status_set(w, list.at[i].person, list.at[i].status, list.at[i].site,
					      "import"));
	} while (list.n == MOVES);
	return RC_OK;
}

static enum rc release_absent(struct work *w, struct roster *r, struct id_site site)
{
	struct q_roster_absent_list list;
	do {
		TRY(q_roster_absent(w, w->actor.tenant, r->run, site, MOVES, &list));
		TRY(count_move(w, r, list.n));
		for (size_t i = 0; i < list.n; i++)
			TRY(person_status_set(w, list.at[i], "released", site, "import"));
		r->result.released += (int64_t)list.n;
	} while (list.n == MOVES);
	return RC_OK;
}

static enum rc see_absent(struct work *w, struct roster *r)
{
	struct q_roster_sites_list sites;
	TRY(q_roster_sites(w, r->run, &sites));
	for (size_t i = 0; i < sites.n; i++) {
		int64_t n = 0;
		if (r->conf.complete)
			TRY(release_absent(w, r, sites.at[i]));
		else
			TRY(q_roster_absent_count(w, w->actor.tenant, r->run, sites.at[i], &n));
		r->result.left += n;
	}
	return RC_OK;
}

/* Ids are counted on from the first by line, so that one statement makes them all. */
static enum rc add_people(struct work *w, struct roster *r)
{
	int64_t first = work_ids(w, r->last_line + 1);
	TRY(q_roster_person_insert(w, first, w->actor.tenant, r->run, w->now, &r->result.added));
	if (r->result.added == 0)
		return RC_OK;
	return q_roster_history_insert(w, work_ids(w, r->last_line + 1), first, r->run, w->actor.account,
				       w->now);
}

enum rc roster_apply(struct work *w, struct roster *r)
{
	struct roster_result *did = &r->result;
	assert(w->actor.tenant.v == r->conf.actor.tenant.v);
	did->added = did->changed = did->released = did->left = r->moves = 0; /* it may run again */
	TRY(q_roster_differ_count(w, r->run, &did->changed));
	TRY(q_roster_person_update(w, r->run, w->now));
	TRY(move_people(w, r));
	TRY(add_people(w, r));
	TRY(see_absent(w, r));
	TRY(q_roster_rows_drop(w, r->run));
	audit_about(w, import, r->run);
	return q_roster_run_settle(w, &(struct q_roster_run_settle){ r->run, did->rows, did->added,
								     did->changed, did->released, did->left });
}

/* --- runs and tenants ---------------------------------------------------------------------------- */

enum rc roster_runs(struct work *w, int64_t after, struct roster_runs *ret)
{
	struct roster_run_rows rows;
	TRY(q_roster_run_list(w, w->actor.tenant, after ? after : INT64_MAX, RUNS_PAGE + 1, &rows));
	size_t n = rows.n > RUNS_PAGE ? RUNS_PAGE : rows.n;
	*ret = (struct roster_runs){ .at = arena_array(w->arena, struct roster_run, n), .n = n };
	for (size_t i = 0; i < n; i++) {
		const struct roster_run_row *r = &rows.at[i];
		ret->at[i] = (struct roster_run){ .id = r->id,
						  .made_at = r->made_at,
						  .rows = r->rows,
						  .added = r->added,
						  .changed = r->changed,
						  .released = r->released,
						  .left = r->left,
						  .faults = r->faults,
						  .state = r->state,
						  .complete = r->complete };
	}
	if (rows.n > n)
		ret->next = rows.at[n - 1].id.v;
	return RC_OK;
}

enum rc roster_tenant(struct work *w, const char *name, struct id_tenant *ret)
{
	struct roster_tenants rows;
	size_t found = 0, at = 0;
	TRY(q_roster_tenants(w, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		if (name != NULL && !text_is(text_fold(w->arena, rows.at[i].name), text_fold(w->arena, name)))
			continue;
		at = i;
		found++;
	}
	if (found != 1)
		return found == 0 ? RC_NOT_FOUND : RC_CONFLICT;
	*ret = rows.at[at].id;
	return RC_OK;
}
