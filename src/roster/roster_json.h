/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How an import's result and its faults are written as JSON, by the API and the command. */
#ifndef ROSTER_ROSTER_JSON_H
#define ROSTER_ROSTER_JSON_H

#include "src/roster/roster.h"

/* {"line":7,"column":"DOB","reason":"not_a_date"}; "value" and "first" where they are known. */
void roster_fault_json(struct buf *out, const struct roster_fault *f);
/* "rows":…, and unless `dry` "added":…,"changed":…,"released":…,"left":…, without braces. */
void roster_counts_json(struct buf *out, const struct roster_result *r, bool dry);
/* The counts and "faults":[…], without braces; "more" is how many faults are not listed. */
void roster_result_json(struct buf *out, const struct roster_result *r, bool dry);

#endif
