/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "messages_pages.h"

#include "src/access/access.h"
#include "src/messages/phrases.h"

enum { PHRASES_BODY = 1024 * 1024 };

static enum rc lists_of(struct web *r, struct phrase_lists *ret)
{
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_SCREENING, &pass));
	return phrase_lists(&r->w, pass, ret);
}

static enum rc phrases_page(struct web *r)
{
	struct phrases_view v = { .frame = web_frame(r, W_queue_phrases_title) };
	TRY(lists_of(r, &v.lists));
	v.name = (struct part){ &r->form, "name", .label = W_queue_phrases_name };
	v.phrases = (struct part){ &r->form, "phrases", .label = W_queue_phrases_lines,
				   .hint = W_queue_phrases_lines_hint };
	v.expires_on = (struct part){ &r->form, "expires_on", .label = W_queue_phrases_until };
	page_phrases(web_page(r), &v);
	return RC_OK;
}

static enum rc phrases_json(struct web *r)
{
	struct phrase_lists lists;
	TRY(lists_of(r, &lists));
	return web_list(r, lists.at, sizeof(*lists.at), lists.n, 0);
}

static enum rc phrases_act(struct web *r)
{
	struct phrases_in in = { 0 };
	struct id_phrase_list id;
	TRY(web_read(r, &in));
	TRY(phrases_put(&r->w, &in, &id));
	return web_made(r, ID_OF_phrase_list, id.v, "/phrases", "saved");
}

const struct route phrases_routes[] = {
	{ "GET", "/phrases", "phrases.list", .who = ROLE_reviewer, .audit = AUDIT_READ, .page = phrases_page,
	  .json = phrases_json, ROUTE_OUT(phrase_list_fields), .list = "phrase_lists",
	  .doc = "The lists of watch phrases in force." },
	{ "POST", "/phrases", "phrases.put", .who = ROLE_reviewer, .audit = AUDIT_ACT, .act = phrases_act,
	  .again = phrases_page, .body = PHRASES_BODY, ROUTE_IN(phrases_in_fields), .made = "phrase_list",
	  .doc = "A new version of a list of watch phrases; a phrase only flags, it refuses nothing." },
	{ 0 },
};
