/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/audit/look.h"

#include <string.h>

#include "audit_q.h"
#include "lib/base/text.h"
#include "log_q.h"
#include "src/audit/audit.h"
#include "src/audit/checkpoint.h"
#include "src/audit/log.h"

enum { SLACK = 10 * 60 * 1000, RECEIPT_MAX = 64 * 1024 };

const struct field log_search_fields[6] = {
	{ "from", FIELD_DATE, offsetof(struct log_search, from), .doc = "The first day" },
	{ "to", FIELD_DATE, offsetof(struct log_search, to), .doc = "The last day" },
	{ "act", FIELD_TEXT, offsetof(struct log_search, act), .doc = "As an operationId" },
	{ "role", FIELD_TEXT, offsetof(struct log_search, role), .doc = "Of who acted" },
	{ "outcome", FIELD_TEXT, offsetof(struct log_search, outcome), .doc = "done, or a problem's name" },
	{ "object", FIELD_TEXT, offsetof(struct log_search, object), .doc = "An id" },
};
const struct field log_line_fields[13] = {
	{ "entry", FIELD_ID, offsetof(struct log_line, id), .kind = ID_OF_entry },
	{ "index", FIELD_INT, offsetof(struct log_line, index), .doc = "Its place in the log, from 0" },
	{ "at", FIELD_TIME, offsetof(struct log_line, at) },
	{ "actor", FIELD_TEXT, offsetof(struct log_line, actor), .doc = "The account, or null" },
	{ "role", FIELD_TEXT, offsetof(struct log_line, role) },
	{ "act", FIELD_TEXT, offsetof(struct log_line, act) },
	{ "kind", FIELD_TEXT, offsetof(struct log_line, kind), .doc = "Of the object" },
	{ "object", FIELD_TEXT, offsetof(struct log_line, object), .doc = "Its id, or null" },
	{ "decision", FIELD_TEXT, offsetof(struct log_line, decision) },
	{ "rule", FIELD_TEXT, offsetof(struct log_line, rule) },
	{ "purpose", FIELD_TEXT, offsetof(struct log_line, purpose) },
	{ "outcome", FIELD_TEXT, offsetof(struct log_line, outcome) },
	{ "text", FIELD_TEXT, offsetof(struct log_line, text), .doc = "The bytes that the log proves" },
};

static const struct {
	const char *name;
	enum id_kind kind;
} kinds[] = {
#define ID_KIND(name, number) { #name, ID_OF_##name },
#include "lib/base/ids.def"
#undef ID_KIND
};

static const char *public_id(struct work *w, enum id_kind kind, int64_t id)
{
	char *text = arena_get(w->arena, 27);
	id_public(w->shared->cipher, kind, id, text);
	return text;
}

static struct log_line line_of(struct work *w, const struct log_bytes_row *r)
{
	const struct log_entry *e = &r->entry;
	struct log_line l = { .id = { e->id }, .index = r->index, .at = e->at, .assurance = e->assurance,
			      .bytes = e->bytes, .act = e->act, .role = e->role, .kind = e->object_kind,
			      .decision = e->decision, .rule = e->rule, .purpose = e->purpose,
			      .outcome = e->outcome, .text = r->text };
	if (e->actor != 0)
		l.actor = public_id(w, ID_OF_account, e->actor);
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (e->object != 0 && text_is(kinds[i].name, e->object_kind))
			l.object = public_id(w, kinds[i].kind, e->object);
	return l;
}

/* --- searching ------------------------------------------------------------------------ */

/* The first leaf from that time on: entries stand nearly in the order of their times. */
static enum rc leaf_at(struct work *w, int64_t at, int64_t *ret)
{
	int64_t low = 0, high = 0, then = 0;
	TRY(log_size(w, &high));
	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		TRY(q_log_time_of(w, middle, &then));
		if (then < at)
			low = middle + 1;
		else
			high = middle;
	}
	*ret = low;
	return RC_OK;
}

struct place {
	const char *kind;
	int64_t object;
};

static bool find_place(struct work *w, const char *text, struct place *ret)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (!id_private(w->shared->cipher, kinds[i].kind, text, &ret->object))
			continue;
		ret->kind = kinds[i].name;
		return true;
	}
	return false;
}

static const char *or_any(const char *text)
{
	return text ? text : "";
}

static enum rc find(struct work *w, const struct log_search *s, int64_t before, struct log_leaf_rows *ret)
{
	int64_t from = s->from ? zone_day_start(w->zone, s->from) : 0;
	int64_t to = s->to ? zone_day_start(w->zone, s->to + 1) : TIME_NEVER, low = 0, high = 0;
	struct place p;
	if (*or_any(s->object) != '\0') {
		if (!find_place(w, s->object, &p))
			return work_fail(w, E_not_there, "object");
		return q_log_find_object(w, &(struct q_log_find_object){
						    w->actor.tenant, from, to, or_any(s->act), or_any(s->role),
						    or_any(s->outcome), p.kind, p.object, before, LOG_PAGE + 1 },
					 ret);
	}
	if (s->from != 0)
		TRY(leaf_at(w, from - SLACK, &low));
	if (s->to != 0)
		TRY(leaf_at(w, to + SLACK, &high));
	if (s->to != 0 && high < before)
		before = high;
	return q_log_find(w, &(struct q_log_find){ w->actor.tenant, from, to, or_any(s->act), or_any(s->role),
						   or_any(s->outcome), low, before, LOG_PAGE + 1 },
			  ret);
}

enum rc log_search(struct work *w, const struct log_search *s, int64_t cursor, struct log_lines *ret)
{
	struct log_leaf_rows rows;
	struct log_bytes_row one;
	TRY(find(w, s, cursor ? cursor : INT64_MAX, &rows));
	size_t n = rows.n > LOG_PAGE ? LOG_PAGE : rows.n;
	*ret = (struct log_lines){ arena_array(w->arena, struct log_line, n), n, 0 };
	for (size_t i = 0; i < n; i++) {
		TRY(log_bytes_row(w, &rows.at[i], &one));
		ret->at[i] = line_of(w, &one);
	}
	if (rows.n > LOG_PAGE)
		ret->next = rows.at[LOG_PAGE - 1].idx;
	return RC_OK;
}

/* --- one entry, and its receipt ---------------------------------------------------------- */

static enum rc find_one(struct work *w, struct id_entry id, struct log_bytes_row *ret)
{
	audit_about(w, entry, id);
	enum rc rc = log_bytes_of(w, id, ret);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	bool auditor = (w->actor.roles & ROLE_auditor) != 0 && ret->entry.tenant == w->actor.tenant.v;
	bool own = w->actor.account.v != 0 && ret->entry.actor == w->actor.account.v;
	int64_t about = 0;
	if (!auditor && !own)
		TRY(q_ledger_of_entry(w, id, w->actor.person, w->now, &about));
	return auditor || own || about > 0 ? RC_OK : work_fail(w, E_not_there, NULL);
}

enum rc log_one(struct work *w, struct id_entry id, struct log_line *ret)
{
	struct log_bytes_row row;
	TRY(find_one(w, id, &row));
	*ret = line_of(w, &row);
	return RC_OK;
}

static void put_proof(struct buf *out, const struct merkle_proof *p)
{
	char base64[64];
	for (size_t i = 0; i < p->n; i++) {
		base64_write(p->at[i].at, SHA256_LEN, base64, sizeof(base64));
		buf_printf(out, "%s\n", base64);
	}
}

/* RC_NOT_FOUND where no checkpoint is over it yet. */
static enum rc write_receipt(struct work *w, const struct log_bytes_row *row, const char **ret)
{
	struct log_checkpoint over;
	struct merkle_proof proof;
	const char *note;
	struct buf out = buf_new(w->arena, RECEIPT_MAX);
	struct merkle_source source = log_source(w);
	TRY(q_log_checkpoint_over(w, row->index, &over));
	TRY(merkle_inclusion(&source, row->index, over.size, &proof));
	TRY(log_note(w, over.size, &note));
	buf_printf(&out, "kinkeeper receipt v1\n\n%s\nc2sp.org/tlog-proof@v1\nindex %lld\n", row->text,
		   (long long)row->index);
	put_proof(&out, &proof);
	buf_printf(&out, "\n%s", note);
	*ret = buf_text(&out);
	return buf_is_full(&out) ? RC_BROKEN : RC_OK;
}

enum rc log_receipt(struct work *w, struct id_entry id, const char **ret)
{
	struct log_bytes_row row;
	TRY(find_one(w, id, &row));
	enum rc rc = write_receipt(w, &row, ret);
	return rc == RC_NOT_FOUND ? work_fail(w, E_receipt_later, NULL) : rc;
}

enum rc log_receipt_of(struct work *w, struct id_entry id, const char **ret)
{
	struct log_bytes_row row;
	enum rc rc = log_bytes_of(w, id, &row);
	if (rc == RC_OK)
		rc = write_receipt(w, &row, ret);
	if (rc == RC_NOT_FOUND)
		*ret = "";
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
