-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Agencies, places, people, how they sign in, and who they are to each other.
-- One dialect: lib/db/migrate.c turns it into SQLite's. Instants are BIGINT
-- milliseconds (UTC), dates BIGINT days; `personal` marks columns that tell
-- something about a person: only statements marked so may read them.

CREATE TABLE tenant (
	id BIGINT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	is_demo BIGINT NOT NULL,
	created_at BIGINT NOT NULL
);

CREATE TABLE site (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	name TEXT NOT NULL,
	match_key TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('facility', 'probation', 'partner')),
	zone TEXT NOT NULL,
	country TEXT NOT NULL,
	phone TEXT NOT NULL DEFAULT '',
	has_kiosk BIGINT NOT NULL DEFAULT 1,
	opens BIGINT NOT NULL DEFAULT 480,
	closes BIGINT NOT NULL DEFAULT 1020,
	days BIGINT NOT NULL DEFAULT 62,
	UNIQUE (tenant, match_key)
);

CREATE TABLE site_closed (
	site BIGINT NOT NULL REFERENCES site(id),
	date BIGINT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (site, date)
);

CREATE TABLE policy (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	site BIGINT REFERENCES site(id),
	name TEXT NOT NULL,
	value BIGINT NOT NULL,
	version BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('draft', 'active', 'superseded')),
	starts_at BIGINT NOT NULL,
	set_by BIGINT,
	set_at BIGINT NOT NULL
);
CREATE INDEX policy_by_name ON policy (tenant, name, state, starts_at);

CREATE TABLE person (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	kind TEXT NOT NULL CHECK (kind IN ('inside', 'supervised', 'family', 'staff')),
	first_name TEXT NOT NULL, -- personal
	last_name TEXT NOT NULL, -- personal
	match_key TEXT NOT NULL, -- personal
	number TEXT, -- personal
	birth_date BIGINT, -- personal
	site BIGINT REFERENCES site(id), -- personal
	unit TEXT NOT NULL DEFAULT '', -- personal
	status TEXT NOT NULL DEFAULT 'here' CHECK (status IN
		('here', 'hospital', 'court', 'away', 'moving', 'released', 'deceased')), -- personal
	lang TEXT NOT NULL DEFAULT 'en',
	needs TEXT NOT NULL DEFAULT '', -- personal
	created_at BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	UNIQUE (tenant, number)
);
CREATE INDEX person_by_name ON person (tenant, match_key);
CREATE INDEX person_by_site ON person (site, kind, status);

CREATE TABLE person_status (
	id BIGINT NOT NULL PRIMARY KEY,
	person BIGINT NOT NULL REFERENCES person(id),
	status TEXT NOT NULL, -- personal
	site BIGINT, -- personal
	since BIGINT NOT NULL, -- personal
	noted_by BIGINT,
	source TEXT NOT NULL
);
CREATE INDEX person_status_by_person ON person_status (person, since);

CREATE TABLE account (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	person BIGINT NOT NULL UNIQUE REFERENCES person(id),
	roles BIGINT NOT NULL,
	site BIGINT REFERENCES site(id),
	email TEXT, -- personal
	phone TEXT, -- personal
	email_proved_at BIGINT,
	phone_proved_at BIGINT,
	phone_heard_at BIGINT,
	sms_stopped_at BIGINT,
	secret_hash TEXT,
	secret_must_change BIGINT NOT NULL DEFAULT 0,
	totp_seed BYTEA,
	totp_last BIGINT NOT NULL DEFAULT 0,
	shared_phone BIGINT NOT NULL DEFAULT 1,
	state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'locked', 'closed')),
	failed BIGINT NOT NULL DEFAULT 0,
	failed_since BIGINT NOT NULL DEFAULT 0,
	wait_until BIGINT NOT NULL DEFAULT 0,
	seen_at BIGINT,
	created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_by_email ON account (email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX account_by_phone ON account (phone) WHERE phone IS NOT NULL;
CREATE INDEX account_by_tenant ON account (tenant, roles);

CREATE TABLE session (
	hash BYTEA NOT NULL PRIMARY KEY,
	id BIGINT NOT NULL UNIQUE,
	account BIGINT NOT NULL REFERENCES account(id),
	kind TEXT NOT NULL CHECK (kind IN ('browser', 'kiosk', 'token')),
	assurance BIGINT NOT NULL,
	label TEXT NOT NULL DEFAULT '',
	created_at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL,
	idle_ms BIGINT NOT NULL,
	ends_at BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_end ON session (ends_at);

CREATE TABLE sign_in_code (
	ticket BYTEA NOT NULL PRIMARY KEY,
	account BIGINT REFERENCES account(id),
	shown TEXT NOT NULL, -- personal
	channel TEXT NOT NULL,
	purpose TEXT NOT NULL,
	address TEXT, -- personal
	code_hash BYTEA NOT NULL,
	tries BIGINT NOT NULL DEFAULT 0,
	expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_code_by_end ON sign_in_code (expires_at);

CREATE TABLE recovery_code (
	account BIGINT NOT NULL REFERENCES account(id),
	code_hash BYTEA NOT NULL,
	used_at BIGINT,
	PRIMARY KEY (account, code_hash)
);

-- How often something was tried, by a keyed hash of what is limited.
CREATE TABLE throttle (
	key BYTEA NOT NULL PRIMARY KEY,
	count BIGINT NOT NULL,
	since BIGINT NOT NULL
);
CREATE INDEX throttle_by_age ON throttle (since);

-- What a family member is to a person inside: asked for, agreed, ended.
CREATE TABLE tie (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	inside BIGINT REFERENCES person(id), -- personal
	family BIGINT NOT NULL REFERENCES person(id), -- personal
	relation TEXT NOT NULL, -- personal
	state TEXT NOT NULL CHECK (state IN
		('checking', 'asking', 'agreed', 'declined', 'ended')), -- personal
	cause TEXT NOT NULL DEFAULT '', -- personal
	typed_number TEXT NOT NULL DEFAULT '', -- personal
	typed_name TEXT NOT NULL DEFAULT '', -- personal
	typed_birth_date BIGINT, -- personal
	site BIGINT REFERENCES site(id), -- personal
	score BIGINT NOT NULL DEFAULT 0,
	asked_at BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	decided_by BIGINT,
	decided_at BIGINT,
	starts_on BIGINT NOT NULL DEFAULT 0,
	ends_on BIGINT
);
CREATE INDEX tie_by_inside ON tie (inside, state);
CREATE INDEX tie_by_family ON tie (family, state);
CREATE INDEX tie_by_queue ON tie (site, state, due_at);
CREATE UNIQUE INDEX tie_once ON tie (inside, family) WHERE state IN ('checking', 'asking', 'agreed');

-- What may pass between two tied people, by channel: an end day is still in force.
CREATE TABLE permission (
	id BIGINT NOT NULL PRIMARY KEY,
	tie BIGINT NOT NULL REFERENCES tie(id),
	channel TEXT NOT NULL CHECK (channel IN ('message', 'letter', 'call', 'visit', 'video',
		'plan', 'meeting', 'case')),
	allowed BIGINT NOT NULL,
	reason TEXT NOT NULL,
	authority TEXT NOT NULL DEFAULT '',
	starts_on BIGINT NOT NULL,
	ends_on BIGINT,
	set_by BIGINT NOT NULL,
	set_at BIGINT NOT NULL
);
CREATE INDEX permission_by_tie ON permission (tie, channel);

-- Two people who are kept from each other, both ways: a row each way. `block` is
-- one person's own wish, `staff` a decision; orders add theirs later.
CREATE TABLE barrier (
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	other BIGINT NOT NULL REFERENCES person(id), -- personal
	kind TEXT NOT NULL CHECK (kind IN ('staff', 'order')),
	starts BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	reason TEXT NOT NULL DEFAULT '', -- personal
	set_by BIGINT NOT NULL,
	set_at BIGINT NOT NULL,
	PRIMARY KEY (person, other, kind)
);

CREATE TABLE household (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	name TEXT NOT NULL -- personal
);

CREATE TABLE household_member (
	household BIGINT NOT NULL REFERENCES household(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	since BIGINT NOT NULL,
	until BIGINT,
	PRIMARY KEY (household, person)
);
CREATE INDEX household_member_by_person ON household_member (person);

-- Who acts for a child: a parent, another person, or a public authority.
CREATE TABLE guardian (
	id BIGINT NOT NULL PRIMARY KEY,
	child BIGINT NOT NULL REFERENCES person(id), -- personal
	guardian BIGINT REFERENCES person(id), -- personal
	authority TEXT NOT NULL DEFAULT '', -- personal
	evidence TEXT NOT NULL, -- personal
	starts_on BIGINT NOT NULL,
	ends_on BIGINT,
	verified_by BIGINT NOT NULL,
	verified_at BIGINT NOT NULL
);
CREATE INDEX guardian_by_child ON guardian (child);
CREATE INDEX guardian_by_guardian ON guardian (guardian);
