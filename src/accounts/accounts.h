/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Accounts: who can sign in, how, and for how long.
 *
 *   family, guardian     a one-time code to a mobile number or an e-mail address;
 *                        waits grow after wrong tries, and never become a lock
 *                        (an abuser could lock the other person out)
 *   staff                password (15 letters or more) and a time-based code; 5
 *                        wrong tries in 15 minutes lock until an administrator
 *                        releases (CJIS AC-7); 15 min idle, 12 h in all (AC-11)
 *   inside               number and PIN at a kiosk; 90 s idle
 *
 * A session is 32 random bytes in a cookie or an Authorization header; only
 * their SHA-256 is stored. Whatever is wrong, an unknown account gets the same
 * answer, after the same work, as a known one (ASVS 6.3.8).
 */
#ifndef ACCOUNTS_ACCOUNTS_H
#define ACCOUNTS_ACCOUNTS_H

#include "lib/work/pass.h"
#include "lib/work/field.h"

/* In more places at once than SESSIONS_MOST nobody is signed in: the oldest session ends (ASVS 7.1.2).
 * Tokens of programs are not counted. */
enum { SESSION_TOKEN_LEN = 43, ACCOUNT_CODE_LEN = 6, SESSIONS_MOST = 10 };

/* --- sessions ------------------------------------------------------------------ */

/* Fills w->actor, w->lang and w->zone from a session's token; the actor stays
 * nobody where it is unknown, over, or its account is not open. */
must enum rc session_load(struct work *w, const char *token, bool *ret_stale);
/* Notes that it was used; at most once per sixth of its idle time. */
must enum rc session_touch(struct work *w);
/* A new session for an account. `kind`: "browser", "kiosk" or "token". */
must enum rc session_open(struct work *w, struct id_account account, const char *kind,
			  unsigned assurance, const char *label, const char **ret_token);
/* Ends this one; ends all of an account (password change, lock, role change). */
must enum rc session_end(struct work *w, const char *token);
must enum rc sessions_end(struct work *w, struct id_account account);
/* How somebody signs in has changed: all sessions but the one that changed it are over, so
 * that whoever came in the old way is out (ASVS 7.4.3). */
must enum rc sessions_end_others(struct work *w, struct id_account account);
must enum rc sessions_end_of(struct work *w, struct id_person person);
/*
 * From now on this session acts for a child (0: for oneself again): w->actor.person
 * is the child, w->actor.signer the guardian. Only a guardian of today may, for a
 * child whom policy lets nobody else act for, or a minor without an account of
 * their own: E_not_there for anybody else. Asked again at every request, so that
 * it ends with the guardianship.
 */
must enum rc session_act_for(struct work *w, struct id_person child);

/* --- one-time codes -------------------------------------------------------------- */

struct contact_in {
	const char *contact; /* a mobile number or an e-mail address */
};
extern const struct field contact_fields[1];

/*
 * Sends a code, lasting 10 minutes, and gives the ticket to check it with. A code
 * that works for 5 more minutes is sent again (twice in all) instead of a new one,
 * and every ticket leads to it: whoever asks for somebody's codes takes nothing from
 * them. One `source` gets five texts an hour for one number, 30 requests in all
 * answered with a text; "" where the source is not known. A contact that nobody has
 * gets a ticket all the same, and no code. `ret_shown` is the contact with most
 * of it hidden. E_contact: neither a number nor an address.
 */
must enum rc code_request(struct work *w, const struct contact_in *in, const char *source,
			  const char **ret_ticket, const char **ret_shown);
/* The account behind a ticket, where the code is right: once, in at most five tries
 * of the ticket and ten of all tickets. E_code_wrong for all else; the try is counted
 * even so. E_too_young for a child whose guardian acts. E_name_needed where the number
 * was silent for so long that it may be somebody else's: the last name must fit too. */
must enum rc code_check(struct work *w, const char *ticket, const char *code, const char *last_name,
			struct id_account *ret_account);
/* What the ticket's page shows: "a text to …42". */
must enum rc code_shown(struct work *w, const char *ticket, const char **ret_shown);

/*
 * A number or address of one's own, the same or a new one: a code goes there, and it
 * counts once the code is typed (numbers are given to others after a while). The old
 * one is told. Nothing is sent to somebody else's; E_too_often after five an hour.
 */
must enum rc number_ask(struct work *w, const struct contact_in *in, const char *source,
			const char **ret_ticket);
/* E_code_wrong; E_contact_taken where somebody else proved it meanwhile. */
must enum rc number_set(struct work *w, const char *ticket, const char *code);

/* --- passwords and PINs ------------------------------------------------------------ */

struct secret_check {
	struct id_account account; /* 0: unknown, locked or waiting */
	const char *hash;
	bool locked, waiting;
};
/* What to hold a password or PIN against; the slow part is done by the caller
 * with secret_matches(), outside of the transaction. */
must enum rc secret_of_staff(struct work *w, const char *email, struct secret_check *ret);
must enum rc secret_of_inside(struct work *w, struct id_site site, const char *number,
			      struct secret_check *ret);
/* Counts a right or wrong try. A wrong one: E_sign_in_wrong or E_pin_wrong, with
 * the same words for an unknown account; locks staff at the fifth, but nobody who has
 * not set up a password yet. */
must enum rc secret_tried(struct work *w, const struct secret_check *c, bool right, bool staff);
/* The second factor of staff: E_totp_wrong; the same step never works twice. E_confirm_first
 * while a second administrator has not said yes to the account. */
must enum rc totp_check(struct work *w, struct id_account account, const char *code);

/* A new PIN of one's own (4 to 8 digits, not the date of birth, not a row such as
 * 1234 or 1111), hashed already; and one issued by staff in person, which works
 * once and must then be changed. */
must enum rc pin_is_fine(struct work *w, const char *pin);
must enum rc secret_set(struct work *w, struct id_account account, const char *hash,
			bool must_change);

/* --- accounts ------------------------------------------------------------------------- */

struct account_new {
	struct id_tenant tenant;
	struct id_person person;
	unsigned roles;
	struct id_site site;
	const char *email, *phone; /* canonical, or NULL */
	const char *secret_hash;   /* or NULL */
	const unsigned char *totp; /* TOTP_LEN bytes, or NULL */
	bool proved;		   /* the contact is known to be theirs */
};
/* E_roles_clash: nobody holds two of admin, auditor, reviewer; a lawyer, clergy or counsellor
 * holds nothing else. */
bool roles_clash(unsigned roles);
must enum rc account_add(struct work *w, const struct account_new *in, struct id_account *ret);
must enum rc account_release(struct work *w, struct id_account account);

/* A mobile number as +13135550142 (numbers without + belong to `country`), or an
 * address in lower case; NULL for neither. */
const char *contact_plain(struct arena *a, const char *typed, const char *country);

/* For src/accounts: how long to wait after so many wrong tries; whether the account is
 * open and its person old enough (told only to who holds the right secret). */
struct account_contact;
int64_t account_wait_after(int64_t failed);
must enum rc account_may_sign_in(struct work *w, const struct account_contact *a);

/* Too many of something: counts one for `key` and gives E_too_often past `most`
 * within `window_ms`. */
must enum rc throttle(struct work *w, const char *use, const char *key, int64_t most,
		      int64_t window_ms);

#endif
