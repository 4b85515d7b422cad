/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/notices/notices.h"

#include "lib/base/text.h"
#include "lib/jobs/jobs.h"
#include "notices_q.h"

enum { QUIET_FROM = 21, QUIET_TO = 8 };
#define NUMBER_LASTS (90 * TIME_DAY)

/* The words of each kind: neutral, and without a name. */
static const struct kind {
	const char *name;
	enum word subject, body;
	bool at_once;
} kinds[NOTICE_KIND_COUNT] = {
	[NOTICE_CODE] = { "code", W_notice_code_subject, W_notice_code, true },
	[NOTICE_NEW_MESSAGE] = { "new_message", W_notice_subject, W_notice_new_message, false },
	[NOTICE_MESSAGE_HELD] = { "message_held", W_notice_subject, W_notice_message_held, false },
	[NOTICE_LINKED] = { "linked", W_notice_subject, W_notice_linked, false },
	[NOTICE_LINK_ANSWER] = { "link_answer", W_notice_subject, W_notice_link_answer, false },
	[NOTICE_URGENT] = { "urgent", W_notice_urgent_subject, W_notice_urgent, true },
	[NOTICE_ORDER_WAITS] = { "order_waits", W_notice_order_subject, W_notice_order_waits, true },
	[NOTICE_ORDER_ENDS] = { "order_ends", W_notice_order_subject, W_notice_order_ends, false },
	[NOTICE_CHALLENGE] = { "challenge", W_notice_order_subject, W_notice_challenge, false },
	[NOTICE_EMERGENCY] = { "emergency", W_notice_order_subject, W_notice_emergency, true },
	[NOTICE_REQUEST] = { "request", W_notice_order_subject, W_notice_request, false },
	[NOTICE_DUTY] = { "duty", W_notice_order_subject, W_notice_duty, false },
	[NOTICE_CONSENT_ASKED] = { "consent_asked", W_notice_subject, W_notice_consent_asked, false },
	[NOTICE_CONSENT_ENDS] = { "consent_ends", W_notice_subject, W_notice_consent_ends, false },
	[NOTICE_SEALED_BROKEN] = { "sealed_broken", W_notice_order_subject, W_notice_sealed_broken, true },
	[NOTICE_STOPPED] = { "stopped", W_notice_subject, W_notice_stopped, true },
	[NOTICE_SIGN_IN_CHANGED] = { "sign_in_changed", W_notice_subject, W_notice_sign_in_changed, true },
	[NOTICE_TEXTS_ON] = { "texts_on", W_notice_subject, W_notice_texts_on, true },
	[NOTICE_TEXTS_PROVE] = { "texts_prove", W_notice_subject, W_notice_texts_prove, true },
	[NOTICE_TEXT_HELP] = { "text_help", W_notice_subject, W_notice_text_help, true },
	[NOTICE_TEXT_WORDS] = { "text_words", W_notice_subject, W_notice_text_words, true },
	[NOTICE_STAFF_NEW] = { "staff_new", W_notice_subject, W_notice_staff_new, false },
	[NOTICE_URGENT_TOLD] = { "urgent_told", W_notice_subject, W_notice_urgent_told, true },
};

static const struct kind *kind_of(const char *name)
{
	for (size_t i = 0; i < NOTICE_KIND_COUNT; i++)
		if (text_is(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

/* --- adding ---------------------------------------------------------------------------- */

bool notice_number_is_silent(const struct work *w, int64_t heard_at)
{
	return heard_at == 0 || w->now - heard_at >= NUMBER_LASTS;
}

static bool number_is_theirs(const struct work *w, const struct notice_reach *to)
{
	return to->phone != NULL && to->sms_stopped_at == 0 &&
	       !notice_number_is_silent(w, to->phone_heard_at);
}

static const char *channel_for(const struct work *w, const struct notice_reach *to)
{
	if (text_is(to->kind, "inside"))
		return to->has_kiosk ? "kiosk" : "print";
	if (number_is_theirs(w, to))
		return "sms";
	return to->email ? "email" : "print";
}

/* Now, or 8 in the morning where the person is. */
static int64_t not_at_night(const struct work *w, const struct notice_reach *to)
{
	const struct zone *zone = to->zone ? zone_find(to->zone) : NULL;
	if (zone == NULL)
		return w->now;
	struct wall at = zone_wall(zone, w->now);
	if (at.hour >= QUIET_TO && at.hour < QUIET_FROM)
		return w->now;
	struct wall morning = date_wall(zone_date(zone, w->now) + (at.hour >= QUIET_FROM));
	morning.hour = QUIET_TO;
	return zone_instant(zone, &morning);
}

static enum rc insert(struct work *w, const struct notice_reach *to, struct id_person person,
		      const struct kind *kind, const char *channel, int64_t about, const char *code,
		      const char *address)
{
	struct id_notice id = { work_id(w) };
	int64_t due = kind->at_once ? w->now : not_at_night(w, to);
	TRY(q_notice_insert(w, &(struct q_notice_insert){ .id = id,
							  .tenant = to->tenant,
							  .person = person,
							  .kind = kind->name,
							  .channel = channel,
							  .about = about,
							  .code = code,
							  .now = w->now,
							  .due_at = due,
							  .address = address }));
	return job_add(w, "notice.send", id.v, due);
}

/* A child without an account hears through its guardians; none of them is one too. */
static enum rc tell_guardians(struct work *w, struct id_person child, enum notice_kind kind,
			      int64_t about)
{
	struct q_notice_guardians_list list;
	struct notice_reach to;
	TRY(q_notice_guardians(w, child, zone_date(w->zone, w->now), w->now, &list));
	for (size_t i = 0; i < list.n; i++) {
		int64_t waiting = 0;
		TRY(q_notice_reach(w, list.at[i], &to));
		TRY(q_notice_waiting(w, list.at[i], kinds[kind].name, &waiting));
		work_ring(w, list.at[i]);
		if (waiting == 0 && !text_is(to.status, "deceased"))
			TRY(insert(w, &to, list.at[i], &kinds[kind], channel_for(w, &to), about, "", NULL));
	}
	return RC_OK;
}

enum rc notice_add(struct work *w, struct id_person person, enum notice_kind kind, int64_t about)
{
	struct notice_reach to;
	int64_t waiting = 0;
	TRY(q_notice_reach(w, person, &to));
	if (text_is(to.status, "deceased"))
		return RC_OK;
	if (text_is(to.kind, "family") && to.roles == 0)
		return tell_guardians(w, person, kind, about);
	TRY(q_notice_waiting(w, person, kinds[kind].name, &waiting));
	if (waiting > 0)
		return RC_OK;
	return insert(w, &to, person, &kinds[kind], channel_for(w, &to), about, "", NULL);
}

enum rc notice_office(struct work *w, struct id_tenant tenant, unsigned roles, enum notice_kind kind,
		      int64_t about)
{
	struct q_office_of_list office;
	TRY(q_office_of(w, tenant, (int64_t)roles, &office));
	for (size_t i = 0; i < office.n; i++)
		TRY(notice_add(w, office.at[i], kind, about));
	return RC_OK;
}

enum rc notice_code(struct work *w, struct id_tenant tenant, struct id_person person,
		    const char *channel, const char *address, const char *code)
{
	struct notice_reach to = { .tenant = tenant };
	return insert(w, &to, person, &kinds[NOTICE_CODE], channel, 0, code, address);
}

enum rc notice_to_old(struct work *w, struct id_person person, enum notice_kind kind,
		      const char *channel, const char *address)
{
	struct notice_reach to;
	TRY(q_notice_reach(w, person, &to));
	return insert(w, &to, person, &kinds[kind], channel, 0, "", address);
}

enum rc notices_drop(struct work *w, struct id_person person, const char *cause)
{
	return q_notices_drop(w, person, cause);
}

/* --- sending ----------------------------------------------------------------------------- */

static enum rc put_in_outbox(struct work *w, const char *channel, const char *address,
			     const char *subject, const char *body)
{
	int64_t n = 0;
	TRY(q_outbox_next(w, &n));
	return q_outbox_insert(w, &(struct q_outbox_insert){ n, w->now, channel, address, subject, body });
}

/* Why a notice must not go out now, though it was written: NULL where it may. */
static const char *stopped_by(const struct work *w, const struct notice_row *n,
			      const struct notice_reach *to, const char *address)
{
	bool sms = text_is(n->channel, "sms");
	if (text_is(to->status, "deceased"))
		return "deceased";
	if (address == NULL)
		return "no_address";
	/* Codes are asked for; the last text says what stopping means. */
	bool asked = text_is(n->kind, "code") || text_is(n->kind, "stopped") || n->address != NULL;
	if (sms && to->sms_stopped_at != 0 && !asked)
		return "stopped";
	if (sms && !asked && !number_is_theirs(w, to))
		return "number_old";
	return NULL;
}

/* What there is to send; `address` is NULL where nothing leaves the house. */
struct letter {
	int64_t id;
	struct id_person person;
	struct arena *arena; /* outlives the work */
	const char *channel, *address, *subject, *body, *outcome, *cause;
	char name[27]; /* ours for it, which a gateway's receipt tells back */
};

/* Whom to call: the place of somebody whom the person is in touch with. */
static enum rc phone_for(struct work *w, const struct notice_row *n, const char **ret)
{
	*ret = "";
	if (!text_is(n->kind, kinds[NOTICE_TEXT_HELP].name))
		return RC_OK;
	enum rc rc = q_notice_phone(w, n->person, ret);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc write_letter(struct work *w, void *arg)
{
	struct letter *l = arg;
	struct notice_row n;
	struct notice_reach to;
	struct id_notice notice = { l->id };
	l->outcome = "sent";
	l->cause = "";
	TRY(q_notice_find(w, notice, &n));
	if (!text_is(n.state, "waiting")) {
		l->outcome = NULL;
		return RC_OK;
	}
	TRY(q_notice_reach(w, n.person, &to));
	l->person = n.person;
	const struct kind *kind = kind_of(n.kind);
	bool screen = text_is(n.channel, "kiosk") || text_is(n.channel, "print");
	const char *own = text_is(n.channel, "sms") ? to.phone : to.email;
	const char *address = n.address ? n.address : own;
	const char *cause = screen ? NULL : stopped_by(w, &n, &to, address);
	if (kind == NULL || cause != NULL) {
		l->outcome = "not_sent";
		l->cause = cause ? cause : "kind";
	} else if (!screen) {
		const char *phone = "";
		TRY(phone_for(w, &n, &phone));
		id_public(w->shared->cipher, ID_OF_notice, l->id, l->name);
		const struct word_arg args[] = { { .name = "code", .text = n.code },
						 { .name = "where", .text = w->shared->base_url },
						 { .name = "phone", .text = phone } };
		enum lang lang = lang_of(to.lang);
		l->channel = arena_str(l->arena, n.channel);
		l->address = arena_str(l->arena, address);
		l->subject = word_text(lang, kind->subject);
		l->body = arena_str(l->arena, word_fill(w->arena, lang, kind->body, args, COUNT_OF(args)));
	}
	return RC_OK;
}

static enum rc settle(struct work *w, void *arg)
{
	const struct letter *l = arg;
	if (w->shared->demo && l->address != NULL)
		TRY(put_in_outbox(w, l->channel, l->address, l->subject, l->body));
	if (text_is(l->cause, "refused") && text_is(l->channel, "sms"))
		TRY(q_number_bounced(w, l->person));
	return q_notice_settle(w, (struct id_notice){ l->id }, l->outcome, l->cause, w->now);
}

/* Refused for good, or no such channel: nothing to try again. */
static enum rc hand_over(struct shared *s, struct letter *l)
{
	const char *subject = text_is(l->channel, "sms") ? l->name : l->subject;
	enum rc rc = s->send ? s->send(s->ctx, l->channel, l->address, subject, l->body) : RC_NOT_FOUND;
	if (rc != RC_INVALID && rc != RC_NOT_FOUND)
		return rc;
	l->outcome = "not_sent";
	l->cause = rc == RC_INVALID ? "refused" : "no_channel";
	return RC_OK;
}

enum rc notice_send(struct shared *s, int64_t id)
{
	struct letter l = { .id = id, .arena = arena_new(1024 * 1024) };
	if (l.arena == NULL)
		return RC_BUSY;
	enum rc rc = work_do(&(struct work_run){ .shared = s, .run = write_letter, .arg = &l });
	if (rc == RC_OK && l.address != NULL && !s->demo)
		rc = hand_over(s, &l);
	if (rc == RC_OK && l.outcome != NULL)
		rc = work_do(&(struct work_run){ .shared = s, .run = settle, .arg = &l, .write = true });
	arena_free(l.arena);
	return rc;
}
