-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Cover: while the reviewers of a site are away, one of another site works its queue too.
CREATE TABLE review_cover (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	site BIGINT NOT NULL REFERENCES site(id),
	account BIGINT NOT NULL REFERENCES account(id), -- personal
	starts_on BIGINT NOT NULL,
	ends_on BIGINT NOT NULL,
	set_by BIGINT NOT NULL REFERENCES account(id),
	set_at BIGINT NOT NULL,
	ended_at BIGINT
);
CREATE INDEX review_cover_by_account ON review_cover (account, ends_on);
CREATE INDEX review_cover_by_site ON review_cover (site, ends_on);

-- A clock that stands still on closed days says so to whoever waits for it.
ALTER TABLE message ADD COLUMN paused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE thread ADD COLUMN reply_paused BIGINT NOT NULL DEFAULT 0;
