/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/roster/roster_json.h"

void roster_fault_json(struct buf *out, const struct roster_fault *f)
{
	buf_printf(out, "{\"line\":%lld,\"column\":", (long long)f->line);
	json_text(out, f->column);
	buf_printf(out, ",\"reason\":\"%s\"", roster_reasons[f->reason].stem);
	if (f->value != NULL) {
		buf_str(out, ",\"value\":");
		json_text(out, f->value);
	}
	if (f->first != 0)
		buf_printf(out, ",\"first\":%lld", (long long)f->first);
	buf_char(out, '}');
}

void roster_counts_json(struct buf *out, const struct roster_result *r, bool dry)
{
	buf_printf(out, "\"rows\":%lld", (long long)r->rows);
	if (!dry)
		buf_printf(out, ",\"added\":%lld,\"changed\":%lld,\"released\":%lld,\"left\":%lld",
			   (long long)r->added, (long long)r->changed, (long long)r->released,
			   (long long)r->left);
}

void roster_result_json(struct buf *out, const struct roster_result *r, bool dry)
{
	roster_counts_json(out, r, dry);
	buf_str(out, ",\"faults\":[");
	for (size_t i = 0; i < r->faults->n; i++) {
		if (i > 0)
			buf_char(out, ',');
		roster_fault_json(out, &r->faults->at[i]);
	}
	buf_char(out, ']');
	if (r->faults->all > (int64_t)r->faults->n)
		buf_printf(out, ",\"more\":%lld", (long long)(r->faults->all - (int64_t)r->faults->n));
}
