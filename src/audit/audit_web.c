/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The auditor's pages, and receipts for whoever acted. */
#include "audit_pages.h"

#include <string.h>

#include "lib/base/text.h"

static const struct choice role_choices[] = {
	{ "", .word = W_admin_log_any },
	{ "family", .word = W_role_family },
	{ "guardian", .word = W_role_guardian },
	{ "inside", .word = W_role_inside },
	{ "reviewer", .word = W_role_reviewer },
	{ "visits", .word = W_role_visits },
	{ "casemanager", .word = W_role_casemanager },
	{ "navigator", .word = W_role_navigator },
	{ "officer", .word = W_role_officer },
	{ "admin", .word = W_role_admin },
	{ "auditor", .word = W_role_auditor },
};

static enum rc find(struct web *r, struct log_search *s, struct log_lines *ret)
{
	int64_t cursor = 0;
	TRY(web_query(r, s));
	TRY(web_cursor(r, &cursor));
	return log_search(&r->w, s, cursor, ret);
}

/* The same question, from that entry on. */
static const char *next_address(struct web *r, const struct log_lines *lines)
{
	struct buf to = buf_new(r->w.arena, 4096);
	struct form asked = { .values = &r->query };
	if (lines->next == 0)
		return NULL;
	buf_printf(&to, "/audit?after=%s", web_cursor_text(r, lines->next));
	for (size_t i = 0; i < COUNT_OF(log_search_fields); i++) {
		const char *value = form_value(&asked, log_search_fields[i].name);
		bool plain = *value != '\0' && strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen(value);
		if (plain)
			buf_printf(&to, "&%s=%s", log_search_fields[i].name, value);
	}
	return buf_text(&to);
}

static enum rc list_page(struct web *r)
{
	struct audit_list_view v = { .frame = web_frame(r, W_admin_log_title) };
	struct log_search s = { 0 };
	struct form *form = arena_new_of(r->w.arena, struct form);
	form->values = &r->query;
	TRY(find(r, &s, &v.lines));
	v.from = (struct part){ .form = form, .name = "from", .type = "date", .label = W_admin_log_from };
	v.to = (struct part){ .form = form, .name = "to", .type = "date", .label = W_admin_log_to };
	v.act = (struct part){ .form = form, .name = "act", .label = W_admin_log_act, .hint = W_admin_log_act_hint };
	v.role = (struct part){ .form = form, .name = "role", .label = W_admin_log_role,
				.choices = CHOICES(role_choices) };
	v.outcome = (struct part){ .form = form, .name = "outcome", .label = W_admin_log_outcome,
				   .hint = W_admin_log_outcome_hint };
	v.object = (struct part){ .form = form, .name = "object", .label = W_admin_log_object,
				  .hint = W_admin_log_object_hint };
	v.next = next_address(r, &v.lines);
	page_audit_list(web_page(r), &v);
	return RC_OK;
}

static enum rc list_json(struct web *r)
{
	struct log_search s = { 0 };
	struct log_lines lines;
	TRY(find(r, &s, &lines));
	return web_list(r, lines.at, sizeof(*lines.at), lines.n, lines.next);
}

static enum rc entry_page(struct web *r)
{
	struct audit_entry_view v = { .frame = web_frame(r, W_admin_log_entry) };
	struct id_entry id;
	TRY(web_id(r, entry, &id));
	TRY(log_one(&r->w, id, &v.l));
	page_audit_entry(web_page(r), &v);
	return RC_OK;
}

static enum rc entry_json(struct web *r)
{
	struct id_entry id;
	struct log_line l;
	TRY(web_id(r, entry, &id));
	TRY(log_one(&r->w, id, &l));
	return web_object(r, &l);
}

struct receipt_out {
	const char *receipt;
};
static const struct field receipt_fields[] = {
	{ "receipt", FIELD_TEXT, offsetof(struct receipt_out, receipt),
	  .doc = "Entry, proof and checkpoint; kk-verify --receipt checks it" },
};

static enum rc receipt_json(struct web *r)
{
	struct id_entry id;
	struct receipt_out out;
	TRY(web_id(r, entry, &id));
	TRY(log_receipt(&r->w, id, &out.receipt));
	return web_object(r, &out);
}

static enum rc receipt_page(struct web *r)
{
	struct id_entry id;
	const char *text;
	TRY(web_id(r, entry, &id));
	TRY(log_receipt(&r->w, id, &text));
	return web_file(r, "text/plain; charset=utf-8", "receipt.txt", text, strlen(text));
}

struct log_out {
	int64_t size, waiting, signed_size, signed_at;
	bool silent;
};
static const struct field log_out_fields[] = {
	{ "size", FIELD_INT, offsetof(struct log_out, size), .doc = "Entries that have their place" },
	{ "waiting", FIELD_INT, offsetof(struct log_out, waiting), .doc = "Entries that wait for it" },
	{ "signed", FIELD_INT, offsetof(struct log_out, signed_size), .doc = "Entries under the last checkpoint" },
	{ "signed_at", FIELD_TIME, offsetof(struct log_out, signed_at) },
	{ "silent", FIELD_BOOL, offsetof(struct log_out, silent), .doc = "No witness cosigned in 15 minutes" },
};

static enum rc log_page(struct web *r)
{
	struct audit_log_view v = { .frame = web_frame(r, W_admin_log_state) };
	char *vkey = arena_get(r->w.arena, NOTE_KEY_MAX);
	TRY(log_status(&r->w, &v.s));
	TRY(log_days(&r->w, &v.days));
	v.witnesses.at = v.s.witnesses;
	v.witnesses.n = v.s.witnesses_n;
	if (r->w.shared->signer != NULL) {
		note_key_write(signer_key(r->w.shared->signer), vkey);
		v.key = vkey;
	}
	page_audit_log(web_page(r), &v);
	return RC_OK;
}

static enum rc log_json(struct web *r)
{
	struct log_status s;
	TRY(log_status(&r->w, &s));
	struct log_out out = { s.size, s.waiting, s.signed_size, s.signed_at, s.silent };
	return web_object(r, &out);
}

const struct route audit_routes[] = {
	{ "GET", "/audit", "audit.list", .who = ROLE_auditor, .audit = AUDIT_READ, .page = list_page,
	  .json = list_json, ROUTE_QUERY(log_search_fields), ROUTE_OUT(log_line_fields), .list = "entries",
	  .doc = "Entries of the agency's audit log, newest first." },
	{ "GET", "/audit/log", "audit.log", .who = ROLE_auditor, .audit = AUDIT_READ, .page = log_page,
	  .json = log_json, ROUTE_OUT(log_out_fields), .doc = "How long the log is, and who saw it last." },
	{ "GET", "/audit/{entry}", "audit.show", .who = ROLE_auditor, .audit = AUDIT_READ, .page = entry_page,
	  .json = entry_json, ROUTE_OUT(log_line_fields), .doc = "One entry." },
	{ "GET", "/audit/{entry}/receipt", "audit.receipt", .who = WHO_SIGNED_IN, .audit = AUDIT_READ,
	  .page = receipt_page, .json = receipt_json, ROUTE_OUT(receipt_fields),
	  .doc = "An entry with its proof and checkpoint, for the auditor and whoever acted." },
	{ 0 },
};
