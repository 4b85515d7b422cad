/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the fuzz targets share. Each is a libFuzzer program that checks promises of a header. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/http/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define PROMISE(x)                                                                                 \
	do {                                                                                       \
		if (!(x)) {                                                                        \
			fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #x);    \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* Larger than any input needs: running out is a finding. */
static inline struct arena *fuzz_arena(void)
{
	struct arena *a = arena_new(64 * 1024 * 1024);
	PROMISE(a != NULL);
	return a;
}

/* The input as a string of its own, so that reading past it is seen. */
static inline char *fuzz_text(const uint8_t *data, size_t len)
{
	char *text = malloc(len + 1);
	PROMISE(text != NULL);
	if (len > 0)
		memcpy(text, data, len);
	text[len] = '\0';
	return text;
}

static inline void promise_text(const struct http_pair *pair)
{
	PROMISE(text_is_utf8(pair->value, pair->len));
	PROMISE(strlen(pair->value) == pair->len);
}

/* Names are lines of UTF-8, and come once except where they end in []. */
static inline void promise_names(const struct http_pairs *pairs)
{
	PROMISE(pairs->n <= HTTP_PARAMS_MAX);
	for (size_t i = 0; i < pairs->n; i++) {
		const char *name = pairs->at[i].name;
		PROMISE(*name != '\0' && text_is_utf8(name, strlen(name)));
		PROMISE(text_is_printable(name, false));
		for (size_t j = 0; j < i && !text_ends(name, "[]"); j++)
			PROMISE(!text_is(name, pairs->at[j].name));
	}
}

#endif
