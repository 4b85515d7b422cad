/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Signed notes, as transparency logs write them (C2SP signed-note, tlog-checkpoint,
 * tlog-cosignature): a text, an empty line, and a line for each signature. A key is
 * written NAME+ID+BASE64, where the first byte in base64 is its algorithm.
 */
#ifndef NOTE_NOTE_H
#define NOTE_NOTE_H

#include "lib/crypto/crypto.h"
#include "lib/crypto/merkle.h"

enum { NOTE_NAME_MAX = 100, NOTE_KEY_MAX = 256, NOTE_LINE_MAX = 300, NOTE_MAX = 1024 };
enum note_algorithm { NOTE_ED25519 = 1, NOTE_COSIGNATURE = 4 };

struct note_key {
	char name[NOTE_NAME_MAX];
	enum note_algorithm algorithm;
	unsigned char public_key[SIGN_PUBLIC];
};

/* False where it is no key of ours: another algorithm, or its id does not fit. */
bool note_key_read(const char *text, struct note_key *ret);
void note_key_write(const struct note_key *k, char to[NOTE_KEY_MAX]);

/* A text's last line begins no signature; it ends with a line feed. Writes "— NAME …\n". */
void note_sign(const struct note_key *k, const unsigned char secret[KEY_LEN], const char *text,
	       char line[NOTE_LINE_MAX]);
/* Whether a line, its line feed with it, is this key's signature of the text. A cosignature
 * (NOTE_COSIGNATURE) says when, in seconds; 0 for others. */
bool note_is_signed(const struct note_key *k, const char *text, const char *line, int64_t *ret_at);
/* The line of a note that is this key's; NULL: none. It ends at its line feed. */
const char *note_line_of(const struct note_key *k, const char *note);

/* A log's word on itself: its name, how many leaves it has, and the root. */
void note_checkpoint(const char *origin, int64_t size, const struct merkle_hash *root, char to[NOTE_MAX]);
bool note_checkpoint_read(const char *text, const char *origin, int64_t *ret_size,
			  struct merkle_hash *ret_root);

#endif
