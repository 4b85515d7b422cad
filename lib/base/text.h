/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Text: UTF-8, plain comparisons, and the encodings that carry bytes as text. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"

bool text_is(const char *a, const char *b);
/* ASCII letters only, whatever the machine's locale. */
bool text_is_nocase(const char *a, const char *b);
bool text_starts(const char *text, const char *with);
bool text_ends(const char *text, const char *with);

/* NULL also for the empty text, which is how a column without a value is kept. */
const char *text_or_null(const char *text);

/* Valid UTF-8 (RFC 3629: shortest form, no surrogates) without NUL. */
bool text_is_utf8(const char *bytes, size_t len);
/* Unicode code points in valid UTF-8. */
size_t text_count(const char *text);
/* The same text without white space at both ends (Unicode spaces too). */
char *text_trim(struct arena *a, const char *text);
/* True for text without control characters (line feeds allowed if `lines`). */
bool text_is_printable(const char *text, bool lines);
/* The same text without what turns the direction of letters that follow (U+202A to U+202E, U+2066 to
 * U+2069): with it somebody reads other words than a list of phrases, or a queue, was given. */
char *text_unturned(struct arena *a, const char *text);
/* At most `max` code points, with an ellipsis where it was cut. */
const char *text_cut(struct arena *a, const char *text, size_t max);

/* Lower-case hexadecimal; `to` has room for 2 * len + 1. */
void text_hex(const unsigned char *bytes, size_t len, char *to);
/* Base64 with - and _ and no padding (RFC 4648 §5). */
char *text_base64url(struct arena *a, const unsigned char *bytes, size_t len);
/* False for anything but exactly `len` bytes' worth of it. */
bool text_unbase64url(const char *text, unsigned char *bytes, size_t len);
/*
 * 16 bytes as 26 letters and digits (base32, 0-9 a-z without i l o u;
 * Crockford's alphabet), and back; anything else is false.
 */
enum { TEXT_BASE32_128 = 26 };
void text_base32(const unsigned char bytes[16], char to[TEXT_BASE32_128 + 1]);
bool text_unbase32(const char *text, unsigned char bytes[16]);

/* A whole decimal number, with a sign or not; false out of range. */
bool text_to_int(const char *text, long long *ret_n);

#endif
