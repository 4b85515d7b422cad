/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keeping the program well: health, the API's description, and the hourly sweep. */
#ifndef FACES_OPS_H
#define FACES_OPS_H

#include "lib/work/work.h"

struct buf;

/* The job: forgets what is over (sessions, codes, counts, drafts, old answers). */
must enum rc ops_sweep(struct work *w, int64_t unused);
/* The OpenAPI 3.1 description, from the route and field tables. */
void ops_openapi(struct buf *out);

#endif
