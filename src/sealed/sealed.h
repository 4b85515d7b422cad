/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Sealed compartments: talk between somebody in custody or under supervision and their
 * lawyer, clergy or counsellor, and a counsellor's own notes (PRODUCT.md P4;
 * SECURITY.md §3.9). Each text is locked under a key of its own, and that key is wrapped
 * for the readers alone. No setting opens it, nobody of staff has a key, and a court order
 * finds nothing here that the program could open.
 *
 * A person's secret key lies under a passphrase of their own (six words or more), and once
 * more under a recovery code that is printed once. It is opened for one session, under a
 * key that only the session's own token gives, and closed by hand, by the end of the session,
 * or after some minutes (policy sealed_minutes). Whoever loses both has lost the messages.
 *
 * What the program itself holds is kept from being exchanged: rows carry a keyed proof, and
 * texts are bound to where they stand. What does not fit is E_sealed_broken and an alarm,
 * never an empty text. Opening a page shows the server what is on it, for so long as it takes.
 */
#ifndef SEALED_SEALED_H
#define SEALED_SEALED_H

#include "lib/base/text.h"
#include "lib/crypto/box.h"
#include "lib/work/field.h"
#include "lib/work/pass.h"

enum { SEALED_PAGE = 30, SEALED_CODE = TEXT_BASE32_128, SEALED_LETTERS = 5000 /* in a form of 64 KiB, whatever the script */ };

/* Roles whose pages these are. */
enum { SEALED_PARTIES = ROLE_inside | ROLE_supervised | ROLES_SEALED };

/* --- keys and opening -------------------------------------------------------------------- */

struct sealed_key {
	struct id_sealed_key id; /* 0: there is none */
	struct id_tenant tenant;
	struct id_person person;
	unsigned char public_key[BOX_KEY], by_phrase[BOX_PHRASE], by_code[BOX_KEY + BOX_EXTRA];
	int64_t made_at, ended_at, failed, wait_until;
};
/* What was typed, held against a key by the slow threads, outside of a transaction. */
struct sealed_try {
	struct sealed_key key;
	unsigned char secret[BOX_KEY]; /* where it was right */
	char code[SEALED_CODE + 1];    /* a new recovery code */
	unsigned char against[SHA256_LEN]; /* how the key lay when it was tried */
	bool asked, right;
};

/* The person's own key; its id is 0 where there is none. */
must enum rc sealed_key_load(struct work *w, struct sealed_key *ret);

/* E_sealed_weak for fewer than six words. The same passphrase however it was typed: case,
 * spaces and hyphens do not matter. */
must enum rc sealed_phrase_is_fine(struct work *w, const char *typed);
/* A passphrase to choose: seven words of 2,048. */
char *sealed_phrase_make(struct arena *a);

/* Slow, and without a transaction: a new key pair with its recovery code; a typed passphrase;
 * a typed recovery code; the same secret under a new passphrase or code. `try` says what came
 * of it; RC_BUSY where there is no memory. Nothing is looked at while one has to wait. */
must enum rc sealed_make(struct arena *a, struct sealed_try *t, const char *phrase);
must enum rc sealed_try_phrase(struct arena *a, struct sealed_try *t, const char *phrase, int64_t now);
void sealed_try_code(struct arena *a, struct sealed_try *t, const char *code, int64_t now);
must enum rc sealed_rephrase(struct arena *a, struct sealed_try *t, const char *phrase);
void sealed_recode(struct arena *a, struct sealed_try *t);

/* A first key pair. E_sealed_has_key where there is one, unless `anew` says that what was
 * sealed to the old one is to be lost. Whoever holds somebody's way to sign in could do that, and
 * be written to in their place: all talk of theirs is closed until two of staff have checked anew. */
must enum rc sealed_key_add(struct work *w, const struct sealed_try *t, bool anew);
/* E_sealed_key_first; E_wait after wrong tries, as for passwords; E_sealed_wrong, also where it changed since. */
must enum rc sealed_open(struct work *w, const char *token, const struct sealed_try *t);
/* The same, and the key lies under what `t` holds now; it is closed everywhere. A wrong recovery
 * code is E_sealed_code_wrong. */
must enum rc sealed_key_change(struct work *w, const struct sealed_try *t, bool by_code);
must enum rc sealed_close(struct work *w);
/* The person is erased: their key pairs go, and what was sealed to them is lost for them. */
must enum rc sealed_forget(struct work *w, struct id_person person);

/* A secret key that this session has opened; key.v is 0 where it is closed. */
struct sealed_opened {
	struct id_sealed_key key;
	unsigned char secret[BOX_KEY];
	int64_t seen_at;
};
must enum rc sealed_opened(struct work *w, const char *token, struct sealed_opened *ret);

/* --- talk ---------------------------------------------------------------------------------- */

/* What was sealed, opened: shown to whom it is for, and put nowhere else (tools/lint.py). */
struct sealed_text {
	const char *words; /* NULL: sealed to a key that was replaced */
};

struct sealed_talk {
	struct id_sealed_tie id;
	struct id_person other, inside, adviser;
	struct id_site site;
	const char *name, *relation, *state;
	bool fresh;		/* something new */
	bool own_key, other_key; /* nothing can be sent before both have one */
	bool open;		/* one can write */
	int64_t last_seq, seen;
};
struct sealed_talks {
	struct sealed_talk *at;
	size_t n;
};
extern const struct field sealed_talk_fields[8];
must enum rc sealed_list(struct work *w, const struct pass *pass, struct sealed_talks *ret);
/* RC_NOT_FOUND for anybody but its two parties, and across a barrier. */
must enum rc sealed_get(struct work *w, struct id_sealed_tie id, struct sealed_talk *ret);

struct sealed_message {
	struct id_sealed_message id;
	const char *name;
	bool mine, lost;
	int64_t seq, sent_at;
	struct sealed_text text;
};
struct sealed_messages {
	struct sealed_message *at;
	size_t n;
	int64_t next; /* seq of the page behind, 0: none */
};
extern const struct field sealed_message_fields[6];
/* The newest first, those before `before` (0: all). */
must enum rc sealed_read(struct work *w, const struct sealed_talk *talk, const struct sealed_opened *key,
			 int64_t before, struct sealed_messages *ret);

struct sealed_in {
	struct sealed_text text;
};
extern const struct field sealed_in_fields[1];
/* E_sealed_ended, E_sealed_keys_missing, E_message_empty. The other one is told that
 * there is something new, and nothing else. */
must enum rc sealed_send(struct work *w, const struct sealed_talk *talk, const struct sealed_in *in,
			 struct id_sealed_message *ret);
/* Sealed with the public key alone, so that nothing is lost when the key was closed meanwhile;
 * an empty one takes it away. E_sealed_key_first. */
must enum rc sealed_draft_save(struct work *w, const struct sealed_talk *talk, const struct sealed_in *in);
must enum rc sealed_draft_get(struct work *w, const struct sealed_talk *talk, const struct sealed_opened *key,
			      struct sealed_text *ret);
/* Two are kept apart: what waits to tell one of the other is not sent, unless something else is new. */
must enum rc sealed_tell_less(struct work *w, struct id_person person, struct id_person other);
must enum rc sealed_seen(struct work *w, struct id_sealed_tie tie, int64_t seq);

/* --- a counsellor's own notes ---------------------------------------------------------------- */

struct sealed_note {
	struct id_sealed_note id; /* of the first version */
	struct id_sealed_tie tie;
	int64_t turn, written_at;
	bool lost;
	struct sealed_text text;
};
struct sealed_notes {
	struct sealed_note *at;
	size_t n;
};
extern const struct field sealed_note_fields[5], sealed_note_line_fields[4];
/* About one client: each note's newest version. All are opened, so that a change is seen. */
must enum rc sealed_notes(struct work *w, const struct sealed_talk *talk, const struct sealed_opened *key,
			  struct sealed_notes *ret);
/* One with all its versions, the newest first. E_not_there but for its author. */
must enum rc sealed_note(struct work *w, struct id_sealed_note id, const struct sealed_opened *key,
			 struct sealed_notes *ret);
/* A first version, or (`of`) a further one; nothing that was written is changed. */
must enum rc sealed_note_write(struct work *w, struct id_sealed_tie tie, const struct sealed_note *of,
			       const struct sealed_in *in, struct id_sealed_note *ret);

/* --- what others are told ---------------------------------------------------------------------- */

/* Sealed messages of a whole month, by site; fewer than 11 are not told as a number. */
enum { SEALED_FEW = 11, SEALED_MONTHS = 3 };
struct sealed_month {
	const char *site;
	int64_t month, n; /* its first day; 0: fewer than 11 */
};
struct sealed_months {
	struct sealed_month *at;
	size_t n;
};
extern const struct field sealed_month_fields[3];
must enum rc sealed_months(struct work *w, struct sealed_months *ret);

struct sealed_alarm_rows;
must enum rc sealed_alarms(struct work *w, struct sealed_alarm_rows *ret);

#endif
