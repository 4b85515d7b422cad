-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Erasing a person, by two people; and holds, which forbid it, by two people too.
CREATE TABLE erasure (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	basis TEXT NOT NULL CHECK (basis IN ('request', 'retention', 'court')),
	words TEXT NOT NULL, -- personal
	name TEXT NOT NULL, -- personal
	asked_by BIGINT NOT NULL REFERENCES account(id),
	asked_at BIGINT NOT NULL,
	confirmed_by BIGINT REFERENCES account(id),
	confirmed_at BIGINT,
	done_at BIGINT
);
CREATE INDEX erasure_by_tenant ON erasure (tenant, id);
CREATE UNIQUE INDEX erasure_once ON erasure (person) WHERE done_at IS NULL;

CREATE TABLE legal_hold (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	matter TEXT NOT NULL, -- personal
	review_on BIGINT NOT NULL,
	entered_by BIGINT NOT NULL REFERENCES account(id),
	entered_at BIGINT NOT NULL,
	confirmed_by BIGINT REFERENCES account(id),
	confirmed_at BIGINT,
	lift_by BIGINT REFERENCES account(id),
	lift_reason TEXT NOT NULL DEFAULT '', -- personal
	lifted_by BIGINT REFERENCES account(id),
	lifted_at BIGINT
);
CREATE INDEX legal_hold_by_tenant ON legal_hold (tenant, id);
CREATE INDEX legal_hold_by_person ON legal_hold (person) WHERE lifted_at IS NULL;
