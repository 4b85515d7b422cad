/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/vault/vault.h"

#include <assert.h>
#include <endian.h>
#include <pthread.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/base/rand.h"
#include "vault_q.h"

enum {
	SLOT_BITS = 13,
	SLOTS = 1 << SLOT_BITS, /* keys in memory */
	FORGOTTEN = 4096, /* persons whose keys must not come back into it */
	MARK = 1,	  /* the first byte of a text that is sealed */
	BOUND_ROOM = 96,
};
enum { SHARED_MS = 60 * 1000, CARRIED_AT_ONCE = 1000 };

struct slot {
	int64_t person, until; /* until: 0 is for ever; by the machine's monotonic clock */
	struct seal_key key;
};

struct vault {
	pthread_rwlock_t lock;
	bool shared_store;
	size_t forgotten_n;
	int64_t forgotten[FORGOTTEN];
	struct slot slots[SLOTS];
};

struct vault *vault_new(bool shared_store)
{
	struct vault *v = locked_new(sizeof(*v));
	if (v == NULL)
		return NULL;
	pthread_rwlock_init(&v->lock, NULL);
	v->shared_store = shared_store;
	return v;
}

void vault_free(struct vault *v)
{
	if (v == NULL)
		return;
	pthread_rwlock_destroy(&v->lock);
	locked_free(v);
}

/* --- keys in memory ------------------------------------------------------------------------ */

static struct slot *slot_of(struct vault *v, struct id_person person)
{
	uint64_t h = (uint64_t)person.v * UINT64_C(0x9E3779B97F4A7C15);
	return &v->slots[h >> (64 - SLOT_BITS)];
}

static bool is_kept(const struct slot *s, struct id_person person)
{
	return s->person == person.v && (s->until == 0 || s->until > time_monotonic());
}

static bool recall(struct vault *v, struct id_person person, struct seal_key *ret)
{
	struct slot *s = slot_of(v, person);
	pthread_rwlock_rdlock(&v->lock);
	bool found = is_kept(s, person);
	if (found)
		*ret = s->key;
	pthread_rwlock_unlock(&v->lock);
	return found;
}

static bool is_forgotten(const struct vault *v, struct id_person person)
{
	size_t n = v->forgotten_n < FORGOTTEN ? v->forgotten_n : FORGOTTEN;
	for (size_t i = 0; i < n; i++)
		if (v->forgotten[i] == person.v)
			return true;
	return false;
}

static void keep(struct vault *v, struct id_person person, const struct seal_key *key)
{
	struct slot *s = slot_of(v, person);
	pthread_rwlock_wrlock(&v->lock);
	if (!is_forgotten(v, person)) {
		s->person = person.v;
		s->until = v->shared_store ? time_monotonic() + SHARED_MS : 0;
		s->key = *key;
	}
	pthread_rwlock_unlock(&v->lock);
}

static void forget(struct vault *v, struct id_person author)
{
	if (v == NULL)
		return;
	struct slot *s = slot_of(v, author);
	pthread_rwlock_wrlock(&v->lock);
	if (s->person == author.v)
		bytes_wipe(s, sizeof(*s));
	v->forgotten[v->forgotten_n++ % FORGOTTEN] = author.v;
	pthread_rwlock_unlock(&v->lock);
}

/* --- keys in the store ------------------------------------------------------------------------ */

static const char *tenant_bound(struct work *w, struct id_tenant tenant, int64_t version)
{
	return arena_printf(w->arena, "tenant_key:%lld:%lld", (long long)tenant.v, (long long)version);
}

static const char *author_bound(struct work *w, struct id_person person, struct id_tenant tenant, int64_t version)
{
	return arena_printf(w->arena, "author_key:%lld:%lld:%lld", (long long)person.v, (long long)tenant.v,
			    (long long)version);
}

/* A key out of its wrap. */
static enum rc unwrap(const unsigned char outer[KEY_LEN], const char *bound, struct db_blob wrapped,
		      unsigned char key[KEY_LEN])
{
	if (wrapped.len != KEY_LEN + SEAL_EXTRA)
		return RC_BROKEN;
	return unseal(outer, bound, wrapped.at, wrapped.len, key);
}

static enum rc wrap(struct work *w, const unsigned char outer[KEY_LEN], const char *bound,
		    const unsigned char key[KEY_LEN], struct db_blob *ret)
{
	unsigned char *to = arena_get(w->arena, KEY_LEN + SEAL_EXTRA);
	TRY(seal(outer, bound, key, KEY_LEN, to));
	*ret = (struct db_blob){ to, KEY_LEN + SEAL_EXTRA };
	return RC_OK;
}

static enum rc add_tenant_key(struct work *w, struct id_tenant tenant, int64_t version, unsigned char key[KEY_LEN])
{
	struct db_blob wrapped;
	rand_bytes(key, KEY_LEN);
	TRY(wrap(w, w->shared->root_key, tenant_bound(w, tenant, version), key, &wrapped));
	return q_tenant_key_insert(w, tenant, version, wrapped, time_now());
}

static enum rc last_tenant_key(struct work *w, struct id_tenant tenant, int64_t *ret_version,
			       unsigned char key[KEY_LEN])
{
	struct tenant_key_row row;
	enum rc rc = q_tenant_key_last(w, tenant, &row);
	*ret_version = rc == RC_OK ? row.version : 1;
	if (rc == RC_NOT_FOUND)
		return add_tenant_key(w, tenant, 1, key);
	TRY(rc);
	return unwrap(w->shared->root_key, tenant_bound(w, tenant, row.version), row.wrapped, key);
}

static enum rc open_row(struct work *w, struct id_person author, const struct author_key_row *row,
			unsigned char key[KEY_LEN])
{
	struct tenant_key_row outer;
	unsigned char outer_key[KEY_LEN];
	enum rc rc = q_tenant_key_find(w, row->tenant, row->version, &outer);
	if (rc == RC_NOT_FOUND)
		return RC_BROKEN;
	TRY(rc);
	rc = unwrap(w->shared->root_key, tenant_bound(w, row->tenant, row->version), outer.wrapped, outer_key);
	if (rc == RC_OK)
		rc = unwrap(outer_key, author_bound(w, author, row->tenant, row->version), row->wrapped, key);
	bytes_wipe(outer_key, sizeof(outer_key));
	return rc;
}

/* Somebody's key, on its way out of the store or into it. */
struct wanted {
	struct id_person person;
	struct id_tenant tenant;
	unsigned char key[KEY_LEN];
};

/* A task of its own in the store of keys: what it wrote is durable when this returns, and stays
 * whatever becomes of the work that asked. */
static enum rc in_store(struct work *w, bool write, enum rc (*run)(struct work *k, void *arg), void *arg)
{
	return work_do(&(struct work_run){ .shared = w->shared, .db = w->shared->keys, .run = run, .arg = arg,
					   .write = write });
}

static enum rc read_key(struct work *k, void *arg)
{
	struct wanted *x = arg;
	struct author_key_row row;
	TRY(q_author_key_find(k, x->person, &row));
	return row.wrapped.at == NULL ? RC_DENIED : open_row(k, x->person, &row, x->key);
}

/* RC_NOT_FOUND: there is none; RC_DENIED: it was destroyed. */
static enum rc find_key(struct work *w, struct id_person author, struct seal_key *ret)
{
	struct wanted x = { .person = author };
	struct vault *v = w->shared->vault;
	if (v != NULL && recall(v, author, ret))
		return RC_OK;
	enum rc rc = in_store(w, false, read_key, &x);
	if (rc == RC_OK) {
		seal_prepare(x.key, ret);
		if (v != NULL)
			keep(v, author, ret);
	}
	bytes_wipe(&x, sizeof(x));
	return rc;
}

/* Those who are to have a key and may have one already; one agency's. */
struct newcomers {
	struct id_tenant tenant;
	const struct id_person *at;
	size_t n;
};

static enum rc add_key(struct work *k, const struct newcomers *of, struct id_person person, int64_t version,
		       const unsigned char outer[KEY_LEN])
{
	struct db_blob wrapped;
	unsigned char key[KEY_LEN];
	int64_t n = 0;
	rand_bytes(key, sizeof(key));
	enum rc rc = wrap(k, outer, author_bound(k, person, of->tenant, version), key, &wrapped);
	bytes_wipe(key, sizeof(key));
	TRY(rc);
	return q_author_key_insert(k, person, of->tenant, version, wrapped, time_now(), &n);
}

static enum rc add_keys(struct work *k, void *arg)
{
	const struct newcomers *of = arg;
	unsigned char outer[KEY_LEN];
	int64_t version = 0;
	TRY(last_tenant_key(k, of->tenant, &version, outer));
	enum rc rc = RC_OK;
	for (size_t i = 0; i < of->n && rc == RC_OK; i++)
		rc = add_key(k, of, of->at[i], version, outer);
	bytes_wipe(outer, sizeof(outer));
	return rc;
}

enum rc vault_prepare(struct work *w, struct id_tenant tenant, const struct id_person *people, size_t n)
{
	return in_store(w, true, add_keys, &(struct newcomers){ tenant, people, n });
}

static enum rc make_key(struct work *w, struct id_person author)
{
	struct id_tenant tenant;
	TRY(q_author_tenant(w, author, &tenant));
	return vault_prepare(w, tenant, &author, 1);
}

/* --- texts ---------------------------------------------------------------------------------------- */

/* Digits of a fixed number: a page opens fifty texts, and printf would take as long as AES. */
static char *put_digits(char *to, uint64_t n)
{
	*to++ = ':';
	for (int shift = 60; shift >= 0; shift -= 4)
		*to++ = "0123456789abcdef"[n >> shift & 15];
	return to;
}

/* What a text is bound to: "COLUMN:ROW:AUTHOR", numbers in 16 hexadecimal digits. */
static const char *bound_of(struct id_person author, struct vault_place at, char room[BOUND_ROOM])
{
	size_t len = strlen(at.column);
	assert(len + 2 * 17 < BOUND_ROOM);
	memcpy(room, at.column, len);
	char *end = put_digits(put_digits(room + len, (uint64_t)at.row), (uint64_t)author.v);
	*end = '\0';
	return room;
}

/* Base64 as base64_write() wrote it (RFC 4648 §4); libsodium's reader takes constant time,
 * which what is sealed does not need. */
static const signed char letters_of[256] = {
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 62, -1, -1, -1, 63,
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1, -1, -1, -1, -1, -1,
	-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, -1, -1, -1, -1, -1,
	-1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
};

/* Four letters, which are three bytes. Negative: one of them is none. */
static inline int quad(const unsigned char *text)
{
	return letters_of[text[0]] * (1 << 18) | letters_of[text[1]] * (1 << 12) | letters_of[text[2]] * (1 << 6) |
	       letters_of[text[3]];
}

/* A page opens fifty of these: only the last four letters are looked at for padding, and what
 * is wrong is found once, at the end. */
static bool unletter(const char *text, size_t letters, unsigned char *to, size_t len)
{
	if (letters < 4 || letters % 4 != 0)
		return false;
	int bad = 0;
	const unsigned char *at = (const unsigned char *)text, *end = at + letters - 4;
	for (; at < end; at += 4, to += 3, len -= 3) {
		int bits = quad(at);
		uint32_t bytes = htobe32((uint32_t)bits << 8);
		bad |= bits;
		memcpy(to, &bytes, sizeof(bytes)); /* the fourth is written over by what follows */
	}
	unsigned char last[4];
	memcpy(last, at, 4);
	last[3] = len < 3 ? 'A' : last[3];
	last[2] = len < 2 ? 'A' : last[2];
	int bits = quad(last);
	for (size_t i = 0; i < len; i++)
		to[i] = (unsigned char)(bits >> (16 - 8 * (int)i));
	return (bad | bits) >= 0 && len >= 1 && len <= 3;
}

/* Never in a backup of rows (docs/decisions/0020-backup.md). sealed_key is in it: it lies under its
 * owner's passphrase, which we do not have, and an erasure is done again after a restore. */
const char *const db_key_tables[] = { "tenant_key", "author_key", NULL };

enum rc vault_seal(struct work *w, struct id_person author, struct vault_place at, const char *text, const char **ret)
{
	char bound[BOUND_ROOM];
	struct seal_key key;
	size_t len = strlen(text), sealed_len = len + SEAL_EXTRA;
	enum rc rc = find_key(w, author, &key);
	if (rc == RC_NOT_FOUND) {
		TRY(make_key(w, author));
		rc = find_key(w, author, &key);
	}
	if (rc == RC_DENIED)
		return work_fail(w, E_person_erased, NULL);
	TRY(rc);
	unsigned char *sealed = arena_get(w->arena, sealed_len);
	rc = seal_with(&key, bound_of(author, at, bound), text, len, sealed);
	bytes_wipe(&key, sizeof(key));
	TRY(rc);
	size_t room = 4 * ((sealed_len + 2) / 3) + 2;
	char *to = arena_get(w->arena, room);
	to[0] = MARK;
	base64_write(sealed, sealed_len, to + 1, room - 1);
	*ret = to;
	return RC_OK;
}

/* Somebody changed the store past the program, or a key is lost: say so, loudly. */
static enum rc broken(struct work *w, struct id_person author, struct vault_place at)
{
	log_line(LOG_ERROR, "vault", "a text cannot be opened: column=%s row=%lld author=%lld", at.column,
		 (long long)at.row, (long long)author.v);
	return work_fail(w, E_text_broken, NULL);
}

static size_t sealed_length(const char *text, size_t letters)
{
	size_t pads = letters > 1 ? (text[letters - 1] == '=') + (text[letters - 2] == '=') : 0;
	return letters / 4 * 3 - pads;
}

/* With a key that this process has in use: where it lies, so that no copy of it is made. */
static bool open_kept(struct work *w, struct id_person author, const char *bound, const unsigned char *sealed, size_t len,
		      char *plain, enum rc *ret)
{
	struct vault *v = w->shared->vault;
	if (v == NULL)
		return false;
	struct slot *s = slot_of(v, author);
	pthread_rwlock_rdlock(&v->lock);
	bool found = is_kept(s, author);
	if (found)
		*ret = unseal_with(&s->key, bound, sealed, len, (unsigned char *)plain);
	pthread_rwlock_unlock(&v->lock);
	return found;
}

/* With one that must be unwrapped first. RC_DENIED: it was destroyed. */
static enum rc open_found(struct work *w, struct id_person author, const char *bound, const unsigned char *sealed,
			  size_t len, char *plain)
{
	struct seal_key key;
	TRY(find_key(w, author, &key));
	enum rc rc = unseal_with(&key, bound, sealed, len, (unsigned char *)plain);
	bytes_wipe(&key, sizeof(key));
	return rc;
}

enum rc vault_open(struct work *w, struct id_person author, struct vault_place at, const char **text)
{
	char bound[BOUND_ROOM];
	if ((*text)[0] != MARK)
		return RC_OK;
	size_t letters = strlen(*text + 1), len = sealed_length(*text + 1, letters);
	unsigned char *sealed = arena_room(w->arena, len + 1);
	if (len < SEAL_EXTRA || !unletter(*text + 1, letters, sealed, len))
		return broken(w, author, at);
	char *plain = arena_get(w->arena, len - SEAL_EXTRA + 1);
	enum rc rc = RC_OK;
	(void)bound_of(author, at, bound);
	if (!open_kept(w, author, bound, sealed, len, plain, &rc))
		rc = open_found(w, author, bound, sealed, len, plain);
	if (rc == RC_DENIED)
		plain = NULL;
	else if (rc == RC_NOT_FOUND || (rc == RC_BROKEN && w->problems_n == 0))
		return broken(w, author, at);
	else
		TRY(rc);
	*text = plain;
	return RC_OK;
}

/* --- destroying, rotating ------------------------------------------------------------------------------ */

static enum rc destroy(struct work *k, void *arg)
{
	struct wanted *x = arg;
	return q_author_key_destroy(k, x->person, x->tenant, time_now());
}

enum rc vault_destroy(struct work *w, struct id_person author)
{
	struct wanted x = { .person = author };
	TRY(q_author_tenant(w, author, &x.tenant));
	TRY(in_store(w, true, destroy, &x));
	forget(w->shared->vault, author);
	return RC_OK;
}

enum rc vault_is_erased(struct work *w, struct id_person author, bool *ret)
{
	struct wanted x = { .person = author };
	enum rc rc = in_store(w, false, read_key, &x);
	bytes_wipe(&x, sizeof(x));
	*ret = rc == RC_DENIED;
	return *ret || rc == RC_NOT_FOUND ? RC_OK : rc;
}

struct erased {
	struct arena *to;
	struct id_person after, *at;
	int64_t most;
	size_t n;
};

static enum rc list_erased(struct work *k, void *arg)
{
	struct erased *e = arg;
	struct q_authors_erased_list rows;
	TRY(q_authors_erased(k, e->after, e->most, &rows));
	e->at = arena_copy(e->to, rows.at, rows.n * sizeof(*rows.at));
	e->n = rows.n;
	return RC_OK;
}

enum rc vault_erased(struct work *w, struct id_person after, int64_t most, struct id_person **ret, size_t *ret_n)
{
	struct erased e = { .to = w->arena, .after = after, .most = most };
	TRY(in_store(w, false, list_erased, &e));
	*ret = e.at;
	*ret_n = e.n;
	return RC_OK;
}

static enum rc rotate_one(struct work *k, struct id_tenant tenant)
{
	int64_t version = 0;
	unsigned char key[KEY_LEN];
	enum rc rc = last_tenant_key(k, tenant, &version, key);
	if (rc == RC_OK)
		rc = add_tenant_key(k, tenant, version + 1, key);
	bytes_wipe(key, sizeof(key));
	return rc;
}

static enum rc rotate(struct work *k, void *arg)
{
	const struct q_vault_tenants_list *tenants = arg;
	for (size_t i = 0; i < tenants->n; i++)
		TRY(rotate_one(k, tenants->at[i]));
	return RC_OK;
}

enum rc vault_rotate(struct work *w)
{
	struct q_vault_tenants_list tenants;
	TRY(q_vault_tenants(w, &tenants));
	return in_store(w, true, rotate, &tenants);
}

struct outer {
	int64_t version;
	unsigned char key[KEY_LEN];
};

static enum rc outer_of(struct work *w, struct id_tenant tenant, int64_t version, struct outer *to)
{
	struct tenant_key_row row;
	if (to->version == version)
		return RC_OK;
	TRY(q_tenant_key_find(w, tenant, version, &row));
	TRY(unwrap(w->shared->root_key, tenant_bound(w, tenant, version), row.wrapped, to->key));
	to->version = version;
	return RC_OK;
}

static enum rc rewrap_one(struct work *w, struct id_tenant tenant, const struct author_key_old *r,
			  const struct outer *was, const struct outer *next)
{
	unsigned char key[KEY_LEN];
	struct db_blob wrapped;
	TRY(unwrap(was->key, author_bound(w, r->person, tenant, r->version), r->wrapped, key));
	enum rc rc = wrap(w, next->key, author_bound(w, r->person, tenant, next->version), key, &wrapped);
	bytes_wipe(key, sizeof(key));
	TRY(rc);
	return q_author_key_rewrap(w, r->person, r->version, next->version, wrapped);
}

static enum rc rewrap_tenant(struct work *w, const struct tenant_key_old *t, int64_t most, int64_t *done)
{
	struct author_key_olds rows;
	struct outer was = { 0 }, next = { 0 };
	TRY(outer_of(w, t->of, t->last, &next));
	TRY(q_author_keys_old(w, t->of, t->last, most, &rows));
	enum rc rc = RC_OK;
	for (size_t i = 0; i < rows.n && rc == RC_OK; i++) {
		rc = outer_of(w, t->of, rows.at[i].version, &was);
		if (rc == RC_OK)
			rc = rewrap_one(w, t->of, &rows.at[i], &was, &next);
	}
	bytes_wipe(&was, sizeof(was));
	bytes_wipe(&next, sizeof(next));
	TRY(rc);
	*done += (int64_t)rows.n;
	return rows.n < (size_t)most ? q_tenant_keys_drop(w, t->of, t->last) : RC_OK;
}

struct rewrapping {
	int64_t most, done;
};

static enum rc rewrap(struct work *k, void *arg)
{
	struct rewrapping *r = arg;
	struct tenant_key_olds rows;
	r->done = 0;
	TRY(q_tenant_keys_old(k, &rows));
	for (size_t i = 0; i < rows.n && r->done < r->most; i++)
		TRY(rewrap_tenant(k, &rows.at[i], r->most - r->done, &r->done));
	return RC_OK;
}

enum rc vault_rewrap(struct work *w, int64_t most, int64_t *ret_done)
{
	struct rewrapping r = { .most = most };
	enum rc rc = in_store(w, true, rewrap, &r);
	*ret_done = r.done;
	return rc;
}

/* --- two stores that belong together ---------------------------------------------------------------------- */

/* RC_OK and 0 where a store has no number yet. */
static enum rc number_of(struct work *w, void *arg)
{
	int64_t *n = arg;
	*n = 0;
	enum rc rc = q_key_store_number(w, n);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc set_number(struct work *w, void *arg)
{
	return q_key_store_number_set(w, *(const int64_t *)arg);
}

/* The store of keys has its number first: what stops between the two goes on here. */
static enum rc pair(struct work *w, void *arg)
{
	int64_t ours = 0, theirs = 0;
	(void)arg;
	TRY(number_of(w, &ours));
	TRY(in_store(w, false, number_of, &theirs));
	if (ours != 0 && ours == theirs)
		return RC_OK;
	if (ours != 0) {
		log_line(LOG_ERROR, "vault", "the keys here are not those of this database: put back its keys.db "
					     "(or its --key-database), or restore it with its keys");
		return RC_NOT_FOUND;
	}
	if (theirs == 0) {
		rand_bytes(&theirs, sizeof(theirs));
		theirs = (theirs & INT64_MAX) | 1;
		TRY(in_store(w, true, set_number, &theirs));
	}
	return set_number(w, &theirs);
}

struct carried {
	struct tenant_key_befores tenants;
	struct author_key_befores authors;
};

static enum rc take_in(struct work *k, void *arg)
{
	const struct carried *c = arg;
	for (size_t i = 0; i < c->tenants.n; i++) {
		const struct tenant_key_before *t = &c->tenants.at[i];
		TRY(q_tenant_key_carry(k, t->of, t->version, t->wrapped, t->made_at));
	}
	for (size_t i = 0; i < c->authors.n; i++) {
		const struct author_key_before *a = &c->authors.at[i];
		TRY(q_author_key_carry(k, &(struct q_author_key_carry){ a->person, a->of, a->version, a->wrapped, a->made_at,
									a->erased_at }));
	}
	return RC_OK;
}

/* Keys that lie with the rows since before there was a store of keys: durable there first. */
static enum rc carry_some(struct work *w, void *arg)
{
	bool *more = arg;
	struct carried c;
	TRY(q_tenant_keys_before(w, &c.tenants));
	TRY(q_author_keys_before(w, CARRIED_AT_ONCE, &c.authors));
	*more = c.authors.n > 0;
	if (c.tenants.n == 0 && !*more)
		return RC_OK;
	TRY(in_store(w, true, take_in, &c));
	if (*more)
		return q_author_keys_carried(w, c.authors.at[c.authors.n - 1].person);
	return q_tenant_keys_carried(w);
}

enum rc vault_start(struct shared *s)
{
	bool more = true;
	TRY(work_do(&(struct work_run){ .shared = s, .run = pair, .write = true }));
	while (more)
		TRY(work_do(&(struct work_run){ .shared = s, .run = carry_some, .arg = &more, .write = true }));
	return RC_OK;
}

enum rc vault_pair(struct shared *s)
{
	int64_t n = 0;
	TRY(work_do(&(struct work_run){ .shared = s, .run = number_of, .arg = &n }));
	if (n == 0)
		return RC_OK;
	return work_do(&(struct work_run){ .shared = s, .db = s->keys, .run = set_number, .arg = &n, .write = true });
}
