/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One piece of work: a request, a job, a command. It holds what every verb
 * needs: memory, the transaction, who acts, what time it is, in which language
 * to answer, and what went wrong. One work, one transaction.
 */
#ifndef WORK_WORK_H
#define WORK_WORK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/id.h"
#include "lib/crypto/crypto.h"
#include "lib/db/db.h"
#include "lib/i18n/i18n.h"
#include "words.h"

enum role {
#define ROLE(name, bit) ROLE_##name = 1 << (bit),
#include "lib/work/roles.def"
#undef ROLE
};
enum { ROLES_TALKERS = ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised,
       ROLES_ALL = (ROLE_officer << 1) - 1, /* the last of roles.def */
       ROLES_SEALED = ROLE_lawyer | ROLE_clergy | ROLE_counsellor, /* talk with them is privileged */
       ROLES_STAFF = ROLES_ALL & ~ROLES_TALKERS };
/* "reviewer" for ROLE_reviewer; "" for none; the first of several. */
const char *role_stem(unsigned roles);
/* The bit for a stem, 0 for no role. */
unsigned role_of(const char *stem);

enum error {
	E_none,
#define ERROR(name, rc, status) E_##name,
#include "lib/work/errors.def"
#undef ERROR
	E_COUNT
};
struct error_kind {
	const char *name; /* "message_empty", also the problem's type in the API */
	enum rc rc;
	int status;
	enum word word;
};
extern const struct error_kind error_kinds[E_COUNT];

struct work;

/* What the whole program shares. */
struct shared {
	struct db *db;
	struct db *keys; /* what keys lie in (src/vault/vault.h) */
	struct id_clock ids;
	uint32_t id_salt;
	struct id_cipher *cipher;
	unsigned char index_key[KEY_LEN]; /* of hashes that are looked up */
	unsigned char form_key[KEY_LEN];  /* of form tokens */
	unsigned char seed_key[KEY_LEN];  /* seals one-time-code seeds */
	unsigned char backup_key[KEY_LEN]; /* signs backups */
	unsigned char root_key[KEY_LEN];   /* wraps agencies' keys */
	struct vault *vault;		   /* keys in use (src/vault/vault.h) */
	bool demo;
	_Atomic int64_t demo_now; /* the demo's clock; 0 where the machine's holds */
	/* While it leaps: where to, and how far apart what comes back by itself runs meanwhile. */
	_Atomic int64_t leap_to, leap_step;
	_Atomic(const char *) base_url; /* "https://kin.example", for links in notices */
	const char *hook_secret; /* of whoever calls /hooks; NULL: nobody */
	void *phrases;		  /* owned by src/messages/phrases.c */
	struct audit_log *log;	  /* the tree over the audit log (src/audit/log.h); may be NULL */
	/* Writes the entry for logged rows that no other speaks of; NULL: nobody does. */
	enum rc (*log_rows)(struct work *w);
	struct signer *signer;	  /* of its checkpoints (lib/note/signer.h); NULL: nobody signs */
	void (*ring)(void *ctx, struct id_person person); /* live pages; may be NULL */
	void (*job_added)(void *ctx);			  /* a job waits; may be NULL */
	_Atomic bool importing;				  /* one roster at a time */
	/* Sends a message out; NULL where nothing leaves the house. A text has no subject:
	 * there it is our own name for it, for receipts. */
	enum rc (*send)(void *ctx, const char *channel, const char *address, const char *subject,
			const char *body);
	void *ctx;
};
/* The machine's time, or the demo's. */
int64_t shared_now(const struct shared *s);

struct actor {
	struct id_account account; /* 0: nobody signed in, or the program itself */
	struct id_person person; /* whose things these are: a child, where a guardian acts */
	struct id_person signer; /* who signed in; `person`, but for a guardian */
	struct id_person chosen; /* the child whom the session is to act for, also where it may no more */
	struct id_tenant tenant;
	struct id_site site; /* 0: all sites of the tenant */
	struct id_session session;
	unsigned roles;	    /* bits of enum role */
	unsigned assurance; /* 0 none, 1 one factor, 2 two factors */
	bool kiosk, token, shared_phone, must_change;
	/* No barrier names person or signer: read in this transaction, with the session.
	 * False says nothing. */
	bool unbarred;
	const char *name; /* first name, for "Hello, Rosa" */
	const char *child; /* first name of the child one acts for; NULL without */
};

/* One thing that is wrong with what came in. */
struct problem {
	enum error error;
	const char *field;     /* its name in the form and in JSON, or NULL */
	struct word_arg args[2]; /* for the words */
	size_t n;
};
enum { PROBLEMS_MAX = 24, RINGS_MAX = 64 };

struct work {
	struct arena *arena;
	struct db_conn *db;
	struct shared *shared;
	int64_t now;
	enum lang lang;
	const struct zone *zone;
	struct actor actor;
	struct problem problems[PROBLEMS_MAX];
	size_t problems_n;
	struct id_person rings[RINGS_MAX];
	size_t rings_n;
	bool jobs_added;
	bool acts; /* a request that changes something; false while it only reads */
	const char *because; /* what the last decision of src/access rests on; NULL: the role */
	bool keep; /* a refusal whose count of tries must stay written */
	const struct policies *policies; /* of src/people, once they were asked for */
	struct log_list {
		struct log_row *first, *last;
		size_t n;
	} logged; /* rows written that no audit entry speaks of yet (lib/work/logged.h) */
	struct audit_note *note; /* of src/audit; NULL where nothing is written down */
};

/* Notes what is wrong, and where; gives the rc that belongs to it. */
enum rc work_fail(struct work *w, enum error error, const char *field);
enum rc work_fail_with(struct work *w, enum error error, const char *field, struct word_arg arg);
/* The first problem's kind; E_broken, E_busy … where none was noted. */
enum error work_error(const struct work *w, enum rc rc);
/* Forgets what went wrong and what was to happen after the commit: before the
 * same work runs again. */
void work_restart(struct work *w);

/* A new id, in order of time. */
int64_t work_id(struct work *w);
/* The first of `n` ids in a row. */
int64_t work_ids(struct work *w, int64_t n);

/* Live pages of this person are told, after the commit. */
void work_ring(struct work *w, struct id_person person);
/* Does what was to happen after the commit. */
void work_after_commit(struct work *w);

/* A keyed hash under which something that must not be readable in the database
 * (a code, a ticket, a limited address) is looked up. */
struct db_blob work_hash(struct work *w, const char *use, const char *text);

/* Runs `run(w, arg)` in a task of its own: for jobs, commands and tests. */
struct work_run {
	struct shared *shared;
	enum rc (*run)(struct work *w, void *arg);
	void *arg;
	bool write;
	bool single; /* as in struct db_task */
	struct db *db; /* NULL: shared->db */
	struct actor actor;
	enum lang lang;
};
enum rc work_do(const struct work_run *run);

#endif
