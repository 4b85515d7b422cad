/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "erasure_pages.h"

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/faces/sheet.h"

static const struct choice bases[] = {
	{ "request", .word = W_privacy_basis_request },
	{ "retention", .word = W_privacy_basis_retention },
	{ "court", .word = W_privacy_basis_court },
};
static const struct choice states[] = {
	{ "asked", .word = W_privacy_erasure_asked },	  { "confirmed", .word = W_privacy_erasure_confirmed },
	{ "done", .word = W_privacy_erasure_done },	  { "entered", .word = W_privacy_hold_entered },
	{ "lifting", .word = W_privacy_hold_lifting },	  { "lifted", .word = W_privacy_hold_lifted },
};

static enum word state_word(const char *state)
{
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (text_is(states[i].value, state))
			return states[i].word;
	return W_privacy_erasure_asked;
}

/* --- the page ---------------------------------------------------------------------------- */

static enum rc list_of(struct web *r, struct erasures *ret)
{
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_PRIVACY, &pass));
	return erasure_list(&r->w, pass, ret);
}

static enum rc holds_of(struct web *r, struct legal_holds *ret)
{
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_SAFETY, &pass));
	return legal_hold_list(&r->w, pass, ret);
}

static void fill_erasures(struct web *r, const struct erasures *list, struct erasures_view *v)
{
	v->erasures.n = list->n;
	v->erasures.at = arena_array(r->w.arena, struct erasure_item, list->n);
	for (size_t i = 0; i < list->n; i++)
		v->erasures.at[i] = (struct erasure_item){ list->at[i], state_word(list->at[i].state),
							   text_is(list->at[i].state, "asked"),
							   text_is(list->at[i].state, "done") };
}

static void fill_holds(struct web *r, const struct legal_holds *list, struct erasures_view *v)
{
	v->holds.n = list->n;
	v->holds.at = arena_array(r->w.arena, struct hold_item, list->n);
	for (size_t i = 0; i < list->n; i++) {
		const char *state = list->at[i].state;
		bool confirmed = text_is(state, "confirmed");
		v->holds.at[i] = (struct hold_item){ list->at[i], confirmed ? W_privacy_hold_confirmed : state_word(state),
						     text_is(state, "entered"), confirmed, text_is(state, "lifting") };
	}
}

/* Whom ?person= names, or the form that comes back. */
static bool one_person(struct web *r, struct id_person *ret)
{
	struct form query = { .values = &r->query }, body = { .values = &r->in };
	const char *asked = form_value(&query, "person");
	if (asked == NULL || *asked == '\0')
		asked = form_value(&body, "person");
	return asked != NULL && id_private(r->w.shared->cipher, ID_OF_person, asked, &ret->v);
}

static enum rc list_page(struct web *r)
{
	struct erasures_view v = { .frame = web_frame(r, W_privacy_erasures) };
	struct erasures list;
	struct legal_holds holds;
	struct form *f = &r->form;
	TRY(list_of(r, &list));
	TRY(holds_of(r, &holds));
	fill_erasures(r, &list, &v);
	fill_holds(r, &holds, &v);
	v.one = one_person(r, &v.person);
	v.basis = (struct part){ f, "basis", .label = W_privacy_basis, .choices = CHOICES(bases) };
	v.words = (struct part){ f, "words", .label = W_privacy_erase_why };
	v.matter = (struct part){ f, "matter", .label = W_privacy_hold_matter };
	v.review_on = (struct part){ f, "review_on", .label = W_privacy_hold_review };
	v.reason = (struct part){ f, "reason", .label = W_privacy_hold_why };
	page_erasures(web_page(r), &v);
	return RC_OK;
}

static enum rc list_json(struct web *r)
{
	struct erasures list;
	TRY(list_of(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc one_json(struct web *r)
{
	struct id_erasure id;
	struct erasure e;
	TRY(web_id(r, erasure, &id));
	TRY(erasure_get(&r->w, id, &e));
	return web_object(r, &e);
}

static enum rc holds_json(struct web *r)
{
	struct legal_holds list;
	TRY(holds_of(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

/* --- acts ------------------------------------------------------------------------------------- */

static enum rc ask_act(struct web *r)
{
	struct erasure_in in = { 0 };
	struct id_erasure id;
	TRY(web_read(r, &in));
	TRY(erasure_ask(&r->w, &in, &id));
	return web_made(r, ID_OF_erasure, id.v, "/erasures", "saved");
}

static enum rc confirm_act(struct web *r)
{
	struct id_erasure id;
	TRY(web_id(r, erasure, &id));
	TRY(erasure_confirm(&r->w, id));
	return web_done(r, "/erasures", "saved");
}

static enum rc drop_act(struct web *r)
{
	struct id_erasure id;
	TRY(web_id(r, erasure, &id));
	TRY(erasure_drop(&r->w, id));
	return web_done(r, "/erasures", "saved");
}

static enum rc enter_act(struct web *r)
{
	struct legal_hold_in in = { 0 };
	struct id_legal_hold id;
	TRY(web_read(r, &in));
	TRY(legal_hold_enter(&r->w, &in, &id));
	return web_made(r, ID_OF_legal_hold, id.v, "/erasures", "saved");
}

static enum rc hold_confirm_act(struct web *r)
{
	struct id_legal_hold id;
	TRY(web_id(r, legal_hold, &id));
	TRY(legal_hold_confirm(&r->w, id));
	return web_done(r, "/erasures", "saved");
}

static enum rc lift_act(struct web *r)
{
	struct hold_lift_in in = { 0 };
	struct id_legal_hold id;
	TRY(web_id(r, legal_hold, &id));
	TRY(web_read(r, &in));
	TRY(legal_hold_lift(&r->w, id, &in));
	return web_done(r, "/erasures", "saved");
}

/* --- the certificate ------------------------------------------------------------------------------ */

static enum rc certificate_of(struct web *r, struct certificate *ret)
{
	struct id_erasure id;
	TRY(web_id(r, erasure, &id));
	return erasure_certificate(&r->w, id, ret);
}

static enum rc certificate_json(struct web *r)
{
	struct certificate c;
	TRY(certificate_of(r, &c));
	return web_object(r, &c);
}

static enum rc certificate_page(struct web *r)
{
	struct certificate c;
	TRY(certificate_of(r, &c));
	struct sheet *s = sheet_new(r, "certificate.pdf", 8);
	sheet_add(s, PDF_TITLE, word_text(r->w.lang, W_privacy_certificate));
	sheet_add(s, PDF_TEXT, word_text(r->w.lang, W_privacy_certificate_says));
	sheet_add_time(r, s, W_privacy_erasure_asked, c.asked_at);
	sheet_add_time(r, s, W_privacy_erasure_confirmed, c.confirmed_at);
	sheet_add_time(r, s, W_privacy_erasure_done, c.done_at);
	sheet_add(s, PDF_TEXT, word_text(r->w.lang, W_privacy_certificate_stays));
	sheet_add(s, PDF_SMALL, web_id_text(r, ID_OF_entry, c.entry.v));
	sheet_add(s, PDF_SMALL, c.receipt);
	return sheet_answer(r, s);
}

const struct route erasure_routes[] = {
	{ "GET", "/erasures", "erasure.list", .who = ROLE_privacy, .audit = AUDIT_READ, .page = list_page,
	  .json = list_json, ROUTE_OUT(erasure_fields), .list = "erasures",
	  .doc = "Who is to be erased, and who was." },
	{ "POST", "/erasures", "erasure.ask", .who = ROLE_privacy, .audit = AUDIT_ACT, .act = ask_act,
	  .again = list_page, ROUTE_IN(erasure_in_fields), .made = "erasure",
	  .doc = "Asks that somebody be erased; a second officer confirms it." },
	{ "GET", "/erasures/{erasure}", "erasure.show", .who = ROLE_privacy, .audit = AUDIT_READ, .json = one_json,
	  .json_only = true, ROUTE_OUT(erasure_fields), .doc = "One of them." },
	{ "POST", "/erasures/{erasure}/confirm", "erasure.confirm", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = confirm_act, .again = list_page, .doc = "The second officer's yes: it is done at once, and for good." },
	{ "POST", "/erasures/{erasure}/drop", "erasure.drop", .who = ROLE_privacy, .audit = AUDIT_ACT, .act = drop_act,
	  .again = list_page, .doc = "It is asked no more, while nobody has confirmed it." },
	{ "GET", "/erasures/{erasure}/certificate", "erasure.certificate", .who = ROLE_privacy, .audit = AUDIT_READ,
	  .page = certificate_page, .json = certificate_json, ROUTE_OUT(certificate_fields),
	  .doc = "Proof that it was done, as PDF or JSON, with the log's receipt." },
	{ "GET", "/holds", "hold.list", .who = ROLE_privacy, .audit = AUDIT_READ, .json = holds_json, .json_only = true,
	  ROUTE_OUT(legal_hold_fields), .list = "holds", .doc = "Whose data must be kept." },
	{ "POST", "/holds", "hold.enter", .who = ROLE_privacy, .audit = AUDIT_ACT, .act = enter_act, .again = list_page,
	  ROUTE_IN(legal_hold_in_fields), .made = "hold",
	  .doc = "Nothing of somebody's is erased from now on; a second officer confirms it." },
	{ "POST", "/holds/{legal_hold}/confirm", "hold.confirm", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = hold_confirm_act, .again = list_page, .doc = "The second officer's yes." },
	{ "POST", "/holds/{legal_hold}/lift", "hold.lift", .who = ROLE_privacy, .audit = AUDIT_ACT, .act = lift_act,
	  .again = list_page, ROUTE_IN(hold_lift_fields), .doc = "Ends a hold: one asks, another one does it." },
	{ 0 },
};
