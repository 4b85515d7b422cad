-- SPDX-License-Identifier: AGPL-3.0-or-later

-- breach_insert(id: breach, tenant: tenant, what: text, found_at: time, people: int, laws: int, by: account, now: time) -> none
-- logged
-- Written down.
INSERT INTO breach (id, tenant, what, found_at, people, laws, state, entered_by, entered_at)
VALUES (:id, :tenant, :what, :found_at, :people, :laws, 'open', :by, :now);

-- breach_set(id: breach, what: text, found_at: time, people: int, laws: int) -> changed
-- logged
-- More is known.
UPDATE breach SET what = :what, found_at = :found_at, people = :people, laws = :laws WHERE id = :id AND state = 'open';

-- breach_one(id: breach, tenant: tenant) -> one breach_row(id: breach, what: text, found_at: time, people: int, laws: int, state: text, entered_by: account, words: text, closed_at: time?, due_at: time?)
-- One of the agency.
SELECT id, what, found_at, people, laws, state, entered_by, words, closed_at,
	(SELECT min(d.due_at) FROM duty d WHERE d.about = breach.id AND d.done_at IS NULL)
FROM breach WHERE id = :id AND tenant = :tenant;

-- breaches_all(tenant: tenant, limit: int) -> many breach_row
-- The register.
SELECT id, what, found_at, people, laws, state, entered_by, words, closed_at,
	(SELECT min(d.due_at) FROM duty d WHERE d.about = breach.id AND d.done_at IS NULL)
FROM breach WHERE tenant = :tenant
ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, found_at DESC, id DESC LIMIT :limit;

-- breach_shut(id: breach, words: text, by: account, now: time) -> changed
-- logged
-- Closed, once.
UPDATE breach SET state = 'closed', words = :words, closed_by = :by, closed_at = :now WHERE id = :id AND state = 'open';
