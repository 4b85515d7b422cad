/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Texts that come in. Somebody answers one of ours with a word:
 *
 *   STOP   no texts but codes from now on; the last one says what still comes, and how
 *   START  texts come again
 *   HELP   whom to call
 *
 * in any offered language, alone or (STOP only: who wants out is let out) as the first
 * word. Anything else is answered with the list of words. Every answer fits one part of
 * a text, and at most five an hour go to one number; STOP and START hold even so. A
 * number that nobody here has gets no answer: whoever sends in somebody else's name
 * must not make us write to strangers. Nothing that is said here tells that a person has
 * read it, so it proves no number anew.
 */
#ifndef TEXTS_TEXTS_H
#define TEXTS_TEXTS_H

#include "lib/work/work.h"

enum texts_word { TEXTS_OTHER, TEXTS_STOP, TEXTS_START, TEXTS_HELP };

/* What a text asks for, whatever its case, accents, quotes and full stops. */
enum texts_word texts_word(struct arena *a, const char *text);

/* Does what a text asks for, and answers it. */
must enum rc texts_take(struct work *w, const char *from, const char *text);

/* The gateway's receipt for a text of ours: "delivered", or "undelivered", which is treated
 * like a text that was refused: the number gets no more until a code was typed again.
 * E_not_there for a notice that is no text or was not sent; E_field_choice. */
must enum rc texts_receipt(struct work *w, struct id_notice notice, const char *state);

#endif
