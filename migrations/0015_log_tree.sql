-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The tree over the audit log (docs/audit-format.md): which entry is which leaf, the
-- nodes that are kept, signed checkpoints and what witnesses put under them.

-- The root over the rows that the act wrote (audit_row); NULL where it wrote none.
ALTER TABLE audit_entry ADD COLUMN rows_root BYTEA;

-- Which leaf of the tree an entry is. `hash` is the leaf's.
CREATE TABLE audit_leaf (
	idx BIGINT NOT NULL PRIMARY KEY,
	entry BIGINT NOT NULL UNIQUE,
	hash BYTEA NOT NULL
);

-- Roots of complete parts of 2^height leaves, for heights 8, 16, 24 …
CREATE TABLE audit_node (
	height BIGINT NOT NULL,
	n BIGINT NOT NULL,
	hash BYTEA NOT NULL,
	PRIMARY KEY (height, n)
);

-- Entries that have no leaf yet, in the order in which they get one. On SQLite only
-- those from before the tree.
CREATE TABLE log_stage (
	entry BIGINT NOT NULL PRIMARY KEY,
	at BIGINT NOT NULL
);
INSERT INTO log_stage (entry, at) SELECT id, at FROM audit_entry;

-- The log's signed word on its size and root.
CREATE TABLE audit_checkpoint (
	size BIGINT NOT NULL PRIMARY KEY,
	at BIGINT NOT NULL,
	note TEXT NOT NULL
);

-- Witnesses who may cosign, by their public keys.
CREATE TABLE log_witness (
	name TEXT NOT NULL PRIMARY KEY,
	vkey TEXT NOT NULL,
	added_at BIGINT NOT NULL,
	ended_at BIGINT
);

CREATE TABLE audit_cosignature (
	size BIGINT NOT NULL,
	witness TEXT NOT NULL,
	at BIGINT NOT NULL,
	line TEXT NOT NULL,
	PRIMARY KEY (witness, size, at)
);
CREATE INDEX audit_cosignature_by_size ON audit_cosignature (size);

-- What is logged of a table's rows: its key and columns, in order. The id is made
-- from them, so that a form never changes.
CREATE TABLE audit_form (
	id BIGINT NOT NULL PRIMARY KEY,
	tbl TEXT NOT NULL,
	keys TEXT NOT NULL,
	columns TEXT NOT NULL
);

-- The rows that an entry's act wrote ('w') or removed ('d'): a salted hash of each.
CREATE TABLE audit_row (
	entry BIGINT NOT NULL,
	n BIGINT NOT NULL,
	form BIGINT NOT NULL,
	what TEXT NOT NULL CHECK (what IN ('w', 'd')),
	key TEXT NOT NULL,
	salt BYTEA NOT NULL,
	hash BYTEA NOT NULL,
	PRIMARY KEY (entry, n)
);
