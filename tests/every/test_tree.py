#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must hold for the whole tree.

    tests/every/test_tree.py BUILD [--update]

Layers, lint, generated documents that are as the program makes them, a story
for every act, a decision page that says why for every library.
"""
import json
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent.parent
build = root / sys.argv[1]
update = '--update' in sys.argv
sys.path.insert(0, str(root / 'tools'))
import layers  # noqa: E402
import lint  # noqa: E402

passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print(f'FAILED {name}: {why}')


def program(*args):
    return subprocess.run([build / 'kinkeeper', *args], capture_output=True, text=True, check=True).stdout


def made(name, text):
    path = root / 'docs/made' / name
    if update:
        path.write_text(text, encoding='utf-8')
    check(f'docs/made/{name} is as the program makes it', path.exists() and path.read_text(encoding='utf-8') == text,
          'run tests/every/test_tree.py build --update and read the change')


def errors_table():
    rows = re.findall(r'^ERROR\((\w+), RC_(\w+), (\d+)\)', (root / 'lib/work/errors.def').read_text(), re.M)
    words = (root / 'locale/en.po').read_text(encoding='utf-8')
    out = ['| code | status | words |', '| --- | --- | --- |']
    for name, _, status in rows:
        m = re.search(rf'msgctxt "error\.{name}"\nmsgid "(.*)"', words)
        out.append(f'| {name} | {status} | {m.group(1) if m else "?"} |')
    return '\n'.join(out) + '\n'


def settings_table():
    rows = re.findall(r'^POLICY\((\w+), (\d+), (\d+), (\d+), "(.*)"\)', (root / 'src/people/policies.def').read_text(), re.M)
    out = ['| policy | usual | least | most | what it means |', '| --- | --- | --- | --- | --- |']
    out += [f'| {n} | {u} | {lo} | {hi} | {d} |' for n, u, lo, hi, d in rows]
    return '\n'.join(out) + '\n'


def personal_columns():
    """The columns that migrations mark, as table.column."""
    found = set()
    for path in sorted((root / 'migrations').glob('*.sql')):
        table = column = None
        for line in path.read_text(encoding='utf-8').split('\n'):
            m = re.match(r'(?:CREATE|ALTER) TABLE (\w+)(?: ADD COLUMN (\w+))?', line)
            if m:
                table, column = m.group(1), m.group(2)
            m = re.match(r'\t(\w+) [A-Z]', line)
            column = m.group(1) if m else column
            if line.endswith('-- personal'):
                found.add(f'{table}.{column}')
    return found


def statements_read():
    """{(feature, statement, pass): columns}, as SQLite's authorizer tells; and
    {(statement, class, column)} of what those with a subject answer."""
    out = subprocess.run([build / 'tests/kin-reads'], capture_output=True, text=True, check=True).stdout
    reads, answers = {}, set()
    for line in out.splitlines():
        if line.startswith('answers '):
            _, name, whose, kind, column = line.split()
            if whose == 'subject':
                answers.add((name, kind, column))
            continue
        feature, name, whose, column = line.split()
        reads.setdefault((feature, name, whose), set()).add(column)
    return reads, answers


def check_shows(answers):
    """What lib/work/shows.def names is shown by its class, or is for the rules alone."""
    named = dict((column, name) for name, columns in
                 re.findall(r'^SHOW\((\w+), "([^"]+)"', (root / 'lib/work/shows.def').read_text(encoding='utf-8'), re.M)
                 for column in columns.split())
    seen = set()
    for name, kind, column in sorted(answers):
        if column in named:
            seen.add(column)
            check(f'{name} shows {column} to whom it may', kind in (named[column], 'rules'),
                  f'say `shows {named[column]}` behind it, or `rules`')
        else:
            check(f'{name} shows {column} to everybody', kind == '-', f'it says `{kind}`')
    for column in sorted(set(named) - seen - {'person_status.status'}):
        check(f'somebody reads {column}', False, 'lib/work/shows.def names a column that no statement answers')


def without_a_pass():
    """{statement: reason}"""
    reasons = {}
    for part in (root / 'tests/every/without_a_pass.txt').read_text(encoding='utf-8').split('\n\n')[1:]:
        reason, *names = part.strip().split('\n')
        for name in ' '.join(names).split():
            check(f'{name} has one reason to do without a pass', name not in reasons)
            reasons[name] = reason
    return reasons


def check_reads(reads, personal, reasons):
    """Personal columns are read with a pass, and lists are filtered by barriers."""
    reach = {'barrier.person', 'barrier.other', 'barrier.starts', 'barrier.ends'}
    unmarked = set()
    for (_, name, whose), columns in reads.items():
        touched = sorted(columns & personal)
        if whose == 'program' and touched:
            unmarked.add(name)
            check(f'{name} reads personal columns with a pass', name in reasons,
                  f'{", ".join(touched)}: mark it personal, or say why not in tests/every/without_a_pass.txt')
        if whose == 'subject':
            check(f'{name} reads who is kept from whom', reach <= columns, f'lacks {sorted(reach - columns)}')
    for name in sorted(set(reasons) - unmarked):
        check(f'{name} needs a reason to do without a pass', False, 'it reads nothing personal, or has a pass')


def check_erasure(personal):
    """src/erasure/columns.txt says of each personal column what erasing does with it."""
    sql = ''.join(path.read_text(encoding='utf-8') for path in sorted((root / 'src/erasure').glob('*.sql')))
    body = (root / 'src/erasure/erasure.c').read_text(encoding='utf-8')
    said = set()
    for part in (root / 'src/erasure/columns.txt').read_text(encoding='utf-8').split('\n\n')[1:]:
        rule, *names = part.strip().split('\n')
        statement = re.search(rf'^-- {rule}\(.*\n((?:--.*\n)*)([^;]*);', sql, re.M) if ' ' not in rule else None
        check(f'erasing: {rule}', ' ' in rule or (statement and f'q_{rule}' in body), 'no such statement, or it is not run')
        for name in ' '.join(names).split():
            table, column = name.split('.')
            check(f'erasing: {name} is said once', name not in said)
            check(f'erasing: {name} is a personal column', name in personal)
            if statement:
                words = re.findall(r'\w+', statement.group(2))
                whole = words[:3] == ['DELETE', 'FROM', table]
                check(f'erasing: {rule} writes {name}', whole or (words[:2] == ['UPDATE', table] and column in words))
            said.add(name)
    for name in sorted(personal - said):
        check(f'erasing: what becomes of {name}?', False, 'src/erasure/columns.txt does not say')


def data_map():
    """Which statement reads which personal columns, and by what right."""
    personal, (reads, answers), reasons = personal_columns(), statements_read(), without_a_pass()
    check('personal columns are marked', len(personal) > 60, str(len(personal)))
    check_reads(reads, personal, reasons)
    check_shows(answers)
    check_erasure(personal)
    right = {'own': 'own', 'subject': 'a subject, within reach'}
    out = ['Which personal columns each statement reads, as SQLite\'s authorizer tells, and the pass that it asks',
           'for: for the viewer\'s own things, or for a subject (or a list) within the viewer\'s reach. A statement',
           'without one says why.', '',
           '| statement | feature | pass | personal columns |', '| --- | --- | --- | --- |']
    for (feature, name, whose), columns in sorted(reads.items()):
        touched = sorted(columns & personal)
        if touched:
            by = right.get(whose) or f'none: {reasons.get(name, "?")}'
            out.append(f'| {name} | {feature} | {by} | {", ".join(touched)} |')
    return '\n'.join(out) + '\n'


def stories_of():
    """Paths that the stories act on, as patterns of the routes."""
    acts = set()
    for path in (root / 'tests/stories').glob('*.story'):
        for line in path.read_text(encoding='utf-8').split('\n'):
            m = re.match(r'as [\w-]+ (?:api )?(get|post) (\S+)', line)
            if m:
                where = re.sub(r'@\w+|(?<=/)[0-9a-z]{26}', '{}', m.group(2).split('?')[0])
                acts.add((m.group(1).upper(), where))
    return acts


found, count = layers.check(root)
check('every file stands in its layer', not found and count > 50, '\n'.join(found))
found, count = lint.check(root)
check('lint finds nothing', not found and count > 80, '\n'.join(found))

made('routes.txt', program('routes'))
made('api.json', json.dumps(json.loads(program('openapi')), indent=1, ensure_ascii=False) + '\n')
made('kinkeeper.1', program('man'))
made('errors.md', errors_table())
made('words.txt', '\n'.join(re.findall(r'"([a-z]+)"', (root / 'lib/base/wordlist.c').read_text(encoding='utf-8'))) + '\n')
made('settings.md', settings_table())
made('data-map.md', data_map())

routes = json.loads(program('routes', '--json'))['routes']
acts = stories_of()
for r in routes:
    if r['method'] == 'GET' or r['path'].startswith('/demo'):
        continue
    where = re.sub(r'\{\w+\}', '{}', r['path'])
    check(f'{r["op"]} has a story', (r['method'], where) in acts, f'{r["method"]} {r["path"]} is in no story')

api = json.loads(program('openapi'))
ids = [op['operationId'] for p in api['paths'].values() for op in p.values()]
check('operationIds are unique', len(ids) == len(set(ids)))
for name in ('README.md', 'CHANGES.md', 'LICENSE', 'SECURITY.md', 'docs/tour.md', 'docs/architecture.md',
             'docs/operating.md', 'docs/new-feature.md', 'docs/style.md', 'docs/threats.md'):
    check(f'{name} is there', (root / name).exists())
meson = (root / 'meson.build').read_text()
libraries = (root / 'docs/decisions/0002-libraries.md')
listed = libraries.read_text(encoding='utf-8') if libraries.exists() else ''
for name in re.findall(r"dependency\('([\w+.-]+)'", meson):
    check(f'a decision says why {name}', f'`{name}`' in listed or name in ('threads',), 'docs/decisions/0002-libraries.md')

print(f'{passed} passed, {failed} failed')
sys.exit(failed != 0)
