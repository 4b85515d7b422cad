/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Ways back in for families without their number: ten recovery codes on paper, and
 * a password for those who want one.
 *
 * A code has 60 bits and works once; a new set replaces the old. Only keyed hashes
 * are stored, and the codes are shown once. Wrong tries make the next one wait (15 s
 * after the third, doubling to 15 min), counted for one contact from one source, so
 * that a stranger cannot make its owner wait; nothing is ever a lock. Where a password
 * was guessed 30 times in an hour, from many places, every place waits from its first
 * try on. Unknown, waiting and wrong have one answer.
 */
#ifndef ACCOUNTS_RECOVERY_H
#define ACCOUNTS_RECOVERY_H

#include "src/accounts/accounts.h"

enum { RECOVERY_CODES = 10 };
struct recovery_codes {
	const char *at[RECOVERY_CODES]; /* 12 letters and digits; typed with dashes or without */
};

/* A new set for who is signed in; told by a notice. */
must enum rc recovery_make(struct work *w, struct recovery_codes *ret);
must enum rc recovery_left(struct work *w, int64_t *ret);

struct recovery_in {
	const char *contact, *code;
};
extern const struct field recovery_fields[2];
/* The account, where the code is one of its own that was not used: E_recovery_wrong. */
must enum rc recovery_use(struct work *w, const struct recovery_in *in, const char *source,
			  struct id_account *ret);

struct password_try {
	struct id_account account; /* 0: unknown, or has to wait */
	char hash[SECRET_HASH_MAX];
	bool right; /* for the caller, who does the slow part */
};
/* What to hold a password against, outside of the transaction; "" for nobody. */
must enum rc password_of(struct work *w, const char *contact, const char *source,
			 struct password_try *ret);
/* Counts the try, and refuses it with E_recovery_wrong. */
must enum rc password_tried(struct work *w, const char *contact, const char *source,
			    const struct password_try *t);
/* 12 letters or more, not one letter again and again, nor one's own name, number or
 * address: E_password_weak. */
must enum rc password_is_fine(struct work *w, const char *password);
/* Sets the hash, NULL for none; told by a notice. */
must enum rc password_set(struct work *w, const char *hash);

#endif
