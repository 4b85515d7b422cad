#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""T25 and T24 for what is sealed.

    tests/sealed/run.py BUILD [N [SEED]] [--database URL]

T25: whoever can write the database flips, cuts, swaps and moves what is sealed while the
program runs, N times. Each must be seen by one of the two who read it: 500 and an alarm,
no words of anybody, no crash; put back, all reads as before.

T24: words that occur nowhere else are sealed, saved, noted, typed as passphrase, sent twice
and refused; then the store, its journals, logs and temporary files (and, with a database of
PostgreSQL, a dump) hold none of them.
"""
import base64
import os
import random
import sqlite3
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)

from tests import pg  # noqa: E402
from tests.chaos import common  # noqa: E402
from tests.chaos.common import Caller, Program, Trouble, sign_in  # noqa: E402

PHRASE = 'the demo opens with these seven words'
PARTIES = ('inside2', 'clergy', 'counsellor')
LETTERS = 'bcdfghjklmnpqrstvwxz'


class Reader(Caller):
    """Somebody with an open key, and all that they read."""

    def __init__(self, address, persona, phrase=PHRASE):
        super().__init__(address, sign_in(address, persona))
        self.persona = persona
        if phrase:
            self.must('POST', '/sealed/open', {'passphrase': phrase}, 200)

    def must(self, method, path, body, status, key=None):
        got, answer = self.api(method, path, body, key)
        if got != status:
            raise Trouble('%s %s %s is answered %d %s' % (self.persona, method, path, got, answer))
        return answer

    def page(self, path):
        answer, got = self.raw('GET', path, None, {'Cookie': 'kin=%s.en' % self.token})
        return answer.status, got.decode()

    def text(self, path):
        answer, got = self.raw('GET', '/api/v1' + path, None, {'Authorization': 'Bearer ' + self.token})
        return answer.status, got.decode()

    def find_paths(self):
        self.paths = ['/sealed']
        for talk in self.must('GET', '/sealed', None, 200)['talks']:
            one = '/sealed/' + talk['sealed_tie']
            self.paths.append(one)
            if self.persona == 'counsellor':
                self.paths.append(one + '/notes')
                for note in self.must('GET', one + '/notes', None, 200)['notes']:
                    self.paths.append('/notes/' + note['sealed_note'])

    def read(self):
        """What each of them answers; drafts are on pages, and so is the key."""
        seen = {path: self.text(path) for path in self.paths}
        pages = [p for p in self.paths if p.startswith('/sealed/') and not p.endswith('/notes')]
        for path in pages + ['/sealed/open']:
            status, text = self.page(path)
            draft = text.split('<textarea', 1)[-1].split('</textarea>')[0].split('>')[-1]
            seen['page ' + path] = (status, draft if status == 200 and '<textarea' in text else '')
        return seen


class Canaries:
    """Words that occur nowhere else."""

    def __init__(self, chance):
        self.chance, self.made = chance, []

    def word(self):
        word = ''.join(self.chance.choice(LETTERS) for _ in range(14))
        self.made.append(word)
        return word


# --- T25 -------------------------------------------------------------------------------------

class Nothing(Exception):
    """It would change nothing, or the database itself refuses it."""


# Where a change is seen by whoever reads; that a whole row is gone is for kk-verify (T26).
COLUMNS = {
    'sealed_message': ('body', 'tie', 'seq', 'id', 'tenant', 'site', 'sender', 'version', 'sent_at'),
    'sealed_wrap': ('wrap', 'key', 'item', 'person'),
    'sealed_draft': ('body', 'wrap', 'key', 'id', 'tenant', 'version', 'saved_at'),
    'sealed_note': ('body', 'wrap', 'key', 'id', 'tenant', 'turn', 'version', 'written_at'),
    'sealed_key': ('public_key', 'by_phrase', 'by_code', 'proof', 'id', 'tenant', 'made_at', 'ended_at'),
    'sealed_tie': ('inside', 'adviser', 'relation', 'state', 'confirmed_by', 'proof', 'tenant'),
    'sealed_thread': ('last_seq', 'proof'),
    'sealed_session': ('locked', 'key', 'person'),
}
WORDS = {'relation': ('lawyer', 'clergy', 'counsellor'), 'state': ('proposed', 'confirmed', 'frozen', 'ended', 'dropped')}


def flip(chance, value):
    at = chance.randrange(len(value))
    return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1:]


def truncate(chance, value):
    return value[:chance.randrange(len(value))]


def lengthen(chance, value):
    return value + bytes([chance.randrange(256)])


def other_value(chance, name, value):
    if isinstance(value, bytes):
        return chance.choice((flip, truncate, lengthen))(chance, value)
    if name in WORDS:
        return chance.choice([w for w in WORDS[name] if w != value])
    return chance.choice((value + 1, value - 1, value ^ (1 << chance.randrange(40)), 1))


def rows_of(db, table):
    return [r[0] for r in db.execute(f'SELECT rowid FROM {table}')]


def get(db, table, name, row):
    return db.execute(f'SELECT {name} FROM {table} WHERE rowid = ?', (row,)).fetchone()[0]


def put(db, table, name, row, value):
    db.execute(f'UPDATE {table} SET {name} = ? WHERE rowid = ?', (value, row))


def edit(db, chance):
    table = chance.choice(list(COLUMNS))
    name, row = chance.choice(COLUMNS[table]), chance.choice(rows_of(db, table))
    old = get(db, table, name, row)
    if name == 'tenant':
        new = db.execute('SELECT id FROM tenant WHERE id <> ?', (old,)).fetchone()[0]
    elif name in ('tie', 'item', 'person', 'inside', 'adviser', 'sender') or (name == 'key' and chance.random() < .5):
        new = get(db, table, name, chance.choice(rows_of(db, table)))
    else:
        new = other_value(chance, name, old)
    put(db, table, name, row, new)
    return f'{table}.{name}'


def swap_rows(db, chance):
    """The same column of two rows: another message, another reader, another version."""
    table = chance.choice(list(COLUMNS))
    name = chance.choice([n for n in COLUMNS[table] if n not in WORDS])
    if len(rows_of(db, table)) < 2:
        raise Nothing
    a, b = chance.sample(rows_of(db, table), 2)
    one, two = get(db, table, name, a), get(db, table, name, b)
    if name in ('id', 'seq', 'turn', 'person', 'item'):
        raise Nothing  # they are the key of a row: the row moves, that is all
    put(db, table, name, a, two)
    put(db, table, name, b, one)
    return f'{table}.{name} of two rows'


def swap_tables(db, chance):
    """From one table's column into another's."""
    places = [(t, n) for t in COLUMNS for n in COLUMNS[t] if n in ('body', 'wrap', 'locked', 'by_phrase', 'by_code',
                                                                 'public_key', 'proof')]
    (t, n), (u, m) = chance.sample(places, 2)
    a, b = chance.choice(rows_of(db, t)), chance.choice(rows_of(db, u))
    one, two = get(db, t, n, a), get(db, u, m, b)
    put(db, t, n, a, two)
    if chance.random() < .5:
        put(db, u, m, b, one)
    return f'{t}.{n} and {u}.{m}'


def swap_pair(db, chance):
    """A text with its key, both, in the place of another: whole, but not where it was."""
    table = chance.choice(('sealed_draft', 'sealed_note', 'sealed_message'))
    if len(rows_of(db, table)) < 2:
        raise Nothing
    a, b = chance.sample(rows_of(db, table), 2)
    if table == 'sealed_message':
        ids = [get(db, table, 'id', r) for r in (a, b)]
        wraps = [db.execute('SELECT person, wrap FROM sealed_wrap WHERE item = ? ORDER BY person', (i,)).fetchall()
                 for i in ids]
        if [w[0] for w in wraps[0]] != [w[0] for w in wraps[1]]:
            raise Nothing
        for item, others in zip(ids, reversed(wraps)):
            for person, wrap in others:
                db.execute('UPDATE sealed_wrap SET wrap = ? WHERE item = ? AND person = ?', (wrap, item, person))
        names = ('body',)
    else:
        names = ('body', 'wrap')
    for name in names:
        one, two = get(db, table, name, a), get(db, table, name, b)
        put(db, table, name, a, two)
        put(db, table, name, b, one)
    return f'{table}: text and key of two rows'


KINDS = {edit: 50, swap_rows: 25, swap_tables: 15, swap_pair: 10}


def names_of(db, table):
    """Its columns, and before them the number of a row."""
    if isinstance(db, pg.Store):
        return ['rowid', *(n for n, in db.execute('SELECT column_name FROM information_schema.columns WHERE table_name = ?'
                                                  " AND column_name <> 'rowid' ORDER BY ordinal_position", (table,)))]
    return ['rowid', *(r[1] for r in db.execute(f'PRAGMA table_info({table})'))]


def begin(db):
    db.execute('BEGIN' if isinstance(db, pg.Store) else 'BEGIN IMMEDIATE')


def snapshot(db):
    return {t: db.execute(f'SELECT {",".join(names_of(db, t))} FROM {t} ORDER BY rowid').fetchall() for t in COLUMNS}


def put_back(db, before):
    begin(db)
    for table, rows in before.items():
        db.execute(f'DELETE FROM {table}')
        names = names_of(db, table)
        if rows:
            db.executemany(f'INSERT INTO {table} ({",".join(names)}) VALUES ({",".join("?" * len(names))})', rows)
    db.commit()


def open_store(data, url):
    """As somebody who may do anything: rules between tables do not hold them up."""
    if url:
        db = pg.Store(url.replace('user=keeper', 'user=kin'))
        db.execute('SET session_replication_role = replica')
        for table in COLUMNS:
            db.execute(f'ALTER TABLE {table} ADD COLUMN rowid bigserial')
        return db
    db = sqlite3.connect(os.path.join(data, 'kinkeeper.db'), timeout=30, isolation_level=None)
    db.execute('PRAGMA foreign_keys=OFF')
    return db


class World:
    def __init__(self, build, chance, url):
        self.dir = common.scratch()
        self.data = os.path.join(self.dir, 'data')
        self.words = Canaries(chance)
        if url:
            pg.empty(url)
        self.program = Program(common.demo_command(build, self.data, 2, 1, ('--database', url) if url else ()))
        self.readers = [Reader(self.program.address, p) for p in PARTIES]
        self.privacy = Caller(self.program.address, sign_in(self.program.address, 'privacy'))
        self.fill()
        self.db = open_store(self.data, url)
        for reader in self.readers:
            reader.find_paths()
            reader.read()  # what was new is not any more
        self.good = [reader.read() for reader in self.readers]
        self.before = snapshot(self.db)

    def fill(self):
        for reader in self.readers:
            for talk in reader.must('GET', '/sealed', None, 200)['talks']:
                if not talk['open']:
                    continue
                at = '/sealed/' + talk['sealed_tie']
                for _ in range(3):
                    reader.must('POST', at + '/messages', {'body': 'Sealed ' + self.words.word()}, 201)
                reader.must('POST', at + '/draft', {'body': 'Draft ' + self.words.word()}, 200)
        counsellor = self.readers[2]
        at = '/sealed/' + counsellor.must('GET', '/sealed', None, 200)['talks'][0]['sealed_tie'] + '/notes'
        for _ in range(3):
            note = counsellor.must('POST', at, {'body': 'Note ' + self.words.word()}, 201)['sealed_note']
            counsellor.must('POST', '/notes/' + note, {'body': 'Corrected ' + self.words.word()}, 200)

    def alarms(self):
        return self.db.execute('SELECT count(*) FROM sealed_alarm').fetchone()[0]


def held(text, words):
    return {w for w in words if w in text}


def tamper_once(world, chance):
    """What was done; Trouble where nobody sees it, or somebody sees what they must not."""
    db = world.db
    begin(db)
    try:
        what = chance.choices(*zip(*KINDS.items()))[0](db, chance)
        same = snapshot(db) == world.before
    except (Nothing, sqlite3.IntegrityError, sqlite3.OperationalError, OverflowError, pg.Error):
        db.rollback()
        raise Nothing from None
    if same:
        db.rollback()
        raise Nothing
    db.commit()
    alarms, seen = world.alarms(), False
    for reader, good in zip(world.readers, world.good):
        for path, (status, text) in reader.read().items():
            seen = seen or (status == 500 and ('sealed_broken' in text or path.startswith('page')))
            more = held(text, world.words.made) - held(good[path][1], world.words.made)
            if more or (status != 200 and held(text, world.words.made)):
                raise Trouble('%s: %s tells %s of %s' % (what, reader.persona, more, path))
    if world.program.process.poll() is not None:
        raise Trouble('%s: the program is gone' % what)
    if not seen or world.alarms() == alarms:
        raise Trouble('%s was not seen (alarms %d to %d)' % (what, alarms, world.alarms()))
    put_back(db, world.before)
    for reader, good in zip(world.readers, world.good):
        if reader.read() != good:
            raise Trouble('%s: put back, it does not read as before' % what)
    return what


def tamper(build, n, seed, url=None):
    """n changes, all of them seen."""
    chance = random.Random(seed)
    world = World(build, chance, url)
    done, kinds = 0, {}
    while done < n:
        try:
            what = tamper_once(world, chance)
        except Nothing:
            continue
        done += 1
        kinds[what.split('.')[0].split(':')[0]] = kinds.get(what.split('.')[0].split(':')[0], 0) + 1
    status, got = world.privacy.api('GET', '/sealed/alarms')
    if status != 200 or not got['alarms']:
        raise Trouble('the privacy officer sees no alarm: %d' % status)
    world.program.stop()
    return '%d changes, all seen, over %d tables' % (done, len(kinds))


# --- T24 -------------------------------------------------------------------------------------

def forms_of(word):
    """A word as it might lie somewhere: as it is, as hex, in base64 at each offset, as UTF-16."""
    raw = word.encode()
    yield raw
    yield raw.upper()
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    yield raw[::-1]
    yield word.encode('utf-16-le')
    for pad in range(3):
        coded = base64.b64encode(b'x' * pad + raw).rstrip(b'=')
        yield coded[4 if pad else 0:-2]


def files_below(*tops):
    for top in tops:
        for where, _, names in os.walk(top):
            for name in names:
                yield os.path.join(where, name)


def scan(tops, words):
    hits, looked = [], 0
    needles = [(w, f) for w in words for f in forms_of(w)]
    for path in files_below(*tops):
        try:
            with open(path, 'rb') as f:
                data = f.read()
        except OSError:
            continue
        looked += len(data)
        hits += ['%s in %s' % (w, os.path.basename(path)) for w, f in needles if f in data]
    return hits, looked


def live(address, words):
    """Everything is sealed, refused, sent twice, changed and recovered."""
    phrase, other = (' '.join(words.word() for _ in range(6)) for _ in range(2))
    client, chaplain = Reader(address, 'inside2'), Reader(address, 'clergy')
    counsellor = Reader(address, 'counsellor')
    at = '/sealed/' + chaplain.must('GET', '/sealed', None, 200)['talks'][0]['sealed_tie']
    own = '/sealed/' + counsellor.must('GET', '/sealed', None, 200)['talks'][0]['sealed_tie']
    first = client.must('POST', at + '/messages', {'body': 'One ' + words.word()}, 201, 'sealed-key-0001')
    again = client.must('POST', at + '/messages', {'body': 'Two ' + words.word()}, 201, 'sealed-key-0001')
    if first != again:
        raise Trouble('the same key is answered %s, then %s' % (first, again))
    for _ in range(60):
        chaplain.must('POST', at + '/messages', {'body': 'Three ' + words.word()}, 201)
        client.must('POST', at + '/draft', {'body': 'Draft ' + words.word()}, 200)
    pages(client, at, 63)
    note = counsellor.must('POST', own + '/notes', {'body': 'Note ' + words.word()}, 201)['sealed_note']
    counsellor.must('POST', '/notes/' + note, {'body': 'Corrected ' + words.word()}, 200)
    client.must('POST', at + '/messages', {'body': words.word() + 'x' * 20000}, 422)
    client.must('POST', at + '/messages', {'body': words.word(), 'colour': words.word()}, 422)
    client.must('POST', '/sealed/passphrase', {'old': PHRASE, 'passphrase': phrase}, 200, 'sealed-key-0002')
    client.must('POST', at + '/messages', {'body': 'Closed ' + words.word()}, 409)
    client.must('POST', '/sealed/open', {'passphrase': words.word()}, 422)
    client.must('POST', '/sealed/open', {'passphrase': phrase}, 200, 'sealed-key-0003')
    code = client.must('POST', '/sealed/code', {'passphrase': phrase}, 200)['code']
    words.made += [code]
    code = client.must('POST', '/sealed/recover', {'code': code, 'passphrase': other}, 200)['code']
    words.made += [code]
    client.must('POST', '/sealed/open', {'passphrase': other}, 200)
    status, text = client.text(at)
    if status != 200 or not held(text, words.made):
        raise Trouble('nothing was sealed: %d %s' % (status, text[:200]))
    lawyer = Reader(address, 'lawyer', None)
    words.made += [lawyer.must('POST', '/sealed/key', {'passphrase': ' '.join(words.word() for _ in range(7))}, 200)['code']]
    for persona in ('reviewer', 'casemanager', 'privacy', 'admin', 'auditor', 'family', 'inside', 'visits', 'lawyer'):
        stranger = Reader(address, persona, None)
        for path in (at, own, '/sealed/' + '0' * 25 + '1', '/notes/' + note, '/notes/' + '0' * 25 + '1'):
            status, text = stranger.text(path)
            if status != 404 or held(text, words.made):
                raise Trouble('%s reads %s: %d' % (persona, path, status))
        if stranger.text(at) != stranger.text('/sealed/' + '0' * 25 + '1'):
            raise Trouble('%s can tell that %s is there' % (persona, at))


def pages(reader, at, n):
    """The whole of a thread, page by page: each message once."""
    seen, after = [], ''
    while True:
        got = reader.must('GET', at + after, None, 200)
        seen += [m['sealed_message'] for m in got['messages']]
        if got['next'] is None:
            break
        after = '?after=' + got['next']
    if len(seen) != n or len(set(seen)) != n:
        raise Trouble('%d messages in pages, of %d' % (len(seen), n))


def plainly(address, word, keyed):
    """A word in a request about data: the search must find that one. What is written in a message is
    under its author's key (T24, keyed classes): it must not be found either."""
    family = Reader(address, 'family', None)
    thread = family.must('GET', '/threads', None, 200)['threads'][0]['thread']
    family.must('POST', '/threads/%s/messages' % thread, {'body': 'Keyed ' + keyed, 'agree': True}, 201)
    family.must('POST', '/data-requests', {'kind': 'correction', 'words': 'Plain ' + word}, 201)


def canaries(build, seed, url=None):
    """No word of what is sealed lies anywhere."""
    chance = random.Random(seed)
    place, words = common.scratch(), Canaries(chance)
    data, temp = os.path.join(place, 'data'), os.path.join(place, 'tmp')
    os.mkdir(temp)
    more = ('--database', url) if url else ()
    if url:
        pg.empty(url)
    program = Program(common.demo_command(build, data, 1, 1, more), {'TMPDIR': temp}, os.path.join(place, 'log'))
    live(program.address, words)
    plain = Canaries(chance).word()
    plainly(program.address, plain, words.word())
    hits, looked = scan([place], words.made)
    program.stop()
    if url:
        with open(os.path.join(place, 'dump.sql'), 'wb') as f:
            subprocess.run(['pg_dump', '--inserts', url], stdout=f, check=True)
    after, n = scan([place], words.made)
    if not scan([place], [plain])[0]:
        raise Trouble('a word that is not sealed is not found')
    if hits or after:
        raise Trouble('; '.join(sorted(set(hits + after))[:5]))
    if max(looked, n) < 100000:
        raise Trouble('only %d bytes were there to look at' % n)
    return '%d words in %d forms, in none of %d bytes' % (len(words.made), 9, n)


# --- the program -------------------------------------------------------------------------------

def run(build, n, seed, url):
    """Every fifth change on PostgreSQL."""
    return '; '.join(('SQLite: ' + tamper(build, n - n // 5, seed), 'PostgreSQL: ' + tamper(build, n // 5, seed + 1, url),
                      canaries(build, seed), canaries(build, seed, url)))


def main():
    args, url = sys.argv[1:], None
    if '--database' in args:
        at = args.index('--database')
        url = args[at + 1]
        del args[at:at + 2]
    build, n = os.path.abspath(args[0]), int(args[1]) if len(args) > 1 else 400
    seed = int(args[2]) if len(args) > 2 else random.SystemRandom().randrange(10 ** 6)
    there = n // 5 if url else 0
    tests = [('what is sealed under attack', lambda: tamper(build, n - there, seed)),
             ('no word of it anywhere', lambda: canaries(build, seed))]
    if url:
        tests += [('under attack on PostgreSQL', lambda: tamper(build, there, seed, url)),
                  ('nor on PostgreSQL', lambda: canaries(build, seed, url))]
    passed = failed = 0
    try:
        for name, test in tests:
            try:
                print('ok %s: %s' % (name, test()))
                passed += 1
            except Trouble as e:
                print('FAILED %s (seed %d): %s' % (name, seed, e))
                failed += 1
            common.clean_up_programs()
    finally:
        common.clean_up()
    print('%d passed, %d failed' % (passed, failed))
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
