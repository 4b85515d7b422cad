-- SPDX-License-Identifier: AGPL-3.0-or-later

-- caseload_own(today: date, limit: int) -> many caseload_row(id: person, first_name: text, last_name: text, number: text? shows number, status: text shows status)
-- personal
-- Whom the viewer supervises, by name.
SELECT p.id, p.first_name, p.last_name, p.number, p.status FROM caseload c JOIN person p ON p.id = c.person
WHERE c.officer = :viewer AND c.since <= :today AND (c.until IS NULL OR c.until >= :today) AND {reach p.id}
ORDER BY p.match_key, p.id LIMIT :limit;

-- caseload_of(today: date, limit: int) -> many officer_row(officer: person, account: account, name: text, since: date)
-- personal
-- Who supervises the pass's person.
SELECT o.id, a.id, o.first_name || ' ' || o.last_name, c.since
FROM caseload c JOIN person o ON o.id = c.officer JOIN account a ON a.person = o.id
WHERE c.person = :person AND (c.until IS NULL OR c.until >= :today) AND {reach c.person}
ORDER BY c.since, o.id LIMIT :limit;

-- officers_all(role: int, limit: int) -> many officer_choice(account: account, name: text)
-- personal
-- Officers of the agency, by name.
SELECT a.id, p.first_name || ' ' || p.last_name FROM account a JOIN person p ON p.id = a.person
WHERE a.tenant = :tenant AND (a.roles & :role) <> 0 AND a.state <> 'closed' AND {reach p.id}
ORDER BY p.match_key, a.id LIMIT :limit;

-- officer_find(account: account, tenant: tenant, role: int) -> one(person: person)
-- Whose account of an officer that is. Read by the program.
SELECT person FROM account WHERE id = :account AND tenant = :tenant AND (roles & :role) <> 0 AND state <> 'closed';

-- caseload_insert(person: person, officer: person, since: date, by: account, now: time) -> changed
-- logged
-- Somebody is supervised by an officer from that day on; 0 where they are already.
INSERT INTO caseload (person, officer, since, set_by, set_at) SELECT :person, :officer, :since, :by, :now
WHERE NOT EXISTS (SELECT 1 FROM caseload c WHERE c.person = :person AND c.officer = :officer
	AND (c.until IS NULL OR c.until >= :since));

-- caseload_end(person: person, officer: person, last: date) -> changed
-- logged
-- That day was the last.
UPDATE caseload SET until = :last WHERE person = :person AND officer = :officer AND (until IS NULL OR until > :last);
