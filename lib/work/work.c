/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/work/work.h"

#include <string.h>

#include "lib/base/log.h"
#include "lib/base/text.h"

enum { ARENA_MAX = 256 * 1024 * 1024 };

static const struct {
	const char *stem;
	unsigned bit;
} roles[] = {
#define ROLE(name, bit) { #name, 1u << (bit) },
#include "lib/work/roles.def"
#undef ROLE
};

const struct error_kind error_kinds[E_COUNT] = {
#define ERROR(name, rc, status) [E_##name] = { #name, rc, status, W_error_##name },
#include "lib/work/errors.def"
#undef ERROR
};

const char *role_stem(unsigned bits)
{
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (bits & roles[i].bit)
			return roles[i].stem;
	return "";
}

unsigned role_of(const char *stem)
{
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (text_is(roles[i].stem, stem))
			return roles[i].bit;
	return 0;
}

int64_t shared_now(const struct shared *s)
{
	int64_t demo = atomic_load(&s->demo_now);
	return demo ? demo : time_now();
}

enum rc work_fail_with(struct work *w, enum error error, const char *field, struct word_arg arg)
{
	if (w->problems_n < PROBLEMS_MAX) {
		struct problem *p = &w->problems[w->problems_n++];
		*p = (struct problem){ .error = error, .field = field };
		if (arg.name != NULL)
			p->args[p->n++] = arg;
	}
	return error_kinds[error].rc;
}

enum rc work_fail(struct work *w, enum error error, const char *field)
{
	return work_fail_with(w, error, field, (struct word_arg){ 0 });
}

enum error work_error(const struct work *w, enum rc rc)
{
	static const enum error usual[] = {
		[RC_NOT_FOUND] = E_not_there, [RC_DENIED] = E_not_allowed, [RC_INVALID] = E_malformed,
		[RC_CONFLICT] = E_busy,	      [RC_BUSY] = E_busy,	   [RC_BROKEN] = E_broken,
	};
	if (w->problems_n > 0 && error_kinds[w->problems[0].error].rc == rc)
		return w->problems[0].error;
	return usual[rc];
}

void work_restart(struct work *w)
{
	w->problems_n = 0;
	w->rings_n = 0;
	w->jobs_added = false;
	w->keep = false;
	w->policies = NULL;
	w->logged = (struct log_list){ 0 };
}

int64_t work_ids(struct work *w, int64_t n)
{
	return id_next_many(&w->shared->ids, w->now, w->shared->id_salt, n);
}

int64_t work_id(struct work *w)
{
	return id_next(&w->shared->ids, w->now, w->shared->id_salt);
}

void work_ring(struct work *w, struct id_person person)
{
	if (w->rings_n < RINGS_MAX)
		w->rings[w->rings_n++] = person;
}

void work_after_commit(struct work *w)
{
	struct shared *s = w->shared;
	for (size_t i = 0; s->ring != NULL && i < w->rings_n; i++)
		s->ring(s->ctx, w->rings[i]);
	if (w->jobs_added && s->job_added != NULL)
		s->job_added(s->ctx);
}

struct db_blob work_hash(struct work *w, const char *use, const char *text)
{
	const char *whole = arena_printf(w->arena, "%s:%s", use, text);
	unsigned char *hash = arena_get(w->arena, SHA256_LEN);
	hmac256(w->shared->index_key, whole, strlen(whole), hash);
	return (struct db_blob){ hash, SHA256_LEN };
}

struct work_task {
	struct db_task task;
	const struct work_run *run;
	struct work w;
};

static enum rc run_task(struct db_task *t, struct db_conn *c)
{
	struct work_task *k = (struct work_task *)t;
	k->w.db = c;
	work_restart(&k->w);
	if (setjmp(*arena_guard(k->w.arena)))
		return RC_BROKEN;
	TRY(k->run->run(&k->w, k->run->arg));
	return k->w.logged.n > 0 && k->w.shared->log_rows != NULL ? k->w.shared->log_rows(&k->w) : RC_OK;
}

enum rc work_do(const struct work_run *run)
{
	struct work_task k = { .task = { .run = run_task, .write = run->write, .single = run->single },
			       .run = run };
	k.w = (struct work){ .arena = arena_new(ARENA_MAX),
			     .shared = run->shared,
			     .actor = run->actor,
			     .lang = run->lang,
			     .zone = zone_find("UTC"),
			     .now = shared_now(run->shared) };
	if (k.w.arena == NULL)
		return RC_BROKEN;
	enum rc rc = db_do(run->db ? run->db : run->shared->db, &k.task);
	if (rc == RC_OK)
		work_after_commit(&k.w);
	else if (k.w.problems_n > 0)
		log_line(LOG_WARN, "work", "refused=%s", error_kinds[k.w.problems[0].error].name);
	arena_free(k.w.arena);
	return rc;
}
