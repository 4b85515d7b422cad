-- SPDX-License-Identifier: AGPL-3.0-or-later

-- demo_persona_put(stem: text, account: account, place: int) -> none
-- Names an account of the demo.
INSERT INTO demo_persona (stem, account, place) VALUES (:stem, :account, :place);

-- demo_persona_find(stem: text) -> one demo_persona(account: account, person: person, roles: int)
-- The account behind a name of the demo.
SELECT d.account, a.person, a.roles FROM demo_persona d JOIN account a ON a.id = d.account
WHERE d.stem = :stem;

-- demo_places(account: account) -> one demo_places(tenant: tenant, site: site, other: site)
-- Where somebody inside is, and another place of the same agency.
SELECT a.tenant, s.id, (SELECT o.id FROM site o WHERE o.tenant = a.tenant AND o.id <> s.id ORDER BY o.id LIMIT 1)
FROM account a JOIN person p ON p.id = a.person JOIN site s ON s.id = p.site WHERE a.id = :account;

-- demo_personas() -> many demo_card(stem: text, name: text, roles: int)
-- personal own
-- Everybody the demo lets one sign in as; all of them made up.
SELECT d.stem, p.first_name, a.roles FROM demo_persona d JOIN account a ON a.id = d.account
JOIN person p ON p.id = a.person ORDER BY d.place;

-- demo_message_put(key: message, thread: thread, sender: person, body: text, lang: text, state: text, at: time, due_at: time) -> none
-- logged
-- A message of the demo's past.
INSERT INTO message (key, thread, sender, body, lang, state, sent_at, due_at, state_at)
VALUES (:key, :thread, :sender, :body, :lang, :state, :at, :due_at, :at);

-- demo_thread_seq(id: thread, seq: int, at: time) -> none
-- How far a thread of the demo's past has come.
UPDATE thread SET last_seq = :seq, last_at = :at WHERE id = :id;

-- demo_member_seq(thread: thread, seq: int, at: time) -> none
-- All of a thread's past has been read.
UPDATE thread_member SET read_seq = :seq, last_at = :at, agreed_at = :at, unread = 0 WHERE thread = :thread;

-- demo_tie_put(id: tie, tenant: tenant, inside: person, family: person, relation: text, site: site, at: time, day: date) -> none
-- logged
-- Two people of the demo who are in touch.
INSERT INTO tie (id, tenant, inside, family, relation, state, site, asked_at, due_at, decided_at, starts_on)
VALUES (:id, :tenant, :inside, :family, :relation, 'agreed', :site, :at, :at, :at, :day);

-- demo_phrase_list_put(id: phrase_list, tenant: tenant, name: text, owner: account, expires_on: date, now: time) -> none
-- A list of watch phrases.
INSERT INTO phrase_list (id, tenant, name, version, owner, state, expires_on, made_at)
VALUES (:id, :tenant, :name, 1, :owner, 'active', :expires_on, :now);

-- demo_phrase_put(list: phrase_list, text: text, folded: text) -> none
-- A watch phrase.
INSERT INTO phrase (list, text, folded) VALUES (:list, :text, :folded) ON CONFLICT DO NOTHING;

-- demo_last() -> one(at: time)
-- The last thing that happened.
SELECT coalesce(max(at), 0) FROM audit_entry;

-- demo_session_keep(id: session, now: time, ends_at: time) -> none
-- The session that moves the clock stays awake over the leap.
UPDATE session SET seen_at = :now, ends_at = CASE WHEN ends_at < :ends_at THEN :ends_at ELSE ends_at END
WHERE id = :id;

-- demo_notice_put(id: notice, tenant: tenant, person: person, kind: text, channel: text, state: text, cause: text, at: time) -> none
-- A notice that did not go out.
INSERT INTO notice (id, tenant, person, kind, channel, state, cause, made_at, due_at, sent_at)
VALUES (:id, :tenant, :person, :kind, :channel, :state, :cause, :at, :at,
	CASE WHEN :state = 'waiting' THEN NULL ELSE :at END);

-- demo_job_put(id: job, notice: int, state: text, tries: int, due_at: time, at: time) -> none
-- Its job, which has failed so often.
INSERT INTO job (id, kind, subject, state, tries, due_at, made_at, last_error, ended_at)
VALUES (:id, 'notice.send', :notice, :state, :tries, :due_at, :at, 'busy',
	CASE WHEN :state = 'dead' THEN :due_at END);
