-- SPDX-License-Identifier: AGPL-3.0-or-later

-- held_person: part
-- Somebody whom a hold is about.
SELECT h.person FROM legal_hold h WHERE h.lifted_at IS NULL;

-- retention_drafts(before: time) -> one retention_count(over: int, held: int)
-- Drafts that nobody came back to.
SELECT coalesce(sum(CASE WHEN d.person NOT IN ({held_person}) THEN 1 ELSE 0 END), 0),
	coalesce(sum(CASE WHEN d.person IN ({held_person}) THEN 1 ELSE 0 END), 0)
FROM draft d WHERE d.saved_at < :before;

-- retention_drafts_drop(before: time) -> changed
-- They go.
DELETE FROM draft WHERE saved_at < :before AND person NOT IN ({held_person});

-- retention_typed(before: time) -> one retention_count
-- What was typed to be linked, after the answer.
SELECT coalesce(sum(CASE WHEN t.family NOT IN ({held_person}) AND coalesce(t.inside, 0) NOT IN ({held_person}) THEN 1 ELSE 0 END), 0),
	coalesce(sum(CASE WHEN t.family IN ({held_person}) OR coalesce(t.inside, 0) IN ({held_person}) THEN 1 ELSE 0 END), 0)
FROM tie t WHERE t.decided_at < :before AND t.typed_number <> '';

-- retention_typed_drop(before: time) -> changed
-- logged
-- The tie stays; what was typed goes.
UPDATE tie SET typed_number = '', typed_name = '', typed_birth_date = NULL
WHERE decided_at < :before AND typed_number <> '' AND family NOT IN ({held_person})
	AND coalesce(inside, 0) NOT IN ({held_person});

-- retention_notices(before: time) -> one retention_count
-- Where notices went, and codes in them.
SELECT coalesce(sum(CASE WHEN n.person NOT IN ({held_person}) THEN 1 ELSE 0 END), 0),
	coalesce(sum(CASE WHEN n.person IN ({held_person}) THEN 1 ELSE 0 END), 0)
FROM notice n WHERE n.made_at < :before AND n.state <> 'waiting' AND (n.code <> '' OR n.address IS NOT NULL);

-- retention_notices_drop(before: time) -> changed
-- That there was one stays; where it went goes.
UPDATE notice SET code = '', address = NULL
WHERE made_at < :before AND state <> 'waiting' AND (code <> '' OR address IS NOT NULL)
	AND person NOT IN ({held_person});

-- retention_imports(before: time) -> one retention_count
-- Rows of rosters that were read.
SELECT coalesce(sum(CASE WHEN coalesce(i.person, 0) NOT IN ({held_person}) THEN 1 ELSE 0 END), 0),
	coalesce(sum(CASE WHEN coalesce(i.person, 0) IN ({held_person}) THEN 1 ELSE 0 END), 0)
FROM import_row i JOIN import_run r ON r.id = i.run WHERE r.made_at < :before;

-- retention_imports_drop(before: time) -> changed
-- They go; how many they were stays.
DELETE FROM import_row WHERE run IN (SELECT r.id FROM import_run r WHERE r.made_at < :before)
	AND coalesce(person, 0) NOT IN ({held_person});
