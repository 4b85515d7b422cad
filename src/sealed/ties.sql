-- SPDX-License-Identifier: AGPL-3.0-or-later

-- adviser_of(account: account, tenant: tenant, roles: int) -> one adviser_row(person: person, roles: int)
-- A lawyer, clergy or counsellor of the agency, by account.
SELECT person, roles FROM account
WHERE id = :account AND tenant = :tenant AND (roles & :roles) <> 0 AND state = 'open';

-- advisers(roles: int, limit: int) -> many adviser(account: account, name: text, roles: int)
-- personal
-- Whom one can name, by last name.
SELECT a.id, p.first_name || ' ' || p.last_name, a.roles FROM account a JOIN person p ON p.id = a.person
WHERE a.tenant = :tenant AND (a.roles & :roles) <> 0 AND a.state = 'open' AND {reach p.id}
ORDER BY p.match_key, a.id LIMIT :limit;

-- staff_tie_columns: part
-- What staff who check ties see of one: who, and how far it is. Nothing tells whether they talk.
SELECT t.id, t.inside, i.first_name || ' ' || i.last_name, d.first_name || ' ' || d.last_name, t.relation, t.state,
	t.proposed_by, t.proposed_at, t.end_asked_by, t.adviser, t.confirmed_by, t.tenant, t.proof
FROM sealed_tie t JOIN person i ON i.id = t.inside JOIN person d ON d.id = t.adviser
WHERE t.tenant = :tenant AND t.state IN ('proposed', 'confirmed') AND (:site = 0 OR i.site = :site)
	AND {reach t.inside} AND {reach t.adviser};

-- staff_ties(site: site, limit: int) -> many staff_tie_row(id: sealed_tie, inside: person, inside_name: text, adviser_name: text, relation: text, state: text, proposed_by: account, proposed_at: time, end_asked_by: account?, adviser: person, confirmed_by: account?, tenant: tenant, proof: blob)
-- personal
-- Ties that wait or stand at one's sites, those that wait first.
{staff_tie_columns} ORDER BY t.state DESC, t.proposed_at DESC, t.id DESC LIMIT :limit;

-- staff_tie(site: site, id: sealed_tie) -> one staff_tie_row
-- personal
-- One of them.
{staff_tie_columns} AND t.id = :id;

-- ties_apart(one: person, other: person, now: time) -> one(n: int)
-- Whether anything keeps the two apart. Read by the program, before they are tied.
SELECT count(*) FROM barrier WHERE person = :one AND other = :other AND starts <= :now AND ends > :now;

-- sealed_tie_insert(id: sealed_tie, tenant: tenant, inside: person, adviser: person, relation: text, by: account, now: time, proof: blob) -> changed
-- logged
-- A first person says so; 0 rows where the two are tied already.
INSERT INTO sealed_tie (id, tenant, inside, adviser, relation, state, proposed_by, proposed_at, proof)
VALUES (:id, :tenant, :inside, :adviser, :relation, 'proposed', :by, :now, :proof) ON CONFLICT DO NOTHING;

-- sealed_tie_confirm(id: sealed_tie, by: account, now: time, proof: blob) -> changed
-- logged
-- A second one says so too.
UPDATE sealed_tie SET state = 'confirmed', confirmed_by = :by, confirmed_at = :now, proof = :proof
WHERE id = :id AND state = 'proposed';

-- sealed_tie_end_ask(id: sealed_tie, by: account) -> changed
-- logged
-- One of staff says that it is over.
UPDATE sealed_tie SET end_asked_by = :by WHERE id = :id AND state = 'confirmed' AND end_asked_by IS NULL;

-- sealed_tie_move(id: sealed_tie, state: text, now: time, proof: blob) -> changed
-- logged
-- It is over, or two people are to be kept apart.
UPDATE sealed_tie SET state = :state, ended_at = :now, proof = :proof WHERE id = :id;

-- tie_to_move(one: person, other: person) -> many tie_to_move(id: sealed_tie, tenant: tenant, inside: person, adviser: person, relation: text, state: text, confirmed_by: account?)
-- Ties that live between two people, or (other 0) of one.
SELECT id, tenant, inside, adviser, relation, state, confirmed_by FROM sealed_tie
WHERE state IN ('proposed', 'confirmed') AND ((inside = :one AND (:other = 0 OR adviser = :other))
	OR (adviser = :one AND (:other = 0 OR inside = :other)));
