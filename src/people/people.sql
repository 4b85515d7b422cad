-- SPDX-License-Identifier: AGPL-3.0-or-later

-- policies_active(tenant: tenant, site: site, now: time) -> many policy_value(name: text, value: int)
-- Every value in force: a later row wins over an earlier, the site's own over the tenant's.
SELECT name, value FROM policy
WHERE tenant = :tenant AND state = 'active' AND starts_at <= :now AND coalesce(site, :site) = :site
ORDER BY CASE WHEN site IS NULL THEN 0 ELSE 1 END, starts_at, version;

-- policy_version(tenant: tenant, name: text) -> one(n: int)
-- The number of the newest version.
SELECT coalesce(max(version), 0) FROM policy WHERE tenant = :tenant AND name = :name;

-- policy_insert(id: policy, tenant: tenant, site: site?, name: text, value: int, version: int, state: text, starts_at: time, set_by: account?, now: time) -> none
-- A new version.
INSERT INTO policy (id, tenant, site, name, value, version, state, starts_at, set_by, set_at)
VALUES (:id, :tenant, :site, :name, :value, :version, :state, :starts_at, :set_by, :now);

-- policy_supersede(tenant: tenant, site: site, name: text, starts_at: time) -> none
-- Versions that were to begin at or after a new one's start never hold.
UPDATE policy SET state = 'superseded'
WHERE tenant = :tenant AND name = :name AND coalesce(site, 0) = :site AND starts_at >= :starts_at
	AND state = 'active';

-- policy_find(id: policy) -> one policy_row(id: policy, tenant: tenant, site: site?, name: text, state: text, starts_at: time)
-- One version.
SELECT id, tenant, site, name, state, starts_at FROM policy WHERE id = :id;

-- policy_activate(id: policy, starts_at: time, by: account, now: time) -> changed
-- A draft holds from then on; 0 rows where it is a draft no more.
UPDATE policy SET state = 'active', starts_at = :starts_at, set_by = :by, set_at = :now
WHERE id = :id AND state = 'draft';

-- policy_drop(id: policy) -> changed
-- A draft that will never hold.
UPDATE policy SET state = 'superseded' WHERE id = :id AND state = 'draft';

-- site_find(id: site) -> one site_row(id: site, tenant: tenant, name: text, kind: text, country: text, phone: text, zone: text, has_kiosk: bool, opens: int, closes: int, days: int)
-- A site with its hours.
SELECT s.id, s.tenant, s.name, s.kind, s.country, s.phone, s.zone, s.has_kiosk, s.opens,
	s.closes, s.days
FROM site s WHERE s.id = :id;

-- site_list(tenant: tenant) -> many site_row
-- The sites of a tenant by name.
SELECT s.id, s.tenant, s.name, s.kind, s.country, s.phone, s.zone, s.has_kiosk, s.opens,
	s.closes, s.days
FROM site s JOIN tenant t ON t.id = s.tenant WHERE s.tenant = :tenant ORDER BY s.match_key LIMIT 500;

-- site_list_kiosk(limit: int) -> many site_row
-- Facilities that have kiosks, for the kiosk's first page.
SELECT s.id, s.tenant, s.name, s.kind, s.country, s.phone, s.zone, s.has_kiosk, s.opens,
	s.closes, s.days
FROM site s JOIN tenant t ON t.id = s.tenant
WHERE s.has_kiosk = 1 AND s.kind = 'facility' ORDER BY s.match_key LIMIT :limit;

-- site_insert(id: site, tenant: tenant, name: text, match_key: text, kind: text, zone: text, country: text, phone: text, has_kiosk: bool) -> changed
-- A new site; 0 rows where the name is taken.
INSERT INTO site (id, tenant, name, match_key, kind, zone, country, phone, has_kiosk)
VALUES (:id, :tenant, :name, :match_key, :kind, :zone, :country, :phone, :has_kiosk)
ON CONFLICT DO NOTHING;

-- site_closed_days(site: site, first: date, last: date) -> many(date: date)
-- Closed dates in a span.
SELECT date FROM site_closed WHERE site = :site AND date BETWEEN :first AND :last ORDER BY date;

-- site_close(site: site, date: date, reason: text) -> none
-- Closes a site for a day.
INSERT INTO site_closed (site, date, reason) VALUES (:site, :date, :reason) ON CONFLICT DO NOTHING;

-- tenant_insert(id: tenant, name: text, is_demo: bool, now: time) -> none
-- A new tenant.
INSERT INTO tenant (id, name, is_demo, created_at) VALUES (:id, :name, :is_demo, :now);

-- tenant_counts() -> one tenant_counts(real: int, demo: int)
-- How many tenants there are of either kind.
SELECT count(*) FILTER (WHERE is_demo = 0), count(*) FILTER (WHERE is_demo = 1) FROM tenant;

-- person_find() -> one person_row(id: person, tenant: tenant, site: site?, kind: text, first_name: text, last_name: text, number: text? shows number, status: text shows status, lang: text, unit: text shows unit, birth_date: date? shows birth, born: date? rules, gone: bool)
-- personal
-- The person the pass is for.
SELECT p.id, p.tenant, p.site, p.kind, p.first_name, p.last_name, p.number, p.status, p.lang, p.unit,
	p.birth_date, p.birth_date, CASE WHEN p.status IN ('released', 'deceased') THEN 1 ELSE 0 END
FROM person p WHERE p.id = :person AND p.tenant = :tenant AND {reach p.id};

-- person_insert(id: person, tenant: tenant, kind: text, first_name: text, last_name: text, match_key: text, number: text?, birth_date: date?, site: site?, unit: text, lang: text, now: time) -> changed
-- logged
-- A new person; 0 rows where the number is taken.
INSERT INTO person (id, tenant, kind, first_name, last_name, match_key, number, birth_date, site, unit,
	lang, created_at, changed_at)
VALUES (:id, :tenant, :kind, :first_name, :last_name, :match_key, :number, :birth_date, :site, :unit,
	:lang, :now, :now)
ON CONFLICT DO NOTHING;

-- person_status_of(id: person) -> one person_status_of(tenant: tenant, status: text, site: site?)
-- Where somebody stands, before it changes. Read by the program.
SELECT tenant, status, site FROM person WHERE id = :id;

-- person_status_update(id: person, status: text, site: site?, now: time) -> none
-- logged
-- A person's new status and site.
UPDATE person SET status = :status, site = :site, changed_at = :now WHERE id = :id;

-- person_status_insert(id: status, person: person, status: text, site: site?, now: time, noted_by: account?, source: text) -> none
-- logged
-- A line of a person's history.
INSERT INTO person_status (id, person, status, site, since, noted_by, source)
VALUES (:id, :person, :status, :site, :now, :noted_by, :source);

-- tenant_by_name(name: text) -> one(id: tenant)
-- An agency by its name.
SELECT id FROM tenant WHERE name = :name;

-- site_by_name(tenant: tenant, key: text) -> one(id: site)
-- A site by its folded name.
SELECT id FROM site WHERE tenant = :tenant AND match_key = :key;
