-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Sealed compartments: privileged talk and a counsellor's own notes, which only those they
-- are for can read. `proof` is a keyed hash over the row's other columns: whoever writes
-- the database alone cannot put in another key, or another party.

-- A person's key pair. One holds at a time; of one that was replaced nothing secret is left.
CREATE TABLE sealed_key (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	person BIGINT NOT NULL REFERENCES person(id),
	public_key BYTEA NOT NULL,
	by_phrase BYTEA NOT NULL,
	by_code BYTEA NOT NULL,
	proof BYTEA NOT NULL,
	made_at BIGINT NOT NULL,
	ended_at BIGINT NOT NULL DEFAULT 0,
	failed BIGINT NOT NULL DEFAULT 0,
	wait_until BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX sealed_key_once ON sealed_key (person) WHERE ended_at = 0;
CREATE INDEX sealed_key_by_person ON sealed_key (person, made_at);

-- A secret key that was opened, under a key that only the session's own token gives.
CREATE TABLE sealed_session (
	session BIGINT NOT NULL PRIMARY KEY REFERENCES session(id) ON DELETE CASCADE,
	person BIGINT NOT NULL REFERENCES person(id),
	key BIGINT NOT NULL,
	locked BYTEA NOT NULL,
	seen_at BIGINT NOT NULL
);
CREATE INDEX sealed_session_by_person ON sealed_session (person);
CREATE INDEX sealed_session_by_age ON sealed_session (seen_at);

-- Who is lawyer, clergy or counsellor of whom; checked by two people.
CREATE TABLE sealed_tie (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	inside BIGINT NOT NULL REFERENCES person(id), -- personal
	adviser BIGINT NOT NULL REFERENCES person(id), -- personal
	relation TEXT NOT NULL CHECK (relation IN ('lawyer', 'clergy', 'counsellor')), -- personal
	state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'frozen', 'ended', 'dropped')),
	proposed_by BIGINT NOT NULL REFERENCES account(id),
	proposed_at BIGINT NOT NULL,
	confirmed_by BIGINT REFERENCES account(id),
	confirmed_at BIGINT,
	end_asked_by BIGINT REFERENCES account(id),
	ended_at BIGINT,
	proof BYTEA NOT NULL
);
CREATE UNIQUE INDEX sealed_tie_once ON sealed_tie (inside, adviser) WHERE state IN ('proposed', 'confirmed');
CREATE INDEX sealed_tie_by_inside ON sealed_tie (inside, state);
CREATE INDEX sealed_tie_by_adviser ON sealed_tie (adviser, state);
CREATE INDEX sealed_tie_by_state ON sealed_tie (tenant, state, proposed_at);

-- How many messages a tie's thread holds.
CREATE TABLE sealed_thread (
	tie BIGINT NOT NULL PRIMARY KEY REFERENCES sealed_tie(id),
	last_seq BIGINT NOT NULL,
	proof BYTEA NOT NULL
);
CREATE TABLE sealed_message (
	tie BIGINT NOT NULL REFERENCES sealed_tie(id),
	seq BIGINT NOT NULL,
	id BIGINT NOT NULL UNIQUE,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	site BIGINT,
	sender BIGINT NOT NULL REFERENCES person(id), -- personal
	body BYTEA NOT NULL, -- personal
	version BIGINT NOT NULL,
	sent_at BIGINT NOT NULL,
	PRIMARY KEY (tie, seq)
);
CREATE INDEX sealed_message_by_time ON sealed_message (tenant, sent_at);
-- A message's key, for each of its readers.
CREATE TABLE sealed_wrap (
	item BIGINT NOT NULL,
	person BIGINT NOT NULL REFERENCES person(id),
	key BIGINT NOT NULL,
	wrap BYTEA NOT NULL,
	PRIMARY KEY (item, person)
);
CREATE TABLE sealed_seen (
	tie BIGINT NOT NULL REFERENCES sealed_tie(id),
	person BIGINT NOT NULL REFERENCES person(id),
	seq BIGINT NOT NULL,
	PRIMARY KEY (tie, person)
);
CREATE TABLE sealed_draft (
	tie BIGINT NOT NULL REFERENCES sealed_tie(id),
	person BIGINT NOT NULL REFERENCES person(id),
	id BIGINT NOT NULL,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	body BYTEA NOT NULL, -- personal
	key BIGINT NOT NULL,
	wrap BYTEA NOT NULL,
	version BIGINT NOT NULL,
	saved_at BIGINT NOT NULL,
	PRIMARY KEY (tie, person)
);
-- A counsellor's own notes. `note` is the id of the first version; none is ever changed.
CREATE TABLE sealed_note (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	tie BIGINT NOT NULL REFERENCES sealed_tie(id),
	author BIGINT NOT NULL REFERENCES person(id),
	note BIGINT NOT NULL,
	turn BIGINT NOT NULL,
	body BYTEA NOT NULL, -- personal
	key BIGINT NOT NULL,
	wrap BYTEA NOT NULL,
	version BIGINT NOT NULL,
	written_at BIGINT NOT NULL,
	UNIQUE (note, turn)
);
CREATE INDEX sealed_note_by_tie ON sealed_note (tie, author, note, turn);

-- Something sealed did not fit together: it was changed past the program.
CREATE TABLE sealed_alarm (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	what TEXT NOT NULL,
	at BIGINT NOT NULL
);
CREATE INDEX sealed_alarm_by_time ON sealed_alarm (tenant, at);
