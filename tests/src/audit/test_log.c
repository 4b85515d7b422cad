/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include <pthread.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "src/audit/audit.h"
#include "src/audit/checkpoint.h"
#include "src/audit/log.h"
#include "tests/story/client.h"

/* The tree over the audit log, beside the group commit of SQLite's writer. */

static struct world_under_test world;

static int start(void **state)
{
	(void)state;
	log_set_level(LOG_ERROR);
	if (crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 1;
	secret_make_cheap_for_tests();
	test_world_start(&world, NULL);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	test_world_stop(&world);
	return 0;
}

static struct shared *shared(void)
{
	return server_shared(world.server);
}

static enum rc size_now(struct work *w, void *arg)
{
	return log_size(w, arg);
}

static int64_t size(void)
{
	int64_t n = -1;
	assert_int_equal(work_do(&(struct work_run){ .shared = shared(), .run = size_now, .arg = &n }), RC_OK);
	return n;
}

/* Every leaf is the hash of its entry's bytes, and the root that is stored is theirs. */
static enum rc check_tree(struct work *w, void *arg)
{
	struct merkle_tree t = { 0 };
	struct merkle_hash root, stored, leaf;
	struct merkle_source source = log_source(w);
	struct log_bytes some;
	int64_t all = 0;
	(void)arg;
	TRY(log_size(w, &all));
	for (int64_t low = 0; low < all; low += 256) {
		TRY(log_bytes(w, low, low + 256, &some));
		for (size_t i = 0; i < some.n; i++) {
			assert_int_equal(some.at[i].index, t.size);
			merkle_leaf(some.at[i].text, some.at[i].len, "", 0, &leaf);
			assert_memory_equal(&leaf, &some.at[i].leaf, sizeof(leaf));
			merkle_append(&t, &leaf, NULL, NULL);
		}
	}
	assert_int_equal(t.size, all);
	merkle_root(&t, &root);
	TRY(merkle_root_at(&source, all, &stored));
	assert_memory_equal(&root, &stored, sizeof(root));
	return RC_OK;
}

static void tree_is_whole(void)
{
	assert_int_equal(work_do(&(struct work_run){ .shared = shared(), .run = check_tree }), RC_OK);
}

/* --- many at once ------------------------------------------------------------------ */

enum { TASKS = 900 };

enum fate { STANDS, FAILS, UNDONE, UNDONE_THEN_STANDS };

struct act {
	struct db_task task;
	struct work w;
	enum fate fate;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t over = PTHREAD_COND_INITIALIZER;
static int left;

static enum rc run_act(struct db_task *task, struct db_conn *c)
{
	struct act *a = (struct act *)task;
	a->w.db = c;
	TRY(audit_act(&a->w, "test.act", ID_OF_site, 7, "done"));
	if (a->fate == UNDONE || a->fate == UNDONE_THEN_STANDS)
		TRY(db_undo(c));
	if (a->fate == UNDONE_THEN_STANDS)
		TRY(audit_act(&a->w, "test.refused", ID_OF_site, 7, "test"));
	return a->fate == FAILS ? RC_INVALID : RC_OK;
}

static void act_done(struct db_task *task)
{
	(void)task;
	pthread_mutex_lock(&lock);
	left--;
	pthread_cond_signal(&over);
	pthread_mutex_unlock(&lock);
}

static void an_entry_is_a_leaf_only_where_its_act_stands(void **state)
{
	(void)state;
	static struct act acts[TASKS];
	struct arena *a = arena_new(256 * 1024 * 1024);
	int64_t before = size(), stand = 0;
	left = TASKS;
	for (int i = 0; i < TASKS; i++) {
		acts[i] = (struct act){ .task = { .run = run_act, .done = act_done, .write = true },
					.fate = (enum fate)(i * 7 % 11 % 4) };
		acts[i].w = (struct work){ .arena = arena_new(1024 * 1024), .shared = shared(), .now = 1000 + i };
		stand += acts[i].fate == STANDS || acts[i].fate == UNDONE_THEN_STANDS;
	}
	for (int i = 0; i < TASKS; i++)
		assert_int_equal(db_submit(shared()->db, &acts[i].task), RC_OK);
	pthread_mutex_lock(&lock);
	while (left > 0)
		pthread_cond_wait(&over, &lock);
	pthread_mutex_unlock(&lock);
	assert_int_equal(size(), before + stand);
	tree_is_whole();
	for (int i = 0; i < TASKS; i++)
		arena_free(acts[i].w.arena);
	arena_free(a);
}

/* --- before the tree, and after a restart ---------------------------------------------- */

static enum rc write_some(struct work *w, void *arg)
{
	for (int i = 0; i < *(int *)arg; i++)
		TRY(audit_act(w, "test.old", ID_OF_site, i, "done"));
	return RC_OK;
}

static void do_write(int n)
{
	assert_int_equal(work_do(&(struct work_run){ .shared = shared(), .run = write_some, .arg = &n,
						     .write = true }), RC_OK);
}

static void entries_from_before_the_tree_are_taken_up(void **state)
{
	(void)state;
	struct audit_log *log = shared()->log;
	int64_t before = size(), n = 0;
	shared()->log = NULL;
	do_write(1203);
	shared()->log = log;
	assert_int_equal(size(), before);
	do_write(3); /* new ones do not wait for the old */
	assert_int_equal(log_merge(shared(), &n), RC_OK);
	assert_int_equal(n, 1203);
	assert_int_equal(size(), before + 1206);
	tree_is_whole();
	assert_int_equal(log_merge(shared(), &n), RC_OK);
	assert_int_equal(n, 0);
}

static void a_log_opened_again_goes_on_where_it_was(void **state)
{
	(void)state;
	int64_t before = size();
	log_close(shared());
	assert_int_equal(log_open(shared()), RC_OK);
	do_write(300);
	assert_int_equal(size(), before + 300);
	tree_is_whole();
}

/* --- bytes and notes ----------------------------------------------------------------------- */

static void an_entrys_bytes_are_those_of_the_format(void **state)
{
	(void)state;
	struct arena *a = arena_new(64 * 1024);
	struct buf out = buf_new(a, LOG_ENTRY_MAX);
	struct log_entry e = { .id = 5, .tenant = 6, .at = 1795183200123, .actor = 7, .role = "family",
			       .assurance = 1, .act = "message.send", .object_kind = "message", .object = -1,
			       .decision = "allowed", .rule = "relation", .purpose = "talk", .outcome = "done",
			       .session = 9, .bytes = 10 };
	log_entry_head(3, &out);
	assert_int_equal(log_entry_put(&e, &out), RC_OK);
	assert_string_equal(buf_text(&out),
			    "kinkeeper entry v1\nindex=3\nentry=5\ntenant=6\ntime=2026-11-20T14:00:00.123Z\n"
			    "actor=7\nrole=family\nassurance=1\nact=message.send\nkind=message\nobject=-1\n"
			    "decision=allowed\nrule=relation\npurpose=talk\noutcome=done\n"
			    "session=49db55e03c64e237cc2348cf84fdeede294f1bf1d22374757d8daf5bb0ca48be\n"
			    "bytes=10\ncommitment=\nrows=\n");
	e.act = "message.send\noutcome=done"; /* no text pretends to be another line */
	out = buf_new(a, LOG_ENTRY_MAX);
	assert_int_equal(log_entry_put(&e, &out), RC_BROKEN);
	arena_free(a);
}

static void keys_and_cosignatures_are_checked(void **state)
{
	(void)state;
	static const char vkey[] = "witness.example+8c5d7d8e+BA=="; /* no key behind its algorithm */
	struct note_key k;
	char again[NOTE_KEY_MAX];
	assert_false(note_key_read(vkey, &k));
	assert_false(note_key_read("", &k));
	assert_false(note_key_read("a+b", &k));
	note_key_write(signer_key(world.signer), again);
	assert_true(note_key_read(again, &k));
	assert_string_equal(k.name, "kinkeeper.example/test");
	again[strlen(k.name) + 1] ^= 1; /* another id */
	assert_false(note_key_read(again, &k));
}

static void the_signer_signs_no_fork_and_nothing_else(void **state)
{
	(void)state;
	struct merkle_hash one = { { 1 } }, two = { { 2 } };
	char text[NOTE_MAX], note[NOTE_MAX];
	int64_t at;
	note_checkpoint("kinkeeper.example/test", 1000000, &one, text);
	assert_int_equal(signer_sign(world.signer, text, note), RC_OK);
	assert_true(note_is_signed(signer_key(world.signer), text, note_line_of(signer_key(world.signer), note), &at));
	note_checkpoint("kinkeeper.example/test", 1000000, &two, text);
	assert_int_equal(signer_sign(world.signer, text, note), RC_INVALID);
	note_checkpoint("kinkeeper.example/test", 999999, &one, text);
	assert_int_equal(signer_sign(world.signer, text, note), RC_INVALID);
	note_checkpoint("another.example", 1000001, &one, text);
	assert_int_equal(signer_sign(world.signer, text, note), RC_INVALID);
	assert_int_equal(signer_sign(world.signer, "pay me\n", note), RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_is_a_leaf_only_where_its_act_stands),
		cmocka_unit_test(entries_from_before_the_tree_are_taken_up),
		cmocka_unit_test(a_log_opened_again_goes_on_where_it_was),
		cmocka_unit_test(an_entrys_bytes_are_those_of_the_format),
		cmocka_unit_test(keys_and_cosignatures_are_checked),
		cmocka_unit_test(the_signer_signs_no_fork_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
