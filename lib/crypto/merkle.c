/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/crypto/merkle.h"

#include <string.h>

static const unsigned char leaf_mark = 0, node_mark = 1;

void merkle_leaf(const void *a, size_t a_len, const void *b, size_t b_len, struct merkle_hash *ret)
{
	const struct sha256_part parts[] = { { &leaf_mark, 1 }, { a, a_len }, { b, b_len } };
	sha256_parts(parts, COUNT_OF(parts), ret->at);
}

void merkle_node(const struct merkle_hash *left, const struct merkle_hash *right,
		 struct merkle_hash *ret)
{
	const struct sha256_part parts[] = { { &node_mark, 1 },
					     { left->at, SHA256_LEN },
					     { right->at, SHA256_LEN } };
	sha256_parts(parts, COUNT_OF(parts), ret->at);
}

static bool same(const struct merkle_hash *a, const struct merkle_hash *b)
{
	return memcmp(a->at, b->at, SHA256_LEN) == 0;
}

/* --- a tree that grows ------------------------------------------------------------- */

void merkle_append(struct merkle_tree *t, const struct merkle_hash *leaf,
		   void (*made)(void *ctx, unsigned height, int64_t n, const struct merkle_hash *h),
		   void *ctx)
{
	struct merkle_hash h = *leaf;
	unsigned height = 0;
	for (int64_t n = t->size; n & 1; n >>= 1) {
		merkle_node(&t->edge[height], &h, &h);
		height++;
		if (made != NULL)
			made(ctx, height, n >> 1, &h);
	}
	t->edge[height] = h;
	t->size++;
}

void merkle_root(const struct merkle_tree *t, struct merkle_hash *ret)
{
	bool any = false;
	struct merkle_hash root;
	for (unsigned h = 0; h < MERKLE_HEIGHTS; h++) {
		if (!(t->size >> h & 1))
			continue;
		if (any)
			merkle_node(&t->edge[h], &root, &root);
		else
			root = t->edge[h];
		any = true;
	}
	if (any)
		*ret = root;
	else
		sha256("", 0, ret->at);
}

/* --- proofs out of a store ----------------------------------------------------------- */

/* The largest power of two below n, for n > 1. */
static int64_t split_of(int64_t n)
{
	int64_t k = 1;
	while (k * 2 < n)
		k *= 2;
	return k;
}

static unsigned height_of(int64_t n)
{
	unsigned h = 0;
	while (INT64_C(1) << h < n)
		h++;
	return h;
}

/* The hash of the n leaves from `low` on, where `low` is a multiple of the power of
 * two that holds them. */
static enum rc range(const struct merkle_source *s, int64_t low, int64_t n, struct merkle_hash *ret)
{
	if ((n & (n - 1)) == 0)
		return s->get(s->ctx, height_of(n), low / n, ret);
	int64_t k = split_of(n);
	struct merkle_hash left, right;
	TRY(range(s, low, k, &left));
	TRY(range(s, low + k, n - k, &right));
	merkle_node(&left, &right, ret);
	return RC_OK;
}

enum rc merkle_root_at(const struct merkle_source *s, int64_t size, struct merkle_hash *ret)
{
	if (size > 0)
		return range(s, 0, size, ret);
	sha256("", 0, ret->at);
	return RC_OK;
}

enum rc merkle_edge_at(const struct merkle_source *s, int64_t size, struct merkle_tree *ret)
{
	struct merkle_tree t = { .size = size };
	int64_t low = 0;
	for (int h = MERKLE_HEIGHTS - 1; h >= 0; h--) {
		if (!(size >> h & 1))
			continue;
		TRY(s->get(s->ctx, (unsigned)h, low >> h, &t.edge[h]));
		low += INT64_C(1) << h;
	}
	*ret = t;
	return RC_OK;
}

static enum rc add_range(const struct merkle_source *s, int64_t low, int64_t n, struct merkle_proof *p)
{
	return range(s, low, n, &p->at[p->n++]);
}

/* PATH(m, D[n]) of §2.1.3.1, for the n leaves from `low` on. */
static enum rc path(const struct merkle_source *s, int64_t m, int64_t low, int64_t n,
		    struct merkle_proof *p)
{
	if (n == 1)
		return RC_OK;
	int64_t k = split_of(n);
	if (m < k) {
		TRY(path(s, m, low, k, p));
		return add_range(s, low + k, n - k, p);
	}
	TRY(path(s, m - k, low + k, n - k, p));
	return add_range(s, low, k, p);
}

enum rc merkle_inclusion(const struct merkle_source *s, int64_t index, int64_t size,
			 struct merkle_proof *ret)
{
	if (index < 0 || index >= size)
		return RC_INVALID;
	ret->n = 0;
	return path(s, index, 0, size, ret);
}

/* SUBPROOF(m, D[n], b) of §2.1.4.1. */
static enum rc subproof(const struct merkle_source *s, int64_t m, int64_t low, int64_t n, bool whole,
			struct merkle_proof *p)
{
	if (m == n)
		return whole ? RC_OK : add_range(s, low, n, p);
	int64_t k = split_of(n);
	if (m <= k) {
		TRY(subproof(s, m, low, k, whole, p));
		return add_range(s, low + k, n - k, p);
	}
	TRY(subproof(s, m - k, low + k, n - k, false, p));
	return add_range(s, low, k, p);
}

enum rc merkle_consistency(const struct merkle_source *s, int64_t old, int64_t size,
			   struct merkle_proof *ret)
{
	if (old < 0 || old > size)
		return RC_INVALID;
	ret->n = 0;
	return old == 0 || old == size ? RC_OK : subproof(s, old, 0, size, true, ret);
}

/* --- checking -------------------------------------------------------------------------- */

/* §2.1.3.2 */
bool merkle_is_included(const struct merkle_hash *leaf, int64_t index, int64_t size,
			const struct merkle_hash *root, const struct merkle_proof *p)
{
	if (index < 0 || index >= size || p->n > MERKLE_PROOF_MAX)
		return false;
	int64_t fn = index, sn = size - 1;
	struct merkle_hash r = *leaf;
	for (size_t i = 0; i < p->n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			merkle_node(&p->at[i], &r, &r);
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_node(&r, &p->at[i], &r);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && same(&r, root);
}

/* §2.1.4.2, from its step 4 on. */
static bool climbs(int64_t fn, int64_t sn, const struct merkle_hash *first, const struct merkle_proof *p,
		   size_t i, struct merkle_hash *fr, struct merkle_hash *sr)
{
	*fr = *sr = *first;
	for (; i < p->n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			merkle_node(&p->at[i], fr, fr);
			merkle_node(&p->at[i], sr, sr);
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_node(sr, &p->at[i], sr);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0;
}

bool merkle_is_consistent(int64_t old, const struct merkle_hash *old_root, int64_t size,
			  const struct merkle_hash *root, const struct merkle_proof *p)
{
	struct merkle_hash fr, sr, empty;
	if (old < 0 || old > size || p->n > MERKLE_PROOF_MAX)
		return false;
	if (old == size)
		return p->n == 0 && same(old_root, root);
	sha256("", 0, empty.at);
	if (old == 0)
		return p->n == 0 && same(old_root, &empty);
	int64_t fn = old - 1, sn = size - 1;
	bool power = (old & (old - 1)) == 0;
	if (!power && p->n == 0)
		return false;
	while (fn & 1) {
		fn >>= 1;
		sn >>= 1;
	}
	if (!climbs(fn, sn, power ? old_root : &p->at[0], p, power ? 0 : 1, &fr, &sr))
		return false;
	return same(&fr, old_root) && same(&sr, root);
}
