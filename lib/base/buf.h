/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A growing run of bytes in an arena, with a ceiling of its own. Past the
 * ceiling nothing more is added and buf_is_full() is true. The bytes are
 * always followed by a NUL, so `at` can be read as a string.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "lib/base/arena.h"

struct buf {
	struct arena *arena;
	char *at;
	size_t len, room, max;
	bool full;
};

/* An empty one that can grow to `max` bytes; takes no memory before use. */
struct buf buf_new(struct arena *a, size_t max);

/* The same as buf_put() where there is no room yet. */
void buf_put_more(struct buf *b, const void *bytes, size_t len);

/* A page is thousands of these: the common case is in line. */
static inline void buf_put(struct buf *b, const void *bytes, size_t len)
{
	if (b->len + len >= b->room) {
		buf_put_more(b, bytes, len);
		return;
	}
	memcpy(b->at + b->len, bytes, len);
	b->len += len;
	b->at[b->len] = '\0';
}

static inline void buf_str(struct buf *b, const char *text)
{
	buf_put(b, text, strlen(text));
}

static inline void buf_char(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

void buf_int(struct buf *b, long long n);
void buf_printf(struct buf *b, const char *fmt, ...) like_printf(2, 3);

/* Room for `len` more bytes: where to write them, or NULL past the ceiling. */
char *buf_room(struct buf *b, size_t len);
/* Counts `len` bytes written at the place buf_room() gave. */
void buf_grew(struct buf *b, size_t len);

bool buf_is_full(const struct buf *b);
/* The bytes so far as a string, never NULL. */
const char *buf_text(const struct buf *b);

#endif
