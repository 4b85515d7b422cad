/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One request, one direction: bytes → fields → verb → view → bytes.
 *
 * A row of the route table serves both faces: `/threads/{thread}` is a page for
 * a browser with a cookie, `/api/v1/threads/{thread}` the same verb as JSON for
 * a bearer token. A row that reads has `page` and `json`; a row that acts has
 * `act`, which both faces run. Pages and API therefore cannot differ in what
 * they allow (docs/decisions/0006-one-row-two-faces.md).
 */
#ifndef FACES_WEB_H
#define FACES_WEB_H

#include "lib/html/html.h"
#include "lib/http/http.h"
#include "lib/work/field.h"
#include "src/audit/audit.h"

struct web;
typedef enum rc web_fn(struct web *r);

enum route_audit { AUDIT_NONE, AUDIT_READ, AUDIT_ACT };
enum { WHO_ANYONE = 1 << 30, WHO_SIGNED_IN = 1 << 29 }; /* beside bits of enum role */
enum { BODY_FORM = 64 * 1024, BODY_FILE = 24 * 1024 * 1024 };

struct route {
	const char *method, *path; /* "/threads/{thread}/messages" */
	const char *op;		   /* "message.send": operationId and audited act */
	unsigned who;		   /* 0 is a mistake that tests find */
	enum route_audit audit;
	size_t body; /* most bytes of a body; 0: none is read */
	web_fn *page, *json, *act;
	/* Instead of them: an answer that needs no session and no store; NULL is 503. */
	const struct http_file *(*plain)(const struct web *r);
	web_fn *slow;  /* before act: passwords, on its own threads, outside of a transaction */
	web_fn *again; /* shows the form again when act refuses what was typed */
	const struct field *in, *query, *out;
	size_t in_n, query_n, out_n;
	const char *list; /* the answer is {list: [out …], "next": cursor} */
	const char *made; /* the answer is {made: id} */
	bool page_only, json_only, demo_only, first_factor;
	bool whoever; /* means the same for whomever one acts: signing out, choosing the child */
	bool sealed; /* what is sent is a secret: nothing is kept of it, nor shown again */
	bool hook; /* called by a machine with the secret of server_conf; not there without one */
	const char *doc; /* one sentence for the API description */
};
#define ROUTE_IN(table)	   .in = (table), .in_n = COUNT_OF(table)
#define ROUTE_OUT(table)	   .out = (table), .out_n = COUNT_OF(table)
#define ROUTE_QUERY(table) .query = (table), .query_n = COUNT_OF(table)

/* What was typed, and what is wrong with it, for a form that is shown again. */
struct form {
	const struct field_values *values;
	const struct problem *problems;
	size_t problems_n;
};
const char *form_value(const struct form *f, const char *name);
const struct problem *form_problem(const struct form *f, const char *name);
bool form_has(const struct form *f, const char *name, const char *value);

/* What the layout needs to know. */
struct menu_item {
	const char *path, *icon;
	enum word word;
	bool here;
	int64_t badge;
};
struct menu {
	struct menu_item *at;
	size_t n;
};
struct frame {
	enum word title;
	const char *lang, *dir, *mode, *path;
	struct menu menu;
	bool signed_in, kiosk, staff, demo, wrong, live, idle, keys;
	enum word done; /* what was just done, W_NONE without */
	const char *child, *signer; /* the child one acts for, and oneself; NULL: nobody */
	const char *clock, *leave, *home, *live_ids, *css, *js, *icons, *mark, *build;
	const struct form *form;
};

enum { FORM_SECRET_LEN = 32, WEB_VALUES_MAX = 8 };

struct web {
	struct work w;
	struct server *server;
	struct http_exchange *x;
	const struct route *route;
	bool api;
	struct field_values path, query, in;
	struct form form;
	struct page page;
	struct audit_note note;
	unsigned char form_secret[FORM_SECRET_LEN]; /* of the forms of this answer */
	struct id_person form_for; /* the child whom the form that came in is for; 0: oneself */
	const char *token;	/* what came in; NULL without */
	const char *set_token;	/* a new cookie; "" takes it away */
	const char *set_lang;	/* a language chosen while signed out */
	const char *once;	/* idempotency key; NULL without */
	bool stale_session;
	enum rc (*after)(struct work *w, int64_t arg); /* a small write a read brings with it */
	int64_t after_arg;
	bool after_refused; /* `after` is for a read that was refused, too */
	struct {
		void *at;
		size_t len;
	} wipe; /* a secret in `kept`: gone when the request is over */
	void *kept; /* what `slow` found out, for `act`; what `late` is to write */
	/* Set by a handler: the slow half of its answer (a PDF), run on the slow threads
	 * once the transaction and its audit entry are durable. */
	web_fn *late;
	void (*tell)(const struct web *r, struct buf *out); /* members an API refusal adds; NULL: none */
	enum rc outcome; /* of the handler, once it has run */
};

/* --- what came in -------------------------------------------------------------- */

/* The id in the path under that name; E_not_there for what is none. */
must enum rc web_path_id(struct web *r, const char *name, enum id_kind kind, int64_t *ret);
#define web_id(r, kind, ret) web_path_id((r), #kind, ID_OF_##kind, &(ret)->v)
const char *web_path(const struct web *r, const char *name);

/* The body, by the route's `in`; refuses names that it does not know. */
must enum rc web_read(struct web *r, void *into);
/* The query, by the route's `query`. */
must enum rc web_query(struct web *r, void *into);
/* The cursor in ?after=: 0 without one, E_cursor for what we did not hand out. */
must enum rc web_cursor(struct web *r, int64_t *ret);
const char *web_cursor_text(struct web *r, int64_t cursor);

/* For `slow`: may whoever sent this come here, and was it not done before under
 * the same key? Says who it is in w.actor. The same is asked again before `act`,
 * in its transaction. */
bool web_may(struct web *r);

/*
 * Where a request comes from, for limits that must not hit everybody at once: the
 * peer, where it is a public address; else what the last X-Forwarded-For of a proxy on
 * a private address says; "" where that tells nothing. An IPv6 network is one source.
 */
const char *web_source(struct web *r);

/* --- what goes out --------------------------------------------------------------- */

/* Where a page is written to; the status is 200, or that of the refusal. */
struct page *web_page(struct web *r);
struct frame web_frame(struct web *r, enum word title);

/* One object, or a list with its cursor, by the route's `out`. */
enum rc web_object(struct web *r, const void *from);
enum rc web_list(struct web *r, const void *first, size_t size, size_t n, int64_t next);
/* Any JSON: where to write it. */
struct buf *web_json(struct web *r);

/* An act is done: a browser goes on to `path` (with ?done=`done` where told), the
 * API gets 200 and {} or {made: id}. */
enum rc web_done(struct web *r, const char *path, const char *done);
enum rc web_made(struct web *r, enum id_kind kind, int64_t id, const char *path, const char *done);
const char *web_printf(struct web *r, const char *fmt, ...) like_printf(2, 3);
/* A public id as text. */
const char *web_id_text(struct web *r, enum id_kind kind, int64_t id);

/* A file to download: always an attachment. */
enum rc web_file(struct web *r, const char *type, const char *name, const void *bytes, size_t len);

/*
 * The secret of forms: of the session, and of the child one acts for, so that a form that
 * was opened for one child is none for another, nor for oneself. `who` 0: oneself.
 */
void web_form_secret(struct web *r, struct id_person who);

/* The first page of whoever is signed in. */
const char *web_home(const struct work *w);

#endif
