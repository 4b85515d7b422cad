/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/base/id.h"

enum { COUNT_BITS = 21, SALT_MASK = (1 << 20) - 1 };

int64_t id_next_many(struct id_clock *clock, int64_t now_ms, uint32_t salt, int64_t n)
{
	int64_t fresh = (now_ms << COUNT_BITS) | (salt & SALT_MASK);
	int64_t last = atomic_load(&clock->last), next;
	do {
		next = fresh > last ? fresh : last + 1;
	} while (!atomic_compare_exchange_weak(&clock->last, &last, next + n - 1));
	return next;
}

int64_t id_next(struct id_clock *clock, int64_t now_ms, uint32_t salt)
{
	return id_next_many(clock, now_ms, salt, 1);
}
