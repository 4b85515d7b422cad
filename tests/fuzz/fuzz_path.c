/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

/* A path is read the same when its segments are escaped anew. */
static void promise_round_trip(struct arena *a, const char *path)
{
	struct buf text = buf_new(a, 16 * 1024 * 1024);
	const char *again;
	for (const char *at = path; *at == '/';) {
		size_t n = strcspn(++at, "/");
		buf_printf(&text, "/%s", http_url_escape(a, arena_strn(a, at, n)));
		at += n;
	}
	PROMISE(http_parse_path(a, buf_text(&text), &again) == RC_OK);
	PROMISE(text_is(again, path));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = fuzz_arena();
	char *raw = fuzz_text(data, len);
	const char *path = NULL;
	if (http_parse_path(a, raw, &path) == RC_OK) {
		PROMISE(path[0] == '/' && text_is_utf8(path, strlen(path)));
		PROMISE(text_is_printable(path, false));
		PROMISE(strstr(path, "//") == NULL);
		PROMISE(strstr(path, "/../") == NULL && !text_ends(path, "/.."));
		PROMISE(strstr(path, "/./") == NULL && !text_ends(path, "/."));
		promise_round_trip(a, path);
	} else {
		PROMISE(path == NULL);
	}
	free(raw);
	arena_free(a);
	return 0;
}
