/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/accounts/recovery.h"

#include <ctype.h>
#include <string.h>

#include "accounts_q.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"

enum { CODE_LETTERS = 12, PASSWORD_MIN = 12, TRIES_OF_ALL = 30 };
#define TRIES_LAST (TIME_DAY)

const struct field recovery_fields[2] = {
	{ "contact", FIELD_TEXT, offsetof(struct recovery_in, contact), .required = true, .max = 120,
	  .missing = E_contact, .doc = "The number or address of the account, also one that is lost" },
	{ "code", FIELD_TEXT, offsetof(struct recovery_in, code), .required = true, .max = 40,
	  .missing = E_recovery_wrong },
};

/* --- waiting -------------------------------------------------------------------------- */

static struct db_blob key_of(struct work *w, const char *contact, const char *source)
{
	return work_hash(w, "recovery.try", arena_printf(w->arena, "%s %s", contact, source));
}

static enum rc has_to_wait(struct work *w, struct db_blob key, bool *ret)
{
	struct try_row t;
	enum rc rc = q_try_find(w, key, &t);
	*ret = rc == RC_OK && t.last + account_wait_after(t.count) > w->now;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static struct db_blob key_of_all(struct work *w, const char *contact)
{
	return work_hash(w, "password.all", contact);
}

/*
 * Passwords: where many guess at once from many places, waits begin at the first try of
 * each place, and the more there were in the hour the longer they are. Nobody is ever
 * shut out: whoever comes again after the wait is judged.
 */
static enum rc password_waits(struct work *w, const char *contact, const char *source, bool *ret)
{
	struct try_row all = { 0 }, t = { 0 };
	int64_t more = 0;
	enum rc rc = q_try_find(w, key_of_all(w, contact), &all);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	bool many = rc == RC_OK && all.count >= TRIES_OF_ALL && all.last + TIME_HOUR > w->now;
	for (int64_t n = all.count; many && n >= TRIES_OF_ALL; n /= 2)
		more++;
	rc = q_try_find(w, key_of(w, contact, source), &t);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	int64_t wait = account_wait_after(t.count + (many ? more + 1 : 0));
	*ret = rc == RC_NOT_FOUND ? many : t.last + wait > w->now;
	return RC_OK;
}

/* The first of a place where many guess is not judged: its wait begins. */
static enum rc not_judged(struct work *w, const char *contact, const char *source)
{
	struct try_row t;
	enum rc rc = q_try_find(w, key_of(w, contact, source), &t);
	if (rc == RC_NOT_FOUND) {
		TRY(q_try_wrong(w, key_of(w, contact, source), w->now, w->now - TRIES_LAST));
		w->keep = true;
		rc = RC_OK;
	}
	return rc == RC_OK ? work_fail(w, E_recovery_wrong, "password") : rc;
}

static enum rc wrong(struct work *w, struct db_blob key, const char *field)
{
	TRY(q_try_wrong(w, key, w->now, w->now - TRIES_LAST));
	w->keep = true;
	return work_fail(w, E_recovery_wrong, field);
}

static enum rc account_of(struct work *w, const char *contact, struct account_contact *ret)
{
	enum rc rc = q_account_by_contact(w, contact, ret);
	if (rc == RC_OK && text_is(ret->state, "open"))
		return RC_OK;
	ret->id.v = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- codes ----------------------------------------------------------------------------- */

/* As it was printed, or nearly: capitals, spaces, o for 0, i and l for 1. */
static const char *plain_code(struct arena *a, const char *typed)
{
	char *to = arena_get(a, strlen(typed) + 1), *at = to;
	for (const char *c = typed; *c != '\0'; c++) {
		char letter = (char)tolower((unsigned char)*c);
		if (isalnum((unsigned char)letter))
			*at++ = letter == 'o' ? '0' : letter == 'i' || letter == 'l' ? '1' : letter;
	}
	*at = '\0';
	return to;
}

static struct db_blob hash_of(struct work *w, struct id_account account, const char *code)
{
	return work_hash(w, "recovery.code", arena_printf(w->arena, "%lld %s", (long long)account.v, code));
}

enum rc recovery_make(struct work *w, struct recovery_codes *ret)
{
	struct id_account account = w->actor.account;
	audit_about(w, account, account);
	TRY(q_recovery_clear(w, account));
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		unsigned char bytes[16];
		char text[TEXT_BASE32_128 + 1];
		rand_bytes(bytes, sizeof(bytes));
		text_base32(bytes, text);
		/* The last letters: the first carries fewer bits. */
		const char *code = arena_str(w->arena, text + TEXT_BASE32_128 - CODE_LETTERS);
		TRY(q_recovery_insert(w, account, hash_of(w, account, code)));
		ret->at[i] = code;
	}
	return notice_add(w, w->actor.signer, NOTICE_SIGN_IN_CHANGED, account.v);
}

enum rc recovery_left(struct work *w, int64_t *ret)
{
	return q_recovery_left(w, w->actor.account, ret);
}

enum rc recovery_use(struct work *w, const struct recovery_in *in, const char *source,
		     struct id_account *ret)
{
	struct account_contact account = { 0 };
	int64_t used = 0;
	bool waits = false;
	const char *contact = contact_plain(w->arena, in->contact, "US");
	if (contact == NULL)
		return work_fail(w, E_contact, "contact");
	struct db_blob key = key_of(w, contact, source);
	TRY(has_to_wait(w, key, &waits));
	if (waits)
		return work_fail(w, E_recovery_wrong, "code");
	TRY(account_of(w, contact, &account));
	struct db_blob hash = hash_of(w, account.id, plain_code(w->arena, in->code));
	TRY(q_recovery_use(w, account.id, hash, w->now, &used));
	if (used == 0)
		return wrong(w, key, "code");
	audit_about(w, account, account.id);
	TRY(account_may_sign_in(w, &account));
	TRY(q_try_forget(w, key));
	TRY(q_account_in(w, account.id, w->now));
	TRY(sessions_end(w, account.id)); /* the one that follows begins after this */
	*ret = account.id;
	return notice_add(w, account.person, NOTICE_SIGN_IN_CHANGED, account.id.v);
}

/* --- passwords ------------------------------------------------------------------------------- */

enum rc password_of(struct work *w, const char *typed, const char *source, struct password_try *ret)
{
	struct account_contact account = { 0 };
	const char *hash = NULL, *contact = contact_plain(w->arena, typed, "US");
	bool waits = false;
	*ret = (struct password_try){ 0 };
	if (contact == NULL)
		return RC_OK;
	TRY(password_waits(w, contact, source, &waits));
	TRY(account_of(w, contact, &account));
	enum rc rc = q_password_find(w, account.id, &hash);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	memcpy(ret->hash, hash, strlen(hash) + 1);
	ret->account.v = waits ? 0 : account.id.v;
	return RC_OK;
}

enum rc password_tried(struct work *w, const char *typed, const char *source,
		       const struct password_try *t)
{
	struct account_contact account = { 0 };
	int64_t all = 0;
	bool waits = false;
	const char *contact = contact_plain(w->arena, typed, "US");
	if (contact == NULL)
		return work_fail(w, E_contact, "contact");
	struct db_blob key = key_of(w, contact, source);
	TRY(password_waits(w, contact, source, &waits));
	if (waits)
		return not_judged(w, contact, source);
	if (t->account.v == 0 || !t->right) {
		TRY(q_throttle_hit(w, key_of_all(w, contact), w->now, w->now - TIME_HOUR, &all));
		return wrong(w, key, "password");
	}
	audit_about(w, account, t->account);
	TRY(account_of(w, contact, &account));
	if (account.id.v != t->account.v)
		return wrong(w, key, "password");
	TRY(account_may_sign_in(w, &account));
	TRY(q_try_forget(w, key));
	return q_account_in(w, t->account, w->now);
}

static bool is_one_letter(const char *text)
{
	for (const char *c = text; *c != '\0'; c++)
		if (*c != *text)
			return false;
	return true;
}

enum rc password_is_fine(struct work *w, const char *password)
{
	struct account_reach had;
	const char *folded = text_fold(w->arena, password);
	TRY(q_account_reach_of(w, w->actor.account, &had));
	const char *const own[] = { had.phone, had.email, w->actor.name };
	bool weak = text_count(password) < PASSWORD_MIN || is_one_letter(password);
	for (size_t i = 0; i < COUNT_OF(own); i++)
		weak = weak || (own[i] != NULL && text_is(folded, text_fold(w->arena, own[i])));
	return weak ? work_fail(w, E_password_weak, "password") : RC_OK;
}

enum rc password_set(struct work *w, const char *hash)
{
	audit_about(w, account, w->actor.account);
	TRY(q_password_put(w, w->actor.account, hash));
	TRY(sessions_end_others(w, w->actor.account));
	return notice_add(w, w->actor.signer, NOTICE_SIGN_IN_CHANGED, w->actor.account.v);
}
