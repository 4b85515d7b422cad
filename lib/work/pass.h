/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Privacy as a type. Every function that returns personal data asks for a
 * pass; only src/access makes one, for one viewer, one purpose and one subject
 * (or a roster pass for lists, whose subject is nobody). Statements marked
 * `personal` bind :viewer, :signer, :person, :tenant, :now and :unbarred from the pass
 * alone.
 */
#ifndef WORK_PASS_H
#define WORK_PASS_H

#include "lib/work/work.h"

/* Why somebody wants to know. */
enum purpose {
	PURPOSE_OWN,	   /* one's own things */
	PURPOSE_TALK,	   /* a thread both are in */
	PURPOSE_SCREENING, /* messages that must be checked */
	PURPOSE_LINKING,   /* who asks to be in touch with whom */
	PURPOSE_ACCOUNTS,  /* accounts, sites, rosters */
	PURPOSE_CARE,	   /* casework, being reached, telling news */
	PURPOSE_SAFETY,	   /* orders that keep people apart */
	PURPOSE_PRIVACY,   /* who saw what, challenges, requests */
	PURPOSE_SEALED,	   /* privileged talk, of its two parties alone */
	PURPOSE_DELIVERY,  /* the program itself: notices, paper, jobs */
	PURPOSE_COUNT
};
const char *purpose_stem(enum purpose purpose);

/* What of a record is shown, lib/work/shows.def: a bit each. */
enum show_place {
#define SHOW(name, columns, words) SHOW_PLACE_##name,
#include "lib/work/shows.def"
#undef SHOW
	SHOW_COUNT
};
enum show {
#define SHOW(name, columns, words) SHOW_##name = 1u << SHOW_PLACE_##name,
#include "lib/work/shows.def"
#undef SHOW
	SHOW_ALL = (1u << SHOW_COUNT) - 1
};

struct pass;

/* For src/access only (tools/lint.py). `shows`: bits of enum show. */
const struct pass *pass_make(struct work *w, enum purpose purpose, struct id_person subject, unsigned shows);

struct id_person pass_viewer(const struct pass *pass);
struct id_person pass_signer(const struct pass *pass); /* who signed in: acts for the viewer */
struct id_person pass_person(const struct pass *pass); /* the subject */
struct id_tenant pass_tenant(const struct pass *pass);
int64_t pass_now(const struct pass *pass);
/* True where it is known that no barrier names viewer or signer. */
bool pass_unbarred(const struct pass *pass);
enum purpose pass_purpose(const struct pass *pass);
/* What may be shown of a record: personal statements leave the rest empty by themselves. */
unsigned pass_shows(const struct pass *pass);
/* What it rests on: "role" (a list, or one's own), "agency" (all its sites), "site" (the
 * person is there), "tie" (in touch with somebody there), "link" (the two are linked),
 * "caseload" (an officer supervises them),
 * "emergency", "seal" (the two are the parties of sealed talk). */
const char *pass_because(const struct pass *pass);

#endif
