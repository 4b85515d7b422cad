/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/parcel/parcel.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/rand.h"
#include "lib/base/text.h"

static const char magic[] = "kinkeeper parcel 1\n";
static const char recovery_mark[] = "kinkeeper-recovery-1.", public_mark[] = "kinkeeper-backup-1.";
enum { MAGIC = sizeof(magic) - 1, LENGTH = 4 };

/* --- keys as text ------------------------------------------------------------------------ */

void parcel_recovery_write(const struct parcel_recovery *r, char to[PARCEL_RECOVERY_TEXT])
{
	size_t n = sizeof(recovery_mark) - 1;
	memcpy(to, recovery_mark, n);
	base64_write(r, sizeof(*r), to + n, PARCEL_RECOVERY_TEXT - n);
}

static bool read_marked(const char *text, const char *mark, void *to, size_t len)
{
	size_t n = strlen(mark);
	return text_starts(text, mark) && base64_read(text + n, strcspn(text + n, "\r\n"), to, len);
}

bool parcel_recovery_read(const char *text, struct parcel_recovery *ret)
{
	return read_marked(text, recovery_mark, ret, sizeof(*ret));
}

void parcel_public_write(const unsigned char key[KEY_LEN], char to[PARCEL_PUBLIC_TEXT])
{
	size_t n = sizeof(public_mark) - 1;
	memcpy(to, public_mark, n);
	base64_write(key, KEY_LEN, to + n, PARCEL_PUBLIC_TEXT - n);
}

bool parcel_public_read(const char *text, unsigned char key[KEY_LEN])
{
	return read_marked(text, public_mark, key, KEY_LEN);
}

/* --- writing ----------------------------------------------------------------------------------- */

struct parcel_out {
	int fd;
	size_t n; /* bytes of the piece under way */
	struct pieces stream;
	struct sha256_run hash;
	unsigned char sign_secret[KEY_LEN], bound[SHA256_LEN];
	unsigned char piece[PARCEL_PIECE], sealed[LENGTH + PARCEL_PIECE + PIECE_EXTRA];
};

static enum rc write_all(struct parcel_out *b, const void *bytes, size_t len)
{
	sha256_add(&b->hash, bytes, len);
	for (const char *at = bytes; len > 0;) {
		ssize_t n = write(b->fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? RC_BUSY : RC_BROKEN;
		at += n;
		len -= (size_t)n;
	}
	return RC_OK;
}

static enum rc write_signature(struct parcel_out *b)
{
	unsigned char hash[SHA256_LEN], signature[SIGN_LEN];
	sha256_read(&b->hash, hash);
	sign(b->sign_secret, hash, sizeof(hash), signature);
	return write_all(b, signature, sizeof(signature));
}

static void put_length(unsigned char to[LENGTH], size_t len)
{
	uint32_t n = htonl((uint32_t)len);
	memcpy(to, &n, LENGTH);
}

static enum rc write_head(struct parcel_out *b, const unsigned char public_key[KEY_LEN], const char *label)
{
	unsigned char key[KEY_LEN], sealed[PARCEL_SEALED], head[PIECES_HEAD], length[LENGTH];
	rand_bytes(key, sizeof(key));
	parcel_seal_key(public_key, key, sealed);
	pieces_begin(&b->stream, key, head);
	bytes_wipe(key, sizeof(key));
	put_length(length, strlen(label));
	sha256_begin(&b->hash);
	TRY(write_all(b, magic, MAGIC));
	TRY(write_all(b, sealed, sizeof(sealed)));
	TRY(write_all(b, head, sizeof(head)));
	TRY(write_all(b, length, sizeof(length)));
	TRY(write_all(b, label, strlen(label)));
	sha256_read(&b->hash, b->bound);
	return write_signature(b);
}

enum rc parcel_begin(int fd, const unsigned char public_key[KEY_LEN], const unsigned char sign_secret[KEY_LEN],
		  const char *label, struct parcel_out **ret)
{
	struct parcel_out *b = strlen(label) > PARCEL_LABEL_MAX ? NULL : calloc(1, sizeof(*b));
	if (b == NULL)
		return RC_BROKEN;
	b->fd = fd;
	memcpy(b->sign_secret, sign_secret, KEY_LEN);
	enum rc rc = write_head(b, public_key, label);
	if (rc != RC_OK) {
		parcel_out_free(b);
		return rc;
	}
	*ret = b;
	return RC_OK;
}

static enum rc write_piece(struct parcel_out *b, bool last)
{
	size_t len = b->n + PIECE_EXTRA;
	put_length(b->sealed, len);
	pieces_seal(&b->stream, b->piece, b->n, b->bound, last, b->sealed + LENGTH);
	b->n = 0;
	return write_all(b, b->sealed, LENGTH + len);
}

enum rc parcel_put(struct parcel_out *b, const void *bytes, size_t len)
{
	for (const unsigned char *at = bytes; len > 0;) {
		size_t some = sizeof(b->piece) - b->n < len ? sizeof(b->piece) - b->n : len;
		memcpy(b->piece + b->n, at, some);
		b->n += some;
		at += some;
		len -= some;
		if (b->n == sizeof(b->piece))
			TRY(write_piece(b, false));
	}
	return RC_OK;
}

enum rc parcel_end(struct parcel_out *b)
{
	const unsigned char none[LENGTH] = { 0 };
	TRY(write_piece(b, true));
	TRY(write_all(b, none, sizeof(none)));
	TRY(write_signature(b));
	if (fsync(b->fd) != 0)
		return errno == ENOSPC || errno == EDQUOT ? RC_BUSY : RC_BROKEN;
	return RC_OK;
}

void parcel_out_free(struct parcel_out *b)
{
	if (b == NULL)
		return;
	bytes_wipe(b, sizeof(*b));
	free(b);
}

/* --- reading ------------------------------------------------------------------------------------- */

struct parcel_in {
	FILE *file;
	long pieces; /* where the first begins */
	char *label;
	size_t at, n; /* of the piece in hand */
	bool last;
	struct pieces stream;
	struct sha256_run head_hash;
	unsigned char signer[SIGN_PUBLIC], bound[SHA256_LEN], key[KEY_LEN];
	unsigned char sealed_key[PARCEL_SEALED], head[PIECES_HEAD];
	unsigned char piece[PARCEL_PIECE], sealed[PARCEL_PIECE + PIECE_EXTRA];
};

static bool get(struct parcel_in *b, void *to, size_t len)
{
	return fread(to, 1, len, b->file) == len;
}

static bool get_length(struct parcel_in *b, size_t *ret)
{
	uint32_t n = 0;
	if (!get(b, &n, sizeof(n)))
		return false;
	*ret = ntohl(n);
	return true;
}

static bool is_signed(const struct parcel_in *b, const struct sha256_run *of, const unsigned char signature[SIGN_LEN])
{
	unsigned char hash[SHA256_LEN];
	sha256_read(of, hash);
	return sign_is_right(b->signer, hash, sizeof(hash), signature);
}

/* Nothing of it is believed before its signature is. */
static enum rc read_head(struct parcel_in *b)
{
	char first[MAGIC];
	unsigned char signature[SIGN_LEN], length[LENGTH];
	size_t len = 0;
	if (!get(b, first, MAGIC) || memcmp(first, magic, MAGIC) != 0 || !get(b, b->sealed_key, PARCEL_SEALED) ||
	    !get(b, b->head, PIECES_HEAD) || !get_length(b, &len) || len > PARCEL_LABEL_MAX)
		return RC_INVALID;
	b->label = calloc(1, len + 1);
	if (b->label == NULL)
		return RC_BROKEN;
	if (!get(b, b->label, len) || !get(b, signature, sizeof(signature)))
		return RC_INVALID;
	put_length(length, len);
	const struct sha256_part parts[] = { { magic, MAGIC }, { b->sealed_key, PARCEL_SEALED }, { b->head, PIECES_HEAD },
					     { length, LENGTH }, { b->label, len } };
	sha256_begin(&b->head_hash);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		sha256_add(&b->head_hash, parts[i].at, parts[i].len);
	sha256_read(&b->head_hash, b->bound);
	if (!is_signed(b, &b->head_hash, signature))
		return RC_DENIED;
	sha256_add(&b->head_hash, signature, sizeof(signature));
	b->pieces = ftell(b->file);
	return b->pieces < 0 ? RC_BROKEN : RC_OK;
}

enum rc parcel_open(int fd, const unsigned char signer[SIGN_PUBLIC], struct parcel_in **ret)
{
	struct parcel_in *b = calloc(1, sizeof(*b));
	int own = b ? dup(fd) : -1;
	if (own >= 0)
		b->file = fdopen(own, "rb");
	enum rc rc = b != NULL && b->file != NULL && fseek(b->file, 0, SEEK_SET) == 0 ? RC_OK : RC_BROKEN;
	if (rc == RC_OK) {
		memcpy(b->signer, signer, SIGN_PUBLIC);
		rc = read_head(b);
	}
	if (rc != RC_OK) {
		parcel_in_free(b);
		return rc;
	}
	*ret = b;
	return RC_OK;
}

const char *parcel_label(const struct parcel_in *b)
{
	return b->label;
}

/* All but the last signature is hashed as it stands; then nothing may follow. */
static enum rc hash_rest(struct parcel_in *b, struct sha256_run *hash)
{
	unsigned char signature[SIGN_LEN], length[LENGTH];
	size_t len = 1;
	while (len > 0) {
		if (!get_length(b, &len) || len > sizeof(b->sealed) || !get(b, b->sealed, len))
			return RC_DENIED;
		put_length(length, len);
		sha256_add(hash, length, LENGTH);
		sha256_add(hash, b->sealed, len);
	}
	if (!get(b, signature, sizeof(signature)) || fgetc(b->file) != EOF)
		return RC_DENIED;
	return is_signed(b, hash, signature) ? RC_OK : RC_DENIED;
}

enum rc parcel_check(struct parcel_in *b)
{
	struct sha256_run hash = b->head_hash;
	if (fseek(b->file, b->pieces, SEEK_SET) != 0)
		return RC_BROKEN;
	TRY(hash_rest(b, &hash));
	return fseek(b->file, b->pieces, SEEK_SET) == 0 ? RC_OK : RC_BROKEN;
}

enum rc parcel_unlock(struct parcel_in *b, const unsigned char secret[KEY_LEN])
{
	TRY(parcel_open_key(secret, b->sealed_key, b->key));
	return parcel_rewind(b);
}

enum rc parcel_rewind(struct parcel_in *b)
{
	b->at = b->n = 0;
	b->last = false;
	if (fseek(b->file, b->pieces, SEEK_SET) != 0)
		return RC_BROKEN;
	return pieces_resume(&b->stream, b->key, b->head);
}

static enum rc next_piece(struct parcel_in *b)
{
	size_t len = 0;
	if (b->last || !get_length(b, &len) || len < PIECE_EXTRA || len > sizeof(b->sealed) ||
	    !get(b, b->sealed, len))
		return RC_DENIED;
	if (pieces_open(&b->stream, b->sealed, len, b->bound, &b->last, b->piece) != RC_OK)
		return RC_DENIED;
	b->at = 0;
	b->n = len - PIECE_EXTRA;
	return RC_OK;
}

enum rc parcel_get(struct parcel_in *b, void *to, size_t len)
{
	for (unsigned char *at = to; len > 0;) {
		if (b->at == b->n) {
			TRY(next_piece(b));
			continue;
		}
		size_t some = b->n - b->at < len ? b->n - b->at : len;
		memcpy(at, b->piece + b->at, some);
		b->at += some;
		at += some;
		len -= some;
	}
	return RC_OK;
}

enum rc parcel_over(struct parcel_in *b)
{
	while (b->at == b->n && !b->last)
		TRY(next_piece(b));
	return b->at == b->n ? RC_OK : RC_DENIED;
}

void parcel_in_free(struct parcel_in *b)
{
	if (b == NULL)
		return;
	if (b->file != NULL)
		fclose(b->file);
	free(b->label);
	bytes_wipe(b, sizeof(*b));
	free(b);
}
