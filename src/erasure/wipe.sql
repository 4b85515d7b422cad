-- SPDX-License-Identifier: AGPL-3.0-or-later

-- wipe_person(person: person, now: time) -> none
-- Nothing names them any more.
UPDATE person SET first_name = '', last_name = '', match_key = '', number = NULL, birth_date = NULL, unit = '',
	needs = '', changed_at = :now WHERE id = :person;

-- wipe_outbox(person: person) -> none
-- What the demo would have sent them.
DELETE FROM outbox WHERE address IN (SELECT email FROM account WHERE person = :person AND email IS NOT NULL
	UNION SELECT phone FROM account WHERE person = :person AND phone IS NOT NULL);

-- wipe_account(person: person) -> none
-- logged
-- Nobody signs in to it, and nothing reaches them.
UPDATE account SET email = NULL, phone = NULL, email_proved_at = NULL, phone_proved_at = NULL, secret_hash = NULL,
	password_hash = NULL, totp_seed = NULL, state = 'closed' WHERE person = :person;

-- wipe_sessions(person: person) -> none
-- Whoever is signed in to it is not any more.
DELETE FROM session WHERE account IN (SELECT id FROM account WHERE person = :person);

-- wipe_codes(person: person) -> none
-- Codes that were sent.
DELETE FROM sign_in_code WHERE account IN (SELECT id FROM account WHERE person = :person);

-- wipe_issues(person: person) -> none
-- Codes that live.
DELETE FROM code_issue WHERE account IN (SELECT id FROM account WHERE person = :person);

-- wipe_notices(person: person) -> none
-- Where their notices went, and codes in them.
UPDATE notice SET code = '', address = NULL,
	state = CASE WHEN state = 'waiting' THEN 'dropped' ELSE state END WHERE person = :person;

-- wipe_ties(person: person, day: date) -> none
-- logged
-- What was typed to be linked; what stands ends.
UPDATE tie SET typed_number = '', typed_name = '', typed_birth_date = NULL, cause = '',
	ends_on = CASE WHEN state IN ('checking', 'asking', 'agreed') THEN :day ELSE ends_on END,
	state = CASE WHEN state IN ('checking', 'asking', 'agreed') THEN 'ended' ELSE state END
WHERE family = :person OR inside = :person;

-- wipe_guardian(person: person) -> none
-- The papers that showed it.
UPDATE guardian SET evidence = '' WHERE child = :person OR guardian = :person;

-- wipe_household(person: person) -> none
-- The households they were in.
DELETE FROM household_member WHERE person = :person;

-- wipe_supporters(person: person) -> none
-- Who stood by them.
DELETE FROM supporter WHERE person = :person;

-- wipe_contacts(person: person) -> none
-- Whom they wanted to be in touch with.
DELETE FROM approved_contact WHERE inside = :person;

-- wipe_invites(person: person) -> none
-- Groups that they were asked to join.
DELETE FROM group_invite WHERE person = :person;

-- wipe_blocks(person: person) -> none
-- Whom they did not want to hear from.
DELETE FROM block WHERE person = :person;

-- wipe_drafts(person: person) -> none
-- What they had begun to write.
DELETE FROM draft WHERE person = :person;

-- wipe_subjects(person: person) -> none
-- What they asked staff about.
UPDATE thread SET subject = '' WHERE kind = 'staff'
	AND id IN (SELECT thread FROM thread_member WHERE person = :person);

-- wipe_notes(person: person) -> none
-- logged
-- What reviewers wrote to them about their messages.
UPDATE message SET note = '' WHERE sender = :person AND note <> '' AND key IN
	(SELECT m.key FROM thread_member t JOIN message m ON m.key > t.thread * 16777216
		AND m.key < (t.thread + 1) * 16777216 WHERE t.person = :person);

-- wipe_reviews(person: person) -> none
-- The words of theirs that a watch phrase found.
UPDATE review SET why = '' WHERE sender = :person AND message IN
	(SELECT m.key FROM thread_member t JOIN message m ON m.key > t.thread * 16777216
		AND m.key < (t.thread + 1) * 16777216 WHERE t.person = :person);

-- wipe_review_steps(person: person) -> none
-- What reviewers wrote to each other about them.
UPDATE review_step SET note = '' WHERE message IN
	(SELECT m.key FROM thread_member t JOIN message m ON m.key > t.thread * 16777216
		AND m.key < (t.thread + 1) * 16777216 WHERE t.person = :person AND m.sender = :person);

-- wipe_urgent(person: person) -> none
-- Urgent news from or for them.
UPDATE urgent SET body = '' WHERE inside = :person OR sender = :person;

-- wipe_challenges(person: person) -> none
-- logged
-- What they asked the office, and its answer.
UPDATE challenge SET words = '', answer = '' WHERE person = :person;

-- wipe_emergencies(person: person) -> none
-- Why somebody read their record.
UPDATE emergency SET words = '', review_words = '' WHERE person = :person;

-- wipe_imports(person: person) -> none
-- Lines of rosters that were theirs.
DELETE FROM import_row WHERE person = :person;

-- wipe_details(person: person) -> none
-- What the log kept in words of acts about them, and of their own. The entries stay, and prove what they proved.
DELETE FROM audit_detail WHERE entry IN (SELECT e.id FROM audit_entry e WHERE e.object = :person AND e.object_kind = 'person')
	OR entry IN (SELECT e.id FROM audit_entry e JOIN account a ON a.id = e.actor WHERE a.person = :person);

-- wipe_salts_to(from: entry, most: int) -> one(to: entry)
-- The last of so many entries, behind one, that wrote rows; 0: none.
SELECT coalesce(max(x.entry), 0) FROM (SELECT r.entry FROM audit_row r WHERE r.entry > :from
	ORDER BY r.entry LIMIT :most) x;

-- wipe_salts(person: person, from: entry, to: entry, nothing: blob) -> changed
-- Of rows that their erasure wrote over, the salts of what was there before: nobody can guess it from its hash.
UPDATE audit_row SET salt = :nothing WHERE entry > :from AND entry <= :to AND length(salt) > 0 AND EXISTS (
	SELECT 1 FROM audit_row n JOIN audit_form nf ON nf.id = n.form JOIN audit_form f ON f.id = audit_row.form
	WHERE n.entry > audit_row.entry AND n.key = audit_row.key AND nf.tbl = f.tbl AND n.entry IN (
		SELECT e.id FROM audit_entry e WHERE e.act = 'erasure.replay' AND e.object = :person
		UNION SELECT e.id FROM audit_entry e JOIN erasure x ON x.id = e.object
			WHERE e.act = 'erasure.done' AND x.person = :person));

-- wipe_known(person: person) -> one(n: int)
-- Whether somebody is in this store at all.
SELECT count(*) FROM person WHERE id = :person;

-- wipe_requests(person: person) -> none
-- logged
-- What they asked about their data, and what was answered.
UPDATE data_request SET words = '', extension = '', answer = '' WHERE person = :person;
