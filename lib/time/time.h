/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Time. An instant is milliseconds since 1970 in UTC, a date is days since
 * 1970-01-01. Wall time exists only together with a zone of the IANA database,
 * which ICU knows; each zone is read once, into a table of its changes, so
 * that showing a time costs a search in that table.
 */
#ifndef TIME_TIME_H
#define TIME_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"

#define TIME_SECOND ((int64_t)1000)
#define TIME_MINUTE (60 * TIME_SECOND)
#define TIME_HOUR   (60 * TIME_MINUTE)
#define TIME_DAY    (24 * TIME_HOUR)
/* "For good": an end that never comes. */
#define TIME_NEVER  INT64_C(9000000000000000)

int64_t time_now(void);	      /* the machine's clock */
int64_t time_monotonic(void); /* milliseconds that only go forward */

struct wall {
	int year, month, day, hour, minute, second; /* month 1-12 */
	int weekday;				    /* 0 Sunday … 6 Saturday */
};

struct zone;

/* A zone by its IANA name, shared and kept; NULL where ICU does not know it. */
const struct zone *zone_find(const char *name);
const char *zone_name(const struct zone *z);
/* Milliseconds to add to UTC at that instant. */
int64_t zone_offset(const struct zone *z, int64_t at);
struct wall zone_wall(const struct zone *z, int64_t at);
/* The stretch around `at` in which the offset stands still: from *ret_from up to, but
 * not including, *ret_to. */
void zone_stretch(const struct zone *z, int64_t at, int64_t *ret_from, int64_t *ret_to);
/* The instant of a wall time. In a gap (clocks go forward) the time moved on by
 * the gap; where it comes twice, the first. */
int64_t zone_instant(const struct zone *z, const struct wall *wall);
/* Midnight that begins the date, there. */
int64_t zone_day_start(const struct zone *z, int64_t date);
/* The date it is there at that instant. */
int64_t zone_date(const struct zone *z, int64_t at);

int64_t date_of(int year, int month, int day); /* proleptic Gregorian */
struct wall date_wall(int64_t date);
/* YYYY-MM-DD that exists, from 1850 to 2200; false for all else. */
bool date_parse(const char *text, int64_t *ret_date);
char *date_text(struct arena *a, int64_t date);
/* The day of the same number so many months later, or that month's last. */
int64_t date_months_later(int64_t date, int months);
/* Whole years on that day; born on 29 February, one grows older on 1 March. */
int date_age(int64_t born, int64_t on);

/* RFC 3339 with a zone offset or Z: 2026-11-20T09:00:00Z. */
bool time_parse(const char *text, int64_t *ret_at);
/* UTC to the millisecond, with Z. */
char *time_text(struct arena *a, int64_t at);
enum { TIME_TEXT_ROOM = 48 };
/* The same into `to`, which has TIME_TEXT_ROOM; says how long it is. */
size_t time_write(char *to, int64_t at);
/* ISO 8601 durations of days and less, PnDTnHnMnS, and weeks, PnW; at most
 * 100 years. */
bool duration_parse(const char *text, int64_t *ret_ms);

#endif
