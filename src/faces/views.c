/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/views.h"

#include "lib/base/text.h"

const char *part_wrong(struct page *p, const struct part *v)
{
	const struct problem *wrong = form_problem(v->form, v->name);
	if (wrong == NULL)
		return NULL;
	return word_fill(p->arena, p->style.lang, error_kinds[wrong->error].word, wrong->args, wrong->n);
}

const char *part_described(struct page *p, const struct part *v)
{
	bool hint = v->hint != W_NONE, wrong = part_wrong(p, v) != NULL;
	if (!hint && !wrong)
		return NULL;
	return arena_printf(p->arena, "%s%s%s%s%s", hint ? v->name : "", hint ? "-h" : "",
			    hint && wrong ? " " : "", wrong ? v->name : "", wrong ? "-e" : "");
}

const char *part_value(const struct part *v)
{
	const char *typed = form_value(v->form, v->name);
	if (*typed != '\0')
		return typed;
	return v->value ? v->value : "";
}

enum word choice_word(struct choices choices, const char *value)
{
	for (size_t i = 1; i < choices.n && value != NULL; i++)
		if (text_is(choices.at[i].value, value))
			return choices.at[i].word;
	return choices.at[0].word;
}

bool part_chosen(const struct part *v, const char *value)
{
	if (*form_value(v->form, v->name) != '\0' || v->value == NULL)
		return form_has(v->form, v->name, value);
	return text_is(v->value, value);
}

const char *part_value_of(struct page *p, const struct part *v, const char *which)
{
	return form_value(v->form, arena_printf(p->arena, "%s-%s", v->name, which));
}

const char *part_type(const struct part *v)
{
	return v->type ? v->type : "text";
}

const char *part_complete(const struct part *v)
{
	return v->complete ? v->complete : "off";
}

struct frame_problems frame_problems(struct page *p, const struct frame *f)
{
	size_t n = f->form->problems_n;
	struct frame_problems list = { arena_array(p->arena, struct frame_problem, n), n };
	for (size_t i = 0; i < n; i++) {
		const struct problem *wrong = &f->form->problems[i];
		list.at[i].field = wrong->field ? wrong->field : "main";
		list.at[i].words = word_fill(p->arena, p->style.lang, error_kinds[wrong->error].word,
					     wrong->args, wrong->n);
	}
	return list;
}

const char *frame_keys(const struct frame *f)
{
	return f->keys ? "on" : "off";
}

const char *frame_idle(const struct frame *f)
{
	if (!f->idle)
		return "";
	return f->kiosk ? "90" : "900";
}

const char *frame_out(const struct frame *f)
{
	return f->kiosk ? "/kiosk" : "/sign-in";
}

const char *frame_body(const struct frame *f)
{
	return f->staff ? "staff" : "plain";
}

const char *frame_live(const struct frame *f)
{
	return f->live ? "/events" : "";
}
