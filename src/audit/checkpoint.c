/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/audit/checkpoint.h"

#include <stdatomic.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/wordlist.h"
#include "log_q.h"
#include "src/audit/audit.h"
#include "src/audit/log.h"

enum { SIGN_ENTRIES = 1000, NOTES_MAX = 64 * 1024 };

/* --- signing ----------------------------------------------------------------------- */

static _Atomic int64_t signed_at, refused_at; /* by the machine's clock; 0: never */

struct due {
	const char *origin;
	int64_t size, at;
	struct merkle_hash root;
	bool due;
	char note[NOTE_MAX];
};

static enum rc find_due(struct work *w, void *arg)
{
	struct due *d = arg;
	struct log_checkpoint last = { 0 };
	struct merkle_source source = log_source(w);
	enum rc rc = q_log_checkpoint_last(w, &last);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	TRY(log_size(w, &d->size));
	d->at = w->now;
	/* The demo's clock may stand still: a minute of the machine's counts as well. */
	bool minute = w->now - last.at >= TIME_MINUTE || w->now < last.at ||
		      time_monotonic() - atomic_load(&signed_at) >= TIME_MINUTE;
	d->due = d->size > last.size && (minute || d->size - last.size >= SIGN_ENTRIES);
	return d->due ? merkle_root_at(&source, d->size, &d->root) : RC_OK;
}

static enum rc keep_note(struct work *w, void *arg)
{
	const struct due *d = arg;
	int64_t n;
	return q_log_checkpoint_insert(w, d->size, d->at, d->note, &n);
}

static enum rc sign_what_is_due(struct shared *s)
{
	struct due d = { .origin = signer_key(s->signer)->name };
	char text[NOTE_MAX];
	int64_t refused = atomic_load(&refused_at);
	if (refused != 0 && time_monotonic() - refused < TIME_MINUTE)
		return RC_OK; /* it was said, and is said again in a minute */
	TRY(work_do(&(struct work_run){ .shared = s, .run = find_due, .arg = &d }));
	if (!d.due)
		return RC_OK;
	note_checkpoint(d.origin, d.size, &d.root, text);
	enum rc rc = signer_sign(s->signer, text, d.note);
	atomic_store(&refused_at, rc == RC_OK ? 0 : time_monotonic());
	if (rc != RC_OK) {
		log_line(LOG_ERROR, "log.sign", "size=%lld %s", (long long)d.size,
			 rc == RC_INVALID ? "refused" : "the signer is gone");
		return rc;
	}
	atomic_store(&signed_at, time_monotonic());
	return work_do(&(struct work_run){ .shared = s, .run = keep_note, .arg = &d, .write = true });
}

/* --- witnesses --------------------------------------------------------------------------- */

static bool is_silent(int64_t now, const struct log_witness_row *r)
{
	int64_t since = r->seen_at > r->added_at ? r->seen_at : r->added_at;
	return now - since > WITNESS_SILENT_MINUTES * TIME_MINUTE;
}

enum rc log_status(struct work *w, struct log_status *ret)
{
	struct log_checkpoint last = { 0 };
	struct log_witness_rows rows;
	enum rc rc = q_log_checkpoint_last(w, &last);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	TRY(q_log_witnesses(w, &rows));
	*ret = (struct log_status){ .signed_size = last.size, .signed_at = last.at, .silent = true,
				    .witnesses = arena_array(w->arena, struct witness, rows.n),
				    .witnesses_n = rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct log_witness_row *r = &rows.at[i];
		bool silent = is_silent(w->now, r);
		ret->witnesses[i] = (struct witness){ r->name, r->vkey, r->added_at, r->size, r->seen_at, silent };
		ret->silent = ret->silent && silent;
	}
	TRY(q_log_staged_count(w, &ret->waiting));
	return log_size(w, &ret->size);
}

static enum rc look_for_silence(struct work *w, void *arg)
{
	struct log_status status;
	TRY(log_status(w, &status));
	*(bool *)arg = status.witnesses_n > 0 && status.silent;
	return RC_OK;
}

/* Once in 15 minutes is enough for whoever reads the log lines. */
static enum rc complain_of_silence(struct shared *s)
{
	static _Atomic int64_t said;
	bool silent = false;
	int64_t now = shared_now(s);
	if (now - atomic_load(&said) < WITNESS_SILENT_MINUTES * TIME_MINUTE && now >= atomic_load(&said))
		return RC_OK;
	TRY(work_do(&(struct work_run){ .shared = s, .run = look_for_silence, .arg = &silent }));
	if (!silent)
		return RC_OK;
	atomic_store(&said, now);
	log_line(LOG_ERROR, "log.witness", "no cosignature for %d minutes", WITNESS_SILENT_MINUTES);
	return RC_OK;
}

enum rc log_turn(struct shared *s)
{
	int64_t n = 0;
	TRY(log_merge(s, &n));
	if (s->signer == NULL)
		return RC_OK;
	TRY(sign_what_is_due(s));
	return complain_of_silence(s);
}

enum rc witness_add(struct work *w, const char *vkey, const char **ret_name)
{
	struct note_key k;
	char clean[NOTE_KEY_MAX];
	int64_t n = 0;
	if (!note_key_read(vkey, &k) || k.algorithm != NOTE_COSIGNATURE)
		return RC_INVALID;
	note_key_write(&k, clean);
	*ret_name = arena_str(w->arena, k.name);
	TRY(q_log_witness_put(w, k.name, clean, w->now, &n));
	return n == 1 ? RC_OK : RC_CONFLICT;
}

enum rc witness_end(struct work *w, const char *name)
{
	int64_t n = 0;
	TRY(q_log_witness_end(w, name, w->now, &n));
	return n == 1 ? RC_OK : RC_NOT_FOUND;
}

/* The text of a note: what stands before its empty line. */
static const char *text_of(struct work *w, const char *note)
{
	const char *end = strstr(note, "\n\n");
	return end ? arena_strn(w->arena, note, (size_t)(end - note) + 1) : "";
}

enum rc log_cosign(struct work *w, int64_t size, const char *line)
{
	struct log_witness_rows rows;
	struct log_checkpoint c;
	struct note_key k;
	int64_t at, n;
	enum rc rc = q_log_checkpoint_at(w, size, &c);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, "size");
	TRY(rc);
	TRY(q_log_witnesses(w, &rows));
	line = arena_printf(w->arena, "%s\n", text_trim(w->arena, line));
	for (size_t i = 0; i < rows.n; i++)
		if (note_key_read(rows.at[i].vkey, &k) && note_is_signed(&k, text_of(w, c.note), line, &at))
			return q_log_cosignature_insert(w, size, rows.at[i].name, w->now, line, &n);
	return work_fail(w, E_cosignature, "line");
}

static const char *words_of(struct work *w, const char *note)
{
	enum { WORDS = 6, BITS = 11 };
	static const char head[] = "kinkeeper words v1\n";
	unsigned char hash[SHA256_LEN];
	const char *text = text_of(w, note), *words = "";
	const struct sha256_part parts[] = { { head, sizeof(head) - 1 }, { text, strlen(text) } };
	sha256_parts(parts, COUNT_OF(parts), hash);
	for (unsigned i = 0; i < WORDS; i++) {
		unsigned at = 0;
		for (unsigned bit = i * BITS; bit < (i + 1) * BITS; bit++)
			at = at << 1 | (hash[bit / 8] >> (7 - bit % 8) & 1u);
		words = arena_printf(w->arena, "%s%s%s", words, i > 0 ? " " : "", wordlist[at]);
	}
	return words;
}

enum rc log_days(struct work *w, struct log_days *ret)
{
	struct log_checkpoints rows;
	TRY(q_log_day_last(w, w->now - (int64_t)LOG_DAYS * TIME_DAY, LOG_DAYS, &rows));
	*ret = (struct log_days){ arena_array(w->arena, struct log_day, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct log_day){ rows.at[i].at, rows.at[i].size, words_of(w, rows.at[i].note) };
	return RC_OK;
}

enum rc log_note(struct work *w, int64_t size, const char **ret)
{
	struct log_checkpoint c;
	struct log_cosignatures under;
	struct buf out = buf_new(w->arena, NOTES_MAX);
	TRY(q_log_checkpoint_at(w, size, &c));
	TRY(q_log_cosignatures(w, size, &under));
	buf_str(&out, c.note);
	for (size_t i = 0; i < under.n; i++)
		buf_str(&out, under.at[i].line);
	*ret = buf_text(&out);
	return RC_OK;
}
