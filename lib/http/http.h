/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * HTTP without a socket: a request as it came in, the answer that goes out,
 * and the exchange that holds both. lib/http/server.h moves them over the
 * wire; tests fill in a request and read the answer.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

enum {
	HTTP_HEADERS_MAX = 64,
	HTTP_PARAMS_MAX = 200,
	HTTP_EXTRA_MAX = 8,
	HTTP_BODY_MAX = 32 * 1024 * 1024, /* of an answer */
};

/* A name and a value. Values of forms are decoded; `file` is set by multipart. */
struct http_pair {
	const char *name, *value;
	size_t len;	  /* of value; only a file's may hold NUL or not end in one */
	const char *file; /* file name of an uploaded part, else NULL */
};

struct http_pairs {
	struct http_pair *at;
	size_t n;
};

struct http_req {
	const char *method; /* "GET", "POST", … as sent */
	const char *path;   /* percent-decoded, valid UTF-8, starts with /; "/" where it is malformed */
	const char *target; /* as it was sent, where something is wrong; else NULL */
	struct http_pairs headers, query, cookies;
	const char *body; /* NUL-terminated; NULL without one */
	size_t body_len;
	const char *peer;  /* address of the other end, "127.0.0.1" */
	bool too_large;	   /* the body passed its limit and was thrown away */
	const char *wrong; /* what is malformed about it, for a 400; or NULL */
};

/* The last value of a header, names ignoring case; NULL where it is not there. */
const char *http_header(const struct http_req *req, const char *name);
const char *http_cookie(const struct http_req *req, const char *name);
/* The first value of that name; NULL where it is not there. */
const char *http_pair_get(const struct http_pairs *pairs, const char *name);

struct http_res {
	int status;
	const char *type; /* Content-Type; NULL without a body */
	struct buf body;
	struct http_pair extra[HTTP_EXTRA_MAX]; /* further headers */
	size_t extras;
	const struct http_file *file; /* a static answer instead of body */
	bool stream;		      /* stays open for http_stream_send() */
};

/* Adds a header. Line breaks in the value are a bug and stop the program. */
void http_add(struct http_res *res, const char *name, const char *value);

/* A file that is embedded in the program, in the forms it can be sent in. */
struct http_file {
	const char *path, *type; /* path starts with / and holds a hash */
	const unsigned char *raw, *gzip, *brotli;
	size_t raw_len, gzip_len, brotli_len;
	bool fleeting; /* an answer of this moment, which nobody may keep */
};

struct http_exchange {
	struct http_req req;
	struct http_res res;
	struct arena *arena; /* lives until the answer has been sent */
	unsigned worker;     /* which worker's connection it is; 0 in tests */
};

/*
 * Decoders. Each refuses (RC_INVALID) bad percent escapes, invalid UTF-8, NUL,
 * more than HTTP_PARAMS_MAX pairs and a name that comes twice (a parameter
 * that two parsers could read differently), except names ending in [].
 */
must enum rc http_parse_query(struct arena *a, const char *text, size_t len,
			      struct http_pairs *ret);
/* application/x-www-form-urlencoded. Queries come from forms too: + is a space in both. */
must enum rc http_parse_form(struct arena *a, const char *body, size_t len, struct http_pairs *ret);
/* multipart/form-data (RFC 7578) with the boundary of that Content-Type. */
must enum rc http_parse_multipart(struct arena *a, const char *content_type, const char *body,
				  size_t len, struct http_pairs *ret);
/* A Cookie header (RFC 6265 §5.4); pairs that are no cookies are skipped, and
 * a name that comes twice makes it RC_INVALID (cookie tossing). */
must enum rc http_parse_cookies(struct arena *a, const char *header, struct http_pairs *ret);
/* A path with percent escapes; refuses what is not UTF-8, NUL, /../ and //, and
 * what two readers could take differently: %2F, control characters, raw #. */
must enum rc http_parse_path(struct arena *a, const char *raw, const char **ret_path);

/* Percent-encodes all but unreserved characters (RFC 3986 §2.3). */
char *http_url_escape(struct arena *a, const char *text);

/* Index of the offered language tag that Accept-Language likes best, or -1. */
int http_pick_language(const char *accept, const char *const *offered, size_t n);
/* True where Accept allows `type` more than, or as much as, `other`. */
bool http_prefers(const char *accept, const char *type, const char *other);

/* True where Accept-Encoding allows that coding ("gzip", "br"). */
bool http_accepts_coding(const char *accept_encoding, const char *coding);

/* The standard words for a status: 404 -> "Not Found". */
const char *http_reason(int status);

#endif
