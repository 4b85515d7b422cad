#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""T26: whoever can write the database changes, removes, adds, swaps, cuts and rolls back;
proofs are forged; two pasts are shown to two witnesses. kk-verify and kk-witness must find
all of it, and nothing where nobody did anything.

    tests/chaos/tamper.py BUILD [N [SEED]]
"""
import base64
import contextlib
import hashlib
import http.server
import importlib.machinery
import importlib.util
import io
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)

from tests.chaos import common  # noqa: E402
from tests.chaos.common import Caller, Program, Trouble, say, sign_in  # noqa: E402

VERIFY, WITNESS = (os.path.join(ROOT, 'src/verify', name) for name in ('kk-verify', 'kk-witness'))
# What no signature and no hash covers: when something came in, by our own clock.
FREE = {('audit_checkpoint', 'at'), ('audit_cosignature', 'at'), ('log_witness', 'added_at'),
        ('log_witness', 'ended_at'),
        # Counters of wrong tries change with each of them.
        ('sealed_key', 'failed'), ('sealed_key', 'wait_until')}
TABLES = {'audit_entry': 8, 'audit_leaf': 6, 'audit_node': 2, 'audit_row': 6, 'audit_form': 1, 'audit_detail': 2,
          'audit_checkpoint': 1, 'audit_cosignature': 1, 'message': 6, 'tie': 3, 'person_status': 0,
          'sealed_message': 3, 'sealed_wrap': 2, 'sealed_key': 1, 'sealed_tie': 1, 'sealed_note': 1}
# Without these rows nothing is less true: an erased detail, a lost cosignature.
MAY_GO = {'audit_detail', 'audit_cosignature', 'audit_checkpoint'}


def load_verifier():
    loader = importlib.machinery.SourceFileLoader('kk_verify', VERIFY)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader('kk_verify', loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


class World:
    """An honest store with a past, what a witness knows of it, and a receipt."""

    def __init__(self, build):
        self.dir = common.scratch()
        self.data, self.witness = os.path.join(self.dir, 'data'), os.path.join(self.dir, 'witness')
        program = Program(common.demo_command(build, self.data, 3, 2))
        self.address = program.address
        self.key = self.get('/log/key').strip()
        made = subprocess.run([WITNESS, '--make-key', 'witness.example/one', '--dir', self.witness], check=True,
                              capture_output=True, text=True)
        self.witness_key = made.stdout.strip()
        subprocess.run([os.path.join(build, 'kinkeeper'), 'witness', 'add', self.witness_key, '--data', self.data],
                       check=True, capture_output=True)
        self.family = Caller(self.address, sign_in(self.address, 'family'))
        self.thread = self.family.api('GET', '/threads')[1]['threads'][0]['thread']
        self.live(150)
        self.look()
        self.old = self.copy(os.path.join(self.dir, 'old'))
        self.live(170)
        self.look()
        with open(os.path.join(self.witness, 'last'), encoding='utf-8') as f:
            self.known = f.read()
        self.receipt = self.some_receipt()
        self.live(7)
        program.stop()

    def get(self, path):
        caller = Caller(self.address)
        answer, got = caller.raw('GET', path)
        caller.close()
        if answer.status != 200:
            raise Trouble('%s answers %d' % (path, answer.status))
        return got.decode()

    def live(self, n):
        staff = Caller(self.address, sign_in(self.address, 'casemanager'))
        for i in range(n):
            status, got = self.family.api('POST', '/threads/%s/messages' % self.thread,
                                          {'body': 'Message %d' % i, 'agree': True})
            if status == 429 or status == 422:
                self.move('PT24H')
            elif status != 201:
                raise Trouble('a message is answered %d %s' % (status, got))
            if i % 10 == 0:
                staff.api('POST', '/people', {'words': 'Reyes %d' % i})
        staff.close()

    def move(self, by):
        caller = Caller(self.address)
        caller.raw('POST', '/demo/clock', 'advance=' + by,
                   {'Content-Type': 'application/x-www-form-urlencoded'})
        caller.close()
        self.family.token = sign_in(self.address, 'family')

    def look(self):
        """A checkpoint, and the witness looks at it."""
        self.move('PT2M')
        got = subprocess.run([WITNESS, '--dir', self.witness, '--log', 'http://' + self.address, '--key', self.key,
                              '--once'], capture_output=True, text=True)
        if got.returncode != 0:
            raise Trouble('the witness: ' + got.stdout + got.stderr)

    def some_receipt(self):
        auditor = Caller(self.address, sign_in(self.address, 'auditor'))
        entries = auditor.api('GET', '/audit?act=message.send')[1]['entries']
        text = auditor.api('GET', '/audit/%s/receipt' % entries[-1]['entry'])[1]['receipt']
        auditor.close()
        return text

    def copy(self, to):
        """The store as it is, in one file."""
        os.makedirs(to, exist_ok=True)
        path = os.path.join(to, 'kinkeeper.db')
        if os.path.exists(path):
            os.unlink(path)
        store = common.open_store(self.data)
        other = sqlite3.connect(path)
        store.backup(other)
        other.execute('PRAGMA journal_mode=DELETE')
        other.close()
        store.close()
        return to


# --- what somebody might do ---------------------------------------------------------------------

class Nothing(Exception):
    """It would change nothing, or the database itself refuses it."""


def row_of(db, chance, table):
    n = db.execute(f'SELECT count(*) FROM {table}').fetchone()[0]
    if n == 0:
        raise Nothing
    return db.execute(f'SELECT rowid FROM {table} LIMIT 1 OFFSET ?', (chance.randrange(n),)).fetchone()[0]


def pick(chance, without=()):
    return chance.choices(*zip(*[(t, w) for t, w in TABLES.items() if t not in without and w]))[0]


def other_value(chance, value):
    if isinstance(value, int):
        return chance.choice((value + 1, value - 1, value ^ (1 << chance.randrange(40)), 0))
    if isinstance(value, bytes):
        at = chance.randrange(len(value)) if value else 0
        return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1:] if value else b'x'
    if isinstance(value, str):
        at = chance.randrange(len(value) + 1)
        return chance.choice((value[:at] + 'x' + value[at:], value[:at] + value[at + 1:], ''))
    return chance.choice((1, b'\0' * 32, 'x'))


def edit(db, chance, world):
    table = pick(chance)
    names = [r[1] for r in db.execute(f'PRAGMA table_info({table})') if (table, r[1]) not in FREE]
    name, row = chance.choice(names), row_of(db, chance, table)
    old = db.execute(f'SELECT {name} FROM {table} WHERE rowid = ?', (row,)).fetchone()[0]
    if (table, name) == ('audit_row', 'salt') and db.execute(
            'SELECT 1 FROM audit_row a JOIN audit_row b ON b.form = a.form AND b.key = a.key AND b.rowid > a.rowid'
            ' WHERE a.rowid = ?', (row,)).fetchone():
        raise Nothing  # of what is replaced: it may be erased
    new = other_value(chance, old)
    db.execute(f'UPDATE {table} SET {name} = ? WHERE rowid = ?', (new, row))
    now = db.execute(f'SELECT {name} FROM {table} WHERE {name} IS ? ', (new,)).fetchone()
    if new == old or now is None:
        raise Nothing
    return f'{table}.{name} {old!r} -> {new!r}'


def delete(db, chance, world):
    table = pick(chance, MAY_GO)
    row = row_of(db, chance, table)
    db.execute(f'DELETE FROM {table} WHERE rowid = ?', (row,))
    return f'a row of {table}'


def insert(db, chance, world):
    """A copy of a row under another key."""
    table = pick(chance, MAY_GO | {'audit_form', 'log_witness'})
    columns = [(r[1], r[2], r[5]) for r in db.execute(f'PRAGMA table_info({table})')]
    row = list(db.execute(f'SELECT * FROM {table} WHERE rowid = ?', (row_of(db, chance, table),)).fetchone())
    for i, (name, kind, in_key) in enumerate(columns):
        if in_key or name == 'entry':
            row[i] = chance.randrange(1 << 40) if kind == 'INTEGER' else row[i]
    if table == 'tie':
        row[1:4] = row[1], row[2], row[3]
    db.execute(f'INSERT INTO {table} VALUES ({",".join("?" * len(row))})', row)
    return f'a row into {table}'


def swap(db, chance, world):
    table = pick(chance, {'audit_node', 'audit_form', 'audit_checkpoint', 'audit_cosignature'})
    a, b = row_of(db, chance, table), row_of(db, chance, table)
    names = [r[1] for r in db.execute(f'PRAGMA table_info({table})') if not r[5]]
    name = chance.choice(names)
    get = f'SELECT {name} FROM {table} WHERE rowid = ?'
    one, two = (db.execute(get, (r,)).fetchone()[0] for r in (a, b))
    if one == two:
        raise Nothing
    if (table, name) == ('audit_row', 'salt'):
        raise Nothing
    for row, value in ((a, two), (b, one)):
        db.execute(f'UPDATE {table} SET {name} = ? WHERE rowid = ?', (value, row))
    return f'{table}.{name} of two rows'


def cut(db, chance, world):
    """The tail goes, cleanly, with all that spoke of it: only what a witness kept knows."""
    known = int(world.known.split('\n')[1])
    size = chance.randrange(1, known)
    gone = [r[0] for r in db.execute('SELECT entry FROM audit_leaf WHERE idx >= ?', (size,))]
    for (form, key, what) in db.execute('SELECT form, key, what FROM audit_row WHERE entry IN (SELECT entry FROM'
                                        ' audit_leaf WHERE idx >= ?)', (size,)).fetchall():
        table, keys = db.execute('SELECT tbl, keys FROM audit_form WHERE id = ?', (form,)).fetchone()
        where = ' AND '.join(f'{k} = ?' for k in keys.split())
        db.execute(f'DELETE FROM {table} WHERE {where}', key.split('/'))
    for entry in gone:
        for table, column in (('audit_entry', 'id'), ('audit_row', 'entry'), ('audit_detail', 'entry'),
                              ('audit_leaf', 'entry')):
            db.execute(f'DELETE FROM {table} WHERE {column} = ?', (entry,))
    for table in ('audit_checkpoint', 'audit_cosignature'):
        db.execute(f'DELETE FROM {table} WHERE size > ?', (size,))
    db.execute('DELETE FROM audit_node WHERE (n + 1) << height > ?', (size,))
    return f'all from entry {size} on'


def rewrite(db, chance, world):
    """An entry is changed and every hash made anew, as somebody could who has read the format."""
    kk = world.kk
    columns = ', '.join(f'e.{c}' for c in kk.ENTRY)
    index = chance.randrange(int(world.known.split('\n')[1]))
    entry = db.execute('SELECT entry FROM audit_leaf WHERE idx = ?', (index,)).fetchone()[0]
    db.execute('UPDATE audit_entry SET actor = actor + 1 WHERE id = ?', (entry,))
    tree, nodes = kk.Tree(), []
    for i, *row in db.execute(f'SELECT l.idx, {columns} FROM audit_leaf l JOIN audit_entry e ON e.id = l.entry'
                              ' ORDER BY l.idx').fetchall():
        leaf = kk.leaf_of(kk.entry_bytes(i, row))
        tree.add(leaf, lambda h, n, v: nodes.append((v, h, n)))
        if i >= index:
            db.execute('UPDATE audit_leaf SET hash = ? WHERE idx = ?', (leaf, i))
    db.executemany('UPDATE audit_node SET hash = ? WHERE height = ? AND n = ?', nodes)
    return f'entry {index}, and every hash'


KINDS = {edit: 50, delete: 15, insert: 10, swap: 10, cut: 5, rewrite: 3}


# --- runs ----------------------------------------------------------------------------------------

class Judge:
    def __init__(self, world):
        self.world, self.kk = world, world.kk
        self.known = os.path.join(world.dir, 'known')
        with open(self.known, 'w', encoding='utf-8') as f:
            f.write(world.known)

    def status(self, *words):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = self.kk.main(list(words))
        return status, out.getvalue() + err.getvalue()

    def store(self, data):
        return self.status('--data', data, '--key', self.world.key, '--witness', self.world.witness_key,
                           '--known', self.known)

    def receipt(self, text):
        path = os.path.join(self.world.dir, 'receipt')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return self.status('--receipt', path, '--key', self.world.key)


def tamper_once(judge, honest, place, chance):
    shutil.copyfile(os.path.join(honest, 'kinkeeper.db'), os.path.join(place, 'kinkeeper.db'))
    kind = chance.choices(list(KINDS), KINDS.values())[0]
    db = sqlite3.connect(os.path.join(place, 'kinkeeper.db'), isolation_level=None)
    db.execute('PRAGMA synchronous=OFF')
    try:
        db.execute('BEGIN')
        told = kind(db, chance, judge.world)
        db.execute('COMMIT')
    except (Nothing, sqlite3.IntegrityError):
        return None
    finally:
        db.close()
    return f'{kind.__name__}: {told}', judge.store(place)


def forge(receipt, chance):
    """One letter of what is proved, or of the proof, is another."""
    end = receipt.index('\n\n', receipt.index('tlog-proof'))
    end = receipt.index('\n', receipt.index('\n\u2014 ', end) + 1)
    while True:
        at = chance.randrange(len('kinkeeper receipt v1\n\n'), end)
        letter = chance.choice('0123456789abcdefXYZ/+')
        if receipt[at] != letter and receipt[at] != '\n':
            return receipt[:at] + letter + receipt[at + 1:], at


def base64_same(one, two):
    """Base64 has spare bits at its end: another letter there says the same."""
    try:
        pairs = [(a, b) for a, b in zip(one.split('\n'), two.split('\n')) if a != b]
        return all(base64.b64decode(a.split(' ')[-1]) == base64.b64decode(b.split(' ')[-1]) for a, b in pairs)
    except ValueError:
        return False


class Fork(http.server.BaseHTTPRequestHandler):
    """Shows one tree; which, can be changed."""
    pages = {}

    def do_GET(self):
        body = self.pages.get(self.path)
        self.send_response(200 if body is not None else 404)
        self.end_headers()
        self.wfile.write(body or b'')

    def do_POST(self):
        self.rfile.read(int(self.headers['Content-Length']))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


def pages_of(kk, secret, name, leaves):
    """What a log of these leaves shows: its checkpoint, signed, and its tiles."""
    tree = kk.Tree()
    for leaf in leaves:
        tree.add(leaf)
    body = '%s\n%d\n%s\n' % (name, tree.size, base64.b64encode(tree.root()).decode())
    public = secret.public_key().public_bytes_raw() if hasattr(secret.public_key(), 'public_bytes_raw') else None
    if public is None:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
        public = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    number = hashlib.sha256(name.encode() + b'\n\1' + public).digest()[:4]
    line = '\u2014 %s %s\n' % (name, base64.b64encode(number + secret.sign(body.encode())).decode())
    key = '%s+%s+%s' % (name, number.hex(), base64.b64encode(b'\1' + public).decode())
    pages = {'/log/checkpoint': (body + '\n' + line).encode()}
    level, hashes = 0, leaves
    while hashes:
        for n in range(0, len(hashes), 256):
            some = hashes[n:n + 256]
            name_of = '%03d' % (n // 256) + ('' if len(some) == 256 else '.p/%d' % len(some))
            pages['/log/tile/%d/%s' % (level, name_of)] = b''.join(some)
        whole = [hashes[n:n + 256] for n in range(0, len(hashes) - 255, 256)]
        hashes = []
        for some in whole:
            t = kk.Tree()
            for h in some:
                t.add(h)
            hashes.append(t.root())
        level += 1
    return pages, key


def witnesses(world, chance, rounds):
    """A witness sees one past, then another: it must not sign the second, whatever the sizes.
    An honest log that grows by any steps is signed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    secret, kk = Ed25519PrivateKey.generate(), world.kk
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Fork)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = 'http://127.0.0.1:%d' % server.server_address[1]
    wrong = []
    for n in range(rounds):
        folder = os.path.join(world.dir, 'w%d' % n)
        subprocess.run([WITNESS, '--make-key', 'w.example', '--dir', folder], check=True, capture_output=True)
        size, more = chance.randrange(2, 700), chance.randrange(0, 400)
        one = [hashlib.sha256(b'%d' % i).digest() for i in range(size + more)]
        at = chance.randrange(size)
        two = [*one[:at], hashlib.sha256(b'another').digest(), *one[at + 1:]]
        shown = [(one[:size], 0), (one, 0), (two if chance.random() < 0.8 else one[:size - 1], 1)]
        for leaves, must in shown:
            Fork.pages, key = pages_of(kk, secret, 'fork.example', leaves)
            got = subprocess.run([WITNESS, '--dir', folder, '--log', url, '--key', key, '--once'],
                                 capture_output=True, text=True)
            if got.returncode != must:
                wrong.append('witness: %d of %d leaves: %d %s' % (len(leaves), size, got.returncode, got.stdout))
    server.shutdown()
    return wrong


def canaries(data):
    """Nothing that people said, and no name, is in what the log shows; only details hold it."""
    db = sqlite3.connect(os.path.join(data, 'kinkeeper.db'))
    said = {'Message 3', 'Reyes', 'Rosa', 'Marcus'}
    if not any('Reyes' in str(row) for row in db.execute('SELECT detail FROM audit_detail')):
        raise Trouble('the canaries are nowhere: nothing was tested')
    for table in ('audit_entry', 'audit_leaf', 'audit_node', 'audit_row', 'audit_form', 'audit_checkpoint',
                  'audit_cosignature', 'log_stage'):
        for row in db.execute(f'SELECT * FROM {table}'):
            told = ' '.join(v.decode('latin-1') if isinstance(v, bytes) else str(v) for v in row)
            if any(word in told for word in said):
                raise Trouble(f'{table} tells {told}')
    db.close()


def run(build, n, seed, rounds):
    chance = random.Random(seed)
    world = World(build)
    world.kk = load_verifier()
    judge = Judge(world)
    honest = world.copy(os.path.join(world.dir, 'honest'))
    place = os.path.join(world.dir, 'place')
    os.makedirs(place)
    for data in (world.data, honest):
        status, told = judge.store(data)
        if status != 0:
            raise Trouble('a false alarm: ' + told)
    canaries(honest)
    status, told = judge.receipt(world.receipt)
    if status != 0:
        raise Trouble('a false alarm: ' + told)
    if judge.store(world.old)[0] != 1:
        raise Trouble('an older store that was put back is not found out')
    missed, done = [], {}
    while sum(done.values()) < n and len(missed) < 5:
        got = tamper_once(judge, honest, place, chance)
        if got is None:
            continue
        what, (status, told) = got
        kind = what.split(':')[0]
        done[kind] = done.get(kind, 0) + 1
        if status != 1:
            missed.append('%s: %d %s' % (what, status, told))
        if sum(done.values()) % 100 == 0:
            say('T26 %d of %d' % (sum(done.values()), n), over=True)
    for _ in range(n // 4):
        text, at = forge(world.receipt, chance)
        if base64_same(text, world.receipt):
            continue
        done['forge'] = done.get('forge', 0) + 1
        if judge.receipt(text)[0] == 0:
            missed.append('forge: letter %d of the receipt' % at)
    missed += witnesses(world, chance, rounds)
    say('', over=True)
    if missed:
        raise Trouble('%d not found out (seed %s): %s' % (len(missed), seed, '; '.join(missed[:5])))
    return 'all found out, no false alarm: %s, %d witnesses shown a fork' % (
        ', '.join('%d %s' % (v, k) for k, v in sorted(done.items())), rounds)


def main():
    build, n = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = sys.argv[3] if len(sys.argv) > 3 else '26'
    try:
        print(run(build, n, seed, 4))
        print('1 passed, 0 failed')
        return 0
    except Trouble as e:
        print('FAILED T26: %s' % e)
        print('0 passed, 1 failed')
        return 1
    finally:
        common.clean_up()


if __name__ == '__main__':
    sys.exit(main())
