/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What stands over the tree: checkpoints, which the log signs each minute or thousand
 * entries, and the cosignatures of witnesses, who look whether it only grows. Where none
 * came for 15 minutes, something is wrong with the log or on the way to them.
 */
#ifndef AUDIT_CHECKPOINT_H
#define AUDIT_CHECKPOINT_H

#include "lib/note/signer.h"
#include "lib/work/work.h"

enum { WITNESS_SILENT_MINUTES = 15, WITNESSES_MAX = 100 };

/* What is due: merges what waits, signs a checkpoint, complains of silence. Each second. */
enum rc log_turn(struct shared *s);

struct witness {
	const char *name, *vkey;
	int64_t added_at, size, seen_at; /* 0: never */
	bool silent;
};
struct log_status {
	int64_t size, waiting;	   /* entries with a leaf, and without */
	int64_t signed_size, signed_at; /* of the latest checkpoint; 0: none */
	struct witness *witnesses;
	size_t witnesses_n;
	bool silent; /* no witness, or all are silent */
};
must enum rc log_status(struct work *w, struct log_status *ret);

/* A witness by its public key (algorithm 4). RC_INVALID for another; RC_CONFLICT where the
 * name has another key. */
must enum rc witness_add(struct work *w, const char *vkey, const char **ret_name);
/* RC_NOT_FOUND without that name. */
must enum rc witness_end(struct work *w, const char *name);

/* A line that a witness puts under the checkpoint of that size. E_not_there for a size
 * without one, E_cosignature for a line that is no known witness's. */
must enum rc log_cosign(struct work *w, int64_t size, const char *line);
/* The last checkpoint of each day (UTC), in words that somebody can print, read out or keep on
 * paper: six of lib/base/wordlist.h, the first 66 bits of the SHA-256 of "kinkeeper words v1", a
 * line feed, and the text of the checkpoint. The newest first, LOG_DAYS at most. */
enum { LOG_DAYS = 31 };
struct log_day {
	int64_t at, size;
	const char *words;
};
struct log_days {
	struct log_day *at;
	size_t n;
};
must enum rc log_days(struct work *w, struct log_days *ret);

/* A checkpoint and all lines under it, as one note. RC_NOT_FOUND without any. */
must enum rc log_note(struct work *w, int64_t size, const char **ret);

#endif
