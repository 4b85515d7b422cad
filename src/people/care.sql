-- SPDX-License-Identifier: AGPL-3.0-or-later

-- person_found(site: site, today: date, number: text, key: text, key_end: text, limit: int) -> many care_row(id: person, tenant: tenant, site: site?, kind: text, first_name: text, last_name: text, number: text? shows number, status: text shows status, lang: text, unit: text shows unit, birth_date: date? shows birth)
-- personal
-- People of the viewer's sites, by number or by how the last name begins; family members by the ties that a pass asks for (access_tied_site).
SELECT p.id, p.tenant, p.site, p.kind, p.first_name, p.last_name, p.number, p.status, p.lang, p.unit,
	p.birth_date
FROM person p
WHERE p.tenant = :tenant AND p.kind <> 'staff' AND {reach p.id}
	AND (p.number = :number OR (p.match_key >= :key AND p.match_key < :key_end))
	AND (:site = 0 OR p.site = :site OR EXISTS (SELECT 1 FROM tie t
		WHERE t.site = :site AND (t.state IN ('checking', 'asking')
				OR (t.state = 'agreed' AND t.starts_on <= :today AND coalesce(t.ends_on, :today) >= :today))
			AND t.family IN (
			SELECT p.id
			UNION SELECT g.child FROM guardian g WHERE g.guardian = p.id
				AND g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today
			UNION SELECT g.guardian FROM guardian g WHERE g.child = p.id
				AND g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today)))
ORDER BY p.match_key, p.id LIMIT :limit;

-- care_account() -> one care_account(id: account, email: text? rules, phone: text? rules)
-- personal
-- The account of the person the pass is for.
SELECT a.id, a.email, a.phone FROM account a
WHERE a.person = :person AND a.tenant = :tenant AND {reach a.person};

-- contact_change(id: account, email: text?, phone: text?) -> changed
-- A new number or address, which must be proved before anything else goes to it.
UPDATE account SET email = :email, phone = :phone, email_proved_at = NULL, phone_proved_at = NULL,
	phone_heard_at = NULL, sms_stopped_at = NULL
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM account o WHERE o.id <> :id
	AND (o.email = :email OR o.phone = :phone));

-- urgent_insert(id: urgent, tenant: tenant, site: site, inside: person, sender: person, kind: text, body: text, now: time, due_at: time) -> none
-- News that is to be told in person.
INSERT INTO urgent (id, tenant, site, inside, sender, kind, body, state, sent_at, due_at)
VALUES (:id, :tenant, :site, :inside, :sender, :kind, :body, 'new', :now, :due_at);

-- urgent_open(site: site, limit: int) -> many urgent_row(id: urgent, from_name: text, to_name: text, unit: text shows unit, kind: text, body: text, state: text, sent_at: time, due_at: time)
-- personal
-- News that is not told yet, the earliest due first.
SELECT u.id, f.first_name || ' ' || f.last_name, p.first_name || ' ' || p.last_name, p.unit, u.kind,
	u.body, u.state, u.sent_at, u.due_at
FROM urgent u JOIN person p ON p.id = u.inside JOIN person f ON f.id = u.sender
WHERE u.tenant = :tenant AND (u.site = :site OR :site = 0) AND u.state <> 'told' AND {reach u.inside}
	AND NOT EXISTS (SELECT 1 FROM barrier b WHERE b.person = u.inside AND b.other = u.sender
		AND b.starts <= :now AND b.ends > :now)
ORDER BY u.due_at LIMIT :limit;

-- urgent_find(id: urgent, now: time) -> one urgent_found(tenant: tenant, site: site, inside: person, sender: person, state: text)
-- Where news stands; from somebody who must keep away now, there is none. Read by the program.
SELECT u.tenant, u.site, u.inside, u.sender, u.state FROM urgent u WHERE u.id = :id
	AND NOT EXISTS (SELECT 1 FROM barrier b WHERE b.person = u.inside AND b.other = u.sender
		AND b.starts <= :now AND b.ends > :now);

-- urgent_set(id: urgent, was: text, state: text, by: account, now: time) -> changed
-- News goes on; 0 rows where somebody else was first.
UPDATE urgent SET state = :state, taken_by = :by,
	taken_at = coalesce(taken_at, :now), told_at = CASE WHEN :state = 'told' THEN :now ELSE told_at END
WHERE id = :id AND state = :was;

-- duty_of_site(tenant: tenant, site: site, roles: int) -> many(person: person)
-- Staff on duty at a site.
SELECT person FROM account
WHERE tenant = :tenant AND (site = :site OR site IS NULL) AND (roles & :roles) <> 0 AND state = 'open'
ORDER BY person LIMIT 40;

-- accounts_locked_list(site: site, limit: int) -> many locked_row(id: account, name: text, email: text? shows reach)
-- personal
-- Staff accounts that are locked, of a tenant or of one site.
SELECT a.id, p.first_name || ' ' || p.last_name, a.email
FROM account a JOIN person p ON p.id = a.person
WHERE a.tenant = :tenant AND a.state = 'locked' AND (:site = 0 OR a.site = :site) AND {reach p.id} ORDER BY a.id LIMIT :limit;
