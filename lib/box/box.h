/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A file that its writer cannot read: sealed for the holder of a recovery key, who is
 * elsewhere, and signed by the store that it came from. What it is stands in front, in the
 * clear (the label); what it holds comes behind, in pieces.
 *
 *	"kinkeeper box 1\n"
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
#ifndef BOX_BOX_H
#define BOX_BOX_H

#include "lib/crypto/crypto.h"

enum { BOX_LABEL_MAX = 256 * 1024, BOX_PIECE = 64 * 1024 };

/* --- keys -------------------------------------------------------------------------------- */

/* What is written down and kept away from the machine: "kinkeeper-recovery-1.…", the private
 * half and the public half of the store's signature. */
struct box_recovery {
	unsigned char secret[KEY_LEN], signer[SIGN_PUBLIC];
};
enum { BOX_RECOVERY_TEXT = 128, BOX_PUBLIC_TEXT = 80 };
void box_recovery_write(const struct box_recovery *r, char to[BOX_RECOVERY_TEXT]);
bool box_recovery_read(const char *text, struct box_recovery *ret);
/* The public half as a line: "kinkeeper-backup-1.…". */
void box_public_write(const unsigned char key[KEY_LEN], char to[BOX_PUBLIC_TEXT]);
bool box_public_read(const char *text, unsigned char key[KEY_LEN]);

/* --- writing --------------------------------------------------------------------------------- */

struct box_out;

/* Begins a box in an empty file. RC_BUSY: the disk is full; RC_BROKEN: it cannot be written. */
must enum rc box_begin(int fd, const unsigned char public_key[KEY_LEN], const unsigned char sign_secret[KEY_LEN],
		       const char *label, struct box_out **ret);
must enum rc box_put(struct box_out *b, const void *bytes, size_t len);
/* Writes what is left, the end and the signature, and waits for the disk. */
must enum rc box_end(struct box_out *b);
/* Forgets it; after box_end() too. The file is its opener's. NULL is nothing. */
void box_out_free(struct box_out *b);

/* --- reading ----------------------------------------------------------------------------------- */

struct box_in;

/* Reads the head. RC_INVALID: it is no such file; RC_DENIED: another store signed it. */
must enum rc box_open(int fd, const unsigned char signer[SIGN_PUBLIC], struct box_in **ret);
const char *box_label(const struct box_in *b);
/* Reads all of it once and goes back to the pieces. RC_DENIED: a byte is not what was signed. */
must enum rc box_check(struct box_in *b);
/* RC_DENIED: it was sealed for another recovery key. */
must enum rc box_unlock(struct box_in *b, const unsigned char secret[KEY_LEN]);
/* Back to the first piece; it must be unlocked. */
must enum rc box_rewind(struct box_in *b);
/* Exactly `len` bytes of what it holds; RC_DENIED where a piece is not what it was or
 * there are no more. */
must enum rc box_get(struct box_in *b, void *to, size_t len);
/* RC_OK where nothing is left, and the last piece said so. */
must enum rc box_over(struct box_in *b);
void box_in_free(struct box_in *b);

#endif
