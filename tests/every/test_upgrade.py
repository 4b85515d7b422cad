#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A store of an earlier schema becomes one of today's, whole, also when that is interrupted.

    tests/every/test_upgrade.py KINKEEPER

The old store is made from the first migrations and filled from a demo of today, as far as
its tables had the columns then. It is carried over in one go, and from every schema between
on, as after a stop there: all ways end with the same rows (SECURITY.md T34). A store that is
newer than the program is left alone.
"""
import glob
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import json
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIRST = 4  # the first schema that anybody had a store of
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print(f'FAILED {name}: {why}')


def migrations():
    for path in sorted(glob.glob(os.path.join(ROOT, 'migrations', '*.sql'))):
        with open(path, encoding='utf-8') as file:
            name = os.path.basename(path)
            yield int(name[:4]), name[5:-4], file.read()


def for_sqlite(sql):
    """As lib/db/migrate.c does it."""
    sql = re.sub(r'\bBIGINT\b', 'INTEGER', re.sub(r'\bBYTEA\b', 'BLOB', sql))
    return sql.replace('\n);', '\n) STRICT;')


def lift(store, to):
    """Applies what is missing up to one migration."""
    store.execute('CREATE TABLE IF NOT EXISTS schema_version (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)')
    have = store.execute('SELECT coalesce(max(number), 0) FROM schema_version').fetchone()[0]
    for number, name, sql in migrations():
        if have < number <= to:
            store.executescript(for_sqlite(sql))
            store.execute('INSERT INTO schema_version (number, name) VALUES (?, ?)', (number, name))
    store.commit()


def columns_of(store, table):
    return [row[1] for row in store.execute(f'PRAGMA table_info({table})')]


def tables_of(store):
    return [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'"
                                            " ORDER BY name")]


def fill(old, new):
    """Every row of today's store that the old one could hold."""
    for table in tables_of(old):
        known = columns_of(new, table)
        both = [c for c in columns_of(old, table) if c in known]
        if not both:
            continue
        names, marks = ', '.join(both), ', '.join('?' * len(both))
        if table in ('message', 'draft'):  # sealed only later: old texts are read as they are
            names = names.replace('body', "'An old letter' AS body")
        for row in new.execute(f'SELECT {names} FROM {table}').fetchall():
            try:
                old.execute(f'INSERT OR IGNORE INTO {table} ({", ".join(both)}) VALUES ({marks})', row)
            except sqlite3.IntegrityError:
                pass  # a kind of thing that was not there then
    old.commit()


def rows_of(path):
    with sqlite3.connect(path) as store:
        return {t: sorted(map(repr, store.execute(f'SELECT * FROM {t}').fetchall())) for t in tables_of(store)}


def ask(base, path, body=None, token=None):
    request = urllib.request.Request(base + path, data=None if body is None else json.dumps(body).encode())
    request.add_header('Accept', 'application/json')
    if body is not None:
        request.add_header('Content-Type', 'application/json')
    if token:
        request.add_header('Authorization', 'Bearer ' + token)
    return json.loads(urllib.request.urlopen(request, timeout=30).read())


def demo(program, data):
    run = subprocess.Popen([program, 'demo', '--listen', '127.0.0.1:0', '--data', data, '--families', '3', '--weeks', '4'],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return run, run.stdout.readline().split()[1]


def stop(run):
    run.terminate()
    run.wait()
    run.stdout.close()


def made_old(program, scratch):
    today = os.path.join(scratch, 'today')
    run, _ = demo(program, today)
    stop(run)
    old = os.path.join(scratch, 'old')
    shutil.copytree(today, old, ignore=shutil.ignore_patterns('*.sock', 'kinkeeper.db*'))
    with sqlite3.connect(os.path.join(old, 'kinkeeper.db')) as store:
        lift(store, FIRST)
        with sqlite3.connect(os.path.join(today, 'kinkeeper.db')) as new:
            fill(store, new)
    return old


def migrate(program, data):
    return subprocess.run([program, 'migrate', '--data', data], capture_output=True, text=True)


def carried_over(program, old, scratch):
    """In one go, and from each schema on; the rows of the first way."""
    before = rows_of(os.path.join(old, 'kinkeeper.db'))
    newest = max(n for n, _, _ in migrations())
    whole = None
    for start in range(FIRST, newest + 1):
        data = os.path.join(scratch, 'from%d' % start)
        shutil.copytree(old, data)
        with sqlite3.connect(os.path.join(data, 'kinkeeper.db')) as store:
            lift(store, start)
        done = migrate(program, data)
        check(f'a store of schema {start} is carried over', done.returncode == 0, done.stderr[-300:])
        rows = rows_of(os.path.join(data, 'kinkeeper.db'))
        whole = whole or rows
        for table in whole:
            check(f'{table} is the same from schema {start} on', rows.get(table) == whole[table])
        again = migrate(program, data)
        check('a second time changes nothing', again.returncode == 0 and
              rows_of(os.path.join(data, 'kinkeeper.db')) == rows, again.stderr[-300:])
    for table in ('person', 'account', 'tie', 'thread', 'thread_member', 'message', 'review', 'barrier'):
        check(f'no {table} is lost', len(before[table]) == len(whole[table]) > 0,
              f'{len(before[table])} {len(whole[table])}')
    check('there is something to carry over', len(before['message']) > 20, len(before['message']))
    return os.path.join(scratch, 'from%d' % FIRST), newest


def is_used(program, data):
    run, base = demo(program, data)
    try:
        token = ask(base, '/demo/sign-in', {'persona': 'family'})['token']
        threads = ask(base, '/api/v1/threads', token=token)['threads']
        check('threads are there', len(threads) > 0)
        found = ask(base, f'/api/v1/threads/{threads[0]["thread"]}/messages', token=token)['messages']
        check('messages can be read', len(found) > 0 and all(m['body'] for m in found))
    finally:
        stop(run)


def newer_is_left_alone(program, data, newest):
    path = os.path.join(data, 'kinkeeper.db')
    with sqlite3.connect(path) as store:
        store.execute('INSERT INTO schema_version (number, name) VALUES (?, ?)', (newest + 1, 'of_tomorrow'))
    before = rows_of(path)
    for command in (['migrate'], ['serve', '--listen', '127.0.0.1:0'], ['user', 'list']):
        done = subprocess.run([program, *command, '--data', data], capture_output=True, text=True, timeout=60)
        check(f'{command[0]} refuses a store of tomorrow', done.returncode not in (0, None), done.stdout[-200:])
    check('and leaves it as it was', rows_of(path) == before)


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        old = made_old(program, scratch)
        data, newest = carried_over(program, old, scratch)
        is_used(program, data)
        newer_is_left_alone(program, data, newest)
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


if __name__ == '__main__':
    main()
