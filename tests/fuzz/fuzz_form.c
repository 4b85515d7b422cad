/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

/* What was understood is understood the same when it is written anew. */
static void promise_round_trip(struct arena *a, const struct http_pairs *pairs)
{
	struct buf text = buf_new(a, 16 * 1024 * 1024);
	struct http_pairs again;
	for (size_t i = 0; i < pairs->n; i++)
		buf_printf(&text, "%s%s=%s", i > 0 ? "&" : "",
			   http_url_escape(a, pairs->at[i].name),
			   http_url_escape(a, pairs->at[i].value));
	PROMISE(http_parse_query(a, buf_text(&text), text.len, &again) == RC_OK);
	PROMISE(again.n == pairs->n);
	for (size_t i = 0; i < pairs->n; i++) {
		PROMISE(text_is(again.at[i].name, pairs->at[i].name));
		PROMISE(text_is(again.at[i].value, pairs->at[i].value));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = fuzz_arena();
	struct http_pairs pairs = { 0 };
	if (http_parse_form(a, (const char *)data, len, &pairs) == RC_OK) {
		promise_names(&pairs);
		for (size_t i = 0; i < pairs.n; i++) {
			promise_text(&pairs.at[i]);
			PROMISE(pairs.at[i].file == NULL);
		}
		promise_round_trip(a, &pairs);
	} else {
		PROMISE(pairs.at == NULL && pairs.n == 0);
	}
	arena_free(a);
	return 0;
}
