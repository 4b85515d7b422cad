/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/process/process.h"

#include "lib/base/text.h"
#include "lib/time/time.h"
#include "process_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/duties/duties.h"
#include "src/ledger/ledger.h"

enum { SHOWN = 100, DOCUMENT_LEN = 64 };

const char *const process_kinds[] = { "subpoena", "warrant", "court_order", "records_request", "other", NULL };

const struct field process_in_fields[8] = {
	{ "kind", FIELD_TEXT, offsetof(struct process_in, kind), .required = true, .choices = process_kinds,
	  .missing = E_field_choice },
	{ "sender", FIELD_TEXT, offsetof(struct process_in, sender), .required = true, .max = 160,
	  .doc = "The court, office or person that asks" },
	{ "reference", FIELD_TEXT, offsetof(struct process_in, reference), .max = 80 },
	{ "document", FIELD_TEXT, offsetof(struct process_in, document), .max = 80,
	  .doc = "SHA-256 of the document" },
	{ "scope", FIELD_LINES, offsetof(struct process_in, scope), .required = true, .min = 5, .max = 4000,
	  .doc = "What exactly is asked for" },
	{ "received_on", FIELD_DATE, offsetof(struct process_in, received_on), .required = true },
	{ "due_on", FIELD_DATE, offsetof(struct process_in, due_on), .required = true },
	{ "persons", FIELD_IDS, offsetof(struct process_in, persons), .kind = ID_OF_person,
	  .doc = "Whom it is about, 20 at most" },
};
const struct field process_fields[14] = {
	{ "process", FIELD_ID, offsetof(struct process, id), .kind = ID_OF_process },
	{ "kind", FIELD_TEXT, offsetof(struct process, kind) },
	{ "sender", FIELD_TEXT, offsetof(struct process, sender) },
	{ "reference", FIELD_TEXT, offsetof(struct process, reference) },
	{ "document", FIELD_TEXT, offsetof(struct process, document) },
	{ "scope", FIELD_LINES, offsetof(struct process, scope) },
	{ "state", FIELD_TEXT, offsetof(struct process, state), .doc = "open, objected, answered or withdrawn" },
	{ "received_on", FIELD_DATE, offsetof(struct process, received_on) },
	{ "due_on", FIELD_DATE, offsetof(struct process, due_on) },
	{ "late", FIELD_BOOL, offsetof(struct process, late) },
	{ "privilege", FIELD_BOOL, offsetof(struct process, privilege), .doc = "Privilege was asserted" },
	{ "words", FIELD_LINES, offsetof(struct process, words), .doc = "Why not, or what was given" },
	{ "entered_by", FIELD_TEXT, offsetof(struct process, entered_by) },
	{ "decided_at", FIELD_TIME, offsetof(struct process, decided_at) },
};
const struct field process_scope_fields[1] = {
	{ "scope", FIELD_LINES, offsetof(struct process_scope_in, scope), .required = true, .min = 5, .max = 4000 },
};
const struct field process_object_fields[2] = {
	{ "words", FIELD_LINES, offsetof(struct process_object_in, words), .required = true, .min = 5,
	  .max = 2000, .doc = "Why" },
	{ "privilege", FIELD_BOOL, offsetof(struct process_object_in, privilege), .doc = "Asserts privilege" },
};
const struct field process_answer_fields[2] = {
	{ "what", FIELD_TEXT, offsetof(struct process_answer_in, what), .required = true,
	  .choices = ledger_classes, .missing = E_field_choice, .doc = "The class of data, for the ledger" },
	{ "words", FIELD_LINES, offsetof(struct process_answer_in, words), .required = true, .min = 5,
	  .max = 2000, .doc = "What was given" },
};
const struct field process_withdraw_fields[1] = {
	{ "words", FIELD_LINES, offsetof(struct process_withdraw_in, words), .required = true, .min = 5,
	  .max = 2000 },
};

/* --- entering ------------------------------------------------------------------------------- */

static int64_t end_of(const struct work *w, int64_t date)
{
	return zone_day_start(w->zone, date + 1) - 1;
}

static enum rc check(struct work *w, const struct process_in *in)
{
	int64_t today = zone_date(w->zone, w->now);
	if (in->received_on > today || in->received_on < today - 366)
		return work_fail(w, E_field_date, "received_on");
	if (in->due_on < in->received_on)
		return work_fail(w, E_field_date, "due_on");
	if (*in->document != '\0' && (strlen(in->document) != DOCUMENT_LEN ||
				      strspn(in->document, "0123456789abcdefABCDEF") != DOCUMENT_LEN))
		return work_fail(w, E_order_document, "document");
	return in->persons.n <= PROCESS_PERSONS_MAX ? RC_OK : work_fail(w, E_field_long, "persons");
}

enum rc process_enter(struct work *w, const struct process_in *in, struct id_process *ret)
{
	TRY(check(w, in));
	ret->v = work_id(w);
	audit_about(w, process, *ret);
	TRY(q_process_insert(w, &(struct q_process_insert){ *ret, w->actor.tenant, in->kind, in->sender,
							    in->reference, in->document, in->received_on, in->due_on,
							    in->scope, w->actor.account, w->now }));
	for (size_t i = 0; i < in->persons.n; i++) {
		const struct pass *pass;
		TRY(access_ask(w, (struct id_person){ in->persons.at[i] }, PURPOSE_PRIVACY, &pass));
		TRY(q_process_person_add(w, *ret, pass_person(pass)));
	}
	return duty_set(w, DUTY_PROCESS, ret->v, w->now, end_of(w, in->due_on));
}

/* --- reading ---------------------------------------------------------------------------------- */

static struct process process_of(const struct work *w, const struct process_row *r)
{
	bool waits = text_is(r->state, "open") || text_is(r->state, "objected");
	return (struct process){
		.id = r->id, .kind = r->kind, .sender = r->sender, .reference = text_or_null(r->reference),
		.document = text_or_null(r->document), .scope = r->scope, .state = r->state,
		.words = text_or_null(r->words), .entered_by = r->entered_name,
		.decided_by = text_or_null(r->decided_name), .received_on = r->received_on, .due_on = r->due_on,
		.decided_at = r->decided_at, .privilege = r->privilege,
		.late = waits && end_of(w, r->due_on) < w->now, .mine = r->entered_by.v == w->actor.account.v,
	};
}

enum rc process_list(struct work *w, const struct pass *pass, bool past, struct processes *ret)
{
	struct process_rows rows;
	if (past)
		TRY(q_processes_past(w, pass, SHOWN, &rows));
	else
		TRY(q_processes_open(w, pass, SHOWN, &rows));
	*ret = (struct processes){ arena_array(w->arena, struct process, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = process_of(w, &rows.at[i]);
	return RC_OK;
}

enum rc process_get(struct work *w, const struct pass *pass, struct id_process id, struct process *ret)
{
	struct process_row row;
	enum rc rc = q_process_one(w, pass, id, &row);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, process, id);
	*ret = process_of(w, &row);
	return RC_OK;
}

enum rc process_people(struct work *w, const struct pass *pass, struct id_process id,
		       struct process_persons *ret)
{
	struct process_person_rows rows;
	TRY(q_process_people(w, pass, id, &rows));
	*ret = (struct process_persons){ arena_array(w->arena, struct process_person, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct process_person){ rows.at[i].person, rows.at[i].name };
	return RC_OK;
}

/* --- moving ------------------------------------------------------------------------------------- */

static enum rc move(struct work *w, struct id_process id, const char *state, const char *words, bool privilege)
{
	int64_t n = 0;
	audit_detail(w, words);
	TRY(q_process_move(w, &(struct q_process_move){ id, state, words, privilege, w->actor.account, w->now }, &n));
	return n == 1 ? RC_OK : work_fail(w, E_request_done, NULL);
}

enum rc process_scope(struct work *w, const struct pass *pass, struct id_process id,
			 const struct process_scope_in *in)
{
	struct process p;
	int64_t n = 0;
	TRY(process_get(w, pass, id, &p));
	audit_detail(w, p.scope); /* what it was */
	TRY(q_process_scope_set(w, id, in->scope, &n));
	return n == 1 ? RC_OK : work_fail(w, E_request_done, NULL);
}

enum rc process_object(struct work *w, const struct pass *pass, struct id_process id,
			 const struct process_object_in *in)
{
	struct process p;
	TRY(process_get(w, pass, id, &p));
	TRY(move(w, id, "objected", in->words, in->privilege));
	return duty_done(w, DUTY_PROCESS, id.v, in->words);
}

/* The person reads that it was given, to whom and by what; a barrier of the clerk's is no
 * reason to write nothing. */
static enum rc tell_ledger(struct work *w, const struct process *p, const struct process_answer_in *in)
{
	struct q_process_all_people_list people;
	const char *basis = text_is(p->kind, "court_order") || text_is(p->kind, "warrant") ? "court" : "law";
	const char *why = arena_printf(w->arena, "%s%s%s", p->sender, p->reference ? ", " : "",
				       p->reference ? p->reference : "");
	TRY(q_process_all_people(w, p->id, &people));
	for (size_t i = 0; i < people.n; i++) {
		struct id_line line;
		struct disclosure_in said = { .what = in->what, .told = p->sender, .why = why, .basis = basis,
					      .channel = "paper", .note = "", .purpose = "" };
		TRY(disclosure_record(w, access_program(w, people.at[i]), &said, &line));
	}
	audit_about(w, process, p->id);
	return RC_OK;
}

enum rc process_answer(struct work *w, const struct pass *pass, struct id_process id,
			 const struct process_answer_in *in)
{
	struct process p;
	bool objected;
	TRY(process_get(w, pass, id, &p));
	objected = text_is(p.state, "objected");
	if (p.mine)
		return work_fail(w, E_order_two, NULL);
	TRY(move(w, id, "answered", in->words, false));
	TRY(tell_ledger(w, &p, in));
	return objected ? RC_OK : duty_done(w, DUTY_PROCESS, id.v, in->words);
}

enum rc process_withdraw(struct work *w, const struct pass *pass, struct id_process id,
			 const struct process_withdraw_in *in)
{
	struct process p;
	TRY(process_get(w, pass, id, &p));
	TRY(move(w, id, "withdrawn", in->words, false));
	return duty_drop(w, DUTY_PROCESS, id.v);
}
