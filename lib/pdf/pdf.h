/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Letters as PDF, in any script, from right to left where the language runs so. A
 * document is a list of blocks. Pango and cairo live in a program of their own,
 * kin-converter, which is started for each document, gets the blocks over a socket
 * and has no database, no network and limits of its own: what they leak or race over
 * (fontconfig does both) ends with it. Slow: on the slow threads only.
 */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "lib/base/buf.h"

enum pdf_kind {
	PDF_TITLE, /* large */
	PDF_TEXT,
	PDF_SMALL,
	PDF_CODE,  /* large, spaced, for typing or reading out */
	PDF_RULES, /* empty lines to write on; `text` is not read */
	PDF_CUT,   /* a dashed line */
	PDF_PAGE,  /* the next block begins a page */
};

struct pdf_block {
	enum pdf_kind kind;
	const char *text;
};

enum { PDF_BLOCKS_MAX = 2000, PDF_BYTES_MAX = 16 * 1024 * 1024 };

/* Writes the blocks on pages of US Letter or A4 (`a4`). RC_INVALID for more than
 * PDF_BLOCKS_MAX; RC_BROKEN where the converter is not there or fails. */
must enum rc pdf_write(const struct pdf_block *blocks, size_t n, bool a4, struct buf *out);

#endif
