/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Whom a supervising officer works with: the relation by which the role reaches anybody at
 * all. Case managers say who supervises whom, from a day on; the officer sees them from that
 * day to the last one, and nothing of who else is there.
 */
#ifndef PEOPLE_CASELOAD_H
#define PEOPLE_CASELOAD_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

struct supervised {
	struct id_person person;
	const char *first_name, *last_name, *number, *status;
};
struct caseload {
	struct supervised *at;
	size_t n;
};
extern const struct field supervised_fields[5];
/* The viewer's own, by name; 500 at most. */
must enum rc caseload_list(struct work *w, const struct pass *pass, struct caseload *ret);

struct officer {
	struct id_person person;
	struct id_account account;
	const char *name;
	int64_t since;
};
struct officers {
	struct officer *at;
	size_t n;
};
extern const struct field officer_fields[3];
/* Who supervises the pass's person, now or from a later day on. */
must enum rc officer_list(struct work *w, const struct pass *pass, struct officers *ret);
/* Everybody who could. */
must enum rc officer_all(struct work *w, const struct pass *pass, struct officers *ret);

struct officer_in {
	struct id_account officer;
};
extern const struct field officer_in_fields[1];
/* From today on. E_not_there for no account of an officer, or somebody who is neither inside
 * nor supervised; E_officer_twice where they supervise them already. */
must enum rc officer_set(struct work *w, const struct pass *pass, const struct officer_in *in);
/* Yesterday was the last day: from the next request on. E_not_there where they do not. */
must enum rc officer_end(struct work *w, const struct pass *pass, const struct officer_in *in);

#endif
