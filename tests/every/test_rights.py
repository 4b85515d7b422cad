#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may come where: every route × every role × both faces × whose the thing is.

    tests/every/test_rights.py KINKEEPER [--update]

tests/every/rights.txt says which roles each route is for; people read it and its changes.
The program is asked, not its table: as each persona of the demo, as nobody, and as a family
of another agency; with ids that are one's own, that are somebody else's, and that are
nobody's (SECURITY.md T20, T21). Who may not come in gets one of two answers, whatever is
behind the door, and an id that one may not know answers like one that is not there.
"""
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROLES = ['family', 'guardian', 'inside', 'reviewer', 'visits', 'casemanager', 'navigator', 'admin', 'privacy']
MORE = {'auditor', 'agency', 'supervised', 'lawyer', 'clergy', 'counsellor', 'officer'}  # asked where the demo has them
OUT = {401, 403, 404}
SKIP = {'events.watch'}  # a stream
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good and failed < 30:
        print(f'FAILED {name}: {why}')


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Asker:
    def __init__(self, base, persona):
        self.base, self.persona, self.token = base, persona, None
        self.sign_in()

    def sign_in(self):
        """Anew for each route: some of them end the session."""
        if self.persona != 'nobody':
            self.token = None
            self.token = json.loads(self.send('POST', '/demo/sign-in', {'persona': self.persona})[1])['token']

    def send(self, method, path, body=None, page=False):
        request = urllib.request.Request(self.base + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        if body is not None:
            request.add_header('Content-Type', 'application/json')
        request.add_header('Accept', 'text/html' if page else 'application/json')
        if self.token:
            if page:
                request.add_header('Cookie', f'kin={self.token}.en')
            else:
                request.add_header('Authorization', 'Bearer ' + self.token)
        try:
            answer = urllib.request.build_opener(Stay()).open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        return answer.status, answer.read().decode('utf-8', 'replace'), answer.headers.get('Location', '')


def ids_of(askers):
    """One public id of each kind, of whoever has one; by kind: (id, whose)."""
    found = {}
    for kind, persona, path in [
            ('thread', 'family', '/threads'), ('person', 'family', '/threads'), ('tie', 'family', '/ties'),
            ('message', 'reviewer', '/queue'), ('site', 'admin', '/admin/sites'), ('account', 'admin', '/admin/users'),
            ('order', 'privacy', '/orders'), ('other', 'inside', '/threads'), ('sealed_tie', 'lawyer', '/sealed'),
            ('sealed_tie', 'counsellor', '/sealed')]:
        if persona in askers:
            _, body, _ = askers[persona].send('GET', '/api/v1' + path)
            got = re.search(r'"%s":"([0-9a-z]{26})"' % kind.replace('other', 'person'), body)
            if got:
                found[kind] = got.group(1)
    return found


def routes_of(program):
    routes = json.loads(subprocess.check_output([program, 'routes', '--json']))['routes']
    return [r for r in routes if r['op'] not in SKIP and not r['path'].startswith(('/demo', '/hooks', '/static'))]


def expected():
    with open(os.path.join(HERE, 'rights.txt'), encoding='utf-8') as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith(('#', 'SPDX'))]
    return {line[0]: set(line[1:]) for line in lines}


def roles_at_the_door(routes, askers, ids):
    """Which personas each route lets in, by its API where it has one, else by its page."""
    seen = {}
    for route in routes:
        # What acts is given nobody's id: the door is to be tried, and nothing done.
        of = ids if route['method'] == 'GET' else {}
        where = re.sub(r'\{(\w+)\}', lambda m: of.get(m.group(1), 'x' * 26), route['path'])
        for page in (False, True):
            if (page and route['faces'] == 'api') or (not page and route['faces'] == 'page'):
                continue
            for persona, asker in askers.items():
                if persona in ('family3', 'restrained', 'family2'):
                    continue
                asker.sign_in()
                status, body, to = asker.send(route['method'], where if page else '/api/v1' + where,
                                              {} if route['method'] == 'POST' else None, page)
                check(f'{route["op"]} as {persona} is no fault', status < 500, f'{status} {body[:200]}')
                if page and route['method'] == 'POST':
                    continue  # without a form's token nobody comes in: the API has tried the door
                known = not re.search(r'"type":"/problems/no_such_page"|"type":"/problems/sign_in_first"', body)
                if page:
                    known = status != 404 and not (status == 303 and to in ('/sign-in', '/staff', '/kiosk'))
                    if status == 404 and '{' in route['path']:
                        continue  # the thing may be another's: the API says which of the two it is
                if known:
                    seen.setdefault(route['op'], set()).add(persona)
                else:
                    seen.setdefault(route['op'], set())
    return seen


def strangers(routes, askers, ids):
    """Another agency's family, and one's own agency's, with ids of somebody else: as if not there."""
    for route in routes:
        if route['who'] == 'anyone':
            continue
        kinds = re.findall(r'\{(\w+)\}', route['path'])
        if not kinds or not all(k in ids for k in kinds):
            continue
        mine = re.sub(r'\{(\w+)\}', lambda m: ids[m.group(1)], route['path'])
        none = re.sub(r'\{(\w+)\}', lambda m: '0' * 25 + '1', route['path'])
        for persona in ('family3', 'family2', 'restrained'):
            for page in (False, True):
                if (page and route['faces'] == 'api') or (not page and route['faces'] == 'page'):
                    continue
                if page and route['method'] == 'POST':
                    continue  # it is the same act, behind a form's token
                body = {} if route['method'] == 'POST' else None
                status, text, to = askers[persona].send(route['method'], mine if page else '/api/v1' + mine, body, page)
                other, as_none, _ = askers[persona].send(route['method'], none if page else '/api/v1' + none, body, page)
                if route['method'] == 'POST':  # what is typed may be looked at first; nothing is done
                    check(f'{route["op"]} of another as {persona} is not done', status in OUT | {400, 409, 422},
                          f'{mine} {status} {text[:160]}')
                    continue
                same = status == other and plain(text) == plain(as_none)
                check(f'{route["op"]} of another as {persona} answers as if it were not there',
                      same and (status in OUT or status == 303),
                      f'{mine}: {status}, {none}: {other} {text[:160]} {as_none[:160]}')


def plain(text):
    """An answer without what is new in each: form tokens, keys, and the address that was asked for."""
    text = re.sub(r'name="(form_token|idempotency_key)" value="[^"]*"', '', text)
    return re.sub(r'[0-9a-z]{26}', 'ID', text)


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as data:
        demo = subprocess.Popen([program, 'demo', '--listen', '127.0.0.1:0', '--data', data + '/d', '--families', '3',
                                 '--weeks', '1'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            said = list(itertools.takewhile(lambda line: line != 'Ctrl-C ends it.\n', demo.stdout))
            base = said[0].split()[1]
            there = {x.split()[0] for x in said[1:] if x[:2] == '  '}
            names = ['nobody', *ROLES, 'family2', 'family3', 'restrained', *sorted(MORE & there)]
            askers = {name: Asker(base, name) for name in names}
            ids, routes = ids_of(askers), routes_of(program)
            strangers(routes, askers, ids)
            seen = roles_at_the_door(routes, askers, ids)
        finally:
            demo.terminate()
            demo.wait()
    if '--update' in sys.argv:
        with open(os.path.join(HERE, 'rights.txt'), 'w', encoding='utf-8') as file:
            file.write('SPDX-License-Identifier: AGPL-3.0-or-later\n'
                       '# Who gets past the door of each route. Read a change of this file as you would read one\n'
                       '# of the law: tests/every/test_rights.py asks the program, and compares.\n')
            for op in sorted(seen):
                file.write(f'{op} {" ".join(sorted(seen[op]))}'.rstrip() + '\n')
    table = expected()
    for op in sorted(set(table) | set(seen)):
        check(f'{op} is in rights.txt, and there', op in table and op in seen)
        if op in table and op in seen:
            check(f'{op} lets in whom rights.txt says', table[op] == seen[op], sorted(table[op] ^ seen[op]))
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


if __name__ == '__main__':
    main()
