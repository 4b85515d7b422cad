/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "lib/base/text.h"
#include "lib/http/http.h"

enum {
	BOUNDARY_MAX = 70,     /* RFC 2046 §5.1.1 */
	PART_HEADERS_MAX = 16, /* of one part; browsers send two */
	PART_LINE_MAX = 1024,
};

/* A run of bytes that is read from its front. */
struct span {
	const char *at;
	size_t len;
};

static bool add_piece(struct arena *a, struct http_pairs *to, struct span piece);
static bool add_pair(struct http_pairs *to, struct http_pair pair, bool repeats);
static struct span take_until(struct span *rest, char stop);
static bool take_text(struct span *rest, const char *text);
static char *unescape(struct arena *a, struct span from, bool plus, size_t *ret_len);
static bool is_name(const char *text, size_t len);

/* For as many pairs as there can be between such marks. */
static struct http_pair *room_for(struct arena *a, const char *text, size_t len, char mark)
{
	size_t most = 1;
	for (size_t i = 0; i < len && most < HTTP_PARAMS_MAX; i++)
		most += text[i] == mark;
	return arena_array(a, struct http_pair, most);
}

enum rc http_parse_query(struct arena *a, const char *text, size_t len, struct http_pairs *ret)
{
	struct span rest = { text, len };
	struct http_pairs found = { .at = room_for(a, text, len, '&') };
	while (rest.len > 0) {
		struct span piece = take_until(&rest, '&');
		if (piece.len > 0 && !add_piece(a, &found, piece))
			return RC_INVALID;
	}
	*ret = found;
	return RC_OK;
}

enum rc http_parse_form(struct arena *a, const char *body, size_t len, struct http_pairs *ret)
{
	return http_parse_query(a, body, len, ret);
}

static bool add_piece(struct arena *a, struct http_pairs *to, struct span piece)
{
	struct http_pair pair = { 0 };
	size_t name_len;
	struct span name = take_until(&piece, '=');
	char *decoded = unescape(a, name, true, &name_len);
	if (decoded == NULL || !is_name(decoded, name_len))
		return false;
	pair.name = decoded;
	pair.value = unescape(a, piece, true, &pair.len);
	return pair.value != NULL && add_pair(to, pair, text_ends(pair.name, "[]"));
}

/* False where there are too many, or where the name came before. */
static bool add_pair(struct http_pairs *to, struct http_pair pair, bool repeats)
{
	if (to->n == HTTP_PARAMS_MAX)
		return false;
	for (size_t i = 0; i < to->n && !repeats; i++)
		if (text_is(to->at[i].name, pair.name))
			return false;
	to->at[to->n++] = pair;
	return true;
}

/* What comes before `stop`, which is dropped; all of it where there is none. */
static struct span take_until(struct span *rest, char stop)
{
	const char *end = rest->len > 0 ? memchr(rest->at, stop, rest->len) : NULL;
	struct span taken = { rest->at, end != NULL ? (size_t)(end - rest->at) : rest->len };
	size_t gone = taken.len + (end != NULL);
	rest->at += gone;
	rest->len -= gone;
	return taken;
}

static bool take_text(struct span *rest, const char *text)
{
	size_t len = strlen(text);
	if (rest->len < len || memcmp(rest->at, text, len) != 0)
		return false;
	rest->at += len;
	rest->len -= len;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that an escape stands for; -1 where it is not %HH. */
static int escaped_byte(struct span from)
{
	int high = from.len >= 3 ? hex_digit(from.at[1]) : -1;
	int low = high >= 0 ? hex_digit(from.at[2]) : -1;
	return low >= 0 ? high * 16 + low : -1;
}

/* The text behind percent escapes; NULL where it is not UTF-8 or holds NUL. */
static char *unescape(struct arena *a, struct span from, bool plus, size_t *ret_len)
{
	char *text = arena_get(a, from.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < from.len; i++) {
		char c = from.at[i];
		if (c == '%') {
			int byte = escaped_byte((struct span){ from.at + i, from.len - i });
			if (byte < 0)
				return NULL;
			c = (char)byte;
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		text[len++] = c;
	}
	*ret_len = len;
	return text_is_utf8(text, len) ? text : NULL;
}

/* Names of parameters are on one line and not empty. */
static bool is_name(const char *text, size_t len)
{
	return len > 0 && text_is_utf8(text, len) && text_is_printable(text, false);
}

/* RFC 9110 §5.6.2: the characters of a token. */
static bool is_token(struct span text)
{
	static const char allowed[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '\0' || strchr(allowed, text.at[i]) == NULL)
			return false;
	return text.len > 0;
}

static struct span trimmed(struct span text)
{
	while (text.len > 0 && (text.at[0] == ' ' || text.at[0] == '\t'))
		text = (struct span){ text.at + 1, text.len - 1 };
	while (text.len > 0 && (text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '\t'))
		text.len--;
	return text;
}

/*
 * Multipart. The layout is read strictly: nothing before the first boundary,
 * lines end in CRLF, nothing but white space after the last boundary.
 */

struct part {
	const char *name, *file;
	bool disposed; /* had its Content-Disposition */
};

static bool find_boundary(struct arena *a, const char *content_type, const char **ret_delimiter);
static bool read_part(struct arena *a, struct span *rest, const char *delimiter,
		      struct http_pairs *to);
static bool read_part_head(struct arena *a, struct span *rest, struct part *part);
static bool read_part_line(struct arena *a, struct span line, struct part *part);
static bool read_disposition(struct arena *a, struct span text, struct part *part);
static bool next_param(struct arena *a, struct span *rest, struct span *ret_name, char **ret_value);

enum rc http_parse_multipart(struct arena *a, const char *content_type, const char *body,
			     size_t len, struct http_pairs *ret)
{
	const char *delimiter;
	if (content_type == NULL || !find_boundary(a, content_type, &delimiter))
		return RC_INVALID;
	struct http_pairs found = { .at = arena_array(a, struct http_pair, HTTP_PARAMS_MAX) };
	struct span rest = { body, len };
	if (!take_text(&rest, delimiter + 2))
		return RC_INVALID;
	while (!take_text(&rest, "--")) {
		if (!take_text(&rest, "\r\n") || !read_part(a, &rest, delimiter, &found))
			return RC_INVALID;
	}
	if (rest.len > 0 && !(take_text(&rest, "\r\n") && rest.len == 0))
		return RC_INVALID;
	*ret = found;
	return RC_OK;
}

/* CRLF, two hyphens and the boundary that the Content-Type names. */
static bool find_boundary(struct arena *a, const char *content_type, const char **ret_delimiter)
{
	struct span rest = { content_type, strlen(content_type) };
	struct span type = trimmed(take_until(&rest, ';')), name;
	const char *boundary = NULL;
	char *value;
	if (!text_is_nocase(arena_strn(a, type.at, type.len), "multipart/form-data"))
		return false;
	while (rest.len > 0) {
		if (!next_param(a, &rest, &name, &value))
			return false;
		if (!text_is_nocase(arena_strn(a, name.at, name.len), "boundary"))
			continue;
		if (boundary != NULL || strlen(value) == 0 || strlen(value) > BOUNDARY_MAX)
			return false;
		boundary = value;
	}
	if (boundary == NULL || !text_is_printable(boundary, false) || text_ends(boundary, " "))
		return false;
	*ret_delimiter = arena_printf(a, "\r\n--%s", boundary);
	return true;
}

/* Reads up to and with the delimiter that ends the part. */
static bool read_part(struct arena *a, struct span *rest, const char *delimiter,
		      struct http_pairs *to)
{
	struct part part = { 0 };
	if (!read_part_head(a, rest, &part))
		return false;
	/* The line break before the delimiter may be the one that ended the head. */
	struct span from = { rest->at - 2, rest->len + 2 };
	const char *end = memmem(from.at, from.len, delimiter, strlen(delimiter));
	if (end == NULL)
		return false;
	size_t len = end > rest->at ? (size_t)(end - rest->at) : 0;
	struct http_pair pair = { .name = part.name, .len = len, .file = part.file };
	if (part.file == NULL && !text_is_utf8(rest->at, len))
		return false;
	pair.value = part.file != NULL ? rest->at : arena_strn(a, rest->at, len);
	const char *next = end + strlen(delimiter);
	*rest = (struct span){ next, (size_t)(rest->at + rest->len - next) };
	return add_pair(to, pair, text_ends(pair.name, "[]"));
}

static bool read_part_head(struct arena *a, struct span *rest, struct part *part)
{
	for (int lines = 0; lines <= PART_HEADERS_MAX; lines++) {
		struct span line = take_until(rest, '\n');
		if (line.len == 0 || line.at[line.len - 1] != '\r' || line.len > PART_LINE_MAX)
			return false;
		line.len--;
		if (line.len == 0)
			return part->disposed;
		if (!read_part_line(a, line, part))
			return false;
	}
	return false;
}

/* RFC 7578 §4.8: headers beside these two are to be ignored. */
static bool read_part_line(struct arena *a, struct span line, struct part *part)
{
	struct span name = take_until(&line, ':');
	if (!is_token(name))
		return false;
	const char *header = arena_strn(a, name.at, name.len);
	line = trimmed(line);
	if (text_is_nocase(header, "Content-Transfer-Encoding")) {
		const char *how = arena_strn(a, line.at, line.len);
		return text_is_nocase(how, "7bit") || text_is_nocase(how, "8bit") ||
		       text_is_nocase(how, "binary");
	}
	if (!text_is_nocase(header, "Content-Disposition"))
		return true;
	if (part->disposed)
		return false;
	part->disposed = true;
	return read_disposition(a, line, part);
}

static bool read_disposition(struct arena *a, struct span text, struct part *part)
{
	struct span kind = trimmed(take_until(&text, ';')), name;
	char *value;
	if (!text_is_nocase(arena_strn(a, kind.at, kind.len), "form-data"))
		return false;
	while (text.len > 0) {
		if (!next_param(a, &text, &name, &value))
			return false;
		const char *param = arena_strn(a, name.at, name.len);
		/* filename* is forbidden by RFC 7578 §4.2: two names for one file. */
		if (text_is_nocase(param, "filename*"))
			return false;
		const char **to = text_is_nocase(param, "name")       ? &part->name
				  : text_is_nocase(param, "filename") ? &part->file
								      : NULL;
		if (to == NULL)
			continue;
		if (*to != NULL)
			return false;
		*to = value;
	}
	return part->name != NULL && is_name(part->name, strlen(part->name)) &&
	       (part->file == NULL || text_is_printable(part->file, false));
}

/*
 * A quoted value, up to the quote that closes it. Browsers write a quote as
 * %22 and a backslash as itself (WHATWG HTML §4.10.21.8); others escape a
 * quote with a backslash. Both are understood.
 */
static char *quoted(struct arena *a, struct span *rest)
{
	char *value = arena_get(a, rest->len + 1), *to = value;
	for (size_t i = 1; i < rest->len; i++) {
		if (rest->at[i] == '"') {
			rest->at += i + 1;
			rest->len -= i + 1;
			return value;
		}
		i += rest->at[i] == '\\' && i + 1 < rest->len && rest->at[i + 1] == '"';
		*to++ = rest->at[i];
	}
	return NULL;
}

/* Takes `name=value` or `name="value"` and the semicolon after it. */
static bool next_param(struct arena *a, struct span *rest, struct span *ret_name, char **ret_value)
{
	struct span name = trimmed(take_until(rest, '='));
	if (!is_token(name))
		return false;
	char *value;
	if (rest->len > 0 && rest->at[0] == '"') {
		value = quoted(a, rest);
		if (value == NULL || trimmed(take_until(rest, ';')).len > 0)
			return false;
	} else {
		struct span bare = trimmed(take_until(rest, ';'));
		if (!is_token(bare))
			return false;
		value = arena_strn(a, bare.at, bare.len);
	}
	if (!text_is_utf8(value, strlen(value)))
		return false;
	*ret_name = name;
	*ret_value = value;
	return true;
}

/* RFC 6265 §4.1.1, with or without the quotes. */
static bool is_cookie_value(struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c <= 0x20 || c >= 0x7f || strchr("\",;\\", c) != NULL)
			return false;
	}
	return true;
}

enum rc http_parse_cookies(struct arena *a, const char *header, struct http_pairs *ret)
{
	struct span rest = { header, strlen(header) };
	struct http_pairs found = { .at = room_for(a, header, rest.len, ';') };
	while (rest.len > 0) {
		struct span value = trimmed(take_until(&rest, ';'));
		bool has_value = value.len > 0 && memchr(value.at, '=', value.len) != NULL;
		struct span name = take_until(&value, '=');
		if (value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"')
			value = (struct span){ value.at + 1, value.len - 2 };
		if (!has_value || !is_token(name) || !is_cookie_value(value))
			continue;
		struct http_pair cookie = { .name = arena_strn(a, name.at, name.len),
					    .value = arena_strn(a, value.at, value.len),
					    .len = value.len };
		if (!add_pair(&found, cookie, false))
			return RC_INVALID;
	}
	*ret = found;
	return RC_OK;
}

/* Where a path means something else to somebody who resolves it. */
static bool has_odd_segment(const char *path)
{
	for (const char *at = path; *at == '/';) {
		const char *segment = ++at;
		while (*at != '\0' && *at != '/')
			at++;
		size_t len = (size_t)(at - segment);
		bool dots = (len == 1 || len == 2) && strncmp(segment, "..", len) == 0;
		if (dots || (len == 0 && *at == '/'))
			return true;
	}
	return false;
}

/* RFC 3986 §3.3: what may stand in a path as itself. */
static bool is_path_char(char c)
{
	static const char others[] = "/-._~!$&'()*+,;=:@%";
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr(others, c) != NULL);
}

enum rc http_parse_path(struct arena *a, const char *raw, const char **ret_path)
{
	struct span text = { raw, strlen(raw) };
	size_t len;
	for (size_t i = 0; i < text.len; i++) {
		/* Proxies disagree on whether %2F separates segments. */
		bool slash = raw[i] == '%' && raw[i + 1] == '2' &&
			     (raw[i + 2] == 'f' || raw[i + 2] == 'F');
		if (!is_path_char(raw[i]) || slash)
			return RC_INVALID;
	}
	char *path = unescape(a, text, false, &len);
	if (path == NULL || path[0] != '/' || !text_is_printable(path, false) ||
	    has_odd_segment(path))
		return RC_INVALID;
	*ret_path = path;
	return RC_OK;
}
