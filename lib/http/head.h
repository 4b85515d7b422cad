/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The head of a request, checked: for server.c alone. The HTTP library has
 * put NULs into the request line and the headers where their parts end, but
 * moved nothing. That every part begins where the one before it ends shows
 * that there was one space between them, one colon, and CRLF at the end of
 * each line: no bare LF, no folded line, no NUL. (NUL LF looks like CRLF; it
 * ends a line for everybody who takes it at all.)
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "lib/http/http.h"

enum {
	HEAD_MAX = 8 * 1024, /* bytes of request line and headers */
	HEAD_ONCE = 7,	     /* headers that may come once */
};

struct head {
	const char *start; /* of the method */
	const char *at;	   /* where the next header must begin */
	bool torn;	   /* it did not */
	bool old;	   /* HTTP/1.0 */
	size_t n;
	struct http_pair pairs[HTTP_HEADERS_MAX];
	unsigned seen[HEAD_ONCE];
	/* Known after head_end(): */
	bool close; /* nobody can say where the next request begins */
	bool chunked;
	long long length; /* of the body; 0 where none is announced */
};

/* `target_at` is where the target stands, `target` what stood there as sent. */
void head_begin(struct head *h, const char *method, const char *target_at, const char *target,
		const char *version);
/* The next header; false where it is of no use to read on. */
bool head_add(struct head *h, const char *name, size_t name_len, const char *value,
	      size_t value_len);
/*
 * Fills in the method, the headers (copies), path, query and cookies, and what
 * is wrong. `size` is that of the head up to the body.
 */
void head_end(struct head *h, size_t size, const char *target, struct arena *a,
	      struct http_req *req);

#endif
