/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include "lib/base/text.h"
#include "lib/json/json.h"
#include "lib/work/field.h"

struct thing {
	const char *name, *body, *color;
	int64_t count, day;
	bool on;
};

static const char *const colors[] = { "red", "green", NULL };
static const struct field fields[] = {
	{ "name", FIELD_TEXT, offsetof(struct thing, name), .required = true, .max = 10 },
	{ "body", FIELD_LINES, offsetof(struct thing, body), .max = 20, .min = 3 },
	{ "color", FIELD_TEXT, offsetof(struct thing, color), .choices = colors },
	{ "count", FIELD_INT, offsetof(struct thing, count), .min = 1, .max = 5 },
	{ "day", FIELD_DATE, offsetof(struct thing, day) },
	{ "on", FIELD_BOOL, offsetof(struct thing, on) },
};

static struct work w;

static int start(void **state)
{
	(void)state;
	w.arena = arena_new(16 << 20);
	return w.arena == NULL || i18n_start() != RC_OK;
}

static int fresh(void **state)
{
	(void)state;
	arena_reset(w.arena);
	work_restart(&w);
	return 0;
}

static enum rc from_json(const char *json, struct thing *t)
{
	struct field_values in;
	*t = (struct thing){ 0 };
	if (json_read(w.arena, json, strlen(json), &in) != RC_OK)
		return RC_BROKEN;
	return field_read(&w, fields, COUNT_OF(fields), &in, t);
}

static void good_values_arrive_trimmed_and_typed(void **state)
{
	(void)state;
	struct thing t;
	assert_int_equal(from_json("{\"name\":\"  Rosa \",\"body\":\"a\\r\\nb\\rc\",\"color\":\"red\","
				   "\"count\":3,\"day\":\"2026-11-20\",\"on\":true}", &t), RC_OK);
	assert_string_equal(t.name, "Rosa");
	assert_string_equal(t.body, "a\nb\nc");
	assert_int_equal(t.count, 3);
	assert_int_equal(t.day, date_of(2026, 11, 20));
	assert_true(t.on);
}

static void everything_that_is_wrong_is_told_at_once(void **state)
{
	(void)state;
	struct thing t;
	assert_int_equal(from_json("{\"body\":\"ab\",\"color\":\"blue\",\"count\":9,\"day\":\"31.2.\","
				   "\"on\":\"perhaps\"}", &t), RC_INVALID);
	assert_int_equal(w.problems_n, 6);
	assert_int_equal(w.problems[0].error, E_field_missing);
	assert_string_equal(w.problems[0].field, "name");
	assert_int_equal(w.problems[1].error, E_field_short);
	assert_int_equal(w.problems[2].error, E_field_choice);
	assert_int_equal(w.problems[3].error, E_field_int);
	assert_int_equal(w.problems[4].error, E_field_date);
	assert_int_equal(w.problems[5].error, E_field_bool);
}

static void texts_of_wrong_kind_length_or_letters_are_refused(void **state)
{
	(void)state;
	struct thing t;
	assert_int_equal(from_json("{\"name\":7}", &t), RC_INVALID);
	assert_int_equal(from_json("{\"name\":\"12345678901\"}", &t), RC_INVALID);
	assert_int_equal(from_json("{\"name\":\"a\\u0007b\"}", &t), RC_INVALID);
	assert_int_equal(from_json("{\"name\":\"a\\nb\"}", &t), RC_INVALID);
	assert_int_equal(from_json("{\"name\":\"   \"}", &t), RC_INVALID);
}

static void no_text_turns_the_direction_of_others(void **state)
{
	(void)state;
	struct thing t;
	/* A right-to-left override, closed and open; isolates; one cut short by the end. */
	assert_int_equal(from_json("{\"name\":\"\\u202easo\\u202cR\",\"body\":\"\\u2066one\\u2069 \\u202d2\"}", &t), RC_OK);
	assert_string_equal(t.name, "asoR");
	assert_string_equal(t.body, "one 2");
	assert_int_equal(from_json("{\"name\":\"\\u202e\"}", &t), RC_INVALID);
	assert_int_equal(w.problems[0].error, E_field_missing);
	/* What a script needs stays: joiners, marks of direction without a turn. */
	assert_int_equal(from_json("{\"name\":\"a\\u200cb\\u200f\"}", &t), RC_OK);
	assert_string_equal(t.name, "a\xe2\x80\x8c" "b\xe2\x80\x8f");
}

static void three_boxes_are_one_date(void **state)
{
	(void)state;
	struct thing t = { 0 };
	struct field_value boxes[] = { { "name", "x", 1, NULL, true }, { "day-day", "7", 1, NULL, true },
				       { "day-month", "3", 1, NULL, true }, { "day-year", "1990", 4, NULL, true } };
	struct field_values in = { boxes, COUNT_OF(boxes) };
	assert_int_equal(field_read(&w, fields, COUNT_OF(fields), &in, &t), RC_OK);
	assert_int_equal(t.day, date_of(1990, 3, 7));
	boxes[2].text = "13";
	assert_int_equal(field_read(&w, fields, COUNT_OF(fields), &in, &t), RC_INVALID);
}

static void json_is_one_flat_object_without_repeats(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", "[]", "{\"a\":1,\"a\":2}", "{\"a\":{}}", "{\"a\":[1]}",
					     "{\"a\":1.5}", "{} x", "{\"a\":\"\\ud800\"}", "{\"a\":", "nul",
					     "{\"a\":\"\\u0000\"}" };
	struct field_values in;
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_int_equal(json_read(w.arena, wrong[i], strlen(wrong[i]), &in), RC_INVALID);
	assert_int_equal(json_read(w.arena, "{\"a\":null}", 10, &in), RC_OK);
	assert_int_equal(in.n, 0);
}

static void what_is_written_can_be_read_again(void **state)
{
	(void)state;
	struct thing t = { .name = "\"q\" \\ \n\t", .count = -7, .on = true }, back;
	struct buf out = buf_new(w.arena, 1 << 16);
	field_write(&out, NULL, fields, COUNT_OF(fields), &t);
	assert_string_equal(buf_text(&out), "{\"name\":\"\\\"q\\\" \\\\ \\n\\u0009\",\"body\":null,"
					    "\"color\":null,\"count\":-7,\"day\":null,\"on\":true}");
	struct field_values in;
	assert_int_equal(json_read(w.arena, buf_text(&out), out.len, &in), RC_OK);
	(void)back;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(good_values_arrive_trimmed_and_typed, fresh),
		cmocka_unit_test_setup(everything_that_is_wrong_is_told_at_once, fresh),
		cmocka_unit_test_setup(texts_of_wrong_kind_length_or_letters_are_refused, fresh),
		cmocka_unit_test_setup(no_text_turns_the_direction_of_others, fresh),
		cmocka_unit_test_setup(three_boxes_are_one_date, fresh),
		cmocka_unit_test_setup(json_is_one_flat_object_without_repeats, fresh),
		cmocka_unit_test_setup(what_is_written_can_be_read_again, fresh),
	};
	return cmocka_run_group_tests(tests, start, NULL);
}
