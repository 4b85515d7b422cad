-- SPDX-License-Identifier: AGPL-3.0-or-later

-- ledger_columns: part
-- A line with who looked or told, and what became of a question about it. The entry, where there
-- is one, is proof that the person may keep.
SELECT l.id, l.kind, p.first_name || ' ' || p.last_name, l.role, l.what, l.why, l.basis, l.told, l.channel,
	l.note, l.at, l.last_at, l.times, l.late, c.state, c.answer, l.hidden_until,
	CASE WHEN l.entry <> 0 THEN l.entry END, coalesce(g.number, 0)
FROM ledger_line l LEFT JOIN protocol g ON g.id = l.protocol
LEFT JOIN account a ON a.id = l.viewer LEFT JOIN person p ON p.id = a.person
LEFT JOIN challenge c ON c.line = l.id AND c.person = l.person;

-- ledger_open: part
-- A line l that its person, or whoever acts for them, may read: not what is lawfully kept back, nor what was
-- told to somebody they are kept from, nor, for a guardian, what a minor let be told alone.
l.hidden_until <= :now
	AND NOT EXISTS (SELECT 1 FROM consent k JOIN barrier b ON b.other = k.recipient WHERE k.id = l.consent
		AND b.person IN (l.person, :signer) AND b.starts <= :now AND b.ends > :now)
	AND NOT EXISTS (SELECT 1 FROM guardian g JOIN consent k ON k.subject = g.child
		WHERE g.child = l.person AND g.guardian = :signer AND k.alone = 1
			AND (k.id = l.consent OR (l.kind = 'view' AND l.why = 'consent')));

-- ledger_page(before: int, all: bool, limit: int) -> many ledger_row(id: line, kind: text, who: text?, role: text, what: text, why: text, basis: text, told: text, channel: text, note: text, at: time, last_at: time, times: int, late: bool, challenge: text?, answer: text?, hidden_until: time, entry: entry?, protocol: int)
-- personal
-- Who saw somebody's data, the newest first; all of it only where `all`. Lines of one moment are told apart by their ids.
{ledger_columns}
WHERE l.person = :person AND l.tenant = :tenant AND l.last_at * 1048576 + l.id % 1048576 < :before
	AND (:all = 1 OR ({ledger_open})) AND {reach l.person}
ORDER BY l.last_at DESC, l.id % 1048576 DESC LIMIT :limit;

-- ledger_report(since: time, hipaa: bool, limit: int) -> many ledger_row
-- personal
-- To whom somebody's data was told, the newest first. What is lawfully kept back is not in it.
{ledger_columns}
WHERE l.person = :person AND l.tenant = :tenant AND l.kind = 'disclosure' AND l.at >= :since
	AND (:hipaa = 0 OR l.basis <> 'consent') AND {ledger_open} AND {reach l.person}
ORDER BY l.at DESC, l.id DESC LIMIT :limit;

-- ledger_one(id: line) -> one ledger_row
-- personal
-- A line of the pass's person, that they can see.
{ledger_columns}
WHERE l.id = :id AND l.person = :person AND l.tenant = :tenant AND {ledger_open} AND {reach l.person};

-- ledger_any(id: line) -> one ledger_any(person: person, viewer: account, hidden_until: time)
-- personal
-- Any line of the agency, for whoever keeps lines back.
SELECT l.person, l.viewer, l.hidden_until FROM ledger_line l
WHERE l.id = :id AND l.tenant = :tenant AND {reach l.person};

-- ledger_told(id: line, tenant: tenant, person: person, viewer: account, role: text, what: text, why: text, basis: text, told: text, channel: text, note: text, day: date, at: time, late: bool, entry: entry, consent: consent?, protocol: protocol?) -> none
-- logged
-- Somebody was told something.
INSERT INTO ledger_line (id, tenant, person, kind, viewer, role, what, why, basis, told, channel, note, day,
	at, last_at, late, entry, consent, protocol)
VALUES (:id, :tenant, :person, 'disclosure', :viewer, :role, :what, :why, :basis, :told, :channel, :note,
	:day, :at, :at, :late, :entry, :consent, :protocol);

-- disclosure_person(id: line) -> one(person: person)
-- Whose line it is: to ask for a pass.
SELECT person FROM ledger_line WHERE id = :id AND kind = 'disclosure' AND consent IS NOT NULL;

-- disclosure_one(id: line) -> one disclosure_row(name: text, what: text, told: text, why: text, at: time, consent: consent)
-- personal
-- What was told of the pass's person by a consent.
SELECT p.first_name || ' ' || p.last_name, l.what, l.told, l.why, l.at, l.consent
FROM ledger_line l JOIN person p ON p.id = l.person
WHERE l.id = :id AND l.person = :person AND l.tenant = :tenant AND l.consent IS NOT NULL AND {reach l.person};

-- challenge_insert(id: challenge, tenant: tenant, line: line, person: person, words: text, now: time, due_at: time) -> changed
-- logged
-- A question about a line; 0 rows where there is one.
INSERT INTO challenge (id, tenant, line, person, words, state, asked_at, due_at)
VALUES (:id, :tenant, :line, :person, :words, 'open', :now, :due_at) ON CONFLICT DO NOTHING;

-- challenge_columns: part
-- A question, whose it is, and the line it is about.
SELECT c.id, c.line, p.first_name || ' ' || p.last_name, c.person, c.words, c.state, c.answer, c.asked_at,
	c.due_at, c.upheld, v.first_name || ' ' || v.last_name, l.role, l.what, l.why, l.kind, l.told, l.at, l.viewer,
	l.basis, l.channel
FROM challenge c JOIN ledger_line l ON l.id = c.line JOIN person p ON p.id = c.person
LEFT JOIN account a ON a.id = l.viewer LEFT JOIN person v ON v.id = a.person;

-- challenges_open(limit: int) -> many challenge_row(id: challenge, line: line, name: text, person: person, words: text, state: text, answer: text, asked_at: time, due_at: time, upheld: bool, who: text?, role: text, what: text, why: text, kind: text, told: text, at: time, viewer: account, basis: text, channel: text)
-- personal
-- What is not answered, the earliest due first.
{challenge_columns}
WHERE c.tenant = :tenant AND c.state = 'open' AND {reach c.person} ORDER BY c.due_at, c.id LIMIT :limit;

-- challenge_one(id: challenge) -> one challenge_row
-- personal
-- One question.
{challenge_columns} WHERE c.id = :id AND c.tenant = :tenant AND {reach c.person};

-- challenge_answer_set(id: challenge, answer: text, upheld: bool, by: account, now: time) -> changed
-- logged
-- Answered, once.
UPDATE challenge SET state = 'answered', answer = :answer, upheld = :upheld, answered_by = :by,
	answered_at = :now
WHERE id = :id AND state = 'open';

-- hold_open(line: line, until: time, statute: text, authority: text) -> one hold_open(id: hold, asked_by: account)
-- A hold of a line to that day that nobody has agreed to yet.
SELECT id, asked_by FROM ledger_hold WHERE line = :line AND until = :until AND statute = :statute AND authority = :authority
	AND agreed_by IS NULL
ORDER BY id DESC LIMIT 1;

-- hold_insert(id: hold, line: line, statute: text, authority: text, until: time, by: account, now: time) -> none
-- logged
-- One person asks to keep a line back.
INSERT INTO ledger_hold (id, line, statute, authority, until, asked_by, asked_at)
VALUES (:id, :line, :statute, :authority, :until, :by, :now);

-- hold_agree(id: hold, by: account, now: time) -> changed
-- logged
-- Another agrees.
UPDATE ledger_hold SET agreed_by = :by, agreed_at = :now
WHERE id = :id AND agreed_by IS NULL AND asked_by <> :by;

-- ledger_hide(id: line, until: time) -> none
-- logged
-- The line is kept back until then; never for a shorter time than it is.
UPDATE ledger_line SET hidden_until = :until WHERE id = :id AND hidden_until < :until;

-- lookers(from: date) -> many looker(name: text, role: text, people: int)
-- personal
-- How many people each of the agency's staff looked at since a day, most first.
SELECT p.first_name || ' ' || p.last_name, l.role, count(DISTINCT l.person)
FROM ledger_line l JOIN account a ON a.id = l.viewer JOIN person p ON p.id = a.person
WHERE l.tenant = :tenant AND l.day >= :from AND l.kind = 'view' AND {reach l.person}
GROUP BY a.id, p.first_name, p.last_name, l.role ORDER BY 3 DESC, 1 LIMIT 2000;
