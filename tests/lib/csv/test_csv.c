/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include "lib/base/buf.h"
#include "lib/csv/csv.h"

/* All that a file holds, as text: cells between |, a row per line with its line
 * number; rows that cannot be read by what is wrong and in which cell. */
static const char *shown(struct arena *a, const char *text, size_t len)
{
	static const char *const wrong[] = {
		[CSV_BAD_QUOTE] = "quote", [CSV_BAD_TEXT] = "text", [CSV_TOO_LONG] = "long",
		[CSV_UNREADABLE] = "unreadable",
	};
	struct csv_bytes bytes = { text, len };
	struct csv_source from = csv_source_of(&bytes);
	struct csv *c;
	struct buf out = buf_new(a, 1 << 20);
	assert_int_equal(csv_open(a, &from, &c), RC_OK);
	for (enum csv_found found = csv_next(c); found != CSV_END; found = csv_next(c)) {
		buf_printf(&out, "%lld", (long long)csv_line(c));
		if (found != CSV_ROW)
			buf_printf(&out, "!%s@%zu", wrong[found], csv_wrong_cell(c));
		for (size_t i = 0; found == CSV_ROW && i < csv_count(c); i++)
			buf_printf(&out, "|%s", csv_cell(c, i));
		buf_char(&out, '\n');
	}
	return buf_text(&out);
}

static void expect(const char *text, size_t len, const char *wanted)
{
	struct arena *a = arena_new(64 << 20);
	assert_string_equal(shown(a, text, len), wanted);
	arena_free(a);
}
#define EXPECT(text, wanted) expect("" text, sizeof(text) - 1, wanted)

static void cells_are_parted_by_what_the_first_line_uses(void **state)
{
	(void)state;
	EXPECT("a,b\n1,2;3\n", "1|a|b\n2|1|2;3\n");
	EXPECT("a;b,c;d\n1;2;3\n", "1|a|b,c|d\n2|1|2|3\n");
	EXPECT("a\tb\n1\t2,3\n", "1|a|b\n2|1|2,3\n");
	EXPECT("\"a,b,c\";d\n1;2\n", "1|a,b,c|d\n2|1|2\n");
	EXPECT("sep=;\na,b;c\n", "2|a,b|c\n");
	EXPECT("one\n1\n", "1|one\n2|1\n");
}

static void line_ends_are_taken_as_they_come(void **state)
{
	(void)state;
	EXPECT("a,b\r\n1,2\r\n", "1|a|b\n2|1|2\n");
	EXPECT("a,b\r1,2\r", "1|a|b\n2|1|2\n");
	EXPECT("a,b\n1,2", "1|a|b\n2|1|2\n");
	EXPECT("\n\na,b\n\n\r\n1,2\n\n", "3|a|b\n6|1|2\n");
	EXPECT("a,b\n,\n", "1|a|b\n2||\n");
	EXPECT("", "");
}

static void quotes_hold_separators_quotes_and_line_breaks(void **state)
{
	(void)state;
	EXPECT("a,b\n\"1,\"\"x\"\"\",2\n", "1|a|b\n2|1,\"x\"|2\n");
	EXPECT("a,b\n\"1\r\n2\n3\",4\nz,y\n", "1|a|b\n2|1\n2\n3|4\n5|z|y\n");
	EXPECT("a,b\n\"\",\"\"\n", "1|a|b\n2||\n");
}

static void a_wrong_quote_costs_one_line_not_the_file(void **state)
{
	(void)state;
	EXPECT("a,b\n1,\"2\n3,4\n5,6\n", "1|a|b\n2!quote@1\n3|3|4\n4|5|6\n");
	EXPECT("a,b\n1,\"2\"x\n3,4\n", "1|a|b\n2!quote@1\n3|3|4\n");
	EXPECT("a,b\n1,2\"x\n3,4\n", "1|a|b\n2!quote@1\n3|3|4\n");
	EXPECT("a,b\n1,\"2\n3,4\n5,\"6\"\n7,8\n", "1|a|b\n2!quote@1\n3|3|4\n4|5|6\n5|7|8\n");
	EXPECT("a,b\n1,\"2", "1|a|b\n2!quote@1\n");
}

static void a_file_is_utf8_or_windows_1252_as_a_whole(void **state)
{
	(void)state;
	EXPECT("\xef\xbb\xbf" "a,b\n1,2\n", "1|a|b\n2|1|2\n");
	EXPECT("n\nM\xc3\xbcller\n", "1|n\n2|Müller\n");
	EXPECT("n\nM\xfcller\nM\xc3\xbcller\n\x80\x9f\n", "1|n\n2|Müller\n3|MÃ¼ller\n4|€Ÿ\n");
	EXPECT("n,m\nx,a\x81\ny,b\n", "1|n|m\n2!text@1\n3|y|b\n");
	EXPECT("n,m\na\0b,c\ny,b\n", "1|n|m\n2!text@0\n3|y|b\n");
	EXPECT("n\ncut \xe2\x82", "1|n\n2|cut â‚\n");
}

static void utf16_is_refused(void **state)
{
	(void)state;
	struct arena *a = arena_new(1 << 20);
	struct csv_bytes bytes = { "\xff\xfe" "a\0\n\0", 6 };
	struct csv_source from = csv_source_of(&bytes);
	struct csv *c;
	assert_int_equal(csv_open(a, &from, &c), RC_INVALID);
	arena_free(a);
}

static void rows_have_a_ceiling(void **state)
{
	(void)state;
	struct arena *a = arena_new(64 << 20);
	struct buf text = buf_new(a, 1 << 20);
	buf_str(&text, "a,b\n1,");
	for (int i = 0; i < CSV_ROW_MAX; i++)
		buf_char(&text, 'x');
	buf_str(&text, "\n2,\"");
	for (int i = 0; i < CSV_ROW_MAX; i++)
		buf_char(&text, 'x');
	buf_str(&text, "\n3,4\n");
	for (int i = 0; i < CSV_CELLS_MAX; i++)
		buf_char(&text, ',');
	buf_str(&text, "\n5,6\n");
	assert_string_equal(shown(a, buf_text(&text), text.len),
			    "1|a|b\n2!long@1\n3!quote@1\n4|3|4\n5!long@0\n6|5|6\n");
	arena_free(a);
}

/* The worst that wrong quotes can do is to be read twice. */
static void wrong_quotes_cost_no_more_than_the_size_of_the_file(void **state)
{
	(void)state;
	static const char *const lines[] = { "\"\n", "\",\",\"x\n", "\"\"\"\n", "a,\"\n\"\"b\n", "\"\"\"a\n" };
	for (size_t k = 0; k < COUNT_OF(lines); k++) {
		struct arena *a = arena_new(64 << 20);
		struct buf text = buf_new(a, 4 << 20);
		while (text.len < 2 << 20)
			buf_str(&text, lines[k]);
		(void)shown(a, buf_text(&text), text.len);
		arena_free(a);
	}
}

static void what_is_written_is_read_again_and_is_no_formula(void **state)
{
	(void)state;
	static const char *const cells[] = { "plain", "a, b", "say \"no\"", "two\nlines", "=SUM(A1)", "-1", "@x", "", NULL };
	struct arena *a = arena_new(1 << 20);
	struct buf out = buf_new(a, 4096);
	for (size_t i = 0; i < COUNT_OF(cells); i++)
		csv_write(&out, cells[i], i == 0);
	csv_write_end(&out);
	assert_string_equal(buf_text(&out), "plain,\"a, b\",\"say \"\"no\"\"\",\"two\nlines\",\"'=SUM(A1)\",\"'-1\","
					    "\"'@x\",,\r\n");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_parted_by_what_the_first_line_uses),
		cmocka_unit_test(line_ends_are_taken_as_they_come),
		cmocka_unit_test(quotes_hold_separators_quotes_and_line_breaks),
		cmocka_unit_test(a_wrong_quote_costs_one_line_not_the_file),
		cmocka_unit_test(a_file_is_utf8_or_windows_1252_as_a_whole),
		cmocka_unit_test(utf16_is_refused),
		cmocka_unit_test(rows_have_a_ceiling),
		cmocka_unit_test(what_is_written_is_read_again_and_is_no_formula),
		cmocka_unit_test(wrong_quotes_cost_no_more_than_the_size_of_the_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
