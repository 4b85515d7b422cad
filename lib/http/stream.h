/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The streams of one worker, for server.c alone. A stream has taken its
 * connection over from the HTTP library: an idle one costs this struct and a
 * socket, and none of them slows down the resuming of other connections
 * (libmicrohttpd looks at all that sleep to find one that should wake).
 */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include <time.h>

#include "lib/http/server.h"

struct stream_hub;

/* Called on the worker when a stream has ended; `owner` as given to stream_open(). */
typedef void stream_ended(void *ctx, struct http_stream *s, void *owner);

/* `wake_fd` is written to when another thread has left something to do. */
must enum rc stream_hub_open(int wake_fd, stream_ended *ended, void *ctx, struct stream_hub **ret);
/* Ends all streams. */
void stream_hub_end(struct stream_hub *hub);
void stream_hub_free(struct stream_hub *hub);
/* Readable when stream_hub_run() has something to do. */
int stream_hub_fd(const struct stream_hub *hub);
size_t stream_hub_count(const struct stream_hub *hub);
/* Sends what waits, hears who left, keeps quiet streams alive. */
void stream_hub_run(struct stream_hub *hub, time_t now);

/* On any thread; NULL without memory. */
struct http_stream *stream_new(struct stream_hub *hub);
/* The worker's own, as all below: takes over the socket and begins with these bytes. */
void stream_open(struct http_stream *s, int fd, const char *bytes, size_t len, void *owner);
/* It will not be opened. */
void stream_cancel(struct http_stream *s);

#endif
