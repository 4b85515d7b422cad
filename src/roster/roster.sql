-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Rows are staged here by the program and applied by it, set by set; no statement
-- hands out anything about a person but an id and a number that came with the file.

-- roster_tenants() -> many roster_tenant(id: tenant, name: text)
-- The agencies of this deployment, to find the one a command means.
SELECT id, name FROM tenant ORDER BY id LIMIT 1000;

-- roster_taken(tenant: tenant) -> many roster_taken_row(number: text, deceased: bool)
-- Numbers that an import must not use freely. Read by the program, to find faults.
SELECT number, CASE WHEN status = 'deceased' THEN 1 ELSE 0 END FROM person
WHERE tenant = :tenant AND number IS NOT NULL AND (status = 'deceased' OR kind IN ('family', 'staff'));

-- roster_run_insert(id: import, tenant: tenant, made_by: account, now: time, state: text, complete: bool, faults: int) -> none
-- An import begins.
INSERT INTO import_run (id, tenant, made_by, made_at, state, complete, faults_n)
VALUES (:id, :tenant, :made_by, :now, :state, :complete, :faults);

-- roster_run_rows(id: import, rows: int) -> none
-- How far the staging has come.
UPDATE import_run SET rows_n = :rows WHERE id = :id;

-- roster_run_stop(id: import) -> none
-- An import that cannot be finished.
UPDATE import_run SET state = 'stopped' WHERE id = :id AND state = 'reading';

-- roster_run_settle(id: import, rows: int, added: int, changed: int, released: int, left: int) -> none
-- What an import did.
UPDATE import_run SET state = 'done', rows_n = :rows, added = :added, changed = :changed,
	released = :released, left_n = :left
WHERE id = :id;

-- roster_run_list(tenant: tenant, before: int, limit: int) -> many roster_run_row(id: import, made_at: time, state: text, complete: bool, rows: int, added: int, changed: int, released: int, left: int, faults: int)
-- The imports of a tenant, the newest first.
SELECT id, made_at, state, complete, rows_n, added, changed, released, left_n, faults_n FROM import_run
WHERE tenant = :tenant AND id < :before ORDER BY id DESC LIMIT :limit;

-- roster_row_insert(run: import, tenant: tenant, line: int, number: text, last_name: text, match_key: text, first_name: text, birth_date: date, site: site, unit: text, status: text, lang: text) -> none
-- Stages a row, with the person who has that number already.
INSERT INTO import_row (run, number, line, person, last_name, match_key, first_name, birth_date, site, unit,
	status, lang)
VALUES (:run, :number, :line, (SELECT p.id FROM person p WHERE p.tenant = :tenant AND p.number = :number),
	:last_name, :match_key, :first_name, :birth_date, :site, :unit, :status, :lang);

-- roster_rows_drop(run: import) -> none
-- What was staged is not kept.
DELETE FROM import_row WHERE run = :run;

-- roster_rows_drop_old(tenant: tenant, before: time) -> none
-- Rows of imports that were cut short are not kept.
DELETE FROM import_row WHERE run IN
	(SELECT id FROM import_run WHERE tenant = :tenant AND state = 'stopped' AND made_at < :before);

-- roster_runs_stop_old(tenant: tenant, before: time) -> none
-- Imports that never came to their end were cut short.
UPDATE import_run SET state = 'stopped' WHERE tenant = :tenant AND state = 'reading' AND made_at < :before;

-- roster_person_insert(first_id: int, tenant: tenant, run: import, now: time) -> changed
-- logged
-- People whose number is new.
INSERT INTO person (id, tenant, kind, first_name, last_name, match_key, number, birth_date, site, unit,
	status, lang, created_at, changed_at)
SELECT :first_id + r.line, :tenant, CASE WHEN s.kind = 'probation' THEN 'supervised' ELSE 'inside' END,
	r.first_name, r.last_name, r.match_key, r.number, r.birth_date, r.site, r.unit,
	CASE WHEN r.status = '' THEN 'here' ELSE r.status END,
	CASE WHEN r.lang = '' THEN 'en' ELSE r.lang END, :now, :now
FROM import_row r JOIN site s ON s.id = r.site
WHERE r.run = :run AND r.person IS NULL;

-- roster_history_insert(first_id: int, first_person: int, run: import, noted_by: account?, now: time) -> none
-- logged
-- The first line of the history of people who were added.
INSERT INTO person_status (id, person, status, site, since, noted_by, source)
SELECT :first_id + r.line, :first_person + r.line, CASE WHEN r.status = '' THEN 'here' ELSE r.status END,
	r.site, :now, :noted_by, 'import'
FROM import_row r WHERE r.run = :run AND r.person IS NULL;

-- roster_differ_count(run: import) -> one(n: int)
-- How many people known already the file tells something new about.
SELECT count(*) FROM import_row r JOIN person p ON p.id = r.person JOIN site s ON s.id = r.site
WHERE r.run = :run
	AND (p.last_name <> r.last_name OR p.match_key <> r.match_key
		OR p.birth_date IS NULL OR p.birth_date <> r.birth_date
		OR (r.first_name <> '' AND p.first_name <> r.first_name)
		OR (r.unit <> '' AND p.unit <> r.unit)
		OR (r.lang <> '' AND p.lang <> r.lang)
		OR p.kind <> CASE WHEN s.kind = 'probation' THEN 'supervised' ELSE 'inside' END
		OR (p.status <> 'deceased' AND (coalesce(p.site, 0) <> r.site
			OR (r.status <> '' AND p.status <> r.status)
			OR (r.status = '' AND p.status = 'released'))));

-- roster_person_update(run: import, now: time) -> none
-- logged
-- Names, dates of birth, units and languages that differ; an empty cell leaves what is known.
UPDATE person SET last_name = r.last_name, match_key = r.match_key, birth_date = r.birth_date,
	first_name = CASE WHEN r.first_name = '' THEN person.first_name ELSE r.first_name END,
	unit = CASE WHEN r.unit = '' THEN person.unit ELSE r.unit END,
	lang = CASE WHEN r.lang = '' THEN person.lang ELSE r.lang END,
	kind = CASE WHEN s.kind = 'probation' THEN 'supervised' ELSE 'inside' END,
	changed_at = :now
FROM import_row r JOIN site s ON s.id = r.site
WHERE r.run = :run AND person.id = r.person
	AND (person.last_name <> r.last_name OR person.match_key <> r.match_key
		OR person.birth_date IS NULL OR person.birth_date <> r.birth_date
		OR (r.first_name <> '' AND person.first_name <> r.first_name)
		OR (r.unit <> '' AND person.unit <> r.unit)
		OR (r.lang <> '' AND person.lang <> r.lang)
		OR person.kind <> CASE WHEN s.kind = 'probation' THEN 'supervised' ELSE 'inside' END);

-- roster_moves(run: import, limit: int) -> many roster_move(person: person, status: text, site: site)
-- People known already whose status or site the file tells anew; nothing follows deceased, and
-- without a status column those who are out for a time stay so. Read by the program.
SELECT p.id, CASE WHEN r.status <> '' THEN r.status WHEN p.status = 'released' THEN 'here' ELSE p.status END,
	r.site
FROM import_row r JOIN person p ON p.id = r.person
WHERE r.run = :run AND p.status <> 'deceased'
	AND (coalesce(p.site, 0) <> r.site OR (r.status <> '' AND p.status <> r.status)
		OR (r.status = '' AND p.status = 'released'))
LIMIT :limit;

-- roster_sites(run: import) -> many(site: site)
-- The sites that a file names.
SELECT DISTINCT site FROM import_row WHERE run = :run;

-- roster_absent(tenant: tenant, run: import, site: site, limit: int) -> many(person: person)
-- People at a site of the file who are not in it, one look-up each whatever the planner thinks of
-- the run's size. Read by the program.
SELECT p.id FROM person p
WHERE p.site = :site AND p.kind IN ('inside', 'supervised')
	AND p.status IN ('here', 'hospital', 'court', 'away', 'moving') AND p.tenant = :tenant
	AND p.number IS NOT NULL
	AND (SELECT r.line FROM import_row r WHERE r.run = :run AND r.number = p.number) IS NULL
LIMIT :limit;

-- roster_absent_count(tenant: tenant, run: import, site: site) -> one(n: int)
-- How many people at a site of the file are not in it.
SELECT count(*) FROM person p
WHERE p.site = :site AND p.kind IN ('inside', 'supervised')
	AND p.status IN ('here', 'hospital', 'court', 'away', 'moving') AND p.tenant = :tenant
	AND p.number IS NOT NULL
	AND (SELECT r.line FROM import_row r WHERE r.run = :run AND r.number = p.number) IS NULL;
