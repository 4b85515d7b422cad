/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/sealed/proof.h"

#include <string.h>

#include "lib/base/log.h"
#include "sealed_q.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"

struct db_blob sealed_proof(struct work *w, const char *row)
{
	unsigned char key[KEY_LEN], *out = arena_get(w->arena, SHA256_LEN);
	key_derive(w->shared->seed_key, "sealed row", key);
	hmac256(key, row, strlen(row), out);
	bytes_wipe(key, sizeof(key));
	return (struct db_blob){ out, SHA256_LEN };
}

enum rc sealed_check(struct work *w, const char *row, struct db_blob proof, const char *what)
{
	struct db_blob right = sealed_proof(w, row);
	bool same = proof.len == right.len && bytes_same(proof.at, right.at, right.len);
	return same ? RC_OK : sealed_broken(w, what);
}

enum rc sealed_broken(struct work *w, const char *what)
{
	if (w->acts)
		TRY(sealed_alarm(w, what));
	w->keep = w->acts; /* the alarm stays, though the act is refused */
	return work_fail(w, E_sealed_broken, what);
}

enum rc sealed_alarm(struct work *w, const char *what)
{
	struct id_sealed_alarm id = { work_id(w) };
	log_line(LOG_ERROR, "sealed.broken", "what=%s alarm=%lld", what, (long long)id.v);
	TRY(q_sealed_alarm_insert(w, id, w->actor.tenant, what, w->now));
	TRY(audit_act(w, "seal.alarm", ID_OF_sealed_alarm, id.v, "sealed_broken"));
	return notice_office(w, w->actor.tenant, ROLE_privacy, NOTICE_SEALED_BROKEN, id.v);
}

const char *sealed_tie_words(struct arena *a, const struct tie_words *t)
{
	return arena_printf(a, "sealed_tie %lld tenant=%lld inside=%lld adviser=%lld relation=%s state=%s by=%lld",
			    (long long)t->id.v, (long long)t->tenant.v, (long long)t->inside.v,
			    (long long)t->adviser.v, t->relation, t->state, (long long)t->confirmed_by.v);
}
