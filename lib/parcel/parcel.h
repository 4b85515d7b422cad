/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A file that its writer cannot read: sealed for the holder of a recovery key, who is
 * elsewhere, and signed by the store that it came from. What it is stands in front, in the
 * clear (the label); what it holds comes behind, in pieces.
 *
 *	"kinkeeper parcel 1\n"
 *	sealed key (80)      of the pieces, for the recovery key
 *	head (24)            of the stream
 *	length (4), label    lines of text
 *	signature (64)       Ed25519, of all before
 *	length (4), piece    again and again: at most 64 KiB, bound to its place and to the
 *	                     head; a piece of length 0 ends them
 *	signature (64)       of SHA-256 of all before
 *
 * Lengths are big-endian. Each byte of it is under a signature, so that a changed one is
 * found without the recovery key; with it, each piece is held against its place too.
 */
#ifndef PARCEL_BOX_H
#define PARCEL_BOX_H

#include "lib/crypto/crypto.h"

enum { PARCEL_LABEL_MAX = 256 * 1024, PARCEL_PIECE = 64 * 1024 };

/* --- keys -------------------------------------------------------------------------------- */

/* What is written down and kept away from the machine: "kinkeeper-recovery-1.…", the private
 * half and the public half of the store's signature. */
struct parcel_recovery {
	unsigned char secret[KEY_LEN], signer[SIGN_PUBLIC];
};
enum { PARCEL_RECOVERY_TEXT = 128, PARCEL_PUBLIC_TEXT = 80 };
void parcel_recovery_write(const struct parcel_recovery *r, char to[PARCEL_RECOVERY_TEXT]);
bool parcel_recovery_read(const char *text, struct parcel_recovery *ret);
/* The public half as a line: "kinkeeper-backup-1.…". */
void parcel_public_write(const unsigned char key[KEY_LEN], char to[PARCEL_PUBLIC_TEXT]);
bool parcel_public_read(const char *text, unsigned char key[KEY_LEN]);

/* --- writing --------------------------------------------------------------------------------- */

struct parcel_out;

/* Begins a parcel in an empty file. RC_BUSY: the disk is full; RC_BROKEN: it cannot be written. */
must enum rc parcel_begin(int fd, const unsigned char public_key[KEY_LEN], const unsigned char sign_secret[KEY_LEN],
		       const char *label, struct parcel_out **ret);
must enum rc parcel_put(struct parcel_out *b, const void *bytes, size_t len);
/* Writes what is left, the end and the signature, and waits for the disk. */
must enum rc parcel_end(struct parcel_out *b);
/* Forgets it; after parcel_end() too. The file is its opener's. NULL is nothing. */
void parcel_out_free(struct parcel_out *b);

/* --- reading ----------------------------------------------------------------------------------- */

struct parcel_in;

/* Reads the head. RC_INVALID: it is no such file; RC_DENIED: another store signed it. */
must enum rc parcel_open(int fd, const unsigned char signer[SIGN_PUBLIC], struct parcel_in **ret);
const char *parcel_label(const struct parcel_in *b);
/* Reads all of it once and goes back to the pieces. RC_DENIED: a byte is not what was signed. */
must enum rc parcel_check(struct parcel_in *b);
/* RC_DENIED: it was sealed for another recovery key. */
must enum rc parcel_unlock(struct parcel_in *b, const unsigned char secret[KEY_LEN]);
/* Back to the first piece; it must be unlocked. */
must enum rc parcel_rewind(struct parcel_in *b);
/* Exactly `len` bytes of what it holds; RC_DENIED where a piece is not what it was or
 * there are no more. */
must enum rc parcel_get(struct parcel_in *b, void *to, size_t len);
/* RC_OK where nothing is left, and the last piece said so. */
must enum rc parcel_over(struct parcel_in *b);
void parcel_in_free(struct parcel_in *b);

#endif
