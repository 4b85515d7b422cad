-- SPDX-License-Identifier: AGPL-3.0-or-later

-- user_columns: part
-- What an administrator sees of somebody on the staff.
SELECT a.id, p.first_name || ' ' || p.last_name, coalesce(a.email, ''), a.site, s.name, a.roles, a.state,
	CASE WHEN coalesce(a.seen_at, 0) > coalesce((SELECT max(e.seen_at) FROM session e WHERE e.account = a.id), 0)
		THEN coalesce(a.seen_at, 0)
		ELSE coalesce((SELECT max(e.seen_at) FROM session e WHERE e.account = a.id), 0) END,
	a.created_at, CASE WHEN u.account IS NULL THEN 0 ELSE 1 END, c.asked_by
FROM account a JOIN person p ON p.id = a.person LEFT JOIN site s ON s.id = a.site
LEFT JOIN staff_setup u ON u.account = a.id LEFT JOIN staff_confirm c ON c.account = a.id;

-- users_of(site: site, limit: int) -> many user_line(id: account, name: text, email: text, site: site?, site_name: text?, roles: int, state: text, seen_at: time, made_at: time, setting_up: bool, asked_by: account?)
-- personal
-- The staff of a tenant, or of one site, by last name.
{user_columns}
WHERE a.tenant = :tenant AND p.kind = 'staff' AND (:site = 0 OR a.site = :site) AND {reach p.id}
ORDER BY p.match_key, a.id LIMIT :limit;

-- user_of(id: account) -> one user_line
-- personal
-- One of them.
{user_columns}
WHERE a.id = :id AND a.tenant = :tenant AND p.kind = 'staff' AND {reach p.id};

-- user_roles_set(id: account, roles: int, site: site?) -> none
-- logged
-- What somebody may do from now on, and where.
UPDATE account SET roles = :roles, site = :site WHERE id = :id;

-- user_person(id: account) -> one(person: person)
-- Whose account it is. Read by the program.
SELECT person FROM account WHERE id = :id;

-- user_state_set(id: account, state: text) -> none
-- logged
-- Whether somebody can sign in.
UPDATE account SET state = :state, failed = 0, wait_until = 0 WHERE id = :id;

-- user_seed_set(id: account, seed: blob?, last: int) -> none
-- A new code app, or none until it is set up; the step of its first code is used up.
UPDATE account SET totp_seed = :seed, totp_last = :last WHERE id = :id;

-- user_admins(tenant: tenant, role: int, but: account) -> one(n: int)
-- How many others administer a whole agency, and can sign in: who was only invited cannot yet.
SELECT count(*) FROM account
WHERE tenant = :tenant AND (roles & :role) <> 0 AND state = 'open' AND site IS NULL
	AND totp_seed IS NOT NULL AND id <> :but
	AND NOT EXISTS (SELECT 1 FROM staff_confirm c WHERE c.account = account.id);

-- confirm_put(account: account, by: account, now: time) -> none
-- A second administrator must say yes.
INSERT INTO staff_confirm (account, asked_by, asked_at) VALUES (:account, :by, :now)
ON CONFLICT (account) DO UPDATE SET asked_by = excluded.asked_by, asked_at = excluded.asked_at;

-- confirmers(tenant: tenant, role: int, site: site, but: account, maker: account) -> many(person: person)
-- Administrators who may say yes to an account of that site (0: all sites).
SELECT a.person FROM account a
WHERE a.tenant = :tenant AND (a.roles & :role) <> 0 AND a.state = 'open' AND a.id NOT IN (:but, :maker)
	AND (a.site IS NULL OR a.site = :site)
	AND NOT EXISTS (SELECT 1 FROM staff_confirm c WHERE c.account = a.id)
ORDER BY a.id LIMIT 20;

-- users_idle(tenant: tenant, roles: int, before: time) -> many user_idle(id: account, roles: int, site: site?)
-- Open staff accounts that nobody used since then.
SELECT a.id, a.roles, a.site FROM account a
WHERE a.tenant = :tenant AND a.state <> 'closed' AND (a.roles & :roles) <> 0
	AND coalesce(a.seen_at, a.created_at) < :before
	AND NOT EXISTS (SELECT 1 FROM session e WHERE e.account = a.id AND e.seen_at >= :before)
ORDER BY a.id LIMIT 1000;

-- tenants_real() -> many(id: tenant)
-- Every agency that is not a demo.
SELECT id FROM tenant WHERE is_demo = 0 ORDER BY id;

-- setup_put(account: account, hash: blob, kind: text, expires_at: time, made_by: account) -> none
-- A new set-up code; the one before it works no more.
INSERT INTO staff_setup (account, code_hash, kind, expires_at, made_by)
VALUES (:account, :hash, :kind, :expires_at, :made_by)
ON CONFLICT (account) DO UPDATE SET code_hash = excluded.code_hash, kind = excluded.kind,
	expires_at = excluded.expires_at, made_by = excluded.made_by, ticket = NULL, seed = NULL,
	secret_hash = NULL;

-- setup_start(account: account, ticket: blob, seed: blob, secret_hash: text?) -> none
-- Password and code app that are to count once the app's first code was typed.
UPDATE staff_setup SET ticket = :ticket, seed = :seed, secret_hash = :secret_hash WHERE account = :account;

-- setup_begun(ticket: blob, now: time) -> one setup_begun(account: account, email: text, seed: blob, secret_hash: text?)
-- What waits for the first code. Read by the program, to set up an account.
SELECT u.account, coalesce(a.email, ''), u.seed, u.secret_hash
FROM staff_setup u JOIN account a ON a.id = u.account
WHERE u.ticket = :ticket AND u.expires_at > :now AND a.state <> 'closed';

-- setup_find(hash: blob, email: text, now: time) -> one setup_row(account: account, kind: text, secret: text?, made_by: account?)
-- Whose set-up code it is, where it goes with that address and still works. Read by the program, to set up an account.
SELECT u.account, u.kind, a.secret_hash, u.made_by FROM staff_setup u JOIN account a ON a.id = u.account
WHERE u.code_hash = :hash AND a.email = :email AND u.expires_at > :now AND a.state <> 'closed';

-- setup_delete(account: account) -> changed
-- A set-up code works once.
DELETE FROM staff_setup WHERE account = :account;
