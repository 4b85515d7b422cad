/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/requests/copy.h"

#include "lib/time/time.h"
#include "src/consent/consent.h"
#include "src/family/family.h"
#include "src/ledger/ledger.h"
#include "src/messages/messages.h"
#include "src/people/people.h"
#include "src/requests/requests.h"

enum { MESSAGES_MAX = 5000 };

static const struct field person_copy_fields[] = {
	{ "person", FIELD_ID, offsetof(struct person, id), .kind = ID_OF_person },
	{ "first_name", FIELD_TEXT, offsetof(struct person, first_name) },
	{ "last_name", FIELD_TEXT, offsetof(struct person, last_name) },
	{ "number", FIELD_TEXT, offsetof(struct person, number) },
	{ "birth_date", FIELD_DATE, offsetof(struct person, birth_date) },
	{ "status", FIELD_TEXT, offsetof(struct person, status) },
	{ "unit", FIELD_TEXT, offsetof(struct person, unit) },
	{ "language", FIELD_TEXT, offsetof(struct person, lang) },
};

struct copy {
	struct work *w;
	struct buf *out;
	const struct pass *pass;
	size_t messages;
};

struct rows {
	const char *name;
	const struct field *fields;
	size_t fields_n, size, n;
	const void *at;
};
#define ROWS(name, table, list) { (name), (table), COUNT_OF(table), sizeof(*(list).at), (list).n, (list).at }

static void put_rows(struct copy *c, const struct rows *rows)
{
	buf_printf(c->out, ",\n\"%s\":[", rows->name);
	for (size_t i = 0; i < rows->n; i++) {
		buf_str(c->out, i > 0 ? ",\n" : "\n");
		field_write(c->out, c->w->shared->cipher, rows->fields, rows->fields_n,
			    (const char *)rows->at + i * rows->size);
	}
	buf_char(c->out, ']');
}

/* From the newest on, as pages show them; MESSAGES_MAX of all threads. */
static enum rc put_messages(struct copy *c, const struct thread *t)
{
	struct messages page = { 0 };
	do {
		TRY(message_list(c->w, c->pass, t, page.next, &page));
		for (size_t i = page.n; i-- > 0; c->messages++) {
			if (c->messages > 0)
				buf_char(c->out, ',');
			buf_char(c->out, '\n');
			field_write(c->out, c->w->shared->cipher, message_fields, COUNT_OF(message_fields),
				    &page.at[i]);
		}
	} while (page.next != 0 && c->messages < MESSAGES_MAX);
	return RC_OK;
}

static enum rc put_threads(struct copy *c)
{
	struct threads page = { 0 };
	struct thread whole;
	buf_str(c->out, ",\n\"messages\":[");
	do {
		TRY(thread_list(c->w, c->pass, page.next, &page));
		for (size_t i = 0; i < page.n && c->messages < MESSAGES_MAX; i++) {
			TRY(thread_get(c->w, c->pass, page.at[i].id, &whole));
			TRY(put_messages(c, &whole));
		}
	} while (page.next != 0 && c->messages < MESSAGES_MAX);
	buf_printf(c->out, "],\n\"more_messages\":%s", c->messages < MESSAGES_MAX ? "false" : "true");
	return RC_OK;
}

static enum rc put_lists(struct copy *c)
{
	struct work *w = c->w;
	struct ties ties;
	struct consents consents;
	struct ledger told;
	struct data_requests asked;
	TRY(tie_list(w, c->pass, &ties));
	put_rows(c, &(struct rows)ROWS("ties", tie_fields, ties));
	TRY(consent_list(w, c->pass, &consents));
	put_rows(c, &(struct rows)ROWS("consents", consent_fields, consents));
	TRY(ledger_report(w, c->pass, false, &told));
	put_rows(c, &(struct rows)ROWS("told", ledger_fields, told));
	TRY(data_requests_own(w, c->pass, &asked));
	put_rows(c, &(struct rows)ROWS("requests", data_request_fields, asked));
	return RC_OK;
}

enum rc copy_write(struct work *w, const struct pass *pass, struct buf *out)
{
	struct copy c = { .w = w, .out = out, .pass = pass };
	struct person p;
	TRY(person_get(w, pass, &p));
	buf_printf(out, "{\"made_at\":\"%s\",\n\"about\":", time_text(w->arena, w->now));
	field_write(out, w->shared->cipher, person_copy_fields, COUNT_OF(person_copy_fields), &p);
	TRY(put_lists(&c));
	TRY(put_threads(&c));
	buf_str(out, "}\n");
	return buf_is_full(out) ? RC_BUSY : RC_OK;
}
