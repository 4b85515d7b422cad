-- SPDX-License-Identifier: AGPL-3.0-or-later

-- clock_reviews(site: site, after: message, now: time, limit: int) -> many clock_review(message: message, due_at: time, appealed: bool, began: time)
-- What waits to be checked at a site and is not late, with the moment its clock began.
SELECT r.message, r.due_at, CASE WHEN r.state = 'appealed' THEN 1 ELSE 0 END,
	coalesce((SELECT max(s.at) FROM review_step s
		WHERE s.message = r.message AND s.act = 'appeal' AND r.state = 'appealed'), m.sent_at)
FROM review r JOIN message m ON m.key = r.message
WHERE r.site = :site AND r.state IN ('open', 'second', 'appealed') AND r.message > :after
	AND r.due_at > :now
ORDER BY r.message LIMIT :limit;

-- clock_review_set(message: message, due_at: time) -> none
-- When an item of the queue is due now.
UPDATE review SET due_at = :due_at WHERE message = :message;

-- clock_message_set(message: message, due_at: time, paused: bool) -> none
-- logged
-- And what its sender is told.
UPDATE message SET due_at = :due_at, paused = :paused WHERE key = :message AND state = 'checking';

-- clock_ties(site: site, after: tie, now: time, limit: int) -> many clock_tie(id: tie, due_at: time, began: time)
-- Requests to be linked that wait for staff of a site, and not too long yet.
SELECT id, due_at, asked_at FROM tie
WHERE site = :site AND state = 'checking' AND passed_at IS NULL AND due_at > :now AND id > :after
ORDER BY id LIMIT :limit;

-- clock_tie_set(id: tie, due_at: time) -> none
-- logged
-- When a request to be linked is due now.
UPDATE tie SET due_at = :due_at WHERE id = :id;

-- clock_threads(site: site, after: thread, now: time, limit: int) -> many clock_thread(id: thread, due_at: time, began: time)
-- Threads at a site in which a family waits for staff, and not too long yet; the clock began with their last message.
SELECT id, reply_due_at, last_at FROM thread
WHERE site = :site AND reply_due_at IS NOT NULL AND reply_due_at > :now AND id > :after
ORDER BY id LIMIT :limit;
