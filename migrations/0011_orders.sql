-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Orders of courts and other bars to contact, and the barriers that follow from them.

CREATE TABLE contact_order (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	kind TEXT NOT NULL CHECK (kind IN ('no_contact', 'protective', 'court', 'condition', 'statutory')),
	court TEXT NOT NULL,
	number TEXT NOT NULL, -- personal
	document TEXT NOT NULL DEFAULT '',
	scope BIGINT NOT NULL,
	may BIGINT NOT NULL DEFAULT 0,
	exceptions TEXT NOT NULL DEFAULT '', -- personal
	note TEXT NOT NULL DEFAULT '', -- personal
	starts_on BIGINT NOT NULL,
	ends_on BIGINT,
	starts BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('unconfirmed', 'active', 'ended')),
	entered_by BIGINT NOT NULL REFERENCES account(id),
	entered_at BIGINT NOT NULL,
	confirmed_by BIGINT REFERENCES account(id),
	confirmed_at BIGINT,
	end_asked_by BIGINT REFERENCES account(id),
	end_asked_at BIGINT,
	end_reason TEXT NOT NULL DEFAULT '', -- personal
	end_document TEXT NOT NULL DEFAULT '',
	ended_by BIGINT REFERENCES account(id),
	ended_at BIGINT,
	clock_at BIGINT
);
CREATE INDEX contact_order_by_state ON contact_order (tenant, state, entered_at);

CREATE INDEX contact_order_by_clock ON contact_order (clock_at) WHERE clock_at IS NOT NULL;

CREATE TABLE contact_order_person (
	contact_order BIGINT NOT NULL REFERENCES contact_order(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	side TEXT NOT NULL CHECK (side IN ('restrained', 'protected')),
	route TEXT NOT NULL DEFAULT '', -- personal
	PRIMARY KEY (contact_order, person)
);
CREATE INDEX contact_order_person_by_person ON contact_order_person (person);

-- A pair can be kept apart by several orders, and by staff: a row for each cause.
CREATE TABLE barrier_before (
	person BIGINT NOT NULL, -- personal
	other BIGINT NOT NULL, -- personal
	kind TEXT NOT NULL,
	starts BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	reason TEXT NOT NULL, -- personal
	set_by BIGINT NOT NULL,
	set_at BIGINT NOT NULL
);
INSERT INTO barrier_before (person, other, kind, starts, ends, reason, set_by, set_at)
SELECT person, other, kind, starts, ends, reason, set_by, set_at FROM barrier;
DROP TABLE barrier;
CREATE TABLE barrier (
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	other BIGINT NOT NULL REFERENCES person(id), -- personal
	kind TEXT NOT NULL CHECK (kind IN ('staff', 'order')),
	contact_order BIGINT NOT NULL DEFAULT 0,
	starts BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	reason TEXT NOT NULL DEFAULT '', -- personal
	set_by BIGINT NOT NULL,
	set_at BIGINT NOT NULL,
	PRIMARY KEY (person, other, kind, contact_order)
);
INSERT INTO barrier (person, other, kind, starts, ends, reason, set_by, set_at)
SELECT person, other, kind, starts, ends, reason, set_by, set_at FROM barrier_before;
DROP TABLE barrier_before;
