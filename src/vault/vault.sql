-- SPDX-License-Identifier: AGPL-3.0-or-later

-- author_key_find(person: person) -> one author_key_row(tenant: tenant, version: int, wrapped: blob?, made_at: time)
-- The key of somebody's words, wrapped; NULL where it was destroyed.
SELECT tenant, version, wrapped, made_at FROM author_key WHERE person = :person;

-- author_tenant(person: person) -> one(tenant: tenant)
-- Under which agency's key somebody's belongs.
SELECT tenant FROM person WHERE id = :person;

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

-- vault_tenants() -> many(tenant: tenant)
-- Every agency.
SELECT id FROM tenant ORDER BY id;
