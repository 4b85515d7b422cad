/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The tree over the audit log (RFC 9162 §2.1, SHA-256): a leaf is the hash of 0x00
 * and an entry's bytes, a node that of 0x01 and its two children. A log that grows
 * keeps only its right edge in memory. Proofs are made from hashes that somebody
 * else stores, and checked from nothing but themselves.
 */
#ifndef CRYPTO_MERKLE_H
#define CRYPTO_MERKLE_H

#include "lib/crypto/crypto.h"

enum { MERKLE_HEIGHTS = 62, MERKLE_PROOF_MAX = 2 * MERKLE_HEIGHTS };

struct merkle_hash {
	unsigned char at[SHA256_LEN];
};

/* Of an entry that lies in two parts, one after the other; the second may be empty. */
void merkle_leaf(const void *a, size_t a_len, const void *b, size_t b_len, struct merkle_hash *ret);
void merkle_node(const struct merkle_hash *left, const struct merkle_hash *right,
		 struct merkle_hash *ret);

/* How large the tree is, and the roots of its complete parts: edge[h] counts where
 * bit h of the size is set. All zero is the empty tree. */
struct merkle_tree {
	int64_t size;
	struct merkle_hash edge[MERKLE_HEIGHTS];
};

/* Adds a leaf; tells each node above it that is complete with it, from below. */
void merkle_append(struct merkle_tree *t, const struct merkle_hash *leaf,
		   void (*made)(void *ctx, unsigned height, int64_t n, const struct merkle_hash *h),
		   void *ctx);
/* The root; of the empty tree the hash of nothing. */
void merkle_root(const struct merkle_tree *t, struct merkle_hash *ret);

/* Where the hash of the n-th complete subtree of 2^height leaves is found. */
struct merkle_source {
	enum rc (*get)(void *ctx, unsigned height, int64_t n, struct merkle_hash *ret);
	void *ctx;
};

struct merkle_proof {
	struct merkle_hash at[MERKLE_PROOF_MAX];
	size_t n;
};

/* The root of the first `size` leaves. */
must enum rc merkle_root_at(const struct merkle_source *s, int64_t size, struct merkle_hash *ret);
/* The right edge at that size, to go on from. */
must enum rc merkle_edge_at(const struct merkle_source *s, int64_t size, struct merkle_tree *ret);
/* That leaf `index` is in the tree of that size. RC_INVALID: it cannot be. */
must enum rc merkle_inclusion(const struct merkle_source *s, int64_t index, int64_t size,
			      struct merkle_proof *ret);
/* That the tree of `size` begins with that of `old`. RC_INVALID: it cannot. */
must enum rc merkle_consistency(const struct merkle_source *s, int64_t old, int64_t size,
				struct merkle_proof *ret);

bool merkle_is_included(const struct merkle_hash *leaf, int64_t index, int64_t size,
			const struct merkle_hash *root, const struct merkle_proof *p);
bool merkle_is_consistent(int64_t old, const struct merkle_hash *old_root, int64_t size,
			  const struct merkle_hash *root, const struct merkle_proof *p);

#endif
