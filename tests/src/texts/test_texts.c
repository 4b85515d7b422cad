/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include <string.h>

#include "lib/base/text.h"
#include "src/texts/texts.h"
#include "tests/story/client.h"

static void words_are_known_in_every_language_whatever_stands_around_them(void **state)
{
	static const struct {
		const char *text;
		enum texts_word word;
	} cases[] = {
		{ "STOP", TEXTS_STOP },		{ " stop.\n", TEXTS_STOP },	 { "\"Stop\"", TEXTS_STOP },
		{ "STOP please", TEXTS_STOP },	{ "stop, I said", TEXTS_STOP },	 { "Alto", TEXTS_STOP },
		{ "توقف", TEXTS_STOP },		{ "توقّف", TEXTS_STOP },		 { "unsubscribe", TEXTS_STOP },
		{ "stopper", TEXTS_OTHER },	{ "end of the week", TEXTS_OTHER }, { "start", TEXTS_START },
		{ "Inicio!", TEXTS_START },	{ "ابدأ", TEXTS_START },		 { "start over", TEXTS_OTHER },
		{ "Help?", TEXTS_HELP },	{ "ayuda", TEXTS_HELP },	 { "مساعدة", TEXTS_HELP },
		{ "", TEXTS_OTHER },		{ "...", TEXTS_OTHER },		 { "please stop", TEXTS_OTHER },
		{ "\x01stop", TEXTS_OTHER },
	};
	(void)state;
	struct arena *a = arena_new(1024 * 1024);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		if (texts_word(a, cases[i].text) != cases[i].word)
			print_message("%s\n", cases[i].text);
		assert_int_equal(texts_word(a, cases[i].text), cases[i].word);
	}
	arena_free(a);
}

static void whatever_is_sent_is_some_word(void **state)
{
	static char long_text[4000];
	uint64_t chance = 7;
	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct arena *a = arena_new(1024 * 1024);
		size_t n = 0;
		for (; n < (size_t)round; n++) {
			chance = chance * UINT64_C(6364136223846793005) + 1442695040888963407u;
			unsigned char c = (unsigned char)(chance >> 56);
			long_text[n] = (char)(c ? c : 's');
		}
		long_text[n] = '\0';
		assert_in_range(texts_word(a, long_text), TEXTS_OTHER, TEXTS_HELP);
		arena_free(a);
	}
	memset(long_text, ' ', sizeof(long_text) - 1);
	memcpy(long_text, "stop", 4);
	struct arena *a = arena_new(1024 * 1024);
	assert_int_equal(texts_word(a, long_text), TEXTS_OTHER); /* longer than any text */
	arena_free(a);
}

/* Letters of GSM 03.38 beyond ASCII that our languages have. */
static bool fits_one_part(const char *text)
{
	static const char *const gsm[] = { "ñ", "Ñ", "é", "à", "è", "ù", "ì", "ò", "ü", "Ü", "ö", "Ö", "ä", "¿", "¡" };
	size_t letters = text_count(text);
	bool plain = true;
	for (const char *c = text; *c != '\0';) {
		size_t step = (unsigned char)*c < 0x80 ? 1 : 0;
		plain = plain && strchr("[]{}\\^~|`", *c) == NULL;
		for (size_t i = 0; step == 0 && i < COUNT_OF(gsm); i++)
			if (text_starts(c, gsm[i]))
				step = strlen(gsm[i]);
		plain = plain && step > 0;
		c += step ? step : 1;
	}
	return letters <= (plain ? 160 : 70);
}

static void every_answer_fits_one_part_of_a_text(void **state)
{
	static const enum word answers[] = { W_notice_stopped, W_notice_texts_on, W_notice_text_help,
					     W_notice_text_words };
	const struct word_arg phone = { .name = "phone", .text = "+1 313 555 0100" };
	(void)state;
	struct arena *a = arena_new(1024 * 1024);
	assert_false(fits_one_part("í234567890123456789012345678901234567890123456789012345678901234567890x"));
	for (int lang = 0; lang < LANG_COUNT; lang++)
		for (size_t i = 0; i < COUNT_OF(answers) && lang_is_offered((enum lang)lang); i++)
			assert_true(fits_one_part(word_fill(a, (enum lang)lang, answers[i], &phone, 1)));
	arena_free(a);
}

static int status_of(struct world_under_test *t, struct arena *a, const char *path, const char *secret)
{
	const char *const headers[] = { "Content-Type", "application/json", "X-Hook-Secret", secret, NULL };
	return test_raw(t, a, "POST", path, headers, "{\"from\":\"+13135550142\",\"text\":\"HELP\"}").status;
}

static void hooks_are_not_there_without_a_secret_and_refuse_a_wrong_one(void **state)
{
	struct world_under_test t = { 0 };
	struct arena *a = arena_new(64 * 1024 * 1024);
	(void)state;
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	assert_int_equal(status_of(&t, a, "/hooks/sms", "a secret of the tests"), 200);
	assert_int_equal(status_of(&t, a, "/hooks/sms", "a secret of the tesu"), 403);
	assert_int_equal(status_of(&t, a, "/hooks/sms", ""), 403);
	assert_int_equal(status_of(&t, a, "/hooks/sms/status", "another"), 403);
	assert_int_equal(status_of(&t, a, "/api/v1/hooks/sms", "a secret of the tests"), 404);
	server_shared(t.server)->hook_secret = NULL;
	assert_int_equal(status_of(&t, a, "/hooks/sms", "a secret of the tests"), 404);
	assert_int_equal(status_of(&t, a, "/hooks/sms/status", ""), 404);
	test_world_stop(&t);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_known_in_every_language_whatever_stands_around_them),
		cmocka_unit_test(whatever_is_sent_is_some_word),
		cmocka_unit_test(every_answer_fits_one_part_of_a_text),
		cmocka_unit_test(hooks_are_not_there_without_a_secret_and_refuse_a_wrong_one),
	};
	if (crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 3;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
