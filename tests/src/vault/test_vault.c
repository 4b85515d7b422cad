/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The keys of what people write: wrapped anew a few at a time, and where none is kept in use. */
#include "tests/check.h"

#include "demo_q.h"
#include "src/vault/vault.h"
#include "tests/story/client.h"

static enum rc wrap_anew_in_parts(struct work *w, void *arg)
{
	int64_t first = 0, rest = 0, none = 0;
	(void)arg;
	TRY(vault_rewrap(w, 100000, &none));
	assert_int_equal(none, 0); /* nothing is old yet */
	TRY(vault_rotate(w));
	TRY(vault_rewrap(w, 1, &first));
	assert_int_equal(first, 1);
	TRY(vault_rewrap(w, 100000, &rest));
	assert_true(rest > 1);
	TRY(vault_rewrap(w, 100000, &none));
	assert_int_equal(none, 0);
	TRY(vault_rotate(w));
	TRY(vault_rewrap(w, 100000, &none));
	assert_int_equal(none, first + rest); /* each of them, and once */
	return RC_OK;
}

/* A command of the administrator's has none: what was sealed opens all the same, or is said to be broken. */
static enum rc open_without_keys_in_use(struct work *w, void *arg)
{
	struct shared bare = *w->shared, *real = w->shared;
	struct id_person author;
	struct vault_place here = { "message.body", 5 }, there = { "message.body", 6 };
	struct demo_persona rosa;
	const char *sealed, *text;
	(void)arg;
	TRY(q_demo_persona_find(w, "family", &rosa));
	author = rosa.person;
	TRY(vault_seal(w, author, here, "The blue bird", &sealed));
	bare.vault = NULL;
	w->shared = &bare;
	text = sealed;
	TRY(vault_open(w, author, here, &text));
	assert_string_equal(text, "The blue bird");
	text = sealed;
	assert_int_equal(vault_open(w, author, there, &text), RC_BROKEN);
	w->problems_n = 0;
	w->shared = real;
	return RC_OK;
}

static void run(enum rc (*fn)(struct work *w, void *arg))
{
	struct world_under_test t = { 0 };
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	assert_int_equal(work_do(&(struct work_run){ .shared = server_shared(t.server), .run = fn, .write = true }),
			 RC_OK);
	test_world_stop(&t);
}

static void keys_are_wrapped_anew_a_few_at_a_time_and_each_once(void **state)
{
	(void)state;
	run(wrap_anew_in_parts);
}

static void a_text_opens_where_no_keys_are_kept_in_use(void **state)
{
	(void)state;
	run(open_without_keys_in_use);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_wrapped_anew_a_few_at_a_time_and_each_once),
		cmocka_unit_test(a_text_opens_where_no_keys_are_kept_in_use),
	};
	if (crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
