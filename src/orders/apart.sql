-- SPDX-License-Identifier: AGPL-3.0-or-later

-- apart_insert(person: person, other: person, kind: text, order: order, starts: time, ends: time, reason: text, by: account, now: time) -> none
-- logged
-- One direction of a barrier.
INSERT INTO barrier (person, other, kind, contact_order, starts, ends, reason, set_by, set_at)
VALUES (:person, :other, :kind, :order, :starts, :ends, :reason, :by, :now)
ON CONFLICT (person, other, kind, contact_order) DO UPDATE SET ends = excluded.ends,
	starts = excluded.starts, reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at,
	lift_by = NULL, lift_reason = NULL;

-- apart_end(one: person, other: person, kind: text, order: order, now: time) -> none
-- logged
-- Both directions of a barrier fall.
UPDATE barrier SET ends = :now WHERE kind = :kind AND contact_order = :order AND ends > :now
	AND ((person = :one AND other = :other) OR (person = :other AND other = :one));
