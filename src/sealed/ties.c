/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/sealed/ties.h"

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"
#include "src/people/people.h"
#include "src/sealed/proof.h"
#include "src/sealed/sealed.h"
#include "ties_q.h"

enum { SHOWN = 300 };

const struct field tie_in_fields[1] = {
	{ "adviser", FIELD_ID, offsetof(struct tie_in, adviser), .required = true, .kind = ID_OF_account,
	  .missing = E_field_choice, .doc = "The account of a lawyer, clergy or counsellor" },
};
const struct field staff_tie_fields[8] = {
	{ "sealed_tie", FIELD_ID, offsetof(struct staff_tie, id), .kind = ID_OF_sealed_tie },
	{ "person", FIELD_ID, offsetof(struct staff_tie, inside), .kind = ID_OF_person },
	{ "name", FIELD_TEXT, offsetof(struct staff_tie, inside_name) },
	{ "adviser", FIELD_TEXT, offsetof(struct staff_tie, adviser_name) },
	{ "relation", FIELD_TEXT, offsetof(struct staff_tie, relation), .doc = "lawyer, clergy or counsellor" },
	{ "state", FIELD_TEXT, offsetof(struct staff_tie, state), .doc = "proposed or confirmed" },
	{ "proposed_at", FIELD_TIME, offsetof(struct staff_tie, proposed_at) },
	{ "end_asked", FIELD_BOOL, offsetof(struct staff_tie, end_asked), .doc = "One of staff says that it is over" },
};

static const struct {
	unsigned role;
	const char *relation;
} relations[] = {
	{ ROLE_lawyer, "lawyer" },
	{ ROLE_clergy, "clergy" },
	{ ROLE_counsellor, "counsellor" },
};

static enum rc roster(struct work *w, const struct pass **ret)
{
	return access_roster(w, w->actor.roles & ROLE_privacy ? PURPOSE_PRIVACY : PURPOSE_CARE, ret);
}

static struct staff_tie tie_of(const struct work *w, const struct staff_tie_row *r)
{
	bool waits = text_is(r->state, "proposed");
	struct staff_tie t = { .id = r->id, .inside = r->inside, .inside_name = r->inside_name,
			       .adviser_name = r->adviser_name, .relation = r->relation, .state = r->state,
			       .proposed_at = r->proposed_at, .end_asked = r->end_asked_by.v != 0 };
	t.confirmable = waits && r->proposed_by.v != w->actor.account.v;
	t.endable = r->end_asked_by.v != w->actor.account.v;
	return t;
}

static struct tie_words words_of(const struct staff_tie_row *r, const char *state, struct id_account by)
{
	return (struct tie_words){ r->id, r->tenant, r->inside, r->adviser, r->relation, state, by };
}

static struct db_blob proof_of(struct work *w, const struct tie_words *t)
{
	return sealed_proof(w, sealed_tie_words(w->arena, t));
}

enum rc staff_ties(struct work *w, struct staff_ties *ret)
{
	const struct pass *pass;
	struct staff_tie_rows rows;
	TRY(roster(w, &pass));
	TRY(q_staff_ties(w, pass, w->actor.site, SHOWN, &rows));
	*ret = (struct staff_ties){ arena_array(w->arena, struct staff_tie, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = tie_of(w, &rows.at[i]);
	return RC_OK;
}

enum rc advisers(struct work *w, const struct pass *pass, struct advisers *ret)
{
	return q_advisers(w, pass, ROLES_SEALED, SHOWN, ret);
}

static enum rc check_adviser(struct work *w, struct id_account account, struct adviser_row *ret,
			     const char **ret_relation)
{
	enum rc rc = q_adviser_of(w, account, w->actor.tenant, ROLES_SEALED, ret);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_field_choice, "adviser");
	TRY(rc);
	for (size_t i = 0; i < COUNT_OF(relations); i++)
		if (relations[i].role & (unsigned)ret->roles)
			*ret_relation = relations[i].relation;
	return RC_OK;
}

enum rc sealed_tie_propose(struct work *w, struct id_person inside, const struct tie_in *in,
			   struct id_sealed_tie *ret)
{
	const struct pass *pass;
	struct person p;
	struct adviser_row adviser;
	const char *relation = "";
	int64_t n = 0, apart = 0;
	TRY(access_ask(w, inside, w->actor.roles & ROLE_privacy ? PURPOSE_PRIVACY : PURPOSE_CARE, &pass));
	TRY(person_get(w, pass, &p));
	if (!text_is(p.kind, "inside") && !text_is(p.kind, "supervised"))
		return work_fail(w, E_not_there, NULL);
	TRY(check_adviser(w, in->adviser, &adviser, &relation));
	TRY(q_ties_apart(w, inside, adviser.person, w->now, &apart));
	if (apart > 0)
		return work_fail(w, E_field_choice, "adviser");
	struct tie_words t = { { work_id(w) }, w->actor.tenant, inside, adviser.person, relation, "proposed", { 0 } };
	audit_about(w, sealed_tie, t.id);
	TRY(q_sealed_tie_insert(w, &(struct q_sealed_tie_insert){ t.id, t.tenant, t.inside, t.adviser, t.relation,
								 w->actor.account, w->now, proof_of(w, &t) }, &n));
	*ret = t.id;
	return n == 1 ? RC_OK : work_fail(w, E_sealed_done, NULL);
}

/* One of the actor's to check, as two people said it. */
static enum rc find(struct work *w, struct id_sealed_tie id, struct staff_tie_row *ret)
{
	const struct pass *pass;
	TRY(roster(w, &pass));
	enum rc rc = q_staff_tie(w, pass, w->actor.site, id, ret);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, sealed_tie, id);
	struct tie_words t = words_of(ret, ret->state, ret->confirmed_by);
	return sealed_check(w, sealed_tie_words(w->arena, &t), ret->proof, "tie");
}

enum rc sealed_tie_confirm(struct work *w, struct id_sealed_tie id)
{
	struct staff_tie_row r;
	int64_t n = 0;
	TRY(find(w, id, &r));
	if (!text_is(r.state, "proposed"))
		return work_fail(w, E_sealed_done, NULL);
	if (r.proposed_by.v == w->actor.account.v)
		return work_fail(w, E_sealed_two, NULL);
	struct tie_words t = words_of(&r, "confirmed", w->actor.account);
	TRY(q_sealed_tie_confirm(w, id, w->actor.account, w->now, proof_of(w, &t), &n));
	TRY(notice_add(w, r.inside, NOTICE_NEW_MESSAGE, id.v));
	return notice_add(w, r.adviser, NOTICE_NEW_MESSAGE, id.v);
}

enum rc sealed_tie_end(struct work *w, struct id_sealed_tie id, bool *ret_over)
{
	struct staff_tie_row r;
	int64_t n = 0;
	*ret_over = false;
	TRY(find(w, id, &r));
	bool waits = text_is(r.state, "proposed");
	if (r.end_asked_by.v == w->actor.account.v)
		return work_fail(w, E_sealed_two, NULL);
	if (!waits && r.end_asked_by.v == 0)
		return q_sealed_tie_end_ask(w, id, w->actor.account, &n);
	/* What nobody confirmed was never known to the two. */
	struct tie_words t = words_of(&r, waits ? "dropped" : "ended", r.confirmed_by);
	*ret_over = true;
	return q_sealed_tie_move(w, id, t.state, w->now, proof_of(w, &t), &n);
}

/* --- hooks ------------------------------------------------------------------------------------ */

static enum rc move_all(struct work *w, struct id_person one, struct id_person other, bool proposed)
{
	struct tie_to_moves rows;
	int64_t n = 0;
	TRY(q_tie_to_move(w, one, other, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct tie_to_move *r = &rows.at[i];
		bool waits = text_is(r->state, "proposed");
		const char *to = waits ? "dropped" : "frozen";
		if (waits && !proposed)
			continue;
		const struct tie_words t = { r->id, r->tenant, r->inside, r->adviser, r->relation, to,
					     r->confirmed_by };
		TRY(q_sealed_tie_move(w, r->id, to, w->now, proof_of(w, &t), &n));
	}
	return RC_OK;
}

enum rc sealed_ties_freeze(struct work *w, struct id_person person)
{
	return move_all(w, person, (struct id_person){ 0 }, false);
}

enum rc sealed_on_apart(struct work *w, struct id_person one, struct id_person other, bool one_goes)
{
	(void)one_goes;
	TRY(move_all(w, one, other, true));
	TRY(sealed_tell_less(w, one, other));
	return sealed_tell_less(w, other, one);
}

enum rc sealed_on_status(struct work *w, struct id_person person, const char *from, const char *to,
			 struct id_site site)
{
	(void)from, (void)site;
	return text_is(to, "deceased") ? move_all(w, person, (struct id_person){ 0 }, true) : RC_OK;
}
