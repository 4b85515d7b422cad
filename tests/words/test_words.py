#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must hold for all words.

    tests/words/test_words.py

Reading grade: the median of the golden pages of families and kiosks is at most 5, and
none is above 7; nor is any of their texts by itself, for no golden page shows them all.
Texts: each fits one part with the longest it can carry. Words to avoid: nowhere that
people or their programs read.
"""
import html.parser
import pathlib
import re
import statistics
import sys

root = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(root / 'tests/words'))
sys.path.insert(0, str(root / 'tools'))
from grade import grade, syllables  # noqa: E402
import words as po  # noqa: E402
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print(f'FAILED {name}: {why}')


# --- reading grade ---------------------------------------------------------------------------------

MEDIAN, MOST = 5, 7
# Personas of families and kiosks, and pages that anybody sees before signing in.
EASY = ('family', 'guardian', 'inside', 'nobody')
STAFF_PAGES = ('nobody_staff.html',)
# Only staff get these; the names of their roles are what makes them hard.
STAFF_WORDS = {'error.roles_clash'}
# How the formula counts, worked out by hand.
GOLDEN = {'asked': 1, 'closes': 2, 'custody': 3, "don't": 1, 'facility': 4, 'grade': 1, 'guardian': 3, "isn't": 2,
          'kinkeeper': 3, 'language': 2, 'message': 2, 'minutes': 2, 'needed': 2, 'people': 2, 'previous': 3,
          'radio': 3, 'reviewed': 2, 'safely': 2, 'staff': 1, 'statement': 2, 'table': 2, 'usual': 3, 'violence': 3}
HARD = 'Administrative authorisation of correspondence necessitates identification.'


class Text(html.parser.HTMLParser):
    """The sentences of a page, without what people wrote and without the demo's bar."""
    BLOCKS = {'p', 'li', 'h1', 'h2', 'h3', 'label', 'button', 'summary', 'legend', 'th', 'td', 'option', 'div', 'a', 'small', 'dt', 'dd'}
    VOID = {'input', 'meta', 'link', 'br', 'hr', 'img'}

    def __init__(self):
        super().__init__()
        self.text, self.open = '', []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        others = tag in ('bdi', 'time', 'head', 'svg') or 'demo-bar' in attrs.get('class', '') or \
            attrs.get('class') == 'body'
        if tag not in self.VOID:
            self.open.append((tag, others))
        if tag in self.BLOCKS:
            self.text += '\n'

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag in self.BLOCKS:
            self.text += '\n'

    def handle_data(self, data):
        if not any(others for _, others in self.open):
            self.text += data


def text_of(page):
    parser = Text()
    parser.feed(page)
    return parser.text


def shown(text):
    """A word with values in its places."""
    values = {'n': '4', 'name': 'Ruth', 'who': 'Ruth', 'when': 'Friday', 'code': '123456', 'where': 'kin.example'}
    return re.sub(r'\{(\w+)\}', lambda m: values.get(m.group(1), 'Ruth'), text)


def check_grades(source):
    check('the syllables of golden words', all(syllables(w) == n for w, n in GOLDEN.items()),
          [(w, n, syllables(w)) for w, n in GOLDEN.items() if syllables(w) != n])
    check('a hard sentence is above the most', grade(HARD) > MOST, grade(HARD))
    grades = {}
    for file in sorted((root / 'tests/pages/golden').glob('*.html')):
        page = file.read_text(encoding='utf-8')
        if file.name.startswith(EASY) and file.name not in STAFF_PAGES and 'lang="en"' in page[:60]:
            grades[file.name] = grade(text_of(page))
            check(f'{file.name} reads at grade {MOST} or below', grades[file.name] is not None and
                  grades[file.name] <= MOST, grades[file.name])
    check('there are pages to read', len(grades) > 20, len(grades))
    check(f'the median page reads at grade {MEDIAN} or below', statistics.median(grades.values()) <= MEDIAN, grades)
    for key, entry in source.items():
        for text in [entry.id] + ([entry.plural] if entry.plural else []):
            found = None if key.startswith(po.STAFF) or key in STAFF_WORDS else grade(shown(text))
            if found is not None:
                check(f'{key} reads at grade {MOST} or below', found <= MOST, f'{found:.1f} {text}')
    print(f'grades: median {statistics.median(grades.values()):.1f}, highest {max(grades.values()):.1f} of {len(grades)} pages')


# --- texts -----------------------------------------------------------------------------------------

# GSM 03.38: one part holds 160 letters of these (two places for the second line), or 70 of any.
GSM = set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ!"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§'
          '¿abcdefghijklmnopqrstuvwxyzäöñüà')
GSM_TWICE = set('^{}\\[~]|€')
# docs/operating.md: the address of the pages that keeps each text in one part.
ADDRESS = 'https://' + 'k' * 28
LONGEST = {'code': '888888', 'where': ADDRESS, 'phone': '+1 313 555 0142 ext. 1234'}


def parts_used(text):
    """How much of one part a text fills: at most 1 fits."""
    if set(text) <= GSM | GSM_TWICE:
        return (len(text) + sum(c in GSM_TWICE for c in text)) / 160
    return len(text.encode('utf-16-le')) / 2 / 70


def check_texts(source, others):
    check('160 plain letters fit, 161 do not', parts_used('x' * 160) == 1 < parts_used('x' * 161))
    check('70 letters with an accent fit, 71 do not', parts_used('á' + 'x' * 69) == 1 < parts_used('á' + 'x' * 70))
    check('a brace counts twice', parts_used('{' * 81) > 1)
    bodies = re.findall(r'W_(notice_\w+), (?:true|false) \}', (root / 'src/notices/notices.c').read_text())
    bodies = {b.replace('notice_', 'notice.', 1) for b in bodies}
    check('there are texts', len(bodies) >= 9, bodies)
    for key in sorted(bodies):
        for lang, text in [('en', source[key].id)] + [(lang, words_of[key].strs[0]) for lang, words_of in others.items()]:
            unknown = set(re.findall(r'\{(\w+)\}', text)) - set(LONGEST)
            full = re.sub(r'\{(\w+)\}', lambda m: LONGEST.get(m.group(1), ''), text)
            check(f'{key} fits one text in {lang}', not unknown and parts_used(full) <= 1,
                  f'{parts_used(full):.2f} parts, {unknown}: {full}')


# --- words to avoid ----------------------------------------------------------------------------------

PEOPLE = r'inmates?|offenders?|convict(s|ed)?|felons?|prisoners?|violators?|victims?|the subject'
AVOID = {
    'en': re.compile(rf'(?<![-\w])({PEOPLE}|failed|rejected|terminated|compliance|invalid|please)\b', re.I),
    'es': re.compile(r'\b(presos?|presas?|reos?|reclusos?|reclusas?|delincuentes?|convictos?|convictas?|criminal(es)?|'
                     r'víctimas?|rechazad[oa]s?)\b', re.I),
    'ar': re.compile(r'(?<!\w)(ال)?(سجين|سجناء|نزيل|نزلاء|مجرم|مجرمون|مدان|ضحية)(?!\w)'),
}
PEOPLE = re.compile(rf'\b({PEOPLE})\b', re.I)
# Column names of other systems, which a roster may bring.
ELSEWHERE = ('src/roster/check.c', 'src/roster/check.h')


def strings_of(path):
    text = re.sub(r'/\*.*?\*/', '', path.read_text(encoding='utf-8'), flags=re.S)
    return ' \n'.join(re.findall(r'"((?:\\.|[^"\\])*)"', text))


def check_avoided(source, others):
    for text in ('An inmate wrote.', 'It FAILED.', 'The subject is known'):
        check(f'{text!r} is found', AVOID['en'].search(text))
    check('other words are not', not AVOID['en'].search('The convicting letter was not completed.'))
    for key, entry in source.items():
        said = {'en': entry.id + ' ' + (entry.plural or '')}
        said.update({lang: ' '.join(w[key].strs.values()) for lang, w in others.items() if key in w})
        for lang, text in said.items():
            found = AVOID[lang].search(text)
            check(f'{key} avoids words in {lang}', not found, f'{found and found.group(0)}: {text}')
    for file in [*(root / 'docs/made').iterdir(), *(root / 'tests/pages/golden').iterdir(), *root.glob('src/*/*.html'),
                 *root.glob('src/*/*.def'), root / 'lib/work/errors.def', root / 'README.md', *root.glob('docs/*.md')]:
        found = AVOID['en'].search(file.read_text(encoding='utf-8'))
        check(f'{file.relative_to(root)} avoids words', not found, found and found.group(0))
    # What the program says outside of the words: headers of CSV, descriptions, commands, names of columns.
    for file in [*root.glob('src/**/*.[ch]'), *root.glob('lib/**/*.[ch]')]:
        if str(file.relative_to(root)) not in ELSEWHERE:
            found = PEOPLE.search(strings_of(file))
            check(f'{file.relative_to(root)} avoids words', not found, found and found.group(0))


english = po.read_po(root / 'locale/en.po')
translated = {lang: po.read_po(root / f'locale/{lang}.po') for lang in ('es', 'ar')}
check_grades(english)
check_texts(english, translated)
check_avoided(english, translated)
print(f'{passed} passed, {failed} failed')
sys.exit(failed != 0)
