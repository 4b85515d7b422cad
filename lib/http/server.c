/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Each worker is a thread that drives one libmicrohttpd daemon of its own.
 * All of a connection's life happens on its worker; other threads only hand
 * back finished exchanges (http_done), through a list and an eventfd.
 *
 * What libmicrohttpd 0.9.75 decides before it asks us (measured; see
 * tests/lib/http/test_server.c). These answers carry none of our headers:
 *
 *   a request line without a version, or one that is not HTTP/d.d   400
 *   HTTP/0.x, HTTP/2 and later in the request line                  505
 *   a header line without a colon                                   400
 *   a Content-Length that is no number                              400 (1)
 *   a Content-Length beyond 64 bits                                 413 (1)
 *   a chunk size that is no number; beyond 64 bits                  400; 413
 *   request line and headers beyond the connection's memory (2)     414, 431
 *   headers so long that those of the answer do not fit beside      closes
 *   a request line of one word                                      closes
 *
 *   (1) It sends the head of this answer twice, a bug; then it closes.
 *   (2) 16 KB, of which each header, cookie and query argument takes its
 *       bytes and 64 more, and the Cookie header its bytes twice.
 *
 * What it would let pass, and we refuse, is in head.c. It also takes a bare
 * LF inside chunked bodies, which we cannot see; therefore a connection is
 * closed after the answer to a chunked request, so that no two readers can
 * disagree about where the next request starts.
 */
#include "lib/http/server.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <microhttpd.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/http/head.h"
#include "lib/http/listen.h"
#include "lib/http/out.h"
#include "lib/http/stream.h"

enum {
	/*
	 * libmicrohttpd keeps request line, headers, its lists of them and the
	 * head of the answer in this much memory per connection. 16 KB is room
	 * for 8 KB of headers beside 4 KB of our own; it is also what an idle
	 * connection costs, since the library touches all of it.
	 */
	CONNECTION_MEMORY = 16 * 1024,
	BODY_FIRST = 16 * 1024,
	DISCARD_MAX = 64 * 1024 * 1024, /* read beyond the limit, to answer in peace */
	SLOWEST = 1024,                 /* bytes a second, below which a peer is cut off */
	COMPRESS_LEVEL = 1,
	SPARE_CALLS = 64, /* kept by each worker for the next requests */
	DRAINS = 16,
	STOP_PATIENCE_S = 5,
};

/* Where an exchange is between its worker and the one who answers. */
enum call_state {
	CALL_ASKED,   /* answer() runs, or has not been called yet */
	CALL_WAITING, /* answer() returned, the connection sleeps */
	CALL_DONE,    /* http_done() was called */
	CALL_DROPPED, /* the server stopped first; http_done() frees it */
};

/* One request and its answer. */
struct call {
	struct http_exchange x; /* first, so that an exchange is its call */
	_Atomic enum call_state state;
	struct worker *worker;
	struct conn *conn;
	struct call *next; /* finished, or spare */
	struct http_stream *_Atomic stream;
	char *body;
	size_t body_room, body_limit, body_expected, discarded;
	bool asked, suspended;
	bool now;   /* cannot wait for the body */
	bool close; /* the connection, after the answer */
	char peer[INET6_ADDRSTRLEN];
};

struct conn {
	struct worker *worker;
	struct MHD_Connection *mhd;
	struct conn *before, *after;
	struct call *call;       /* the request under way, or NULL */
	struct visitor *visitor; /* NULL where addresses are not counted */
	time_t deadline;         /* cut off then; 0 while it waits for us */
	char *target;            /* of the request line, as sent */
	size_t target_room;
	const char *target_at; /* where the library has it */
	char peer[INET6_ADDRSTRLEN];
};

/* The answer for a static file, once per worker and form. */
struct ready_file {
	const struct http_file *file;
	const void *form;
	struct MHD_Response *response;
};

struct worker {
	struct http_server *server;
	unsigned number;
	pthread_t thread;
	struct MHD_Daemon *daemon;
	struct stream_hub *streams;
	int mhd_fd, wake_fd;
	time_t now, swept;
	struct conn *conns;
	struct call *spare;
	unsigned spares;
	struct visitor *arriving; /* counted, its connection not yet begun */
	struct libdeflate_compressor *compressor;
	struct ready_file *files;
	size_t files_n;
	pthread_mutex_t lock; /* guards `finished` */
	struct call *finished;
};

struct http_server {
	struct http_server_conf conf;
	struct listen_address address;
	struct visitors *visitors;
	unsigned share; /* of the connections, for each worker */
	atomic_bool stopping;
	unsigned running;
	struct worker workers[];
};

static enum rc server_init(struct http_server *s);
static enum rc server_run(struct http_server *s);
static enum rc worker_init(struct worker *w, struct http_server *s, unsigned number);
static void worker_free(struct worker *w);
static void *worker_run(void *worker);
static void wake(struct worker *w);
static void server_free(struct http_server *s);
static void call_free(struct call *c);

enum rc http_server_start(const struct http_server_conf *conf, struct http_server **ret)
{
	assert(conf->workers >= 1 && conf->workers <= 64);
	struct http_server *s = calloc(1, sizeof(*s) + conf->workers * sizeof(s->workers[0]));
	if (s == NULL)
		return RC_BUSY;
	s->conf = *conf;
	enum rc rc = server_init(s);
	if (rc == RC_OK)
		rc = server_run(s);
	if (rc != RC_OK)
		http_server_stop(s);
	else
		*ret = s;
	return rc;
}

const char *http_server_address(const struct http_server *s)
{
	return s->address.text;
}

void http_server_stop(struct http_server *s)
{
	atomic_store(&s->stopping, true);
	for (unsigned i = 0; i < s->running; i++)
		wake(&s->workers[i]);
	for (unsigned i = 0; i < s->running; i++)
		pthread_join(s->workers[i].thread, NULL);
	server_free(s);
}

void http_done(struct http_exchange *x)
{
	struct call *c = (struct call *)x;
	struct worker *w = c->worker;
	enum call_state before = atomic_exchange(&c->state, CALL_DONE);
	assert(before != CALL_DONE);
	if (before == CALL_DROPPED)
		call_free(c);
	if (before != CALL_WAITING)
		return;
	pthread_mutex_lock(&w->lock);
	bool first = w->finished == NULL;
	c->next = w->finished;
	w->finished = c;
	/* Under the lock: the worker may be gone as soon as it has the list. */
	if (first)
		wake(w);
	pthread_mutex_unlock(&w->lock);
}

struct http_stream *http_stream_of(struct http_exchange *x)
{
	struct call *c = (struct call *)x;
	struct http_stream *s = atomic_load(&c->stream);
	if (s == NULL && atomic_load(&c->state) != CALL_DROPPED) {
		s = stream_new(c->worker->streams);
		atomic_store(&c->stream, s);
	}
	return s;
}

static enum rc server_init(struct http_server *s)
{
	assert(out_count(s->conf.headers) <= OUT_FIXED_MAX);
	s->share = s->conf.connections / s->conf.workers;
	if (s->share == 0)
		s->share = 1;
	s->visitors = visitors_new();
	if (s->visitors == NULL)
		return RC_BUSY;
	TRY(listen_find(s->conf.listen, &s->address));
	for (unsigned i = 0; i < s->conf.workers; i++)
		TRY(worker_init(&s->workers[i], s, i));
	return RC_OK;
}

static enum rc server_run(struct http_server *s)
{
	/* Signals belong to the thread that started us. */
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (; s->running < s->conf.workers; s->running++) {
		struct worker *w = &s->workers[s->running];
		if (pthread_create(&w->thread, NULL, worker_run, w) != 0)
			break;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return s->running == s->conf.workers ? RC_OK : RC_BUSY;
}

static void wake(struct worker *w)
{
	static const uint64_t one = 1;
	/* Fails only where the counter is full, and then the loop is awake. */
	ssize_t written = write(w->wake_fd, &one, sizeof(one));
	(void)written;
}

static void server_free(struct http_server *s)
{
	for (unsigned i = 0; i < s->conf.workers; i++)
		if (s->workers[i].server != NULL)
			worker_free(&s->workers[i]);
	visitors_free(s->visitors);
	free(s);
}

static enum MHD_Result may_connect(void *worker, const struct sockaddr *address, socklen_t len);
static void on_connection(void *worker, struct MHD_Connection *mhd, void **ret_conn,
			  enum MHD_ConnectionNotificationCode what);
static void *on_target(void *worker, const char *target, struct MHD_Connection *mhd);
static void on_stream_end(void *worker, struct http_stream *stream, void *visitor);
static enum MHD_Result on_request(void *worker, struct MHD_Connection *mhd, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_len, void **unused);
static void on_completed(void *worker, struct MHD_Connection *mhd, void **unused,
			 enum MHD_RequestTerminationCode how);

/* Escapes are undone by http_parse_path(), which refuses what is malformed. */
static size_t keep_escapes(void *worker, struct MHD_Connection *mhd, char *text)
{
	(void)worker;
	(void)mhd;
	return strlen(text);
}

/*
 * MHD_USE_TURBO reads a new connection at once instead of polling it first,
 * and closes sockets without shutting them down, on which streams rely (they
 * go on with a duplicate of the socket). Without the library's own timeouts,
 * which a byte a minute would satisfy; see cut_off_slow_peers().
 */
static struct MHD_Daemon *start_daemon(struct worker *w, int listen_fd)
{
	return MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_TURBO | MHD_ALLOW_SUSPEND_RESUME, 0,
				may_connect, w, on_request, w, MHD_OPTION_LISTEN_SOCKET, listen_fd,
				MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
				MHD_OPTION_CONNECTION_LIMIT, w->server->share,
				MHD_OPTION_CONNECTION_TIMEOUT, 0U, MHD_OPTION_NOTIFY_CONNECTION,
				on_connection, w, MHD_OPTION_URI_LOG_CALLBACK, on_target, w,
				MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, w,
				MHD_OPTION_NOTIFY_COMPLETED, on_completed, w, MHD_OPTION_END);
}

static enum rc worker_init(struct worker *w, struct http_server *s, unsigned number)
{
	int listen_fd;
	w->server = s;
	w->number = number;
	pthread_mutex_init(&w->lock, NULL);
	w->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (w->wake_fd < 0)
		return RC_BROKEN;
	TRY(stream_hub_open(w->wake_fd, on_stream_end, w, &w->streams));
	TRY(listen_open(&s->address, &listen_fd));
	w->daemon = start_daemon(w, listen_fd);
	if (w->daemon == NULL)
		return RC_BROKEN;
	w->mhd_fd = MHD_get_daemon_info(w->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	return RC_OK;
}

static void worker_free(struct worker *w)
{
	if (w->daemon != NULL)
		MHD_stop_daemon(w->daemon);
	stream_hub_free(w->streams);
	for (size_t i = 0; i < w->files_n; i++)
		MHD_destroy_response(w->files[i].response);
	free(w->files);
	while (w->spare != NULL) {
		struct call *c = w->spare;
		w->spare = c->next;
		call_free(c);
	}
	libdeflate_free_compressor(w->compressor);
	if (w->wake_fd >= 0)
		close(w->wake_fd);
	pthread_mutex_destroy(&w->lock);
}

static void resume_finished(struct worker *w);
static void cut_off_slow_peers(struct worker *w);
static void worker_stop(struct worker *w);

/* Seconds since some start; what a time limit is measured with. */
static time_t seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return now.tv_sec;
}

/* Sleeps until something can be done, at most a second. */
static void worker_wait(struct worker *w)
{
	struct pollfd fds[] = { { .fd = w->mhd_fd, .events = POLLIN },
				{ .fd = w->wake_fd, .events = POLLIN },
				{ .fd = stream_hub_fd(w->streams), .events = POLLIN } };
	unsigned long long ms;
	bool pending = MHD_get_timeout(w->daemon, &ms) == MHD_YES && ms == 0;
	uint64_t wakes;
	if (poll(fds, COUNT_OF(fds), pending ? 0 : 1000) > 0 && fds[1].revents != 0)
		while (read(w->wake_fd, &wakes, sizeof(wakes)) < 0 && errno == EINTR)
			continue;
	w->now = seconds();
}

static void worker_step(struct worker *w)
{
	worker_wait(w);
	resume_finished(w);
	stream_hub_run(w->streams, w->now);
	MHD_run(w->daemon);
	if (w->now != w->swept) {
		w->swept = w->now;
		cut_off_slow_peers(w);
	}
}

static void *worker_run(void *worker)
{
	struct worker *w = worker;
	const struct http_server_conf *conf = &w->server->conf;
	w->now = seconds();
	if (conf->worker_start != NULL)
		conf->worker_start(conf->ctx, w->number);
	while (!atomic_load(&w->server->stopping))
		worker_step(w);
	worker_stop(w);
	if (conf->worker_end != NULL)
		conf->worker_end(conf->ctx, w->number);
	return NULL;
}

static void resume_finished(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	struct call *c = w->finished;
	w->finished = NULL;
	pthread_mutex_unlock(&w->lock);
	for (struct call *next; c != NULL; c = next) {
		next = c->next;
		c->suspended = false;
		MHD_resume_connection(c->conn->mhd);
	}
}

static int conn_fd(const struct conn *k)
{
	return MHD_get_connection_info(k->mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

/*
 * A peer has idle_s for a request line and headers, and then as long as its
 * body and our answer take at SLOWEST: a time per byte would be met by a byte
 * a minute.
 */
static void cut_off_slow_peers(struct worker *w)
{
	for (struct conn *k = w->conns; k != NULL; k = k->after) {
		if (k->deadline == 0 || w->now <= k->deadline)
			continue;
		shutdown(conn_fd(k), SHUT_RDWR);
	}
}

static void allow_time(struct conn *k, size_t bytes)
{
	k->deadline = k->worker->now + (time_t)(k->worker->server->conf.idle_s + bytes / SLOWEST);
}

static enum MHD_Result may_connect(void *worker, const struct sockaddr *address, socklen_t len)
{
	struct worker *w = worker;
	struct http_server *s = w->server;
	(void)len;
	/* The connection before this one may have failed for want of memory. */
	visitors_leave(s->visitors, w->arriving);
	w->arriving = NULL;
	if (s->conf.per_address == 0)
		return MHD_YES;
	w->arriving = visitors_enter(s->visitors, address, s->conf.per_address);
	return w->arriving != NULL ? MHD_YES : MHD_NO;
}

static void on_stream_end(void *worker, struct http_stream *stream, void *visitor)
{
	struct http_server *s = ((struct worker *)worker)->server;
	visitors_leave(s->visitors, visitor);
	if (s->conf.stream_gone != NULL)
		s->conf.stream_gone(s->conf.ctx, stream);
}

static struct conn *conn_open(struct worker *w, struct MHD_Connection *mhd)
{
	struct conn *k = calloc(1, sizeof(*k));
	if (k == NULL)
		return NULL;
	k->worker = w;
	k->mhd = mhd;
	k->visitor = w->arriving;
	w->arriving = NULL;
	k->after = w->conns;
	if (k->after != NULL)
		k->after->before = k;
	w->conns = k;
	listen_show_peer(
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr,
		k->peer);
	allow_time(k, 0);
	return k;
}

static void conn_release_call(struct conn *k);

static void conn_close(struct conn *k)
{
	conn_release_call(k);
	if (k->before != NULL)
		k->before->after = k->after;
	else
		k->worker->conns = k->after;
	if (k->after != NULL)
		k->after->before = k->before;
	visitors_leave(k->worker->server->visitors, k->visitor);
	free(k->target);
	free(k);
}

static void on_connection(void *worker, struct MHD_Connection *mhd, void **ret_conn,
			  enum MHD_ConnectionNotificationCode what)
{
	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		*ret_conn = conn_open(worker, mhd);
	else if (*ret_conn != NULL)
		conn_close(*ret_conn);
}

static struct conn *conn_of(struct MHD_Connection *mhd)
{
	return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static struct call *call_new(struct worker *w)
{
	struct call *c = w->spare;
	if (c != NULL) {
		w->spare = c->next;
		w->spares--;
		return c;
	}
	struct arena *arena = arena_new(w->server->conf.arena_max);
	c = arena != NULL ? malloc(sizeof(*c)) : NULL;
	if (c == NULL) {
		arena_free(arena);
		return NULL;
	}
	c->x.arena = arena;
	return c;
}

static void call_free(struct call *c)
{
	arena_free(c->x.arena);
	free(c);
}

static struct call *call_begin(struct conn *k)
{
	struct worker *w = k->worker;
	struct call *c = call_new(w);
	if (c == NULL)
		return NULL;
	struct arena *arena = c->x.arena;
	memset(c, 0, sizeof(*c));
	c->x.arena = arena;
	c->x.worker = w->number;
	c->x.req.peer = memcpy(c->peer, k->peer, sizeof(c->peer));
	c->x.req.path = "/";
	c->x.res.body = buf_new(arena, HTTP_BODY_MAX);
	c->worker = w;
	c->conn = k;
	k->call = c;
	return c;
}

/* The answer is out, or nobody is left to read it. */
static void conn_release_call(struct conn *k)
{
	struct call *c = k->call;
	struct worker *w = k->worker;
	k->call = NULL;
	if (c == NULL)
		return;
	if (atomic_load(&c->stream) != NULL)
		stream_cancel(atomic_load(&c->stream));
	if (w->spares == SPARE_CALLS) {
		call_free(c);
		return;
	}
	arena_reset(c->x.arena);
	c->next = w->spare;
	w->spare = c;
	w->spares++;
}

/* Keeps the target before the library takes it apart in place. */
static void *on_target(void *worker, const char *target, struct MHD_Connection *mhd)
{
	struct conn *k = conn_of(mhd);
	size_t room = strlen(target) + 1;
	(void)worker;
	if (k == NULL)
		return NULL;
	if (room > k->target_room) {
		free(k->target);
		k->target = malloc(room);
		k->target_room = k->target != NULL ? room : 0;
	}
	k->target_at = target;
	if (k->target != NULL)
		memcpy(k->target, target, room);
	return NULL;
}

static bool read_head(struct call *c, const char *method, const char *version);
static bool take_body(struct call *c, const char *bytes, size_t len);
static enum MHD_Result ask(struct call *c);
static enum MHD_Result respond(struct call *c);

/*
 * Called with the headers, with each piece of the body, and at the end. An
 * answer to the first call closes the connection behind it.
 */
static enum MHD_Result on_request(void *worker, struct MHD_Connection *mhd, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_len, void **unused)
{
	struct worker *w = worker;
	struct conn *k = conn_of(mhd);
	(void)url;
	(void)unused;
	if (k == NULL || k->target == NULL)
		return MHD_NO;
	struct call *c = k->call;
	if (c == NULL) {
		c = atomic_load(&w->server->stopping) ? NULL : call_begin(k);
		if (c == NULL || !read_head(c, method, version))
			return MHD_NO;
		return c->now ? ask(c) : MHD_YES;
	}
	if (*upload_len > 0) {
		bool taken = take_body(c, upload, *upload_len);
		*upload_len = 0;
		return taken ? MHD_YES : MHD_NO;
	}
	return c->asked ? respond(c) : ask(c);
}

/*
 * Where an answer came before the end of the request, what is left of that is
 * read: closing a socket with bytes unread resets the connection, and the
 * answer could be lost.
 */
static void drain(const struct conn *k)
{
	char bytes[16384];
	int fd = conn_fd(k);
	shutdown(fd, SHUT_WR);
	for (int i = 0; i < DRAINS && recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT) > 0; i++)
		continue;
}

static void on_completed(void *worker, struct MHD_Connection *mhd, void **unused,
			 enum MHD_RequestTerminationCode how)
{
	struct conn *k = conn_of(mhd);
	(void)worker;
	(void)unused;
	if (k == NULL)
		return;
	bool answered = how == MHD_REQUEST_TERMINATED_COMPLETED_OK;
	if (k->call != NULL ? answered && k->call->now : !answered)
		drain(k);
	conn_release_call(k);
	allow_time(k, 0);
}

static enum MHD_Result take_header(void *head, enum MHD_ValueKind kind, const char *name,
				   size_t name_len, const char *value, size_t value_len)
{
	(void)kind;
	return head_add(head, name, name_len, value, value_len) ? MHD_YES : MHD_NO;
}

/* Whether the body can come, and what becomes of the connection if not. */
static void expect_body(struct call *c, const struct head *h)
{
	const struct http_server_conf *conf = &c->worker->server->conf;
	struct http_req *req = &c->x.req;
	/* Ambiguous: the body cannot be told from what follows. Chunked: see the top. */
	c->now = h->close;
	c->close = h->close || h->chunked;
	if (h->length == 0 && !h->chunked)
		return;
	if (req->wrong == NULL)
		c->body_limit = conf->body_limit(conf->ctx, req->method, req->path);
	c->body_expected = h->chunked ? c->body_limit : (size_t)h->length;
	req->too_large = c->body_expected > c->body_limit;
	bool absurd = c->body_expected - c->body_limit > DISCARD_MAX;
	if (req->too_large && (absurd || http_header(req, "Expect") != NULL))
		c->now = c->close = true;
	allow_time(c->conn, c->body_expected);
}

/* False where the arena is too small for it. */
static bool read_head(struct call *c, const char *method, const char *version)
{
	struct conn *k = c->conn;
	struct head h;
	size_t size = MHD_get_connection_info(k->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
			      ->header_size;
	if (setjmp(*arena_guard(c->x.arena)) != 0)
		return false;
	head_begin(&h, method, k->target_at, k->target, version);
	MHD_get_connection_values_n(k->mhd, MHD_HEADER_KIND, take_header, &h);
	head_end(&h, size, k->target, c->x.arena, &c->x.req);
	arena_unguard(c->x.arena);
	expect_body(c, &h);
	return true;
}

/* As arena_get(), but NULL where the arena is full. */
static void *try_get(struct arena *a, size_t size)
{
	if (setjmp(*arena_guard(a)) != 0) {
		arena_unguard(a);
		return NULL;
	}
	void *at = arena_get(a, size);
	arena_unguard(a);
	return at;
}

/* Grows with what came, not with what was announced, to four times the size. */
static bool body_has_room(struct call *c, size_t len)
{
	size_t need = c->x.req.body_len + len + 1, room = c->body_room * 4;
	if (need <= c->body_room)
		return true;
	if (room < BODY_FIRST)
		room = BODY_FIRST;
	if (room > c->body_expected + 1)
		room = c->body_expected + 1;
	if (room < need)
		room = need;
	char *body = try_get(c->x.arena, room);
	if (body == NULL)
		return false;
	if (c->body != NULL)
		memcpy(body, c->body, c->x.req.body_len);
	c->x.req.body = c->body = body;
	c->body_room = room;
	return true;
}

/* False where the connection should be closed rather than read on. */
static bool take_body(struct call *c, const char *bytes, size_t len)
{
	struct http_req *req = &c->x.req;
	if (!req->too_large && len <= c->body_limit - req->body_len && body_has_room(c, len)) {
		memcpy(c->body + req->body_len, bytes, len);
		req->body_len += len;
		return true;
	}
	req->too_large = true;
	req->body = NULL;
	req->body_len = 0;
	c->discarded += len;
	return c->discarded <= c->body_limit + DISCARD_MAX;
}

/* Has the request answered, now or while the connection sleeps. */
static enum MHD_Result ask(struct call *c)
{
	const struct http_server_conf *conf = &c->worker->server->conf;
	enum call_state state = CALL_ASKED;
	c->asked = true;
	c->conn->deadline = 0;
	conf->answer(conf->ctx, &c->x);
	if (!atomic_compare_exchange_strong(&c->state, &state, CALL_WAITING))
		return respond(c);
	c->suspended = true;
	MHD_suspend_connection(c->conn->mhd);
	return MHD_YES;
}

static void *without_const(const void *at)
{
	void *same;
	memcpy(&same, &at, sizeof(same));
	return same;
}

/* The answer for the library; NULL without memory. */
static struct MHD_Response *response_new(const struct call *c, const struct out_body *body)
{
	struct out_headers out;
	struct MHD_Response *r = MHD_create_response_from_buffer(
		body->len, without_const(body->bytes), MHD_RESPMEM_PERSISTENT);
	bool ok = r != NULL;
	out_headers(&out, &c->x.res, body, c->close, c->worker->server->conf.headers);
	for (size_t i = 0; i < out.n && ok; i++)
		ok = MHD_add_response_header(r, out.at[i].name, out.at[i].value) == MHD_YES;
	if (!ok && r != NULL)
		MHD_destroy_response(r);
	return ok ? r : NULL;
}

/* Leaves it as it is where it would not get smaller by an eighth, or memory is short. */
static void compress(struct call *c, struct out_body *body)
{
	struct worker *w = c->worker;
	size_t room = body->len - body->len / 8, packed = 0;
	if (w->compressor == NULL)
		w->compressor = libdeflate_alloc_compressor(COMPRESS_LEVEL);
	char *to = w->compressor != NULL ? try_get(c->x.arena, room) : NULL;
	if (to != NULL)
		packed = libdeflate_gzip_compress(w->compressor, body->bytes, body->len, to, room);
	if (packed > 0)
		*body = (struct out_body){ "gzip", to, packed };
}

/* Shared by all answers that send this form of the file and say nothing else. */
static struct MHD_Response *shared_response(struct call *c, const struct out_body *form)
{
	struct worker *w = c->worker;
	const struct http_file *file = c->x.res.file;
	for (size_t i = 0; i < w->files_n; i++)
		if (w->files[i].file == file && w->files[i].form == form->bytes)
			return w->files[i].response;
	struct ready_file *files = realloc(w->files, (w->files_n + 1) * sizeof(w->files[0]));
	if (files == NULL)
		return NULL;
	w->files = files;
	struct MHD_Response *r = response_new(c, form);
	if (r != NULL)
		w->files[w->files_n++] = (struct ready_file){ file, form->bytes, r };
	return r;
}

static bool stream_head(struct call *c, struct buf *to)
{
	if (setjmp(*arena_guard(c->x.arena)) != 0) {
		arena_unguard(c->x.arena);
		return false;
	}
	out_stream_head(to, &c->x.res, c->worker->server->conf.headers);
	arena_unguard(c->x.arena);
	return !buf_is_full(to);
}

/* An answer of nothing but a status. */
static void say_only(struct http_res *res, int status)
{
	res->status = status;
	res->type = NULL;
	res->extras = 0;
	res->file = NULL;
	res->body = buf_new(res->body.arena, 0);
}

/*
 * Takes the connection away from the library, which then closes its own copy
 * of the socket. False where the request is to be answered in the usual way.
 */
static bool begin_stream(struct call *c)
{
	struct worker *w = c->worker;
	struct buf head = buf_new(c->x.arena, HTTP_BODY_MAX);
	if (text_is(c->x.req.method, "HEAD"))
		return false;
	if (atomic_load(&w->server->stopping) || stream_hub_count(w->streams) >= w->server->share) {
		say_only(&c->x.res, 503);
		return false;
	}
	struct http_stream *s = http_stream_of(&c->x);
	if (s == NULL || !stream_head(c, &head))
		return true;
	int fd = fcntl(conn_fd(c->conn), F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		return true;
	struct visitor *visitor = c->conn->visitor;
	c->conn->visitor = NULL;
	atomic_store(&c->stream, NULL);
	stream_open(s, fd, head.at, head.len, visitor);
	return true;
}

static enum MHD_Result respond(struct call *c)
{
	struct http_res *res = &c->x.res;
	const char *accept = http_header(&c->x.req, "Accept-Encoding");
	if (atomic_load(&c->state) != CALL_DONE)
		return MHD_NO;
	assert(res->status >= 200 && res->status <= 599);
	c->close |= atomic_load(&c->worker->server->stopping);
	if (buf_is_full(&res->body)) {
		/* Half an answer must not look like a whole one. */
		log_line(LOG_ERROR, "answer.full", "max=%zu", res->body.max);
		say_only(res, 500);
	}
	if (res->stream && begin_stream(c))
		return MHD_NO;
	struct out_body body = { NULL, buf_text(&res->body), res->body.len };
	if (res->file != NULL)
		body = out_file(res->file, accept);
	else if (out_may_compress(res) && http_accepts_coding(accept, "gzip"))
		compress(c, &body);
	allow_time(c->conn, body.len);
	bool shared = res->file != NULL && res->extras == 0 && !c->close;
	struct MHD_Response *r = shared ? shared_response(c, &body) : response_new(c, &body);
	if (r == NULL)
		return MHD_NO;
	enum MHD_Result queued = MHD_queue_response(c->conn->mhd, (unsigned)res->status, r);
	if (!shared)
		MHD_destroy_response(r);
	return queued;
}

static void drop_waiting(struct worker *w);

static bool has_calls(const struct worker *w)
{
	for (const struct conn *k = w->conns; k != NULL; k = k->after)
		if (k->call != NULL)
			return true;
	return false;
}

/* Finishes what is under way; connections that are idle are closed. */
static void worker_stop(struct worker *w)
{
	time_t until = w->now + STOP_PATIENCE_S;
	int listen_fd = MHD_quiesce_daemon(w->daemon);
	if (listen_fd >= 0)
		close(listen_fd);
	stream_hub_end(w->streams);
	while (has_calls(w) && w->now < until)
		worker_step(w);
	drop_waiting(w);
	MHD_stop_daemon(w->daemon);
	w->daemon = NULL;
	stream_hub_free(w->streams);
	w->streams = NULL;
	visitors_leave(w->server->visitors, w->arriving);
	w->arriving = NULL;
}

/* Lets go of exchanges that nobody answered in time, and of their connections. */
static void drop_waiting(struct worker *w)
{
	for (bool more = true; more; sched_yield()) {
		more = false;
		resume_finished(w);
		for (struct conn *k = w->conns; k != NULL; k = k->after) {
			enum call_state waiting = CALL_WAITING;
			struct call *c = k->call;
			if (c == NULL || !c->suspended)
				continue;
			more = true;
			struct http_stream *s = atomic_load(&c->stream);
			if (!atomic_compare_exchange_strong(&c->state, &waiting, CALL_DROPPED))
				continue; /* just done: it is about to be in the list */
			/* From here on it belongs to http_done(). */
			k->call = NULL;
			if (s != NULL)
				stream_cancel(s);
			MHD_resume_connection(k->mhd);
		}
	}
}
