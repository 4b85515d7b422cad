/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Builds the demo world; see demo.h. */
#include "src/demo/demo.h"
#include "src/vault/vault.h"

#include "demo_q.h"
#include "guardians_q.h"
#include "households_q.h"
#include "lib/base/text.h"
#include "messages_q.h"
#include "people_q.h"
#include "src/accounts/accounts.h"
#include "src/access/access.h"
#include "src/breaches/breaches.h"
#include "src/consent/consent.h"
#include "src/emergency/emergency.h"
#include "src/family/family.h"
#include "src/ledger/ledger.h"
#include "src/messages/groups.h"
#include "src/messages/screening.h"
#include "src/orders/orders.h"
#include "src/people/caseload.h"
#include "src/people/people.h"
#include "src/process/process.h"
#include "src/protocols/protocols.h"
#include "src/requests/requests.h"
#include "src/rights/rights.h"
#include "src/safety/safety.h"
#include "src/sealed/sealed.h"
#include "src/sealed/ties.h"

enum { BATCH = 250, SITES = 3, BODIES = 12 };
/* Staff share one seed in the demo, shown nowhere: they sign in by button. */
static const unsigned char totp_seed[TOTP_LEN] = "kinkeeper demo seed";

const char demo_phrase[] = "the demo opens with these seven words";

/* --- chance, the same for the same seed (splitmix64) ---------------------------------- */

static uint64_t draw(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint64_t below(uint64_t *state, uint64_t n)
{
	return draw(state) % n;
}

static const char *const first_names[] = {
	"Rosa", "Marcus", "Dee",   "Andre", "Amal", "Sofia", "James", "Linda", "Carlos", "Aisha",
	"Tom",	"Grace",  "Mateo", "Ruth",  "Omar", "Elena", "Peter", "Nadia", "Luis",	 "Hope",
	"Ivan", "Maya",	  "Jonah", "Clara", "Sam",  "Leila", "Hugo",  "Irene", "David",	 "Zoe",
};
static const char *const last_names[] = {
	"Reyes", "Okafor", "Lindqvist", "Price", "Amin",  "Nguyen", "Garcia", "Novak", "Brown", "Haddad",
	"Silva", "Müller", "O’Neil",	"Kim",	 "Jones", "Diaz",   "Weber",  "Mensah", "Ali",	"Rossi",
};
static const char *const bodies[BODIES] = {
	"How are you today? We are all well here.",
	"The garden is full of tomatoes. I wish you could see it.",
	"Daniel lost a tooth. He wants you to know it did not hurt.",
	"I started the class. The teacher is kind and funny.",
	"Thank you for the drawing. It is on my wall now.",
	"Grandma says hello. She made the soup you like.",
	"We saw the first snow this morning. The kids ran out at once.",
	"I read the book you told me about. I liked the end.",
	"The bus was late again, but we got to school on time.",
	"I think of you every evening at six.",
	"Did you get the letter? I sent it last week.",
	"I am fine. The food is better this month. Write soon.",
};

struct world {
	const struct demo_conf *conf;
	struct shared *shared;
	uint64_t chance;
	struct id_tenant tenant, other_tenant;
	struct id_site sites[SITES], other_site;
	int64_t next; /* family to make next */
	struct q_demo_message_put *past; /* noted in this transaction, written at its end */
	size_t past_n;
};

#define PICK(w, list) (list)[below(&(w)->chance, COUNT_OF(list))]

/* --- one person, one account -------------------------------------------------------------- */

struct someone {
	const char *stem, *kind, *first, *last, *number, *lang, *email, *phone;
	unsigned roles;
	size_t site; /* index; SITES: none */
	bool other_tenant;
	int64_t birth_year;
};

static enum rc add_account(struct work *w, const struct someone *s, struct id_tenant tenant,
			   struct id_person person, struct id_site site, struct id_account *ret)
{
	char hash[SECRET_HASH_MAX] = "";
	bool staff = text_is(s->kind, "staff");
	if (staff || text_is(s->kind, "inside"))
		TRY(secret_hash(staff ? "a long demo password" : "2468", hash));
	return account_add(w, &(struct account_new){ .tenant = tenant,
						     .person = person,
						     .roles = s->roles,
						     .site = staff ? site : (struct id_site){ 0 },
						     .email = s->email,
						     .phone = s->phone,
						     .secret_hash = *hash ? hash : NULL,
						     .totp = staff ? totp_seed : NULL,
						     .proved = true },
			   ret);
}

/* Where in the building: made up from the number. */
static const char *unit_of(struct work *w, const char *number)
{
	size_t len = number ? strlen(number) : 0;
	return len < 3 ? "" : arena_printf(w->arena, "%c-%s", 'A' + number[len - 3] % 4, number + len - 2);
}

static enum rc add_someone(struct work *w, struct world *d, const struct someone *s,
			   struct id_person *ret, struct id_account *ret_account)
{
	struct id_tenant tenant = s->other_tenant ? d->other_tenant : d->tenant;
	struct id_site site = s->site < SITES ? d->sites[s->site] : (struct id_site){ 0 };
	TRY(person_add(w, &(struct person_new){ .tenant = tenant,
						.site = text_is(s->kind, "inside") ? site : (struct id_site){ 0 },
						.kind = s->kind,
						.first_name = s->first,
						.last_name = s->last,
						.number = s->number,
						.unit = unit_of(w, s->number),
						.lang = s->lang,
						.birth_date = s->birth_year ? date_of((int)s->birth_year, 3, 14) : 0 },
		       ret));
	return add_account(w, s, tenant, *ret, site, ret_account);
}

/* --- who can be signed in as (PRODUCT.md's stems) --------------------------------------------- */

static const struct someone personas[] = {
	{ "family", "family", "Rosa", "Reyes", NULL, "en", NULL, "+13135550142", ROLE_family, SITES, false, 1988 },
	{ "inside", "inside", "Marcus", "Reyes", "204417", "en", NULL, NULL, ROLE_inside, 0, false, 1986 },
	{ "reviewer", "staff", "Joan", "Becker", NULL, "en", "reviewer@demo.example", NULL, ROLE_reviewer, 0, false, 0 },
	{ "family2", "family", "Dee", "Walker", NULL, "en", NULL, "+13135550177", ROLE_family, SITES, false, 1992 },
	{ "inside2", "inside", "Andre", "Walker", "204588", "en", NULL, NULL, ROLE_inside, 0, false, 1990 },
	{ "reviewer2", "staff", "Paul", "Arden", NULL, "en", "reviewer2@demo.example", NULL, ROLE_reviewer, SITES, false, 0 },
	{ "guardian", "family", "Ruth", "Okoro", NULL, "en", "ruth@demo.example", NULL, ROLE_guardian, SITES, false, 1975 },
	{ "family-ar", "family", "أمل", "حداد", NULL, "ar", NULL, "+13135550190", ROLE_family, SITES, false, 1985 },
	{ "family3", "family", "Gwen", "Lloyd", NULL, "en", "gwen@demo.example", NULL, ROLE_family, SITES, true, 1980 },
	{ "visits", "staff", "Tove", "Lindqvist", NULL, "en", "visits@demo.example", NULL, ROLE_visits, 0, false, 0 },
	{ "casemanager", "staff", "Adaeze", "Okafor", NULL, "en", "casemanager@demo.example", NULL, ROLE_casemanager, SITES, false, 0 },
	{ "navigator", "staff", "Nav", "Desk", NULL, "en", "navigator@demo.example", NULL, ROLE_navigator, SITES, false, 0 },
	{ "admin", "staff", "Ines", "Marsh", NULL, "en", "admin@demo.example", NULL, ROLE_admin, SITES, false, 0 },
	{ "teen", "family", "Maya", "Reyes", NULL, "en", NULL, "+13135550188", ROLE_family, SITES, false, 2011 },
	{ "privacy", "staff", "Lena", "Ortiz", NULL, "en", "privacy@demo.example", NULL, ROLE_privacy, SITES, false, 0 },
	{ "privacy2", "staff", "Omar", "Reid", NULL, "en", "privacy2@demo.example", NULL, ROLE_privacy, SITES, false, 0 },
	{ "protected", "family", "Nora", "Hale", NULL, "en", NULL, "+13135550121", ROLE_family, SITES, false, 1991 },
	{ "restrained", "family", "Curtis", "Vane", NULL, "en", NULL, "+13135550122", ROLE_family, SITES, false, 1987 },
	{ "admin2", "staff", "Karl", "Voss", NULL, "en", "admin2@demo.example", NULL, ROLE_admin, SITES, true, 0 },
	{ "auditor", "staff", "Edda", "Quist", NULL, "en", "auditor@demo.example", NULL, ROLE_auditor, SITES, false, 0 },
	{ "agency", "staff", "Hope", "Lane", NULL, "en", "agency@demo.example", NULL, ROLE_agency, SITES, false, 0 },
	{ "supervised", "supervised", "Sam", "Pruitt", "204701", "en", NULL, "+13135550133", ROLE_supervised, SITES, false, 1989 },
	{ "lawyer", "staff", "Thea", "Brandt", NULL, "en", "lawyer@demo.example", NULL, ROLE_lawyer, SITES, false, 0 },
	{ "clergy", "staff", "Elias", "Ford", NULL, "en", "clergy@demo.example", NULL, ROLE_clergy, SITES, false, 0 },
	{ "counsellor", "staff", "June", "Sato", NULL, "en", "counsellor@demo.example", NULL, ROLE_counsellor, SITES, false, 0 },
	{ "officer", "staff", "Dale", "Nowak", NULL, "en", "officer@demo.example", NULL, ROLE_officer, SITES, false, 0 },
};

static enum rc add_site(struct work *w, struct id_tenant tenant, const char *name, const char *zone,
			const char *country, bool kiosk, struct id_site *ret)
{
	int64_t added = 0;
	ret->v = work_id(w);
	return q_site_insert(w, &(struct q_site_insert){ *ret, tenant, name, text_fold(w->arena, name),
							 "facility", zone, country, "313 555 0100", kiosk },
			     &added);
}

static enum rc add_places(struct work *w, struct world *d)
{
	d->tenant.v = work_id(w);
	TRY(q_tenant_insert(w, d->tenant, "Riverside County", true, w->now));
	TRY(add_site(w, d->tenant, "Riverside", "America/Detroit", "US", true, &d->sites[0]));
	TRY(add_site(w, d->tenant, "Stonebridge", "America/Chicago", "US", true, &d->sites[1]));
	TRY(add_site(w, d->tenant, "Willow Farm", "America/Detroit", "US", false, &d->sites[2]));
	d->other_tenant.v = work_id(w);
	TRY(q_tenant_insert(w, d->other_tenant, "Lakeside", true, w->now));
	return add_site(w, d->other_tenant, "Lakeside", "Europe/London", "GB", true, &d->other_site);
}

static enum rc add_phrases(struct work *w, struct world *d, struct id_account owner)
{
	static const char *const phrases[] = { "weapon", "gate code", "hide it", "escape" };
	struct id_phrase_list list = { work_id(w) };
	TRY(q_demo_phrase_list_put(w, &(struct q_demo_phrase_list_put){ list, d->tenant, "Safety", owner,
									w->now / TIME_DAY + 365, w->now }));
	for (size_t i = 0; i < COUNT_OF(phrases); i++)
		TRY(q_demo_phrase_put(w, list, phrases[i], text_fold_words(w->arena, phrases[i])));
	return RC_OK;
}

/* --- families with their past ---------------------------------------------------------------------- */

struct pair {
	struct id_person inside, family;
	struct id_site site;
	const char *lang;
};

static enum rc add_tie(struct work *w, struct world *d, const struct pair *p, const char *relation,
		       int64_t since)
{
	return q_demo_tie_put(w, &(struct q_demo_tie_put){ { work_id(w) }, d->tenant, p->inside, p->family,
							   relation, p->site, since, since / TIME_DAY });
}

static enum rc add_thread(struct work *w, struct world *d, const struct pair *p, struct id_thread *ret)
{
	TRY(q_thread_number(w, &ret->v));
	TRY(q_thread_insert(w, &(struct q_thread_insert){ .id = *ret, .tenant = d->tenant, .site = p->site,
							  .kind = "family", .subject = "", .now = w->now }));
	TRY(q_thread_member_insert(w, *ret, p->inside, "inside", w->now));
	return q_thread_member_insert(w, *ret, p->family, "family", w->now);
}

/* About one message a week, by turns; the newest at least two hours ago. */
static enum rc add_past(struct work *w, struct world *d, const struct pair *p)
{
	struct id_thread thread;
	int64_t weeks = d->conf->weeks, at = w->now;
	TRY(add_thread(w, d, p, &thread));
	for (int64_t i = 0; i < weeks; i++) {
		at = w->now - (weeks - i) * 7 * TIME_DAY + (int64_t)below(&d->chance, 6 * 24) * TIME_HOUR +
		     (int64_t)below(&d->chance, 60) * TIME_MINUTE;
		struct id_message key = { thread.v << 24 | (i + 1) };
		struct id_person sender = i % 2 ? p->family : p->inside;
		d->past[d->past_n++] = (struct q_demo_message_put){ key, thread, sender, PICK(d, bodies), p->lang,
								    "delivered", at, at };
	}
	TRY(q_demo_thread_seq(w, thread, weeks, at));
	return q_demo_member_seq(w, thread, weeks, at);
}

/* Room for what add_past() notes. */
static void begin_past(struct work *w, struct world *d, int64_t pairs)
{
	d->past = arena_array_room(w->arena, struct q_demo_message_put, (size_t)(pairs * d->conf->weeks));
	d->past_n = 0;
}

/* What it noted is written at the end: everybody's key is made in one commit. */
static enum rc put_past(struct work *w, struct world *d)
{
	struct id_person *people = arena_array_room(w->arena, struct id_person, d->past_n);
	for (size_t i = 0; i < d->past_n; i++)
		people[i] = d->past[i].sender;
	TRY(vault_prepare(w, d->tenant, people, d->past_n));
	for (size_t i = 0; i < d->past_n; i++) {
		struct q_demo_message_put *m = &d->past[i];
		TRY(vault_seal(w, m->sender, (struct vault_place){ "message.body", m->key.v }, m->body, &m->body));
		TRY(q_demo_message_put(w, m));
	}
	return RC_OK;
}

static enum rc add_family(struct work *w, struct world *d, int64_t n)
{
	const char *last = PICK(d, last_names);
	size_t site = below(&d->chance, SITES);
	struct pair p = { .site = d->sites[site], .lang = "en" };
	const char *number = arena_printf(w->arena, "3%06lld", (long long)n);
	const char *phone = arena_printf(w->arena, "+1313%07lld", (long long)(2000000 + n));
	struct id_account account;
	TRY(person_add(w, &(struct person_new){ .tenant = d->tenant, .site = p.site, .kind = "inside",
						.first_name = PICK(d, first_names), .last_name = last,
						.number = number,
						.unit = unit_of(w, number),
						.birth_date = date_of(1960 + (int)below(&d->chance, 45), 5, 17) },
		       &p.inside));
	TRY(person_add(w, &(struct person_new){ .tenant = d->tenant, .kind = "family",
						.first_name = PICK(d, first_names), .last_name = last },
		       &p.family));
	TRY(account_add(w, &(struct account_new){ .tenant = d->tenant, .person = p.family,
						  .roles = ROLE_family, .phone = phone, .proved = true },
			&account));
	TRY(add_tie(w, d, &p, "partner", w->now - d->conf->weeks * 7 * TIME_DAY));
	return add_past(w, d, &p);
}

static enum rc add_batch(struct work *w, void *arg)
{
	struct world *d = arg, before = *d;
	int64_t end = d->next + BATCH < d->conf->families ? d->next + BATCH : d->conf->families;
	enum rc rc = RC_OK;
	begin_past(w, d, end - d->next);
	for (; d->next < end && rc == RC_OK; d->next++)
		rc = add_family(w, d, d->next);
	if (rc == RC_OK)
		rc = put_past(w, d);
	if (rc != RC_OK)
		*d = before; /* the batch may run again from the start */
	return rc;
}

/* --- the people one signs in as, and what is open ------------------------------------------------------ */

enum { ROSA, MARCUS, REVIEWER, DEE, ANDRE, REVIEWER2, RUTH, AMAL, GWEN, TOVE, CASEMANAGER, NAV, ADMIN, TEEN,
       LENA, OMAR, NORA, CURTIS };

static enum rc add_personas(struct work *w, struct world *d, struct id_person people[],
			    struct id_account accounts[])
{
	for (size_t i = 0; i < COUNT_OF(personas); i++) {
		TRY(add_someone(w, d, &personas[i], &people[i], &accounts[i]));
		TRY(q_demo_persona_put(w, personas[i].stem, accounts[i], (int64_t)i));
	}
	return RC_OK;
}

/* Daniel, eight, whom Ruth acts for, is linked to his father; Maya, fifteen, has an
 * account of her own, and Ruth's yes is asked for a link. */
static enum rc add_child(struct work *w, struct world *d, const struct id_person people[],
			 const struct id_account accounts[], int64_t since)
{
	struct pair daniel = { .inside = people[MARCUS], .site = d->sites[0], .lang = "en" };
	struct id_guardian one = { work_id(w) }, two = { work_id(w) };
	struct id_household home = { work_id(w) };
	int64_t day = since / TIME_DAY;
	TRY(person_add(w, &(struct person_new){ .tenant = d->tenant, .kind = "family", .first_name = "Daniel",
						.last_name = "Reyes", .birth_date = date_of(2018, 6, 2) },
		       &daniel.family));
	TRY(q_guardian_insert(w, &(struct q_guardian_insert){ one, daniel.family, people[RUTH], "",
							      "Court paper 12-1188", day, 0,
							      accounts[CASEMANAGER], w->now }));
	TRY(q_guardian_insert(w, &(struct q_guardian_insert){ two, people[TEEN], people[RUTH], "",
							      "Court paper 12-1188", day, 0,
							      accounts[CASEMANAGER], w->now }));
	TRY(q_household_insert(w, home, d->tenant, "Okoro"));
	TRY(q_household_join(w, home, people[RUTH], day));
	TRY(q_household_join(w, home, daniel.family, day));
	return add_tie(w, d, &daniel, "child", since);
}

static enum rc add_all(struct work *w, void *arg)
{
	struct world *d = arg;
	struct id_person people[COUNT_OF(personas)];
	struct id_account accounts[COUNT_OF(personas)];
	TRY(add_places(w, d));
	TRY(add_personas(w, d, people, accounts));
	TRY(add_phrases(w, d, accounts[REVIEWER]));
	const struct pair rosa = { people[MARCUS], people[ROSA], d->sites[0], "en" };
	const struct pair amal = { people[ANDRE], people[AMAL], d->sites[0], "ar" };
	const struct pair ruth = { people[ANDRE], people[RUTH], d->sites[0], "en" };
	int64_t since = w->now - d->conf->weeks * 7 * TIME_DAY;
	const struct pair nora = { people[ANDRE], people[NORA], d->sites[0], "en" };
	const struct pair curtis = { people[ANDRE], people[CURTIS], d->sites[0], "en" };
	begin_past(w, d, 5);
	TRY(add_tie(w, d, &nora, "sibling", since));
	TRY(add_tie(w, d, &curtis, "friend", since));
	TRY(add_past(w, d, &nora));
	TRY(add_past(w, d, &curtis));
	TRY(add_tie(w, d, &rosa, "partner", since));
	TRY(add_tie(w, d, &amal, "sibling", since));
	TRY(add_tie(w, d, &ruth, "parent", since));
	TRY(add_child(w, d, people, accounts, since));
	TRY(add_past(w, d, &rosa));
	TRY(add_past(w, d, &amal));
	TRY(add_past(w, d, &ruth));
	return put_past(w, d);
}

/* --- what is open: by the same verbs, as the same people ------------------------------------------------ */

struct scene {
	struct world *d;
	struct demo_persona rosa, marcus, dee, joan;
	struct id_thread thread;
};

static void act_as(struct work *w, const struct scene *s, const struct demo_persona *p, unsigned assurance)
{
	w->actor = (struct actor){ .account = p->account, .person = p->person, .signer = p->person,
				   .tenant = s->d->tenant,
				   .roles = (unsigned)p->roles, .assurance = assurance };
	w->zone = zone_find("America/Detroit");
}

static enum rc say(struct work *w, struct scene *s, const struct demo_persona *who, const char *body,
		   int64_t ago, struct id_message *ret)
{
	const struct pass *pass;
	int64_t now = w->now;
	act_as(w, s, who, 1);
	w->now = now - ago;
	TRY(access_own(w, &pass));
	enum rc rc = message_send(w, pass, s->thread, &(struct message_in){ .body = body }, ret);
	w->now = now;
	return rc;
}

static enum rc hold(struct work *w, struct scene *s, struct id_message id)
{
	const struct pass *pass;
	act_as(w, s, &s->joan, 2);
	TRY(access_roster(w, PURPOSE_SCREENING, &pass));
	return message_hold(w, pass, id, &(struct decide_in){ .reason = "contact_details",
							      .note = "Take the phone number out." });
}

static enum rc ask_to_link(struct work *w, struct scene *s)
{
	const struct pass *pass;
	struct id_tie tie;
	act_as(w, s, &s->dee, 1);
	TRY(access_own(w, &pass));
	return link_request(w, pass, &(struct link_in){ .number = "204588", .last_name = "Walker",
							.relation = "partner", .site = s->d->sites[0],
							.birth_date = date_of(1990, 3, 14) },
			    &tie);
}

/* A family group: Andre asks two, who have not answered yet. */
static enum rc ask_to_join(struct work *w, struct scene *s)
{
	struct demo_persona andre, amal, ruth;
	const struct pass *pass;
	struct id_thread group;
	TRY(q_demo_persona_find(w, "inside2", &andre));
	TRY(q_demo_persona_find(w, "family-ar", &amal));
	TRY(q_demo_persona_find(w, "guardian", &ruth));
	int64_t persons[] = { amal.person.v, ruth.person.v };
	act_as(w, s, &andre, 1);
	TRY(access_own(w, &pass));
	return group_open(w, pass, &(struct group_in){ { persons, COUNT_OF(persons) } }, &group);
}

/* Nora is kept safe from Curtis: both are in touch with Andre. A newer order, for
 * somebody without an account, waits for a second person and is late. */
static enum rc add_orders(struct work *w, struct scene *s)
{
	static const char document[] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
	struct demo_persona lena, omar, nora, curtis;
	struct id_order order, newer;
	int64_t now = w->now;
	TRY(q_demo_persona_find(w, "privacy", &lena));
	TRY(q_demo_persona_find(w, "privacy2", &omar));
	TRY(q_demo_persona_find(w, "protected", &nora));
	TRY(q_demo_persona_find(w, "restrained", &curtis));
	struct order_in in = { .kind = "protective", .court = "Wayne County Circuit Court", .number = "26-1147-PP",
			       .document = document, .exceptions = "", .note = "", .first_name = "",
			       .last_name = "", .route = "", .message = true, .third_party = true,
			       .address = true, .existence = true,
			       .restrained = { &curtis.person.v, 1 }, .protects = { &nora.person.v, 1 } };
	act_as(w, s, &lena, 2);
	w->now = now - 20 * TIME_DAY;
	TRY(order_enter(w, &in, &order));
	act_as(w, s, &omar, 2);
	w->now += TIME_HOUR;
	TRY(order_confirm(w, order, &(struct order_confirm_in){ "" }));
	act_as(w, s, &lena, 2);
	w->now = now - 5 * TIME_HOUR;
	in = (struct order_in){ .kind = "no_contact", .court = "36th District Court", .number = "26-8834",
				.document = "", .exceptions = "", .note = "Told by phone.", .first_name = "Kim",
				.last_name = "Alder", .route = "Through the court's advocate only",
				.message = true, .visit = true, .restrained = { &s->marcus.person.v, 1 } };
	TRY(order_enter(w, &in, &newer));
	w->now = now;
	return RC_OK;
}

/* What Marcus was asked, each some days ago: one he let stand, one he took back, one that is
 * over; the last waits for him. */
static const struct yes {
	const char *template, *agency, *purpose;
	size_t class;
	int64_t ago, days; /* when he signed, and for how long */
	bool is_signed, back;
} yeses[] = {
	{ "plain", "Second Step Housing", "housing", 7, 40, 300, true, false },
	{ "part2", "Second Step Housing", "care", 5, 35, 200, true, false },
	{ "plain", "Riverside High School", "school", 6, 20, 200, true, true },
	{ "plain", "Lakeside Works", "work", 4, 100, 60, true, false },
	{ "hipaa", "Riverside Clinic", "care", 5, 1, 180, false, false },
};

static enum rc say_yes(struct work *w, const struct pass *pass, struct id_consent id, const char *name)
{
	struct consent c;
	bool holds = false;
	TRY(consent_get(w, pass, id, &c));
	return consent_sign(w, pass, id, &(struct consent_sign_in){ name, c.wording, "yes", "", "" }, &holds);
}

static enum rc add_yes(struct work *w, struct scene *s, const struct yes *y, const struct demo_persona *asker)
{
	struct consent_in in = { .template = y->template, .agency = y->agency, .discloser = "Riverside County",
				 .purpose = y->purpose, .channel = "", .ends_event = "", .firm_until = "",
				 .law = "" };
	const struct pass *pass;
	struct id_consent id;
	act_as(w, s, asker, 2);
	in.ends_on = zone_date(w->zone, w->now) + y->days;
	in.class[y->class] = true;
	TRY(access_ask(w, s->marcus.person, PURPOSE_CARE, &pass));
	TRY(consent_propose(w, pass, &in, &id));
	if (!y->is_signed)
		return RC_OK;
	act_as(w, s, &s->marcus, 1);
	TRY(access_own(w, &pass));
	TRY(say_yes(w, pass, id, "Marcus Reyes"));
	return y->back ? consent_revoke(w, pass, id) : RC_OK;
}

/* Rosa may be told how Marcus is; Hope reads what names her agency. */
static enum rc add_consents(struct work *w, struct scene *s)
{
	struct demo_persona adaeze, hope, ines;
	const struct pass *pass;
	struct id_consent id;
	struct id_line line;
	int64_t now = w->now;
	TRY(q_demo_persona_find(w, "casemanager", &adaeze));
	TRY(q_demo_persona_find(w, "agency", &hope));
	TRY(q_demo_persona_find(w, "admin", &ines));
	for (size_t i = 0; i < COUNT_OF(yeses); i++) {
		w->now = now - yeses[i].ago * TIME_DAY;
		TRY(add_yes(w, s, &yeses[i], &adaeze));
	}
	w->now = now - 9 * TIME_DAY;
	act_as(w, s, &adaeze, 2);
	TRY(access_ask(w, s->marcus.person, PURPOSE_CARE, &pass));
	TRY(consent_propose(w, pass,
			    &(struct consent_in){ .template = "plain", .agency = "", .discloser = "Riverside County",
						  .purpose = "family", .channel = "", .ends_event = "release",
						  .firm_until = "", .law = "", .recipient = s->rosa.person,
						  .class[5] = true },
			    &id));
	act_as(w, s, &s->marcus, 1);
	TRY(access_own(w, &pass));
	TRY(say_yes(w, pass, id, "Marcus Reyes"));
	w->now = now - 2 * TIME_DAY;
	act_as(w, s, &adaeze, 2);
	TRY(access_ask(w, s->marcus.person, PURPOSE_CARE, &pass));
	TRY(disclosure_record(w, pass,
			      &(struct disclosure_in){ .what = "health", .told = "Second Step Housing",
						       .why = "A room on the ground floor", .basis = "consent",
						       .channel = "phone", .note = "", .purpose = "care",
						       .protocol = "" },
			      &line));
	w->now = now;
	act_as(w, s, &ines, 2);
	return agency_join(w, &(struct agency_join_in){ "Second Step Housing", hope.account });
}

/* Two agencies agreed with us on paper and on their page; a third has not answered yet, and the
 * review is near. A newer one is asked of Hope's agency. */
static enum rc add_protocols(struct work *w, struct scene *s)
{
	struct demo_persona lena, hope;
	struct id_protocol id;
	struct protocol p;
	int64_t now = w->now, today = zone_date(w->zone, now);
	TRY(q_demo_persona_find(w, "privacy", &lena));
	TRY(q_demo_persona_find(w, "agency", &hope));
	struct protocol_in in = { .title = "Housing after release",
				  .words = "We tell you who looks for a home and from which day. You tell us if a home is free. "
					   "Both of us keep this for one year and tell nobody else.",
				  .words_es = "Le decimos quién busca casa y desde qué día. Usted nos dice si hay una casa libre. "
					      "Los dos guardamos esto un año y no lo decimos a nadie más.",
				  .words_ar = "", .agencies = "Second Step Housing\nRiverside County\nElm House",
				  .owner = lena.account, .review_on = today + 20 };
	w->now = now - 60 * TIME_DAY;
	act_as(w, s, &lena, 2);
	TRY(protocol_enter(w, &in, &id));
	TRY(protocol_get(w, id, &p));
	act_as(w, s, &hope, 2);
	TRY(protocol_say(w, id, &(struct protocol_say_in){ 1 }));
	act_as(w, s, &lena, 2);
	TRY(protocol_paper(w, id, &(struct protocol_paper_in){ p.parties.at[1].agency, "Gail Moss", today - 60, 1 }));
	w->now = now - 3 * TIME_DAY;
	in = (struct protocol_in){ .title = "Calls about work", .words = "We tell you who may work and when. You tell us if there is work.",
				   .words_es = "", .words_ar = "", .agencies = "Second Step Housing",
				   .owner = lena.account, .review_on = today + 300 };
	TRY(protocol_enter(w, &in, &id));
	w->now = now;
	return RC_OK;
}

/* Lena has begun this quarter's review of rights: two are confirmed, the others open. */
static enum rc add_rights(struct work *w, struct scene *s)
{
	struct demo_persona lena, nav;
	TRY(q_demo_persona_find(w, "privacy", &lena));
	TRY(q_demo_persona_find(w, "navigator", &nav));
	act_as(w, s, &lena, 2);
	TRY(right_confirm(w, s->joan.account, &(struct right_say_in){ "" }));
	return right_confirm(w, nav.account, &(struct right_say_in){ "Helps families by phone." });
}

/* Three joint sessions: all were asked for the first; of the second somebody said no in private;
 * of the third one was not asked yet. */
static enum rc add_joint(struct work *w, struct scene *s, const struct demo_persona *adaeze, int64_t in_days,
			 const struct screen_in *marcus_says)
{
	const struct pass *pass;
	struct id_joint id;
	int64_t persons[] = { s->rosa.person.v, s->marcus.person.v };
	act_as(w, s, adaeze, 2);
	TRY(joint_plan(w, &(struct joint_in){ "session", w->now + in_days * TIME_DAY, { persons, 2 } }, &id));
	TRY(screen_record(w, id, s->rosa.person, &(struct screen_in){ .part = "yes", .words = "", .alone = true }));
	if (marcus_says == NULL)
		return RC_OK;
	act_as(w, s, &s->marcus, 1);
	TRY(access_own(w, &pass));
	return together_answer(w, pass, id, marcus_says);
}

static enum rc add_joints(struct work *w, struct scene *s)
{
	struct demo_persona adaeze;
	TRY(q_demo_persona_find(w, "casemanager", &adaeze));
	TRY(add_joint(w, s, &adaeze, 5, &(struct screen_in){ .part = "yes", .words = "", .alone = true }));
	TRY(add_joint(w, s, &adaeze, 9, &(struct screen_in){ .part = "no", .words = "", .alone = true }));
	return add_joint(w, s, &adaeze, 12, NULL);
}

/* --- what waits at the privacy desk ---------------------------------------------------------------- */

/* Sam asks who told whom, and for his data; Tove looked at his record at night. */
static enum rc ask_the_desk(struct work *w, struct scene *s, const struct demo_persona *sam,
			    const struct demo_persona *tove, int64_t now)
{
	const struct pass *pass;
	struct id_line line;
	struct id_data_request asked;
	struct id_person seen;
	char code[7];
	w->now = now - 40 * TIME_HOUR;
	act_as(w, s, tove, 2);
	totp_code(totp_seed, w->now, code);
	TRY(emergency_open(w, &(struct emergency_in){ "204701", "Pruitt", "missing", "He did not come home, and his mother called.", code },
			   &seen));
	w->now = now - 30 * TIME_HOUR;
	TRY(disclosure_record(w, access_program(w, sam->person),
			      &(struct disclosure_in){ .what = "contact", .told = "A caller who said she is his mother",
						       .why = "She asked where he is", .basis = "emergency",
						       .channel = "phone", .note = "", .purpose = "",
						       .protocol = "" },
			      &line));
	w->now = now - 20 * TIME_HOUR;
	act_as(w, s, sam, 1);
	TRY(access_own(w, &pass));
	TRY(challenge_add(w, pass, line, &(struct challenge_in){ "My mother does not have this number. Who was it?" }));
	return data_request_add(w, pass, &(struct data_request_in){ "access", "" }, &asked);
}

/* Dale supervises Sam. */
static enum rc give_officer(struct work *w, struct scene *s, const struct demo_persona *sam)
{
	struct demo_persona dale, adaeze;
	const struct pass *pass;
	TRY(q_demo_persona_find(w, "officer", &dale));
	TRY(q_demo_persona_find(w, "casemanager", &adaeze));
	act_as(w, s, &adaeze, 2);
	TRY(access_ask(w, sam->person, PURPOSE_CARE, &pass));
	return officer_set(w, pass, &(struct officer_in){ dale.account });
}

static enum rc add_desk(struct work *w, struct scene *s)
{
	struct demo_persona sam, tove, lena;
	struct id_process process;
	struct id_breach breach;
	int64_t now = w->now, today = zone_date(w->zone, now);
	TRY(q_demo_persona_find(w, "supervised", &sam));
	TRY(q_demo_persona_find(w, "visits", &tove));
	TRY(q_demo_persona_find(w, "privacy", &lena));
	TRY(give_officer(w, s, &sam));
	TRY(ask_the_desk(w, s, &sam, &tove, now));
	w->now = now - 3 * TIME_DAY;
	act_as(w, s, &lena, 2);
	TRY(process_enter(w,
			  &(struct process_in){ .kind = "subpoena", .sender = "36th District Court",
						.reference = "26-9120", .document = "",
						.scope = "When Sam Pruitt met his officer in June 2026.",
						.received_on = today - 3, .due_on = today + 11,
						.persons = { &sam.person.v, 1 } },
			  &process));
	TRY(breach_enter(w,
			 &(struct breach_in){ .what = "A list of visitors lay in the lobby of Riverside for an hour.",
					      .people = 9, .cjis = true },
			 &breach));
	TRY(breach_told(w, breach, &(struct breach_told_in){ "breach_agency", "By phone, half an hour later." }));
	w->now = now;
	return RC_OK;
}

/* --- sealed talk: Andre with a chaplain and a counsellor, who keeps a note; his lawyer
 * has yet to choose a passphrase ------------------------------- */

static enum rc add_key(struct work *w, struct scene *s, const struct demo_persona *p)
{
	struct sealed_try t = { .key = { .id = { work_id(w) }, .tenant = s->d->tenant, .person = p->person } };
	act_as(w, s, p, 2);
	TRY(sealed_make(w->arena, &t, demo_phrase));
	return sealed_key_add(w, &t, false);
}

static enum rc add_adviser(struct work *w, struct scene *s, const char *stem, const struct demo_persona *client,
			   struct demo_persona *adviser, struct id_sealed_tie *ret)
{
	struct demo_persona adaeze, lena;
	TRY(q_demo_persona_find(w, "casemanager", &adaeze));
	TRY(q_demo_persona_find(w, "privacy", &lena));
	TRY(q_demo_persona_find(w, stem, adviser));
	act_as(w, s, &adaeze, 2);
	TRY(sealed_tie_propose(w, client->person, &(struct tie_in){ adviser->account }, ret));
	act_as(w, s, &lena, 2);
	return sealed_tie_confirm(w, *ret);
}

static enum rc say_sealed(struct work *w, struct scene *s, const struct demo_persona *who, struct id_sealed_tie tie,
			  const char *text)
{
	struct sealed_talk talk;
	struct id_sealed_message id;
	act_as(w, s, who, 2);
	TRY(sealed_get(w, tie, &talk));
	return sealed_send(w, &talk, &(struct sealed_in){ { text } }, &id);
}

static enum rc add_sealed(struct work *w, struct scene *s)
{
	struct demo_persona andre, elias, june, thea;
	struct id_sealed_tie tie, notes, law;
	struct id_sealed_note note;
	int64_t now = w->now;
	w->now = now - 2 * TIME_DAY;
	TRY(q_demo_persona_find(w, "inside2", &andre));
	TRY(add_key(w, s, &andre));
	TRY(add_adviser(w, s, "clergy", &andre, &elias, &tie));
	TRY(add_key(w, s, &elias));
	TRY(add_adviser(w, s, "counsellor", &andre, &june, &notes));
	TRY(add_key(w, s, &june));
	TRY(say_sealed(w, s, &andre, tie, "May I talk to you about my brother?"));
	TRY(say_sealed(w, s, &elias, tie, "Any day. I am here on Thursday."));
	TRY(add_adviser(w, s, "lawyer", &andre, &thea, &law));
	TRY(say_sealed(w, s, &andre, notes, "I sleep better since last week."));
	act_as(w, s, &june, 2);
	TRY(sealed_note_write(w, notes, NULL, &(struct sealed_in){ { "Sleeps better. Asks about his brother." } },
			      &note));
	w->now = now;
	return RC_OK;
}

static enum rc add_open_items(struct work *w, void *arg)
{
	struct scene s = { .d = arg };
	const struct pass *pass;
	struct id_message held, other;
	TRY(q_demo_persona_find(w, "family", &s.rosa));
	TRY(q_demo_persona_find(w, "inside", &s.marcus));
	TRY(q_demo_persona_find(w, "family2", &s.dee));
	TRY(q_demo_persona_find(w, "reviewer", &s.joan));
	act_as(w, &s, &s.rosa, 1);
	TRY(access_ask(w, s.marcus.person, PURPOSE_TALK, &pass));
	TRY(thread_open(w, pass, &s.thread));
	TRY(say(w, &s, &s.rosa, "Call me on 313 555 0142 when you can.", 30 * TIME_HOUR, &held));
	TRY(hold(w, &s, held));
	TRY(say(w, &s, &s.marcus, "Thank you for the photo words. I read them twice.", 26 * TIME_HOUR, &other));
	TRY(say(w, &s, &s.rosa, "The school play is on Friday. Daniel is a tree.", TIME_HOUR, &other));
	TRY(say(w, &s, &s.marcus, "Tell Daniel a tree is no weapon, but it is strong.", TIME_HOUR / 2, &other));
	TRY(ask_to_join(w, &s));
	TRY(add_orders(w, &s));
	TRY(add_consents(w, &s));
	TRY(add_protocols(w, &s));
	TRY(add_joints(w, &s));
	TRY(add_rights(w, &s));
	TRY(add_desk(w, &s));
	TRY(add_sealed(w, &s));
	return ask_to_link(w, &s);
}

/* --- what did not go well, for the operator's page ------------------------------------------------------- */

static const struct mishap {
	const char *who, *kind, *channel, *state, *cause;
	const char *job; /* its state; NULL: none */
	int64_t tries, due_in;
	bool other_tenant;
} mishaps[] = {
	{ "navigator", "new_message", "email", "waiting", "", "dead", 7, -TIME_HOUR, false },
	{ "navigator", "link_answer", "email", "dropped", "", "waiting", 2, 16 * TIME_MINUTE, false },
	{ "family2", "new_message", "sms", "not_sent", "bounced", NULL, 0, 0, false },
	{ "teen", "new_message", "sms", "not_sent", "number_old", NULL, 0, 0, false },
	{ "family3", "new_message", "email", "waiting", "", "dead", 7, -TIME_HOUR, true },
};

static enum rc add_mishaps(struct work *w, void *arg)
{
	const struct world *d = arg;
	int64_t at = w->now - TIME_DAY;
	for (size_t i = 0; i < COUNT_OF(mishaps); i++) {
		const struct mishap *m = &mishaps[i];
		struct demo_persona who;
		struct id_notice id = { work_id(w) };
		TRY(q_demo_persona_find(w, m->who, &who));
		TRY(q_demo_notice_put(w, &(struct q_demo_notice_put){ id, m->other_tenant ? d->other_tenant : d->tenant,
								      who.person, m->kind, m->channel, m->state,
								      m->cause, at }));
		if (m->job == NULL)
			continue;
		TRY(q_demo_job_put(w, &(struct q_demo_job_put){ { work_id(w) }, id.v, m->job, m->tries,
								w->now + m->due_in, at }));
	}
	return RC_OK;
}

static enum rc counts(struct work *w, void *arg)
{
	return q_tenant_counts(w, arg);
}

enum rc demo_build(struct shared *s, const struct demo_conf *conf)
{
	struct world d = { .conf = conf, .shared = s, .chance = conf->seed };
	struct tenant_counts have;
	TRY(work_do(&(struct work_run){ .shared = s, .run = counts, .arg = &have }));
	if (have.real > 0)
		return RC_CONFLICT;
	if (have.demo > 0)
		return RC_OK;
	TRY(work_do(&(struct work_run){ .shared = s, .run = add_all, .arg = &d, .write = true }));
	while (d.next < conf->families) {
		TRY(work_do(&(struct work_run){ .shared = s, .run = add_batch, .arg = &d, .write = true }));
		if (conf->progress != NULL)
			conf->progress(d.next, conf->families);
	}
	if (conf->open_items)
		TRY(work_do(&(struct work_run){ .shared = s, .run = add_open_items, .arg = &d, .write = true }));
	return work_do(&(struct work_run){ .shared = s, .run = add_mishaps, .arg = &d, .write = true });
}

static enum rc last(struct work *w, void *arg)
{
	return q_demo_last(w, arg);
}

enum rc demo_resume(struct shared *s)
{
	int64_t at = 0;
	TRY(work_do(&(struct work_run){ .shared = s, .run = last, .arg = &at }));
	if (at > shared_now(s))
		atomic_store(&s->demo_now, at);
	return RC_OK;
}
