/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = fuzz_arena();
	char *header = fuzz_text(data, len);
	struct http_pairs pairs = { 0 }, again;
	if (http_parse_cookies(a, header, &pairs) == RC_OK) {
		struct buf text = buf_new(a, 16 * 1024 * 1024);
		PROMISE(pairs.n <= HTTP_PARAMS_MAX);
		promise_names(&pairs);
		for (size_t i = 0; i < pairs.n; i++) {
			promise_text(&pairs.at[i]);
			PROMISE(strpbrk(pairs.at[i].name, " ;=\",") == NULL);
			PROMISE(strpbrk(pairs.at[i].value, " ;\",\\") == NULL);
			buf_printf(&text, "%s=%s; ", pairs.at[i].name, pairs.at[i].value);
		}
		PROMISE(http_parse_cookies(a, buf_text(&text), &again) == RC_OK);
		PROMISE(again.n == pairs.n);
	} else {
		PROMISE(pairs.at == NULL && pairs.n == 0);
	}
	free(header);
	arena_free(a);
	return 0;
}
