/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What no page asks: whether an order bars a channel between two people (order_forbids()), and
 * whether its clock has done its work. */
#include "tests/check.h"

#include "demo_q.h"
#include "lib/time/time.h"
#include "orders_q.h"
#include "src/accounts/accounts.h"
#include "src/orders/orders.h"
#include "tests/story/client.h"

static const char paper[] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

static enum rc be(struct work *w, const char *name)
{
	struct demo_persona p;
	bool stale;
	const char *token;
	TRY(q_demo_persona_find(w, name, &p));
	TRY(session_open(w, p.account, "token", 2, "test", &token));
	return session_load(w, token, &stale);
}

static bool forbids(struct work *w, struct id_person a, struct id_person b, enum order_channel channel)
{
	bool one, other;
	assert_int_equal(order_forbids(w, a, b, channel, &one), RC_OK);
	assert_int_equal(order_forbids(w, b, a, channel, &other), RC_OK);
	assert_int_equal(one, other); /* whoever of the two is asked about first */
	return one;
}

static enum rc bars_while_it_acts(struct work *w, void *arg)
{
	struct demo_persona rosa, marcus, luis;
	struct id_order id;
	bool over;
	(void)arg;
	TRY(q_demo_persona_find(w, "family", &rosa));
	TRY(q_demo_persona_find(w, "inside", &marcus));
	TRY(q_demo_persona_find(w, "family2", &luis));
	TRY(be(w, "privacy"));
	int64_t today = zone_date(w->zone, w->now);
	int64_t first = zone_day_start(w->zone, today + 1), last = zone_day_start(w->zone, today + 2);
	/* Both of the family are on one side: it does not come between them. */
	TRY(order_enter(w, &(struct order_in){ .kind = "court", .court = "Court", .number = "", .document = paper,
			.exceptions = "", .note = "", .first_name = "", .last_name = "", .route = "",
			.starts_on = today + 1, .ends_on = today + 1, .visit = true, .photo = true, .may_visit = false,
			.restrained = { (int64_t[]){ rosa.person.v, luis.person.v }, 2 },
			.protects = { &marcus.person.v, 1 } }, &id));
	TRY(be(w, "privacy2"));
	TRY(order_confirm(w, id, &(struct order_confirm_in){ "" }));
	w->now = first - 1;
	assert_false(forbids(w, rosa.person, marcus.person, ORDER_VISIT));
	w->now = first;
	assert_true(forbids(w, rosa.person, marcus.person, ORDER_VISIT));
	assert_true(forbids(w, rosa.person, marcus.person, ORDER_PHOTO));
	assert_false(forbids(w, rosa.person, marcus.person, ORDER_MESSAGE));
	assert_false(forbids(w, rosa.person, luis.person, ORDER_VISIT));
	w->now = last - 1;
	assert_true(forbids(w, rosa.person, marcus.person, ORDER_VISIT));
	w->now = last;
	assert_false(forbids(w, rosa.person, marcus.person, ORDER_VISIT));
	w->now = first;
	TRY(order_end(w, id, &(struct order_end_in){ .reason = "Over", .document = paper }, &over));
	assert_false(over);
	assert_true(forbids(w, rosa.person, marcus.person, ORDER_VISIT)); /* one alone ends nothing */
	TRY(be(w, "privacy"));
	w->now = first;
	TRY(order_end(w, id, &(struct order_end_in){ .reason = "Over", .document = paper }, &over));
	assert_true(over);
	assert_false(forbids(w, rosa.person, marcus.person, ORDER_VISIT));
	return RC_OK;
}

static enum rc lets_through_what_the_court_lets(struct work *w, void *arg)
{
	struct demo_persona rosa, marcus;
	struct id_order id;
	(void)arg;
	TRY(q_demo_persona_find(w, "family", &rosa));
	TRY(q_demo_persona_find(w, "inside", &marcus));
	TRY(be(w, "privacy"));
	TRY(order_enter(w, &(struct order_in){ .kind = "court", .court = "Court", .number = "", .document = "",
			.exceptions = "", .note = "", .first_name = "", .last_name = "", .route = "",
			.visit = true, .photo = true, .may_visit = true,
			.restrained = { &rosa.person.v, 1 }, .protects = { &marcus.person.v, 1 } }, &id));
	assert_false(forbids(w, rosa.person, marcus.person, ORDER_VISIT));
	assert_true(forbids(w, rosa.person, marcus.person, ORDER_PHOTO));
	return RC_OK;
}

static bool is_due(struct work *w, struct id_order id)
{
	struct order_dues due;
	assert_int_equal(q_orders_due(w, w->now, 100, &due), RC_OK);
	for (size_t i = 0; i < due.n; i++)
		if (due.at[i].id.v == id.v)
			return true;
	return false;
}

/* To the millisecond: what has come is not come upon again. */
static enum rc clock_looks_once(struct work *w, void *arg)
{
	struct demo_persona rosa, marcus;
	struct id_order id;
	(void)arg;
	TRY(q_demo_persona_find(w, "family", &rosa));
	TRY(q_demo_persona_find(w, "inside", &marcus));
	TRY(be(w, "privacy"));
	int64_t entered = w->now, tomorrow = zone_date(w->zone, w->now) + 1;
	int64_t moments[] = { entered + 4 * TIME_HOUR, zone_day_start(w->zone, tomorrow), entered + 24 * TIME_HOUR };
	TRY(order_enter(w, &(struct order_in){ .kind = "court", .court = "Court", .number = "", .document = "",
			.exceptions = "", .note = "", .first_name = "", .last_name = "", .route = "", .message = true,
			.starts_on = tomorrow, .restrained = { &rosa.person.v, 1 }, .protects = { &marcus.person.v, 1 } }, &id));
	for (size_t i = 0; i < COUNT_OF(moments); i++) {
		w->now = moments[i] - 1;
		assert_false(is_due(w, id));
		w->now = moments[i];
		assert_true(is_due(w, id));
		TRY(orders_clock(w, 0));
		assert_false(is_due(w, id));
	}
	return RC_OK;
}

static void run(enum rc (*fn)(struct work *w, void *arg))
{
	struct world_under_test t = { 0 };
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	assert_int_equal(work_do(&(struct work_run){ .shared = server_shared(t.server), .run = fn, .write = true }), RC_OK);
	test_world_stop(&t);
}

static void an_order_bars_its_channels_from_its_first_moment_to_its_last(void **state)
{
	(void)state;
	run(bars_while_it_acts);
}

static void an_order_lets_through_what_the_court_lets(void **state)
{
	(void)state;
	run(lets_through_what_the_court_lets);
}

static void the_clock_looks_at_each_moment_of_an_order_once(void **state)
{
	(void)state;
	run(clock_looks_once);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_order_bars_its_channels_from_its_first_moment_to_its_last),
		cmocka_unit_test(the_clock_looks_at_each_moment_of_an_order_once),
		cmocka_unit_test(an_order_lets_through_what_the_court_lets),
	};
	if (crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
