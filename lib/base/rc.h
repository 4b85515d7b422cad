/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Results. Every function that can fail returns an enum rc, is marked
 * `must`, and leaves its outputs untouched when it fails. What went wrong in
 * detail is said once, where it is known, with work_fail().
 */
#ifndef BASE_RC_H
#define BASE_RC_H

enum rc {
	RC_OK,
	RC_NOT_FOUND, /* not there, or the caller may not know that it is */
	RC_DENIED,    /* there, known to the caller, and not allowed */
	RC_INVALID,   /* what came in cannot be used as it is */
	RC_CONFLICT,  /* right in itself, but the state has moved on */
	RC_BUSY,      /* try again: a full queue, a lost race, no database */
	RC_BROKEN,    /* our fault or the machine's */
};

/* A result that cannot be dropped. */
#define must __attribute__((warn_unused_result))

/* printf-like functions are checked by the compiler. */
#define like_printf(fmt, args) __attribute__((format(printf, fmt, args)))

/* The only macro that changes the flow: hand a failure up. */
#define TRY(x)                                                                                     \
	do {                                                                                       \
		enum rc try_rc_ = (x);                                                             \
		if (try_rc_ != RC_OK)                                                              \
			return try_rc_;                                                            \
	} while (0)

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
