/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The demo world: made-up people in made-up places, the same for the same seed,
 * with a clock that stands still until it is moved. It can be built only into an
 * empty store, and its doors (/demo/…) are not there in any other.
 */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "lib/work/work.h"

/* What opens the sealed talk of everybody here. */
extern const char demo_phrase[];

struct demo_conf {
	int64_t families, weeks;
	uint64_t seed;
	bool open_items; /* also what waits, is held back, is late, is asked */
	int64_t now; /* the demo's clock at the start; the last thing that happened */
	void (*progress)(int64_t done, int64_t all); /* may be NULL */
};

/* RC_CONFLICT where the store holds real data; nothing where the demo is there. */
must enum rc demo_build(struct shared *s, const struct demo_conf *conf);

/* A demo that is there goes on where it was: its clock and its ids. */
must enum rc demo_resume(struct shared *s);

#endif
