-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Four eyes where one pair could do harm, and what waits for a second step.

-- A set-up waits for the first code of the new code app: nothing of the account changes
-- before. The code was made by somebody, who is not to use it.
ALTER TABLE staff_setup ADD COLUMN made_by BIGINT;
ALTER TABLE staff_setup ADD COLUMN ticket BYTEA;
ALTER TABLE staff_setup ADD COLUMN seed BYTEA;
ALTER TABLE staff_setup ADD COLUMN secret_hash TEXT;
CREATE UNIQUE INDEX staff_setup_by_ticket ON staff_setup (ticket) WHERE ticket IS NOT NULL;

-- An account that may read or decide much, made or made anew by one administrator, waits
-- for the yes of another.
CREATE TABLE staff_confirm (
	account BIGINT NOT NULL PRIMARY KEY REFERENCES account(id),
	asked_by BIGINT NOT NULL REFERENCES account(id),
	asked_at BIGINT NOT NULL
);

-- What keeps two people apart is lifted by two of the staff: one asks, another does it.
ALTER TABLE barrier ADD COLUMN lift_by BIGINT;
ALTER TABLE barrier ADD COLUMN lift_reason TEXT; -- personal
