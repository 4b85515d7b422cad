/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/html/html.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "lib/crypto/crypto.h"

/* --- escaping -------------------------------------------------------------------- */

static const struct {
	const char *text;
	size_t len;
} escapes[] = { { "", 0 }, { "&amp;", 5 }, { "&lt;", 4 }, { "&gt;", 4 }, { "&quot;", 6 }, { "&#39;", 5 } };
/* Which of them a byte needs; 0: none. */
static const unsigned char escape_of[256] = { ['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5 };

#ifdef __SSE2__
/* A bit for each of 16 bytes that needs an escape. */
static unsigned escapes_in(const char *s)
{
	__m128i block = _mm_loadu_si128((const __m128i *)(const void *)s);
	__m128i found = _mm_or_si128(
		_mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('&')),
			     _mm_cmpeq_epi8(block, _mm_set1_epi8('<'))),
		_mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('>')),
			     _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')),
					  _mm_cmpeq_epi8(block, _mm_set1_epi8('\'')))));
	return (unsigned)_mm_movemask_epi8(found);
}

/* The same for eight up to sixteen bytes, as two halves that may overlap. */
static size_t plain_in_few(const char *s, size_t len)
{
	char both[16];
	memcpy(both, s, 8);
	memcpy(both + 8, s + len - 8, 8);
	unsigned mask = escapes_in(both);
	size_t at = mask != 0 ? (size_t)__builtin_ctz(mask) : 16;
	return at < 8 ? at : len - 16 + at;
}

/* How many bytes from `s` on need no escape, 16 at a time where it can be. What is left of a long
 * text is looked at together with bytes before it, which are known to be fine. */
static size_t plain_run(const char *s, size_t len)
{
	unsigned mask;
	size_t n = 0;
	for (; n + 16 <= len; n += 16)
		if ((mask = escapes_in(s + n)) != 0)
			return n + (size_t)__builtin_ctz(mask);
	if (n > 0 && n < len) {
		mask = escapes_in(s + len - 16);
		return mask != 0 ? len - 16 + (size_t)__builtin_ctz(mask) : len;
	}
	if (n == 0 && len >= 8)
		return plain_in_few(s, len);
	while (n < len && escape_of[(unsigned char)s[n]] == 0)
		n++;
	return n;
}
#else
static size_t plain_run(const char *s, size_t len)
{
	size_t n = 0;
	while (n < len && escape_of[(unsigned char)s[n]] == 0)
		n++;
	return n;
}
#endif

static void escape(struct buf *out, const char *text, size_t len)
{
	while (len > 0) {
		size_t n = plain_run(text, len);
		buf_put(out, text, n);
		if (n == len)
			return;
		unsigned char which = escape_of[(unsigned char)text[n]];
		buf_put(out, escapes[which].text, escapes[which].len);
		text += n + 1;
		len -= n + 1;
	}
}

void html_text(struct page *p, const char *text)
{
	if (text != NULL)
		escape(p->out, text, strlen(text));
}

void html_int(struct page *p, int64_t n)
{
	buf_int(p->out, n);
}

void html_lines(struct page *p, const char *text)
{
	while (text != NULL && *text != '\0') {
		size_t n = strcspn(text, "\n");
		escape(p->out, text, n);
		text += n;
		if (*text == '\n') {
			buf_str(p->out, "<br>\n");
			text++;
		}
	}
}

/* --- URLs and ids --------------------------------------------------------------------- */

void html_url(struct page *p, const char *url)
{
	static const char *const fine[] = { "https://", "mailto:", "tel:" };
	bool ours = url != NULL && url[0] == '/' && url[1] != '/' && url[1] != '\\';
	for (size_t i = 0; url != NULL && i < COUNT_OF(fine); i++)
		ours = ours || text_starts(url, fine[i]);
	bool none = url == NULL || *url == '\0';
	html_text(p, ours ? url : none ? "" : "#");
}

/* RFC 3986 section 2.3. */
static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

void html_part(struct page *p, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	while (text != NULL && *text != '\0') {
		size_t plain = strspn(text, unreserved);
		buf_put(p->out, text, plain);
		text += plain;
		if (*text == '\0')
			return;
		unsigned char c = (unsigned char)*text++;
		char code[3] = { '%', digits[c >> 4], digits[c & 15] };
		buf_put(p->out, code, sizeof(code));
	}
}

void html_id(struct page *p, enum id_kind kind, int64_t id)
{
	char text[27];
	id_public(p->ids, kind, id, text);
	buf_put(p->out, text, 26);
}

/* --- times ------------------------------------------------------------------------------- */

void html_time_attr(struct page *p, int64_t at)
{
	when_put(p->out, &p->style, &p->when, at); /* none of its names needs an escape */
}

void html_time(struct page *p, int64_t at)
{
	buf_str(p->out, "<time datetime=\"");
	when_put_utc(p->out, &p->when, at);
	buf_str(p->out, "\">");
	html_time_attr(p, at);
	buf_str(p->out, "</time>");
}

void html_day_attr(struct page *p, int64_t date)
{
	html_text(p, date_words(p->arena, p->style.lang, date));
}

void html_day(struct page *p, int64_t date)
{
	buf_str(p->out, "<time datetime=\"");
	buf_str(p->out, date_text(p->arena, date));
	buf_str(p->out, "\">");
	html_day_attr(p, date);
	buf_str(p->out, "</time>");
}

/* --- words --------------------------------------------------------------------------------- */

static void put_arg(struct page *p, const struct word_arg *arg, bool isolate)
{
	if (arg->is_number) {
		html_int(p, arg->n);
		return;
	}
	if (isolate)
		buf_str(p->out, "<bdi>");
	html_text(p, arg->text);
	if (isolate)
		buf_str(p->out, "</bdi>");
}

static void put_word(struct page *p, enum word word, const struct word_arg *args, size_t n,
		     bool isolate)
{
	const char *text = word_form(p->arena, p->style.lang, word, args, n);
	if (n == 0) { /* for the script, which fills in {n} by itself */
		html_text(p, text);
		return;
	}
	while (*text != '\0') {
		size_t plain = strcspn(text, "{");
		escape(p->out, text, plain);
		text += plain;
		if (*text == '\0')
			break;
		size_t len = strcspn(text, "}");
		for (size_t i = 0; i < n; i++)
			if (strlen(args[i].name) + 1 == len &&
			    strncmp(args[i].name, text + 1, len - 1) == 0)
				put_arg(p, &args[i], isolate);
		text += text[len] == '}' ? len + 1 : len;
	}
}

void html_word_attr(struct page *p, enum word word, const struct word_arg *args, size_t n)
{
	put_word(p, word, args, n, false);
}

void html_word(struct page *p, enum word word, const struct word_arg *args, size_t n)
{
	bool foreign = word_is_english(p->style.lang, word);
	if (foreign)
		buf_str(p->out, "<span lang=\"en\" dir=\"ltr\">");
	put_word(p, word, args, n, lang_direction(p->style.lang)[0] == 'r');
	if (foreign)
		buf_str(p->out, "</span>");
}

/* --- forms ------------------------------------------------------------------------------------ */

char *html_form_token(struct arena *a, const unsigned char secret[FORM_TOKEN_LEN])
{
	unsigned char bytes[2 * FORM_TOKEN_LEN];
	rand_bytes(bytes, FORM_TOKEN_LEN);
	for (int i = 0; i < FORM_TOKEN_LEN; i++)
		bytes[FORM_TOKEN_LEN + i] = bytes[i] ^ secret[i];
	return text_base64url(a, bytes, sizeof(bytes));
}

bool html_form_token_is_right(const unsigned char secret[FORM_TOKEN_LEN], const char *token)
{
	unsigned char bytes[2 * FORM_TOKEN_LEN];
	if (token == NULL || !text_unbase64url(token, bytes, sizeof(bytes)))
		return false;
	for (int i = 0; i < FORM_TOKEN_LEN; i++)
		bytes[i] ^= bytes[FORM_TOKEN_LEN + i];
	return bytes_same(bytes, secret, FORM_TOKEN_LEN);
}

void html_form_fields(struct page *p)
{
	unsigned char once[ONCE_LEN];
	if (p->forms++ == 0) {
		rand_bytes(p->fresh, sizeof(p->fresh));
		p->form_token = p->form_secret ? html_form_token(p->arena, p->form_secret) : NULL;
	}
	if (p->form_token != NULL) {
		buf_str(p->out, "<input type=\"hidden\" name=\"form_token\" value=\"");
		buf_str(p->out, p->form_token);
		buf_str(p->out, "\">");
	}
	if (p->form_for != NULL) {
		buf_str(p->out, "<input type=\"hidden\" name=\"form_for\" value=\"");
		buf_str(p->out, p->form_for);
		buf_str(p->out, "\">");
	}
	memcpy(once, p->fresh, sizeof(once));
	once[0] ^= (unsigned char)p->forms;
	once[1] ^= (unsigned char)(p->forms >> 8);
	buf_str(p->out, "<input type=\"hidden\" name=\"idempotency_key\" value=\"");
	buf_str(p->out, text_base64url(p->arena, once, sizeof(once)));
	buf_str(p->out, "\">");
}
