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

-- group_invite_insert(thread: thread, person: person, now: time) -> none
-- Somebody is asked to join; who left or said no may be asked again.
INSERT INTO group_invite (thread, person, at) VALUES (:thread, :person, :now)
ON CONFLICT (thread, person) DO UPDATE SET at = :now, answer = '', answered_at = NULL;

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
