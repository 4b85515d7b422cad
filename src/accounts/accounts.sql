-- SPDX-License-Identifier: AGPL-3.0-or-later

-- session_find(hash: blob) -> one session_row(id: session, account: account, person: person, tenant: tenant, site: site?, kind: text, assurance: int, seen_at: time, idle_ms: int, ends_at: time, roles: int, state: text, must_change: bool, shared_phone: bool, name: text, lang: text, zone: text?)
-- A session with its account and person: what every request begins with.
SELECT s.id, s.account, a.person, a.tenant, a.site, s.kind, s.assurance, s.seen_at, s.idle_ms,
	s.ends_at, a.roles, a.state, a.secret_must_change, a.shared_phone, p.first_name, p.lang, z.zone
FROM session s
JOIN account a ON a.id = s.account
JOIN person p ON p.id = a.person
LEFT JOIN site z ON z.id = coalesce(a.site, p.site,
	(SELECT min(f.id) FROM site f WHERE f.tenant = a.tenant))
WHERE s.hash = :hash;

-- session_insert(hash: blob, id: session, account: account, kind: text, assurance: int, label: text, now: time, idle_ms: int, ends_at: time) -> none
-- Opens a session.
INSERT INTO session (hash, id, account, kind, assurance, label, created_at, seen_at, idle_ms, ends_at)
VALUES (:hash, :id, :account, :kind, :assurance, :label, :now, :now, :idle_ms, :ends_at);

-- session_seen(id: session, now: time) -> none
-- Notes that a session is in use.
UPDATE session SET seen_at = :now WHERE id = :id;

-- session_delete(hash: blob) -> none
-- Ends one session.
DELETE FROM session WHERE hash = :hash;

-- session_delete_all(account: account) -> none
-- Ends every session of an account.
DELETE FROM session WHERE account = :account;

-- session_delete_person(person: person) -> none
-- Ends every session of a person.
DELETE FROM session WHERE account IN (SELECT id FROM account WHERE person = :person);

-- session_sweep(now: time) -> changed
-- Forgets sessions that are over.
DELETE FROM session WHERE ends_at <= :now;

-- account_by_contact(contact: text) -> one account_contact(id: account, person: person, tenant: tenant, state: text, lang: text, email: text?, phone: text?, site: site?)
-- The account that a mobile number or an address belongs to.
SELECT a.id, a.person, a.tenant, a.state, p.lang, a.email, a.phone, a.site
FROM account a JOIN person p ON p.id = a.person
WHERE (a.phone = :contact OR a.email = :contact) AND a.secret_hash IS NULL;

-- account_staff(email: text) -> one account_secret(id: account, hash: text?, state: text, wait_until: time)
-- A staff account with its password's hash.
SELECT id, secret_hash, state, wait_until FROM account
WHERE email = :email AND secret_hash IS NOT NULL;

-- account_inside(site: site, number: text) -> one account_secret
-- The account behind a number at a kiosk of that site.
SELECT a.id, a.secret_hash, a.state, a.wait_until
FROM person p JOIN account a ON a.person = p.id
WHERE p.number = :number AND p.site = :site AND p.kind = 'inside';

-- account_tries(id: account) -> one account_tries(failed: int, failed_since: time, tenant: tenant)
-- How often signing in went wrong lately.
SELECT failed, failed_since, tenant FROM account WHERE id = :id;

-- account_failed(id: account, failed: int, since: time, wait_until: time, state: text) -> none
-- Notes a wrong try.
UPDATE account SET failed = :failed, failed_since = :since, wait_until = :wait_until, state = :state
WHERE id = :id;

-- account_in(id: account, now: time) -> none
-- Notes a right one.
UPDATE account SET failed = 0, wait_until = 0, seen_at = :now WHERE id = :id;

-- account_totp(id: account) -> one account_totp(seed: blob, last: int)
-- The sealed seed of a staff member's codes, and the step that was used last.
SELECT totp_seed, totp_last FROM account WHERE id = :id AND totp_seed IS NOT NULL;

-- account_totp_used(id: account, step: int) -> changed
-- A code's step is used up; 0 rows where another request was first.
UPDATE account SET totp_last = :step WHERE id = :id AND totp_last < :step;

-- account_secret_set(id: account, hash: text, must_change: bool) -> none
-- A new password or PIN.
UPDATE account SET secret_hash = :hash, secret_must_change = :must_change, failed = 0, wait_until = 0
WHERE id = :id;

-- account_insert(id: account, tenant: tenant, person: person, roles: int, site: site?, email: text?, phone: text?, proved_at: time?, secret_hash: text?, totp_seed: blob?, now: time) -> changed
-- A new account; 0 rows where the address or number is somebody else's.
INSERT INTO account (id, tenant, person, roles, site, email, phone, email_proved_at, phone_proved_at,
	phone_heard_at, secret_hash, totp_seed, created_at)
VALUES (:id, :tenant, :person, :roles, :site, :email, :phone, :proved_at, :proved_at, :proved_at,
	:secret_hash, :totp_seed, :now)
ON CONFLICT DO NOTHING;

-- account_proved(id: account, channel: text, now: time) -> none
-- The person answered on this channel: it is theirs, as of now.
UPDATE account SET
	phone_proved_at = CASE WHEN :channel = 'sms' THEN :now ELSE phone_proved_at END,
	phone_heard_at = CASE WHEN :channel = 'sms' THEN :now ELSE phone_heard_at END,
	email_proved_at = CASE WHEN :channel = 'email' THEN :now ELSE email_proved_at END
WHERE id = :id;

-- account_unlock(id: account, tenant: tenant) -> changed
-- An administrator releases a locked account.
UPDATE account SET state = 'open', failed = 0, wait_until = 0
WHERE id = :id AND tenant = :tenant AND state = 'locked';

-- account_birth_date(id: account) -> one account_birth(number: text?, birth_date: date?)
-- What a PIN must not be.
SELECT p.number, p.birth_date FROM account a JOIN person p ON p.id = a.person WHERE a.id = :id;

-- code_insert(ticket: blob, account: account?, shown: text, channel: text, purpose: text, address: text?, code_hash: blob, expires_at: time) -> none
-- A one-time code that waits to be typed.
INSERT INTO sign_in_code (ticket, account, shown, channel, purpose, address, code_hash, expires_at)
VALUES (:ticket, :account, :shown, :channel, :purpose, :address, :code_hash, :expires_at);

-- code_find(ticket: blob) -> one code_row(account: account?, shown: text, channel: text, code_hash: blob, tries: int, expires_at: time, address: text?)
-- The code behind a ticket.
SELECT account, shown, channel, code_hash, tries, expires_at, address FROM sign_in_code WHERE ticket = :ticket;

-- code_tried(ticket: blob) -> none
-- Counts a try.
UPDATE sign_in_code SET tries = tries + 1 WHERE ticket = :ticket;

-- code_delete(ticket: blob) -> changed
-- A code works once.
DELETE FROM sign_in_code WHERE ticket = :ticket;

-- code_sweep(now: time) -> changed
-- Forgets codes that are too old.
DELETE FROM sign_in_code WHERE expires_at <= :now;

-- throttle_hit(key: blob, now: time, oldest: time) -> one(n: int)
-- Counts one more; the count begins again when its window is over.
INSERT INTO throttle (key, count, since) VALUES (:key, 1, :now)
ON CONFLICT (key) DO UPDATE SET
	count = CASE WHEN throttle.since <= :oldest THEN 1 ELSE throttle.count + 1 END,
	since = CASE WHEN throttle.since <= :oldest THEN excluded.since ELSE throttle.since END
RETURNING count;

-- throttle_sweep(oldest: time) -> changed
-- Forgets counts that are over.
DELETE FROM throttle WHERE since <= :oldest;

-- account_texts_set(id: account, stopped_at: time?) -> none
-- Whether texts other than codes go to the number.
UPDATE account SET sms_stopped_at = :stopped_at WHERE id = :id;

-- account_own() -> one account_reach(email: text?, phone: text?, shared_phone: bool, stopped_at: time?)
-- personal own
-- How the viewer is reached.
SELECT email, phone, shared_phone, sms_stopped_at FROM account WHERE person = :viewer;

-- account_shared_set(id: account, shared: bool) -> none
-- Whether others use the phone too.
UPDATE account SET shared_phone = :shared WHERE id = :id;

-- person_lang_set(id: person, lang: text) -> none
-- The language somebody chose.
UPDATE person SET lang = :lang WHERE id = :id;

-- account_close(id: account) -> none
-- Nobody signs in to it any more.
UPDATE account SET state = 'closed' WHERE id = :id;

-- user_list(limit: int) -> many user_row(email: text, roles: int, state: text)
-- Staff accounts of the store, for its operator at the shell.
SELECT coalesce(email, ''), roles, state FROM account WHERE secret_hash IS NOT NULL AND email IS NOT NULL
ORDER BY email LIMIT :limit;

-- doctor_counts(now: time) -> one doctor_counts(dead: int, clashing: int, without_totp: int, without_admin: int)
-- What would weaken the store: role bits are 16 reviewer, 256 admin, 512 auditor.
SELECT (SELECT count(*) FROM job WHERE state = 'dead' AND due_at <= :now + 864000000),
	(SELECT count(*) FROM account WHERE state <> 'closed' AND ((roles & 272) = 272 OR (roles & 528) = 528
		OR (roles & 768) = 768)),
	(SELECT count(*) FROM account WHERE state <> 'closed' AND roles >= 16 AND totp_seed IS NULL),
	(SELECT count(*) FROM tenant t WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.tenant = t.id
		AND (a.roles & 256) = 256 AND a.state = 'open'));
