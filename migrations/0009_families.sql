-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Children and who acts for them, households, support networks, contacts that a
-- person inside has approved, and ways to sign in without the number.

-- A guardian's session that acts for a child.
ALTER TABLE session ADD COLUMN acts_for BIGINT REFERENCES person(id);

-- Who wrote a child's message for the child.
ALTER TABLE message ADD COLUMN written_by BIGINT REFERENCES person(id); -- personal

-- Staff have compared a child's request: it waits for those who must agree.
ALTER TABLE tie ADD COLUMN passed_at BIGINT;

-- What a child (guardian 0) and each guardian said to a link of the child's. The
-- child's own no is private: only staff read it.
CREATE TABLE tie_say (
	tie BIGINT NOT NULL REFERENCES tie(id),
	guardian BIGINT NOT NULL,
	yes BIGINT NOT NULL, -- personal
	said_at BIGINT NOT NULL,
	noted_by BIGINT NOT NULL REFERENCES account(id),
	PRIMARY KEY (tie, guardian)
);

CREATE INDEX household_member_by_household ON household_member (household);

-- Who stands by a person: not always somebody who has an account.
CREATE TABLE supporter (
	id BIGINT NOT NULL PRIMARY KEY,
	person BIGINT NOT NULL REFERENCES person(id), -- personal
	name TEXT NOT NULL, -- personal
	role TEXT NOT NULL, -- personal
	strength TEXT NOT NULL CHECK (strength IN ('strong', 'steady', 'weak', 'strained')), -- personal
	helps_with TEXT NOT NULL DEFAULT '', -- personal
	starts_on BIGINT NOT NULL,
	ends_on BIGINT,
	noted_by BIGINT NOT NULL REFERENCES account(id),
	noted_at BIGINT NOT NULL
);
CREATE INDEX supporter_by_person ON supporter (person);

-- Whom a person inside wants to be in touch with, said before anybody asks.
CREATE TABLE approved_contact (
	id BIGINT NOT NULL PRIMARY KEY,
	inside BIGINT NOT NULL REFERENCES person(id), -- personal
	first_name TEXT NOT NULL, -- personal
	last_name TEXT NOT NULL, -- personal
	match_key TEXT NOT NULL, -- personal
	birth_date BIGINT NOT NULL, -- personal
	said_by TEXT NOT NULL CHECK (said_by IN ('inside', 'staff')),
	noted_by BIGINT NOT NULL REFERENCES account(id),
	noted_at BIGINT NOT NULL,
	ended_at BIGINT
);
CREATE INDEX approved_contact_by_inside ON approved_contact (inside);

-- A family member's password, where they want one; staff's stays in secret_hash.
ALTER TABLE account ADD COLUMN password_hash TEXT;

-- A code that was sent and may be sent again: several tickets lead to it, and what
-- a stranger asks for takes nothing from its owner.
CREATE TABLE code_issue (
	id BIGINT NOT NULL PRIMARY KEY,
	account BIGINT NOT NULL REFERENCES account(id),
	address TEXT NOT NULL, -- personal
	sealed BYTEA NOT NULL,
	sends BIGINT NOT NULL,
	wrong BIGINT NOT NULL DEFAULT 0,
	used BIGINT NOT NULL DEFAULT 0,
	expires_at BIGINT NOT NULL
);
CREATE INDEX code_issue_by_account ON code_issue (account, expires_at);
CREATE INDEX code_issue_by_end ON code_issue (expires_at);
ALTER TABLE sign_in_code ADD COLUMN issue BIGINT;

-- Where a notice goes when not to the account's own number or address: a code to a
-- new one that is to be proved, a warning to the old one.
ALTER TABLE notice ADD COLUMN address TEXT; -- personal
