-- SPDX-License-Identifier: AGPL-3.0-or-later

-- audit_entry_insert(id: entry, tenant: tenant, at: time, actor: account, role: text, assurance: int, act: text, object_kind: text, object: int, decision: text, rule: text, purpose: text, outcome: text, session: int, bytes: int, commitment: blob, rows: blob) -> none
-- Adds an entry; nothing ever changes or removes one.
INSERT INTO audit_entry (id, tenant, at, actor, role, assurance, act, object_kind, object, decision,
	rule, purpose, outcome, session, bytes, commitment, rows_root)
VALUES (:id, :tenant, :at, :actor, :role, :assurance, :act, :object_kind, :object, :decision,
	:rule, :purpose, :outcome, :session, :bytes, :commitment, :rows);

-- audit_detail_insert(entry: entry, salt: blob, detail: text) -> none
-- Adds the personal part of an entry.
INSERT INTO audit_detail (entry, salt, detail) VALUES (:entry, :salt, :detail);

-- audit_count(act: text) -> one(n: int)
-- How many entries there are of one act.
SELECT count(*) FROM audit_entry WHERE act = :act;
