/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an answer looks like on the wire: for server.c alone. */
#ifndef HTTP_OUT_H
#define HTTP_OUT_H

#include "lib/http/http.h"

enum { OUT_FIXED_MAX = 24 }; /* headers that are on every answer */

/* The headers of an answer; of those that come with every one, none that is there already. */
struct out_headers {
	struct http_pair at[HTTP_EXTRA_MAX + 8 + OUT_FIXED_MAX];
	size_t n;
};

/* A body as it is sent; `coding` is NULL where it is sent as it is. */
struct out_body {
	const char *coding;
	const void *bytes;
	size_t len;
};

/* Pairs of a "name, value, …, NULL" list. */
size_t out_count(const char *const *fixed);

/* True where the answer is long enough text, and not coded yet. */
bool out_may_compress(const struct http_res *res);
/* The best form of the file that Accept-Encoding allows. */
struct out_body out_file(const struct http_file *file, const char *accept_encoding);
/* All headers but Date and those about length. `body` may be NULL. */
void out_headers(struct out_headers *out, const struct http_res *res, const struct out_body *body,
		 bool close, const char *const *fixed);
/* All that goes before the first event of a stream, and those that res.body holds. */
void out_stream_head(struct buf *to, const struct http_res *res, const char *const *fixed);

#endif
