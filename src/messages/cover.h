/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Cover: whose queue somebody works while others are away. A reviewer of one site
 * may open, check and decide the items of another from the first day to the end of
 * the last; nothing else of that site opens to them. Set by a reviewer of that site
 * or an administrator.
 */
#ifndef MESSAGES_COVER_H
#define MESSAGES_COVER_H

#include "lib/work/field.h"
#include "lib/work/pass.h"

enum { COVER_DAYS_MAX = 92 };

struct cover_in {
	struct id_account account; /* who covers */
	struct id_site site;	   /* whose queue; 0: the actor's own site */
	int64_t starts_on, ends_on;
};
extern const struct field cover_in_fields[4];

/* E_not_there for a site or reviewer that is not the actor's to choose; E_field_date
 * where the end is before the start, in the past or more than 92 days on;
 * E_field_choice for somebody who works that queue anyway. */
must enum rc cover_set(struct work *w, const struct pass *pass, const struct cover_in *in,
		       struct id_cover *ret);
/* Ends it today; also by the one who covers. */
must enum rc cover_end(struct work *w, struct id_cover id);

/* Cover that stands or is to come at the actor's sites. */
struct cover_rows;
must enum rc cover_list(struct work *w, const struct pass *pass, struct cover_rows *ret);
/* Who can cover. */
struct cover_reviewers;
must enum rc cover_reviewers(struct work *w, const struct pass *pass, struct cover_reviewers *ret);
/* Whose queues the actor covers today. */
struct cover_mines;
must enum rc cover_mine(struct work *w, struct cover_mines *ret);

#endif
