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

-- ledger_saw(id: line, tenant: tenant, person: person, viewer: account, role: text, what: text, why: text, day: date, now: time, entry: entry, hidden: time) -> none
-- logged
-- Somebody's data was seen: a line a day for each who looks, with how often.
INSERT INTO ledger_line (id, tenant, person, kind, viewer, role, what, why, basis, day, at, last_at, entry,
	hidden_until)
VALUES (:id, :tenant, :person, 'view', :viewer, :role, :what, :why, 'duty', :day, :now, :now, :entry, :hidden)
ON CONFLICT (person, viewer, what, why, day) WHERE kind = 'view'
DO UPDATE SET times = ledger_line.times + 1, last_at = excluded.last_at,
	entry = CASE WHEN ledger_line.entry = 0 THEN excluded.entry ELSE ledger_line.entry END;

-- ledger_people_today(viewer: account, day: date, but: person) -> one(n: int)
-- How many people somebody has looked at today, but for one, and for orders and emergencies.
SELECT count(DISTINCT person) FROM ledger_line WHERE viewer = :viewer AND day = :day AND person <> :but
	AND why NOT IN ('safety', 'emergency');

-- ledger_of_entry(entry: entry, person: person, now: time) -> one(n: int)
-- Whether an entry is about somebody in a way that they may keep proof of.
SELECT count(*) FROM ledger_line WHERE person = :person AND entry = :entry AND entry <> 0 AND hidden_until <= :now;
