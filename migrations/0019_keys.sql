-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Keys under which what people write is kept. Tables named …_key are not in a backup of rows
-- (lib/db/copy.h): they go with the keys, which are kept for a shorter time.

-- Each agency's own, wrapped by the root key, which is outside. They outlive what they are for.
CREATE TABLE tenant_key (
	tenant BIGINT NOT NULL,
	version BIGINT NOT NULL,
	wrapped BYTEA NOT NULL,
	made_at BIGINT NOT NULL,
	PRIMARY KEY (tenant, version)
);

-- What somebody's own words are under. NULL: it was destroyed, and what it opened with it.
CREATE TABLE author_key (
	person BIGINT NOT NULL PRIMARY KEY, -- personal
	tenant BIGINT NOT NULL,
	version BIGINT NOT NULL, -- of the agency's key that wraps it
	wrapped BYTEA,
	made_at BIGINT NOT NULL,
	erased_at BIGINT
);
CREATE INDEX author_key_by_version ON author_key (tenant, version, person);
CREATE INDEX author_key_erased ON author_key (person) WHERE erased_at IS NOT NULL;
