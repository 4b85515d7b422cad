#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds the API's real replies against its own OpenAPI description.

    tests/every/test_api.py build/kinkeeper

Every reading operation is called by somebody who may; the answer must have exactly
the members and types that the description promises. Refusals must be problems
(RFC 9457) of the described shape.
"""
import json
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

passed = failed = 0
PERSONAS = ['family', 'inside', 'reviewer', 'visits', 'casemanager', 'admin', 'guardian', 'privacy',
            'inside2', 'auditor', 'agency', 'counsellor', 'privacy2', 'officer']
PHRASE = 'the demo opens with these seven words'
TYPES = {'string': str, 'integer': int, 'boolean': bool, 'array': list, 'object': dict, 'null': type(None)}


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print(f'FAILED {name}: {why}')


def fits(value, schema, api, where='answer'):
    """The first thing in which a value differs from a schema; '' where nothing does."""
    if '$ref' in schema:
        schema = api['components']['schemas'][schema['$ref'].split('/')[-1]]
    types = schema.get('type', [])
    types = types if isinstance(types, list) else [types]
    if types and not any(type(value) is TYPES[t] for t in types):
        return f'{where} is {type(value).__name__}, not {types}'
    if isinstance(value, str) and 'pattern' in schema and not re.search(schema['pattern'], value):
        return f'{where} does not fit its pattern: {value}'
    if isinstance(value, list):
        for n, item in enumerate(value):
            wrong = fits(item, schema.get('items', {}), api, f'{where}[{n}]')
            if wrong:
                return wrong
    if isinstance(value, dict):
        lacks = set(schema.get('required', [])) - set(value)
        extra = set(value) - set(schema.get('properties', value))
        if lacks or extra:
            return f'{where} lacks {sorted(lacks)}, has {sorted(extra)} too much'
        for name, item in value.items():
            wrong = fits(item, schema.get('properties', {}).get(name, {}), api, f'{where}.{name}')
            if wrong:
                return wrong
    return ''


def call(base, path, token=None, body=None):
    request = urllib.request.Request(base + path, data=None if body is None else body.encode())
    if body is not None:
        request.add_header('Content-Type', 'application/json')
    if token:
        request.add_header('Authorization', f'Bearer {token}')
    request.add_header('Accept', 'application/json')
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers.get('Content-Type', ''), answer.read().decode()


def erase(base, tokens):
    """Somebody is erased, so that there is a certificate."""
    _, _, body = call(base, '/api/v1/orders/find', tokens['privacy'], '{"words": "Walker"}')
    person = json.loads(body)['people'][0]['person']
    _, _, body = call(base, '/api/v1/erasures', tokens['privacy'],
                      json.dumps({'person': person, 'basis': 'request', 'words': 'Asked by letter'}))
    erasure = json.loads(body)['erasure']
    call(base, f'/api/v1/erasures/{erasure}/confirm', tokens['privacy2'], '{}')
    return erasure


def known_ids(base, tokens):
    ids = {'erasure': erase(base, tokens)}
    call(base, '/demo/clock', body='{"advance": "PT2M"}')  # then a checkpoint is over what was done
    for path, persona, key, name in [
            ('/threads', 'family', 'threads', 'thread'), ('/queue', 'reviewer', 'items', 'message'),
            ('/ties', 'family', 'ties', 'tie'), ('/ties', 'family', 'ties', 'person'),
            ('/orders', 'privacy', 'orders', 'order'), ('/privacy/requests', 'privacy', 'requests', 'request'),
            ('/processes', 'privacy', 'processes', 'process'), ('/breaches', 'privacy', 'breaches', 'breach'),
            ('/protocols', 'privacy', 'protocols', 'protocol'), ('/joint-sessions', 'privacy', 'sessions', 'joint'),
            ('/rights/reviews', 'privacy', 'reviews', 'rights'),
            ('/audit?act=demo.sign_in', 'auditor', 'entries', 'entry'),
            ('/admin/sites', 'admin', 'sites', 'site'), ('/admin/users', 'admin', 'users', 'account')]:
        _, _, body = call(base, '/api/v1' + path, tokens[persona])
        ids[name] = json.loads(body)[key][0][name]
    _, _, body = call(base, '/api/v1/ties', tokens['inside'])
    ids['other'] = json.loads(body)['ties'][0]['person']
    call(base, '/api/v1/court-contacts', tokens['casemanager'], json.dumps(
        {'one': ids['person'], 'other': ids['other'], 'court': 'Wayne County', 'words': 'A call each week'}))
    ids['data_request'] = ids['request']
    _, _, body = call(base, '/api/v1/consents', tokens['inside'])
    ids['consent'] = json.loads(body)['consents'][0]['consent']
    _, _, body = call(base, '/api/v1/ledger', tokens['inside'])
    ids['line'] = next(line['line'] for line in json.loads(body)['lines'] if line['kind'] == 'disclosure')
    for persona in ('counsellor', 'inside2'):
        call(base, '/api/v1/sealed/open', tokens[persona], json.dumps({'passphrase': PHRASE}))
    _, _, body = call(base, '/api/v1/sealed', tokens['counsellor'])
    ids['sealed_tie'] = json.loads(body)['talks'][0]['sealed_tie']
    _, _, body = call(base, f'/api/v1/sealed/{ids["sealed_tie"]}/notes', tokens['counsellor'])
    ids['sealed_note'] = json.loads(body)['notes'][0]['sealed_note']
    _, _, body = call(base, '/api/v1/groups', tokens['guardian'])
    ids['group'] = json.loads(body)['groups'][0]['thread']
    return ids


def compare(base):
    api = json.loads(call(base, '/api/v1/openapi.json')[2])
    problem = {'$ref': '#/components/schemas/problem'}
    tokens = {p: json.loads(call(base, '/demo/sign-in', body=json.dumps({'persona': p}))[2])['token']
              for p in PERSONAS}
    ids = known_ids(base, tokens)
    for where in ('/%zz', '/threads/%2f', '/threads?a=%', '/threads%00'):
        status, kind, body = call(base, '/api/v1' + where, tokens['family'])
        good = status == 400 and kind == 'application/problem+json'
        check(f'{where} is malformed, and a problem', good and not fits(json.loads(body), problem, api),
              f'{status} {kind} {body[:200]}')
    for path, operations in api['paths'].items():
        of = dict(ids, thread=ids['group']) if path.startswith('/groups/') else ids
        where = '/api/v1' + re.sub(r'\{(\w+)\}', lambda m: of.get(m.group(1), 'x'), path)
        for method, op in operations.items():
            name = op['operationId']
            if method == 'post' and 'requestBody' not in op:
                continue  # what takes nothing would act
            if method == 'post':
                status, kind, body = call(base, where, tokens['family'], '{"colour": "red"}')
                check(f'{name} refuses with a problem', status >= 400 and kind == 'application/problem+json'
                      and not fits(json.loads(body), problem, api), f'{status} {kind} {body[:200]}')
                continue
            if name in ('events.watch', 'openapi.show'):
                continue
            answers = [call(base, where, token) for token in tokens.values()]
            good = [a for a in answers if a[0] == 200]
            schema = op['responses']['200']['content']['application/json']['schema']
            check(f'{name} answers somebody', good, str(answers)[:300])
            for status, kind, body in good:
                wrong = fits(json.loads(body), schema, api)
                check(f'{name} answers as described', kind == 'application/json' and not wrong, wrong)
            for status, kind, body in answers:
                if status != 200:
                    check(f'{name} refuses with a problem', not fits(json.loads(body), problem, api), body[:200])


with tempfile.TemporaryDirectory() as data:
    demo = subprocess.Popen([sys.argv[1], 'demo', '--listen', '127.0.0.1:0', '--data', data + '/d', '--families', '3',
                             '--weeks', '2'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        compare(demo.stdout.readline().split()[1])
    finally:
        demo.terminate()
        demo.wait()
print(f'{passed} passed, {failed} failed')
sys.exit(failed != 0)
