-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The index of decisions holds decisions: an undecided item had a place in it, too, which cost each
-- message that is sent a page of the log.

DROP INDEX review_by_decider;
CREATE INDEX review_by_decider ON review (decided_by, undo_until) WHERE decided_by IS NOT NULL;
