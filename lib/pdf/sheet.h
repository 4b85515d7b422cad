/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The converter's half of pdf.h: pango sets the lines, cairo writes the pages. */
#ifndef PDF_SHEET_H
#define PDF_SHEET_H

#include "lib/pdf/pdf.h"

must enum rc sheet_write(const struct pdf_block *blocks, size_t n, bool a4, struct buf *out);

#endif
