/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Made by tools/words.py from locale/. */
#ifndef WORDS_H
#define WORDS_H

enum word {
	W_NONE,
	W_sample_hello,
	W_sample_count,
	W_staff_only,
	W_COUNT
};

#endif
