-- SPDX-License-Identifier: AGPL-3.0-or-later

-- protocol_next(tenant: tenant) -> one(n: int)
-- The next number.
SELECT coalesce(max(number), 0) + 1 FROM protocol WHERE tenant = :tenant;

-- protocol_insert(id: protocol, tenant: tenant, number: int, title: text, owner: account, review_on: date, by: account, now: time) -> none
-- logged
-- A new one, whose first version follows.
INSERT INTO protocol (id, tenant, number, title, version, owner, review_on, state, entered_by, entered_at)
VALUES (:id, :tenant, :number, :title, 1, :owner, :review_on, 'open', :by, :now);

-- protocol_version_insert(id: protocol, version: int, why: text, by: account, now: time) -> none
-- logged
-- Words that are asked of everybody.
INSERT INTO protocol_version (protocol, version, why, entered_by, entered_at)
VALUES (:id, :version, :why, :by, :now);

-- protocol_text_insert(id: protocol, version: int, lang: text, words: text) -> none
-- logged
-- The words in one language.
INSERT INTO protocol_text (protocol, version, lang, words) VALUES (:id, :version, :lang, :words);

-- protocol_party_insert(id: protocol, version: int, agency: agency) -> none
-- logged
-- An agency is asked; once, however often it was named.
INSERT INTO protocol_party (protocol, version, agency) VALUES (:id, :version, :agency) ON CONFLICT DO NOTHING;

-- protocol_version_set(id: protocol, version: int) -> changed
-- logged
-- Which version is the newest.
UPDATE protocol SET version = :version WHERE id = :id AND state = 'open';

-- protocol_columns: part
-- One with its newest version, who owns it, and how many have said yes.
SELECT r.id, r.number, r.title, r.state, r.version, r.owner, coalesce(p.first_name || ' ' || p.last_name, ''),
	CASE WHEN a.state = 'open' THEN 0 ELSE 1 END, r.review_on, r.end_reason, r.entered_at, r.ended_at,
	(SELECT count(*) FROM protocol_party y WHERE y.protocol = r.id AND y.version = r.version),
	(SELECT count(*) FROM protocol_party y WHERE y.protocol = r.id AND y.version = r.version AND y.how <> ''),
	(SELECT count(*) FROM protocol_party y JOIN agency_member m ON m.agency = y.agency
		WHERE y.protocol = r.id AND y.version = r.version AND y.how = '' AND m.person = :viewer)
FROM protocol r JOIN account a ON a.id = r.owner LEFT JOIN person p ON p.id = a.person AND {reach p.id};

-- protocol_seen: part
-- A protocol r that the viewer may read: all for staff, for an agency what asked it.
(:all = 1 OR EXISTS (SELECT 1 FROM protocol_party y JOIN agency_member m ON m.agency = y.agency
	WHERE y.protocol = r.id AND y.version = r.version AND m.person = :viewer));

-- protocols_of(all: bool, limit: int) -> many protocol_row(id: protocol, number: int, title: text, state: text, version: int, owner: account, owner_name: text, gone: bool, review_on: date, end_reason: text, entered_at: time, ended_at: time?, agencies: int, said: int, asked: int)
-- personal
-- The agency's, those that are open first.
{protocol_columns} WHERE r.tenant = :tenant AND {protocol_seen}
ORDER BY CASE r.state WHEN 'open' THEN 0 ELSE 1 END, r.review_on, r.id LIMIT :limit;

-- protocol_one(id: protocol, all: bool) -> one protocol_row
-- personal
-- One of them.
{protocol_columns} WHERE r.id = :id AND r.tenant = :tenant AND {protocol_seen};

-- protocol_words(id: protocol, version: int, lang: text) -> many protocol_wording(lang: text, words: text)
-- The words in that language, or else in English.
SELECT lang, words FROM protocol_text WHERE protocol = :id AND version = :version AND lang IN (:lang, 'en')
ORDER BY CASE lang WHEN :lang THEN 0 ELSE 1 END LIMIT 1;

-- protocol_parties(id: protocol, version: int, all: bool) -> many protocol_party_row(agency: agency, name: text, how: text, by: text, said_on: date?)
-- personal
-- Of whom a version is asked; an agency sees its own answer alone.
SELECT g.id, g.name, y.how, CASE WHEN :all = 0 THEN '' WHEN y.how = 'paper' THEN y.name
	ELSE coalesce(p.first_name || ' ' || p.last_name, '') END, y.said_on
FROM protocol_party y JOIN agency g ON g.id = y.agency LEFT JOIN account a ON a.id = y.noted_by
LEFT JOIN person p ON p.id = a.person AND {reach p.id}
WHERE y.protocol = :id AND y.version = :version AND g.tenant = :tenant
	AND (:all = 1 OR EXISTS (SELECT 1 FROM agency_member m WHERE m.agency = g.id AND m.person = :viewer))
ORDER BY g.match_key LIMIT 20;

-- protocol_versions(id: protocol) -> many protocol_version_row(version: int, why: text, entered_at: time, agencies: int, said: int)
-- How it came to be, the newest first.
SELECT v.version, v.why, v.entered_at,
	(SELECT count(*) FROM protocol_party y WHERE y.protocol = v.protocol AND y.version = v.version),
	(SELECT count(*) FROM protocol_party y WHERE y.protocol = v.protocol AND y.version = v.version AND y.how <> '')
FROM protocol_version v WHERE v.protocol = :id ORDER BY v.version DESC LIMIT 100;

-- protocol_say_set(id: protocol, version: int, person: person, today: date, by: account, now: time) -> changed
-- logged
-- The agencies of an account say yes.
UPDATE protocol_party SET how = 'account', said_on = :today, noted_by = :by, noted_at = :now
WHERE protocol = :id AND version = :version AND how = ''
	AND agency IN (SELECT m.agency FROM agency_member m WHERE m.person = :person);

-- protocol_paper_set(id: protocol, version: int, agency: agency, name: text, said_on: date, by: account, now: time) -> changed
-- logged
-- An agency has said yes on paper.
UPDATE protocol_party SET how = 'paper', name = :name, said_on = :said_on, noted_by = :by, noted_at = :now
WHERE protocol = :id AND version = :version AND agency = :agency AND how = '';

-- protocol_review_set(id: protocol, owner: account, review_on: date) -> none
-- logged
-- Looked at; who looks next, and when.
UPDATE protocol SET owner = :owner, review_on = :review_on WHERE id = :id AND state = 'open';

-- protocol_end_set(id: protocol, reason: text, by: account, now: time) -> changed
-- logged
-- Ended, once.
UPDATE protocol SET state = 'ended', end_reason = :reason, ended_by = :by, ended_at = :now
WHERE id = :id AND state = 'open';

-- protocol_holding(tenant: tenant, number: int, agency: agency) -> many(id: protocol)
-- The protocol of that number that an agency has said yes to, in its newest words.
SELECT r.id FROM protocol r JOIN protocol_party y ON y.protocol = r.id AND y.version = r.version
WHERE r.tenant = :tenant AND r.number = :number AND r.state = 'open' AND y.agency = :agency AND y.how <> '' LIMIT 1;

-- protocol_owners(roles: int, limit: int) -> many protocol_owner_row(account: account, name: text)
-- personal
-- Staff who can look after one.
SELECT a.id, p.first_name || ' ' || p.last_name FROM account a JOIN person p ON p.id = a.person
WHERE a.tenant = :tenant AND (a.roles & :roles) <> 0 AND a.state = 'open' AND {reach p.id}
ORDER BY p.match_key, a.id LIMIT :limit;

-- protocol_owner_fits(account: account, tenant: tenant, roles: int) -> one(n: int)
-- Whether that is one of them.
SELECT count(*) FROM account WHERE id = :account AND tenant = :tenant AND (roles & :roles) <> 0 AND state = 'open';
