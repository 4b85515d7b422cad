/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The clocks of a site, set anew after it was closed for a day, opened again, or got
 * other hours. What is being checked, requests to be linked, and what staff are to answer
 * are due so many
 * open hours after its clock began, by the policy of that moment: so the job may run
 * twice, or after a closing was taken back, and comes to the same. What is late
 * already stays late.
 *
 * A job, not the administrator's own transaction: thousands of messages may wait at one
 * site, and nobody else's writing should stand still for them. A page shows the old
 * time for the seconds until it has run.
 */
#ifndef MESSAGES_CLOCKS_H
#define MESSAGES_CLOCKS_H

#include "lib/work/work.h"

/* The job site.clocks; its subject is a site. */
must enum rc clocks_set(struct work *w, int64_t site);

#endif
