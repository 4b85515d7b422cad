/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include "lib/base/text.h"
#include "lib/html/html.h"

static struct arena *a;
static struct buf out;
static struct page page;

static int start(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	return a == NULL || i18n_start() != RC_OK;
}

static int fresh(void **state)
{
	(void)state;
	arena_reset(a);
	out = buf_new(a, 1 << 20);
	page = (struct page){ .out = &out, .arena = a, .style = { .lang = LANG_EN } };
	return 0;
}

static void five_characters_are_escaped_wherever_they_stand(void **state)
{
	(void)state;
	for (size_t pad = 0; pad < 40; pad++) {
		out = buf_new(a, 1 << 20);
		const char *text = arena_printf(a, "%*s<&>\"'%*s", (int)pad, "", (int)pad, "");
		const char *want = arena_printf(a, "%*s&lt;&amp;&gt;&quot;&#39;%*s", (int)pad, "", (int)pad, "");
		html_text(&page, text);
		assert_string_equal(buf_text(&out), want);
	}
}

static void only_our_paths_and_safe_schemes_are_links(void **state)
{
	(void)state;
	static const struct {
		const char *in, *want;
	} rows[] = { { "/home?a=1&b=2", "/home?a=1&amp;b=2" }, { "javascript:alert(1)", "#" },
		     { "//evil.example/", "#" },	       { "/\\evil.example", "#" },
		     { "https://example.org/", "https://example.org/" }, { "data:text/html,x", "#" },
		     { "", "" } };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		out = buf_new(a, 1 << 20);
		html_url(&page, rows[i].in);
		assert_string_equal(buf_text(&out), rows[i].want);
	}
}

static void parts_of_addresses_are_percent_encoded(void **state)
{
	(void)state;
	html_part(&page, "a b/é?&");
	assert_string_equal(buf_text(&out), "a%20b%2F%C3%A9%3F%26");
}

static void lines_become_breaks_and_stay_escaped(void **state)
{
	(void)state;
	html_lines(&page, "one\n<two>");
	assert_string_equal(buf_text(&out), "one<br>\n&lt;two&gt;");
}

static void values_in_words_are_escaped(void **state)
{
	(void)state;
	struct word_arg who = word_arg("name", "<b>");
	html_word(&page, W_home_hello, &who, 1);
	assert_string_equal(buf_text(&out), "Hello, &lt;b&gt;");
}

static void form_tokens_differ_each_time_and_fit_their_secret_only(void **state)
{
	(void)state;
	unsigned char secret[FORM_TOKEN_LEN] = { 1 }, other[FORM_TOKEN_LEN] = { 2 };
	const char *one = html_form_token(a, secret), *two = html_form_token(a, secret);
	assert_string_not_equal(one, two);
	assert_true(html_form_token_is_right(secret, one));
	assert_true(html_form_token_is_right(secret, two));
	assert_false(html_form_token_is_right(other, one));
	assert_false(html_form_token_is_right(secret, NULL));
	assert_false(html_form_token_is_right(secret, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(five_characters_are_escaped_wherever_they_stand, fresh),
		cmocka_unit_test_setup(only_our_paths_and_safe_schemes_are_links, fresh),
		cmocka_unit_test_setup(parts_of_addresses_are_percent_encoded, fresh),
		cmocka_unit_test_setup(lines_become_breaks_and_stay_escaped, fresh),
		cmocka_unit_test_setup(values_in_words_are_escaped, fresh),
		cmocka_unit_test_setup(form_tokens_differ_each_time_and_fit_their_secret_only, fresh),
	};
	return cmocka_run_group_tests(tests, start, NULL);
}
