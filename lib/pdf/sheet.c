/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/pdf/sheet.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

enum { MARGIN = 54, RULE_STEP = 26, RULES = 9 }; /* points */

struct writer {
	cairo_t *cr;
	double width, height, y;
};

static const struct look {
	const char *font;
	double before, after;
} looks[] = {
	[PDF_TITLE] = { "Noto Sans Bold 16", 4, 8 }, [PDF_TEXT] = { "Noto Sans 12", 0, 8 },
	[PDF_SMALL] = { "Noto Sans 9", 0, 4 },	     [PDF_CODE] = { "Noto Sans Bold 20", 6, 8 },
};

static cairo_status_t keep(void *ctx, const unsigned char *bytes, unsigned len)
{
	struct buf *out = ctx;
	buf_put(out, bytes, len);
	return buf_is_full(out) ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void next_page(struct writer *w)
{
	cairo_show_page(w->cr);
	w->y = MARGIN;
}

static void need(struct writer *w, double height)
{
	if (w->y + height > w->height - MARGIN && w->y > MARGIN)
		next_page(w);
}

/* Line by line, so that a long text runs over pages. */
static void put_text(struct writer *w, const struct look *look, const char *text)
{
	PangoLayout *layout = pango_cairo_create_layout(w->cr);
	PangoFontDescription *font = pango_font_description_from_string(look->font);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, (int)(w->width - 2 * MARGIN) * PANGO_SCALE);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_auto_dir(layout, TRUE);
	pango_layout_set_text(layout, text ? text : "", -1);
	w->y += look->before;
	PangoLayoutIter *at = pango_layout_get_iter(layout);
	do {
		PangoRectangle line;
		pango_layout_iter_get_line_extents(at, NULL, &line);
		double height = (double)line.height / PANGO_SCALE;
		need(w, height);
		cairo_move_to(w->cr, MARGIN + (double)line.x / PANGO_SCALE, w->y + height * 0.8);
		pango_cairo_show_layout_line(w->cr, pango_layout_iter_get_line_readonly(at));
		w->y += height;
	} while (pango_layout_iter_next_line(at));
	w->y += look->after;
	pango_layout_iter_free(at);
	pango_font_description_free(font);
	g_object_unref(layout);
}

static void put_line(struct writer *w, bool dashed)
{
	const double dash[] = { 4, 4 };
	cairo_set_line_width(w->cr, 0.6);
	cairo_set_dash(w->cr, dash, dashed ? 2 : 0, 0);
	cairo_move_to(w->cr, MARGIN, w->y);
	cairo_line_to(w->cr, w->width - MARGIN, w->y);
	cairo_stroke(w->cr);
}

static void put_rules(struct writer *w)
{
	need(w, RULES * RULE_STEP);
	for (int i = 0; i < RULES; i++) {
		w->y += RULE_STEP;
		put_line(w, false);
	}
	w->y += 10;
}

static void put_block(struct writer *w, const struct pdf_block *b)
{
	switch (b->kind) {
	case PDF_PAGE:
		next_page(w);
		break;
	case PDF_RULES:
		put_rules(w);
		break;
	case PDF_CUT:
		need(w, 30);
		w->y += 14;
		put_line(w, true);
		w->y += 14;
		break;
	case PDF_TITLE:
	case PDF_TEXT:
	case PDF_SMALL:
	case PDF_CODE:
		put_text(w, &looks[b->kind], b->text);
		break;
	}
}

enum rc sheet_write(const struct pdf_block *blocks, size_t n, bool a4, struct buf *out)
{
	struct writer w = { .width = a4 ? 595 : 612, .height = a4 ? 842 : 792, .y = MARGIN };
	if (n > PDF_BLOCKS_MAX)
		return RC_INVALID;
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(keep, out, w.width, w.height);
	w.cr = cairo_create(surface);
	for (size_t i = 0; i < n; i++)
		put_block(&w, &blocks[i]);
	cairo_destroy(w.cr);
	cairo_surface_finish(surface);
	bool good = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS && !buf_is_full(out);
	cairo_surface_destroy(surface);
	return good ? RC_OK : RC_BROKEN;
}
