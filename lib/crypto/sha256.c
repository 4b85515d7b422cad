/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* OpenSSL's newer interface takes memory and looks the algorithm up for each hash, which
 * costs more than a short hash itself; this one works on the stack. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <assert.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "lib/crypto/crypto.h"

void sha256_parts(const struct sha256_part *parts, size_t n, unsigned char out[SHA256_LEN])
{
	SHA256_CTX s;
	int good = SHA256_Init(&s);
	for (size_t i = 0; i < n; i++)
		good &= SHA256_Update(&s, parts[i].at, parts[i].len);
	if ((good & SHA256_Final(out, &s)) != 1)
		abort();
}

void sha256(const void *bytes, size_t len, unsigned char out[SHA256_LEN])
{
	sha256_parts(&(struct sha256_part){ bytes, len }, 1, out);
}

static_assert(sizeof(SHA256_CTX) <= sizeof(struct sha256_run), "room for OpenSSL's");

void sha256_begin(struct sha256_run *r)
{
	if (SHA256_Init((SHA256_CTX *)r->room) != 1)
		abort();
}

void sha256_add(struct sha256_run *r, const void *bytes, size_t len)
{
	if (SHA256_Update((SHA256_CTX *)r->room, bytes, len) != 1)
		abort();
}

void sha256_read(const struct sha256_run *r, unsigned char out[SHA256_LEN])
{
	SHA256_CTX s;
	memcpy(&s, r->room, sizeof(s));
	if (SHA256_Final(out, &s) != 1)
		abort();
}
