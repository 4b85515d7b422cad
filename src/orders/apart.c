/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/orders/apart.h"

#include "apart_q.h"

static enum rc insert(struct work *w, struct id_person person, struct id_person other,
		      const struct apart *a)
{
	return q_apart_insert(w, &(struct q_apart_insert){ person, other, a->kind, a->order, a->starts,
							   a->ends, a->reason, w->actor.account, w->now });
}

static enum rc begin(struct work *w, struct id_person one, struct id_person other, bool one_goes)
{
	for (apart_hook *const *hook = apart_hooks; *hook != NULL; hook++)
		TRY((*hook)(w, one, other, one_goes));
	return RC_OK;
}

enum rc apart_set(struct work *w, struct id_person one, struct id_person other,
		  const struct apart *cause)
{
	TRY(insert(w, one, other, cause));
	TRY(insert(w, other, one, cause));
	w->actor.unbarred = false; /* it may be the actor's own */
	return cause->starts <= w->now ? begin(w, one, other, cause->order.v != 0) : RC_OK;
}

enum rc apart_begin(struct work *w, struct id_person restrained, struct id_person other)
{
	return begin(w, restrained, other, true);
}

enum rc apart_lift(struct work *w, struct id_person one, struct id_person other, const char *kind,
		   struct id_order order)
{
	return q_apart_end(w, one, other, kind, order, w->now);
}
