/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <argon2.h>
#include <pthread.h>
#include <assert.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/rand.h"
#include "lib/crypto/crypto.h"

enum {
	PASSES = 2,
	ROOM_KIB = 46 * 1024,
	ROOM_KIB_MAX = 4 * ROOM_KIB, /* of a hash that says more, nothing is believed */
	PASSES_MAX = 16,
	SALT = 16,
	TAG = 32,
	BASE64_MAX = 48,
};

/* A hash as it is kept: $argon2id$v=19$m=KIB,t=PASSES,p=1$SALT$TAG (the reference's own form). */
struct kept {
	unsigned kib, passes;
	unsigned char salt[SALT], tag[TAG];
};

static atomic_bool cheap;
/* Of nobody's password: what an unknown account's password is held against. */
static char nobody[SECRET_HASH_MAX];

/* --- where it is worked out --------------------------------------------------------------- */

/* Kept from one secret to the next. Mapping 46 MiB and giving them back takes the lock of the
 * whole process' memory for milliseconds, and pages wait for that whatever their priority. */
static _Thread_local struct {
	uint8_t *at;
	size_t n;
} room;
/* Frees it with its thread. */
static pthread_key_t room_key;
static pthread_once_t room_once = PTHREAD_ONCE_INIT;

static void make_room_key(void)
{
	if (pthread_key_create(&room_key, free) != 0)
		abort();
}

static void room_set(uint8_t *at, size_t n)
{
	(void)pthread_once(&room_once, make_room_key);
	free(room.at);
	room.at = at;
	room.n = n;
	(void)pthread_setspecific(room_key, at);
}

void secret_room_release(void)
{
	if (room.at != NULL)
		room_set(NULL, 0);
}

static int room_take(uint8_t **memory, size_t n)
{
	if (room.n < n) {
		uint8_t *at = malloc(n);
		room_set(at, at ? n : 0);
	}
	*memory = room.at;
	return room.at ? ARGON2_OK : ARGON2_MEMORY_ALLOCATION_ERROR;
}

/* The library has wiped it. */
static void room_leave(uint8_t *memory, size_t n)
{
	(void)memory;
	(void)n;
}

static enum rc work_out(const struct kept *k, const char *secret, unsigned char tag[TAG])
{
	argon2_context c = {
		.out = tag, .outlen = TAG,
		.pwd = (uint8_t *)(uintptr_t)secret, .pwdlen = (uint32_t)strlen(secret),
		.salt = (uint8_t *)(uintptr_t)k->salt, .saltlen = SALT,
		.t_cost = k->passes, .m_cost = k->kib, .lanes = 1, .threads = 1,
		.version = ARGON2_VERSION_13, .allocate_cbk = room_take, .free_cbk = room_leave,
	};
	return argon2_ctx(&c, Argon2_id) == ARGON2_OK ? RC_OK : RC_BUSY;
}

enum rc secret_stretch(const char *secret, unsigned kib, unsigned passes, const unsigned char salt[SECRET_SALT],
		       unsigned char key[KEY_LEN])
{
	struct kept k = { .kib = kib, .passes = passes };
	static_assert((int)SECRET_SALT == (int)SALT && (int)KEY_LEN == (int)TAG, "as the hash has them");
	if (kib < 8 || kib > ROOM_KIB_MAX || passes < 1 || passes > PASSES_MAX)
		return RC_BROKEN;
	memcpy(k.salt, salt, SALT);
	return work_out(&k, secret, key);
}

bool secret_is_cheap(void)
{
	return cheap;
}

/* --- how it is kept ------------------------------------------------------------------------ */

static bool base64_bare(char *to, const unsigned char *bytes, size_t n)
{
	return sodium_bin2base64(to, BASE64_MAX, bytes, n, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != NULL;
}

static bool unbase64_bare(const char *text, unsigned char *bytes, size_t n)
{
	size_t got = 0;
	return sodium_base642bin(bytes, n, text, strlen(text), NULL, &got, NULL,
				 sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
	       got == n;
}

static void kept_write(const struct kept *k, char hash[SECRET_HASH_MAX])
{
	char salt[BASE64_MAX], tag[BASE64_MAX];
	base64_bare(salt, k->salt, SALT);
	base64_bare(tag, k->tag, TAG);
	(void)snprintf(hash, SECRET_HASH_MAX, "$argon2id$v=19$m=%u,t=%u,p=1$%s$%s", k->kib, k->passes, salt,
		       tag);
}

static bool kept_read(const char *hash, struct kept *ret)
{
	char salt[BASE64_MAX], tag[BASE64_MAX];
	int end = 0;
	return sscanf(hash, "$argon2id$v=19$m=%6u,t=%2u,p=1$%47[^$]$%47[^$]%n", &ret->kib, &ret->passes, salt, tag,
		      &end) == 4 &&
	       hash[end] == '\0' && ret->kib <= ROOM_KIB_MAX && ret->passes <= PASSES_MAX &&
	       unbase64_bare(salt, ret->salt, SALT) && unbase64_bare(tag, ret->tag, TAG);
}

/* --- hashing and comparing ------------------------------------------------------------------ */

enum rc secret_start(void)
{
	char secret[SECRET_LEN + 1] = { 0 };
	for (int i = 0; i < SECRET_LEN; i++)
		secret[i] = (char)('a' + rand_below(26));
	return secret_hash(secret, nobody);
}

void secret_make_cheap_for_tests(void)
{
	cheap = true;
	if (secret_hash("nobody", nobody) != RC_OK)
		abort();
}

enum rc secret_hash(const char *secret, char hash[SECRET_HASH_MAX])
{
	struct kept k = { .kib = cheap ? 8 : ROOM_KIB, .passes = cheap ? 1 : PASSES };
	rand_bytes(k.salt, SALT);
	if (work_out(&k, secret, k.tag) != RC_OK)
		return RC_BUSY; /* no memory for it now */
	kept_write(&k, hash);
	return RC_OK;
}

bool secret_matches(const char *hash, const char *secret)
{
	struct kept k;
	unsigned char tag[TAG];
	bool known = hash != NULL && *hash != '\0';
	bool same = kept_read(known ? hash : nobody, &k) && work_out(&k, secret, tag) == RC_OK &&
		    sodium_memcmp(tag, k.tag, TAG) == 0;
	return known && same;
}
