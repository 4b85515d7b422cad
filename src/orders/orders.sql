-- SPDX-License-Identifier: AGPL-3.0-or-later

-- order_columns: part
-- An order with the names of those who had a hand in it.
SELECT o.id, o.kind, o.court, o.number, o.document, o.scope, o.may, o.exceptions, o.note, o.starts_on,
	o.ends_on, o.starts, o.ends, o.state, o.entered_by, e.first_name || ' ' || e.last_name, o.entered_at,
	c.first_name || ' ' || c.last_name, o.confirmed_at, o.end_asked_by,
	q.first_name || ' ' || q.last_name, o.end_asked_at, o.end_reason, d.first_name || ' ' || d.last_name,
	o.ended_at
FROM contact_order o
JOIN account ea ON ea.id = o.entered_by JOIN person e ON e.id = ea.person
LEFT JOIN account ca ON ca.id = o.confirmed_by LEFT JOIN person c ON c.id = ca.person
LEFT JOIN account qa ON qa.id = o.end_asked_by LEFT JOIN person q ON q.id = qa.person
LEFT JOIN account da ON da.id = o.ended_by LEFT JOIN person d ON d.id = da.person;

-- order_unreached: part
-- An order o about somebody the viewer is kept from: staff can be, too.
NOT EXISTS (SELECT 1 FROM contact_order_person x WHERE x.contact_order = o.id AND NOT {reach x.person});

-- order_near: part
-- An order o about somebody of the site, or in touch with somebody there; 0 is every site.
(:site = 0 OR EXISTS (SELECT 1 FROM contact_order_person x JOIN person p ON p.id = x.person
	WHERE x.contact_order = o.id AND (p.site = :site
		OR EXISTS (SELECT 1 FROM tie t WHERE t.family = x.person AND t.site = :site))));

-- order_page(site: site, past: bool, after: order, limit: int) -> many order_row(id: order, kind: text, court: text, number: text, document: text, scope: int, may: int, exceptions: text, note: text, starts_on: date, ends_on: date?, starts: time, ends: time, state: text, entered_by: account, entered_name: text, entered_at: time, confirmed_name: text?, confirmed_at: time?, end_asked_by: account?, end_asked_name: text?, end_asked_at: time?, end_reason: text, ended_name: text?, ended_at: time?)
-- personal
-- Orders of the agency that act or are to come, or those that are over.
{order_columns}
WHERE o.tenant = :tenant AND o.id > :after
	AND CASE WHEN o.state = 'ended' OR o.ends <= :now THEN 1 ELSE 0 END = :past AND {order_unreached} AND {order_near}
ORDER BY o.id LIMIT :limit;

-- order_pressing(site: site, limit: int) -> many order_row
-- personal
-- What waits for a second person, the oldest first.
{order_columns}
WHERE o.tenant = :tenant AND o.ends > :now
	AND (o.state = 'unconfirmed' OR (o.state = 'active' AND o.end_asked_at IS NOT NULL))
	AND {order_unreached} AND {order_near}
ORDER BY coalesce(o.end_asked_at, o.entered_at) LIMIT :limit;

-- order_one(site: site, id: order) -> one order_row
-- personal
-- One order.
{order_columns} WHERE o.id = :id AND o.tenant = :tenant AND {order_unreached} AND {order_near};

-- order_about(site: site, limit: int) -> many order_row
-- personal
-- The orders about one person, the newest first.
{order_columns}
WHERE o.tenant = :tenant AND {order_unreached} AND {order_near}
	AND EXISTS (SELECT 1 FROM contact_order_person x WHERE x.contact_order = o.id AND x.person = :person)
ORDER BY o.id DESC LIMIT :limit;

-- order_people(order: order) -> many order_person_row(person: person, name: text, side: text, route: text)
-- personal
-- Whom an order is about: who is restrained first.
SELECT x.person, p.first_name || ' ' || p.last_name, x.side, x.route
FROM contact_order_person x JOIN person p ON p.id = x.person
WHERE x.contact_order = :order AND p.tenant = :tenant AND {reach x.person}
ORDER BY x.side DESC, p.last_name, p.id;

-- order_pairs(order: order) -> many order_pair(restrained: person, protects: person)
-- Everyone whom an order keeps from everyone. Read by the program, to make it act.
SELECT r.person, p.person FROM contact_order_person r
JOIN contact_order_person p ON p.contact_order = r.contact_order AND p.side = 'protected'
WHERE r.contact_order = :order AND r.side = 'restrained';

-- order_insert(id: order, tenant: tenant, kind: text, court: text, number: text, document: text, scope: int, may: int, exceptions: text, note: text, starts_on: date, ends_on: date?, starts: time, ends: time, by: account, now: time, clock_at: time?) -> none
-- logged
-- A new order; it acts, and waits to be confirmed.
INSERT INTO contact_order (id, tenant, kind, court, number, document, scope, may, exceptions, note,
	starts_on, ends_on, starts, ends, state, entered_by, entered_at, clock_at)
VALUES (:id, :tenant, :kind, :court, :number, :document, :scope, :may, :exceptions, :note,
	:starts_on, :ends_on, :starts, :ends, 'unconfirmed', :by, :now, :clock_at);

-- order_person_insert(order: order, person: person, side: text, route: text) -> none
-- logged
-- Somebody an order is about.
INSERT INTO contact_order_person (contact_order, person, side, route) VALUES (:order, :person, :side, :route);

-- order_find(id: order) -> one order_found(state: text, document: text, starts: time, ends: time, ends_on: date?, scope: int, may: int, entered_by: account, end_asked_by: account?)
-- Where an order stands. Read by the program, before it is moved.
SELECT state, document, starts, ends, ends_on, scope, may, entered_by, end_asked_by FROM contact_order WHERE id = :id;

-- order_zones(order: order) -> many(zone: text)
-- The zones of the places where those are whom an order is about. Read by the program, for its days.
SELECT DISTINCT s.zone FROM contact_order_person x JOIN person p ON p.id = x.person
JOIN site s ON s.id = coalesce(p.site, (SELECT min(t.site) FROM tie t WHERE t.family = p.id))
WHERE x.contact_order = :order;

-- order_days_set(id: order, starts: time, ends: time) -> none
-- logged
-- When it begins and ends, to the millisecond.
UPDATE contact_order SET starts = :starts, ends = :ends WHERE id = :id;

-- order_confirm_set(id: order, document: text, by: account, now: time) -> changed
-- logged
-- A second person has seen the document.
UPDATE contact_order SET state = 'active', document = :document, confirmed_by = :by, confirmed_at = :now,
	clock_at = :now
WHERE id = :id AND state = 'unconfirmed';

-- order_end_ask(id: order, reason: text, document: text, by: account, now: time) -> changed
-- logged
-- One person asks for the end.
UPDATE contact_order SET end_asked_by = :by, end_asked_at = :now, end_reason = :reason,
	end_document = :document
WHERE id = :id AND state <> 'ended' AND end_asked_by IS NULL;

-- order_end_unask(id: order) -> changed
-- logged
-- Nobody asks for it any more.
UPDATE contact_order SET end_asked_by = NULL, end_asked_at = NULL, end_reason = '', end_document = ''
WHERE id = :id AND state <> 'ended' AND end_asked_by IS NOT NULL;

-- order_end_set(id: order, by: account, now: time) -> changed
-- logged
-- A second person ends it.
UPDATE contact_order SET state = 'ended', ended_by = :by, ended_at = :now, clock_at = NULL
WHERE id = :id AND state <> 'ended' AND end_asked_by IS NOT NULL AND end_asked_by <> :by;

-- order_bars(one: person, other: person, channel: int, now: time) -> one(n: int)
-- How many orders bar a channel between two people now. Read by the program, to decide.
SELECT count(*) FROM contact_order_person a
JOIN contact_order_person b ON b.contact_order = a.contact_order AND b.side <> a.side
JOIN contact_order o ON o.id = a.contact_order
WHERE a.person = :one AND b.person = :other AND o.state <> 'ended' AND o.starts <= :now AND o.ends > :now
	AND (o.scope & :channel) <> 0 AND (o.may & :channel) = 0;

-- orders_due(now: time, limit: int) -> many order_due(id: order, tenant: tenant, state: text, starts: time, ends: time, entered_at: time, scope: int, may: int, clock_at: time)
-- Orders for which the clock has something to do, the earliest first.
SELECT id, tenant, state, starts, ends, entered_at, scope, may, clock_at FROM contact_order
WHERE clock_at <= :now AND state <> 'ended' ORDER BY clock_at LIMIT :limit;

-- order_clock_set(id: order, at: time?) -> none
-- logged
-- When that is next.
UPDATE contact_order SET clock_at = :at WHERE id = :id;
