-- SPDX-License-Identifier: AGPL-3.0-or-later

-- erasure_subject(person: person) -> one erasure_subject(kind: text, status: text, roles: int, name: text)
-- What decides whether somebody can be erased, and the name that the officers see until it is done.
SELECT p.kind, p.status, coalesce(a.roles, 0), p.first_name || ' ' || p.last_name
FROM person p LEFT JOIN account a ON a.person = p.id WHERE p.id = :person;

-- erasure_insert(id: erasure, of: tenant, person: person, basis: text, words: text, name: text, by: account, now: time) -> none
-- One officer asks.
INSERT INTO erasure (id, tenant, person, basis, words, name, asked_by, asked_at)
VALUES (:id, :of, :person, :basis, :words, :name, :by, :now);

-- erasure_open_of(person: person) -> one(n: int)
-- Whether it is asked already.
SELECT count(*) FROM erasure WHERE person = :person AND done_at IS NULL;

-- erasure_columns: part
-- A person's erasure.
SELECT e.id, e.person, e.name, e.basis, e.words, e.asked_by, e.asked_at, e.confirmed_at, e.done_at FROM erasure e;

-- erasures_recent(limit: int) -> many erasure_row(id: erasure, person: person, name: text, basis: text, words: text, asked_by: account, asked_at: time, confirmed_at: time?, done_at: time?)
-- personal
-- The agency's erasures, the newest first.
{erasure_columns} WHERE e.tenant = :tenant AND {reach e.person} ORDER BY e.id DESC LIMIT :limit;

-- erasure_one(id: erasure) -> one erasure_row
-- personal
-- One of them.
{erasure_columns} WHERE e.id = :id AND e.tenant = :tenant AND {reach e.person};

-- erasure_job(id: erasure) -> one erasure_job(person: person)
-- What the job has to do; nothing where it is not meant, or done.
SELECT person FROM erasure WHERE id = :id AND confirmed_at IS NOT NULL AND done_at IS NULL;

-- erasures_meant(person: person) -> many(id: erasure)
-- Confirmed ones of somebody, which a hold kept from being done.
SELECT id FROM erasure WHERE person = :person AND confirmed_at IS NOT NULL AND done_at IS NULL;

-- erasure_confirmed(id: erasure, by: account, now: time) -> changed
-- The second officer's yes.
UPDATE erasure SET confirmed_by = :by, confirmed_at = :now WHERE id = :id AND confirmed_at IS NULL;

-- erasure_dropped(id: erasure) -> changed
-- It is asked no more.
DELETE FROM erasure WHERE id = :id AND confirmed_at IS NULL;

-- erasure_emptied(id: erasure) -> none
-- Who it was is a number now.
UPDATE erasure SET words = '', name = '' WHERE id = :id;

-- erasures_over(person: person, now: time) -> none
-- It is done: the rows are wiped and the key is gone.
UPDATE erasure SET done_at = :now WHERE person = :person AND confirmed_at IS NOT NULL AND done_at IS NULL;

-- erasure_entry(id: int) -> one(entry: entry)
-- The log's entry that says so.
SELECT id FROM audit_entry WHERE act = 'erasure.done' AND object_kind = 'erasure' AND object = :id;

-- legal_hold_insert(id: legal_hold, of: tenant, person: person, matter: text, review_on: date, by: account, now: time) -> none
-- A hold, which acts at once.
INSERT INTO legal_hold (id, tenant, person, matter, review_on, entered_by, entered_at)
VALUES (:id, :of, :person, :matter, :review_on, :by, :now);

-- legal_holds_on(person: person) -> one(n: int)
-- Whether one stands.
SELECT count(*) FROM legal_hold WHERE person = :person AND lifted_at IS NULL;

-- legal_hold_columns: part
-- A hold, with the name of whom it is about.
SELECT h.id, h.person, p.first_name || ' ' || p.last_name, h.matter, h.review_on, h.entered_by, h.entered_at,
	h.confirmed_at, h.lift_by, h.lifted_at FROM legal_hold h JOIN person p ON p.id = h.person;

-- legal_holds_recent(limit: int) -> many legal_hold_row(id: legal_hold, person: person, name: text, matter: text, review_on: date, entered_by: account, entered_at: time, confirmed_at: time?, lift_by: account?, lifted_at: time?)
-- personal
-- The agency's holds, the newest first.
{legal_hold_columns} WHERE h.tenant = :tenant AND {reach h.person} ORDER BY h.id DESC LIMIT :limit;

-- legal_hold_one(id: legal_hold) -> one legal_hold_row
-- personal
-- One of them.
{legal_hold_columns} WHERE h.id = :id AND h.tenant = :tenant AND {reach h.person};

-- legal_hold_confirmed(id: legal_hold, by: account, now: time) -> changed
-- The second officer's yes.
UPDATE legal_hold SET confirmed_by = :by, confirmed_at = :now
WHERE id = :id AND confirmed_at IS NULL AND lifted_at IS NULL;

-- legal_hold_lift_asked(id: legal_hold, by: account, reason: text) -> none
-- One officer wants it to end.
UPDATE legal_hold SET lift_by = :by, lift_reason = :reason WHERE id = :id AND lifted_at IS NULL;

-- legal_hold_lifted(id: legal_hold, by: account, now: time) -> changed
-- It ends.
UPDATE legal_hold SET lifted_by = :by, lifted_at = :now WHERE id = :id AND lifted_at IS NULL;
