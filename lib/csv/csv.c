/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/csv/csv.h"

#include <string.h>

enum { WINDOW = 64 * 1024, END = -1, FAILED = -2 };

struct cell {
	size_t at, len; /* in the row */
};

struct csv {
	struct csv_source from;
	int64_t window_at; /* place of window[0] in the source */
	size_t window_len, pos;
	int64_t first, first_line; /* where the rows begin */
	int64_t line, next_line;
	char separator;
	bool latin, failed, bad_text;
	size_t wrong, n, len;
	struct cell cells[CSV_CELLS_MAX];
	char row[CSV_ROW_MAX];
	char window[WINDOW];
};

/* --- sources ------------------------------------------------------------------------- */

static enum rc read_bytes(void *ctx, int64_t at, char *to, size_t room, size_t *ret_len)
{
	const struct csv_bytes *b = ctx;
	size_t left = (size_t)at < b->len ? b->len - (size_t)at : 0;
	*ret_len = left < room ? left : room;
	if (*ret_len > 0)
		memcpy(to, b->at + at, *ret_len);
	return RC_OK;
}

struct csv_source csv_source_of(struct csv_bytes *bytes)
{
	return (struct csv_source){ read_bytes, bytes, (int64_t)bytes->len };
}

/* --- bytes ---------------------------------------------------------------------------- */

static int refill(struct csv *c)
{
	size_t len = 0;
	c->window_at += (int64_t)c->pos;
	c->pos = c->window_len = 0;
	if (c->failed || c->from.read(c->from.ctx, c->window_at, c->window, WINDOW, &len) != RC_OK) {
		c->failed = true;
		return FAILED;
	}
	c->window_len = len;
	return len > 0 ? (unsigned char)c->window[0] : END;
}

static inline int peek(struct csv *c)
{
	return c->pos < c->window_len ? (unsigned char)c->window[c->pos] : refill(c);
}

static inline void skip(struct csv *c)
{
	c->pos++;
}

static void seek(struct csv *c, int64_t at)
{
	if (at >= c->window_at && at <= c->window_at + (int64_t)c->window_len) {
		c->pos = (size_t)(at - c->window_at);
		return;
	}
	c->window_at = at;
	c->pos = c->window_len = 0;
}

int64_t csv_position(const struct csv *c)
{
	return c->window_at + (int64_t)c->pos;
}

/* Takes LF, CR LF or CR where one stands; a line more. */
static bool take_line_end(struct csv *c)
{
	int b = peek(c);
	if (b != '\r' && b != '\n')
		return false;
	skip(c);
	if (b == '\r' && peek(c) == '\n')
		skip(c);
	c->next_line++;
	return true;
}

static void skip_line(struct csv *c)
{
	while (peek(c) >= 0 && !take_line_end(c))
		skip(c);
}

/* --- encoding ---------------------------------------------------------------------------- */

/* What may come next in UTF-8 (RFC 3629 §4: shortest form, no surrogates). */
struct utf8 {
	int more;
	unsigned char low, high;
};

static bool utf8_lead(struct utf8 *u, unsigned char b)
{
	u->low = 0x80;
	u->high = 0xbf;
	if (b >= 0xc2 && b <= 0xdf)
		u->more = 1;
	else if ((b & 0xf0) == 0xe0)
		u->more = 2;
	else if (b >= 0xf0 && b <= 0xf4)
		u->more = 3;
	else
		return false;
	if (b == 0xe0)
		u->low = 0xa0;
	if (b == 0xed)
		u->high = 0x9f;
	if (b == 0xf0)
		u->low = 0x90;
	if (b == 0xf4)
		u->high = 0x8f;
	return true;
}

static bool utf8_step(struct utf8 *u, unsigned char b)
{
	if (u->more == 0)
		return b < 0x80 || utf8_lead(u, b);
	if (b < u->low || b > u->high)
		return false;
	u->more--;
	u->low = 0x80;
	u->high = 0xbf;
	return true;
}

/* One letter that is not UTF-8 makes the whole file Windows-1252: no file is half
 * of one and half of the other. */
static enum rc find_encoding(struct csv *c)
{
	struct utf8 u = { 0 };
	for (int b = peek(c); b != END; skip(c), b = peek(c)) {
		if (b == FAILED)
			return RC_BROKEN;
		if ((b >= 0x80 || u.more > 0) && !utf8_step(&u, (unsigned char)b)) {
			c->latin = true;
			return RC_OK;
		}
	}
	c->latin = u.more > 0;
	return RC_OK;
}

/* 0x80 to 0x9f of Windows-1252; 0 where nothing is assigned. */
static const unsigned short latin_letters[32] = {
	0x20ac, 0,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,	0x017d, 0,	0,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,	0x017e, 0x0178,
};

static bool put_byte(struct csv *c, unsigned char b)
{
	if (c->len == CSV_ROW_MAX)
		return false;
	c->row[c->len++] = (char)b;
	return true;
}

static void note_bad_text(struct csv *c)
{
	if (!c->bad_text)
		c->wrong = c->n;
	c->bad_text = true;
}

static bool put_letter(struct csv *c, unsigned char b)
{
	if (b == '\0')
		note_bad_text(c);
	if (b < 0x80 || !c->latin)
		return put_byte(c, b);
	unsigned letter = b < 0xa0 ? latin_letters[b - 0x80] : b;
	if (letter == 0)
		note_bad_text(c);
	if (letter < 0x800)
		return put_byte(c, (unsigned char)(0xc0 | letter >> 6)) &&
		       put_byte(c, (unsigned char)(0x80 | (letter & 0x3f)));
	return put_byte(c, (unsigned char)(0xe0 | letter >> 12)) &&
	       put_byte(c, (unsigned char)(0x80 | (letter >> 6 & 0x3f))) &&
	       put_byte(c, (unsigned char)(0x80 | (letter & 0x3f)));
}

/* --- the first line -------------------------------------------------------------------------- */

static void find_separator(struct csv *c)
{
	static const char known[] = ",;\t";
	size_t counts[sizeof(known) - 1] = { 0 }, best = 0;
	bool quoted = false;
	for (int b = peek(c); b >= 0 && (quoted || (b != '\n' && b != '\r')); skip(c), b = peek(c)) {
		if (b == '"')
			quoted = !quoted;
		const char *is = b && !quoted ? strchr(known, b) : NULL;
		if (is != NULL)
			counts[is - known]++;
		if (csv_position(c) - c->first > CSV_ROW_MAX)
			break;
	}
	for (size_t i = 1; i < sizeof(known) - 1; i++)
		if (counts[i] > counts[best])
			best = i;
	c->separator = known[best];
}

/* `sep=;` on a line of its own. */
static bool take_sep_line(struct csv *c)
{
	static const char sep[] = "sep=";
	for (size_t i = 0; i < sizeof(sep) - 1; i++, skip(c))
		if (peek(c) != sep[i])
			return false;
	int b = peek(c);
	if (b != ',' && b != ';' && b != '\t')
		return false;
	c->separator = (char)b;
	skip(c);
	return take_line_end(c);
}

static enum rc look_at_start(struct csv *c)
{
	(void)peek(c);
	const unsigned char *b = (const unsigned char *)c->window;
	if (c->window_len >= 2 && ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == 0xfe && b[1] == 0xff)))
		return RC_INVALID;
	if (c->window_len >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf)
		c->first = 3;
	return find_encoding(c);
}

enum rc csv_open(struct arena *a, const struct csv_source *from, struct csv **ret)
{
	struct csv *c = arena_new_of(a, struct csv);
	c->from = *from;
	TRY(look_at_start(c));
	seek(c, c->first);
	c->next_line = 1;
	if (take_sep_line(c)) {
		c->first = csv_position(c);
	} else {
		c->next_line = 1;
		seek(c, c->first);
		while (take_line_end(c))
			c->first = csv_position(c);
		find_separator(c);
	}
	c->first_line = c->next_line;
	if (c->failed)
		return RC_BROKEN;
	csv_rewind(c);
	*ret = c;
	return RC_OK;
}

void csv_rewind(struct csv *c)
{
	seek(c, c->first);
	c->next_line = c->first_line;
}

/* --- rows ------------------------------------------------------------------------------------- */

static bool ends_cell(const struct csv *c, int b)
{
	return b < 0 || b == c->separator || b == '\n' || b == '\r';
}

static enum csv_found read_plain(struct csv *c)
{
	for (int b = peek(c); !ends_cell(c, b); skip(c), b = peek(c)) {
		if (b == '"') {
			skip_line(c);
			return CSV_BAD_QUOTE;
		}
		if (!put_letter(c, (unsigned char)b)) {
			skip_line(c);
			return CSV_TOO_LONG;
		}
	}
	return CSV_ROW;
}

/* Where to go on when a quote turns out to be wrong. */
struct opened {
	int64_t line, next_at, next_line;
};

static enum csv_found give_up_quote(struct csv *c, const struct opened *o)
{
	c->line = o->line;
	if (o->next_at == 0) {
		skip_line(c);
		return CSV_BAD_QUOTE;
	}
	seek(c, o->next_at);
	c->next_line = o->next_line;
	return CSV_BAD_QUOTE;
}

static enum csv_found read_quoted(struct csv *c)
{
	struct opened o = { .line = c->next_line };
	skip(c);
	for (;;) {
		int b = peek(c);
		bool fits = true;
		if (b < 0)
			return give_up_quote(c, &o);
		if (take_line_end(c)) {
			fits = put_byte(c, '\n');
			if (o.next_at == 0)
				o = (struct opened){ o.line, csv_position(c), c->next_line };
		} else if (b != '"') {
			fits = put_letter(c, (unsigned char)b);
			skip(c);
		} else {
			skip(c);
			if (peek(c) != '"')
				break;
			fits = put_byte(c, '"');
			skip(c);
		}
		if (!fits)
			return give_up_quote(c, &o);
	}
	return ends_cell(c, peek(c)) ? CSV_ROW : give_up_quote(c, &o);
}

/* One cell and its NUL; the separator after it stays. */
static enum csv_found read_cell(struct csv *c)
{
	size_t at = c->len;
	if (c->n == CSV_CELLS_MAX) {
		skip_line(c);
		return CSV_TOO_LONG;
	}
	enum csv_found found = peek(c) == '"' ? read_quoted(c) : read_plain(c);
	if (found != CSV_ROW) {
		c->wrong = c->n;
		return found;
	}
	if (!put_byte(c, '\0')) {
		skip_line(c);
		return CSV_TOO_LONG;
	}
	c->cells[c->n++] = (struct cell){ at, c->len - at - 1 };
	return CSV_ROW;
}

static enum csv_found read_row(struct csv *c)
{
	c->n = c->len = c->wrong = 0;
	c->bad_text = false;
	c->line = c->next_line;
	for (;;) {
		enum csv_found found = read_cell(c);
		if (found != CSV_ROW)
			return found;
		if (peek(c) != c->separator)
			break;
		skip(c);
	}
	(void)take_line_end(c);
	return c->bad_text ? CSV_BAD_TEXT : CSV_ROW;
}

enum csv_found csv_next(struct csv *c)
{
	while (take_line_end(c)) /* empty lines */
		;
	int b = peek(c);
	enum csv_found found = b == END ? CSV_END : read_row(c);
	return c->failed ? CSV_UNREADABLE : found;
}

/* --- what was found ----------------------------------------------------------------------------- */

size_t csv_count(const struct csv *c)
{
	return c->n;
}

char *csv_cell(struct csv *c, size_t i)
{
	return c->row + c->cells[i].at;
}

size_t csv_cell_len(const struct csv *c, size_t i)
{
	return c->cells[i].len;
}

int64_t csv_line(const struct csv *c)
{
	return c->line;
}

size_t csv_wrong_cell(const struct csv *c)
{
	return c->wrong;
}

char csv_separator(const struct csv *c)
{
	return c->separator;
}

bool csv_is_latin(const struct csv *c)
{
	return c->latin;
}

/* --- writing ----------------------------------------------------------------------------------- */

void csv_write(struct buf *out, const char *text, bool first)
{
	const char *from = text ? text : "";
	bool formula = *from != '\0' && strchr("=+-@\t\r", *from) != NULL;
	bool quoted = formula || strpbrk(from, ",\"\r\n") != NULL;
	if (!first)
		buf_char(out, ',');
	if (quoted)
		buf_char(out, '"');
	if (formula)
		buf_char(out, '\'');
	for (; *from != '\0'; from++) {
		if (*from == '"')
			buf_char(out, '"');
		buf_char(out, *from);
	}
	if (quoted)
		buf_char(out, '"');
}

void csv_write_end(struct buf *out)
{
	buf_str(out, "\r\n");
}
