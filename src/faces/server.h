/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The running program: what `serve` and `demo` start and tests drive. */
#ifndef FACES_SERVER_H
#define FACES_SERVER_H

#include "lib/http/http.h"
#include "lib/jobs/jobs.h"
#include "lib/work/work.h"
#include "src/faces/web.h"

struct server;

struct sender;
struct signer;

struct server_conf {
	const char *data;     /* the data directory */
	const char *database; /* postgresql://…, or NULL for SQLite in it */
	const char *key_database; /* the same for the store of keys */
	const char *listen;   /* NULL: no socket, for tests */
	const char *base_url;
	unsigned workers;
	bool demo, secure; /* secure: behind TLS, so cookies and HSTS are strict */
	bool own_jobs;	   /* runs jobs on a thread of its own */
	bool migrate;	   /* brings the schema up to date first */
	unsigned connections;
	const char *hook_secret; /* of the text gateway; NULL: it does not call */
	struct sender *sender; /* started before; NULL: nothing is sent out */
	struct signer *signer; /* the same, of the audit log's checkpoints; NULL: nobody signs */
	int64_t now; /* the demo's clock; 0: the machine's */
	bool weak_sync; /* set by tests/chaos/weak_server.c alone: it loses what it acknowledged */
};

/* The program's table of routes (src/routes.c), ended by a row without a path. */
extern const struct route *const route_tables[];
extern const struct job_kind job_kinds[];
extern const struct http_file *const static_files[];

must enum rc server_start(const struct server_conf *conf, struct server **ret);
/* Begins to listen, on a server that was started without. */
must enum rc server_open(struct server *s, const char *listen);
void server_stop(struct server *s);
const char *server_address(const struct server *s);
struct shared *server_shared(struct server *s);
bool server_is_secure(const struct server *s);
/* The zone of whoever is not signed in. */
const struct zone *server_utc(const struct server *s);

/* Answers one exchange: now, or later from another thread; `done` is called then
 * (http_done() on the wire). The one door for the wire and for tests. */
void server_answer(struct server *s, struct http_exchange *x, void (*done)(struct http_exchange *));

/* The row for a method and a path without its /api/v1; fills the path's values. */
const struct route *route_find(struct web *r, const char *method, const char *path, bool *ret_other);

/* Moves the demo's clock and runs what is due by then; the clock never goes back. */
must enum rc server_set_clock(struct server *s, int64_t now);

/* Runs `work` on the slow threads; RC_BUSY when too much waits. */
must enum rc server_slow(struct server *s, void (*work)(void *arg), void *arg);

/* Runs a request's database work where it belongs: reads at once on this worker's
 * connection (SQLite), all else through the queue. */
struct db_task;
must enum rc server_task(struct server *s, struct db_task *t, unsigned worker);

/* Live pages: a stream belongs to a person until it is gone. */
void server_watch(struct server *s, struct http_exchange *x, struct id_person person);

#endif
