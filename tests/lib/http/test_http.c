/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/http/http.h"

static int arena_up(void **state)
{
	*state = arena_new(1024 * 1024);
	return *state == NULL;
}

static int arena_down(void **state)
{
	arena_free(*state);
	return 0;
}

static void header_names_ignore_case_and_the_last_one_counts(void **state)
{
	struct http_pair pairs[] = { { .name = "Accept", .value = "a" },
				     { .name = "ACCEPT", .value = "b" } };
	struct http_req req = { .headers = { pairs, 2 } };
	(void)state;
	assert_string_equal(http_header(&req, "accept"), "b");
	assert_null(http_header(&req, "accept-language"));
}

static void first_value_of_a_name_is_found(void **state)
{
	struct http_pair pairs[] = { { .name = "a", .value = "1" },
				     { .name = "a", .value = "2" },
				     { .name = "b", .value = "3" } };
	struct http_req req = { .cookies = { pairs, 3 } };
	(void)state;
	assert_string_equal(http_pair_get(&req.cookies, "a"), "1");
	assert_string_equal(http_cookie(&req, "b"), "3");
	assert_null(http_cookie(&req, "A"));
}

static void added_headers_are_kept_in_order(void **state)
{
	struct http_res res = { 0 };
	(void)state;
	http_add(&res, "Location", "/a");
	http_add(&res, "Set-Cookie", "b=c");
	assert_int_equal(res.extras, 2);
	assert_string_equal(res.extra[0].value, "/a");
	assert_string_equal(res.extra[1].name, "Set-Cookie");
}

static void only_unreserved_characters_are_not_escaped(void **state)
{
	assert_string_equal(http_url_escape(*state, "aZ09-._~"), "aZ09-._~");
	assert_string_equal(http_url_escape(*state, "a b+c/d?\303\251"), "a%20b%2Bc%2Fd%3F%C3%A9");
	assert_string_equal(http_url_escape(*state, ""), "");
}

static void escaped_text_is_read_back(void **state)
{
	char text[128];
	for (int c = 1; c < 128; c++)
		text[c - 1] = (char)c;
	text[127] = '\0';
	const char *query = arena_printf(*state, "a=%s", http_url_escape(*state, text));
	struct http_pairs pairs;
	assert_int_equal(http_parse_query(*state, query, strlen(query), &pairs), RC_OK);
	assert_string_equal(pairs.at[0].value, text);
}

static int pick(const char *accept)
{
	static const char *const offered[] = { "en", "es", "ar", "en-XA" };
	return http_pick_language(accept, offered, 4);
}

static void language_that_is_liked_best_is_picked(void **state)
{
	(void)state;
	assert_int_equal(pick("es"), 1);
	assert_int_equal(pick("es;q=0.4, ar;q=0.5"), 2);
	assert_int_equal(pick("fr, ar;q=0.1"), 2);
	assert_int_equal(pick("EN-xa"), 3);
	assert_int_equal(pick("ar , es"), 2);
	assert_int_equal(pick("es;q=0.999,ar;q=1.000"), 2);
}

static void language_of_a_region_falls_back_to_the_language(void **state)
{
	(void)state;
	assert_int_equal(pick("es-MX"), 1);
	assert_int_equal(pick("es-MX,es;q=0.9,en;q=0.8"), 1);
	assert_int_equal(pick("ar-EG-x-private"), 2);
	assert_int_equal(pick("esp"), -1);
}

static void language_that_is_not_wanted_is_not_picked(void **state)
{
	(void)state;
	assert_int_equal(pick(NULL), -1);
	assert_int_equal(pick(""), -1);
	assert_int_equal(pick("fr"), -1);
	assert_int_equal(pick("es;q=0"), -1);
	assert_int_equal(pick("es;q=0, *"), 0);
	assert_int_equal(pick("en;q=0, *;q=0.5"), 1);
	assert_int_equal(pick("*"), 0);
}

static void nonsense_in_accept_headers_is_not_liked(void **state)
{
	(void)state;
	assert_int_equal(pick(";q=1,,;,q=1"), -1);
	assert_int_equal(pick("es;q=2"), -1);
	assert_int_equal(pick("es;q=0.1234"), -1);
	assert_int_equal(pick("es;q=-1"), -1);
	assert_int_equal(pick("es;q="), -1);
	assert_int_equal(pick("es;q=1x"), -1);
	assert_false(http_prefers("application/json;q=x", "application/json", "text/html"));
}

static void ranges_beyond_the_first_32_are_not_read(void **state)
{
	char accept[256] = "";
	(void)state;
	for (int i = 0; i < 32; i++)
		strcat(accept, "fr,");
	strcat(accept, "es");
	assert_int_equal(pick(accept), -1);
	assert_int_equal(pick(accept + 3), 1);
}

static void type_is_preferred_where_it_is_liked_as_much(void **state)
{
	static const char json[] = "application/json", html[] = "text/html";
	static const char browser[] = "text/html,application/xhtml+xml,*/*;q=0.8";
	(void)state;
	assert_true(http_prefers(NULL, json, html));
	assert_true(http_prefers("", json, html));
	assert_true(http_prefers("*/*", json, html));
	assert_false(http_prefers(browser, json, html));
	assert_true(http_prefers(browser, html, json));
	assert_true(http_prefers("application/*, text/html;q=0.9", json, html));
	assert_false(http_prefers("application/*;q=0.1, text/html", json, html));
	assert_false(http_prefers("*/*, application/json;q=0", json, html));
	assert_false(http_prefers("image/png", json, html));
	assert_true(http_prefers("APPLICATION/JSON; charset=utf-8", json, html));
	assert_false(http_prefers("application/json;charset=x; q=0.2, */*", json, html));
}

static void coding_is_accepted_only_where_it_is_named(void **state)
{
	(void)state;
	assert_false(http_accepts_coding(NULL, "gzip"));
	assert_false(http_accepts_coding("", "gzip"));
	assert_false(http_accepts_coding("deflate, br", "gzip"));
	assert_true(http_accepts_coding("deflate, GZIP;q=0.5, br", "gzip"));
	assert_false(http_accepts_coding("gzip;q=0, *", "gzip"));
	assert_true(http_accepts_coding("*", "gzip"));
	assert_false(http_accepts_coding("*;q=0", "gzip"));
	assert_false(http_accepts_coding("xgzip, gzipx", "gzip"));
}

static void every_status_has_words(void **state)
{
	(void)state;
	assert_string_equal(http_reason(404), "Not Found");
	assert_string_equal(http_reason(503), "Service Unavailable");
	assert_string_equal(http_reason(299), "Unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define CLAIM(f) cmocka_unit_test_setup_teardown(f, arena_up, arena_down)
		CLAIM(header_names_ignore_case_and_the_last_one_counts),
		CLAIM(first_value_of_a_name_is_found),
		CLAIM(added_headers_are_kept_in_order),
		CLAIM(only_unreserved_characters_are_not_escaped),
		CLAIM(escaped_text_is_read_back),
		CLAIM(language_that_is_liked_best_is_picked),
		CLAIM(language_of_a_region_falls_back_to_the_language),
		CLAIM(language_that_is_not_wanted_is_not_picked),
		CLAIM(nonsense_in_accept_headers_is_not_liked),
		CLAIM(ranges_beyond_the_first_32_are_not_read),
		CLAIM(type_is_preferred_where_it_is_liked_as_much),
		CLAIM(coding_is_accepted_only_where_it_is_named),
		CLAIM(every_status_has_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
