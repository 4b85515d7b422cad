/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is escaped reads as what it was, and is text in an element and an attribute. */
#include "tests/fuzz/fuzz.h"

#include "lib/html/html.h"

static const struct {
	const char *escaped;
	char plain;
} pairs[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&#39;", '\'' } };

static void promise_same(const char *escaped, const char *was)
{
	PROMISE(strpbrk(escaped, "<>\"'") == NULL);
	while (*escaped != '\0') {
		char c = *escaped;
		size_t taken = 1;
		for (size_t i = 0; c == '&' && i < COUNT_OF(pairs); i++) {
			if (!text_starts(escaped, pairs[i].escaped))
				continue;
			c = pairs[i].plain;
			taken = strlen(pairs[i].escaped);
			break;
		}
		PROMISE(c != '&' || taken > 1);
		PROMISE(c == *was);
		escaped += taken;
		was++;
	}
	PROMISE(*was == '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = fuzz_arena();
	char *text = fuzz_text(data, len);
	struct buf out = buf_new(a, 32 * 1024 * 1024);
	struct page p = { .out = &out, .arena = a };
	html_text(&p, text);
	promise_same(buf_text(&out), text);
	out = buf_new(a, 32 * 1024 * 1024);
	html_url(&p, text);
	const char *url = buf_text(&out);
	PROMISE(strpbrk(url, "<>\"'") == NULL);
	PROMISE(*url == '\0' || *url == '/' || *url == '#' || text_starts(url, "https://") ||
		text_starts(url, "mailto:") || text_starts(url, "tel:"));
	PROMISE(!text_starts(url, "//"));
	out = buf_new(a, 32 * 1024 * 1024);
	html_part(&p, text);
	PROMISE(strpbrk(buf_text(&out), "<>\"'&/?# ") == NULL);
	free(text);
	arena_free(a);
	return 0;
}
