#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Golden and negative tests of the build tools. `--update` rewrites the golden files."""
import pathlib
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
golden = here / 'golden'
update = '--update' in sys.argv
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print(f'FAILED {name}: {why}')


def run(tool, *args):
    return subprocess.run([sys.executable, str(root / 'tools' / tool), *map(str, args)],
                          capture_output=True, text=True, cwd=root)


def same(name, made):
    path = golden / name
    text = made.read_text(encoding='utf-8').replace(str(golden.relative_to(root)), 'GOLDEN')
    if update:
        path.write_text(text, encoding='utf-8')
    check(f'golden {name}', path.exists() and path.read_text(encoding='utf-8') == text,
          'differs: look at it, then run with --update')


def with_file(name, text, call):
    with tempfile.TemporaryDirectory() as out:
        path = pathlib.Path(out) / name
        path.write_text(text, encoding='utf-8')
        return call(path, pathlib.Path(out))


def page_faults():
    def compiled(path, out):
        return run('page.py', '--out', out, '--name', 'x', path)
    head = '{{ page x(const char *v) }}\n'
    for name, body, word in [
        ('a tag that is not closed', '<p>', 'open at the end'),
        ('a tag that closes another', '<p></b>', 'closes'),
        ('an unquoted attribute', '<p id=x></p>', 'not quoted'),
        ('an unquoted value', '<p id={{ v }}></p>', 'quoted attribute'),
        ('an event attribute', '<p onclick="x"></p>', 'refused'),
        ('a style attribute', '<p style="x"></p>', 'refused'),
        ('inline script', '<script>x</script>', 'inline script'),
        ('inline style', '<style>x</style>', 'refused'),
        ('a value as a tag name', '<{{ v }}>', 'quoted attribute'),
        ('an attribute twice', '<p id="a" id="b"></p>', 'twice'),
        ('branches that open other tags', '{{ if v }}<p>{{ end }}', 'other tags'),
        ('a branch that closes too much', '<p>{{ if v }}</p>{{ else }}<b></b>{{ end }}', 'other tags'),
        ('an if without an end', '{{ if v }}', 'without an end'),
        ('an end without an if', '{{ end }}', 'without a beginning'),
        ('a page called in an attribute', '<p id="{{ call y(v) }}"></p>', 'in text only'),
        ('a bare <', '<p>1 < 2</p>', 'bare <'),
    ]:
        got = with_file('x.html', head + body, compiled)
        check(f'page refuses {name}', got.returncode != 0 and word in got.stderr, got.stderr or 'accepted')
    got = with_file('x.html', 'text' + head, compiled)
    check('page refuses text outside a page', got.returncode != 0, 'accepted')


def query_faults():
    def compiled(path, out):
        return run('query.py', '--out', out, '--kinds', root / 'lib/base/ids.def', '--shows',
                   root / 'lib/work/shows.def', path)
    for name, text, word in [
        ('an unknown parameter', '-- a() -> none\n-- Does.\nDELETE FROM t WHERE x = :y;', 'unknown parameter'),
        ('a parameter nobody uses', '-- a(y: int) -> none\n-- Does.\nDELETE FROM t;', 'is not used'),
        ('an unknown type', '-- a(y: spoon) -> none\n-- Does.\nDELETE FROM t WHERE x = :y;', 'unknown type'),
        ('a personal statement without reach', '-- a() -> one(x: int)\n-- personal\n-- Reads.\nSELECT :viewer;',
         'without {reach}'),
        ('reach outside a personal statement', '-- a() -> one(x: int)\n-- Reads.\nSELECT 1 WHERE {reach p};',
         'not personal'),
        ('a viewer that comes from outside', '-- a(viewer: person) -> one(x: int)\n-- personal own\n-- Reads.\n'
         'SELECT :viewer;', 'comes from the pass'),
        ('a statement without a sentence', '-- a() -> none\nDELETE FROM t;', 'no sentence'),
        ('a statement without an end', '-- a() -> none\n-- Does.\nDELETE FROM t', 'has no ;'),
        ('a name that comes twice', '-- a() -> none\n-- Does.\nDELETE FROM t;\n\n-- a() -> none\n-- Does.\n'
         'DELETE FROM t;', 'is also in'),
        ('a part that nobody told', '-- a() -> none\n-- Does.\n{x_columns};', 'no part'),
        ('a class of what is shown that there is not', '-- a() -> one b(x: int shows spoon)\n-- personal own\n-- Reads.\n'
         'SELECT :viewer;', 'has no spoon'),
        ('what is shown to some, without a pass', '-- a() -> one b(x: int shows birth)\n-- Reads.\nSELECT 1;', 'no pass'),
        ('what is shown to some, outside a row', '-- a() -> one(x: int shows birth)\n-- personal own\n-- Reads.\n'
         'SELECT :viewer;', 'in a row with a name'),
        ('two columns without a row', '-- a() -> one(x: int, y: int)\n-- Reads.\nSELECT 1, 2;', 'one column'),
    ]:
        got = with_file('x.sql', text + '\n', compiled)
        check(f'query refuses {name}', got.returncode != 0 and word in got.stderr, got.stderr or 'accepted')


def words_faults():
    en = 'msgctxt "a.b"\nmsgid "Hello {name}"\nmsgstr ""\n\nmsgctxt "staff.x"\nmsgid "X"\nmsgstr ""\n'

    def compiled(lang, text):
        with tempfile.TemporaryDirectory() as out:
            base = pathlib.Path(out)
            (base / 'en.po').write_text(en, encoding='utf-8')
            (base / f'{lang}.po').write_text(text, encoding='utf-8')
            return run('words.py', '--out', out, base / 'en.po', base / f'{lang}.po')
    good = 'msgctxt "a.b"\nmsgid "Hello {name}"\nmsgstr "Hola {name}"\n'
    staff = '\nmsgctxt "staff.x"\nmsgid "X"\nmsgstr "X"\n'
    check('words take a complete language', compiled('es', good + staff).returncode == 0)
    check('words take Arabic without staff words', compiled('ar', good).returncode == 0)
    for name, text, word in [
        ('a missing word', good, 'missing'),
        ('a changed English text', good.replace('Hello', 'Hi', 1) + staff, 'has changed'),
        ('a lost placeholder', good.replace('Hola {name}', 'Hola') + staff, 'placeholders'),
        ('another placeholder', good.replace('Hola {name}', 'Hola {name} {x}') + staff, 'placeholders'),
        ('a word nobody uses', good + staff + '\nmsgctxt "z"\nmsgid "z"\nmsgstr "z"\n', 'nobody uses'),
        ('an empty text', good.replace('"Hola {name}"', '""') + staff, 'without a text'),
        ('a word that comes twice', good + '\n' + good + staff, 'twice'),
    ]:
        got = compiled('es', text)
        check(f'words refuse {name}', got.returncode != 0 and word in got.stderr, got.stderr or 'accepted')


def tree_faults():
    spdx = '/* SPDX-License-Identifier: AGPL-3.0-or-later */\n'
    for name, path, text, word in [
        ('a function of 81 lines', 'src/people/x.c', 'void f(void)\n{\n' + '\tx();\n' * 81 + '}\n', '81 lines'),
        ('a banned function', 'lib/base/x.c', 'void f(void)\n{\n\tstrcpy(a, b);\n}\n', 'banned'),
        ('a goto in src', 'src/people/x.c', 'void f(void)\n{\n\tgoto out;\n}\n', 'goto'),
        ('a pass made elsewhere', 'src/people/x.c', 'void f(void)\n{\n\tpass_make(w, 0, p);\n}\n', 'makes a pass'),
        ('SQL in C', 'src/people/x.c', 'const char *s = "SELECT 1";\n', 'SQL'),
        ('a result that can be dropped', 'src/people/x.h', 'enum rc thing(void);\n', 'must'),
        ('a sealed text in another feature', 'src/people/x.c', 'struct sealed_text t;\n', 'stays in'),
        ('a box opened elsewhere', 'src/people/x.c', 'void f(void)\n{\n\tbox_unlock(k, b, x, n, o);\n}\n', 'opens boxes'),
        ('a log line beside sealed texts', 'src/sealed/sealed.c', 'void f(void)\n{\n\tlog_line(1, a, b);\n}\n', 'told'),
        ('memory of a feature\'s own', 'src/people/x.c', 'void f(void)\n{\n\tfree(x);\n}\n', 'arena'),
    ]:
        with tempfile.TemporaryDirectory() as tree:
            file = pathlib.Path(tree) / path
            file.parent.mkdir(parents=True)
            file.write_text(spdx + text, encoding='utf-8')
            got = run('lint.py', tree)
            check(f'lint finds {name}', got.returncode == 1 and word in got.stdout, got.stdout)
    for name, path, include in [
        ('rules that include HTTP', 'src/people/people.c', '#include "lib/http/http.h"'),
        ('a library that includes a feature', 'lib/db/x.c', '#include "src/people/people.h"'),
        ('a feature that includes a later one', 'src/people/people.c', '#include "src/messages/messages.h"'),
        ('a foreign header out of its place', 'src/people/people.c', '#include <sqlite3.h>'),
        ('base that includes a library', 'lib/base/x.c', '#include "lib/db/db.h"'),
    ]:
        with tempfile.TemporaryDirectory() as tree:
            (pathlib.Path(tree) / 'lib').mkdir()
            file = pathlib.Path(tree) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(include + '\n', encoding='utf-8')
            got = run('layers.py', tree)
            check(f'layers find {name}', got.returncode == 1, got.stdout)


def migration_faults():
    with tempfile.TemporaryDirectory() as out:
        a = pathlib.Path(out) / '0002_b.sql'
        a.write_text('SELECT 1;\n')
        got = run('migrations.py', '--name', 'x', '--out', pathlib.Path(out) / 'x.c', a)
        check('migrations refuse a gap', got.returncode != 0, 'accepted')


with tempfile.TemporaryDirectory() as made:
    out = pathlib.Path(made)
    relative = golden.relative_to(root)
    check('page compiles', run('page.py', '--out', out, '--name', 'sample', relative / 'sample.html').returncode == 0)
    same('sample_pages.c', out / 'sample_pages.c')
    same('sample_pages.h', out / 'sample_pages.h')
    check('query compiles', run('query.py', '--out', out, '--kinds', 'lib/base/ids.def', '--shows', 'lib/work/shows.def',
                                relative / 'sample.sql').returncode == 0)
    same('sample_q.c', out / 'sample_q.c')
    same('sample_q.h', out / 'sample_q.h')
    check('words compile', run('words.py', '--out', out, relative / 'en.po', relative / 'ar.po').returncode == 0)
    same('words.h', out / 'words.h')
    same('words.c', out / 'words.c')
page_faults()
query_faults()
words_faults()
tree_faults()
migration_faults()
print(f'{passed} passed, {failed} failed')
sys.exit(failed != 0)
