/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The audit log: one entry per act and per sensitive read, written in the
 * act's own transaction. No entry, no act (CJIS AU-2, AU-5; SECURITY.md §3.6).
 * An entry holds no personal data; what is personal goes into its detail,
 * which the entry commits to with a salted hash, so that the detail can be
 * erased and the entry stays provable.
 */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "lib/work/pass.h"

/* What is known so far about the act under way; access and verbs add to it. */
struct audit_note {
	const char *act; /* "message.approve" */
	enum id_kind object_kind;
	int64_t object;
	const char *decision, *rule; /* "allowed" or "denied", and by which step */
	enum purpose purpose;
	const char *detail; /* personal, may be NULL */
	bool needed;	    /* this act or read must leave an entry */
	int64_t entry; /* the id that its entry will have; 0: not asked for */
	struct audit_seen *seen; /* whom it showed; the newest first */
};

/* Somebody whose data an act or a read shows to staff: the entry brings a line for
 * them to read ("who saw my data", src/ledger); of "safety", for the office alone. */
struct audit_seen {
	struct id_person person;
	const char *what, *why;
	struct audit_seen *next;
};
void audit_saw(struct work *w, struct id_person person, const char *what, const char *why);

/* Says what the act is about. */
#define audit_about(w, kind, id) audit_about_id((w), ID_OF_##kind, (id).v)
void audit_about_id(struct work *w, enum id_kind kind, int64_t id);
/* The act is allowed by its relation, whatever was asked on the way. */
void audit_allowed(struct work *w, enum purpose purpose);
/* The id of the entry that the act under way will leave; 0 where it leaves none. */
struct id_entry audit_entry_to_be(struct work *w);
/* Adds a personal detail, such as a reason somebody typed. */
void audit_detail(struct work *w, const char *detail);

/* Writes the entry for w->note; nothing where none is needed and no logged row was written. `outcome` is
 * "done", or the name of the error; `bytes` is the size of the answer. */
must enum rc audit_write(struct work *w, const char *outcome, size_t bytes);

/* Writes an entry for an act of the program itself, or of a command. */
must enum rc audit_act(struct work *w, const char *act, enum id_kind kind, int64_t id,
		       const char *outcome);
/* The same, done, with why. */
must enum rc audit_act_because(struct work *w, const char *act, enum id_kind kind, int64_t id, const char *why);
/* Writes an entry for logged rows that no other entry speaks of (lib/work/logged.h). */
must enum rc audit_rows(struct work *w);

#endif
