-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The privacy desk: what must be done by when, requests about one's own data, legal
-- process, breaches.

-- One thing that a law or a policy wants done by then, about a row of another table.
CREATE TABLE duty (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	kind TEXT NOT NULL,
	about BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	tell_at BIGINT NOT NULL,
	done_at BIGINT,
	done_by BIGINT REFERENCES account(id),
	words TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX duty_once ON duty (about, kind);
CREATE INDEX duty_open ON duty (tenant, due_at) WHERE done_at IS NULL;
CREATE INDEX duty_tell ON duty (tell_at) WHERE done_at IS NULL AND tell_at > 0;

CREATE TABLE data_request (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	kind TEXT NOT NULL CHECK (kind IN ('access', 'correction', 'erasure', 'accounting')),
	words TEXT NOT NULL, -- personal
	channel TEXT NOT NULL CHECK (channel IN ('page', 'paper', 'phone', 'spoken')),
	state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
	asked_by BIGINT NOT NULL REFERENCES account(id),
	received_on BIGINT NOT NULL,
	asked_at BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	extended BIGINT NOT NULL DEFAULT 0,
	extension TEXT NOT NULL DEFAULT '', -- personal
	outcome TEXT NOT NULL DEFAULT '',
	answer TEXT NOT NULL DEFAULT '', -- personal
	answered_by BIGINT REFERENCES account(id),
	answered_at BIGINT
);
CREATE INDEX data_request_by_person ON data_request (person, asked_at);
CREATE INDEX data_request_by_state ON data_request (tenant, state, due_at);

CREATE TABLE legal_process (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	kind TEXT NOT NULL CHECK (kind IN ('subpoena', 'warrant', 'court_order', 'records_request', 'other')),
	sender TEXT NOT NULL,
	reference TEXT NOT NULL,
	document TEXT NOT NULL,
	received_on BIGINT NOT NULL,
	due_on BIGINT NOT NULL,
	scope TEXT NOT NULL, -- personal
	state TEXT NOT NULL CHECK (state IN ('open', 'objected', 'answered', 'withdrawn')),
	privilege BIGINT NOT NULL DEFAULT 0,
	words TEXT NOT NULL DEFAULT '', -- personal
	entered_by BIGINT NOT NULL REFERENCES account(id),
	entered_at BIGINT NOT NULL,
	decided_by BIGINT REFERENCES account(id),
	decided_at BIGINT
);
CREATE INDEX legal_process_by_state ON legal_process (tenant, state, due_on);

CREATE TABLE legal_process_person (
	process BIGINT NOT NULL REFERENCES legal_process(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	PRIMARY KEY (process, person)
);

CREATE TABLE breach (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	what TEXT NOT NULL,
	found_at BIGINT NOT NULL,
	people BIGINT NOT NULL,
	laws BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
	entered_by BIGINT NOT NULL REFERENCES account(id),
	entered_at BIGINT NOT NULL,
	words TEXT NOT NULL DEFAULT '',
	closed_by BIGINT REFERENCES account(id),
	closed_at BIGINT
);
CREATE INDEX breach_by_state ON breach (tenant, state, found_at);
