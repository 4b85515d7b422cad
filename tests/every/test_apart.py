#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two people whom an order keeps apart: no page and no answer shows one to the other.

    tests/every/test_apart.py KINKEEPER [GRAPHS [SEED]] [--database URL]

Makes random graphs of people (links, threads, groups, requests, households, children),
each name and text a canary; enters orders between people who know of each other, in a
random direction and scope; then asks for every route, as both, with every id of the other
that they could have kept (SECURITY.md T28). A route that a list or a count is added to is
asked for by itself, since the routes come from the program.

On PostgreSQL, at URL, the graphs grow one beside the other in one world; in a file each has its own.
"""
import base64
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

from tests import pg  # noqa: E402

DAY = 86400 * 1000
NOW = 1795183200000  # 2026-11-20T14:00:00Z, where the demo's clock stands
PEOPLE = 8  # of each side
ORDERS = 6
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good and failed < 20:
        print(f'FAILED {name}: {why}')


class Person:
    def __init__(self, id, account, inside, index):
        self.id, self.account, self.inside = id, account, inside
        self.token = base64.urlsafe_b64encode(hashlib.sha256(b'apart %d' % index).digest()).decode().rstrip('=')
        word = hashlib.sha256(b'name %d' % index).hexdigest()
        self.first, self.last = 'Cf' + word[:10], 'Cl' + word[10:20]
        self.body = 'Cb' + word[20:32]
        self.public, self.keeps = None, set()  # ids that others have seen

    def canaries(self):
        return [self.first, self.last, self.body] + ([self.public] if self.public else [])


# --- a graph -----------------------------------------------------------------------------

class Graph:
    def __init__(self, store, chance, start):
        self.db, self.chance, self.next = store, chance, start
        self.tenant = store.execute('SELECT min(id) FROM tenant').fetchone()[0]
        self.site = store.execute('SELECT min(id) FROM site WHERE tenant = ?', (self.tenant,)).fetchone()[0]
        self.thread = store.execute('SELECT max(id) FROM thread').fetchone()[0]
        self.people = [self.person(i, i % 2 == 0) for i in range(2 * PEOPLE)]
        self.inside = [p for p in self.people if p.inside]
        self.family = [p for p in self.people if not p.inside]
        self.pairs = set()

    def id(self):
        self.next += 1
        return self.next

    def person(self, i, inside):
        p = Person(self.id(), self.id(), inside, self.next)
        self.db.execute(
            'INSERT INTO person (id, tenant, kind, first_name, last_name, match_key, number, birth_date, site,'
            ' unit, lang, created_at, changed_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)',
            (p.id, self.tenant, 'inside' if inside else 'family', p.first, p.last, p.last.lower(),
             'N%d' % p.id if inside else None, 7000, self.site if inside else None, '', 'en', NOW, NOW))
        self.db.execute(
            'INSERT INTO account (id, tenant, person, roles, phone, phone_proved_at, phone_heard_at, created_at)'
            ' VALUES (?,?,?,?,?,?,?,?)',
            (p.account, self.tenant, p.id, 4 if inside else 1, None if inside else '+13%012d' % (p.id % 10**12),
             NOW, NOW, NOW))
        self.db.execute(
            'INSERT INTO session (hash, id, account, kind, assurance, created_at, seen_at, idle_ms, ends_at)'
            ' VALUES (?,?,?,?,?,?,?,?,?)',
            (hashlib.sha256(p.token.encode()).digest(), self.id(), p.account, 'token', 1, NOW, NOW, 365 * DAY,
             NOW + 365 * DAY))
        return p

    def talk(self, kind, members, asked=()):
        self.thread += 1
        key = self.thread << 24
        said = [p for p in members for _ in range(self.chance.randint(1, 2))]
        self.db.execute('INSERT INTO thread (id, tenant, site, kind, last_seq, last_at, made_at)'
                        ' VALUES (?,?,?,?,?,?,?)', (self.thread, self.tenant, self.site, kind, len(said), NOW, NOW))
        for p in members:
            self.db.execute('INSERT INTO thread_member (thread, person, side, last_at, agreed_at, unread)'
                            ' VALUES (?,?,?,?,?,?)', (self.thread, p.id, 'inside' if p.inside else 'family', NOW,
                                                      NOW, len(said)))
        for p in asked:
            self.db.execute('INSERT INTO group_invite (thread, person, at) VALUES (?,?,?)', (self.thread, p.id, NOW))
        for n, p in enumerate(said, 1):
            state = self.chance.choice(('delivered', 'delivered', 'read', 'checking', 'queued'))
            self.db.execute(
                'INSERT INTO message (key, thread, sender, body, lang, state, sent_at, due_at, state_at)'
                ' VALUES (?,?,?,?,?,?,?,?,?)', (key | n, self.thread, p.id, 'word ' + p.body, 'en', state,
                                                NOW - n * 1000, NOW, NOW))
            if state == 'checking':
                self.db.execute(
                    "INSERT INTO review (message, tenant, site, state, why, due_at, sender, receiver) VALUES"
                    " (?,?,?,'open','all',?,?,?)", (key | n, self.tenant, self.site, NOW, p.id, members[0].id))
        self.pairs |= {(a, b) for a in members for b in list(members) + list(asked) if a is not b}

    def link(self, inside, family):
        self.db.execute(
            'INSERT INTO tie (id, tenant, inside, family, relation, state, site, asked_at, due_at, starts_on)'
            " VALUES (?,?,?,?,'sibling','agreed',?,?,?,1)",
            (self.id(), self.tenant, inside.id, family.id, self.site, NOW, NOW))
        self.talk('family', [inside, family])

    def grow(self):
        for p in self.inside:
            near = self.chance.sample(self.family, self.chance.randint(2, 5))
            for f in near:
                self.link(p, f)
            if len(near) > 2:
                self.talk('group', [p] + near[:-1], near[-1:])
        for _ in range(3):
            home, some = self.id(), self.chance.sample(self.family, self.chance.randint(2, 3))
            self.db.execute('INSERT INTO household (id, tenant, name) VALUES (?,?,?)',
                            (home, self.tenant, 'Home'))
            for f in some:
                self.db.execute('INSERT INTO household_member (household, person, since) VALUES (?,?,1)',
                                (home, f.id))
            self.pairs |= {(a, b) for a in some for b in some if a is not b}


# --- asking --------------------------------------------------------------------------------

class Server:
    def __init__(self, program, data, more=()):
        self.process = subprocess.Popen([program, 'demo', '--listen', '127.0.0.1:0', '--data', data, *more],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().split('//')[1].strip()
        self.line = http.client.HTTPConnection(self.address, timeout=30)

    def ask(self, token, path, body=None, page=False):
        headers = {'Cookie': f'kin={token}.en'} if page else {'Authorization': 'Bearer ' + token}
        if body is not None:
            headers['Content-Type'] = 'application/json'
            headers['Idempotency-Key'] = hashlib.sha256(json.dumps([token, path, body]).encode()).hexdigest()
        self.line.request('GET' if body is None else 'POST', path if page else '/api/v1' + path,
                          None if body is None else json.dumps(body), headers)
        answer = self.line.getresponse()
        return answer.status, answer.read().decode()

    def sign_in(self, persona):
        self.line.request('POST', '/demo/sign-in', json.dumps({'persona': persona}),
                          {'Content-Type': 'application/json', 'Accept': 'application/json'})
        return json.loads(self.line.getresponse().read())['token']

    def stop(self):
        self.line.close()
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def routes_of(program):
    for route in json.loads(subprocess.check_output([program, 'routes', '--json']))['routes']:
        talks = {'family', 'inside', 'signed'} & set(route['who'].split())
        if route['method'] == 'GET' and talks and route['op'] not in ('events.watch', 'openapi.show'):
            yield route['path'], route['faces']


def seen_by(server, p):
    """Every id that somebody's own answers hold before there is an order."""
    found = {}
    for path, name in (('/threads', 'thread'), ('/groups', 'thread'), ('/ties', 'person'), ('/ties', 'tie'),
                       ('/household', 'person'), ('/threads', 'person')):
        status, body = server.ask(p.token, path)
        if status == 200:
            found.setdefault(name, set()).update(re.findall(r'"%s":"([0-9a-z]{26})"' % name, body))
    for thread in list(found.get('thread', ())):
        status, body = server.ask(p.token, f'/threads/{thread}/messages')
        if status == 200:
            found.setdefault('message', set()).update(re.findall(r'"message":"([0-9a-z]{26})"', body))
    return found


def look(server, routes, viewer, other, ids):
    """No answer to `viewer` holds anything of `other`."""
    for path, faces in routes:
        name = re.search(r'\{(\w+)\}', path)
        wheres = [path] if not name else [path.replace('{%s}' % name.group(1), i)
                                          for i in sorted(ids.get(name.group(1), ()))]
        for where in wheres:
            for page in ([] if faces == 'api' else [True]) + ([] if faces == 'page' else [False]):
                status, body = server.ask(viewer.token, where, page=page)
                leaks = [c for c in other.canaries() if c in body]
                check(f'{path} {"page" if page else "api"} hides', not leaks and status < 500,
                      f'{where} {status} {leaks}')
    status, body = server.ask(viewer.token, '/search', {'words': other.body[:10]})
    check('a search hides', other.body not in body and other.first not in body, body[:200])
    check('pages are looked at', server.ask(viewer.token, '/home', page=True)[0] == 200)
    threads = json.loads(server.ask(viewer.token, '/threads')[1])['threads']
    home = json.loads(server.ask(viewer.token, '/home')[1])
    check('a count tells nothing', home['unread'] == sum(t['unread'] for t in threads),
          f'{home} {[t["unread"] for t in threads]}')
    status, _ = server.ask(viewer.token, '/threads', {'person': other.public})
    nobody, _ = server.ask(viewer.token, '/threads', {'person': viewer.public})
    check('writing answers as to nobody', status in (404, 422) and status == nobody, f'{status} {nobody}')


class World:
    """What each graph begins with: a copy of a file, or PostgreSQL as the graphs before left it."""

    def __init__(self, program, scratch, url):
        self.program, self.url, self.base = program, url, os.path.join(scratch, 'base')
        self.more = ('--database', url) if url else ()
        if url:
            pg.empty(url)
        Server(program, self.base, ('--families', '1', '--weeks', '1', *self.more)).stop()

    def grown(self, chance, start, grow, ask):
        """Fills a graph by grow(graph), serves it and calls ask(server, graph)."""
        with tempfile.TemporaryDirectory() as scratch:
            data = self.base if self.url else os.path.join(scratch, 'd')
            if not self.url:
                shutil.copytree(self.base, data, ignore=shutil.ignore_patterns('*.sock'))
            store = pg.Store(self.url) if self.url else sqlite3.connect(os.path.join(data, 'kinkeeper.db'))
            store.execute('BEGIN')
            graph = Graph(store, chance, start)
            grow(graph)
            store.commit()
            store.close()
            server = Server(self.program, data, self.more)
            try:
                ask(server, graph)
            finally:
                server.stop()


def judge(world, chance, number):
    routes = list(routes_of(world.program))
    world.grown(chance, 5 * 10**18 + number * 10**6, Graph.grow,
                lambda server, graph: keep_apart(server, routes, graph, chance))


def keep_apart(server, routes, graph, chance):
    office = server.sign_in('privacy')
    kept = {p: seen_by(server, p) for p in graph.people}
    pairs = chance.sample(sorted(graph.pairs, key=lambda x: (x[0].id, x[1].id)), ORDERS)
    for p in {p for pair in pairs for p in pair}:
        status, body = server.ask(office, '/orders/find', {'words': p.last})
        p.public = json.loads(body)['people'][0]['person']
    for one, other in pairs:
        scope = chance.choice(('message', 'third_party', 'existence'))
        status, body = server.ask(office, '/orders', {
            'kind': 'no_contact', 'court': 'Court', scope: True, 'restrained': [one.public],
            'protected': [other.public], 'note': '%d %d' % (one.id, other.id)})
        check('an order is entered', status == 201, body)
    for one, other in pairs:
        ids = {name: kept[one].get(name, set()) | kept[other].get(name, set())
               for name in set(kept[one]) | set(kept[other])}
        ids['person'] = ids.get('person', set()) | {one.public, other.public}
        look(server, routes, one, other, ids)
        look(server, routes, other, one, ids)


def can_fail(world):
    """Without an order the same look finds something."""
    def ask(server, graph):
        _, body = server.ask(graph.family[0].token, '/threads')
        check('without an order the other is seen', any(c in body for c in graph.inside[0].canaries()), body[:300])
    world.grown(random.Random(1), 6 * 10**18 + 9 * 10**11, lambda graph: graph.link(graph.inside[0], graph.family[0]), ask)


def main():
    args, url = sys.argv[1:], None
    if '--database' in args:
        at = args.index('--database')
        url = args[at + 1]
        del args[at:at + 2]
    program, graphs = os.path.abspath(args[0]), int(args[1]) if len(args) > 1 else 3
    seed = int(args[2]) if len(args) > 2 else 0
    with tempfile.TemporaryDirectory() as scratch:
        world = World(program, scratch, url)
        can_fail(world)
        for n in range(graphs):
            judge(world, random.Random(seed + n), n)
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


if __name__ == '__main__':
    main()
