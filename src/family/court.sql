-- SPDX-License-Identifier: AGPL-3.0-or-later

-- court_insert(id: court_contact, tenant: tenant, one: person, other: person, court: text, number: text, words: text, starts_on: date, ends_on: date?, by: account, now: time) -> none
-- logged
-- Contact that a court orders from now on.
INSERT INTO court_contact (id, tenant, one, other, court, number, words, starts_on, ends_on, entered_by, entered_at)
VALUES (:id, :tenant, :one, :other, :court, :number, :words, :starts_on, :ends_on, :by, :now);

-- court_between(one: person, other: person, today: date) -> many court_row(id: court_contact, court: text, number: text, words: text, starts_on: date, ends_on: date?, entered_by: account, entered_name: text)
-- personal
-- What a court orders between two people now or later, the first day first.
SELECT c.id, c.court, c.number, c.words, c.starts_on, c.ends_on, c.entered_by, p.first_name || ' ' || p.last_name
FROM court_contact c JOIN account a ON a.id = c.entered_by JOIN person p ON p.id = a.person
WHERE c.one = :one AND c.other = :other AND c.tenant = :tenant AND c.ended_at IS NULL
	AND (c.ends_on IS NULL OR c.ends_on >= :today) AND {reach c.one} AND {reach c.other}
ORDER BY c.starts_on, c.id LIMIT 20;

-- court_orders(one: person, other: person, today: date) -> one(n: int)
-- Whether a court orders contact between two people today. Read by the program, before staff take it away.
SELECT count(*) FROM court_contact c WHERE c.one = :one AND c.other = :other AND c.ended_at IS NULL
	AND c.starts_on <= :today AND (c.ends_on IS NULL OR c.ends_on >= :today);

-- court_find(id: court_contact, tenant: tenant) -> one court_found(one: person, other: person, entered_by: account, over: bool)
-- Who it is about, before it ends. Read by the program.
SELECT c.one, c.other, c.entered_by, CASE WHEN c.ended_at IS NOT NULL THEN 1 ELSE 0 END FROM court_contact c
WHERE c.id = :id AND c.tenant = :tenant;

-- court_end(id: court_contact, by: account, now: time, reason: text) -> changed
-- logged
-- It is over.
UPDATE court_contact SET ended_by = :by, ended_at = :now, end_reason = :reason WHERE id = :id AND ended_at IS NULL;

-- tie_parties(id: tie) -> one tie_parties(family: person, inside: person?)
-- Between whom a link is. Read by the program.
SELECT family, inside FROM tie WHERE id = :id;
