/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/audit/audit.h"

#include <string.h>

#include "audit_q.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"

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

static enum rc put_seen(struct work *w, const struct audit_note *n, struct id_entry entry)
{
	for (const struct audit_seen *s = n->seen; s != NULL; s = s->next)
		TRY(q_ledger_saw(w, &(struct q_ledger_saw){ { work_id(w) }, w->actor.tenant, s->person,
							    w->actor.account, role_stem(w->actor.roles),
							    s->what, s->why, zone_date(w->zone, w->now), w->now,
							    entry }));
	return RC_OK;
}

/* Salted SHA-256: a bare hash of a name could be guessed (EDPB 02/2025). */
static struct db_blob commit_to(struct work *w, const unsigned char salt[SALT_LEN], const char *detail)
{
	size_t len = strlen(detail);
	unsigned char *whole = arena_get(w->arena, SALT_LEN + len);
	unsigned char *hash = arena_get(w->arena, SHA256_LEN);
	memcpy(whole, salt, SALT_LEN);
	memcpy(whole + SALT_LEN, detail, len);
	sha256(whole, SALT_LEN + len, hash);
	return (struct db_blob){ hash, SHA256_LEN };
}

static enum rc insert(struct work *w, const struct audit_note *n, const char *outcome, size_t bytes)
{
	struct q_audit_entry_insert in = {
		.id = { work_id(w) },
		.tenant = w->actor.tenant,
		.at = w->now,
		.actor = w->actor.account,
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
	unsigned char salt[SALT_LEN];
	if (n->detail != NULL) {
		rand_bytes(salt, sizeof(salt));
		in.commitment = commit_to(w, salt, n->detail);
	}
	TRY(q_audit_entry_insert(w, &in));
	TRY(put_seen(w, n, in.id));
	if (n->detail == NULL)
		return RC_OK;
	return q_audit_detail_insert(w, in.id, (struct db_blob){ salt, SALT_LEN }, n->detail);
}

enum rc audit_write(struct work *w, const char *outcome, size_t bytes)
{
	if (w->note == NULL || !w->note->needed)
		return RC_OK;
	return insert(w, w->note, outcome, bytes);
}

enum rc audit_act(struct work *w, const char *act, enum id_kind kind, int64_t id, const char *outcome)
{
	struct audit_note n = { .act = act, .object_kind = kind, .object = id,
				.purpose = PURPOSE_DELIVERY };
	return insert(w, &n, outcome, 0);
}
