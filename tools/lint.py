#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the compiler cannot see (docs/style.md).

    tools/lint.py [ROOT]

Sizes of functions, files and headers; functions that must not be called; a
header's functions that give an enum rc are marked `must`; SPDX lines; SQL in C.
"""
import pathlib
import re
import sys

LONGEST, FILE, HEADER = 80, 1200, 190
BANNED = {
    'strcpy': 'no length', 'strcat': 'no length', 'sprintf': 'no length', 'gets': 'no length',
    'strtok': 'keeps a place of its own', 'localtime': 'process-global zone',
    'localtime_r': 'process-global zone', 'atoi': 'no error', 'rand': 'not random', 'srand': '',
    'random': 'not random', 'setlocale': 'process-global', 'alloca': 'unbounded', 'system': 'a shell',
    'popen': 'a shell', 'mktime': 'process-global zone',
}
SPDX = 'SPDX-License-Identifier: AGPL-3.0-or-later'
# Who may make a pass.
PASS = ('src/access/access.c', 'lib/work/pass.c', 'lib/work/pass.h')
SKIP = {'build', 'node_modules', '.git'}


def functions(text):
    """Names and sizes of the functions of a .c file, by their braces in column 0."""
    lines, start, name = text.split('\n'), None, ''
    for n, line in enumerate(lines):
        if line == '{' and start is None:
            head = ' '.join(lines[max(0, n - 6):n])
            m = re.findall(r'(\w+)\s*\([^;{}]*\)\s*$', head)
            start, name = n, m[-1] if m else '?'
        elif line == '}' and start is not None:
            yield name, n - start - 1
            start = None


# What was sealed is opened in one folder, and shown by one file of it.
SEALED, SHOWS = 'src/sealed/', ('src/sealed/sealed_web.c', 'src/sealed/sealed.c', 'src/sealed/sealed.h')
TELLS = r'\b(audit_detail|log_line|notice_code|notice_to_old|job_add)\s*\('


def check_sealed(path, code):
    """An opened text goes to whoever it is for, and into no log, notice, job or other feature."""
    faults = []
    if 'sealed_text' in code and path not in SHOWS:
        faults.append(f'{path}: struct sealed_text stays in {SEALED}')
    if path in SHOWS and re.search(TELLS, code):
        faults.append(f'{path}: where sealed texts are open, nothing is told to a log, a notice or a job')
    if re.search(r'\bbox_(unlock|unwrap|phrase_unlock)\s*\(', code) and not path.startswith((SEALED, 'lib/crypto/')):
        faults.append(f'{path}: only {SEALED} opens boxes')
    return faults


def code_of(text):
    text = re.sub(r'/\*.*?\*/', lambda m: '\n' * m.group(0).count('\n'), text, flags=re.S)
    return re.sub(r'"(\\.|[^"\\])*"', '""', text)


def check_c(path, text):
    faults, code = [], code_of(text)
    most = HEADER if path.endswith('.h') else FILE
    if text.count('\n') > most:
        faults.append(f'{path}: {text.count(chr(10))} lines, at most {most}')
    for name, size in functions(text):
        if size > LONGEST:
            faults.append(f'{path}: {name} has {size} lines, at most {LONGEST}')
    for name, why in BANNED.items():
        if re.search(rf'(?<![\w.>]){name}\s*\(', code):
            faults.append(f'{path}: {name}() is banned: {why}')
    if path.startswith('src/') and re.search(r'\bgoto\b', code):
        faults.append(f'{path}: goto')
    if path.startswith('src/') and re.search(r'\b(free|malloc|calloc|strdup)\s*\(', code) \
            and not path.startswith(('src/faces/', 'src/messages/phrases.c', 'src/main.c')):
        faults.append(f'{path}: features take memory from the arena')
    if 'pass_make(' in code and path not in PASS:
        faults.append(f'{path}: only src/access makes a pass')
    faults += check_sealed(path, code)
    if path.startswith('src/') and re.search(r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b', text):
        faults.append(f'{path}: SQL belongs into a .sql file')
    if re.search(r'[ \t]$', text, re.M):
        faults.append(f'{path}: spaces at the end of a line')
    if path.endswith('.h'):
        for m in re.finditer(r'^enum rc \w+\(', text, re.M):
            faults.append(f'{path}: {m.group(0)}…) is not marked must')
    return faults


# Results that only say how a request ended, or that a caller may leave.
FREE = re.compile(r'enum rc (work_fail|work_fail_with|db_do|db_read_here|work_do|web_object|web_list|'
                  r'web_done|web_made|web_file|messages_on_status|thread_read_after|log_turn)\(')


def check(root):
    faults, n = [], 0
    for path in sorted(root.rglob('*')):
        rel = path.relative_to(root)
        if not path.is_file() or any(part in SKIP or part.startswith('build') for part in rel.parts):
            continue
        name = str(rel)
        if name.startswith('tests/pages/golden/'):
            continue  # pages as they are sent
        if not re.search(r'\.(c|h|py|sh|sql|html|css|js|mjs|def|story|build|po)$', name) or name.endswith('package.json'):
            continue
        text = path.read_text(encoding='utf-8')
        if not text:
            continue
        n += 1
        if SPDX not in text[:1500]:
            faults.append(f'{name}: no SPDX line')
        if name.endswith(('.c', '.h')) and not name.startswith('tests/'):
            faults += [f for f in check_c(name, text) if not FREE.search(f)]
        if name.startswith('tools/') and text.count('\n') > 600:
            faults.append(f'{name}: a tool has at most 600 lines')
    return faults, n


if __name__ == '__main__':
    found, count = check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else '.'))
    print('\n'.join(found) or f'{count} files')
    sys.exit(bool(found))
