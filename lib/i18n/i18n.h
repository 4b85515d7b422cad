/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Languages: words, plurals, dates and times as people read them. Words come
 * from locale/<tag>.po (tools/words.py makes enum word and the tables); names
 * of days and months and the plural rules come from ICU, read once at start.
 */
#ifndef I18N_I18N_H
#define I18N_I18N_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/time/time.h"
#include "words.h"

enum lang { LANG_EN, LANG_ES, LANG_AR, LANG_QPS, LANG_COUNT };

struct word_table {
	const char *tag;
	const char *const *words;
};
extern const struct word_table word_tables[];
extern const char *const word_keys[W_COUNT]; /* "message.send" by enum word */

/* Reads what ICU knows; once, before threads. */
must enum rc i18n_start(void);

const char *lang_tag(enum lang lang);	/* "en" */
const char *lang_name(enum lang lang);	/* in itself: "Español" */
const char *lang_direction(enum lang lang); /* "ltr" or "rtl" */
/* LANG_EN where it is not a language that is offered. */
enum lang lang_of(const char *tag);
/* Languages that are offered to people (all but the pseudo-locale). */
bool lang_is_offered(enum lang lang);

/* A value for a {placeholder}: text, or a number, which also picks the plural. */
struct word_arg {
	const char *name, *text;
	int64_t n;
	bool is_number;
};

/* The word, or the English one where the language has none for that audience. */
const char *word_text(enum lang lang, enum word word);
/* True where word_text() would fall back to English. */
bool word_is_english(enum lang lang, enum word word);
/* With the placeholders filled in. */
const char *word_fill(struct arena *a, enum lang lang, enum word word, const struct word_arg *args,
		      size_t n);
/* The form of a word that fits the number in `args`, and where the next
 * placeholder begins: for writers that escape each part by itself. */
const char *word_form(struct arena *a, enum lang lang, enum word word, const struct word_arg *args,
		      size_t n);

/* How times are shown in one place. */
struct when_style {
	enum lang lang;
	const struct zone *zone;
	bool clock12;
	int64_t now; /* the year is shown where it is another one */
};

/* What one time leaves for the next, for a page shows a hundred: how long the offset
 * stands still, and the date worked out last. All zero: nothing yet. One style only. */
struct when_memo {
	int64_t from, to, offset; /* it holds from `from` up to `to` */
	struct date_memo {
		int64_t date;
		struct wall wall;
	} here, utc; /* in the evening of the Americas, it is the next day in UTC */
	int year;	 /* of the style's `now` */
};

/* "Fri 20 Nov, 9:00 am" */
void when_put(struct buf *out, const struct when_style *style, struct when_memo *memo, int64_t at);
/* "2026-11-20T14:00:00.000Z" (RFC 3339) */
void when_put_utc(struct buf *out, struct when_memo *memo, int64_t at);
char *when_text(struct arena *a, const struct when_style *style, int64_t at);
/* "9:00 am" */
char *clock_text(struct arena *a, const struct when_style *style, int64_t at);
/* "Friday 20 November 2026" */
char *date_words(struct arena *a, enum lang lang, int64_t date);

/*
 * Text as it is compared, never shown: lower case, without accents, spacing,
 * punctuation and invisible characters, compatibility forms folded (Unicode
 * NFKC casefold through ICU). "Müller-O’Neil " and "muller oneil" are equal.
 */
char *text_fold(struct arena *a, const char *text);
/* As text_fold(), but words stay apart by one space: for watch phrases. */
char *text_fold_words(struct arena *a, const char *text);

#endif
