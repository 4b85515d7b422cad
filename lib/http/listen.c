/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/text.h"

enum { BACKLOG = 1024, BUCKETS = 1024, KEY = 8 };

struct visitor {
	unsigned char key[KEY];
	unsigned n;
	struct visitor *next;
};

struct visitors {
	pthread_mutex_t lock;
	struct visitor *buckets[BUCKETS];
};

static enum rc parse(const char *text, struct listen_address *ret);
static void show(struct listen_address *address);

enum rc listen_find(const char *text, struct listen_address *ret)
{
	static const int on = 1;
	struct listen_address found = { 0 };
	struct sockaddr *at = (struct sockaddr *)&found.at;
	enum rc rc = RC_OK;
	TRY(parse(text, &found));
	int fd = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return RC_BROKEN;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, at, found.len) != 0)
		rc = errno == EADDRINUSE ? RC_BUSY : errno == EACCES ? RC_DENIED : RC_INVALID;
	else if (getsockname(fd, at, &found.len) != 0)
		rc = RC_BROKEN;
	close(fd);
	TRY(rc);
	show(&found);
	*ret = found;
	return RC_OK;
}

enum rc listen_open(const struct listen_address *address, int *ret_fd)
{
	static const int on = 1;
	const struct sockaddr *at = (const struct sockaddr *)&address->at;
	int fd = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return RC_BROKEN;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (bind(fd, at, address->len) != 0 || listen(fd, BACKLOG) != 0) {
		close(fd);
		return RC_BUSY;
	}
	*ret_fd = fd;
	return RC_OK;
}

static enum rc parse(const char *text, struct listen_address *ret)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&ret->at;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&ret->at;
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
		ret->len = sizeof(*v6);
		return inet_pton(AF_INET6, host + 1, &v6->sin6_addr) == 1 ? RC_OK : RC_INVALID;
	}
	v4->sin_family = AF_INET;
	v4->sin_port = htons((uint16_t)port);
	ret->len = sizeof(*v4);
	return inet_pton(AF_INET, host, &v4->sin_addr) == 1 ? RC_OK : RC_INVALID;
}

static const struct sockaddr_in *as_v4(const struct sockaddr *at)
{
	return at->sa_family == AF_INET ? (const struct sockaddr_in *)(const void *)at : NULL;
}

static const struct sockaddr_in6 *as_v6(const struct sockaddr *at)
{
	return (const struct sockaddr_in6 *)(const void *)at;
}

static void show(struct listen_address *address)
{
	char host[INET6_ADDRSTRLEN];
	const struct sockaddr *at = (const struct sockaddr *)&address->at;
	const struct sockaddr_in *v4 = as_v4(at);
	if (v4 != NULL) {
		inet_ntop(AF_INET, &v4->sin_addr, host, sizeof(host));
		(void)snprintf(address->text, sizeof(address->text), "%s:%u", host,
			       ntohs(v4->sin_port));
		return;
	}
	inet_ntop(AF_INET6, &as_v6(at)->sin6_addr, host, sizeof(host));
	(void)snprintf(address->text, sizeof(address->text), "[%s]:%u", host,
		       ntohs(as_v6(at)->sin6_port));
}

/* The IPv4 address, also behind one mapped into IPv6; NULL where it is none. */
static const void *v4_bytes(const struct sockaddr *peer)
{
	const struct sockaddr_in *v4 = as_v4(peer);
	if (v4 != NULL)
		return &v4->sin_addr;
	const struct in6_addr *v6 = &as_v6(peer)->sin6_addr;
	return IN6_IS_ADDR_V4MAPPED(v6) ? v6->s6_addr + 12 : NULL;
}

void listen_show_peer(const struct sockaddr *peer, char text[INET6_ADDRSTRLEN])
{
	const void *v4 = v4_bytes(peer);
	if (v4 != NULL)
		inet_ntop(AF_INET, v4, text, INET6_ADDRSTRLEN);
	else
		inet_ntop(AF_INET6, &as_v6(peer)->sin6_addr, text, INET6_ADDRSTRLEN);
}

struct visitors *visitors_new(void)
{
	struct visitors *v = calloc(1, sizeof(*v));
	if (v != NULL)
		pthread_mutex_init(&v->lock, NULL);
	return v;
}

void visitors_free(struct visitors *v)
{
	if (v == NULL)
		return;
	pthread_mutex_destroy(&v->lock);
	free(v);
}

/* An IPv6 network counts as one peer: who has a host there has 2^64 addresses. */
static void make_key(const struct sockaddr *peer, unsigned char key[KEY])
{
	const void *v4 = v4_bytes(peer);
	memset(key, 0, KEY);
	if (v4 != NULL)
		memcpy(key + 4, v4, 4);
	else
		memcpy(key, as_v6(peer)->sin6_addr.s6_addr, KEY);
}

static struct visitor **bucket_of(struct visitors *v, const unsigned char key[KEY])
{
	uint32_t hash = 2166136261; /* FNV-1a */
	for (size_t i = 0; i < KEY; i++)
		hash = (hash ^ key[i]) * 16777619;
	return &v->buckets[(hash ^ hash >> 16) % BUCKETS];
}

/* The peer with that key, new where it has no connection yet. */
static struct visitor *find(struct visitors *v, const unsigned char key[KEY])
{
	struct visitor **bucket = bucket_of(v, key), *who = *bucket;
	while (who != NULL && memcmp(who->key, key, KEY) != 0)
		who = who->next;
	if (who != NULL)
		return who;
	who = calloc(1, sizeof(*who));
	if (who == NULL)
		return NULL;
	memcpy(who->key, key, KEY);
	who->next = *bucket;
	*bucket = who;
	return who;
}

struct visitor *visitors_enter(struct visitors *v, const struct sockaddr *peer, unsigned most)
{
	unsigned char key[KEY];
	make_key(peer, key);
	pthread_mutex_lock(&v->lock);
	struct visitor *who = find(v, key);
	if (who != NULL && who->n >= most)
		who = NULL;
	if (who != NULL)
		who->n++;
	pthread_mutex_unlock(&v->lock);
	return who;
}

void visitors_leave(struct visitors *v, struct visitor *who)
{
	if (who == NULL)
		return;
	pthread_mutex_lock(&v->lock);
	if (--who->n == 0) {
		struct visitor **at = bucket_of(v, who->key);
		while (*at != who)
			at = &(*at)->next;
		*at = who->next;
		free(who);
	}
	pthread_mutex_unlock(&v->lock);
}
