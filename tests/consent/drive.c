/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Runs sequences of consents through the program's own rules (SECURITY.md T29): one
 * sequence a line in, one line of answers out. tests/consent/run.py makes them, and
 * compares with tests/consent/model.py, which knows only the rules. Each sequence is a
 * transaction that is not kept, so all begin in the same world.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo_q.h"
#include "lib/base/text.h"
#include "people_q.h"
#include "src/access/access.h"
#include "src/consent/consent.h"
#include "src/family/guardians.h"
#include "src/orders/apart.h"
#include "src/people/people.h"
#include "tests/story/client.h"

enum { MADE_MAX = 64, LINE = 8192, SUBJECTS = 3, ARGS = 10 };

/* Marcus is inside, Rosa is of age, Maya has a guardian. */
static const char *const subject_names[SUBJECTS] = { "inside", "family", "teen" };
static const char *const agencies[] = { "Elm House", "Oak House" };
static const char *const purposes[] = { "care", "housing", "justice" };
static const char *const channels[] = { "", "phone", "paper" };

struct run {
	struct demo_persona asker, guardian, dee, subjects[SUBJECTS];
	struct id_tenant tenant;
	struct id_site sites[2];
	struct id_consent made[MADE_MAX];
	int whose[MADE_MAX], n, moved;
	struct id_guardian court;
	const char *line;
	char *out;
};

static void act_as(struct work *w, const struct run *r, const struct demo_persona *p, unsigned assurance)
{
	w->problems_n = 0;
	w->actor = (struct actor){ .account = p->account, .person = p->person, .signer = p->person,
				   .tenant = r->tenant, .roles = (unsigned)p->roles, .assurance = assurance };
}

static enum rc pass_of(struct work *w, struct run *r, int subject, const struct pass **ret)
{
	act_as(w, r, &r->asker, 2);
	return access_ask(w, r->subjects[subject].person, PURPOSE_CARE, ret);
}

static enum rc sign_as(struct work *w, struct run *r, const struct demo_persona *p, struct id_consent id,
		       const char *check, bool *ret)
{
	const struct pass *pass;
	struct consent c;
	act_as(w, r, p, 1);
	TRY(access_own(w, &pass));
	TRY(consent_get(w, pass, id, &c));
	return consent_sign(w, pass, id, &(struct consent_sign_in){ "Name", c.wording, check, "", "" }, ret);
}

/* subject, recipient, classes, purpose, channel, first day from today, days or -1, firm */
static enum rc grant(struct work *w, struct run *r, const int64_t *a, bool *ret)
{
	const struct pass *pass;
	struct id_consent id;
	int64_t today = zone_date(w->zone, w->now);
	const char *check = a[7] ? "no" : "yes";
	struct consent_in in = { .template = a[7] ? "part2" : "plain", .discloser = "Here", .law = "",
				 .agency = a[1] < 2 ? agencies[a[1]] : "", .purpose = purposes[a[3]],
				 .channel = channels[a[4]], .ends_event = a[6] < 0 ? "case_end" : "",
				 .firm_until = a[7] ? "case_end" : "", .starts_on = today + a[5],
				 .ends_on = a[6] < 0 ? 0 : today + a[5] + a[6] };
	in.recipient.v = a[1] < 2 ? 0 : r->dee.person.v;
	for (size_t i = 0; i < CONSENT_CLASSES; i++)
		in.class[i] = a[2] & ((int64_t)1 << i);
	TRY(pass_of(w, r, (int)a[0], &pass));
	TRY(consent_propose(w, pass, &in, &id));
	r->made[r->n] = id;
	r->whose[r->n] = (int)a[0];
	TRY(sign_as(w, r, &r->subjects[a[0]], id, check, ret));
	if (*ret)
		return RC_OK;
	TRY(sign_as(w, r, &r->guardian, id, check, ret));
	if (*ret)
		return RC_OK;
	act_as(w, r, &r->asker, 2);
	TRY(consent_note(w, id, &(struct consent_note_in){ r->court, "Judge", true }, &(struct id_person){ 0 }));
	*ret = true;
	return RC_OK;
}

static enum rc ask(struct work *w, struct run *r, const int64_t *a, bool *ret)
{
	const struct pass *pass;
	struct consent_answer answer;
	struct consent_question q = { consent_class_kinds[a[2]].stem, a[3] < 0 ? "" : purposes[a[3]], channels[a[4]],
				      { 0 }, { a[1] < 2 ? 0 : r->dee.person.v } };
	TRY(pass_of(w, r, (int)a[0], &pass));
	TRY(consent_agency(w, a[1] < 2 ? agencies[a[1]] : "", &q.agency));
	TRY(consent_allows(w, pass, &q, &answer));
	*ret = answer.allowed;
	return RC_OK;
}

static enum rc take_back(struct work *w, struct run *r, const int64_t *a, bool *ret)
{
	const struct pass *pass;
	act_as(w, r, &r->subjects[r->whose[a[0]]], 1);
	TRY(access_own(w, &pass));
	*ret = true;
	return consent_revoke(w, pass, r->made[a[0]]);
}

static enum rc court_joins(struct work *w, struct run *r, const int64_t *a, bool *ret)
{
	const struct pass *pass;
	(void)a;
	TRY(pass_of(w, r, 2, &pass));
	*ret = true;
	return guardian_add(w, pass, &(struct guardian_in){ .authority = "Court", .evidence = "Seen" }, &r->court);
}

static enum rc event(struct work *w, struct run *r, const int64_t *a, bool *ret)
{
	act_as(w, r, &r->asker, 2);
	*ret = true;
	return consent_event(w, r->made[a[0]], &(struct consent_event_in){ "case_end" }, &(struct id_person){ 0 });
}

static enum rc move(struct work *w, struct run *r, const int64_t *a, bool *ret)
{
	(void)a;
	act_as(w, r, &r->asker, 2);
	*ret = true;
	return person_status_set(w, r->subjects[0].person, "here", r->sites[++r->moved % 2], "staff");
}

static enum rc clock_on(struct work *w, struct run *r, const int64_t *a, bool *ret)
{
	(void)r;
	w->now += a[0] * TIME_MINUTE;
	*ret = true;
	return RC_OK;
}

static enum rc job(struct work *w, struct run *r, const int64_t *a, bool *ret)
{
	(void)a;
	act_as(w, r, &r->asker, 2);
	*ret = true;
	return consents_clock(w, 0);
}

static enum rc keep_apart(struct work *w, struct run *r, const int64_t *a, bool *ret)
{
	(void)a;
	act_as(w, r, &r->asker, 2);
	*ret = true;
	return apart_set(w, r->subjects[0].person, r->dee.person,
			 &(struct apart){ "order", { 1 }, "", w->now, TIME_NEVER });
}

static const struct {
	char name;
	enum rc (*run)(struct work *w, struct run *r, const int64_t *a, bool *ret);
} ops[] = {
	{ 'g', grant }, { 'q', ask },  { 'v', take_back }, { 'c', clock_on }, { 'j', job },
	{ 'x', move },	{ 'u', court_joins }, { 'e', event },	 { 'b', keep_apart },
};

/* One step, like `v:3`; a refusal is a 0, what is broken ends the program. */
static char step(struct work *w, struct run *r, const char *word)
{
	int64_t a[ARGS] = { 0 };
	bool yes = false;
	const char *at = word + 1;
	for (size_t n = 0; *at == ':' && n < ARGS; n++) {
		char *end;
		a[n] = strtoll(at + 1, &end, 10);
		at = end;
	}
	for (size_t i = 0; i < COUNT_OF(ops); i++) {
		if (ops[i].name != *word)
			continue;
		enum rc rc = ops[i].run(w, r, a, &yes);
		if (rc == RC_BROKEN || rc == RC_BUSY || (rc != RC_OK && strchr("qcjxb", *word))) {
			fprintf(stderr, "drive: %s in %s: %d\n", word, r->line, (int)rc);
			exit(3);
		}
		r->n += *word == 'g';
		return yes && rc == RC_OK ? '1' : '0';
	}
	fprintf(stderr, "drive: no such step: %s\n", word);
	exit(2);
}

static enum rc begin(struct work *w, struct run *r)
{
	struct demo_places places;
	TRY(q_demo_persona_find(w, "casemanager", &r->asker));
	TRY(q_demo_persona_find(w, "guardian", &r->guardian));
	TRY(q_demo_persona_find(w, "family2", &r->dee));
	for (size_t i = 0; i < SUBJECTS; i++)
		TRY(q_demo_persona_find(w, subject_names[i], &r->subjects[i]));
	TRY(q_demo_places(w, r->subjects[0].account, &places));
	r->tenant = places.tenant;
	r->sites[0] = places.site;
	r->sites[1] = places.other;
	return RC_OK;
}

static enum rc run_line(struct work *w, void *arg)
{
	struct run *r = arg;
	char *line = arena_str(w->arena, r->line), *rest = line, *out = r->out;
	w->zone = zone_find("America/Detroit");
	TRY(begin(w, r));
	for (const char *word = strtok_r(line, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest))
		*out++ = step(w, r, word);
	*out = '\0';
	return RC_CONFLICT; /* nothing is kept */
}

int main(void)
{
	struct world_under_test t = { 0 };
	static char line[LINE], out[LINE];
	if (crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 3;
	secret_make_cheap_for_tests();
	test_world_start(&t, NULL);
	while (fgets(line, sizeof(line), stdin) != NULL) {
		struct run r = { .line = line, .out = out };
		enum rc rc = work_do(&(struct work_run){ .shared = server_shared(t.server), .run = run_line,
							 .arg = &r, .write = true, .single = true });
		if (rc != RC_CONFLICT) {
			fprintf(stderr, "drive: %s: %d\n", line, (int)rc);
			return 3;
		}
		puts(out);
	}
	test_world_stop(&t);
	return 0;
}
