/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include "lib/i18n/i18n.h"

static struct arena *a;

static int start(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	return a == NULL || i18n_start() != RC_OK;
}

static void folding_forgets_case_accents_spacing_and_punctuation(void **state)
{
	(void)state;
	assert_string_equal(text_fold(a, "Müller-O’Neil "), text_fold(a, "muller o'neil"));
	assert_string_equal(text_fold(a, "ﬁne"), "fine");
	assert_string_equal(text_fold(a, "Ａｍａｌ"), "amal");
	assert_string_equal(text_fold(a, "w\u200bea\u00adpon"), "weapon");
	assert_string_equal(text_fold(a, "أَمَل"), text_fold(a, "أمل"));
	assert_string_equal(text_fold(a, "!?"), "");
}

static void folding_for_phrases_keeps_words_apart(void **state)
{
	(void)state;
	assert_string_equal(text_fold_words(a, "  The GATE\n code! "), "the gate code");
}

static void plurals_follow_the_language(void **state)
{
	(void)state;
	struct word_arg one = { "n", NULL, 1, true }, two = { "n", NULL, 2, true };
	assert_string_equal(word_fill(a, LANG_EN, W_home_new_messages, &one, 1), "1 new message");
	assert_string_equal(word_fill(a, LANG_EN, W_home_new_messages, &two, 1), "2 new messages");
}

static void values_stand_where_their_names_are(void **state)
{
	(void)state;
	struct word_arg who = { "name", "Rosa {name}", 0, false };
	assert_string_equal(word_fill(a, LANG_EN, W_home_hello, &who, 1), "Hello, Rosa {name}");
	struct word_arg other = { "other", "x", 0, false };
	assert_string_equal(word_fill(a, LANG_EN, W_home_hello, &other, 1), "Hello, ");
}

static void times_are_told_in_words(void **state)
{
	(void)state;
	int64_t at = date_of(2026, 11, 20) * TIME_DAY + 14 * TIME_HOUR;
	struct when_style us = { LANG_EN, zone_find("America/Detroit"), true, at };
	struct when_style uk = { LANG_EN, zone_find("Europe/London"), false, at - 400 * TIME_DAY };
	assert_string_equal(when_text(a, &us, at), "Fri 20 Nov, 9:00 am");
	assert_string_equal(when_text(a, &uk, at), "Fri 20 Nov 2026, 14:00");
	assert_string_equal(date_words(a, LANG_EN, date_of(2026, 11, 20)), "Friday 20 November 2026");
}

/* Against the slow way, in zones with odd offsets and at changes of the clock. */
static void a_time_is_told_the_same_whatever_was_told_before_it(void **state)
{
	(void)state;
	static const char *const names[] = { "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/London",
					     "America/Detroit" };
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	uint64_t seed = 7;
	for (size_t z = 0; z < COUNT_OF(names); z++) {
		struct when_style style = { LANG_EN, zone_find(names[z]), z % 2 == 0,
					    date_of(2026, 11, 20) * TIME_DAY };
		struct when_memo memo = { 0 };
		int64_t at = date_of(2025, 3, 1) * TIME_DAY;
		for (int i = 0; i < 5000; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			at += (int64_t)(seed >> 33) % (3 * TIME_DAY) - TIME_DAY;
			struct buf fast = buf_new(a, 256), utc = buf_new(a, 256);
			when_put(&fast, &style, &memo, at);
			when_put_utc(&utc, &memo, at);
			struct wall w = zone_wall(style.zone, at);
			int hour = !style.clock12 ? w.hour : w.hour % 12 == 0 ? 12 : w.hour % 12;
			const char *half = !style.clock12 ? "" : w.hour < 12 ? " am" : " pm";
			const char *year = w.year == 2026 ? "" : arena_printf(a, " %d", w.year);
			const char *want = arena_printf(a, "%.3s %d %.3s%s, %d:%02d%s", &days[3 * w.weekday],
							w.day, &months[3 * (w.month - 1)], year, hour,
							w.minute, half);
			assert_string_equal(buf_text(&fast), want);
			assert_string_equal(buf_text(&utc), time_text(a, at));
		}
		arena_reset(a);
	}
}

static void the_pseudo_locale_is_longer_and_not_offered(void **state)
{
	(void)state;
	assert_true(strlen(word_text(LANG_QPS, W_menu_home)) > strlen(word_text(LANG_EN, W_menu_home)));
	assert_false(lang_is_offered(LANG_QPS));
	assert_int_equal(lang_of("xx"), LANG_EN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folding_forgets_case_accents_spacing_and_punctuation),
		cmocka_unit_test(folding_for_phrases_keeps_words_apart),
		cmocka_unit_test(plurals_follow_the_language),
		cmocka_unit_test(values_stand_where_their_names_are),
		cmocka_unit_test(times_are_told_in_words),
		cmocka_unit_test(a_time_is_told_the_same_whatever_was_told_before_it),
		cmocka_unit_test(the_pseudo_locale_is_longer_and_not_offered),
	};
	return cmocka_run_group_tests(tests, start, NULL);
}
