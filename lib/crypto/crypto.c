/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/crypto/crypto.h"

#include <assert.h>
#include <liboath/oath.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/rand.h"
#include "lib/base/text.h"

enum { TOTP_STEP_MS = 30000 };

enum rc crypto_start(void)
{
	if (sodium_init() < 0 || oath_init() != OATH_OK)
		return RC_BROKEN;
	return secret_start();
}

void hmac256(const unsigned char key[KEY_LEN], const void *bytes, size_t len,
	     unsigned char out[SHA256_LEN])
{
	/* OpenSSL's takes as long to set up as libsodium's takes in all. */
	crypto_auth_hmacsha256_state s;
	crypto_auth_hmacsha256_init(&s, key, KEY_LEN);
	crypto_auth_hmacsha256_update(&s, bytes, len);
	crypto_auth_hmacsha256_final(&s, out);
	sodium_memzero(&s, sizeof(s));
}

void key_derive(const unsigned char master[KEY_LEN], const char *use, unsigned char out[KEY_LEN])
{
	/* OSSL_PARAM wants writable memory although it only reads. */
	unsigned char key[KEY_LEN];
	char info[64] = "", digest[] = "SHA256";
	memcpy(key, master, KEY_LEN);
	size_t len = strlen(use);
	assert(len < sizeof(info));
	memcpy(info, use, len);
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(kdf);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key, KEY_LEN),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, len),
		OSSL_PARAM_construct_end(),
	};
	if (ctx == NULL || EVP_KDF_derive(ctx, out, KEY_LEN, params) != 1)
		abort();
	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(kdf);
	bytes_wipe(key, sizeof(key));
}

void base64_write(const void *bytes, size_t len, char *to, size_t room)
{
	sodium_bin2base64(to, room, bytes, len, sodium_base64_VARIANT_ORIGINAL);
}

bool base64_read(const char *text, size_t text_len, void *bytes, size_t len)
{
	size_t got = 0;
	return sodium_base642bin(bytes, len, text, text_len, NULL, &got, NULL,
				 sodium_base64_VARIANT_ORIGINAL) == 0 && got == len;
}

void sign_public(const unsigned char secret[KEY_LEN], unsigned char public_key[SIGN_PUBLIC])
{
	unsigned char whole[crypto_sign_SECRETKEYBYTES];
	crypto_sign_seed_keypair(public_key, whole, secret);
	sodium_memzero(whole, sizeof(whole));
}

void sign(const unsigned char secret[KEY_LEN], const void *bytes, size_t len, unsigned char out[SIGN_LEN])
{
	unsigned char public_key[SIGN_PUBLIC], whole[crypto_sign_SECRETKEYBYTES];
	crypto_sign_seed_keypair(public_key, whole, secret);
	crypto_sign_detached(out, NULL, bytes, len, whole);
	sodium_memzero(whole, sizeof(whole));
}

bool sign_is_right(const unsigned char public_key[SIGN_PUBLIC], const void *bytes, size_t len,
		   const unsigned char signature[SIGN_LEN])
{
	return crypto_sign_verify_detached(signature, bytes, len, public_key) == 0;
}

bool bytes_same(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

void bytes_wipe(void *bytes, size_t len)
{
	sodium_memzero(bytes, len);
}

/* --- public ids ------------------------------------------------------------------ */

struct id_cipher {
	EVP_CIPHER_CTX *to, *from; /* set up once, copied by each thread */
	unsigned serial;	   /* tells this cipher from one that was freed */
};

static EVP_CIPHER_CTX *block_cipher(const unsigned char key[KEY_LEN], int encrypt)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	if (ctx == NULL || EVP_CipherInit_ex(ctx, EVP_aes_256_ecb(), NULL, key, NULL, encrypt) != 1)
		abort();
	EVP_CIPHER_CTX_set_padding(ctx, 0);
	return ctx;
}

enum rc id_cipher_new(const unsigned char key[KEY_LEN], struct id_cipher **ret)
{
	static atomic_uint serials;
	struct id_cipher *c = calloc(1, sizeof(*c));
	if (c == NULL)
		return RC_BROKEN;
	c->serial = ++serials;
	c->to = block_cipher(key, 1);
	c->from = block_cipher(key, 0);
	*ret = c;
	return RC_OK;
}

void id_cipher_free(struct id_cipher *c)
{
	if (c == NULL)
		return;
	EVP_CIPHER_CTX_free(c->to);
	EVP_CIPHER_CTX_free(c->from);
	free(c);
}

/* A context is not for two threads at once: each thread keeps copies of its own,
 * until it ends. */
struct copies {
	EVP_CIPHER_CTX *at[2];
	unsigned of[2]; /* the serial that each was made from */
};

static pthread_key_t copies_key;

static void free_copies(void *arg)
{
	struct copies *mine = arg;
	EVP_CIPHER_CTX_free(mine->at[0]);
	EVP_CIPHER_CTX_free(mine->at[1]);
	free(mine);
}

static void make_key(void)
{
	if (pthread_key_create(&copies_key, free_copies) != 0)
		abort();
}

static struct copies *copies_of_thread(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct copies *mine = calloc(1, sizeof(*mine));
	pthread_once(&once, make_key);
	if (mine == NULL || pthread_setspecific(copies_key, mine) != 0)
		abort();
	mine->at[0] = EVP_CIPHER_CTX_new();
	mine->at[1] = EVP_CIPHER_CTX_new();
	return mine;
}

static void one_block(const struct id_cipher *c, bool encrypt, const unsigned char in[16],
		      unsigned char out[16])
{
	static _Thread_local struct copies *mine;
	int n = 0;
	if (mine == NULL)
		mine = copies_of_thread();
	EVP_CIPHER_CTX *ctx = mine->at[encrypt];
	if (mine->of[encrypt] != c->serial) {
		if (EVP_CIPHER_CTX_copy(ctx, encrypt ? c->to : c->from) != 1)
			abort();
		mine->of[encrypt] = c->serial;
	}
	if (EVP_CipherUpdate(ctx, out, &n, in, 16) != 1 || n != 16)
		abort();
}

void id_public(const struct id_cipher *c, enum id_kind kind, int64_t id, char out[27])
{
	unsigned char plain[16] = { (unsigned char)(kind >> 8), (unsigned char)kind }, block[16];
	for (int i = 0; i < 8; i++)
		plain[15 - i] = (unsigned char)((uint64_t)id >> (8 * i));
	one_block(c, true, plain, block);
	text_base32(block, out);
}

bool id_private(const struct id_cipher *c, enum id_kind kind, const char *text, int64_t *ret_id)
{
	unsigned char block[16], plain[16], zero[6] = { 0 };
	if (!text_unbase32(text, block))
		return false;
	one_block(c, false, block, plain);
	if ((plain[0] << 8 | plain[1]) != (int)kind || memcmp(plain + 2, zero, sizeof(zero)) != 0)
		return false;
	uint64_t id = 0;
	for (int i = 8; i < 16; i++)
		id = id << 8 | plain[i];
	if (id == 0 || id > INT64_MAX)
		return false;
	*ret_id = (int64_t)id;
	return true;
}

/* --- sealing ----------------------------------------------------------------------- */

enum { ALGORITHM_AES256GCM = 1, NONCE_LEN = 12, TAG_LEN = 16 };

enum rc seal(const unsigned char key[KEY_LEN], const char *bound, const void *bytes, size_t len,
	     unsigned char *out)
{
	unsigned char *nonce = out + 1, *tag = nonce + NONCE_LEN, *body = tag + TAG_LEN;
	int n = 0;
	out[0] = ALGORITHM_AES256GCM;
	rand_bytes(nonce, NONCE_LEN);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool ok = ctx != NULL && EVP_EncryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
		  EVP_EncryptUpdate(ctx, NULL, &n, (const unsigned char *)bound, (int)strlen(bound)) == 1 &&
		  EVP_EncryptUpdate(ctx, body, &n, bytes, (int)len) == 1 &&
		  EVP_EncryptFinal_ex(ctx, body + n, &n) == 1 &&
		  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG_LEN, tag) == 1;
	EVP_CIPHER_CTX_free(ctx);
	return ok ? RC_OK : RC_BROKEN;
}

enum rc unseal(const unsigned char key[KEY_LEN], const char *bound, const void *sealed, size_t len,
	       unsigned char *out)
{
	const unsigned char *in = sealed, *nonce = in + 1, *body = nonce + NONCE_LEN + TAG_LEN;
	unsigned char tag[TAG_LEN];
	int n = 0;
	if (len < SEAL_EXTRA || in[0] != ALGORITHM_AES256GCM)
		return RC_BROKEN;
	memcpy(tag, nonce + NONCE_LEN, TAG_LEN);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool ok = ctx != NULL && EVP_DecryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
		  EVP_DecryptUpdate(ctx, NULL, &n, (const unsigned char *)bound, (int)strlen(bound)) == 1 &&
		  EVP_DecryptUpdate(ctx, out, &n, body, (int)(len - SEAL_EXTRA)) == 1 &&
		  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG_LEN, tag) == 1 &&
		  EVP_DecryptFinal_ex(ctx, out + n, &n) == 1;
	EVP_CIPHER_CTX_free(ctx);
	return ok ? RC_OK : RC_BROKEN;
}

/* Without the processor's own instructions libsodium has no AES: OpenSSL does it then,
 * and the room holds the bare key. */
static bool has_aes(void)
{
	return crypto_aead_aes256gcm_is_available() == 1;
}

void seal_prepare(const unsigned char key[KEY_LEN], struct seal_key *ret)
{
	static_assert(sizeof(crypto_aead_aes256gcm_state) <= sizeof(ret->room), "room for libsodium's");
	if (has_aes())
		crypto_aead_aes256gcm_beforenm((crypto_aead_aes256gcm_state *)ret->room, key);
	else
		memcpy(ret->room, key, KEY_LEN);
}

enum rc seal_with(const struct seal_key *key, const char *bound, const void *bytes, size_t len, unsigned char *out)
{
	unsigned char *nonce = out + 1, *tag = nonce + NONCE_LEN;
	if (!has_aes())
		return seal(key->room, bound, bytes, len, out);
	out[0] = ALGORITHM_AES256GCM;
	rand_bytes(nonce, NONCE_LEN);
	crypto_aead_aes256gcm_encrypt_detached_afternm(tag + TAG_LEN, tag, NULL, bytes, len, (const unsigned char *)bound,
						       strlen(bound), NULL, nonce,
						       (const crypto_aead_aes256gcm_state *)key->room);
	return RC_OK;
}

enum rc unseal_with(const struct seal_key *key, const char *bound, const void *sealed, size_t len,
		    unsigned char *out)
{
	const unsigned char *in = sealed, *nonce = in + 1, *tag = nonce + NONCE_LEN;
	if (!has_aes())
		return unseal(key->room, bound, sealed, len, out);
	if (len < SEAL_EXTRA || in[0] != ALGORITHM_AES256GCM)
		return RC_BROKEN;
	return crypto_aead_aes256gcm_decrypt_detached_afternm(out, NULL, tag + TAG_LEN, len - SEAL_EXTRA, tag,
							      (const unsigned char *)bound, strlen(bound), nonce,
							      (const crypto_aead_aes256gcm_state *)key->room) == 0 ?
		       RC_OK :
		       RC_BROKEN;
}

void *locked_new(size_t size)
{
	/* Its end lies at a guard page, its beginning is aligned where the size is. */
	void *at = sodium_malloc((size + 63) & ~(size_t)63);
	if (at != NULL)
		memset(at, 0, size);
	return at;
}

void locked_free(void *at)
{
	sodium_free(at);
}

/* --- streams for a recovery key -------------------------------------------------------- */

void parcel_pair(unsigned char secret[KEY_LEN], unsigned char public_key[KEY_LEN])
{
	if (crypto_box_keypair(public_key, secret) != 0)
		abort();
}

void parcel_seal_key(const unsigned char public_key[KEY_LEN], const unsigned char key[KEY_LEN],
		  unsigned char out[PARCEL_SEALED])
{
	static_assert(crypto_box_SEALBYTES + KEY_LEN == PARCEL_SEALED, "libsodium's length");
	if (crypto_box_seal(out, key, KEY_LEN, public_key) != 0)
		abort();
}

enum rc parcel_open_key(const unsigned char secret[KEY_LEN], const unsigned char sealed[PARCEL_SEALED],
		     unsigned char key[KEY_LEN])
{
	unsigned char public_key[KEY_LEN];
	if (crypto_scalarmult_base(public_key, secret) != 0)
		return RC_DENIED;
	return crypto_box_seal_open(key, sealed, PARCEL_SEALED, public_key, secret) == 0 ? RC_OK : RC_DENIED;
}

static_assert(sizeof(crypto_secretstream_xchacha20poly1305_state) <= sizeof(struct pieces),
	      "room for libsodium's");
static_assert(crypto_secretstream_xchacha20poly1305_HEADERBYTES == PIECES_HEAD &&
		      crypto_secretstream_xchacha20poly1305_ABYTES == PIECE_EXTRA,
	      "libsodium's lengths");

static crypto_secretstream_xchacha20poly1305_state *state_of(struct pieces *s)
{
	return (crypto_secretstream_xchacha20poly1305_state *)s->room;
}

void pieces_begin(struct pieces *s, const unsigned char key[KEY_LEN], unsigned char head[PIECES_HEAD])
{
	if (crypto_secretstream_xchacha20poly1305_init_push(state_of(s), head, key) != 0)
		abort();
}

void pieces_seal(struct pieces *s, const void *bytes, size_t len, const unsigned char bound[SHA256_LEN],
		 bool last, unsigned char *out)
{
	unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
	if (crypto_secretstream_xchacha20poly1305_push(state_of(s), out, NULL, bytes, len, bound, SHA256_LEN,
						       tag) != 0)
		abort();
}

enum rc pieces_resume(struct pieces *s, const unsigned char key[KEY_LEN],
		      const unsigned char head[PIECES_HEAD])
{
	return crypto_secretstream_xchacha20poly1305_init_pull(state_of(s), head, key) == 0 ? RC_OK : RC_BROKEN;
}

enum rc pieces_open(struct pieces *s, const void *sealed, size_t len,
		    const unsigned char bound[SHA256_LEN], bool *ret_last, unsigned char *out)
{
	unsigned char tag = 0;
	if (len < PIECE_EXTRA || crypto_secretstream_xchacha20poly1305_pull(state_of(s), out, NULL, &tag, sealed, len,
									     bound, SHA256_LEN) != 0)
		return RC_BROKEN;
	*ret_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	return RC_OK;
}

/* --- one-time codes ------------------------------------------------------------------ */

static void code_of_step(const unsigned char seed[TOTP_LEN], int64_t step, char code[7])
{
	if (oath_hotp_generate((const char *)seed, TOTP_LEN, (uint64_t)step, 6, false,
			       OATH_HOTP_DYNAMIC_TRUNCATION, code) != OATH_OK)
		abort();
}

bool totp_matches(const unsigned char seed[TOTP_LEN], const char *code, int64_t now_ms, int64_t last,
		  int64_t *ret_step)
{
	int64_t now = now_ms / TOTP_STEP_MS;
	bool found = false;
	if (strlen(code) != 6)
		return false;
	for (int64_t step = now - 1; step <= now + 1; step++) {
		char right[7];
		code_of_step(seed, step, right);
		if (bytes_same(right, code, 6) && step > last && !found) {
			found = true;
			*ret_step = step;
		}
	}
	return found;
}

void totp_code(const unsigned char seed[TOTP_LEN], int64_t now_ms, char code[7])
{
	code_of_step(seed, now_ms / TOTP_STEP_MS, code);
}

char *totp_words(struct arena *a, const unsigned char seed[TOTP_LEN])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char *to = arena_get(a, TOTP_LEN * 8 / 5 + 1), *at = to;
	uint32_t bits = 0;
	unsigned have = 0;
	for (int i = 0; i < TOTP_LEN; i++) {
		bits = bits << 8 | seed[i];
		for (have += 8; have >= 5; have -= 5)
			*at++ = letters[bits >> (have - 5) & 31];
	}
	return to;
}
