/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Groups: somebody inside and several of their family members in one thread. Only
 * the person inside can begin one, because only they know who else is linked to
 * them. Everybody is asked and says yes or no in private; until somebody has said
 * yes they are told who asks, and of the others nothing. Who said no is not asked again by
 * the same group for 30 days (policy); whoever asks cannot tell. Whose tie, permission or
 * wish ends is in the group no more from the next message on; between two whom a
 * barrier keeps apart nothing goes, and no answer tells why (PRODUCT.md P5).
 */
#ifndef MESSAGES_GROUPS_H
#define MESSAGES_GROUPS_H

#include "src/messages/messages.h"

enum { GROUP_LEAST = 2, GROUP_MOST = 8 }; /* family members */

struct group_in {
	struct field_ids persons;
};
extern const struct field group_in_fields[1];
/* The person inside begins a group and asks these to join. E_group_size outside of
 * two to eight; E_not_there for somebody they are not linked to; E_too_often past
 * twenty times of asking a day. */
must enum rc group_open(struct work *w, const struct pass *pass, const struct group_in *in,
			struct id_thread *ret);
/* Asks further family members, up to eight. */
must enum rc group_ask(struct work *w, const struct pass *pass, struct id_thread thread,
		       const struct group_in *in);

/* Whom the maker asked and who has not joined: in the same words for who has not answered,
 * said no or could not be asked. */
struct group_unjoineds;
must enum rc group_unjoined(struct work *w, const struct pass *pass, struct id_thread thread,
			    struct group_unjoineds *ret);

/* What the viewer is asked to join. */
struct group_asked;
struct group_askeds;
must enum rc group_list(struct work *w, const struct pass *pass, struct group_askeds *ret);
must enum rc group_get(struct work *w, const struct pass *pass, struct id_thread thread,
		       struct group_asked *ret);
/* Yes or no; the one inside is not told of a no. E_group_closed for every cause why a
 * yes comes too late or cannot be, in the same words. */
must enum rc group_answer(struct work *w, const struct pass *pass, struct id_thread thread, bool yes);
/* A family member leaves; when the person inside leaves, the group is closed. */
must enum rc group_leave(struct work *w, const struct pass *pass, struct id_thread thread);

/* For messages.c: who no longer fits is out before a message goes to the group. */
must enum rc group_prune(struct work *w, struct id_thread thread);

#endif
