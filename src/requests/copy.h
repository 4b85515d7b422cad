/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A copy of what is kept about somebody, for them (GDPR Art. 15(3), 20): who they are, whom they
 * are in touch with, their messages as they see them, what they said yes to, to whom they were
 * told of, what they asked. It is what their own pages show, and so names nobody whom an order
 * keeps from them, no order, no protected address and no note of staff. Sealed talk is not in it:
 * the program cannot open it without them.
 */
#ifndef REQUESTS_COPY_H
#define REQUESTS_COPY_H

#include "lib/work/pass.h"

enum { COPY_MAX = 16 << 20 };

/* One JSON object. `pass`: the person's own, and the actor is that person. RC_BUSY where it is
 * larger than `out` may be. */
must enum rc copy_write(struct work *w, const struct pass *pass, struct buf *out);

#endif
