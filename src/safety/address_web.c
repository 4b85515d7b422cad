/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "safety_pages.h"

#include "src/access/access.h"
#include "src/people/people.h"

enum { KEEPERS = ROLE_casemanager | ROLE_privacy };

static const struct choice purposes[] = {
	{ "letter", .word = W_staff_address_letter },
	{ "court", .word = W_staff_address_court },
	{ "help", .word = W_staff_address_help },
};

/* --- whose it is --------------------------------------------------------------------------- */

static enum rc asked(struct web *r, const struct pass **pass, const struct protected_address **ret)
{
	struct id_person id;
	TRY(web_id(r, person, &id));
	TRY(access_ask(&r->w, id, PURPOSE_SAFETY, pass));
	audit_about(&r->w, person, id);
	return address_find(&r->w, *pass, ret);
}

static const char *path_of(struct web *r, const struct pass *pass)
{
	return web_printf(r, "/people/%s/address", web_id_text(r, ID_OF_person, pass_person(pass).v));
}

static enum rc show(struct web *r, const struct pass *pass, bool kept, const char *words)
{
	struct address_view v = { .frame = web_frame(r, W_staff_address), .kept = kept, .words = words };
	struct person p;
	struct form *f = &r->form;
	TRY(person_get(&r->w, pass, &p));
	v.person = p.id;
	v.name = web_printf(r, "%s %s", p.first_name, p.last_name);
	v.reads = kept && (r->w.actor.roles & ROLE_privacy) != 0;
	v.address = (struct part){ f, "address", .label = W_staff_address, .hint = W_staff_address_hint };
	v.purpose = (struct part){ f, "purpose", .label = W_staff_address_purpose, .choices = CHOICES(purposes) };
	v.reason = (struct part){ f, "reason", .label = W_staff_address_reason };
	page_address(web_page(r), &v);
	return RC_OK;
}

static enum rc form_page(struct web *r)
{
	const struct pass *pass;
	const struct protected_address *address;
	TRY(asked(r, &pass, &address));
	return show(r, pass, address != NULL, NULL);
}

struct kept {
	bool kept;
};
static const struct field kept_fields[] = { { "kept", FIELD_BOOL, offsetof(struct kept, kept) } };

static enum rc form_json(struct web *r)
{
	const struct pass *pass;
	const struct protected_address *address;
	TRY(asked(r, &pass, &address));
	return web_object(r, &(struct kept){ address != NULL });
}

/* --- acts ------------------------------------------------------------------------------------ */

static enum rc set_act(struct web *r)
{
	struct address_in in = { 0 };
	const struct pass *pass;
	const struct protected_address *address;
	TRY(asked(r, &pass, &address));
	TRY(web_read(r, &in));
	TRY(address_set(&r->w, pass, &in));
	return web_done(r, path_of(r, pass), "saved");
}

struct address_out {
	const char *address;
};
static const struct field address_out_fields[] = {
	{ "address", FIELD_LINES, offsetof(struct address_out, address), .doc = "Null where the person was erased" },
};

static enum rc read_act(struct web *r)
{
	struct address_why in = { 0 };
	struct address_out out = { 0 };
	const struct pass *pass;
	const struct protected_address *address;
	TRY(asked(r, &pass, &address));
	TRY(web_read(r, &in));
	if (address == NULL)
		return work_fail(&r->w, E_not_there, NULL);
	TRY(address_read(&r->w, pass, address, &in, &out.address));
	return r->api ? web_object(r, &out) : show(r, pass, true, out.address);
}

static enum rc end_act(struct web *r)
{
	const struct pass *pass;
	const struct protected_address *address;
	TRY(asked(r, &pass, &address));
	TRY(address_end(&r->w, pass));
	return web_done(r, path_of(r, pass), "saved");
}

const struct route address_routes[] = {
	{ "GET", "/people/{person}/address", "address.show", .who = KEEPERS, .audit = AUDIT_READ, .page = form_page,
	  .json = form_json, ROUTE_OUT(kept_fields), .doc = "Whether a protected address is kept; never which." },
	{ "POST", "/people/{person}/address", "address.set", .who = KEEPERS, .audit = AUDIT_ACT, .act = set_act,
	  .again = form_page, ROUTE_IN(address_in_fields), .sealed = true,
	  .doc = "Keeps one, sealed; the one before goes." },
	{ "POST", "/people/{person}/address/read", "address.read", .who = ROLE_privacy, .audit = AUDIT_ACT,
	  .act = read_act, .again = form_page, ROUTE_IN(address_why_fields), ROUTE_OUT(address_out_fields),
	  .doc = "Reads it, for a purpose that is written down." },
	{ "POST", "/people/{person}/address/end", "address.end", .who = KEEPERS, .audit = AUDIT_ACT, .act = end_act,
	  .doc = "Keeps it no longer." },
	{ 0 },
};
