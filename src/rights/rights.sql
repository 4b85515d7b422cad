-- SPDX-License-Identifier: AGPL-3.0-or-later

-- rights_review_find(tenant: tenant, quarter: date) -> many(id: rights)
-- The review of a quarter.
SELECT id FROM rights_review WHERE tenant = :tenant AND quarter = :quarter;

-- rights_review_one(id: rights, tenant: tenant) -> one(quarter: date)
-- Of which quarter one is.
SELECT quarter FROM rights_review WHERE id = :id AND tenant = :tenant;

-- rights_review_insert(id: rights, tenant: tenant, quarter: date, now: time) -> changed
-- A quarter's review begins; once.
INSERT INTO rights_review (id, tenant, quarter, opened_at) VALUES (:id, :tenant, :quarter, :now)
ON CONFLICT DO NOTHING;

-- rights_reviews(tenant: tenant, limit: int) -> many rights_review_row(id: rights, quarter: date, said: int)
-- All of them, the newest first.
SELECT r.id, r.quarter, (SELECT count(*) FROM rights_say y WHERE y.review = r.id)
FROM rights_review r WHERE r.tenant = :tenant ORDER BY r.quarter DESC LIMIT :limit;

-- rights_all(review: rights, site: site, limit: int) -> many right_row(id: account, name: text, site: site?, site_name: text?, roles: int, state: text, seen_at: time, made_at: time, factor: bool, given_at: time?, given_by: text?, verdict: text?, said_at: time?, said_by: text?, words: text?)
-- personal
-- Who has which right, and what was said of it in a review. Roles and site are those that were looked at.
SELECT a.id, p.first_name || ' ' || p.last_name, CASE WHEN y.account IS NULL THEN a.site ELSE y.site END, s.name,
	CASE WHEN y.account IS NULL THEN a.roles ELSE y.roles END, a.state,
	CASE WHEN coalesce(a.seen_at, 0) > coalesce((SELECT max(e.seen_at) FROM session e WHERE e.account = a.id), 0)
		THEN coalesce(a.seen_at, 0)
		ELSE coalesce((SELECT max(e.seen_at) FROM session e WHERE e.account = a.id), 0) END,
	a.created_at, CASE WHEN a.totp_seed IS NULL THEN 0 ELSE 1 END, g.at, gp.first_name || ' ' || gp.last_name,
	y.verdict, y.said_at, yp.first_name || ' ' || yp.last_name, y.words
FROM account a JOIN person p ON p.id = a.person
LEFT JOIN rights_say y ON y.review = :review AND y.account = a.id
LEFT JOIN site s ON s.id = CASE WHEN y.account IS NULL THEN a.site ELSE y.site END
LEFT JOIN audit_entry g ON g.id = (SELECT max(e.id) FROM audit_entry e WHERE e.object = a.id
	AND e.object_kind = 'account' AND e.act IN ('user.invite', 'user.change') AND e.outcome = 'done')
LEFT JOIN account ga ON ga.id = g.actor LEFT JOIN person gp ON gp.id = ga.person
LEFT JOIN account ya ON ya.id = y.said_by LEFT JOIN person yp ON yp.id = ya.person
WHERE a.tenant = :tenant AND p.kind = 'staff' AND (:site = 0 OR a.site = :site)
	AND (a.state <> 'closed' OR y.account IS NOT NULL) AND {reach p.id}
ORDER BY p.match_key, a.id LIMIT :limit;

-- rights_say_insert(review: rights, account: account, verdict: text, words: text, by: account, now: time) -> changed
-- logged
-- Somebody says whether a right is still needed; once in a review.
INSERT INTO rights_say (review, account, verdict, roles, site, words, said_by, said_at)
SELECT :review, a.id, :verdict, a.roles, a.site, :words, :by, :now FROM account a WHERE a.id = :account
ON CONFLICT DO NOTHING;

-- rights_open(review: rights, tenant: tenant) -> one(n: int)
-- How many accounts of the staff nobody has looked at in a review.
SELECT count(*) FROM account a JOIN person p ON p.id = a.person
WHERE a.tenant = :tenant AND p.kind = 'staff' AND a.state <> 'closed'
	AND NOT EXISTS (SELECT 1 FROM rights_say y WHERE y.review = :review AND y.account = a.id);

-- rights_tenants() -> many(id: tenant)
-- All agencies.
SELECT id FROM tenant ORDER BY id LIMIT 1000;

-- rights_zone(tenant: tenant) -> many(zone: text)
-- By whose clock an agency's quarters begin and end.
SELECT zone FROM site WHERE id = (SELECT min(f.id) FROM site f WHERE f.tenant = :tenant);
