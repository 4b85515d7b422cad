-- SPDX-License-Identifier: AGPL-3.0-or-later

-- log_leaf_insert(idx: int, entry: entry, hash: blob) -> none
-- An entry becomes a leaf of the tree.
INSERT INTO audit_leaf (idx, entry, hash) VALUES (:idx, :entry, :hash);

-- log_node_insert(height: int, n: int, hash: blob) -> none
-- A part of the tree is complete.
INSERT INTO audit_node (height, n, hash) VALUES (:height, :n, :hash);

-- log_size() -> one(n: int)
-- How many leaves the tree has.
SELECT coalesce(max(idx) + 1, 0) FROM audit_leaf;

-- log_leaves(low: int, high: int) -> many log_hash(hash: blob)
-- Hashes of leaves, in order; `high` is not among them.
SELECT hash FROM audit_leaf WHERE idx >= :low AND idx < :high ORDER BY idx LIMIT 256;

-- log_nodes(height: int, low: int, high: int) -> many log_hash
-- Roots of complete parts of one height, in order.
SELECT hash FROM audit_node WHERE height = :height AND n >= :low AND n < :high ORDER BY n LIMIT 256;

-- log_stage_insert(entry: entry, at: time) -> none
-- An entry waits for its leaf; on PostgreSQL in the order of its one clock, not of the nodes'.
INSERT INTO log_stage (entry, at)
VALUES (:entry, :at {postgres * 0 + CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)});

-- log_entry_columns: part
-- An entry, whole.
e.id, e.tenant, e.at, e.actor, e.role, e.assurance, e.act, e.object_kind, e.object, e.decision, e.rule, e.purpose,
	e.outcome, e.session, e.bytes, e.commitment, e.rows_root;

-- log_staged(limit: int) -> many log_staged_row(id: entry, tenant: tenant, at: time, actor: account, role: text, assurance: int, act: text, kind: text, object: int, decision: text, rule: text, purpose: text, outcome: text, session: int, bytes: int, commitment: blob?, rows: blob?)
-- Entries that wait for their leaf, the first first.
SELECT {log_entry_columns} FROM log_stage s JOIN audit_entry e ON e.id = s.entry
ORDER BY s.at, s.entry LIMIT :limit;

-- log_stage_delete(entry: entry) -> none
-- An entry has its leaf.
DELETE FROM log_stage WHERE entry = :entry;

-- log_stage_sweep() -> none
-- All entries that have their leaf wait no more.
DELETE FROM log_stage WHERE EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry = log_stage.entry);

-- log_lock() -> many log_locked(n: int)
-- One sequencer at a time, until the transaction ends; on SQLite there is one writer anyway.
SELECT 1 {postgres WHERE pg_try_advisory_xact_lock(7311240962)};

-- log_tell(ids: text) -> many log_told(n: int)
-- Tells who listens (PostgreSQL) which entries came; at most 8,000 bytes.
SELECT length(:ids) {postgres FROM (SELECT pg_notify('kinkeeper_log', :ids)) told};

-- log_checkpoint_insert(size: int, at: time, note: text) -> changed
-- The log's signed word, once for each size.
INSERT INTO audit_checkpoint (size, at, note) VALUES (:size, :at, :note) ON CONFLICT DO NOTHING;

-- log_checkpoint_last() -> one log_checkpoint(size: int, at: time, note: text)
-- The latest checkpoint.
SELECT size, at, note FROM audit_checkpoint ORDER BY size DESC LIMIT 1;

-- log_checkpoint_at(size: int) -> one log_checkpoint
-- The checkpoint of one size.
SELECT size, at, note FROM audit_checkpoint WHERE size = :size;

-- log_checkpoint_over(idx: int) -> one log_checkpoint
-- The first checkpoint that a leaf is under.
SELECT size, at, note FROM audit_checkpoint WHERE size > :idx ORDER BY size LIMIT 1;

-- log_cosignature_insert(size: int, witness: text, at: time, line: text) -> changed
-- A witness has put its name under a checkpoint.
INSERT INTO audit_cosignature (size, witness, at, line) VALUES (:size, :witness, :at, :line)
ON CONFLICT DO NOTHING;

-- log_cosignatures(size: int) -> many log_cosignature(witness: text, at: time, line: text)
-- What witnesses put under one checkpoint, the first of each.
SELECT c.witness, c.at, c.line FROM audit_cosignature c WHERE c.size = :size
	AND c.at = (SELECT min(f.at) FROM audit_cosignature f WHERE f.size = c.size AND f.witness = c.witness)
ORDER BY c.witness LIMIT 100;

-- log_witness_put(name: text, vkey: text, at: time) -> changed
-- A witness may cosign from now on; a name that ended comes again with its key alone.
INSERT INTO log_witness (name, vkey, added_at) VALUES (:name, :vkey, :at)
ON CONFLICT (name) DO UPDATE SET ended_at = NULL, added_at = :at WHERE log_witness.vkey = :vkey;

-- log_witness_end(name: text, at: time) -> changed
-- A witness is waited for no more.
UPDATE log_witness SET ended_at = :at WHERE name = :name AND ended_at IS NULL;

-- log_witnesses() -> many log_witness_row(name: text, vkey: text, added_at: time, size: int, seen_at: time?)
-- Who cosigns, up to which size, and when each last did.
SELECT w.name, w.vkey, w.added_at,
	(SELECT coalesce(max(c.size), 0) FROM audit_cosignature c WHERE c.witness = w.name),
	(SELECT max(c.at) FROM audit_cosignature c WHERE c.witness = w.name)
FROM log_witness w WHERE w.ended_at IS NULL ORDER BY w.name LIMIT 100;

-- log_staged_count() -> one(n: int)
-- How many entries wait for their leaf.
SELECT count(*) FROM log_stage;

-- log_entries(low: int, high: int) -> many log_leaf_row(idx: int, hash: blob, id: entry, tenant: tenant, at: time, actor: account, role: text, assurance: int, act: text, kind: text, object: int, decision: text, rule: text, purpose: text, outcome: text, session: int, bytes: int, commitment: blob?, rows: blob?)
-- Entries by their leaves, in order.
SELECT l.idx, l.hash, {log_entry_columns} FROM audit_leaf l JOIN audit_entry e ON e.id = l.entry
WHERE l.idx >= :low AND l.idx < :high ORDER BY l.idx LIMIT 256;

-- log_entry_find(id: entry) -> one log_leaf_row
-- One entry and its leaf.
SELECT l.idx, l.hash, {log_entry_columns} FROM audit_entry e JOIN audit_leaf l ON l.entry = e.id WHERE e.id = :id;

-- log_row_insert(entry: entry, n: int, form: int, what: text, key: text, salt: blob, hash: blob) -> none
-- A row that an entry's act wrote or removed.
INSERT INTO audit_row (entry, n, form, what, key, salt, hash)
VALUES (:entry, :n, :form, :what, :key, :salt, :hash);

-- log_form_insert(id: int, tbl: text, keys: text, columns: text) -> none
-- What is logged of a table from now on.
INSERT INTO audit_form (id, tbl, keys, columns) VALUES (:id, :tbl, :keys, :columns) ON CONFLICT DO NOTHING;

-- log_form_known(id: int, tbl: text) -> one log_form_known(same: int, others: int)
-- Whether this form is known, and others of its table.
SELECT (SELECT count(*) FROM audit_form WHERE id = :id),
	(SELECT count(*) FROM audit_form WHERE tbl = :tbl AND id <> :id);

-- log_find(of: tenant, from: time, to: time, act: text, role: text, outcome: text, low: int, before: int, limit: int) -> many log_leaf_row
-- A tenant's entries before a leaf, newest first, by what is known of them; "" is any.
SELECT l.idx, l.hash, {log_entry_columns} FROM audit_leaf l JOIN audit_entry e ON e.id = l.entry
WHERE l.idx >= :low AND l.idx < :before AND e.tenant = :of AND e.at >= :from AND e.at < :to
	AND (:act = '' OR e.act = :act) AND (:role = '' OR e.role = :role) AND (:outcome = '' OR e.outcome = :outcome)
ORDER BY l.idx DESC LIMIT :limit;

-- log_find_object(of: tenant, from: time, to: time, act: text, role: text, outcome: text, kind: text, object: int, before: int, limit: int) -> many log_leaf_row
-- The same about one thing.
SELECT l.idx, l.hash, {log_entry_columns} FROM audit_entry e JOIN audit_leaf l ON l.entry = e.id
WHERE e.object = :object AND e.object_kind = :kind AND l.idx < :before AND e.tenant = :of AND e.at >= :from AND e.at < :to
	AND (:act = '' OR e.act = :act) AND (:role = '' OR e.role = :role) AND (:outcome = '' OR e.outcome = :outcome)
ORDER BY l.idx DESC LIMIT :limit;

-- log_time_of(idx: int) -> one(at: time)
-- When the entry of a leaf was written.
SELECT e.at FROM audit_leaf l JOIN audit_entry e ON e.id = l.entry WHERE l.idx = :idx;

-- log_rows_page(idx: int, n: int, limit: int) -> many log_row_seen(idx: int, n: int, form: int, what: text, key: text, salt: blob, hash: blob)
-- Rows that entries speak of, behind one, in the order of the log.
SELECT l.idx, r.n, r.form, r.what, r.key, r.salt, r.hash FROM audit_leaf l JOIN audit_row r ON r.entry = l.entry
WHERE l.idx >= :idx AND (l.idx > :idx OR r.n > :n) ORDER BY l.idx, r.n LIMIT :limit;

-- log_waiting() -> many log_waiting_row(entry: entry, rows: blob?)
-- Entries that wait for their leaf, in the order in which they will have it.
SELECT s.entry, e.rows_root FROM log_stage s JOIN audit_entry e ON e.id = s.entry
WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry = s.entry) ORDER BY s.at, s.entry;

-- log_rows_of(entry: entry, idx: int) -> many log_row_seen
-- The rows of one of them, under the leaf that it will have.
SELECT CAST(:idx AS BIGINT), r.n, r.form, r.what, r.key, r.salt, r.hash FROM audit_row r WHERE r.entry = :entry ORDER BY r.n;

-- log_entries_page(low: int, limit: int) -> many log_leaf_row
-- Entries from a leaf on, in order.
SELECT l.idx, l.hash, {log_entry_columns} FROM audit_leaf l JOIN audit_entry e ON e.id = l.entry
WHERE l.idx >= :low ORDER BY l.idx LIMIT :limit;

-- log_details_page(after: entry, limit: int) -> many log_detail(entry: entry, salt: blob, detail: text, commitment: blob?)
-- Details with what their entries committed to.
SELECT d.entry, d.salt, d.detail, e.commitment FROM audit_detail d LEFT JOIN audit_entry e ON e.id = d.entry
WHERE d.entry > :after ORDER BY d.entry LIMIT :limit;

-- log_checkpoints_page(after: int, limit: int) -> many log_checkpoint
-- Checkpoints above a size.
SELECT size, at, note FROM audit_checkpoint WHERE size > :after ORDER BY size LIMIT :limit;

-- log_day_last(from: time, limit: int) -> many log_checkpoint
-- The last checkpoint of each day from then on, the newest first.
SELECT c.size, c.at, c.note FROM audit_checkpoint c
WHERE c.size IN (SELECT max(d.size) FROM audit_checkpoint d WHERE d.at >= :from GROUP BY d.at / 86400000)
ORDER BY c.size DESC LIMIT :limit;

-- log_cosigned_page(witness: text, after: int, limit: int) -> many log_cosigned(size: int, line: text, note: text?)
-- A witness's lines above a size, each with its checkpoint.
SELECT c.size, c.line, k.note FROM audit_cosignature c LEFT JOIN audit_checkpoint k ON k.size = c.size
WHERE c.witness = :witness AND c.size > :after ORDER BY c.size, c.at LIMIT :limit;

-- log_counts() -> one log_counts(entries: int, leaves: int, nodes: int, rows_n: int, astray: int, waiting: int, unknown: int)
-- How many rows there are, and how many that no leaf, entry or witness speaks of.
SELECT (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM audit_leaf), (SELECT count(*) FROM audit_node),
	(SELECT count(*) FROM audit_row),
	(SELECT count(*) FROM audit_entry e WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry = e.id)),
	(SELECT count(*) FROM log_stage s WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry = s.entry)),
	(SELECT count(*) FROM audit_cosignature c WHERE NOT EXISTS
		(SELECT 1 FROM log_witness w WHERE w.name = c.witness));

-- log_witness_keys() -> many log_witness_key(name: text, vkey: text)
-- Who cosigns or once did.
SELECT name, vkey FROM log_witness ORDER BY name LIMIT 1000;

-- log_forms_stored() -> many log_form_stored(id: int, tbl: text)
-- All forms that rows were logged under.
SELECT id, tbl FROM audit_form ORDER BY id LIMIT 10000;

-- log_tenants(name: text) -> many(id: tenant)
-- The agencies of that name; all where it is empty.
SELECT id FROM tenant WHERE :name = '' OR name = :name ORDER BY id LIMIT 2;
