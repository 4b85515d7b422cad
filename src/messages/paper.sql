-- SPDX-License-Identifier: AGPL-3.0-or-later

-- paper_page(site: site, limit: int) -> many paper_row(key: message, sender: person, to_name: text, number: text? shows number, unit: text shows unit, from_name: text, body: text, sent_at: time)
-- personal
-- Messages that were checked and wait for somebody without a kiosk who is there.
SELECT m.key, m.sender, p.first_name || ' ' || p.last_name, p.number, p.unit, f.first_name, m.body, m.sent_at
FROM site s JOIN person p ON p.site = s.id AND p.kind = 'inside' AND p.status = 'here'
JOIN thread_member t ON t.person = p.id AND t.left_at IS NULL
JOIN message m ON m.key > t.thread * 16777216 AND m.key < (t.thread + 1) * 16777216
	AND m.state = 'queued' AND m.sender <> p.id
JOIN person f ON f.id = m.sender
WHERE s.tenant = :tenant AND (s.id = :site OR :site = 0) AND s.has_kiosk = 0 AND {reach p.id}
ORDER BY p.unit, p.match_key, m.key LIMIT :limit;

-- paper_hand_over(key: message, tenant: tenant, now: time) -> changed
-- logged
-- A printed message was handed over; 0 rows where it waits no more.
UPDATE message SET state = 'delivered', on_paper = 1, state_at = :now WHERE key = :key
	AND state = 'queued' AND thread IN (SELECT id FROM thread WHERE tenant = :tenant);

-- slip_writer(thread: thread, site: site) -> one slip_writer(person: person, account: account?)
-- personal
-- The person inside of a thread, who answers on paper.
SELECT p.id, a.id FROM thread t JOIN thread_member m ON m.thread = t.id AND m.side = 'inside'
JOIN person p ON p.id = m.person LEFT JOIN account a ON a.person = p.id
WHERE t.id = :thread AND t.tenant = :tenant AND (p.site = :site OR :site = 0) AND m.left_at IS NULL
	AND {reach p.id};
