-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Protocols of information sharing: what agencies agreed to tell each other, and how.

-- `version` is the newest; `owner` looks after it and is told when it must be reviewed.
CREATE TABLE protocol (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	number BIGINT NOT NULL,
	title TEXT NOT NULL,
	version BIGINT NOT NULL,
	owner BIGINT NOT NULL REFERENCES account(id),
	review_on BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'ended')),
	entered_by BIGINT NOT NULL REFERENCES account(id),
	entered_at BIGINT NOT NULL,
	end_reason TEXT NOT NULL DEFAULT '',
	ended_by BIGINT REFERENCES account(id),
	ended_at BIGINT,
	UNIQUE (tenant, number)
);

-- Never changed: other words are another version, which is asked of everybody again.
CREATE TABLE protocol_version (
	protocol BIGINT NOT NULL REFERENCES protocol(id),
	version BIGINT NOT NULL,
	why TEXT NOT NULL,
	entered_by BIGINT NOT NULL REFERENCES account(id),
	entered_at BIGINT NOT NULL,
	PRIMARY KEY (protocol, version)
);
CREATE TABLE protocol_text (
	protocol BIGINT NOT NULL REFERENCES protocol(id),
	version BIGINT NOT NULL,
	lang TEXT NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (protocol, version, lang)
);

-- Of whom a version is asked, and who said yes to it: `how` is empty until then; on a page by
-- an account of theirs (noted_by), or on paper by `name`, noted by staff.
CREATE TABLE protocol_party (
	protocol BIGINT NOT NULL REFERENCES protocol(id),
	version BIGINT NOT NULL,
	agency BIGINT NOT NULL REFERENCES agency(id),
	how TEXT NOT NULL DEFAULT '' CHECK (how IN ('', 'account', 'paper')),
	name TEXT NOT NULL DEFAULT '', -- personal
	said_on BIGINT,
	noted_by BIGINT REFERENCES account(id),
	noted_at BIGINT,
	PRIMARY KEY (protocol, version, agency)
);
CREATE INDEX protocol_party_by_agency ON protocol_party (agency, protocol, version);

-- What a disclosure rests on, where that is a protocol.
ALTER TABLE ledger_line ADD COLUMN protocol BIGINT;

-- Who is told that something is due; the privacy officers where it is nobody, or nobody any more.
ALTER TABLE duty ADD COLUMN owner BIGINT;
