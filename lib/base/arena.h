/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Memory with a lifetime instead of an owner: one arena per request, job or
 * command. What is taken from it lives until arena_reset(); nobody frees.
 *
 * An arena has a ceiling. When it is reached, or the machine has no memory,
 * arena_get() does not return: it jumps to the place set by arena_guard(),
 * where the request is rolled back and answered 503. Code between the guard
 * and the jump therefore holds no lock and owns nothing outside the arena and
 * the transaction (docs/decisions/0003-arenas.md).
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "lib/base/rc.h"

struct arena;

/* A new arena that hands out at most `max` bytes; NULL without memory. */
struct arena *arena_new(size_t max);
void arena_free(struct arena *a);

/* Forgets all that was taken. Under ASan the old bytes are poisoned. */
void arena_reset(struct arena *a);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

/* Zeroed, aligned for any type, never NULL. */
void *arena_get(struct arena *a, size_t size);
/* The same as it comes, not zeroed: for what is written over at once. */
void *arena_room(struct arena *a, size_t size);
void *arena_copy(struct arena *a, const void *from, size_t size);
char *arena_str(struct arena *a, const char *text);
char *arena_strn(struct arena *a, const char *text, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) like_printf(2, 3);
char *arena_vprintf(struct arena *a, const char *fmt, va_list args) like_printf(2, 0);

/* Raises the ceiling until the next reset: room to say that there was no room. */
void arena_grant(struct arena *a, size_t size);

#define arena_new_of(a, type) ((type *)arena_get((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_get_array((a), sizeof(type), (n)))
void *arena_get_array(struct arena *a, size_t size, size_t n);
/* The same as it comes, not zeroed: for rows that are each written whole at once. */
#define arena_array_room(a, type, n) ((type *)arena_room_array((a), sizeof(type), (n)))
void *arena_room_array(struct arena *a, size_t size, size_t n);

/*
 * Where to go when memory runs out:
 *
 *	if (setjmp(*arena_guard(a)))
 *		return RC_BUSY;
 *
 * Without a guard the program stops. arena_unguard() takes it away.
 */
jmp_buf *arena_guard(struct arena *a);
void arena_unguard(struct arena *a);

#endif
