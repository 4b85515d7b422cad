/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Texts that come in: what word they are taken for. */
#include "tests/fuzz/fuzz.h"

#include "lib/i18n/i18n.h"
#include "src/texts/texts.h"

enum { ROOM = 1500 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = fuzz_arena();
	char *text = fuzz_text(data, len);
	enum texts_word word = texts_word(a, text);
	PROMISE(word == TEXTS_OTHER || word == TEXTS_STOP || word == TEXTS_START || word == TEXTS_HELP);
	bool text_good = text_is_utf8(text, strlen(text)); /* as the form that it came in makes sure */
	if (text_good && strlen(text) < ROOM && text_is_printable(text, true)) {
		/* Quotes and full stops around it mean nothing. */
		if (word != TEXTS_OTHER)
			PROMISE(texts_word(a, arena_printf(a, "\"%s.\"", text)) == word);
		/* Who wants out is let out, whatever else they say. */
		PROMISE(texts_word(a, arena_printf(a, "Stop, %s", text)) == TEXTS_STOP);
		PROMISE(texts_word(a, arena_printf(a, "ALTO %s", text)) == TEXTS_STOP);
	} else if (!text_is_printable(text, true)) {
		PROMISE(word == TEXTS_OTHER);
	}
	free(text);
	arena_free(a);
	return 0;
}
