/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * From the cells of a roster to rows that can be taken over, and a list of every
 * fault on the way. Nothing here knows the database: sites and people to beware
 * of are handed in.
 *
 *   columns    found by their header, folded (case, spaces, signs do not count):
 *              our own names and those that other systems use ("Inmate #", "DOB",
 *              "Facility"). A map "number=Booking ID,site=Jail" goes first.
 *   number     kept as it is written; 2.04588E+05 is what a spreadsheet made of it.
 *   name       without a first_name column, "WALKER, ANDRE J" is last and first.
 *   birth_date 1990-03-14, 1990/3/14, 19900314, 14.3.1990, 14-Mar-1990, and with
 *              slashes or hyphens month first at sites in the United States, else
 *              day first, unless only one order is a date. A time of day behind
 *              it is passed over. Years have four digits.
 *   site       by the tenant's names for its facilities and probation offices.
 *   status     here, hospital, court, away, moving, released, deceased and usual
 *              words for them; empty is here. Without the column: see roster.h.
 *   language   en, es, ar; empty is what is known already, or en.
 *
 * Rows whose cells are all empty are passed over. Lines are those of the file,
 * its header is line 1 (empty lines count).
 */
#ifndef ROSTER_CHECK_H
#define ROSTER_CHECK_H

#include "lib/csv/csv.h"
#include "lib/work/work.h"

enum roster_field {
	ROSTER_NUMBER,
	ROSTER_LAST_NAME,
	ROSTER_FIRST_NAME,
	ROSTER_BIRTH_DATE,
	ROSTER_SITE,
	ROSTER_UNIT,
	ROSTER_STATUS,
	ROSTER_LANGUAGE,
	ROSTER_FIELDS
};
extern const char *const roster_field_names[ROSTER_FIELDS];

enum roster_reason {
#define REASON(stem) ROSTER_##stem,
#include "src/roster/reasons.def"
#undef REASON
	ROSTER_REASONS
};
struct roster_reason_kind {
	const char *stem;
	enum word word;
};
extern const struct roster_reason_kind roster_reasons[ROSTER_REASONS];

struct roster_fault {
	int64_t line;
	const char *column; /* as the header has it; the field's name where there is no column */
	enum roster_reason reason;
	const char *value; /* of a site, status or language that nobody knows; else NULL */
	int64_t first;	   /* the line that had the number before; else 0 */
};
struct roster_faults {
	struct roster_fault *at;
	size_t n;
	int64_t all; /* of which the first n are kept */
};

struct roster_site {
	struct id_site id;
	const char *name;
	bool month_first;
	int64_t today;
};
/* A number that an import cannot use freely: a family member's or employee's, or
 * that of somebody who has died. */
struct roster_taken {
	const char *number;
	bool deceased;
};

struct roster_row {
	int64_t line, birth_date;
	const char *number, *last_name, *match_key, *first_name, *unit;
	const char *status; /* "" without a status column */
	const char *lang;   /* "" where none is told */
	struct id_site site;
};

struct check_conf {
	struct arena *arena; /* of the faults */
	struct csv *csv; /* NULL: a file that is no text */
	const char *map; /* or NULL */
	const struct roster_site *sites;
	size_t sites_n;
	const struct roster_taken *taken;
	size_t taken_n;
	size_t faults_max; /* 0: all are kept */
	int64_t rows_max;  /* 0: no ceiling; one row more is a fault and ends the reading */
	uint64_t seed;	   /* random: hash tables nobody can aim at */
};

struct check;
/* True for "field=COLUMN,…" with names of fields that exist, each once. */
bool check_map_fits(const char *map);
/* Reads the header; what is wrong with it is a fault. NULL without memory. */
struct check *check_open(const struct check_conf *conf);
void check_close(struct check *c);
/* The next row without faults, or all that were found up to the end: false. The
 * row stays until the next call. RC_BROKEN where the file cannot be read. */
must enum rc check_next(struct check *c, struct roster_row *row, bool *ret_found);
/* From the first row again, for a file known to be without faults. */
void check_again(struct check *c);

int64_t check_rows(const struct check *c); /* read so far, with and without faults */
const struct roster_faults *check_faults(const struct check *c);

#endif
