/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One table of fields per entity serves the form, JSON in and out, the OpenAPI
 * description and the messages about what is wrong. Names are the same
 * everywhere.
 */
#ifndef WORK_FIELD_H
#define WORK_FIELD_H

#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/value.h"
#include "lib/work/work.h"

enum field_type {
	FIELD_TEXT,  /* const char *: one line, trimmed */
	FIELD_LINES, /* const char *: several lines, line ends made \n */
	FIELD_INT,   /* int64_t */
	FIELD_BOOL,  /* bool: true, false, on, yes, no, 1, 0 */
	FIELD_ID,    /* struct id_KIND, or int64_t */
	FIELD_IDS,   /* struct field_ids: several values of the same name */
	FIELD_DATE,  /* int64_t days; also NAME-year, NAME-month, NAME-day in forms */
	FIELD_TIME,  /* int64_t milliseconds, RFC 3339 */
	FIELD_FILE,  /* struct field_file: multipart only, or text in JSON */
};

struct field_ids {
	int64_t *at;
	size_t n;
};

struct field_file {
	const char *at, *name;
	size_t len;
};

struct field {
	const char *name;
	enum field_type type;
	size_t at; /* offset in the struct */
	bool required;
	int64_t min, max;	    /* of an int; of a text's length in code points */
	enum id_kind kind;	    /* of an id */
	const char *const *choices; /* NULL-ended words that a text may be */
	enum error missing;	    /* instead of E_field_missing */
	const char *doc;	    /* a sentence for the API description */
};

/*
 * Fills `into` from `in`. All fields are looked at; each that is wrong adds a
 * problem with its name, and the answer is RC_INVALID. A date that is not
 * given is 0, a text that is not given is "" (or NULL where max is 0).
 */
must enum rc field_read(struct work *w, const struct field *fields, size_t n,
			const struct field_values *in, void *into);

/* One object, {"name": value, …}, without a line break. A text that is NULL, an
 * id, date or time that is 0 is null. */
void field_write(struct buf *out, const struct id_cipher *ids, const struct field *fields, size_t n,
		 const void *from);

/* A JSON text with quotes and escapes (RFC 8259). */
void json_text(struct buf *out, const char *text);

/* The JSON Schema of one table of fields. */
void field_schema(struct buf *out, const struct field *fields, size_t n, bool input);

#endif
