/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The keys of what people write, wrapped anew a few at a time. */
#include "tests/check.h"

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

static void keys_are_wrapped_anew_a_few_at_a_time_and_each_once(void **state)
{
	struct world_under_test t = { 0 };
	(void)state;
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	assert_int_equal(work_do(&(struct work_run){ .shared = server_shared(t.server), .run = wrap_anew_in_parts, .write = true }),
			 RC_OK);
	test_world_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_wrapped_anew_a_few_at_a_time_and_each_once),
	};
	if (crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
