/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The HTTP/1.1 server: worker threads, each with a loop of its own around one
 * libmicrohttpd daemon. The only file that knows that library is server.c.
 *
 * A request is read up to its limit and handed over once, whole. The answer
 * may be finished at once or later from any thread; meanwhile the connection
 * sleeps and holds no worker. Ambiguous framing (RFC 9112 §6.3: Content-Length
 * beside Transfer-Encoding, two of either, two Hosts) is answered 400 and the
 * connection is closed.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stdint.h>

#include "lib/http/http.h"

struct http_server;
struct http_stream;

/* Its texts and headers are not copied. */
struct http_server_conf {
	const char *listen;	    /* "127.0.0.1:8080", "[::1]:0"; port 0 picks one */
	unsigned workers;	    /* 1 to 64 */
	unsigned connections;	    /* in all; further ones wait in the kernel. Streams
				     * count apart: as many again, then 503 */
	unsigned per_address;	    /* connections and streams of one peer (an IPv6
				     * /64 is one); 0 without limit */
	unsigned idle_s;	    /* closes a connection after so long, also one that
				     * sends a head or, beyond it, less than 1 KB/s; 75 */
	size_t arena_max;	    /* ceiling of each exchange's arena */
	const char *const *headers; /* name, value, …, NULL: on every answer, also errors */
	void *ctx;

	/* How many body bytes this request may bring; runs on the worker, before
	 * the body is read. 0: none. */
	size_t (*body_limit)(void *ctx, const char *method, const char *path);
	/* Answers: fills x->res and calls http_done(x), now or later. */
	void (*answer)(void *ctx, struct http_exchange *x);
	/* Optional: called on each worker thread as it starts and ends. */
	void (*worker_start)(void *ctx, unsigned worker);
	void (*worker_end)(void *ctx, unsigned worker);
	/* Optional: a stream was closed by the other end, or by http_stream_close. */
	void (*stream_gone)(void *ctx, struct http_stream *s);
};

/* Binds and starts the workers. RC_INVALID: an address that cannot be read;
 * RC_BUSY: taken by somebody else. */
must enum rc http_server_start(const struct http_server_conf *conf, struct http_server **ret);
/* "127.0.0.1:8080" with the real port. */
const char *http_server_address(const struct http_server *s);
/* Takes no more requests, finishes those under way (at most 5 s), ends. */
void http_server_stop(struct http_server *s);

/* The answer is complete. Safe on any thread, once per exchange; the exchange
 * may be gone when it returns. Compresses (gzip, libdeflate) where the client
 * asks, the type is text and the body is over 1,000 bytes; adds Content-Length. */
void http_done(struct http_exchange *x);

/*
 * Streams (text/event-stream). An answer with res.stream set begins with
 * res.body and stays open; its handle is valid from http_stream_of() until
 * stream_gone() returns. Sending is safe on any thread, copies the bytes and
 * never blocks: a reader 16 KB behind is cut off (it will come back), as is one
 * that takes nothing for 60 s. An idle stream gets a comment line every 25 s.
 * http_stream_of() is called before http_done() and gives NULL without memory;
 * stream_gone() is called exactly once, also where the stream never began.
 */
struct http_stream *http_stream_of(struct http_exchange *x);
void http_stream_send(struct http_stream *s, const char *bytes, size_t len);
void http_stream_close(struct http_stream *s);

#endif
