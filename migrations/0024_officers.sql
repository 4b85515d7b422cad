-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Whom a supervising officer works with.

CREATE TABLE caseload (
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	officer BIGINT NOT NULL REFERENCES person(id), -- personal
	since BIGINT NOT NULL,
	until BIGINT,
	set_by BIGINT NOT NULL REFERENCES account(id),
	set_at BIGINT NOT NULL,
	PRIMARY KEY (person, officer, since)
);
CREATE INDEX caseload_by_officer ON caseload (officer, person);
