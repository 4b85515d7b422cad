/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/audit/audit.h"

#include <string.h>

#include "audit_q.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "lib/work/logged.h"
#include "log_q.h"
#include "src/audit/log.h"

enum { SALT_LEN = 16 };

static const char *kind_name(enum id_kind kind)
{
	static const char *const names[] = {
#define ID_KIND(name, number) [number] = #name,
#include "lib/base/ids.def"
#undef ID_KIND
	};
	return (size_t)kind < COUNT_OF(names) && names[kind] ? names[kind] : "";
}

void audit_about_id(struct work *w, enum id_kind kind, int64_t id)
{
	if (w->note == NULL)
		return;
	w->note->object_kind = kind;
	w->note->object = id;
}

void audit_detail(struct work *w, const char *detail)
{
	if (w->note != NULL)
		w->note->detail = detail;
}

void audit_allowed(struct work *w, enum purpose purpose)
{
	if (w->note == NULL)
		return;
	w->note->decision = "allowed";
	w->note->rule = "relation";
	w->note->purpose = purpose;
}

struct id_entry audit_entry_to_be(struct work *w)
{
	if (w->note == NULL)
		return (struct id_entry){ 0 };
	if (w->note->entry == 0)
		w->note->entry = work_id(w);
	return (struct id_entry){ w->note->entry };
}

void audit_saw(struct work *w, struct id_person person, const char *what, const char *why)
{
	if (w->note == NULL || person.v == 0 || person.v == w->actor.person.v)
		return;
	for (const struct audit_seen *s = w->note->seen; s != NULL; s = s->next)
		if (s->person.v == person.v && text_is(s->what, what) && text_is(s->why, why))
			return;
	struct audit_seen *s = arena_new_of(w->arena, struct audit_seen);
	*s = (struct audit_seen){ person, what, why, w->note->seen };
	w->note->seen = s;
}

/* Of these acts the person they are about may keep a receipt, which names the act. None
 * of them can tell of an order, or of what keeps two people apart. */
static const char *const told_acts[] = { "message.approve", "message.hold", "message.second", "queue.show",
					 "person.show",	    "person.find",  "disclosure.record",
					 "emergency.open" };

static bool may_be_told(const char *act)
{
	for (size_t i = 0; i < COUNT_OF(told_acts); i++)
		if (text_is(told_acts[i], act))
			return true;
	return false;
}

static enum rc put_seen(struct work *w, const struct audit_note *n, struct id_entry entry)
{
	if (!may_be_told(n->act))
		entry.v = 0;
	for (const struct audit_seen *s = n->seen; s != NULL; s = s->next)
		TRY(q_ledger_saw(w, &(struct q_ledger_saw){ { work_id(w) }, w->actor.tenant, s->person,
							    w->actor.account, role_stem(w->actor.roles),
							    s->what, s->why, zone_date(w->zone, w->now), w->now,
							    entry, text_is(s->why, "safety") ? TIME_NEVER : 0 }));
	return RC_OK;
}

/* Salted: a bare hash of a name could be guessed (EDPB 02/2025). */
static struct db_blob commit_to(struct work *w, const unsigned char salt[SALT_LEN], const char *detail)
{
	unsigned char *hash = arena_get(w->arena, SHA256_LEN);
	log_commitment(salt, SALT_LEN, detail, hash);
	return (struct db_blob){ hash, SHA256_LEN };
}

static struct log_entry entry_for(struct work *w, const struct audit_note *n, const char *outcome, size_t bytes)
{
	return (struct log_entry){
		.id = n->entry != 0 ? n->entry : work_id(w),
		.tenant = w->actor.tenant.v,
		.at = w->now,
		.actor = w->actor.account.v,
		.role = role_stem(w->actor.roles),
		.assurance = w->actor.assurance,
		.act = n->act,
		.object_kind = kind_name(n->object_kind),
		.object = n->object,
		.decision = n->decision ? n->decision : "allowed",
		.rule = n->rule ? n->rule : "role",
		.purpose = purpose_stem(n->purpose),
		.outcome = outcome,
		.session = w->actor.session.v,
		.bytes = (int64_t)bytes,
	};
}

static enum rc insert_entry(struct work *w, const struct log_entry *e)
{
	return q_audit_entry_insert(w, &(struct q_audit_entry_insert){
						.id = { e->id }, .tenant = { e->tenant }, .at = e->at,
						.actor = { e->actor }, .role = e->role, .assurance = e->assurance,
						.act = e->act, .object_kind = e->object_kind, .object = e->object,
						.decision = e->decision, .rule = e->rule, .purpose = e->purpose,
						.outcome = e->outcome, .session = e->session, .bytes = e->bytes,
						.commitment = { e->commitment.at, e->commitment.len },
						.rows = { e->rows.at, e->rows.len } });
}

static void row_leaf(struct work *w, const struct log_row *r, struct merkle_hash *ret)
{
	char hex[2 * SHA256_LEN + 1];
	text_hex(r->hash, SHA256_LEN, hex);
	const char *lines = arena_printf(w->arena, "kinkeeper row v1\nform=%lld\nwhat=%c\nkey=%s\nhash=%s\n",
					 (long long)r->form->id, r->what, r->key, hex);
	merkle_leaf(lines, strlen(lines), "", 0, ret);
}

/* The root over the rows that the act wrote; they are kept beside the entry. */
static enum rc insert_rows(struct work *w, struct log_entry *e)
{
	struct merkle_tree t = { 0 };
	struct merkle_hash leaf, *root = arena_new_of(w->arena, struct merkle_hash);
	const struct log_list rows = w->logged;
	w->logged = (struct log_list){ 0 };
	if (rows.n == 0)
		return RC_OK;
	for (const struct log_row *r = rows.first; r != NULL; r = r->next) {
		char what[2] = { r->what };
		row_leaf(w, r, &leaf);
		TRY(q_log_row_insert(w, &(struct q_log_row_insert){
						.entry = { e->id }, .n = t.size, .form = r->form->id, .what = what,
						.key = r->key, .salt = { r->salt, LOG_SALT_LEN },
						.hash = { r->hash, SHA256_LEN } }));
		merkle_append(&t, &leaf, NULL, NULL);
	}
	merkle_root(&t, root);
	e->rows.at = root->at;
	e->rows.len = SHA256_LEN;
	return RC_OK;
}

static enum rc insert(struct work *w, const struct audit_note *n, const char *outcome, size_t bytes)
{
	struct log_entry e = entry_for(w, n, outcome, bytes);
	unsigned char salt[SALT_LEN];
	if (n->detail != NULL) {
		rand_bytes(salt, sizeof(salt));
		struct db_blob hash = commit_to(w, salt, n->detail);
		e.commitment.at = hash.at;
		e.commitment.len = hash.len;
	}
	TRY(put_seen(w, n, (struct id_entry){ e.id }));
	TRY(insert_rows(w, &e));
	TRY(insert_entry(w, &e));
	TRY(log_add(w, &e));
	if (n->detail == NULL)
		return RC_OK;
	return q_audit_detail_insert(w, (struct id_entry){ e.id }, (struct db_blob){ salt, SALT_LEN }, n->detail);
}

enum rc audit_write(struct work *w, const char *outcome, size_t bytes)
{
	if (w->note == NULL || (!w->note->needed && w->logged.n == 0))
		return RC_OK;
	return insert(w, w->note, outcome, bytes);
}

enum rc audit_act(struct work *w, const char *act, enum id_kind kind, int64_t id, const char *outcome)
{
	struct audit_note n = { .act = act, .object_kind = kind, .object = id,
				.purpose = PURPOSE_DELIVERY };
	return insert(w, &n, outcome, 0);
}

enum rc audit_act_because(struct work *w, const char *act, enum id_kind kind, int64_t id, const char *why)
{
	struct audit_note n = { .act = act, .object_kind = kind, .object = id, .purpose = PURPOSE_DELIVERY,
				.detail = why };
	return insert(w, &n, "done", 0);
}

enum rc audit_rows(struct work *w)
{
	struct audit_note n = { .act = w->note ? w->note->act : "rows.write", .purpose = PURPOSE_DELIVERY };
	return w->logged.n > 0 ? insert(w, &n, "done", 0) : RC_OK;
}
