-- SPDX-License-Identifier: AGPL-3.0-or-later

-- idempotency_find(account: account, key: blob) -> one idempotency_row(op: text, body: blob, status: int, place: text)
-- What the same act answered when it came before.
SELECT op, body, status, place FROM idempotency WHERE account = :account AND key = :key;

-- idempotency_insert(account: account, key: blob, op: text, body: blob, status: int, place: text, now: time) -> changed
-- Remembers how an act was answered, for a day; 0 where the key was answered before.
INSERT INTO idempotency (account, key, op, body, status, place, at)
VALUES (:account, :key, :op, :body, :status, :place, :now) ON CONFLICT DO NOTHING;

-- idempotency_sweep(before: time) -> changed
-- Forgets answers older than a day.
DELETE FROM idempotency WHERE at < :before;

-- ids_last() -> one(id: int)
-- The last id that was made, in the tables that most acts add to.
SELECT max(id) FROM (SELECT coalesce(max(id), 0) AS id FROM audit_entry
	UNION ALL SELECT coalesce(max(id), 0) FROM person UNION ALL SELECT coalesce(max(id), 0) FROM tie
	UNION ALL SELECT coalesce(max(id), 0) FROM notice UNION ALL SELECT coalesce(max(id), 0) FROM job) AS ids;
