-- SPDX-License-Identifier: AGPL-3.0-or-later

-- emergency_person(number: text, key: text) -> one emergency_person(id: person, site: site?)
-- personal
-- Whom a number and a last name mean, at any site of the agency.
SELECT p.id, p.site FROM person p
WHERE p.tenant = :tenant AND p.number = :number AND p.match_key = :key AND p.kind <> 'staff' AND {reach p.id};

-- emergency_insert(id: emergency, tenant: tenant, account: account, person: person, reason: text, words: text, now: time, ends_at: time, due_at: time) -> none
-- The glass is broken.
INSERT INTO emergency (id, tenant, account, person, reason, words, opened_at, ends_at, due_at)
VALUES (:id, :tenant, :account, :person, :reason, :words, :now, :ends_at, :due_at);

-- emergencies_open(since: time, limit: int) -> many emergency_row(id: emergency, who: text, account: account, name: text, reason: text, words: text, opened_at: time, due_at: time, times: int)
-- personal
-- What is not reviewed, the earliest due first.
SELECT e.id, v.first_name || ' ' || v.last_name, e.account, p.first_name || ' ' || p.last_name, e.reason,
	e.words, e.opened_at, e.due_at,
	(SELECT count(*) FROM emergency o WHERE o.account = e.account AND o.opened_at >= :since)
FROM emergency e JOIN account a ON a.id = e.account JOIN person v ON v.id = a.person
JOIN person p ON p.id = e.person
WHERE e.tenant = :tenant AND e.reviewed_at IS NULL AND {reach e.person} ORDER BY e.due_at, e.id LIMIT :limit;

-- emergency_found(id: emergency) -> one emergency_found(account: account)
-- personal
-- Whose it is.
SELECT e.account FROM emergency e WHERE e.id = :id AND e.tenant = :tenant AND {reach e.person};

-- emergency_review_set(id: emergency, upheld: bool, words: text, by: account, now: time) -> changed
-- Reviewed, once.
UPDATE emergency SET reviewed_by = :by, reviewed_at = :now, upheld = :upheld, review_words = :words
WHERE id = :id AND reviewed_at IS NULL;

-- emergency_shut(account: account, now: time) -> none
-- One person at a time: what is open of somebody else's record is shut.
UPDATE emergency SET ends_at = :now WHERE account = :account AND ends_at > :now;
