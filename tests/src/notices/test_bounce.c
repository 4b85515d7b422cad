/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A number that a text came back from: the demo sends nothing, so no story can tell. */
#include "tests/check.h"

#include <stdio.h>

#include "accounts_q.h"
#include "demo_q.h"
#include "lib/jobs/jobs.h"
#include "src/notices/notices.h"
#include "tests/story/client.h"

static int texts, letters;
static enum rc answer;

static char name[27]; /* ours for the last text */

static enum rc send(void *ctx, const char *channel, const char *address, const char *subject,
		    const char *body)
{
	(void)ctx, (void)address, (void)body;
	bool sms = channel[0] == 's';
	texts += sms;
	if (sms)
		(void)snprintf(name, sizeof(name), "%s", subject);
	letters += !sms;
	return sms ? answer : RC_OK;
}

static enum rc tell(struct work *w, void *arg)
{
	struct demo_persona rosa;
	(void)arg;
	TRY(q_demo_persona_find(w, "family", &rosa));
	return notice_add(w, rosa.person, NOTICE_NEW_MESSAGE, 1);
}

static enum rc prove(struct work *w, void *arg)
{
	struct demo_persona rosa;
	(void)arg;
	TRY(q_demo_persona_find(w, "family", &rosa));
	return q_account_proved(w, rosa.account, "sms", w->now);
}

static void run(struct shared *s, enum rc (*what)(struct work *w, void *arg))
{
	int ran = 0;
	assert_int_equal(work_do(&(struct work_run){ .shared = s, .run = what, .write = true }), RC_OK);
	assert_int_equal(jobs_run_due(s, job_kinds, NULL, &ran), RC_OK);
}

static void a_number_that_a_text_came_back_from_gets_no_more_until_it_is_proved(void **state)
{
	struct world_under_test t = { 0 };
	(void)state;
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	struct shared *s = server_shared(t.server);
	s->demo = false;
	s->send = send;
	texts = letters = 0;
	answer = RC_INVALID; /* refused for good */
	run(s, tell);
	assert_int_equal(texts, 1);
	answer = RC_OK;
	run(s, tell);
	assert_int_equal(texts, 1);
	run(s, prove);
	run(s, tell);
	assert_int_equal(texts, 2);
	assert_int_equal(letters, 0);
	test_world_stop(&t);
}

static int receipt(struct world_under_test *t, struct arena *a, const char *state)
{
	const char *const headers[] = { "Content-Type", "application/x-www-form-urlencoded", "X-Hook-Secret",
					"a secret of the tests", NULL };
	return test_raw(t, a, "POST", "/hooks/sms/status", headers,
			arena_printf(a, "id=%s&state=%s&gateway=1", name, state)).status;
}

static void a_receipt_says_that_a_text_arrived_or_silences_the_number(void **state)
{
	struct world_under_test t = { 0 };
	struct arena *a = arena_new(64 * 1024 * 1024);
	(void)state;
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	struct shared *s = server_shared(t.server);
	s->demo = false;
	s->send = send;
	texts = letters = 0;
	answer = RC_OK;
	run(s, tell);
	assert_int_equal(texts, 1);
	assert_int_equal(receipt(&t, a, "lost"), 422);
	assert_int_equal(receipt(&t, a, "delivered"), 200);
	run(s, tell);
	assert_int_equal(texts, 2);
	assert_int_equal(receipt(&t, a, "undelivered"), 200);
	assert_int_equal(receipt(&t, a, "undelivered"), 404); /* it is settled */
	run(s, tell);
	assert_int_equal(texts, 2);
	run(s, prove);
	run(s, tell);
	assert_int_equal(texts, 3);
	test_world_stop(&t);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_receipt_says_that_a_text_arrived_or_silences_the_number),
		cmocka_unit_test(a_number_that_a_text_came_back_from_gets_no_more_until_it_is_proved),
	};
	return crypto_start() == RC_OK && i18n_start() == RC_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 3;
}
