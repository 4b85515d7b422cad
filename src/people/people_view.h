/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_PEOPLE_VIEW_H
#define PEOPLE_PEOPLE_VIEW_H

#include "src/faces/views.h"
#include "src/people/care.h"
#include "src/people/caseload.h"

struct people_line {
	struct person p;
	const char *site;
	enum word status_word, kind_word;
};
struct people_view {
	struct frame frame;
	struct part words;
	struct {
		struct people_line *at;
		size_t n;
	} found;
	bool asked;
};

struct person_view {
	struct frame frame;
	struct people_line line;
	struct part status, site, contact;
	const char *reach, *new_pin;
	enum word because;
	bool inside, family, asks; /* asks: may ask for a consent */
	bool sealable; /* can have a lawyer, clergy or counsellor */
	bool plans; /* may plan a joint session */
	bool places, officers; /* works by place, not by caseload; says who supervises whom */
};

struct caseload_view {
	struct frame frame;
	struct caseload people;
};
struct officers_view {
	struct frame frame;
	struct id_person person;
	const char *name;
	struct officers officers;
	struct part officer;
};

struct urgent_line {
	struct urgent u;
	enum word kind_word;
	const char *state;
};
struct urgent_view {
	struct frame frame;
	struct {
		struct urgent_line *at;
		size_t n;
	} lines;
	struct part person, kind, body;
	bool anybody;
};

#endif
