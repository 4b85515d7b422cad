/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dates, times, durations and addresses, as people and programs type them. */
#include "tests/fuzz/fuzz.h"

#include "lib/time/time.h"
#include "src/accounts/accounts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = fuzz_arena();
	char *text = fuzz_text(data, len);
	int64_t n = 0, again = 0;
	if (date_parse(text, &n)) {
		PROMISE(date_parse(date_text(a, n), &again) && again == n);
	}
	if (time_parse(text, &n)) {
		PROMISE(time_parse(time_text(a, n), &again) && again == n);
	}
	if (duration_parse(text, &n))
		PROMISE(n >= 0);
	const char *plain = contact_plain(a, text, "US");
	if (plain != NULL) {
		const char *twice = contact_plain(a, plain, "US");
		PROMISE(twice != NULL && text_is(twice, plain));
	}
	free(text);
	arena_free(a);
	return 0;
}
