/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/work/pass.h"

struct pass {
	struct id_person viewer, signer, subject;
	struct id_tenant tenant;
	enum purpose purpose;
	int64_t now;
	unsigned shows;
	bool unbarred;
	const char *because;
};

const char *purpose_stem(enum purpose purpose)
{
	static const char *const stems[PURPOSE_COUNT] = {
		"own", "talk", "screening", "linking", "accounts", "care", "safety", "privacy",
		"sealed", "delivery",
	};
	return stems[purpose];
}

const struct pass *pass_make(struct work *w, enum purpose purpose, struct id_person subject, unsigned shows)
{
	struct pass *p = arena_new_of(w->arena, struct pass);
	p->viewer = w->actor.person;
	p->signer = w->actor.signer;
	p->subject = subject;
	p->tenant = w->actor.tenant;
	p->purpose = purpose;
	p->now = w->now;
	p->shows = shows;
	p->unbarred = w->actor.unbarred;
	p->because = w->because ? w->because : "role";
	return p;
}

struct id_person pass_viewer(const struct pass *pass)
{
	return pass->viewer;
}

struct id_person pass_signer(const struct pass *pass)
{
	return pass->signer;
}

struct id_person pass_person(const struct pass *pass)
{
	return pass->subject;
}

struct id_tenant pass_tenant(const struct pass *pass)
{
	return pass->tenant;
}

int64_t pass_now(const struct pass *pass)
{
	return pass->now;
}

bool pass_unbarred(const struct pass *pass)
{
	return pass->unbarred;
}

const char *pass_because(const struct pass *pass)
{
	return pass->because;
}

enum purpose pass_purpose(const struct pass *pass)
{
	return pass->purpose;
}

unsigned pass_shows(const struct pass *pass)
{
	return pass->shows;
}
