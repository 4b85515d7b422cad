-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who saw whose data, and to whom it was told.

-- A view is one line for each viewer, kind of data, reason and day, with how often; a
-- disclosure is a line of its own. `entry` is the audit entry of the first time.
CREATE TABLE ledger_line (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	kind TEXT NOT NULL CHECK (kind IN ('view', 'disclosure')),
	viewer BIGINT NOT NULL,
	role TEXT NOT NULL,
	what TEXT NOT NULL,
	why TEXT NOT NULL,
	basis TEXT NOT NULL,
	told TEXT NOT NULL DEFAULT '', -- personal
	channel TEXT NOT NULL DEFAULT 'page',
	note TEXT NOT NULL DEFAULT '', -- personal
	day BIGINT NOT NULL,
	at BIGINT NOT NULL,
	last_at BIGINT NOT NULL,
	times BIGINT NOT NULL DEFAULT 1,
	late BIGINT NOT NULL DEFAULT 0,
	entry BIGINT NOT NULL,
	hidden_until BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX ledger_line_once ON ledger_line (person, viewer, what, why, day) WHERE kind = 'view';
CREATE INDEX ledger_line_by_person ON ledger_line (person, last_at);
CREATE INDEX ledger_line_by_viewer ON ledger_line (viewer, day, person);

-- A line that is kept from the person for a time: asked for by one, agreed by another.
CREATE TABLE ledger_hold (
	id BIGINT NOT NULL PRIMARY KEY,
	line BIGINT NOT NULL REFERENCES ledger_line(id),
	statute TEXT NOT NULL,
	authority TEXT NOT NULL,
	until BIGINT NOT NULL,
	asked_by BIGINT NOT NULL REFERENCES account(id),
	asked_at BIGINT NOT NULL,
	agreed_by BIGINT REFERENCES account(id),
	agreed_at BIGINT
);
CREATE INDEX ledger_hold_by_line ON ledger_hold (line);

CREATE TABLE challenge (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	line BIGINT NOT NULL REFERENCES ledger_line(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	words TEXT NOT NULL, -- personal
	state TEXT NOT NULL CHECK (state IN ('open', 'answered')),
	asked_at BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	answer TEXT NOT NULL DEFAULT '', -- personal
	upheld BIGINT NOT NULL DEFAULT 0,
	answered_by BIGINT REFERENCES account(id),
	answered_at BIGINT
);
CREATE UNIQUE INDEX challenge_once ON challenge (line, person);
CREATE INDEX challenge_by_state ON challenge (tenant, state, due_at);
