/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The copy of one's own data, at once and as often as one likes. */
#include "requests_pages.h"

#include "src/access/access.h"
#include "src/requests/copy.h"

static enum rc copy_file(struct web *r)
{
	struct buf out = buf_new(r->w.arena, COPY_MAX);
	const struct pass *pass;
	TRY(access_own(&r->w, &pass));
	TRY(copy_write(&r->w, pass, &out));
	return web_file(r, "application/json", "my-data.json", buf_text(&out), out.len);
}

const struct route copy_routes[] = {
	{ "GET", "/data-requests/copy", "data_request.copy", .who = ROLES_TALKERS, .audit = AUDIT_READ,
	  .page = copy_file, .page_only = true,
	  .doc = "A copy of what is kept about oneself, as a file." },
	{ 0 },
};
