/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/slow.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/crypto/crypto.h"

enum {
	THREADS_MAX = 4, /* each takes 46 MiB while it hashes */
	WAITING = 64,
};

struct slow_job {
	void (*work)(void *arg);
	void *arg;
};

struct slow {
	pthread_t threads[THREADS_MAX];
	unsigned started;
	bool closing;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct slow_job jobs[WAITING];
	size_t first, n;
};

/* False at the end. */
static bool next_job(struct slow *s, struct slow_job *ret)
{
	while (s->n == 0 && !s->closing) {
		secret_room_release();
		pthread_cond_wait(&s->more, &s->lock);
	}
	if (s->n == 0)
		return false;
	*ret = s->jobs[s->first];
	s->first = (s->first + 1) % WAITING;
	s->n--;
	return true;
}

static void *serve(void *arg)
{
	struct slow *s = arg;
	struct slow_job job;
	(void)pthread_setschedparam(pthread_self(), SCHED_IDLE, &(struct sched_param){ 0 });
	pthread_mutex_lock(&s->lock);
	while (next_job(s, &job)) {
		pthread_mutex_unlock(&s->lock);
		job.work(job.arg);
		pthread_mutex_lock(&s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	secret_room_release();
	return NULL;
}

/* Half of the processors: two that hash at once take the memory's whole width, and pages wait. */
static unsigned threads_wanted(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN) / 2;
	return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

struct slow *slow_new(void)
{
	unsigned wanted = threads_wanted();
	struct slow *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return NULL;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->more, NULL);
	for (; s->started < wanted; s->started++)
		if (pthread_create(&s->threads[s->started], NULL, serve, s) != 0) {
			slow_free(s);
			return NULL;
		}
	return s;
}

void slow_free(struct slow *s)
{
	if (s == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	s->closing = true;
	pthread_cond_broadcast(&s->more);
	pthread_mutex_unlock(&s->lock);
	for (unsigned i = 0; i < s->started; i++)
		pthread_join(s->threads[i], NULL);
	pthread_cond_destroy(&s->more);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

enum rc slow_add(struct slow *s, void (*work)(void *arg), void *arg)
{
	pthread_mutex_lock(&s->lock);
	bool room = s->n < WAITING && !s->closing;
	if (room) {
		s->jobs[(s->first + s->n++) % WAITING] = (struct slow_job){ work, arg };
		pthread_cond_signal(&s->more);
	}
	pthread_mutex_unlock(&s->lock);
	return room ? RC_OK : RC_BUSY;
}
