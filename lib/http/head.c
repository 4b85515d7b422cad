/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/http/head.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#include "lib/base/text.h"

/* Headers of which two would be read differently by two readers. */
static const struct {
	const char *name;
	bool framing; /* where the next request begins, or whose it is, depends on it */
} once[HEAD_ONCE] = {
	{ "Host", true },          { "Content-Length", true }, { "Transfer-Encoding", true },
	{ "Content-Type", false }, { "Cookie", false },        { "Authorization", false },
	{ "Origin", false },
};
enum { ONCE_HOST, ONCE_LENGTH, ONCE_CODING };

static bool is_token(const char *text, size_t len);
static bool is_target(const char *text);
static bool is_header_value(const char *text, size_t len);
static void copy_head(const struct head *h, size_t size, struct arena *a, struct http_req *req);
static void refuse_ambiguity(struct head *h, struct http_req *req);
static void read_target(struct arena *a, const char *target, struct http_req *req);

void head_begin(struct head *h, const char *method, const char *target_at, const char *target,
		const char *version)
{
	size_t method_len = strlen(method);
	h->start = method;
	h->at = version + strlen("HTTP/1.1") + 2;
	h->torn = !is_token(method, method_len) || method + method_len + 1 != target_at ||
		  target_at + strlen(target) + 1 != version || h->at[-1] != '\0' ||
		  !is_target(target);
	h->old = version[strlen("HTTP/1.")] == '0';
	h->n = 0;
	memset(h->seen, 0, sizeof(h->seen));
	h->close = h->chunked = false;
	h->length = 0;
}

bool head_add(struct head *h, const char *name, size_t name_len, const char *value,
	      size_t value_len)
{
	if (h->torn || name != h->at || h->n == HTTP_HEADERS_MAX || !is_token(name, name_len) ||
	    !is_header_value(value, value_len)) {
		h->torn = true;
		return false;
	}
	/* CRLF has become two NULs, a bare LF one. */
	h->at = value + value_len + 2;
	h->torn = value[value_len + 1] != '\0';
	for (size_t i = 0; i < COUNT_OF(once); i++)
		h->seen[i] += name_len == strlen(once[i].name) &&
			      strncasecmp(name, once[i].name, name_len) == 0;
	h->pairs[h->n++] = (struct http_pair){ .name = name, .value = value, .len = value_len };
	return !h->torn;
}

static void refuse(struct http_req *req, const char *why)
{
	if (req->wrong == NULL)
		req->wrong = why;
}

void head_end(struct head *h, size_t size, const char *target, struct arena *a,
	      struct http_req *req)
{
	const char *end = h->start + size;
	if (h->torn || h->at + 2 != end || h->at[0] != '\0' || h->at[1] != '\0') {
		req->method = arena_str(a, h->start);
		h->close = true;
		refuse(req, "the request line or a header is malformed");
		return;
	}
	copy_head(h, size, a, req);
	refuse_ambiguity(h, req);
	if (size > HEAD_MAX)
		refuse(req, "the headers are too long");
	if (req->wrong == NULL)
		read_target(a, target, req);
	if (req->wrong != NULL)
		req->target = arena_str(a, target);
}

static bool is_token(const char *text, size_t len)
{
	static const char allowed[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	return len > 0 && strspn(text, allowed) == len;
}

static bool is_target(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text <= 0x20 || *text == 0x7f)
			return false;
	return true;
}

static bool is_header_value(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* Who answers may hold the headers longer than the connection lives. */
static void copy_head(const struct head *h, size_t size, struct arena *a, struct http_req *req)
{
	char *copy = arena_copy(a, h->start, size);
	req->method = copy;
	req->headers.n = h->n;
	req->headers.at = arena_copy(a, h->pairs, h->n * sizeof(h->pairs[0]));
	for (size_t i = 0; i < h->n; i++) {
		struct http_pair *header = &req->headers.at[i];
		char *value = copy + (header->value - h->start);
		while (header->len > 0 &&
		       (value[header->len - 1] == ' ' || value[header->len - 1] == '\t'))
			value[--header->len] = '\0';
		header->name = copy + (header->name - h->start);
		header->value = value;
	}
}

static bool is_host(const char *text)
{
	static const char allowed[] = "-._~:[]0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	return *text != '\0' && text[strspn(text, allowed)] == '\0';
}

/* The library compares the coding as it was sent: white space behind it would mislead it. */
static bool is_chunked(const struct head *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (text_is_nocase(h->pairs[i].name, once[ONCE_CODING].name))
			return text_is_nocase(h->pairs[i].value, "chunked");
	return false;
}

/* RFC 9112 §6.1, §6.3, §3.2: what could be taken for two requests, or for another host's. */
static void refuse_ambiguity(struct head *h, struct http_req *req)
{
	const char *length = http_header(req, once[ONCE_LENGTH].name);
	const char *host = http_header(req, once[ONCE_HOST].name);
	for (size_t i = 0; i < COUNT_OF(once); i++) {
		if (h->seen[i] <= 1)
			continue;
		refuse(req, "a header that may come once came twice");
		h->close |= once[i].framing;
	}
	h->chunked = h->seen[ONCE_CODING] > 0;
	if (h->chunked && (h->seen[ONCE_LENGTH] > 0 || h->old || !is_chunked(h))) {
		refuse(req, "the length of the body is ambiguous");
		h->close = true;
	}
	if (host == NULL ? !h->old : !is_host(host)) {
		refuse(req, "the host is missing or malformed");
		h->close = true;
	}
	/* The library has made sure that it is a number, of up to 64 bits. */
	if (length != NULL && !text_to_int(length, &h->length))
		h->length = LLONG_MAX;
}

static void read_target(struct arena *a, const char *target, struct http_req *req)
{
	const char *cookies = http_header(req, "Cookie");
	size_t len = strcspn(target, "?");
	if (http_parse_path(a, arena_strn(a, target, len), &req->path) != RC_OK)
		refuse(req, "the path is malformed");
	if (target[len] == '?' &&
	    http_parse_query(a, target + len + 1, strlen(target + len + 1), &req->query) != RC_OK)
		refuse(req, "the query is malformed");
	if (cookies != NULL && http_parse_cookies(a, cookies, &req->cookies) != RC_OK)
		refuse(req, "the cookies are malformed");
}
