/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include "lib/time/time.h"

static int64_t instant(const char *text)
{
	int64_t at = 0;
	assert_true(time_parse(text, &at));
	return at;
}

static void dates_exist_or_are_refused(void **state)
{
	(void)state;
	int64_t date;
	assert_true(date_parse("2024-02-29", &date));
	assert_int_equal(date, date_of(2024, 2, 29));
	assert_false(date_parse("2023-02-29", &date));
	assert_false(date_parse("2026-13-01", &date));
	assert_false(date_parse("2026-1-1", &date));
	assert_false(date_parse("2026-01-01x", &date));
	assert_false(date_parse("1700-01-01", &date));
}

static void every_day_of_four_centuries_goes_there_and_back(void **state)
{
	(void)state;
	for (int64_t day = date_of(1850, 1, 1); day < date_of(2200, 1, 1); day++) {
		struct wall w = date_wall(day);
		assert_int_equal(date_of(w.year, w.month, w.day), day);
		assert_int_equal(w.weekday, ((day + 4) % 7 + 7) % 7);
	}
}

static void leap_day_children_grow_older_on_the_first_of_march(void **state)
{
	(void)state;
	int64_t born = date_of(2008, 2, 29);
	assert_int_equal(date_age(born, date_of(2026, 2, 28)), 17);
	assert_int_equal(date_age(born, date_of(2026, 3, 1)), 18);
}

static void times_need_a_zone(void **state)
{
	(void)state;
	int64_t at;
	assert_int_equal(instant("1970-01-01T00:00:00Z"), 0);
	assert_int_equal(instant("2026-11-20T09:00:00-05:00"), instant("2026-11-20T14:00:00Z"));
	assert_int_equal(instant("2026-11-20T09:00:00.250Z") % 1000, 250);
	assert_false(time_parse("2026-11-20T09:00:00", &at));
	assert_false(time_parse("2026-11-20 09:00:00Z", &at));
	assert_false(time_parse("2026-11-20T25:00:00Z", &at));
}

static void durations_are_read_in_order(void **state)
{
	(void)state;
	int64_t ms;
	assert_true(duration_parse("P1DT2H3M4S", &ms));
	assert_int_equal(ms, TIME_DAY + 2 * TIME_HOUR + 3 * TIME_MINUTE + 4 * TIME_SECOND);
	assert_true(duration_parse("P2W", &ms));
	assert_int_equal(ms, 14 * TIME_DAY);
	assert_false(duration_parse("P", &ms));
	assert_false(duration_parse("PT", &ms));
	assert_false(duration_parse("P1H", &ms));
	assert_false(duration_parse("PT1S2H", &ms));
	assert_false(duration_parse("P1Y", &ms));
	assert_false(duration_parse("P99999999D", &ms));
	assert_false(duration_parse("1D", &ms));
}

static void clocks_go_forward_into_a_gap(void **state)
{
	(void)state;
	const struct zone *z = zone_find("America/Detroit");
	struct wall missing = { .year = 2026, .month = 3, .day = 8, .hour = 2, .minute = 30 };
	struct wall got = zone_wall(z, zone_instant(z, &missing));
	assert_int_equal(got.hour, 3);
	assert_int_equal(got.minute, 30);
}

static void the_first_of_two_equal_hours_is_meant(void **state)
{
	(void)state;
	const struct zone *z = zone_find("America/Detroit");
	struct wall twice = { .year = 2026, .month = 11, .day = 1, .hour = 1, .minute = 30 };
	assert_int_equal(zone_instant(z, &twice), instant("2026-11-01T05:30:00Z"));
}

static void zones_of_half_and_quarter_hours_are_right(void **state)
{
	(void)state;
	assert_int_equal(zone_offset(zone_find("Asia/Kathmandu"), instant("2026-06-01T00:00:00Z")),
			 5 * TIME_HOUR + 45 * TIME_MINUTE);
	/* Lord Howe's summer time is half an hour. */
	const struct zone *z = zone_find("Australia/Lord_Howe");
	assert_int_equal(zone_offset(z, instant("2026-01-01T00:00:00Z")), 11 * TIME_HOUR);
	assert_int_equal(zone_offset(z, instant("2026-06-01T00:00:00Z")),
			 10 * TIME_HOUR + 30 * TIME_MINUTE);
}

static void days_begin_at_local_midnight(void **state)
{
	(void)state;
	const struct zone *z = zone_find("America/Detroit");
	int64_t at = instant("2026-11-20T03:00:00Z"); /* still the 19th there */
	assert_int_equal(zone_date(z, at), date_of(2026, 11, 19));
	assert_int_equal(zone_day_start(z, date_of(2026, 11, 19)), instant("2026-11-19T05:00:00Z"));
}

static void an_offset_stands_still_within_its_stretch(void **state)
{
	(void)state;
	const struct zone *z = zone_find("Europe/London");
	int64_t from, to, at = date_of(2026, 7, 1) * TIME_DAY;
	zone_stretch(z, at, &from, &to);
	assert_int_equal(zone_offset(z, from), TIME_HOUR);
	assert_int_equal(zone_offset(z, from - 1), 0);
	assert_int_equal(zone_offset(z, to - 1), TIME_HOUR);
	assert_int_equal(zone_offset(z, to), 0);
}

static void zones_that_nobody_knows_are_not_there(void **state)
{
	(void)state;
	assert_null(zone_find("Mars/Olympus"));
	assert_null(zone_find(""));
	assert_non_null(zone_find("UTC"));
	assert_ptr_equal(zone_find("Europe/London"), zone_find("Europe/London"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_exist_or_are_refused),
		cmocka_unit_test(every_day_of_four_centuries_goes_there_and_back),
		cmocka_unit_test(leap_day_children_grow_older_on_the_first_of_march),
		cmocka_unit_test(times_need_a_zone),
		cmocka_unit_test(durations_are_read_in_order),
		cmocka_unit_test(clocks_go_forward_into_a_gap),
		cmocka_unit_test(the_first_of_two_equal_hours_is_meant),
		cmocka_unit_test(zones_of_half_and_quarter_hours_are_right),
		cmocka_unit_test(days_begin_at_local_midnight),
		cmocka_unit_test(an_offset_stands_still_within_its_stretch),
		cmocka_unit_test(zones_that_nobody_knows_are_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
