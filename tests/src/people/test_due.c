/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Clocks that stand still: at night, on weekends, and on a day on which a site is closed. */
#include "tests/check.h"

#include "people_q.h"
#include "src/people/people.h"
#include "tests/story/client.h"

/* What is asked of a site that is open from 8 to 17, Monday to Friday. The days are of
 * November 2026: the 20th is a Friday. */
struct question {
	int day, hour, hours;
	int due_day, due_hour;
	bool paused;
};

static struct world_under_test world;
static const struct question *asked;
static int64_t closed_on;
static struct site site;
static struct { int64_t due; bool paused; } got;

static int64_t at(const struct site *s, int day, int hour)
{
	struct wall w = { .year = 2026, .month = 11, .day = day, .hour = hour };
	return zone_instant(s->zone, &w);
}

static enum rc find_site(struct work *w, void *arg)
{
	struct site_rows sites;
	(void)arg;
	TRY(q_site_list_kiosk(w, 1, &sites));
	site = (struct site){ .id = sites.at[0].id };
	return RC_OK;
}

static enum rc close_day(struct work *w, void *arg)
{
	(void)arg;
	return q_site_close(w, site.id, closed_on, "Staff training");
}

/* The site's texts live as long as the work; its zone and its hours for ever. */
static enum rc ask(struct work *w, void *arg)
{
	(void)arg;
	TRY(site_get(w, site.id, &site));
	return site_due(w, &site, at(&site, asked->day, asked->hour), asked->hours * 60, &got.due, &got.paused);
}

static void run(enum rc (*what)(struct work *w, void *arg))
{
	assert_int_equal(work_do(&(struct work_run){ .shared = server_shared(world.server), .run = what,
						     .write = true }), RC_OK);
}

static void ask_all(const struct question *q, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		asked = &q[i];
		run(ask);
		assert_int_equal(site.opens, 8 * 60);
		assert_int_equal(site.closes, 17 * 60);
		assert_int_equal(got.due, at(&site, asked->due_day, asked->due_hour));
		assert_int_equal(got.paused, asked->paused);
	}
}

static void a_clock_stands_still_at_night_without_a_word_and_says_so_on_weekends(void **state)
{
	static const struct question questions[] = {
		{ 23, 9, 4, 23, 13, false },
		{ 23, 16, 4, 24, 11, false }, /* over a night */
		{ 23, 5, 4, 23, 12, false },
		{ 20, 13, 4, 20, 17, false }, /* done as the weekend begins */
		{ 20, 16, 4, 23, 11, true },
		{ 21, 12, 4, 23, 12, true },
	};
	(void)state;
	ask_all(questions, COUNT_OF(questions));
}

static void a_closed_day_pauses_the_clocks_that_run_into_it_and_no_others(void **state)
{
	static const struct question questions[] = {
		{ 23, 9, 4, 23, 13, false }, /* done the day before */
		{ 23, 16, 4, 25, 11, true },
		{ 24, 9, 4, 25, 12, true }, /* on the day itself */
		{ 25, 9, 4, 25, 13, false },
	};
	(void)state;
	closed_on = date_of(2026, 11, 24);
	run(close_day);
	ask_all(questions, COUNT_OF(questions));
}

static int start(void **state)
{
	(void)state;
	secret_make_cheap_for_tests();
	test_world_start(&world, NULL);
	run(find_site);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	test_world_stop(&world);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_stands_still_at_night_without_a_word_and_says_so_on_weekends),
		cmocka_unit_test(a_closed_day_pauses_the_clocks_that_run_into_it_and_no_others),
	};
	return crypto_start() == RC_OK && i18n_start() == RC_OK ? cmocka_run_group_tests(tests, start, stop) : 3;
}
