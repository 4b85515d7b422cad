/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/work/logged.h"

#include <string.h>

#include "lib/base/rand.h"

enum { SMALL_ROW = 4096, DIGITS_MAX = 24, FORM_COLUMNS_MAX = 48 };

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

/* Into room that is known to be enough: a row is hashed for each message, and for each
 * line of a roster, so it takes no memory of the work's. */
static char *put(char *to, const char *from, size_t len)
{
	memcpy(to, from, len);
	return to + len;
}

static char *put_int(char *to, int64_t n)
{
	char room[DIGITS_MAX], *at = room + sizeof(room);
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	do
		*--at = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (n < 0)
		*--at = '-';
	return put(to, at, (size_t)(room + sizeof(room) - at));
}

static char *put_value(char *to, char type, const struct db_value *v)
{
	*to = v->null ? '-' : type;
	to++;
	if (v->null)
		return to;
	if (type == 'i')
		return put_int(to, v->n);
	to = put_int(to, (int64_t)v->len);
	*to = ':';
	return put(to + 1, v->at, v->len);
}

static size_t room_for(const struct log_form *form, const struct db_value *row)
{
	size_t room = strlen(form->table) + 1;
	for (size_t i = 0; i < form->n; i++)
		room += strlen(form->column[i].name) + DIGITS_MAX + 4 + (row[i].null ? 0 : row[i].len);
	return room;
}

void log_row_hash(struct arena *a, const struct log_form *form, const struct db_value *row,
		  const unsigned char salt[LOG_SALT_LEN], unsigned char hash[SHA256_LEN])
{
	char here[SMALL_ROW];
	size_t room = room_for(form, row);
	char *bytes = room <= sizeof(here) ? here : arena_room(a, room);
	char *to = put(bytes, form->table, strlen(form->table));
	*to++ = '\n';
	for (size_t i = 0; i < form->n; i++) {
		to = put(to, form->column[i].name, strlen(form->column[i].name));
		*to++ = '=';
		to = put_value(to, form->column[i].type, &row[i]);
		*to++ = '\n';
	}
	const struct sha256_part parts[] = { { salt, LOG_SALT_LEN }, { bytes, (size_t)(to - bytes) } };
	sha256_parts(parts, 2, hash);
}

const char *log_row_key(struct arena *a, const struct log_form *form, const struct db_value *row)
{
	size_t room = 1;
	for (size_t i = 0; i < form->keys_n; i++)
		room += DIGITS_MAX + 1 + row[form->key[i]].len;
	char *key = arena_room(a, room), *to = key;
	for (size_t i = 0; i < form->keys_n; i++) {
		const struct db_value *v = &row[form->key[i]];
		if (i > 0)
			*to++ = '/';
		to = form->column[form->key[i]].type == 'i' ? put_int(to, v->n) : put(to, v->at, v->len);
	}
	*to = '\0';
	return key;
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
