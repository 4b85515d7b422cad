/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include "lib/base/buf.h"
#include "lib/csv/csv.h"

enum { ROWS_MAX = 200000 };

/* Reads from a source that hands out a few bytes at a time. */
static enum rc read_slowly(void *ctx, int64_t at, char *to, size_t room, size_t *ret_len)
{
	const struct csv_bytes *b = ctx;
	size_t left = (size_t)at < b->len ? b->len - (size_t)at : 0, most = room < 7 ? room : 7;
	*ret_len = left < most ? left : most;
	if (*ret_len > 0)
		memcpy(to, b->at + at, *ret_len);
	return RC_OK;
}

static void promise_row(struct csv *c, int64_t *line)
{
	PROMISE(csv_count(c) >= 1 && csv_count(c) <= CSV_CELLS_MAX);
	PROMISE(csv_line(c) > *line);
	*line = csv_line(c);
	for (size_t i = 0; i < csv_count(c); i++) {
		const char *cell = csv_cell(c, i);
		PROMISE(strlen(cell) == csv_cell_len(c, i));
		PROMISE(text_is_utf8(cell, strlen(cell)));
	}
}

static void put_row(struct buf *out, struct csv *c)
{
	for (size_t i = 0; i < csv_count(c); i++) {
		buf_str(out, i ? ",\"" : "\"");
		for (const char *at = csv_cell(c, i); *at != '\0'; at++) {
			buf_char(out, *at);
			if (*at == '"')
				buf_char(out, '"');
		}
		buf_char(out, '"');
	}
	buf_char(out, '\n');
}

/* Every row, written anew with quotes. */
static const char *read_all(struct arena *a, struct csv *c, size_t *ret_len)
{
	struct buf out = buf_new(a, 32 * 1024 * 1024);
	int64_t line = 0;
	int rows = 0;
	for (enum csv_found found = csv_next(c); found != CSV_END; found = csv_next(c)) {
		PROMISE(found != CSV_UNREADABLE && ++rows < ROWS_MAX);
		if (found != CSV_ROW)
			continue;
		promise_row(c, &line);
		put_row(&out, c);
	}
	*ret_len = out.len;
	return buf_text(&out);
}

/* What was understood is understood the same when it is written anew. */
static void promise_round_trip(struct arena *a, const char *text, size_t len)
{
	struct csv_bytes bytes = { text, len };
	struct csv_source from = csv_source_of(&bytes);
	struct csv *c;
	size_t again_len;
	if (len == 0 || len > CSV_ROW_MAX / 2) /* a row may grow past its ceiling by its quotes */
		return;
	PROMISE(csv_open(a, &from, &c) == RC_OK);
	if (csv_separator(c) != ',')
		return;
	const char *again = read_all(a, c, &again_len);
	PROMISE(again_len == len && memcmp(again, text, len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = fuzz_arena();
	char *text = fuzz_text(data, len);
	struct csv_bytes bytes = { text, len };
	struct csv_source from = csv_source_of(&bytes), slow = { read_slowly, &bytes, (int64_t)len };
	struct csv *c, *other;
	size_t first_len, second_len;
	if (csv_open(a, &from, &c) == RC_OK) {
		const char *first = read_all(a, c, &first_len);
		csv_rewind(c);
		const char *second = read_all(a, c, &second_len);
		PROMISE(first_len == second_len && memcmp(first, second, first_len) == 0);
		PROMISE(csv_open(a, &slow, &other) == RC_OK);
		second = read_all(a, other, &second_len);
		PROMISE(first_len == second_len && memcmp(first, second, first_len) == 0);
		promise_round_trip(a, first, first_len);
	}
	free(text);
	arena_free(a);
	return 0;
}
