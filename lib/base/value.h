/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Named values as they came in, from a form, a query, a path or JSON. */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>

struct field_value {
	const char *name, *text;
	size_t len;
	const char *file; /* name of an uploaded file; else NULL */
	bool is_text;	  /* false for numbers, true and false of JSON */
};

struct field_values {
	struct field_value *at;
	size_t n;
};

#endif
