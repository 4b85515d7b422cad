-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Roster imports: a staged row knows whom it is about, and a run says how many it
-- released. The rows' only index is by number, so that a planner without figures
-- about a run that was staged a moment ago can go no other way.

DROP TABLE import_row;
CREATE TABLE import_row (
	run BIGINT NOT NULL REFERENCES import_run(id),
	number TEXT NOT NULL, -- personal
	line BIGINT NOT NULL,
	person BIGINT, -- personal
	last_name TEXT NOT NULL, -- personal
	match_key TEXT NOT NULL, -- personal
	first_name TEXT NOT NULL, -- personal
	birth_date BIGINT NOT NULL, -- personal
	site BIGINT NOT NULL, -- personal
	unit TEXT NOT NULL, -- personal
	status TEXT NOT NULL, -- personal
	lang TEXT NOT NULL,
	PRIMARY KEY (run, number)
);

CREATE INDEX import_run_by_tenant ON import_run (tenant, id);
ALTER TABLE import_run ADD COLUMN complete BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_run ADD COLUMN released BIGINT NOT NULL DEFAULT 0;
