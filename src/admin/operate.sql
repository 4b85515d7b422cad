-- SPDX-License-Identifier: AGPL-3.0-or-later

-- job_of_tenant: part
-- Jobs about a tenant's own people and places, by what their kind is about.
(EXISTS (SELECT 1 FROM notice n WHERE j.kind = 'notice.send' AND n.id = j.subject AND n.tenant = :of)
	OR EXISTS (SELECT 1 FROM site s WHERE j.kind = 'site.clocks' AND s.id = j.subject AND s.tenant = :of));

-- jobs_seen(of: tenant, state: text, limit: int) -> many job_seen_row(id: job, kind: text, state: text, due_at: time, tries: int, error: text, subject: int)
-- Jobs of a tenant and the store's recurring ones, the earliest due first.
SELECT j.id, j.kind, j.state, CASE WHEN j.state = 'dead' THEN coalesce(j.ended_at, j.due_at) ELSE j.due_at END,
	j.tries, j.last_error, j.subject FROM job j
WHERE j.state = :state AND (j.subject = 0 OR {job_of_tenant})
ORDER BY j.due_at, j.id LIMIT :limit;

-- jobs_seen_count(of: tenant, state: text) -> one(n: int)
-- How many there are.
SELECT count(*) FROM job j WHERE j.state = :state AND (j.subject = 0 OR {job_of_tenant});

-- job_again(of: tenant, id: job, now: time) -> changed
-- A job that failed or is dead runs now.
UPDATE job SET state = 'waiting', tries = 0, due_at = :now, ended_at = NULL
WHERE id IN (SELECT j.id FROM job j WHERE j.id = :id
	AND (j.state = 'dead' OR (j.state = 'waiting' AND j.tries > 0)) AND {job_of_tenant}
	AND NOT EXISTS (SELECT 1 FROM job o WHERE o.kind = j.kind AND o.subject = j.subject AND o.id <> j.id
		AND o.state IN ('waiting', 'running')));

-- job_give_up(of: tenant, id: job) -> changed
-- A dead job is forgotten.
DELETE FROM job WHERE id IN (SELECT j.id FROM job j WHERE j.id = :id AND j.state = 'dead' AND {job_of_tenant});

-- jobs_again(of: tenant, kind: text, now: time) -> changed
-- Every dead job of a kind runs now; one that waits again already stays as it is.
UPDATE job SET state = 'waiting', tries = 0, due_at = :now, ended_at = NULL
WHERE id IN (SELECT max(j.id) FROM job j WHERE j.kind = :kind AND j.state = 'dead' AND {job_of_tenant}
	AND NOT EXISTS (SELECT 1 FROM job o WHERE o.kind = j.kind AND o.subject = j.subject
		AND o.state IN ('waiting', 'running'))
	GROUP BY j.subject);

-- notices_unsent(of: tenant, since: time) -> many unsent_row(channel: text, cause: text, n: int, last_at: time)
-- How many notices did not go out since then, by channel and reason.
SELECT channel, cause, count(*), max(sent_at) FROM notice
WHERE tenant = :of AND state = 'not_sent' AND sent_at >= :since
GROUP BY channel, cause ORDER BY 3 DESC, channel, cause LIMIT 100;
