-- SPDX-License-Identifier: AGPL-3.0-or-later

-- group_unfit: part
-- Why a family member f cannot be in a group of the person inside i.
NOT EXISTS (SELECT 1 FROM tie x WHERE x.inside = i.person AND x.family = f.person AND x.state = 'agreed'
		AND x.starts_on <= :today AND coalesce(x.ends_on, :today) >= :today
		AND NOT EXISTS (SELECT 1 FROM permission q WHERE q.tie = x.id AND q.channel = 'message'
			AND q.allowed = 0 AND q.starts_on <= :today AND coalesce(q.ends_on, :today) >= :today))
	OR EXISTS (SELECT 1 FROM block b WHERE b.ended_at IS NULL
		AND ((b.person = i.person AND b.other = f.person) OR (b.person = f.person AND b.other = i.person)))
	OR EXISTS (SELECT 1 FROM barrier b WHERE b.person = i.person AND b.other = f.person
		AND b.starts <= :now AND b.ends > :now)
	OR EXISTS (SELECT 1 FROM person p WHERE p.id = f.person AND p.status IN ('released', 'deceased'));

-- group_invite_insert(thread: thread, person: person, now: time, since: time) -> changed
-- Somebody is asked to join; who left may be asked again, and who said no before :since.
INSERT INTO group_invite (thread, person, at) VALUES (:thread, :person, :now)
ON CONFLICT (thread, person) DO UPDATE SET at = :now, answer = '', answered_at = NULL
WHERE group_invite.answer <> 'no' OR group_invite.answered_at <= :since;

-- group_invite_nobody(thread: thread, person: person, now: time) -> changed
-- Somebody who cannot be asked: they see nothing, and whoever asks sees them as asked.
INSERT INTO group_invite (thread, person, at, answer, answered_at)
VALUES (:thread, :person, :now, 'gone', :now)
ON CONFLICT (thread, person) DO NOTHING;

-- group_invites_drop(one: person, other: person, now: time) -> changed
-- What one of the two was asked by the other is over: one of them wants no contact.
UPDATE group_invite SET answer = 'gone', answered_at = :now
WHERE answer = '' AND person IN (:one, :other) AND EXISTS (SELECT 1 FROM thread_member m
	WHERE m.thread = group_invite.thread AND m.side = 'inside' AND m.person IN (:one, :other)
		AND m.person <> group_invite.person);

-- group_unjoined(thread: thread) -> many group_unjoined(person: person, name: text)
-- personal
-- Whom the viewer asked to a group of theirs and who never joined it, whatever they said.
SELECT p.id, p.first_name
FROM group_invite g
JOIN thread_member m ON m.thread = g.thread AND m.person = :viewer AND m.side = 'inside'
JOIN person p ON p.id = g.person
WHERE g.thread = :thread AND {reach p.id} AND NOT EXISTS (SELECT 1 FROM thread_member f
	WHERE f.thread = g.thread AND f.person = g.person)
ORDER BY p.match_key, p.id LIMIT 50;

-- group_alone(limit: int) -> many group_alone(thread: thread, at: time)
-- personal
-- The viewer's own open groups in which nobody is whom they may see.
SELECT t.id, t.made_at
FROM thread_member m JOIN thread t ON t.id = m.thread
WHERE m.person = :viewer AND m.side = 'inside' AND m.left_at IS NULL AND t.kind = 'group'
	AND t.state = 'open' AND NOT EXISTS (SELECT 1 FROM thread_member f
		WHERE f.thread = t.id AND f.side = 'family' AND f.left_at IS NULL AND {reach f.person})
ORDER BY t.id LIMIT :limit;

-- group_unfits(thread: thread, person: person, today: date, now: time) -> one(n: int)
-- Whether somebody cannot be in the group of who is inside. Read by the program; nobody is told.
SELECT count(*) FROM thread_member i JOIN (SELECT CAST(:person AS BIGINT) AS person) f ON 1 = 1
WHERE i.thread = :thread AND i.side = 'inside' AND ({group_unfit});

-- group_asked(limit: int) -> many group_asked(thread: thread, name: text, at: time)
-- personal
-- The groups that the viewer is asked to join, with the first name of the one who asks.
SELECT g.thread, p.first_name, g.at
FROM group_invite g JOIN thread t ON t.id = g.thread
JOIN thread_member m ON m.thread = g.thread AND m.side = 'inside' AND m.left_at IS NULL
JOIN person p ON p.id = m.person
WHERE g.person = :viewer AND g.answer = '' AND t.state = 'open' AND {reach p.id}
ORDER BY g.at LIMIT :limit;

-- group_asked_one(thread: thread) -> one group_asked
-- personal
-- One of them.
SELECT g.thread, p.first_name, g.at
FROM group_invite g JOIN thread t ON t.id = g.thread
JOIN thread_member m ON m.thread = g.thread AND m.side = 'inside' AND m.left_at IS NULL
JOIN person p ON p.id = m.person
WHERE g.thread = :thread AND g.person = :viewer AND g.answer = '' AND t.state = 'open' AND {reach p.id};

-- group_invite_answer(thread: thread, person: person, answer: text, now: time) -> changed
-- Somebody who was asked has answered, once.
UPDATE group_invite SET answer = :answer, answered_at = :now
WHERE thread = :thread AND person = :person AND answer = '';

-- group_size(thread: thread) -> one(n: int)
-- How many family members are in a group, or are asked to be.
SELECT (SELECT count(*) FROM thread_member m WHERE m.thread = :thread AND m.side = 'family'
		AND m.left_at IS NULL)
	+ (SELECT count(*) FROM group_invite g WHERE g.thread = :thread AND g.answer = '');

-- group_refuses(thread: thread, person: person, signer: person, today: date, now: time) -> one(n: int)
-- How many reasons there are why somebody cannot join: they no longer fit, or something stands
-- between them, or the guardian who acts for them, and somebody who is in it. Read by the program; nobody is told which.
SELECT (SELECT count(*) FROM thread_member m JOIN barrier b ON b.starts <= :now AND b.ends > :now
		AND ((b.person = m.person AND b.other IN (:person, :signer))
			OR (b.person IN (:person, :signer) AND b.other = m.person))
		WHERE m.thread = :thread AND m.left_at IS NULL)
	+ (SELECT count(*) FROM thread_member i JOIN (SELECT CAST(:person AS BIGINT) AS person) f ON 1 = 1
		WHERE i.thread = :thread AND i.side = 'inside' AND ({group_unfit}));

-- group_prune(thread: thread, today: date, now: time) -> changed
-- Whoever no longer fits is in the group no more.
UPDATE thread_member SET left_at = :now
WHERE thread = :thread AND side = 'family' AND left_at IS NULL AND EXISTS (
	SELECT 1 FROM thread_member i JOIN thread_member f ON f.thread = i.thread
	WHERE i.thread = :thread AND i.side = 'inside' AND f.person = thread_member.person AND ({group_unfit}));

-- group_leave(thread: thread, person: person, now: time) -> changed
-- A family member leaves.
UPDATE thread_member SET left_at = :now
WHERE thread = :thread AND person = :person AND side = 'family' AND left_at IS NULL;

-- group_close(thread: thread) -> changed
-- A group ends; what was written stays.
UPDATE thread SET state = 'closed' WHERE id = :thread AND kind = 'group' AND state = 'open';
