/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Made by tools/page.py. */
#ifndef SAMPLE_PAGES_H
#define SAMPLE_PAGES_H

#include "lib/html/html.h"
#include "sample.h"

void page_frame_top(struct page *p, const char *title);
void page_frame_end(struct page *p, const char *title);
void page_sample(struct page *p, const struct sample *v);

#endif
