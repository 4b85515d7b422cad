/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/base/rand.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/random.h>

void rand_bytes(void *to, size_t len)
{
	unsigned char *at = to;
	while (len > 0) {
		ssize_t got = getrandom(at, len, 0);
		if (got <= 0)
			abort();
		at += got;
		len -= (size_t)got;
	}
}

uint32_t rand_below(uint32_t below)
{
	assert(below > 0);
	uint32_t edge = UINT32_MAX - UINT32_MAX % below, n;
	do {
		rand_bytes(&n, sizeof(n));
	} while (n >= edge);
	return n % below;
}
