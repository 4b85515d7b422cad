/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/crypto/box.h"

#include <assert.h>
#include <endian.h>
#include <sodium.h>
#include <string.h>

#include "lib/base/rand.h"

enum {
	WAY_XCHACHA = 2, /* 1 is AES-256-GCM, of seal() */
	WAY_BOX = 3,
	WAY_PHRASE = 4,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	SALT = SECRET_SALT,
	PASSES = 3,
	KIBS = 46 * 1024, /* what a slow thread has for passwords */
};
static_assert(BOX_EXTRA == 1 + NONCE + TAG, "as the library has it");
static_assert(BOX_WRAP == 1 + 2 * BOX_KEY + crypto_box_SEALBYTES, "as the library has it");
static_assert(BOX_PHRASE == 1 + 4 + 4 + SALT + NONCE + TAG + BOX_KEY, "as the library has it");

void box_pair(unsigned char public_key[BOX_KEY], unsigned char secret[BOX_KEY])
{
	rand_bytes(secret, BOX_KEY);
	crypto_scalarmult_base(public_key, secret);
}

/* nonce, tag, bytes: behind whatever stands before it, which is authenticated too. */
static void put(const unsigned char key[BOX_KEY], const char *bound, const void *bytes, size_t len,
		unsigned char *out)
{
	rand_bytes(out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt_detached(out + NONCE + TAG, out + NONCE, NULL, bytes, len,
							    (const unsigned char *)bound, strlen(bound), NULL,
							    out, key);
}

static enum rc get(const unsigned char key[BOX_KEY], const char *bound, const unsigned char *in, size_t len,
		   unsigned char *out)
{
	int bad = crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
		out, NULL, in + NONCE + TAG, len, in + NONCE, (const unsigned char *)bound, strlen(bound), in, key);
	return bad ? RC_BROKEN : RC_OK;
}

void box_lock(const unsigned char key[BOX_KEY], const char *bound, const void *bytes, size_t len,
	      unsigned char *out)
{
	out[0] = WAY_XCHACHA;
	put(key, bound, bytes, len, out + 1);
}

enum rc box_unlock(const unsigned char key[BOX_KEY], const char *bound, const void *locked, size_t len,
		   unsigned char *out)
{
	const unsigned char *in = locked;
	if (len < BOX_EXTRA || in[0] != WAY_XCHACHA)
		return RC_BROKEN;
	return get(key, bound, in + 1, len - BOX_EXTRA, out);
}

enum rc box_wrap(const unsigned char public_key[BOX_KEY], const char *bound, const unsigned char key[BOX_KEY],
		 unsigned char out[BOX_WRAP])
{
	unsigned char both[2 * BOX_KEY];
	memcpy(both, key, BOX_KEY);
	sha256(bound, strlen(bound), both + BOX_KEY);
	out[0] = WAY_BOX;
	int bad = crypto_box_seal(out + 1, both, sizeof(both), public_key);
	sodium_memzero(both, sizeof(both));
	return bad ? RC_BROKEN : RC_OK;
}

enum rc box_unwrap(const unsigned char secret[BOX_KEY], const char *bound, const void *wrap, size_t len,
		   unsigned char key[BOX_KEY])
{
	const unsigned char *in = wrap;
	unsigned char public_key[BOX_KEY], both[2 * BOX_KEY], place[SHA256_LEN];
	if (len != BOX_WRAP || in[0] != WAY_BOX)
		return RC_BROKEN;
	crypto_scalarmult_base(public_key, secret);
	sha256(bound, strlen(bound), place);
	bool good = crypto_box_seal_open(both, in + 1, len - 1, public_key, secret) == 0 &&
		    bytes_same(both + BOX_KEY, place, sizeof(place));
	if (good)
		memcpy(key, both, BOX_KEY);
	sodium_memzero(both, sizeof(both));
	return good ? RC_OK : RC_BROKEN;
}

/* --- passphrases ------------------------------------------------------------------- */

/* Before the key: way, passes, KiB, salt. */
enum { HEAD = 1 + 4 + 4 + SALT };

static void put_number(unsigned char *at, uint32_t n)
{
	n = htole32(n);
	memcpy(at, &n, sizeof(n));
}

static uint32_t number(const unsigned char *at)
{
	uint32_t n;
	memcpy(&n, at, sizeof(n));
	return le32toh(n);
}

static enum rc stretch(const char *phrase, const unsigned char head[HEAD], unsigned char key[BOX_KEY])
{
	if (head[0] != WAY_PHRASE)
		return RC_BROKEN;
	return secret_stretch(phrase, number(head + 5), number(head + 1), head + 9, key);
}

enum rc box_phrase_lock(const char *phrase, const char *bound, const unsigned char key[BOX_KEY],
			unsigned char out[BOX_PHRASE])
{
	unsigned char over[BOX_KEY];
	out[0] = WAY_PHRASE;
	put_number(out + 1, secret_is_cheap() ? 1 : PASSES);
	put_number(out + 5, secret_is_cheap() ? 8 : KIBS);
	rand_bytes(out + 9, SALT);
	TRY(stretch(phrase, out, over));
	put(over, bound, key, BOX_KEY, out + HEAD);
	sodium_memzero(over, sizeof(over));
	return RC_OK;
}

enum rc box_phrase_unlock(const char *phrase, const char *bound, const unsigned char locked[BOX_PHRASE],
			  unsigned char key[BOX_KEY])
{
	unsigned char over[BOX_KEY];
	TRY(stretch(phrase, locked, over));
	enum rc rc = get(over, bound, locked + HEAD, BOX_KEY, key);
	sodium_memzero(over, sizeof(over));
	return rc == RC_BROKEN ? RC_DENIED : rc;
}
