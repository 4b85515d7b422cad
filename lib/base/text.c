/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/base/text.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <endian.h>
#include <string.h>

bool text_is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

const char *text_or_null(const char *text)
{
	return text != NULL && *text != '\0' ? text : NULL;
}

bool text_is_nocase(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++)
		if (lower((unsigned char)*a) != lower((unsigned char)*b))
			return false;
	return *a == *b;
}

bool text_starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

bool text_ends(const char *text, const char *with)
{
	size_t n = strlen(text), m = strlen(with);
	return n >= m && memcmp(text + n - m, with, m) == 0;
}

/* Length of the sequence at `s`, or 0 where it is not valid. */
static size_t sequence(const unsigned char *s, size_t left, uint32_t *ret_point)
{
	static const struct {
		unsigned char mask, lead;
		uint32_t least;
	} forms[] = {
		{ 0x80, 0x00, 1 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 }, { 0xf8, 0xf0, 0x10000 },
	};
	for (size_t n = 1; n <= COUNT_OF(forms); n++) {
		if ((s[0] & forms[n - 1].mask) != forms[n - 1].lead)
			continue;
		if (n > left)
			return 0;
		uint32_t point = s[0] & (unsigned char)~forms[n - 1].mask;
		for (size_t i = 1; i < n; i++) {
			if ((s[i] & 0xc0) != 0x80)
				return 0;
			point = point << 6 | (s[i] & 0x3f);
		}
		if (point < forms[n - 1].least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
			return 0;
		*ret_point = point;
		return n;
	}
	return 0;
}

bool text_is_utf8(const char *bytes, size_t len)
{
	const unsigned char *s = (const unsigned char *)bytes;
	uint32_t point;
	for (size_t n; len > 0; s += n, len -= n) {
		n = sequence(s, len, &point);
		if (n == 0)
			return false;
	}
	return true;
}

size_t text_count(const char *text)
{
	size_t n = 0;
	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static bool is_space(uint32_t p)
{
	return (p >= 9 && p <= 13) || p == ' ' || p == 0xa0 || p == 0x1680 ||
	       (p >= 0x2000 && p <= 0x200b) || p == 0x2028 || p == 0x2029 || p == 0x202f ||
	       p == 0x205f || p == 0x3000 || p == 0xfeff;
}

char *text_trim(struct arena *a, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t left = strlen(text), start = 0, end = 0;
	bool begun = false;
	uint32_t point = 0;
	for (size_t at = 0, n; at < left; at += n) {
		n = sequence(s + at, left - at, &point);
		if (n == 0)
			return arena_str(a, text);
		if (is_space(point))
			continue;
		if (!begun)
			start = at;
		begun = true;
		end = at + n;
	}
	return arena_strn(a, text + start, end - start);
}

bool text_is_printable(const char *text, bool lines)
{
	const unsigned char *s = (const unsigned char *)text;
	for (; *s != '\0'; s++) {
		if (*s == '\n' || *s == '\t') {
			if (!lines)
				return false;
		} else if (*s < 0x20 || *s == 0x7f) {
			return false;
		} else if (*s == 0xc2 && s[1] >= 0x80 && s[1] < 0xa0) {
			return false; /* C1 controls */
		}
	}
	return true;
}

static bool is_turn(const unsigned char *s)
{
	return s[0] == 0xe2 && ((s[1] == 0x80 && s[2] >= 0xaa && s[2] <= 0xae) ||
				(s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9));
}

char *text_unturned(struct arena *a, const char *text)
{
	char *to = arena_str(a, text), *at = to;
	for (const char *from = text; *from != '\0';) {
		if (is_turn((const unsigned char *)from))
			from += 3;
		else
			*at++ = *from++;
	}
	*at = '\0';
	return to;
}

const char *text_cut(struct arena *a, const char *text, size_t max)
{
	if (text_count(text) <= max)
		return text;
	const char *s = text;
	for (size_t n = 0; *s != '\0'; s++) {
		if (((unsigned char)*s & 0xc0) != 0x80 && n++ == max)
			break;
	}
	return arena_printf(a, "%.*s…", (int)(s - text), text);
}

void text_hex(const unsigned char *bytes, size_t len, char *to)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < len; i++) {
		*to++ = digits[bytes[i] >> 4];
		*to++ = digits[bytes[i] & 15];
	}
	*to = '\0';
}

static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

char *text_base64url(struct arena *a, const unsigned char *bytes, size_t len)
{
	char *to = arena_get(a, (len * 8 + 5) / 6 + 1), *at = to;
	uint32_t bits = 0;
	unsigned have = 0;
	for (size_t i = 0; i < len; i++) {
		bits = bits << 8 | bytes[i];
		for (have += 8; have >= 6; have -= 6)
			*at++ = base64url[bits >> (have - 6) & 63];
	}
	if (have > 0)
		*at = base64url[bits << (6 - have) & 63];
	return to;
}

bool text_unbase64url(const char *text, unsigned char *bytes, size_t len)
{
	if (strlen(text) != (len * 8 + 5) / 6)
		return false;
	uint32_t bits = 0;
	unsigned have = 0;
	size_t n = 0;
	for (; *text != '\0'; text++) {
		const char *at = strchr(base64url, *text);
		if (at == NULL)
			return false;
		bits = bits << 6 | (uint32_t)(at - base64url);
		have += 6;
		if (have >= 8 && n < len) {
			have -= 8;
			bytes[n++] = (unsigned char)(bits >> have);
		}
	}
	return n == len && (bits & ((1u << have) - 1)) == 0;
}

static const char base32[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* 128 bits are 25 groups of five and three bits over: the first group has 3. */
void text_base32(const unsigned char bytes[16], char to[TEXT_BASE32_128 + 1])
{
	uint64_t high, low;
	memcpy(&high, bytes, 8);
	memcpy(&low, bytes + 8, 8);
	unsigned __int128 n = (unsigned __int128)be64toh(high) << 64 | be64toh(low);
	/* Twelve letters at a time: shifts of 64 bits are a third of the work of 128. */
	for (int i = TEXT_BASE32_128 - 1; i >= 0; n >>= 60) {
		uint64_t some = (uint64_t)n;
		for (int k = 0; k < 12 && i >= 0; k++, some >>= 5)
			to[i--] = base32[some & 31];
	}
	to[TEXT_BASE32_128] = '\0';
}

bool text_unbase32(const char *text, unsigned char bytes[16])
{
	unsigned __int128 n = 0;
	for (int i = 0; i < TEXT_BASE32_128; i++) {
		const char *at = text[i] != '\0' ? strchr(base32, text[i]) : NULL;
		if (at == NULL || (i == 0 && at - base32 > 7))
			return false;
		n = n << 5 | (unsigned)(at - base32);
	}
	if (text[TEXT_BASE32_128] != '\0')
		return false;
	for (int i = 15; i >= 0; i--, n >>= 8)
		bytes[i] = (unsigned char)n;
	return true;
}

bool text_to_int(const char *text, long long *ret_n)
{
	if (*text != '-' && (*text < '0' || *text > '9'))
		return false;
	char *end;
	errno = 0;
	long long n = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0' || end == text)
		return false;
	*ret_n = n;
	return true;
}
