-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Joint sessions that are planned, and what each person said, alone, before one.

CREATE TABLE joint_session (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	site BIGINT REFERENCES site(id),
	kind TEXT NOT NULL CHECK (kind IN ('session', 'meeting', 'mediation')),
	planned_at BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'off')),
	entered_by BIGINT NOT NULL REFERENCES account(id),
	entered_at BIGINT NOT NULL,
	ended_by BIGINT REFERENCES account(id),
	ended_at BIGINT
);
CREATE INDEX joint_session_by_state ON joint_session (tenant, state, planned_at);

CREATE TABLE joint_person (
	joint BIGINT NOT NULL REFERENCES joint_session(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	PRIMARY KEY (joint, person)
);
CREATE INDEX joint_person_by_person ON joint_person (person, joint);

-- One asking. `answers` are under the key of the person who gave them.
CREATE TABLE safety_screen (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	joint BIGINT NOT NULL REFERENCES joint_session(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	how TEXT NOT NULL CHECK (how IN ('staff', 'self')),
	answers TEXT NOT NULL, -- personal
	asked_by BIGINT NOT NULL REFERENCES account(id),
	asked_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL
);
CREATE INDEX safety_screen_by_joint ON safety_screen (joint, person, asked_at);

-- Where somebody lives who must not be found. `words` are under their key; at most one is open.
CREATE TABLE protected_address (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	words TEXT NOT NULL, -- personal
	entered_by BIGINT NOT NULL REFERENCES account(id),
	entered_at BIGINT NOT NULL,
	ended_by BIGINT REFERENCES account(id),
	ended_at BIGINT
);
CREATE UNIQUE INDEX protected_address_one ON protected_address (person) WHERE ended_at IS NULL;

-- Who has which right: looked at account by account, each quarter of a year (CJIS AC-2, AC-6).
CREATE TABLE rights_review (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	quarter BIGINT NOT NULL,
	opened_at BIGINT NOT NULL,
	UNIQUE (tenant, quarter)
);
CREATE TABLE rights_say (
	review BIGINT NOT NULL REFERENCES rights_review(id),
	account BIGINT NOT NULL REFERENCES account(id),
	verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'ended')),
	roles BIGINT NOT NULL,
	site BIGINT REFERENCES site(id),
	words TEXT NOT NULL DEFAULT '',
	said_by BIGINT NOT NULL REFERENCES account(id),
	said_at BIGINT NOT NULL,
	PRIMARY KEY (review, account)
);
