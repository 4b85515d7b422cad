-- SPDX-License-Identifier: AGPL-3.0-or-later

-- duty_put(id: duty, tenant: tenant, kind: text, about: int, due_at: time, tell_at: time, owner: account?) -> none
-- One that is done stays as it is.
INSERT INTO duty (id, tenant, kind, about, due_at, tell_at, owner)
VALUES (:id, :tenant, :kind, :about, :due_at, :tell_at, :owner)
ON CONFLICT (about, kind) DO UPDATE SET due_at = excluded.due_at, tell_at = excluded.tell_at, owner = excluded.owner
WHERE duty.done_at IS NULL;

-- duty_end(kind: text, about: int, by: account, words: text, now: time) -> changed
-- Done, once.
UPDATE duty SET done_at = :now, done_by = :by, words = :words
WHERE about = :about AND kind = :kind AND done_at IS NULL;

-- duty_delete(kind: text, about: int) -> none
-- Not wanted any more.
DELETE FROM duty WHERE about = :about AND kind = :kind AND done_at IS NULL;

-- duty_of(about: int) -> many duty_row(kind: text, about: int, due_at: time, done_at: time?, words: text)
-- All about one row.
SELECT kind, about, due_at, done_at, words FROM duty WHERE about = :about ORDER BY due_at, kind;

-- duty_open(tenant: tenant, limit: int) -> many duty_row
-- What an agency has open.
SELECT kind, about, due_at, done_at, words FROM duty WHERE tenant = :tenant AND done_at IS NULL
ORDER BY due_at, id LIMIT :limit;

-- duty_tells(now: time, limit: int) -> many duty_tell(id: duty, tenant: tenant, due_at: time, person: person?)
-- What is to be told of; to whom, where it is somebody's and their account is open.
SELECT d.id, d.tenant, d.due_at, a.person FROM duty d LEFT JOIN account a ON a.id = d.owner AND a.state = 'open'
WHERE d.done_at IS NULL AND d.tell_at > 0 AND d.tell_at <= :now ORDER BY d.tell_at, d.id LIMIT :limit;

-- duty_told(id: duty, next: time) -> none
-- Told: when next, 0 for never.
UPDATE duty SET tell_at = :next WHERE id = :id;
