/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Comma-separated values as other systems write them (RFC 4180 and what is met
 * beside it), read row by row in the same memory whatever the size of the file.
 *
 *   encoding   UTF-8 where the whole file is valid UTF-8, else Windows-1252. A
 *              byte order mark is skipped. UTF-16 is refused (RC_INVALID).
 *   separator  , ; or tab: whichever stands most often in the first line outside
 *              of quotes; a first line `sep=;`, as spreadsheets write it, decides.
 *   quotes     "…" around a cell, "" inside of it; line breaks may stand inside.
 *   lines      end with LF, CR LF or CR. Empty ones are skipped, and counted.
 *
 * A row that cannot be read is told as what is wrong with it, and reading goes
 * on at the next line: after a quote that is never closed, at the line after
 * the one where it opened, so that it does not swallow the rest of the file. The
 * time that takes grows with the size of the file and no faster.
 */
#ifndef CSV_CSV_H
#define CSV_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"

enum { CSV_CELLS_MAX = 512, CSV_ROW_MAX = 64 * 1024 };

/* Where bytes come from, by their place: the file is read more than once. */
struct csv_source {
	/* Up to `room` bytes from place `at`; 0 of them at the end. RC_BROKEN: cannot be read. */
	enum rc (*read)(void *ctx, int64_t at, char *to, size_t room, size_t *ret_len);
	void *ctx;
	int64_t size;
};

struct csv_bytes {
	const char *at;
	size_t len;
};
/* A source of bytes that are in memory already. */
struct csv_source csv_source_of(struct csv_bytes *bytes);

enum csv_found {
	CSV_END,
	CSV_ROW,
	CSV_BAD_QUOTE,	/* never closed, text behind the closing one, or one inside of a plain cell */
	CSV_BAD_TEXT,	/* a NUL, or a byte that is no letter in Windows-1252 */
	CSV_TOO_LONG,	/* more than CSV_ROW_MAX bytes or CSV_CELLS_MAX cells */
	CSV_UNREADABLE, /* the source failed */
};

struct csv;
/* Looks through the whole source once, for its encoding, and at its first line.
 * RC_INVALID for UTF-16, RC_BROKEN where it cannot be read. */
must enum rc csv_open(struct arena *a, const struct csv_source *from, struct csv **ret);
/* Back to the first row. */
void csv_rewind(struct csv *c);
/* The next row. What it holds stays until the next call. */
enum csv_found csv_next(struct csv *c);

/* The cells of the row that csv_next() found: UTF-8, and may be changed in place. */
size_t csv_count(const struct csv *c);
char *csv_cell(struct csv *c, size_t i);
size_t csv_cell_len(const struct csv *c, size_t i);
/* The line on which the row begins, or on which a wrong quote opens; from 1. */
int64_t csv_line(const struct csv *c);
/* Which cell was wrong, from 0. */
size_t csv_wrong_cell(const struct csv *c);

int64_t csv_position(const struct csv *c); /* bytes read so far, for progress */
char csv_separator(const struct csv *c);
bool csv_is_latin(const struct csv *c);

/* --- writing ----------------------------------------------------------------------------------- */

/* One cell at the end of `out`, with a comma before it unless it is the row's first. Quoted
 * where it must be (RFC 4180); a text that a spreadsheet would take for a formula (= + - @,
 * tab, carriage return) is led by a single quote (OWASP ASVS 1.2.10). NULL is empty. */
void csv_write(struct buf *out, const char *text, bool first);
void csv_write_end(struct buf *out);

#endif
