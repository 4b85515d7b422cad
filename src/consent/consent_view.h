/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of what people say yes to, and of "May I say this?". */
#ifndef CONSENT_CONSENT_VIEW_H
#define CONSENT_CONSENT_VIEW_H

#include "src/consent/consent.h"
#include "src/faces/views.h"

struct consent_item {
	struct consent c;
	enum word template_word, purpose_word, channel_word, event_word, firm_word, state_word;
	const char *css; /* of the state's tag */
	struct {
		enum word *at;
		size_t n;
	} classes;
	bool draft, live, takeable;
};
/* Those somebody is in touch with, who can be told by name: the first is nobody of them. */
must enum rc consent_kin(struct web *r, const struct pass *pass, struct choices *ret);

struct consents_view {
	struct frame frame;
	struct {
		struct consent_item *at;
		size_t n;
	} consents;
};

struct members_view {
	struct frame frame;
	struct agency_members members;
	struct part account, agency;
};

struct consent_view {
	struct frame frame;
	struct consent_item i;
	struct part name, check, witness, interpreter;
};

struct noted_view {
	struct frame frame;
	const char *name;
	struct id_person person;
	struct {
		struct consent_item *at;
		size_t n;
	} consents;
	struct part guardian, said;
};

struct consent_new_view {
	struct frame frame;
	struct id_person person;
	const char *name;
	struct part template, classes, agency, recipient, discloser, purpose, channel, starts_on, ends_on, ends_event,
		firm_until, law;
};

struct may_view {
	struct frame frame;
	struct id_person person;
	const char *name, *words;
	bool asked, allowed, marked;
	struct part class, agency, recipient, purpose, channel;
};

#endif
