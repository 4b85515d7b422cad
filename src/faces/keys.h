/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The deployment's master key: 32 random bytes in DIR/master.key, readable by the
 * program's user alone, made by init. All other keys are derived from it. */
#ifndef FACES_KEYS_H
#define FACES_KEYS_H

#include "lib/crypto/crypto.h"

/* RC_NOT_FOUND without the file; RC_DENIED where others can read it. */
must enum rc keys_load(const char *data, unsigned char master[KEY_LEN]);
/* Makes the directory (0700) and the key where there is none; `from` NULL is
 * random, else the key (the demo's is made from its seed). */
must enum rc keys_make(const char *data, const unsigned char *from);

#endif
