/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/live.h"

#include <pthread.h>
#include <stdlib.h>

#include "lib/http/server.h"

enum { BUCKETS = 4096, PER_PERSON = 4 };

struct listener {
	struct listener *next;
	struct id_person person;
	struct http_stream *stream;
};

struct live {
	pthread_mutex_t lock;
	struct listener *buckets[BUCKETS];
	unsigned n;
};

static struct listener **bucket_of(struct live *l, struct id_person person)
{
	return &l->buckets[((uint64_t)person.v * UINT64_C(0x9e3779b97f4a7c15)) >> 52];
}

struct live *live_new(void)
{
	struct live *l = calloc(1, sizeof(*l));
	if (l != NULL)
		pthread_mutex_init(&l->lock, NULL);
	return l;
}

void live_free(struct live *l)
{
	for (size_t i = 0; i < BUCKETS; i++) {
		while (l->buckets[i] != NULL) {
			struct listener *gone = l->buckets[i];
			l->buckets[i] = gone->next;
			free(gone);
		}
	}
	pthread_mutex_destroy(&l->lock);
	free(l);
}

/* The newest stands first, so the one past the limit is the oldest. */
static struct http_stream *past_limit(struct listener *from, struct id_person person)
{
	unsigned n = 0;
	for (; from != NULL; from = from->next)
		if (from->person.v == person.v && ++n > PER_PERSON)
			return from->stream;
	return NULL;
}

void live_add(struct live *l, struct id_person person, struct http_stream *s)
{
	struct listener *fresh = calloc(1, sizeof(*fresh));
	if (fresh == NULL) {
		http_stream_close(s);
		return;
	}
	*fresh = (struct listener){ .person = person, .stream = s };
	pthread_mutex_lock(&l->lock);
	struct listener **at = bucket_of(l, person);
	fresh->next = *at;
	*at = fresh;
	l->n++;
	struct http_stream *old = past_limit(*at, person);
	if (old != NULL)
		http_stream_close(old);
	pthread_mutex_unlock(&l->lock);
}

static bool remove_from(struct live *l, struct listener **at, const struct http_stream *s)
{
	for (; *at != NULL; at = &(*at)->next) {
		if ((*at)->stream != s)
			continue;
		struct listener *gone = *at;
		*at = gone->next;
		free(gone);
		l->n--;
		return true;
	}
	return false;
}

void live_gone(struct live *l, struct http_stream *s)
{
	pthread_mutex_lock(&l->lock);
	for (size_t i = 0; i < BUCKETS; i++)
		if (remove_from(l, &l->buckets[i], s))
			break;
	pthread_mutex_unlock(&l->lock);
}

void live_ring(struct live *l, struct id_person person)
{
	static const char event[] = "event: swap\ndata: menu thread inbox home queue\n\n";
	pthread_mutex_lock(&l->lock);
	for (struct listener *at = *bucket_of(l, person); at != NULL; at = at->next)
		if (at->person.v == person.v)
			http_stream_send(at->stream, event, sizeof(event) - 1);
	pthread_mutex_unlock(&l->lock);
}

unsigned live_count(struct live *l)
{
	pthread_mutex_lock(&l->lock);
	unsigned n = l->n;
	pthread_mutex_unlock(&l->lock);
	return n;
}
