/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "lib/crypto/box.h"

static const char place[] = "sealed_message.body tie=1 id=2";
static const char words[] = "The hearing is on the third";

static int start(void **state)
{
	(void)state;
	if (crypto_start() != RC_OK)
		return 1;
	secret_make_cheap_for_tests();
	return 0;
}

static void a_text_opens_with_its_key_in_its_place_only(void **state)
{
	(void)state;
	unsigned char key[BOX_KEY] = { 1 }, other[BOX_KEY] = { 2 }, locked[sizeof(words) + BOX_EXTRA], out[sizeof(words)];
	box_lock(key, place, words, sizeof(words), locked);
	assert_int_equal(box_unlock(key, place, locked, sizeof(locked), out), RC_OK);
	assert_string_equal((const char *)out, words);
	assert_int_equal(box_unlock(other, place, locked, sizeof(locked), out), RC_BROKEN);
	assert_int_equal(box_unlock(key, "sealed_message.body tie=1 id=3", locked, sizeof(locked), out), RC_BROKEN);
}

static void every_bit_and_every_length_counts(void **state)
{
	(void)state;
	unsigned char key[BOX_KEY] = { 1 }, locked[sizeof(words) + BOX_EXTRA + 1] = { 0 }, out[sizeof(words) + 1];
	size_t len = sizeof(words) + BOX_EXTRA;
	box_lock(key, place, words, sizeof(words), locked);
	for (size_t bit = 0; bit < len * 8; bit++) {
		locked[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_int_equal(box_unlock(key, place, locked, len, out), RC_BROKEN);
		locked[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	for (size_t n = 0; n < len; n++)
		assert_int_equal(box_unlock(key, place, locked, n, out), RC_BROKEN);
	assert_int_equal(box_unlock(key, place, locked, len + 1, out), RC_BROKEN);
	assert_int_equal(box_unlock(key, place, locked, len, out), RC_OK);
}

static void the_same_text_is_never_locked_the_same(void **state)
{
	(void)state;
	unsigned char key[BOX_KEY] = { 1 }, a[sizeof(words) + BOX_EXTRA], b[sizeof(words) + BOX_EXTRA];
	box_lock(key, place, words, sizeof(words), a);
	box_lock(key, place, words, sizeof(words), b);
	assert_memory_not_equal(a, b, sizeof(a));
	assert_int_equal(a[0], b[0]); /* the way it was made */
}

static void a_wrap_is_for_one_reader_and_one_place(void **state)
{
	(void)state;
	unsigned char public_key[BOX_KEY], secret[BOX_KEY], their_public[BOX_KEY], theirs[BOX_KEY];
	unsigned char key[BOX_KEY], wrap[BOX_WRAP], out[BOX_KEY];
	box_pair(public_key, secret);
	box_pair(their_public, theirs);
	assert_memory_not_equal(secret, theirs, BOX_KEY);
	rand_bytes(key, sizeof(key));
	assert_int_equal(box_wrap(public_key, place, key, wrap), RC_OK);
	assert_int_equal(box_unwrap(secret, place, wrap, sizeof(wrap), out), RC_OK);
	assert_memory_equal(out, key, sizeof(key));
	assert_int_equal(box_unwrap(theirs, place, wrap, sizeof(wrap), out), RC_BROKEN);
	assert_int_equal(box_unwrap(secret, "elsewhere", wrap, sizeof(wrap), out), RC_BROKEN);
	for (size_t bit = 0; bit < sizeof(wrap) * 8; bit++) {
		/* X25519 leaves the top bit of a point out (RFC 7748 §5); the seal's nonce is made of
		 * all bits, so that one counts too. */
		wrap[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_int_equal(box_unwrap(secret, place, wrap, sizeof(wrap), out), RC_BROKEN);
		wrap[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	for (size_t n = 0; n < sizeof(wrap); n++)
		assert_int_equal(box_unwrap(secret, place, wrap, n, out), RC_BROKEN);
}

static void what_is_no_public_key_gets_no_wrap(void **state)
{
	(void)state;
	unsigned char none[BOX_KEY] = { 0 }, key[BOX_KEY] = { 1 }, wrap[BOX_WRAP];
	assert_int_equal(box_wrap(none, place, key, wrap), RC_BROKEN);
}

static void a_passphrase_opens_what_it_locked(void **state)
{
	(void)state;
	unsigned char key[BOX_KEY] = { 5 }, locked[BOX_PHRASE], out[BOX_KEY], again[BOX_PHRASE];
	assert_int_equal(box_phrase_lock("six plain words that I know", place, key, locked), RC_OK);
	assert_int_equal(box_phrase_lock("six plain words that I know", place, key, again), RC_OK);
	assert_memory_not_equal(locked, again, sizeof(locked)); /* a salt of its own */
	assert_int_equal(box_phrase_unlock("six plain words that I know", place, locked, out), RC_OK);
	assert_memory_equal(out, key, sizeof(key));
	assert_int_equal(box_phrase_unlock("six plain words that I knew", place, locked, out), RC_DENIED);
	assert_int_equal(box_phrase_unlock("six plain words that I know", "elsewhere", locked, out), RC_DENIED);
}

/* Whoever writes the database chooses neither our memory nor our time. */
static void a_cost_that_we_never_chose_is_refused(void **state)
{
	(void)state;
	unsigned char key[BOX_KEY] = { 5 }, locked[BOX_PHRASE], out[BOX_KEY];
	assert_int_equal(box_phrase_lock("a b c d e f", place, key, locked), RC_OK);
	locked[8] = 0x7f; /* 2 TiB */
	assert_int_equal(box_phrase_unlock("a b c d e f", place, locked, out), RC_BROKEN);
	locked[8] = 0;
	locked[4] = 1; /* 16 million passes */
	assert_int_equal(box_phrase_unlock("a b c d e f", place, locked, out), RC_BROKEN);
	locked[4] = 0;
	locked[0] = 1; /* another way */
	assert_int_equal(box_phrase_unlock("a b c d e f", place, locked, out), RC_BROKEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_opens_with_its_key_in_its_place_only),
		cmocka_unit_test(every_bit_and_every_length_counts),
		cmocka_unit_test(the_same_text_is_never_locked_the_same),
		cmocka_unit_test(a_wrap_is_for_one_reader_and_one_place),
		cmocka_unit_test(what_is_no_public_key_gets_no_wrap),
		cmocka_unit_test(a_passphrase_opens_what_it_locked),
		cmocka_unit_test(a_cost_that_we_never_chose_is_refused),
	};
	return cmocka_run_group_tests(tests, start, NULL);
}
