-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Jobs may run in several processes: who has taken a job, and until when.

ALTER TABLE job ADD COLUMN claim BIGINT NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN lease_until BIGINT NOT NULL DEFAULT 0;
