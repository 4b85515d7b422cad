-- SPDX-License-Identifier: AGPL-3.0-or-later

-- contact_page(inside: person) -> many contact_row(id: contact, first_name: text, last_name: text, birth_date: date shows birth, said_by: text, noted_at: time)
-- personal
-- Whom a person inside has approved, by name.
SELECT c.id, c.first_name, c.last_name, c.birth_date, c.said_by, c.noted_at
FROM approved_contact c JOIN person p ON p.id = c.inside
WHERE c.inside = :inside AND p.tenant = :tenant AND c.ended_at IS NULL AND {reach c.inside}
ORDER BY c.match_key, c.id LIMIT 100;

-- contact_insert(id: contact, inside: person, first_name: text, last_name: text, match_key: text, birth_date: date, said_by: text, by: account, now: time) -> none
-- Somebody whom a person inside wants to be in touch with.
INSERT INTO approved_contact (id, inside, first_name, last_name, match_key, birth_date, said_by, noted_by,
	noted_at)
VALUES (:id, :inside, :first_name, :last_name, :match_key, :birth_date, :said_by, :by, :now);

-- contact_find(id: contact) -> one(inside: person)
-- Whose contact it is. Read by the program, before it ends.
SELECT inside FROM approved_contact WHERE id = :id AND ended_at IS NULL;

-- contact_stop(id: contact, now: time) -> none
-- Approved no more.
UPDATE approved_contact SET ended_at = :now WHERE id = :id;

-- contact_matches(inside: person, key: text, born: date) -> one(n: int)
-- How many approved contacts have exactly that name and date of birth. Read by the program, to score a request.
SELECT count(*) FROM approved_contact
WHERE inside = :inside AND match_key = :key AND birth_date = :born AND ended_at IS NULL;

-- contact_count(inside: person) -> one(n: int)
-- How many contacts somebody has approved.
SELECT count(*) FROM approved_contact WHERE inside = :inside AND ended_at IS NULL;

-- contact_twins(tenant: tenant, key: text, born: date) -> one(n: int)
-- How many family members share a last name and a date of birth. Read by the program, to tell one from another.
SELECT count(*) FROM person
WHERE tenant = :tenant AND match_key = :key AND kind = 'family' AND birth_date = :born;

-- contact_self(id: person) -> one contact_self(tenant: tenant, first_name: text, last_name: text, match_key: text, birth_date: date?)
-- Who asks to be linked. Read by the program, to compare with approved contacts.
SELECT tenant, first_name, last_name, match_key, birth_date FROM person WHERE id = :id;
