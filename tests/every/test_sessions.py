#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions end when they must (SECURITY.md T23), and who is unknown is answered like who is known (T22).

    tests/every/test_sessions.py KINKEEPER

By the demo's clock, on both faces. Times are not measured here: ./bench does that.
"""
import base64
import hashlib
import hmac
import http.client
import json
import os
import re
import sqlite3
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(os.path.dirname(HERE)))

from tests.every import world as w  # noqa: E402

PASSWORD, SEED = 'a long demo password', b'kinkeeper demo seed\0'
FORM = {'Content-Type': 'application/x-www-form-urlencoded'}
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good and failed < 30:
        print(f'FAILED {name}: {why}')


class Browser:
    """Keeps its cookie, and fills in the forms' token."""

    def __init__(self, site, cookie=''):
        self.site, self.cookie = site, cookie

    def send(self, method, path, form=None):
        headers = {'Cookie': self.cookie} if self.cookie else {}
        body = None
        if method == 'POST':
            body = '&'.join(f'{k}={v}'.replace(' ', '+').replace('@', '%40') for k, v in (form or {}).items())
            headers.update(FORM)
        status, got, answer = self.site.raw(method, path, body, headers)
        new = answer.get('Set-Cookie')
        if new:
            self.cookie = new.split(';')[0]
        return status, got, answer

    def post(self, path, **form):
        _, page, _ = self.send('GET', form.pop('page', path))
        token = re.search(r'name="form_token" value="([^"]+)"', page)
        return self.send('POST', path, {**form, 'form_token': token.group(1) if token else ''})

    def token(self):
        return self.cookie.partition('=')[2].split('.')[0]

    def is_in(self, path='/me'):
        return self.send('GET', path)[0] == 200

    def demo(self, persona):
        self.send('POST', '/demo/sign-in', {'persona': persona})
        return self


class Site:
    def __init__(self, program, data):
        self.server = w.Server(program, data)
        self.store = sqlite3.connect(os.path.join(data, 'kinkeeper.db'), isolation_level=None, timeout=20)

    def raw(self, method, path, body=None, headers=None):
        self.server.line.request(method, path, body, headers or {})
        answer = self.server.line.getresponse()
        return answer.status, answer.read().decode('utf-8', 'replace'), dict(answer.getheaders())

    def api(self, method, path, body=None, token=None):
        headers = {'Accept': 'application/json', 'Content-Type': 'application/json'}
        if token:
            headers['Authorization'] = 'Bearer ' + token
        return self.raw(method, '/api/v1' + path, None if method == 'GET' else json.dumps(body or {}), headers)

    def demo_token(self, persona):
        return json.loads(self.raw('POST', '/demo/sign-in', 'persona=' + persona,
                                   {**FORM, 'Accept': 'application/json'})[1])['token']

    def clock(self, advance):
        status, body, _ = self.raw('POST', '/demo/clock', 'advance=' + advance, FORM)
        if status >= 400:
            raise SystemExit(f'the clock does not move: {status} {body[:200]}')

    def forgive(self):
        """Counts of tries are another test's."""
        self.store.execute('DELETE FROM throttle')

    def totp(self):
        now = self.store.execute("SELECT value FROM counter WHERE name='demo_now'").fetchone()
        at = (now[0] if now else w.NOW) // 1000
        digest = hmac.new(SEED, struct.pack('>Q', at // 30), hashlib.sha1).digest()
        o = digest[-1] & 15
        return '%06d' % ((struct.unpack('>I', digest[o:o + 4])[0] & 0x7fffffff) % 10**6)

    def both(self, persona):
        """Somebody in a browser, and with the same session as a program's."""
        b = Browser(self).demo(persona)
        return b, b.token()

    def token_is_in(self, token):
        return self.api('GET', '/me', token=token)[0] == 200


def over(site, name, browser, token):
    check(f'{name}: the page asks to sign in', not browser.is_in())
    check(f'{name}: the API asks to sign in', site.api('GET', '/me', token=token)[0] == 401)


def after_sign_out(site):
    for persona in ('family', 'inside', 'reviewer'):
        b, token = site.both(persona)
        check(f'{persona} is in', b.is_in() and site.token_is_in(token))
        kept = b.cookie
        b.post('/sign-out', page='/me')
        over(site, f'{persona} who signed out', Browser(site, kept), token)
        token = site.demo_token(persona)
        check(f'{persona} is in by a token', site.token_is_in(token))
        site.api('POST', '/sign-out', token=token)
        check(f'a token of {persona} that signed out', not site.token_is_in(token))


def fixation(site):
    planted = base64.urlsafe_b64encode(b'p' * 32).decode().rstrip('=')
    b = Browser(site, f'kin={planted}.en')
    b.post('/staff', email='reviewer@demo.example', password=PASSWORD.replace(' ', '+'))
    first = b.token()
    check('a planted value becomes no session', first != planted and not site.token_is_in(planted))
    check('a first factor alone is not in', not b.is_in('/queue'))
    status, body, _ = b.post('/staff/code', code=site.totp())
    check('the second factor signs in', status == 303 and b.is_in('/queue'), f'{status} {body[:300]}')
    check('with a session of its own', b.token() not in (first, planted))
    check('and that of the first factor is over', not site.token_is_in(first) and not Browser(site, f'kin={first}.en').is_in('/queue'))
    victim = Browser(site, f'kin={Browser(site).demo("family2").token()}.en')
    before = victim.token()
    victim.demo('family')
    check('who was somebody else gets a session of their own', victim.token() != before)


def ended_by_others(site):
    boss = site.demo_token('admin')
    users = json.loads(site.api('GET', '/admin/users', token=boss)[1])
    by_name = {u.get('email', ''): u['account'] for u in users['users']}
    for what, email, path, body in (
            ('whose roles changed', 'visits@demo.example', '', {'reviewer': True}),
            ('whose account was closed', 'navigator@demo.example', '/close', {}),
            ('who sets up their app anew', 'casemanager@demo.example', '/app', {}),
            ('who sets up anew', 'reviewer2@demo.example', '/setup', {})):
        persona = email.split('@')[0]
        b, token = site.both(persona)
        check(f'{persona} is in', b.is_in() and site.token_is_in(token))
        status, got, _ = site.api('POST', f'/admin/users/{by_name[email]}{path}', body, boss)
        check(f'{persona}: it is done', status == 200, f'{status} {got[:200]}')
        over(site, f'one {what}', b, token)


def new_password(site):
    b, _ = site.both('family')
    other, token = site.both('family')
    status, _, _ = b.post('/me/password', password='three+words+here')
    check('a password is set', status == 303, status)
    check('who set it stays in', b.is_in())
    over(site, 'another place after a new password', other, token)


def times(site):
    for persona, idle, least in (('reviewer', 15, 14), ('family', 30, 29)):
        b, token = site.both(persona)
        site.clock(f'PT{least}M')
        check(f'{persona} who rests {least} minutes is in', b.is_in())
        site.clock(f'PT{idle}M')
        over(site, f'{persona} who rests {idle} minutes', b, token)
    b, token = site.both('inside')
    site.clock('PT89S')
    check('a kiosk that rests 89 seconds is in', b.is_in())
    site.clock('PT90S')
    over(site, 'a kiosk that rests 90 seconds', b, token)
    b, token = site.both('reviewer')
    for n in range(51):  # 51 × 14 min is less than 12 h
        site.clock('PT14M')
        if not b.is_in():
            break
    check('who works stays in for less than 12 hours', n == 50, n)
    site.clock('PT6M')
    over(site, 'staff of 12 hours, who never rested', b, token)


def many_places(site):
    first, token = site.both('family')
    for _ in range(9):
        last, _ = site.both('family')
    check('ten places are in', first.is_in() and last.is_in())
    last, _ = site.both('family')
    check('the eleventh is in', last.is_in())
    over(site, 'the oldest of eleven places', first, token)


def tossing(site):
    mine, other = Browser(site).demo('family').token(), Browser(site).demo('family2').token()
    for cookies in (f'kin={other}.en; kin={mine}.en', f'kin={mine}.en; kin={other}.en'):
        status, _, _ = site.raw('GET', '/me', headers={'Cookie': cookies})
        check('of two cookies of one name neither counts', status == 400, status)
    for cookies in (f'__Host-kin={mine}.en', f'KIN={mine}.en', f'kin2={mine}.en', f'kin={mine[:-1]}.en', f'kin={mine}A.en'):
        status, _, _ = site.raw('GET', '/me', headers={'Cookie': cookies})
        check('a cookie that is not ours signs nobody in', status == 303, f'{cookies} {status}')
    status, _, _ = site.raw('GET', '/api/v1/me', headers={'Cookie': f'kin={mine}.en'})
    check('a cookie is not for the API', status == 401, status)
    status, _, _ = site.raw('GET', '/me', headers={'Authorization': 'Bearer ' + mine})
    check('a token is not for pages', status == 303, status)


def secure_cookie(program, data, token):
    """What is served for real heeds the name that no neighbouring host can set."""
    served = subprocess.Popen([program, 'serve', '--listen', '127.0.0.1:0', '--data', data], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    try:
        line = http.client.HTTPConnection(served.stdout.readline().split('//')[1].strip(), timeout=30)
        for name, want in (('kin', 303), ('__Host-kin', 200)):
            line.request('GET', '/me', headers={'Cookie': f'{name}={token}.en'})
            answer = line.getresponse()
            answer.read()
            check(f'serve answers a cookie named {name}', answer.status == want, answer.status)
    finally:
        served.terminate()
        served.wait()
        served.stdout.close()


# --- T22 --------------------------------------------------------------------------------------

def same_bytes(text):
    """An answer with what is drawn anew each time replaced, letter for letter."""
    return re.sub(r'(?<=")[A-Za-z0-9_-]{22}(?=")|[A-Za-z0-9_-]{43}|[0-9a-z]{26}|[0-9a-f]{32,64}', lambda m: '#' * len(m.group(0)), text)


def difference(got, first):
    if got[0] != first[0] or got[2] != first[2]:
        return got[0], first[0], got[2], first[2]
    at = next(i for i, (a, b) in enumerate(zip(got[1] + '\0', first[1] + '\0')) if a != b)
    return got[1][max(at - 60, 0):at + 60], first[1][max(at - 60, 0):at + 60]


def alike(site, what, path, cases):
    """`cases`: {who: fields}; both faces answer each of them with the same bytes and headers."""
    for page in (False, True):
        answers = {}
        for who, fields in cases.items():
            site.forgive()
            if page:
                b = Browser(site)
                b.send('GET', path)
                got = b.post(path, **{k: v.replace(' ', '+').replace('+1', '%2B1') for k, v in fields.items()})
            else:
                got = site.api('POST', path, fields)
            text = got[1]
            for typed in fields.values():  # what was typed comes back in a page
                text = text.replace(typed.replace('+', '&#43;'), 'typed').replace(typed, 'typed')
            heads = {k: same_bytes(v) for k, v in got[2].items() if k not in ('Date', 'Content-Length')}
            answers[who] = (got[0], same_bytes(text), heads)
        first = next(iter(answers.values()))
        for who, got in answers.items():
            check(f'{what} answers {who} like the others, {"page" if page else "api"}', got == first,
                  '' if got == first else difference(got, first))


def nobody_is_told(site):
    site.forgive()
    rosa = Browser(site).demo('family')
    rosa.post('/me/password', password='three+words+here')
    now = w.NOW
    site.store.execute("UPDATE account SET state='locked', failed=5, failed_since=? WHERE email='privacy2@demo.example'", (now,))
    site.store.execute("UPDATE account SET state='closed' WHERE email='auditor@demo.example'")
    wrong = {'password': 'not this one at all'}
    alike(site, 'a staff password', '/staff', {
        'an unknown address': {'email': 'nobody1@demo.example', **wrong}, 'a known one': {'email': 'reviewer@demo.example', **wrong},
        'a locked one': {'email': 'privacy2@demo.example', **wrong},
        'a locked one with the right password': {'email': 'privacy2@demo.example', 'password': PASSWORD},
        'a closed one with the right password': {'email': 'auditor@demo.example', 'password': PASSWORD}})
    alike(site, 'a request for a code', '/sign-in', {
        'an unknown number': {'contact': '+13135550942'}, 'a known one': {'contact': '+13135550142'}})
    alike(site, 'a family password', '/sign-in/password', {
        'an unknown number': {'contact': '+13135550942', **wrong}, 'one with a password': {'contact': '+13135550142', **wrong},
        'one without a password': {'contact': '+13135550143', **wrong}})
    alike(site, 'a recovery code', '/sign-in/recovery', {
        'an unknown number': {'contact': '+13135550942', 'code': 'abcd-efgh'},
        'a known one': {'contact': '+13135550142', 'code': 'abcd-efgh'}})
    alike(site, 'setting up an account', '/staff/setup', {
        'an unknown address': {'email': 'nobody1@demo.example', 'code': 'abcd-efgh-ijkl', 'password': 'a long new password'},
        'one that is set up': {'email': 'reviewer@demo.example', 'code': 'abcd-efgh-ijkl', 'password': 'a long new password'},
        'a locked one': {'email': 'privacy2@demo.example', 'code': 'abcd-efgh-ijkl', 'password': 'a long new password'}})


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        data = os.path.join(scratch, 'd')
        w.make_demo(program, data)
        site = Site(program, data)
        try:
            for test in (after_sign_out, fixation, tossing, many_places, nobody_is_told, new_password, ended_by_others, times):
                site.forgive()
                test(site)
            token = site.demo_token('privacy')
        finally:
            site.server.stop()
        secure_cookie(program, data, token)
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


if __name__ == '__main__':
    main()
