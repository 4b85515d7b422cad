/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A server without a socket, on a fresh demo world, and people who use it. */
#ifndef TESTS_CLIENT_H
#define TESTS_CLIENT_H

#include "src/faces/server.h"

enum { URL_MAX = 1024 };

struct world_under_test {
	struct server *server;
	struct signer *signer;
	char dir[64];
	const char *database; /* as its owner; NULL: SQLite */
	char url[URL_MAX];    /* as the role that serves */
	const char *verify;   /* a verifier of the audit log, to be run at the end; NULL: none */
	bool unsound;	      /* it found something */
};

/* A fresh world on SQLite, or on that PostgreSQL (emptied first; its URL is
 * the owner's, and the world runs as the role that serves). */
void test_world_start(struct world_under_test *t, const char *database);
void test_world_stop(struct world_under_test *t);

/* Somebody with a browser (cookie) or a program (token). */
struct someone_under_test {
	struct world_under_test *world;
	char cookie[64], lang[8], token[64], person[27];
	char hook[48]; /* what it says as a gateway; "": nothing */
	char form_for[27]; /* the child that forms of the page that is open are for; "": oneself */
	char source[48]; /* what a proxy says about where it comes from; "": nothing */
};

struct answer {
	int status;
	const char *body, *location, *type, *cookie;
	struct http_res *res;
};

/* Signs in through the demo's door, on both faces. */
void test_sign_in(struct someone_under_test *s, struct arena *a, const char *persona);
/* Sends and waits. `form` is url-encoded; a token and a key are added.
 * With form_for=CHILD it is that of another tab, opened for that child. */
struct answer test_page(struct someone_under_test *s, struct arena *a, const char *method,
			const char *path, const char *form);
/* The same as JSON to /api/v1; `key` is the Idempotency-Key or NULL. */
struct answer test_api(struct someone_under_test *s, struct arena *a, const char *method,
		       const char *path, const char *json, const char *key);
/* A request as it is, with these headers: name, value, …, NULL. */
struct answer test_raw(struct world_under_test *t, struct arena *a, const char *method,
		       const char *path, const char *const *headers, const char *body);
/* A form token for this browser. */
const char *test_form_token(struct someone_under_test *s, struct arena *a);

#endif
