-- SPDX-License-Identifier: AGPL-3.0-or-later

-- joint_insert(id: joint, tenant: tenant, site: site?, kind: text, planned_at: time, by: account, now: time) -> none
-- logged
-- A session is planned.
INSERT INTO joint_session (id, tenant, site, kind, planned_at, state, entered_by, entered_at)
VALUES (:id, :tenant, :site, :kind, :planned_at, 'planned', :by, :now);

-- joint_person_insert(id: joint, person: person) -> none
-- logged
-- Somebody is to be there.
INSERT INTO joint_person (joint, person) VALUES (:id, :person) ON CONFLICT DO NOTHING;

-- joint_columns: part
-- A planned session, with how many are to be there and how many were asked.
SELECT j.id, j.kind, j.planned_at, j.state, (SELECT count(*) FROM joint_person x WHERE x.joint = j.id),
	(SELECT count(DISTINCT s.person) FROM safety_screen s WHERE s.joint = j.id AND s.ends_at > :now)
FROM joint_session j;

-- joints_of(site: site, limit: int) -> many joint_row(id: joint, kind: text, planned_at: time, state: text, people: int, asked: int)
-- personal
-- Those of the actor's sites, without anybody whom the actor is kept from.
{joint_columns} WHERE j.tenant = :tenant AND (:site = 0 OR j.site = :site)
	AND NOT EXISTS (SELECT 1 FROM joint_person x WHERE x.joint = j.id AND NOT {reach x.person})
ORDER BY CASE j.state WHEN 'planned' THEN 0 ELSE 1 END, j.planned_at, j.id LIMIT :limit;

-- joint_one(id: joint, site: site) -> one joint_row
-- personal
-- One of them.
{joint_columns} WHERE j.id = :id AND j.tenant = :tenant AND (:site = 0 OR j.site = :site)
	AND NOT EXISTS (SELECT 1 FROM joint_person x WHERE x.joint = j.id AND NOT {reach x.person});

-- joint_people(id: joint) -> many joint_person_row(person: person, name: text)
-- personal
-- Who is to be there.
SELECT p.id, p.first_name || ' ' || p.last_name FROM joint_person x JOIN person p ON p.id = x.person
WHERE x.joint = :id AND p.tenant = :tenant AND {reach p.id} ORDER BY p.match_key, p.id LIMIT 20;

-- joint_choices(today: date, limit: int) -> many joint_choice_row(person: person, name: text)
-- personal
-- With whom somebody is in touch today.
SELECT p.id, p.first_name || ' ' || p.last_name FROM tie t
JOIN person p ON p.id = CASE WHEN t.inside = :person THEN t.family ELSE t.inside END
WHERE (t.inside = :person OR t.family = :person) AND t.state = 'agreed' AND t.starts_on <= :today
	AND coalesce(t.ends_on, :today) >= :today AND p.tenant = :tenant AND {reach p.id}
ORDER BY p.match_key, p.id LIMIT :limit;

-- joint_end_set(id: joint, state: text, by: account, now: time) -> changed
-- logged
-- Held, or not to be.
UPDATE joint_session SET state = :state, ended_by = :by, ended_at = :now WHERE id = :id AND state = 'planned';

-- screen_insert(id: screen, tenant: tenant, joint: joint, person: person, how: text, answers: text, by: account, now: time, ends_at: time) -> none
-- logged
-- Somebody was asked.
INSERT INTO safety_screen (id, tenant, joint, person, how, answers, asked_by, asked_at, ends_at)
VALUES (:id, :tenant, :joint, :person, :how, :answers, :by, :now, :ends_at);

-- screen_last(joint: joint, person: person) -> many screen_row(id: screen, how: text, answers: text, asked_at: time, ends_at: time)
-- What somebody said last, of one session.
SELECT id, how, answers, asked_at, ends_at FROM safety_screen WHERE joint = :joint AND person = :person
ORDER BY asked_at DESC, id DESC LIMIT 1;

-- safety_apart(one: person, other: person, now: time) -> one(n: int)
-- What keeps two people apart now: barriers, and orders, those too that bar nothing but a visit.
SELECT (SELECT count(*) FROM barrier WHERE person = :one AND other = :other AND starts <= :now AND ends > :now)
	+ (SELECT count(*) FROM contact_order_person a
		JOIN contact_order_person b ON b.contact_order = a.contact_order AND b.side <> a.side
		JOIN contact_order o ON o.id = a.contact_order
		WHERE a.person = :one AND b.person = :other AND o.state <> 'ended' AND o.starts <= :now AND o.ends > :now);

-- joint_off_between(one: person, other: person, now: time) -> none
-- logged
-- What is planned with both of two people is called off, by nobody.
UPDATE joint_session SET state = 'off', ended_at = :now WHERE state = 'planned'
	AND id IN (SELECT x.joint FROM joint_person x JOIN joint_person y ON y.joint = x.joint
		WHERE x.person = :one AND y.person = :other);

-- togethers_of(limit: int) -> many together_row(id: joint, kind: text, planned_at: time, state: text, asked: int)
-- personal own
-- What one is to be at.
SELECT j.id, j.kind, j.planned_at, j.state, (SELECT count(*) FROM safety_screen s
	WHERE s.joint = j.id AND s.person = :viewer AND s.ends_at > :now)
FROM joint_person x JOIN joint_session j ON j.id = x.joint
WHERE x.person = :viewer AND j.tenant = :tenant AND j.state <> 'held'
ORDER BY CASE j.state WHEN 'planned' THEN 0 ELSE 1 END, j.planned_at, j.id LIMIT :limit;

-- together_one(id: joint) -> one together_row
-- personal own
-- One of them.
SELECT j.id, j.kind, j.planned_at, j.state, (SELECT count(*) FROM safety_screen s
	WHERE s.joint = j.id AND s.person = :viewer AND s.ends_at > :now)
FROM joint_person x JOIN joint_session j ON j.id = x.joint
WHERE j.id = :id AND x.person = :viewer AND j.tenant = :tenant AND j.state <> 'held';

-- address_kept() -> many address_row(id: address, words: text)
-- personal
-- The protected address of somebody.
SELECT d.id, d.words FROM protected_address d
WHERE d.person = :person AND d.tenant = :tenant AND d.ended_at IS NULL AND {reach d.person};

-- address_insert(id: address, tenant: tenant, person: person, words: text, by: account, now: time) -> none
-- logged
-- One is kept.
INSERT INTO protected_address (id, tenant, person, words, entered_by, entered_at)
VALUES (:id, :tenant, :person, :words, :by, :now);

-- address_end_set(person: person, by: account, now: time) -> changed
-- logged
-- None is kept any more; nor are the words of it.
UPDATE protected_address SET words = '', ended_by = :by, ended_at = :now WHERE person = :person AND ended_at IS NULL;
