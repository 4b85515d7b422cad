/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include "accounts_q.h"
#include "lib/base/text.h"
#include "people_q.h"
#include "src/admin/users.h"
#include "src/people/people.h"
#include "tests/story/client.h"

static enum rc add(struct work *w, struct id_tenant tenant, unsigned roles, const char *email)
{
	struct id_person person;
	struct id_account account;
	TRY(person_add(w, &(struct person_new){ .tenant = tenant, .kind = "staff", .first_name = "A",
						.last_name = "B" },
		       &person));
	return account_add(w, &(struct account_new){ .tenant = tenant, .person = person, .roles = roles,
						     .email = email, .secret_hash = "x" },
			   &account);
}

static enum rc add_agency(struct work *w, void *arg)
{
	struct id_tenant tenant = { work_id(w) };
	(void)arg;
	TRY(q_tenant_insert(w, tenant, "Real County", false, w->now));
	TRY(add(w, tenant, ROLE_admin, "only@real.example"));
	return add(w, tenant, ROLE_visits, "visits@real.example");
}

static enum rc close_idle(struct work *w, void *arg)
{
	(void)arg;
	return users_idle_job(w, 0);
}

static enum rc state_of(struct work *w, void *arg)
{
	const char **email = arg;
	struct account_secret a;
	TRY(q_account_staff(w, *email, &a));
	*email = text_is(a.state, "open") ? "open" : "closed";
	return RC_OK;
}

static const char *state(struct shared *s, const char *email)
{
	assert_int_equal(work_do(&(struct work_run){ .shared = s, .run = state_of, .arg = &email }), RC_OK);
	return email;
}

static void act(struct shared *s, enum rc (*run)(struct work *w, void *arg))
{
	assert_int_equal(work_do(&(struct work_run){ .shared = s, .run = run, .write = true }), RC_OK);
}

static void who_was_away_for_90_days_is_closed_but_not_the_last_administrator_nor_in_a_demo(void **unused)
{
	struct world_under_test t = { 0 };
	(void)unused;
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	struct shared *s = server_shared(t.server);
	act(s, add_agency);
	atomic_fetch_add(&s->demo_now, 90 * TIME_DAY);
	act(s, close_idle);
	assert_string_equal(state(s, "visits@real.example"), "open");
	atomic_fetch_add(&s->demo_now, TIME_SECOND);
	act(s, close_idle);
	assert_string_equal(state(s, "visits@real.example"), "closed");
	assert_string_equal(state(s, "only@real.example"), "open");
	assert_string_equal(state(s, "visits@demo.example"), "open");
	test_world_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_was_away_for_90_days_is_closed_but_not_the_last_administrator_nor_in_a_demo),
	};
	return crypto_start() == RC_OK && i18n_start() == RC_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 3;
}
