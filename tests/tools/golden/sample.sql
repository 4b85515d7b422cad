-- SPDX-License-Identifier: AGPL-3.0-or-later

-- sample_list(limit: int) -> many sample_row(id: person, name: text, born: date?, on: bool)
-- personal
-- People the viewer may see.
SELECT id, first_name, birth_date, 1 FROM person WHERE tenant = :tenant AND {reach person.id}
LIMIT :limit;

-- sample_shown() -> many sample_shown(id: person, born: date? shows birth, unit: text shows unit, number: text? shows number, age: date? rules)
-- personal
-- Some of it is empty where the pass does not show it.
SELECT id, birth_date, unit, number, birth_date FROM person WHERE tenant = :tenant AND {reach person.id};

-- sample_columns: part
-- What more than one statement reads.
SELECT id, first_name, birth_date, 0 FROM person;

-- sample_one(id: person) -> one sample_row
-- Another statement with the same row.
{sample_columns} WHERE id = :id;

-- sample_name(id: person) -> one(name: text)
-- One column comes back as it is.
SELECT first_name FROM person WHERE id = :id;

-- sample_put(a: int, b: text?, c: blob, d: time, e: bool, f: thread) -> changed
-- Six parameters travel in a struct; one that comes twice has one number.
UPDATE t SET a = :a, b = :b, c = :c, d = :d, e = :e WHERE f = :f AND a <> :a;

-- sample_gone() -> none
-- Nothing comes back.
DELETE FROM t;
