-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What keeps the busiest pages from reading more than they show.

-- The queue reads what is open, by place and due time, and counts it without
-- looking at the messages: so an item knows its sender, and whom it is for.
ALTER TABLE review ADD COLUMN sender BIGINT NOT NULL DEFAULT 0; -- personal
ALTER TABLE review ADD COLUMN receiver BIGINT NOT NULL DEFAULT 0; -- personal
UPDATE review SET sender = (SELECT m.sender FROM message m WHERE m.key = review.message);
UPDATE review SET receiver = coalesce((SELECT min(o.person) FROM message m
	JOIN thread_member o ON o.thread = m.thread AND o.person <> m.sender
	WHERE m.key = review.message), 0);
DROP INDEX review_by_queue;
CREATE INDEX review_open_at_site ON review (site, due_at, message, sender)
	WHERE state IN ('open', 'second', 'appealed');
CREATE INDEX review_open_of_tenant ON review (tenant, due_at, message, sender)
	WHERE state IN ('open', 'second', 'appealed');

-- How much somebody wrote in a thread on one day, for the day's limit.
ALTER TABLE thread_member ADD COLUMN sent_on BIGINT NOT NULL DEFAULT 0;
ALTER TABLE thread_member ADD COLUMN sent_n BIGINT NOT NULL DEFAULT 0;

-- A message moves last_at of both sides: no index holds it, so that PostgreSQL
-- need not write one, and readers of the same index page are not disturbed.
DROP INDEX thread_member_by_person;
CREATE INDEX thread_member_by_person ON thread_member (person);
