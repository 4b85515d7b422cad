#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A protected address is nowhere but where a privacy officer reads it.

    tests/every/test_address.py KINKEEPER

Keeps an address that is a canary, then asks every route that reads as every persona, as
a page and by API, with the ids of whose address it is; searches for her; reads her own
copy; and looks through every file of the store. Then reads the
address where it may be read, so that the sweep is known to see.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from test_rights import MORE, ROLES, Asker, ids_of, routes_of  # noqa: E402

CANARY = 'Qz7 Canary Crescent'
WHOLE = '/people/{person}/address/read'
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good and failed < 30:
        print(f'FAILED {name}: {why}')


def clean(name, text):
    check(name, 'canary crescent' not in text.lower(), text[:200])


def keep(askers):
    """The address of Nora, whom an order protects, and of Rosa, who is linked; their ids."""
    persons = []
    for words in ('Hale', 'Reyes'):
        _, body, _ = askers['privacy'].send('POST', '/api/v1/orders/find', {'words': words})
        person = json.loads(body)['people'][0]['person']
        status, body, _ = askers['casemanager'].send('POST', f'/api/v1/people/{person}/address',
                                                     {'address': f'{CANARY}\nDetroit'})
        check(f'an address of {words} is kept', status == 200, body)
        persons.append(person)
    return persons


def sweep(routes, askers, ids, persons):
    """Every route that reads, as everybody."""
    for route in routes:
        if route['method'] != 'GET':
            continue
        for person in persons if '{person}' in route['path'] else persons[:1]:
            of = dict(ids, person=person)
            where = re.sub(r'\{(\w+)\}', lambda m: of.get(m.group(1), 'x' * 26), route['path'])
            for name, asker in askers.items():
                asker.sign_in()
                for page in (False, True):
                    if route['faces'] == ('api' if page else 'page'):
                        continue
                    _, body, _ = asker.send('GET', where if page else '/api/v1' + where, page=page)
                    clean(f'{route["op"]} as {name}', body)


def searches(askers):
    for name, asker in askers.items():
        asker.sign_in()
        for path in ('/people', '/orders/find'):
            for words in ('Qz7', 'Canary', 'Hale', 'Reyes'):
                _, body, _ = asker.send('POST', '/api/v1' + path, {'words': words})
                clean(f'{path} for {words} as {name}', body)


def reads(askers, persons):
    """Where it may be: for a privacy officer, who says what for. Nobody else gets there."""
    for name, asker in askers.items():
        asker.sign_in()
        for person in persons:
            status, body, _ = asker.send('POST', '/api/v1' + WHOLE.replace('{person}', person),
                                         {'purpose': 'help', 'reason': 'The sweep of a test'})
            if name.startswith('privacy'):
                check(f'{name} reads it', status == 200 and CANARY in body, f'{status} {body}')
            else:
                check(f'{name} does not get there', status in (401, 403, 404), f'{status} {body}')
                clean(f'{name} reads', body)


def files(data):
    seen = 0
    for folder, _, names in os.walk(data):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.isfile(path):
                continue
            with open(path, 'rb') as file:
                bytes_of = file.read()
            seen += len(bytes_of) > 0
            check(f'{name} of the store holds no word of it', b'Canary Crescent' not in bytes_of)
    check('the store has files', seen >= 2, seen)


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as data:
        demo = subprocess.Popen([program, 'demo', '--listen', '127.0.0.1:0', '--data', data + '/d', '--families', '3',
                                 '--weeks', '1'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            said = []
            for line in demo.stdout:
                if line == 'Ctrl-C ends it.\n':
                    break
                said.append(line)
            base = said[0].split()[1]
            names = ['nobody', *ROLES, 'family2', 'protected', 'restrained', 'privacy2', *sorted(MORE)]
            askers = {name: Asker(base, name) for name in names}
            ids, persons = ids_of(askers), keep(askers)
            sweep(routes_of(program), askers, ids, persons)
            searches(askers)
            reads(askers, persons)
            for name in ('protected', 'family'):
                askers[name].sign_in()
                _, body, _ = askers[name].send('GET', '/data-requests/copy', page=True)
                clean(f'the copy of {name}', body)
            files(data)
        finally:
            demo.terminate()
            demo.wait()
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


if __name__ == '__main__':
    main()
