-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Threads, messages, their screening, drafts, blocks, watch phrases, urgent news.

-- Thread ids are dense (counter `thread`, below 2^38), so that a message's key
-- is thread << 24 | seq and a page of a thread is one short range of keys.
CREATE TABLE thread (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	site BIGINT NOT NULL REFERENCES site(id),
	kind TEXT NOT NULL CHECK (kind IN ('family', 'group', 'staff')),
	subject TEXT NOT NULL DEFAULT '', -- personal
	state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'frozen', 'closed')),
	about BIGINT REFERENCES person(id), -- personal
	last_seq BIGINT NOT NULL DEFAULT 0,
	last_at BIGINT NOT NULL,
	reply_due_at BIGINT,
	made_at BIGINT NOT NULL
);
CREATE INDEX thread_by_reply ON thread (site, kind, reply_due_at);

CREATE TABLE thread_member (
	thread BIGINT NOT NULL REFERENCES thread(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	side TEXT NOT NULL CHECK (side IN ('inside', 'family', 'staff')),
	read_seq BIGINT NOT NULL DEFAULT 0,
	unread BIGINT NOT NULL DEFAULT 0,
	last_at BIGINT NOT NULL,
	shows_read BIGINT NOT NULL DEFAULT 0,
	agreed_at BIGINT,
	left_at BIGINT,
	PRIMARY KEY (thread, person)
);
CREATE INDEX thread_member_by_person ON thread_member (person, last_at);

CREATE TABLE message (
	key BIGINT NOT NULL PRIMARY KEY,
	thread BIGINT NOT NULL REFERENCES thread(id),
	sender BIGINT NOT NULL REFERENCES person(id), -- personal
	body TEXT NOT NULL, -- personal
	lang TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN
		('queued', 'checking', 'delivered', 'read', 'held', 'frozen', 'withdrawn')),
	reason TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT '', -- personal
	sent_at BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	state_at BIGINT NOT NULL,
	resend_of BIGINT,
	on_paper BIGINT NOT NULL DEFAULT 0
);

-- Screening: one row per message that a person must look at.
CREATE TABLE review (
	message BIGINT NOT NULL PRIMARY KEY REFERENCES message(key),
	tenant BIGINT NOT NULL,
	site BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'second', 'appealed', 'approved', 'held')),
	flagged BIGINT NOT NULL DEFAULT 0,
	why TEXT NOT NULL, -- personal
	due_at BIGINT NOT NULL,
	taken_by BIGINT,
	taken_at BIGINT,
	decided_by BIGINT,
	decided_at BIGINT,
	undo_until BIGINT
);
CREATE INDEX review_by_queue ON review (site, state, due_at);
CREATE INDEX review_by_decider ON review (decided_by, undo_until);

CREATE TABLE review_step (
	id BIGINT NOT NULL PRIMARY KEY,
	message BIGINT NOT NULL REFERENCES message(key),
	act TEXT NOT NULL,
	by_account BIGINT NOT NULL,
	at BIGINT NOT NULL,
	reason TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT '' -- personal
);
CREATE INDEX review_step_by_message ON review_step (message, at);

CREATE TABLE draft (
	thread BIGINT NOT NULL REFERENCES thread(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	body TEXT NOT NULL, -- personal
	saved_at BIGINT NOT NULL,
	PRIMARY KEY (thread, person)
);
CREATE INDEX draft_by_age ON draft (saved_at);

-- One person's own wish not to hear from another; nobody is told.
CREATE TABLE block (
	id BIGINT NOT NULL PRIMARY KEY,
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	other BIGINT NOT NULL REFERENCES person(id), -- personal
	at BIGINT NOT NULL,
	ended_at BIGINT
);
CREATE UNIQUE INDEX block_once ON block (person, other) WHERE ended_at IS NULL;

-- Watch phrases only flag: they put a message before a person, never refuse it.
CREATE TABLE phrase_list (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	name TEXT NOT NULL,
	version BIGINT NOT NULL,
	owner BIGINT NOT NULL REFERENCES account(id),
	state TEXT NOT NULL CHECK (state IN ('active', 'superseded')),
	expires_on BIGINT NOT NULL,
	made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX phrase_list_active ON phrase_list (tenant, name) WHERE state = 'active';

CREATE TABLE phrase (
	list BIGINT NOT NULL REFERENCES phrase_list(id),
	text TEXT NOT NULL,
	folded TEXT NOT NULL,
	PRIMARY KEY (list, folded)
);

-- Death, grave illness: told in person by somebody on duty, never in the queue.
CREATE TABLE urgent (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	site BIGINT NOT NULL REFERENCES site(id),
	inside BIGINT NOT NULL REFERENCES person(id), -- personal
	sender BIGINT NOT NULL REFERENCES person(id), -- personal
	kind TEXT NOT NULL CHECK (kind IN ('death', 'illness', 'other')), -- personal
	body TEXT NOT NULL, -- personal
	state TEXT NOT NULL CHECK (state IN ('new', 'taken', 'told')),
	sent_at BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	taken_by BIGINT,
	taken_at BIGINT,
	told_at BIGINT
);
CREATE INDEX urgent_by_site ON urgent (site, state, due_at);
