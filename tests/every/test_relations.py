#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The authorisation matrix: every route × every role × every relation × both faces (SECURITY.md T20).

    tests/every/test_relations.py KINKEEPER [--update]

tests/every/relations.txt says what is expected; people read it and its changes. The routes
come from the program, so that a new one is asked for by itself. What an act changed is put
back before the next cell: no cell rests on another. Besides the answer of each cell it is
checked that both faces answer alike, that what is done or looked at left exactly one entry
in the audit log, that what was refused changed nothing, and that no answer holds a
word of whoever may not be known.
"""
import concurrent.futures
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(os.path.dirname(HERE)))

from tests.every import world as w  # noqa: E402

TABLE = os.path.join(HERE, 'relations.txt')
HEAD = '''SPDX-License-Identifier: AGPL-3.0-or-later
# The authorisation matrix (tests/every/test_relations.py). A line is a route and a role; then a letter for each
# relation of whoever asks to the person whose the thing is (or who is named in what is sent):
#   own  linked  caseload  unlinked  other  restrained  revoked  expired
# linked: in touch by an agreed tie (staff: with somebody at their site). caseload: staff's person at their site, or
# for a family or somebody inside the case manager who writes with them. unlinked: same agency, no tie, another site.
# other: another agency. restrained: as linked or caseload, and an order in force. revoked: the tie was ended and the
# consent taken back. expired: tie, consent, emergency access and cover ran out.
#   y  shown or done        w  what was sent was looked at first, or it is not in a state for it: nothing done
#   -  as if not there      x  said to be not allowed         s  sign in first
# Behind a slash: the relations of the people whose names or words an answer held (o l c u t r v e, t is other).
# A route whose path and fields name nobody has one letter. A role that is not listed is told "no such page".
'''
SHORT = dict(zip(w.RELATIONS, 'olcutrve'))
KEY_FIRST = {'seal.read'}  # its page says that a key must be made, and where; the API refuses
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good and failed < 60:
        print(f'FAILED {name}: {why}')


def letter(status, body, to, page):
    if status == 401 or status == 303 and to.split('?')[0] in ('/sign-in', '/staff', '/kiosk'):
        return 's'
    if to.startswith(('/sealed/open', '/sealed/key')) or page and 'action="/sealed/open"' in body:
        return 'w'  # its key first
    if status in (200, 201, 202, 204, 303):
        return 'y'
    return {404: '-', 403: 'x', 400: 'w', 409: 'w', 422: 'w', 429: 'w'}.get(status, f'!{status}')


def faces_of(route):
    return ([False] if route['faces'] != 'page' else []) + ([True] if route['faces'] != 'api' else [])


class Matrix:
    def __init__(self, world, server):
        self.world, self.server = world, server

    def cell(self, route, viewer, relation):
        """The letter of one cell, and whose words its answers held."""
        of = viewer.relations[relation]
        letters, bodies = [], ''
        for page in faces_of(route):
            before = self.world.entries_of(viewer)
            status, body, to = self.server.ask(viewer.token, route['method'], w.place_of(route, of.things),
                                               w.body_of(route, of.things), page)
            one = letter(status, body, to, page)
            name = f'{route["op"]} as {viewer.role}, {relation}, {"page" if page else "api"}'
            check(f'{name} is no fault', one in 'yw-xs', f'{status} {body[:200]}')
            self.entries(route, viewer, name, one, self.world.entries_of(viewer) - before)
            letters.append(one)
            self.at_the_door = one != '-' or 'no_such_page' not in body
            bodies += body
            if route['method'] == 'POST' and self.at_the_door:
                left = self.world.restore()
                looked = [] if relation == 'other' else ['ledger_line']  # a look is told of
                check(f'{name} is refused and changes nothing', one == 'y' or left in ([], looked), left)
        if len(letters) == 2:
            alike = letters[0] == letters[1] or (route['op'] in KEY_FIRST and letters == ['w', 'y'])
            check(f'{route["op"]} as {viewer.role}, {relation}: both faces answer alike', alike, letters)
        seen = {r for r, s in viewer.relations.items() if r != 'own' and s.canary in bodies}
        return letters[0], seen

    def entries(self, route, viewer, name, one, n):
        if one == 'y' and route['audit'] != 'none':
            check(f'{name} leaves one entry in the audit log', n == 1, n)
        if route['audit'] == 'none':
            check(f'{name} leaves no entry', n == 0, n)

    def row(self, route, viewer):
        named = '{' in route['path'] or any(k in ('person', 'account') or 'pattern' in f or f.get('type') == 'array'
                                            for k, f in route['fields'].items())
        relations = w.RELATIONS if named else ('own',)
        cells = [self.cell(route, viewer, r) for r in relations[:2]]
        if self.at_the_door or not named:  # who is not let in at all is asked twice, and no more
            cells += [self.cell(route, viewer, r) for r in relations[2:]]
        else:
            cells += [('-', set())] * 6
        left = self.world.restore()
        check(f'{route["op"]} as {viewer.role} is refused and changes nothing', route['method'] == 'GET' or not left, left)
        seen = set().union(*(s for _, s in cells))
        never = {'other', 'restrained'} | ({'unlinked'} if viewer.role in w.TALKERS + w.SEALED else set())
        if viewer.role == 'privacy':
            never.discard('restrained')  # who keeps the orders knows of both
        check(f'{route["op"]} as {viewer.role} holds nobody who may not be known', not seen & never, seen & never)
        return ''.join(c for c, _ in cells) + ('/' + ''.join(SHORT[r] for r in w.RELATIONS if r in seen) if seen else '')


def nobody(server, world, route):
    """Whoever is not signed in, with ids of somebody."""
    of = world.viewers['family'].relations['linked']
    answers = {letter(*server.ask(None, route['method'], w.place_of(route, of.things), w.body_of(route, of.things), page),
                      page) for page in faces_of(route) if not page or route['method'] == 'GET'}
    world.restore()
    return ''.join(sorted(answers)) or 'w'


def sweep(program, turn):
    """The rows of every second route, against a store of its own, and what was checked."""
    with tempfile.TemporaryDirectory() as data:
        w.make_demo(program, data + '/d')
        world = w.World(data + '/d')
        server = w.Server(program, data + '/d')
        try:
            world.keep()
            matrix = Matrix(world, server)
            rows = {}
            for route in list(w.routes_of(program))[turn::2]:
                check(f'{route["op"]} has a policy', route.get('who'))
                for viewer in world.viewers.values():
                    rows[route['op'], viewer.role] = matrix.row(route, viewer)
                rows[route['op'], 'nobody'] = nobody(server, world, route)
            return rows, passed, failed
        finally:
            server.stop()


def read_table():
    with open(TABLE, encoding='utf-8') as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith(('#', 'SPDX'))]
    return {(line[0], role): cells for line in lines for role, cells in (x.split('=') for x in line[1:])}


def write_table(rows, order):
    by = {}
    for (op, role), cells in sorted(rows.items(), key=lambda x: order.index(x[0][0])):
        by.setdefault(op, []).append(f'{role}={cells}')
    with open(TABLE, 'w', encoding='utf-8') as file:
        file.write(HEAD)
        for op, cells in by.items():
            file.write(f'{op}\n' if not cells else ''.join(f'{op} {c}\n' for c in cells))


def main():
    global passed, failed
    program = os.path.abspath(sys.argv[1])
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        both = list(pool.map(sweep, [program] * 2, (0, 1)))
    order = [r['op'] for r in w.routes_of(program)]
    rows = {**both[0][0], **both[1][0]}
    passed, failed = sum(b[1] for b in both), sum(b[2] for b in both)
    listed = {k: v for k, v in rows.items() if v.strip('-')}
    if '--update' in sys.argv:
        write_table(listed, order)
    table = read_table()
    for op, role in sorted(set(table) | set(rows)):
        want, got = table.get((op, role), '-' * len(rows.get((op, role), '-'))), rows.get((op, role), 'no such route')
        check(f'{op} as {role} is as relations.txt says', want == got, f'{want} is expected, {got} is so')
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


if __name__ == '__main__':
    main()
