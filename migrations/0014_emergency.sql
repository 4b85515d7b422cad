-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Emergency access: one person, read only, half an hour, reviewed by somebody else.
CREATE TABLE emergency (
	id BIGINT NOT NULL PRIMARY KEY,
	tenant BIGINT NOT NULL REFERENCES tenant(id),
	account BIGINT NOT NULL REFERENCES account(id),
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	reason TEXT NOT NULL,
	words TEXT NOT NULL, -- personal
	opened_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	reviewed_by BIGINT REFERENCES account(id),
	reviewed_at BIGINT,
	upheld BIGINT NOT NULL DEFAULT 0,
	review_words TEXT NOT NULL DEFAULT '' -- personal
);
CREATE INDEX emergency_by_account ON emergency (account, person, ends_at);
CREATE INDEX emergency_by_review ON emergency (tenant, due_at) WHERE reviewed_at IS NULL;
