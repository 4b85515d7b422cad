-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What people said yes to: to whom which of their things may be told, why, until when.

-- Somebody outside who can be told, and whose accounts are theirs.
CREATE TABLE agency (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	name TEXT NOT NULL,
	match_key TEXT NOT NULL,
	UNIQUE (tenant, match_key)
);
CREATE TABLE agency_member (
	agency BIGINT NOT NULL REFERENCES agency(id),
	person BIGINT NOT NULL REFERENCES person(id),
	PRIMARY KEY (person, agency)
);

-- The words that were signed. Never changed: other words are another version.
CREATE TABLE consent_text (
	id BIGINT NOT NULL PRIMARY KEY,
	template TEXT NOT NULL CHECK (template IN ('plain', 'hipaa', 'part2')),
	lang TEXT NOT NULL,
	version BIGINT NOT NULL,
	words TEXT NOT NULL,
	hash TEXT NOT NULL,
	at BIGINT NOT NULL,
	UNIQUE (template, lang, version)
);

-- `classes` are the bits of consent_class_kinds (src/consent). Drafts have no `starts`,
-- `ends` and `text` yet. A draft that is declined goes away, and leaves nothing to count.
CREATE TABLE consent (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	subject BIGINT NOT NULL REFERENCES person(id), -- personal
	template TEXT NOT NULL CHECK (template IN ('plain', 'hipaa', 'part2')),
	state TEXT NOT NULL CHECK (state IN ('draft', 'signed', 'revoked', 'expired', 'superseded')),
	capacity TEXT NOT NULL DEFAULT '' CHECK (capacity IN ('', 'self', 'guardian', 'minor_alone')),
	discloser TEXT NOT NULL DEFAULT '',
	classes BIGINT NOT NULL, -- personal
	agency BIGINT REFERENCES agency(id), -- personal
	recipient BIGINT REFERENCES person(id), -- personal
	purpose TEXT NOT NULL, -- personal
	channel TEXT NOT NULL DEFAULT '',
	starts_on BIGINT NOT NULL,
	ends_on BIGINT,
	ends_event TEXT NOT NULL DEFAULT '',
	starts BIGINT NOT NULL DEFAULT 0,
	ends BIGINT NOT NULL DEFAULT 0,
	firm_until TEXT NOT NULL DEFAULT '',
	firm_over BIGINT NOT NULL DEFAULT 0,
	alone BIGINT NOT NULL DEFAULT 0,
	law TEXT NOT NULL DEFAULT '',
	text BIGINT REFERENCES consent_text(id),
	witness TEXT NOT NULL DEFAULT '', -- personal
	interpreter TEXT NOT NULL DEFAULT '', -- personal
	site BIGINT REFERENCES site(id),
	renews BIGINT REFERENCES consent(id),
	asked_by BIGINT NOT NULL REFERENCES account(id),
	asked_at BIGINT NOT NULL,
	signed_at BIGINT,
	over_at BIGINT,
	warned BIGINT NOT NULL DEFAULT 0,
	renewed BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX consent_by_subject ON consent (subject, state);
CREATE INDEX consent_by_agency ON consent (agency, state);
CREATE INDEX consent_by_recipient ON consent (recipient, state);
CREATE INDEX consent_by_end ON consent (state, ends);

-- Who said yes to it: each guardian, and the person (guardian 0). A no leaves no row.
CREATE TABLE consent_say (
	consent BIGINT NOT NULL REFERENCES consent(id),
	guardian BIGINT NOT NULL,
	name TEXT NOT NULL, -- personal
	said_at BIGINT NOT NULL,
	noted_by BIGINT NOT NULL REFERENCES account(id),
	PRIMARY KEY (consent, guardian)
);

ALTER TABLE ledger_line ADD COLUMN consent BIGINT;
