/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/audit/verify.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/work/logged.h"
#include "log_q.h"
#include "src/audit/log.h"

enum {
	PAGE = 1000,
	TILE_HEIGHT = 8,
	SLOTS_FIRST = 1 << 12,
	PAGE_MEMORY = 256 * 1024 * 1024,
};

/* The last that the log says of one row. */
struct row_kept {
	const struct log_form *form;
	const char *key;
	int64_t index;
	unsigned char salt[LOG_SALT_LEN], hash[SHA256_LEN];
	bool gone, seen, old;
};

struct look {
	struct work *w;			/* its memory lasts to the end */
	struct work page, rows, tables; /* theirs is forgotten with each page */
	struct log_verdict *v;
	const struct note_key *key;
	struct merkle_tree tree;
	struct row_kept **slots;
	size_t slots_n, kept_n;
	struct log_row_seens some; /* of audit_row, from `at` on */
	size_t at;
	int64_t last_index, last_n, nodes;
	struct log_checkpoints notes;
	struct log_form_storeds forms;
	size_t note_at;
	enum rc rc; /* of a statement inside a callback */
};

static bool fault(struct look *k, const char *fmt, ...) like_printf(2, 3);

/* Always false: nothing more is looked at. */
static bool fault(struct look *k, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	if (*k->v->fault == '\0')
		(void)vsnprintf(k->v->fault, sizeof(k->v->fault), fmt, args);
	va_end(args);
	return false;
}

/* --- what the log says of rows ------------------------------------------------------- */

static size_t slot_of(const struct look *k, const struct log_form *form, const char *key)
{
	uint64_t h = UINT64_C(1469598103934665603) ^ (uint64_t)form->id;
	for (const char *c = key; *c != '\0'; c++)
		h = (h ^ (unsigned char)*c) * UINT64_C(1099511628211);
	size_t at = (size_t)(h ^ h >> 29) & (k->slots_n - 1);
	while (k->slots[at] != NULL && (k->slots[at]->form != form || strcmp(k->slots[at]->key, key) != 0))
		at = (at + 1) & (k->slots_n - 1);
	return at;
}

static void make_room(struct look *k)
{
	struct row_kept **old = k->slots;
	size_t n = k->slots_n;
	if (k->kept_n * 2 < n)
		return;
	k->slots_n = n ? n * 4 : SLOTS_FIRST;
	k->slots = arena_array(k->w->arena, struct row_kept *, k->slots_n);
	for (size_t i = 0; i < n; i++)
		if (old[i] != NULL)
			k->slots[slot_of(k, old[i]->form, old[i]->key)] = old[i];
}

static void keep(struct look *k, const struct log_form *form, const struct log_row_seen *r, bool old)
{
	make_room(k);
	size_t at = slot_of(k, form, r->key);
	if (k->slots[at] == NULL) {
		k->slots[at] = arena_new_of(k->w->arena, struct row_kept);
		k->slots[at]->key = arena_str(k->w->arena, r->key);
		k->kept_n++;
	}
	struct row_kept *to = k->slots[at];
	to->form = form;
	to->old = old;
	to->index = r->idx;
	to->gone = *r->what == 'd';
	memset(to->salt, 0, LOG_SALT_LEN); /* an erasure took it away: then this is no row's last version */
	memcpy(to->salt, r->salt.at, r->salt.len);
	memcpy(to->hash, r->hash.at, SHA256_LEN);
}

static const struct log_form *form_now(int64_t id, const char *table)
{
	for (const struct log_form *const *f = log_forms; *f != NULL; f++)
		if (table ? text_is((*f)->table, table) : (*f)->id == id)
			return *f;
	return NULL;
}

/* Of an older program's form only the table is known here: that the row is there is looked
 * at, what it holds is left to kk-verify. */
static const struct log_form *form_of(const struct look *k, int64_t id, bool *ret_old)
{
	const struct log_form *form = form_now(id, NULL);
	*ret_old = form == NULL;
	for (size_t i = 0; form == NULL && i < k->forms.n; i++)
		if (k->forms.at[i].id == id)
			form = form_now(0, k->forms.at[i].tbl);
	return form;
}

static void add_row(struct merkle_tree *t, const struct log_row_seen *r)
{
	char hex[2 * SHA256_LEN + 1], head[64];
	struct merkle_hash leaf;
	text_hex(r->hash.at, SHA256_LEN, hex);
	int len = snprintf(head, sizeof(head), "kinkeeper row v1\nform=%lld\nwhat=%c\nkey=", (long long)r->form,
			   *r->what);
	const struct sha256_part parts[] = { { "", 1 }, { head, (size_t)len }, { r->key, strlen(r->key) },
					     { "\nhash=", 6 }, { hex, 2 * SHA256_LEN }, { "\n", 1 } };
	sha256_parts(parts, COUNT_OF(parts), leaf.at);
	merkle_append(t, &leaf, NULL, NULL);
}

/* The next row of audit_row, NULL behind the last. */
static const struct log_row_seen *next_row(struct look *k)
{
	if (k->at < k->some.n)
		return &k->some.at[k->at];
	arena_reset(k->rows.arena);
	k->rc = q_log_rows_page(&k->rows, k->last_index, k->last_n, PAGE, &k->some);
	k->at = 0;
	return k->rc == RC_OK && k->some.n > 0 ? k->some.at : NULL;
}

/* One more row of the entry of that leaf. */
static bool take_row(struct look *k, struct merkle_tree *t, const struct log_row_seen *r)
{
	bool old;
	if (r->n != t->size || (r->salt.len != LOG_SALT_LEN && r->salt.len != 0) || r->hash.len != SHA256_LEN)
		return fault(k, "entry %lld: its row %lld is not what rows are", (long long)r->idx, (long long)r->n);
	add_row(t, r);
	const struct log_form *form = form_of(k, r->form, &old);
	if (form != NULL)
		keep(k, form, r, old);
	k->v->rows++;
	return true;
}

static bool check_rows_root(struct look *k, int64_t index, const struct merkle_tree *t,
			    const void *rows, size_t len)
{
	struct merkle_hash root;
	merkle_root(t, &root);
	bool same = (t->size > 0) == (rows != NULL) &&
		    (t->size == 0 || (len == SHA256_LEN && memcmp(root.at, rows, SHA256_LEN) == 0));
	return same || fault(k, "entry %lld: its rows are not those it was made with", (long long)index);
}

static bool check_rows(struct look *k, const struct log_bytes_row *e)
{
	struct merkle_tree t = { 0 };
	const struct log_row_seen *r;
	for (; (r = next_row(k)) != NULL && r->idx == e->index; k->at++) {
		if (!take_row(k, &t, r))
			return false;
		k->last_index = r->idx;
		k->last_n = r->n;
	}
	return k->rc == RC_OK && check_rows_root(k, e->index, &t, e->entry.rows.at, SHA256_LEN);
}

/* On PostgreSQL an entry waits for its leaf for a moment: what it wrote is held against it
 * all the same. */
static enum rc check_waiting(struct look *k)
{
	struct log_waiting_rows waiting;
	TRY(q_log_waiting(k->w, &waiting));
	for (size_t i = 0; i < waiting.n; i++) {
		struct merkle_tree t = { 0 };
		struct log_row_seens rows;
		int64_t index = k->tree.size + (int64_t)i;
		arena_reset(k->page.arena);
		TRY(q_log_rows_of(&k->page, waiting.at[i].entry, index, &rows));
		for (size_t j = 0; j < rows.n; j++)
			if (!take_row(k, &t, &rows.at[j]))
				return RC_OK;
		if (!check_rows_root(k, index, &t, waiting.at[i].rows.at, waiting.at[i].rows.len))
			return RC_OK;
	}
	return RC_OK;
}

/* --- the tree ---------------------------------------------------------------------------- */

static void check_node(void *ctx, unsigned height, int64_t n, const struct merkle_hash *h)
{
	struct look *k = ctx;
	struct log_hashs rows;
	if (height % TILE_HEIGHT != 0 || k->rc != RC_OK)
		return;
	k->rc = q_log_nodes(&k->page, height, n, n + 1, &rows);
	k->nodes++;
	if (k->rc == RC_OK && (rows.n != 1 || rows.at[0].hash.len != SHA256_LEN ||
			       memcmp(rows.at[0].hash.at, h->at, SHA256_LEN) != 0))
		(void)fault(k, "node %lld of height %u is not what its leaves say", (long long)n, height);
}

static bool is_signed(struct look *k, const struct log_checkpoint *c)
{
	int64_t size, at;
	struct merkle_hash root, now;
	const char *end = strstr(c->note, "\n\n"), *line = k->key ? note_line_of(k->key, c->note) : NULL;
	const char *text = end ? arena_strn(k->page.arena, c->note, (size_t)(end - c->note) + 1) : "";
	const char *origin = k->key ? k->key->name : arena_strn(k->page.arena, text, strcspn(text, "\n"));
	merkle_root(&k->tree, &now);
	if (!note_checkpoint_read(text, origin, &size, &root) || size != c->size)
		return fault(k, "checkpoint %lld cannot be read", (long long)c->size);
	if (memcmp(root.at, now.at, SHA256_LEN) != 0)
		return fault(k, "checkpoint %lld has another root than the log", (long long)c->size);
	if (k->key != NULL && (line == NULL || !note_is_signed(k->key, text, line, &at)))
		return fault(k, "checkpoint %lld is not signed by the log", (long long)c->size);
	k->v->checkpoints++;
	return true;
}

/* Checkpoints of the size that the tree has now. */
static bool check_notes(struct look *k)
{
	while (k->note_at < k->notes.n && k->notes.at[k->note_at].size == k->tree.size)
		if (!is_signed(k, &k->notes.at[k->note_at++]))
			return false;
	return true;
}

static bool check_entry(struct look *k, const struct log_leaf_row *row)
{
	struct log_bytes_row e;
	struct merkle_hash leaf;
	if (row->idx != k->tree.size)
		return fault(k, "entry %lld is not there", (long long)k->tree.size);
	if (log_bytes_row(&k->page, row, &e) != RC_OK)
		return fault(k, "entry %lld is not what entries are", (long long)row->idx);
	merkle_leaf(e.text, e.len, "", 0, &leaf);
	if (memcmp(leaf.at, e.leaf.at, SHA256_LEN) != 0)
		return fault(k, "entry %lld is not what its leaf was made of", (long long)row->idx);
	merkle_append(&k->tree, &leaf, check_node, k);
	k->v->rows += 2;
	k->v->entries++;
	return k->rc == RC_OK && *k->v->fault == '\0' && check_rows(k, &e) && check_notes(k);
}

static enum rc check_entries(struct look *k)
{
	struct log_leaf_rows rows = { .n = PAGE };
	while (rows.n == PAGE) {
		arena_reset(k->page.arena);
		TRY(q_log_entries_page(&k->page, k->tree.size, PAGE, &rows));
		for (size_t i = 0; i < rows.n; i++)
			if (!check_entry(k, &rows.at[i]))
				return k->rc;
	}
	if (k->note_at < k->notes.n)
		(void)fault(k, "checkpoint %lld: the log has only %lld entries", (long long)k->notes.at[k->note_at].size,
			    (long long)k->tree.size);
	return RC_OK;
}

/* --- counts, details, cosignatures ---------------------------------------------------------- */

static enum rc check_counts(struct look *k)
{
	struct log_counts n;
	TRY(q_log_counts(k->w, &n));
	if (n.leaves != k->tree.size)
		(void)fault(k, "entry %lld is not there", (long long)k->tree.size);
	if (n.nodes != k->nodes)
		(void)fault(k, "%lld nodes are of no leaves", (long long)(n.nodes - k->nodes));
	if (n.astray > n.waiting)
		(void)fault(k, "%lld entries are in no leaf", (long long)(n.astray - n.waiting));
	if (n.unknown > 0)
		(void)fault(k, "%lld cosignatures are of no known witness", (long long)n.unknown);
	return RC_OK;
}

static bool check_detail(struct look *k, const struct log_detail *d)
{
	unsigned char hash[SHA256_LEN];
	log_commitment(d->salt.at, d->salt.len, d->detail, hash);
	k->v->rows++;
	k->v->details++;
	if (d->commitment.len == SHA256_LEN && memcmp(hash, d->commitment.at, SHA256_LEN) == 0)
		return true;
	return fault(k, "the detail of entry number %lld is not what it was", (long long)d->entry.v);
}

static enum rc check_details(struct look *k)
{
	struct log_details rows = { .n = PAGE };
	struct id_entry after = { INT64_MIN };
	while (rows.n == PAGE) {
		arena_reset(k->page.arena);
		TRY(q_log_details_page(&k->page, after, PAGE, &rows));
		for (size_t i = 0; i < rows.n; i++)
			if (!check_detail(k, &rows.at[i]))
				return RC_OK;
		if (rows.n > 0)
			after = rows.at[rows.n - 1].entry;
	}
	return RC_OK;
}

static bool check_cosigned(struct look *k, const struct note_key *key, const struct log_cosigned *c)
{
	int64_t at;
	const char *end = c->note ? strstr(c->note, "\n\n") : NULL;
	const char *text = end ? arena_strn(k->page.arena, c->note, (size_t)(end - c->note) + 1) : "";
	k->v->rows++;
	k->v->cosignatures++;
	bool alone = c->line[strcspn(c->line, "\n")] != '\0' && strchr(c->line, '\n')[1] == '\0';
	if (end != NULL && alone && note_is_signed(key, text, c->line, &at))
		return true;
	return fault(k, "the cosignature of %s under checkpoint %lld is not its own", key->name, (long long)c->size);
}

static enum rc check_witness(struct look *k, const struct log_witness_key *who)
{
	struct log_cosigneds rows = { .n = PAGE };
	struct note_key key;
	int64_t after = -1;
	if (!note_key_read(who->vkey, &key) || !text_is(key.name, who->name)) {
		(void)fault(k, "the key of witness %s is none", who->name);
		return RC_OK;
	}
	while (rows.n == PAGE) {
		arena_reset(k->page.arena);
		TRY(q_log_cosigned_page(&k->page, who->name, after, PAGE, &rows));
		for (size_t i = 0; i < rows.n; i++)
			if (!check_cosigned(k, &key, &rows.at[i]))
				return RC_OK;
		if (rows.n > 0)
			after = rows.at[rows.n - 1].size;
	}
	return RC_OK;
}

static enum rc check_witnesses(struct look *k)
{
	struct log_witness_keys rows;
	TRY(q_log_witness_keys(k->w, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(check_witness(k, &rows.at[i]));
	return RC_OK;
}

/* --- tables ------------------------------------------------------------------------------------ */

static bool check_table_row(struct look *k, const struct log_form *form, const struct db_value *row)
{
	unsigned char hash[SHA256_LEN];
	const char *key = log_row_key(k->tables.arena, form, row);
	struct row_kept *r = k->slots_n ? k->slots[slot_of(k, form, key)] : NULL;
	k->v->rows++;
	if (r == NULL)
		return fault(k, "%s %s was written past the log", form->table, key);
	if (r->gone)
		return fault(k, "%s %s is there; entry %lld removed it", form->table, key, (long long)r->index);
	log_row_hash(k->tables.arena, form, row, r->salt, hash);
	r->seen = true;
	if (r->old || memcmp(hash, r->hash, SHA256_LEN) == 0)
		return true;
	return fault(k, "%s %s is not what entry %lld wrote", form->table, key, (long long)r->index);
}

static enum rc check_table(struct look *k, const struct log_form *form)
{
	struct log_page page = { .n = PAGE };
	const struct db_value *after = NULL;
	while (page.n == PAGE) {
		const struct db_value *from = after ? log_values(k->page.arena, after, form->n) : NULL;
		arena_reset(k->tables.arena);
		TRY(log_page(&k->tables, form, from, PAGE, &page));
		arena_reset(k->page.arena);
		for (size_t i = 0; i < page.n; i++)
			if (!check_table_row(k, form, page.at[i].at))
				return RC_OK;
		if (page.n > 0)
			after = page.at[page.n - 1].at;
	}
	return RC_OK;
}

static enum rc check_tables(struct look *k)
{
	struct log_form_known known;
	for (const struct log_form *const *f = log_forms; *f != NULL; f++) {
		TRY(q_log_form_known(k->w, (*f)->id, (*f)->table, &known));
		if (known.same == 0)
			(void)fault(k, "the form of %s is not there", (*f)->table);
		TRY(check_table(k, *f));
	}
	for (size_t i = 0; i < k->slots_n; i++) {
		const struct row_kept *r = k->slots[i];
		if (r != NULL && !r->gone && !r->seen)
			(void)fault(k, "%s %s is not there; entry %lld wrote it", r->form->table, r->key, (long long)r->index);
	}
	return RC_OK;
}

static enum rc check_all(struct look *k)
{
	TRY(q_log_forms_stored(k->w, &k->forms));
	TRY(q_log_checkpoints_page(k->w, -1, INT64_MAX, &k->notes));
	TRY(check_entries(k));
	merkle_root(&k->tree, &k->v->root);
	enum rc (*const more[])(struct look *) = { check_counts, check_waiting, check_details, check_witnesses, check_tables };
	for (size_t i = 0; i < COUNT_OF(more) && *k->v->fault == '\0'; i++)
		TRY(more[i](k));
	return RC_OK;
}

/* Pages have memory of their own; where it runs out, the look is over. */
static enum rc check_guarded(struct look *k)
{
	if (setjmp(*arena_guard(k->page.arena)) || setjmp(*arena_guard(k->rows.arena)) ||
	    setjmp(*arena_guard(k->tables.arena)))
		return RC_BROKEN;
	return check_all(k);
}

enum rc log_verify(struct work *w, const struct note_key *key, struct log_verdict *ret)
{
	*ret = (struct log_verdict){ 0 };
	struct look *k = arena_new_of(w->arena, struct look);
	*k = (struct look){ .w = w, .v = ret, .key = key, .last_index = -1, .last_n = -1 };
	struct work *const with[] = { &k->page, &k->rows, &k->tables };
	enum rc rc = RC_OK;
	for (size_t i = 0; i < COUNT_OF(with); i++) {
		*with[i] = (struct work){ .db = w->db, .shared = w->shared, .arena = arena_new(PAGE_MEMORY) };
		rc = with[i]->arena == NULL ? RC_BROKEN : rc;
	}
	if (rc == RC_OK)
		rc = check_guarded(k);
	for (size_t i = 0; i < COUNT_OF(with); i++)
		arena_free(with[i]->arena);
	return rc;
}
