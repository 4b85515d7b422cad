/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/i18n/i18n.h"

#include <stdio.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/upluralrules.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/text.h"

enum { NAME_ROOM = 40, WHEN_MAX = 160, FOLD_MAX = 1024 * 1024 };

struct lang_data {
	const char *tag, *icu, *name, *direction;
	const char *const *words;
	const char *comma;
	UPluralRules *plurals;
	char days[7][NAME_ROOM], short_days[7][NAME_ROOM], months[12][NAME_ROOM],
		short_months[12][NAME_ROOM], half_days[2][NAME_ROOM];
};

static struct lang_data langs[LANG_COUNT] = {
	[LANG_EN] = { .tag = "en", .icu = "en", .name = "English", .direction = "ltr", .comma = "," },
	[LANG_ES] = { .tag = "es", .icu = "es", .name = "Español", .direction = "ltr", .comma = "," },
	[LANG_AR] = { .tag = "ar", .icu = "ar", .name = "العربية", .direction = "rtl", .comma = "،" },
	[LANG_QPS] = { .tag = "qps", .icu = "en", .name = "Pseudo", .direction = "ltr", .comma = "," },
};

/* --- start ------------------------------------------------------------------------ */

static bool read_names(UDateFormat *f, UDateFormatSymbolType type, int first, int n,
		       char to[][NAME_ROOM])
{
	for (int i = 0; i < n; i++) {
		UErrorCode status = U_ZERO_ERROR;
		UChar wide[NAME_ROOM];
		udat_getSymbols(f, type, first + i, wide, NAME_ROOM, &status);
		u_strToUTF8(to[i], NAME_ROOM, NULL, wide, -1, &status);
		if (U_FAILURE(status))
			return false;
	}
	return true;
}

static bool read_lang(struct lang_data *l)
{
	UErrorCode status = U_ZERO_ERROR;
	UDateFormat *f = udat_open(UDAT_SHORT, UDAT_SHORT, l->icu, NULL, 0, NULL, 0, &status);
	l->plurals = uplrules_open(l->icu, &status);
	if (U_FAILURE(status))
		return false;
	bool ok = read_names(f, UDAT_STANDALONE_WEEKDAYS, 1, 7, l->days) &&
		  read_names(f, UDAT_STANDALONE_SHORT_WEEKDAYS, 1, 7, l->short_days) &&
		  read_names(f, UDAT_MONTHS, 0, 12, l->months) &&
		  read_names(f, UDAT_SHORT_MONTHS, 0, 12, l->short_months) &&
		  read_names(f, UDAT_AM_PMS, 0, 2, l->half_days);
	udat_close(f);
	for (const struct word_table *t = word_tables; t->tag != NULL; t++)
		if (text_is(t->tag, l->tag))
			l->words = t->words;
	return ok;
}

enum rc i18n_start(void)
{
	for (int i = 0; i < LANG_COUNT; i++)
		if (!read_lang(&langs[i]))
			return RC_BROKEN;
	/* English writes am and pm small. */
	for (int i = 0; i < 2; i++)
		for (char *c = langs[LANG_EN].half_days[i]; *c != '\0'; c++)
			*c = (char)(*c | 0x20);
	return RC_OK;
}

/* --- languages ----------------------------------------------------------------------- */

const char *lang_tag(enum lang lang)
{
	return langs[lang].tag;
}

const char *lang_name(enum lang lang)
{
	return langs[lang].name;
}

const char *lang_direction(enum lang lang)
{
	return langs[lang].direction;
}

enum lang lang_of(const char *tag)
{
	for (int i = 0; tag != NULL && i < LANG_COUNT; i++)
		if (langs[i].words != NULL && text_is(langs[i].tag, tag))
			return (enum lang)i;
	return LANG_EN;
}

bool lang_is_offered(enum lang lang)
{
	return lang != LANG_QPS && langs[lang].words != NULL;
}

/* --- words ------------------------------------------------------------------------------ */

bool word_is_english(enum lang lang, enum word word)
{
	return lang != LANG_EN && (langs[lang].words == NULL || langs[lang].words[word] == NULL);
}

const char *word_text(enum lang lang, enum word word)
{
	if (word == W_NONE)
		return "";
	const char *text = word_is_english(lang, word) ? NULL : langs[lang].words[word];
	return text ? text : langs[LANG_EN].words[word];
}

/* Forms in the order of CLDR's names, as gettext counts them for each language. */
static int plural_form(enum lang lang, int64_t n)
{
	static const struct {
		const char *name;
		int two, six; /* place among two forms, among Arabic's six */
	} rules[] = { { "zero", 1, 0 }, { "one", 0, 1 }, { "two", 1, 2 },
		      { "few", 1, 3 },	{ "many", 1, 4 }, { "other", 1, 5 } };
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[16];
	char name[16];
	uplrules_select(langs[lang].plurals, (double)n, wide, 16, &status);
	u_strToUTF8(name, 16, NULL, wide, -1, &status);
	for (size_t i = 0; U_SUCCESS(status) && i < COUNT_OF(rules); i++)
		if (text_is(rules[i].name, name))
			return lang == LANG_AR ? rules[i].six : rules[i].two;
	return lang == LANG_AR ? 5 : 1;
}

const char *word_form(struct arena *a, enum lang lang, enum word word, const struct word_arg *args,
		      size_t n)
{
	const char *text = word_text(lang, word);
	if (strchr(text, '\x1f') == NULL)
		return text;
	int form = 0;
	enum lang of = word_is_english(lang, word) ? LANG_EN : lang;
	for (size_t i = 0; i < n; i++)
		if (args[i].is_number)
			form = plural_form(of, args[i].n);
	for (const char *next; form > 0 && (next = strchr(text, '\x1f')) != NULL; form--)
		text = next + 1;
	return arena_strn(a, text, strcspn(text, "\x1f"));
}

const char *word_fill(struct arena *a, enum lang lang, enum word word, const struct word_arg *args,
		      size_t n)
{
	const char *text = word_form(a, lang, word, args, n);
	if (n == 0)
		return text;
	struct buf out = buf_new(a, FOLD_MAX);
	while (*text != '\0') {
		size_t plain = strcspn(text, "{");
		buf_put(&out, text, plain);
		text += plain;
		size_t len = strcspn(text, "}");
		for (size_t i = 0; *text != '\0' && i < n; i++) {
			if (strlen(args[i].name) + 1 != len ||
			    strncmp(args[i].name, text + 1, len - 1) != 0)
				continue;
			if (args[i].is_number)
				buf_int(&out, args[i].n);
			else
				buf_str(&out, args[i].text ? args[i].text : "");
		}
		text += text[len] == '}' ? len + 1 : len;
	}
	return buf_text(&out);
}

/* --- dates and times ------------------------------------------------------------------------ */

/* Without printf(): every message and every row of a list has a time. */
static char *put_two(char *to, unsigned n)
{
	to[0] = (char)('0' + n / 10 % 10);
	to[1] = (char)('0' + n % 10);
	return to + 2;
}

static char *put_number(char *to, unsigned n)
{
	if (n >= 100)
		to = put_two(to, n / 100);
	else if (n < 10) {
		*to = (char)('0' + n);
		return to + 1;
	}
	return put_two(to, n % 100);
}

static char *put_name(char *to, const char *name)
{
	while (*name != '\0')
		*to++ = *name++;
	return to;
}

static char *put_clock(char *to, const struct when_style *s, unsigned minute_of_day)
{
	unsigned hour = minute_of_day / 60;
	to = put_number(to, !s->clock12 ? hour : hour % 12 == 0 ? 12 : hour % 12);
	*to++ = ':';
	to = put_two(to, minute_of_day % 60);
	if (!s->clock12)
		return to;
	*to++ = ' ';
	return put_name(to, langs[s->lang].half_days[hour >= 12]);
}

static void zone_into(const struct when_style *s, struct when_memo *m, int64_t at)
{
	if (at >= m->from && at < m->to)
		return;
	zone_stretch(s->zone, at, &m->from, &m->to);
	m->offset = zone_offset(s->zone, at);
	m->year = zone_wall(s->zone, s->now).year;
}

static const struct wall *date_into(struct date_memo *m, int64_t date)
{
	if (m->date != date || m->wall.day == 0) {
		m->date = date;
		m->wall = date_wall(date);
	}
	return &m->wall;
}

/* Days and what is left of one, in milliseconds. */
static int64_t day_of(int64_t at, unsigned *ret_rest)
{
	int64_t date = at / TIME_DAY, rest = at % TIME_DAY;
	*ret_rest = (unsigned)(rest < 0 ? rest + TIME_DAY : rest);
	return date - (rest < 0);
}

void when_put(struct buf *out, const struct when_style *s, struct when_memo *m, int64_t at)
{
	const struct lang_data *l = &langs[s->lang];
	char *from = buf_room(out, WHEN_MAX), *to = from;
	unsigned rest;
	if (from == NULL)
		return;
	zone_into(s, m, at);
	const struct wall *w = date_into(&m->here, day_of(at + m->offset, &rest));
	to = put_name(to, l->short_days[w->weekday]);
	*to++ = ' ';
	to = put_number(to, (unsigned)w->day);
	*to++ = ' ';
	to = put_name(to, l->short_months[w->month - 1]);
	if (w->year != m->year) {
		*to++ = ' ';
		to = put_number(to, (unsigned)w->year);
	}
	to = put_name(to, l->comma);
	*to++ = ' ';
	to = put_clock(to, s, rest / TIME_MINUTE);
	buf_grew(out, (size_t)(to - from));
}

void when_put_utc(struct buf *out, struct when_memo *m, int64_t at)
{
	unsigned ms;
	int64_t date = day_of(at, &ms);
	const struct wall *w = date_into(m->here.date == date ? &m->here : &m->utc, date);
	if (w->year < 1000 || w->year > 9999) { /* not of this program's time */
		buf_str(out, time_text(out->arena, at));
		return;
	}
	const unsigned parts[] = { (unsigned)w->month, (unsigned)w->day, ms / TIME_HOUR,
				   ms / TIME_MINUTE % 60, ms / TIME_SECOND % 60 };
	char text[TIME_TEXT_ROOM], *to = put_number(text, (unsigned)w->year);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		*to++ = "--T::"[i];
		to = put_two(to, parts[i]);
	}
	*to++ = '.';
	*to++ = (char)('0' + ms / 100 % 10);
	to = put_two(to, ms % 100);
	*to++ = 'Z';
	buf_put(out, text, (size_t)(to - text));
}

char *clock_text(struct arena *a, const struct when_style *s, int64_t at)
{
	char text[WHEN_MAX];
	struct wall w = zone_wall(s->zone, at);
	const char *end = put_clock(text, s, (unsigned)(w.hour * 60 + w.minute));
	return arena_strn(a, text, (size_t)(end - text));
}

char *when_text(struct arena *a, const struct when_style *s, int64_t at)
{
	struct buf out = buf_new(a, WHEN_MAX);
	struct when_memo memo = { 0 };
	when_put(&out, s, &memo, at);
	return out.at;
}

char *date_words(struct arena *a, enum lang lang, int64_t date)
{
	const struct lang_data *l = &langs[lang];
	struct wall w = date_wall(date);
	return arena_printf(a, "%s %d %s %d", l->days[w.weekday], w.day, l->months[w.month - 1],
			    w.year);
}

/* --- folding ----------------------------------------------------------------------------------- */

static bool is_mark(UChar32 c)
{
	int8_t kind = u_charType(c);
	return kind == U_NON_SPACING_MARK || kind == U_ENCLOSING_MARK || kind == U_FORMAT_CHAR;
}

static char *fold(struct arena *a, const char *text, bool keep_words)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = (int32_t)strlen(text), wide_len = 0, room = len * 4 + 64;
	UChar *wide = arena_array(a, UChar, (size_t)room), *flat = arena_array(a, UChar, (size_t)room);
	u_strFromUTF8(wide, room, &wide_len, text, len, &status);
	const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&status);
	wide_len = unorm2_normalize(casefold, wide, wide_len, flat, room, &status);
	const UNormalizer2 *apart = unorm2_getNFDInstance(&status);
	wide_len = unorm2_normalize(apart, flat, wide_len, wide, room, &status);
	if (U_FAILURE(status))
		return arena_str(a, text);
	char *to = arena_get(a, (size_t)wide_len * 4 + 1), *at = to;
	bool gap = false;
	for (int32_t i = 0; i < wide_len;) {
		UChar32 c;
		U16_NEXT(wide, i, wide_len, c);
		if (is_mark(c))
			continue;
		if (!u_isalnum(c)) {
			gap = u_isUWhiteSpace(c) || u_ispunct(c) || gap;
			continue;
		}
		if (gap && keep_words && at != to)
			*at++ = ' ';
		gap = false;
		int32_t n = 0;
		U8_APPEND_UNSAFE((uint8_t *)at, n, c);
		at += n;
	}
	return to;
}

char *text_fold(struct arena *a, const char *text)
{
	return fold(a, text, false);
}

char *text_fold_words(struct arena *a, const char *text)
{
	return fold(a, text, true);
}
