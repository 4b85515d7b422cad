/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Made by tools/query.py from sample.sql. */
#ifndef SAMPLE_Q_H
#define SAMPLE_Q_H

#include "lib/db/db.h"
#include "lib/work/work.h"
#include "lib/work/pass.h"

struct sample_row {
	struct id_person id;
	const char *name;
	int64_t born;
	bool on;
};
struct sample_rows {
	struct sample_row *at;
	size_t n;
};
/* People the viewer may see. */
must enum rc q_sample_list(struct work *w, const struct pass *pass, int64_t limit, struct sample_rows *ret);

struct sample_shown {
	struct id_person id;
	int64_t born;
	const char *unit;
	const char *number;
	int64_t age;
};
struct sample_showns {
	struct sample_shown *at;
	size_t n;
};
/* Some of it is empty where the pass does not show it. */
must enum rc q_sample_shown(struct work *w, const struct pass *pass, struct sample_showns *ret);

/* Another statement with the same row. */
must enum rc q_sample_one(struct work *w, struct id_person id, struct sample_row *ret);

/* One column comes back as it is. */
must enum rc q_sample_name(struct work *w, struct id_person id, const char **ret_name);

struct q_sample_put {
	int64_t a;
	const char *b;
	struct db_blob c;
	int64_t d;
	bool e;
	struct id_thread f;
};
/* Six parameters travel in a struct; one that comes twice has one number. */
must enum rc q_sample_put(struct work *w, const struct q_sample_put *in, int64_t *ret_changed);

/* Nothing comes back. */
must enum rc q_sample_gone(struct work *w);

extern const struct db_query query_sample_list;
extern const struct db_query query_sample_shown;
extern const struct db_query query_sample_one;
extern const struct db_query query_sample_name;
extern const struct db_query query_sample_put;
extern const struct db_query query_sample_gone;

#endif
