-- SPDX-License-Identifier: AGPL-3.0-or-later

-- policy_list(site: site, name: text, limit: int) -> many policy_listed(id: policy, name: text, state: text, site: site?, site_name: text?, value: int, version: int, starts_at: time, set_at: time, by: text?)
-- personal
-- Versions of one limit, or of all that are not superseded, newest first; with the name of who set them.
SELECT l.id, l.name, l.state, l.site, s.name, l.value, l.version, l.starts_at, l.set_at,
	CASE WHEN {reach p.id} THEN p.first_name || ' ' || p.last_name END
FROM policy l LEFT JOIN site s ON s.id = l.site LEFT JOIN account a ON a.id = l.set_by
LEFT JOIN person p ON p.id = a.person
WHERE l.tenant = :tenant AND (:site = 0 OR l.site IS NULL OR l.site = :site)
	AND (l.name = :name OR (:name = '' AND l.state <> 'superseded'))
ORDER BY l.name, l.starts_at DESC, l.version DESC LIMIT :limit;
