-- SPDX-License-Identifier: AGPL-3.0-or-later

-- data_request_insert(id: data_request, tenant: tenant, person: person, kind: text, words: text, channel: text, by: account, received_on: date, now: time, due_at: time) -> changed
-- logged
-- Nothing where one of the kind is open.
INSERT INTO data_request (id, tenant, person, kind, words, channel, state, asked_by, received_on, asked_at, due_at)
SELECT :id, :tenant, :person, :kind, :words, :channel, 'open', :by, :received_on, :now, :due_at
WHERE NOT EXISTS (SELECT 1 FROM data_request r WHERE r.person = :person AND r.kind = :kind AND r.state = 'open');

-- data_request_columns: part
-- A request, and whose it is.
SELECT r.id, r.person, p.first_name || ' ' || p.last_name, r.kind, r.words, r.channel, r.state, r.received_on,
	r.asked_at, r.due_at, r.extended, r.extension, r.outcome, r.answer, r.answered_at
FROM data_request r JOIN person p ON p.id = r.person;

-- data_requests_own(limit: int) -> many data_request_row(id: data_request, person: person, name: text, kind: text, words: text, channel: text, state: text, received_on: date, asked_at: time, due_at: time, extended: bool, extension: text, outcome: text, answer: text, answered_at: time?)
-- personal
-- One person's own.
{data_request_columns}
WHERE r.person = :person AND {reach r.person} ORDER BY r.asked_at DESC, r.id DESC LIMIT :limit;

-- data_requests_open(limit: int) -> many data_request_row
-- personal
-- What waits, the earliest due first.
{data_request_columns}
WHERE r.tenant = :tenant AND r.state = 'open' AND {reach r.person} ORDER BY r.due_at, r.id LIMIT :limit;

-- data_request_one(id: data_request) -> one data_request_row
-- personal
-- One of the agency.
{data_request_columns}
WHERE r.id = :id AND r.tenant = :tenant AND {reach r.person};

-- data_request_state(id: data_request, state: text, outcome: text, answer: text, by: account, now: time) -> changed
-- logged
-- Answered or withdrawn, once.
UPDATE data_request SET state = :state, outcome = :outcome, answer = :answer, answered_by = :by, answered_at = :now
WHERE id = :id AND state = 'open';

-- data_request_longer(id: data_request, words: text, due_at: time) -> changed
-- logged
-- More time, once.
UPDATE data_request SET extended = 1, extension = :words, due_at = :due_at
WHERE id = :id AND state = 'open' AND extended = 0;

-- copy_person(id: person) -> one copy_person(tenant: tenant, kind: text, name: text)
-- Whose copy is asked for at the shell, and of which agency they are. Read by the program.
SELECT tenant, kind, first_name FROM person WHERE id = :id;
