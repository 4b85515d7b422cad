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
 *   a Content-Length that is no number                              400
 *   a Content-Length beyond 64 bits                                 413
 *   a chunk size that is no number; beyond 64 bits                  400; 413
 *   request line and headers beyond the connection's memory         414, 431
 *   a request line of one word                                      closes
 *
 * What it would let pass, and we refuse: see refuse_ambiguity(). It also
 * takes a bare LF inside chunked bodies, which we cannot see; therefore a
 * connection is closed after the answer to a chunked request, so that no two
 * readers can disagree about where the next request starts.
 */
#include "lib/http/server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <libdeflate.h>
#include <limits.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/base/text.h"

enum {
	/*
	 * libmicrohttpd keeps request line, headers, its lists of them and the
	 * head of the answer in this much memory per connection. 16 KB is room
	 * for 8 KB of headers beside 4 KB of our own; it is also what an idle
	 * connection costs, since the library touches all of it.
	 */
	CONNECTION_MEMORY = 16 * 1024,
	HEAD_MAX = 8 * 1024, /* request line and headers */
	BODY_FIRST = 16 * 1024,
	DISCARD_MAX = 64 * 1024 * 1024, /* read beyond the limit, to answer in peace */
	SLOWEST = 1024,                 /* bytes a second, below which a peer is cut off */
	COMPRESS_FROM = 1001,
	COMPRESS_LEVEL = 1,
	SPARE_CALLS = 64, /* kept by each worker for the next requests */
	STOP_PATIENCE_S = 5,
	BACKLOG = 1024,
	ADDRESS_BUCKETS = 1024,
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
	char *body;
	size_t body_room, body_limit, body_expected, discarded;
	bool asked, suspended;
	bool now;   /* cannot wait for the body */
	bool close; /* the connection, after the answer */
	char peer[INET6_ADDRSTRLEN];
};

/* The connections of one peer: an IPv4 address or an IPv6 /64. */
struct visitor {
	unsigned char address[8];
	unsigned n;
	struct visitor *next;
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
	const unsigned char *form;
	struct MHD_Response *response;
};

struct worker {
	struct http_server *server;
	unsigned number;
	pthread_t thread;
	struct MHD_Daemon *daemon;
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
	struct sockaddr_storage address;
	socklen_t address_len;
	char address_text[INET6_ADDRSTRLEN + 10];
	atomic_bool stopping;
	pthread_mutex_t visitors_lock;
	struct visitor *visitors[ADDRESS_BUCKETS];
	unsigned running;
	struct worker workers[];
};

static enum rc parse_address(const char *text, struct http_server *s);
static enum rc bind_address(struct http_server *s);
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
	pthread_mutex_init(&s->visitors_lock, NULL);
	enum rc rc = parse_address(conf->listen, s);
	if (rc == RC_OK)
		rc = bind_address(s);
	for (unsigned i = 0; i < conf->workers && rc == RC_OK; i++)
		rc = worker_init(&s->workers[i], s, i);
	/* Signals belong to the thread that started us. */
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (unsigned i = 0; i < conf->workers && rc == RC_OK; i++) {
		struct worker *w = &s->workers[i];
		if (pthread_create(&w->thread, NULL, worker_run, w) != 0)
			rc = RC_BUSY;
		else
			s->running++;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc != RC_OK)
		http_server_stop(s);
	else
		*ret = s;
	return rc;
}

const char *http_server_address(const struct http_server *s)
{
	return s->address_text;
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
	pthread_mutex_destroy(&s->visitors_lock);
	free(s);
}

/* "127.0.0.1:8080" or "[::1]:8080". */
static enum rc parse_address(const char *text, struct http_server *s)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&s->address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&s->address;
	char host[INET6_ADDRSTRLEN + 2];
	const char *colon = strrchr(text, ':');
	size_t len = colon != NULL ? (size_t)(colon - text) : 0;
	long long port;
	if (len == 0 || len >= sizeof(host) || colon[1] < '0' || colon[1] > '9' ||
	    !text_to_int(colon + 1, &port) || port > UINT16_MAX)
		return RC_INVALID;
	memcpy(host, text, len);
	host[len] = '\0';
	if (host[0] == '[' && host[len - 1] == ']') {
		host[len - 1] = '\0';
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons((uint16_t)port);
		s->address_len = sizeof(*v6);
		return inet_pton(AF_INET6, host + 1, &v6->sin6_addr) == 1 ? RC_OK : RC_INVALID;
	}
	v4->sin_family = AF_INET;
	v4->sin_port = htons((uint16_t)port);
	s->address_len = sizeof(*v4);
	return inet_pton(AF_INET, host, &v4->sin_addr) == 1 ? RC_OK : RC_INVALID;
}

static void show_address(struct http_server *s)
{
	char host[INET6_ADDRSTRLEN];
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)&s->address;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&s->address;
	bool is_v6 = s->address.ss_family == AF_INET6;
	inet_ntop(s->address.ss_family, is_v6 ? (const void *)&v6->sin6_addr : &v4->sin_addr, host,
		  sizeof(host));
	(void)snprintf(s->address_text, sizeof(s->address_text), is_v6 ? "[%s]:%u" : "%s:%u", host,
		       ntohs(is_v6 ? v6->sin6_port : v4->sin_port));
}

/*
 * Learns the real port, and whether somebody else has it: the workers' own
 * sockets share the port (SO_REUSEPORT) and would not notice.
 */
static enum rc bind_address(struct http_server *s)
{
	static const int on = 1;
	struct sockaddr *address = (struct sockaddr *)&s->address;
	int fd = socket(s->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return RC_BROKEN;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	enum rc rc = RC_OK;
	if (bind(fd, address, s->address_len) != 0)
		rc = errno == EADDRINUSE ? RC_BUSY : errno == EACCES ? RC_DENIED : RC_INVALID;
	else if (getsockname(fd, address, &s->address_len) != 0)
		rc = RC_BROKEN;
	close(fd);
	if (rc == RC_OK)
		show_address(s);
	return rc;
}

/* A socket of the worker's own, so that the kernel spreads the connections. */
static enum rc worker_listen(const struct http_server *s, int *ret_fd)
{
	static const int on = 1;
	int fd = socket(s->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return RC_BROKEN;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (bind(fd, (const struct sockaddr *)&s->address, s->address_len) != 0 ||
	    listen(fd, BACKLOG) != 0) {
		close(fd);
		return RC_BUSY;
	}
	*ret_fd = fd;
	return RC_OK;
}

static enum MHD_Result may_connect(void *worker, const struct sockaddr *address, socklen_t len);
static void on_connection(void *worker, struct MHD_Connection *mhd, void **ret_conn,
			  enum MHD_ConnectionNotificationCode what);
static void *on_target(void *worker, const char *target, struct MHD_Connection *mhd);
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
	unsigned share = w->server->conf.connections / w->server->conf.workers;
	return MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_TURBO | MHD_ALLOW_SUSPEND_RESUME, 0,
				may_connect, w, on_request, w, MHD_OPTION_LISTEN_SOCKET, listen_fd,
				MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
				MHD_OPTION_CONNECTION_LIMIT, share > 0 ? share : 1,
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
	TRY(worker_listen(s, &listen_fd));
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
				{ .fd = w->wake_fd, .events = POLLIN } };
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
		int fd = MHD_get_connection_info(k->mhd, MHD_CONNECTION_INFO_CONNECTION_FD)
				 ->connect_fd;
		shutdown(fd, SHUT_RDWR);
	}
}

static void allow_time(struct conn *k, size_t bytes)
{
	k->deadline = k->worker->now + (time_t)(k->worker->server->conf.idle_s + bytes / SLOWEST);
}

/*
 * Connections are counted by peer over all workers, which the library's own
 * limit does not do.
 */

/* An IPv6 network counts as one: who has a host there has 2^64 addresses. */
static void visitor_key(const struct sockaddr *address, unsigned char key[8])
{
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
	memset(key, 0, 8);
	if (address->sa_family == AF_INET)
		memcpy(key + 4, &v4->sin_addr, 4);
	else if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
		memcpy(key + 4, v6->sin6_addr.s6_addr + 12, 4);
	else
		memcpy(key, v6->sin6_addr.s6_addr, 8);
}

static struct visitor **visitor_bucket(struct http_server *s, const unsigned char key[8])
{
	uint32_t hash = 2166136261; /* FNV-1a */
	for (size_t i = 0; i < 8; i++)
		hash = (hash ^ key[i]) * 16777619;
	return &s->visitors[(hash ^ hash >> 16) % ADDRESS_BUCKETS];
}

/* Counts one more connection; NULL where the peer has its share, or memory is short. */
static struct visitor *visitor_enter(struct http_server *s, const struct sockaddr *address)
{
	unsigned char key[8];
	visitor_key(address, key);
	struct visitor **bucket = visitor_bucket(s, key), *v = *bucket;
	while (v != NULL && memcmp(v->address, key, sizeof(key)) != 0)
		v = v->next;
	if (v == NULL) {
		v = calloc(1, sizeof(*v));
		if (v == NULL)
			return NULL;
		memcpy(v->address, key, sizeof(key));
		v->next = *bucket;
		*bucket = v;
	}
	if (v->n == s->conf.per_address)
		return NULL;
	v->n++;
	return v;
}

static void visitor_leave(struct http_server *s, struct visitor *v)
{
	if (v == NULL)
		return;
	pthread_mutex_lock(&s->visitors_lock);
	if (--v->n == 0) {
		struct visitor **at = visitor_bucket(s, v->address);
		while (*at != v)
			at = &(*at)->next;
		*at = v->next;
		free(v);
	}
	pthread_mutex_unlock(&s->visitors_lock);
}

static enum MHD_Result may_connect(void *worker, const struct sockaddr *address, socklen_t len)
{
	struct worker *w = worker;
	struct http_server *s = w->server;
	(void)len;
	/* The connection before this one may have failed for want of memory. */
	visitor_leave(s, w->arriving);
	w->arriving = NULL;
	if (s->conf.per_address == 0)
		return MHD_YES;
	pthread_mutex_lock(&s->visitors_lock);
	w->arriving = visitor_enter(s, address);
	pthread_mutex_unlock(&s->visitors_lock);
	return w->arriving != NULL ? MHD_YES : MHD_NO;
}

static void show_peer(struct conn *k)
{
	static const char mapped[] = "::ffff:";
	const struct sockaddr *address =
		MHD_get_connection_info(k->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
	bool is_v6 = address->sa_family == AF_INET6;
	inet_ntop(address->sa_family, is_v6 ? (const void *)&v6->sin6_addr : &v4->sin_addr, k->peer,
		  sizeof(k->peer));
	if (text_starts(k->peer, mapped) && strchr(k->peer, '.') != NULL)
		memmove(k->peer, k->peer + strlen(mapped), strlen(k->peer + strlen(mapped)) + 1);
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
	show_peer(k);
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
	visitor_leave(k->worker->server, k->visitor);
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

static void on_completed(void *worker, struct MHD_Connection *mhd, void **unused,
			 enum MHD_RequestTerminationCode how)
{
	struct conn *k = conn_of(mhd);
	(void)worker;
	(void)unused;
	(void)how;
	if (k == NULL)
		return;
	conn_release_call(k);
	allow_time(k, 0);
}

/* Headers of which two would be read differently by two readers. */
static const struct {
	const char *name;
	bool framing; /* where the next request begins depends on it */
} once[] = {
	{ "Host", true },          { "Content-Length", true }, { "Transfer-Encoding", true },
	{ "Content-Type", false }, { "Cookie", false },        { "Authorization", false },
	{ "Origin", false },
};
enum { ONCE_HOST, ONCE_LENGTH, ONCE_CODING };

/* The headers as the library lists them, and what their bytes look like. */
struct head {
	const char *at; /* where the next header must begin */
	bool torn;      /* it did not */
	size_t n;
	struct http_pair pairs[HTTP_HEADERS_MAX];
	unsigned seen[COUNT_OF(once)];
};

static void refuse(struct call *c, const char *why, bool close)
{
	if (c->x.req.wrong == NULL)
		c->x.req.wrong = why;
	c->close |= close;
	c->now |= close;
}

static bool is_token(const char *text, size_t len)
{
	static const char allowed[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	return len > 0 && strspn(text, allowed) == len;
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

static enum MHD_Result take_header(void *head, enum MHD_ValueKind kind, const char *name,
				   size_t name_len, const char *value, size_t value_len)
{
	struct head *h = head;
	(void)kind;
	if (name != h->at || h->n == HTTP_HEADERS_MAX || !is_token(name, name_len) ||
	    !is_header_value(value, value_len)) {
		h->torn = true;
		return MHD_NO;
	}
	/* Each line break has become two NULs; a bare LF has become one. */
	h->at = value + value_len + 2;
	h->torn |= value[value_len + 1] != '\0';
	for (size_t i = 0; i < COUNT_OF(once); i++)
		h->seen[i] += name_len == strlen(once[i].name) &&
			      strncasecmp(name, once[i].name, name_len) == 0;
	while (value_len > 0 && (value[value_len - 1] == ' ' || value[value_len - 1] == '\t'))
		value_len--;
	h->pairs[h->n++] = (struct http_pair){ .name = name, .value = value, .len = value_len };
	return MHD_YES;
}

static void read_body_size(struct call *c);
static void read_target(struct call *c);
static void refuse_ambiguity(struct call *c, const struct head *h, const char *version);

static bool is_target(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text <= 0x20 || *text == 0x7f)
			return false;
	return true;
}

/*
 * The library has put NULs into the request line and the headers where their
 * parts end, but not moved them. That every part begins where the one before
 * it ends shows that there was one space between them, one colon, and CRLF at
 * the end of each line: no bare LF, no folded line, no NUL.
 */
static void scan_head(struct call *c, struct head *h, const char *method, const char *version)
{
	struct conn *k = c->conn;
	size_t size = MHD_get_connection_info(k->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
			      ->header_size;
	size_t method_len = strlen(method);
	h->at = version + strlen("HTTP/1.1") + 2;
	h->torn = !is_token(method, method_len) || method + method_len + 1 != k->target_at ||
		  k->target_at + strlen(k->target) + 1 != version || h->at[-1] != '\0' ||
		  !is_target(k->target);
	MHD_get_connection_values_n(k->mhd, MHD_HEADER_KIND, take_header, h);
	h->torn = h->torn || h->at + 2 != method + size || h->at[0] != '\0' || h->at[1] != '\0';
	if (h->torn) {
		c->x.req.method = arena_str(c->x.arena, method);
		refuse(c, "the request line or a header is malformed", true);
		return;
	}
	/* A copy of all: who answers may hold it longer than the connection lives. */
	char *copy = arena_copy(c->x.arena, method, size);
	c->x.req.method = copy;
	c->x.req.headers.n = h->n;
	c->x.req.headers.at = arena_copy(c->x.arena, h->pairs, h->n * sizeof(h->pairs[0]));
	for (size_t i = 0; i < h->n; i++) {
		struct http_pair *header = &c->x.req.headers.at[i];
		copy[header->value - method + (ptrdiff_t)header->len] = '\0';
		header->name = copy + (header->name - method);
		header->value = copy + (header->value - method);
	}
	if (size > HEAD_MAX)
		refuse(c, "the headers are too long", false);
}

static void read_head_guarded(struct call *c, const char *method, const char *version)
{
	struct head h;
	h.n = 0;
	memset(h.seen, 0, sizeof(h.seen));
	scan_head(c, &h, method, version);
	if (!h.torn)
		refuse_ambiguity(c, &h, version);
	read_target(c);
	read_body_size(c);
}

/* False where the arena is too small for it. */
static bool read_head(struct call *c, const char *method, const char *version)
{
	if (setjmp(*arena_guard(c->x.arena)) != 0)
		return false;
	read_head_guarded(c, method, version);
	arena_unguard(c->x.arena);
	return true;
}

static bool is_host(const char *text)
{
	static const char allowed[] = "-._~:[]0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	return *text != '\0' && text[strspn(text, allowed)] == '\0';
}

/* RFC 9112 §6.1, §6.3, §3.2: what could be taken for two requests, or for another host's. */
static void refuse_ambiguity(struct call *c, const struct head *h, const char *version)
{
	bool old = version[strlen("HTTP/1.")] == '0';
	const char *coding = http_header(&c->x.req, once[ONCE_CODING].name);
	const char *host = http_header(&c->x.req, once[ONCE_HOST].name);
	for (size_t i = 0; i < COUNT_OF(once); i++)
		if (h->seen[i] > 1)
			refuse(c, "a header that may come once came twice", once[i].framing);
	if (coding != NULL && (h->seen[ONCE_LENGTH] > 0 || old))
		refuse(c, "the length of the body is ambiguous", true);
	if (coding != NULL && !text_is_nocase(coding, "chunked"))
		refuse(c, "the transfer coding is not known", true);
	if (host == NULL ? !old : !is_host(host))
		refuse(c, "the host is missing or malformed", true);
	c->close |= coding != NULL;
}

static void read_target(struct call *c)
{
	struct http_req *req = &c->x.req;
	struct arena *a = c->x.arena;
	const char *target = c->conn->target, *cookies = http_header(req, "Cookie");
	size_t len = strcspn(target, "?");
	if (req->wrong != NULL)
		return;
	if (http_parse_path(a, arena_strn(a, target, len), &req->path) != RC_OK)
		refuse(c, "the path is malformed", false);
	if (target[len] == '?' &&
	    http_parse_query(a, target + len + 1, strlen(target + len + 1), &req->query) != RC_OK)
		refuse(c, "the query is malformed", false);
	if (cookies != NULL && http_parse_cookies(a, cookies, &req->cookies) != RC_OK)
		refuse(c, "the cookies are malformed", false);
}

static void read_body_size(struct call *c)
{
	const struct http_server_conf *conf = &c->worker->server->conf;
	struct http_req *req = &c->x.req;
	const char *length = http_header(req, once[ONCE_LENGTH].name);
	const char *expect = http_header(req, "Expect");
	bool chunked = http_header(req, once[ONCE_CODING].name) != NULL;
	long long size = 0;
	if (length != NULL && !text_to_int(length, &size))
		size = LLONG_MAX;
	if (size == 0 && !chunked)
		return;
	if (req->wrong == NULL)
		c->body_limit = conf->body_limit(conf->ctx, req->method, req->path);
	c->body_expected = chunked ? c->body_limit : (size_t)size;
	req->too_large = c->body_expected > c->body_limit;
	if (req->too_large && (c->body_expected - c->body_limit > DISCARD_MAX || expect != NULL))
		c->now = c->close = true;
	allow_time(c->conn, c->body_expected);
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

/* The headers of an answer, of which the later ones give way to the earlier. */
struct out_headers {
	struct http_pair at[HTTP_EXTRA_MAX + 8];
	size_t n;
};

static void out_add(struct out_headers *out, const char *name, const char *value)
{
	if (value != NULL)
		out->at[out->n++] = (struct http_pair){ .name = name, .value = value };
}

static void out_extras(struct out_headers *out, const struct http_res *res)
{
	for (size_t i = 0; i < res->extras; i++)
		out_add(out, res->extra[i].name, res->extra[i].value);
}

static bool out_has(const struct out_headers *out, const char *name)
{
	for (size_t i = 0; i < out->n; i++)
		if (text_is_nocase(out->at[i].name, name))
			return true;
	return false;
}

static void *without_const(const void *at)
{
	void *same;
	memcpy(&same, &at, sizeof(same));
	return same;
}

/* A response of the library with these headers and conf.headers; NULL without memory. */
static struct MHD_Response *response_new(const struct worker *w, const struct out_headers *out,
					 const void *bytes, size_t len)
{
	const char *const *fixed = w->server->conf.headers;
	struct MHD_Response *r =
		MHD_create_response_from_buffer(len, without_const(bytes), MHD_RESPMEM_PERSISTENT);
	bool ok = r != NULL;
	for (size_t i = 0; i < out->n && ok; i++)
		ok = MHD_add_response_header(r, out->at[i].name, out->at[i].value) == MHD_YES;
	for (; fixed != NULL && fixed[0] != NULL && ok; fixed += 2)
		if (!out_has(out, fixed[0]))
			ok = MHD_add_response_header(r, fixed[0], fixed[1]) == MHD_YES;
	if (!ok && r != NULL)
		MHD_destroy_response(r);
	return ok ? r : NULL;
}

/* What is worth compressing: text, by its type. */
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

/* False where it would not get smaller by an eighth, or there is no memory. */
static bool compress(struct call *c, const char **body, size_t *len)
{
	struct worker *w = c->worker;
	size_t room = *len - *len / 8;
	if (w->compressor == NULL)
		w->compressor = libdeflate_alloc_compressor(COMPRESS_LEVEL);
	char *to = w->compressor != NULL ? try_get(c->x.arena, room) : NULL;
	size_t packed =
		to != NULL ? libdeflate_gzip_compress(w->compressor, *body, *len, to, room) : 0;
	if (packed == 0)
		return false;
	*body = to;
	*len = packed;
	return true;
}

static struct MHD_Response *body_response(struct call *c)
{
	struct http_res *res = &c->x.res;
	struct out_headers out = { .n = 0 };
	const char *body = buf_text(&res->body);
	size_t len = res->body.len;
	out_extras(&out, res);
	out_add(&out, "Content-Type", res->type);
	if (res->type != NULL && len >= COMPRESS_FROM && is_text(res->type) &&
	    !out_has(&out, "Content-Encoding")) {
		out_add(&out, "Vary", "Accept-Encoding");
		if (http_accepts_coding(http_header(&c->x.req, "Accept-Encoding"), "gzip") &&
		    compress(c, &body, &len))
			out_add(&out, "Content-Encoding", "gzip");
	}
	out_add(&out, "Connection", c->close ? "close" : NULL);
	allow_time(c->conn, len);
	return response_new(c->worker, &out, body, len);
}

/* A form in which a static file can be sent. */
struct form {
	const char *coding;
	const unsigned char *bytes;
	size_t len;
};

static struct form file_form(const struct http_file *file, const char *accept)
{
	if (file->brotli != NULL && http_accepts_coding(accept, "br"))
		return (struct form){ "br", file->brotli, file->brotli_len };
	if (file->gzip != NULL && http_accepts_coding(accept, "gzip"))
		return (struct form){ "gzip", file->gzip, file->gzip_len };
	return (struct form){ NULL, file->raw, file->raw_len };
}

static struct MHD_Response *file_response_new(struct call *c, const struct form *form)
{
	struct out_headers out = { .n = 0 };
	out_extras(&out, &c->x.res);
	out_add(&out, "Content-Type", c->x.res.file->type);
	out_add(&out, "Content-Encoding", form->coding);
	out_add(&out, "Vary", "Accept-Encoding");
	/* The path holds a hash of the content. */
	if (!out_has(&out, "Cache-Control"))
		out_add(&out, "Cache-Control", "public, max-age=31536000, immutable");
	out_add(&out, "Connection", c->close ? "close" : NULL);
	return response_new(c->worker, &out, form->bytes, form->len);
}

/* Shared by all answers that send this form of the file with nothing of their own. */
static struct MHD_Response *shared_file_response(struct call *c, const struct form *form)
{
	struct worker *w = c->worker;
	for (size_t i = 0; i < w->files_n; i++)
		if (w->files[i].file == c->x.res.file && w->files[i].form == form->bytes)
			return w->files[i].response;
	struct ready_file *files = realloc(w->files, (w->files_n + 1) * sizeof(w->files[0]));
	if (files == NULL)
		return NULL;
	w->files = files;
	struct MHD_Response *r = file_response_new(c, form);
	if (r != NULL)
		w->files[w->files_n++] = (struct ready_file){ c->x.res.file, form->bytes, r };
	return r;
}

static enum MHD_Result respond(struct call *c)
{
	struct http_res *res = &c->x.res;
	if (atomic_load(&c->state) != CALL_DONE)
		return MHD_NO;
	assert(res->status >= 200 && res->status <= 599);
	c->close |= atomic_load(&c->worker->server->stopping);
	bool shared = res->file != NULL && res->extras == 0 && !c->close;
	struct MHD_Response *r;
	if (res->file != NULL) {
		const char *accept = http_header(&c->x.req, "Accept-Encoding");
		struct form form = file_form(res->file, accept);
		r = shared ? shared_file_response(c, &form) : file_response_new(c, &form);
		allow_time(c->conn, form.len);
	} else {
		r = body_response(c);
	}
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
	while (has_calls(w) && w->now < until)
		worker_step(w);
	drop_waiting(w);
	MHD_stop_daemon(w->daemon);
	w->daemon = NULL;
	visitor_leave(w->server, w->arriving);
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
			if (!atomic_compare_exchange_strong(&c->state, &waiting, CALL_DROPPED))
				continue; /* just done: it is about to be in the list */
			/* From here on it belongs to http_done(). */
			k->call = NULL;
			MHD_resume_connection(k->mhd);
		}
	}
}
