/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/db/engine.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/log.h"
#include "lib/base/rand.h"

enum {
	WAITING_MAX = 20000, /* tasks in the queue */
	BATCH_MAX = 256,     /* tasks in one shared transaction */
	TRIES_MAX = 6,	     /* of one task, when it lost a race: five again */
	POOL_DEFAULT = 32,
};

/* --- statements ---------------------------------------------------------- */

enum rc db_run(struct db_conn *c, struct arena *a, const struct db_query *q,
	       const struct db_value *in, struct db_rows *rows, int64_t *ret_changed)
{
	assert(!q->writes || c->writer || c->db->driver == &db_postgres);
	return c->db->driver->run(c, a, q, in, rows, ret_changed);
}

void *db_rows_add(struct arena *a, struct db_rows *rows)
{
	/* Room doubles at 0, 1, 2, 4, 8 …: no capacity to keep beside the count. */
	if ((rows->n & (rows->n - 1)) == 0) {
		void *grown = arena_room(a, rows->size * (rows->n ? rows->n * 2 : 1));
		if (rows->n > 0)
			memcpy(grown, rows->at, rows->n * rows->size);
		rows->at = grown;
	}
	return (char *)rows->at + rows->n++ * rows->size;
}

struct db_value db_text(const char *text)
{
	return (struct db_value){ .at = text, .len = text ? strlen(text) : 0, .null = text == NULL };
}

struct db_value db_bytes(struct db_blob bytes)
{
	return (struct db_value){ .at = (const char *)bytes.at,
				  .len = bytes.len,
				  .null = bytes.at == NULL };
}

const char *db_text_of(struct arena *a, const struct db_value *v)
{
	return v->null ? NULL : arena_strn(a, v->at, v->len);
}

struct db_blob db_blob_of(struct arena *a, const struct db_value *v)
{
	if (v->null)
		return (struct db_blob){ 0 };
	return (struct db_blob){ arena_copy(a, v->at, v->len), v->len };
}

/* --- who follows ------------------------------------------------------------- */

void db_follow(struct db *db, struct db_follower f)
{
	if (db->driver == &db_sqlite)
		db->follower = f;
}

static enum rc tell(struct db_conn *c, enum db_turn turn)
{
	const struct db_follower *f = &c->db->follower;
	return f->turn != NULL && c->writer ? f->turn(f->ctx, c, turn) : RC_OK;
}

/* Of turns that cannot be refused. */
static void tell_of(struct db_conn *c, enum db_turn turn)
{
	if (tell(c, turn) != RC_OK)
		log_line(LOG_ERROR, "db.turn", "turn=%d", (int)turn);
}

/* --- one task in a transaction of its own --------------------------------- */

static enum rc begin(struct db_conn *c, const struct db_task *t)
{
	enum rc rc = c->db->driver->step(c, t->single ? DB_SINGLE : t->write ? DB_WRITE : DB_READ);
	if (rc != RC_OK) {
		atomic_store(&c->db->ill, true);
		return rc;
	}
	c->in_task = true;
	tell_of(c, DB_TURN_BEGINS);
	return RC_OK;
}

static enum rc commit(struct db_conn *c)
{
	enum rc rc = tell(c, DB_TURN_COMMITS);
	if (rc == RC_OK)
		rc = c->db->driver->step(c, DB_COMMIT);
	if (rc == RC_OK)
		tell_of(c, DB_TURN_STANDS);
	/* A race that was lost is no illness. */
	bool ill = rc != RC_OK && !(rc == RC_BUSY && c->db->driver == &db_postgres);
	if (atomic_load_explicit(&c->db->ill, memory_order_relaxed) != ill)
		atomic_store(&c->db->ill, ill);
	return rc;
}

static void roll_back(struct db_conn *c)
{
	c->in_task = false;
	tell_of(c, DB_TURN_FELL);
	if (c->db->driver->stands(c) && c->db->driver->step(c, DB_ROLLBACK) != RC_OK)
		log_line(LOG_ERROR, "db.rollback", "did not work");
}

static enum rc run_alone(struct db_conn *c, struct db_task *t)
{
	TRY(begin(c, t));
	if (t->write && c->db->driver == &db_sqlite)
		TRY(c->db->driver->step(c, DB_SAVE)); /* for db_undo() */
	tell_of(c, DB_TURN_TASK);
	enum rc rc = t->run(t, c);
	if (rc == RC_OK && !c->db->driver->stands(c))
		rc = RC_BUSY;
	if (rc == RC_OK)
		rc = commit(c);
	if (rc != RC_OK)
		roll_back(c);
	c->in_task = false;
	return rc;
}

enum rc db_read_here(struct db_conn *c, struct db_task *t)
{
	assert(!t->write);
	t->rc = run_alone(c, t);
	return t->rc;
}

/* By chance, so that two that collided do not collide again. */
static void pause_before(int try)
{
	struct timespec wait = { .tv_nsec = (long)rand_below(2000000u << try) };
	nanosleep(&wait, NULL);
}

static void run_with_retries(struct db_conn *c, struct db_task *t)
{
	for (int try = 0; try < TRIES_MAX; try++) {
		t->rc = run_alone(c, t);
		if (t->rc != RC_BUSY)
			return;
		pthread_mutex_lock(&c->db->lock);
		c->db->counts.retries++;
		pthread_mutex_unlock(&c->db->lock);
		pause_before(try);
	}
}

/* --- SQLite: group commit -------------------------------------------------- */

static enum rc take_back(struct db_conn *c)
{
	tell_of(c, DB_TURN_UNDONE);
	return c->db->driver->step(c, DB_TAKE_BACK);
}

/* Runs one task as a savepoint; false when the shared transaction fell. */
static bool run_in_batch(struct db_conn *c, struct db_task *t)
{
	const struct db_driver *d = c->db->driver;
	if (d->step(c, DB_SAVE) != RC_OK)
		return false;
	tell_of(c, DB_TURN_TASK);
	t->rc = t->run(t, c);
	if (!d->stands(c))
		return false;
	if (t->rc != RC_OK && take_back(c) != RC_OK)
		return false;
	return d->step(c, DB_KEEP) == RC_OK && d->stands(c);
}

static bool run_batch(struct db_conn *c, struct db_task *batch)
{
	if (begin(c, batch) != RC_OK)
		return false;
	for (struct db_task *t = batch; t != NULL; t = t->next) {
		if (!run_in_batch(c, t)) {
			roll_back(c);
			return false;
		}
	}
	if (commit(c) == RC_OK) {
		c->in_task = false;
		return true;
	}
	roll_back(c);
	return false;
}

/* A shared transaction that fell (disk full, I/O error, no memory) took all
 * its members with it: each runs again alone, once. */
static void run_each_alone(struct db_conn *c, struct db_task *batch)
{
	for (struct db_task *t = batch; t != NULL; t = t->next)
		t->rc = run_alone(c, t);
}

/* --- threads and the queue -------------------------------------------------- */

static struct db_task *take(struct db *db, unsigned most)
{
	struct db_task *first = db->first, *last = first;
	unsigned n = 1;
	while (n < most && last->next != NULL) {
		last = last->next;
		n++;
	}
	db->first = last->next;
	if (db->first == NULL)
		db->last = &db->first;
	last->next = NULL;
	db->waiting -= n;
	db->counts.tasks += n;
	db->counts.commits++;
	return first;
}

static void finish(struct db_task *batch)
{
	while (batch != NULL) {
		struct db_task *t = batch;
		batch = t->next;
		t->done(t);
	}
}

/* Between two batches; the lock is held. */
static void tidy(struct db_conn *c)
{
	struct db *db = c->db;
	bool idle = db->first == NULL;
	pthread_mutex_unlock(&db->lock);
	bool enough = db->driver->tidy(c, idle);
	pthread_mutex_lock(&db->lock);
	if (enough && !db->keeper_asked) {
		db->keeper_asked = true;
		pthread_cond_signal(&db->keeper_more);
	}
}

/* Copies the log home beside the writer, who would stall for it. */
static void *serve_keeper(void *arg)
{
	struct db *db = arg;
	pthread_mutex_lock(&db->lock);
	while (!db->closing) {
		if (!db->keeper_asked) {
			pthread_cond_wait(&db->keeper_more, &db->lock);
			continue;
		}
		pthread_mutex_unlock(&db->lock);
		db->driver->keep(&db->keeper_conn);
		pthread_mutex_lock(&db->lock);
		db->keeper_asked = false;
	}
	pthread_mutex_unlock(&db->lock);
	return NULL;
}

static enum rc start_keeper(struct db *db)
{
	if (db->driver->keep == NULL)
		return RC_OK;
	TRY(db->driver->open(db, true, &db->keeper_conn));
	if (pthread_create(&db->keeper, NULL, serve_keeper, db) != 0) {
		db->driver->close(&db->keeper_conn);
		return RC_BROKEN;
	}
	db->keeper_started = true;
	return RC_OK;
}

static void *serve_queue(void *arg)
{
	struct db_conn *c = arg;
	struct db *db = c->db;
	unsigned most = db->driver == &db_sqlite ? BATCH_MAX : 1;
	pthread_mutex_lock(&db->lock);
	for (;;) {
		while (db->first == NULL && !db->closing)
			pthread_cond_wait(&db->more, &db->lock);
		if (db->first == NULL)
			break;
		struct db_task *batch = take(db, most);
		pthread_mutex_unlock(&db->lock);
		if (db->driver == &db_postgres)
			run_with_retries(c, batch);
		else if (!run_batch(c, batch))
			run_each_alone(c, batch);
		finish(batch);
		pthread_mutex_lock(&db->lock);
		if (db->driver->tidy != NULL)
			tidy(c);
	}
	pthread_mutex_unlock(&db->lock);
	return NULL;
}

enum rc db_submit(struct db *db, struct db_task *t)
{
	pthread_mutex_lock(&db->lock);
	bool room = db->waiting < WAITING_MAX && !db->closing;
	if (room) {
		t->next = NULL;
		*db->last = t;
		db->last = &t->next;
		db->waiting++;
		pthread_cond_signal(&db->more);
	}
	pthread_mutex_unlock(&db->lock);
	return room ? RC_OK : RC_BUSY;
}

struct waiter {
	struct db_task task;
	struct db_task *inner;
	pthread_mutex_t lock;
	pthread_cond_t over;
	bool is_over;
};

static enum rc waiter_run(struct db_task *t, struct db_conn *c)
{
	struct waiter *w = (struct waiter *)t;
	return w->inner->run(w->inner, c);
}

static void waiter_done(struct db_task *t)
{
	struct waiter *w = (struct waiter *)t;
	pthread_mutex_lock(&w->lock);
	w->is_over = true;
	pthread_cond_signal(&w->over);
	pthread_mutex_unlock(&w->lock);
}

enum rc db_do(struct db *db, struct db_task *t)
{
	struct waiter w = { .task = { .run = waiter_run, .done = waiter_done, .write = t->write,
				      .single = t->single },
			    .inner = t };
	pthread_mutex_init(&w.lock, NULL);
	pthread_cond_init(&w.over, NULL);
	t->rc = db_submit(db, &w.task);
	if (t->rc == RC_OK) {
		pthread_mutex_lock(&w.lock);
		while (!w.is_over)
			pthread_cond_wait(&w.over, &w.lock);
		pthread_mutex_unlock(&w.lock);
		t->rc = w.task.rc;
	}
	pthread_cond_destroy(&w.over);
	pthread_mutex_destroy(&w.lock);
	return t->rc;
}

enum rc db_undo(struct db_conn *c)
{
	const struct db_driver *d = c->db->driver;
	if (!d->stands(c))
		return RC_BUSY;
	if (d == &db_sqlite)
		return take_back(c);
	TRY(d->step(c, DB_ROLLBACK));
	return d->step(c, DB_WRITE);
}

struct db_counts db_count(struct db *db)
{
	pthread_mutex_lock(&db->lock);
	struct db_counts counts = db->counts;
	counts.waiting = db->waiting;
	pthread_mutex_unlock(&db->lock);
	return counts;
}

/* --- opening and closing ---------------------------------------------------- */

enum rc db_conn_open(struct db *db, struct db_conn **ret)
{
	struct db_conn *c = calloc(1, sizeof(*c));
	if (c == NULL)
		return RC_BROKEN;
	enum rc rc = db->driver->open(db, false, c);
	if (rc != RC_OK) {
		free(c);
		return rc;
	}
	*ret = c;
	return RC_OK;
}

void db_conn_close(struct db_conn *c)
{
	c->db->driver->close(c);
	free(c);
}

static enum rc start_threads(struct db *db, unsigned n)
{
	db->conns = calloc(n, sizeof(*db->conns));
	db->threads = calloc(n, sizeof(*db->threads));
	if (db->conns == NULL || db->threads == NULL)
		return RC_BROKEN;
	for (; db->threads_n < n; db->threads_n++) {
		struct db_conn *c = &db->conns[db->threads_n];
		TRY(db->driver->open(db, true, c));
		if (pthread_create(&db->threads[db->threads_n], NULL, serve_queue, c) != 0) {
			db->driver->close(c);
			return RC_BROKEN;
		}
	}
	return RC_OK;
}

enum rc db_open(const struct db_conf *conf, struct db **ret)
{
	struct db *db = calloc(1, sizeof(*db));
	if (db == NULL)
		return RC_BROKEN;
	db->conf = *conf;
	db->driver = conf->url ? &db_postgres : &db_sqlite;
	db->last = &db->first;
	pthread_mutex_init(&db->lock, NULL);
	pthread_cond_init(&db->more, NULL);
	pthread_cond_init(&db->keeper_more, NULL);
	unsigned pool = conf->connections ? conf->connections : POOL_DEFAULT;
	enum rc rc = start_threads(db, conf->url ? pool : 1);
	if (rc == RC_OK)
		rc = start_keeper(db);
	if (rc != RC_OK) {
		db_close(db);
		return rc;
	}
	*ret = db;
	return RC_OK;
}

void db_close(struct db *db)
{
	pthread_mutex_lock(&db->lock);
	db->closing = true;
	pthread_cond_broadcast(&db->more);
	pthread_cond_signal(&db->keeper_more);
	pthread_mutex_unlock(&db->lock);
	if (db->keeper_started) {
		pthread_join(db->keeper, NULL);
		db->driver->close(&db->keeper_conn);
	}
	for (unsigned i = 0; i < db->threads_n; i++) {
		pthread_join(db->threads[i], NULL);
		db->driver->close(&db->conns[i]);
	}
	free(db->conns);
	free(db->threads);
	pthread_cond_destroy(&db->more);
	pthread_cond_destroy(&db->keeper_more);
	pthread_mutex_destroy(&db->lock);
	free(db);
}

enum rc db_scrub(struct db *db)
{
	struct db_conn c = { 0 };
	if (db->driver->scrub == NULL)
		return RC_OK;
	TRY(db->driver->open(db, true, &c));
	enum rc rc = db->driver->scrub(&c);
	db->driver->close(&c);
	return rc;
}

bool db_is_well(const struct db *db)
{
	return !atomic_load_explicit(&db->ill, memory_order_relaxed);
}

enum db_engine db_engine_of(const struct db *db)
{
	return db->driver == &db_postgres ? DB_POSTGRES : DB_SQLITE;
}

enum rc db_check(struct db_conn *c, const struct db_query *q, char *why, size_t why_len)
{
	return c->db->driver->check(c, q, why, why_len);
}
