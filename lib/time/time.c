/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/time/time.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "lib/base/text.h"

enum { ZONES_MAX = 640, CHANGES_MAX = 512, NAME_MAX_LEN = 64 };

/* --- clocks ------------------------------------------------------------------ */

static int64_t clock_ms(clockid_t id)
{
	struct timespec now;
	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t time_now(void)
{
	return clock_ms(CLOCK_REALTIME);
}

int64_t time_monotonic(void)
{
	return clock_ms(CLOCK_MONOTONIC);
}

/* --- dates ------------------------------------------------------------------- */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* Days from a civil date: years begin in March, so that the leap day is last. */
int64_t date_of(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = floor_div(y, 400), year_of_era = y - era * 400;
	int64_t from_march = (month + 9) % 12;
	int64_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
	       719468;
}

struct wall date_wall(int64_t date)
{
	int64_t z = date + 719468, era = floor_div(z, 146097), day_of_era = z - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
			       day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t from_march = (5 * day_of_year + 2) / 153;
	struct wall w = { .day = (int)(day_of_year - (153 * from_march + 2) / 5 + 1),
			  .month = (int)(from_march < 10 ? from_march + 3 : from_march - 9) };
	w.year = (int)(year_of_era + era * 400 + (w.month <= 2));
	w.weekday = (int)(((date + 4) % 7 + 7) % 7);
	return w;
}

static bool digits(const char *text, int n, int *ret)
{
	int value = 0;
	for (int i = 0; i < n; i++) {
		if (!isdigit((unsigned char)text[i]))
			return false;
		value = value * 10 + text[i] - '0';
	}
	*ret = value;
	return true;
}

static bool read_date(const char *text, int64_t *ret_date)
{
	int y, m, d;
	if (!digits(text, 4, &y) || text[4] != '-' || !digits(text + 5, 2, &m) || text[7] != '-' ||
	    !digits(text + 8, 2, &d))
		return false;
	if (y < 1850 || y > 2200 || m < 1 || m > 12 || d < 1)
		return false;
	int64_t date = date_of(y, m, d);
	if (date_wall(date).day != d) /* 31 June rolls over */
		return false;
	*ret_date = date;
	return true;
}

bool date_parse(const char *text, int64_t *ret_date)
{
	return strlen(text) == 10 && read_date(text, ret_date);
}

char *date_text(struct arena *a, int64_t date)
{
	struct wall w = date_wall(date);
	return arena_printf(a, "%04d-%02d-%02d", w.year, w.month, w.day);
}

int date_age(int64_t born, int64_t on)
{
	struct wall b = date_wall(born), o = date_wall(on);
	int years = o.year - b.year;
	return years - (o.month < b.month || (o.month == b.month && o.day < b.day));
}

int64_t date_months_later(int64_t date, int months)
{
	struct wall d = date_wall(date);
	int n = d.year * 12 + d.month - 1 + months;
	int64_t first = date_of(n / 12, n % 12 + 1, 1), next = date_of((n + 1) / 12, (n + 1) % 12 + 1, 1);
	return first + d.day <= next ? first + d.day - 1 : next - 1;
}

/* --- instants as text --------------------------------------------------------- */

static bool read_offset(const char *s, int64_t *ret_ms)
{
	int h, m;
	if (text_is(s, "Z") || text_is(s, "z")) {
		*ret_ms = 0;
		return true;
	}
	if ((*s != '+' && *s != '-') || strlen(s) != 6 || !digits(s + 1, 2, &h) || s[3] != ':' ||
	    !digits(s + 4, 2, &m) || h > 23 || m > 59)
		return false;
	int64_t ms = h * TIME_HOUR + m * TIME_MINUTE;
	*ret_ms = *s == '-' ? -ms : ms;
	return true;
}

bool time_parse(const char *text, int64_t *ret_at)
{
	int64_t date, offset;
	int h, m, s, ms = 0;
	if (strlen(text) < 20 || !read_date(text, &date) || (text[10] != 'T' && text[10] != 't'))
		return false;
	if (!digits(text + 11, 2, &h) || text[13] != ':' || !digits(text + 14, 2, &m) ||
	    text[16] != ':' || !digits(text + 17, 2, &s) || h > 23 || m > 59 || s > 59)
		return false;
	const char *rest = text + 19;
	if (*rest == '.') {
		int scale = 100;
		for (rest++; isdigit((unsigned char)*rest); rest++, scale /= 10)
			ms += (*rest - '0') * scale;
	}
	if (!read_offset(rest, &offset))
		return false;
	*ret_at = date * TIME_DAY + h * TIME_HOUR + m * TIME_MINUTE + s * TIME_SECOND + ms - offset;
	return true;
}

/* Digits with zeros before them. A page holds a hundred times: printf() took a fifth
 * of all its work. */
static char *put_digits(char *to, int n, int digits)
{
	for (int i = digits - 1; i >= 0; i--, n /= 10)
		to[i] = (char)('0' + n % 10);
	return to + digits;
}

size_t time_write(char *text, int64_t at)
{
	int64_t date = floor_div(at, TIME_DAY), rest = at - date * TIME_DAY;
	struct wall w = date_wall(date);
	if (w.year < 0 || w.year > 9999)
		return (size_t)snprintf(text, TIME_TEXT_ROOM, "%d-%02d-%02dT00:00:00.000Z", w.year, w.month,
					w.day);
	char *to = text;
	const int parts[] = { w.month, w.day, (int)(rest / TIME_HOUR), (int)(rest / TIME_MINUTE % 60),
			      (int)(rest / TIME_SECOND % 60) };
	static const char marks[] = "--T::";
	to = put_digits(to, w.year, 4);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		*to++ = marks[i];
		to = put_digits(to, parts[i], 2);
	}
	*to++ = '.';
	to = put_digits(to, (int)(rest % 1000), 3);
	*to++ = 'Z';
	*to = '\0';
	return (size_t)(to - text);
}

char *time_text(struct arena *a, int64_t at)
{
	char text[TIME_TEXT_ROOM];
	return arena_strn(a, text, time_write(text, at));
}

bool duration_parse(const char *text, int64_t *ret_ms)
{
	static const struct {
		char letter;
		bool timed;
		int64_t ms;
	} parts[] = { { 'W', false, 7 * TIME_DAY }, { 'D', false, TIME_DAY }, { 'H', true, TIME_HOUR },
		      { 'M', true, TIME_MINUTE }, { 'S', true, TIME_SECOND } };
	bool timed = false, any = false;
	int64_t sum = 0;
	size_t next = 0;
	if (*text++ != 'P')
		return false;
	while (*text != '\0') {
		if (*text == 'T' && !timed) {
			timed = true;
			text++;
		}
		int64_t n = 0;
		int count = 0;
		for (; isdigit((unsigned char)*text) && count < 10; text++, count++)
			n = n * 10 + *text - '0';
		while (next < COUNT_OF(parts) && (parts[next].letter != *text || parts[next].timed != timed))
			next++;
		if (count == 0 || next == COUNT_OF(parts) || n > 36525 * TIME_DAY / parts[next].ms)
			return false;
		sum += n * parts[next++].ms;
		any = true;
		text++;
	}
	*ret_ms = sum;
	return any && sum <= 36525 * TIME_DAY;
}

/* --- zones --------------------------------------------------------------------- */

struct change {
	int64_t at, offset; /* from `at` on */
};

struct zone {
	char name[NAME_MAX_LEN];
	struct change changes[CHANGES_MAX]; /* the first holds since for ever */
	size_t n;
};

/* Filled once per zone and never taken away, like the zone files themselves. */
static struct {
	pthread_mutex_t lock;
	struct zone *all[ZONES_MAX];
	size_t n;
} zones = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool name_is_known(const UChar *name, int32_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar canonical[NAME_MAX_LEN];
	UBool system = 0;
	ucal_getCanonicalTimeZoneID(name, len, canonical, NAME_MAX_LEN, &system, &status);
	return U_SUCCESS(status) && system;
}

static int64_t offset_at(UCalendar *cal, double at, UErrorCode *status)
{
	ucal_setMillis(cal, at, status);
	return ucal_get(cal, UCAL_ZONE_OFFSET, status) + ucal_get(cal, UCAL_DST_OFFSET, status);
}

/* Reads every change of offset from 1900 to 2150 out of ICU. */
static bool read_changes(struct zone *z, UCalendar *cal)
{
	UErrorCode status = U_ZERO_ERROR;
	double at = (double)(date_of(1900, 1, 1) * TIME_DAY), end = (double)(date_of(2150, 1, 1) * TIME_DAY);
	z->changes[0] = (struct change){ INT64_MIN, offset_at(cal, at, &status) };
	z->n = 1;
	while (z->n < CHANGES_MAX && U_SUCCESS(status)) {
		ucal_setMillis(cal, at, &status);
		if (!ucal_getTimeZoneTransitionDate(cal, UCAL_TZ_TRANSITION_NEXT, &at, &status) || at >= end)
			break;
		int64_t offset = offset_at(cal, at, &status);
		if (offset != z->changes[z->n - 1].offset)
			z->changes[z->n++] = (struct change){ (int64_t)at, offset };
	}
	return U_SUCCESS(status);
}

static struct zone *zone_load(const char *name)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[NAME_MAX_LEN];
	int32_t len = 0;
	u_strFromUTF8(wide, NAME_MAX_LEN, &len, name, -1, &status);
	if (U_FAILURE(status) || !name_is_known(wide, len))
		return NULL;
	UCalendar *cal = ucal_open(wide, len, "en", UCAL_GREGORIAN, &status);
	if (U_FAILURE(status))
		return NULL;
	struct zone *z = calloc(1, sizeof(*z));
	if (z != NULL && !read_changes(z, cal)) {
		free(z);
		z = NULL;
	}
	ucal_close(cal);
	if (z != NULL)
		(void)snprintf(z->name, sizeof(z->name), "%s", name);
	return z;
}

const struct zone *zone_find(const char *name)
{
	static _Thread_local struct zone *last; /* most requests come from one place */
	if (last != NULL && text_is(last->name, name))
		return last;
	struct zone *found = NULL;
	if (strlen(name) >= NAME_MAX_LEN)
		return NULL;
	pthread_mutex_lock(&zones.lock);
	for (size_t i = 0; i < zones.n && found == NULL; i++)
		if (text_is(zones.all[i]->name, name))
			found = zones.all[i];
	if (found == NULL && zones.n < ZONES_MAX) {
		found = zone_load(name);
		if (found != NULL)
			zones.all[zones.n++] = found;
	}
	pthread_mutex_unlock(&zones.lock);
	last = found;
	return found;
}

const char *zone_name(const struct zone *z)
{
	return z->name;
}

/* Which change holds at that instant. */
static size_t change_at(const struct zone *z, int64_t at)
{
	size_t low = 0, high = z->n;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (z->changes[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

int64_t zone_offset(const struct zone *z, int64_t at)
{
	return z->changes[change_at(z, at)].offset;
}

void zone_stretch(const struct zone *z, int64_t at, int64_t *ret_from, int64_t *ret_to)
{
	size_t i = change_at(z, at);
	*ret_from = z->changes[i].at;
	*ret_to = i + 1 < z->n ? z->changes[i + 1].at : INT64_MAX;
}

struct wall zone_wall(const struct zone *z, int64_t at)
{
	int64_t local = at + zone_offset(z, at), date = floor_div(local, TIME_DAY);
	int64_t rest = local - date * TIME_DAY;
	struct wall w = date_wall(date);
	w.hour = (int)(rest / TIME_HOUR);
	w.minute = (int)(rest / TIME_MINUTE % 60);
	w.second = (int)(rest / TIME_SECOND % 60);
	return w;
}

int64_t zone_instant(const struct zone *z, const struct wall *w)
{
	int64_t local = date_of(w->year, w->month, w->day) * TIME_DAY + w->hour * TIME_HOUR +
			w->minute * TIME_MINUTE + w->second * TIME_SECOND;
	int64_t before = zone_offset(z, local - TIME_DAY), after = zone_offset(z, local + TIME_DAY);
	int64_t first = local - before;
	if (zone_offset(z, first) == before)
		return first; /* also the first of two */
	int64_t second = local - after;
	return zone_offset(z, second) == after ? second : first;
}

int64_t zone_day_start(const struct zone *z, int64_t date)
{
	struct wall w = date_wall(date);
	return zone_instant(z, &w);
}

int64_t zone_date(const struct zone *z, int64_t at)
{
	return floor_div(at + zone_offset(z, at), TIME_DAY);
}
