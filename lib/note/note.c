/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/note/note.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"

enum { ID_LEN = 4, AT_LEN = 8, SIGNATURE_MAX = ID_LEN + AT_LEN + SIGN_LEN, BASE64_MAX = 128,
       COSIGNED_MAX = NOTE_MAX + 64 };
static const char dash[] = "\xe2\x80\x94 "; /* an em dash and a space */

static void id_of(const struct note_key *k, unsigned char id[ID_LEN])
{
	unsigned char hash[SHA256_LEN], algorithm = (unsigned char)k->algorithm;
	sha256_parts((const struct sha256_part[]){ { k->name, strlen(k->name) },
						   { "\n", 1 },
						   { &algorithm, 1 },
						   { k->public_key, SIGN_PUBLIC } },
		     4, hash);
	memcpy(id, hash, ID_LEN);
}

static bool is_name(const char *name, size_t len)
{
	if (len == 0 || len >= NOTE_NAME_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)name[i] <= 0x20 || (unsigned char)name[i] > 0x7e || name[i] == '+')
			return false;
	return true;
}

bool note_key_read(const char *text, struct note_key *ret)
{
	struct note_key k = { .algorithm = NOTE_ED25519 };
	unsigned char bytes[1 + SIGN_PUBLIC], id[ID_LEN];
	char hex[2 * ID_LEN + 1];
	size_t len = strcspn(text, "+"), end = strcspn(text, "\r\n");
	if (!is_name(text, len) || end < len + 2 * ID_LEN + 3 || text[len + 1 + 2 * ID_LEN] != '+')
		return false;
	const char *base64 = text + len + 2 + 2 * ID_LEN;
	if (!base64_read(base64, end - (size_t)(base64 - text), bytes, sizeof(bytes)))
		return false;
	if (bytes[0] != NOTE_ED25519 && bytes[0] != NOTE_COSIGNATURE)
		return false;
	memcpy(k.name, text, len);
	k.algorithm = (enum note_algorithm)bytes[0];
	memcpy(k.public_key, bytes + 1, SIGN_PUBLIC);
	id_of(&k, id);
	text_hex(id, ID_LEN, hex);
	if (strncmp(hex, text + len + 1, 2 * ID_LEN) != 0)
		return false;
	*ret = k;
	return true;
}

void note_key_write(const struct note_key *k, char to[NOTE_KEY_MAX])
{
	unsigned char bytes[1 + SIGN_PUBLIC] = { (unsigned char)k->algorithm }, id[ID_LEN];
	char base64[BASE64_MAX], hex[2 * ID_LEN + 1];
	memcpy(bytes + 1, k->public_key, SIGN_PUBLIC);
	id_of(k, id);
	text_hex(id, ID_LEN, hex);
	base64_write(bytes, sizeof(bytes), base64, sizeof(base64));
	(void)snprintf(to, NOTE_KEY_MAX, "%s+%s+%s", k->name, hex, base64);
}

/* What a cosigner signs: the time, and the text. */
static void cosigned(int64_t at, const char *text, char to[COSIGNED_MAX])
{
	(void)snprintf(to, COSIGNED_MAX, "cosignature/v1\ntime %lld\n%s", (long long)at, text);
}

void note_sign(const struct note_key *k, const unsigned char secret[KEY_LEN], const char *text,
	       char line[NOTE_LINE_MAX])
{
	unsigned char bytes[ID_LEN + SIGN_LEN];
	char base64[BASE64_MAX];
	assert(k->algorithm == NOTE_ED25519);
	id_of(k, bytes);
	sign(secret, text, strlen(text), bytes + ID_LEN);
	base64_write(bytes, sizeof(bytes), base64, sizeof(base64));
	(void)snprintf(line, NOTE_LINE_MAX, "%s%s %s\n", dash, k->name, base64);
}

/* Where the base64 of a line of this name stands; NULL: another's line. */
static const char *signature_at(const struct note_key *k, const char *line)
{
	size_t len = strlen(k->name);
	if (!text_starts(line, dash))
		return NULL;
	line += sizeof(dash) - 1;
	return strncmp(line, k->name, len) == 0 && line[len] == ' ' ? line + len + 1 : NULL;
}

bool note_is_signed(const struct note_key *k, const char *text, const char *line, int64_t *ret_at)
{
	unsigned char bytes[SIGNATURE_MAX], id[ID_LEN];
	char whole[COSIGNED_MAX];
	bool cosigner = k->algorithm == NOTE_COSIGNATURE;
	size_t len = cosigner ? SIGNATURE_MAX : ID_LEN + SIGN_LEN;
	const char *base64 = signature_at(k, line);
	size_t n = base64 ? strcspn(base64, "\n") : 0;
	*ret_at = 0;
	if (n == 0 || base64[n] == '\0' || strlen(text) >= NOTE_MAX || !base64_read(base64, n, bytes, len))
		return false;
	id_of(k, id);
	if (memcmp(id, bytes, ID_LEN) != 0)
		return false;
	if (!cosigner)
		return sign_is_right(k->public_key, text, strlen(text), bytes + ID_LEN);
	int64_t at = 0;
	for (size_t i = 0; i < AT_LEN; i++)
		at = (int64_t)((uint64_t)at << 8 | bytes[ID_LEN + i]);
	cosigned(at, text, whole);
	if (at < 0 || !sign_is_right(k->public_key, whole, strlen(whole), bytes + ID_LEN + AT_LEN))
		return false;
	*ret_at = at;
	return true;
}

const char *note_line_of(const struct note_key *k, const char *note)
{
	const char *at = strstr(note, "\n\n");
	for (at = at ? at + 2 : NULL; at != NULL && *at != '\0';) {
		if (signature_at(k, at) != NULL)
			return at;
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	return NULL;
}

void note_checkpoint(const char *origin, int64_t size, const struct merkle_hash *root, char to[NOTE_MAX])
{
	char base64[BASE64_MAX];
	base64_write(root->at, SHA256_LEN, base64, sizeof(base64));
	(void)snprintf(to, NOTE_MAX, "%s\n%lld\n%s\n", origin, (long long)size, base64);
}

bool note_checkpoint_read(const char *text, const char *origin, int64_t *ret_size,
			  struct merkle_hash *ret_root)
{
	struct merkle_hash root;
	char again[NOTE_MAX], size_text[24];
	long long size;
	size_t len = strlen(origin);
	if (strncmp(text, origin, len) != 0 || text[len] != '\n')
		return false;
	const char *at = text + len + 1;
	size_t digits = strcspn(at, "\n");
	if (digits == 0 || digits >= sizeof(size_text) || at[digits] != '\n')
		return false;
	memcpy(size_text, at, digits);
	size_text[digits] = '\0';
	at += digits + 1;
	if (!text_to_int(size_text, &size) || size < 0 ||
	    !base64_read(at, strcspn(at, "\n"), root.at, SHA256_LEN))
		return false;
	/* One way to write it: what reads alike is alike. */
	note_checkpoint(origin, size, &root, again);
	if (strncmp(text, again, strlen(again)) != 0)
		return false;
	*ret_size = size;
	*ret_root = root;
	return true;
}
