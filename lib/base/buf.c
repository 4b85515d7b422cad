/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/base/buf.h"

#include <string.h>

enum { FIRST_ROOM = 256 };

struct buf buf_new(struct arena *a, size_t max)
{
	return (struct buf){ .arena = a, .max = max };
}

static bool grow(struct buf *b, size_t len)
{
	if (b->full || len > b->max - b->len) {
		b->full = true;
		return false;
	}
	size_t room = b->room ? b->room * 2 : FIRST_ROOM;
	if (room < b->len + len + 1)
		room = b->len + len + 1;
	/* Never more than the ceiling: what has room is not asked about again. */
	if (room - 1 > b->max)
		room = b->max + 1;
	char *at = arena_room(b->arena, room);
	at[0] = '\0';
	if (b->len > 0)
		memcpy(at, b->at, b->len);
	b->at = at;
	b->room = room;
	return true;
}

char *buf_room(struct buf *b, size_t len)
{
	if (b->len + len + 1 > b->room && !grow(b, len))
		return NULL;
	return b->at + b->len;
}

void buf_grew(struct buf *b, size_t len)
{
	b->len += len;
	b->at[b->len] = '\0';
}

void buf_put_more(struct buf *b, const void *bytes, size_t len)
{
	char *at = buf_room(b, len);
	if (at == NULL)
		return;
	if (len > 0)
		memcpy(at, bytes, len);
	buf_grew(b, len);
}

void buf_int(struct buf *b, long long n)
{
	char digits[24], *end = digits + sizeof(digits), *at = end;
	unsigned long long rest = n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n;
	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (n < 0)
		*--at = '-';
	buf_put(b, at, (size_t)(end - at));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	buf_str(b, arena_vprintf(b->arena, fmt, args));
	va_end(args);
}

bool buf_is_full(const struct buf *b)
{
	return b->full;
}

const char *buf_text(const struct buf *b)
{
	return b->at ? b->at : "";
}
