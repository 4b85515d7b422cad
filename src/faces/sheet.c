/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/sheet.h"

#include <assert.h>

#include "lib/base/text.h"
#include "lib/i18n/i18n.h"

struct sheet {
	const char *name;
	struct pdf_block *blocks;
	size_t n, max;
	bool a4;
};

struct sheet *sheet_new(struct web *r, const char *name, size_t blocks_max)
{
	struct sheet *s = arena_new_of(r->w.arena, struct sheet);
	*s = (struct sheet){ .name = name, .blocks = arena_array(r->w.arena, struct pdf_block, blocks_max + 1),
			     .max = blocks_max, .a4 = !text_starts(zone_name(r->w.zone), "America/") };
	return s;
}

void sheet_add(struct sheet *s, enum pdf_kind kind, const char *text)
{
	assert(s->n < s->max);
	s->blocks[s->n++] = (struct pdf_block){ kind, text };
}

void sheet_add_fact(struct web *r, struct sheet *s, enum word word, const char *what)
{
	sheet_add(s, PDF_TEXT, web_printf(r, "%s: %s", word_text(r->w.lang, word), what));
}

void sheet_add_time(struct web *r, struct sheet *s, enum word word, int64_t at)
{
	struct when_style style = { .lang = r->w.lang, .zone = r->w.zone, .now = r->w.now };
	sheet_add_fact(r, s, word, when_text(r->w.arena, &style, at));
}

static enum rc write_sheet(struct web *r)
{
	const struct sheet *s = r->kept;
	struct buf out = buf_new(r->w.arena, PDF_BYTES_MAX);
	TRY(pdf_write(s->blocks, s->n, s->a4, &out));
	return web_file(r, "application/pdf", s->name, buf_text(&out), out.len);
}

enum rc sheet_answer(struct web *r, struct sheet *s)
{
	r->kept = s;
	r->late = write_sheet;
	return RC_OK;
}
