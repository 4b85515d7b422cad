/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/http/out.h"

#include <assert.h>
#include <string.h>
#include <time.h>

#include "lib/base/text.h"

enum { COMPRESS_FROM = 1001 };

static bool is_text(const char *type);

size_t out_count(const char *const *fixed)
{
	size_t n = 0;
	while (fixed != NULL && fixed[n] != NULL)
		n++;
	assert(n % 2 == 0);
	return n / 2;
}

static bool has(const struct http_pair *at, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (text_is_nocase(at[i].name, name))
			return true;
	return false;
}

bool out_may_compress(const struct http_res *res)
{
	return res->type != NULL && res->body.len >= COMPRESS_FROM && is_text(res->type) &&
	       !has(res->extra, res->extras, "Content-Encoding");
}

struct out_body out_file(const struct http_file *file, const char *accept_encoding)
{
	if (file->brotli != NULL && http_accepts_coding(accept_encoding, "br"))
		return (struct out_body){ "br", file->brotli, file->brotli_len };
	if (file->gzip != NULL && http_accepts_coding(accept_encoding, "gzip"))
		return (struct out_body){ "gzip", file->gzip, file->gzip_len };
	return (struct out_body){ NULL, file->raw, file->raw_len };
}

static void add(struct out_headers *out, const char *name, const char *value)
{
	/* The library cannot send a header without a value. */
	if (value != NULL && *value != '\0')
		out->at[out->n++] = (struct http_pair){ .name = name, .value = value };
}

void out_headers(struct out_headers *out, const struct http_res *res, const struct out_body *body,
		 bool close, const char *const *fixed)
{
	const struct http_file *file = res->file;
	out->n = 0;
	for (size_t i = 0; i < res->extras; i++)
		add(out, res->extra[i].name, res->extra[i].value);
	add(out, "Content-Type", file != NULL ? file->type : res->type);
	if (body != NULL && body->coding != NULL)
		add(out, "Content-Encoding", body->coding);
	if (file != NULL || out_may_compress(res))
		add(out, "Vary", "Accept-Encoding");
	/* The path of a file holds a hash of its content. */
	if (file != NULL && !file->fleeting && !has(res->extra, res->extras, "Cache-Control"))
		add(out, "Cache-Control", "public, max-age=31536000, immutable");
	/* Styles and pictures run nothing: the shortest policy, which every phone pays for. A
	 * script keeps the full one, which is what a service worker is held to. */
	bool runs = file == NULL || strstr(file->type, "javascript") != NULL;
	if (!runs && !has(res->extra, res->extras, "Content-Security-Policy"))
		add(out, "Content-Security-Policy", "default-src 'none'; style-src 'self'");
	if (close)
		add(out, "Connection", "close");
	for (size_t own = out->n; fixed != NULL && fixed[0] != NULL; fixed += 2)
		if (!has(out->at, own, fixed[0]))
			add(out, fixed[0], fixed[1]);
}

void out_stream_head(struct buf *to, const struct http_res *res, const char *const *fixed)
{
	struct out_headers out;
	char date[64];
	struct tm utc;
	time_t now = time(NULL);
	gmtime_r(&now, &utc);
	(void)strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &utc);
	/* It ends with the connection, so that events need no chunks around them. */
	out_headers(&out, res, NULL, true, fixed);
	buf_printf(to, "HTTP/1.1 %d %s\r\nDate: %s\r\n", res->status, http_reason(res->status),
		   date);
	for (size_t i = 0; i < out.n; i++)
		buf_printf(to, "%s: %s\r\n", out.at[i].name, out.at[i].value);
	buf_str(to, "\r\n");
	buf_put(to, buf_text(&res->body), res->body.len);
}

static bool is_text(const char *type)
{
	static const char *const texts[] = {
		"text/",
		"application/json",
		"application/javascript",
		"application/problem+json",
		"application/xml",
		"application/manifest+json",
		"image/svg+xml",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (text_starts(type, texts[i]))
			return true;
	return false;
}
