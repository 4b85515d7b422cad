/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the program is made of: each feature's routes, jobs and hooks. */
#include "lib/jobs/jobs.h"
#include "src/faces/server.h"
#include "src/faces/ops.h"
#include "src/admin/users.h"
#include "src/consent/consent.h"
#include "src/duties/duties.h"
#include "src/sealed/sealed.h"
#include "src/messages/clocks.h"
#include "src/messages/hooks.h"
#include "src/notices/notices.h"
#include "src/family/family.h"
#include "src/orders/apart.h"
#include "src/retention/retention.h"
#include "src/rights/rights.h"
#include "src/orders/orders.h"
#include "src/erasure/erasure.h"
#include "src/people/people.h"
#include "src/safety/safety.h"
#include "src/sealed/ties.h"

extern const struct route accounts_routes[], demo_routes[], family_routes[], messages_routes[], groups_routes[], cover_routes[],
	screening_routes[], phrases_routes[],
	paper_routes[], ops_routes[], people_routes[], roster_routes[], circle_routes[],
	family_home_routes[], recovery_routes[], sites_routes[], users_routes[], policies_routes[],
	operate_routes[], texts_routes[], orders_routes[], ledger_routes[], audience_routes[], court_routes[], caseload_routes[], emergency_routes[], log_routes[],
	audit_routes[], consent_routes[], requests_routes[], copy_routes[], retention_routes[], process_routes[], breaches_routes[],
	sealed_routes[], ties_routes[], erasure_routes[], protocols_routes[], safety_routes[], address_routes[], rights_routes[];

const struct route *const route_tables[] = {
	messages_routes, groups_routes, cover_routes, screening_routes, phrases_routes, paper_routes, family_routes,
	circle_routes, family_home_routes, recovery_routes, people_routes, accounts_routes, roster_routes,
	sites_routes, users_routes, policies_routes, operate_routes, texts_routes, orders_routes, ledger_routes, audience_routes, court_routes, caseload_routes,
	consent_routes, requests_routes, copy_routes, retention_routes, process_routes, breaches_routes, protocols_routes, safety_routes, address_routes, rights_routes, sealed_routes, ties_routes, erasure_routes,
	emergency_routes, log_routes, audit_routes, ops_routes, demo_routes, NULL,
};

const struct job_kind job_kinds[] = {
	{ .name = "notice.send", .outside = notice_send },
	{ .name = "site.clocks", .run = clocks_set },
	{ .name = "orders.clock", .run = orders_clock, .every = TIME_HOUR },
	{ .name = "retention.run", .run = retention_run, .every = TIME_DAY },
	{ .name = "duties.clock", .run = duties_clock, .every = TIME_HOUR },
	{ .name = "rights.clock", .run = rights_clock, .every = TIME_DAY },
	{ .name = "consents.clock", .run = consents_clock, .every = TIME_HOUR },
	{ .name = "erasure.run", .run = erasure_run },
	{ .name = "erasure.scrub", .outside = erasure_scrub },
	{ .name = "users.idle", .run = users_idle_job, .every = TIME_DAY },
	{ .name = "sweep", .run = ops_sweep, .every = TIME_HOUR },
	{ 0 },
};

account_hook *const account_close_hooks[] = { sealed_ties_freeze, NULL };

erase_hook *const erase_hooks[] = { sealed_forget, NULL };

person_hook *const person_hooks[] = { messages_on_status, consents_on_status, sealed_on_status, erasure_on_status, NULL };

apart_hook *const apart_hooks[] = { family_on_apart, messages_on_apart, sealed_on_apart, safety_on_apart, NULL };

order_hook *const order_hooks[] = { safety_on_order, NULL };
