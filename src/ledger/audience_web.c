/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who can see what: the rules of src/access, for people to read before something is saved. */
#include "ledger_pages.h"

#include "src/access/access.h"

enum { READERS = ROLE_family | ROLE_guardian | ROLE_inside | ROLE_supervised | ROLE_visits | ROLE_casemanager |
		 ROLE_navigator | ROLE_reviewer | ROLE_admin | ROLE_privacy | ROLE_officer };

static const enum word show_words[SHOW_COUNT] = {
	[SHOW_PLACE_birth] = W_audience_birth,	 [SHOW_PLACE_number] = W_audience_number,
	[SHOW_PLACE_unit] = W_audience_unit,	 [SHOW_PLACE_status] = W_audience_status,
	[SHOW_PLACE_reach] = W_audience_reach,
};
static const char *const show_stems[SHOW_COUNT] = {
#define SHOW(name, columns, words) #name,
#include "lib/work/shows.def"
#undef SHOW
};
static const struct {
	unsigned role;
	enum word word;
} named[] = {
	{ ROLE_reviewer, W_role_reviewer },   { ROLE_visits, W_role_visits },
	{ ROLE_casemanager, W_role_casemanager }, { ROLE_navigator, W_role_navigator },
	{ ROLE_officer, W_role_officer },
	{ ROLE_admin, W_role_admin },	      { ROLE_auditor, W_role_auditor },
	{ ROLE_privacy, W_role_privacy },     { ROLE_agency, W_role_agency },
};

struct audience_out {
	const char *what, *roles;
};
static const struct field audience_fields[] = {
	{ "what", FIELD_TEXT, offsetof(struct audience_out, what), .doc = "What of a record" },
	{ "roles", FIELD_TEXT, offsetof(struct audience_out, roles), .doc = "Who may see it, with a space between" },
};

enum { LINES = 2 + SHOW_COUNT };

/* Each line's stem, word and roles. */
static void lines_of(struct audience_line at[LINES], const char *stems[LINES])
{
	struct access_audience all = access_audience();
	at[0] = (struct audience_line){ W_audience_name, all.name };
	at[1] = (struct audience_line){ W_audience_messages, all.messages };
	stems[0] = "name";
	stems[1] = "messages";
	for (size_t i = 0; i < SHOW_COUNT; i++) {
		at[2 + i] = (struct audience_line){ show_words[i], all.shows[i] };
		stems[2 + i] = show_stems[i];
	}
}

static void name_roles(struct arena *a, struct audience_line *line)
{
	line->who.at = arena_array(a, enum word, COUNT_OF(named));
	for (size_t i = 0; i < COUNT_OF(named); i++)
		if ((line->roles & named[i].role) != 0)
			line->who.at[line->who.n++] = named[i].word;
}

static enum rc audience_page(struct web *r)
{
	struct audience_view v = { .frame = web_frame(r, W_audience_title) };
	const char *stems[LINES];
	v.own = (r->w.actor.roles & ROLES_TALKERS) != 0;
	v.lines.at = arena_array(r->w.arena, struct audience_line, LINES);
	v.lines.n = LINES;
	lines_of(v.lines.at, stems);
	for (size_t i = 0; i < LINES; i++)
		name_roles(r->w.arena, &v.lines.at[i]);
	page_audience(web_page(r), &v);
	return RC_OK;
}

static const char *stems_of(struct web *r, unsigned roles)
{
	const char *text = "";
	for (unsigned bit = 1; bit <= roles; bit <<= 1)
		if ((roles & bit) != 0)
			text = web_printf(r, "%s%s%s", text, *text ? " " : "", role_stem(bit));
	return text;
}

static enum rc audience_json(struct web *r)
{
	struct audience_line lines[LINES];
	struct audience_out out[LINES];
	const char *stems[LINES];
	lines_of(lines, stems);
	for (size_t i = 0; i < LINES; i++)
		out[i] = (struct audience_out){ stems[i], stems_of(r, lines[i].roles) };
	return web_list(r, out, sizeof(*out), LINES, 0);
}

const struct route audience_routes[] = {
	{ "GET", "/audience", "audience.show", .who = READERS, .page = audience_page, .json = audience_json,
	  ROUTE_OUT(audience_fields), .list = "audience", .doc = "Who may see what of somebody's record." },
	{ 0 },
};
