/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Made by tools/page.py. */
#include "sample_pages.h"

void page_frame_top(struct page *p, const char *title)
{
	(void)title;
	html_raw(p, "<main><h1>", 10);
#line 4 "GOLDEN/sample.html"
	html_value(p, title);
	html_raw(p, "</h1>\n", 6);
}

void page_frame_end(struct page *p, const char *title)
{
	(void)title;
	html_raw(p, "</main>\n", 8);
}

void page_sample(struct page *p, const struct sample *v)
{
	(void)v;
#line 9 "GOLDEN/sample.html"
	page_frame_top(p, v->title);
	html_raw(p, "<ul>\n", 5);
#line 12 "GOLDEN/sample.html"
	{ __auto_type of1_ = v->list; for (size_t i1_ = 0; i1_ < of1_.n; i1_++) { __auto_type m = &of1_.at[i1_];
	html_raw(p, "<li class=\"", 11);
#line 13 "GOLDEN/sample.html"
	html_value(p, m->css);
	html_raw(p, "\"", 1);
#line 13 "GOLDEN/sample.html"
	if (m->here) {
	html_raw(p, " aria-current=\"page\"", 20);
#line 13 "GOLDEN/sample.html"
	}
	html_raw(p, "><a href=\"", 10);
#line 13 "GOLDEN/sample.html"
	html_url(p, m->href);
	html_raw(p, "\">", 2);
#line 13 "GOLDEN/sample.html"
	html_value(p, m->name);
	html_raw(p, "</a> <a href=\"/x/", 17);
#line 13 "GOLDEN/sample.html"
	html_id_person(p, m->id);
	html_raw(p, "?q=", 3);
#line 13 "GOLDEN/sample.html"
	html_part(p, m->name);
	html_raw(p, "\">", 2);
#line 13 "GOLDEN/sample.html"
	html_word(p, W_sample_hello, (const struct word_arg[]){ word_arg("name", m->name), word_arg("n", f(m->n, 2)) }, 2);
	html_raw(p, "</a></li>\n", 10);
#line 14 "GOLDEN/sample.html"
	} }
	html_raw(p, "</ul>\n", 6);
#line 16 "GOLDEN/sample.html"
	if (v->n > 1) {
	html_raw(p, "<p>", 3);
#line 16 "GOLDEN/sample.html"
	html_value(p, v->n);
	html_raw(p, "</p>", 4);
#line 16 "GOLDEN/sample.html"
	} else if (v->n == 1) {
	html_raw(p, "<p>one</p>", 10);
#line 16 "GOLDEN/sample.html"
	} else {
	html_raw(p, "<p>", 3);
#line 16 "GOLDEN/sample.html"
	html_word(p, v->word, NULL, 0);
	html_raw(p, "</p>", 4);
#line 16 "GOLDEN/sample.html"
	}
	html_raw(p, "\n<p>", 4);
#line 17 "GOLDEN/sample.html"
	html_time(p, v->at);
	html_raw(p, " ", 1);
#line 17 "GOLDEN/sample.html"
	html_day(p, v->day);
	html_raw(p, "</p>\n<form method=\"post\" action=\"/x\">", 37);
#line 17 "GOLDEN/sample.html"
	html_form_fields(p);
	html_raw(p, "<textarea name=\"b\">\n", 20);
#line 19 "GOLDEN/sample.html"
	html_value(p, v->body);
	html_raw(p, "</textarea></form>\n", 19);
#line 20 "GOLDEN/sample.html"
	page_frame_end(p, v->title);
}

