/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Short, plain English words of which passphrases are offered: 11 bits each. Our own list. */
#ifndef SEALED_WORDS_H
#define SEALED_WORDS_H

enum { SEALED_WORDS = 2048 };
extern const char *const sealed_words[SEALED_WORDS];

#endif
