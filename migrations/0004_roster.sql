-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Roster imports: who is in a file is looked up by number, and a run says how
-- many it released.

CREATE UNIQUE INDEX import_row_by_number ON import_row (run, number);
CREATE INDEX import_run_by_tenant ON import_run (tenant, id);
ALTER TABLE import_run ADD COLUMN complete BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_run ADD COLUMN released BIGINT NOT NULL DEFAULT 0;
