/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/vault/vault_cli.h"

#include "lib/time/time.h"
#include "src/audit/audit.h"
#include "src/faces/store.h"
#include "src/vault/vault.h"

enum { AT_ONCE = 250 }; /* in one transaction: others wait for it */

const struct cli_option rotate_options[] = {
	{ "go-on", NULL, "makes no new key: goes on where it was stopped" },
	{ 0 },
};

static enum rc begin(struct work *w, void *arg)
{
	(void)arg;
	TRY(vault_rotate(w));
	return audit_act(w, "keys.rotate", 0, 0, "done");
}

static enum rc rewrap(struct work *w, void *arg)
{
	return vault_rewrap(w, AT_ONCE, arg);
}

/* Each step stands by itself: a stop between two loses nothing. */
static enum rc rotate(const struct cli *c, struct shared *s, int64_t *ret_n)
{
	int64_t n = AT_ONCE;
	if (!cli_has(c, "go-on"))
		TRY(work_do(&(struct work_run){ .shared = s, .run = begin, .write = true }));
	while (n == AT_ONCE) {
		TRY(work_do(&(struct work_run){ .shared = s, .run = rewrap, .arg = &n, .write = true }));
		*ret_n += n;
		if (c->tty)
			fprintf(c->err, "\r%lld keys", (long long)*ret_n);
	}
	return RC_OK;
}

int keys_rotate_command(const struct cli *c)
{
	struct server *s = NULL;
	int64_t n = 0, began = time_monotonic();
	int status = store_open(c, &s);
	if (status != CLI_DONE)
		return status;
	enum rc rc = rotate(c, server_shared(s), &n);
	int64_t took = time_monotonic() - began;
	store_close(c, s);
	if (rc != RC_OK) {
		fprintf(c->err, "%s keys rotate: it stopped; --go-on goes on\n", c->program);
		return CLI_NO_ACCESS;
	}
	fprintf(c->out, c->json ? "{\"keys\":%lld,\"per_second\":%lld}\n" : "%lld keys wrapped anew, %lld/s\n",
		(long long)n, (long long)(n * TIME_SECOND / (took ? took : 1)));
	return CLI_DONE;
}
