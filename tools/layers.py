#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks who may include whom (docs/architecture.md, "Layers").

    tools/layers.py [ROOT]

lib/base < other lib < lib/work and lib/jobs < foundations < contact < faces' headers <
*_web.c, *_cli.c, *_jobs.c and faces' sources < routes.c, main.c. A file
includes headers of lower rank or of its own folder; SAME lists the exceptions
among equals, each with a reason. A feature's rules (M.c) know neither HTTP,
HTML nor JSON. Each third-party header has one file, or one folder, of ours.
"""
import pathlib
import re
import sys

FOUNDATIONS = {'access', 'accounts', 'audit', 'backup', 'consent', 'duties', 'emergency', 'erasure', 'family', 'ledger', 'notices', 'orders', 'people', 'protocols', 'roster', 'safety', 'vault'}
CONTACT = {'admin', 'breaches', 'messages', 'process', 'requests', 'retention', 'rights', 'sealed', 'texts'}
# (from, to): why equals know each other.
SAME = {
    ('access', 'audit'): 'a decision is noted for the log',
    ('accounts', 'audit'): 'signing in is an act',
    ('accounts', 'notices'): 'one-time codes are sent',
    ('accounts', 'people'): 'who is too young to sign in',
    ('erasure', 'access'): 'who may ask for it',
    ('erasure', 'audit'): 'it is an act, with a receipt',
    ('erasure', 'vault'): 'a key is destroyed',
    ('backup', 'audit'): 'a backup says how long the log was',
    ('people', 'audit'): 'a change of status is an act',
    ('people', 'access'): 'which sites are one\'s own',
    ('people', 'accounts'): 'a PIN in person, a new number',
    ('people', 'notices'): 'urgent news is told to whoever is on duty',
    ('family', 'audit'): 'linking is an act',
    ('family', 'access'): 'staff may keep two people apart who are theirs',
    ('family', 'accounts'): 'asking is limited by account',
    ('family', 'notices'): 'an answer is told',
    ('family', 'people'): 'a tie has persons and a site',
    ('family', 'orders'): 'staff may keep two people apart',
    ('orders', 'access'): 'one of the people must be the actor\'s',
    ('orders', 'audit'): 'entering an order is an act',
    ('orders', 'notices'): 'a second person is told',
    ('orders', 'people'): 'an order is about persons',
    ('access', 'people'): 'how many people a day is a limit like others',
    ('emergency', 'access'): 'who may ask for it',
    ('emergency', 'accounts'): 'a fresh second factor',
    ('emergency', 'audit'): 'it is an act',
    ('emergency', 'notices'): 'the privacy officers are told at once',
    ('emergency', 'people'): 'a working day of the person\'s site',
    ('duties', 'notices'): 'the privacy officers are told',
    ('ledger', 'access'): 'who may read whose',
    ('ledger', 'audit'): 'a disclosure is an act',
    ('ledger', 'notices'): 'a question is told to the privacy officer',
    ('ledger', 'people'): 'limits',
    ('consent', 'access'): 'staff may ask people who are theirs',
    ('consent', 'audit'): 'signing is an act',
    ('consent', 'notices'): 'whoever must sign is told',
    ('consent', 'people'): 'who is of age; limits',
    ('access', 'consent'): 'telling needs a consent that holds now',
    ('ledger', 'consent'): 'a copy goes with what was told',
    ('family', 'consent'): 'other guardians are asked anew',
    ('ledger', 'protocols'): 'a protocol can be what a disclosure rests on',
    ('protocols', 'access'): 'whoever may read one has a pass',
    ('protocols', 'audit'): 'a version is an act',
    ('protocols', 'consent'): 'whom an agency\'s name means',
    ('protocols', 'duties'): 'a review is due',
    ('safety', 'access'): 'staff may plan for people who are theirs',
    ('safety', 'audit'): 'asking is an act',
    ('safety', 'people'): 'for how long an answer is good',
    ('safety', 'vault'): 'what was answered is under a key',
    ('requests', 'messages'): 'a copy holds one\'s messages',
    ('rights', 'admin'): 'what is not needed is closed',
    ('roster', 'people'): 'a row becomes a person',
    ('roster', 'audit'): 'an import is an act',
    ('roster', 'access'): 'who may import is decided there',
    ('lib/jobs', 'lib/work'): 'a job is a piece of work',
    ('lib/db', 'lib/work'): 'generated statements name struct work',
    ('lib/crypto', 'lib/base'): 'below',
    ('lib/parcel', 'lib/crypto'): 'parcels are sealed and signed',
    ('lib/note', 'lib/crypto'): 'notes are signed',
    ('lib/html', 'lib/crypto'): 'form tokens and public ids',
    ('lib/html', 'lib/i18n'): 'pages are written in a language',
    ('lib/i18n', 'lib/time'): 'times are told in words',
}
OURS = re.compile(r'^#include "([^"]+)"', re.M)
THEIRS = re.compile(r'^#include <([^>]+)>', re.M)
THIRD = {'microhttpd.h': 'lib/http', 'libdeflate.h': 'lib/http', 'sqlite3.h': 'lib/db/sqlite.c',
         'libpq-fe.h': 'lib/db/postgres.c', 'sodium.h': 'lib/crypto', 'openssl/': 'lib/crypto',
         'liboath/': 'lib/crypto', 'jansson.h': 'lib/json', 'unicode/': ('lib/i18n', 'lib/time'),
         'hs/': 'src/messages/phrases.c', 'curl/': 'lib/send', 'cairo': 'lib/pdf', 'pango/': 'lib/pdf',
         'qrencode.h': 'lib/qr'}


def room(path):
    parts = path.split('/')
    return f'lib/{parts[1]}' if parts[0] == 'lib' else parts[1] if len(parts) > 2 else 'top'


def rank(path):
    name = path.split('/')[-1]
    r = room(path)
    if r == 'lib/base':
        return 0
    if r in ('lib/work', 'lib/jobs'):
        return 2
    if r.startswith('lib/'):
        return 1
    if r == 'top':
        return 9
    if r == 'faces':
        return 5 if name.endswith('.h') else 6
    if re.search(r'_(web|cli|jobs|view)\.[ch]$', name):
        return 6
    if r in FOUNDATIONS:
        return 3
    if r in CONTACT:
        return 4
    return 6  # demo: made of everything


def check(root):
    faults, files = [], []
    for top in ('lib', 'src'):
        files += sorted(p for p in (root / top).rglob('*.[ch]'))
    for file in files:
        path = str(file.relative_to(root))
        text = file.read_text(encoding='utf-8')
        faults += ours(path, text) + theirs(path, text)
    return faults, len(files)


def ours(path, text):
    faults = []
    for other in OURS.findall(text):
        if not other.startswith(('lib/', 'src/')):
            continue
        a, b = room(path), room(other)
        if a == b:
            continue
        if re.search(r'_web\.c$', other):
            faults.append(f'{path} includes {other}: nobody includes a page')
        rules = rank(path) in (3, 4) and path.endswith('.c')
        if rules and b in ('lib/http', 'lib/html', 'lib/json', 'faces'):
            faults.append(f'{path} includes {other}: rules know no face')
        if rank(other) > rank(path) or (rank(other) == rank(path) and (a, b) not in SAME
                                        and rank(path) not in (1, 6, 9)):
            faults.append(f'{path} ({rank(path)}) includes {other} ({rank(other)})')
        if rank(path) == rank(other) == 1 and (a, b) not in SAME and b != 'lib/base':
            faults.append(f'{path} includes {other}: libraries of one rank')
    return faults


def theirs(path, text):
    faults = []
    for other in THEIRS.findall(text):
        for known, where in THIRD.items():
            places = where if isinstance(where, tuple) else (where,)
            if other.startswith(known) and not any(path.startswith(p) for p in places):
                faults.append(f'{path} includes <{other}>, which belongs to {places[0]}')
    return faults


if __name__ == '__main__':
    found, n = check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else '.'))
    print('\n'.join(found) or f'{n} files, each in its layer')
    sys.exit(bool(found))
