-- SPDX-License-Identifier: AGPL-3.0-or-later

-- cover_insert(id: cover, tenant: tenant, site: site, account: account, starts_on: date, ends_on: date, set_by: account, now: time) -> none
-- Somebody covers a site's queue.
INSERT INTO review_cover (id, tenant, site, account, starts_on, ends_on, set_by, set_at)
VALUES (:id, :tenant, :site, :account, :starts_on, :ends_on, :set_by, :now);

-- cover_find(id: cover) -> one cover_found(tenant: tenant, site: site, account: account)
-- Whose cover it is, and of what.
SELECT tenant, site, account FROM review_cover WHERE id = :id AND ended_at IS NULL;

-- cover_end(id: cover, now: time) -> changed
-- It ends before its last day.
UPDATE review_cover SET ended_at = :now WHERE id = :id AND ended_at IS NULL;

-- cover_mine(account: account, today: date) -> many cover_mine(id: cover, site: site, name: text, ends_on: date)
-- The sites whose queue an account covers today; the last day is still in force.
SELECT c.id, c.site, s.name, c.ends_on FROM review_cover c JOIN site s ON s.id = c.site
WHERE c.account = :account AND c.starts_on <= :today AND c.ends_on >= :today AND c.ended_at IS NULL
ORDER BY s.match_key LIMIT 50;

-- cover_list(site: site, today: date, limit: int) -> many cover_row(id: cover, site: site, site_name: text, name: text, starts_on: date, ends_on: date)
-- personal
-- Cover that stands or is to come, of one site or (0) of all.
SELECT c.id, c.site, s.name, p.first_name, c.starts_on, c.ends_on
FROM review_cover c JOIN site s ON s.id = c.site JOIN account a ON a.id = c.account
JOIN person p ON p.id = a.person
WHERE c.tenant = :tenant AND (:site = 0 OR c.site = :site) AND c.ends_on >= :today AND c.ended_at IS NULL
	AND {reach p.id}
ORDER BY c.starts_on, c.id LIMIT :limit;

-- cover_reviewers(roles: int, limit: int) -> many cover_reviewer(account: account, name: text, site: site?, site_name: text?)
-- personal
-- The reviewers of the tenant, by first name.
SELECT a.id, p.first_name, a.site, s.name FROM account a JOIN person p ON p.id = a.person
LEFT JOIN site s ON s.id = a.site
WHERE a.tenant = :tenant AND (a.roles & :roles) <> 0 AND a.state = 'open' AND {reach p.id}
ORDER BY p.first_name, a.id LIMIT :limit;
