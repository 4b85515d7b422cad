/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/requests/copy_cli.h"

#include "lib/base/text.h"
#include "requests_q.h"
#include "src/access/access.h"
#include "src/audit/audit.h"
#include "src/faces/store.h"
#include "src/requests/copy.h"
#include "src/vault/vault.h"

const struct cli_option export_options[] = {
	{ "reason", "TEXT", "why; it is in the audit log" },
	{ 0 },
};

struct order {
	const struct cli *c;
	struct arena *shown; /* outlives the work */
	struct buf out;
};

/* What the pages would show the person: the program acts as them, and for nobody else. */
static enum rc put_person(struct work *w, struct order *o, struct id_person id)
{
	struct copy_person p;
	bool erased = false;
	TRY(q_copy_person(w, id, &p));
	TRY(vault_is_erased(w, id, &erased));
	if (text_is(p.kind, "staff") || erased)
		return RC_DENIED;
	w->actor = (struct actor){ .person = id, .signer = id, .tenant = p.tenant, .name = p.name };
	TRY(copy_write(w, access_program(w, id), &o->out));
	w->actor = (struct actor){ .tenant = p.tenant };
	return RC_OK;
}

/* The entry of it is in the same transaction: no copy without one. */
static enum rc export_one(struct work *w, void *arg)
{
	struct order *o = arg;
	struct id_person id;
	o->out.len = 0;
	if (!id_private(w->shared->cipher, ID_OF_person, o->c->words[0], &id.v))
		return RC_NOT_FOUND;
	TRY(put_person(w, o, id));
	return audit_act_because(w, "export.person", ID_OF_person, id.v, cli_get(o->c, "reason"));
}

static int finish(const struct cli *c, enum rc rc)
{
	static const char *const why[] = {
		[RC_NOT_FOUND] = "there is nobody of that id", [RC_DENIED] = "they are of the staff, or were erased",
		[RC_INVALID] = "the store refused it", [RC_CONFLICT] = "the store refused it",
		[RC_BUSY] = "it is too large, or the store refused it", [RC_BROKEN] = "the store refused it",
	};
	if (rc == RC_OK)
		return CLI_DONE;
	fprintf(c->err, "%s %s: %s\n", c->program, c->command->name, why[rc]);
	return rc == RC_NOT_FOUND || rc == RC_DENIED ? CLI_REFUSED : CLI_NO_ACCESS;
}

int export_person_command(const struct cli *c)
{
	struct order o = { .c = c };
	struct server *s = NULL;
	const char *reason = cli_get(c, "reason");
	if (c->words_n != 1)
		return cli_wrong(c, "say whose: an id, as it stands in the address of their page");
	if (reason == NULL || *reason == '\0')
		return cli_wrong(c, "say --reason: it is in the audit log");
	int status = store_open(c, &s);
	if (status != CLI_DONE)
		return status;
	o.shown = arena_new(2 * (size_t)COPY_MAX);
	o.out = buf_new(o.shown, COPY_MAX);
	struct work_run work = { .shared = server_shared(s), .run = export_one, .arg = &o, .write = true };
	status = finish(c, o.shown ? work_do(&work) : RC_BROKEN);
	if (status == CLI_DONE)
		fputs(buf_text(&o.out), c->out);
	store_close(c, s);
	arena_free(o.shown);
	return status;
}
