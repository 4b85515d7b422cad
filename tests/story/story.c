/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Stories: plain-text scenarios, each on a fresh world, on SQLite and PostgreSQL.
 *
 *	kin-story [--database URL] [--verify PROGRAM] FILE.story …
 *
 * PROGRAM looks at the end whether each story's audit log holds (kk-verify).
 *
 * A line is an act and what is seen then:
 *
 *	as family post /threads/@t/messages body="Hello" see 303 /threads/@t
 *	as inside api get /threads/@t/messages see 200 "Hello" !"Secret" message=@m
 *	as nobody get /queue see 303 /sign-in
 *	from nobody 203.0.113.5
 *	gateway nobody2 "its secret"
 *	clock PT4H
 *	jobs
 *
 * `api` sends JSON with a token to /api/v1, without it a form with a cookie. After
 * `see` stands the status, then what the answer holds ("…"), does not hold
 * (!"…"), where it leads (/path), and what to keep: name=@x keeps the first
 * "name":"…" of JSON, path=/threads/@x the first such address in a page. A name
 * that is kept already must come again. A value @x in what is sent is filled in.
 * In "…" a ~ stands for a double quote. find:"…"@x keeps the letters and digits that
 * follow the last such text. @family_ar is the person id of who has acted as family-ar.
 * @totp is the code of the demo's staff, @totp_x that of the key that was kept as x. `jobs` runs what is due; `from` says where
 * somebody's requests come from; `gateway` what somebody says who calls as a machine; `clock` moves the clock on, and everybody signs in anew.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "tests/story/client.h"

enum { WORDS_MAX = 40, PEOPLE_MAX = 20, KEPT_MAX = 40, ARENA_MAX = 64 * 1024 * 1024 };

struct story {
	struct world_under_test world;
	struct {
		char name[32];
		struct someone_under_test who;
	} people[PEOPLE_MAX];
	size_t people_n;
	struct {
		char name[32], value[72];
	} kept[KEPT_MAX];
	size_t kept_n;
	struct arena *a;
	const char *file;
	int line;
	const char *fault;
};

/* --- words of a line ------------------------------------------------------------------ */

/* Words are parted by spaces; "…" holds spaces; \n in it is a line break. */
static int split(struct arena *a, const char *line, char **words)
{
	int n = 0;
	while (*line != '\0' && n < WORDS_MAX) {
		while (isspace((unsigned char)*line))
			line++;
		if (*line == '\0' || *line == '#')
			break;
		char *to = words[n++] = arena_get(a, strlen(line) + 1);
		for (bool quoted = false; *line != '\0' && (quoted || !isspace((unsigned char)*line)); line++) {
			if (*line == '"')
				quoted = !quoted;
			if (*line == '\\' && line[1] == 'n') {
				*to++ = '\n';
				line++;
			} else {
				*to++ = *line;
			}
		}
	}
	return n;
}

static const char *unquoted(struct arena *a, const char *word)
{
	char *to = arena_get(a, strlen(word) + 1), *at = to;
	for (; *word != '\0'; word++)
		if (*word != '"')
			*at++ = *word == '~' ? '"' : *word;
	return to;
}

static char *kept(struct story *s, const char *name, size_t len, bool add)
{
	for (size_t i = 0; i < s->kept_n; i++)
		if (strlen(s->kept[i].name) == len && strncmp(s->kept[i].name, name, len) == 0)
			return s->kept[i].value;
	if (!add || s->kept_n == KEPT_MAX)
		return NULL;
	(void)snprintf(s->kept[s->kept_n].name, sizeof(s->kept[0].name), "%.*s", (int)len, name);
	return s->kept[s->kept_n++].value;
}

/* What ids, codes and tickets (base64url) are made of. */
#define SECRET_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

static size_t name_len(const char *s)
{
	size_t n = 0;
	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return n;
}

static const char *totp_now(struct story *s)
{
	static const unsigned char seed[TOTP_LEN] = "kinkeeper demo seed";
	char *code = arena_get(s->a, 7);
	totp_code(seed, shared_now(server_shared(s->world.server)), code);
	return code;
}

/* The code of an app whose key (base32) was kept under that name. */
static const char *totp_of(struct story *s, const char *key)
{
	unsigned char seed[TOTP_LEN + 1] = { 0 };
	unsigned bits = 0, have = 0;
	size_t n = 0;
	for (; *key != '\0' && n < TOTP_LEN; key++) {
		bits = bits << 5 | (unsigned)(isdigit((unsigned char)*key) ? *key - '2' + 26 : *key - 'A');
		have += 5;
		if (have >= 8)
			seed[n++] = (unsigned char)(bits >> (have -= 8));
	}
	char *code = arena_get(s->a, 7);
	totp_code(seed, shared_now(server_shared(s->world.server)), code);
	return code;
}

/* The person id of somebody who has acted: @family_ar for family-ar. */
static const char *person_of(struct story *s, const char *name, size_t len)
{
	for (size_t i = 0; i < s->people_n; i++) {
		size_t k = 0;
		const char *known = s->people[i].name;
		while (k < len && known[k] != '\0' && (known[k] == name[k] || (known[k] == '-' && name[k] == '_')))
			k++;
		if (k == len && known[k] == '\0')
			return s->people[i].who.person;
	}
	return NULL;
}

/* Puts what was kept where @name stands; an e-mail address stays as it is. */
static const char *filled(struct story *s, const char *word)
{
	struct buf out = buf_new(s->a, 1024 * 1024);
	for (; *word != '\0'; word++) {
		size_t len = *word == '@' ? name_len(word + 1) : 0;
		const char *value = len ? kept(s, word + 1, len, false) : NULL;
		if (value == NULL && len > 0)
			value = person_of(s, word + 1, len);
		if (len == 4 && text_starts(word, "@totp"))
			value = totp_now(s);
		const char *key = len > 5 && text_starts(word, "@totp_") ? kept(s, word + 6, len - 5, false) : NULL;
		if (key != NULL)
			value = totp_of(s, key);
		if (value != NULL) {
			buf_str(&out, value);
			word += len;
		} else {
			buf_char(&out, *word);
		}
	}
	return buf_text(&out);
}

/* --- acting ------------------------------------------------------------------------------- */

static struct someone_under_test *who(struct story *s, const char *name)
{
	for (size_t i = 0; i < s->people_n; i++)
		if (text_is(s->people[i].name, name))
			return &s->people[i].who;
	if (s->people_n == PEOPLE_MAX)
		exit(3);
	(void)snprintf(s->people[s->people_n].name, sizeof(s->people[0].name), "%s", name);
	struct someone_under_test *one = &s->people[s->people_n++].who;
	one->world = &s->world;
	memset(one->cookie, 'A', 43);
	if (!text_starts(name, "nobody"))
		test_sign_in(one, s->a, name);
	return one;
}

static const char *as_form(struct story *s, char **words, int n)
{
	struct buf out = buf_new(s->a, 1024 * 1024);
	for (int i = 0; i < n; i++) {
		const char *word = filled(s, words[i]);
		size_t name = strcspn(word, "=");
		buf_printf(&out, "%s%.*s=%s", i ? "&" : "", (int)name, word,
			   http_url_escape(s->a, unquoted(s->a, word + name + 1)));
	}
	return buf_text(&out);
}

/* Whether this name[]=… goes on with the list of the word before. */
static bool goes_on(char **words, int i)
{
	size_t name = i > 0 ? strcspn(words[i], "=") : 0;
	return name > 0 && words[i][name - 1] == ']' && strncmp(words[i], words[i - 1], name + 1) == 0;
}

/* name=value is a text, name:=value as it is, name[]=value one of a list. */
static const char *as_json(struct story *s, char **words, int n)
{
	struct buf out = buf_new(s->a, 1024 * 1024);
	buf_char(&out, '{');
	for (int i = 0; i < n; i++) {
		const char *word = filled(s, words[i]), *equals = strchr(word, '=');
		size_t name = (size_t)(equals - word);
		bool plain = equals[-1] == ':', list = equals[-1] == ']';
		name -= plain ? 1 : list ? 2 : 0;
		if (goes_on(words, i))
			buf_char(&out, ',');
		else
			buf_printf(&out, "%s\"%.*s\":%s", i ? "," : "", (int)name, word, list ? "[" : "");
		if (plain)
			buf_str(&out, equals + 1);
		else
			json_text(&out, unquoted(s->a, equals + 1));
		buf_str(&out, list && !(i + 1 < n && goes_on(words, i + 1)) ? "]" : "");
	}
	buf_char(&out, '}');
	return buf_text(&out);
}

/* --- seeing --------------------------------------------------------------------------------- */

static bool fail(struct story *s, const char *what, const char *word, const struct answer *got)
{
	s->fault = arena_printf(s->a, "%s %s\n  got %d %s\n  %.1500s", what, word, got->status,
				got->location, got->body);
	return false;
}

/* A pattern with @names against an address, up to a quote, ?, # or the end. */
static bool path_fits(struct story *s, const char *pattern, const char *path)
{
	while (*pattern != '\0') {
		if (*pattern != '@') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		size_t name = name_len(pattern + 1), len = strcspn(path, "/\"?#&");
		char *value = kept(s, pattern + 1, name, true);
		if (value == NULL || len != TEXT_BASE32_128)
			return false;
		if (*value == '\0')
			(void)snprintf(value, 72, "%.*s", (int)len, path);
		else if (strlen(value) != len || strncmp(value, path, len) != 0)
			return false;
		pattern += name + 1;
		path += len;
	}
	return *path == '\0' || strchr("\"?#&", *path) != NULL;
}

static bool keep_path(struct story *s, const char *pattern, const char *body)
{
	size_t before = s->kept_n;
	for (const char *at = strstr(body, "=\"/"); at != NULL; at = strstr(at + 1, "=\"/")) {
		if (path_fits(s, pattern, at + 2))
			return true;
		s->kept_n = before;
		memset(s->kept[before].value, 0, sizeof(s->kept[before].value));
	}
	return false;
}

static bool keep_json(struct story *s, const char *word, const char *body)
{
	const char *equals = strchr(word, '=');
	const char *key = arena_printf(s->a, "\"%.*s\":\"", (int)(equals - word), word);
	const char *at = strstr(body, key);
	if (at == NULL)
		return false;
	at += strlen(key);
	size_t len = strcspn(at, "\"");
	char *value = kept(s, equals + 2, strlen(equals + 2), true);
	if (value == NULL || len > 64)
		return false;
	if (*value == '\0')
		(void)snprintf(value, 72, "%.*s", (int)len, at);
	return strlen(value) == len && strncmp(value, at, len) == 0;
}

static bool keep_found(struct story *s, const char *word, const char *body)
{
	const char *at = strrchr(word, '@'), *last = NULL;
	const char *text = unquoted(s->a, arena_strn(s->a, word, (size_t)(at - word)));
	for (const char *found = strstr(body, text); found != NULL; found = strstr(found + 1, text))
		last = found + strlen(text);
	char *value = kept(s, at + 1, strlen(at + 1), true);
	if (last == NULL || value == NULL)
		return false;
	(void)snprintf(value, 72, "%.*s", (int)strspn(last, SECRET_LETTERS), last);
	return *value != '\0';
}

static bool sees(struct story *s, const struct answer *got, const char *word)
{
	if (isdigit((unsigned char)*word))
		return got->status == atoi(word) || fail(s, "expected status", word, got);
	if (*word == '!')
		return strstr(got->body, unquoted(s->a, filled(s, word + 1))) == NULL ||
		       fail(s, "should not hold", word, got);
	if (*word == '"')
		return strstr(got->body, unquoted(s->a, filled(s, word))) != NULL ||
		       fail(s, "should hold", word, got);
	if (*word == '/')
		return path_fits(s, word, got->location) || fail(s, "should lead to", word, got);
	if (text_starts(word, "find:"))
		return keep_found(s, word + 5, got->body) || fail(s, "should hold", word, got);
	if (text_starts(word, "path="))
		return keep_path(s, word + 5, got->body) || fail(s, "should link to", word, got);
	if (strstr(word, "=@") != NULL)
		return keep_json(s, word, got->body) || fail(s, "should have", word, got);
	return fail(s, "what is", word, got);
}

static bool act(struct story *s, char **words, int n)
{
	int at = 2, see = 0;
	bool api = n > 2 && text_is(words[2], "api");
	at += api;
	for (int i = at; i < n; i++)
		if (text_is(words[i], "see"))
			see = i;
	if (see < at + 2) {
		s->fault = "a line is: as WHO [api] METHOD PATH … see STATUS …";
		return false;
	}
	struct someone_under_test *one = who(s, words[1]);
	const char *method = text_is(words[at], "get") ? "GET" : "POST";
	const char *path = filled(s, words[at + 1]);
	int sent = see - at - 2;
	struct answer got;
	if (api)
		got = test_api(one, s->a, method, path,
			       text_is(method, "POST") ? as_json(s, words + at + 2, sent) : NULL, NULL);
	else
		got = test_page(one, s->a, method, path, as_form(s, words + at + 2, sent));
	for (int i = see + 1; i < n; i++)
		if (!sees(s, &got, words[i]))
			return false;
	return true;
}

/* Sessions may be over: everybody signs in anew, but for those who did it by hand. */
static void forget_personas(struct story *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->people_n; i++)
		if (text_starts(s->people[i].name, "nobody"))
			s->people[n++] = s->people[i];
	s->people_n = n;
}

static bool move_clock(struct story *s, const char *by)
{
	int64_t ms = 0;
	struct shared *shared = server_shared(s->world.server);
	if (duration_parse(by, &ms) && server_set_clock(s->world.server, shared_now(shared) + ms) == RC_OK) {
		forget_personas(s);
		return true;
	}
	s->fault = "clock takes a duration like PT4H";
	return false;
}

static bool run_line(struct story *s, const char *line)
{
	char *words[WORDS_MAX];
	int n = split(s->a, line, words);
	if (n == 0)
		return true;
	if (text_is(words[0], "clock") && n == 2)
		return move_clock(s, words[1]);
	if (text_is(words[0], "jobs") && n == 1)
		return server_set_clock(s->world.server,
					shared_now(server_shared(s->world.server))) == RC_OK;
	if (text_is(words[0], "from") && n == 3) {
		struct someone_under_test *one = who(s, words[1]);
		(void)snprintf(one->source, sizeof(one->source), "%s", words[2]);
		return true;
	}
	if (text_is(words[0], "gateway") && n == 3) {
		struct someone_under_test *one = who(s, words[1]);
		(void)snprintf(one->hook, sizeof(one->hook), "%s", unquoted(s->a, words[2]));
		return true;
	}
	if (text_is(words[0], "as"))
		return act(s, words, n);
	s->fault = "a line begins with as, from, gateway, jobs or clock";
	return false;
}

static bool run_story(const char *file, const char *database, const char *verify)
{
	struct story *s = calloc(1, sizeof(*s));
	FILE *in = fopen(file, "r");
	char line[8192];
	bool good = in != NULL && s != NULL;
	if (!good)
		exit(3);
	s->a = arena_new(ARENA_MAX);
	s->file = file;
	s->world.verify = verify;
	test_world_start(&s->world, database);
	while (good && fgets(line, sizeof(line), in) != NULL) {
		s->line++;
		good = run_line(s, line);
	}
	fclose(in);
	test_world_stop(&s->world);
	if (good && s->world.unsound) {
		s->fault = "its audit log does not hold";
		good = false;
	}
	printf("%s %s on %s\n", good ? "ok" : "FAILED", file, database ? "PostgreSQL" : "SQLite");
	if (!good)
		printf("  %s:%d: %s\n", file, s->line, s->fault ? s->fault : "?");
	fflush(stdout);
	arena_free(s->a);
	free(s);
	return good;
}

int main(int argc, char **argv)
{
	const char *database = NULL, *verify = NULL;
	int passed = 0, failed = 0, first = 1;
	for (; argc > first + 1 && text_starts(argv[first], "--"); first += 2) {
		if (text_is(argv[first], "--database"))
			database = argv[first + 1];
		else if (text_is(argv[first], "--verify"))
			verify = argv[first + 1];
	}
	if (crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 3;
	secret_make_cheap_for_tests();
	log_set_level(LOG_ERROR);
	for (int i = first; i < argc; i++) {
		bool good = run_story(argv[i], database, verify);
		passed += good;
		failed += !good;
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
