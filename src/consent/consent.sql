-- SPDX-License-Identifier: AGPL-3.0-or-later

-- consent_columns: part
-- A consent with the names of whom it is about, and of whom it names.
SELECT c.id, c.subject, p.first_name, p.first_name || ' ' || p.last_name, p.birth_date, p.kind, c.template, c.state,
	c.capacity, c.discloser, c.classes, c.agency, c.recipient,
	coalesce(a.name, r.first_name || ' ' || r.last_name, ''), c.purpose, c.channel, c.starts_on, c.ends_on,
	c.ends_event, c.starts, c.ends, c.firm_until, c.firm_over, c.alone, c.law, c.witness, c.interpreter,
	coalesce(t.version, 0), coalesce(t.hash, ''), coalesce(t.lang, ''), coalesce(t.words, ''), c.asked_at,
	c.signed_at, c.over_at, c.renews, c.site
FROM consent c JOIN person p ON p.id = c.subject
LEFT JOIN agency a ON a.id = c.agency LEFT JOIN person r ON r.id = c.recipient
LEFT JOIN consent_text t ON t.id = c.text;

-- consent_signers: part
-- A consent c that is the signer's own, or of a child they are guardian of; where only the child signs, no guardian is told.
(c.subject = :signer OR (c.alone = 0 AND EXISTS (SELECT 1 FROM guardian g WHERE g.child = c.subject
	AND g.guardian = :signer AND g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today)));

-- consent_own(today: date, limit: int) -> many consent_row(id: consent, subject: person, first_name: text, subject_name: text, born: date? rules, kind: text, template: text, state: text, capacity: text, discloser: text, classes: int, agency: agency?, recipient: person?, told: text, purpose: text, channel: text, starts_on: date, ends_on: date?, ends_event: text, starts: time, ends: time, firm_until: text, firm_over: bool, alone: bool, law: text, witness: text, interpreter: text, version: int, hash: text, lang: text, words: text, asked_at: time, signed_at: time?, over_at: time?, renews: consent?, site: site?)
-- personal
-- What somebody, or a child of theirs, was asked and said yes to; what waits first.
{consent_columns} WHERE c.tenant = :tenant AND {consent_signers} AND {reach c.subject} AND {reach coalesce(c.recipient,0)}
ORDER BY CASE c.state WHEN 'draft' THEN 0 WHEN 'signed' THEN 1 ELSE 2 END, c.id DESC LIMIT :limit;

-- consent_one(id: consent, today: date) -> one consent_row
-- personal
-- One of them.
{consent_columns}
WHERE c.id = :id AND c.tenant = :tenant AND {consent_signers} AND {reach c.subject} AND {reach coalesce(c.recipient,0)};

-- consent_any(id: consent) -> one consent_row
-- personal
-- One of the agency's people, for staff who have a pass for that person.
{consent_columns}
WHERE c.id = :id AND c.tenant = :tenant AND {reach c.subject};

-- consent_subject(id: consent) -> one(subject: person)
-- Whose it is: to ask for a pass.
SELECT subject FROM consent WHERE id = :id;

-- consent_current: part
-- A consent c that holds now.
c.state = 'signed' AND c.starts <= :now AND c.ends > :now;

-- consent_noted(limit: int) -> many consent_row
-- personal
-- What staff may have to write something down for: what waits for a child, and what waits for an event.
{consent_columns}
WHERE c.subject = :person AND c.tenant = :tenant AND {reach c.subject} AND {reach coalesce(c.recipient,0)}
	AND ((c.state = 'draft' AND c.alone = 0) OR (c.state = 'signed' AND c.ends > :now
		AND (c.ends_event <> '' OR (c.firm_until <> '' AND c.firm_over = 0))))
ORDER BY c.id DESC LIMIT :limit;

-- consent_naming(limit: int) -> many consent_row
-- personal
-- What names the viewer, or the agency they are of, and holds now.
{consent_columns} WHERE c.tenant = :tenant AND {consent_current}
	AND (c.recipient = :viewer OR c.agency IN (SELECT m.agency FROM agency_member m WHERE m.person = :viewer))
	AND {reach c.subject}
ORDER BY c.id DESC LIMIT :limit;

-- consent_found(class: int, purpose: text, agency: agency, recipient: person, channel: text) -> many consent_row
-- personal
-- What would let somebody be told: staff's barriers, and the recipient's, forbid it before.
{consent_columns} WHERE c.tenant = :tenant AND c.subject = :person AND {consent_current}
	AND (c.classes & :class) <> 0 AND (:purpose = '' OR c.purpose = :purpose)
	AND (c.channel = '' OR c.channel = :channel OR :channel = '')
	AND ((:agency <> 0 AND c.agency = :agency) OR (:recipient <> 0 AND c.recipient = :recipient))
	AND NOT EXISTS (SELECT 1 FROM barrier b WHERE b.person = c.subject AND b.other = c.recipient
		AND b.starts <= :now AND b.ends > :now)
	AND {reach c.subject}
ORDER BY c.ends DESC, c.id LIMIT 20;

-- consent_insert(id: consent, tenant: tenant, subject: person, template: text, discloser: text, classes: int, agency: agency?, recipient: person?, purpose: text, channel: text, starts_on: date, ends_on: date?, ends_event: text, firm_until: text, alone: bool, law: text, by: account, now: time) -> none
-- logged
-- Somebody is to be asked.
INSERT INTO consent (id, tenant, subject, template, state, discloser, classes, agency, recipient, purpose,
	channel, starts_on, ends_on, ends_event, firm_until, alone, law, asked_by, asked_at)
VALUES (:id, :tenant, :subject, :template, 'draft', :discloser, :classes, :agency, :recipient, :purpose,
	:channel, :starts_on, :ends_on, :ends_event, :firm_until, :alone, :law, :by, :now);

-- consent_same_draft(subject: person, agency: agency, recipient: person, purpose: text) -> many(id: consent)
-- Drafts of the same parties and purpose: a new one stands for them.
SELECT id FROM consent WHERE subject = :subject AND state = 'draft' AND purpose = :purpose
	AND coalesce(agency, 0) = :agency AND coalesce(recipient, 0) = :recipient LIMIT 20;

-- consent_say_drop(id: consent) -> none
-- logged
-- What was said about a draft goes with it.
DELETE FROM consent_say WHERE consent = :id;

-- consent_draft_drop(id: consent) -> changed
-- logged
-- A draft goes, and leaves nothing.
DELETE FROM consent WHERE id = :id AND state = 'draft';

-- consent_twice(subject: person, agency: agency, recipient: person, purpose: text, starts_on: date, ends_on: date, now: time, but: consent) -> one(n: int)
-- How many hold already, of the same parties and purpose, on one of those days.
SELECT count(*) FROM consent WHERE subject = :subject AND state = 'signed' AND ends > :now AND id <> :but
	AND purpose = :purpose AND coalesce(agency, 0) = :agency AND coalesce(recipient, 0) = :recipient
	AND starts_on <= :ends_on AND coalesce(ends_on, 2147483647) >= :starts_on;

-- consent_say_insert(id: consent, guardian: guardian, name: text, now: time, by: account) -> none
-- logged
-- Somebody whose yes is needed says it.
INSERT INTO consent_say (consent, guardian, name, said_at, noted_by) VALUES (:id, :guardian, :name, :now, :by)
ON CONFLICT (consent, guardian) DO UPDATE SET name = excluded.name, said_at = excluded.said_at,
	noted_by = excluded.noted_by;

-- consent_says(id: consent, subject: person, today: date) -> one consent_says(own: int, guardians: int, missing: int)
-- Whether the person said yes, how many guardians act today, and how many of them did not say yes.
SELECT (SELECT count(*) FROM consent_say s WHERE s.consent = :id AND s.guardian = 0),
	(SELECT count(*) FROM guardian g WHERE g.child = :subject AND g.starts_on <= :today
		AND coalesce(g.ends_on, :today) >= :today),
	(SELECT count(*) FROM guardian g WHERE g.child = :subject AND g.starts_on <= :today
		AND coalesce(g.ends_on, :today) >= :today
		AND NOT EXISTS (SELECT 1 FROM consent_say s WHERE s.consent = :id AND s.guardian = g.id));

-- consent_guardian(child: person, guardian: person, today: date) -> one(id: guardian)
-- As what somebody acts for a child today.
SELECT id FROM guardian WHERE child = :child AND guardian = :guardian AND starts_on <= :today
	AND coalesce(ends_on, :today) >= :today ORDER BY id LIMIT 1;

-- consent_guardian_persons(child: person, today: date) -> many(person: person)
-- The guardians of a child today who are people.
SELECT DISTINCT guardian FROM guardian WHERE child = :child AND guardian IS NOT NULL AND starts_on <= :today
	AND coalesce(ends_on, :today) >= :today LIMIT 20;

-- consent_guardian_of(id: guardian, child: person, today: date) -> one(n: int)
-- Whether that is a guardianship of the child that holds today.
SELECT count(*) FROM guardian WHERE id = :id AND child = :child AND starts_on <= :today
	AND coalesce(ends_on, :today) >= :today;

-- consent_sign_set(id: consent, capacity: text, starts: time, ends: time, text: int, witness: text, interpreter: text, site: site?, now: time) -> changed
-- logged
-- It is signed.
UPDATE consent SET state = 'signed', capacity = :capacity, starts = :starts, ends = :ends, text = :text,
	witness = :witness, interpreter = :interpreter, site = :site, signed_at = :now
WHERE id = :id AND state = 'draft';

-- consent_over_set(id: consent, state: text, now: time) -> changed
-- logged
-- It holds no more.
UPDATE consent SET state = :state, over_at = :now WHERE id = :id AND state = 'signed';

-- consent_firm_end(id: consent) -> changed
-- logged
-- What it could not be taken back before has come.
UPDATE consent SET firm_over = 1 WHERE id = :id AND state = 'signed' AND firm_until <> '' AND firm_over = 0;

-- consent_renew(id: consent, new_id: consent, now: time) -> none
-- logged
-- The same is asked again.
INSERT INTO consent (id, tenant, subject, template, state, discloser, classes, agency, recipient, purpose,
	channel, starts_on, ends_on, ends_event, firm_until, alone, law, renews, asked_by, asked_at)
SELECT :new_id, tenant, subject, template, 'draft', discloser, classes, agency, recipient, purpose, channel,
	starts_on, ends_on, ends_event, firm_until, alone, law, id, asked_by, :now
FROM consent WHERE id = :id;

-- consent_renewed_set(id: consent) -> none
-- logged
-- It was asked again.
UPDATE consent SET renewed = 1 WHERE id = :id;

-- consent_warned_set(id: consent) -> none
-- logged
-- Its end was told.
UPDATE consent SET warned = 1 WHERE id = :id;

-- consent_held: part
-- What the clock and the hooks look at.
SELECT c.id, c.subject, c.tenant, p.birth_date, c.capacity, c.ends_event, c.firm_until, c.site, c.ends, c.alone
FROM consent c JOIN person p ON p.id = c.subject;

-- consent_held_of(subject: person) -> many consent_held(id: consent, subject: person, tenant: tenant, born: date?, capacity: text, ends_event: text, firm_until: text, site: site?, ends: time, alone: bool)
-- What somebody signed and what holds.
{consent_held} WHERE c.subject = :subject AND c.state = 'signed' LIMIT 500;

-- consent_ending(now: time, limit: int) -> many consent_held
-- What is over by its end.
{consent_held} WHERE c.state = 'signed' AND c.ends <= :now ORDER BY c.ends LIMIT :limit;

-- consent_to_warn(now: time, until: time, limit: int) -> many consent_held
-- What ends soon, and was not told yet.
{consent_held} WHERE c.state = 'signed' AND c.ends > :now AND c.ends <= :until AND c.warned = 0
ORDER BY c.ends LIMIT :limit;

-- consent_of_minors(after: consent, limit: int) -> many consent_held
-- What was signed for a child, or by one: age and guardians are looked at again.
{consent_held} WHERE c.state = 'signed' AND c.capacity <> 'self' AND c.id > :after ORDER BY c.id LIMIT :limit;

-- consent_of_old_words(template: text, lang: text, hash: text, limit: int) -> many consent_held
-- What was signed in other words than those of now, and not asked again yet.
{consent_held} JOIN consent_text t ON t.id = c.text
WHERE c.state = 'signed' AND c.renewed = 0 AND t.template = :template AND t.lang = :lang AND t.hash <> :hash
ORDER BY c.id LIMIT :limit;

-- consent_text_newest(template: text, lang: text) -> one consent_text_row(id: int, version: int, hash: text)
-- The newest words of a kind, in a language.
SELECT id, version, hash FROM consent_text WHERE template = :template AND lang = :lang
ORDER BY version DESC LIMIT 1;

-- consent_text_insert(id: int, template: text, lang: text, version: int, words: text, hash: text, now: time) -> none
-- New words.
INSERT INTO consent_text (id, template, lang, version, words, hash, at)
VALUES (:id, :template, :lang, :version, :words, :hash, :now);

-- agency_by_name(tenant: tenant, key: text) -> one agency_row(id: agency, name: text)
-- Somebody outside, by name.
SELECT id, name FROM agency WHERE tenant = :tenant AND match_key = :key;

-- agency_insert(id: agency, tenant: tenant, name: text, key: text) -> none
-- Somebody outside who can be named.
INSERT INTO agency (id, tenant, name, match_key) VALUES (:id, :tenant, :name, :key);

-- agency_member_insert(agency: agency, person: person) -> changed
-- logged
-- An account of theirs.
INSERT INTO agency_member (agency, person) VALUES (:agency, :person) ON CONFLICT DO NOTHING;

-- agency_member_delete(agency: agency, person: person) -> changed
-- logged
-- An account that is theirs no more.
DELETE FROM agency_member WHERE agency = :agency AND person = :person;

-- agency_members(role: int, limit: int) -> many agency_member_row(account: account, name: text, agency: agency?, agency_name: text?)
-- personal
-- Accounts of agencies and whose they are; those of none first.
SELECT a.id, p.first_name || ' ' || p.last_name, g.id, g.name
FROM account a JOIN person p ON p.id = a.person
LEFT JOIN agency_member m ON m.person = a.person LEFT JOIN agency g ON g.id = m.agency
WHERE a.tenant = :tenant AND (a.roles & :role) <> 0 AND a.state <> 'closed' AND {reach p.id}
ORDER BY coalesce(g.match_key, ''), p.match_key, a.id LIMIT :limit;

-- agency_account(account: account, tenant: tenant, role: int) -> one(person: person)
-- Whose account of an agency that is.
SELECT person FROM account WHERE id = :account AND tenant = :tenant AND (roles & :role) <> 0 AND state <> 'closed';

-- consent_person(id: person, tenant: tenant) -> one consent_person(kind: text, site: site?)
-- Somebody who may be named as a recipient.
SELECT kind, site FROM person WHERE id = :id AND tenant = :tenant;
