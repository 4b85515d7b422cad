/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/audit/entry.h"

#include <string.h>

#include "lib/base/text.h"
#include "lib/time/time.h"

enum { HEAD_MAX = 64, DIGITS_MAX = 24 };
static const char head[] = "kinkeeper entry v1\nindex=";

/* Decimal digits into the end of `room`; where they begin. */
static const char *digits(int64_t n, char room[DIGITS_MAX])
{
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char *at = room + DIGITS_MAX - 1;
	*at = '\0';
	do
		*--at = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (n < 0)
		*--at = '-';
	return at;
}

static void put_int(struct buf *out, const char *name, int64_t n)
{
	char room[DIGITS_MAX];
	buf_str(out, name);
	buf_str(out, digits(n, room));
	buf_char(out, '\n');
}

/* A stem of the program's: anything else could pretend to be the next line. */
static bool put_stem(struct buf *out, const char *name, const char *stem)
{
	buf_str(out, name);
	for (const char *c = stem; *c != '\0'; c++)
		if ((unsigned char)*c < 0x21 || (unsigned char)*c > 0x7e)
			return false;
	buf_str(out, stem);
	buf_char(out, '\n');
	return true;
}

static void put_hash(struct buf *out, const char *name, const unsigned char *hash)
{
	char hex[2 * SHA256_LEN + 1];
	buf_str(out, name);
	if (hash != NULL) {
		text_hex(hash, SHA256_LEN, hex);
		buf_put(out, hex, 2 * SHA256_LEN);
	}
	buf_char(out, '\n');
}

/* Not the number itself, by which logs and tables name the session. */
static void put_session(struct buf *out, int64_t session)
{
	static const char use[] = "kinkeeper session ";
	unsigned char hash[SHA256_LEN];
	char room[DIGITS_MAX];
	const char *n = digits(session, room);
	sha256_parts((const struct sha256_part[]){ { use, sizeof(use) - 1 }, { n, strlen(n) } }, 2, hash);
	put_hash(out, "session=", session ? hash : NULL);
}

enum rc log_entry_put(const struct log_entry *e, struct buf *out)
{
	char at[TIME_TEXT_ROOM];
	bool good = (e->commitment.at == NULL || e->commitment.len == SHA256_LEN) &&
		    (e->rows.at == NULL || e->rows.len == SHA256_LEN);
	put_int(out, "entry=", e->id);
	put_int(out, "tenant=", e->tenant);
	buf_str(out, "time=");
	buf_put(out, at, time_write(at, e->at));
	put_int(out, "\nactor=", e->actor);
	good = put_stem(out, "role=", e->role) && good;
	put_int(out, "assurance=", e->assurance);
	good = put_stem(out, "act=", e->act) && good;
	good = put_stem(out, "kind=", e->object_kind) && good;
	put_int(out, "object=", e->object);
	good = put_stem(out, "decision=", e->decision) && good;
	good = put_stem(out, "rule=", e->rule) && good;
	good = put_stem(out, "purpose=", e->purpose) && good;
	good = put_stem(out, "outcome=", e->outcome) && good;
	put_session(out, e->session);
	put_int(out, "bytes=", e->bytes);
	put_hash(out, "commitment=", good ? e->commitment.at : NULL);
	put_hash(out, "rows=", good ? e->rows.at : NULL);
	return good && !buf_is_full(out) ? RC_OK : RC_BROKEN;
}

static size_t put_head(int64_t index, char to[HEAD_MAX])
{
	char room[DIGITS_MAX];
	const char *n = digits(index, room);
	size_t len = strlen(n);
	memcpy(to, head, sizeof(head) - 1);
	memcpy(to + sizeof(head) - 1, n, len);
	to[sizeof(head) - 1 + len] = '\n';
	return sizeof(head) + len;
}

void log_entry_head(int64_t index, struct buf *out)
{
	char first[HEAD_MAX];
	buf_put(out, first, put_head(index, first));
}

void log_entry_leaf(int64_t index, const char *rest, size_t len, struct merkle_hash *ret)
{
	char first[HEAD_MAX];
	merkle_leaf(first, put_head(index, first), rest, len, ret);
}

void log_commitment(const unsigned char *salt, size_t salt_len, const char *detail,
		    unsigned char ret[SHA256_LEN])
{
	sha256_parts((const struct sha256_part[]){ { salt, salt_len }, { detail, strlen(detail) } }, 2, ret);
}
