-- SPDX-License-Identifier: AGPL-3.0-or-later

-- tie_own() -> many tie_row(id: tie, inside: person?, family: person, name: text?, relation: text, state: text, asked_at: time, due_at: time, decided_at: time?)
-- personal
-- The viewer's ties on either side, the newest first.
SELECT t.id, t.inside, t.family, p.first_name, t.relation, t.state, t.asked_at, t.due_at, t.decided_at
FROM tie t
LEFT JOIN person p ON p.id = CASE WHEN t.family = :viewer THEN t.inside ELSE t.family END
WHERE (t.family = :viewer OR t.inside = :viewer) AND t.state <> 'ended'
	AND {reach coalesce(p.id,0)}
ORDER BY t.asked_at DESC LIMIT 100;

-- tie_open_count() -> one(n: int)
-- personal own
-- How many requests of the viewer's wait.
SELECT count(*) FROM tie WHERE family = :viewer AND state IN ('checking', 'asking');

-- link_match(tenant: tenant, number: text, site: site) -> one link_match(id: person, match_key: text, birth_date: date?, status: text)
-- The person inside with that number at that site. Read by the program, to score a request.
SELECT id, match_key, birth_date, status FROM person
WHERE tenant = :tenant AND number = :number AND site = :site AND kind = 'inside';

-- tie_insert(id: tie, tenant: tenant, inside: person?, family: person, relation: text, state: text, number: text, name: text, birth_date: date?, site: site, score: int, now: time, due_at: time, today: date) -> changed
-- logged
-- A request to be linked; 0 rows where the two are linked, or asked, already.
INSERT INTO tie (id, tenant, inside, family, relation, state, typed_number, typed_name, typed_birth_date,
	site, score, asked_at, due_at, starts_on)
VALUES (:id, :tenant, :inside, :family, :relation, :state, :number, :name, :birth_date, :site, :score,
	:now, :due_at, :today)
ON CONFLICT DO NOTHING;

-- link_page(site: site, after: tie, limit: int) -> many link_row(id: tie, from_name: text, relation: text, typed_number: text shows number, typed_name: text, typed_birth_date: date? shows birth, found: person?, found_name: text?, found_number: text? shows number, found_birth_date: date? shows birth, asked_at: time, due_at: time, score: int, site: site, family: person, born: date? rules)
-- personal
-- Requests that staff compare, the earliest due first.
SELECT t.id, f.first_name || ' ' || f.last_name, t.relation, t.typed_number, t.typed_name,
	t.typed_birth_date, t.inside, p.last_name, p.number, p.birth_date, t.asked_at, t.due_at, t.score, t.site,
	t.family, f.birth_date
FROM tie t JOIN person f ON f.id = t.family LEFT JOIN person p ON p.id = t.inside
WHERE t.tenant = :tenant AND t.state = 'checking' AND t.passed_at IS NULL AND (t.site = :site OR :site = 0)
	AND (:after = 0 OR (t.due_at, t.id) > (SELECT x.due_at, x.id FROM tie x WHERE x.id = :after))
	AND {reach t.family}
ORDER BY t.due_at, t.id LIMIT :limit;

-- tie_of(who: person) -> many tie_staff_row(id: tie, other: person?, name: text?, relation: text, state: text, asked_at: time, passed_at: time?, family: person, born: date? rules)
-- personal
-- Links and requests of somebody whom staff care for, the newest first.
SELECT t.id, CASE WHEN t.family = :who THEN t.inside ELSE t.family END, o.first_name || ' ' || o.last_name,
	t.relation, t.state, t.asked_at, t.passed_at, t.family, f.birth_date
FROM tie t JOIN person f ON f.id = t.family
LEFT JOIN person o ON o.id = CASE WHEN t.family = :who THEN t.inside ELSE t.family END
WHERE (t.family = :who OR t.inside = :who) AND t.tenant = :tenant AND t.inside IS NOT NULL
	AND t.state IN ('checking', 'asking', 'agreed') AND {reach t.family} AND {reach t.inside}
ORDER BY t.asked_at DESC LIMIT 60;

-- tie_names(id: tie) -> one tie_names(family_name: text, inside_name: text, relation: text, inside: person)
-- personal
-- Whose link it is.
SELECT f.first_name || ' ' || f.last_name, i.first_name || ' ' || i.last_name, t.relation, t.inside
FROM tie t JOIN person f ON f.id = t.family JOIN person i ON i.id = t.inside
WHERE t.id = :id AND t.tenant = :tenant AND {reach t.family} AND {reach t.inside};

-- barrier_page(who: person) -> many barrier_row(other: person, name: text, kind: text, starts: time, reason: text, set_by: text, lift_by: account?, lift_reason: text?)
-- personal
-- Who is kept apart from somebody now.
SELECT b.other, p.first_name || ' ' || p.last_name, b.kind, b.starts, b.reason,
	v.first_name || ' ' || v.last_name, b.lift_by, b.lift_reason
FROM barrier b JOIN person p ON p.id = b.other JOIN account a ON a.id = b.set_by JOIN person v ON v.id = a.person
WHERE b.person = :who AND b.starts <= :now AND b.ends > :now AND p.tenant = :tenant
	AND {reach b.person} AND {reach b.other}
ORDER BY b.starts DESC LIMIT 60;

-- permission_find(id: permission) -> one permission_found(tie: tie, starts_on: date, ends_on: date?)
-- What was said about a channel. Read by the program, before it ends.
SELECT tie, starts_on, ends_on FROM permission WHERE id = :id;

-- permission_stop(id: permission, ends_on: date) -> none
-- Its last day.
UPDATE permission SET ends_on = :ends_on WHERE id = :id;

-- tie_find(id: tie, today: date) -> one tie_found(tenant: tenant, inside: person?, family: person, state: text, site: site, over: bool)
-- Where a request stands, and whether its last day is over. Read by the program, before it is decided.
SELECT tenant, inside, family, state, site, CASE WHEN coalesce(ends_on, :today) < :today THEN 1 ELSE 0 END
FROM tie WHERE id = :id;

-- tie_unlink(id: tie) -> none
-- logged
-- A request that fits nobody any more: staff will say so, as to anybody.
UPDATE tie SET inside = NULL, score = 0, state = 'checking' WHERE id = :id AND state IN ('checking', 'asking');

-- tie_move(id: tie, was: text, state: text, cause: text, by: account, now: time, today: date) -> changed
-- logged
-- A request goes on; 0 rows where somebody else was first.
UPDATE tie SET state = :state, cause = :cause, decided_by = :by, decided_at = :now, starts_on = :today
WHERE id = :id AND state = :was;

-- barrier_lift_ask(one: person, other: person, by: account, reason: text, now: time) -> changed
-- logged
-- One of the staff asks to lift it; 0 rows where none stands.
UPDATE barrier SET lift_by = :by, lift_reason = :reason
WHERE ((person = :one AND other = :other) OR (person = :other AND other = :one)) AND kind = 'staff'
	AND ends > :now;

-- barrier_lift_asked(one: person, other: person, now: time) -> one(by: account)
-- Who asked to lift it. Read by the program, before another does.
SELECT lift_by FROM barrier WHERE person = :one AND other = :other AND kind = 'staff' AND ends > :now
	AND lift_by IS NOT NULL;

-- tie_between(one: person, other: person) -> many(id: tie)
-- Live ties and requests of two people.
SELECT id FROM tie WHERE state IN ('checking', 'asking', 'agreed')
	AND ((inside = :one AND family = :other) OR (inside = :other AND family = :one));

-- permission_insert(id: permission, tie: tie, channel: text, allowed: bool, reason: text, authority: text, starts_on: date, ends_on: date?, set_by: account, now: time) -> none
-- What may, or may not, pass between two tied people on a channel.
INSERT INTO permission (id, tie, channel, allowed, reason, authority, starts_on, ends_on, set_by, set_at)
VALUES (:id, :tie, :channel, :allowed, :reason, :authority, :starts_on, :ends_on, :set_by, :now);

-- permission_end(tie: tie, channel: text, yesterday: date) -> none
-- What was said before about that channel ends.
UPDATE permission SET ends_on = :yesterday WHERE tie = :tie AND channel = :channel
	AND coalesce(ends_on, :yesterday + 1) > :yesterday;

-- permission_page(tie: tie, today: date) -> many permission_row(id: permission, channel: text, allowed: bool, reason: text, authority: text, starts_on: date, ends_on: date?)
-- What holds for a tie now or later.
SELECT id, channel, allowed, reason, authority, starts_on, ends_on FROM permission
WHERE tie = :tie AND coalesce(ends_on, :today) >= :today ORDER BY channel, starts_on LIMIT 100;

-- link_apart(one: person, other: person, signer: person, now: time) -> one(n: int)
-- How many barriers stand between two people who may be linked, or one and who acts for the other.
SELECT count(*) FROM barrier WHERE person = :one AND other IN (:other, :signer) AND starts <= :now AND ends > :now;
