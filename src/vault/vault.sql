-- SPDX-License-Identifier: AGPL-3.0-or-later
-- These run in the store of keys, but for the first two, and for those at the end, which say so.

-- author_tenant(person: person) -> one(tenant: tenant)
-- Under which agency's key somebody's belongs: of the rows' store.
SELECT tenant FROM person WHERE id = :person;

-- vault_tenants() -> many(tenant: tenant)
-- Every agency: of the rows' store.
SELECT id FROM tenant ORDER BY id;

-- author_key_find(person: person) -> one author_key_row(tenant: tenant, version: int, wrapped: blob?, made_at: time)
-- The key of somebody's words, wrapped; NULL where it was destroyed.
SELECT tenant, version, wrapped, made_at FROM author_key WHERE person = :person;

-- author_key_insert(person: person, of: tenant, version: int, wrapped: blob, now: time) -> changed
-- Somebody's first key.
INSERT INTO author_key (person, tenant, version, wrapped, made_at) VALUES (:person, :of, :version, :wrapped, :now)
ON CONFLICT DO NOTHING;

-- author_key_destroy(person: person, of: tenant, now: time) -> none
-- The key is gone, and none will be made again.
INSERT INTO author_key (person, tenant, version, wrapped, made_at, erased_at) VALUES (:person, :of, 0, NULL, :now, :now)
ON CONFLICT (person) DO UPDATE SET wrapped = NULL, version = 0, erased_at = excluded.erased_at;

-- authors_erased(after: person, limit: int) -> many(person: person)
-- Whose keys were destroyed, in order.
SELECT person FROM author_key WHERE erased_at IS NOT NULL AND person > :after ORDER BY person LIMIT :limit;

-- tenant_key_find(of: tenant, version: int) -> one tenant_key_row(version: int, wrapped: blob)
-- An agency's key, wrapped.
SELECT version, wrapped FROM tenant_key WHERE tenant = :of AND version = :version;

-- tenant_key_last(of: tenant) -> one tenant_key_row
-- The one that new keys are wrapped with.
SELECT version, wrapped FROM tenant_key WHERE tenant = :of ORDER BY version DESC LIMIT 1;

-- tenant_key_insert(of: tenant, version: int, wrapped: blob, now: time) -> none
-- An agency's next key.
INSERT INTO tenant_key (tenant, version, wrapped, made_at) VALUES (:of, :version, :wrapped, :now);

-- tenant_keys_old() -> many tenant_key_old(of: tenant, last: int)
-- Agencies with keys that are not the last.
SELECT tenant, max(version) FROM tenant_key GROUP BY tenant HAVING count(*) > 1 ORDER BY tenant;

-- author_keys_old(of: tenant, last: int, limit: int) -> many author_key_old(person: person, version: int, wrapped: blob)
-- Keys that are wrapped with an older one.
SELECT person, version, wrapped FROM author_key
WHERE tenant = :of AND version < :last AND wrapped IS NOT NULL ORDER BY version, person LIMIT :limit;

-- author_key_rewrap(person: person, was: int, version: int, wrapped: blob) -> none
-- The same key under another.
UPDATE author_key SET version = :version, wrapped = :wrapped
WHERE person = :person AND version = :was AND wrapped IS NOT NULL;

-- tenant_keys_drop(of: tenant, last: int) -> none
-- Nothing is under these any more.
DELETE FROM tenant_key WHERE tenant = :of AND version < :last AND NOT EXISTS
	(SELECT 1 FROM author_key a WHERE a.tenant = :of AND a.version < :last AND a.wrapped IS NOT NULL);

-- key_store_number() -> one(value: int)
-- What both stores know each other by.
SELECT value FROM counter WHERE name = 'keys';

-- key_store_number_set(value: int) -> none
-- The same, in either store.
INSERT INTO counter (name, value) VALUES ('keys', :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- tenant_keys_before() -> many tenant_key_before(of: tenant, version: int, wrapped: blob, made_at: time)
-- What lay in the rows' store before there was one of keys.
SELECT tenant, version, wrapped, made_at FROM tenant_key ORDER BY tenant, version;

-- tenant_key_carry(of: tenant, version: int, wrapped: blob, at: time) -> none
-- Into the store of keys.
INSERT INTO tenant_key (tenant, version, wrapped, made_at) VALUES (:of, :version, :wrapped, :at) ON CONFLICT DO NOTHING;

-- tenant_keys_carried() -> none
-- Out of the rows' store.
DELETE FROM tenant_key;

-- author_keys_before(limit: int) -> many author_key_before(person: person, of: tenant, version: int, wrapped: blob?, made_at: time, erased_at: time?)
-- What lay in the rows' store before there was one of keys.
SELECT person, tenant, version, wrapped, made_at, erased_at FROM author_key ORDER BY person LIMIT :limit;

-- author_key_carry(person: person, of: tenant, version: int, wrapped: blob?, made_at: time, erased_at: time?) -> none
-- Into the store of keys.
INSERT INTO author_key (person, tenant, version, wrapped, made_at, erased_at)
VALUES (:person, :of, :version, :wrapped, :made_at, :erased_at) ON CONFLICT DO NOTHING;

-- author_keys_carried(last: person) -> none
-- Out of the rows' store, up to this one.
DELETE FROM author_key WHERE person <= :last;
