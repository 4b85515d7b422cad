/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was signed in words that are not those of now: no story can change the words. */
#include "tests/check.h"

#include "consent_q.h"
#include "demo_q.h"
#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/consent/consent.h"
#include "tests/story/client.h"

struct scene {
	struct demo_persona rosa, adaeze;
	struct id_tenant tenant;
	struct id_consent old;
	struct consents list;
};

static enum rc as_rosa(struct work *w, struct scene *s, const struct pass **ret)
{
	struct demo_persona inside;
	struct demo_places places;
	TRY(q_demo_persona_find(w, "family", &s->rosa));
	TRY(q_demo_persona_find(w, "casemanager", &s->adaeze));
	TRY(q_demo_persona_find(w, "inside", &inside));
	TRY(q_demo_places(w, inside.account, &places));
	s->tenant = places.tenant;
	w->actor = (struct actor){ .account = s->rosa.account, .person = s->rosa.person, .signer = s->rosa.person,
				   .tenant = s->tenant, .roles = (unsigned)s->rosa.roles, .assurance = 1 };
	return access_own(w, ret);
}

/* Rosa said yes to other words than those of now. */
static enum rc sign_old_words(struct work *w, struct scene *s)
{
	int64_t text = work_id(w), n = 0;
	struct id_agency agency = { work_id(w) };
	s->old.v = work_id(w);
	TRY(q_agency_insert(w, agency, s->tenant, "Elm House", "elm house"));
	TRY(q_consent_text_insert(w, &(struct q_consent_text_insert){ text, "plain", "en", 1, "Old words.", "00",
								      w->now }));
	TRY(q_consent_insert(w, &(struct q_consent_insert){ s->old, s->tenant, s->rosa.person, "plain", "", 1, agency,
							    { 0 }, "care", "", zone_date(w->zone, w->now), 0,
							    "case_end", "", false, "", s->adaeze.account, w->now }));
	return q_consent_sign_set(w, &(struct q_consent_sign_set){ s->old, "self", w->now, TIME_NEVER, text, "", "",
								   { 0 }, w->now },
				  &n);
}

static const struct consent *in_state(const struct scene *s, const char *state)
{
	const struct consent *found = NULL;
	for (size_t i = 0; i < s->list.n; i++)
		if (text_is(s->list.at[i].state, state)) {
			assert_null(found);
			found = &s->list.at[i];
		}
	return found;
}

static enum rc old_words_are_asked_again(struct work *w, void *arg)
{
	struct scene *s = arg;
	const struct pass *pass;
	struct consent again, gone;
	bool holds = false;
	TRY(as_rosa(w, s, &pass));
	TRY(sign_old_words(w, s));
	for (int i = 0; i < 2; i++) /* asked once, however often the clock runs */
		TRY(consents_clock(w, 0));
	TRY(as_rosa(w, s, &pass));
	TRY(consent_list(w, pass, &s->list));
	assert_int_equal(s->list.n, 2);
	assert_non_null(in_state(s, "draft"));
	assert_int_equal(in_state(s, "signed")->id.v, s->old.v); /* the old one holds */
	assert_string_equal(in_state(s, "signed")->words, "Old words.");
	TRY(consent_get(w, pass, in_state(s, "draft")->id, &again));
	TRY(consent_sign(w, pass, again.id, &(struct consent_sign_in){ "Rosa", again.wording, "yes", "", "" },
			 &holds));
	assert_true(holds);
	TRY(consent_get(w, pass, again.id, &again));
	TRY(consent_get(w, pass, s->old, &gone));
	assert_string_equal(gone.state, "superseded");
	assert_string_equal(gone.words, "Old words."); /* versions are never changed */
	assert_int_equal(again.version, 2);
	TRY(consents_clock(w, 0));
	TRY(as_rosa(w, s, &pass));
	TRY(consent_list(w, pass, &s->list));
	assert_null(in_state(s, "draft"));
	return RC_OK;
}

static void what_was_signed_in_other_words_holds_and_is_asked_again_once(void **state)
{
	struct world_under_test t = { 0 };
	struct scene s = { 0 };
	(void)state;
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	assert_int_equal(work_do(&(struct work_run){ .shared = server_shared(t.server),
						     .run = old_words_are_asked_again, .arg = &s, .write = true }),
			 RC_OK);
	test_world_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_signed_in_other_words_holds_and_is_asked_again_once),
	};
	if (crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
