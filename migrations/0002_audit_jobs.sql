-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The audit log, work that waits, notices, and what makes a double click harmless.

-- One entry per act and per sensitive read, in the act's own transaction. `idx`
-- is the leaf number of the Merkle tree; the sequencer sets it by adding a row
-- to audit_leaf, so that no entry is ever changed. What is personal is in
-- audit_detail, behind a salted commitment, and can be erased.
CREATE TABLE audit_entry (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL,
	at BIGINT NOT NULL,
	actor BIGINT NOT NULL,
	role TEXT NOT NULL,
	assurance BIGINT NOT NULL,
	act TEXT NOT NULL,
	object_kind TEXT NOT NULL,
	object BIGINT NOT NULL,
	decision TEXT NOT NULL,
	rule TEXT NOT NULL,
	purpose TEXT NOT NULL,
	outcome TEXT NOT NULL,
	session BIGINT NOT NULL,
	bytes BIGINT NOT NULL,
	commitment BYTEA
);
CREATE INDEX audit_entry_by_object ON audit_entry (object, at);
CREATE INDEX audit_entry_by_actor ON audit_entry (actor, at);

CREATE TABLE audit_detail (
	entry BIGINT NOT NULL PRIMARY KEY REFERENCES audit_entry(id),
	salt BYTEA NOT NULL,
	detail TEXT NOT NULL -- personal
);

CREATE TABLE job (
	id BIGINT NOT NULL PRIMARY KEY,
	kind TEXT NOT NULL,
	subject BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
	due_at BIGINT NOT NULL,
	tries BIGINT NOT NULL DEFAULT 0,
	last_error TEXT NOT NULL DEFAULT '',
	made_at BIGINT NOT NULL,
	ended_at BIGINT
);
CREATE INDEX job_by_due ON job (state, due_at);
CREATE UNIQUE INDEX job_once ON job (kind, subject) WHERE state IN ('waiting', 'running');

CREATE TABLE notice (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	kind TEXT NOT NULL,
	channel TEXT NOT NULL CHECK (channel IN ('sms', 'email', 'kiosk', 'print')),
	state TEXT NOT NULL CHECK (state IN
		('waiting', 'sent', 'arrived', 'not_sent', 'dropped')),
	about BIGINT NOT NULL DEFAULT 0,
	code TEXT NOT NULL DEFAULT '', -- personal
	cause TEXT NOT NULL DEFAULT '',
	made_at BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	sent_at BIGINT
);
CREATE INDEX notice_by_person ON notice (person, made_at);

-- What the demo would have sent.
CREATE TABLE outbox (
	n BIGINT NOT NULL PRIMARY KEY,
	at BIGINT NOT NULL,
	channel TEXT NOT NULL,
	address TEXT NOT NULL, -- personal
	subject TEXT NOT NULL,
	body TEXT NOT NULL -- personal
);

CREATE TABLE idempotency (
	account BIGINT NOT NULL,
	key BYTEA NOT NULL,
	op TEXT NOT NULL,
	body BYTEA NOT NULL,
	status BIGINT NOT NULL,
	place TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (account, key)
);
CREATE INDEX idempotency_by_age ON idempotency (at);

CREATE TABLE counter (
	name TEXT NOT NULL PRIMARY KEY,
	value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('thread', 0), ('outbox', 0);

CREATE TABLE import_run (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	made_by BIGINT NOT NULL,
	made_at BIGINT NOT NULL,
	state TEXT NOT NULL,
	rows_n BIGINT NOT NULL DEFAULT 0,
	added BIGINT NOT NULL DEFAULT 0,
	changed BIGINT NOT NULL DEFAULT 0,
	left_n BIGINT NOT NULL DEFAULT 0,
	faults_n BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE import_row (
	run BIGINT NOT NULL REFERENCES import_run(id),
	line BIGINT NOT NULL,
	number TEXT NOT NULL, -- personal
	last_name TEXT NOT NULL, -- personal
	match_key TEXT NOT NULL, -- personal
	first_name TEXT NOT NULL, -- personal
	birth_date BIGINT NOT NULL, -- personal
	site BIGINT NOT NULL, -- personal
	unit TEXT NOT NULL, -- personal
	status TEXT NOT NULL, -- personal
	lang TEXT NOT NULL,
	PRIMARY KEY (run, line)
);

CREATE TABLE import_fault (
	run BIGINT NOT NULL REFERENCES import_run(id),
	line BIGINT NOT NULL,
	field TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (run, line, field)
);

-- Which account a demo's "sign in as" button means.
CREATE TABLE demo_persona (
	stem TEXT NOT NULL PRIMARY KEY,
	account BIGINT NOT NULL,
	place BIGINT NOT NULL
);
