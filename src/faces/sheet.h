/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * An answer on paper: blocks are gathered in the transaction, and become a PDF (lib/pdf/pdf.h)
 * behind it, on the slow threads. US Letter in America, A4 elsewhere.
 */
#ifndef FACES_SHEET_H
#define FACES_SHEET_H

#include "lib/pdf/pdf.h"
#include "src/faces/web.h"

struct sheet;
/* An empty one with room for so many blocks, whose file has that name. */
struct sheet *sheet_new(struct web *r, const char *name, size_t blocks_max);
/* One more block; a NULL text stands for none where the kind needs one. */
void sheet_add(struct sheet *s, enum pdf_kind kind, const char *text);
/* "Word: what", and "Word: when" in the reader's time. */
void sheet_add_fact(struct web *r, struct sheet *s, enum word word, const char *what);
void sheet_add_time(struct web *r, struct sheet *s, enum word word, int64_t at);
/* It is the request's answer. */
must enum rc sheet_answer(struct web *r, struct sheet *s);

#endif
