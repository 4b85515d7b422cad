/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* gcc says it with a macro, clang with a feature that gcc cannot even parse. */
#if !defined(__SANITIZE_ADDRESS__) && defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define HIDE(at, size) ASAN_POISON_MEMORY_REGION(at, size)
#define SHOW(at, size) ASAN_UNPOISON_MEMORY_REGION(at, size)
#else
#define HIDE(at, size) ((void)(at), (void)(size))
#define SHOW(at, size) ((void)(at), (void)(size))
#endif

enum { FIRST_CHUNK = 64 * 1024, SHORT_TEXT = 256, ALIGN = alignof(max_align_t) };

struct chunk {
	struct chunk *older;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct chunk *newest;
	size_t taken, max, granted; /* granted: part of max, until the reset */
	bool guarded;
	jmp_buf guard;
};

static struct chunk *chunk_new(size_t size, struct chunk *older)
{
	struct chunk *c = malloc(sizeof(*c) + size);
	if (c == NULL)
		return NULL;
	c->older = older;
	c->used = 0;
	c->size = size;
	HIDE(c->bytes, size);
	return c;
}

struct arena *arena_new(size_t max)
{
	struct arena *a = calloc(1, sizeof(*a));
	if (a == NULL)
		return NULL;
	a->max = max;
	a->newest = chunk_new(FIRST_CHUNK, NULL);
	if (a->newest == NULL) {
		free(a);
		return NULL;
	}
	return a;
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_reset(a);
	free(a->newest);
	free(a);
}

void arena_reset(struct arena *a)
{
	while (a->newest->older != NULL) {
		struct chunk *gone = a->newest;
		a->newest = gone->older;
		SHOW(gone->bytes, gone->size);
		free(gone);
	}
	a->newest->used = 0;
	a->taken = 0;
	a->max -= a->granted;
	a->granted = 0;
	a->guarded = false;
	HIDE(a->newest->bytes, a->newest->size);
}

void arena_grant(struct arena *a, size_t size)
{
	a->max += size;
	a->granted += size;
}

size_t arena_used(const struct arena *a)
{
	return a->taken;
}

static _Noreturn void out_of_memory(struct arena *a)
{
	if (a->guarded)
		longjmp(a->guard, 1);
	fputs("kinkeeper: out of memory\n", stderr);
	abort();
}

void *arena_room(struct arena *a, size_t size)
{
	if (size > a->max - a->taken)
		out_of_memory(a);
	size_t whole = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (whole > a->newest->size - a->newest->used) {
		size_t next = a->newest->size * 2;
		struct chunk *c = chunk_new(whole > next ? whole : next, a->newest);
		if (c == NULL)
			out_of_memory(a);
		a->newest = c;
	}
	unsigned char *at = a->newest->bytes + a->newest->used;
	a->newest->used += whole;
	a->taken += size;
	SHOW(at, size);
	return at;
}

void *arena_get(struct arena *a, size_t size)
{
	return memset(arena_room(a, size), 0, size);
}

static size_t product(struct arena *a, size_t size, size_t n)
{
	size_t whole;
	if (__builtin_mul_overflow(size, n, &whole))
		out_of_memory(a);
	return whole;
}

void *arena_get_array(struct arena *a, size_t size, size_t n)
{
	return arena_get(a, product(a, size, n));
}

void *arena_room_array(struct arena *a, size_t size, size_t n)
{
	return arena_room(a, product(a, size, n));
}

void *arena_copy(struct arena *a, const void *from, size_t size)
{
	void *to = arena_room(a, size);
	if (size > 0)
		memcpy(to, from, size);
	return to;
}

char *arena_strn(struct arena *a, const char *text, size_t len)
{
	char *to = arena_room(a, len + 1);
	if (len > 0)
		memcpy(to, text, len);
	to[len] = '\0';
	return to;
}

char *arena_str(struct arena *a, const char *text)
{
	return arena_strn(a, text, strlen(text));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
	/* Most texts are short: they are written once, and not measured before. */
	char shorter[SHORT_TEXT];
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(shorter, sizeof(shorter), fmt, again);
	va_end(again);
	if (len < 0)
		out_of_memory(a);
	char *to = arena_room(a, (size_t)len + 1);
	if (len < SHORT_TEXT)
		memcpy(to, shorter, (size_t)len + 1);
	else
		(void)vsnprintf(to, (size_t)len + 1, fmt, args);
	return to;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	char *to = arena_vprintf(a, fmt, args);
	va_end(args);
	return to;
}

jmp_buf *arena_guard(struct arena *a)
{
	a->guarded = true;
	return &a->guard;
}

void arena_unguard(struct arena *a)
{
	a->guarded = false;
}
