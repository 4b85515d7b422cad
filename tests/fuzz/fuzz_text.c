/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include "lib/i18n/i18n.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = fuzz_arena();
	char *text = fuzz_text(data, len);
	size_t n = strlen(text);
	if (text_is_utf8(text, n)) {
		const char *folded = text_fold(a, text), *words = text_fold_words(a, text);
		PROMISE(text_is_utf8(folded, strlen(folded)) && text_is_utf8(words, strlen(words)));
		PROMISE(strchr(folded, ' ') == NULL && strstr(words, "  ") == NULL);
		/* What is folded stays as it is. */
		PROMISE(text_is(text_fold(a, folded), folded));
		PROMISE(text_count(text) <= n);
		const char *trimmed = text_trim(a, text);
		PROMISE(strlen(trimmed) <= n && text_is_utf8(trimmed, strlen(trimmed)));
		const char *cut = text_cut(a, text, 10);
		PROMISE(text_is_utf8(cut, strlen(cut)));
	}
	free(text);
	arena_free(a);
	return 0;
}
