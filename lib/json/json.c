/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/json/json.h"

#include <jansson.h>

enum { VALUES_MAX = 500 };

static bool add(struct arena *a, struct field_values *to, const char *name, const json_t *value)
{
	struct field_value *v = &to->at[to->n];
	if (json_is_null(value))
		return true;
	if (to->n == VALUES_MAX)
		return false;
	*v = (struct field_value){ .name = arena_str(a, name), .is_text = json_is_string(value) };
	if (json_is_string(value))
		v->text = arena_strn(a, json_string_value(value), json_string_length(value));
	else if (json_is_integer(value))
		v->text = arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_boolean(value))
		v->text = json_is_true(value) ? "true" : "false";
	else
		return false;
	v->len = json_is_string(value) ? json_string_length(value) : __builtin_strlen(v->text);
	to->n++;
	return true;
}

static bool add_member(struct arena *a, struct field_values *to, const char *name, const json_t *value)
{
	if (!json_is_array(value))
		return add(a, to, name, value);
	for (size_t i = 0; i < json_array_size(value); i++) {
		const json_t *one = json_array_get(value, i);
		if (!json_is_string(one) || !add(a, to, name, one))
			return false;
	}
	return true;
}

enum rc json_read(struct arena *a, const char *body, size_t len, struct field_values *ret)
{
	json_error_t error;
	json_t *whole = json_loadb(body, len, JSON_REJECT_DUPLICATES, &error);
	bool fits = json_is_object(whole);
	struct field_values to = { .at = arena_array(a, struct field_value, VALUES_MAX) };
	const char *name;
	json_t *value;
	if (fits)
		json_object_foreach(whole, name, value)
			fits = fits && add_member(a, &to, name, value);
	json_decref(whole);
	if (!fits)
		return RC_INVALID;
	*ret = to;
	return RC_OK;
}
