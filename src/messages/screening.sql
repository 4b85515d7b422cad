-- SPDX-License-Identifier: AGPL-3.0-or-later

-- review_insert(message: message, tenant: tenant, site: site, sender: person, receiver: person, receivers: int, flagged: bool, why: text, due_at: time) -> none
-- A message joins the queue.
INSERT INTO review (message, tenant, site, sender, receiver, receivers, state, flagged, why, due_at)
VALUES (:message, :tenant, :site, :sender, :receiver, :receivers, 'open', :flagged, :why, :due_at);

-- review_delete(message: message) -> none
-- A message leaves the queue undecided: its sender took it back, or it was frozen.
UPDATE review SET state = 'approved', decided_at = due_at, undo_until = NULL
WHERE message = :message AND state IN ('open', 'second', 'appealed');

-- queue_columns: part
-- An item with the first names of both sides; a child's with the guardian's who wrote it.
SELECT r.message, r.sender, p.first_name || coalesce(' (' || b.first_name || ')', ''), m.body, m.lang, r.why, r.state, r.flagged, r.due_at, m.sent_at,
	r.taken_by, r.undo_until, r.decided_by, q.first_name, r.receivers - 1
FROM review r JOIN message m ON m.key = r.message JOIN person p ON p.id = r.sender
JOIN person q ON q.id = r.receiver LEFT JOIN person b ON b.id = m.written_by;

-- queue_open: part
-- What waits, from an item on, of one kind.
r.state IN ('open', 'second', 'appealed') AND (r.due_at, r.message) > (:due, :after) AND {reach r.sender}
	AND {reach r.receiver}
	AND (:show = 'all' OR (:show = 'late' AND r.due_at < :now) OR (:show = 'flagged' AND r.flagged = 1)
		OR (:show = 'clean' AND r.flagged = 0 AND r.state = 'open')
		OR (:show = 'appealed' AND r.state <> 'open') OR (:show = 'mine' AND r.taken_by = :me))
ORDER BY r.due_at, r.message LIMIT :limit;

-- queue_at_site(site: site, show: text, me: account, due: time, after: message, limit: int) -> many queue_row(message: message, sender: person, from_name: text, body: text, lang: text, why: text, state: text, flagged: bool, due_at: time, sent_at: time, taken_by: account?, undo_until: time?, decided_by: account?, to_name: text, more: int)
-- personal
-- What waits at one site, the earliest due first. The plus keeps SQLite to the site's own index.
{queue_columns} WHERE r.site = :site AND +r.tenant = :tenant AND {queue_open};

-- queue_of_tenant(show: text, me: account, due: time, after: message, limit: int) -> many queue_row
-- personal
-- What waits at all sites, the earliest due first.
{queue_columns} WHERE r.tenant = :tenant AND {queue_open};

-- queue_one(message: message) -> one queue_row
-- personal
-- One item of the queue, decided or not.
{queue_columns} WHERE r.message = :message AND r.tenant = :tenant AND {reach r.sender};

-- queue_decided(me: account, limit: int) -> many queue_row
-- personal
-- What a reviewer decided and can still undo, the newest first.
{queue_columns}
WHERE r.decided_by = :me AND r.undo_until > :now AND r.tenant = :tenant AND {reach r.sender}
ORDER BY r.decided_at DESC, r.message DESC LIMIT :limit;

-- queue_count: part
-- How much waits, and how much of it is late, as far as anybody counts.
SELECT count(*), count(*) FILTER (WHERE w.due_at < :now) FROM (SELECT r.due_at FROM review r
	WHERE r.state IN ('open', 'second', 'appealed') AND {reach r.sender};

-- queue_count_at_site(site: site, most: int) -> one queue_total(n: int, late: int)
-- personal
-- How much waits at one site; `most` is as far as it is counted.
{queue_count} AND r.site = :site ORDER BY r.due_at LIMIT :most) w;

-- queue_count_of_tenant(most: int) -> one queue_total
-- personal
-- How much waits at all sites; `most` is as far as it is counted.
{queue_count} AND r.tenant = :tenant ORDER BY r.due_at LIMIT :most) w;

-- review_state(message: message) -> one review_state(tenant: tenant, site: site, state: text, flagged: bool, decided_by: account?, undo_until: time?, sender: person, thread: thread, message_state: text, due_at: time, on_paper: bool, receiver: person?)
-- Where an item stands, before it is decided. Read by the program.
SELECT r.tenant, r.site, r.state, r.flagged, r.decided_by, r.undo_until, m.sender, m.thread, m.state,
	r.due_at, m.on_paper, r.receiver
FROM review r JOIN message m ON m.key = r.message WHERE r.message = :message;

-- review_decide(message: message, was: text, state: text, by: account, now: time, undo_until: time) -> changed
-- A decision; 0 rows where somebody else was first.
UPDATE review SET state = :state, decided_by = :by, decided_at = :now, undo_until = :undo_until,
	taken_by = NULL
WHERE message = :message AND state = :was;

-- review_reopen(message: message, was: text, state: text, due_at: time) -> changed
-- An item waits again.
UPDATE review SET state = :state, due_at = :due_at, undo_until = NULL, taken_by = NULL
WHERE message = :message AND state = :was;

-- review_take(message: message, by: account?, now: time) -> none
-- Who is looking at an item.
UPDATE review SET taken_by = :by, taken_at = :now WHERE message = :message;

-- review_step_insert(id: entry, message: message, act: text, by: account, now: time, reason: text, note: text) -> none
-- A line of an item's history.
INSERT INTO review_step (id, message, act, by_account, at, reason, note)
VALUES (:id, :message, :act, :by, :now, :reason, :note);

-- review_steps(message: message) -> many review_step_row(act: text, by: text?, at: time, reason: text, note: text)
-- personal
-- The history of one item.
SELECT s.act, p.first_name, s.at, s.reason, s.note
FROM review_step s JOIN review r ON r.message = s.message
JOIN message m ON m.key = s.message
LEFT JOIN account a ON a.id = s.by_account LEFT JOIN person p ON p.id = a.person
WHERE s.message = :message AND r.tenant = :tenant AND {reach m.sender} ORDER BY s.at, s.id LIMIT 100;

-- review_had_a_say(message: message, by: account) -> one(n: int)
-- Whether somebody has held an item back, or handed it on, and did not undo just that.
SELECT count(*) FROM review_step h
WHERE h.message = :message AND h.act IN ('hold', 'second') AND h.by_account = :by
	AND NOT EXISTS (SELECT 1 FROM review_step u WHERE u.message = h.message AND u.act = 'undo'
		AND u.by_account = h.by_account AND u.id > h.id
		AND NOT EXISTS (SELECT 1 FROM review_step x WHERE x.message = h.message
			AND x.by_account = h.by_account AND x.id > h.id AND x.id < u.id));

-- review_step_count(message: message, act: text) -> one(n: int)
-- How often that was done to an item.
SELECT count(*) FROM review_step WHERE message = :message AND act = :act;

-- phrases_active(tenant: tenant, today: date) -> many phrase_row(list: phrase_list, name: text, text: text, folded: text)
-- Watch phrases in force.
SELECT l.id, l.name, f.text, f.folded FROM phrase_list l JOIN phrase f ON f.list = l.id
WHERE l.tenant = :tenant AND l.state = 'active' AND l.expires_on >= :today ORDER BY l.id, f.folded;

-- phrases_stamp(tenant: tenant, today: date) -> one phrases_stamp(newest: int, n: int)
-- Tells whether the phrases in force are still those that were compiled.
SELECT coalesce(max(id), 0), count(*) FROM phrase_list
WHERE tenant = :tenant AND state = 'active' AND expires_on >= :today;

-- phrase_lists(limit: int) -> many phrase_list_row(id: phrase_list, name: text, owner: text, version: int, expires_on: date, made_at: time, phrases: int)
-- personal
-- The lists of watch phrases, with the first names of their owners.
SELECT l.id, l.name, p.first_name, l.version, l.expires_on, l.made_at,
	(SELECT count(*) FROM phrase f WHERE f.list = l.id)
FROM phrase_list l JOIN account a ON a.id = l.owner JOIN person p ON p.id = a.person
WHERE l.tenant = :tenant AND l.state = 'active' AND {reach p.id} ORDER BY l.name LIMIT :limit;

-- phrase_list_version(tenant: tenant, name: text) -> one(n: int)
-- The newest version of a list.
SELECT coalesce(max(version), 0) FROM phrase_list WHERE tenant = :tenant AND name = :name;

-- phrase_list_supersede(tenant: tenant, name: text) -> none
-- The version before gives way.
UPDATE phrase_list SET state = 'superseded' WHERE tenant = :tenant AND name = :name AND state = 'active';

-- phrase_list_insert(id: phrase_list, tenant: tenant, name: text, version: int, owner: account, expires_on: date, now: time) -> none
-- A new version of a list.
INSERT INTO phrase_list (id, tenant, name, version, owner, state, expires_on, made_at)
VALUES (:id, :tenant, :name, :version, :owner, 'active', :expires_on, :now);

-- phrase_insert(list: phrase_list, text: text, folded: text) -> none
-- A phrase of a list.
INSERT INTO phrase (list, text, folded) VALUES (:list, :text, :folded) ON CONFLICT DO NOTHING;
