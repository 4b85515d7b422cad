/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sealed_pages.h"

#include <string.h>

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/sealed/proof.h"

enum { PHRASE_MAX = 300, WATCHERS = ROLE_privacy | ROLE_auditor, SEEN_EACH = 60000 };

/* --- what many of them do ---------------------------------------------------------------- */

enum word sealed_relation_word(const char *relation)
{
	return text_is(relation, "lawyer") ? W_role_lawyer :
	       text_is(relation, "clergy") ? W_role_clergy :
					     W_role_counsellor;
}

/* A read that did not fit together raises its alarm after it was refused. */
static enum rc alarm_after(struct work *w, int64_t what)
{
	return sealed_alarm(w, (const char *)(intptr_t)what);
}

static enum rc guarded(struct web *r, enum rc rc)
{
	const struct problem *p = &r->w.problems[0];
	if (rc != RC_OK && !r->w.acts && r->w.problems_n > 0 && p->error == E_sealed_broken) {
		r->after = alarm_after;
		r->after_arg = (int64_t)(intptr_t)p->field;
		r->after_refused = true;
	}
	return rc;
}

/* A read that went well keeps what is open awake, and what was shown is no longer new. */
struct reading {
	struct id_sealed_tie tie;
	int64_t seq; /* 0: nothing new was shown */
	bool awake;
};

static enum rc after_reading(struct work *w, int64_t arg)
{
	const struct reading *g = (const struct reading *)(intptr_t)arg;
	if (g->awake)
		TRY(q_sealed_session_seen(w, w->actor.session, w->now));
	return g->seq > 0 ? sealed_seen(w, g->tie, g->seq) : RC_OK;
}

static void brings(struct web *r, const struct sealed_opened *key, struct id_sealed_tie tie, int64_t seq)
{
	bool awake = r->w.now - key->seen_at >= SEEN_EACH;
	if (!awake && seq == 0)
		return;
	struct reading *g = arena_new_of(r->w.arena, struct reading);
	*g = (struct reading){ tie, seq, awake };
	r->after = after_reading;
	r->after_arg = (int64_t)(intptr_t)g;
}

/* E_sealed_closed where this session has nothing open. */
static enum rc opened(struct web *r, struct sealed_opened *ret)
{
	TRY(sealed_opened(&r->w, r->token, ret));
	return ret->key.v != 0 ? RC_OK : work_fail(&r->w, E_sealed_closed, NULL);
}

/* A browser goes where it is opened; a program is told. */
static enum rc led_to_open(struct web *r, enum rc rc)
{
	if (rc == RC_OK || r->api || work_error(&r->w, rc) != E_sealed_closed)
		return guarded(r, rc);
	r->w.problems_n = 0;
	r->x->res.status = 303;
	http_add(&r->x->res, "Location", "/sealed/open");
	return RC_OK;
}

/* --- keys: the slow half ------------------------------------------------------------------- */

static enum rc load_key(struct work *w, void *arg)
{
	struct sealed_try *t = arg;
	enum rc rc = sealed_key_load(w, &t->key);
	bool broken = w->problems_n > 0; /* that is said, and told, in the act */
	return broken ? RC_OK : rc;
}

/* What `act` will find in `kept`; NULL where nothing is to be tried. */
static enum rc begin(struct web *r, struct sealed_try **ret)
{
	*ret = NULL;
	if (!web_may(r))
		return RC_OK;
	struct sealed_try *t = arena_new_of(r->w.arena, struct sealed_try);
	TRY(work_do(&(struct work_run){ .shared = r->w.shared, .run = load_key, .arg = t, .actor = r->w.actor }));
	r->wipe.at = t;
	r->wipe.len = sizeof(*t);
	r->kept = *ret = t;
	return RC_OK;
}

static enum rc make_slow(struct web *r)
{
	struct sealed_try *t;
	TRY(begin(r, &t));
	if (t == NULL)
		return RC_OK;
	struct work ids = { .shared = r->w.shared, .now = r->w.now };
	t->key = (struct sealed_key){ .id = { work_id(&ids) }, .tenant = r->w.actor.tenant,
				      .person = r->w.actor.person };
	return sealed_make(r->w.arena, t, form_value(&r->form, "passphrase"));
}

static enum rc open_slow(struct web *r)
{
	struct sealed_try *t;
	TRY(begin(r, &t));
	return t ? sealed_try_phrase(r->w.arena, t, form_value(&r->form, "passphrase"), r->w.now) : RC_OK;
}

static enum rc change_slow(struct web *r)
{
	struct sealed_try *t;
	TRY(begin(r, &t));
	if (t == NULL)
		return RC_OK;
	TRY(sealed_try_phrase(r->w.arena, t, form_value(&r->form, "old"), r->w.now));
	return t->right ? sealed_rephrase(r->w.arena, t, form_value(&r->form, "passphrase")) : RC_OK;
}

static enum rc recover_slow(struct web *r)
{
	struct sealed_try *t;
	TRY(begin(r, &t));
	if (t == NULL)
		return RC_OK;
	sealed_try_code(r->w.arena, t, form_value(&r->form, "code"), r->w.now);
	if (!t->right)
		return RC_OK;
	sealed_recode(r->w.arena, t);
	return sealed_rephrase(r->w.arena, t, form_value(&r->form, "passphrase"));
}

static enum rc code_slow(struct web *r)
{
	TRY(open_slow(r));
	struct sealed_try *t = r->kept;
	if (t != NULL && t->right)
		sealed_recode(r->w.arena, t);
	return RC_OK;
}

/* --- keys: pages and acts ------------------------------------------------------------------- */

struct phrase_in {
	const char *old, *passphrase, *again, *code, *lose;
};
static const char *const lose_choices[] = { "yes", NULL };
#define FIELD_PHRASE                                                                                      \
	{ "passphrase", FIELD_TEXT, offsetof(struct phrase_in, passphrase), .required = true, .max = PHRASE_MAX, \
	  .missing = E_sealed_weak, .doc = "Six words or more" }
static const struct field make_fields[] = {
	FIELD_PHRASE,
	{ "again", FIELD_TEXT, offsetof(struct phrase_in, again), .max = PHRASE_MAX, .doc = "The same, where it is typed twice" },
	{ "lose", FIELD_TEXT, offsetof(struct phrase_in, lose), .max = 8, .choices = lose_choices,
	  .doc = "yes: a key that is there is replaced, and what was sealed to it is lost" },
};
static const struct field open_fields[] = {
	{ "passphrase", FIELD_TEXT, offsetof(struct phrase_in, passphrase), .required = true, .max = PHRASE_MAX,
	  .missing = E_sealed_wrong },
};
static const struct field change_fields[] = {
	{ "old", FIELD_TEXT, offsetof(struct phrase_in, old), .required = true, .max = PHRASE_MAX,
	  .missing = E_sealed_wrong },
	FIELD_PHRASE,
};
static const struct field recover_fields[] = {
	{ "code", FIELD_TEXT, offsetof(struct phrase_in, code), .required = true, .max = 60,
	  .missing = E_sealed_code_wrong, .doc = "As it was printed" },
	FIELD_PHRASE,
};

static struct part secret_part(struct web *r, const char *name, enum word label, enum word hint, bool fresh)
{
	return (struct part){ &r->form, name, .label = label, .hint = hint, .type = "password",
			      .complete = fresh ? "new-password" : "off" };
}

static enum rc key_view(struct web *r, enum word title, struct sealed_key_view *v)
{
	struct sealed_key k;
	*v = (struct sealed_key_view){ .frame = web_frame(r, title) };
	TRY(sealed_key_load(&r->w, &k));
	v->has_key = k.id.v != 0;
	v->offered = sealed_phrase_make(r->w.arena);
	v->old = secret_part(r, "old", W_sealed_phrase_old, W_NONE, false);
	v->passphrase = secret_part(r, "passphrase", W_sealed_phrase_new, W_sealed_phrase_hint, true);
	v->again = secret_part(r, "again", W_sealed_phrase_again, W_NONE, true);
	v->code = (struct part){ &r->form, "code", .label = W_sealed_code, .code = true, .type = "password",
				 .complete = "off" };
	return RC_OK;
}

static enum rc make_page(struct web *r)
{
	struct sealed_key_view v;
	TRY(guarded(r, key_view(r, W_sealed_key_title, &v)));
	page_sealed_key(web_page(r), &v);
	return RC_OK;
}

static enum rc open_page(struct web *r)
{
	struct sealed_key_view v;
	TRY(guarded(r, key_view(r, W_sealed_open_title, &v)));
	v.passphrase = secret_part(r, "passphrase", W_sealed_phrase, W_NONE, false);
	page_sealed_open(web_page(r), &v);
	return RC_OK;
}

static enum rc change_page(struct web *r)
{
	struct sealed_key_view v;
	TRY(guarded(r, key_view(r, W_sealed_change_title, &v)));
	page_sealed_change(web_page(r), &v);
	return RC_OK;
}

static enum rc recover_page(struct web *r)
{
	struct sealed_key_view v;
	TRY(guarded(r, key_view(r, W_sealed_recover_title, &v)));
	v.recover = true;
	page_sealed_change(web_page(r), &v);
	return RC_OK;
}

/* Told once: the answer is the page, and no row keeps it. */
static enum rc show_code(struct web *r, const struct sealed_try *t)
{
	struct sealed_code_view v = { .frame = web_frame(r, W_sealed_code_title) };
	if (r->api) {
		buf_printf(web_json(r), "{\"code\":\"%s\"}", t->code);
		return RC_OK;
	}
	const char *c = t->code;
	v.code = web_printf(r, "%.5s-%.5s-%.5s-%.5s-%.6s", c, c + 5, c + 10, c + 15, c + 20);
	page_sealed_code(web_page(r), &v);
	return RC_OK;
}

/* Where `slow` had nothing to try, the same was answered before. */
static enum rc kept(struct web *r, const struct sealed_try **ret)
{
	*ret = r->kept;
	return *ret ? RC_OK : work_fail(&r->w, E_sealed_closed, NULL);
}

static enum rc make_act(struct web *r)
{
	struct phrase_in in = { .again = "", .lose = "" };
	const struct sealed_try *t;
	TRY(web_read(r, &in));
	TRY(kept(r, &t));
	TRY(sealed_phrase_is_fine(&r->w, in.passphrase));
	if (*in.again != '\0' && !text_is(in.again, in.passphrase))
		return work_fail(&r->w, E_sealed_wrong, "again");
	audit_about(&r->w, sealed_key, t->key.id);
	TRY(sealed_key_add(&r->w, t, text_is(in.lose, "yes")));
	return show_code(r, t);
}

static enum rc open_act(struct web *r)
{
	struct phrase_in in = { 0 };
	const struct sealed_try *t;
	TRY(web_read(r, &in));
	TRY(kept(r, &t));
	TRY(sealed_open(&r->w, r->token, t));
	return web_done(r, "/sealed", NULL);
}

static enum rc close_act(struct web *r)
{
	TRY(sealed_close(&r->w));
	return web_done(r, web_home(&r->w), "sealed_closed");
}

static enum rc change_act(struct web *r)
{
	struct phrase_in in = { 0 };
	const struct sealed_try *t;
	TRY(web_read(r, &in));
	TRY(kept(r, &t));
	TRY(sealed_phrase_is_fine(&r->w, in.passphrase));
	TRY(sealed_key_change(&r->w, t, false));
	return web_done(r, "/sealed/open", "saved");
}

static enum rc recover_act(struct web *r)
{
	struct phrase_in in = { 0 };
	const struct sealed_try *t;
	TRY(web_read(r, &in));
	TRY(kept(r, &t));
	TRY(sealed_phrase_is_fine(&r->w, in.passphrase));
	TRY(sealed_key_change(&r->w, t, true));
	return show_code(r, t);
}

static enum rc code_act(struct web *r)
{
	struct phrase_in in = { 0 };
	const struct sealed_try *t;
	TRY(web_read(r, &in));
	TRY(kept(r, &t));
	TRY(sealed_key_change(&r->w, t, false));
	return show_code(r, t);
}

/* --- talk ------------------------------------------------------------------------------------- */

static bool keeps_notes(const struct web *r)
{
	return (r->w.actor.roles & ROLE_counsellor) != 0;
}

static struct sealed_line line_of(const struct sealed_talk *t)
{
	return (struct sealed_line){ *t, sealed_relation_word(t->relation), !t->own_key || !t->other_key };
}

static enum rc talks_of(struct web *r, struct sealed_talks *ret)
{
	const struct pass *own;
	TRY(access_own(&r->w, &own));
	return guarded(r, sealed_list(&r->w, own, ret));
}

static enum rc list_page(struct web *r)
{
	struct sealed_list_view v = { .frame = web_frame(r, W_menu_sealed), .notes = keeps_notes(r) };
	struct sealed_talks talks;
	struct sealed_key key;
	struct sealed_opened open;
	TRY(talks_of(r, &talks));
	TRY(guarded(r, sealed_key_load(&r->w, &key)));
	TRY(guarded(r, sealed_opened(&r->w, r->token, &open)));
	v.has_key = key.id.v != 0;
	v.is_open = open.key.v != 0;
	bytes_wipe(&open, sizeof(open));
	v.talks.at = arena_array(r->w.arena, struct sealed_line, talks.n);
	v.talks.n = talks.n;
	for (size_t i = 0; i < talks.n; i++)
		v.talks.at[i] = line_of(&talks.at[i]);
	page_sealed_list(web_page(r), &v);
	return RC_OK;
}

static enum rc list_json(struct web *r)
{
	struct sealed_talks talks;
	TRY(talks_of(r, &talks));
	return web_list(r, talks.at, sizeof(*talks.at), talks.n, 0);
}

static enum rc talk_asked(struct web *r, struct sealed_talk *ret)
{
	struct id_sealed_tie id;
	TRY(web_id(r, sealed_tie, &id));
	return sealed_get(&r->w, id, ret);
}

/* The thread, opened; the secret is gone when it is read. */
static enum rc read_talk(struct web *r, struct sealed_talk *talk, struct sealed_messages *ret,
			 struct sealed_text *draft)
{
	struct sealed_opened key;
	int64_t before = 0;
	TRY(web_cursor(r, &before));
	TRY(talk_asked(r, talk));
	TRY(opened(r, &key));
	enum rc rc = sealed_read(&r->w, talk, &key, before, ret);
	if (rc == RC_OK)
		rc = sealed_draft_get(&r->w, talk, &key, draft);
	if (rc == RC_OK)
		brings(r, &key, talk->id, before == 0 && talk->fresh ? talk->last_seq : 0);
	bytes_wipe(key.secret, sizeof(key.secret));
	return rc;
}

/* Also without a key that is open, where one is missing: the page says what. */
static enum rc talk_page(struct web *r)
{
	struct sealed_talk_view v = { .notes = keeps_notes(r), .letters = SEALED_LETTERS };
	struct sealed_talk talk;
	struct sealed_text draft = { NULL };
	TRY(guarded(r, talk_asked(r, &talk)));
	v.line = line_of(&talk);
	if (talk.own_key) {
		enum rc rc = read_talk(r, &talk, &v.messages, &draft);
		if (rc != RC_OK)
			return led_to_open(r, rc);
	}
	v.frame = web_frame(r, W_menu_sealed);
	v.draft = draft.words != NULL;
	v.body = (struct part){ .form = NULL, .name = "body", .value = v.draft ? draft.words : "" };
	v.older = web_cursor_text(r, v.messages.next);
	page_sealed_talk(web_page(r), &v);
	return RC_OK;
}

static enum rc talk_json(struct web *r)
{
	struct sealed_talk talk;
	struct sealed_messages messages;
	struct sealed_text draft;
	TRY(guarded(r, read_talk(r, &talk, &messages, &draft)));
	return web_list(r, messages.at, sizeof(*messages.at), messages.n, messages.next);
}

static const char *talk_path(struct web *r, struct id_sealed_tie id)
{
	return web_printf(r, "/sealed/%s", web_id_text(r, ID_OF_sealed_tie, id.v));
}

/* What was written is not lost when the key was closed meanwhile: it waits as a draft. */
static enum rc keep_draft(struct web *r, const struct sealed_talk *talk, const struct sealed_in *in)
{
	TRY(sealed_draft_save(&r->w, talk, in));
	if (!r->api)
		return web_done(r, "/sealed/open", "sealed_draft");
	r->w.keep = true;
	return work_fail(&r->w, E_sealed_closed, NULL);
}

static enum rc send_act(struct web *r)
{
	struct sealed_in in = { { "" } };
	struct sealed_talk talk;
	struct sealed_opened key;
	struct id_sealed_message id;
	TRY(web_read(r, &in));
	TRY(talk_asked(r, &talk));
	TRY(sealed_opened(&r->w, r->token, &key));
	bytes_wipe(key.secret, sizeof(key.secret));
	if (key.key.v == 0)
		return keep_draft(r, &talk, &in);
	TRY(sealed_send(&r->w, &talk, &in, &id));
	TRY(q_sealed_session_seen(&r->w, r->w.actor.session, r->w.now));
	return web_made(r, ID_OF_sealed_message, id.v, talk_path(r, talk.id), "sent");
}

static enum rc draft_act(struct web *r)
{
	struct sealed_in in = { { "" } };
	struct sealed_talk talk;
	TRY(web_read(r, &in));
	TRY(talk_asked(r, &talk));
	TRY(sealed_draft_save(&r->w, &talk, &in));
	return web_done(r, talk_path(r, talk.id), "saved");
}

/* --- notes ---------------------------------------------------------------------------------------- */

static enum rc client_asked(struct web *r, struct sealed_talk *ret)
{
	TRY(talk_asked(r, ret));
	return text_is(ret->relation, "counsellor") ? RC_OK : work_fail(&r->w, E_not_there, NULL);
}

static enum rc read_notes(struct web *r, struct sealed_talk *talk, struct sealed_notes *ret)
{
	struct sealed_opened key;
	TRY(client_asked(r, talk));
	TRY(opened(r, &key));
	enum rc rc = sealed_notes(&r->w, talk, &key, ret);
	brings(r, &key, talk->id, 0);
	bytes_wipe(key.secret, sizeof(key.secret));
	return rc;
}

static enum rc notes_page(struct web *r)
{
	struct sealed_notes_view v = { .letters = SEALED_LETTERS };
	enum rc rc = read_notes(r, &v.talk, &v.notes);
	if (rc != RC_OK)
		return led_to_open(r, rc);
	v.frame = web_frame(r, W_staff_sealed_notes);
	v.body = (struct part){ .form = NULL, .name = "body", .value = "" };
	page_sealed_notes(web_page(r), &v);
	return RC_OK;
}

static enum rc notes_json(struct web *r)
{
	struct sealed_talk talk;
	struct sealed_notes notes;
	TRY(guarded(r, read_notes(r, &talk, &notes)));
	return web_list(r, notes.at, sizeof(*notes.at), notes.n, 0);
}

static enum rc note_write_act(struct web *r)
{
	struct sealed_in in = { { "" } };
	struct sealed_talk talk;
	struct sealed_opened key;
	struct id_sealed_note id;
	TRY(web_read(r, &in));
	TRY(client_asked(r, &talk));
	TRY(opened(r, &key));
	bytes_wipe(key.secret, sizeof(key.secret));
	TRY(sealed_note_write(&r->w, talk.id, NULL, &in, &id));
	audit_about(&r->w, sealed_note, id);
	return web_made(r, ID_OF_sealed_note, id.v, web_printf(r, "%s/notes", talk_path(r, talk.id)), "saved");
}

static enum rc read_note(struct web *r, struct sealed_notes *ret)
{
	struct sealed_opened key;
	struct id_sealed_note id;
	TRY(web_id(r, sealed_note, &id));
	TRY(opened(r, &key));
	enum rc rc = sealed_note(&r->w, id, &key, ret);
	brings(r, &key, (struct id_sealed_tie){ 0 }, 0);
	bytes_wipe(key.secret, sizeof(key.secret));
	audit_about(&r->w, sealed_note, id);
	return rc;
}

static enum rc note_page(struct web *r)
{
	struct sealed_note_view v = { .letters = SEALED_LETTERS };
	enum rc rc = read_note(r, &v.turns);
	if (rc != RC_OK)
		return led_to_open(r, rc);
	v.frame = web_frame(r, W_staff_sealed_notes);
	v.id = v.turns.at[0].id;
	v.tie = v.turns.at[0].tie;
	v.body = (struct part){ .form = NULL, .name = "body",
				.value = v.turns.at[0].lost ? "" : v.turns.at[0].text.words };
	page_sealed_note(web_page(r), &v);
	return RC_OK;
}

static enum rc note_json(struct web *r)
{
	struct sealed_notes turns;
	TRY(guarded(r, read_note(r, &turns)));
	return web_list(r, turns.at, sizeof(*turns.at), turns.n, 0);
}

static enum rc note_correct_act(struct web *r)
{
	struct sealed_in in = { { "" } };
	struct sealed_notes turns;
	struct id_sealed_note id;
	TRY(web_read(r, &in));
	TRY(read_note(r, &turns));
	r->after = NULL;
	TRY(sealed_note_write(&r->w, turns.at[0].tie, &turns.at[0], &in, &id));
	return web_done(r, web_printf(r, "/notes/%s", web_id_text(r, ID_OF_sealed_note, id.v)), "saved");
}

/* --- what others are told --------------------------------------------------------------------------- */

static enum rc counts_page(struct web *r)
{
	struct sealed_counts_view v = { .frame = web_frame(r, W_privacy_sealed_counts) };
	TRY(sealed_months(&r->w, &v.months));
	page_sealed_counts(web_page(r), &v);
	return RC_OK;
}

static enum rc counts_json(struct web *r)
{
	struct sealed_months months;
	TRY(sealed_months(&r->w, &months));
	return web_list(r, months.at, sizeof(*months.at), months.n, 0);
}

static const struct field alarm_fields[] = {
	{ "sealed_alarm", FIELD_ID, offsetof(struct sealed_alarm_row, id), .kind = ID_OF_sealed_alarm },
	{ "what", FIELD_TEXT, offsetof(struct sealed_alarm_row, what) },
	{ "at", FIELD_TIME, offsetof(struct sealed_alarm_row, at) },
};

static enum rc alarms_page(struct web *r)
{
	struct sealed_alarms_view v = { .frame = web_frame(r, W_privacy_sealed_alarms) };
	TRY(sealed_alarms(&r->w, &v.alarms));
	page_sealed_alarms(web_page(r), &v);
	return RC_OK;
}

static enum rc alarms_json(struct web *r)
{
	struct sealed_alarm_rows rows;
	TRY(sealed_alarms(&r->w, &rows));
	return web_list(r, rows.at, sizeof(*rows.at), rows.n, 0);
}

/* --- routes ------------------------------------------------------------------------------------------- */

const struct route sealed_routes[] = {
	{ "GET", "/sealed", "seal.list", .who = SEALED_PARTIES, .audit = AUDIT_READ, .page = list_page,
	  .json = list_json, ROUTE_OUT(sealed_talk_fields), .list = "talks",
	  .doc = "With whom one has sealed talk." },
	{ "GET", "/sealed/key", "seal.key_form", .who = SEALED_PARTIES, .page = make_page, .page_only = true,
	  .doc = "Offers a passphrase, and says what is lost without it." },
	{ "POST", "/sealed/key", "seal.key_make", .who = SEALED_PARTIES, .audit = AUDIT_ACT, .slow = make_slow,
	  .act = make_act, .again = make_page, .sealed = true, ROUTE_IN(make_fields),
	  .doc = "A key pair of one's own; answers with a recovery code, once." },
	{ "GET", "/sealed/open", "seal.open_form", .who = SEALED_PARTIES, .page = open_page, .page_only = true,
	  .doc = "Asks for the passphrase." },
	{ "POST", "/sealed/open", "seal.open", .who = SEALED_PARTIES, .audit = AUDIT_ACT, .slow = open_slow,
	  .act = open_act, .again = open_page, .sealed = true, ROUTE_IN(open_fields),
	  .doc = "Opens one's key for this session, until it is closed, or not used for some minutes." },
	{ "POST", "/sealed/close", "seal.close", .who = SEALED_PARTIES, .audit = AUDIT_ACT, .act = close_act,
	  .doc = "Closes it." },
	{ "GET", "/sealed/passphrase", "seal.change_form", .who = SEALED_PARTIES, .page = change_page,
	  .page_only = true, .doc = "Asks for the old and the new passphrase." },
	{ "POST", "/sealed/passphrase", "seal.change", .who = SEALED_PARTIES, .audit = AUDIT_ACT,
	  .slow = change_slow, .act = change_act, .again = change_page, .sealed = true, ROUTE_IN(change_fields),
	  .doc = "A new passphrase for the same key." },
	{ "GET", "/sealed/recover", "seal.recover_form", .who = SEALED_PARTIES, .page = recover_page,
	  .page_only = true, .doc = "Asks for the recovery code." },
	{ "POST", "/sealed/recover", "seal.recover", .who = SEALED_PARTIES, .audit = AUDIT_ACT,
	  .slow = recover_slow, .act = recover_act, .again = recover_page, .sealed = true,
	  ROUTE_IN(recover_fields),
	  .doc = "A new passphrase by the recovery code; answers with a new code, once." },
	{ "POST", "/sealed/code", "seal.code_make", .who = SEALED_PARTIES, .audit = AUDIT_ACT, .slow = code_slow,
	  .act = code_act, .again = open_page, .sealed = true, ROUTE_IN(open_fields),
	  .doc = "A new recovery code, told once; the old one works no more." },
	{ "GET", "/sealed/counts", "seal.counts", .who = WATCHERS, .audit = AUDIT_READ, .page = counts_page,
	  .json = counts_json, ROUTE_OUT(sealed_month_fields), .list = "months",
	  .doc = "How many sealed messages each site had in the last whole months; small numbers are not told." },
	{ "GET", "/sealed/alarms", "seal.alarms", .who = WATCHERS | ROLE_admin, .audit = AUDIT_READ,
	  .page = alarms_page, .json = alarms_json, ROUTE_OUT(alarm_fields), .list = "alarms",
	  .doc = "When something sealed was found changed past the program." },
	{ "GET", "/sealed/{sealed_tie}", "seal.read", .who = SEALED_PARTIES, .audit = AUDIT_READ,
	  .page = talk_page, .json = talk_json, ROUTE_OUT(sealed_message_fields),
	  .list = "messages", .doc = "Sealed talk, the newest first; for its two parties, with an open key." },
	{ "POST", "/sealed/{sealed_tie}/messages", "seal.send", .who = SEALED_PARTIES, .audit = AUDIT_ACT,
	  .act = send_act, .again = talk_page, .sealed = true, ROUTE_IN(sealed_in_fields),
	  .made = "sealed_message",
	  .doc = "A sealed message; where one's key is closed it waits as a draft (sealed_closed)." },
	{ "POST", "/sealed/{sealed_tie}/draft", "seal.draft", .who = SEALED_PARTIES, .audit = AUDIT_ACT,
	  .act = draft_act, .again = talk_page, .sealed = true, ROUTE_IN(sealed_in_fields),
	  .doc = "What one has begun to write, sealed; without words it goes away." },
	{ "GET", "/sealed/{sealed_tie}/notes", "private_note.list", .who = ROLE_counsellor, .audit = AUDIT_READ,
	  .page = notes_page, .json = notes_json, ROUTE_OUT(sealed_note_line_fields), .list = "notes",
	  .doc = "One's own notes about a client: when they were written." },
	{ "POST", "/sealed/{sealed_tie}/notes", "private_note.write", .who = ROLE_counsellor, .audit = AUDIT_ACT,
	  .act = note_write_act, .again = notes_page, .sealed = true, ROUTE_IN(sealed_in_fields),
	  .made = "sealed_note", .doc = "A note that only its author can read." },
	{ "GET", "/notes/{sealed_note}", "private_note.read", .who = ROLE_counsellor, .audit = AUDIT_READ,
	  .page = note_page, .json = note_json, ROUTE_OUT(sealed_note_fields), .list = "versions",
	  .doc = "One of them, with all its versions." },
	{ "POST", "/notes/{sealed_note}", "private_note.correct", .who = ROLE_counsellor, .audit = AUDIT_ACT,
	  .act = note_correct_act, .again = note_page, .sealed = true, ROUTE_IN(sealed_in_fields),
	  .doc = "A further version; the old one is kept." },
	{ 0 },
};
