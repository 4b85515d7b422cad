/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Live pages: streams by person. A ring says that something changed, never what:
 * the page asks again, and the one set of rules decides what it may show
 * (docs/decisions/0007-live-pages.md). */
#ifndef FACES_LIVE_H
#define FACES_LIVE_H

#include "lib/base/id.h"

struct live;
struct http_stream;

struct live *live_new(void);
void live_free(struct live *l);
/* A stream of this person's begins; most 4 per person, then the oldest ends. */
void live_add(struct live *l, struct id_person person, struct http_stream *s);
void live_gone(struct live *l, struct http_stream *s);
/* Tells all streams of a person that their page has changed. */
void live_ring(struct live *l, struct id_person person);
/* How many streams are open. */
unsigned live_count(struct live *l);

#endif
