/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include "lib/base/buf.h"
#include "lib/base/id.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"

static void arena_gives_zeroed_memory_and_counts_it(void **state)
{
	(void)state;
	struct arena *a = arena_new(1 << 20);
	for (int i = 0; i < 1000; i++) {
		unsigned char *at = arena_get(a, 100);
		for (int k = 0; k < 100; k++)
			assert_int_equal(at[k], 0);
		memset(at, 0xff, 100);
	}
	assert_int_equal(arena_used(a), 100000);
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
	assert_int_equal(*(unsigned char *)arena_get(a, 1), 0);
	arena_free(a);
}

static void arena_jumps_to_its_guard_at_the_ceiling(void **state)
{
	(void)state;
	struct arena *a = arena_new(1000);
	if (setjmp(*arena_guard(a)) == 0) {
		arena_get(a, 900);
		arena_get(a, 200);
		fail();
	}
	arena_free(a);
}

static void buffer_stops_at_its_ceiling(void **state)
{
	(void)state;
	struct arena *a = arena_new(1 << 20);
	struct buf b = buf_new(a, 10);
	buf_str(&b, "12345");
	buf_str(&b, "67890");
	assert_false(buf_is_full(&b));
	buf_char(&b, 'x');
	assert_true(buf_is_full(&b));
	assert_string_equal(buf_text(&b), "1234567890");
	arena_free(a);
}

static void utf8_is_the_shortest_form_and_no_surrogate(void **state)
{
	(void)state;
	assert_true(text_is_utf8("Müller أمل 中文 😀", strlen("Müller أمل 中文 😀")));
	assert_false(text_is_utf8("\xc0\xaf", 2));
	assert_false(text_is_utf8("\xed\xa0\x80", 3));
	assert_false(text_is_utf8("\xf4\x90\x80\x80", 4));
	assert_false(text_is_utf8("\xc3", 1));
	assert_false(text_is_utf8("a\0b", 3));
}

static void trimming_knows_unicode_spaces(void **state)
{
	(void)state;
	struct arena *a = arena_new(1 << 20);
	assert_string_equal(text_trim(a, "\xc2\xa0 \tRosa Maria \xe2\x80\x83\n"), "Rosa Maria");
	assert_string_equal(text_trim(a, "   "), "");
	arena_free(a);
}

static void cutting_counts_letters_not_bytes(void **state)
{
	(void)state;
	struct arena *a = arena_new(1 << 20);
	assert_string_equal(text_cut(a, "äöü", 3), "äöü");
	assert_string_equal(text_cut(a, "äöüß", 3), "äöü…");
	arena_free(a);
}

static void base32_goes_there_and_back(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		unsigned char in[16], out[16];
		char text[27];
		rand_bytes(in, sizeof(in));
		text_base32(in, text);
		assert_int_equal(strlen(text), 26);
		assert_true(text_unbase32(text, out));
		assert_memory_equal(in, out, 16);
	}
	unsigned char out[16];
	assert_false(text_unbase32("zzzzzzzzzzzzzzzzzzzzzzzzzz", out)); /* beyond 128 bits */
	assert_false(text_unbase32("0000000000000000000000000", out));
	assert_false(text_unbase32("000000000000000000000000000", out));
	assert_false(text_unbase32("0000000000000000000000000i", out));
}

static void base64url_goes_there_and_back(void **state)
{
	(void)state;
	struct arena *a = arena_new(1 << 20);
	for (size_t len = 1; len < 64; len++) {
		unsigned char in[64], out[64];
		rand_bytes(in, len);
		assert_true(text_unbase64url(text_base64url(a, in, len), out, len));
		assert_memory_equal(in, out, len);
	}
	unsigned char out[2];
	assert_false(text_unbase64url("AAB", out, 2)); /* bits beyond the end */
	assert_false(text_unbase64url("AA=", out, 2));
	arena_free(a);
}

static void numbers_are_whole_and_fit(void **state)
{
	(void)state;
	long long n;
	assert_true(text_to_int("-42", &n));
	assert_int_equal(n, -42);
	assert_false(text_to_int(" 1", &n));
	assert_false(text_to_int("1x", &n));
	assert_false(text_to_int("", &n));
	assert_false(text_to_int("99999999999999999999", &n));
}

static void ids_grow_though_the_clock_stands_still_or_steps_back(void **state)
{
	(void)state;
	struct id_clock clock = { 0 };
	int64_t last = 0;
	for (int i = 0; i < 10000; i++) {
		int64_t id = id_next(&clock, 1800000000000 - i % 3 * 1000, 5);
		assert_true(id > last);
		last = id;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_gives_zeroed_memory_and_counts_it),
		cmocka_unit_test(arena_jumps_to_its_guard_at_the_ceiling),
		cmocka_unit_test(buffer_stops_at_its_ceiling),
		cmocka_unit_test(utf8_is_the_shortest_form_and_no_surrogate),
		cmocka_unit_test(trimming_knows_unicode_spaces),
		cmocka_unit_test(cutting_counts_letters_not_bytes),
		cmocka_unit_test(base32_goes_there_and_back),
		cmocka_unit_test(base64url_goes_there_and_back),
		cmocka_unit_test(numbers_are_whole_and_fit),
		cmocka_unit_test(ids_grow_though_the_clock_stands_still_or_steps_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
