/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The server through real sockets on 127.0.0.1. No test measures time. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <libdeflate.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/http/server.h"

enum {
	PATIENCE_S = 20, /* a hanging server fails a test instead of hanging it */
	ANSWER_MAX = 4 * 1024 * 1024,
	LIMIT = 100000,
	CROWD = 200,
};

/* A server and the thread that answers what was put off. */
struct rig {
	struct http_server *server;
	struct http_server_conf conf;
	struct sockaddr_in address;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct http_exchange *put_off[CROWD * 4];
	size_t put_off_n;
	bool ending, held; /* held: what is put off stays so */
	atomic_int started, ended, answered, begun, gone;
	struct http_stream *streams[CROWD];
	size_t streams_n;
	char *got; /* the last answer, with its head */
	size_t got_len;
};

static const unsigned char raw[] = "raw form", packed[] = "gzip form", tight[] = "brotli form";
static const struct http_file file = {
	"/s/1-hash.css",    "text/css",       raw, packed, tight, sizeof(raw) - 1,
	sizeof(packed) - 1, sizeof(tight) - 1
};

static void put_off(struct rig *r, struct http_exchange *x)
{
	pthread_mutex_lock(&r->lock);
	assert_true(r->put_off_n < COUNT_OF(r->put_off));
	r->put_off[r->put_off_n++] = x;
	pthread_cond_broadcast(&r->more);
	pthread_mutex_unlock(&r->lock);
}

/* From now on what is put off waits for the end. */
static void hold(struct rig *r)
{
	pthread_mutex_lock(&r->lock);
	r->held = true;
	pthread_mutex_unlock(&r->lock);
}

static void wait_put_off(struct rig *r)
{
	pthread_mutex_lock(&r->lock);
	while (r->put_off_n == 0)
		pthread_cond_wait(&r->more, &r->lock);
	pthread_mutex_unlock(&r->lock);
}

static void *answer_later(void *rig)
{
	struct rig *r = rig;
	pthread_mutex_lock(&r->lock);
	while (!r->ending || r->put_off_n > 0) {
		if (r->put_off_n == 0 || (r->held && !r->ending)) {
			pthread_cond_wait(&r->more, &r->lock);
			continue;
		}
		struct http_exchange *x = r->put_off[--r->put_off_n];
		pthread_mutex_unlock(&r->lock);
		buf_str(&x->res.body, "later");
		http_done(x);
		pthread_mutex_lock(&r->lock);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

static void stream_began(struct rig *r, struct http_stream *s)
{
	pthread_mutex_lock(&r->lock);
	assert_true(r->streams_n < COUNT_OF(r->streams));
	r->streams[r->streams_n++] = s;
	r->begun++;
	pthread_mutex_unlock(&r->lock);
}

static void stream_gone(void *ctx, struct http_stream *s)
{
	struct rig *r = ctx;
	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < r->streams_n; i++)
		if (r->streams[i] == s)
			r->streams[i] = r->streams[--r->streams_n];
	r->gone++;
	pthread_mutex_unlock(&r->lock);
}

static void send_to_all(struct rig *r, const char *text)
{
	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < r->streams_n; i++)
		http_stream_send(r->streams[i], text, strlen(text));
	pthread_mutex_unlock(&r->lock);
}

static void close_all(struct rig *r)
{
	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < r->streams_n; i++)
		http_stream_close(r->streams[i]);
	pthread_mutex_unlock(&r->lock);
}

static size_t body_limit(void *ctx, const char *method, const char *path)
{
	(void)ctx;
	(void)path;
	return text_is(method, "POST") ? LIMIT : 0;
}

static void show_request(struct http_exchange *x)
{
	struct buf *out = &x->res.body;
	buf_printf(out, "%s %s", x->req.method, x->req.path);
	for (size_t i = 0; i < x->req.query.n; i++)
		buf_printf(out, " %s=%s", x->req.query.at[i].name, x->req.query.at[i].value);
	const char *cookie = http_cookie(&x->req, "kin"), *name = http_header(&x->req, "x-name");
	buf_printf(out, " kin=%s x-name=%s", cookie ? cookie : "-", name ? name : "-");
	buf_printf(out, " peer=%s body=%zu:", x->req.peer, x->req.body_len);
	buf_put(out, x->req.body ? x->req.body : "", x->req.body_len);
}

static void answer(void *ctx, struct http_exchange *x)
{
	struct rig *r = ctx;
	const char *path = x->req.path;
	r->answered++;
	x->res.status = x->req.wrong != NULL ? 400 : x->req.too_large ? 413 : 200;
	x->res.type = "text/plain";
	if (x->req.wrong != NULL) {
		buf_str(&x->res.body, x->req.wrong);
	} else if (x->req.too_large) {
		buf_str(&x->res.body, "too large");
	} else if (text_is(path, "/later")) {
		put_off(r, x);
		return;
	} else if (text_is(path, "/long")) {
		for (int i = 0; i < 2000; i++)
			buf_printf(&x->res.body, "line %d\n", i);
	} else if (text_is(path, "/endless")) {
		x->res.body = buf_new(x->arena, 5000);
		while (!buf_is_full(&x->res.body))
			buf_str(&x->res.body, "and so on ");
		http_add(&x->res, "X-Own", "own");
	} else if (text_is(path, "/file")) {
		x->res.file = &file;
	} else if (text_is(path, "/own-file")) {
		x->res.file = &file;
		http_add(&x->res, "Cache-Control", "no-cache");
	} else if (text_starts(path, "/stream")) {
		struct http_stream *stream = http_stream_of(x);
		assert_ptr_equal(http_stream_of(x), stream);
		stream_began(r, stream);
		x->res.type = "text/event-stream";
		x->res.stream = !text_is(path, "/stream/not");
		if (text_is(path, "/stream/early"))
			http_stream_send(stream, "early\n\n", 7);
		if (text_is(path, "/stream/brief"))
			http_stream_close(stream);
		buf_str(&x->res.body, "first\n\n");
		if (text_is(path, "/stream/later")) {
			put_off(r, x);
			return;
		}
	} else if (text_is(path, "/gone")) {
		x->res.status = 303;
		x->res.type = NULL;
		http_add(&x->res, "Location", "/");
		http_add(&x->res, "X-Fixed", "other");
	} else {
		show_request(x);
	}
	http_done(x);
}

static void worker_start(void *ctx, unsigned worker)
{
	(void)worker;
	((struct rig *)ctx)->started++;
}

static void worker_end(void *ctx, unsigned worker)
{
	(void)worker;
	((struct rig *)ctx)->ended++;
}

static void rig_start(struct rig *r)
{
	assert_int_equal(http_server_start(&r->conf, &r->server), RC_OK);
	const char *colon = strrchr(http_server_address(r->server), ':');
	r->address.sin_family = AF_INET;
	r->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	r->address.sin_port = htons((uint16_t)atoi(colon + 1));
}

static struct rig *rig_new(void)
{
	static const char *const headers[] = { "X-Fixed", "fixed", "X-Other", "other", NULL };
	struct rig *r = calloc(1, sizeof(*r));
	assert_non_null(r);
	r->got = malloc(ANSWER_MAX + 1);
	assert_non_null(r->got);
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->more, NULL);
	r->conf = (struct http_server_conf){ .listen = "127.0.0.1:0",
					     .workers = 2,
					     .connections = 2000,
					     .idle_s = 600,
					     .arena_max = 8 * 1024 * 1024,
					     .headers = headers,
					     .ctx = r,
					     .body_limit = body_limit,
					     .answer = answer,
					     .worker_start = worker_start,
					     .worker_end = worker_end,
					     .stream_gone = stream_gone };
	assert_int_equal(pthread_create(&r->thread, NULL, answer_later, r), 0);
	return r;
}

static int up(void **state)
{
	struct rig *r = rig_new();
	rig_start(r);
	*state = r;
	return 0;
}

static int up_alone(void **state)
{
	struct rig *r = rig_new();
	r->conf.workers = 1;
	rig_start(r);
	*state = r;
	return 0;
}

static void rig_end_thread(struct rig *r)
{
	pthread_mutex_lock(&r->lock);
	r->ending = true;
	pthread_cond_broadcast(&r->more);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
}

static int down(void **state)
{
	struct rig *r = *state;
	rig_end_thread(r);
	if (r->server != NULL)
		http_server_stop(r->server);
	pthread_mutex_destroy(&r->lock);
	pthread_cond_destroy(&r->more);
	free(r->got);
	free(r);
	return 0;
}

static int dial(const struct rig *r)
{
	struct timeval patience = { .tv_sec = PATIENCE_S };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	assert_int_equal(connect(fd, (const struct sockaddr *)&r->address, sizeof(r->address)), 0);
	return fd;
}

/* What the server thinks of it is in its answer; a refused write is no failure here. */
static void say_bytes(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		bytes += sent;
		len -= (size_t)sent;
	}
}

static void say(int fd, const char *text)
{
	say_bytes(fd, text, strlen(text));
}

/* Reads to the end of the connection. */
static const char *hear_all(struct rig *r, int fd)
{
	r->got_len = 0;
	for (ssize_t n; r->got_len < ANSWER_MAX; r->got_len += (size_t)n) {
		n = recv(fd, r->got + r->got_len, ANSWER_MAX - r->got_len, 0);
		if (n < 0 && errno != ECONNRESET)
			fail_msg("no end of the answer: %s", strerror(errno));
		if (n <= 0)
			break;
	}
	r->got[r->got_len] = '\0';
	close(fd);
	return r->got;
}

static void hear_more(struct rig *r, int fd, size_t want)
{
	while (r->got_len < want) {
		ssize_t n = recv(fd, r->got + r->got_len, want - r->got_len, 0);
		if (n <= 0)
			fail_msg("%s after %.*s", n < 0 ? strerror(errno) : "end", (int)r->got_len,
				 r->got);
		r->got_len += (size_t)n;
	}
	r->got[r->got_len] = '\0';
}

/* Reads one answer of a connection that stays open; its body is returned. */
static const char *hear(struct rig *r, int fd)
{
	r->got_len = 0;
	const char *end = NULL;
	for (; end == NULL; end = strstr(r->got, "\r\n\r\n"))
		hear_more(r, fd, r->got_len + 1);
	const char *length = strstr(r->got, "\r\nContent-Length: ");
	size_t head = (size_t)(end + 4 - r->got);
	hear_more(r, fd, head + (length != NULL ? strtoul(length + 18, NULL, 10) : 0));
	return r->got + head;
}

/* One request on a connection of its own, and all that comes back. */
static const char *talk(struct rig *r, const char *request)
{
	int fd = dial(r);
	say(fd, request);
	return hear_all(r, fd);
}

static void assert_answer(const char *got, int status, const char *with)
{
	if (strncmp(got, "HTTP/1.1 ", 9) != 0 || atoi(got + 9) != status ||
	    strstr(got, with) == NULL)
		fail_msg("wanted %d with \"%s\", got: %.600s", status, with, got);
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;
	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

#define CLOSE "Connection: close\r\n"

static void request_reaches_its_reader_whole(void **state)
{
	const char *got =
		talk(*state, "POST /a%20b?c=d%26+e HTTP/1.1\r\nHost: h\r\nCookie: kin=12\r\n"
			     "X-Name:  two words \t\r\nContent-Length: 4\r\n" CLOSE "\r\nbody");
	assert_answer(
		got, 200,
		"\r\n\r\nPOST /a b c=d& e kin=12 x-name=two words peer=127.0.0.1 body=4:body");
}

static void every_answer_has_the_fixed_headers(void **state)
{
	static const char *const paths[] = { "/", "/file", "/own-file", "/a//b" };
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		char request[128];
		(void)snprintf(request, sizeof(request),
			       "GET %s HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n", paths[i]);
		const char *got = talk(*state, request);
		assert_int_equal(count(got, "X-Fixed: fixed\r\n"), 1);
		assert_int_equal(count(got, "X-Other: other\r\n"), 1);
		assert_int_equal(count(got, "Content-Length: "), 1);
	}
}

static void own_header_replaces_a_fixed_one(void **state)
{
	const char *got = talk(*state, "GET /gone HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n");
	assert_answer(got, 303, "Location: /\r\n");
	assert_int_equal(count(got, "X-Fixed:"), 1);
	assert_non_null(strstr(got, "X-Fixed: other\r\n"));
	assert_null(strstr(got, "Content-Type"));
}

static void connection_is_kept_for_further_requests(void **state)
{
	struct rig *r = *state;
	int fd = dial(r);
	for (int i = 0; i < 50; i++) {
		say(fd, "GET /again HTTP/1.1\r\nHost: h\r\n\r\n");
		assert_true(text_starts(hear(r, fd), "GET /again"));
		assert_null(strstr(r->got, "Connection: close"));
	}
	close(fd);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
	const char *got = talk(*state, "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n"
				       "GET /later HTTP/1.1\r\nHost: h\r\n\r\n"
				       "POST /3 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nxy"
				       "GET /4 HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n");
	assert_int_equal(count(got, "HTTP/1.1 200 OK"), 4);
	const char *first = strstr(got, "GET /1"), *third = strstr(got, "POST /3");
	const char *second = strstr(got, "\r\n\r\nlater"), *fourth = strstr(got, "GET /4");
	assert_true(first != NULL && second > first && third > second && fourth > third);
	assert_non_null(strstr(got, "body=2:xy"));
}

static void request_may_come_a_byte_at_a_time(void **state)
{
	static const char request[] =
		"POST /slow?a=b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n" CLOSE "\r\nabc";
	int fd = dial(*state);
	for (size_t i = 0; i < sizeof(request) - 1; i++)
		say_bytes(fd, request + i, 1);
	assert_answer(hear_all(*state, fd), 200, "body=3:abc");
}

static void answer_may_come_from_another_thread(void **state)
{
	struct rig *r = *state;
	int fd = dial(r);
	for (int i = 0; i < 100; i++) {
		say(fd, "GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
		assert_string_equal(hear(r, fd), "later");
	}
	close(fd);
}

static void crowd_is_served(struct rig *r, const char *path, const char *expected)
{
	int fds[CROWD];
	char request[128];
	(void)snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: h\r\n\r\n", path);
	for (size_t i = 0; i < CROWD; i++)
		fds[i] = dial(r);
	for (int round = 0; round < 5; round++) {
		for (size_t i = 0; i < CROWD; i++)
			say(fds[i], request);
		for (size_t i = 0; i < CROWD; i++)
			assert_true(text_starts(hear(r, fds[i]), expected));
	}
	for (size_t i = 0; i < CROWD; i++)
		close(fds[i]);
}

static void two_hundred_connections_are_served_together(void **state)
{
	crowd_is_served(*state, "/all", "GET /all");
}

static void two_hundred_connections_can_wait_together(void **state)
{
	crowd_is_served(*state, "/later", "later");
}

static void body_of_any_size_within_the_limit_is_read(void **state)
{
	static const size_t sizes[] = { 0, 1, 8191, 16384, 65536, LIMIT - 1, LIMIT };
	char *body = malloc(LIMIT);
	assert_non_null(body);
	for (size_t i = 0; i < LIMIT; i++)
		body[i] = (char)('a' + i % 26);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		char head[128], tail[32];
		int fd = dial(*state);
		(void)snprintf(head, sizeof(head),
			       "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: %zu\r\n" CLOSE "\r\n",
			       sizes[i]);
		(void)snprintf(tail, sizeof(tail), "body=%zu:", sizes[i]);
		say(fd, head);
		say_bytes(fd, body, sizes[i]);
		const char *got = strstr(hear_all(*state, fd), tail);
		assert_non_null(got);
		assert_memory_equal(got + strlen(tail), body, sizes[i]);
	}
	free(body);
}

static void body_that_is_too_large_is_answered_after_it_was_read(void **state)
{
	struct rig *r = *state;
	char *body = calloc(1, LIMIT + 1);
	int fd = dial(r);
	say(fd, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100001\r\n\r\n");
	say_bytes(fd, body, LIMIT + 1);
	assert_string_equal(hear(r, fd), "too large");
	say(fd, "GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
	assert_true(text_starts(hear(r, fd), "GET /next"));
	close(fd);
	free(body);
}

static void body_where_none_is_allowed_is_too_large(void **state)
{
	const char *got =
		talk(*state, "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n" CLOSE "\r\nx");
	assert_answer(got, 413, "too large");
}

static void absurd_body_is_answered_without_reading_it(void **state)
{
	const char *got = talk(*state, "POST / HTTP/1.1\r\nHost: h\r\n"
				       "Content-Length: 10000000000\r\n\r\n");
	assert_answer(got, 413, "Connection: close\r\n");
}

static void body_that_waits_for_leave_is_refused_at_once(void **state)
{
	const char *got = talk(*state, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
				       "Content-Length: 100001\r\n\r\n");
	assert_answer(got, 413, "Connection: close\r\n");
}

static void chunked_body_is_read_and_the_connection_closed(void **state)
{
	const char *got =
		talk(*state, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
			     "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
			     "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
	assert_answer(got, 200, "Connection: close\r\n");
	assert_answer(got, 200, "body=5:abcde");
	assert_int_equal(count(got, "HTTP/1.1"), 1);
}

static void chunked_body_that_is_too_large_is_refused(void **state)
{
	struct rig *r = *state;
	char chunk[1000];
	int fd = dial(r);
	memset(chunk, 'x', sizeof(chunk));
	say(fd, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < LIMIT / 1000 + 1; i++) {
		say(fd, "3e8\r\n");
		say_bytes(fd, chunk, sizeof(chunk));
		say(fd, "\r\n");
	}
	say(fd, "0\r\n\r\n");
	assert_answer(hear_all(r, fd), 413, "too large");
}

/* Framing that two readers could take differently: 400, and no second answer. */
static void ambiguous_framing_is_refused_and_the_connection_closed(void **state)
{
	static const char *const heads[] = {
		"Host: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n",
		"Host: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n",
		"Host: h\r\nContent-Length: 3\r\nContent-Length: 3\r\n",
		"Host: h\r\nContent-Length: 0\r\nContent-Length: 3\r\n",
		"Host: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
		"Host: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
		"Host: h\r\nTransfer-Encoding: gzip, chunked\r\n",
		"Host: h\r\nTransfer-Encoding: xchunked\r\n",
		"Host: h\r\nTransfer-Encoding: chunked \r\n",
		"Host: h\r\nTransfer-Encoding:\r\n",
		"Host: h\r\nTransfer-Encoding: \"chunked\"\r\n",
		"Host: h\r\nTransfer-Encoding:\vchunked\r\n",
		"Host: h\r\nTransfer-Encoding : chunked\r\n",
		"Host: h\r\n Transfer-Encoding: chunked\r\n",
		"Host: h\r\nX: y\r\n\tTransfer-Encoding: chunked\r\n",
		"Host: h\r\nX: y\r\n z\r\n",
		"Host: h\r\nContent-Length\t: 3\r\n",
		"Host: h\r\nX: a\rb\r\n",
		"Host: h\r\nX: a\r\rb: c\r\n",
		"Host: h\nX: y\r\n",
		"Host: h\r\nX: y\n",
		"Host: h\r\nX: y\nContent-Length: 3\r\n",
		"Host: h\r\n: empty name\r\n",
		"Host: h\r\nX(y): z\r\n",
		"Host: h\r\nX: \x01\r\n",
		"Host: h\r\nX: \x7f\r\n",
		"Host: h\r\nHost: h\r\n",
		"Host: h\r\nhost: other\r\n",
		"Host: h/../\r\n",
		"Host: a b\r\n",
		"Host:\r\n",
		"X: no host\r\n",
	};
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		char request[512];
		(void)snprintf(request, sizeof(request), "POST /1 HTTP/1.1\r\n%s\r\n%s", heads[i],
			       "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
		const char *got = talk(*state, request);
		if (strncmp(got, "HTTP/1.1 400 ", 13) != 0 || count(got, "HTTP/1.1 ") != 1 ||
		    strstr(got, "Connection: close\r\n") == NULL ||
		    strstr(got, "X-Fixed: fixed\r\n") == NULL)
			fail_msg("head %zu: %s\ngot: %s", i, heads[i], got);
	}
}

static void malformed_request_line_is_refused(void **state)
{
	static const char *const lines[] = {
		"GET  / HTTP/1.1\r\n",      "GET /  HTTP/1.1\r\n",
		"GET /a b HTTP/1.1\r\n",    "GET /\t HTTP/1.1\r\n",
		"G(T / HTTP/1.1\r\n",       "GET / HTTP/1.1\n",
		"GET /\x01 HTTP/1.1\r\n",   "GET http://h/ HTTP/1.1\r\n",
		"OPTIONS * HTTP/1.1\r\n",   "GET /%zz HTTP/1.1\r\n",
		"GET /?a=%zz HTTP/1.1\r\n", "GET /?a=1&a=2 HTTP/1.1\r\n",
		"GET /a/../b HTTP/1.1\r\n",
	};
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		char request[256];
		(void)snprintf(request, sizeof(request), "%sHost: h\r\n" CLOSE "\r\n", lines[i]);
		const char *got = talk(*state, request);
		if (strncmp(got, "HTTP/1.1 400 ", 13) != 0 || count(got, "HTTP/1.1 ") != 1)
			fail_msg("line %zu: %s\ngot: %s", i, lines[i], got);
	}
}

static void nul_in_the_head_is_refused(void **state)
{
	static const char *const start[] = { "GET /a", "GET / HTTP/1.1\r\nHost: h\r\nX: a" };
	static const char *const rest[] = { "b HTTP/1.1\r\nHost: h\r\n\r\n", "b\r\n\r\n" };
	for (size_t i = 0; i < COUNT_OF(start); i++) {
		int fd = dial(*state);
		say(fd, start[i]);
		say_bytes(fd, "", 1);
		say(fd, rest[i]);
		assert_answer(hear_all(*state, fd), 400, "Connection: close\r\n");
	}
}

static void doubtful_request_is_refused_and_the_next_one_read(void **state)
{
	static const char *const heads[] = {
		"GET /a//b HTTP/1.1\r\nHost: h\r\n\r\n",
		"POST /%2e%2e/ HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc",
		"GET / HTTP/1.1\r\nHost: h\r\nCookie: kin=1; kin=2\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: h\r\nCookie: kin=1\r\nCookie: kin=2\r\n\r\n",
		"DELETE / HTTP/1.1\r\nHost: h\r\nOrigin: a\r\nOrigin: b\r\n\r\n",
	};
	struct rig *r = *state;
	int fd = dial(r);
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		say(fd, heads[i]);
		(void)hear(r, fd);
		assert_answer(r->got, 400, "X-Fixed");
	}
	say(fd, "GET /good HTTP/1.1\r\nHost: h\r\n\r\n");
	assert_true(text_starts(hear(r, fd), "GET /good"));
	close(fd);
}

/* These are the library's own: their words may change, that it refuses may not. */
static void library_refuses_what_it_cannot_read(void **state)
{
	static const struct {
		const char *request;
		int status;
	} cases[] = {
		{ "GET /\r\n\r\n", 400 },
		{ "GET / HTTP/x.y\r\n\r\n", 400 },
		{ "GET / HTTP/1.1 \r\n\r\n", 400 },
		{ "GET / HTTP/0.9\r\n\r\n", 505 },
		{ "GET / HTTP/2.0\r\n\r\n", 505 },
		{ "GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: +3\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3, 3\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n",
		  413 },
		{ "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400 },
		{ "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "fffffffffffffffff\r\n",
		  413 },
		{ "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc", 400 },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *got = talk(*state, cases[i].request);
		assert_answer(got, cases[i].status, "Connection: close\r\n");
		assert_null(strstr(got, "X-Fixed"));
	}
	assert_string_equal(talk(*state, "GET\r\n\r\n"), "");
}

static void huge_header_is_refused(void **state)
{
	struct rig *r = *state;
	static const size_t sizes[] = { 9000, 20000, 1000000 };
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		char *value = malloc(sizes[i]);
		assert_non_null(value);
		memset(value, 'v', sizes[i]);
		int fd = dial(r);
		say(fd, "GET / HTTP/1.1\r\nHost: h\r\n" CLOSE "X: ");
		say_bytes(fd, value, sizes[i]);
		say(fd, "\r\n\r\n");
		const char *got = hear_all(r, fd);
		/* Bytes that nobody reads can reset the connection before its answer is read. */
		if (*got != '\0' && strncmp(got, "HTTP/1.1 4", 10) != 0)
			fail_msg("%zu bytes: %.200s", sizes[i], got);
		free(value);
	}
	assert_int_equal(r->answered, 1);
}

static void headers_of_a_few_kilobytes_are_read(void **state)
{
	char request[8000], value[7001];
	memset(value, 'v', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	(void)snprintf(request, sizeof(request),
		       "GET / HTTP/1.1\r\nHost: h\r\nX-Name: %s\r\n" CLOSE "\r\n", value);
	assert_answer(talk(*state, request), 200, value);
}

static void too_many_headers_are_refused(void **state)
{
	struct rig *r = *state;
	int fd = dial(r);
	say(fd, "GET / HTTP/1.1\r\nHost: h\r\n");
	for (int i = 0; i < HTTP_HEADERS_MAX; i++)
		say(fd, "X: y\r\n");
	say(fd, "\r\n");
	assert_answer(hear_all(r, fd), 400, "Connection: close\r\n");
}

static void old_clients_are_answered(void **state)
{
	assert_answer(talk(*state, "GET /old HTTP/1.0\r\n\r\n"), 200, "GET /old");
	assert_answer(
		talk(*state, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400,
		"Connection: close\r\n");
}

static void head_is_answered_without_a_body(void **state)
{
	static const char *const paths[] = { "/long", "/file", "/later" };
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		char request[128];
		(void)snprintf(request, sizeof(request),
			       "HEAD %s HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n", paths[i]);
		const char *got = talk(*state, request);
		assert_answer(got, 200, "Content-Length: ");
		assert_null(strstr(got, "Content-Length: 0"));
		assert_string_equal(strstr(got, "\r\n\r\n"), "\r\n\r\n");
	}
}

static void long_text_is_compressed_for_those_who_ask(void **state)
{
	struct rig *r = *state;
	char text[65536];
	size_t len;
	assert_answer(talk(r, "GET /long HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n"), 200,
		      "line 1999\n");
	assert_answer(r->got, 200, "Vary: Accept-Encoding\r\n");
	size_t plain = strlen(strstr(r->got, "\r\n\r\n") + 4);
	assert_answer(talk(r, "GET /long HTTP/1.1\r\nHost: h\r\nAccept-Encoding: br, gzip\r\n" CLOSE
			      "\r\n"),
		      200, "Content-Encoding: gzip\r\n");
	const char *body = strstr(r->got, "\r\n\r\n") + 4;
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	assert_int_equal(libdeflate_gzip_decompress(d, body, (size_t)(r->got + r->got_len - body),
						    text, sizeof(text), &len),
			 LIBDEFLATE_SUCCESS);
	libdeflate_free_decompressor(d);
	assert_int_equal(len, plain);
	assert_memory_equal(text, "line 0\nline 1\n", 14);
}

static void short_text_is_not_compressed(void **state)
{
	const char *got =
		talk(*state, "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n" CLOSE "\r\n");
	assert_null(strstr(got, "Content-Encoding"));
	assert_non_null(strstr(got, "GET / "));
}

static void answer_that_did_not_fit_is_not_sent(void **state)
{
	const char *got = talk(*state, "GET /endless HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n");
	assert_answer(got, 500, "Content-Length: 0\r\n");
	assert_answer(got, 500, "X-Fixed: fixed\r\n");
	assert_null(strstr(got, "and so on"));
}

static void static_file_is_sent_in_the_form_that_is_asked_for(void **state)
{
	static const char *const cases[][2] = { { "", "raw form" },
						{ "Accept-Encoding: gzip\r\n", "gzip form" },
						{ "Accept-Encoding: gzip, br\r\n", "brotli form" },
						{ "Accept-Encoding: br;q=0, *\r\n", "gzip form" } };
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < COUNT_OF(cases); i++) {
			char request[256];
			struct rig *r = *state;
			int fd = dial(r);
			(void)snprintf(request, sizeof(request),
				       "GET /file HTTP/1.1\r\nHost: h\r\n%s\r\n", cases[i][0]);
			say(fd, request);
			assert_string_equal(hear(r, fd), cases[i][1]);
			assert_answer(r->got, 200, "Vary: Accept-Encoding\r\n");
			assert_answer(r->got, 200, "immutable\r\n");
			assert_answer(r->got, 200, "Content-Type: text/css\r\n");
			close(fd);
		}
	assert_answer(talk(*state, "GET /own-file HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n"), 200,
		      "Cache-Control: no-cache\r\n");
}

/* Reads on until that text has come. */
static void hear_until(struct rig *r, int fd, const char *text)
{
	while (strstr(r->got, text) == NULL)
		hear_more(r, fd, r->got_len + 1);
}

static int dial_stream(struct rig *r, const char *path)
{
	char request[128];
	int fd = dial(r);
	(void)snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: h\r\n\r\n", path);
	say(fd, request);
	r->got_len = 0;
	r->got[0] = '\0';
	hear_until(r, fd, "first\n\n");
	return fd;
}

static void wait_gone(struct rig *r, int n)
{
	while (r->gone < n)
		sched_yield();
}

static void stream_carries_what_is_sent_to_it(void **state)
{
	struct rig *r = *state;
	int fd = dial_stream(r, "/stream");
	assert_answer(r->got, 200, "Content-Type: text/event-stream\r\n");
	assert_answer(r->got, 200, "X-Fixed: fixed\r\n");
	assert_answer(r->got, 200, "Connection: close\r\n");
	assert_answer(r->got, 200, "\r\nDate: ");
	assert_non_null(strstr(r->got, "\r\n\r\nfirst\n\n"));
	for (int i = 0; i < 200; i++) {
		char event[32];
		(void)snprintf(event, sizeof(event), "data: %d\n\n", i);
		send_to_all(r, event);
		hear_until(r, fd, event);
	}
	close_all(r);
	(void)hear_all(r, fd);
	assert_int_equal(r->got_len, 0);
	wait_gone(r, 1);
}

static void stream_may_be_sent_to_before_it_begins(void **state)
{
	struct rig *r = *state;
	int fd = dial_stream(r, "/stream/early");
	hear_until(r, fd, "first\n\nearly\n\n");
	close(fd);
	wait_gone(r, 1);
}

static void stream_may_begin_later(void **state)
{
	struct rig *r = *state;
	int fd = dial_stream(r, "/stream/later");
	hear_until(r, fd, "first\n\nlater");
	close(fd);
	wait_gone(r, 1);
}

static void stream_that_was_closed_still_sends_what_it_has(void **state)
{
	const char *got = talk(*state, "GET /stream/brief HTTP/1.1\r\nHost: h\r\n\r\n");
	assert_answer(got, 200, "\r\n\r\nfirst\n\n");
	wait_gone(*state, 1);
}

static void stream_that_never_begins_is_gone_too(void **state)
{
	struct rig *r = *state;
	const char *got = talk(r, "GET /stream/not HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n");
	assert_answer(got, 200, "Content-Length: 7\r\n");
	wait_gone(r, 1);
	got = talk(r, "HEAD /stream HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n");
	assert_answer(got, 200, "text/event-stream");
	wait_gone(r, 2);
}

static void event_reaches_every_stream(void **state)
{
	struct rig *r = *state;
	int fds[CROWD];
	for (size_t i = 0; i < CROWD; i++)
		fds[i] = dial_stream(r, "/stream");
	for (int round = 0; round < 5; round++) {
		send_to_all(r, "to all\n\n");
		for (size_t i = 0; i < CROWD; i++) {
			r->got_len = 0;
			r->got[0] = '\0';
			hear_until(r, fds[i], "to all\n\n");
		}
	}
	for (size_t i = 0; i < CROWD; i++)
		close(fds[i]);
	wait_gone(r, CROWD);
	assert_int_equal(r->streams_n, 0);
}

static void requests_are_served_beside_streams(void **state)
{
	struct rig *r = *state;
	int streams[8];
	for (size_t i = 0; i < COUNT_OF(streams); i++)
		streams[i] = dial_stream(r, "/stream");
	crowd_is_served(r, "/later", "later");
	for (size_t i = 0; i < COUNT_OF(streams); i++)
		close(streams[i]);
	wait_gone(r, COUNT_OF(streams));
}

static void reader_that_leaves_is_noticed(void **state)
{
	struct rig *r = *state;
	for (int i = 1; i <= 20; i++) {
		int fd = dial_stream(r, "/stream");
		if (i % 2 == 0)
			shutdown(fd, SHUT_WR);
		close(fd);
		wait_gone(r, i);
	}
}

static void reader_that_does_not_read_is_cut_off(void **state)
{
	struct rig *r = *state;
	char event[1025];
	int fd = dial_stream(r, "/stream"), other = dial_stream(r, "/stream");
	memset(event, 'e', sizeof(event) - 1);
	event[sizeof(event) - 1] = '\0';
	while (r->gone < 1) {
		send_to_all(r, event);
		/* The other one reads; it may be cut off only when it does not keep up. */
		r->got_len = 0;
		if (r->gone < 1)
			hear_more(r, other, sizeof(event) - 1);
	}
	(void)hear_all(r, fd);
	send_to_all(r, "end\n\n");
	r->got_len = 0;
	r->got[0] = '\0';
	hear_until(r, other, "end\n\n");
	close(other);
	wait_gone(r, 2);
}

static void event_that_is_too_long_ends_the_stream(void **state)
{
	struct rig *r = *state;
	char event[20001];
	int fd = dial_stream(r, "/stream");
	memset(event, 'e', sizeof(event) - 1);
	event[sizeof(event) - 1] = '\0';
	send_to_all(r, event);
	(void)hear_all(r, fd);
	assert_int_equal(r->got_len, 0);
	wait_gone(r, 1);
}

static void *keep_sending(void *rig)
{
	struct rig *r = rig;
	while (r->gone < CROWD) {
		send_to_all(r, "data: to whom it may concern\n\n");
		sched_yield();
	}
	return NULL;
}

static void streams_come_and_go_while_many_send(void **state)
{
	struct rig *r = *state;
	pthread_t threads[3];
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, keep_sending, r), 0);
	for (int i = 0; i < CROWD; i++)
		close(dial_stream(r, i % 2 == 0 ? "/stream" : "/stream/early"));
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(r->gone, CROWD);
}

static void stop_ends_all_streams(void **state)
{
	struct rig *r = *state;
	int fds[20];
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		fds[i] = dial_stream(r, "/stream");
	http_server_stop(r->server);
	r->server = NULL;
	assert_int_equal(r->gone, COUNT_OF(fds));
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		assert_string_equal(hear_all(r, fds[i]), "");
}

static void stream_put_off_beyond_the_stop_is_gone(void **state)
{
	struct rig *r = *state;
	int fd = dial(r);
	hold(r);
	say(fd, "GET /stream/later HTTP/1.1\r\nHost: h\r\n\r\n");
	wait_put_off(r);
	http_server_stop(r->server);
	r->server = NULL;
	assert_int_equal(r->gone, 1);
	assert_string_equal(hear_all(r, fd), "");
}

static void streams_beyond_the_limit_are_refused(void **state)
{
	struct rig *r = rig_new();
	*state = r;
	r->conf.workers = 1;
	r->conf.connections = 3;
	rig_start(r);
	int fds[3];
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		fds[i] = dial_stream(r, "/stream");
	assert_answer(talk(r, "GET /stream HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n"), 503,
		      "Content-Length: 0\r\n");
	assert_answer(talk(r, "GET /page HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n"), 200, "GET /page");
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		close(fds[i]);
	down(state);
}

static void streams_count_as_connections_of_their_peer(void **state)
{
	struct rig *r = rig_new();
	*state = r;
	r->conf.per_address = 2;
	rig_start(r);
	int stream = dial_stream(r, "/stream"), other = dial_stream(r, "/stream");
	assert_string_equal(talk(r, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"), "");
	close(stream);
	wait_gone(r, 1);
	assert_answer(talk(r, "GET / HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n"), 200, "GET /");
	close(other);
	down(state);
}

static void peer_has_no_more_connections_than_it_may(void **state)
{
	struct rig *r = rig_new();
	*state = r;
	r->conf.per_address = 3;
	rig_start(r);
	int fds[3];
	for (size_t i = 0; i < COUNT_OF(fds); i++) {
		fds[i] = dial(r);
		say(fds[i], "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
		assert_answer((hear(r, fds[i]), r->got), 200, "GET /");
	}
	assert_string_equal(talk(r, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"), "");
	close(fds[0]);
	/* The place is free as soon as the server has seen the end. */
	const char *got;
	do
		got = talk(r, "GET / HTTP/1.1\r\nHost: h\r\n" CLOSE "\r\n");
	while (*got == '\0');
	assert_answer(got, 200, "GET /");
	close(fds[1]);
	close(fds[2]);
	down(state);
}

static void further_connections_wait_for_a_place(void **state)
{
	struct rig *r = rig_new();
	*state = r;
	r->conf.workers = 1;
	r->conf.connections = 2;
	rig_start(r);
	int fds[3];
	for (size_t i = 0; i < COUNT_OF(fds); i++) {
		fds[i] = dial(r);
		say(fds[i], "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
	}
	for (size_t i = 0; i < 2; i++)
		assert_true(text_starts(hear(r, fds[i]), "GET /"));
	struct pollfd third = { .fd = fds[2], .events = POLLIN };
	assert_int_equal(poll(&third, 1, 0), 0);
	close(fds[0]);
	assert_true(text_starts(hear(r, fds[2]), "GET /"));
	close(fds[1]);
	close(fds[2]);
	down(state);
}

static void silent_connection_is_closed(void **state)
{
	struct rig *r = rig_new();
	*state = r;
	r->conf.idle_s = 1;
	rig_start(r);
	int silent = dial(r), slow = dial(r), used = dial(r);
	say(slow, "GET / HTTP/1.1\r\nHost:");
	say(used, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
	assert_true(text_starts(hear(r, used), "GET /"));
	assert_string_equal(hear_all(r, silent), "");
	assert_string_equal(hear_all(r, slow), "");
	assert_string_equal(hear_all(r, used), "");
	down(state);
}

static void waiting_request_is_not_cut_off(void **state)
{
	struct rig *r = rig_new();
	*state = r;
	r->conf.idle_s = 1;
	hold(r);
	rig_start(r);
	int fd = dial(r), silent = dial(r);
	say(fd, "GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
	assert_string_equal(hear_all(r, silent), "");
	pthread_mutex_lock(&r->lock);
	r->held = false;
	pthread_cond_broadcast(&r->more);
	pthread_mutex_unlock(&r->lock);
	assert_string_equal(hear(r, fd), "later");
	close(fd);
	down(state);
}

static void address_is_checked(void **state)
{
	static const char *const bad[] = {
		"",           "8080",          ":8080",           "127.0.0.1",
		"127.0.0.1:", "127.0.0.1:x",   "127.0.0.1:65536", "localhost:80",
		"[::1]",      "::1:80",        "[::1:80",         "127.0.0.1:-1",
		"1.2.3:80",   "127.0.0.1: 80", "192.0.2.1:0"
	};
	struct rig *r = rig_new();
	*state = r;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		r->conf.listen = bad[i];
		assert_int_equal(http_server_start(&r->conf, &r->server), RC_INVALID);
		assert_null(r->server);
	}
	down(state);
}

static void taken_port_is_busy(void **state)
{
	struct rig *r = *state;
	struct http_server_conf conf = r->conf;
	struct http_server *other = NULL;
	conf.listen = http_server_address(r->server);
	assert_int_equal(http_server_start(&conf, &other), RC_BUSY);
	assert_null(other);
}

static void every_worker_starts_and_ends_once(void **state)
{
	struct rig *r = *state;
	http_server_stop(r->server);
	r->server = NULL;
	assert_int_equal(r->started, 2);
	assert_int_equal(r->ended, 2);
}

static void stop_finishes_what_is_under_way(void **state)
{
	struct rig *r = *state;
	int waiting = dial(r), idle = dial(r);
	hold(r);
	say(idle, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
	assert_true(text_starts(hear(r, idle), "GET /"));
	say(waiting, "GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
	wait_put_off(r);
	rig_end_thread(r); /* it answers before it ends */
	http_server_stop(r->server);
	r->server = NULL;
	assert_answer(hear_all(r, waiting), 200, "\r\n\r\nlater");
	assert_string_equal(hear_all(r, idle), "");
	assert_int_equal(pthread_create(&r->thread, NULL, answer_later, r), 0);
}

/* Costs the 5 s that the server waits. */
static void answer_after_the_stop_is_dropped(void **state)
{
	struct rig *r = *state;
	int fd = dial(r);
	hold(r);
	say(fd, "GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
	wait_put_off(r);
	http_server_stop(r->server);
	r->server = NULL;
	assert_string_equal(hear_all(r, fd), "");
}

struct load {
	const struct rig *rig;
	atomic_bool *over;
	unsigned long answers;
};

/* Asks without a break until the server is gone. */
static void *press(void *load)
{
	static const char request[] =
		"GET /later HTTP/1.1\r\nHost: h\r\n\r\n"
		"GET /long HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n";
	struct load *l = load;
	char bytes[16384];
	while (!*l->over) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		struct timeval patience = { .tv_sec = PATIENCE_S };
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
		bool open = connect(fd, (const struct sockaddr *)&l->rig->address,
				    sizeof(l->rig->address)) == 0;
		while (open && !*l->over) {
			say(fd, request);
			open = recv(fd, bytes, sizeof(bytes), 0) > 0;
			l->answers += open;
		}
		close(fd);
	}
	return NULL;
}

static void stop_under_load_ends(void **state)
{
	struct rig *r = *state;
	atomic_bool over = false;
	struct load loads[8];
	pthread_t threads[COUNT_OF(loads)];
	for (size_t i = 0; i < COUNT_OF(loads); i++) {
		loads[i] = (struct load){ r, &over, 0 };
		assert_int_equal(pthread_create(&threads[i], NULL, press, &loads[i]), 0);
	}
	while (r->answered < 1000)
		sched_yield();
	http_server_stop(r->server);
	r->server = NULL;
	over = true;
	for (size_t i = 0; i < COUNT_OF(loads); i++) {
		pthread_join(threads[i], NULL);
		assert_true(loads[i].answers > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define CLAIM(f) cmocka_unit_test_setup_teardown(f, up, down)
#define CLAIM_ALONE(f) cmocka_unit_test_setup_teardown(f, up_alone, down)
		CLAIM(request_reaches_its_reader_whole),
		CLAIM(every_answer_has_the_fixed_headers),
		CLAIM(own_header_replaces_a_fixed_one),
		CLAIM(connection_is_kept_for_further_requests),
		CLAIM(pipelined_requests_are_answered_in_order),
		CLAIM(request_may_come_a_byte_at_a_time),
		CLAIM(answer_may_come_from_another_thread),
		CLAIM(two_hundred_connections_are_served_together),
		CLAIM_ALONE(two_hundred_connections_are_served_together),
		CLAIM(two_hundred_connections_can_wait_together),
		CLAIM(body_of_any_size_within_the_limit_is_read),
		CLAIM(body_that_is_too_large_is_answered_after_it_was_read),
		CLAIM(body_where_none_is_allowed_is_too_large),
		CLAIM(absurd_body_is_answered_without_reading_it),
		CLAIM(body_that_waits_for_leave_is_refused_at_once),
		CLAIM(chunked_body_is_read_and_the_connection_closed),
		CLAIM(chunked_body_that_is_too_large_is_refused),
		CLAIM(ambiguous_framing_is_refused_and_the_connection_closed),
		CLAIM(malformed_request_line_is_refused),
		CLAIM(nul_in_the_head_is_refused),
		CLAIM(doubtful_request_is_refused_and_the_next_one_read),
		CLAIM(library_refuses_what_it_cannot_read),
		CLAIM(huge_header_is_refused),
		CLAIM(headers_of_a_few_kilobytes_are_read),
		CLAIM(too_many_headers_are_refused),
		CLAIM(old_clients_are_answered),
		CLAIM(head_is_answered_without_a_body),
		CLAIM(long_text_is_compressed_for_those_who_ask),
		CLAIM(short_text_is_not_compressed),
		CLAIM(answer_that_did_not_fit_is_not_sent),
		CLAIM(static_file_is_sent_in_the_form_that_is_asked_for),
		CLAIM(stream_carries_what_is_sent_to_it),
		CLAIM(stream_may_be_sent_to_before_it_begins),
		CLAIM(stream_may_begin_later),
		CLAIM(stream_that_was_closed_still_sends_what_it_has),
		CLAIM(stream_that_never_begins_is_gone_too),
		CLAIM(event_reaches_every_stream),
		CLAIM(requests_are_served_beside_streams),
		CLAIM(reader_that_leaves_is_noticed),
		CLAIM(reader_that_does_not_read_is_cut_off),
		CLAIM(event_that_is_too_long_ends_the_stream),
		CLAIM(streams_come_and_go_while_many_send),
		CLAIM(stop_ends_all_streams),
		CLAIM(stream_put_off_beyond_the_stop_is_gone),
		cmocka_unit_test(streams_beyond_the_limit_are_refused),
		cmocka_unit_test(streams_count_as_connections_of_their_peer),
		cmocka_unit_test(peer_has_no_more_connections_than_it_may),
		cmocka_unit_test(further_connections_wait_for_a_place),
		cmocka_unit_test(silent_connection_is_closed),
		cmocka_unit_test(waiting_request_is_not_cut_off),
		cmocka_unit_test(address_is_checked),
		CLAIM(taken_port_is_busy),
		CLAIM(every_worker_starts_and_ends_once),
		CLAIM(stop_finishes_what_is_under_way),
		CLAIM(answer_after_the_stop_is_dropped),
		CLAIM(stop_under_load_ends),
	};
	log_set_level(LOG_ERROR + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
