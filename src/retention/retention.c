/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/retention/retention.h"

#include "lib/time/time.h"
#include "retention_q.h"
#include "src/audit/audit.h"

enum { YEAR = 366 };

/* How what is over is counted, and how it goes; NULL where nothing goes by time. */
static const struct class {
	struct retention shown;
	enum rc (*count)(struct work *w, int64_t before, struct retention_count *ret);
	enum rc (*drop)(struct work *w, int64_t before, int64_t *ret_n);
} classes[] = {
	{ { "drafts", 0, 30, "last saved", NULL }, q_retention_drafts, q_retention_drafts_drop },
	{ { "link_typed", 0, 90, "decided", "GDPR Art. 5(1)(e)" }, q_retention_typed, q_retention_typed_drop },
	{ { "notice_addresses", 0, 90, "made", "GDPR Art. 5(1)(e)" }, q_retention_notices, q_retention_notices_drop },
	{ { "import_rows", 0, 30, "read", "GDPR Art. 5(1)(e)" }, q_retention_imports, q_retention_imports_drop },
	{ { "ledger", 6 * YEAR, 0, "told", "45 CFR 164.528; 42 CFR 2.25" }, NULL, NULL },
	{ { "consents", 6 * YEAR, 0, "over", "45 CFR 164.530(j); 42 CFR 2.31" }, NULL, NULL },
	{ { "audit_log", 6 * YEAR, 0, "written", "CJIS AU-11 (one year)" }, NULL, NULL },
	{ { "breaches", 6 * YEAR, 0, "closed", "45 CFR 164.530(j)" }, NULL, NULL },
};

const struct field retention_fields[7] = {
	{ "class", FIELD_TEXT, offsetof(struct retention, class) },
	{ "least_days", FIELD_INT, offsetof(struct retention, least_days), .doc = "0: none" },
	{ "most_days", FIELD_INT, offsetof(struct retention, most_days), .doc = "0: none" },
	{ "from", FIELD_TEXT, offsetof(struct retention, from), .doc = "From when it is reckoned" },
	{ "authority", FIELD_TEXT, offsetof(struct retention, authority) },
	{ "over", FIELD_INT, offsetof(struct retention, over), .doc = "Rows that go tonight" },
	{ "held", FIELD_INT, offsetof(struct retention, held), .doc = "Rows that a legal hold keeps" },
};

static int64_t before(const struct work *w, const struct class *c)
{
	return w->now - c->shown.most_days * TIME_DAY;
}

enum rc retention_list(struct work *w, struct retentions *ret)
{
	struct retention *list = arena_array(w->arena, struct retention, COUNT_OF(classes));
	for (size_t i = 0; i < COUNT_OF(classes); i++) {
		struct retention_count n = { 0 };
		list[i] = classes[i].shown;
		if (classes[i].count != NULL)
			TRY(classes[i].count(w, before(w, &classes[i]), &n));
		list[i].over = n.over;
		list[i].held = n.held;
	}
	*ret = (struct retentions){ list, COUNT_OF(classes) };
	return RC_OK;
}

enum rc retention_run(struct work *w, int64_t unused)
{
	int64_t n = 0, all = 0;
	(void)unused;
	for (size_t i = 0; i < COUNT_OF(classes); i++) {
		if (classes[i].drop == NULL)
			continue;
		TRY(classes[i].drop(w, before(w, &classes[i]), &n));
		all += n;
	}
	return all > 0 ? audit_act(w, "retention.run", (enum id_kind)0, 0, "done") : RC_OK;
}
