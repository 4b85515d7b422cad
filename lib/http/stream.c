/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/http/stream.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	QUEUE_MAX = 16 * 1024, /* a reader so far behind is cut off */
	QUEUE_FIRST = 256,
	KERNEL_QUEUE = 16 * 1024, /* a stalled reader holds little of the kernel, too */
	QUIET_S = 25,             /* then a comment line, before proxies close it (30 s) */
	STALLED_S = 60,           /* a reader that takes nothing for so long is cut off */
	EVENTS = 64,
};

/* Bytes on their way out; `bytes` is from malloc. */
struct queue {
	char *bytes;
	size_t len, sent, room;
};

struct http_stream {
	struct stream_hub *hub;
	/* Only touched by the worker: */
	struct http_stream *before, *after;
	void *owner;
	int fd; /* -1 until it is opened */
	bool blocked;
	time_t heard; /* when the peer last took something */
	struct queue front;
	size_t begun; /* of the first bytes, which do not count as queued */
	/* Under the hub's lock: */
	struct queue back;
	size_t queued; /* in both */
	struct http_stream *next_dirty;
	bool dirty, closing, cut, gone;
};

struct stream_hub {
	int epoll_fd, wake_fd;
	stream_ended *ended;
	void *ctx;
	time_t now;
	struct http_stream *streams;
	size_t n;
	pthread_mutex_t lock;
	struct http_stream *dirty; /* those with something to do */
};

static void run_events(struct stream_hub *hub);
static void run_dirty(struct stream_hub *hub);
static void run_clock(struct stream_hub *hub);
static void flush(struct http_stream *s);
static void end(struct http_stream *s);

enum rc stream_hub_open(int wake_fd, stream_ended *ended, void *ctx, struct stream_hub **ret)
{
	struct stream_hub *hub = calloc(1, sizeof(*hub));
	if (hub == NULL)
		return RC_BUSY;
	hub->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (hub->epoll_fd < 0) {
		free(hub);
		return RC_BROKEN;
	}
	hub->wake_fd = wake_fd;
	hub->ended = ended;
	hub->ctx = ctx;
	pthread_mutex_init(&hub->lock, NULL);
	*ret = hub;
	return RC_OK;
}

void stream_hub_end(struct stream_hub *hub)
{
	while (hub->streams != NULL)
		end(hub->streams);
	run_dirty(hub);
}

void stream_hub_free(struct stream_hub *hub)
{
	if (hub == NULL)
		return;
	stream_hub_end(hub);
	close(hub->epoll_fd);
	pthread_mutex_destroy(&hub->lock);
	free(hub);
}

int stream_hub_fd(const struct stream_hub *hub)
{
	return hub->epoll_fd;
}

size_t stream_hub_count(const struct stream_hub *hub)
{
	return hub->n;
}

void stream_hub_run(struct stream_hub *hub, time_t now)
{
	bool tick = hub->now != now;
	hub->now = now;
	run_dirty(hub);
	run_events(hub);
	if (tick)
		run_clock(hub);
}

struct http_stream *stream_new(struct stream_hub *hub)
{
	struct http_stream *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return NULL;
	s->hub = hub;
	s->fd = -1;
	return s;
}

void stream_open(struct http_stream *s, int fd, const char *bytes, size_t len, void *owner)
{
	static const int on = 1, kernel_queue = KERNEL_QUEUE, patience_ms = STALLED_S * 1000;
	struct stream_hub *hub = s->hub;
	struct epoll_event event = { .events = EPOLLRDHUP, .data.ptr = s };
	s->fd = fd;
	s->owner = owner;
	s->heard = hub->now;
	s->after = hub->streams;
	if (s->after != NULL)
		s->after->before = s;
	hub->streams = s;
	hub->n++;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience_ms, sizeof(patience_ms));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &kernel_queue, sizeof(kernel_queue));
	s->front.bytes = malloc(len);
	if (s->front.bytes == NULL || epoll_ctl(hub->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0) {
		end(s);
		return;
	}
	memcpy(s->front.bytes, bytes, len);
	s->front.len = s->begun = len;
	flush(s);
}

void stream_cancel(struct http_stream *s)
{
	end(s);
}

static void mark_dirty(struct http_stream *s)
{
	static const uint64_t one = 1;
	struct stream_hub *hub = s->hub;
	if (s->dirty)
		return;
	bool first = hub->dirty == NULL;
	s->dirty = true;
	s->next_dirty = hub->dirty;
	hub->dirty = s;
	/* Fails only where the counter is full, and then the worker is awake. */
	if (first && write(hub->wake_fd, &one, sizeof(one)) < 0)
		return;
}

static bool queue_add(struct queue *q, const char *bytes, size_t len)
{
	if (len > q->room - q->len) {
		size_t room = q->room > 0 ? q->room * 2 : QUEUE_FIRST;
		if (room < q->len + len)
			room = q->len + len;
		char *grown = realloc(q->bytes, room);
		if (grown == NULL)
			return false;
		q->bytes = grown;
		q->room = room;
	}
	memcpy(q->bytes + q->len, bytes, len);
	q->len += len;
	return true;
}

void http_stream_send(struct http_stream *s, const char *bytes, size_t len)
{
	pthread_mutex_lock(&s->hub->lock);
	if (!s->gone && !s->cut && !s->closing && len > 0) {
		s->cut = len > QUEUE_MAX - s->queued || !queue_add(&s->back, bytes, len);
		s->queued += s->cut ? 0 : len;
		mark_dirty(s);
	}
	pthread_mutex_unlock(&s->hub->lock);
}

void http_stream_close(struct http_stream *s)
{
	pthread_mutex_lock(&s->hub->lock);
	s->closing = true;
	if (!s->gone)
		mark_dirty(s);
	pthread_mutex_unlock(&s->hub->lock);
}

/* Makes the queue that others fill the one that is sent; false where there is nothing. */
static bool next_front(struct http_stream *s, bool *ret_end)
{
	pthread_mutex_lock(&s->hub->lock);
	s->front = s->back;
	s->back = (struct queue){ 0 };
	*ret_end = s->closing && s->front.len == 0;
	pthread_mutex_unlock(&s->hub->lock);
	return s->front.len > 0;
}

static void sent(struct http_stream *s, size_t n)
{
	size_t first = n < s->begun ? n : s->begun;
	s->heard = s->hub->now;
	s->begun -= first;
	s->front.sent += n;
	if (n > first) {
		pthread_mutex_lock(&s->hub->lock);
		s->queued -= n - first;
		pthread_mutex_unlock(&s->hub->lock);
	}
	if (s->front.sent == s->front.len) {
		free(s->front.bytes);
		s->front = (struct queue){ 0 };
	}
}

/* Asks to be told when there is room, or no longer. */
static void set_blocked(struct http_stream *s, bool blocked)
{
	struct epoll_event event = { .events = EPOLLRDHUP | (blocked ? EPOLLOUT : 0U),
				     .data.ptr = s };
	if (s->blocked == blocked)
		return;
	s->blocked = blocked;
	int rc = epoll_ctl(s->hub->epoll_fd, EPOLL_CTL_MOD, s->fd, &event);
	assert(rc == 0);
}

static void flush(struct http_stream *s)
{
	bool over = false;
	while (s->front.len > 0 || next_front(s, &over)) {
		ssize_t n = send(s->fd, s->front.bytes + s->front.sent,
				 s->front.len - s->front.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			set_blocked(s, true);
			return;
		}
		if (n < 0) {
			end(s);
			return;
		}
		sent(s, (size_t)n);
	}
	if (over)
		end(s);
	else
		set_blocked(s, false);
}

static void stream_free(struct http_stream *s)
{
	free(s->front.bytes);
	free(s->back.bytes);
	free(s);
}

static void end(struct http_stream *s)
{
	struct stream_hub *hub = s->hub;
	if (s->fd >= 0) {
		close(s->fd);
		if (s->before != NULL)
			s->before->after = s->after;
		else
			hub->streams = s->after;
		if (s->after != NULL)
			s->after->before = s->before;
		hub->n--;
	}
	pthread_mutex_lock(&hub->lock);
	s->gone = true;
	bool dirty = s->dirty;
	pthread_mutex_unlock(&hub->lock);
	hub->ended(hub->ctx, s, s->owner);
	/* One that is in the list of dirty ones is freed when that is worked off. */
	if (!dirty)
		stream_free(s);
}

static void run_dirty(struct stream_hub *hub)
{
	pthread_mutex_lock(&hub->lock);
	struct http_stream *s = hub->dirty;
	hub->dirty = NULL;
	pthread_mutex_unlock(&hub->lock);
	for (struct http_stream *next; s != NULL; s = next) {
		next = s->next_dirty;
		pthread_mutex_lock(&hub->lock);
		bool gone = s->gone, cut = s->cut;
		s->dirty = false;
		pthread_mutex_unlock(&hub->lock);
		if (gone)
			stream_free(s);
		else if (s->fd >= 0 && cut)
			end(s);
		else if (s->fd >= 0 && !s->blocked)
			flush(s);
	}
}

static void run_events(struct stream_hub *hub)
{
	struct epoll_event events[EVENTS];
	int n = epoll_wait(hub->epoll_fd, events, EVENTS, 0);
	for (int i = 0; i < n; i++) {
		struct http_stream *s = events[i].data.ptr;
		if ((events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
			end(s);
		else
			flush(s);
	}
}

static void run_clock(struct stream_hub *hub)
{
	/* Thousands that began together are spread over four seconds. */
	size_t comments = hub->n / 4 + 100;
	for (struct http_stream *s = hub->streams, *next; s != NULL; s = next) {
		next = s->after;
		if (s->blocked && hub->now - s->heard >= STALLED_S) {
			end(s);
		} else if (!s->blocked && hub->now - s->heard >= QUIET_S && comments > 0) {
			http_stream_send(s, ":\n\n", 3);
			comments--;
		}
	}
}
