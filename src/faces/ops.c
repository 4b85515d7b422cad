/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/ops.h"

#include <string.h>

#include "accounts_q.h"
#include "faces_q.h"
#include "jobs_q.h"
#include "lib/base/text.h"
#include "messages_q.h"
#include "sealed_q.h"
#include "src/faces/server.h"

enum { DRAFT_DAYS = 30, JOB_DAYS = 30 };

enum rc ops_sweep(struct work *w, int64_t unused)
{
	(void)unused;
	int64_t n = 0;
	TRY(q_session_sweep(w, w->now, &n));
	TRY(q_code_sweep(w, w->now, &n));
	TRY(q_issue_sweep(w, w->now, &n));
	TRY(q_throttle_sweep(w, w->now - 2 * TIME_DAY, &n));
	TRY(q_idempotency_sweep(w, w->now - TIME_DAY, &n));
	TRY(q_sealed_session_sweep(w, w->now - TIME_HOUR, &n));
	TRY(q_sealed_draft_sweep(w, w->now - DRAFT_DAYS * TIME_DAY, &n));
	return q_jobs_sweep(w, w->now - JOB_DAYS * TIME_DAY, &n);
}

/* Ready while the store takes what it is given. Nothing is asked of it here: a
 * health check must not fail because many wait, nor cost them anything. */
static const struct http_file *health(const struct web *r)
{
	static const char ready[] = "{\"ready\":true}";
	static const struct http_file well = { .path = "/healthz",
					       .type = "application/json",
					       .raw = (const unsigned char *)ready,
					       .raw_len = sizeof(ready) - 1,
					       .fleeting = true };
	return db_is_well(r->w.shared->db) ? &well : NULL;
}

/* --- OpenAPI -------------------------------------------------------------------------------- */

static const char id_schema[] = "{\"type\":\"string\",\"pattern\":\"^[0-9a-hjkmnp-tv-z]{26}$\"}";

static void put_path_params(struct buf *out, const char *path, bool *first)
{
	for (const char *at = strchr(path, '{'); at != NULL; at = strchr(at + 1, '{')) {
		buf_printf(out, "%s{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,\"schema\":%s}",
			   *first ? "" : ",", (int)strcspn(at + 1, "}"), at + 1, id_schema);
		*first = false;
	}
}

static void put_query_params(struct buf *out, const struct route *route, bool *first)
{
	for (size_t i = 0; i < route->query_n; i++) {
		buf_printf(out, "%s{\"name\":\"%s\",\"in\":\"query\",\"schema\":{\"type\":\"string\"}}",
			   *first ? "" : ",", route->query[i].name);
		*first = false;
	}
	if (route->list == NULL || route->act != NULL)
		return;
	buf_printf(out, "%s{\"name\":\"after\",\"in\":\"query\",\"schema\":{\"type\":\"string\"},"
			"\"description\":\"The cursor `next` of the page before\"}",
		   *first ? "" : ",");
	*first = false;
}

static void put_params(struct buf *out, const struct route *route)
{
	bool first = true;
	buf_str(out, ",\"parameters\":[");
	put_path_params(out, route->path, &first);
	put_query_params(out, route, &first);
	if (route->act != NULL)
		buf_printf(out, "%s{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"schema\":{\"type\":"
				"\"string\",\"minLength\":8,\"maxLength\":100}}",
			   first ? "" : ",");
	buf_char(out, ']');
}

static void put_answer(struct buf *out, const struct route *route)
{
	int status = route->made != NULL ? 201 : 200;
	buf_printf(out, ",\"responses\":{\"%d\":{\"description\":\"Done\",\"content\":"
			"{\"application/json\":{\"schema\":", status);
	if (route->made != NULL) {
		buf_printf(out, "{\"type\":\"object\",\"required\":[\"%s\"],\"properties\":{\"%s\":%s}}",
			   route->made, route->made, id_schema);
	} else if (route->list != NULL) {
		buf_printf(out, "{\"type\":\"object\",\"required\":[\"%s\",\"next\"],\"properties\":{\"%s\":"
				"{\"type\":\"array\",\"items\":", route->list, route->list);
		field_schema(out, route->out, route->out_n, false);
		buf_str(out, "},\"next\":{\"type\":[\"string\",\"null\"]}}}");
	} else if (route->out != NULL) {
		field_schema(out, route->out, route->out_n, false);
	} else {
		buf_str(out, "{\"type\":\"object\"}");
	}
	buf_str(out, "}}},\"default\":{\"description\":\"A problem (RFC 9457)\",\"content\":"
		     "{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}}}");
}

static void put_operation(struct buf *out, const struct route *route)
{
	buf_str(out, text_is(route->method, "GET") ? "\"get\":{" : "\"post\":{");
	buf_printf(out, "\"operationId\":\"%s\",\"summary\":", route->op);
	json_text(out, route->doc);
	put_params(out, route);
	if (route->act != NULL && route->in_n > 0) {
		buf_str(out, ",\"requestBody\":{\"content\":{\"application/json\":{\"schema\":");
		field_schema(out, route->in, route->in_n, true);
		buf_str(out, "}}}");
	}
	if (route->who & WHO_ANYONE)
		buf_str(out, ",\"security\":[]");
	put_answer(out, route);
	buf_char(out, '}');
}

static bool in_api(const struct route *route)
{
	return !route->page_only && (route->json != NULL || route->act != NULL);
}

/* Every row of this path, once, at the path's first row. */
static void put_path(struct buf *out, const struct route *table, const struct route *first)
{
	bool comma = false;
	for (const struct route *b = table; b < first; b++)
		if (in_api(b) && text_is(b->path, first->path))
			return;
	buf_printf(out, "%s\"%s\":{", out->at[out->len - 1] == '{' ? "" : ",", first->path);
	for (const struct route *b = first; b->path != NULL; b++) {
		if (!in_api(b) || !text_is(b->path, first->path))
			continue;
		if (comma)
			buf_char(out, ',');
		comma = true;
		put_operation(out, b);
	}
	buf_char(out, '}');
}

void ops_openapi(struct buf *out)
{
	buf_str(out, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Kinkeeper\",\"version\":\"1\","
		     "\"license\":{\"name\":\"AGPL-3.0-or-later\",\"identifier\":\"AGPL-3.0-or-later\"}},"
		     "\"servers\":[{\"url\":\"/api/v1\"}],\"security\":[{\"bearer\":[]}],\"paths\":{");
	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *route = *table; route->path != NULL; route++)
			if (in_api(route))
				put_path(out, *table, route);
	buf_str(out, "},\"components\":{\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":"
		     "\"bearer\"}},\"schemas\":{\"problem\":{\"type\":\"object\",\"required\":[\"type\","
		     "\"status\",\"title\",\"errors\"],\"properties\":{\"type\":{\"type\":\"string\"},"
		     "\"status\":{\"type\":\"integer\"},\"title\":{\"type\":\"string\"},\"errors\":{"
		     "\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"field\":{\"type\":"
		     "\"string\"},\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}}}}}}}}}");
}

static enum rc openapi(struct web *r)
{
	ops_openapi(web_json(r));
	return RC_OK;
}

const struct route ops_routes[] = {
	{ "GET", "/healthz", "health.show", .who = WHO_ANYONE, .plain = health, .page_only = true,
	  .doc = "Ready to answer." },
	{ "GET", "/openapi.json", "openapi.show", .who = WHO_ANYONE, .json = openapi, .json_only = true,
	  .doc = "This description." },
	{ 0 },
};
