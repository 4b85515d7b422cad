-- SPDX-License-Identifier: AGPL-3.0-or-later

-- notice_reach(id: person) -> one notice_reach(tenant: tenant, kind: text, status: text, lang: text, site: site?, zone: text?, email: text?, phone: text?, phone_heard_at: time?, sms_stopped_at: time?, has_kiosk: int?, roles: int?)
-- How somebody can be reached. A family is where whom they are in touch with is, else at the agency's first place. Read by the program, to send what waits.
SELECT p.tenant, p.kind, p.status, p.lang, p.site, s.zone, a.email, a.phone, a.phone_heard_at,
	a.sms_stopped_at, s.has_kiosk, a.roles
FROM person p
LEFT JOIN account a ON a.person = p.id AND a.state <> 'closed'
LEFT JOIN site s ON s.id = coalesce(p.site, a.site,
	(SELECT min(t.site) FROM tie t WHERE t.family = p.id AND t.state = 'agreed'),
	(SELECT min(f.id) FROM site f WHERE f.tenant = p.tenant))
WHERE p.id = :id;

-- notice_guardians(child: person, today: date, now: time) -> many(guardian: person)
-- Who is told what a child without an account is to know: nobody who is kept from one the child is in touch with. Read by the program.
SELECT DISTINCT g.guardian FROM guardian g
WHERE g.child = :child AND g.guardian IS NOT NULL AND g.starts_on <= :today
	AND coalesce(g.ends_on, :today) >= :today
	AND NOT EXISTS (SELECT 1 FROM barrier b JOIN tie t ON t.inside = b.other
		WHERE b.person = g.guardian AND t.family = :child AND t.state = 'agreed'
			AND b.starts <= :now AND b.ends > :now);

-- notice_phone(person: person) -> one(phone: text)
-- The telephone of a place where somebody is whom a family member is in touch with. Read by the program, to answer HELP.
SELECT s.phone FROM tie t JOIN site s ON s.id = t.site
WHERE t.family = :person AND t.state = 'agreed' ORDER BY t.id LIMIT 1;

-- number_bounced(person: person) -> none
-- A text came back: the number is nobody's until a code is entered again.
UPDATE account SET phone_heard_at = NULL WHERE person = :person;

-- notice_insert(id: notice, tenant: tenant, person: person, kind: text, channel: text, about: int, code: text, now: time, due_at: time, address: text?) -> none
-- A notice that waits to be sent; to the person's own address, or to that one.
INSERT INTO notice (id, tenant, person, kind, channel, state, about, code, made_at, due_at, address)
VALUES (:id, :tenant, :person, :kind, :channel, 'waiting', :about, :code, :now, :due_at, :address);

-- notice_waiting(person: person, kind: text) -> one(n: int)
-- How many of a kind wait already.
SELECT count(*) FROM notice WHERE person = :person AND kind = :kind AND state = 'waiting';

-- notice_find(id: notice) -> one notice_row(person: person, kind: text, channel: text, state: text, code: text, address: text?)
-- A notice to send.
SELECT person, kind, channel, state, code, address FROM notice WHERE id = :id;

-- notice_settle(id: notice, state: text, cause: text, now: time) -> none
-- What became of a notice; the code in it is not kept.
UPDATE notice SET state = :state, cause = :cause, sent_at = :now, code = '' WHERE id = :id;

-- notices_drop(person: person, cause: text) -> none
-- Whatever waits for a person is not sent.
UPDATE notice SET state = 'dropped', cause = :cause, code = '' WHERE person = :person AND state = 'waiting';

-- outbox_next() -> one(n: int)
-- The number of the next message in the demo's outbox.
UPDATE counter SET value = value + 1 WHERE name = 'outbox' RETURNING value;

-- outbox_insert(n: int, at: time, channel: text, address: text, subject: text, body: text) -> none
-- What the demo would have sent.
INSERT INTO outbox (n, at, channel, address, subject, body)
VALUES (:n, :at, :channel, :address, :subject, :body);

-- outbox_list(after: int, limit: int) -> many outbox_row(n: int, at: time, channel: text, address: text, subject: text, body: text)
-- The demo's outbox, oldest first.
SELECT n, at, channel, address, subject, body FROM outbox WHERE n > :after ORDER BY n LIMIT :limit;

-- outbox_last(limit: int) -> many outbox_row
-- The demo's outbox, newest first.
SELECT n, at, channel, address, subject, body FROM outbox ORDER BY n DESC LIMIT :limit;

-- office_of(tenant: tenant, roles: int) -> many(person: person)
-- Staff whose work something is. Read by the program, to tell them.
SELECT person FROM account WHERE tenant = :tenant AND state = 'open' AND (roles & :roles) <> 0 ORDER BY id LIMIT 50;
