/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/messages/phrases.h"

#include <hs/hs.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "screening_q.h"

enum { TENANTS_MAX = 64, SHOWN_MAX = 8 };

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
