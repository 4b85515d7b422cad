/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ACCOUNTS_ACCOUNTS_VIEW_H
#define ACCOUNTS_ACCOUNTS_VIEW_H

#include "src/faces/views.h"

struct welcome_view {
	struct frame frame;
	struct {
		struct language_choice *at;
		size_t n;
	} langs;
};

struct sign_in_view {
	struct frame frame;
	struct part contact, code, secret, name;
	bool ask_name; /* the number was silent for long */
	const char *shown, *ticket;
};

struct recovery_line {
	const char *code;
};
struct recovery_view {
	struct frame frame;
	struct {
		struct recovery_line *at;
		size_t n;
	} codes;
};

struct kiosk_site {
	struct id_site id;
	const char *name;
};
struct kiosk_view {
	struct frame frame;
	struct {
		struct kiosk_site *at;
		size_t n;
	} sites;
	struct id_site site;
	struct part number, pin;
};

/* The session that was just opened, as a cookie and the way home or as JSON. */
must enum rc sign_in_answer(struct web *r, const char *token);

/* One's own account, as page and API show it. */
struct me {
	struct id_account account;
	struct id_person person;
	const char *name, *role, *lang, *reach;
	bool shared, texts, stopped, password, silent; /* silent: no text goes there */
	int64_t recovery_left;
};
struct me_view {
	struct frame frame;
	struct me me;
	const char *language;
	bool family;
};

#endif
