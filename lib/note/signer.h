/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Who signs the log's checkpoints. The private key is in a process of its own, which
 * has no database and no network: it is forked before anything else is open, or runs
 * as another user behind a socket (`kinkeeper sign`). It signs checkpoints and nothing
 * else, of its own name, and never of a smaller log or another root than before.
 */
#ifndef NOTE_SIGNER_H
#define NOTE_SIGNER_H

#include "lib/note/note.h"

struct signer;

/* Makes a key file, mode 0600: "PRIVATE+KEY+NAME+ID+…", and says its public half. `name`
 * NULL: one by chance; `secret` NULL: by chance. RC_CONFLICT where the file is there
 * already; RC_INVALID for a name with spaces or +. */
must enum rc signer_make_key(const char *file, const char *name, const unsigned char *secret,
			     char vkey[NOTE_KEY_MAX]);

/* Forks it. Call before threads, sockets and databases are there. RC_NOT_FOUND: no key;
 * RC_DENIED: others can read it. */
must enum rc signer_start(const char *key_file, struct signer **ret);
/* Or one that runs by itself. RC_BUSY where nobody answers. */
must enum rc signer_connect(const char *socket, struct signer **ret);
/* Leaves it; ends one that was forked. */
void signer_stop(struct signer *s);
const struct note_key *signer_key(const struct signer *s);

/* The text and its signature, as a note. RC_INVALID: it refuses; RC_BROKEN: it is gone. */
must enum rc signer_sign(struct signer *s, const char *text, char note[NOTE_MAX]);

/* Is the signer behind a socket (mode 0660), until it is ended; gives back only what
 * went wrong at the start. */
must enum rc signer_serve(const char *key_file, const char *socket);

#endif
