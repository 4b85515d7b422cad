/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "lib/crypto/crypto.h"

static int start(void **state)
{
	(void)state;
	if (crypto_start() != RC_OK)
		return 1;
	secret_make_cheap_for_tests();
	return 0;
}

static void sha256_and_hmac_give_the_published_values(void **state)
{
	(void)state;
	unsigned char out[32], key[32];
	char hex[65];
	sha256("abc", 3, out); /* FIPS 180-4 */
	text_hex(out, 32, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	memset(key, 0x0b, 20); /* RFC 4231, case 1, its key padded with zeros as HMAC does */
	memset(key + 20, 0, 12);
	hmac256(key, "Hi There", 8, out);
	text_hex(out, 32, hex);
	assert_string_equal(hex, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

static void derived_keys_differ_by_use(void **state)
{
	(void)state;
	unsigned char master[32] = { 1 }, a[32], b[32], again[32];
	key_derive(master, "form", a);
	key_derive(master, "index", b);
	key_derive(master, "form", again);
	assert_memory_not_equal(a, b, 32);
	assert_memory_equal(a, again, 32);
}

static void passwords_match_themselves_only(void **state)
{
	(void)state;
	char hash[SECRET_HASH_MAX];
	assert_int_equal(secret_hash("a long demo password", hash), RC_OK);
	assert_true(secret_matches(hash, "a long demo password"));
	assert_false(secret_matches(hash, "a long demo passwore"));
	assert_false(secret_matches(NULL, "a long demo password"));
	assert_false(secret_matches("", ""));
	secret_room_release();
	assert_true(secret_matches(hash, "a long demo password"));
	/* As libsodium wrote it: its hashes and ours are the same. */
	static const char others[] = "$argon2id$v=19$m=47104,t=2,p=1$DteXz63SQupUH/2Gottg0Q$"
				     "4A3RWgGfEA1v4xl8LKTRHohzVW89xglu1WC5Gb7W9eQ";
	assert_true(secret_matches(others, "pw"));
	assert_false(secret_matches(others, "pW"));
	assert_false(secret_matches("$argon2id$v=19$m=999999,t=2,p=1$DteXz63SQupUH/2Gottg0Q$"
				    "4A3RWgGfEA1v4xl8LKTRHohzVW89xglu1WC5Gb7W9eQ", "pw"));
	assert_false(secret_matches("$argon2id$v=19$m=47104,t=2,p=1$DteXz63SQupUH/2Gottg0Q$4A3RWg", "pw"));
	assert_false(secret_matches("$argon2id$", "pw"));
	secret_room_release();
	assert_null(strstr(hash, "demo"));
}

static void public_ids_go_there_and_back_for_their_kind_only(void **state)
{
	(void)state;
	unsigned char key[32] = { 7 };
	struct id_cipher *c = NULL, *other = NULL;
	assert_int_equal(id_cipher_new(key, &c), RC_OK);
	key[0] = 8;
	assert_int_equal(id_cipher_new(key, &other), RC_OK);
	for (int64_t id = 1; id < 2000; id++) {
		char text[27];
		int64_t back = 0;
		id_public(c, ID_OF_person, id, text);
		assert_true(id_private(c, ID_OF_person, text, &back));
		assert_int_equal(back, id);
		assert_false(id_private(c, ID_OF_thread, text, &back));
		assert_false(id_private(other, ID_OF_person, text, &back));
	}
	id_cipher_free(c);
	id_cipher_free(other);
}

static void ids_that_we_never_make_are_not_accepted(void **state)
{
	(void)state;
	static const int64_t never[] = { 0, -1, INT64_MIN };
	unsigned char key[32] = { 7 };
	struct id_cipher *c = NULL;
	int64_t back = 5;
	char text[27];
	assert_int_equal(id_cipher_new(key, &c), RC_OK);
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		id_public(c, ID_OF_person, never[i], text);
		assert_false(id_private(c, ID_OF_person, text, &back));
	}
	id_public(c, ID_OF_person, INT64_MAX, text);
	assert_true(id_private(c, ID_OF_person, text, &back));
	assert_int_equal(back, INT64_MAX);
	text[25] = '\0';
	assert_false(id_private(c, ID_OF_person, text, &back));
	id_cipher_free(c);
}

static void pieces_open_in_their_order_for_their_key_only(void **state)
{
	(void)state;
	static const unsigned char bound[SHA256_LEN] = { 4 }, elsewhere[SHA256_LEN] = { 5 };
	unsigned char key[KEY_LEN] = { 3 }, wrong[KEY_LEN] = { 2 }, head[PIECES_HEAD], out[16];
	unsigned char one[3 + PIECE_EXTRA], two[3 + PIECE_EXTRA];
	struct pieces to, from;
	bool last = true;
	pieces_begin(&to, key, head);
	pieces_seal(&to, "one", 3, bound, false, one);
	pieces_seal(&to, "two", 3, bound, true, two);
	assert_int_equal(pieces_resume(&from, key, head), RC_OK);
	assert_int_equal(pieces_open(&from, one, sizeof(one), elsewhere, &last, out), RC_BROKEN);
	assert_int_equal(pieces_open(&from, two, sizeof(two), bound, &last, out), RC_BROKEN);
	assert_int_equal(pieces_open(&from, one, PIECE_EXTRA - 1, bound, &last, out), RC_BROKEN);
	assert_int_equal(pieces_open(&from, one, sizeof(one), bound, &last, out), RC_OK);
	assert_memory_equal(out, "one", 3);
	assert_false(last);
	assert_int_equal(pieces_open(&from, two, sizeof(two), bound, &last, out), RC_OK);
	assert_memory_equal(out, "two", 3);
	assert_true(last);
	assert_int_equal(pieces_resume(&from, wrong, head), RC_OK);
	assert_int_equal(pieces_open(&from, one, sizeof(one), bound, &last, out), RC_BROKEN);
}

static void made_up_ids_are_never_accepted(void **state)
{
	(void)state;
	unsigned char key[32] = { 7 };
	struct id_cipher *c = NULL;
	assert_int_equal(id_cipher_new(key, &c), RC_OK);
	for (int i = 0; i < 100000; i++) {
		unsigned char bytes[16];
		char text[27];
		int64_t id;
		rand_bytes(bytes, sizeof(bytes));
		text_base32(bytes, text);
		assert_false(id_private(c, ID_OF_person, text, &id));
	}
	id_cipher_free(c);
}

static void sealed_bytes_open_at_their_own_place_only(void **state)
{
	(void)state;
	unsigned char key[32] = { 3 }, sealed[5 + SEAL_EXTRA], out[5];
	assert_int_equal(seal(key, "account.totp", "hello", 5, sealed), RC_OK);
	assert_int_equal(unseal(key, "account.totp", sealed, sizeof(sealed), out), RC_OK);
	assert_memory_equal(out, "hello", 5);
	assert_int_equal(unseal(key, "account.other", sealed, sizeof(sealed), out), RC_BROKEN);
	for (size_t i = 0; i < sizeof(sealed); i++) {
		sealed[i] ^= 1;
		assert_int_equal(unseal(key, "account.totp", sealed, sizeof(sealed), out), RC_BROKEN);
		sealed[i] ^= 1;
	}
	assert_int_equal(unseal(key, "account.totp", sealed, 3, out), RC_BROKEN);
}

static void one_time_codes_are_rfc_6238s_and_work_once(void **state)
{
	(void)state;
	static const unsigned char seed[TOTP_LEN + 1] = "12345678901234567890";
	char code[7];
	int64_t step = 0;
	totp_code(seed, 59000, code);
	assert_string_equal(code, "287082"); /* RFC 6238 appendix B, last six digits */
	assert_true(totp_matches(seed, "287082", 59000, 0, &step));
	assert_false(totp_matches(seed, "287082", 59000, step, &step));
	assert_true(totp_matches(seed, "287082", 59000 + 30000, 0, &step));
	assert_false(totp_matches(seed, "287082", 59000 + 90000, 0, &step));
	assert_false(totp_matches(seed, "28708", 59000, 0, &step));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_and_hmac_give_the_published_values),
		cmocka_unit_test(derived_keys_differ_by_use),
		cmocka_unit_test(passwords_match_themselves_only),
		cmocka_unit_test(public_ids_go_there_and_back_for_their_kind_only),
		cmocka_unit_test(ids_that_we_never_make_are_not_accepted),
		cmocka_unit_test(pieces_open_in_their_order_for_their_key_only),
		cmocka_unit_test(made_up_ids_are_never_accepted),
		cmocka_unit_test(sealed_bytes_open_at_their_own_place_only),
		cmocka_unit_test(one_time_codes_are_rfc_6238s_and_work_once),
	};
	return cmocka_run_group_tests(tests, start, NULL);
}
