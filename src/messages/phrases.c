/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/messages/phrases.h"

#include <hs/hs.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "src/audit/audit.h"
#include "screening_q.h"

enum { TENANTS_MAX = 64, SHOWN_MAX = 8, PHRASES_MAX = 5000, PHRASE_LETTERS = 100, LISTS_MAX = 200 };

struct compiled {
	int64_t tenant, newest, lists;
	hs_database_t *db;
	hs_scratch_t *scratch;
	char **texts;
	unsigned n;
};

struct phrases {
	pthread_mutex_t lock; /* a scratch is for one scan at a time */
	struct compiled of[TENANTS_MAX];
	size_t n;
};

struct phrases *phrases_new(void)
{
	struct phrases *p = calloc(1, sizeof(*p));
	if (p != NULL)
		pthread_mutex_init(&p->lock, NULL);
	return p;
}

static void forget(struct compiled *c)
{
	hs_free_scratch(c->scratch);
	hs_free_database(c->db);
	for (unsigned i = 0; i < c->n; i++)
		free(c->texts[i]);
	free(c->texts);
	*c = (struct compiled){ 0 };
}

void phrases_free(struct phrases *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->n; i++)
		forget(&p->of[i]);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

static enum rc compile(struct work *w, const struct phrase_rows *rows, struct compiled *c)
{
	hs_compile_error_t *fault = NULL;
	const char **patterns = arena_array(w->arena, const char *, rows->n);
	unsigned *flags = arena_array(w->arena, unsigned, rows->n);
	unsigned *ids = arena_array(w->arena, unsigned, rows->n);
	size_t *lengths = arena_array(w->arena, size_t, rows->n);
	c->texts = calloc(rows->n, sizeof(*c->texts));
	if (c->texts == NULL)
		return RC_BROKEN;
	for (size_t i = 0; i < rows->n; i++) {
		patterns[i] = arena_printf(w->arena, " %s ", rows->at[i].folded);
		lengths[i] = strlen(patterns[i]);
		flags[i] = HS_FLAG_SINGLEMATCH;
		ids[i] = (unsigned)i;
		c->texts[i] = strdup(rows->at[i].text);
		c->n++;
	}
	if (hs_compile_lit_multi(patterns, flags, ids, lengths, c->n, HS_MODE_BLOCK, NULL, &c->db,
				 &fault) != HS_SUCCESS) {
		log_line(LOG_ERROR, "phrases", "%s", fault ? fault->message : "not compiled");
		hs_free_compile_error(fault);
		return RC_BROKEN;
	}
	return hs_alloc_scratch(c->db, &c->scratch) == HS_SUCCESS ? RC_OK : RC_BROKEN;
}

/* The tenant's compiled lists, made anew when a list has changed or ended. */
static enum rc current(struct work *w, struct phrases *p, struct id_tenant tenant,
		       struct compiled **ret)
{
	struct phrases_stamp stamp;
	struct phrase_rows rows;
	struct compiled *c = NULL;
	int64_t today = zone_date(w->zone, w->now);
	TRY(q_phrases_stamp(w, tenant, today, &stamp));
	for (size_t i = 0; i < p->n; i++)
		if (p->of[i].tenant == tenant.v)
			c = &p->of[i];
	if (c == NULL)
		c = &p->of[p->n < TENANTS_MAX ? p->n++ : 0];
	*ret = c;
	if (c->tenant == tenant.v && c->newest == stamp.newest && c->lists == stamp.n)
		return RC_OK;
	forget(c);
	TRY(q_phrases_active(w, tenant, today, &rows));
	if (rows.n > 0)
		TRY(compile(w, &rows, c));
	c->tenant = tenant.v;
	c->newest = stamp.newest;
	c->lists = stamp.n;
	return RC_OK;
}

struct finding {
	const struct compiled *in;
	unsigned ids[SHOWN_MAX];
	size_t n;
};

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
		    void *ctx)
{
	(void)from, (void)to, (void)flags;
	struct finding *f = ctx;
	f->ids[f->n++] = id;
	return f->n == SHOWN_MAX;
}

static const char *as_line(struct arena *a, const struct finding *f)
{
	const char *line = "";
	for (size_t i = 0; i < f->n; i++)
		line = arena_printf(a, "%s%s“%s”", line, i ? ", " : "", f->in->texts[f->ids[i]]);
	return f->n ? line : NULL;
}

enum rc phrases_find(struct work *w, struct id_tenant tenant, const char *text, const char **ret_found)
{
	struct phrases *p = w->shared->phrases;
	struct finding f = { 0 };
	struct compiled *c = NULL;
	const char *folded = arena_printf(w->arena, " %s ", text_fold_words(w->arena, text));
	pthread_mutex_lock(&p->lock);
	enum rc rc = current(w, p, tenant, &c);
	if (rc == RC_OK && c->db != NULL) {
		f.in = c;
		hs_error_t e = hs_scan(c->db, folded, (unsigned)strlen(folded), 0, c->scratch, on_match, &f);
		rc = e == HS_SUCCESS || e == HS_SCAN_TERMINATED ? RC_OK : RC_BROKEN;
		*ret_found = as_line(w->arena, &f);
	} else {
		*ret_found = NULL;
	}
	pthread_mutex_unlock(&p->lock);
	return rc;
}

/* --- lists ---------------------------------------------------------------------------- */

const struct field phrase_list_fields[7] = {
	{ "phrase_list", FIELD_ID, offsetof(struct phrase_list, id), .kind = ID_OF_phrase_list },
	{ "name", FIELD_TEXT, offsetof(struct phrase_list, name) },
	{ "owner", FIELD_TEXT, offsetof(struct phrase_list, owner) },
	{ "version", FIELD_INT, offsetof(struct phrase_list, version) },
	{ "phrases", FIELD_INT, offsetof(struct phrase_list, phrases), .doc = "How many" },
	{ "expires_on", FIELD_DATE, offsetof(struct phrase_list, expires_on) },
	{ "over", FIELD_BOOL, offsetof(struct phrase_list, over), .doc = "Flags nothing any more" },
};
const struct field phrases_in_fields[3] = {
	{ "name", FIELD_TEXT, offsetof(struct phrases_in, name), .required = true, .max = 60 },
	{ "phrases", FIELD_LINES, offsetof(struct phrases_in, phrases), .required = true,
	  .max = PHRASES_MAX * PHRASE_LETTERS, .missing = E_phrase_list, .doc = "One phrase a line" },
	{ "expires_on", FIELD_DATE, offsetof(struct phrases_in, expires_on), .required = true,
	  .missing = E_field_date, .doc = "The last day on which it flags" },
};

enum rc phrase_lists(struct work *w, const struct pass *pass, struct phrase_lists *ret)
{
	struct phrase_list_rows rows;
	int64_t today = zone_date(w->zone, w->now);
	TRY(q_phrase_lists(w, pass, LISTS_MAX, &rows));
	*ret = (struct phrase_lists){ arena_array(w->arena, struct phrase_list, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct phrase_list_row *r = &rows.at[i];
		ret->at[i] = (struct phrase_list){ r->id, r->name, r->owner, r->version, r->expires_on,
						   r->made_at, r->phrases, r->expires_on < today };
	}
	return RC_OK;
}

/* Adds each line that holds a phrase; lines that fold to the same are one. */
static enum rc put_lines(struct work *w, struct id_phrase_list list, const char *lines, int64_t *ret_n)
{
	*ret_n = 0;
	while (*lines != '\0') {
		size_t len = strcspn(lines, "\n");
		const char *line = text_trim(w->arena, arena_strn(w->arena, lines, len));
		const char *folded = text_fold_words(w->arena, line);
		lines += len + (lines[len] == '\n');
		if (*folded == '\0')
			continue;
		size_t letters = text_count(folded);
		if (letters < 3 || letters > PHRASE_LETTERS || ++*ret_n > PHRASES_MAX)
			return work_fail(w, E_phrase_list, "phrases");
		TRY(q_phrase_insert(w, list, line, folded));
	}
	return RC_OK;
}

enum rc phrases_put(struct work *w, const struct phrases_in *in, struct id_phrase_list *ret)
{
	int64_t version = 0, n = 0, today = zone_date(w->zone, w->now);
	struct id_phrase_list id = { work_id(w) };
	if (in->expires_on < today || in->expires_on > today + 731)
		return work_fail(w, E_field_date, "expires_on");
	audit_about(w, phrase_list, id);
	TRY(q_phrase_list_version(w, w->actor.tenant, in->name, &version));
	TRY(q_phrase_list_supersede(w, w->actor.tenant, in->name));
	TRY(q_phrase_list_insert(w, &(struct q_phrase_list_insert){ id, w->actor.tenant, in->name,
								    version + 1, w->actor.account,
								    in->expires_on, w->now }));
	TRY(put_lines(w, id, in->phrases, &n));
	if (n == 0)
		return work_fail(w, E_phrase_list, "phrases");
	*ret = id;
	return RC_OK;
}
