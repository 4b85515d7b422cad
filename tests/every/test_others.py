#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one person's pages hold is of no use to another (SECURITY.md T21).

    tests/every/test_others.py KINKEEPER [PART]      of every PART routes one is tried; ./chaos T21 tries all

Every id, cursor, number and key that the pages and answers of some hold is sent by thieves
(a family and staff of another agency, people of the same agency who are linked to nobody of
theirs, somebody whom an order keeps away) in every part of every route: its path, its query,
its fields and its headers. Each answer must be that to an id that nobody has ever had: the
same status, the same length, the same words, and nothing written that is not written then.
"""
import os
import random
import re
import subprocess
import sys
import tempfile
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(os.path.dirname(HERE)))

from tests.every import world as w  # noqa: E402

OWNERS = ('family', 'inside', 'casemanager', 'privacy')
MOST = 2  # of each kind, for each place: the same rule answers for all of them
OPEN = {'site'}  # kinds that anybody may know: a kiosk's address holds one
QUERY = ('before', 'after', 'from', 'person', 'thread', 'message', 'child', 'q', 'for', 'cursor')
HEADERS = ('Idempotency-Key', 'Last-Event-ID', 'X-Request-Id', 'If-None-Match')
# What is drawn anew at each call: its length alone is compared.
FRESH = {'recovery.make', 'pin.issue', 'user.setup', 'user.app', 'user.invite', 'seal.key_make', 'seal.code_make'}
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good and failed < 40:
        print(f'FAILED {name}: {why}')


class Loot:
    """What the owners' answers hold: ids by kind, and other values."""

    def __init__(self, world):
        self.ids, self.values, self.mine = {}, set(), w.Ids(world.data)
        self.kinds = {n: k for k, n in self.mine.kinds.items()}

    def look(self, text):
        found = set(re.findall(r'(?<![0-9a-z])[0-9a-hjkmnp-tv-z]{26}(?![0-9a-z])', text))
        for text_id, kind in zip(found, self.kinds_of(list(found))):
            if kind and kind not in OPEN:
                self.ids.setdefault(kind, set()).add(text_id)
        self.values |= set(re.findall(r'name="idempotency_key" value="([^"]+)"', text)[:1])
        self.values |= set(re.findall(r'\bN[0-9]{10,}\b', text)[:3])

    def kinds_of(self, texts):
        if not texts:
            return []
        value = {c: i for i, c in enumerate(self.mine.letters)}
        blocks = b''
        for text in texts:
            n = 0
            for c in text:
                n = n << 5 | value[c]
            blocks += (n & (1 << 128) - 1).to_bytes(16, 'big')
        plain = subprocess.run(['openssl', 'enc', '-d', '-aes-256-ecb', '-nopad', '-K', self.mine.key], input=blocks,
                               stdout=subprocess.PIPE, check=True).stdout
        return [self.kinds.get(int.from_bytes(plain[i:i + 2], 'big')) if plain[i + 2:i + 8] == bytes(6) else None
                for i in range(0, len(plain), 16)]


def plain(text):
    """An answer without what is drawn anew each time."""
    text = re.sub(r'class="phrase"[^>]*>[^<]*<', '', text)  # words to choose
    text = re.sub(r'CreationDate \(D:[0-9]+Z\)', '', text)  # of a PDF
    text = re.sub(r'name="(form_token|idempotency_key)" value="[^"]*"', '', text)
    return re.sub(r'[0-9a-z]{26}', 'ID', text)


class Theft:
    def __init__(self, world, server, routes, loot, chance):
        self.world, self.server, self.routes, self.loot, self.chance = world, server, routes, loot, chance
        self.nobodys = {}
        for n, kind in enumerate(sorted(loot.ids)):
            self.nobodys[kind] = loot.mine.public([(kind, 4 * 10**18 + n)])[0]
        self.kind_of = {id: kind for kind, ids in loot.ids.items() for id in ids}

    def tries(self, route):
        """(where, what was stolen, what nobody has, how to ask) of each place of a route."""
        none = {k: self.nobodys.get('person' if k == 'other' else k, '0' * 26) for k in re.findall(r'\{(\w+)\}', route['path'])}
        for name in none:
            kind = 'person' if name == 'other' else name
            for id in self.some(kind) + self.strange(kind):
                yield f'path {name}', lambda v, n=name: (w.place_of(route, {**none, n: v}), self.body(route, {}), {}), id, \
                    self.nobodys[self.kind_of[id]]
        path = w.place_of(route, none)
        for name, field in route['fields'].items():
            many = field.get('type') == 'array'
            kind = w.ALIAS.get(name, name)
            if field.get('type') != 'string' and not many or 'enum' in field or 'format' in field:
                continue
            ids = self.some(kind) if 'pattern' in field or many else self.strange(kind)[:1] + sorted(self.loot.values)[:1]
            for id in ids:
                yield f'field {name}', lambda v, n=name, m=many: (path, self.body(route, {n: [v] if m else v}), {}), id, \
                    self.nobodys[self.kind_of[id]] if id in self.kind_of else id[:-1] + ('z' if id[-1] != 'z' else 'y')
        if route['method'] == 'GET' and not none:
            for name in QUERY:
                for id in self.strange('')[:2] + self.some(name)[:1]:
                    yield f'query {name}', lambda v, n=name: (f'{path}?{n}={v}', {}, {}), id, \
                        self.nobodys[self.kind_of[id]]
        if route['method'] == 'POST':
            for name in HEADERS:
                for value in sorted(self.loot.values)[:1] + self.strange('')[:1]:
                    yield f'header {name}', lambda v, n=name: (path, self.body(route, {}), {n: v}), value, \
                        value[:-1] + ('z' if value[-1] != 'z' else 'y')

    def some(self, kind):
        return sorted(self.loot.ids.get(kind, ()))[:MOST]

    def strange(self, kind):
        """Ids of other kinds."""
        other = sorted(k for k in self.loot.ids if k != kind)
        return [sorted(self.loot.ids[k])[0] for k in self.chance.sample(other, min(2, len(other)))]

    def body(self, route, more):
        return {**w.body_of(route, self.nobodys), **more} if route['method'] == 'POST' else {}

    def ask(self, thief, route, how, value, page):
        """((status, words, where to), tables written)."""
        path, body, headers = how(value)
        status, text, to = self.server.ask(thief.token, route['method'], path, body, page, headers)
        if 'no_such_page' in text and not page:
            self.closed.add((route['op'], thief.stem))
        text = plain(text.replace(value, 'VALUE').replace(urllib.parse.quote(value), 'VALUE'))
        wrote = self.world.restore() if route['method'] == 'POST' else []
        return (status, len(text) if route['op'] in FRESH else text, plain(to.replace(value, 'VALUE'))), wrote

    def as_to_nobody(self, thief, route, where, how, none, page):
        key = route['op'], where, none, thief.stem, page
        if key not in self.answers:
            self.answers[key] = self.ask(thief, route, how, none, page)
        return self.answers[key]

    def all(self):
        """Whom the door keeps out is asked once of each route: test_relations.py tries the doors."""
        self.closed, self.answers = set(), {}
        for route in self.routes:
            self.world.restore()  # what a look at the one before left behind
            faces = ([False] if route['faces'] != 'page' else []) + ([True] if route['faces'] != 'api' else [])
            for where, how, value, none in self.tries(route):
                for thief in self.world.thieves:
                    if (route['op'], thief.stem) in self.closed:
                        continue
                    for page in faces[:1] if where[0] in 'hf' else faces:  # fields are read alike on both
                        self.compare(thief, route, where, how, value, none, page)

    def compare(self, thief, route, where, how, value, none, page):
        got, wrote = self.ask(thief, route, how, value, page)
        as_none, wrote_then = self.as_to_nobody(thief, route, where, how, none, page)
        name = f'{route["op"]}, {where}, by {thief.stem}, {"page" if page else "api"}'
        check(f'{name}: no read and no sign that it exists', got == as_none,
              (value, got[0], as_none[0], got == as_none or first_difference(str(got[1]), str(as_none[1]))))
        check(f'{name}: no write', wrote == wrote_then, (wrote, wrote_then))


def first_difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return a[max(0, at - 40):at + 60], b[max(0, at - 40):at + 60]


def harvest(world, server, routes):
    loot = Loot(world)
    for role in OWNERS:
        owner = world.viewers[role]
        for route in routes:
            if route['method'] != 'GET':
                continue
            for page in (False, True):
                if route['faces'] == ('page', 'api')[page]:
                    continue
                for relation in ('own', 'linked', 'caseload') if '{' in route['path'] else ('own',):
                    status, body, _ = server.ask(owner.token, 'GET', w.place_of(route, owner.relations[relation].things), page=page)
                    if status == 200:
                        loot.look(body)
    world.restore()
    return loot


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        data = os.path.join(scratch, 'd')
        w.make_demo(program, data)
        world = w.World(data)
        server = w.Server(program, data)
        try:
            world.keep()
            routes = list(w.routes_of(program))
            loot = harvest(world, server, routes)
            check('there is something to steal', len(loot.ids) > 15 and len(loot.values) > 2, sorted(loot.ids))
            part = int(sys.argv[2]) if len(sys.argv) > 2 else 1
            Theft(world, server, routes[::part], loot, random.Random(1)).all()
        finally:
            server.stop()
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


if __name__ == '__main__':
    main()
