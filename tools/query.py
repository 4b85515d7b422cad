#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turns the statements of every src/*/*.sql into typed C functions.

    tools/query.py --out DIR FILE.sql ...

writes, for src/messages/messages.sql, DIR/messages_q.h and DIR/messages_q.c,
and DIR/statements.c, the list of all statements. A statement looks like

    -- thread_list(limit: int) -> many thread_row(thread: thread, at: time)
    -- personal
    -- My threads, newest first.
    SELECT t.id, t.last_at FROM thread t ... WHERE {reach m.person} LIMIT :limit;

The first comment says name, parameters and answer:
    -> none              nothing comes back
    -> changed           how many rows were written (int64_t *)
    -> one NAME(...)     exactly one row, RC_NOT_FOUND where there is none
    -> many NAME(...)    all rows
NAME may be left out where one column comes back, and its columns where a
statement above has told them. Types: int bool text blob time date, or a kind
from lib/base/ids.def; a `?` behind a type allows NULL (0 or NULL in C). Behind the type of
a column that not every role may see stands `shows CLASS` (lib/work/shows.def): it is empty
where the pass does not show the class. `rules`: the program decides by it, nobody sees it.

What several statements share is written once, as a part, and named in braces:

    -- thread_columns: part
    -- What a list shows of a thread.
    SELECT t.id, t.last_at FROM thread t;

    -- thread_list(limit: int) -> many thread_row(thread: thread, at: time)
    -- personal
    -- My threads, newest first.
    {thread_columns} WHERE {reach m.person} LIMIT :limit;

`personal` statements take a struct pass, and :viewer, :signer, :person, :tenant
and :now come from it and from nothing else. :signer is who signed in: the viewer, or
the guardian of a child that is the viewer; a barrier before either counts. Each must
hold {reach PERSON}, which
becomes the rule that nothing is found across a barrier, or say `personal own`
when all that it reads is the viewer's own and nobody else's.

{postgres WORDS} stands for WORDS on PostgreSQL and for nothing on SQLite: for
claiming jobs, where the engines lock differently, and for nothing else.

`logged` stands behind `personal`, or where that would, in a statement that writes a table
of lib/work/logged.def: the rows that it wrote, or removed, come back by themselves and go,
as salted hashes, into the audit entry of the act. A statement that writes logged columns
without saying so is refused, and one that says so in vain. It answers none, changed or many.
"""
import argparse
import hashlib
import pathlib
import re
import sys

KINDS = {}
SHOWS = []  # lib/work/shows.def
FORMS = {}  # table: Form, of lib/work/logged.def
PLAIN = {
    'int': ('int64_t', 'i'), 'bool': ('bool', 'i'), 'time': ('int64_t', 'i'), 'date': ('int64_t', 'i'),
    'text': ('const char *', 't'), 'blob': ('struct db_blob', 'b'),
}
FROM_PASS = {'viewer': 'person', 'signer': 'person', 'person': 'person', 'tenant': 'tenant', 'now': 'time',
             'unbarred': 'bool'}
# Most people have no barrier at all: the session knows that, and no row is compared.
REACH = ('(:unbarred = 1 OR NOT EXISTS (SELECT 1 FROM barrier WHERE barrier.person IN (:viewer, :signer)'
         ' AND barrier.other = {0} AND barrier.starts <= :now AND barrier.ends > :now))')
POSTGRES = r'\{postgres ([^}]+)\}'
STRUCT_FROM = 6  # from so many parameters on they travel in a struct


class Fault(Exception):
    pass


class Field:
    def __init__(self, text):
        m = re.fullmatch(r'\s*([a-z_0-9]+)\s*:\s*([a-z_]+)(\?)?(?:\s+(?:shows ([a-z]+)|(rules)))?\s*', text)
        if not m:
            raise Fault(f'not a "name: type": {text.strip()!r}')
        self.name, self.type, self.null = m.group(1), m.group(2), bool(m.group(3))
        self.shows = m.group(4) or m.group(5) or ''
        if m.group(4) and m.group(4) not in SHOWS:
            raise Fault(f'lib/work/shows.def has no {m.group(4)}')
        if self.type in PLAIN:
            self.c, self.letter = PLAIN[self.type]
        elif self.type in KINDS:
            self.c, self.letter = f'struct id_{self.type}', 'i'
        else:
            raise Fault(f'unknown type {self.type!r}')

    def declare(self):
        return f'{self.c}{"" if self.c.endswith("*") else " "}{self.name}'

    def empty(self):
        return ('NULL' if self.null else '""') if self.type == 'text' else f'({self.c}){{ 0 }}' \
            if self.c.startswith('struct') else '0'

    def to_value(self, at):
        null = ', true' if self.null else ', false'
        if self.type == 'text':
            return f'db_text({at})'
        if self.type == 'blob':
            return f'db_bytes({at})'
        return f'db_int({at}{".v" if self.type in KINDS else ""}{null})'

    def from_value(self, at):
        if self.type == 'text':
            return f'db_text_of(a, &{at})'
        if self.type == 'blob':
            return f'db_blob_of(a, &{at})'
        if self.type == 'bool':
            return f'{at}.n != 0'
        return f'{{ {at}.n }}' if self.type in KINDS else f'{at}.n'


def quoted(sql):
    return sql.replace('\\', '\\\\').replace('"', '\\"')


def split_fields(text):
    return [Field(f) for f in text.split(',')] if text.strip() else []


class Form:
    """What is logged of a table's rows."""
    LETTERS = {'BIGINT': 'i', 'TEXT': 't', 'BYTEA': 'b'}

    def __init__(self, table, keys, columns, types):
        self.table, self.keys = table, keys.split()
        self.names = list(types) if columns == '*' else columns.split()
        unknown = [n for n in self.keys + self.names if n not in types]
        if unknown or not set(self.keys) <= set(self.names):
            raise Fault(f'{table} has no column {" ".join(unknown)}, or its key is not logged')
        self.letters = [self.LETTERS[types[n]] for n in self.names]
        self.told = ' '.join(f'{n}:{t}' for n, t in zip(self.names, self.letters))
        made = hashlib.sha256(f'{table}\n{" ".join(self.keys)}\n{self.told}\n'.encode()).digest()
        self.id = int.from_bytes(made[:8], 'big') & (2 ** 63 - 1)

    def returning(self):
        return ', '.join(f'{self.table}.{n}' for n in self.names)

    def source(self, statement_id):
        """The form, and the statement that reads the table in the order of its key."""
        keys = ', '.join(self.keys)
        places = ', '.join(f'${i + 1}' for i in range(len(self.keys)))
        letters = ''.join(self.letters[self.names.index(k)] for k in self.keys)
        sql = (f'SELECT {", ".join(self.names)} FROM {self.table} WHERE ({keys}) > ({places}) ORDER BY {keys}'
               f' LIMIT ${len(self.keys) + 1}')
        columns = ''.join(f'\t{{ "{n}", \'{t}\' }},\n' for n, t in zip(self.names, self.letters))
        return (f'static const struct log_column columns_{self.table}[] = {{\n{columns}}};\n'
                f'static const unsigned char keys_{self.table}[] = {{ '
                f'{", ".join(str(self.names.index(k)) for k in self.keys)} }};\n'
                f'static const struct db_query query_logged_{self.table} = {{\n'
                f'\t.name = "logged_{self.table}", .feature = "logged", .id = {statement_id},\n'
                f'\t.params = "{letters}i", .columns = "{"".join(t + "?" for t in self.letters)}",\n'
                f'\t.sql = "{sql}",\n}};\n'
                f'const struct log_form log_form_{self.table} = {{ {self.id}, "{self.table}", "{" ".join(self.keys)}",\n'
                f'\t"{self.told}", columns_{self.table}, {len(self.names)},\n'
                f'\tkeys_{self.table}, {len(self.keys)}, &query_logged_{self.table} }};\n')


def tables_of(migrations):
    """{table: {column: type}}, as the migrations leave them."""
    tables = {}
    for path in sorted(migrations):
        text = re.sub(r'--.*', '', path.read_text(encoding='utf-8'))
        for m in re.finditer(r'CREATE TABLE (\w+) \(\n(.*?)\n\);|ALTER TABLE (\w+) ADD COLUMN (\w+) (\w+)'
                             r'|DROP TABLE (\w+)', text, re.S):
            if m.group(1):
                found = re.findall(r'^\t(\w+) (BIGINT|TEXT|BYTEA)\b', m.group(2), re.M)
                tables[m.group(1)] = dict(found)
            elif m.group(3):
                tables[m.group(3)][m.group(4)] = m.group(5)
            else:
                tables.pop(m.group(6), None)
    return tables


def read_forms(path, migrations):
    tables = tables_of(migrations)
    for table, keys, columns in re.findall(r'^LOGGED\((\w+), "([^"]*)", "([^"]*)"\)',
                                           path.read_text(encoding='utf-8'), re.M):
        if table not in tables:
            raise Fault(f'{path}: no migration makes {table}')
        FORMS[table] = Form(table, keys, columns, tables[table])


def columns_set(sql):
    """The columns that an UPDATE sets."""
    m = re.search(r'\bSET\b(.*)', sql, re.S)
    depth, part, parts = 0, '', []
    for token in re.split(r'([(),]|\bFROM\b|\bWHERE\b|\bRETURNING\b)', m.group(1)):
        if depth == 0 and token in ('FROM', 'WHERE', 'RETURNING'):
            break
        depth += (token == '(') - (token == ')')
        if token == ',' and depth == 0:
            parts.append(part)
            part = ''
        else:
            part += token
    return {re.match(r'\s*(\w+)', p).group(1) for p in parts + [part]}


def form_written(sql):
    """The form of the table that a statement writes, and what becomes of the rows; None
    where nothing logged is written."""
    m = re.search(r'\b(INSERT INTO|DELETE FROM|UPDATE)\s+(\w+)', re.sub(r'\bDO UPDATE\b|\bFOR UPDATE\b', '', sql))
    if not m or m.group(2) not in FORMS:
        return None
    form = FORMS[m.group(2)]
    if m.group(1) == 'UPDATE' and not columns_set(sql) & set(form.names):
        return None
    return form, 'd' if m.group(1) == 'DELETE FROM' else 'w'


class Statement:
    def __init__(self, feature, head, sql, line, rows):
        self.feature, self.line = feature, line
        m = re.match(r'([a-z_0-9]+)\(([^)]*)\)\s*->\s*(none|changed|one|many)\b\s*'
                     r'((?!personal\b|logged\b)[a-z_0-9]+)?\s*(?:\(([^)]*)\))?', head)
        if not m:
            raise Fault('the first comment is not "name(…) -> answer"')
        self.name, self.params, self.answer = m.group(1), split_fields(m.group(2)), m.group(3)
        rest = head[m.end():].strip()
        m2 = re.match(r'personal( own)?\b', rest)
        self.personal, self.own = bool(m2), bool(m2 and m2.group(1))
        rest = rest[m2.end():].strip() if m2 else rest
        logged = bool(re.match(r'logged\b', rest))
        self.doc = re.sub(r'^logged\b', '', rest).strip()
        if not self.doc:
            raise Fault('no sentence says what it is for')
        self.row, self.columns = m.group(4), split_fields(m.group(5) or '')
        self.first = False
        if self.answer in ('one', 'many'):
            self.find_row(m.group(5) is not None, rows)
        self.masked = [c for c in self.columns if c.shows not in ('', 'rules')]
        if self.masked and not self.personal:
            raise Fault('only a personal statement shows something: there is no pass')
        if self.masked and not self.row:
            raise Fault('a column that is shown to some stands in a row with a name')
        self.find_form(sql, logged)
        if self.form:
            more = self.form.returning()
            sql += f', {more}' if re.search(r'\bRETURNING\b', sql) else f' RETURNING {more}'
        whole = self.expand(sql)
        self.sql = self.number(re.sub(POSTGRES, '', whole))
        self.postgres = self.number(re.sub(POSTGRES, r'\1', whole)) if '{postgres ' in whole else None
        self.writes = bool(re.match(r'(WITH\b.*)?\b(INSERT|UPDATE|DELETE)\b', sql.strip(), re.S))

    def find_form(self, sql, logged):
        found = form_written(sql)
        if logged and not found:
            raise Fault('it says `logged`, but writes nothing that is (lib/work/logged.def)')
        if found and not logged:
            raise Fault(f'it writes {found[0].table}, whose rows are logged: say `logged`')
        if found and (self.answer == 'one' or self.masked):
            raise Fault('a logged statement answers none, changed or many, and shows nothing to some alone')
        self.form, self.what = found or (None, None)

    def find_row(self, told, rows):
        if told and self.row:
            if self.row in rows:
                raise Fault(f'row {self.row} is told twice')
            rows[self.row] = self.columns
            self.first = True
        elif self.row:
            if self.row not in rows:
                raise Fault(f'row {self.row} is not told above')
            self.columns = rows[self.row]
        elif len(self.columns) != 1:
            raise Fault('an answer without a row name has one column')

    def expand(self, sql):
        if '{reach' in sql and not self.personal:
            raise Fault('{reach} in a statement that is not personal')
        if self.personal and not self.own and '{reach' not in sql:
            raise Fault('a personal statement without {reach}')
        return re.sub(r'\{reach ([^}]+)\}', lambda m: REACH.format(m.group(1)), sql)

    def number(self, sql):
        known = {p.name: p for p in self.params}
        if self.personal:
            for name, kind in FROM_PASS.items():
                if name in known:
                    raise Fault(f':{name} of a personal statement comes from the pass')
                known[name] = Field(f'{name}: {kind}')
        self.order = []

        def sub(m):
            name = m.group(1)
            if name not in known:
                raise Fault(f'unknown parameter :{name}')
            if name not in self.order:
                self.order.append(name)
            return f'${self.order.index(name) + 1}'
        sql = re.sub(r'(?<![:\w]):([a-z_][a-z_0-9]*)', sub, sql)
        for p in self.params:
            if p.name not in self.order:
                raise Fault(f'parameter {p.name} is not used')
        self.known = known
        return re.sub(r'\s+', ' ', sql).strip()

    def packed(self):
        return len(self.params) >= STRUCT_FROM

    def signature(self):
        args = ['struct work *w']
        if self.personal:
            args.append('const struct pass *pass')
        if self.packed():
            args.append(f'const struct q_{self.name} *in')
        else:
            args += [p.declare() for p in self.params]
        if self.answer == 'changed':
            args.append('int64_t *ret_changed')
        elif self.answer == 'one':
            one = self.columns[0]
            args.append(f'struct {self.row} *ret' if self.row else
                        f'{one.c}{"" if one.c.endswith("*") else " "}*ret_{one.name}')
        elif self.answer == 'many':
            args.append(f'struct {self.row}s *ret' if self.row else f'struct q_{self.name}_list *ret')
        return f'must enum rc q_{self.name}({", ".join(args)})'

    def header(self):
        out = []
        if self.first:
            fields = ''.join(f'\t{c.declare()};\n' for c in self.columns)
            out.append(f'struct {self.row} {{\n{fields}}};')
            out.append(f'struct {self.row}s {{\n\tstruct {self.row} *at;\n\tsize_t n;\n}};')
        if self.answer == 'many' and not self.row:
            one = self.columns[0]
            star = '*at' if one.c.endswith('*') else ' *at'
            out.append(f'struct q_{self.name}_list {{\n\t{one.c}{star};\n\tsize_t n;\n}};')
        if self.packed():
            fields = ''.join(f'\t{p.declare()};\n' for p in self.params)
            out.append(f'struct q_{self.name} {{\n{fields}}};')
        out.append(f'/* {self.doc} */\n{self.signature()};')
        return '\n'.join(out)

    def arg(self, name):
        if self.personal and name in FROM_PASS:
            return self.known[name].to_value(f'pass_{name}(pass)')
        return self.known[name].to_value(f'in->{name}' if self.packed() else name)

    def source(self, source):
        text = quoted(self.sql)
        letters = ''.join(self.known[n].letter for n in self.order)
        columns = ''.join(c.letter + ('?' if c.null else '') for c in self.columns)
        if self.form:
            columns += ''.join(t + '?' for t in self.form.letters)
        out = [f'#line {self.line} "{source}"', f'const struct db_query query_{self.name} = {{',
               f'\t.name = "{self.name}", .feature = "{self.feature}", .id = {self.id},',
               f'\t.params = "{letters}", .columns = "{columns}",',
               f'\t.writes = {str(self.writes).lower()}, .personal = {str(self.personal).lower()},',
               *(['\t.own = true,'] if self.own else []),
               *([f'\t.shows = "{",".join(c.shows for c in self.columns)}",']
                 if any(c.shows for c in self.columns) else []),
               f'\t.sql = "{text}",',
               *([f'\t.postgres = "{quoted(self.postgres)}",'] if self.postgres else []), '};']
        if self.answer in ('one', 'many'):
            out += self.reader()
        if self.masked:
            out += self.hider()
        if self.form:
            out += self.log_reader()
        out += [self.signature().replace('must ', '', 1), '{']
        if self.personal and not self.masked and not set(FROM_PASS) & set(self.order):
            out.append('\t(void)pass;')
        values = ', '.join(self.arg(n) for n in self.order) or '{ 0 }'
        out.append(f'\tconst struct db_value in_[] = {{ {values} }};')
        run = f'db_run(w->db, w->arena, &query_{self.name}, in_,'
        if self.form:
            out += self.run_logged(run)
        elif self.answer == 'none':
            out.append(f'\treturn {run} NULL, NULL);')
        elif self.answer == 'changed':
            out.append(f'\treturn {run} NULL, ret_changed);')
        else:
            c = f'struct {self.row}' if self.row else self.columns[0].c
            out.append(f'\tstruct db_rows rows_ = {{ .size = sizeof({c}), .read = read_{self.name} }};')
            out.append(f'\tTRY({run} &rows_, NULL));')
            if self.masked:
                out.append(f'\thide_{self.name}(pass, rows_.at, rows_.n);')
            if self.answer == 'many':
                out += ['\tret->at = rows_.at;', '\tret->n = rows_.n;', '\treturn RC_OK;']
            else:
                ret = 'ret' if self.row else f'ret_{self.columns[0].name}'
                out += ['\tif (rows_.n == 0)', '\t\treturn RC_NOT_FOUND;',
                        f'\tmemcpy({ret}, rows_.at, sizeof(*{ret}));', '\treturn RC_OK;']
        return '\n'.join(out + ['}'])

    def row_type(self):
        return f'struct {self.row}' if self.row else self.columns[0].c

    def log_reader(self):
        """Reads what the statement answers, if anything, and behind it the row to log."""
        own, n = len(self.columns), len(self.form.names)
        name = f'logged_{self.name}'
        kept = [f'\t{self.row_type()} own;'] if own else []
        read = [f'\tread_{self.name}(a, c, &((struct {name} *)into)->own);'] if own else []
        return [f'struct {name} {{', '\tstruct log_values row;', *kept, '};',
                f'static void read_{name}(struct arena *a, const struct db_value *c, void *into)', '{',
                f'\t((struct {name} *)into)->row.at = log_values(a, c + {own}, {n});', *read, '}']

    def run_logged(self, run):
        name = f'logged_{self.name}'
        out = [f'\tstruct db_rows rows_ = {{ .size = sizeof(struct {name}), .read = read_{name} }};',
               f'\tTRY({run} &rows_, NULL));', f'\tconst struct {name} *at_ = rows_.at;',
               '\tfor (size_t i = 0; i < rows_.n; i++)',
               f"\t\tlog_row(w, &log_form_{self.form.table}, '{self.what}', at_[i].row.at);"]
        if self.answer == 'changed':
            out.append('\t*ret_changed = (int64_t)rows_.n;')
        elif self.answer == 'many':
            c = self.row_type()
            out += [f'\tret->at = arena_array(w->arena, {c}, rows_.n);', '\tret->n = rows_.n;',
                    '\tfor (size_t i = 0; i < rows_.n; i++)', '\t\tret->at[i] = at_[i].own;']
        return out + ['\treturn RC_OK;']

    def hider(self):
        """Empties what the pass does not show."""
        out = [f'static void hide_{self.name}(const struct pass *pass, struct {self.row} *at, size_t n)', '{',
               '\tunsigned shows = pass_shows(pass);', '\tif (shows == SHOW_ALL)', '\t\treturn;',
               '\tfor (size_t i = 0; i < n; i++) {']
        for c in self.masked:
            out += [f'\t\tif (!(shows & SHOW_{c.shows}))', f'\t\t\tat[i].{c.name} = {c.empty()};']
        return out + ['\t}', '}']

    def reader(self):
        out = [f'static void read_{self.name}(struct arena *a, const struct db_value *c, void *into)',
               '{', '\t(void)a;']
        if self.row:
            sets = ''.join(f'\t\t.{c.name} = {c.from_value(f"c[{i}]")},\n'
                           for i, c in enumerate(self.columns))
            out.append(f'\t*(struct {self.row} *)into = (struct {self.row}){{\n{sets}\t}};')
        else:
            c = self.columns[0]
            value = c.from_value('c[0]')
            cast = f'({c.c})' if value.startswith('{') else ''
            star = '*' if c.c.endswith('*') else ' *'
            out.append(f'\t*({c.c}{star})into = {cast}{value};')
        return out + ['}']


def put_parts(sql, parts):
    def sub(m):
        if m.group(1) not in parts:
            raise Fault(f'no part {m.group(1)} is told above')
        return parts[m.group(1)]
    return re.sub(r'\{([a-z_0-9]+)\}', sub, sql)


def read_file(path, feature, rows):
    found, head, sql, start, parts = [], [], [], 0, {}
    for n, line in enumerate(path.read_text(encoding='utf-8').split('\n'), 1):
        try:
            if sql or (line.strip() and not line.startswith('--')):
                if not head:
                    raise Fault('SQL without a comment that names it')
                sql.append(line)
                if line.rstrip().endswith(';'):
                    text = put_parts('\n'.join(sql).rstrip().rstrip(';'), parts)
                    part = re.match(r'([a-z_0-9]+): part\b', ' '.join(head))
                    if part:
                        parts[part.group(1)] = text
                    else:
                        found.append(Statement(feature, ' '.join(head), text, start, rows))
                    head, sql = [], []
            elif line.startswith('-- ') and 'SPDX' not in line:
                if not head:
                    start = n
                head.append(line[3:].strip())
            elif not line.strip():
                if head and '->' not in ' '.join(head) and ': part' not in ' '.join(head):
                    head = []
        except Fault as fault:
            raise Fault(f'{path}:{start or n}: {fault}') from None
    if sql:
        raise Fault(f'{path}:{start}: the last statement has no ;')
    return found


def write_feature(out, feature, path, statements):
    guard = f'{feature.upper()}_Q_H'
    parts = '\n\n'.join(s.header() for s in statements)
    listed = '\n'.join(f'extern const struct db_query query_{s.name};' for s in statements)
    (out / f'{feature}_q.h').write_text(
        f'/* SPDX-License-Identifier: AGPL-3.0-or-later */\n/* Made by tools/query.py from {path.name}. */\n#ifndef {guard}\n#define {guard}\n\n'
        f'#include "lib/db/db.h"\n#include "lib/work/work.h"\n#include "lib/work/pass.h"\n\n'
        f'{parts}\n\n{listed}\n\n#endif\n', encoding='utf-8')
    body = '\n\n'.join(s.source(path) for s in statements)
    logged = '#include "lib/work/logged.h"\n#include "logged_forms.h"\n\n' if any(s.form for s in statements) else ''
    (out / f'{feature}_q.c').write_text(
        f'/* SPDX-License-Identifier: AGPL-3.0-or-later */\n/* Made by tools/query.py from {path.name}. */\n#include "{feature}_q.h"\n\n'
        f'#include <string.h>\n\n{logged}{body}\n', encoding='utf-8')


def write_statements(out, files, every):
    """The list of all statements, and the forms with theirs."""
    includes = '\n'.join(f'#include "{p.stem}_q.h"' for p in files)
    listed = ''.join(f'\t&query_{s.name},\n' for s in every)
    listed += ''.join(f'\t&query_logged_{t},\n' for t in FORMS)
    forms = '\n'.join(f.source(len(every) + i) for i, f in enumerate(FORMS.values()))
    named = ''.join(f'\t&log_form_{t},\n' for t in FORMS)
    (out / 'statements.c').write_text(
        f'/* SPDX-License-Identifier: AGPL-3.0-or-later */\n/* Made by tools/query.py. */\n{includes}\n'
        f'#include "lib/work/logged.h"\n\n{forms}\n'
        f'const struct log_form *const log_forms[] = {{\n{named}\tNULL,\n}};\n\n'
        f'const struct db_query *const db_statements[] = {{\n{listed}}};\n'
        f'const size_t db_statements_n = {len(every) + len(FORMS)};\n', encoding='utf-8')
    (out / 'logged_forms.h').write_text(
        '/* SPDX-License-Identifier: AGPL-3.0-or-later */\n/* Made by tools/query.py from lib/work/logged.def. */\n'
        + ''.join(f'extern const struct log_form log_form_{t};\n' for t in FORMS), encoding='utf-8')


def main():
    ask = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ask.add_argument('--out', type=pathlib.Path, required=True)
    ask.add_argument('--kinds', type=pathlib.Path, required=True)
    ask.add_argument('--logged', type=pathlib.Path)
    ask.add_argument('--shows', type=pathlib.Path)
    ask.add_argument('--migrations', type=pathlib.Path, help='their folder')
    ask.add_argument('files', nargs='+', type=pathlib.Path)
    args = ask.parse_args()
    for name in re.findall(r'^ID_KIND\((\w+),', args.kinds.read_text(encoding='utf-8'), re.M):
        KINDS[name] = True
    if args.shows:
        SHOWS.extend(re.findall(r'^SHOW\((\w+),', args.shows.read_text(encoding='utf-8'), re.M))
    every, names = [], {}
    try:
        if args.logged:
            read_forms(args.logged, args.migrations.glob('*.sql'))
        for path in args.files:
            statements = read_file(path, path.stem, {})
            for s in statements:
                if s.name in names:
                    raise Fault(f'{path}:{s.line}: {s.name} is also in {names[s.name]}')
                names[s.name] = path
                s.id = len(every)
                every.append(s)
            write_feature(args.out, path.stem, path, statements)
    except Fault as fault:
        sys.exit(f'query: {fault}')
    write_statements(args.out, args.files, every)


main()
