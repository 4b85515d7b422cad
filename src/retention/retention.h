/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How long what is kept (PRODUCT.md B8): one class for each kind of data, with the least and
 * the most time, from when it is reckoned, and by what authority. What has a most is deleted by
 * a nightly job as soon as it is over, unless somebody whom it is about is under a legal hold
 * (src/erasure/erasure.h), which beats it. What has only a least is not deleted here: it
 * goes when its person is erased, or never.
 */
#ifndef RETENTION_RETENTION_H
#define RETENTION_RETENTION_H

#include "lib/work/field.h"

struct retention {
	const char *class;		/* "drafts" */
	int64_t least_days, most_days;	/* 0: none */
	const char *from, *authority;	/* "last saved", "45 CFR 164.528" */
	int64_t over, held;		/* rows past the most: that go tonight; that a hold keeps */
};
struct retentions {
	const struct retention *at;
	size_t n;
};
extern const struct field retention_fields[7];
/* All classes, with what would go if the job ran now: the dry run. */
must enum rc retention_list(struct work *w, struct retentions *ret);

/* The job: deletes what is over, of all agencies. */
must enum rc retention_run(struct work *w, int64_t unused);

#endif
