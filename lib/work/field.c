/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/work/field.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/text.h"

enum { TEXT_MAX = 200, IDS_MAX = 200 };

/* --- reading ---------------------------------------------------------------------- */

static const struct field_value *find(const struct field_values *in, const char *name)
{
	for (size_t i = 0; i < in->n; i++)
		if (text_is(in->at[i].name, name))
			return &in->at[i];
	return NULL;
}

static const char *plain_lines(struct arena *a, const char *text)
{
	char *to = arena_str(a, text), *at = to;
	for (const char *from = text; *from != '\0'; from++) {
		if (*from == '\r' && from[1] == '\n')
			continue;
		*at++ = *from == '\r' ? '\n' : *from;
	}
	*at = '\0';
	return text_trim(a, to);
}

static void put_text(void *to, const char *text)
{
	*(const char **)to = text;
}

static enum rc read_text(struct work *w, const struct field *f, const struct field_value *v, void *to)
{
	bool lines = f->type == FIELD_LINES;
	if (!v->is_text)
		return work_fail(w, E_field_text, f->name);
	const char *typed = text_unturned(w->arena, v->text);
	const char *text = lines ? plain_lines(w->arena, typed) : text_trim(w->arena, typed);
	int64_t max = f->max ? f->max : TEXT_MAX, count = (int64_t)text_count(text);
	if (!text_is_printable(text, lines))
		return work_fail(w, E_field_text, f->name);
	if (count == 0 && f->required)
		return work_fail(w, f->missing ? f->missing : E_field_missing, f->name);
	if (count > max)
		return work_fail_with(w, E_field_long, f->name,
				      (struct word_arg){ .name = "n", .n = max, .is_number = true });
	if (count > 0 && count < f->min)
		return work_fail_with(w, E_field_short, f->name,
				      (struct word_arg){ .name = "n", .n = f->min, .is_number = true });
	bool known = f->choices == NULL || count == 0;
	for (size_t i = 0; !known && f->choices[i] != NULL; i++)
		known = text_is(f->choices[i], text);
	if (!known)
		return work_fail(w, E_field_choice, f->name);
	put_text(to, text);
	return RC_OK;
}

static enum rc read_int(struct work *w, const struct field *f, const struct field_value *v, void *to)
{
	long long n;
	if (!text_to_int(text_trim(w->arena, v->text), &n) || n < f->min || (f->max && n > f->max))
		return work_fail(w, E_field_int, f->name);
	*(int64_t *)to = n;
	return RC_OK;
}

static enum rc read_bool(struct work *w, const struct field *f, const struct field_value *v, void *to)
{
	static const struct {
		const char *text;
		bool value;
	} words[] = { { "true", true }, { "on", true }, { "yes", true },   { "1", true },
		      { "false", false }, { "off", false }, { "no", false }, { "0", false } };
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (!text_is(words[i].text, v->text))
			continue;
		*(bool *)to = words[i].value;
		return RC_OK;
	}
	return work_fail(w, E_field_bool, f->name);
}

static enum rc read_id(struct work *w, const struct field *f, const struct field_value *v, void *to)
{
	int64_t id;
	if (!v->is_text || !id_private(w->shared->cipher, f->kind, v->text, &id))
		return work_fail(w, E_field_id, f->name);
	memcpy(to, &id, sizeof(id));
	return RC_OK;
}

static enum rc read_date(struct work *w, const struct field *f, const struct field_value *v, void *to)
{
	int64_t date;
	if (!date_parse(text_trim(w->arena, v->text), &date))
		return work_fail(w, E_field_date, f->name);
	*(int64_t *)to = date;
	return RC_OK;
}

static enum rc read_time(struct work *w, const struct field *f, const struct field_value *v, void *to)
{
	int64_t at;
	if (!time_parse(v->text, &at))
		return work_fail(w, E_field_time, f->name);
	*(int64_t *)to = at;
	return RC_OK;
}

static enum rc read_file(struct work *w, const struct field *f, const struct field_value *v, void *to)
{
	if (v->len == 0)
		return work_fail(w, f->missing ? f->missing : E_field_missing, f->name);
	*(struct field_file *)to = (struct field_file){ v->text, v->file ? v->file : "", v->len };
	return RC_OK;
}

/* All values of that name; in forms NAME[] too. */
static enum rc read_ids(struct work *w, const struct field *f, const struct field_values *in, void *to)
{
	struct field_ids ids = { .at = arena_array(w->arena, int64_t, IDS_MAX) };
	const char *many = arena_printf(w->arena, "%s[]", f->name);
	for (size_t i = 0; i < in->n; i++) {
		const struct field_value *v = &in->at[i];
		if (!text_is(v->name, f->name) && !text_is(v->name, many))
			continue;
		if (ids.n == IDS_MAX || !id_private(w->shared->cipher, f->kind, v->text, &ids.at[ids.n]))
			return work_fail(w, E_field_id, f->name);
		ids.n++;
	}
	if (ids.n == 0 && f->required)
		return work_fail(w, f->missing ? f->missing : E_field_missing, f->name);
	memcpy(to, &ids, sizeof(ids));
	return RC_OK;
}

static enum rc (*const readers[])(struct work *, const struct field *, const struct field_value *,
				  void *) = {
	[FIELD_TEXT] = read_text, [FIELD_LINES] = read_text, [FIELD_INT] = read_int,
	[FIELD_BOOL] = read_bool, [FIELD_ID] = read_id,	     [FIELD_DATE] = read_date,
	[FIELD_TIME] = read_time, [FIELD_FILE] = read_file,
};

/* Three boxes for a date of birth are one field: year, month, day. */
static const struct field_value *from_boxes(struct work *w, const struct field *f,
					    const struct field_values *in, struct field_value *made)
{
	static const char *const parts[] = { "year", "month", "day" };
	long long n[3] = { 0 };
	size_t found = 0;
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		const char *name = arena_printf(w->arena, "%s-%s", f->name, parts[i]);
		const struct field_value *v = find(in, name);
		const char *text = v ? text_trim(w->arena, v->text) : "";
		found += *text != '\0';
		if (!text_to_int(text, &n[i]) || n[i] < 0 || n[i] > 9999)
			n[i] = 0;
	}
	if (found == 0)
		return NULL;
	*made = (struct field_value){ .name = f->name, .is_text = true };
	made->text = arena_printf(w->arena, "%04lld-%02lld-%02lld", n[0], n[1], n[2]);
	made->len = strlen(made->text);
	return made;
}

static enum rc read_one(struct work *w, const struct field *f, const struct field_values *in, char *into)
{
	struct field_value made;
	const struct field_value *v = find(in, f->name);
	if (f->type == FIELD_IDS)
		return read_ids(w, f, in, into + f->at);
	if (f->type == FIELD_DATE && v == NULL)
		v = from_boxes(w, f, in, &made);
	if (v == NULL || (v->len == 0 && f->type != FIELD_FILE)) {
		if (f->required)
			return work_fail(w, f->missing ? f->missing : E_field_missing, f->name);
		if (f->type == FIELD_TEXT || f->type == FIELD_LINES)
			put_text(into + f->at, "");
		return RC_OK;
	}
	return readers[f->type](w, f, v, into + f->at);
}

enum rc field_read(struct work *w, const struct field *fields, size_t n,
		   const struct field_values *in, void *into)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; i < n; i++)
		if (read_one(w, &fields[i], in, into) != RC_OK)
			rc = RC_INVALID;
	return rc;
}

/* --- writing ------------------------------------------------------------------------- */

void json_text(struct buf *out, const char *text)
{
	buf_char(out, '"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '"' || c == '\\') {
			buf_char(out, '\\');
			buf_char(out, (char)c);
		} else if (c == '\n') {
			buf_str(out, "\\n");
		} else if (c < 0x20) {
			buf_printf(out, "\\u%04x", c);
		} else {
			buf_char(out, (char)c);
		}
	}
	buf_char(out, '"');
}

static void write_or_null(struct buf *out, const char *text)
{
	if (text == NULL)
		buf_str(out, "null");
	else
		json_text(out, text);
}

static void write_id(struct buf *out, const struct id_cipher *ids, enum id_kind kind, int64_t id)
{
	char text[27];
	if (id != 0)
		id_public(ids, kind, id, text);
	write_or_null(out, id ? text : NULL);
}

static void write_ids(struct buf *out, const struct id_cipher *ids, const struct field *f,
		      const struct field_ids *list)
{
	buf_char(out, '[');
	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_char(out, ',');
		write_id(out, ids, f->kind, list->at[i]);
	}
	buf_char(out, ']');
}

static void write_value(struct buf *out, const struct id_cipher *ids, const struct field *f,
			const char *from)
{
	const void *at = from + f->at;
	int64_t n = 0;
	if (f->type == FIELD_INT || f->type == FIELD_ID || f->type == FIELD_DATE || f->type == FIELD_TIME)
		memcpy(&n, at, sizeof(n));
	switch (f->type) {
	case FIELD_TEXT:
	case FIELD_LINES:
		write_or_null(out, *(const char *const *)at);
		break;
	case FIELD_INT:
		buf_int(out, n);
		break;
	case FIELD_BOOL:
		buf_str(out, *(const bool *)at ? "true" : "false");
		break;
	case FIELD_ID:
		write_id(out, ids, f->kind, n);
		break;
	case FIELD_IDS:
		write_ids(out, ids, f, at);
		break;
	case FIELD_DATE:
		write_or_null(out, n ? date_text(out->arena, n) : NULL);
		break;
	case FIELD_TIME:
		write_or_null(out, n ? time_text(out->arena, n) : NULL);
		break;
	case FIELD_FILE:
		buf_str(out, "null");
		break;
	}
}

void field_write(struct buf *out, const struct id_cipher *ids, const struct field *fields, size_t n,
		 const void *from)
{
	buf_char(out, '{');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(out, ',');
		json_text(out, fields[i].name);
		buf_char(out, ':');
		write_value(out, ids, &fields[i], from);
	}
	buf_char(out, '}');
}

/* --- describing ------------------------------------------------------------------------ */

static void schema_text(struct buf *out, const struct field *f)
{
	int64_t max = f->max ? f->max : TEXT_MAX;
	buf_printf(out, "\"maxLength\":%lld", (long long)max);
	if (f->choices == NULL)
		return;
	buf_str(out, ",\"enum\":[");
	for (size_t i = 0; f->choices[i] != NULL; i++) {
		if (i > 0)
			buf_char(out, ',');
		json_text(out, f->choices[i]);
	}
	buf_char(out, ']');
}

static void schema_of(struct buf *out, const struct field *f, bool input)
{
	static const struct {
		const char *type, *more;
	} types[] = {
		[FIELD_TEXT] = { "string", NULL },
		[FIELD_LINES] = { "string", NULL },
		[FIELD_INT] = { "integer", "\"format\":\"int64\"" },
		[FIELD_BOOL] = { "boolean", "" },
		[FIELD_ID] = { "string", "\"pattern\":\"^[0-9a-hjkmnp-tv-z]{26}$\"" },
		[FIELD_IDS] = { "array", "\"items\":{\"type\":\"string\"}" },
		[FIELD_DATE] = { "string", "\"format\":\"date\"" },
		[FIELD_TIME] = { "string", "\"format\":\"date-time\"" },
		[FIELD_FILE] = { "string", "" },
	};
	bool never_null = input || f->type == FIELD_INT || f->type == FIELD_BOOL || f->type == FIELD_IDS;
	if (never_null)
		buf_printf(out, "{\"type\":\"%s\"", types[f->type].type);
	else
		buf_printf(out, "{\"type\":[\"%s\",\"null\"]", types[f->type].type);
	bool is_text = types[f->type].more == NULL;
	if (is_text && input) {
		buf_char(out, ',');
		schema_text(out, f);
	} else if (!is_text && *types[f->type].more != '\0') {
		buf_printf(out, ",%s", types[f->type].more);
	}
	if (f->doc != NULL) {
		buf_str(out, ",\"description\":");
		json_text(out, f->doc);
	}
	buf_char(out, '}');
}

void field_schema(struct buf *out, const struct field *fields, size_t n, bool input)
{
	bool first = true;
	buf_str(out, "{\"type\":\"object\",\"properties\":{");
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(out, ',');
		json_text(out, fields[i].name);
		buf_char(out, ':');
		schema_of(out, &fields[i], input);
	}
	buf_str(out, "},\"required\":[");
	for (size_t i = 0; i < n; i++) {
		if (input && !fields[i].required)
			continue;
		if (!first)
			buf_char(out, ',');
		first = false;
		json_text(out, fields[i].name);
	}
	buf_str(out, "]}");
}
