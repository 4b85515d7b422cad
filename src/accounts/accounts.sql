-- SPDX-License-Identifier: AGPL-3.0-or-later

-- session_find(hash: blob) -> one session_row(id: session, account: account, person: person, tenant: tenant, site: site?, kind: text, assurance: int, seen_at: time, idle_ms: int, ends_at: time, roles: int, state: text, must_change: bool, shared_phone: bool, name: text, lang: text, zone: text?, born: date?, acts_for: person?, unbarred: bool)
-- A session with its account and person: what every request begins with.
SELECT s.id, s.account, a.person, a.tenant, a.site, s.kind, s.assurance, s.seen_at, s.idle_ms,
	s.ends_at, a.roles, a.state, a.secret_must_change, a.shared_phone, p.first_name, p.lang, z.zone,
	CASE WHEN p.kind = 'family' THEN p.birth_date END, s.acts_for,
	CASE WHEN EXISTS (SELECT 1 FROM barrier b WHERE b.person = a.person) THEN 0 ELSE 1 END
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

-- session_acts_set(id: session, child: person?) -> none
-- Whom a guardian's session acts for from now on; NULL for oneself.
UPDATE session SET acts_for = :child WHERE id = :id;

-- acting_child(guardian: person, child: person, today: date, now: time) -> one acting_child(name: text, born: date?, accounts: int, unbarred: bool)
-- A child whose guardian one is today. Read by the program, to let one act for the child.
SELECT p.first_name, p.birth_date,
	(SELECT count(*) FROM account a WHERE a.person = p.id AND a.state <> 'closed'),
	CASE WHEN EXISTS (SELECT 1 FROM barrier u WHERE u.person = p.id) THEN 0 ELSE 1 END
FROM guardian g JOIN person p ON p.id = g.child
WHERE g.guardian = :guardian AND g.child = :child AND p.status <> 'deceased'
	AND g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today
	AND NOT EXISTS (SELECT 1 FROM barrier b WHERE b.person = :guardian AND b.other = :child
		AND b.starts <= :now AND b.ends > :now)
LIMIT 1;

-- session_seen(id: session, now: time) -> none
-- Notes that a session is in use.
UPDATE session SET seen_at = :now WHERE id = :id;

-- session_delete(hash: blob) -> none
-- Ends one session.
DELETE FROM session WHERE hash = :hash;

-- session_delete_all(account: account) -> none
-- Ends every session of an account.
DELETE FROM session WHERE account = :account;

-- session_delete_oldest(account: account, keep: int) -> none
-- Ends the oldest sessions of somebody who is signed in in more places than `keep`.
DELETE FROM session WHERE account = :account AND kind <> 'token' AND id NOT IN (
	SELECT id FROM session WHERE account = :account AND kind <> 'token'
	ORDER BY created_at DESC, id DESC LIMIT :keep);

-- session_delete_others(account: account, but: session) -> none
-- Ends every session of an account but one.
DELETE FROM session WHERE account = :account AND id <> :but;

-- session_delete_person(person: person) -> none
-- Ends every session of a person.
DELETE FROM session WHERE account IN (SELECT id FROM account WHERE person = :person);

-- session_sweep(now: time) -> changed
-- Forgets sessions that are over.
DELETE FROM session WHERE ends_at <= :now;

-- account_by_contact(contact: text) -> one account_contact(id: account, person: person, tenant: tenant, state: text, lang: text, email: text?, phone: text?, site: site?, born: date?, kind: text, zone: text?, heard_at: time?, match_key: text)
-- The account that a mobile number or an address belongs to.
SELECT a.id, a.person, a.tenant, a.state, p.lang, a.email, a.phone, a.site, p.birth_date, p.kind,
	(SELECT z.zone FROM site z WHERE z.id = coalesce(a.site, (SELECT min(f.id) FROM site f WHERE f.tenant = a.tenant))),
	a.phone_heard_at, p.match_key
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

-- account_tries(id: account) -> one account_tries(failed: int, failed_since: time, tenant: tenant, setting_up: bool)
-- How often signing in went wrong lately, and whether there is no password yet.
SELECT failed, failed_since, tenant, CASE WHEN EXISTS (SELECT 1 FROM staff_setup u
	WHERE u.account = account.id AND u.kind = 'all') THEN 1 ELSE 0 END
FROM account WHERE id = :id;

-- account_failed(id: account, failed: int, since: time, wait_until: time, state: text) -> none
-- logged
-- Notes a wrong try.
UPDATE account SET failed = :failed, failed_since = :since, wait_until = :wait_until, state = :state
WHERE id = :id;

-- account_in(id: account, now: time) -> none
-- Notes a right one.
UPDATE account SET failed = 0, wait_until = 0, seen_at = :now WHERE id = :id;

-- account_totp(id: account) -> one account_totp(seed: blob, last: int)
-- The sealed seed of a staff member's codes, and the step that was used last.
SELECT totp_seed, totp_last FROM account WHERE id = :id AND totp_seed IS NOT NULL;

-- account_unconfirmed(id: account) -> one(n: int)
-- Whether a second administrator has still to say yes.
SELECT count(*) FROM staff_confirm WHERE account = :id;

-- account_confirm(id: account) -> changed
-- A second administrator, or the operator, has said yes; 0 rows where nothing waited.
DELETE FROM staff_confirm WHERE account = :id;

-- account_totp_used(id: account, step: int) -> changed
-- A code's step is used up; 0 rows where another request was first.
UPDATE account SET totp_last = :step WHERE id = :id AND totp_last < :step;

-- account_secret_set(id: account, hash: text, must_change: bool) -> none
-- A new password or PIN.
UPDATE account SET secret_hash = :hash, secret_must_change = :must_change, failed = 0, wait_until = 0
WHERE id = :id;

-- account_insert(id: account, tenant: tenant, person: person, roles: int, site: site?, email: text?, phone: text?, proved_at: time?, secret_hash: text?, totp_seed: blob?, now: time) -> changed
-- logged
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
-- logged
-- An administrator releases a locked account.
UPDATE account SET state = 'open', failed = 0, wait_until = 0
WHERE id = :id AND tenant = :tenant AND state = 'locked';

-- account_birth_date(id: account) -> one account_birth(number: text?, birth_date: date?)
-- What a PIN must not be.
SELECT p.number, p.birth_date FROM account a JOIN person p ON p.id = a.person WHERE a.id = :id;

-- code_insert(ticket: blob, account: account?, shown: text, channel: text, purpose: text, address: text?, code_hash: blob, expires_at: time, issue: issue?) -> none
-- A one-time code that waits to be typed.
INSERT INTO sign_in_code (ticket, account, shown, channel, purpose, address, code_hash, expires_at, issue)
VALUES (:ticket, :account, :shown, :channel, :purpose, :address, :code_hash, :expires_at, :issue);

-- code_find(ticket: blob) -> one code_row(account: account?, shown: text, channel: text, code_hash: blob, tries: int, expires_at: time, address: text?, purpose: text, issue: issue?)
-- The code behind a ticket.
SELECT account, shown, channel, code_hash, tries, expires_at, address, purpose, issue FROM sign_in_code WHERE ticket = :ticket;

-- code_tried(ticket: blob) -> none
-- Counts a try.
UPDATE sign_in_code SET tries = tries + 1 WHERE ticket = :ticket;

-- code_delete(ticket: blob) -> changed
-- A code works once.
DELETE FROM sign_in_code WHERE ticket = :ticket;

-- code_sweep(now: time) -> changed
-- Forgets codes that are too old.
DELETE FROM sign_in_code WHERE expires_at <= :now;

-- issue_live(account: account, address: text, until: time, wrong_max: int) -> one issue_row(id: issue, sealed: blob, sends: int, expires_at: time)
-- The newest code of an account to that address that still works at `until`.
SELECT id, sealed, sends, expires_at FROM code_issue
WHERE account = :account AND address = :address AND expires_at > :until AND used = 0 AND wrong < :wrong_max
ORDER BY expires_at DESC, id DESC LIMIT 1;

-- issue_insert(id: issue, account: account, address: text, sealed: blob, expires_at: time) -> none
-- A code that is sent for the first time.
INSERT INTO code_issue (id, account, address, sealed, sends, expires_at)
VALUES (:id, :account, :address, :sealed, 1, :expires_at);

-- issue_sent(id: issue) -> none
-- And once more.
UPDATE code_issue SET sends = sends + 1 WHERE id = :id;

-- issue_wrong(id: issue) -> none
-- A wrong guess at it, by whichever ticket.
UPDATE code_issue SET wrong = wrong + 1 WHERE id = :id;

-- issue_use(id: issue, now: time, wrong_max: int) -> changed
-- A code works once, whichever ticket it was typed with.
UPDATE code_issue SET used = 1
WHERE id = :id AND used = 0 AND wrong < :wrong_max AND expires_at > :now;

-- issue_sweep(now: time) -> changed
-- Forgets codes that are too old.
DELETE FROM code_issue WHERE expires_at <= :now;

-- try_find(key: blob) -> one try_row(count: int, last: time)
-- How often somebody was wrong, and when last.
SELECT count, since FROM throttle WHERE key = :key;

-- try_wrong(key: blob, now: time, oldest: time) -> none
-- Once more.
INSERT INTO throttle (key, count, since) VALUES (:key, 1, :now)
ON CONFLICT (key) DO UPDATE SET
	count = CASE WHEN throttle.since <= :oldest THEN 1 ELSE throttle.count + 1 END, since = :now;

-- try_forget(key: blob) -> none
-- Right at last.
DELETE FROM throttle WHERE key = :key;

-- recovery_clear(account: account) -> none
-- A new set of recovery codes replaces the old one.
DELETE FROM recovery_code WHERE account = :account;

-- recovery_insert(account: account, hash: blob) -> none
-- One recovery code.
INSERT INTO recovery_code (account, code_hash) VALUES (:account, :hash);

-- recovery_use(account: account, hash: blob, now: time) -> changed
-- A recovery code works once.
UPDATE recovery_code SET used_at = :now WHERE account = :account AND code_hash = :hash AND used_at IS NULL;

-- recovery_left(account: account) -> one(n: int)
-- How many have not been used.
SELECT count(*) FROM recovery_code WHERE account = :account AND used_at IS NULL;

-- password_find(account: account) -> one(hash: text)
-- A family member's password.
SELECT password_hash FROM account WHERE id = :account AND password_hash IS NOT NULL;

-- password_put(account: account, hash: text?) -> none
-- A new one, or none.
UPDATE account SET password_hash = :hash WHERE id = :account;

-- number_put(id: account, phone: text?, email: text?) -> changed
-- A number or address that was proved a moment ago; 0 rows where it is somebody else's. STOP is
-- said of a number: another one begins anew, the same one or an address changes nothing.
UPDATE account SET phone = coalesce(:phone, phone), email = coalesce(:email, email),
	sms_stopped_at = CASE WHEN phone = coalesce(:phone, phone) THEN sms_stopped_at END
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM account o WHERE o.id <> :id
	AND (o.email = :email OR o.phone = :phone));

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

-- account_own(id: account) -> one account_reach(email: text?, phone: text?, shared_phone: bool, stopped_at: time?, heard_at: time?, has_password: bool)
-- personal own
-- How the viewer is reached.
SELECT email, phone, shared_phone, sms_stopped_at, phone_heard_at,
	CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END
FROM account WHERE id = :id;

-- account_reach_of(id: account) -> one account_reach
-- How an account is reached. Read by the program, before that changes.
SELECT email, phone, shared_phone, sms_stopped_at, phone_heard_at,
	CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END
FROM account WHERE id = :id;

-- account_shared_set(id: account, shared: bool) -> none
-- Whether others use the phone too.
UPDATE account SET shared_phone = :shared WHERE id = :id;

-- person_lang_set(id: person, lang: text) -> none
-- The language somebody chose.
UPDATE person SET lang = :lang WHERE id = :id;

-- account_close(id: account) -> none
-- logged
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
	(SELECT count(*) FROM account WHERE state <> 'closed' AND roles >= 16 AND totp_seed IS NULL
		AND NOT EXISTS (SELECT 1 FROM staff_setup u WHERE u.account = account.id)),
	(SELECT count(*) FROM tenant t WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.tenant = t.id
		AND (a.roles & 256) = 256 AND a.state = 'open'));
