/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers that say no: the form again with what is wrong, a page, or a problem
 * (RFC 9457). Nothing is lost that was typed. */
#ifndef FACES_REFUSE_H
#define FACES_REFUSE_H

#include "src/faces/web.h"

/* Inside the transaction: may show the form again. */
void refuse(struct web *r, enum rc rc);
/* Outside of one: a page or a problem without the database. */
void refuse_plain(struct web *r, enum error error);

#endif
