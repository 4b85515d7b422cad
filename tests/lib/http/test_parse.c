/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/text.h"
#include "lib/http/http.h"

static int arena_up(void **state)
{
	*state = arena_new(4 * 1024 * 1024);
	return *state == NULL;
}

static int arena_down(void **state)
{
	arena_free(*state);
	return 0;
}

/* "name=value;name=value;" of what was understood; "!" where it was refused. */
static const char *shown(struct arena *a, enum rc rc, const struct http_pairs *pairs)
{
	struct buf out = buf_new(a, 65536);
	if (rc != RC_OK)
		return "!";
	for (size_t i = 0; i < pairs->n; i++) {
		buf_str(&out, pairs->at[i].name);
		if (pairs->at[i].file != NULL)
			buf_printf(&out, "<%s>", pairs->at[i].file);
		buf_char(&out, '=');
		buf_put(&out, pairs->at[i].value, pairs->at[i].len);
		buf_char(&out, ';');
	}
	return buf_text(&out);
}

static const char *form(struct arena *a, const char *text)
{
	struct http_pairs pairs = { 0 };
	/* A copy of the exact size, so that reading past it is seen. */
	return shown(a, http_parse_form(a, arena_copy(a, text, strlen(text)), strlen(text), &pairs),
		     &pairs);
}

static void form_values_are_decoded(void **state)
{
	struct arena *a = *state;
	assert_string_equal(form(a, ""), "");
	assert_string_equal(form(a, "a=1&b=2"), "a=1;b=2;");
	assert_string_equal(form(a, "a=x+y%20z&b=%C3%A9%2b"), "a=x y z;b=\303\251+;");
	assert_string_equal(form(a, "a%5Fb=1"), "a_b=1;");
	assert_string_equal(form(a, "a=%0D%0Aline"), "a=\r\nline;");
	assert_string_equal(form(a, "a=1=2"), "a=1=2;");
}

static void form_without_values_has_empty_ones(void **state)
{
	struct arena *a = *state;
	assert_string_equal(form(a, "a"), "a=;");
	assert_string_equal(form(a, "a=&b"), "a=;b=;");
	assert_string_equal(form(a, "&&a=1&&"), "a=1;");
}

static void form_with_a_name_twice_is_refused(void **state)
{
	struct arena *a = *state;
	assert_string_equal(form(a, "a=1&a=1"), "!");
	assert_string_equal(form(a, "a=1&b=2&%61=3"), "!");
	assert_string_equal(form(a, "a[]=1&a[]=2"), "a[]=1;a[]=2;");
	assert_string_equal(form(a, "a%5B%5D=1&a[]=2"), "a[]=1;a[]=2;");
}

static void form_with_a_bad_escape_is_refused(void **state)
{
	static const char *const bad[] = { "a=%", "a=%4",     "a=%zz",  "a=%4g",
					   "%=1", "a=%u0041", "a=%%41", "a=% 41" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_string_equal(form(*state, bad[i]), "!");
}

static void form_that_is_not_utf8_is_refused(void **state)
{
	static const char *const bad[] = { "a=%ff",  "a=%C3", "a=%C0%80",      "a=%ED%A0%80",
					   "a=\xff", "%ff=1", "a=%F4%90%80%80" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_string_equal(form(*state, bad[i]), "!");
}

static void form_with_nul_is_refused(void **state)
{
	struct http_pairs pairs;
	assert_string_equal(form(*state, "a=%00"), "!");
	assert_string_equal(form(*state, "a=x%00y"), "!");
	assert_int_equal(http_parse_form(*state, "a=x\0y", 5, &pairs), RC_INVALID);
}

static void form_with_a_name_that_is_no_name_is_refused(void **state)
{
	assert_string_equal(form(*state, "=1"), "!");
	assert_string_equal(form(*state, "a%0Ab=1"), "!");
	assert_string_equal(form(*state, "a%00=1"), "!");
}

static void form_with_too_many_fields_is_refused(void **state)
{
	struct arena *a = *state;
	struct buf text = buf_new(a, 65536);
	struct http_pairs pairs = { 0 };
	for (int i = 0; i < HTTP_PARAMS_MAX; i++)
		buf_printf(&text, "n%d=%d&", i, i);
	assert_int_equal(http_parse_form(a, text.at, text.len, &pairs), RC_OK);
	assert_int_equal(pairs.n, HTTP_PARAMS_MAX);
	buf_str(&text, "last=1");
	assert_int_equal(http_parse_form(a, text.at, text.len, &pairs), RC_INVALID);
}

static void refused_text_leaves_the_output_alone(void **state)
{
	struct http_pair one = { .name = "kept" };
	struct http_pairs pairs = { &one, 1 };
	assert_int_equal(http_parse_query(*state, "a=%", 3, &pairs), RC_INVALID);
	assert_int_equal(http_parse_cookies(*state, "a=1; a=2", &pairs), RC_INVALID);
	assert_int_equal(http_parse_multipart(*state, "text/plain", "", 0, &pairs), RC_INVALID);
	assert_ptr_equal(pairs.at, &one);
	assert_int_equal(pairs.n, 1);
}

static const char *multipart_as(struct arena *a, const char *type, const char *body)
{
	struct http_pairs pairs = { 0 };
	size_t len = strlen(body);
	return shown(a, http_parse_multipart(a, type, arena_copy(a, body, len), len, &pairs),
		     &pairs);
}

static const char *multipart(struct arena *a, const char *body)
{
	return multipart_as(a, "multipart/form-data; boundary=B", body);
}

#define PART(head, body) "--B\r\n" head "\r\n\r\n" body "\r\n"
#define FIELD(name) "Content-Disposition: form-data; name=\"" name "\""
#define END "--B--\r\n"

static void multipart_fields_and_files_are_read(void **state)
{
	struct arena *a = *state;
	assert_string_equal(multipart(a, END), "");
	assert_string_equal(multipart(a, PART(FIELD("a"), "1") PART(FIELD("b"), "") END),
			    "a=1;b=;");
	assert_string_equal(
		multipart(a, PART(FIELD("a") "; filename=\"x.png\"\r\nContent-Type: image/png",
				  "\r\n--C\r\n") END),
		"a<x.png>=\r\n--C\r\n;");
	assert_string_equal(multipart(a, PART(FIELD("f") "; filename=\"\"", "") END), "f<>=;");
	assert_string_equal(multipart(a, PART(FIELD("f[]"), "1") PART(FIELD("f[]"), "2") END),
			    "f[]=1;f[]=2;");
	assert_string_equal(multipart(a, PART("content-disposition:form-data;name=a", "1") "--B--"),
			    "a=1;");
	assert_string_equal(multipart(a, PART(FIELD("a\\\"b"), "1") END), "a\"b=1;");
}

static void multipart_file_may_hold_any_byte(void **state)
{
	static const char body[] = PART(FIELD("a") "; filename=x", "\0\xff\0") END;
	struct http_pairs pairs;
	assert_int_equal(http_parse_multipart(*state, "multipart/form-data; boundary=B", body,
					      sizeof(body) - 1, &pairs),
			 RC_OK);
	assert_int_equal(pairs.at[0].len, 3);
	assert_memory_equal(pairs.at[0].value, "\0\xff\0", 3);
}

static void multipart_text_must_be_utf8(void **state)
{
	static const char body[] = PART(FIELD("a"), "x\0y") END;
	struct http_pairs pairs;
	assert_string_equal(multipart(*state, PART(FIELD("a"), "\xff") END), "!");
	assert_int_equal(http_parse_multipart(*state, "multipart/form-data; boundary=B", body,
					      sizeof(body) - 1, &pairs),
			 RC_INVALID);
}

static void multipart_that_is_malformed_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"--B",
		"--B\r\n",
		"x" PART(FIELD("a"), "1") END,
		PART(FIELD("a"), "1"),
		PART(FIELD("a"), "1") "--B-",
		PART(FIELD("a"), "1") "--B--x",
		PART(FIELD("a"), "1") END "x",
		PART(FIELD("a"), "1") "--B \r\n",
		"--B\n" FIELD("a") "\n\n1\n--B--\n",
		"--B\r\n" FIELD("a") "\n\r\n1\r\n" END,
		PART("X: y", "1") END,
		PART(FIELD("a") "\r\n" FIELD("b"), "1") END,
		PART("Content-Disposition: form-data", "1") END,
		PART("Content-Disposition: attachment; name=a", "1") END,
		PART("Content-Disposition : form-data; name=a", "1") END,
		PART("Content-Disposition: form-data; name=a; name=b", "1") END,
		PART("Content-Disposition: form-data; name=\"a", "1") END,
		PART("Content-Disposition: form-data; name=\"\"", "1") END,
		PART("Content-Disposition: form-data; name=\"a\"x", "1") END,
		PART(FIELD("a") "; filename=x; filename*=UTF-8''y", "1") END,
		PART(FIELD("a") "; filename=\"\xff\"", "1") END,
		PART(FIELD("a") "\r\nContent-Transfer-Encoding: base64", "MQ==") END,
		PART(FIELD("a"), "1") PART(FIELD("a"), "2") END,
		PART(" " FIELD("a"), "1") END,
		"--B\r\n" FIELD("a") "\r\n\r\n--B\r\n" FIELD("b") "\r\n\r\n1\r\n" END "x",
	};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		const char *got = multipart(*state, bad[i]);
		if (!text_is(got, "!"))
			fail_msg("body %zu was taken for %s", i, got);
	}
}

static void multipart_boundary_is_never_content(void **state)
{
	assert_string_equal(
		multipart(*state, "--B\r\n" FIELD("a") "\r\n\r\n" PART(FIELD("b"), "1") END),
		"a=;b=1;");
}

static void multipart_needs_one_proper_boundary(void **state)
{
	static const char body[] = PART(FIELD("a"), "1") END;
	static const char *const good[] = { "multipart/form-data; boundary=B",
					    "Multipart/Form-Data;charset=utf-8; Boundary=\"B\"" };
	static const char *const bad[] = {
		"multipart/form-data",
		"multipart/form-data; boundary=",
		"multipart/form-data; boundary=\"\"",
		"multipart/form-data; boundary=B; boundary=B",
		"multipart/form-data; boundary=C",
		"multipart/mixed; boundary=B",
		"multipart/form-data; boundary=\"B \"",
		"multipart/form-data; boundary=\"B\" x",
	};
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_string_equal(multipart_as(*state, good[i], body), "a=1;");
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_string_equal(multipart_as(*state, bad[i], body), "!");
	assert_string_equal(multipart_as(*state, arena_printf(*state, "%s%071d", good[0], 0), body),
			    "!");
}

static void multipart_with_too_many_parts_is_refused(void **state)
{
	struct buf body = buf_new(*state, 65536);
	for (int i = 0; i <= HTTP_PARAMS_MAX; i++)
		buf_str(&body, PART(FIELD("a[]"), "1"));
	buf_str(&body, END);
	assert_string_equal(multipart(*state, buf_text(&body)), "!");
}

static const char *cookies(struct arena *a, const char *header)
{
	struct http_pairs pairs = { 0 };
	return shown(a, http_parse_cookies(a, header, &pairs), &pairs);
}

static void cookies_are_read(void **state)
{
	struct arena *a = *state;
	assert_string_equal(cookies(a, ""), "");
	assert_string_equal(cookies(a, "a=1; b=2"), "a=1;b=2;");
	assert_string_equal(cookies(a, "a=1;b=\"2\" ; __Host-kin=x=="), "a=1;b=2;__Host-kin=x==;");
	assert_string_equal(cookies(a, "a="), "a=;");
}

static void what_is_no_cookie_is_skipped(void **state)
{
	assert_string_equal(cookies(*state, "junk; =1; a b=2; c=\"x; d=1 2; e=\x80; f=1"), "f=1;");
	assert_string_equal(cookies(*state, ";;; ;"), "");
}

static void cookie_that_comes_twice_is_refused(void **state)
{
	assert_string_equal(cookies(*state, "kin=1; kin=2"), "!");
	assert_string_equal(cookies(*state, "kin=1; other=1; kin=\"1\""), "!");
	assert_string_equal(cookies(*state, "kin=1; KIN=2"), "kin=1;KIN=2;");
}

static const char *path(struct arena *a, const char *raw)
{
	const char *decoded = NULL;
	return http_parse_path(a, raw, &decoded) == RC_OK ? decoded : "!";
}

static void path_escapes_are_decoded(void **state)
{
	struct arena *a = *state;
	assert_string_equal(path(a, "/"), "/");
	assert_string_equal(path(a, "/visits/12"), "/visits/12");
	assert_string_equal(path(a, "/a%20b+c/%C3%A9"), "/a b+c/\303\251");
	assert_string_equal(path(a, "/.well-known/..x/x.."), "/.well-known/..x/x..");
	assert_string_equal(path(a, "/a/"), "/a/");
}

static void path_that_can_be_read_in_two_ways_is_refused(void **state)
{
	static const char *const bad[] = {
		"",         "a",         "*",         "http://x/", "//",    "//x",    "/a//b",
		"/a//",     "/..",       "/../",      "/a/../b",   "/a/..", "/a/./b", "/.",
		"/%2e%2e/", "/a/%2E%2e", "/a%2fb",    "/a%2Fb",    "/%",    "/%4",    "/%zz",
		"/%00",     "/%ff",      "/%C0%AF",   "/a%0Ab",    "/a%7F", "/a b",   "/a#b",
		"/a?b",     "/a\\b",     "/\xc3\xa9", "/a\tb",     "/a\"b", "/a%%",   "/<a>",
	};
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (!text_is(path(*state, bad[i]), "!"))
			fail_msg("%s was taken", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define CLAIM(f) cmocka_unit_test_setup_teardown(f, arena_up, arena_down)
		CLAIM(form_values_are_decoded),
		CLAIM(form_without_values_has_empty_ones),
		CLAIM(form_with_a_name_twice_is_refused),
		CLAIM(form_with_a_bad_escape_is_refused),
		CLAIM(form_that_is_not_utf8_is_refused),
		CLAIM(form_with_nul_is_refused),
		CLAIM(form_with_a_name_that_is_no_name_is_refused),
		CLAIM(form_with_too_many_fields_is_refused),
		CLAIM(refused_text_leaves_the_output_alone),
		CLAIM(multipart_fields_and_files_are_read),
		CLAIM(multipart_file_may_hold_any_byte),
		CLAIM(multipart_text_must_be_utf8),
		CLAIM(multipart_that_is_malformed_is_refused),
		CLAIM(multipart_boundary_is_never_content),
		CLAIM(multipart_needs_one_proper_boundary),
		CLAIM(multipart_with_too_many_parts_is_refused),
		CLAIM(cookies_are_read),
		CLAIM(what_is_no_cookie_is_skipped),
		CLAIM(cookie_that_comes_twice_is_refused),
		CLAIM(path_escapes_are_decoded),
		CLAIM(path_that_can_be_read_in_two_ways_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
