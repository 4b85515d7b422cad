/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Roster import: who is inside, where and how, taken over from the system an
 * agency already has, as a CSV file that nobody wrote for us (check.h says how it
 * is read). A person is known by tenant and number.
 *
 *   all or nothing  one faulty row, and nothing is changed; every fault is listed.
 *   idempotent      the same file again adds and changes nobody.
 *   absent people   stay as they are; with `complete`, those the file leaves out at
 *                   the sites it names are released. Who has no number stays.
 *   empty cells     leave what is known; an empty status is "here". Without a status
 *                   column whoever is at hospital, court or away stays so, and whoever
 *                   was released is here again.
 *   deceased        stops every notice at once: each changed status and site goes
 *                   through person_status_set(). Somebody known as deceased whom a
 *                   file shows alive is a fault for people to look into.
 *
 * One import has four steps, so that the writer is never held for long:
 *   open    the tenant's sites are read; the encoding is found out
 *   check   the whole file is read, outside of any transaction; faults end it
 *   stage   rows go to import_row, 500 to a transaction
 *   apply   one transaction: set by set for what is new or differs, one by one for
 *           statuses and sites; `moves_max` and `rows_max` keep it under 3 s
 * A command does all four. In the browser the first three run on a slow thread
 * before the request's transaction, which is `apply`: one request, one transaction.
 * How far the staging has come is told by the run's row count (roster_runs). One
 * import runs at a time in a server (E_busy for others). Memory does not grow with
 * the file, but for 32 to 64 bytes a row to find numbers that come twice, and the
 * faults.
 */
#ifndef ROSTER_ROSTER_H
#define ROSTER_ROSTER_H

#include "lib/work/field.h"
#include "src/roster/check.h"

/* Of one import while others are served (browser, API, control socket): what keeps its
 * transaction under 3 s. A command that has the store to itself knows no such limit. */
enum { ROSTER_MOVES_MAX = 2000, ROSTER_ROWS_MAX = 200000 };

struct roster_conf {
	struct arena *arena;
	struct shared *shared;
	struct actor actor; /* whose tenant it is; a command has no account */
	struct csv_source source;
	const char *map; /* "number=Booking ID,site=Jail", or NULL */
	bool complete;
	size_t faults_max, moves_max, rows_max; /* 0: as many as there are */
	/* Told every 500 rows: what share of the file is behind that step. */
	void (*progress)(void *ctx, const char *step, int64_t done, int64_t all);
	void *progress_ctx;
};

struct roster_result {
	int64_t rows, added, changed, released;
	int64_t left; /* absent from the file, and left as they are */
	const struct roster_faults *faults;
};

struct roster;
/* RC_INVALID for a map that names no fields, RC_BROKEN for a file that cannot be read.
 * *ret is set, and must be closed, also where reading what is known already fails. */
must enum rc roster_open(const struct roster_conf *conf, struct roster **ret);
void roster_close(struct roster *r);
/* RC_INVALID where there are faults; then the run is noted as faulty unless `dry`. */
must enum rc roster_check(struct roster *r, bool dry);
must enum rc roster_stage(struct roster *r);
/* In a write transaction. E_import_many: more than `moves_max` statuses or sites. */
must enum rc roster_apply(struct work *w, struct roster *r);
/* Takes back what was staged where it cannot be applied: in a transaction of its
 * own, or in that of an apply that was refused, in place of all it wrote. */
void roster_drop(struct roster *r);
must enum rc roster_give_up(struct work *w, struct roster *r);
const struct roster_result *roster_result(const struct roster *r);
struct id_import roster_run_id(const struct roster *r);

struct roster_run {
	struct id_import id;
	int64_t made_at, rows, added, changed, released, left, faults;
	const char *state; /* reading, done, faulty, stopped */
	bool complete;
};
struct roster_runs {
	struct roster_run *at;
	size_t n;
	int64_t next;
};
extern const struct field roster_run_fields[10];
/* The tenant's imports, the newest first; `after`: those before that one, 0 for all. */
must enum rc roster_runs(struct work *w, int64_t after, struct roster_runs *ret);

/* The agency of that name, or the only one there is where `name` is NULL. */
must enum rc roster_tenant(struct work *w, const char *name, struct id_tenant *ret);

#endif
