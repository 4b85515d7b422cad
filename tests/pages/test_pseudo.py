#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The golden pages in the pseudo-locale: what is still English there was never a word.

    tests/pages/test_pseudo.py build/kinkeeper

tools/words.py puts accents on all vowels of the English words and makes them longer.
So a plain vowel that is shown, or read aloud, stands in a value (a name, a place, a
text that somebody wrote, a date) or was written into the page or the program, where
no translator finds it. Nobody is offered the language: the test writes it into the
database, and into the cookie of who is not signed in.
"""
import html.parser
import re
import pathlib
import sqlite3
import sys

import test_pages
from test_pages import Browser, PAGES, check, demo_of, page_of

SHOWN = ('alt', 'aria-label', 'aria-description', 'placeholder', 'title', 'data-alt', 'data-busy', 'data-left',
         'data-offline', 'data-over', 'data-say', 'data-saved', 'data-unsaved')
# What people and agencies wrote.
VALUES = ('person.first_name', 'person.last_name', 'person.number', 'person.unit', 'site.name', 'site.zone', 'tenant.name',
          'message.body', 'phrase.text', 'phrase_list.name', 'thread.name', 'account.email',
          'message.note', 'review.note', 'guardian.evidence', 'approved_contact.name', 'household.name', 'urgent.body', 'tie_say.note',
          'contact_order.court', 'contact_order.number', 'contact_order.document', 'contact_order.note',
          'contact_order_person.route', 'agency.name', 'consent.discloser', 'consent_text.words',
          'emergency.words', 'challenge.words', 'ledger_line.told', 'ledger_line.why', 'legal_process.sender', 'breach.what', 'protocol.title', 'protocol_text.words', 'protocol_party.name', 'rights_say.words', 'protocol_version.why', 'protocol.end_reason',
          'audit_entry.act', 'audit_entry.role', 'audit_entry.object_kind', 'audit_entry.outcome')
# What is sealed cannot be read from the store.
SEALED = ('May I talk to you about my brother?', 'Any day. I am here on Thursday.', 'I sleep better since last week.',
          'Sleeps better. Asks about his brother.')
# Names that are the same in each language, and what dates are made of.
NAMES = ('Kinkeeper', 'Pseudo', 'English', 'Español', 'العربية', 'Mon Tue Wed Thu Fri Sat Sun', 'Monday Tuesday Wednesday',
         'Thursday Friday Saturday Sunday', 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec',
         'January February March April June July August September October November December', 'AM PM',
         'GDPR Art. (e) CJIS AU-11 (one year)')


class Words(html.parser.HTMLParser):
    """All that a page shows or says."""
    def __init__(self):
        super().__init__()
        self.found, self.silent, self.offered = [], 0, False

    def handle_starttag(self, tag, attrs):
        offered = tag == 'bdi' and ('class', 'phrase') in attrs  # words of no language, by chance
        self.silent += tag in ('script', 'style') or offered
        self.offered = self.offered or offered
        self.found += [(f'{tag} {k}', v) for k, v in attrs if k in SHOWN and v]

    def handle_endtag(self, tag):
        self.silent -= tag in ('script', 'style') or (tag == 'bdi' and self.offered)
        self.offered = self.offered and tag != 'bdi'

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.found.append(('text', data))


def values(database):
    """Long ones first: a text may hold a name."""
    with sqlite3.connect(database) as db:
        columns = {(t, c[1]) for (t,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                   for c in db.execute(f'PRAGMA table_info({t})')}
        found = {row[0] for v in VALUES if tuple(v.split('.')) in columns
                 for row in db.execute('SELECT DISTINCT {1} FROM {0} WHERE {1} IS NOT NULL'.format(*v.split('.')))}
    found |= set(SEALED)
    # What the demo's people write is sealed in the store.
    made_up = (pathlib.Path(__file__).parents[2] / 'src/demo/world.c').read_text(encoding='utf-8')
    found |= set(re.findall(r'"((?:[^"\\\n]|\\.){8,})"', made_up))
    found |= {line for v in found for line in v.split('\n')}
    found |= {' '.join(re.split(r'\s+', v)).strip() for v in found} | {w for n in NAMES for w in n.split()}
    return sorted((v for v in found if v), key=len, reverse=True)


def plain(text, known):
    """What is left of a text without its values, if it is a word without accents."""
    text = ' '.join(text.split())
    for value in known:
        if value in text:
            text = re.sub(rf'(?<!\w){re.escape(value)}(?!\w)', '', text)
    # Digits, addresses and ids are no words.
    text = re.sub(r'https?://\S+|\S+@\S+|\b[0-9a-z]{26}\b', '', text)
    # One letter alone stands for a name.
    return text if len(text) > 1 and re.search(r'[aeiouAEIOU]', text) else None


def leaks(page, known):
    parser = Words()
    parser.feed(page)
    return [(where, text.strip()) for where, text in parser.found if plain(text, known)]


def look(base, database):
    for persona, paths in PAGES.items():
        browser = Browser(base)
        if persona == 'nobody':
            browser.cookie = 'kin=' + 'A' * 43 + '.qps'
        else:
            browser.ask('/demo/sign-in', f'persona={persona}'.encode())
        for path in paths:
            page = page_of(browser, path)
            check(f'{persona} {path} is in the pseudo-locale', 'lang="qps"' in page and ' ~]' in page, page[:300])
            found = leaks(page, values(database))
            check(f'{persona} {path} holds no words but those of locale/', not found, found[:6])


def can_fail():
    """The check finds what it is for."""
    known = ['Marcus', 'The bus was late.']
    for good in ('[Hélló, Marcus ~ ~]', 'The bus was late.', '5', ' · '):
        check(f'{good} is fine', not leaks(f'<p>{good}</p>', known))
    for wrong in ('<p>Send</p>', '<p>[Séñd ~] now</p>', '<p>[Hélló, delivered ~]</p>', '<a aria-label="Open">5</a>',
                  '<p>Marcusi</p>'):
        check(f'{wrong} is found', leaks(wrong, known))


can_fail()
with demo_of(sys.argv[1]) as (where, file, _):
    with sqlite3.connect(file, timeout=30) as db:
        db.execute("UPDATE person SET lang = 'qps'")
    look(where, file)
print(f'{test_pages.passed} passed, {test_pages.failed} failed')
sys.exit(test_pages.failed != 0)
