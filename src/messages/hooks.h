/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a person's status does to their threads (PRODUCT.md A3):
 *   hospital, court, away, moving   messages go on being checked, and wait as
 *                                   `queued` until the person is there again
 *   released                        family threads close; what is under way stops
 *   deceased                        threads freeze, messages under way freeze, and
 *                                   every notice that waits is dropped
 *   here                            what waited is delivered; threads open again
 * And what a barrier does to two people's (src/orders/apart.h): what is under way
 * between them freezes, who must keep away leaves the groups they share, what asks one
 * into the other's group is gone, and so is what would have told them of it.
 */
#ifndef MESSAGES_HOOKS_H
#define MESSAGES_HOOKS_H

#include "src/messages/messages.h"

must enum rc messages_on_apart(struct work *w, struct id_person one, struct id_person other,
			    bool one_goes);

enum rc messages_on_status(struct work *w, struct id_person person, const char *from, const char *to,
			   struct id_site site);

#endif
