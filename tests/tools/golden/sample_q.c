/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Made by tools/query.py from sample.sql. */
#include "sample_q.h"

#include <string.h>

#line 3 "GOLDEN/sample.sql"
const struct db_query query_sample_list = {
	.name = "sample_list", .feature = "sample", .id = 0,
	.params = "iiiiii", .columns = "iti?i",
	.writes = false, .personal = true,
	.sql = "SELECT id, first_name, birth_date, 1 FROM person WHERE tenant = $1 AND ($2 = 1 OR NOT EXISTS (SELECT 1 FROM barrier WHERE barrier.person IN ($3, $4) AND barrier.other = person.id AND barrier.starts <= $5 AND barrier.ends > $5)) LIMIT $6",
};
static void read_sample_list(struct arena *a, const struct db_value *c, void *into)
{
	(void)a;
	*(struct sample_row *)into = (struct sample_row){
		.id = { c[0].n },
		.name = db_text_of(a, &c[1]),
		.born = c[2].n,
		.on = c[3].n != 0,
	};
}
enum rc q_sample_list(struct work *w, const struct pass *pass, int64_t limit, struct sample_rows *ret)
{
	const struct db_value in_[] = { db_int(pass_tenant(pass).v, false), db_int(pass_unbarred(pass), false), db_int(pass_viewer(pass).v, false), db_int(pass_signer(pass).v, false), db_int(pass_now(pass), false), db_int(limit, false) };
	struct db_rows rows_ = { .size = sizeof(struct sample_row), .read = read_sample_list };
	TRY(db_run(w->db, w->arena, &query_sample_list, in_, &rows_, NULL));
	ret->at = rows_.at;
	ret->n = rows_.n;
	return RC_OK;
}

#line 9 "GOLDEN/sample.sql"
const struct db_query query_sample_shown = {
	.name = "sample_shown", .feature = "sample", .id = 1,
	.params = "iiiii", .columns = "ii?tt?i?",
	.writes = false, .personal = true,
	.shows = ",birth,unit,number,rules",
	.sql = "SELECT id, birth_date, unit, number, birth_date FROM person WHERE tenant = $1 AND ($2 = 1 OR NOT EXISTS (SELECT 1 FROM barrier WHERE barrier.person IN ($3, $4) AND barrier.other = person.id AND barrier.starts <= $5 AND barrier.ends > $5))",
};
static void read_sample_shown(struct arena *a, const struct db_value *c, void *into)
{
	(void)a;
	*(struct sample_shown *)into = (struct sample_shown){
		.id = { c[0].n },
		.born = c[1].n,
		.unit = db_text_of(a, &c[2]),
		.number = db_text_of(a, &c[3]),
		.age = c[4].n,
	};
}
static void hide_sample_shown(const struct pass *pass, struct sample_shown *at, size_t n)
{
	unsigned shows = pass_shows(pass);
	if (shows == SHOW_ALL)
		return;
	for (size_t i = 0; i < n; i++) {
		if (!(shows & SHOW_birth))
			at[i].born = 0;
		if (!(shows & SHOW_unit))
			at[i].unit = "";
		if (!(shows & SHOW_number))
			at[i].number = NULL;
	}
}
enum rc q_sample_shown(struct work *w, const struct pass *pass, struct sample_showns *ret)
{
	const struct db_value in_[] = { db_int(pass_tenant(pass).v, false), db_int(pass_unbarred(pass), false), db_int(pass_viewer(pass).v, false), db_int(pass_signer(pass).v, false), db_int(pass_now(pass), false) };
	struct db_rows rows_ = { .size = sizeof(struct sample_shown), .read = read_sample_shown };
	TRY(db_run(w->db, w->arena, &query_sample_shown, in_, &rows_, NULL));
	hide_sample_shown(pass, rows_.at, rows_.n);
	ret->at = rows_.at;
	ret->n = rows_.n;
	return RC_OK;
}

#line 18 "GOLDEN/sample.sql"
const struct db_query query_sample_one = {
	.name = "sample_one", .feature = "sample", .id = 2,
	.params = "i", .columns = "iti?i",
	.writes = false, .personal = false,
	.sql = "SELECT id, first_name, birth_date, 0 FROM person WHERE id = $1",
};
static void read_sample_one(struct arena *a, const struct db_value *c, void *into)
{
	(void)a;
	*(struct sample_row *)into = (struct sample_row){
		.id = { c[0].n },
		.name = db_text_of(a, &c[1]),
		.born = c[2].n,
		.on = c[3].n != 0,
	};
}
enum rc q_sample_one(struct work *w, struct id_person id, struct sample_row *ret)
{
	const struct db_value in_[] = { db_int(id.v, false) };
	struct db_rows rows_ = { .size = sizeof(struct sample_row), .read = read_sample_one };
	TRY(db_run(w->db, w->arena, &query_sample_one, in_, &rows_, NULL));
	if (rows_.n == 0)
		return RC_NOT_FOUND;
	memcpy(ret, rows_.at, sizeof(*ret));
	return RC_OK;
}

#line 22 "GOLDEN/sample.sql"
const struct db_query query_sample_name = {
	.name = "sample_name", .feature = "sample", .id = 3,
	.params = "i", .columns = "t",
	.writes = false, .personal = false,
	.sql = "SELECT first_name FROM person WHERE id = $1",
};
static void read_sample_name(struct arena *a, const struct db_value *c, void *into)
{
	(void)a;
	*(const char **)into = db_text_of(a, &c[0]);
}
enum rc q_sample_name(struct work *w, struct id_person id, const char **ret_name)
{
	const struct db_value in_[] = { db_int(id.v, false) };
	struct db_rows rows_ = { .size = sizeof(const char *), .read = read_sample_name };
	TRY(db_run(w->db, w->arena, &query_sample_name, in_, &rows_, NULL));
	if (rows_.n == 0)
		return RC_NOT_FOUND;
	memcpy(ret_name, rows_.at, sizeof(*ret_name));
	return RC_OK;
}

#line 26 "GOLDEN/sample.sql"
const struct db_query query_sample_put = {
	.name = "sample_put", .feature = "sample", .id = 4,
	.params = "itbiii", .columns = "",
	.writes = true, .personal = false,
	.sql = "UPDATE t SET a = $1, b = $2, c = $3, d = $4, e = $5 WHERE f = $6 AND a <> $1",
};
enum rc q_sample_put(struct work *w, const struct q_sample_put *in, int64_t *ret_changed)
{
	const struct db_value in_[] = { db_int(in->a, false), db_text(in->b), db_bytes(in->c), db_int(in->d, false), db_int(in->e, false), db_int(in->f.v, false) };
	return db_run(w->db, w->arena, &query_sample_put, in_, NULL, ret_changed);
}

#line 30 "GOLDEN/sample.sql"
const struct db_query query_sample_gone = {
	.name = "sample_gone", .feature = "sample", .id = 5,
	.params = "", .columns = "",
	.writes = true, .personal = false,
	.sql = "DELETE FROM t",
};
enum rc q_sample_gone(struct work *w)
{
	const struct db_value in_[] = { { 0 } };
	return db_run(w->db, w->arena, &query_sample_gone, in_, NULL, NULL);
}
