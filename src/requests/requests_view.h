/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of requests about one's own data. */
#ifndef REQUESTS_REQUESTS_VIEW_H
#define REQUESTS_REQUESTS_VIEW_H

#include "src/faces/views.h"
#include "src/requests/requests.h"

struct data_request_item {
	struct data_request r;
	enum word kind_word, state_word, outcome_word;
	bool open, may_extend, mine;
};
struct data_request_items {
	struct data_request_item *at;
	size_t n;
};
struct own_requests_view {
	struct frame frame;
	struct part kind, words;
	struct data_request_items items;
};
struct open_requests_view {
	struct frame frame;
	struct data_request_items items;
};
struct data_request_view {
	struct frame frame;
	struct data_request_item i;
	struct part outcome, answer, longer;
};
struct paper_request_view {
	struct frame frame;
	struct id_person person;
	struct part kind, words, channel, received;
};

#endif
