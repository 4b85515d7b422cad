-- SPDX-License-Identifier: AGPL-3.0-or-later

-- household_page(who: person) -> many household_row(household: household, household_name: text, person: person, name: text, born: date? rules, since: date, until: date?)
-- personal
-- The household that somebody is in, with who was in it before.
SELECT h.id, h.name, o.person, p.first_name || ' ' || p.last_name, p.birth_date, o.since, o.until
FROM household_member m JOIN household h ON h.id = m.household
JOIN household_member o ON o.household = h.id JOIN person p ON p.id = o.person
WHERE m.person = :who AND m.until IS NULL AND h.tenant = :tenant AND {reach o.person}
ORDER BY CASE WHEN o.until IS NULL THEN 0 ELSE 1 END, o.since, o.person LIMIT 60;

-- household_of(person: person) -> one(household: household)
-- The household that somebody is in now. Read by the program, before it changes.
SELECT household FROM household_member WHERE person = :person AND until IS NULL LIMIT 1;

-- household_insert(id: household, tenant: tenant, name: text) -> none
-- A new household.
INSERT INTO household (id, tenant, name) VALUES (:id, :tenant, :name);

-- household_join(household: household, person: person, since: date) -> none
-- Somebody is in a household, or is again.
INSERT INTO household_member (household, person, since) VALUES (:household, :person, :since)
ON CONFLICT (household, person) DO UPDATE SET since = excluded.since, until = NULL;

-- household_leave(person: person, until: date) -> changed
-- Somebody is in their household no more; the last day counts, and is not before the first.
UPDATE household_member SET until = :until WHERE person = :person AND until IS NULL AND since <= :until;

-- supporter_page(who: person) -> many supporter_row(id: supporter, name: text, role: text, strength: text, helps_with: text, starts_on: date, ends_on: date?)
-- personal
-- Who stands by somebody; those of today first.
SELECT s.id, s.name, s.role, s.strength, s.helps_with, s.starts_on, s.ends_on
FROM supporter s JOIN person p ON p.id = s.person
WHERE s.person = :who AND p.tenant = :tenant AND {reach s.person}
ORDER BY CASE WHEN s.ends_on IS NULL THEN 0 ELSE 1 END, s.id LIMIT 60;

-- supporter_insert(id: supporter, person: person, name: text, role: text, strength: text, helps_with: text, starts_on: date, by: account, now: time) -> none
-- Somebody who stands by a person.
INSERT INTO supporter (id, person, name, role, strength, helps_with, starts_on, noted_by, noted_at)
VALUES (:id, :person, :name, :role, :strength, :helps_with, :starts_on, :by, :now);

-- supporter_find(id: supporter) -> one supporter_found(person: person, ends_on: date?)
-- Whose support somebody is. Read by the program, before it ends.
SELECT person, ends_on FROM supporter WHERE id = :id;

-- supporter_stop(id: supporter, ends_on: date) -> none
-- The last day of it.
UPDATE supporter SET ends_on = :ends_on WHERE id = :id;
