/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const offered[] = { "en", "es", "ar", "en-XA" };
	char *header = fuzz_text(data, len);
	int picked = http_pick_language(header, offered, COUNT_OF(offered));
	PROMISE(picked >= -1 && picked < (int)COUNT_OF(offered));
	PROMISE(http_pick_language(header, offered, 0) == -1);
	/* What is picked from all is picked from itself. */
	if (picked >= 0)
		PROMISE(http_pick_language(header, &offered[picked], 1) == 0);
	/* A type is liked as much as itself, unless it is not liked at all. */
	bool json = http_prefers(header, "application/json", "application/json");
	bool html = http_prefers(header, "text/html", "text/html");
	PROMISE(!http_prefers(header, "application/json", "text/html") || json);
	PROMISE((!json && !html) || http_prefers(header, "application/json", "text/html") ||
		http_prefers(header, "text/html", "application/json"));
	if (http_accepts_coding(header, "gzip"))
		PROMISE(strpbrk(header, "gG*") != NULL);
	free(header);
	return 0;
}
