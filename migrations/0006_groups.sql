-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Groups: somebody inside and several of their family in one thread. Everybody is
-- asked first; until they have said yes nobody of the others is named to them.
CREATE TABLE group_invite (
	thread BIGINT NOT NULL REFERENCES thread(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	at BIGINT NOT NULL,
	answer TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'yes', 'no', 'gone')),
	answered_at BIGINT,
	PRIMARY KEY (thread, person)
);
CREATE INDEX group_invite_by_person ON group_invite (person, answer);

-- How many a message in the queue is for.
ALTER TABLE review ADD COLUMN receivers BIGINT NOT NULL DEFAULT 1;
