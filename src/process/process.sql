-- SPDX-License-Identifier: AGPL-3.0-or-later

-- process_insert(id: process, tenant: tenant, kind: text, sender: text, reference: text, document: text, received_on: date, due_on: date, scope: text, by: account, now: time) -> none
-- logged
-- Written down.
INSERT INTO legal_process (id, tenant, kind, sender, reference, document, received_on, due_on, scope, state,
	entered_by, entered_at)
VALUES (:id, :tenant, :kind, :sender, :reference, :document, :received_on, :due_on, :scope, 'open', :by, :now);

-- process_person_add(process: process, person: person) -> none
-- logged
-- Whom it is about.
INSERT INTO legal_process_person (process, person) VALUES (:process, :person) ON CONFLICT DO NOTHING;

-- process_columns: part
-- One, who entered it and who decided.
SELECT l.id, l.kind, l.sender, l.reference, l.document, l.received_on, l.due_on, l.scope, l.state, l.privilege,
	l.words, l.entered_by, e.first_name || ' ' || e.last_name,
	coalesce((SELECT d.first_name || ' ' || d.last_name FROM account b JOIN person d ON d.id = b.person
		WHERE b.id = l.decided_by), ''), l.decided_at
FROM legal_process l JOIN account a ON a.id = l.entered_by JOIN person e ON e.id = a.person;

-- process_one(id: process) -> one process_row(id: process, kind: text, sender: text, reference: text, document: text, received_on: date, due_on: date, scope: text, state: text, privilege: bool, words: text, entered_by: account, entered_name: text, decided_name: text, decided_at: time?)
-- personal
-- One of the agency. Not what is about somebody whom a barrier hides from the reader.
{process_columns}
WHERE l.id = :id AND l.tenant = :tenant
	AND NOT EXISTS (SELECT 1 FROM legal_process_person x WHERE x.process = l.id AND NOT {reach x.person});

-- processes_open(limit: int) -> many process_row
-- personal
-- What waits. Not what is about somebody whom a barrier hides from the reader.
{process_columns}
WHERE l.tenant = :tenant AND l.state IN ('open', 'objected')
	AND NOT EXISTS (SELECT 1 FROM legal_process_person x WHERE x.process = l.id AND NOT {reach x.person})
ORDER BY l.due_on, l.id LIMIT :limit;

-- processes_past(limit: int) -> many process_row
-- personal
-- What is over. Not what is about somebody whom a barrier hides from the reader.
{process_columns}
WHERE l.tenant = :tenant AND l.state IN ('answered', 'withdrawn')
	AND NOT EXISTS (SELECT 1 FROM legal_process_person x WHERE x.process = l.id AND NOT {reach x.person})
ORDER BY l.id DESC LIMIT :limit;

-- process_people(process: process) -> many process_person_row(person: person, name: text)
-- personal
-- Whom it is about, as the reader may know.
SELECT x.person, p.first_name || ' ' || p.last_name FROM legal_process_person x JOIN person p ON p.id = x.person
WHERE x.process = :process AND p.tenant = :tenant AND {reach x.person} ORDER BY 2, x.person;

-- process_all_people(process: process) -> many(person: person)
-- Everybody, for the ledger: no barrier of the clerk's keeps a line from being written.
SELECT person FROM legal_process_person WHERE process = :process ORDER BY person;

-- process_scope_set(id: process, scope: text) -> changed
-- logged
-- Asks for something else now.
UPDATE legal_process SET scope = :scope WHERE id = :id AND state IN ('open', 'objected');

-- process_move(id: process, state: text, words: text, privilege: bool, by: account, now: time) -> changed
-- logged
-- Objected, answered or withdrawn.
UPDATE legal_process SET state = :state, words = :words, privilege = CASE WHEN :privilege = 1 THEN 1 ELSE privilege END,
	decided_by = :by, decided_at = :now
WHERE id = :id AND state IN ('open', 'objected') AND state <> :state;
