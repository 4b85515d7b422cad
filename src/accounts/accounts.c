/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/accounts/accounts.h"

#include <ctype.h>
#include <string.h>

#include "accounts_q.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"

enum {
	CODE_TRIES = 5,
	CODES_PER_HOUR = 5,
	STAFF_TRIES = 5,
	PIN_MIN = 4,
	PIN_MAX = 8,
	TALKERS = ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised,
};

#define CODE_LASTS    (10 * TIME_MINUTE)
#define STAFF_WINDOW  (15 * TIME_MINUTE)
#define WAIT_FIRST    (15 * TIME_SECOND)
#define WAIT_LONGEST  (15 * TIME_MINUTE)

const struct field contact_fields[1] = {
	{ "contact", FIELD_TEXT, offsetof(struct contact_in, contact), .required = true, .max = 120,
	  .missing = E_contact, .doc = "A mobile number or an e-mail address" },
};

/* --- sessions --------------------------------------------------------------------- */

static struct db_blob token_hash(struct work *w, const char *token)
{
	unsigned char *hash = arena_get(w->arena, SHA256_LEN);
	sha256(token, strlen(token), hash);
	return (struct db_blob){ hash, SHA256_LEN };
}

enum rc session_load(struct work *w, const char *token, bool *ret_stale)
{
	struct session_row s;
	w->actor = (struct actor){ 0 };
	*ret_stale = false;
	if (token == NULL || strlen(token) != SESSION_TOKEN_LEN)
		return RC_OK;
	enum rc rc = q_session_find(w, token_hash(w, token), &s);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	if (!text_is(s.state, "open") || s.ends_at <= w->now || s.seen_at + s.idle_ms <= w->now)
		return RC_OK;
	w->actor = (struct actor){
		.account = s.account,
		.person = s.person,
		.tenant = s.tenant,
		.site = s.site,
		.session = s.id,
		.roles = (unsigned)s.roles,
		.assurance = (unsigned)s.assurance,
		.kiosk = text_is(s.kind, "kiosk"),
		.token = text_is(s.kind, "token"),
		.shared_phone = s.shared_phone,
		.must_change = s.must_change,
		.name = s.name,
	};
	*ret_stale = w->now - s.seen_at > s.idle_ms / 6;
	w->lang = lang_of(s.lang);
	const struct zone *zone = s.zone ? zone_find(s.zone) : NULL;
	w->zone = zone ? zone : w->zone;
	return RC_OK;
}

enum rc session_touch(struct work *w)
{
	return q_session_seen(w, w->actor.session, w->now);
}

struct span {
	int64_t idle, whole;
};

/* How long a session lives: by who it is and on what (PRODUCT.md A2). */
static struct span span_of(const char *kind, unsigned assurance)
{
	if (text_is(kind, "kiosk"))
		return (struct span){ 90 * TIME_SECOND, 2 * TIME_HOUR };
	if (text_is(kind, "token"))
		return (struct span){ 90 * TIME_DAY, 365 * TIME_DAY };
	if (assurance == 2)
		return (struct span){ 15 * TIME_MINUTE, 12 * TIME_HOUR };
	return (struct span){ 30 * TIME_MINUTE, 30 * TIME_DAY };
}

enum rc session_open(struct work *w, struct id_account account, const char *kind, unsigned assurance,
		     const char *label, const char **ret_token)
{
	unsigned char secret[SECRET_LEN];
	rand_bytes(secret, sizeof(secret));
	const char *token = text_base64url(w->arena, secret, sizeof(secret));
	struct span span = span_of(kind, assurance);
	TRY(q_session_insert(w, &(struct q_session_insert){ .hash = token_hash(w, token),
							    .id = { work_id(w) },
							    .account = account,
							    .kind = kind,
							    .assurance = assurance,
							    .label = label,
							    .now = w->now,
							    .idle_ms = span.idle,
							    .ends_at = w->now + span.whole }));
	*ret_token = token;
	return RC_OK;
}

enum rc session_end(struct work *w, const char *token)
{
	return q_session_delete(w, token_hash(w, token));
}

enum rc sessions_end(struct work *w, struct id_account account)
{
	return q_session_delete_all(w, account);
}

enum rc sessions_end_of(struct work *w, struct id_person person)
{
	return q_session_delete_person(w, person);
}

/* --- contacts ------------------------------------------------------------------------ */

static const char *plain_email(struct arena *a, const char *typed)
{
	char *email = text_trim(a, typed), *at = strchr(email, '@');
	size_t len = strlen(email);
	if (at == NULL || at == email || strchr(at + 1, '@') != NULL || strchr(at, '.') == NULL ||
	    len > 120 || at[1] == '.' || email[len - 1] == '.')
		return NULL;
	for (char *c = email; *c != '\0'; c++) {
		if ((unsigned char)*c <= ' ' || strchr(",;<>()[]\"\\", *c) != NULL)
			return NULL;
		*c = (char)tolower((unsigned char)*c);
	}
	return email;
}

/* Countries whose numbers people type without a +, their prefix, and the zero
 * that is left out behind it. */
static const struct {
	const char *country, *prefix;
	char trunk;
	size_t digits;
} plans[] = { { "US", "1", '1', 10 }, { "GB", "44", '0', 10 } };

static const char *plain_phone(struct arena *a, const char *typed, const char *country)
{
	char digits[24] = "";
	size_t n = 0;
	bool whole = false;
	for (const char *c = text_trim(a, typed); *c != '\0'; c++) {
		if (*c == '+' && n == 0)
			whole = true;
		else if (isdigit((unsigned char)*c) && n < sizeof(digits) - 1)
			digits[n++] = *c;
		else if (strchr(" -.()/", *c) == NULL)
			return NULL;
	}
	if (whole)
		return n >= 8 && n <= 15 ? arena_printf(a, "+%s", digits) : NULL;
	for (size_t i = 0; i < COUNT_OF(plans); i++) {
		const char *rest = n > plans[i].digits && digits[0] == plans[i].trunk ? digits + 1 : digits;
		if (text_is(plans[i].country, country) && strlen(rest) == plans[i].digits)
			return arena_printf(a, "+%s%s", plans[i].prefix, rest);
	}
	return NULL;
}

const char *contact_plain(struct arena *a, const char *typed, const char *country)
{
	return strchr(typed, '@') ? plain_email(a, typed) : plain_phone(a, typed, country);
}

/* "…42" or "r…@example.org": enough to know one's own, no more. */
static const char *hidden(struct arena *a, const char *contact)
{
	const char *at = strchr(contact, '@');
	size_t len = strlen(contact);
	if (at != NULL)
		return arena_printf(a, "%c…%s", contact[0], at);
	return arena_printf(a, "…%s", contact + (len > 2 ? len - 2 : 0));
}

/* --- one-time codes ---------------------------------------------------------------------- */

enum rc throttle(struct work *w, const char *use, const char *key, int64_t most, int64_t window_ms)
{
	int64_t n = 0;
	TRY(q_throttle_hit(w, work_hash(w, use, key), w->now, w->now - window_ms, &n));
	return n > most ? work_fail(w, E_too_often, NULL) : RC_OK;
}

static struct db_blob code_hash(struct work *w, const char *ticket, const char *code)
{
	return work_hash(w, "code", arena_printf(w->arena, "%s %s", ticket, code));
}

enum rc code_request(struct work *w, const struct contact_in *in, const char **ret_ticket,
		     const char **ret_shown)
{
	struct account_contact account = { 0 };
	unsigned char secret[SECRET_LEN];
	const char *contact = contact_plain(w->arena, in->contact, "US");
	if (contact == NULL)
		return work_fail(w, E_contact, "contact");
	enum rc found = q_account_by_contact(w, contact, &account);
	if (found != RC_OK && found != RC_NOT_FOUND)
		return found;
	int64_t asked = 0;
	TRY(q_throttle_hit(w, work_hash(w, "code.ask", contact), w->now, w->now - TIME_HOUR, &asked));
	bool sends = found == RC_OK && text_is(account.state, "open") && asked <= CODES_PER_HOUR;
	rand_bytes(secret, sizeof(secret));
	const char *ticket = text_base64url(w->arena, secret, sizeof(secret));
	const char *code = arena_printf(w->arena, "%06u", rand_below(1000000));
	const char *channel = strchr(contact, '@') ? "email" : "sms";
	struct q_code_insert row = { .ticket = work_hash(w, "ticket", ticket),
				     .shown = hidden(w->arena, contact),
				     .channel = channel,
				     .purpose = "sign-in",
				     .address = contact,
				     .code_hash = code_hash(w, ticket, code),
				     .expires_at = w->now + CODE_LASTS };
	if (sends)
		row.account = account.id;
	TRY(q_code_insert(w, &row));
	if (sends)
		TRY(notice_code(w, account.tenant, account.person, channel, code));
	*ret_ticket = ticket;
	*ret_shown = row.shown;
	return RC_OK;
}

enum rc code_shown(struct work *w, const char *ticket, const char **ret_shown)
{
	struct code_row row;
	TRY(q_code_find(w, work_hash(w, "ticket", ticket), &row));
	*ret_shown = row.shown;
	return RC_OK;
}

enum rc code_check(struct work *w, const char *ticket, const char *code, struct id_account *ret_account)
{
	struct code_row row;
	int64_t gone = 0;
	struct db_blob key = work_hash(w, "ticket", ticket), hash = code_hash(w, ticket, code);
	enum rc rc = q_code_find(w, key, &row);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? work_fail(w, E_code_wrong, "code") : rc;
	/* A code proves the address that it went to, not one that was put in since. */
	struct account_contact now_has = { 0 };
	rc = q_account_by_contact(w, row.address ? row.address : "", &now_has);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (now_has.id.v != row.account.v)
		row.account.v = 0;
	bool live = row.tries < CODE_TRIES && row.expires_at > w->now && row.account.v != 0;
	bool right = row.code_hash.len == hash.len && bytes_same(row.code_hash.at, hash.at, hash.len);
	if (!live || !right) {
		TRY(q_code_tried(w, key));
		w->keep = true;
		return work_fail(w, E_code_wrong, "code");
	}
	TRY(q_code_delete(w, key, &gone));
	if (gone == 0)
		return work_fail(w, E_code_wrong, "code");
	TRY(q_account_proved(w, row.account, row.channel, w->now));
	TRY(q_account_in(w, row.account, w->now));
	*ret_account = row.account;
	return RC_OK;
}

/* --- passwords and PINs ----------------------------------------------------------------------- */

static enum rc check_of(struct work *w, enum rc found, const struct account_secret *row,
			struct secret_check *ret)
{
	*ret = (struct secret_check){ 0 };
	if (found == RC_NOT_FOUND)
		return RC_OK;
	TRY(found);
	ret->account = row->id;
	ret->hash = row->hash;
	ret->locked = !text_is(row->state, "open");
	ret->waiting = row->wait_until > w->now;
	return RC_OK;
}

enum rc secret_of_staff(struct work *w, const char *email, struct secret_check *ret)
{
	struct account_secret row;
	const char *plain = contact_plain(w->arena, email, "US");
	return check_of(w, q_account_staff(w, plain ? plain : "", &row), &row, ret);
}

enum rc secret_of_inside(struct work *w, struct id_site site, const char *number,
			 struct secret_check *ret)
{
	struct account_secret row;
	return check_of(w, q_account_inside(w, site, number, &row), &row, ret);
}

/* 15 s after the third wrong try, then twice as long each time, up to 15 min. */
static int64_t wait_after(int64_t failed)
{
	int64_t wait = WAIT_FIRST;
	for (int64_t i = 3; i < failed && wait < WAIT_LONGEST; i++)
		wait *= 2;
	return failed < 3 ? 0 : wait < WAIT_LONGEST ? wait : WAIT_LONGEST;
}

static enum rc note_wrong(struct work *w, struct id_account account, bool staff)
{
	struct account_tries t;
	TRY(q_account_tries(w, account, &t));
	bool fresh = t.failed == 0 || t.failed_since + STAFF_WINDOW <= w->now;
	int64_t failed = fresh ? 1 : t.failed + 1;
	bool locks = staff && failed >= STAFF_TRIES;
	int64_t wait = staff ? 0 : wait_after(failed);
	TRY(q_account_failed(w, account, failed, fresh ? w->now : t.failed_since,
			     wait ? w->now + wait : 0, locks ? "locked" : "open"));
	return locks ? sessions_end(w, account) : RC_OK;
}

enum rc secret_tried(struct work *w, const struct secret_check *c, bool right, bool staff)
{
	enum error wrong = staff ? E_sign_in_wrong : E_pin_wrong;
	const char *field = staff ? "password" : "pin";
	w->keep = true;
	if (c->account.v == 0)
		return work_fail(w, wrong, field);
	audit_about(w, account, c->account);
	/* One answer for unknown, locked, waiting and wrong: nobody learns which, and a right
	 * guess while one has to wait tells nothing. */
	if (c->locked || c->waiting)
		return work_fail(w, wrong, field);
	if (!right) {
		TRY(note_wrong(w, c->account, staff));
		return work_fail(w, wrong, field);
	}
	/* Staff are in only after the second factor: until then wrong tries add up. */
	return staff ? RC_OK : q_account_in(w, c->account, w->now);
}

enum rc totp_check(struct work *w, struct id_account account, const char *code)
{
	struct account_totp t;
	unsigned char seed[TOTP_LEN];
	int64_t step = 0, used = 0;
	enum rc rc = q_account_totp(w, account, &t);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL); /* nothing to try, nothing to count */
	if (rc == RC_OK && t.seed.len == TOTP_LEN + SEAL_EXTRA)
		rc = unseal(w->shared->seed_key, "account.totp_seed", t.seed.at, t.seed.len, seed);
	if (rc == RC_OK && totp_matches(seed, code, w->now, t.last, &step))
		TRY(q_account_totp_used(w, account, step, &used));
	bytes_wipe(seed, sizeof(seed));
	if (used == 1)
		return q_account_in(w, account, w->now);
	w->keep = true;
	TRY(note_wrong(w, account, true));
	return work_fail(w, E_totp_wrong, "code");
}

static bool is_row(const char *pin)
{
	bool same = true, up = true, down = true;
	for (const char *c = pin + 1; *c != '\0'; c++) {
		same = same && c[0] == c[-1];
		up = up && c[0] == c[-1] + 1;
		down = down && c[0] == c[-1] - 1;
	}
	return same || up || down;
}

static bool is_birth_date(struct arena *a, const char *pin, int64_t born)
{
	struct wall b = date_wall(born);
	const char *const forms[] = {
		arena_printf(a, "%04d", b.year),
		arena_printf(a, "%02d%02d", b.month, b.day),
		arena_printf(a, "%02d%02d", b.day, b.month),
		arena_printf(a, "%02d%02d%02d", b.month, b.day, b.year % 100),
		arena_printf(a, "%02d%02d%02d", b.day, b.month, b.year % 100),
		arena_printf(a, "%02d%02d%04d", b.month, b.day, b.year),
		arena_printf(a, "%02d%02d%04d", b.day, b.month, b.year),
		arena_printf(a, "%04d%02d%02d", b.year, b.month, b.day),
	};
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		if (text_is(forms[i], pin))
			return true;
	return false;
}

enum rc pin_is_fine(struct work *w, const char *pin)
{
	struct account_birth b;
	size_t len = strlen(pin);
	if (len < PIN_MIN || len > PIN_MAX || strspn(pin, "0123456789") != len || is_row(pin))
		return work_fail(w, E_pin_weak, "new_pin");
	TRY(q_account_birth_date(w, w->actor.account, &b));
	if (b.birth_date != 0 && is_birth_date(w->arena, pin, b.birth_date))
		return work_fail(w, E_pin_weak, "new_pin");
	if (b.number != NULL && strstr(b.number, pin) != NULL)
		return work_fail(w, E_pin_weak, "new_pin");
	return RC_OK;
}

enum rc secret_set(struct work *w, struct id_account account, const char *hash, bool must_change)
{
	return q_account_secret_set(w, account, hash, must_change);
}

/* --- accounts ------------------------------------------------------------------------------------ */

enum rc account_add(struct work *w, const struct account_new *in, struct id_account *ret)
{
	unsigned char sealed[TOTP_LEN + SEAL_EXTRA];
	unsigned apart = in->roles & (ROLE_admin | ROLE_auditor | ROLE_reviewer);
	int64_t added = 0;
	if ((apart & (apart - 1)) != 0)
		return work_fail(w, E_roles_clash, "roles");
	struct q_account_insert row = { .id = { work_id(w) },
					.tenant = in->tenant,
					.person = in->person,
					.roles = in->roles,
					.site = in->site,
					.email = in->email,
					.phone = in->phone,
					.proved_at = in->proved ? w->now : 0,
					.secret_hash = in->secret_hash,
					.now = w->now };
	if (in->totp != NULL) {
		TRY(seal(w->shared->seed_key, "account.totp_seed", in->totp, TOTP_LEN, sealed));
		row.totp_seed = (struct db_blob){ sealed, sizeof(sealed) };
	}
	TRY(q_account_insert(w, &row, &added));
	if (added == 0)
		return work_fail(w, E_contact_taken, "contact");
	*ret = row.id;
	return RC_OK;
}

enum rc account_release(struct work *w, struct id_account account)
{
	int64_t n = 0;
	audit_about(w, account, account);
	TRY(q_account_unlock(w, account, w->actor.tenant, &n));
	return n == 1 ? RC_OK : work_fail(w, E_not_there, NULL);
}
