/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the text gateway calls us; off without --hook-secret-file. */
#include "src/faces/web.h"
#include "src/texts/texts.h"

/* Gateways send more than we ask for: only these names are looked at. */
static enum rc text_act(struct web *r)
{
	TRY(texts_take(&r->w, form_value(&r->form, "from"), form_value(&r->form, "text")));
	buf_str(web_json(r), "{}");
	return RC_OK;
}

static enum rc receipt_act(struct web *r)
{
	struct id_notice id;
	if (!id_private(r->w.shared->cipher, ID_OF_notice, form_value(&r->form, "id"), &id.v))
		return work_fail(&r->w, E_not_there, NULL);
	TRY(texts_receipt(&r->w, id, form_value(&r->form, "state")));
	buf_str(web_json(r), "{}");
	return RC_OK;
}

const struct route texts_routes[] = {
	{ "POST", "/hooks/sms", "text.take", .who = WHO_ANYONE, .audit = AUDIT_ACT, .act = text_act,
	  .page_only = true, .hook = true, .doc = "A text that came in: from, text." },
	{ "POST", "/hooks/sms/status", "text.receipt", .who = WHO_ANYONE, .audit = AUDIT_ACT,
	  .act = receipt_act, .page_only = true, .hook = true,
	  .doc = "What became of a text of ours: id, state (delivered or undelivered)." },
	{ 0 },
};
