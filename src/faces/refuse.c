/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/refuse.h"

#include "faces_pages.h"
#include "lib/base/text.h"
#include "src/faces/server.h"

/* Statuses whose cause a person can mend in the form they just sent. */
static bool can_mend(int status)
{
	return status == 422 || status == 409 || status == 429 || status == 403;
}

static const char *words_of(struct web *r, const struct problem *p)
{
	return word_fill(r->w.arena, r->w.lang, error_kinds[p->error].word, p->args, p->n);
}

static void put_errors(struct web *r, struct buf *out)
{
	bool first = true;
	buf_str(out, ",\"errors\":[");
	for (size_t i = 0; i < r->w.problems_n; i++) {
		const struct problem *p = &r->w.problems[i];
		if (p->field == NULL)
			continue;
		buf_str(out, first ? "{\"field\":" : ",{\"field\":");
		json_text(out, p->field);
		buf_str(out, ",\"code\":");
		json_text(out, error_kinds[p->error].name);
		buf_str(out, ",\"detail\":");
		json_text(out, words_of(r, p));
		buf_char(out, '}');
		first = false;
	}
	buf_char(out, ']');
}

static void problem_json(struct web *r, enum error error)
{
	struct problem plain = { .error = error };
	const struct problem *p = r->w.problems_n > 0 ? &r->w.problems[0] : &plain;
	struct buf *out = web_json(r);
	r->x->res.status = error_kinds[error].status;
	r->x->res.type = "application/problem+json";
	buf_printf(out, "{\"type\":\"/problems/%s\",\"status\":%d,\"title\":", error_kinds[error].name,
		   error_kinds[error].status);
	json_text(out, words_of(r, p));
	put_errors(r, out);
	if (r->tell != NULL)
		r->tell(r, out);
	buf_char(out, '}');
	if (error == E_sign_in_first)
		http_add(&r->x->res, "WWW-Authenticate", "Bearer");
}

/* A form for somebody else does not come again, or the next click would send it; what was
 * written in it does. Where secrets are typed nothing does. */
static void keep_typed(struct web *r, struct error_view *v)
{
	const struct route *route = r->route;
	v->typed.at = arena_array(r->w.arena, const char *, route->in_n);
	for (size_t i = 0; route->slow == NULL && !route->sealed && i < route->in_n; i++) {
		const char *text = form_value(&r->form, route->in[i].name);
		bool words = route->in[i].type == FIELD_TEXT || route->in[i].type == FIELD_LINES;
		if (words && *text != '\0')
			v->typed.at[v->typed.n++] = text;
	}
}

static void error_page(struct web *r, enum error error)
{
	bool busy = error_kinds[error].status >= 500;
	struct error_view v = { .frame = web_frame(r, W_page_error_title), .busy = busy };
	struct problem plain = { .error = error };
	v.words = words_of(r, r->w.problems_n > 0 ? &r->w.problems[0] : &plain);
	v.missing = error_kinds[error].status == 404;
	if (error == E_form_for || error == E_form_own)
		keep_typed(r, &v);
	v.frame.form = NULL;
	r->x->res.status = error_kinds[error].status;
	page_error(web_page(r), &v);
}

static void go_to(struct web *r, const char *path)
{
	r->x->res.status = 303;
	http_add(&r->x->res, "Location", path);
}

/* Pages answer some refusals by leading on. */
static bool leads_on(struct web *r, enum error error)
{
	bool kiosk = text_starts(r->x->req.path, "/kiosk");
	switch ((int)error) {
	case E_sign_in_first:
		go_to(r, kiosk ? "/kiosk" : "/sign-in");
		return true;
	case E_second_factor:
		go_to(r, "/staff/code");
		return true;
	case E_pin_change:
		go_to(r, "/pin");
		return true;
	default:
		return false;
	}
}

void refuse_plain(struct web *r, enum error error)
{
	r->x->res = (struct http_res){ 0 };
	if (r->api || (r->route != NULL && r->route->json_only)) {
		problem_json(r, error);
		return;
	}
	error_page(r, error);
	if (error == E_too_often || error == E_wait || error_kinds[error].status == 503)
		http_add(&r->x->res, "Retry-After", "30");
}

void refuse(struct web *r, enum rc rc)
{
	enum error error = work_error(&r->w, rc);
	r->x->res = (struct http_res){ 0 };
	if (!r->api && leads_on(r, error))
		return;
	bool other = error == E_form_for || error == E_form_own;
	if (r->api || other || r->route->again == NULL || !can_mend(error_kinds[error].status)) {
		refuse_plain(r, error);
		return;
	}
	r->x->res.status = error_kinds[error].status;
	size_t problems = r->w.problems_n;
	if (r->route->again(r) == RC_OK)
		return;
	r->w.problems_n = problems;
	refuse_plain(r, error);
}
