/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "messages_pages.h"

#include <ctype.h>
#include <string.h>

#include "src/access/access.h"
#include "src/faces/sheet.h"
#include "src/messages/paper.h"

enum { HANDS = ROLE_visits | ROLE_casemanager, BLOCKS_EACH = 10 };

static enum rc letters_of(struct web *r, struct letters *ret)
{
	const struct pass *pass;
	TRY(access_roster(&r->w, PURPOSE_CARE, &pass));
	return paper_list(&r->w, pass, ret);
}

static enum rc paper_page(struct web *r)
{
	struct paper_view v = { .frame = web_frame(r, W_staff_paper_title) };
	TRY(letters_of(r, &v.letters));
	v.code = (struct part){ &r->form, "code", .label = W_staff_slip_code, .code = true, .size = 32 };
	v.body = (struct part){ &r->form, "body", .label = W_staff_slip_body };
	page_paper(web_page(r), &v);
	return RC_OK;
}

static enum rc paper_json(struct web *r)
{
	struct letters list;
	TRY(letters_of(r, &list));
	return web_list(r, list.at, sizeof(*list.at), list.n, 0);
}

/* A thread's code in groups, to be read and typed: "7bae brfk ng0t …". */
static const char *spaced(struct web *r, const char *id)
{
	struct buf out = buf_new(r->w.arena, 64);
	for (int i = 0; id[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			buf_char(&out, ' ');
		buf_char(&out, id[i]);
	}
	return buf_text(&out);
}

static const char *word(struct web *r, enum word word, const char *name, const char *value)
{
	const struct word_arg arg = { .name = name, .text = value };
	return word_fill(r->w.arena, r->w.lang, word, &arg, 1);
}

static void add_letter(struct web *r, struct sheet *s, const struct letter *l, bool first)
{
	struct when_style style = { .lang = r->w.lang, .zone = r->w.zone, .now = r->w.now };
	if (!first)
		sheet_add(s, PDF_PAGE, NULL);
	sheet_add(s, PDF_TITLE, word(r, W_slip_for, "name", l->to));
	sheet_add(s, PDF_SMALL, web_printf(r, "%s %s", l->unit, l->number ? l->number : ""));
	sheet_add(s, PDF_SMALL, web_printf(r, "%s · %s", word(r, W_slip_from, "name", l->from),
				     when_text(r->w.arena, &style, l->sent_at)));
	sheet_add(s, PDF_TEXT, l->body);
	sheet_add(s, PDF_CUT, NULL);
	sheet_add(s, PDF_TITLE, word(r, W_slip_answer, "name", l->from));
	sheet_add(s, PDF_SMALL, word_text(r->w.lang, W_slip_readers));
	sheet_add(s, PDF_CODE, spaced(r, web_id_text(r, ID_OF_thread, message_thread(l->id).v)));
	sheet_add(s, PDF_RULES, NULL);
}

static enum rc letters_pdf(struct web *r)
{
	struct letters list;
	TRY(letters_of(r, &list));
	struct sheet *s = sheet_new(r, "letters.pdf", list.n * BLOCKS_EACH + 1);
	for (size_t i = 0; i < list.n; i++)
		add_letter(r, s, &list.at[i], i == 0);
	if (list.n == 0)
		sheet_add(s, PDF_TITLE, word_text(r->w.lang, W_staff_paper_none));
	return sheet_answer(r, s);
}

static enum rc done_act(struct web *r)
{
	struct paper_in in = { 0 };
	const struct pass *pass;
	TRY(web_read(r, &in));
	TRY(access_roster(&r->w, PURPOSE_CARE, &pass));
	TRY(paper_done(&r->w, pass, &in));
	return web_done(r, "/paper", "saved");
}

struct slip_web_in {
	struct slip_in slip;
	const char *code;
};
static const struct field slip_web_fields[] = {
	{ "code", FIELD_TEXT, offsetof(struct slip_web_in, code), .required = true, .max = 60,
	  .missing = E_field_id, .doc = "The code on the slip: the thread, with or without spaces" },
	{ "body", FIELD_LINES, offsetof(struct slip_web_in, slip.body), .required = true, .max = 4000,
	  .missing = E_message_empty, .doc = "What stands on it" },
};

static enum rc slip_act(struct web *r)
{
	struct slip_web_in in = { 0 };
	const struct pass *pass;
	struct id_thread thread;
	struct id_message made;
	char code[64];
	size_t n = 0;
	TRY(web_read(r, &in));
	for (const char *c = in.code; *c != '\0' && n + 1 < sizeof(code); c++)
		if (*c != ' ')
			code[n++] = (char)tolower((unsigned char)*c);
	code[n] = '\0';
	if (!id_private(r->w.shared->cipher, ID_OF_thread, code, &thread.v))
		return work_fail(&r->w, E_field_id, "code");
	TRY(access_roster(&r->w, PURPOSE_CARE, &pass));
	TRY(slip_send(&r->w, pass, thread, &in.slip, &made));
	return web_made(r, ID_OF_message, made.v, "/paper", "sent");
}

const struct route paper_routes[] = {
	{ "GET", "/paper", "paper.list", .who = HANDS, .audit = AUDIT_READ, .page = paper_page,
	  .json = paper_json, ROUTE_OUT(letter_fields), .list = "letters",
	  .doc = "Messages that wait to be printed for people without a kiosk." },
	{ "GET", "/paper/letters.pdf", "paper.print", .who = HANDS, .audit = AUDIT_READ,
	  .page = letters_pdf, .page_only = true, .doc = "The same as letters with a slip to answer on, as PDF." },
	{ "POST", "/paper", "paper.done", .who = HANDS, .audit = AUDIT_ACT, .act = done_act,
	  .again = paper_page, ROUTE_IN(paper_fields), .doc = "These letters were handed over." },
	{ "POST", "/paper/slip", "slip.send", .who = HANDS, .audit = AUDIT_ACT, .act = slip_act,
	  .again = paper_page, ROUTE_IN(slip_web_fields), .made = "message",
	  .doc = "An answer that came back on paper, in the name of the person inside." },
	{ 0 },
};
