/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include "lib/base/text.h"
#include "lib/crypto/merkle.h"

/* Leaves and roots that Certificate Transparency's implementations share. */
static const struct {
	const char *bytes;
	size_t len;
	const char *root; /* of the tree up to here */
} known[] = {
	{ "", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
	{ "\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
	{ "\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
	{ "\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
	{ "\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
	{ "\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
	{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8,
	  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
	{ "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
	  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
};

enum { LEAVES = 300 };

static struct merkle_hash leaves[LEAVES];

static void is_hex(const struct merkle_hash *h, const char *hex)
{
	char got[65];
	text_hex(h->at, SHA256_LEN, got);
	assert_string_equal(got, hex);
}

/* The definition of RFC 9162 §2.1.1, word by word. */
static void slow_root(int64_t low, int64_t n, struct merkle_hash *ret)
{
	int64_t k = 1;
	struct merkle_hash left, right;
	if (n == 0) {
		sha256("", 0, ret->at);
		return;
	}
	if (n == 1) {
		*ret = leaves[low];
		return;
	}
	while (k * 2 < n)
		k *= 2;
	slow_root(low, k, &left);
	slow_root(low + k, n - k, &right);
	merkle_node(&left, &right, ret);
}

static enum rc slow_get(void *ctx, unsigned height, int64_t n, struct merkle_hash *ret)
{
	(void)ctx;
	slow_root(n << height, INT64_C(1) << height, ret);
	return RC_OK;
}

static const struct merkle_source source = { .get = slow_get };

static void fill_known(void)
{
	for (size_t i = 0; i < COUNT_OF(known); i++)
		merkle_leaf(known[i].bytes, known[i].len, "", 0, &leaves[i]);
}

static void fill_many(void)
{
	for (int i = 0; i < LEAVES; i++)
		merkle_leaf("entry ", 6, &i, sizeof(i), &leaves[i]);
}

static void roots_are_the_published_ones(void **state)
{
	(void)state;
	struct merkle_tree t = { 0 };
	struct merkle_hash root;
	fill_known();
	merkle_root(&t, &root);
	is_hex(&root, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		merkle_append(&t, &leaves[i], NULL, NULL);
		merkle_root(&t, &root);
		is_hex(&root, known[i].root);
	}
}

static void proofs_are_the_published_ones(void **state)
{
	(void)state;
	struct merkle_proof p;
	fill_known();
	assert_int_equal(merkle_inclusion(&source, 0, 8, &p), RC_OK);
	assert_int_equal(p.n, 3);
	is_hex(&p.at[0], "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
	is_hex(&p.at[1], "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e");
	is_hex(&p.at[2], "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
	assert_int_equal(merkle_inclusion(&source, 2, 3, &p), RC_OK);
	assert_int_equal(p.n, 1);
	is_hex(&p.at[0], "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
	assert_int_equal(merkle_consistency(&source, 1, 8, &p), RC_OK);
	assert_int_equal(p.n, 3);
	is_hex(&p.at[0], "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
	assert_int_equal(merkle_consistency(&source, 6, 8, &p), RC_OK);
	assert_int_equal(p.n, 3);
	is_hex(&p.at[0], "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a");
	is_hex(&p.at[1], "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
	is_hex(&p.at[2], "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
	assert_int_equal(merkle_consistency(&source, 2, 5, &p), RC_OK);
	assert_int_equal(p.n, 2);
	is_hex(&p.at[0], "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e");
	is_hex(&p.at[1], "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
}

/* Nodes that were told while the tree grew. */
static int64_t told;

static void check_made(void *ctx, unsigned height, int64_t n, const struct merkle_hash *h)
{
	(void)ctx;
	struct merkle_hash slow;
	slow_root(n << height, INT64_C(1) << height, &slow);
	assert_memory_equal(h, &slow, sizeof(slow));
	told++;
}

static void a_tree_grows_as_the_definition_says(void **state)
{
	(void)state;
	struct merkle_tree t = { 0 }, edge;
	struct merkle_hash root, slow;
	fill_many();
	told = 0;
	for (int64_t n = 1; n <= LEAVES; n++) {
		merkle_append(&t, &leaves[n - 1], check_made, NULL);
		merkle_root(&t, &root);
		slow_root(0, n, &slow);
		assert_memory_equal(&root, &slow, sizeof(slow));
		assert_int_equal(merkle_root_at(&source, n, &root), RC_OK);
		assert_memory_equal(&root, &slow, sizeof(slow));
		assert_int_equal(merkle_edge_at(&source, n, &edge), RC_OK);
		merkle_root(&edge, &root);
		assert_memory_equal(&root, &slow, sizeof(slow));
	}
	/* One node fewer than leaves for each complete part: 256, 32, 8 and 4. */
	assert_int_equal(told, LEAVES - 4);
}

/* A small generator with a fixed start: the same cases in each run. */
static uint64_t chance = 9162;

static int64_t below(int64_t n)
{
	chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)(chance >> 33) % n;
}

static void every_leaf_is_proved_and_nothing_else_is(void **state)
{
	(void)state;
	struct merkle_proof p, bad;
	struct merkle_hash root;
	fill_many();
	for (int round = 0; round < 2000; round++) {
		int64_t size = 1 + below(LEAVES), i = below(size), other = below(size);
		slow_root(0, size, &root);
		assert_int_equal(merkle_inclusion(&source, i, size, &p), RC_OK);
		assert_true(merkle_is_included(&leaves[i], i, size, &root, &p));
		assert_false(other != i && merkle_is_included(&leaves[other], i, size, &root, &p));
		assert_false(other != i && merkle_is_included(&leaves[i], other, size, &root, &p));
		assert_false(merkle_is_included(&leaves[i], i + size, size, &root, &p));
		bad = p;
		bad.at[bad.n++] = leaves[0];
		assert_false(merkle_is_included(&leaves[i], i, size, &root, &bad));
		if (p.n == 0)
			continue;
		bad = p;
		bad.at[below((int64_t)p.n)].at[below(SHA256_LEN)] ^= (unsigned char)(1 << below(8));
		assert_false(merkle_is_included(&leaves[i], i, size, &root, &bad));
		bad = p;
		bad.n--;
		assert_false(merkle_is_included(&leaves[i], i, size, &root, &bad));
	}
	assert_int_equal(merkle_inclusion(&source, 5, 5, &p), RC_INVALID);
	assert_int_equal(merkle_inclusion(&source, -1, 5, &p), RC_INVALID);
}

static void growth_is_proved_and_a_fork_is_not(void **state)
{
	(void)state;
	struct merkle_proof p, bad;
	struct merkle_hash old_root, root, wrong;
	fill_many();
	for (int round = 0; round < 2000; round++) {
		int64_t size = 1 + below(LEAVES), old = below(size + 1);
		slow_root(0, old, &old_root);
		slow_root(0, size, &root);
		assert_int_equal(merkle_consistency(&source, old, size, &p), RC_OK);
		assert_true(merkle_is_consistent(old, &old_root, size, &root, &p));
		wrong = old_root;
		wrong.at[below(SHA256_LEN)] ^= 1;
		assert_false(merkle_is_consistent(old, &wrong, size, &root, &p));
		wrong = root;
		wrong.at[below(SHA256_LEN)] ^= 1;
		assert_false(old > 0 && merkle_is_consistent(old, &old_root, size, &wrong, &p));
		assert_false(merkle_is_consistent(size + 1, &old_root, size, &root, &p));
		if (p.n == 0)
			continue;
		bad = p;
		bad.at[below((int64_t)p.n)].at[below(SHA256_LEN)] ^= (unsigned char)(1 << below(8));
		assert_false(merkle_is_consistent(old, &old_root, size, &root, &bad));
		bad = p;
		bad.n--;
		assert_false(merkle_is_consistent(old, &old_root, size, &root, &bad));
		bad = p;
		bad.at[bad.n++] = leaves[0];
		assert_false(merkle_is_consistent(old, &old_root, size, &root, &bad));
	}
	assert_int_equal(merkle_consistency(&source, 6, 5, &p), RC_INVALID);
}

static void signatures_are_the_published_ones(void **state)
{
	(void)state;
	/* RFC 8032 §7.1, test 2 */
	static const unsigned char secret[32] = {
		0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3, 0x46, 0xec, 0x11, 0x4e, 0x0f,
		0x5b, 0x8a, 0x31, 0x9f, 0x35, 0xab, 0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb };
	unsigned char public_key[SIGN_PUBLIC], signature[SIGN_LEN];
	char hex[2 * SIGN_LEN + 1];
	sign_public(secret, public_key);
	text_hex(public_key, sizeof(public_key), hex);
	assert_string_equal(hex, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
	sign(secret, "\x72", 1, signature);
	text_hex(signature, sizeof(signature), hex);
	assert_string_equal(hex, "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
				 "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
	assert_true(sign_is_right(public_key, "\x72", 1, signature));
	assert_false(sign_is_right(public_key, "\x73", 1, signature));
	signature[7] ^= 1;
	assert_false(sign_is_right(public_key, "\x72", 1, signature));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roots_are_the_published_ones),
		cmocka_unit_test(proofs_are_the_published_ones),
		cmocka_unit_test(a_tree_grows_as_the_definition_says),
		cmocka_unit_test(every_leaf_is_proved_and_nothing_else_is),
		cmocka_unit_test(growth_is_proved_and_a_fork_is_not),
		cmocka_unit_test(signatures_are_the_published_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
