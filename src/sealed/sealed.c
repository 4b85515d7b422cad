/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/sealed/sealed.h"

#include <string.h>

#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "sealed_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"
#include "src/sealed/proof.h"

enum { SHOWN = 200, TALKS = 1000, VERSION = 1, NOTES_SHOWN = 1000 };

const struct field sealed_talk_fields[8] = {
	{ "sealed_tie", FIELD_ID, offsetof(struct sealed_talk, id), .kind = ID_OF_sealed_tie },
	{ "name", FIELD_TEXT, offsetof(struct sealed_talk, name) },
	{ "relation", FIELD_TEXT, offsetof(struct sealed_talk, relation), .doc = "lawyer, clergy or counsellor" },
	{ "state", FIELD_TEXT, offsetof(struct sealed_talk, state), .doc = "confirmed, frozen or ended" },
	{ "new", FIELD_BOOL, offsetof(struct sealed_talk, fresh) },
	{ "own_key", FIELD_BOOL, offsetof(struct sealed_talk, own_key), .doc = "One has a key pair" },
	{ "other_key", FIELD_BOOL, offsetof(struct sealed_talk, other_key), .doc = "So has the other" },
	{ "open", FIELD_BOOL, offsetof(struct sealed_talk, open), .doc = "One can write" },
};
const struct field sealed_message_fields[6] = {
	{ "sealed_message", FIELD_ID, offsetof(struct sealed_message, id), .kind = ID_OF_sealed_message },
	{ "name", FIELD_TEXT, offsetof(struct sealed_message, name), .doc = "First name of who wrote it" },
	{ "mine", FIELD_BOOL, offsetof(struct sealed_message, mine) },
	{ "sent_at", FIELD_TIME, offsetof(struct sealed_message, sent_at) },
	{ "lost", FIELD_BOOL, offsetof(struct sealed_message, lost), .doc = "Sealed to a key that was replaced" },
	{ "body", FIELD_LINES, offsetof(struct sealed_message, text.words) },
};
const struct field sealed_in_fields[1] = {
	{ "body", FIELD_LINES, offsetof(struct sealed_in, text.words), .max = SEALED_LETTERS,
	  .doc = "Sealed before it is stored, with a draft too" },
};
const struct field sealed_note_fields[5] = {
	{ "sealed_note", FIELD_ID, offsetof(struct sealed_note, id), .kind = ID_OF_sealed_note },
	{ "version", FIELD_INT, offsetof(struct sealed_note, turn) },
	{ "written_at", FIELD_TIME, offsetof(struct sealed_note, written_at) },
	{ "lost", FIELD_BOOL, offsetof(struct sealed_note, lost) },
	{ "body", FIELD_LINES, offsetof(struct sealed_note, text.words) },
};
const struct field sealed_note_line_fields[4] = {
	{ "sealed_note", FIELD_ID, offsetof(struct sealed_note, id), .kind = ID_OF_sealed_note },
	{ "version", FIELD_INT, offsetof(struct sealed_note, turn) },
	{ "written_at", FIELD_TIME, offsetof(struct sealed_note, written_at) },
	{ "lost", FIELD_BOOL, offsetof(struct sealed_note, lost) },
};
const struct field sealed_month_fields[3] = {
	{ "site", FIELD_TEXT, offsetof(struct sealed_month, site) },
	{ "month", FIELD_DATE, offsetof(struct sealed_month, month), .doc = "Its first day" },
	{ "count", FIELD_INT, offsetof(struct sealed_month, n), .doc = "0: fewer than 11" },
};

/* --- locking and unlocking ------------------------------------------------------------------- */

struct locked {
	const char *bound, *what;
	struct db_blob body, wrap;
	struct id_sealed_key key;
};

/* A text under a fresh key; who may read it gets that key wrapped. */
static struct db_blob lock(struct work *w, const char *bound, const char *text, unsigned char key[BOX_KEY])
{
	size_t len = strlen(text);
	unsigned char *to = arena_get(w->arena, len + BOX_EXTRA);
	rand_bytes(key, BOX_KEY);
	box_lock(key, bound, text, len, to);
	return (struct db_blob){ to, len + BOX_EXTRA };
}

static enum rc wrap(struct work *w, const struct sealed_key *to, const char *bound,
		    const unsigned char key[BOX_KEY], struct db_blob *ret)
{
	unsigned char *bytes = arena_get(w->arena, BOX_WRAP);
	if (box_wrap(to->public_key, bound, key, bytes) != RC_OK)
		return sealed_broken(w, "key");
	*ret = (struct db_blob){ bytes, BOX_WRAP };
	return RC_OK;
}

/* One that is not for the key that is open: lost, where the person had that other key and this
 * one does not open it; else the row says what is not so. */
static enum rc check_lost(struct work *w, const struct locked *l, bool opens)
{
	bool was = false;
	TRY(sealed_key_was(w, l->key, &was));
	return was && !opens ? RC_OK : sealed_broken(w, l->what);
}

static enum rc unlock(struct work *w, const struct sealed_opened *with, const struct locked *l,
		      struct sealed_text *ret)
{
	unsigned char key[BOX_KEY];
	*ret = (struct sealed_text){ NULL };
	if (l->body.len < BOX_EXTRA || l->wrap.at == NULL)
		return sealed_broken(w, l->what);
	enum rc rc = box_unwrap(with->secret, l->bound, l->wrap.at, l->wrap.len, key);
	if (l->key.v != with->key.v)
		return check_lost(w, l, rc == RC_OK);
	char *text = arena_get(w->arena, l->body.len - BOX_EXTRA + 1);
	if (rc == RC_OK)
		rc = box_unlock(key, l->bound, l->body.at, l->body.len, (unsigned char *)text);
	bytes_wipe(key, sizeof(key));
	if (rc != RC_OK)
		return sealed_broken(w, l->what);
	ret->words = text;
	return RC_OK;
}

/* --- talk ---------------------------------------------------------------------------------------- */

static const char *thread_words(struct arena *a, struct id_sealed_tie tie, int64_t last)
{
	return arena_printf(a, "sealed_thread tie=%lld last=%lld", (long long)tie.v, (long long)last);
}

/* The tie is as two people said it, and its thread as long as it was. */
static enum rc talk_of(struct work *w, const struct sealed_tie_row *r, struct sealed_talk *ret)
{
	const struct tie_words t = { r->id, r->tenant, r->inside, r->adviser, r->relation, r->state, r->confirmed_by };
	TRY(sealed_check(w, sealed_tie_words(w->arena, &t), r->proof, "tie"));
	if (r->thread_proof.at != NULL)
		TRY(sealed_check(w, thread_words(w->arena, r->id, r->last_seq), r->thread_proof, "thread"));
	*ret = (struct sealed_talk){ .id = r->id, .other = r->other, .inside = r->inside, .adviser = r->adviser,
				     .site = r->site, .name = r->name, .relation = r->relation, .state = r->state,
				     .fresh = r->last_seq > r->seen, .own_key = r->own_key,
				     .other_key = r->other_key, .last_seq = r->last_seq, .seen = r->seen };
	ret->open = text_is(r->state, "confirmed") && r->own_key && r->other_key;
	return RC_OK;
}

/* What two people did not say yet, or never did, is not there for its two. */
static bool is_known(const struct sealed_talk *talk)
{
	return !text_is(talk->state, "proposed") && !text_is(talk->state, "dropped");
}

enum rc sealed_list(struct work *w, const struct pass *pass, struct sealed_talks *ret)
{
	struct sealed_tie_rows rows;
	TRY(q_sealed_ties(w, pass, TALKS, &rows));
	*ret = (struct sealed_talks){ arena_array(w->arena, struct sealed_talk, rows.n), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		TRY(talk_of(w, &rows.at[i], &ret->at[ret->n]));
		ret->n += is_known(&ret->at[ret->n]);
	}
	return RC_OK;
}

enum rc sealed_get(struct work *w, struct id_sealed_tie id, struct sealed_talk *ret)
{
	struct sealed_tie_row row;
	const struct pass *own, *pass;
	TRY(access_own(w, &own));
	enum rc rc = q_sealed_tie_one(w, own, id, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	TRY(talk_of(w, &row, ret));
	if (!is_known(ret))
		return work_fail(w, E_not_there, NULL);
	return access_ask(w, row.other, PURPOSE_SEALED, &pass);
}

static const char *message_bound(struct arena *a, struct id_sealed_tie tie, const struct sealed_row *r)
{
	return arena_printf(a, "sealed_message.body v%lld tenant=%lld tie=%lld seq=%lld id=%lld site=%lld"
			       " sender=%lld at=%lld class=privileged",
			    (long long)r->version, (long long)r->tenant.v, (long long)tie.v, (long long)r->seq,
			    (long long)r->id.v, (long long)r->site.v, (long long)r->sender.v,
			    (long long)r->sent_at);
}

static enum rc message_of(struct work *w, struct id_sealed_tie tie, const struct sealed_opened *key,
			  const struct sealed_row *r, struct sealed_message *ret)
{
	const struct locked l = { message_bound(w->arena, tie, r), "message", r->body, r->wrap, r->key };
	*ret = (struct sealed_message){ .id = r->id, .name = r->name, .mine = r->sender.v == w->actor.person.v,
					.seq = r->seq, .sent_at = r->sent_at };
	TRY(unlock(w, key, &l, &ret->text));
	ret->lost = ret->text.words == NULL;
	return RC_OK;
}

enum rc sealed_read(struct work *w, const struct sealed_talk *talk, const struct sealed_opened *key,
		    int64_t before, struct sealed_messages *ret)
{
	const struct pass *pass;
	struct sealed_rows rows;
	int64_t top = before > 0 && before <= talk->last_seq ? before - 1 : talk->last_seq;
	TRY(access_ask(w, talk->other, PURPOSE_SEALED, &pass));
	TRY(q_sealed_page(w, pass, talk->id, before > 0 ? before : INT64_MAX, SEALED_PAGE, &rows));
	/* One after the other, without a gap: a message that is not there was taken away. */
	if (rows.n != (size_t)(top < SEALED_PAGE ? top : SEALED_PAGE))
		return sealed_broken(w, "thread");
	*ret = (struct sealed_messages){ arena_array(w->arena, struct sealed_message, rows.n), rows.n, 0 };
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.at[i].seq != top - (int64_t)i)
			return sealed_broken(w, "thread");
		TRY(message_of(w, talk->id, key, &rows.at[i], &ret->at[i]));
	}
	if (rows.n == SEALED_PAGE && rows.at[rows.n - 1].seq > 1)
		ret->next = rows.at[rows.n - 1].seq;
	return RC_OK;
}

/* For both who are in it, and for nobody else. */
static enum rc put_message(struct work *w, const struct sealed_talk *talk, const struct sealed_key keys[2],
			   const char *text, const struct sealed_row *m)
{
	unsigned char key[BOX_KEY];
	const char *bound = message_bound(w->arena, talk->id, m);
	struct db_blob body = lock(w, bound, text, key), one;
	TRY(q_sealed_message_insert(w, &(struct q_sealed_message_insert){ talk->id, m->seq, m->id, m->tenant, m->site,
									 m->sender, body, m->version, m->sent_at }));
	for (size_t i = 0; i < 2; i++) {
		TRY(wrap(w, &keys[i], bound, key, &one));
		TRY(q_sealed_wrap_insert(w, m->id, keys[i].person, keys[i].id, one));
	}
	bytes_wipe(key, sizeof(key));
	return RC_OK;
}

enum rc sealed_send(struct work *w, const struct sealed_talk *talk, const struct sealed_in *in,
		    struct id_sealed_message *ret)
{
	struct sealed_key keys[2];
	if (!text_is(talk->state, "confirmed"))
		return work_fail(w, E_sealed_ended, NULL);
	TRY(sealed_key_load_of(w, talk->inside, &keys[0]));
	TRY(sealed_key_load_of(w, talk->adviser, &keys[1]));
	if (keys[0].id.v == 0 || keys[1].id.v == 0)
		return work_fail(w, E_sealed_keys_missing, NULL);
	if (*text_trim(w->arena, in->text.words) == '\0')
		return work_fail(w, E_message_empty, "body");
	const struct sealed_row m = { .id = { work_id(w) }, .seq = talk->last_seq + 1, .tenant = w->actor.tenant,
				      .site = talk->site, .sender = w->actor.person, .version = VERSION,
				      .sent_at = w->now };
	TRY(put_message(w, talk, keys, in->text.words, &m));
	TRY(q_sealed_thread_put(w, talk->id, m.seq, sealed_proof(w, thread_words(w->arena, talk->id, m.seq))));
	TRY(q_sealed_draft_drop(w, talk->id, w->actor.person));
	TRY(sealed_seen(w, talk->id, m.seq));
	work_ring(w, talk->other);
	*ret = m.id;
	return notice_add(w, talk->other, NOTICE_NEW_MESSAGE, m.id.v);
}

enum rc sealed_tell_less(struct work *w, struct id_person person, struct id_person other)
{
	int64_t dropped = 0, left = 0;
	TRY(q_sealed_notice_drop(w, person, other, &dropped));
	if (dropped == 0)
		return RC_OK;
	TRY(q_sealed_unread_but(w, person, other, &left));
	return left > 0 ? notice_add(w, person, NOTICE_NEW_MESSAGE, 0) : RC_OK;
}

enum rc sealed_seen(struct work *w, struct id_sealed_tie tie, int64_t seq)
{
	return q_sealed_seen_put(w, tie, w->actor.person, seq);
}

/* --- drafts ------------------------------------------------------------------------------------ */

static const char *draft_bound(struct work *w, struct id_sealed_tie tie, const struct sealed_draft_row *r)
{
	return arena_printf(w->arena, "sealed_draft.body v%lld tenant=%lld tie=%lld person=%lld id=%lld at=%lld"
				      " class=privileged",
			    (long long)r->version, (long long)r->tenant.v, (long long)tie.v,
			    (long long)w->actor.person.v, (long long)r->id.v, (long long)r->saved_at);
}

enum rc sealed_draft_save(struct work *w, const struct sealed_talk *talk, const struct sealed_in *in)
{
	struct sealed_key own;
	unsigned char key[BOX_KEY];
	if (*in->text.words == '\0')
		return q_sealed_draft_drop(w, talk->id, w->actor.person);
	TRY(sealed_key_load(w, &own));
	if (own.id.v == 0)
		return work_fail(w, E_sealed_key_first, NULL);
	struct sealed_draft_row r = { .id = { work_id(w) }, .tenant = w->actor.tenant, .key = own.id,
				      .version = VERSION, .saved_at = w->now };
	const char *bound = draft_bound(w, talk->id, &r);
	r.body = lock(w, bound, in->text.words, key);
	TRY(wrap(w, &own, bound, key, &r.wrap));
	bytes_wipe(key, sizeof(key));
	return q_sealed_draft_put(w, &(struct q_sealed_draft_put){ talk->id, w->actor.person, r.id, r.tenant, r.body,
								   r.key, r.wrap, r.version, r.saved_at });
}

enum rc sealed_draft_get(struct work *w, const struct sealed_talk *talk, const struct sealed_opened *key,
			 struct sealed_text *ret)
{
	const struct pass *own;
	struct sealed_draft_row r;
	*ret = (struct sealed_text){ NULL };
	TRY(access_own(w, &own));
	enum rc rc = q_sealed_draft_of(w, own, talk->id, &r);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	return unlock(w, key, &(struct locked){ draft_bound(w, talk->id, &r), "draft", r.body, r.wrap, r.key }, ret);
}

/* --- notes --------------------------------------------------------------------------------------- */

static const char *note_bound(struct work *w, const struct sealed_note_row *r)
{
	return arena_printf(w->arena, "sealed_note.body v%lld tenant=%lld tie=%lld author=%lld note=%lld turn=%lld"
				      " id=%lld at=%lld class=privileged",
			    (long long)r->version, (long long)r->tenant.v, (long long)r->tie.v,
			    (long long)w->actor.person.v, (long long)r->note.v, (long long)r->turn,
			    (long long)r->id.v, (long long)r->written_at);
}

static enum rc note_of(struct work *w, const struct sealed_opened *key, const struct sealed_note_row *r,
		       struct sealed_note *ret)
{
	*ret = (struct sealed_note){ .id = r->note, .tie = r->tie, .turn = r->turn, .written_at = r->written_at };
	TRY(unlock(w, key, &(struct locked){ note_bound(w, r), "note", r->body, r->wrap, r->key }, &ret->text));
	ret->lost = ret->text.words == NULL;
	return RC_OK;
}

enum rc sealed_notes(struct work *w, const struct sealed_talk *talk, const struct sealed_opened *key,
		     struct sealed_notes *ret)
{
	const struct pass *own;
	struct sealed_note_rows rows;
	struct sealed_note note;
	TRY(access_own(w, &own));
	TRY(q_sealed_notes(w, own, talk->id, NOTES_SHOWN, &rows));
	*ret = (struct sealed_notes){ arena_array(w->arena, struct sealed_note, rows.n), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		TRY(note_of(w, key, &rows.at[i], &note));
		if (i == 0 || rows.at[i].note.v != rows.at[i - 1].note.v)
			ret->at[ret->n++] = note;
	}
	return RC_OK;
}

enum rc sealed_note(struct work *w, struct id_sealed_note id, const struct sealed_opened *key,
		    struct sealed_notes *ret)
{
	const struct pass *own;
	struct sealed_note_rows rows;
	struct sealed_talk talk;
	TRY(access_own(w, &own));
	TRY(q_sealed_note_turns(w, own, id, &rows));
	if (rows.n == 0)
		return work_fail(w, E_not_there, NULL);
	TRY(sealed_get(w, rows.at[0].tie, &talk)); /* not across a barrier */
	*ret = (struct sealed_notes){ arena_array(w->arena, struct sealed_note, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.at[i].note.v != id.v || rows.at[i].turn != (int64_t)(rows.n - i))
			return sealed_broken(w, "note");
		TRY(note_of(w, key, &rows.at[i], &ret->at[i]));
	}
	return RC_OK;
}

enum rc sealed_note_write(struct work *w, struct id_sealed_tie tie, const struct sealed_note *of,
			  const struct sealed_in *in, struct id_sealed_note *ret)
{
	struct sealed_key own;
	unsigned char key[BOX_KEY];
	TRY(sealed_key_load(w, &own));
	if (own.id.v == 0)
		return work_fail(w, E_sealed_key_first, NULL);
	if (*text_trim(w->arena, in->text.words) == '\0')
		return work_fail(w, E_message_empty, "body");
	struct sealed_note_row r = { .id = { work_id(w) }, .tenant = w->actor.tenant, .tie = tie,
				     .turn = of ? of->turn + 1 : 1, .key = own.id, .version = VERSION,
				     .written_at = w->now };
	r.note = of ? of->id : r.id;
	const char *bound = note_bound(w, &r);
	r.body = lock(w, bound, in->text.words, key);
	TRY(wrap(w, &own, bound, key, &r.wrap));
	bytes_wipe(key, sizeof(key));
	*ret = r.note;
	return q_sealed_note_insert(w, &(struct q_sealed_note_insert){ r.id, r.tenant, r.tie, w->actor.person, r.note,
								       r.turn, r.body, r.key, r.wrap, r.version,
								       r.written_at });
}

/* --- what others are told ------------------------------------------------------------------------- */

/* The first day of the month that is `back` before that of `day`. */
static int64_t month_of(int64_t day, int back)
{
	struct wall at = date_wall(day);
	int months = at.year * 12 + at.month - 1 - back;
	return date_of(months / 12, months % 12 + 1, 1);
}

/* Whole months that are over: who asks twice within one learns nothing of what came between. */
enum rc sealed_months(struct work *w, struct sealed_months *ret)
{
	int64_t today = zone_date(w->zone, w->now);
	*ret = (struct sealed_months){ arena_array(w->arena, struct sealed_month, (size_t)SEALED_MONTHS * 500), 0 };
	for (int back = 1; back <= SEALED_MONTHS; back++) {
		struct sealed_counts rows;
		int64_t from = month_of(today, back), to = month_of(today, back - 1);
		TRY(q_sealed_counts(w, w->actor.tenant, zone_day_start(w->zone, from), zone_day_start(w->zone, to),
				    &rows));
		for (size_t i = 0; i < rows.n; i++)
			ret->at[ret->n++] = (struct sealed_month){ rows.at[i].name, from,
								   rows.at[i].n < SEALED_FEW ? 0 : rows.at[i].n };
	}
	return RC_OK;
}

enum rc sealed_alarms(struct work *w, struct sealed_alarm_rows *ret)
{
	return q_sealed_alarms(w, w->actor.tenant, SHOWN, ret);
}
