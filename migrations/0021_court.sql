-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Contact that a court orders: what staff decide does not take it away by mistake.

CREATE TABLE court_contact (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	one BIGINT NOT NULL REFERENCES person(id), -- personal
	other BIGINT NOT NULL REFERENCES person(id), -- personal
	court TEXT NOT NULL,
	number TEXT NOT NULL, -- personal
	words TEXT NOT NULL, -- personal
	starts_on BIGINT NOT NULL,
	ends_on BIGINT,
	entered_by BIGINT NOT NULL REFERENCES account(id),
	entered_at BIGINT NOT NULL,
	ended_by BIGINT REFERENCES account(id),
	ended_at BIGINT,
	end_reason TEXT NOT NULL DEFAULT '', -- personal
	CHECK (one < other)
);
CREATE INDEX court_contact_by_pair ON court_contact (one, other) WHERE ended_at IS NULL;
