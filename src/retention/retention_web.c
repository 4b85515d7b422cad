/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "retention_pages.h"

#include "lib/base/text.h"

static const struct choice classes[] = {
	{ "", .word = W_privacy_retention_class },
	{ "drafts", .word = W_privacy_keep_drafts },
	{ "link_typed", .word = W_privacy_keep_typed },
	{ "notice_addresses", .word = W_privacy_keep_notices },
	{ "import_rows", .word = W_privacy_keep_imports },
	{ "ledger", .word = W_privacy_keep_ledger },
	{ "consents", .word = W_privacy_keep_consents },
	{ "audit_log", .word = W_privacy_keep_log },
	{ "breaches", .word = W_privacy_keep_breaches },
};

static enum rc list_page(struct web *r)
{
	struct retention_view v = { .frame = web_frame(r, W_privacy_retention) };
	struct retentions list;
	TRY(retention_list(&r->w, &list));
	v.items.at = arena_array(r->w.arena, struct retention_item, list.n);
	v.items.n = list.n;
	for (size_t i = 0; i < list.n; i++)
		v.items.at[i] = (struct retention_item){ list.at[i], CHOICE_WORD(classes, list.at[i].class) };
	page_retention(web_page(r), &v);
	return RC_OK;
}

static enum rc list_json(struct web *r)
{
	struct retentions list;
	TRY(retention_list(&r->w, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

const struct route retention_routes[] = {
	{ "GET", "/retention", "retention.show", .who = ROLE_privacy | ROLE_admin, .audit = AUDIT_READ,
	  .page = list_page, .json = list_json, ROUTE_OUT(retention_fields), .list = "classes",
	  .doc = "How long what is kept, by what authority, and what goes tonight." },
	{ 0 },
};
