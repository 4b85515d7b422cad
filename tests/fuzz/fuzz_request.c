/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A whole request through server_answer(), on a small world:
 *
 *	WHO METHOD PATH?QUERY
 *	Name: value …
 *	(an empty line)
 *	body
 *
 * WHO is a digit: who is signed in, and on which face. A form gets its token, so that
 * what comes behind it is reached too.
 */
#include "tests/fuzz/fuzz.h"

#include "lib/base/log.h"
#include "tests/story/client.h"

enum { HEADERS_MAX = 8, ARENA_MAX = 64 * 1024 * 1024 };

static struct world_under_test world;
static struct someone_under_test people[3];

static void stop(void)
{
	test_world_stop(&world);
}

static void start(void)
{
	static const char *const names[] = { "family", "inside", "reviewer" };
	struct arena *a = fuzz_arena();
	log_set_level(LOG_ERROR);
	PROMISE(crypto_start() == RC_OK && i18n_start() == RC_OK);
	secret_make_cheap_for_tests();
	test_world_start(&world, NULL);
	for (size_t i = 0; i < COUNT_OF(people); i++) {
		people[i].world = &world;
		test_sign_in(&people[i], a, names[i]);
	}
	arena_free(a);
	atexit(stop);
}

/* What would end the session that the next input needs, or move its clock. */
static bool ends_world(const char *path)
{
	return strstr(path, "sign-out") != NULL || text_starts(path, "/demo/clock");
}

static const char *line_of(struct arena *a, const char **at)
{
	size_t n = strcspn(*at, "\n");
	const char *line = arena_strn(a, *at, n);
	*at += n + ((*at)[n] == '\n');
	return line;
}

static size_t read_headers(struct arena *a, const char **at, const char **to)
{
	size_t n = 0;
	const char *line;
	while (n < 2 * HEADERS_MAX && *(line = line_of(a, at)) != '\0') {
		size_t name = strcspn(line, ":");
		if (name == 0 || line[name] == '\0')
			continue;
		to[n++] = arena_strn(a, line, name);
		to[n++] = line + name + 1 + (line[name + 1] == ' ');
	}
	return n;
}

static const char *path_of(struct arena *a, const char *raw)
{
	const char *path = NULL;
	size_t n = strcspn(raw, "?");
	if (http_parse_path(a, arena_strn(a, raw, n), &path) != RC_OK || strchr(path, '?') != NULL)
		return NULL;
	return arena_printf(a, "%s%s", path, raw + n);
}

static void ask(struct arena *a, char who, const char *method, const char *path, const char *rest)
{
	const char *headers[2 * HEADERS_MAX + 3] = { NULL };
	size_t n = read_headers(a, &rest, headers);
	const char *body = rest;
	struct someone_under_test *one = who >= '1' && who <= '6' ? &people[(who - '1') % 3] : NULL;
	bool api = who >= '4';
	if (one != NULL) {
		headers[n++] = api ? "Authorization" : "Cookie";
		headers[n++] = api ? arena_printf(a, "Bearer %s", one->token) :
				     arena_printf(a, "kin=%s.en", one->cookie);
	}
	if (one != NULL && !api && text_is(method, "POST"))
		body = arena_printf(a, "form_token=%s&%s", test_form_token(one, a), rest);
	struct answer got = test_raw(&world, a, method, path, headers, body);
	if (got.status < 200 || got.status > 599 || got.status == 500)
		fprintf(stderr, "%s %s -> %d\n", method, path, got.status);
	PROMISE(got.status >= 200 && got.status <= 599 && got.status != 500);
	PROMISE(text_is_utf8(got.body, strlen(got.body)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static bool started;
	if (!started)
		start();
	started = true;
	struct arena *a = arena_new(ARENA_MAX);
	char *text = fuzz_text(data, len);
	const char *rest = text, *line = line_of(a, &rest);
	size_t method = strlen(line) > 2 ? strcspn(line + 2, " ") : 0;
	if (method > 0 && line[2 + method] == ' ') {
		const char *path = path_of(a, line + 3 + method);
		if (path != NULL && !ends_world(path))
			ask(a, line[0], arena_strn(a, line + 2, method), path, rest);
	}
	free(text);
	arena_free(a);
	return 0;
}
