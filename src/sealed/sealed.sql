-- SPDX-License-Identifier: AGPL-3.0-or-later

-- sealed_key_of(person: person) -> one sealed_key_row(id: sealed_key, tenant: tenant, person: person, public_key: blob, by_phrase: blob, by_code: blob, proof: blob, made_at: time, ended_at: time, failed: int, wait_until: time)
-- The key pair of a person that holds, else the last one that was replaced: what says so is proved.
SELECT id, tenant, person, public_key, by_phrase, by_code, proof, made_at, ended_at, failed, wait_until
FROM sealed_key WHERE person = :person
ORDER BY CASE WHEN ended_at = 0 THEN 0 ELSE 1 END, made_at DESC, id DESC LIMIT 1;

-- sealed_key_ended(id: sealed_key, person: person) -> one sealed_key_row
-- One that was replaced.
SELECT id, tenant, person, public_key, by_phrase, by_code, proof, made_at, ended_at, failed, wait_until
FROM sealed_key WHERE id = :id AND person = :person AND ended_at > 0;

-- sealed_key_insert(id: sealed_key, tenant: tenant, person: person, public_key: blob, by_phrase: blob, by_code: blob, proof: blob, now: time) -> changed
-- logged
-- A new key pair; 0 rows where one holds already.
INSERT INTO sealed_key (id, tenant, person, public_key, by_phrase, by_code, proof, made_at)
VALUES (:id, :tenant, :person, :public_key, :by_phrase, :by_code, :proof, :now) ON CONFLICT DO NOTHING;

-- sealed_key_put(id: sealed_key, by_phrase: blob, by_code: blob, proof: blob, ended_at: time) -> changed
-- logged
-- The secret key under another passphrase or code; or it is replaced, and nothing of it is left.
UPDATE sealed_key SET by_phrase = :by_phrase, by_code = :by_code, proof = :proof, ended_at = :ended_at,
	failed = 0, wait_until = 0 WHERE id = :id;

-- sealed_key_tried(id: sealed_key, failed: int, wait_until: time) -> none
-- A passphrase that was wrong, or (0) right at last.
UPDATE sealed_key SET failed = :failed, wait_until = :wait_until WHERE id = :id;

-- sealed_key_forget(person: person) -> changed
-- logged
-- All key pairs of a person are gone, and with them all that was sealed to them.
DELETE FROM sealed_key WHERE person = :person;

-- sealed_session_of(session: session) -> one sealed_session_row(person: person, key: sealed_key, locked: blob, seen_at: time)
-- What a session has opened.
SELECT person, key, locked, seen_at FROM sealed_session WHERE session = :session;

-- sealed_session_put(session: session, person: person, key: sealed_key, locked: blob, now: time) -> none
-- A session opens a key.
INSERT INTO sealed_session (session, person, key, locked, seen_at) VALUES (:session, :person, :key, :locked, :now)
ON CONFLICT (session) DO UPDATE SET person = excluded.person, key = excluded.key, locked = excluded.locked,
	seen_at = excluded.seen_at;

-- sealed_session_seen(session: session, now: time) -> none
-- It is in use.
UPDATE sealed_session SET seen_at = :now WHERE session = :session;

-- sealed_session_end(session: session) -> none
-- Closed by hand.
DELETE FROM sealed_session WHERE session = :session;

-- sealed_session_end_of(person: person) -> none
-- Closed everywhere.
DELETE FROM sealed_session WHERE person = :person;

-- sealed_session_sweep(before: time) -> changed
-- Forgets what was left open.
DELETE FROM sealed_session WHERE seen_at <= :before;

-- tie_columns: part
-- A tie of the viewer, and who is on the other side.
SELECT t.id, t.tenant, t.inside, t.adviser, t.relation, t.state, t.confirmed_by, t.proof, o.id,
	o.first_name || ' ' || o.last_name, c.site, coalesce(h.last_seq, 0), h.proof, coalesce(s.seq, 0),
	(SELECT count(*) FROM sealed_key k WHERE k.person = :viewer AND k.ended_at = 0),
	(SELECT count(*) FROM sealed_key k WHERE k.person = o.id AND k.ended_at = 0)
FROM sealed_tie t JOIN person o ON o.id = CASE WHEN t.inside = :viewer THEN t.adviser ELSE t.inside END
JOIN person c ON c.id = t.inside
LEFT JOIN sealed_thread h ON h.tie = t.id LEFT JOIN sealed_seen s ON s.tie = t.id AND s.person = :viewer
WHERE (t.inside = :viewer OR t.adviser = :viewer) AND {reach o.id};

-- sealed_ties(limit: int) -> many sealed_tie_row(id: sealed_tie, tenant: tenant, inside: person, adviser: person, relation: text, state: text, confirmed_by: account?, proof: blob, other: person, name: text, site: site?, last_seq: int, thread_proof: blob?, seen: int, own_key: bool, other_key: bool)
-- personal
-- With whom the viewer has sealed talk, the newest first. In any state: each is proved, then left out.
{tie_columns} ORDER BY t.id DESC LIMIT :limit;

-- sealed_tie_one(id: sealed_tie) -> one sealed_tie_row
-- personal
-- One of them.
{tie_columns} AND t.id = :id;

-- sealed_thread_put(tie: sealed_tie, last_seq: int, proof: blob) -> none
-- One message more.
INSERT INTO sealed_thread (tie, last_seq, proof) VALUES (:tie, :last_seq, :proof)
ON CONFLICT (tie) DO UPDATE SET last_seq = excluded.last_seq, proof = excluded.proof;

-- sealed_message_insert(tie: sealed_tie, seq: int, id: sealed_message, tenant: tenant, site: site?, sender: person, body: blob, version: int, now: time) -> none
-- logged
-- A sealed message.
INSERT INTO sealed_message (tie, seq, id, tenant, site, sender, body, version, sent_at)
VALUES (:tie, :seq, :id, :tenant, :site, :sender, :body, :version, :now);

-- sealed_wrap_insert(item: sealed_message, person: person, key: sealed_key, wrap: blob) -> none
-- logged
-- Its key, for one reader.
INSERT INTO sealed_wrap (item, person, key, wrap) VALUES (:item, :person, :key, :wrap);

-- sealed_page(tie: sealed_tie, before: int, limit: int) -> many sealed_row(id: sealed_message, seq: int, tenant: tenant, site: site?, sender: person, name: text, body: blob, version: int, sent_at: time, key: sealed_key?, wrap: blob?)
-- personal
-- What a thread holds, the newest first, with the viewer's own wraps.
SELECT m.id, m.seq, m.tenant, m.site, m.sender, p.first_name, m.body, m.version, m.sent_at, w.key, w.wrap
FROM sealed_message m JOIN person p ON p.id = m.sender
LEFT JOIN sealed_wrap w ON w.item = m.id AND w.person = :viewer
WHERE m.tie = :tie AND m.seq < :before AND {reach m.sender} ORDER BY m.seq DESC LIMIT :limit;

-- sealed_seen_put(tie: sealed_tie, person: person, seq: int) -> none
-- How far somebody has read.
INSERT INTO sealed_seen (tie, person, seq) VALUES (:tie, :person, :seq)
ON CONFLICT (tie, person) DO UPDATE SET seq = excluded.seq;

-- sealed_draft_put(tie: sealed_tie, person: person, id: sealed_draft, tenant: tenant, body: blob, key: sealed_key, wrap: blob, version: int, now: time) -> none
-- What somebody has begun to write.
INSERT INTO sealed_draft (tie, person, id, tenant, body, key, wrap, version, saved_at)
VALUES (:tie, :person, :id, :tenant, :body, :key, :wrap, :version, :now)
ON CONFLICT (tie, person) DO UPDATE SET id = excluded.id, tenant = excluded.tenant, body = excluded.body,
	key = excluded.key, wrap = excluded.wrap, version = excluded.version, saved_at = excluded.saved_at;

-- sealed_draft_of(tie: sealed_tie) -> one sealed_draft_row(id: sealed_draft, tenant: tenant, body: blob, key: sealed_key, wrap: blob, version: int, saved_at: time)
-- personal own
-- The viewer's own, of that thread.
SELECT id, tenant, body, key, wrap, version, saved_at FROM sealed_draft WHERE tie = :tie AND person = :viewer;

-- sealed_draft_drop(tie: sealed_tie, person: person) -> none
-- It was sent, or is not wanted.
DELETE FROM sealed_draft WHERE tie = :tie AND person = :person;

-- sealed_draft_sweep(before: time) -> changed
-- Forgets old ones.
DELETE FROM sealed_draft WHERE saved_at <= :before;

-- sealed_note_insert(id: sealed_note, tenant: tenant, tie: sealed_tie, author: person, note: sealed_note, turn: int, body: blob, key: sealed_key, wrap: blob, version: int, now: time) -> none
-- logged
-- A note, or a further version of it.
INSERT INTO sealed_note (id, tenant, tie, author, note, turn, body, key, wrap, version, written_at)
VALUES (:id, :tenant, :tie, :author, :note, :turn, :body, :key, :wrap, :version, :now);

-- note_columns: part
-- All of a note's row.
SELECT id, tenant, tie, note, turn, body, key, wrap, version, written_at FROM sealed_note WHERE author = :viewer;

-- sealed_notes(tie: sealed_tie, limit: int) -> many sealed_note_row(id: sealed_note, tenant: tenant, tie: sealed_tie, note: sealed_note, turn: int, body: blob, key: sealed_key, wrap: blob, version: int, written_at: time)
-- personal own
-- The viewer's notes about one client, with all their versions, the newest first.
{note_columns} AND tie = :tie ORDER BY note DESC, turn DESC LIMIT :limit;

-- sealed_note_turns(note: sealed_note) -> many sealed_note_row
-- personal own
-- One of the viewer's notes with all its versions, the newest first. A row that says of itself
-- that it is the first belongs to it, whatever else it says: what does not fit must be seen.
{note_columns} AND (note = :note OR id = :note) ORDER BY turn DESC LIMIT 200;

-- sealed_notice_drop(person: person, other: person) -> changed
-- What waits to tell one of two of something sealed from the other, or that they are tied.
UPDATE notice SET state = 'dropped', cause = 'apart', code = '' WHERE person = :person AND state = 'waiting'
	AND about IN (SELECT t.id FROM sealed_tie t WHERE (t.inside = :person AND t.adviser = :other)
			OR (t.inside = :other AND t.adviser = :person)
		UNION SELECT m.id FROM sealed_tie t JOIN sealed_message m ON m.tie = t.id
		WHERE (t.inside = :person AND t.adviser = :other) OR (t.inside = :other AND t.adviser = :person));

-- sealed_unread_but(person: person, other: person) -> one(n: int)
-- Whether anything is unread, sealed or not, that is not from there. Read by the program, to tell of it.
SELECT (SELECT count(*) FROM sealed_tie t JOIN sealed_thread h ON h.tie = t.id
		LEFT JOIN sealed_seen s ON s.tie = t.id AND s.person = :person
		WHERE t.state IN ('confirmed', 'frozen', 'ended') AND h.last_seq > coalesce(s.seq, 0)
			AND ((t.inside = :person AND t.adviser <> :other) OR (t.adviser = :person AND t.inside <> :other)))
	+ (SELECT count(*) FROM thread_member m WHERE m.person = :person AND m.unread > 0 AND m.left_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM thread_member n WHERE n.thread = m.thread AND n.person = :other));

-- sealed_counts(of: tenant, since: time, until: time) -> many sealed_count(site: site?, name: text?, n: int)
-- How many sealed messages there were, by site.
SELECT m.site, s.name, count(*) FROM sealed_message m LEFT JOIN site s ON s.id = m.site
WHERE m.tenant = :of AND m.sent_at >= :since AND m.sent_at < :until GROUP BY m.site, s.name
ORDER BY s.name LIMIT 500;

-- sealed_alarm_insert(id: sealed_alarm, tenant: tenant, what: text, now: time) -> none
-- Something sealed does not fit together.
INSERT INTO sealed_alarm (id, tenant, what, at) VALUES (:id, :tenant, :what, :now);

-- sealed_alarms(of: tenant, limit: int) -> many sealed_alarm_row(id: sealed_alarm, what: text, at: time)
-- When that was, the newest first.
SELECT id, what, at FROM sealed_alarm WHERE tenant = :of ORDER BY at DESC, id DESC LIMIT :limit;
