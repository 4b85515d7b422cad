/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The log as witnesses and verifiers read it (C2SP tlog-tiles): checkpoint and tiles of
 * hashes for everybody, bundles of entries for the auditor. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"
#include "src/audit/checkpoint.h"
#include "src/audit/log.h"
#include "src/faces/web.h"

enum { TILE = 256, LEVELS = 8, SEGMENTS_MAX = 5 };

static enum rc answer_bytes(struct web *r, const char *type, const char *name, const struct buf *b)
{
	return web_file(r, type, name, buf_text(b), b->len);
}

static enum rc checkpoint_page(struct web *r)
{
	struct log_status status;
	const char *note = NULL;
	TRY(log_status(&r->w, &status));
	enum rc rc = log_note(&r->w, status.signed_size, &note);
	if (rc == RC_NOT_FOUND)
		return work_fail(&r->w, E_not_there, NULL);
	TRY(rc);
	return web_file(r, "text/plain; charset=utf-8", "checkpoint", note, strlen(note));
}

static enum rc key_page(struct web *r)
{
	char vkey[NOTE_KEY_MAX];
	if (r->w.shared->signer == NULL)
		return work_fail(&r->w, E_not_there, NULL);
	note_key_write(signer_key(r->w.shared->signer), vkey);
	const char *line = web_printf(r, "%s\n", vkey);
	return web_file(r, "text/plain; charset=utf-8", "log.pub", line, strlen(line));
}

/* --- tiles ------------------------------------------------------------------------ */

struct tile {
	int64_t n, width; /* of TILE where it is full */
};

/* Three digits of a tile's number; all but the last three begin with an x. */
static bool read_part(const char *at, bool last, int64_t *n)
{
	if (!last && *at++ != 'x')
		return false;
	for (int i = 0; i < 3; i++, at++) {
		if (!isdigit((unsigned char)*at))
			return false;
		*n = *n * 10 + (*at - '0');
	}
	return last ? *at == '\0' || text_is(at, ".p") : *at == '\0';
}

/* "x001/x234/067" or "x001/x234/067.p/12" */
static bool read_tile(struct arena *a, const char *path, struct tile *ret)
{
	const char *parts[SEGMENTS_MAX];
	size_t n = 0;
	long long width = TILE;
	for (; n < SEGMENTS_MAX; n++) {
		size_t len = strcspn(path, "/");
		parts[n] = arena_strn(a, path, len);
		path += len;
		if (*path++ == '\0') {
			n++;
			break;
		}
	}
	*ret = (struct tile){ 0, TILE };
	bool partial = n > 1 && text_ends(parts[n - 2], ".p");
	if (partial && (!text_to_int(parts[n - 1], &width) || width < 1 || width >= TILE || *parts[n - 1] == '0'))
		return false;
	n -= partial;
	for (size_t i = 0; i < n; i++)
		if (!read_part(parts[i], i == n - 1, &ret->n))
			return false;
	ret->width = width;
	return partial == text_ends(parts[n - 1], ".p");
}

static enum rc hashes_page(struct web *r)
{
	static const char prefix[] = "/log/tile/";
	const char *path = r->x->req.path + sizeof(prefix) - 1;
	struct tile t;
	struct buf out = buf_new(r->w.arena, TILE * SHA256_LEN);
	long long level = *path - '0';
	if (level < 0 || level >= LEVELS || path[1] != '/' || !read_tile(r->w.arena, path + 2, &t))
		return work_fail(&r->w, E_not_there, NULL);
	enum rc rc = log_tile(&r->w, level, t.n * TILE, t.width, &out);
	if (rc == RC_NOT_FOUND)
		return work_fail(&r->w, E_not_there, NULL);
	TRY(rc);
	return answer_bytes(r, "application/octet-stream", "tile", &out);
}

static enum rc bundle_page(struct web *r)
{
	static const char prefix[] = "/log/tile/entries/";
	struct tile t;
	struct log_bytes rows;
	struct buf out = buf_new(r->w.arena, TILE * (LOG_ENTRY_MAX + 2));
	if (!read_tile(r->w.arena, r->x->req.path + sizeof(prefix) - 1, &t))
		return work_fail(&r->w, E_not_there, NULL);
	TRY(log_bytes(&r->w, t.n * TILE, t.n * TILE + t.width, &rows));
	if ((int64_t)rows.n != t.width)
		return work_fail(&r->w, E_not_there, NULL);
	for (size_t i = 0; i < rows.n; i++) {
		const struct log_entry *e = &rows.at[i].entry;
		if (e->tenant != 0 && e->tenant != r->w.actor.tenant.v) /* another agency's auditor sees it */
			return work_fail(&r->w, E_not_there, NULL);
		buf_char(&out, (char)(rows.at[i].len >> 8));
		buf_char(&out, (char)(rows.at[i].len & 0xff));
		buf_put(&out, rows.at[i].text, rows.at[i].len);
	}
	return answer_bytes(r, "application/octet-stream", "entries", &out);
}

/* --- witnesses ------------------------------------------------------------------------ */

struct cosign_in {
	int64_t size;
	const char *line;
};
static const struct field cosign_fields[] = {
	{ "size", FIELD_INT, offsetof(struct cosign_in, size), .required = true, .max = 1000000000000,
	  .doc = "Of the checkpoint" },
	{ "line", FIELD_TEXT, offsetof(struct cosign_in, line), .required = true, .max = 300,
	  .doc = "The line of C2SP tlog-cosignature" },
};

static enum rc cosign_act(struct web *r)
{
	struct cosign_in in = { 0 };
	TRY(web_read(r, &in));
	TRY(log_cosign(&r->w, in.size, in.line));
	return web_done(r, "/log/checkpoint", NULL);
}

#define TILE_ROW(pattern, what) \
	{ "GET", pattern, what, .who = WHO_ANYONE, .audit = AUDIT_NONE, .page = hashes_page, .page_only = true, \
	  .doc = "Hashes of the audit log's tree (C2SP tlog-tiles)." }
#define BUNDLE_ROW(pattern, what) \
	{ "GET", pattern, what, .who = ROLE_auditor, .audit = AUDIT_READ, .page = bundle_page, .page_only = true, \
	  .doc = "Entries of the audit log (C2SP tlog-tiles)." }

const struct route log_routes[] = {
	{ "GET", "/log/checkpoint", "log.checkpoint", .who = WHO_ANYONE, .page = checkpoint_page, .page_only = true,
	  .doc = "The audit log's signed size and root, with what witnesses put under it." },
	{ "GET", "/log/key", "log.key", .who = WHO_ANYONE, .page = key_page, .page_only = true,
	  .doc = "The audit log's public key." },
	{ "POST", "/log/cosignatures", "log.cosign", .who = WHO_ANYONE, .act = cosign_act, .json_only = true,
	  ROUTE_IN(cosign_fields), .doc = "A witness puts its name under a checkpoint." },
	BUNDLE_ROW("/log/tile/entries/{a}", "log.entries"),
	BUNDLE_ROW("/log/tile/entries/{a}/{b}", "log.entries_2"),
	BUNDLE_ROW("/log/tile/entries/{a}/{b}/{c}", "log.entries_3"),
	BUNDLE_ROW("/log/tile/entries/{a}/{b}/{c}/{d}", "log.entries_4"),
	TILE_ROW("/log/tile/{level}/{a}", "log.tile"),
	TILE_ROW("/log/tile/{level}/{a}/{b}", "log.tile_2"),
	TILE_ROW("/log/tile/{level}/{a}/{b}/{c}", "log.tile_3"),
	TILE_ROW("/log/tile/{level}/{a}/{b}/{c}/{d}", "log.tile_4"),
	{ 0 },
};
