/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Ids: 63 bits, in order of time, made by us. Each kind is a type of its own,
 * so that a thread's id cannot be passed where a person's is asked for.
 * Nothing outside ever sees the number: lib/crypto/public_id.h gives the form
 * that goes into URLs and the API.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define ID_KIND(name, number)                                                                      \
	struct id_##name {                                                                         \
		int64_t v;                                                                         \
	};
#include "lib/base/ids.def"
#undef ID_KIND

enum id_kind {
#define ID_KIND(name, number) ID_OF_##name = number,
#include "lib/base/ids.def"
#undef ID_KIND
};

/* The last id that was made in this process. */
struct id_clock {
	_Atomic int64_t last;
};

/*
 * The next id at `now_ms` (Unix time): 42 bits of milliseconds and 21 that
 * count on, always larger than the last one even where the clock stands still
 * or steps back. `salt` is added to the first id of a millisecond, so that
 * several nodes on one database do not meet.
 */
int64_t id_next(struct id_clock *clock, int64_t now_ms, uint32_t salt);
/* The first of `n` ids in a row, for statements that make many at once. */
int64_t id_next_many(struct id_clock *clock, int64_t now_ms, uint32_t salt, int64_t n);

#endif
