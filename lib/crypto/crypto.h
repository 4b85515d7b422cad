/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Cryptography for the rest of the program, in the program's own terms. The
 * primitives are OpenSSL's (SHA-256, HMAC, AES), libsodium's (Ed25519) and those of
 * libargon2 (passwords). lib/crypto is the only place that includes any of them.
 */
#ifndef CRYPTO_CRYPTO_H
#define CRYPTO_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/id.h"

enum { SHA256_LEN = 32, KEY_LEN = 32, SECRET_LEN = 32, SECRET_HASH_MAX = 128 };

/* Once per process, before threads. RC_BROKEN: the libraries do not start. */
must enum rc crypto_start(void);

void sha256(const void *bytes, size_t len, unsigned char out[SHA256_LEN]);
/* Of several runs of bytes, one after the other. */
struct sha256_part {
	const void *at;
	size_t len;
};
void sha256_parts(const struct sha256_part *parts, size_t n, unsigned char out[SHA256_LEN]);
/* The same where the bytes come bit by bit. */
struct sha256_run {
	_Alignas(8) unsigned char room[128];
};
void sha256_begin(struct sha256_run *r);
void sha256_add(struct sha256_run *r, const void *bytes, size_t len);
/* Of all so far; more may be added after. */
void sha256_read(const struct sha256_run *r, unsigned char out[SHA256_LEN]);
void hmac256(const unsigned char key[KEY_LEN], const void *bytes, size_t len,
	     unsigned char out[SHA256_LEN]);
/* A key for one use out of a master key (HKDF-SHA-256, RFC 5869). */
void key_derive(const unsigned char master[KEY_LEN], const char *use, unsigned char out[KEY_LEN]);
/* In constant time. */
bool bytes_same(const void *a, const void *b, size_t len);
void bytes_wipe(void *bytes, size_t len);

/*
 * Passwords and PINs: Argon2id, t=2, m=46 MiB, p=1 (above OWASP ASVS 5.0
 * App. C). Slow by intent: never on a worker or the writer. `hash` is a text
 * with its parameters, so that they can be raised later.
 */
must enum rc secret_hash(const char *secret, char hash[SECRET_HASH_MAX]);
/* False also for no hash (NULL), after the same work: an unknown account
 * cannot be told from a wrong password by time. */
bool secret_matches(const char *hash, const char *secret);
/* A thread keeps the memory that it hashed in: gives it back, when there is nothing more
 * to hash for now. */
void secret_room_release(void);
/* Of crypto_start() alone. */
must enum rc secret_start(void);
/* A cheap hash for tests only: sets the work to the least that there is. */
void secret_make_cheap_for_tests(void);
bool secret_is_cheap(void);
/* A key out of a secret (Argon2id), at a cost that is kept beside it. RC_BUSY: no memory for it
 * now; RC_BROKEN for a cost that we never choose: whoever writes the database must not choose
 * how much memory we take. */
enum { SECRET_SALT = 16 };
must enum rc secret_stretch(const char *secret, unsigned kib, unsigned passes,
			    const unsigned char salt[SECRET_SALT], unsigned char key[KEY_LEN]);

/* Base64 with + / and padding (RFC 4648 §4); `to` has room for 4 * (len + 2) / 3 + 1. */
void base64_write(const void *bytes, size_t len, char *to, size_t room);
/* What stands in the first `text_len` letters, exactly `len` bytes; else false. */
bool base64_read(const char *text, size_t text_len, void *bytes, size_t len);

/* Ed25519 (RFC 8032): a key is made from 32 secret bytes. */
enum { SIGN_PUBLIC = 32, SIGN_LEN = 64 };
void sign_public(const unsigned char secret[KEY_LEN], unsigned char public_key[SIGN_PUBLIC]);
void sign(const unsigned char secret[KEY_LEN], const void *bytes, size_t len, unsigned char out[SIGN_LEN]);
bool sign_is_right(const unsigned char public_key[SIGN_PUBLIC], const void *bytes, size_t len,
		   const unsigned char signature[SIGN_LEN]);

/* Public ids (ARCHITECTURE §5): one AES-256 block of kind, zeros and id, as 26
 * letters. Nothing about order or number can be read from it. */
struct id_cipher;
must enum rc id_cipher_new(const unsigned char key[KEY_LEN], struct id_cipher **ret);
void id_cipher_free(struct id_cipher *c);
void id_public(const struct id_cipher *c, enum id_kind kind, int64_t id, char out[27]);
/* False for anything that this cipher did not make for this kind. */
bool id_private(const struct id_cipher *c, enum id_kind kind, const char *text, int64_t *ret_id);

/* AES-256-GCM with a random nonce; out = algorithm byte, nonce, tag, text.
 * `bound` is authenticated with it: where the bytes stand. */
enum { SEAL_EXTRA = 1 + 12 + 16 };
must enum rc seal(const unsigned char key[KEY_LEN], const char *bound, const void *bytes, size_t len,
		  unsigned char *out);
/* RC_BROKEN for a wrong key, place or changed byte. `len` is of `sealed`. */
must enum rc unseal(const unsigned char key[KEY_LEN], const char *bound, const void *sealed,
		    size_t len, unsigned char *out);

/* The same with a key that is set up once for many texts. */
struct seal_key {
	_Alignas(16) unsigned char room[512 + 16];
};
void seal_prepare(const unsigned char key[KEY_LEN], struct seal_key *ret);
must enum rc seal_with(const struct seal_key *key, const char *bound, const void *bytes, size_t len,
		       unsigned char *out);
must enum rc unseal_with(const struct seal_key *key, const char *bound, const void *sealed, size_t len,
			 unsigned char *out);

/* Memory for keys: it is not swapped out, not in a core dump, has guard pages around it, and
 * is wiped when it is given back. Zeroed; NULL where there is none. */
void *locked_new(size_t size);
void locked_free(void *at);

/*
 * For whoever holds the private half of a pair (X25519): a key goes in sealed, nobody but
 * they get it out (libsodium's sealed box).
 */
enum { PARCEL_SEALED = KEY_LEN + 48 };
void parcel_pair(unsigned char secret[KEY_LEN], unsigned char public_key[KEY_LEN]);
void parcel_seal_key(const unsigned char public_key[KEY_LEN], const unsigned char key[KEY_LEN],
		  unsigned char out[PARCEL_SEALED]);
/* RC_DENIED where it was sealed for another pair. */
must enum rc parcel_open_key(const unsigned char secret[KEY_LEN], const unsigned char sealed[PARCEL_SEALED],
			  unsigned char key[KEY_LEN]);

/* A stream in pieces (libsodium's secretstream, XChaCha20-Poly1305): each is bound to its
 * place, and the last says that it is. */
enum { PIECES_HEAD = 24, PIECE_EXTRA = 17 };
struct pieces {
	_Alignas(8) unsigned char room[64];
};
void pieces_begin(struct pieces *s, const unsigned char key[KEY_LEN], unsigned char head[PIECES_HEAD]);
void pieces_seal(struct pieces *s, const void *bytes, size_t len, const unsigned char bound[SHA256_LEN],
		 bool last, unsigned char *out);
must enum rc pieces_resume(struct pieces *s, const unsigned char key[KEY_LEN],
			   const unsigned char head[PIECES_HEAD]);
/* RC_BROKEN for what was changed or stands elsewhere; `len` is of `sealed`. */
must enum rc pieces_open(struct pieces *s, const void *sealed, size_t len,
			 const unsigned char bound[SHA256_LEN], bool *ret_last, unsigned char *out);

/* Time-based one-time codes (RFC 6238, SHA-1, 6 digits, 30 s), one step of
 * drift either way. `last` is the step last used: a code works once. */
enum { TOTP_LEN = 20 };
bool totp_matches(const unsigned char seed[TOTP_LEN], const char *code, int64_t now_ms,
		  int64_t last, int64_t *ret_step);
/* The code at that time: for the demo's staff and for tests. */
void totp_code(const unsigned char seed[TOTP_LEN], int64_t now_ms, char code[7]);
/* The seed as a person types it (base32, RFC 4648 §6). */
char *totp_words(struct arena *a, const unsigned char seed[TOTP_LEN]);

#endif
