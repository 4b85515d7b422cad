/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/accounts/accounts.h"

#include <ctype.h>
#include <string.h>

#include "accounts_q.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"
#include "src/people/people.h"

enum {
	CODE_LEN = 6,
	CODE_TRIES = 5,	    /* of one ticket */
	CODE_WRONG = 10,    /* guesses at one code, by all tickets */
	CODE_SENDS = 2,	    /* of one code */
	ASKS_OF_NUMBER = 5, /* an hour, by one source for one number */
	ASKS_OF_SOURCE = 30,
	STAFF_TRIES = 5,
	PIN_MIN = 4,
	PIN_MAX = 8,
	TALKERS = ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised,
};

#define CODE_LASTS    (10 * TIME_MINUTE)
#define CODE_AGAIN    (5 * TIME_MINUTE) /* a code with so much left is sent again */
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

/* The actor becomes the child, where they are its guardian today; else nothing changes. */
static enum rc act_for(struct work *w, struct id_person child)
{
	struct acting_child c;
	enum stage stage;
	if (child.v == 0 || (w->actor.roles & ~(unsigned)(ROLE_family | ROLE_guardian)))
		return RC_OK;
	enum rc rc = q_acting_child(w, w->actor.signer, child, zone_date(w->zone, w->now), w->now, &c);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	TRY(person_stage(w, w->actor.tenant, c.born, &stage));
	if (stage == STAGE_ADULT || (stage == STAGE_TEEN && c.accounts > 0))
		return RC_OK;
	w->actor.person = child;
	w->actor.child = c.name;
	w->actor.unbarred = w->actor.unbarred && c.unbarred;
	return RC_OK;
}

/* A child is nobody here: its guardian acts. */
static enum rc check_age(struct work *w, const struct session_row *s)
{
	enum stage stage;
	TRY(person_stage(w, s->tenant, s->born, &stage));
	if (stage != STAGE_CHILD)
		return act_for(w, s->acts_for);
	w->actor = (struct actor){ 0 };
	return RC_OK;
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
		.signer = s.person,
		.chosen = s.acts_for,
		.tenant = s.tenant,
		.site = s.site,
		.session = s.id,
		.roles = (unsigned)s.roles,
		.assurance = (unsigned)s.assurance,
		.kiosk = text_is(s.kind, "kiosk"),
		.token = text_is(s.kind, "token"),
		.shared_phone = s.shared_phone,
		.must_change = s.must_change,
		.unbarred = s.unbarred,
		.name = s.name,
	};
	*ret_stale = w->now - s.seen_at > s.idle_ms / 6;
	w->lang = lang_of(s.lang);
	const struct zone *zone = s.zone ? zone_find(s.zone) : NULL;
	w->zone = zone ? zone : w->zone;
	return check_age(w, &s);
}

enum rc session_act_for(struct work *w, struct id_person child)
{
	w->actor.person = w->actor.signer;
	w->actor.child = NULL;
	TRY(act_for(w, child));
	if (w->actor.person.v != child.v && child.v != 0)
		return work_fail(w, E_not_there, NULL);
	return q_session_acts_set(w, w->actor.session, child);
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
	TRY(q_session_delete_oldest(w, account, SESSIONS_MOST - 1));
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

enum rc sessions_end_others(struct work *w, struct id_account account)
{
	return q_session_delete_others(w, account, w->actor.session);
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

struct ask {
	struct id_account account; /* 0: nothing is sent */
	struct id_tenant tenant;
	struct id_person person;
	const char *purpose, *channel, *address;
	bool may_send;
};

static struct db_blob code_hash(struct work *w, const char *ticket, const char *code)
{
	return work_hash(w, "code", arena_printf(w->arena, "%s %s", ticket, code));
}

/* Sends a code that still works again, or makes one. A stranger who asks for
 * somebody's codes only gets them sent what they can use: nothing is replaced, and
 * nothing that counts against the number runs out. */
static enum rc issue(struct work *w, const struct ask *ask, struct issue_row *ret, const char **ret_code)
{
	unsigned char code[CODE_LEN + 1] = { 0 };
	unsigned char sealed[CODE_LEN + SEAL_EXTRA];
	int64_t until = w->now + (ask->may_send ? CODE_AGAIN : 0);
	enum rc rc = q_issue_live(w, ask->account, ask->address, until, CODE_WRONG, ret);
	if (rc == RC_OK) {
		if (ret->sealed.len != sizeof(sealed))
			return RC_BROKEN;
		TRY(unseal(w->shared->seed_key, "code_issue.sealed", ret->sealed.at, ret->sealed.len, code));
		*ret_code = arena_strn(w->arena, (const char *)code, CODE_LEN);
		if (!ask->may_send || ret->sends >= CODE_SENDS)
			return RC_OK;
		TRY(q_issue_sent(w, ret->id));
		return notice_code(w, ask->tenant, ask->person, ask->channel, ask->address, *ret_code);
	}
	if (rc != RC_NOT_FOUND || !ask->may_send)
		return rc;
	*ret_code = arena_printf(w->arena, "%06u", rand_below(1000000));
	TRY(seal(w->shared->seed_key, "code_issue.sealed", *ret_code, CODE_LEN, sealed));
	*ret = (struct issue_row){ .id = { work_id(w) }, .expires_at = w->now + CODE_LASTS };
	TRY(q_issue_insert(w, ret->id, ask->account, ask->address,
			   (struct db_blob){ sealed, sizeof(sealed) }, ret->expires_at));
	return notice_code(w, ask->tenant, ask->person, ask->channel, ask->address, *ret_code);
}

/* A ticket that leads to the code, or, for an account of 0, to nothing. */
static enum rc give_ticket(struct work *w, const struct ask *ask, const char **ret_ticket)
{
	unsigned char secret[SECRET_LEN];
	struct issue_row live = { .expires_at = w->now + CODE_LASTS };
	const char *code = arena_printf(w->arena, "%06u", rand_below(1000000));
	struct id_account account = ask->account;
	enum rc rc = account.v ? issue(w, ask, &live, &code) : RC_NOT_FOUND;
	if (rc == RC_NOT_FOUND)
		account.v = 0;
	else
		TRY(rc);
	rand_bytes(secret, sizeof(secret));
	*ret_ticket = text_base64url(w->arena, secret, sizeof(secret));
	return q_code_insert(w, &(struct q_code_insert){ .ticket = work_hash(w, "ticket", *ret_ticket),
							 .account = account,
							 .shown = hidden(w->arena, ask->address),
							 .channel = ask->channel,
							 .purpose = ask->purpose,
							 .address = ask->address,
							 .code_hash = code_hash(w, *ret_ticket, code),
							 .expires_at = live.expires_at,
							 .issue = live.id });
}

/* Limits by source, apart from the number: who asks too often gets no text sent, and
 * the same answer. Where the source is not known, a code's own limits stand alone. */
static enum rc may_send(struct work *w, const char *source, const char *contact, bool *ret)
{
	int64_t all = 0, one = 0;
	*ret = true;
	if (*source == '\0')
		return RC_OK;
	TRY(q_throttle_hit(w, work_hash(w, "code.source", source), w->now, w->now - TIME_HOUR, &all));
	TRY(q_throttle_hit(w, work_hash(w, "code.ask", arena_printf(w->arena, "%s %s", source, contact)),
			   w->now, w->now - TIME_HOUR, &one));
	*ret = all <= ASKS_OF_SOURCE && one <= ASKS_OF_NUMBER;
	return RC_OK;
}

static const char *channel_of(const char *contact)
{
	return strchr(contact, '@') ? "email" : "sms";
}

enum rc code_request(struct work *w, const struct contact_in *in, const char *source,
		     const char **ret_ticket, const char **ret_shown)
{
	struct account_contact account = { 0 };
	const char *contact = contact_plain(w->arena, in->contact, "US");
	if (contact == NULL)
		return work_fail(w, E_contact, "contact");
	enum rc found = q_account_by_contact(w, contact, &account);
	if (found != RC_OK && found != RC_NOT_FOUND)
		return found;
	struct ask ask = { .tenant = account.tenant, .person = account.person, .purpose = "sign-in",
			   .channel = channel_of(contact), .address = contact };
	if (found == RC_OK && text_is(account.state, "open"))
		ask.account = account.id;
	TRY(may_send(w, source, contact, &ask.may_send));
	*ret_shown = hidden(w->arena, contact);
	return give_ticket(w, &ask, ret_ticket);
}

enum rc code_shown(struct work *w, const char *ticket, const char **ret_shown)
{
	struct code_row row;
	TRY(q_code_find(w, work_hash(w, "ticket", ticket), &row));
	*ret_shown = row.shown;
	return RC_OK;
}

enum rc account_may_sign_in(struct work *w, const struct account_contact *a)
{
	enum stage stage;
	const struct zone *zone = a->zone ? zone_find(a->zone) : NULL;
	w->zone = zone ? zone : w->zone;
	TRY(person_stage(w, a->tenant, a->born, &stage));
	bool child = stage == STAGE_CHILD && text_is(a->kind, "family");
	if (!text_is(a->state, "open"))
		return work_fail(w, E_code_wrong, "code");
	return child ? work_fail(w, E_too_young, NULL) : RC_OK;
}

/* The ticket's row, where its code is the one that was typed. A wrong one counts
 * against the ticket, and against the code, whoever's ticket it was. */
static enum rc check_code(struct work *w, const char *ticket, const char *code, const char *purpose,
			  struct code_row *row)
{
	struct db_blob key = work_hash(w, "ticket", ticket), hash = code_hash(w, ticket, code);
	enum rc rc = q_code_find(w, key, row);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? work_fail(w, E_code_wrong, "code") : rc;
	bool live = row->tries < CODE_TRIES && row->expires_at > w->now && row->account.v != 0 &&
		    text_is(row->purpose, purpose);
	bool right = row->code_hash.len == hash.len && bytes_same(row->code_hash.at, hash.at, hash.len);
	if (live && right)
		return RC_OK;
	TRY(q_code_tried(w, key));
	if (row->issue.v != 0 && row->tries < CODE_TRIES)
		TRY(q_issue_wrong(w, row->issue));
	w->keep = true;
	return work_fail(w, E_code_wrong, "code");
}

static enum rc use_code(struct work *w, const char *ticket, const struct code_row *row)
{
	int64_t used = 0, gone = 0;
	TRY(q_issue_use(w, row->issue, w->now, CODE_WRONG, &used));
	if (used == 0)
		return work_fail(w, E_code_wrong, "code");
	return q_code_delete(w, work_hash(w, "ticket", ticket), &gone);
}

/* A number that was silent for long may be somebody else's by now: whoever holds it must
 * also know whose account it was. A wrong name counts like a wrong code. */
static enum rc check_name(struct work *w, const char *ticket, const struct code_row *row,
			  const struct account_contact *has, const char *last_name)
{
	if (!text_is(row->channel, "sms") || !notice_number_is_silent(w, has->heard_at))
		return RC_OK;
	if (*last_name != '\0' && text_is(text_fold(w->arena, last_name), has->match_key))
		return RC_OK;
	if (*last_name != '\0') {
		TRY(q_code_tried(w, work_hash(w, "ticket", ticket)));
		TRY(q_issue_wrong(w, row->issue));
		w->keep = true;
	}
	return work_fail(w, E_name_needed, "last_name");
}

enum rc code_check(struct work *w, const char *ticket, const char *code, const char *last_name,
		   struct id_account *ret_account)
{
	struct code_row row;
	struct account_contact now_has = { 0 };
	TRY(check_code(w, ticket, code, "sign-in", &row));
	/* A code proves the address that it went to, not one that was put in since. */
	enum rc rc = q_account_by_contact(w, row.address ? row.address : "", &now_has);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && now_has.id.v != row.account.v))
		return work_fail(w, E_code_wrong, "code");
	TRY(rc);
	TRY(account_may_sign_in(w, &now_has));
	TRY(check_name(w, ticket, &row, &now_has, last_name));
	TRY(use_code(w, ticket, &row));
	TRY(q_account_proved(w, row.account, row.channel, w->now));
	TRY(q_account_in(w, row.account, w->now));
	*ret_account = row.account;
	return RC_OK;
}

/* --- a number or address of one's own ------------------------------------------------------ */

enum rc number_ask(struct work *w, const struct contact_in *in, const char *source,
		   const char **ret_ticket)
{
	struct account_contact has = { 0 };
	const char *contact = contact_plain(w->arena, in->contact, "US");
	if (contact == NULL)
		return work_fail(w, E_contact, "contact");
	enum rc rc = q_account_by_contact(w, contact, &has);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	struct ask ask = { .tenant = w->actor.tenant, .person = w->actor.signer, .purpose = "number",
			   .channel = channel_of(contact), .address = contact };
	if (rc == RC_NOT_FOUND || has.id.v == w->actor.account.v)
		ask.account = w->actor.account; /* somebody else's number is not written to */
	/* Strangers' numbers are not rung through an account: five an hour, wherever from. */
	TRY(throttle(w, "number", arena_printf(w->arena, "%lld", (long long)w->actor.account.v),
		     ASKS_OF_NUMBER, TIME_HOUR));
	TRY(may_send(w, source, contact, &ask.may_send));
	return give_ticket(w, &ask, ret_ticket);
}

enum rc number_set(struct work *w, const char *ticket, const char *code)
{
	struct code_row row;
	struct account_reach had;
	int64_t n = 0;
	TRY(check_code(w, ticket, code, "number", &row));
	if (row.account.v != w->actor.account.v)
		return work_fail(w, E_code_wrong, "code");
	TRY(use_code(w, ticket, &row));
	TRY(q_account_reach_of(w, row.account, &had));
	bool mail = text_is(row.channel, "email");
	const char *old = mail ? had.email : had.phone;
	TRY(q_number_put(w, row.account, mail ? NULL : row.address, mail ? row.address : NULL, &n));
	if (n == 0)
		return work_fail(w, E_contact_taken, "contact");
	if (old != NULL && !text_is(old, row.address))
		TRY(notice_to_old(w, w->actor.signer, NOTICE_SIGN_IN_CHANGED, row.channel, old));
	if (old == NULL || !text_is(old, row.address))
		TRY(sessions_end_others(w, row.account));
	return q_account_proved(w, row.account, row.channel, w->now);
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
int64_t account_wait_after(int64_t failed)
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
	if (staff && t.setting_up)
		return RC_OK; /* nobody knows its password: there is nothing to guess, nor to lock */
	bool fresh = t.failed == 0 || t.failed_since + STAFF_WINDOW <= w->now;
	int64_t failed = fresh ? 1 : t.failed + 1;
	bool locks = staff && failed >= STAFF_TRIES;
	int64_t wait = staff ? 0 : account_wait_after(failed);
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
	w->keep = true;
	if (used == 1) {
		int64_t waits = 0;
		TRY(q_account_unconfirmed(w, account, &waits));
		return waits == 0 ? q_account_in(w, account, w->now) : work_fail(w, E_confirm_first, "code");
	}
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
	TRY(q_account_secret_set(w, account, hash, must_change));
	return sessions_end_others(w, account);
}

/* --- accounts ------------------------------------------------------------------------------------ */

bool roles_clash(unsigned roles)
{
	unsigned apart = roles & (ROLE_admin | ROLE_auditor | ROLE_reviewer);
	bool sealed = (roles & ROLES_SEALED) != 0;
	return (apart & (apart - 1)) != 0 || (sealed && (roles & (roles - 1)) != 0);
}

enum rc account_add(struct work *w, const struct account_new *in, struct id_account *ret)
{
	unsigned char sealed[TOTP_LEN + SEAL_EXTRA];
	int64_t added = 0;
	if (roles_clash(in->roles))
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
