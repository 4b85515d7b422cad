-- SPDX-License-Identifier: AGPL-3.0-or-later

-- job_insert(id: job, kind: text, subject: int, due_at: time, now: time) -> none
-- A job that waits.
INSERT INTO job (id, kind, subject, state, due_at, made_at)
VALUES (:id, :kind, :subject, 'waiting', :due_at, :now) ON CONFLICT DO NOTHING;

-- job_claim(claim: int, lease_until: time, now: time) -> one job_row(id: job, kind: text, subject: int, tries: int, due_at: time)
-- Takes the job that has waited longest; one that another process is just taking is left to it.
UPDATE job SET state = 'running', tries = tries + 1, claim = :claim, lease_until = :lease_until
WHERE id = (SELECT id FROM job WHERE state = 'waiting' AND due_at <= :now
	ORDER BY due_at, id LIMIT 1 {postgres FOR UPDATE SKIP LOCKED})
RETURNING id, kind, subject, tries, due_at;

-- job_settle(id: job, claim: int, state: text, due_at: time, tries: int, error: text, ended_at: time?) -> changed
-- What became of a job; 0 rows where its lease ran out and another process has it.
UPDATE job SET state = :state, due_at = :due_at, tries = :tries, last_error = :error, ended_at = :ended_at
WHERE id = :id AND state = 'running' AND claim = :claim;

-- job_next() -> one(at: time?)
-- When the next job is due.
SELECT min(due_at) FROM job WHERE state = 'waiting';

-- jobs_revive(clock: time) -> changed
-- Jobs whose process ended, or hangs, wait again.
UPDATE job SET state = 'waiting' WHERE state = 'running' AND lease_until <= :clock;

-- jobs_shown(state: text, limit: int) -> many job_shown(id: job, kind: text, state: text, due_at: time, tries: int, error: text)
-- Jobs for an operator.
SELECT id, kind, state, due_at, tries, last_error FROM job WHERE state = :state ORDER BY due_at, id LIMIT :limit;

-- jobs_retry_dead(now: time) -> changed
-- Dead jobs get another chance.
UPDATE job SET state = 'waiting', tries = 0, due_at = :now, ended_at = NULL WHERE state = 'dead';

-- jobs_sweep(before: time) -> changed
-- Forgets jobs that were done long ago.
DELETE FROM job WHERE state = 'done' AND ended_at < :before;
