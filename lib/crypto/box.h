/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Boxes: what only the people it is for can read (SECURITY.md §3.9). A text is locked
 * under a fresh key of its own, and that key is wrapped for each reader's public key; a
 * reader's secret key is locked under a passphrase. All of it is libsodium's: X25519
 * sealed boxes, XChaCha20-Poly1305, Argon2id. Each blob begins with a byte that names how
 * it was made, so that another way can be added.
 *
 * `bound` is a text that says where the bytes stand. It is not kept with them: whoever
 * opens a box says it again, and a box that was moved does not open.
 */
#ifndef CRYPTO_BOX_H
#define CRYPTO_BOX_H

#include "lib/crypto/crypto.h"

enum {
	BOX_KEY = 32,		       /* public, secret and content keys */
	BOX_EXTRA = 1 + 24 + 16,       /* way, nonce, tag */
	BOX_WRAP = 1 + 2 * BOX_KEY + 48, /* way, sealed box of key and hash of what it is bound to */
	BOX_PHRASE = 1 + 4 + 4 + 16 + 24 + 16 + BOX_KEY, /* way, cost, salt, nonce, tag, key */
};

/* A key pair. */
void box_pair(unsigned char public_key[BOX_KEY], unsigned char secret[BOX_KEY]);

/* `out` has room for len + BOX_EXTRA. */
void box_lock(const unsigned char key[BOX_KEY], const char *bound, const void *bytes, size_t len,
	      unsigned char *out);
/* RC_BROKEN for another key, another place, or a changed byte. `len` is of `locked`. */
must enum rc box_unlock(const unsigned char key[BOX_KEY], const char *bound, const void *locked, size_t len,
			unsigned char *out);

/* A content key, for one reader. RC_BROKEN for what is no public key. */
must enum rc box_wrap(const unsigned char public_key[BOX_KEY], const char *bound,
		      const unsigned char key[BOX_KEY], unsigned char out[BOX_WRAP]);
must enum rc box_unwrap(const unsigned char secret[BOX_KEY], const char *bound, const void *wrap, size_t len,
			unsigned char key[BOX_KEY]);

/* A key under a passphrase (Argon2id, t=3, m=46 MiB): slow by intent, never on a worker
 * or the writer. RC_BUSY: no memory for it now. */
must enum rc box_phrase_lock(const char *phrase, const char *bound, const unsigned char key[BOX_KEY],
			     unsigned char out[BOX_PHRASE]);
/* RC_DENIED for another phrase; RC_BROKEN for what was never made here. */
must enum rc box_phrase_unlock(const char *phrase, const char *bound, const unsigned char locked[BOX_PHRASE],
			       unsigned char key[BOX_KEY]);

#endif
