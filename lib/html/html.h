/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Writing HTML. Pages are .html files that tools/page.py compiles into calls
 * of these functions, each for one context, so that a value cannot get out
 * unescaped: text and quoted attributes, whole URLs, parts of URLs, words.
 */
#ifndef HTML_HTML_H
#define HTML_HTML_H

#include "lib/base/buf.h"
#include "lib/base/id.h"
#include "lib/i18n/i18n.h"

struct id_cipher;
enum { ONCE_LEN = 16 };

/* What every page knows about the one it is written for. */
struct page {
	struct buf *out;
	struct arena *arena;
	struct when_style style;
	struct when_memo when; /* of the time shown last */
	const struct id_cipher *ids;
	const unsigned char *form_secret; /* 32 bytes of the session; NULL signed out */
	const char *form_for; /* whom one acts for, in forms; NULL: oneself */
	/* Of html_form_fields(), filled at the first form. */
	const char *form_token;
	unsigned char fresh[ONCE_LEN];
	unsigned forms;
};

/* Bytes of the template itself. */
static inline void html_raw(struct page *p, const char *html, size_t len)
{
	buf_put(p->out, html, len);
}

void html_text(struct page *p, const char *text); /* NULL writes nothing */
void html_int(struct page *p, int64_t n);
/* As text, but line breaks become <br>. */
void html_lines(struct page *p, const char *text);

#define html_value(p, x)                                                                           \
	_Generic((x),                                                                              \
		const char *: html_text,                                                           \
		char *: html_text,                                                                 \
		int: html_int,                                                                     \
		unsigned: html_int,                                                                \
		long: html_int,                                                                    \
		unsigned long: html_int)((p), (x))

/* A whole URL: a path of ours, or https, mailto, tel; anything else is `#`. */
void html_url(struct page *p, const char *url);
/* One part of a URL, percent-encoded. */
void html_part(struct page *p, const char *text);

void html_id(struct page *p, enum id_kind kind, int64_t id);
#define ID_KIND(name, number)                                                                      \
	static inline void html_id_##name(struct page *p, struct id_##name id)                     \
	{                                                                                          \
		html_id(p, ID_OF_##name, id.v);                                                    \
	}
#include "lib/base/ids.def"
#undef ID_KIND

/* <time datetime=…>Fri 20 Nov, 9:00 am</time>, and the same without the tag. */
void html_time(struct page *p, int64_t at);
void html_time_attr(struct page *p, int64_t at);
void html_day(struct page *p, int64_t date);
void html_day_attr(struct page *p, int64_t date);

/* A word; one that only English has is marked with lang=en. Text values are
 * isolated with <bdi>, so that a Latin name does not turn an Arabic line. */
void html_word(struct page *p, enum word word, const struct word_arg *args, size_t n);
void html_word_attr(struct page *p, enum word word, const struct word_arg *args, size_t n);

static inline struct word_arg word_arg_text(const char *name, const char *text)
{
	return (struct word_arg){ .name = name, .text = text };
}
static inline struct word_arg word_arg_int(const char *name, int64_t n)
{
	return (struct word_arg){ .name = name, .n = n, .is_number = true };
}
#define word_arg(name, x)                                                                          \
	_Generic((x),                                                                              \
		const char *: word_arg_text,                                                       \
		char *: word_arg_text,                                                             \
		int: word_arg_int,                                                                 \
		unsigned: word_arg_int,                                                            \
		long: word_arg_int,                                                                \
		unsigned long: word_arg_int)((name), (x))

/* The hidden fields of every form that posts: form_token, masked anew for each page
 * (a stable one could be read out of compressed pages, BREACH), and
 * idempotency_key, another one for each form. tools/page.py puts them there by itself. */
void html_form_fields(struct page *p);
enum { FORM_TOKEN_LEN = 32 };
/* True where `token` is one that html_form_fields() wrote for this secret. */
bool html_form_token_is_right(const unsigned char secret[FORM_TOKEN_LEN], const char *token);
/* One such token by itself, for the API's and the demo's use. */
char *html_form_token(struct arena *a, const unsigned char secret[FORM_TOKEN_LEN]);

#endif
