#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing that is sent is a fault of the server: every act, every field, the worst words.

    tests/every/test_hostile.py KINKEEPER [EVERY [OP-BEGINS-WITH]]

EVERY 4 sends a quarter of it all, 1 (without it) the whole.

Each act of the program is sent as somebody who may do it, about somebody who is theirs, with
one field at a time turned bad: a list that names one person twice or a thousand, another
thing's id, times at both ends of the calendar, numbers that do not fit, text that turns
round, ends early or is no text at all. Every answer must be one that the program meant:
below 500, by page and by API.
"""
import concurrent.futures
import json
import os
import sys
import tempfile
from urllib.parse import quote

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(os.path.dirname(HERE)))

from tests.every import world as w  # noqa: E402

RELATIONS = ('own', 'linked', 'caseload')
PAIRS = {'restrained': 'person', 'protected': 'other', 'one': 'person', 'other': 'other'}
SPECIAL = {'document': 'ab' * 32, 'words': 'some words of ours', 'answer': 'some words of ours',
           'reason': 'some words of ours', 'address': '1 Hidden Street, Nowhere', 'hash': 'ab' * 32}
passed = failed = 0

TEXTS = ['', ' ', '\u202eevil', 'a\u0000b', '\ud800', 'x' * 70000, "'; DROP TABLE person; --", '\u2066x', '\x1b[2J',
         '\r\nLocation: //evil', '%00', '{{ t x }}', '<script>', 7, None, True, [], {}, ['a', 'b']]
DATES = ['9999-12-31', '0001-01-01', '10000-01-01', '-001-01-01', '2026-02-30', '0000-00-00', '99999999999-01-01', 'x', '', 0, None, 1e300]
TIMES = ['9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z', '2026-11-19T24:60:60Z', '2026-11-19T10:00:00+99:99', 'now',
         '', -1, 9223372036854775807, None]
NUMBERS = [-1, 0, 2**31, 2**63 - 1, -2**63, 2**63, 1e308, 1.5, None, True, '1', '', [], '999999999999999999999']
BOOLS = [None, 'x', 2, '', [], False]


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good and failed < 80:
        print(f'FAILED {name}: {why}')


def whole(route, things):
    """What the act asks for, and all that it takes besides."""
    body = w.body_of(route, things)
    for name, field in route['fields'].items():
        if name in PAIRS:
            body[name] = [things[PAIRS[name]]] if field.get('type') == 'array' else things[PAIRS[name]]
        if name in SPECIAL:
            body[name] = SPECIAL[name]
        if name == 'people' and field.get('type') == 'array':
            body[name] = [things['person'], things['other']]
        if name in body and field.get('format') == 'date-time':
            body[name] = '2026-12-15T10:00:00Z'
        if name in body or 'pattern' in field:
            continue
        body[name] = {'boolean': True, 'integer': 1, 'array': []}.get(field.get('type')) or (
            (field.get('enum') or [{'date': '2026-12-15', 'date-time': '2026-12-15T10:00:00Z'}.get(field.get('format'), 'a word')])[0])
    return body


def bad(field, good, others):
    """What a field can be sent as."""
    if field.get('type') == 'array':
        one = good[0] if good else others[0]
        return [[one, one], [one] * 1000, [], [others[0]], [others[1], one], [None], [1], 'x', None, ['x' * 5000]]
    if 'pattern' in field:
        return [*others, str(good)[:-1], str(good) + '0', str(good).upper(), '', None, 0, [good], '\u202e', 'x' * 5000]
    by = {'date': DATES, 'date-time': TIMES}.get(field.get('format'))
    return by or {'integer': NUMBERS, 'boolean': BOOLS}.get(field.get('type'), TEXTS)


class Sweep:
    def __init__(self, world, server, every):
        self.world, self.server, self.every, self.n = world, server, every, 0

    def send(self, route, viewer, of, body, page=False):
        path = w.place_of(route, of.things)
        if page:
            body = {k: ('' if v is None else json.dumps(v) if isinstance(v, (dict, float)) else v) for k, v in body.items()}
            body = {(k + '[]' if isinstance(v, list) else k): [quote(str(x)) for x in v] if isinstance(v, list)
                    else v if isinstance(v, bool) else quote(str(v)) for k, v in body.items()}
        return self.server.ask(viewer.token, 'POST', path, body, page)

    def best(self, route):
        """Who may do it, about whom: the first whom the act is nearest to being done for."""
        found = None
        for viewer in self.world.viewers.values():
            for relation in RELATIONS:
                of = viewer.relations[relation]
                status = self.send(route, viewer, of, whole(route, of.things))[0]
                self.world.restore()
                check(f'{route["op"]} as {viewer.role}, {relation}', status < 500, status)
                if status in (200, 201, 202, 204, 303):
                    return viewer, of
                if status in (400, 409, 422) and found is None:
                    found = viewer, of
        return found

    def row(self, route):
        best = self.best(route)
        if best is None:
            return
        viewer, of = best
        others = [self.world.nobodys['person'], of.things['thread'], viewer.relations['other'].things['person'],
                  viewer.relations['restrained'].things['person']]
        good = whole(route, of.things)
        for name, field in route['fields'].items():
            for value in bad(field, good.get(name), others):
                for page in (False, True):
                    self.n += 1
                    if self.n % self.every or page and (route['faces'] == 'api' or isinstance(value, str) and '\ud800' in value):
                        continue
                    status, body, _ = self.send(route, viewer, of, {**good, name: value}, page)
                    shown = str(value)[:40].encode('unicode_escape').decode()
                    check(f'{route["op"]} as {viewer.role}, {name}={shown}, {"page" if page else "api"}', status < 500,
                          f'{status} {body[:160]}')
                    self.world.restore()


def sweep(program, turn, every, begins):
    with tempfile.TemporaryDirectory() as data:
        w.make_demo(program, data + '/d')
        world = w.World(data + '/d')
        server = w.Server(program, data + '/d')
        try:
            world.keep()
            all_of_it = Sweep(world, server, every)
            for route in list(w.routes_of(program))[turn::2]:
                if route['method'] == 'POST' and route['op'].startswith(begins):
                    all_of_it.row(route)
            return passed, failed
        finally:
            server.stop()


def main():
    program = os.path.abspath(sys.argv[1])
    every = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begins = sys.argv[3] if len(sys.argv) > 3 else ''
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        both = list(pool.map(sweep, [program] * 2, (0, 1), [every] * 2, [begins] * 2))
    print(f'{sum(b[0] for b in both)} passed, {sum(b[1] for b in both)} failed')
    sys.exit(any(b[1] for b in both))


if __name__ == '__main__':
    main()
