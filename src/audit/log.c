/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/audit/log.h"

#include <pthread.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/db/follow.h"
#include "lib/work/logged.h"
#include "log_q.h"
#include "src/audit/audit.h"

enum {
	SCRATCH_MAX = 64 * 1024 * 1024,
	TILE_HEIGHT = 8, /* nodes are kept at its multiples */
	MERGE_MAX = 500, /* entries in one transaction */
	ENTRY_ROOM = 640,
	BASELINE_MAX = 1000,
	TOLD_MAX = 7500, /* of a NOTIFY's 8,000 bytes */
};

/* An entry whose transaction has not come to its COMMIT. It lies in the memory of the
 * work that wrote it, which lasts until the work is told that it is over. */
struct pending {
	struct pending *next;
	int64_t entry;
	const char *rest;
	size_t len;
};

struct audit_log {
	struct shared *shared;
	struct arena *memory, *scratch;
	struct merkle_tree tree, grown; /* as it stands; with what is about to be committed */
	struct pending *first, *last, *mark; /* mark: the last before the task under way */
	struct work work;		     /* of the writer, for its statements */
	pthread_mutex_t merging;
};

/* --- what is stored -------------------------------------------------------------- */

/* A subtree's root out of the up to 128 hashes that are kept below it. */
static enum rc get_node(void *ctx, unsigned height, int64_t n, struct merkle_hash *ret)
{
	struct work *w = ctx;
	struct log_hashs rows;
	struct merkle_hash at[1 << (TILE_HEIGHT - 1)];
	unsigned base = height - height % TILE_HEIGHT;
	int64_t many = INT64_C(1) << (height - base), low = n * many;
	if (base == 0)
		TRY(q_log_leaves(w, low, low + many, &rows));
	else
		TRY(q_log_nodes(w, base, low, low + many, &rows));
	if (rows.n != (size_t)many)
		return RC_BROKEN;
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.at[i].hash.len != SHA256_LEN)
			return RC_BROKEN;
		memcpy(at[i].at, rows.at[i].hash.at, SHA256_LEN);
	}
	for (; many > 1; many /= 2)
		for (int64_t i = 0; i < many / 2; i++)
			merkle_node(&at[2 * i], &at[2 * i + 1], &at[i]);
	*ret = at[0];
	return RC_OK;
}

struct merkle_source log_source(struct work *w)
{
	return (struct merkle_source){ .get = get_node, .ctx = w };
}

enum rc log_size(struct work *w, int64_t *ret)
{
	return q_log_size(w, ret);
}

enum rc log_tile(struct work *w, int64_t level, int64_t low, int64_t n, struct buf *out)
{
	struct log_hashs rows;
	if (level == 0)
		TRY(q_log_leaves(w, low, low + n, &rows));
	else
		TRY(q_log_nodes(w, level * TILE_HEIGHT, low, low + n, &rows));
	if ((int64_t)rows.n != n)
		return RC_NOT_FOUND;
	for (size_t i = 0; i < rows.n; i++)
		buf_put(out, rows.at[i].hash.at, rows.at[i].hash.len);
	return RC_OK;
}

struct growth {
	struct work *w;
	struct merkle_tree *tree;
	enum rc rc;
};

static void keep_node(void *ctx, unsigned height, int64_t n, const struct merkle_hash *h)
{
	struct growth *g = ctx;
	if (height % TILE_HEIGHT == 0 && g->rc == RC_OK)
		g->rc = q_log_node_insert(g->w, height, n, (struct db_blob){ h->at, SHA256_LEN });
}

static enum rc grow(struct work *w, struct merkle_tree *tree, int64_t entry, const char *rest, size_t len)
{
	struct growth g = { .w = w, .tree = tree };
	struct merkle_hash leaf;
	log_entry_leaf(tree->size, rest, len, &leaf);
	TRY(q_log_leaf_insert(w, tree->size, (struct id_entry){ entry },
			      (struct db_blob){ leaf.at, SHA256_LEN }));
	merkle_append(tree, &leaf, keep_node, &g);
	return g.rc;
}

/* --- SQLite: the writer's own ------------------------------------------------------- */

static void forget(struct audit_log *l)
{
	l->first = l->last = l->mark = NULL;
}

/* Of what a task wrote nothing is left: neither are its entries. */
static void drop_since_mark(struct audit_log *l)
{
	l->last = l->mark;
	if (l->mark != NULL)
		l->mark->next = NULL;
	else
		l->first = NULL;
}

static enum rc give_indexes(struct audit_log *l, struct db_conn *c)
{
	l->grown = l->tree;
	if (l->first == NULL)
		return RC_OK;
	arena_reset(l->scratch);
	if (setjmp(*arena_guard(l->scratch)))
		return RC_BROKEN;
	l->work.db = c;
	for (const struct pending *p = l->first; p != NULL; p = p->next)
		TRY(grow(&l->work, &l->grown, p->entry, p->rest, p->len));
	return RC_OK;
}

static enum rc on_turn(void *ctx, struct db_conn *c, enum db_turn turn)
{
	struct audit_log *l = ctx;
	switch (turn) {
	case DB_TURN_BEGINS:
	case DB_TURN_FELL:
		forget(l);
		return RC_OK;
	case DB_TURN_TASK:
		l->mark = l->last;
		return RC_OK;
	case DB_TURN_UNDONE:
		drop_since_mark(l);
		return RC_OK;
	case DB_TURN_COMMITS:
		return give_indexes(l, c);
	case DB_TURN_STANDS:
		l->tree = l->grown;
		forget(l);
		return RC_OK;
	}
	return RC_BROKEN;
}

static void add_pending(struct audit_log *l, struct arena *a, int64_t entry, const struct buf *rest)
{
	struct pending *p = arena_new_of(a, struct pending);
	*p = (struct pending){ .entry = entry, .rest = buf_text(rest), .len = rest->len };
	if (l->last != NULL)
		l->last->next = p;
	else
		l->first = p;
	l->last = p;
}

/* --- entries ---------------------------------------------------------------------------- */

static enum rc bytes_of(struct work *w, const struct log_entry *e, struct buf *ret)
{
	*ret = buf_new(w->arena, LOG_ENTRY_MAX);
	(void)buf_room(ret, ENTRY_ROOM);
	return log_entry_put(e, ret);
}

enum rc log_add(struct work *w, const struct log_entry *e)
{
	struct audit_log *l = w->shared->log;
	struct buf rest;
	TRY(bytes_of(w, e, &rest)); /* also where it waits: what cannot be a leaf is no entry */
	if (l == NULL || db_engine_of(w->shared->db) == DB_POSTGRES)
		return q_log_stage_insert(w, (struct id_entry){ e->id }, e->at);
	add_pending(l, w->arena, e->id, &rest);
	return RC_OK;
}

static struct log_entry entry_of(const struct log_staged_row *r)
{
	return (struct log_entry){ .id = r->id.v,	   .tenant = r->tenant.v,     .at = r->at,
				   .actor = r->actor.v,	   .assurance = r->assurance, .object = r->object,
				   .session = r->session,  .bytes = r->bytes,	      .role = r->role,
				   .act = r->act,	   .object_kind = r->kind,    .decision = r->decision,
				   .rule = r->rule,	   .purpose = r->purpose,     .outcome = r->outcome,
				   .commitment = { r->commitment.at, r->commitment.len },
				   .rows = { r->rows.at, r->rows.len } };
}

enum rc log_bytes_row(struct work *w, const struct log_leaf_row *r, struct log_bytes_row *ret)
{
	struct buf whole = buf_new(w->arena, LOG_ENTRY_MAX);
	if (r->hash.len != SHA256_LEN)
		return RC_BROKEN;
	*ret = (struct log_bytes_row){ .index = r->idx };
	memcpy(ret->leaf.at, r->hash.at, SHA256_LEN);
	ret->entry = (struct log_entry){ .id = r->id.v,		 .tenant = r->tenant.v,	    .at = r->at,
					 .actor = r->actor.v,	 .assurance = r->assurance, .object = r->object,
					 .session = r->session,	 .bytes = r->bytes,	    .role = r->role,
					 .act = r->act,		 .object_kind = r->kind,    .decision = r->decision,
					 .rule = r->rule,	 .purpose = r->purpose,	    .outcome = r->outcome,
					 .commitment = { r->commitment.at, r->commitment.len },
					 .rows = { r->rows.at, r->rows.len } };
	(void)buf_room(&whole, ENTRY_ROOM);
	log_entry_head(r->idx, &whole);
	TRY(log_entry_put(&ret->entry, &whole));
	ret->text = buf_text(&whole);
	ret->len = whole.len;
	return RC_OK;
}

enum rc log_bytes(struct work *w, int64_t low, int64_t high, struct log_bytes *ret)
{
	struct log_leaf_rows rows;
	TRY(q_log_entries(w, low, high, &rows));
	*ret = (struct log_bytes){ arena_array(w->arena, struct log_bytes_row, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		TRY(log_bytes_row(w, &rows.at[i], &ret->at[i]));
	return RC_OK;
}

enum rc log_bytes_of(struct work *w, struct id_entry id, struct log_bytes_row *ret)
{
	struct log_leaf_row row;
	TRY(q_log_entry_find(w, id, &row));
	return log_bytes_row(w, &row, ret);
}

/* --- what waits --------------------------------------------------------------------------- */

struct merge {
	struct audit_log *log;
	struct merkle_tree tree;
	int64_t n;
};

static enum rc take_up(struct work *w, struct merge *m, const struct log_staged_rows *rows)
{
	bool postgres = db_engine_of(w->shared->db) == DB_POSTGRES;
	struct buf told = buf_new(w->arena, TOLD_MAX), rest;
	for (size_t i = 0; i < rows->n; i++) {
		const struct log_entry e = entry_of(&rows->at[i]);
		TRY(bytes_of(w, &e, &rest));
		if (postgres) {
			TRY(grow(w, &m->tree, e.id, buf_text(&rest), rest.len));
		} else {
			add_pending(m->log, w->arena, e.id, &rest);
			TRY(q_log_stage_delete(w, rows->at[i].id));
		}
		buf_printf(&told, "%s%lld", i ? " " : "", (long long)e.id);
	}
	struct log_tolds heard;
	if (!postgres)
		return RC_OK;
	TRY(q_log_tell(w, buf_text(&told), &heard));
	return q_log_stage_sweep(w);
}

static enum rc merge_some(struct work *w, void *arg)
{
	struct merge *m = arg;
	struct log_lockeds lock;
	struct log_staged_rows rows;
	int64_t size = 0;
	m->n = 0;
	m->tree = m->log->tree;
	TRY(q_log_lock(w, &lock));
	if (lock.n == 0)
		return RC_OK;
	TRY(q_log_staged(w, MERGE_MAX, &rows));
	if (rows.n == 0)
		return RC_OK;
	TRY(q_log_size(w, &size));
	struct merkle_source source = log_source(w);
	if (size != m->tree.size) /* another process was the sequencer before */
		TRY(merkle_edge_at(&source, size, &m->tree));
	m->n = (int64_t)rows.n;
	return take_up(w, m, &rows);
}

enum rc log_merge(struct shared *s, int64_t *ret_n)
{
	struct merge m = { .log = s->log, .n = 1 };
	enum rc rc = RC_OK;
	*ret_n = 0;
	pthread_mutex_lock(&m.log->merging);
	while (rc == RC_OK && m.n > 0) {
		rc = work_do(&(struct work_run){ .shared = s, .run = merge_some, .arg = &m, .write = true,
						 .single = true });
		if (rc == RC_OK && db_engine_of(s->db) == DB_POSTGRES)
			m.log->tree = m.tree;
		*ret_n += rc == RC_OK ? m.n : 0;
	}
	pthread_mutex_unlock(&m.log->merging);
	return rc;
}

/* --- rows from before they were logged ----------------------------------------------------- */

struct baseline {
	const struct log_form *form;
	struct arena *memory;
	const struct db_value *after; /* the last row that was taken up; NULL: none yet */
	bool known, over;
};

static enum rc is_known(struct work *w, void *arg)
{
	struct baseline *b = arg;
	struct log_form_known k;
	TRY(q_log_form_known(w, b->form->id, b->form->table, &k));
	b->known = k.same > 0;
	b->over = k.others > 0; /* an older form has its rows */
	return RC_OK;
}

/* The next thousand rows, under one entry; the form is known when all are. */
static enum rc take_up_rows(struct work *w, void *arg)
{
	struct baseline *b = arg;
	const struct log_form *f = b->form;
	struct audit_note note = { .act = "log.baseline" };
	struct log_page page = { 0 };
	if (!b->over)
		TRY(log_page(w, f, b->after, BASELINE_MAX, &page));
	for (size_t i = 0; i < page.n; i++)
		log_row(w, f, 'w', page.at[i].at);
	b->over = page.n < BASELINE_MAX;
	if (page.n > 0)
		b->after = log_values(b->memory, page.at[page.n - 1].at, f->n);
	w->note = &note;
	enum rc rc = audit_rows(w);
	w->note = NULL;
	if (rc != RC_OK || !b->over)
		return rc;
	/* An entry speaks of the form, so that nobody can take the whole table out of the log. */
	TRY(q_log_form_insert(w, f->id, f->table, f->keys, f->told));
	return audit_act(w, "log.form", 0, f->id, "done");
}

static enum rc take_up_table(struct shared *s, const struct log_form *f)
{
	struct baseline b = { .form = f, .memory = arena_new(SCRATCH_MAX) };
	enum rc rc = b.memory ? work_do(&(struct work_run){ .shared = s, .run = is_known, .arg = &b }) : RC_BROKEN;
	bool over = b.known;
	while (rc == RC_OK && !over) {
		rc = work_do(&(struct work_run){ .shared = s, .run = take_up_rows, .arg = &b, .write = true });
		over = b.over;
	}
	arena_free(b.memory);
	return rc;
}

/* --- opening ---------------------------------------------------------------------------- */

static enum rc read_edge(struct work *w, void *arg)
{
	struct audit_log *l = arg;
	struct merkle_source source = log_source(w);
	int64_t size = 0;
	TRY(q_log_size(w, &size));
	return merkle_edge_at(&source, size, &l->tree);
}

enum rc log_open(struct shared *s)
{
	struct arena *memory = arena_new(sizeof(struct audit_log) + 1024);
	struct arena *scratch = arena_new(SCRATCH_MAX);
	int64_t n = 0;
	if (memory == NULL || scratch == NULL)
		return RC_BROKEN;
	struct audit_log *l = arena_new_of(memory, struct audit_log);
	l->shared = s;
	l->memory = memory;
	l->scratch = scratch;
	l->work = (struct work){ .shared = s, .arena = scratch };
	pthread_mutex_init(&l->merging, NULL);
	s->log = l;
	TRY(work_do(&(struct work_run){ .shared = s, .run = read_edge, .arg = l }));
	db_follow(s->db, (struct db_follower){ on_turn, l });
	s->log_rows = audit_rows;
	for (const struct log_form *const *f = log_forms; *f != NULL; f++)
		TRY(take_up_table(s, *f));
	TRY(log_merge(s, &n));
	if (n > 0)
		log_line(LOG_INFO, "log", "taken up=%lld", (long long)n);
	return RC_OK;
}

void log_close(struct shared *s)
{
	struct audit_log *l = s->log;
	if (l == NULL)
		return;
	s->log = NULL;
	s->log_rows = NULL;
	pthread_mutex_destroy(&l->merging);
	arena_free(l->scratch);
	arena_free(l->memory);
}
