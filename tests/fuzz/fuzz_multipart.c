/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

/* The first line is the Content-Type, the rest the body. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *end = len > 0 ? memchr(data, '\n', len) : NULL;
	if (end == NULL)
		return 0;
	struct arena *a = fuzz_arena();
	char *type = fuzz_text(data, (size_t)(end - data));
	const char *body = (const char *)end + 1;
	size_t body_len = len - (size_t)(end - data) - 1;
	struct http_pairs pairs = { 0 };
	if (http_parse_multipart(a, type, body, body_len, &pairs) == RC_OK) {
		promise_names(&pairs);
		for (size_t i = 0; i < pairs.n; i++) {
			const struct http_pair *pair = &pairs.at[i];
			PROMISE(pair->len <= body_len);
			if (pair->file == NULL) {
				promise_text(pair);
				continue;
			}
			PROMISE(pair->value >= body && pair->value + pair->len <= body + body_len);
			PROMISE(text_is_utf8(pair->file, strlen(pair->file)));
			PROMISE(text_is_printable(pair->file, false));
		}
	} else {
		PROMISE(pairs.at == NULL && pairs.n == 0);
	}
	free(type);
	arena_free(a);
	return 0;
}
