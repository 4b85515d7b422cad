/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Key pairs and opening; see sealed.h. */
#include <string.h>

#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "sealed_q.h"
#include "src/accounts/accounts.h"
#include "src/audit/audit.h"
#include "src/people/people.h"
#include "src/sealed/proof.h"
#include "src/sealed/sealed.h"
#include "src/sealed/ties.h"
#include "lib/base/wordlist.h"

enum { WORDS_LEAST = 6, WORDS_OFFERED = 7, WORDS_APART = 5, LETTERS_LEAST = 18, TRIES_LAST = 15 };

/* --- phrases and codes ------------------------------------------------------------------ */

/* Lower-case letters (ASCII; others as they are) and one space between words. */
static char *phrase_plain(struct arena *a, const char *typed, size_t *ret_words)
{
	char *to = arena_get(a, strlen(typed) + 2), *at = to;
	bool gap = true;
	*ret_words = 0;
	for (; *typed != '\0'; typed++) {
		unsigned char c = (unsigned char)*typed;
		bool apart = c <= ' ' || c == '-' || c == ',' || c == '.';
		if (apart) {
			gap = true;
			continue;
		}
		if (gap && ++*ret_words > 1)
			*at++ = ' ';
		gap = false;
		*at++ = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
	}
	return to;
}

/* How many of the words are no others of them. */
static size_t words_apart(struct arena *a, const char *plain, size_t words)
{
	const char **seen = arena_array(a, const char *, words + 1);
	size_t n = 0;
	while (*plain != '\0') {
		size_t len = strcspn(plain, " "), i = 0;
		const char *word = arena_strn(a, plain, len);
		while (i < n && !text_is(seen[i], word))
			i++;
		if (i == n)
			seen[n++] = word;
		plain += len + (plain[len] == ' ');
	}
	return n;
}

enum rc sealed_phrase_is_fine(struct work *w, const char *typed)
{
	size_t words;
	const char *plain = phrase_plain(w->arena, typed, &words);
	bool fine = words >= WORDS_LEAST && words_apart(w->arena, plain, words) >= WORDS_APART &&
		    text_count(plain) >= LETTERS_LEAST;
	return fine ? RC_OK : work_fail(w, E_sealed_weak, "passphrase");
}

char *sealed_phrase_make(struct arena *a)
{
	char *phrase = arena_printf(a, "%s", wordlist[rand_below(WORDLIST_N)]);
	for (int i = 1; i < WORDS_OFFERED; i++)
		phrase = arena_printf(a, "%s %s", phrase, wordlist[rand_below(WORDLIST_N)]);
	return phrase;
}

/* The key that a recovery code gives; false for what is no code. It is 128 bits by chance: no
 * slow work makes it harder to guess. */
static bool code_key(struct arena *a, const char *typed, unsigned char key[BOX_KEY])
{
	unsigned char bytes[16], wide[KEY_LEN];
	char *plain = arena_get(a, strlen(typed) + 1), *at = plain;
	for (; *typed != '\0'; typed++)
		if (*typed != '-' && *typed != ' ')
			*at++ = (char)(*typed >= 'A' && *typed <= 'Z' ? *typed + 'a' - 'A' : *typed);
	if (!text_unbase32(plain, bytes))
		return false;
	sha256(bytes, sizeof(bytes), wide);
	key_derive(wide, "sealed recovery", key);
	bytes_wipe(bytes, sizeof(bytes));
	bytes_wipe(wide, sizeof(wide));
	return true;
}

/* --- what a key is bound to --------------------------------------------------------------- */

static const char *bound_of(struct arena *a, const struct sealed_key *k, const char *column)
{
	return arena_printf(a, "sealed_key.%s v1 tenant=%lld person=%lld id=%lld", column, (long long)k->tenant.v,
			    (long long)k->person.v, (long long)k->id.v);
}

static const char *hex(struct arena *a, const void *bytes, size_t len)
{
	char *to = arena_get(a, 2 * len + 1);
	text_hex(bytes, len, to);
	return to;
}

static const char *words_of(struct arena *a, const struct sealed_key *k)
{
	return arena_printf(a, "%s made=%lld ended=%lld public=%s phrase=%s code=%s", bound_of(a, k, "proof"),
			    (long long)k->made_at, (long long)k->ended_at, hex(a, k->public_key, BOX_KEY),
			    hex(a, k->by_phrase, sizeof(k->by_phrase)), hex(a, k->by_code, sizeof(k->by_code)));
}

static enum rc from_row(struct work *w, const struct sealed_key_row *r, struct sealed_key *ret)
{
	struct sealed_key k = { .id = r->id, .tenant = r->tenant, .person = r->person, .made_at = r->made_at,
				.ended_at = r->ended_at, .failed = r->failed, .wait_until = r->wait_until };
	bool gone = r->ended_at != 0 && r->by_phrase.len == 0 && r->by_code.len == 0;
	bool whole = r->public_key.len == BOX_KEY && r->by_phrase.len == BOX_PHRASE &&
		     r->by_code.len == sizeof(k.by_code);
	if (!(gone ? r->public_key.len == BOX_KEY : whole))
		return sealed_broken(w, "key");
	memcpy(k.public_key, r->public_key.at, BOX_KEY);
	if (whole) {
		memcpy(k.by_phrase, r->by_phrase.at, BOX_PHRASE);
		memcpy(k.by_code, r->by_code.at, sizeof(k.by_code));
	}
	TRY(sealed_check(w, words_of(w->arena, &k), r->proof, "key"));
	*ret = k;
	return RC_OK;
}

enum rc sealed_key_load_of(struct work *w, struct id_person person, struct sealed_key *ret)
{
	struct sealed_key_row row;
	*ret = (struct sealed_key){ .tenant = w->actor.tenant, .person = person };
	enum rc rc = q_sealed_key_of(w, person, &row);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	TRY(from_row(w, &row, ret));
	if (ret->ended_at != 0)
		*ret = (struct sealed_key){ .tenant = w->actor.tenant, .person = person };
	return RC_OK;
}

enum rc sealed_key_load(struct work *w, struct sealed_key *ret)
{
	return sealed_key_load_of(w, w->actor.person, ret);
}

enum rc sealed_key_was(struct work *w, struct id_sealed_key id, bool *ret)
{
	struct sealed_key_row row;
	struct sealed_key k;
	enum rc rc = q_sealed_key_ended(w, id, w->actor.person, &row);
	*ret = rc == RC_OK;
	return rc == RC_OK ? from_row(w, &row, &k) : rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- the slow half --------------------------------------------------------------------------- */

static bool waits(const struct sealed_key *k, int64_t now)
{
	return k->wait_until > now;
}

void sealed_recode(struct arena *a, struct sealed_try *t)
{
	unsigned char bytes[16], key[BOX_KEY];
	rand_bytes(bytes, sizeof(bytes));
	text_base32(bytes, t->code);
	if (code_key(a, t->code, key))
		box_lock(key, bound_of(a, &t->key, "by_code"), t->secret, BOX_KEY, t->key.by_code);
	bytes_wipe(bytes, sizeof(bytes));
	bytes_wipe(key, sizeof(key));
}

enum rc sealed_rephrase(struct arena *a, struct sealed_try *t, const char *phrase)
{
	size_t words;
	const char *plain = phrase_plain(a, phrase, &words);
	return box_phrase_lock(plain, bound_of(a, &t->key, "by_phrase"), t->secret, t->key.by_phrase);
}

/* How a key lies: who changes it tries against that, and not against what lies there later. */
static void lies(const struct sealed_key *k, unsigned char ret[SHA256_LEN])
{
	unsigned char both[BOX_PHRASE + sizeof(k->by_code)];
	memcpy(both, k->by_phrase, BOX_PHRASE);
	memcpy(both + BOX_PHRASE, k->by_code, sizeof(k->by_code));
	sha256(both, sizeof(both), ret);
}

enum rc sealed_make(struct arena *a, struct sealed_try *t, const char *phrase)
{
	box_pair(t->key.public_key, t->secret);
	TRY(sealed_rephrase(a, t, phrase));
	sealed_recode(a, t);
	lies(&t->key, t->against);
	t->asked = t->right = true;
	return RC_OK;
}

/* The secret must be that of the public key: nothing else is one. */
enum rc sealed_try_phrase(struct arena *a, struct sealed_try *t, const char *phrase, int64_t now)
{
	size_t words;
	lies(&t->key, t->against);
	t->asked = t->key.id.v != 0 && !waits(&t->key, now);
	if (!t->asked)
		return RC_OK;
	const char *plain = phrase_plain(a, phrase, &words);
	enum rc rc = box_phrase_unlock(plain, bound_of(a, &t->key, "by_phrase"), t->key.by_phrase, t->secret);
	t->right = rc == RC_OK;
	return rc == RC_DENIED ? RC_OK : rc;
}

void sealed_try_code(struct arena *a, struct sealed_try *t, const char *code, int64_t now)
{
	unsigned char key[BOX_KEY];
	lies(&t->key, t->against);
	t->asked = t->key.id.v != 0 && !waits(&t->key, now);
	t->right = t->asked && code_key(a, code, key) &&
		   box_unlock(key, bound_of(a, &t->key, "by_code"), t->key.by_code, sizeof(t->key.by_code),
			      t->secret) == RC_OK;
	bytes_wipe(key, sizeof(key));
}

/* --- in the transaction ------------------------------------------------------------------------- */

static struct db_blob phrase_of(const struct sealed_key *k)
{
	return (struct db_blob){ k->by_phrase, sizeof(k->by_phrase) };
}

static struct db_blob code_of(const struct sealed_key *k)
{
	return (struct db_blob){ k->by_code, sizeof(k->by_code) };
}

/* Of a key that is replaced nothing secret is left; that it was there tells what is lost. */
static enum rc end_key(struct work *w, const struct sealed_key *old)
{
	struct sealed_key k = { .id = old->id, .tenant = old->tenant, .person = old->person,
				.made_at = old->made_at, .ended_at = w->now };
	int64_t n = 0;
	memcpy(k.public_key, old->public_key, BOX_KEY);
	const struct db_blob none = { (const unsigned char *)"", 0 };
	return q_sealed_key_put(w, k.id, none, none, sealed_proof(w, words_of(w->arena, &k)), w->now, &n);
}

enum rc sealed_key_add(struct work *w, const struct sealed_try *t, bool anew)
{
	struct sealed_key old;
	int64_t n = 0;
	TRY(sealed_key_load(w, &old));
	if (old.id.v != 0 && !anew)
		return work_fail(w, E_sealed_has_key, NULL);
	if (old.id.v != 0) {
		TRY(end_key(w, &old));
		TRY(sealed_ties_freeze(w, w->actor.person));
	}
	struct sealed_key k = t->key;
	k.made_at = w->now;
	TRY(q_sealed_session_end_of(w, w->actor.person));
	TRY(q_sealed_key_insert(w, &(struct q_sealed_key_insert){
					   k.id, k.tenant, k.person, { k.public_key, BOX_KEY }, phrase_of(&k),
					   code_of(&k), sealed_proof(w, words_of(w->arena, &k)), w->now }, &n));
	return n == 1 ? RC_OK : work_fail(w, E_sealed_has_key, NULL);
}

static enum rc tried(struct work *w, const struct sealed_key *k, bool right)
{
	int64_t most = k->failed + 1 > TRIES_LAST ? TRIES_LAST : k->failed + 1, wait = account_wait_after(most);
	if (right)
		return q_sealed_key_tried(w, k->id, 0, 0);
	w->keep = true;
	return q_sealed_key_tried(w, k->id, most, wait ? w->now + wait : 0);
}

/* What was held against the key is what lies there now, nobody has to wait, and it was right. */
static enum rc judge(struct work *w, const struct sealed_try *t, enum error wrong, const char *field)
{
	struct sealed_key k;
	unsigned char now[SHA256_LEN];
	TRY(sealed_key_load(w, &k));
	if (k.id.v == 0)
		return work_fail(w, E_sealed_key_first, NULL);
	lies(&k, now);
	if (t->asked && k.id.v == t->key.id.v && !bytes_same(now, t->against, sizeof(now)))
		return work_fail(w, wrong, field);
	if (waits(&k, w->now) || !t->asked || k.id.v != t->key.id.v)
		return work_fail(w, E_wait, field);
	TRY(tried(w, &k, t->right));
	return t->right ? RC_OK : work_fail(w, wrong, field);
}

static const char *session_bound(struct work *w, struct id_person person, struct id_sealed_key key)
{
	return arena_printf(w->arena, "sealed_session.locked v1 session=%lld person=%lld key=%lld",
			    (long long)w->actor.session.v, (long long)person.v, (long long)key.v);
}

/* The database knows a hash of the token; this needs the token itself. */
static bool session_key(const char *token, unsigned char key[BOX_KEY])
{
	unsigned char bytes[SECRET_LEN];
	if (token == NULL || !text_unbase64url(token, bytes, sizeof(bytes)))
		return false;
	key_derive(bytes, "sealed session", key);
	bytes_wipe(bytes, sizeof(bytes));
	return true;
}

enum rc sealed_open(struct work *w, const char *token, const struct sealed_try *t)
{
	unsigned char over[BOX_KEY], *locked = arena_get(w->arena, BOX_KEY + BOX_EXTRA);
	TRY(judge(w, t, E_sealed_wrong, "passphrase"));
	if (!session_key(token, over))
		return work_fail(w, E_sign_in_first, NULL);
	box_lock(over, session_bound(w, w->actor.person, t->key.id), t->secret, BOX_KEY, locked);
	bytes_wipe(over, sizeof(over));
	return q_sealed_session_put(w, w->actor.session, w->actor.person, t->key.id,
				    (struct db_blob){ locked, BOX_KEY + BOX_EXTRA }, w->now);
}

enum rc sealed_key_change(struct work *w, const struct sealed_try *t, bool by_code)
{
	struct sealed_key k = t->key;
	int64_t n = 0;
	TRY(judge(w, t, by_code ? E_sealed_code_wrong : E_sealed_wrong, by_code ? "code" : "old"));
	TRY(q_sealed_session_end_of(w, w->actor.person));
	return q_sealed_key_put(w, k.id, phrase_of(&k), code_of(&k), sealed_proof(w, words_of(w->arena, &k)), 0, &n);
}

enum rc sealed_close(struct work *w)
{
	return q_sealed_session_end(w, w->actor.session);
}

enum rc sealed_forget(struct work *w, struct id_person person)
{
	int64_t n = 0;
	TRY(q_sealed_session_end_of(w, person));
	return q_sealed_key_forget(w, person, &n);
}

enum rc sealed_opened(struct work *w, const char *token, struct sealed_opened *ret)
{
	struct sealed_session_row row;
	unsigned char over[BOX_KEY];
	int64_t minutes = 0;
	*ret = (struct sealed_opened){ 0 };
	enum rc rc = q_sealed_session_of(w, w->actor.session, &row);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	TRY(policy_get(w, w->actor.tenant, w->actor.site, POLICY_sealed_minutes, &minutes));
	if (row.seen_at + minutes * TIME_MINUTE <= w->now)
		return RC_OK;
	if (row.person.v != w->actor.person.v || !session_key(token, over))
		return sealed_broken(w, "session");
	rc = row.locked.len == BOX_KEY + BOX_EXTRA ?
		     box_unlock(over, session_bound(w, row.person, row.key), row.locked.at, row.locked.len, ret->secret) :
		     RC_BROKEN;
	bytes_wipe(over, sizeof(over));
	if (rc != RC_OK)
		return sealed_broken(w, "session");
	ret->key = row.key;
	ret->seen_at = row.seen_at;
	return RC_OK;
}
