/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Short, plain English words, 11 bits each, that people write down or read to each other:
 * passphrases, and the audit log of a day. Our own list; its order is for good. */
#ifndef BASE_WORDLIST_H
#define BASE_WORDLIST_H

enum { WORDLIST_N = 2048 };
extern const char *const wordlist[WORDLIST_N];

#endif
