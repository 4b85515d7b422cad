/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/menu.h"

#include "lib/base/text.h"
#include "src/access/access.h"
#include "src/messages/messages.h"

enum { MENU_MAX = 6, TALKERS = ROLE_family | ROLE_guardian | ROLE_inside };

static const struct {
	unsigned roles;
	const char *path, *icon;
	enum word word;
	bool counts; /* shows how much is unread */
} items[] = {
	{ TALKERS, "/home", "home", W_menu_home, false },
	{ TALKERS, "/threads", "message", W_menu_messages, true },
	{ ROLE_family | ROLE_guardian, "/link", "person", W_menu_link, false },
	{ TALKERS, "/me", "settings", W_menu_me, false },
	{ ROLE_reviewer, "/queue", "queue", W_menu_queue, false },
	{ ROLE_reviewer, "/phrases", "flag", W_menu_phrases, false },
	{ ROLE_visits | ROLE_casemanager | ROLE_navigator, "/links", "people", W_menu_links, false },
	{ ROLE_visits | ROLE_casemanager | ROLE_navigator, "/people", "search", W_menu_people, false },
	{ ROLE_officer, "/caseload", "people", W_menu_caseload, false },
	{ ROLE_visits | ROLE_casemanager, "/urgent", "urgent", W_menu_urgent, false },
	{ ROLE_visits | ROLE_casemanager, "/paper", "print", W_menu_paper, false },
	{ ROLE_privacy | ROLE_casemanager, "/orders", "hold", W_menu_orders, false },
	{ ROLE_agency, "/told", "help", W_menu_told, false },
	{ ROLE_agency, "/protocols", "flag", W_privacy_protocols, false },
	{ ROLES_SEALED | ROLE_supervised, "/sealed", "message", W_menu_sealed, false },
	{ ROLES_SEALED, "/me", "settings", W_menu_me, false },
	{ ROLE_supervised, "/consents", "help", W_menu_consents, false },
	{ ROLE_supervised, "/ledger", "search", W_ledger_title, false },
	{ ROLE_privacy, "/privacy", "help", W_menu_privacy, false },
	{ ROLE_admin, "/admin", "settings", W_menu_admin, false },
	{ ROLE_admin, "/roster", "people", W_menu_roster, false },
	{ ROLE_auditor, "/audit", "search", W_admin_log_menu, false },
	{ ROLE_visits | ROLE_casemanager, "/threads", "message", W_menu_messages, true },
};

struct menu menu_for(struct work *w, const char *path)
{
	struct menu menu = { .at = arena_array(w->arena, struct menu_item, MENU_MAX) };
	const struct pass *pass = NULL;
	struct audit_note *note = w->note;
	w->note = NULL; /* the menu is no act of its own */
	for (size_t i = 0; i < COUNT_OF(items) && menu.n < MENU_MAX; i++) {
		if (!(items[i].roles & w->actor.roles))
			continue;
		struct menu_item *m = &menu.at[menu.n++];
		*m = (struct menu_item){ .path = items[i].path, .icon = items[i].icon, .word = items[i].word };
		m->here = text_starts(path, items[i].path);
		if (items[i].counts && w->db != NULL && access_own(w, &pass) == RC_OK &&
		    messages_unread(w, pass, &m->badge) != RC_OK)
			m->badge = 0;
	}
	w->note = note;
	return menu;
}
