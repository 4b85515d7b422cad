-- SPDX-License-Identifier: AGPL-3.0-or-later

-- site_put(id: site, tenant: tenant, name: text, match_key: text, kind: text, zone: text, country: text, phone: text, has_kiosk: bool, opens: int, closes: int, days: int) -> changed
-- A new site with its hours; 0 rows where the name is taken.
INSERT INTO site (id, tenant, name, match_key, kind, zone, country, phone, has_kiosk, opens, closes, days)
VALUES (:id, :tenant, :name, :match_key, :kind, :zone, :country, :phone, :has_kiosk, :opens, :closes, :days)
ON CONFLICT DO NOTHING;

-- site_update(id: site, name: text, match_key: text, kind: text, zone: text, country: text, phone: text, has_kiosk: bool, opens: int, closes: int, days: int) -> changed
-- What has changed about a site; 0 rows where another has the name.
UPDATE site SET name = :name, match_key = :match_key, kind = :kind, zone = :zone, country = :country,
	phone = :phone, has_kiosk = :has_kiosk, opens = :opens, closes = :closes, days = :days
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM site o WHERE o.tenant = site.tenant
	AND o.match_key = :match_key AND o.id <> :id);

-- site_closings(site: site, from: date, limit: int) -> many site_closing(date: date, reason: text)
-- The days on which a site is closed from then on.
SELECT date, reason FROM site_closed WHERE site = :site AND date >= :from ORDER BY date LIMIT :limit;

-- site_reopen(site: site, first: date, last: date) -> changed
-- A site is open again on those days.
DELETE FROM site_closed WHERE site = :site AND date BETWEEN :first AND :last;
