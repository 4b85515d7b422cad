-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What administrators do in the browser: staff who set up their own sign-in, limits
-- in draft, jobs and notices that did not go out.

-- A code with which somebody on the staff makes their own password and code app (all),
-- or a new code app only (app). It works once; only its keyed hash is here.
CREATE TABLE staff_setup (
	account BIGINT NOT NULL PRIMARY KEY REFERENCES account(id),
	code_hash BYTEA NOT NULL UNIQUE,
	kind TEXT NOT NULL CHECK (kind IN ('all', 'app')),
	expires_at BIGINT NOT NULL
);

-- What did not go out, newest first, for the operator's page.
CREATE INDEX notice_not_sent ON notice (tenant, sent_at) WHERE state = 'not_sent';

-- Clocks that stand still are set anew place by place.
CREATE INDEX thread_waiting_at_site ON thread (site, id) WHERE reply_due_at IS NOT NULL;
CREATE INDEX review_clock_at_site ON review (site, message)
	WHERE state IN ('open', 'second', 'appealed');
