/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of the shared pages, and the parts that forms are made of. */
#ifndef FACES_VIEWS_H
#define FACES_VIEWS_H

#include "src/faces/web.h"

struct error_view {
	struct frame frame;
	const char *words;
	bool busy, missing;
	struct {
		const char **at; /* what was typed, where the form cannot come again */
		size_t n;
	} typed;
};

struct plain_view {
	struct frame frame;
};

struct language_choice {
	const char *tag, *name, *href;
};
struct language_view {
	struct frame frame;
	struct {
		struct language_choice *at;
		size_t n;
	} langs;
};

/* One box of a form. */
struct choice {
	const char *value, *text;
	enum word word;
};
struct choices {
	const struct choice *at;
	size_t n;
};
/* The sites of whoever asks, by name; `first` stands before them with an empty value,
 * W_NONE for nothing. */
must enum rc web_site_choices(struct web *r, enum word first, struct choices *ret);

struct part {
	const struct form *form;
	const char *name, *type, *inputmode, *complete;
	const char *value; /* what it holds before anything was typed */
	enum word label, hint;
	int size;
	bool code;
	struct choices choices;
};
#define CHOICES(array) { (array), COUNT_OF(array) }
/* The word of a value; of the first choice where the value is none of them, or NULL. */
enum word choice_word(struct choices choices, const char *value);
#define CHOICE_WORD(array, value) choice_word((struct choices)CHOICES(array), value)

/* What is wrong with that box, in words; NULL where nothing is. */
const char *part_wrong(struct page *p, const struct part *v);
/* The ids of its hint and of what is wrong with it; NULL where there is neither. */
const char *part_described(struct page *p, const struct part *v);
const char *part_value(const struct part *v);
/* Whether that choice was made; before anything was typed, whether it is what it holds. */
bool part_chosen(const struct part *v, const char *value);
const char *part_value_of(struct page *p, const struct part *v, const char *which);
const char *part_type(const struct part *v);
const char *part_complete(const struct part *v);

struct frame_problem {
	const char *field, *words;
};
struct frame_problems {
	struct frame_problem *at;
	size_t n;
};
struct frame_problems frame_problems(struct page *p, const struct frame *f);
const char *frame_keys(const struct frame *f);
const char *frame_idle(const struct frame *f);
const char *frame_out(const struct frame *f);
const char *frame_body(const struct frame *f);
const char *frame_live(const struct frame *f);

#endif
