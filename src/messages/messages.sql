-- SPDX-License-Identifier: AGPL-3.0-or-later

-- thread_first_other: part
-- A thread of the viewer's with one of its other members who is not behind a barrier.
FROM thread_member m
JOIN thread t ON t.id = m.thread
JOIN person p ON p.id = (SELECT min(f.person) FROM thread_member f
	WHERE f.thread = t.id AND f.person <> m.person AND f.left_at IS NULL AND {reach f.person})
JOIN thread_member o ON o.thread = t.id AND o.person = p.id;

-- thread_page(before: int, limit: int) -> many thread_row(id: thread, place: int, kind: text, state: text, subject: text, site: site, side: text, last_at: time, unread: int, shows_read: bool, agreed_at: time?, reply_due_at: time?, reply_paused: bool, other: person?, name: text?, others: int)
-- personal
-- The viewer's threads, newest first; those whose only other member is behind a barrier are not there.
-- Threads of the same moment follow each other by number, so that no page skips one.
SELECT t.id, m.last_at * 1048576 + t.id % 1048576, t.kind, t.state, t.subject, t.site, m.side, m.last_at, m.unread, m.shows_read,
	m.agreed_at, t.reply_due_at, t.reply_paused, o.person, p.first_name, CASE WHEN t.kind = 'group' THEN (SELECT count(*) FROM thread_member c
		WHERE c.thread = t.id AND c.person <> m.person AND c.left_at IS NULL AND {reach c.person})
		ELSE 1 END
{thread_first_other}
WHERE m.person = :viewer AND m.left_at IS NULL
	AND m.last_at * 1048576 + t.id % 1048576 < :before
ORDER BY 2 DESC LIMIT :limit;

-- thread_waiting(limit: int) -> many thread_row
-- personal
-- The viewer's threads in which a family waits for an answer of staff, the earliest due first.
SELECT t.id, m.last_at, t.kind, t.state, t.subject, t.site, m.side, m.last_at, m.unread, m.shows_read,
	m.agreed_at, t.reply_due_at, t.reply_paused, p.id, p.first_name, 1
FROM thread_member m
JOIN thread t ON t.id = m.thread
JOIN person p ON p.id = (SELECT min(f.person) FROM thread_member f
	WHERE f.thread = t.id AND f.side <> 'staff' AND f.left_at IS NULL AND {reach f.person})
WHERE m.person = :viewer AND m.side = 'staff' AND m.left_at IS NULL AND t.reply_due_at IS NOT NULL
ORDER BY t.reply_due_at, t.id LIMIT :limit;

-- thread_one(id: thread) -> one thread_row
-- personal own
-- The viewer's own part in one thread; who else is in it is asked for by itself.
SELECT t.id, m.last_at, t.kind, t.state, t.subject, t.site, m.side, m.last_at, m.unread, m.shows_read,
	m.agreed_at, t.reply_due_at, t.reply_paused, CAST(NULL AS BIGINT), CAST(NULL AS TEXT), 1
FROM thread_member m JOIN thread t ON t.id = m.thread
WHERE m.thread = :id AND m.person = :viewer AND m.left_at IS NULL;

-- thread_others(id: thread) -> many thread_other(person: person, name: text, left_at: time?, blocked: bool)
-- personal
-- The others who are or were in one of the viewer's threads, and whom the viewer blocks.
SELECT o.person, p.first_name, o.left_at, CASE WHEN EXISTS (SELECT 1 FROM block b
	WHERE b.person = :viewer AND b.other = o.person AND b.ended_at IS NULL) THEN 1 ELSE 0 END
FROM thread_member m
JOIN thread_member o ON o.thread = m.thread AND o.person <> m.person
JOIN person p ON p.id = o.person
WHERE m.thread = :id AND m.person = :viewer AND m.left_at IS NULL AND {reach o.person}
ORDER BY o.person LIMIT 200;

-- message_page(low: int, high: int, limit: int) -> many message_row(key: message, sender: person, body: text, lang: text, state: text, sent_at: time, state_at: time, written_by: person?)
-- personal
-- Messages between two keys of one thread, newest first: one's own, and others' once delivered.
SELECT m.key, m.sender, m.body, m.lang, m.state, m.sent_at, m.state_at, m.written_by
FROM message m
WHERE m.key > :low AND m.key < :high
	AND (m.sender = :viewer OR m.state IN ('delivered', 'read')) AND {reach m.sender}
	AND {reach coalesce(m.written_by,0)}
ORDER BY m.key DESC LIMIT :limit;

-- message_more(key: message) -> one message_more(reason: text, note: text, due_at: time, paused: bool, writer: text?)
-- personal
-- What few messages have: a clock, a reason, somebody who wrote for the sender.
SELECT m.reason, m.note, m.due_at, m.paused, b.first_name
FROM message m LEFT JOIN person b ON b.id = m.written_by
WHERE m.key = :key AND {reach m.sender} AND {reach coalesce(m.written_by,0)};

-- message_unread() -> one(n: int)
-- personal
-- How much the viewer has not read, in threads that thread_page shows: a count must not tell of a barrier.
SELECT CAST(coalesce(sum(m.unread), 0) AS BIGINT) FROM thread_member m
WHERE m.person = :viewer AND m.left_at IS NULL AND m.unread > 0 AND EXISTS (
	SELECT 1 FROM thread_member f WHERE f.thread = m.thread AND f.person <> m.person
		AND f.left_at IS NULL AND {reach f.person});

-- thread_number() -> one(n: int)
-- The next dense thread number.
UPDATE counter SET value = value + 1 WHERE name = 'thread' RETURNING value;

-- thread_insert(id: thread, tenant: tenant, site: site, kind: text, subject: text, about: person?, now: time) -> none
-- A new thread.
INSERT INTO thread (id, tenant, site, kind, subject, about, last_at, made_at)
VALUES (:id, :tenant, :site, :kind, :subject, :about, :now, :now);

-- thread_member_insert(thread: thread, person: person, side: text, now: time) -> none
-- Somebody joins a thread.
INSERT INTO thread_member (thread, person, side, last_at) VALUES (:thread, :person, :side, :now)
ON CONFLICT (thread, person) DO UPDATE SET left_at = NULL;

-- thread_of_two(other: person) -> one(id: thread)
-- personal own
-- The family thread that the viewer and somebody share.
SELECT t.id FROM thread_member m
JOIN thread_member o ON o.thread = m.thread AND o.person = :other
JOIN thread t ON t.id = m.thread
WHERE m.person = :viewer AND t.kind = 'family' AND m.left_at IS NULL AND o.left_at IS NULL LIMIT 1;

-- thread_take_seq(id: thread, now: time) -> one(seq: int)
-- The next place in a thread that is open.
UPDATE thread SET last_seq = last_seq + 1, last_at = :now
WHERE id = :id AND state = 'open' RETURNING last_seq;

-- thread_mine_touch(thread: thread, person: person, now: time, day: date) -> none
-- The sender's own list shows the thread on top; they have agreed to who reads it; it counts for the day.
UPDATE thread_member SET last_at = :now, agreed_at = coalesce(agreed_at, :now),
	sent_n = CASE WHEN sent_on = :day THEN sent_n + 1 ELSE 1 END, sent_on = :day
WHERE thread = :thread AND person = :person;

-- thread_others_touch(thread: thread, sender: person, now: time) -> none
-- A delivered message counts for the others.
UPDATE thread_member SET last_at = :now, unread = unread + 1
WHERE thread = :thread AND person <> :sender AND left_at IS NULL;

-- thread_others_untouch(thread: thread, sender: person) -> none
-- A delivered message that was called back counts no more.
UPDATE thread_member SET unread = CASE WHEN unread > 0 THEN unread - 1 ELSE 0 END
WHERE thread = :thread AND person <> :sender AND left_at IS NULL;

-- message_due_set(key: message, state: text, due_at: time, paused: bool, now: time) -> none
-- logged
-- A message is being checked again, until then.
UPDATE message SET state = :state, due_at = :due_at, paused = :paused, state_at = :now WHERE key = :key;

-- thread_receivers(thread: thread, sender: person) -> many thread_receiver(person: person, side: text, status: text, kind: text, has_kiosk: int?)
-- Who gets a message, and how they stand. Read by the program, to deliver.
SELECT o.person, o.side, p.status, p.kind, s.has_kiosk
FROM thread_member o JOIN person p ON p.id = o.person LEFT JOIN site s ON s.id = p.site
WHERE o.thread = :thread AND o.person <> :sender AND o.left_at IS NULL;

-- thread_unsendable(thread: thread, sender: person, writer: person, today: date, now: time) -> one(n: int)
-- How many reasons there are why this sender's message cannot go to this family thread now.
SELECT count(*) FROM thread_member o JOIN person p ON p.id = o.person
JOIN thread_member m ON m.thread = o.thread AND m.person = :sender
WHERE o.thread = :thread AND o.person <> :sender AND o.left_at IS NULL AND (EXISTS (SELECT 1
		FROM barrier b WHERE b.person IN (:sender, :writer) AND b.other = o.person
		AND b.starts <= :now AND b.ends > :now) OR o.side <> m.side AND (
	p.status IN ('released', 'deceased')
	OR EXISTS (SELECT 1 FROM block b WHERE b.person = o.person AND b.other IN (:sender, :writer)
		AND b.ended_at IS NULL)
	OR EXISTS (SELECT 1 FROM block b WHERE b.person = :sender AND b.other = o.person AND b.ended_at IS NULL)
	OR NOT EXISTS (SELECT 1 FROM tie x WHERE x.state = 'agreed' AND x.starts_on <= :today
		AND coalesce(x.ends_on, :today) >= :today
		AND ((x.inside = :sender AND x.family = o.person) OR (x.inside = o.person AND x.family = :sender))
		AND NOT EXISTS (SELECT 1 FROM permission q WHERE q.tie = x.id AND q.channel = 'message'
			AND q.allowed = 0 AND q.starts_on <= :today AND coalesce(q.ends_on, :today) >= :today))));

-- message_insert(key: message, thread: thread, sender: person, body: text, lang: text, state: text, now: time, due_at: time, paused: bool, resend_of: message?, written_by: person?) -> none
-- logged
-- A new message.
INSERT INTO message (key, thread, sender, body, lang, state, sent_at, due_at, state_at, paused, resend_of,
	written_by)
VALUES (:key, :thread, :sender, :body, :lang, :state, :now, :due_at, :now, :paused, :resend_of, :written_by);

-- message_state_of(key: message) -> one message_state_of(thread: thread, sender: person, state: text, sent_at: time, lang: text, kind: text, writer: person)
-- Where a message stands, and in what kind of thread. Read by the program.
SELECT m.thread, m.sender, m.state, m.sent_at, m.lang, t.kind, coalesce(m.written_by, m.sender)
FROM message m JOIN thread t ON t.id = m.thread WHERE m.key = :key;

-- message_state_set(key: message, state: text, reason: text, note: text, now: time) -> none
-- logged
-- Where a message stands now.
UPDATE message SET state = :state, reason = :reason, note = :note, state_at = :now WHERE key = :key;

-- message_state_move(key: message, sender: person, was: text, state: text, now: time) -> changed
-- logged
-- One's own message goes on, if it still stands where it was seen.
UPDATE message SET state = :state, state_at = :now
WHERE key = :key AND sender = :sender AND state = :was;

-- message_sent_on(day: date) -> one(n: int)
-- personal own
-- How many messages the viewer has sent on a day.
SELECT CAST(coalesce(sum(sent_n), 0) AS BIGINT) FROM thread_member
WHERE person = :viewer AND sent_on = :day;

-- thread_read_set(thread: thread, person: person) -> one thread_was_read(shows_read: bool, read_seq: int)
-- All of a thread is read.
UPDATE thread_member SET unread = 0, read_seq = (SELECT last_seq FROM thread WHERE id = :thread)
WHERE thread = :thread AND person = :person RETURNING shows_read, read_seq;

-- message_all_read(low: int, high: int, reader: person, now: time) -> many(sender: person)
-- logged
-- Delivered messages of others become read; only where the reader lets that be told.
UPDATE message SET state = 'read', state_at = :now
WHERE key > :low AND key < :high AND sender <> :reader AND state = 'delivered' RETURNING sender;

-- thread_shows_set(thread: thread, person: person, shows: bool) -> changed
-- Whether the others may know that one has read.
UPDATE thread_member SET shows_read = :shows WHERE thread = :thread AND person = :person;

-- draft_put(thread: thread, person: person, body: text, now: time) -> none
-- Keeps a draft.
INSERT INTO draft (thread, person, body, saved_at) VALUES (:thread, :person, :body, :now)
ON CONFLICT (thread, person) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at;

-- draft_delete(thread: thread, person: person) -> none
-- Forgets a draft.
DELETE FROM draft WHERE thread = :thread AND person = :person;

-- draft_find(thread: thread) -> one(body: text)
-- personal own
-- The viewer's draft.
SELECT body FROM draft WHERE thread = :thread AND person = :viewer;

-- block_insert(id: block, person: person, other: person, now: time) -> none
-- Somebody does not want to hear from another.
INSERT INTO block (id, person, other, at) VALUES (:id, :person, :other, :now) ON CONFLICT DO NOTHING;

-- block_end(person: person, other: person, now: time) -> none
-- And does again.
UPDATE block SET ended_at = :now WHERE person = :person AND other = :other AND ended_at IS NULL;

-- message_recent(limit: int) -> many message_recent(key: message, thread: thread, sender: person, name: text, body: text, sent_at: time)
-- personal
-- The viewer's messages, newest first, to be searched.
SELECT m.key, m.thread, m.sender, p.first_name, m.body, m.sent_at
FROM thread_member t JOIN message m ON m.key > t.thread * 16777216
	AND m.key < (t.thread + 1) * 16777216
JOIN person p ON p.id = m.sender
WHERE t.person = :viewer AND t.left_at IS NULL
	AND (m.sender = :viewer OR m.state IN ('delivered', 'read')) AND {reach m.sender}
	AND {reach coalesce(m.written_by,0)}
ORDER BY m.sent_at DESC, m.key DESC LIMIT :limit;

-- thread_freeze_of(person: person, state: text) -> none
-- Every thread of somebody changes its state; a group that was closed stays closed.
UPDATE thread SET state = :state WHERE kind IN ('family', 'group') AND id IN
	(SELECT thread FROM thread_member WHERE person = :person)
	AND NOT (kind = 'group' AND state = 'closed');

-- review_drop_of(person: person) -> none
-- Nothing of somebody's threads waits to be checked any more.
UPDATE review SET state = 'approved', decided_at = due_at, undo_until = NULL
WHERE state IN ('open', 'second', 'appealed') AND message IN
	(SELECT m.key FROM thread_member t JOIN message m ON m.key > t.thread * 16777216
		AND m.key < (t.thread + 1) * 16777216 WHERE t.person = :person);

-- message_freeze_of(person: person, now: time) -> none
-- logged
-- Messages under way in somebody's threads stop.
UPDATE message SET state = 'frozen', state_at = :now WHERE state IN ('queued', 'checking')
	AND thread IN (SELECT thread FROM thread_member WHERE person = :person);

-- message_queued_of(person: person) -> many(key: message)
-- Messages that wait until somebody can be reached. Read by the program.
SELECT m.key FROM thread_member t JOIN message m ON m.key > t.thread * 16777216
	AND m.key < (t.thread + 1) * 16777216
WHERE t.person = :person AND m.sender <> :person AND m.state = 'queued' AND m.on_paper = 0
ORDER BY m.key;

-- staff_of_site(tenant: tenant, site: site, roles: int) -> many(person: person)
-- Staff of a site who answer families.
SELECT person FROM account
WHERE tenant = :tenant AND (site = :site OR site IS NULL) AND (roles & :roles) <> 0 AND state = 'open'
ORDER BY person LIMIT 40;

-- thread_reply_due(id: thread, due_at: time?, paused: bool) -> none
-- Until when staff answer; NULL when nobody waits.
UPDATE thread SET reply_due_at = :due_at, reply_paused = :paused WHERE id = :id;

-- message_seen_by(thread: thread, sender: person, seq: int) -> one(n: int)
-- How many of the others have had a message before them.
SELECT count(*) FROM thread_member
WHERE thread = :thread AND person <> :sender AND read_seq >= :seq;

-- thread_place() -> one(site: site)
-- personal own
-- Where the viewer, who is inside, is: the place of a thread they open.
SELECT site FROM person WHERE id = :viewer AND site IS NOT NULL;

-- thread_site_set(person: person, site: site) -> none
-- After a transfer the threads of somebody inside belong to the new place.
UPDATE thread SET site = :site WHERE kind IN ('family', 'group') AND id IN
	(SELECT thread FROM thread_member WHERE person = :person AND side = 'inside');

-- review_site_set(person: person, site: site) -> none
-- And so does what waits to be checked in them.
UPDATE review SET site = :site WHERE state IN ('open', 'second', 'appealed') AND message IN
	(SELECT m.key FROM thread_member t JOIN message m ON m.key > t.thread * 16777216
		AND m.key < (t.thread + 1) * 16777216 WHERE t.person = :person AND t.side = 'inside');

-- tie_site_set(person: person, site: site) -> none
-- logged
-- And the ties.
UPDATE tie SET site = :site WHERE inside = :person;

-- of_both: part
-- Threads that both are members of.
(SELECT m.thread FROM thread_member m JOIN thread_member n ON n.thread = m.thread
	WHERE m.person = :one AND n.person = :other);

-- review_drop_between(one: person, other: person) -> none
-- Nothing between two people who are kept apart waits to be checked any more.
UPDATE review SET state = 'approved', decided_at = due_at, undo_until = NULL
WHERE state IN ('open', 'second', 'appealed') AND sender IN (:one, :other) AND message IN
	(SELECT m.key FROM message m JOIN thread t ON t.id = m.thread
		WHERE t.kind = 'family' AND m.thread IN {of_both});

-- message_freeze_between(one: person, other: person, now: time) -> none
-- logged
-- Messages under way between two people stop.
UPDATE message SET state = 'frozen', state_at = :now WHERE state IN ('queued', 'checking')
	AND thread IN (SELECT id FROM thread WHERE kind = 'family' AND id IN {of_both});

-- notice_drop_between(one: person, other: person) -> changed
-- What waits to tell one of them of something new from the other.
UPDATE notice SET state = 'dropped', cause = 'apart', code = '' WHERE person = :one AND state = 'waiting'
	AND (about IN {of_both} OR about IN (SELECT m.key FROM message m WHERE m.thread IN {of_both}
			AND (m.sender = :other OR m.sender = :one))
		OR about IN (SELECT t.id FROM tie t WHERE (t.inside = :one AND t.family = :other)
			OR (t.inside = :other AND t.family = :one)));

-- message_unread_but(person: person, other: person) -> one(n: int)
-- Whether anything is unread that is not from there. Read by the program, to tell of it.
SELECT count(*) FROM thread_member m WHERE m.person = :person AND m.unread > 0 AND m.left_at IS NULL
	AND NOT EXISTS (SELECT 1 FROM thread_member n WHERE n.thread = m.thread AND n.person = :other);

-- thread_leave_between(one: person, other: person, now: time) -> none
-- One leaves the groups that both are in; where it is a group of one's own, inside, the other does.
UPDATE thread_member SET left_at = :now WHERE side = 'family' AND left_at IS NULL
	AND thread IN (SELECT id FROM thread WHERE kind = 'group' AND id IN {of_both})
	AND (person = :one OR (person = :other AND EXISTS (SELECT 1 FROM thread_member i
		WHERE i.thread = thread_member.thread AND i.person = :one AND i.side = 'inside')));

-- invite_drop_between(one: person, other: person, now: time) -> none
-- What asks one of them into a group of the other is answered.
UPDATE group_invite SET answer = 'no', answered_at = :now WHERE answer = ''
	AND ((person = :one AND thread IN (SELECT thread FROM thread_member WHERE person = :other AND side = 'inside'))
		OR (person = :other AND thread IN (SELECT thread FROM thread_member WHERE person = :one AND side = 'inside')));

-- unread_forget_between(one: person, other: person) -> none
-- What two who are kept apart, or children they act for, have not read in groups counts as read: some of it is not there any more.
UPDATE thread_member SET unread = 0
WHERE unread > 0 AND thread IN (SELECT id FROM thread WHERE kind = 'group')
	AND (person IN (:one, :other)
		OR person IN (SELECT g.child FROM guardian g WHERE g.guardian IN (:one, :other)));
