/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "emergency_pages.h"

#include "lib/base/text.h"
#include "src/access/access.h"

enum { CARERS = ROLE_casemanager | ROLE_visits };

static const struct choice reasons[] = {
	{ "danger", .word = W_staff_emergency_danger },
	{ "medical", .word = W_staff_emergency_medical },
	{ "missing", .word = W_staff_emergency_missing },
	{ "other", .word = W_staff_emergency_other },
};

static enum rc form_page(struct web *r)
{
	struct emergency_view v = { .frame = web_frame(r, W_staff_emergency) };
	struct form *f = &r->form;
	v.number = (struct part){ f, "number", .label = W_people_number };
	v.last_name = (struct part){ f, "last_name", .label = W_order_last_name };
	v.reason = (struct part){ f, "reason", .label = W_staff_emergency_why, .choices = CHOICES(reasons) };
	v.words = (struct part){ f, "words", .label = W_staff_emergency_what };
	v.code = (struct part){ f, "code", .label = W_staff_emergency_code, .inputmode = "numeric", .code = true,
				.complete = "one-time-code" };
	page_emergency(web_page(r), &v);
	return RC_OK;
}

static enum rc open_act(struct web *r)
{
	struct emergency_in in = { 0 };
	struct id_person person;
	TRY(web_read(r, &in));
	TRY(emergency_open(&r->w, &in, &person));
	return web_made(r, ID_OF_person, person.v,
			web_printf(r, "/people/%s", web_id_text(r, ID_OF_person, person.v)), "emergency");
}

static enum rc list_of(struct web *r, struct emergencies *ret)
{
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_PRIVACY, &pass));
	return emergency_list(&r->w, pass, ret);
}

/* The item whose form ?emergency= opens, or comes back with what is wrong. */
static struct id_emergency open_one(struct web *r)
{
	struct form query = { .values = &r->query };
	struct id_emergency id = { 0 };
	const char *asked = form_value(&query, "emergency");
	if (asked == NULL || *asked == '\0')
		asked = web_path(r, "emergency");
	(void)id_private(r->w.shared->cipher, ID_OF_emergency, asked, &id.v);
	return id;
}

static enum rc list_page(struct web *r)
{
	struct emergencies_view v = { .frame = web_frame(r, W_privacy_emergencies) };
	struct emergencies list;
	struct id_emergency one = open_one(r);
	TRY(list_of(r, &list));
	v.items.at = arena_array(r->w.arena, struct emergency_item, list.n);
	v.items.n = list.n;
	for (size_t i = 0; i < list.n; i++) {
		v.items.at[i] = (struct emergency_item){ list.at[i], reasons[0].word, list.at[i].id.v == one.v };
		for (size_t k = 0; k < COUNT_OF(reasons); k++)
			if (text_is(reasons[k].value, list.at[i].reason))
				v.items.at[i].reason_word = reasons[k].word;
	}
	v.words = (struct part){ &r->form, "words", .label = W_privacy_review_words };
	page_emergencies(web_page(r), &v);
	return RC_OK;
}

static enum rc list_json(struct web *r)
{
	struct emergencies list;
	TRY(list_of(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

static enum rc review_act(struct web *r)
{
	struct emergency_review_in in = { 0 };
	struct id_emergency id;
	TRY(web_id(r, emergency, &id));
	TRY(web_read(r, &in));
	TRY(emergency_review(&r->w, id, &in));
	return web_done(r, "/emergencies", "saved");
}

const struct route emergency_routes[] = {
	{ "GET", "/emergency", "emergency.form", .who = CARERS, .page = form_page, .page_only = true,
	  .doc = "Asks for emergency access to one person." },
	{ "POST", "/emergency", "emergency.open", .who = CARERS, .audit = AUDIT_ACT, .act = open_act,
	  .again = form_page, ROUTE_IN(emergency_in_fields), .made = "person",
	  .doc = "Reads one person's record for 30 minutes, with a reason and a fresh code." },
	{ "GET", "/emergencies", "emergency.list", .who = ROLE_privacy, .audit = AUDIT_READ, .page = list_page,
	  .json = list_json, ROUTE_OUT(emergency_fields), .list = "emergencies",
	  .doc = "Emergency access that nobody has reviewed." },
	{ "POST", "/emergencies/{emergency}/review", "emergency.review", .who = ROLE_privacy,
	  .audit = AUDIT_ACT, .act = review_act, .again = list_page, ROUTE_IN(emergency_review_fields),
	  .doc = "Says whether it was right." },
	{ 0 },
};
