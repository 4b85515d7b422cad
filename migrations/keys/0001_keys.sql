-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The store of keys, apart from the rows that they open: DIR/keys.db, or a database of its own on
-- PostgreSQL (src/vault/vault.h). The same two tables stand in the main schema from before there was
-- one; what was in them is carried over here when the program starts.

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

-- `keys`: the number that the rows' store knows this one by.
CREATE TABLE counter (
	name TEXT NOT NULL PRIMARY KEY,
	value BIGINT NOT NULL
);
