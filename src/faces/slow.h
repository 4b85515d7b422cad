/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Work that takes a processor for long: passwords, letters. It waits in one queue for threads
 * that run only while nothing else wants to.
 *
 * A password takes a twentieth of a second, a page a ten-thousandth. Pages go first, at
 * once: a thread that is merely nice is still left its slice of 3 ms, which is ten pages'
 * time (docs/decisions/0012). The queue has a lock of its own, for a thread of this kind
 * that holds one may wait long before it can give it back.
 */
#ifndef FACES_SLOW_H
#define FACES_SLOW_H

#include "lib/base/rc.h"

struct slow;

/* Starts its threads: one for every two processors, at most four. NULL: they cannot be. */
struct slow *slow_new(void);
/* Does what waits, and ends. NULL is fine. */
void slow_free(struct slow *s);
/* RC_BUSY where too many wait already, or it is ending: ask them to come back. */
must enum rc slow_add(struct slow *s, void (*work)(void *arg), void *arg);

#endif
