/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/http/http.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "lib/base/text.h"

enum {
	Q_ONE = 1000,    /* quality values, RFC 9110 §12.4.2, in thousandths */
	RANGES_MAX = 32, /* of one Accept header; more are not looked at */
};

/* One member of an Accept header: what, and how much. */
struct range {
	const char *at;
	size_t len;
	int q;
};

static bool next_range(const char **list, struct range *ret);
static int quality_of(const char *accept, const char *type);
static int language_quality(const char *accept, const char *tag, int *ret_place);

const char *http_header(const struct http_req *req, const char *name)
{
	for (size_t i = req->headers.n; i > 0; i--)
		if (text_is_nocase(req->headers.at[i - 1].name, name))
			return req->headers.at[i - 1].value;
	return NULL;
}

const char *http_cookie(const struct http_req *req, const char *name)
{
	return http_pair_get(&req->cookies, name);
}

const char *http_pair_get(const struct http_pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (text_is(pairs->at[i].name, name))
			return pairs->at[i].value;
	return NULL;
}

void http_add(struct http_res *res, const char *name, const char *value)
{
	assert(res->extras < HTTP_EXTRA_MAX);
	assert(strpbrk(name, "\r\n: ") == NULL && strpbrk(value, "\r\n") == NULL);
	res->extra[res->extras++] =
		(struct http_pair){ .name = name, .value = value, .len = strlen(value) };
}

char *http_url_escape(struct arena *a, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";
	static const char plain[] = "-._~0123456789abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char *escaped = arena_get(a, strlen(text) * 3 + 1), *to = escaped;
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		if (strchr(plain, *text) != NULL) {
			*to++ = *text;
			continue;
		}
		*to++ = '%';
		*to++ = hex[c >> 4];
		*to++ = hex[c & 15];
	}
	return escaped;
}

int http_pick_language(const char *accept, const char *const *offered, size_t n)
{
	int best = -1, best_q = 0, best_place = 0;
	for (size_t i = 0; accept != NULL && i < n; i++) {
		int place = 0, q = language_quality(accept, offered[i], &place);
		if (q > best_q || (q == best_q && q > 0 && place < best_place)) {
			best = (int)i;
			best_q = q;
			best_place = place;
		}
	}
	return best;
}

bool http_prefers(const char *accept, const char *type, const char *other)
{
	if (accept == NULL || *accept == '\0')
		return true;
	int q = quality_of(accept, type);
	return q > 0 && q >= quality_of(accept, other);
}

bool http_accepts_coding(const char *accept_encoding, const char *coding)
{
	struct range range;
	int named = -1, any = -1;
	const char *rest = accept_encoding != NULL ? accept_encoding : "";
	for (int i = 0; i < RANGES_MAX && next_range(&rest, &range); i++) {
		if (range.len == strlen(coding) && strncasecmp(range.at, coding, range.len) == 0)
			named = range.q;
		if (range.len == 1 && range.at[0] == '*')
			any = range.q;
	}
	return named >= 0 ? named > 0 : any > 0;
}

/* True where the range is `tag`, or a language of which it is a variety. */
static bool range_covers(struct range range, const char *tag)
{
	return strncasecmp(tag, range.at, range.len) == 0 &&
	       (tag[range.len] == '\0' || tag[range.len] == '-');
}

/* "es-MX" is served well by "es" (RFC 4647 §3.4). */
static bool range_falls_back(struct range range, const char *tag)
{
	size_t len = strlen(tag);
	return range.len > len && range.at[len] == '-' && strncasecmp(tag, range.at, len) == 0;
}

/* How much a language is liked; and how early in the list, and how exactly, that is said. */
static int language_quality(const char *accept, const char *tag, int *ret_place)
{
	struct range range;
	int best = -1, any = 0, any_place = 0;
	for (int i = 0; i < RANGES_MAX && next_range(&accept, &range); i++) {
		bool covers = range_covers(range, tag);
		int place = i * 3 + (!covers ? 2 : tag[range.len] != '\0' ? 1 : 0);
		if (covers && range.q == 0)
			return 0;
		if (range.len == 1 && range.at[0] == '*') {
			any = range.q;
			any_place = place;
		} else if ((covers || range_falls_back(range, tag)) && range.q > best) {
			best = range.q;
			*ret_place = place;
		}
	}
	if (best < 0)
		*ret_place = any_place;
	return best < 0 ? any : best;
}

/* RFC 9110 §12.5.1: the most precise range that matches counts. */
static int quality_of(const char *accept, const char *type)
{
	struct range range;
	size_t len = strlen(type), major = strcspn(type, "/") + 1;
	int found = 0, precision = 0;
	for (int i = 0; i < RANGES_MAX && next_range(&accept, &range); i++) {
		int how = 0;
		if (range.len == len && strncasecmp(range.at, type, len) == 0)
			how = 3;
		else if (range.len == major + 1 && range.at[major] == '*' &&
			 strncasecmp(range.at, type, major) == 0)
			how = 2;
		else if (range.len == 3 && memcmp(range.at, "*/*", 3) == 0)
			how = 1;
		if (how > precision) {
			precision = how;
			found = range.q;
		}
	}
	return found;
}

/* Thousandths; 0 for what is not a quality, so that nonsense is not liked. */
static int parse_quality(const char *text, size_t len)
{
	int q = 0, unit = Q_ONE;
	if (len == 0 || len > 5 || (len > 1 && text[1] != '.'))
		return 0;
	for (size_t i = 0; i < len; i++) {
		if (i == 1)
			continue;
		if (text[i] < '0' || text[i] > '9')
			return 0;
		q += (text[i] - '0') * unit;
		unit /= 10;
	}
	return q <= Q_ONE ? q : 0;
}

static size_t skip(const char *text, size_t len, const char *what)
{
	size_t n = 0;
	while (n < len && strchr(what, text[n]) != NULL)
		n++;
	return n;
}

/* The q among the parameters, which is 1 where there is none. */
static int range_quality(const char *at, size_t len)
{
	while (len > 0) {
		const char *end = memchr(at, ';', len);
		size_t param = end != NULL ? (size_t)(end - at) : len;
		size_t start = skip(at, param, " \t"), stop = param;
		while (stop > start && (at[stop - 1] == ' ' || at[stop - 1] == '\t'))
			stop--;
		if (stop - start >= 2 && (at[start] | 32) == 'q' && at[start + 1] == '=')
			return parse_quality(at + start + 2, stop - start - 2);
		param += end != NULL;
		at += param;
		len -= param;
	}
	return Q_ONE;
}

/* Takes the next member off a list; false at its end. */
static bool next_range(const char **list, struct range *ret)
{
	const char *at = *list + strspn(*list, " \t,");
	if (*at == '\0')
		return false;
	size_t whole = strcspn(at, ","), len = strcspn(at, ",;");
	*list = at + whole;
	ret->q = len < whole ? range_quality(at + len + 1, whole - len - 1) : Q_ONE;
	while (len > 0 && (at[len - 1] == ' ' || at[len - 1] == '\t'))
		len--;
	ret->at = at;
	ret->len = len;
	return true;
}

const char *http_reason(int status)
{
	static const struct {
		int status;
		const char *words;
	} reasons[] = {
		{ 200, "OK" },
		{ 201, "Created" },
		{ 202, "Accepted" },
		{ 204, "No Content" },
		{ 301, "Moved Permanently" },
		{ 302, "Found" },
		{ 303, "See Other" },
		{ 304, "Not Modified" },
		{ 307, "Temporary Redirect" },
		{ 308, "Permanent Redirect" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 406, "Not Acceptable" },
		{ 408, "Request Timeout" },
		{ 409, "Conflict" },
		{ 410, "Gone" },
		{ 411, "Length Required" },
		{ 412, "Precondition Failed" },
		{ 413, "Content Too Large" },
		{ 414, "URI Too Long" },
		{ 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" },
		{ 423, "Locked" },
		{ 428, "Precondition Required" },
		{ 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" },
		{ 451, "Unavailable For Legal Reasons" },
		{ 500, "Internal Server Error" },
		{ 501, "Not Implemented" },
		{ 502, "Bad Gateway" },
		{ 503, "Service Unavailable" },
		{ 504, "Gateway Timeout" },
		{ 505, "HTTP Version Not Supported" },
		{ 507, "Insufficient Storage" },
	};
	for (size_t i = 0; i < COUNT_OF(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].words;
	return "Unknown";
}
