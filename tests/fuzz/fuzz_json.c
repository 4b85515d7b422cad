/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include "lib/json/json.h"
#include "lib/work/field.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = fuzz_arena();
	struct field_values values = { 0 }, again = { 0 };
	if (json_read(a, (const char *)data, len, &values) == RC_OK) {
		struct buf out = buf_new(a, 16 * 1024 * 1024);
		buf_char(&out, '{');
		for (size_t i = 0; i < values.n; i++) {
			const struct field_value *v = &values.at[i];
			PROMISE(v->name != NULL && text_is_utf8(v->name, strlen(v->name)));
			PROMISE(v->text == NULL || text_is_utf8(v->text, v->len));
			PROMISE(v->text == NULL || strlen(v->text) == v->len);
			/* A list is several values of one name, which stand together. */
			if (i > 0 && text_is(v->name, values.at[i - 1].name))
				continue;
			buf_str(&out, out.len > 1 ? "," : "");
			json_text(&out, v->name);
			buf_char(&out, ':');
			json_text(&out, v->text);
		}
		buf_char(&out, '}');
		/* What was understood can be said again. */
		PROMISE(json_read(a, buf_text(&out), out.len, &again) == RC_OK);
	}
	arena_free(a);
	return 0;
}
