/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What no story can do: forget a person's keys, and look at what is offered and stored. */
#include "tests/check.h"

#include "demo_q.h"
#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "sealed_q.h"
#include "src/accounts/accounts.h"
#include "src/erasure/erasure.h"
#include "src/sealed/sealed.h"
#include "lib/base/wordlist.h"
#include "tests/story/client.h"

static const char phrase[] = "six plain words that I know";

struct scene {
	struct demo_persona marcus, thea;
	struct id_tenant tenant;
};

static enum rc act_as(struct work *w, struct scene *s, const struct demo_persona *p, const char **ret_token)
{
	bool stale;
	const char *token;
	(void)s;
	TRY(session_open(w, p->account, "token", 2, "test", &token));
	TRY(session_load(w, token, &stale));
	if (ret_token != NULL)
		*ret_token = token;
	return RC_OK;
}

static enum rc make_key(struct work *w, struct scene *s, const struct demo_persona *p, struct sealed_try *t)
{
	TRY(act_as(w, s, p, NULL));
	*t = (struct sealed_try){ .key = { .id = { work_id(w) }, .tenant = w->actor.tenant, .person = p->person } };
	TRY(sealed_make(w->arena, t, phrase));
	return sealed_key_add(w, t, false);
}

static enum rc forget_one_of_two(struct work *w, void *arg)
{
	struct scene *s = arg;
	struct sealed_try his, hers;
	struct sealed_opened open;
	struct sealed_key key;
	const char *token;
	TRY(q_demo_persona_find(w, "inside", &s->marcus));
	TRY(q_demo_persona_find(w, "lawyer", &s->thea));
	TRY(make_key(w, s, &s->thea, &hers));
	TRY(make_key(w, s, &s->marcus, &his));
	TRY(act_as(w, s, &s->marcus, &token));
	TRY(sealed_open(w, token, &his));
	TRY(sealed_opened(w, token, &open));
	assert_int_equal(open.key.v, his.key.id.v);
	assert_memory_equal(open.secret, his.secret, BOX_KEY);
	TRY(sealed_forget(w, s->marcus.person));
	TRY(sealed_opened(w, token, &open));
	assert_int_equal(open.key.v, 0);
	TRY(sealed_key_load(w, &key));
	assert_int_equal(key.id.v, 0);
	assert_int_equal(sealed_open(w, token, &his), RC_CONFLICT);
	assert_int_equal(w->problems[0].error, E_sealed_key_first);
	w->problems_n = 0;
	TRY(sealed_forget(w, s->marcus.person)); /* nothing is left to forget */
	TRY(act_as(w, s, &s->thea, NULL));
	TRY(sealed_key_load(w, &key));
	assert_int_equal(key.id.v, hers.key.id.v);
	return RC_OK;
}

/* What the session table and the row of an open key hold together does not open it. */
static enum rc open_key_needs_the_token(struct work *w, void *arg)
{
	struct scene *s = arg;
	struct sealed_try t;
	struct sealed_opened open;
	struct sealed_session_row row;
	const char *token, *other;
	TRY(q_demo_persona_find(w, "inside", &s->marcus));
	TRY(make_key(w, s, &s->marcus, &t));
	TRY(act_as(w, s, &s->marcus, &other));
	TRY(act_as(w, s, &s->marcus, &token));
	TRY(sealed_open(w, token, &t));
	TRY(q_sealed_session_of(w, w->actor.session, &row));
	assert_null(memmem(row.locked.at, row.locked.len, t.secret, BOX_KEY));
	assert_int_equal(sealed_opened(w, other, &open), RC_BROKEN);
	assert_int_equal(open.key.v, 0);
	w->problems_n = 0;
	assert_int_equal(sealed_opened(w, NULL, &open), RC_BROKEN);
	w->problems_n = 0;
	assert_int_equal(sealed_open(w, NULL, &t), RC_DENIED); /* and nothing is locked with no key */
	assert_int_equal(w->problems[0].error, E_sign_in_first);
	w->problems_n = 0;
	assert_int_equal(sealed_open(w, "no token", &t), RC_DENIED);
	w->problems_n = 0;
	TRY(sealed_opened(w, token, &open));
	assert_int_equal(open.key.v, t.key.id.v);
	TRY(sealed_close(w));
	TRY(sealed_opened(w, token, &open));
	assert_int_equal(open.key.v, 0);
	return RC_OK;
}

/* A first device changes the passphrase while another one's tries are with the slow threads. */
static enum rc change_between(struct work *w, void *arg)
{
	struct scene *s = arg;
	struct sealed_try t, late = { 0 }, recovery = { 0 }, first = { 0 };
	struct sealed_opened open;
	const char *token;
	TRY(q_demo_persona_find(w, "inside", &s->marcus));
	TRY(make_key(w, s, &s->marcus, &t));
	TRY(act_as(w, s, &s->marcus, &token));
	struct sealed_try *const tries[] = { &late, &recovery, &first };
	for (size_t i = 0; i < COUNT_OF(tries); i++)
		TRY(sealed_key_load(w, &tries[i]->key));
	TRY(sealed_try_phrase(w->arena, &late, phrase, w->now));
	sealed_try_code(w->arena, &recovery, t.code, w->now);
	TRY(sealed_try_phrase(w->arena, &first, phrase, w->now));
	assert_true(late.right && recovery.right && first.right);
	TRY(sealed_rephrase(w->arena, &first, "six other words that nobody knows"));
	sealed_recode(w->arena, &first);
	TRY(sealed_key_change(w, &first, false));
	/* What was right a moment ago opens nothing, and puts nothing old back. */
	assert_int_equal(sealed_open(w, token, &late), RC_INVALID);
	assert_int_equal(w->problems[0].error, E_sealed_wrong);
	w->problems_n = 0;
	TRY(sealed_opened(w, token, &open));
	assert_int_equal(open.key.v, 0);
	assert_int_equal(sealed_key_change(w, &recovery, true), RC_INVALID);
	assert_int_equal(w->problems[0].error, E_sealed_code_wrong);
	w->problems_n = 0;
	TRY(sealed_key_load(w, &late.key));
	assert_memory_equal(late.key.by_phrase, first.key.by_phrase, BOX_PHRASE);
	assert_memory_equal(late.key.by_code, first.key.by_code, sizeof(first.key.by_code));
	assert_int_equal(late.key.failed, 0);
	return RC_OK;
}

static enum rc be(struct work *w, struct scene *s, const char *name, struct demo_persona *p)
{
	TRY(q_demo_persona_find(w, name, p));
	return act_as(w, s, p, NULL);
}

/* A family member's key, to see that an erasure reaches what other features keep. */
static enum rc erase_somebody_with_a_key(struct work *w, void *arg)
{
	struct scene *s = arg;
	struct demo_persona rosa, office, other;
	struct erasure_in in = { .basis = "request", .words = "A letter" };
	struct sealed_key key;
	struct sealed_try t;
	struct id_erasure id;
	TRY(q_demo_persona_find(w, "family", &rosa));
	TRY(make_key(w, s, &rosa, &t));
	TRY(sealed_key_load(w, &key));
	assert_int_equal(key.id.v, t.key.id.v);
	in.person = rosa.person;
	TRY(be(w, s, "privacy", &office));
	TRY(erasure_ask(w, &in, &id));
	TRY(be(w, s, "privacy2", &other));
	TRY(erasure_confirm(w, id));
	w->actor.person = rosa.person;
	TRY(sealed_key_load(w, &key));
	assert_int_equal(key.id.v, t.key.id.v); /* asked for and meant, not yet done */
	TRY(erasure_run(w, id.v));
	TRY(sealed_key_load(w, &key));
	assert_int_equal(key.id.v, 0);
	return RC_OK;
}

static enum rc offered_phrases_are_fine(struct work *w, void *arg)
{
	(void)arg;
	for (int i = 0; i < 200; i++) {
		size_t spaces = 0;
		const char *offered = sealed_phrase_make(w->arena);
		for (const char *c = offered; *c != '\0'; c++)
			spaces += *c == ' ';
		assert_int_equal(spaces, 6);
		TRY(sealed_phrase_is_fine(w, offered));
	}
	return RC_OK;
}

static void run(enum rc (*fn)(struct work *w, void *arg))
{
	struct world_under_test t = { 0 };
	struct scene s = { 0 };
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	assert_int_equal(work_do(&(struct work_run){ .shared = server_shared(t.server), .run = fn, .arg = &s,
						     .write = true }),
			 RC_OK);
	test_world_stop(&t);
}

static void a_forgotten_person_has_no_key_and_the_other_keeps_theirs(void **state)
{
	(void)state;
	run(forget_one_of_two);
}

static void an_erasure_takes_the_keys_of_what_was_sealed(void **state)
{
	(void)state;
	run(erase_somebody_with_a_key);
}

static void an_open_key_opens_with_the_token_alone(void **state)
{
	(void)state;
	run(open_key_needs_the_token);
}

static void a_try_counts_for_the_passphrase_it_was_held_against(void **state)
{
	(void)state;
	run(change_between);
}

static void what_is_offered_can_be_chosen(void **state)
{
	(void)state;
	run(offered_phrases_are_fine);
}

static void the_words_are_short_and_all_different(void **state)
{
	(void)state;
	for (int i = 0; i < WORDLIST_N; i++) {
		size_t len = strlen(wordlist[i]);
		assert_in_range(len, 3, 9);
		assert_int_equal(strspn(wordlist[i], "abcdefghijklmnopqrstuvwxyz"), len);
		if (i > 0)
			assert_true(strcmp(wordlist[i - 1], wordlist[i]) < 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_forgotten_person_has_no_key_and_the_other_keeps_theirs),
		cmocka_unit_test(an_erasure_takes_the_keys_of_what_was_sealed),
		cmocka_unit_test(an_open_key_opens_with_the_token_alone),
		cmocka_unit_test(a_try_counts_for_the_passphrase_it_was_held_against),
		cmocka_unit_test(what_is_offered_can_be_chosen),
		cmocka_unit_test(the_words_are_short_and_all_different),
	};
	if (crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
