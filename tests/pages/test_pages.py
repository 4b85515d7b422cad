#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Golden pages: what each page of the demo looks like as HTML.

    tests/pages/test_pages.py build/kinkeeper [--update]

The demo is the same for the same seed; what differs each time (form tokens, keys,
names of assets) is masked. A change shows in review as a change of these files.
"""
import contextlib
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

here = pathlib.Path(__file__).resolve().parent / 'golden'
update = '--update' in sys.argv
PHRASE = 'the demo opens with these seven words'
PAGES = {
    'nobody': ['/sign-in', '/sign-in/code', '/sign-in/recovery', '/sign-in/password', '/staff', '/staff/setup', '/kiosk', '/help',
               '/language', '/nowhere', '/demo', 'WRONG'],
    'officer': ['/caseload'],
    'agency': ['/told', '/protocols', 'PROTOCOL'],
    'supervised': ['/consents', '/data-requests', '/ledger/report', '/sealed'],
    'counsellor': ['/sealed', 'OPEN', 'TALK', 'NOTES', 'NOTE'],
    'lawyer': ['/sealed', '/sealed/key', '/sealed/open', '/sealed/recover', '/sealed/passphrase'],
    'family': ['/together', 'INVITATION', '/told', '/home', '/threads', 'THREAD', '/link', '/me', '/search', '/urgent/new', '/threads/staff',
               '/household', '/me/password', '/me/number'],
    'family2': ['/home', '/threads', '/audience'],
    'family-ar': ['/home', 'THREAD', '/link'],
    'guardian': ['/home', '/children', '/household', 'GROUP'],
    'inside': ['/sealed', '/sealed/key', '/sealed/open', '/sealed/recover', '/consents', 'CONSENT', 'CONSENT-live', '/told', '/home', 'THREAD', '/requests', '/pin', '/contacts', '/together', 'INVITATION'],
    'inside2': ['/groups/new', 'OPEN', 'TALK'],
    'reviewer': ['/queue', '/queue/cover', 'ITEM', '/phrases'],
    'visits': ['/audience', '/emergency', '/links', '/people', '/urgent'],
    'casemanager': ['MAY', 'ASK', 'TOLD', '/paper', 'CIRCLE-204417', 'CIRCLE-reyes', 'PAIR', 'PERMISSIONS', 'PLAN', 'JOINT', 'SCREEN', 'ADDRESS'],
    'protected': ['/ledger'],
    'privacy': ['/privacy/find', '/retention', '/sealed-ties', '/sealed/counts', '/sealed/alarms', '/emergencies', '/privacy', '/duties', '/privacy/requests', '/processes', '/breaches', '/protocols', 'PROTOCOL', '/rights', 'REVIEW', '/joint-sessions', 'JOINT', '/orders', '/orders?show=waiting', 'ORDER', '/orders/new'],
    'admin': ['/admin', '/roster', '/admin/sites', 'SITE', '/admin/users', 'USER', '/admin/policies',
              '/admin/policies?name=review_hours', '/admin/jobs', '/agencies/members'],
    'auditor': ['/audit?act=demo.sign_in', '/audit?outcome=none'],
}
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print(f'FAILED {name}: {why}')


class Browser:
    def __init__(self, base):
        self.base, self.cookie = base, ''

    def ask(self, path, form=None):
        request = urllib.request.Request(self.base + path, data=form)
        request.add_header('Accept', 'text/html')
        if self.cookie:
            request.add_header('Cookie', self.cookie)
        opener = urllib.request.build_opener(Stay())
        try:
            answer = opener.open(request)
        except urllib.error.HTTPError as error:
            answer = error
        if answer.headers.get('Set-Cookie'):
            self.cookie = answer.headers['Set-Cookie'].split(';')[0]
        return answer.read().decode('utf-8')


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def masked(html):
    html = re.sub(r'(name="form_token" value=")[^"]+', r'\1TOKEN', html)
    html = re.sub(r'(name="idempotency_key" value=")[^"]+', r'\1KEY', html)
    html = re.sub(r'(class="phrase"[^>]*>)[a-z ]+', r'\1PHRASE', html)
    html = re.sub(r'/static/(\w+)\.[0-9a-f]{12}\.', r'/static/\1.HASH.', html)
    return re.sub(r'data-build="[^"]+"', 'data-build="HASH"', html)


def path_of(browser, path):
    if path == 'THREAD':
        return re.search(r'href="(/threads/[0-9a-z]{26})"', browser.ask('/threads')).group(1)
    if path == 'GROUP':
        return re.search(r'href="(/groups/[0-9a-z]{26})"', browser.ask('/home')).group(1)
    if path == 'ITEM':
        return re.search(r'href="(/queue/[0-9a-z]{26})"', browser.ask('/queue')).group(1)
    if path in ('JOINT', 'SCREEN'):
        joint = re.findall(r'href="(/joint-sessions/[0-9a-z]{26})"', browser.ask('/joint-sessions'))[1]
        return joint if path == 'JOINT' else re.search(rf'href="({joint}/people/[0-9a-z]{{26}})"', browser.ask(joint)).group(1)
    if path == 'REVIEW':
        return re.search(r'href="(/rights/[0-9a-z]{26})"', browser.ask('/rights')).group(1)
    if path == 'INVITATION':
        return re.search(r'href="(/together/[0-9a-z]{26})"', browser.ask('/together')).group(1)
    if path == 'ADDRESS':
        return circle_of(browser, 'hale')[:-7] + '/address'
    if path == 'PLAN':
        return circle_of(browser, '204417')[:-7] + '/joint-sessions/new'
    if path == 'PROTOCOL':
        return re.search(r'href="(/protocols/[0-9a-z]{26})"', browser.ask('/protocols')).group(1)
    if path == 'ORDER':
        return re.search(r'href="(/orders/[0-9a-z]{26})"', browser.ask('/orders')).group(1)
    if path == 'TOLD':
        return circle_of(browser, 'hale')[:-7] + '/disclosures'
    if path.startswith('CONSENT'):
        found_at = re.findall(r'href="(/consents/[0-9a-z]{26})"', browser.ask('/consents'))
        return found_at[2 if path.endswith('live') else 0]
    if path in ('MAY', 'ASK'):
        end = {'MAY': '/may?class=health&agency=Second+Step+Housing&purpose=care', 'ASK': '/consents/new'}[path]
        return circle_of(browser, '204417')[:-7] + end
    if path in ('TALK', 'NOTES'):
        talk = re.findall(r'href="(/sealed/[0-9a-z]{26})"', browser.ask('/sealed'))[-1]
        return talk + ('/notes' if path == 'NOTES' else '')
    if path == 'NOTE':
        return re.search(r'href="(/notes/[0-9a-z]{26})"', browser.ask(path_of(browser, 'NOTES'))).group(1)
    if path == 'SITE':
        return re.search(r'href="(/admin/sites/[0-9a-z]{26})"', browser.ask('/admin/sites')).group(1)
    if path == 'USER':
        return re.search(r'href="(/admin/users/[0-9a-z]{26})"', browser.ask('/admin/users')).group(1)
    if path.startswith('CIRCLE'):
        return circle_of(browser, path.split('-')[1])
    if path == 'PAIR':
        circle = circle_of(browser, 'reyes')
        return found(browser, circle, 'okoro', rf'href="({circle[:-7]}/with/[0-9a-z]{{26}})"')
    if path == 'PERMISSIONS':
        return re.search(r'href="(/ties/[0-9a-z]{26}/permissions)"', browser.ask(circle_of(browser, '204417'))).group(1)
    return path


def found(browser, path, words, pattern):
    """Where a search leads: the last link that fits."""
    return re.findall(pattern, browser.ask(path, filled(browser, path, words=words)))[-1]


def circle_of(browser, words):
    return found(browser, '/people', words, r'href="(/people/[0-9a-z]{26})"') + '/family'


def page_of(browser, path):
    """That page; WRONG is a form that comes back with what is wrong with it."""
    if path == 'OPEN':
        browser.ask('/sealed/open', filled(browser, '/sealed/open', passphrase=PHRASE))
        return browser.ask('/sealed')
    if path != 'WRONG':
        return browser.ask(path_of(browser, path))
    return browser.ask('/sign-in', filled(browser, '/sign-in', contact='rosa'))


def filled(browser, path, **fields):
    token = re.search(r'name="form_token" value="([^"]+)"', browser.ask(path)).group(1)
    return urllib.parse.urlencode({**fields, 'form_token': token, 'idempotency_key': 'k' * 16}).encode()


def compare(base):
    files = set()
    for persona, paths in PAGES.items():
        browser = Browser(base)
        if persona != 'nobody':
            browser.ask('/demo/sign-in', urllib.parse.urlencode({'persona': persona}).encode())
        for path in paths:
            html = masked(page_of(browser, path))
            name = f'{persona}{path.lower() if path.startswith("/") else "/" + path.lower()}'
            file = here / (re.sub('[/?=]', '_', name.strip('/')) + '.html')
            check(f'page {name} has a file of its own', file not in files, f'{file.name} holds another page')
            files.add(file)
            if update:
                file.write_text(html, encoding='utf-8')
            check(f'page {name}', file.exists() and file.read_text(encoding='utf-8') == html,
                  f'differs from {file.name}: look at it, then run with --update')
            check(f'page {name} is whole', html.rstrip().endswith('</html>'), html[-80:])


@contextlib.contextmanager
def demo_of(program):
    """A small demo of its own: its address, its database, and whom it says one can be."""
    with tempfile.TemporaryDirectory() as data:
        demo = subprocess.Popen([program, 'demo', '--listen', '127.0.0.1:0', '--data', data + '/d', '--families', '3',
                                 '--weeks', '2'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            said = list(itertools.takewhile(lambda line: line != 'Ctrl-C ends it.\n', demo.stdout))
            yield said[0].split()[1], data + '/d/kinkeeper.db', {x.split()[0] for x in said[1:] if x[:2] == '  '}
        finally:
            demo.terminate()
            demo.wait()


if __name__ == '__main__':
    with demo_of(sys.argv[1]) as (base, _, personas):
        compare(base)
        offered = set(re.findall(r'name="persona" value="([\w-]+)"', Browser(base).ask('/demo')))
        check('the demo says all whom one can be', offered and offered == personas, offered ^ personas)
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)
