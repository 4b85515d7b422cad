/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/texts/texts.h"

#include <ctype.h>
#include <string.h>

#include "accounts_q.h"
#include "lib/base/text.h"
#include "lib/i18n/i18n.h"
#include "notices_q.h"
#include "src/accounts/accounts.h"
#include "src/audit/audit.h"
#include "src/notices/notices.h"
#include "texts_q.h"

enum { TEXT_MAX = 1600, ANSWERS = 5 };

/* The first of each language is the one that our own texts name. */
static const struct {
	const char *text;
	enum texts_word word;
} words[] = {
	{ "STOP", TEXTS_STOP },	   { "ALTO", TEXTS_STOP },     { "توقف", TEXTS_STOP },
	{ "STOPALL", TEXTS_STOP }, { "UNSUBSCRIBE", TEXTS_STOP }, { "END", TEXTS_STOP },
	{ "QUIT", TEXTS_STOP },	   { "PARAR", TEXTS_STOP },    { "BAJA", TEXTS_STOP },
	{ "إيقاف", TEXTS_STOP },
	{ "START", TEXTS_START },  { "INICIO", TEXTS_START },  { "ابدأ", TEXTS_START },
	{ "UNSTOP", TEXTS_START }, { "INICIAR", TEXTS_START },
	{ "HELP", TEXTS_HELP },	   { "AYUDA", TEXTS_HELP },    { "مساعدة", TEXTS_HELP },
	{ "INFO", TEXTS_HELP },
};
enum { FIRST_WORDS = 3 }; /* STOP in each language: also at the head of a sentence */

static bool is_mark(unsigned char c)
{
	return c < 0x80 && !isalnum(c);
}

/* Folded, without quotes and stops at its ends. */
static char *plain(struct arena *a, const char *text)
{
	char *folded = text_fold_words(a, text);
	size_t len = strlen(folded);
	while (len > 0 && is_mark((unsigned char)folded[len - 1]))
		folded[--len] = '\0';
	while (is_mark((unsigned char)*folded) && *folded != '\0')
		folded++;
	return folded;
}

enum texts_word texts_word(struct arena *a, const char *text)
{
	if (strlen(text) > TEXT_MAX || !text_is_printable(text, true))
		return TEXTS_OTHER;
	const char *said = plain(a, text);
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		const char *word = plain(a, words[i].text);
		size_t len = strlen(word);
		if (text_is(word, said))
			return words[i].word;
		if (i < FIRST_WORDS && strncmp(word, said, len) == 0 && is_mark((unsigned char)said[len]))
			return words[i].word;
	}
	return TEXTS_OTHER;
}

static enum rc answer(struct work *w, const struct texts_account *who, const char *number,
		      enum notice_kind kind)
{
	int64_t n = 0;
	TRY(q_throttle_hit(w, work_hash(w, "texts", number), w->now, w->now - TIME_HOUR, &n));
	return n > ANSWERS ? RC_OK : notice_to_old(w, who->person, kind, "sms", number);
}

enum rc texts_take(struct work *w, const char *from, const char *text)
{
	static const enum notice_kind kinds[] = {
		[TEXTS_OTHER] = NOTICE_TEXT_WORDS,
		[TEXTS_STOP] = NOTICE_STOPPED,
		[TEXTS_START] = NOTICE_TEXTS_ON,
		[TEXTS_HELP] = NOTICE_TEXT_HELP,
	};
	struct texts_account who;
	const char *number = contact_plain(w->arena, from, "US");
	enum texts_word word = texts_word(w->arena, text);
	if (number == NULL)
		return RC_OK;
	enum rc rc = q_texts_account(w, number, &who);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	audit_about(w, account, who.id);
	/* After STOP only the words that a gateway must answer are: no loop of two machines. */
	if (word == TEXTS_OTHER && who.stopped_at != 0)
		return RC_OK;
	if (word == TEXTS_STOP || word == TEXTS_START)
		TRY(q_account_texts_set(w, who.id, word == TEXTS_STOP ? w->now : 0));
	/* START does not prove whose number it is by now: a code does. */
	bool silent = word == TEXTS_START && notice_number_is_silent(w, who.heard_at);
	return answer(w, &who, number, silent ? NOTICE_TEXTS_PROVE : kinds[word]);
}

enum rc texts_receipt(struct work *w, struct id_notice notice, const char *state)
{
	struct receipt_row r;
	bool failed = text_is(state, "undelivered");
	if (!failed && !text_is(state, "delivered"))
		return work_fail(w, E_field_choice, "state");
	enum rc rc = q_receipt_find(w, notice, &r);
	if (rc == RC_NOT_FOUND)
		return work_fail(w, E_not_there, NULL);
	TRY(rc);
	audit_about(w, notice, notice);
	if (failed && r.own)
		TRY(q_number_bounced(w, r.person));
	return q_receipt_set(w, notice, failed ? "not_sent" : "arrived", failed ? "bounced" : "");
}
