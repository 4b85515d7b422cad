/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Limits and who set them. A new value begins as a draft, with the day it is to begin;
 * somebody activates it; the value before it is superseded then and stays on the list.
 * Each value says who set it. One of a site's own goes before the agency's; an
 * administrator of one site proposes and activates for that site alone.
 */
#ifndef ADMIN_POLICIES_H
#define ADMIN_POLICIES_H

#include "src/people/people.h"

struct policy_version {
	struct id_policy id;
	const char *name, *state, *site_name, *by; /* state: "draft", "active", "superseded" */
	struct id_site site;
	int64_t value, version, starts_at, set_at;
	bool holds; /* now */
};
struct policy_versions {
	struct policy_version *at;
	size_t n;
};
struct policy_in {
	const char *name;
	int64_t value, starts_at, starts_on;
	struct id_site site;
};
extern const struct field policy_in_fields[5];
extern const struct field policy_version_fields[9];

/* Every version of one limit, or of all ("") that are not superseded; newest first. */
must enum rc policy_versions(struct work *w, const struct pass *pass, const char *name,
			     struct policy_versions *ret);
/* The verbs of people.h, for the actor's own sites: E_field_choice for another. */
must enum rc policy_new_draft(struct work *w, const struct policy_in *in, struct id_policy *ret);
must enum rc policy_set_now(struct work *w, const struct policy_in *in);
/* E_not_there for a version that is not the actor's to move. */
must enum rc policy_move(struct work *w, struct id_policy id,
			 enum rc (*move)(struct work *w, const struct policy_row *draft));

#endif
