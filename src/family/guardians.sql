-- SPDX-License-Identifier: AGPL-3.0-or-later

-- guardian_page(child: person, today: date) -> many guardian_row(id: guardian, child: person, guardian: person?, child_name: text, name: text, authority: text, evidence: text, starts_on: date, ends_on: date?, verified_by: text, verified_at: time, live: bool)
-- personal
-- Who acts, or acted, for a child; the newest first.
SELECT g.id, g.child, g.guardian, c.first_name || ' ' || c.last_name,
	coalesce(p.first_name || ' ' || p.last_name, ''), g.authority, g.evidence, g.starts_on, g.ends_on,
	v.first_name || ' ' || v.last_name, g.verified_at,
	CASE WHEN g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today THEN 1 ELSE 0 END
FROM guardian g JOIN person c ON c.id = g.child LEFT JOIN person p ON p.id = g.guardian
JOIN account a ON a.id = g.verified_by JOIN person v ON v.id = a.person
WHERE g.child = :child AND c.tenant = :tenant AND {reach g.child} AND {reach coalesce(g.guardian,0)}
ORDER BY g.id DESC LIMIT 50;

-- guardian_wards(guardian: person, today: date) -> many guardian_row
-- personal
-- The children whom somebody acts for today, or acted for.
SELECT g.id, g.child, g.guardian, c.first_name || ' ' || c.last_name,
	coalesce(p.first_name || ' ' || p.last_name, ''), g.authority, g.evidence, g.starts_on, g.ends_on,
	v.first_name || ' ' || v.last_name, g.verified_at,
	CASE WHEN g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today THEN 1 ELSE 0 END
FROM guardian g JOIN person c ON c.id = g.child JOIN person p ON p.id = g.guardian
JOIN account a ON a.id = g.verified_by JOIN person v ON v.id = a.person
WHERE g.guardian = :guardian AND c.tenant = :tenant AND {reach g.child} AND {reach g.guardian}
ORDER BY g.id DESC LIMIT 50;

-- ward_own(today: date) -> many ward_row(child: person, name: text, born: date? rules, accounts: int)
-- personal
-- The children whom who signed in acts for today.
SELECT DISTINCT c.id, c.first_name, c.birth_date,
	(SELECT count(*) FROM account a WHERE a.person = c.id AND a.state <> 'closed')
FROM guardian g JOIN person c ON c.id = g.child
WHERE g.guardian = :signer AND c.status <> 'deceased' AND g.starts_on <= :today
	AND coalesce(g.ends_on, :today) >= :today AND {reach g.child}
ORDER BY c.first_name, c.id LIMIT 30;

-- guardian_insert(id: guardian, child: person, guardian: person?, authority: text, evidence: text, starts_on: date, ends_on: date?, by: account, now: time) -> none
-- Who acts for a child from now on.
INSERT INTO guardian (id, child, guardian, authority, evidence, starts_on, ends_on, verified_by, verified_at)
VALUES (:id, :child, :guardian, :authority, :evidence, :starts_on, :ends_on, :by, :now);

-- guardian_twice(child: person, guardian: person, starts_on: date, ends_on: date) -> one(n: int)
-- How often the same person is a guardian of the same child in a span of days.
SELECT count(*) FROM guardian WHERE child = :child AND guardian = :guardian
	AND starts_on <= :ends_on AND coalesce(ends_on, :starts_on) >= :starts_on;

-- guardian_find(id: guardian) -> one guardian_found(child: person, guardian: person?, starts_on: date, ends_on: date?)
-- One guardianship. Read by the program, before it ends or speaks.
SELECT child, guardian, starts_on, ends_on FROM guardian WHERE id = :id;

-- guardian_stop(id: guardian, ends_on: date) -> none
-- The last day of a guardianship.
UPDATE guardian SET ends_on = :ends_on WHERE id = :id;

-- guardian_count(child: person, today: date) -> one(n: int)
-- How many act for a child today.
SELECT count(*) FROM guardian
WHERE child = :child AND starts_on <= :today AND coalesce(ends_on, :today) >= :today;

-- say_insert(tie: tie, guardian: guardian, yes: bool, now: time, by: account) -> none
-- What a guardian, or the child (0), says to a link; the last word counts.
INSERT INTO tie_say (tie, guardian, yes, said_at, noted_by) VALUES (:tie, :guardian, :yes, :now, :by)
ON CONFLICT (tie, guardian) DO UPDATE SET yes = excluded.yes, said_at = excluded.said_at,
	noted_by = excluded.noted_by;

-- say_of_signer(tie: tie, child: person, signer: person, yes: bool, today: date, now: time, by: account) -> changed
-- The word of somebody who is a guardian of the child today.
INSERT INTO tie_say (tie, guardian, yes, said_at, noted_by)
SELECT :tie, g.id, :yes, :now, :by FROM guardian g
WHERE g.child = :child AND g.guardian = :signer AND g.starts_on <= :today
	AND coalesce(g.ends_on, :today) >= :today
ON CONFLICT (tie, guardian) DO UPDATE SET yes = excluded.yes, said_at = excluded.said_at,
	noted_by = excluded.noted_by;

-- say_child_yes(child: person, inside: person) -> none
-- A child who wants to after all takes back every no to the same person.
UPDATE tie_say SET yes = 1 WHERE guardian = 0 AND tie IN
	(SELECT id FROM tie WHERE family = :child AND inside = :inside);

-- say_counts(tie: tie, child: person, inside: person, today: date) -> one say_counts(guardians: int, yes: int, no: int, child_no: int)
-- What those who must agree have said. Read by the program, to decide.
SELECT (SELECT count(*) FROM guardian g WHERE g.child = :child AND g.starts_on <= :today
		AND coalesce(g.ends_on, :today) >= :today),
	(SELECT count(*) FROM guardian g JOIN tie_say s ON s.guardian = g.id AND s.tie = :tie
		WHERE g.child = :child AND g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today AND s.yes = 1),
	(SELECT count(*) FROM guardian g JOIN tie_say s ON s.guardian = g.id AND s.tie = :tie
		WHERE g.child = :child AND g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today AND s.yes = 0),
	(SELECT count(*) FROM tie t JOIN tie_say s ON s.tie = t.id AND s.guardian = 0
		WHERE t.family = :child AND t.inside = :inside AND s.yes = 0);

-- asked_own(today: date) -> many asked_row(tie: tie, name: text, typed_name: text, relation: text, asked_at: time)
-- personal
-- Links of children that wait for the yes of who signed in.
SELECT t.id, c.first_name, t.typed_name, t.relation, t.asked_at
FROM guardian g JOIN tie t ON t.family = g.child JOIN person c ON c.id = g.child
WHERE g.guardian = :signer AND g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today
	AND t.state = 'checking' AND t.passed_at IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM tie_say s WHERE s.tie = t.id AND s.guardian = g.id)
	AND {reach g.child} AND {reach coalesce(t.inside,0)}
ORDER BY t.asked_at LIMIT 30;

-- say_tie(id: tie) -> one say_tie(tenant: tenant, inside: person?, family: person, state: text, site: site, passed_at: time?, born: date?)
-- The link that somebody speaks about. Read by the program.
SELECT t.tenant, t.inside, t.family, t.state, t.site, t.passed_at, p.birth_date
FROM tie t JOIN person p ON p.id = t.family WHERE t.id = :id;

-- tie_pass(id: tie, now: time) -> changed
-- logged
-- Staff have compared; those who must agree are asked.
UPDATE tie SET passed_at = :now WHERE id = :id AND state = 'checking' AND passed_at IS NULL;
