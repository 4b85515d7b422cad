/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/work/logged.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/rand.h"

enum { ROW_MAX = 1024 * 1024, ROW_ROOM = 512, FORM_COLUMNS_MAX = 48 };

const struct db_value *log_values(struct arena *a, const struct db_value *from, size_t n)
{
	struct db_value *to = arena_array(a, struct db_value, n);
	for (size_t i = 0; i < n; i++) {
		to[i] = from[i];
		if (from[i].at != NULL)
			to[i].at = arena_strn(a, from[i].at, from[i].len);
	}
	return to;
}

static void put_value(struct buf *out, char type, const struct db_value *v)
{
	if (v->null) {
		buf_char(out, '-');
		return;
	}
	buf_char(out, type);
	buf_int(out, type == 'i' ? v->n : (long long)v->len);
	if (type == 'i')
		return;
	buf_char(out, ':');
	buf_put(out, v->at, v->len);
}

void log_row_hash(struct arena *a, const struct log_form *form, const struct db_value *row,
		  const unsigned char salt[LOG_SALT_LEN], unsigned char hash[SHA256_LEN])
{
	struct buf bytes = buf_new(a, ROW_MAX);
	(void)buf_room(&bytes, ROW_ROOM);
	buf_str(&bytes, form->table);
	buf_char(&bytes, '\n');
	for (size_t i = 0; i < form->n; i++) {
		buf_str(&bytes, form->column[i].name);
		buf_char(&bytes, '=');
		put_value(&bytes, form->column[i].type, &row[i]);
		buf_char(&bytes, '\n');
	}
	sha256_parts((const struct sha256_part[]){ { salt, LOG_SALT_LEN }, { bytes.at, bytes.len } }, 2, hash);
}

const char *log_row_key(struct arena *a, const struct log_form *form, const struct db_value *row)
{
	struct buf key = buf_new(a, ROW_MAX);
	for (size_t i = 0; i < form->keys_n; i++) {
		const struct db_value *v = &row[form->key[i]];
		if (i > 0)
			buf_char(&key, '/');
		if (form->column[form->key[i]].type == 'i')
			buf_int(&key, v->n);
		else
			buf_put(&key, v->at, v->len);
	}
	return buf_text(&key);
}

void log_row(struct work *w, const struct log_form *form, char what, const struct db_value *row)
{
	struct log_row *r = arena_new_of(w->arena, struct log_row);
	r->form = form;
	r->what = what;
	r->key = log_row_key(w->arena, form, row);
	rand_bytes(r->salt, sizeof(r->salt));
	log_row_hash(w->arena, form, row, r->salt, r->hash);
	if (w->logged.last != NULL)
		w->logged.last->next = r;
	else
		w->logged.first = r;
	w->logged.last = r;
	w->logged.n++;
}

/* How many columns the row has that is read; each read has its own. */
static _Thread_local size_t columns_n;

static void read_page(struct arena *a, const struct db_value *c, void *into)
{
	((struct log_values *)into)->at = log_values(a, c, columns_n);
}

enum rc log_page(struct work *w, const struct log_form *form, const struct db_value *after,
		 int64_t most, struct log_page *ret)
{
	struct db_value in[FORM_COLUMNS_MAX + 1];
	struct db_rows rows = { .size = sizeof(struct log_values), .read = read_page };
	for (size_t i = 0; i < form->keys_n; i++) {
		bool number = form->column[form->key[i]].type == 'i';
		in[i] = number ? db_int(INT64_MIN, false) : db_text("");
		if (after != NULL)
			in[i] = after[form->key[i]];
	}
	in[form->keys_n] = db_int(most, false);
	columns_n = form->n;
	TRY(db_run(w->db, w->arena, form->page, in, &rows, NULL));
	*ret = (struct log_page){ rows.at, rows.n };
	return RC_OK;
}
