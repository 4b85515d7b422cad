#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiles .html pages into C.

    tools/page.py --out DIR --name messages src/messages/*.html

writes DIR/messages_pages.h and DIR/messages_pages.c. Inside a page:

    {{ use "src/messages/messages_view.h" }}       a header with the view
    {{ page thread_show(const struct thread_view *v) }}   begins page_thread_show()
    {{ in layout(&v->frame) }} … {{ end }}         inside another page's {{ slot }}
    {{ call message_row(m) }}                      another page, here
    {{ if cond }} … {{ else if cond }} … {{ else }} … {{ end }}
    {{ each m in v->messages }} … {{ end }}        over anything with .at and .n
    {{ v->subject }}     a value; where it stands decides how it is escaped
    {{ lines v->body }}  text that keeps its line breaks
    {{ id thread v->thread }} · {{ time m->sent_at }} · {{ day v->born }}
    {{ t message.held who=v->name n=v->n }}        a word · {{ t =v->word }}
    {{# a remark }}

Refused: values in unquoted attributes or tag names, on… and style attributes,
inline script and style, tags that do not match (in every branch), unknown
words (by the C compiler). A form that posts gets its hidden fields by itself.
"""
import argparse
import pathlib
import re
import sys

VOID = {'area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source',
        'wbr'}
URL_ATTRS = {'href', 'src', 'action', 'formaction', 'data-draft', 'data-live', 'data-leave'}
MADE = '/* SPDX-License-Identifier: AGPL-3.0-or-later */\n/* Made by tools/page.py. */\n'
KEEP_SPACE = {'pre', 'textarea'}


class Fault(Exception):
    pass


def split_args(text):
    """Splits `who=v->name n=f(a, b)` at spaces outside brackets."""
    parts, depth, part = [], 0, ''
    for c in text:
        depth += c in '([{'
        depth -= c in ')]}'
        if c == ' ' and depth == 0:
            parts.append(part)
            part = ''
        else:
            part += c
    return [p for p in parts + [part] if p]


class Html:
    """Where in the HTML we are, fed with the raw pieces between {{ }}."""

    def __init__(self):
        self.state, self.stack = 'text', []
        self.tag = self.attr = self.quote = ''
        self.attrs, self.value, self.fresh = {}, '', False
        self.after_form = False

    def feed(self, text):
        for c in text:
            getattr(self, 'in_' + self.state)(c)

    def in_text(self, c):
        if c == '<':
            self.state, self.tag, self.attrs = 'name', '', {}

    def in_name(self, c):
        if c in ' \n\t' and self.tag:
            self.state, self.attr = 'inside', ''
            self.check_name()
        elif c == '>' and self.tag:
            self.check_name()
            self.close_tag()
        elif self.tag == '' and c not in '/!' and not c.isalpha():
            raise Fault(f'a bare < before {c!r}: write &lt;')
        else:
            self.tag += c

    def check_name(self):
        if self.tag == 'style':
            raise Fault('<style> is refused')

    def in_inside(self, c):
        if c == '>':
            self.note_attr('')
            self.close_tag()
        elif c in ' \n\t':
            self.note_attr('')
        elif c == '=':
            self.state = 'equals'
        elif c == '"' or c == "'":
            raise Fault('a quote where an attribute begins')
        else:
            self.attr += c

    def note_attr(self, value):
        if not self.attr or self.attr == '/':
            self.attr = ''
            return
        name = self.attr.lower()
        if name.startswith('on') or name == 'style':
            raise Fault(f'the attribute {name} is refused')
        if name in self.attrs and not self.tag.startswith('!'):
            raise Fault(f'the attribute {name} comes twice')
        self.attrs[name] = value
        self.attr = ''

    def in_equals(self, c):
        if c not in '"\'':
            raise Fault(f'the value of {self.attr} is not quoted')
        self.quote, self.state, self.value, self.fresh = c, 'value', '', True

    def in_value(self, c):
        if c == self.quote:
            self.note_attr(self.value)
            self.state = 'inside'
        else:
            self.value += c
            self.fresh = False

    def close_tag(self):
        self.state = 'text'
        tag = self.tag.rstrip('/').lower()
        if tag.startswith('!'):
            return
        if tag == 'script' and 'src' not in self.attrs:
            raise Fault('inline script is refused')
        if tag.startswith('/'):
            if not self.stack or self.stack[-1] != tag[1:]:
                raise Fault(f'<{tag}> closes {("<" + self.stack[-1] + ">") if self.stack else "nothing"}')
            self.stack.pop()
        elif tag not in VOID:
            self.stack.append(tag)
        self.after_form = tag == 'form' and self.attrs.get('method', '').lower() == 'post'

    def settle(self):
        """A directive ends a tag name or a bare attribute that came before it."""
        if self.state == 'name' and self.tag:
            self.check_name()
            self.state, self.attr = 'inside', ''
        elif self.state == 'inside':
            self.note_attr('')

    def context(self):
        if self.state == 'text':
            return 'text'
        if self.state != 'value':
            raise Fault('a value may stand in text or in a quoted attribute')
        if self.attr.lower() in URL_ATTRS:
            whole, self.fresh = self.fresh, False
            return 'url' if whole else 'part'
        self.fresh = False
        return 'attr'


class Page:
    def __init__(self, path):
        self.path = path
        self.uses, self.protos, self.code = [], [], []
        self.html, self.raw, self.blocks, self.function = Html(), '', [], None
        self.loops = 0
        self.new_line = True

    def compile(self):
        text = self.path.read_text(encoding='utf-8')
        at, line = 0, 1
        try:
            for m in re.finditer(r'\{\{(.*?)\}\}', text, re.S):
                self.static(text[at:m.start()])
                line += text.count('\n', at, m.start())
                self.line = line
                self.directive(m.group(1).strip())
                line += text.count('\n', m.start(), m.end())
                at = m.end()
            self.static(text[at:])
            self.finish()
        except Fault as fault:
            raise Fault(f'{self.path}:{line}: {fault}') from None

    def static(self, text):
        if self.function is None:
            if re.sub(r'<!--.*?-->', '', text, flags=re.S).strip():
                raise Fault('text outside a page')
            return
        text = re.sub(r'<!--.*?-->', '', text, flags=re.S)
        if not KEEP_SPACE & set(self.html.stack):
            text = re.sub(r'\s*\n\s*', '\n', text)
        piece = ''
        for c in text:
            self.html.feed(c)
            piece += c
            if self.html.after_form:
                self.html.after_form = False
                self.raw += piece
                piece = ''
                self.emit('html_form_fields(p);', True)
        self.raw += piece

    def flush(self):
        raw, self.raw = self.raw, ''
        if self.new_line and not KEEP_SPACE & set(self.html.stack):
            raw = raw.lstrip('\n')
        self.new_line = raw.endswith('\n') if raw else self.new_line
        for n in range(0, len(raw), 2000):
            part = raw[n:n + 2000]
            text = part.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n')
            text = text.replace('??', '?""?')
            if part:
                size = len(part.encode('utf-8'))
                self.code.append(f'\thtml_raw(p, "{text}", {size});')

    def emit(self, code, writes=False):
        self.flush()
        self.new_line = self.new_line and not writes
        self.code.append(f'#line {getattr(self, "line", 1)} "{self.path}"\n\t{code}')

    def directive(self, text):
        if text.startswith('#'):
            return
        word, _, rest = text.partition(' ')
        rest = rest.strip()
        if word == 'use':
            self.uses.append(rest)
        elif word == 'page':
            self.begin(rest)
        elif self.function is None:
            raise Fault(f'{word} outside a page')
        elif hasattr(self, 'do_' + word) and (rest or word in ('else', 'end', 'slot')):
            getattr(self, 'do_' + word)(rest)
        else:
            self.value(text)

    def begin(self, text):
        self.finish()
        m = re.fullmatch(r'([a-z_0-9]+)\((.*)\)', text, re.S)
        if not m:
            raise Fault('a page is named like thread_show(const struct thread_view *v)')
        self.function, self.params, self.slotted = m.group(1), m.group(2), False
        self.html, self.raw, self.blocks = Html(), '', []
        self.open_function('')

    def open_function(self, suffix):
        comma = ', ' if self.params else ''
        proto = f'void page_{self.function}{suffix}(struct page *p{comma}{self.params})'
        self.protos.append(proto + ';')
        self.new_line = True
        self.code.append(f'{proto}\n{{')
        for name in re.findall(r'(\w+)\s*(?:,|$)', self.params):
            self.code.append(f'\t(void){name};')

    def finish(self):
        if self.function is None:
            return
        self.raw = self.raw.rstrip()
        if self.raw:
            self.raw += '\n'
        self.flush()
        if self.blocks:
            raise Fault(f'{self.blocks[-1][0]} without an end in {self.function}')
        if self.html.state != 'text' or self.html.stack:
            raise Fault(f'open at the end of {self.function}: {self.html.stack or self.html.state}')
        self.code.append('}\n')
        self.function = None

    def push(self, kind, **more):
        more['attrs'] = dict(self.html.attrs)
        self.blocks.append((kind, list(self.html.stack), self.html.state, more))

    def same_place(self, what):
        self.html.settle()
        kind, stack, state, more = self.blocks[-1]
        if state == 'inside' and what == 'else':
            self.html.attrs = dict(more['attrs'])
        if self.html.stack != stack or self.html.state != state:
            raise Fault(f'{what} of {kind}: other tags are open than where it began')

    def do_if(self, rest):
        self.html.settle()
        self.emit(f'if ({rest}) {{')
        self.push('if')

    def do_else(self, rest):
        if not self.blocks or self.blocks[-1][0] != 'if':
            raise Fault('else without if')
        self.same_place('else')
        if rest and not rest.startswith('if '):
            raise Fault('else may only be followed by if')
        self.emit(f'}} else {f"if ({rest[3:]}) " if rest else ""}{{')

    def do_each(self, rest):
        m = re.fullmatch(r'(\w+) in (.+)', rest)
        if not m:
            raise Fault('each is written: each m in v->messages')
        self.loops += 1
        i, of = f'i{self.loops}_', f'of{self.loops}_'
        self.emit(f'{{ __auto_type {of} = {m.group(2)}; for (size_t {i} = 0; {i} < {of}.n; {i}++) {{ '
                  f'__auto_type {m.group(1)} = &{of}.at[{i}];')
        self.push('each', end='} }')

    def do_in(self, rest):
        m = re.fullmatch(r'([a-z_0-9]+)\((.*)\)', rest, re.S)
        if not m:
            raise Fault('in is written: in layout(&v->frame)')
        comma = ', ' if m.group(2) else ''
        self.raw = self.raw.rstrip()
        self.emit(f'page_{m.group(1)}_top(p{comma}{m.group(2)});')
        self.push('in', end=f'page_{m.group(1)}_end(p{comma}{m.group(2)});')

    def do_end(self, rest):
        if not self.blocks or rest:
            raise Fault('end without a beginning')
        self.same_place('end')
        kind, _, _, more = self.blocks.pop()
        self.emit(more.get('end', '}'))

    def do_slot(self, rest):
        if rest or self.blocks or self.slotted:
            raise Fault('a layout has one slot, outside if and each')
        self.slotted = True
        self.flush()
        self.code.append('}\n')
        top = next(i for i in range(len(self.code) - 1, -1, -1) if self.code[i].startswith('void '))
        self.code[top] = self.code[top].replace(f'page_{self.function}(', f'page_{self.function}_top(')
        self.protos[-1] = self.protos[-1].replace(f'page_{self.function}(', f'page_{self.function}_top(')
        self.open_function('_end')

    def do_call(self, rest):
        m = re.fullmatch(r'([a-z_0-9]+)\((.*)\)', rest, re.S)
        if not m:
            raise Fault('call is written: call message_row(m)')
        if self.html.state != 'text':
            raise Fault('a page can be called in text only')
        comma = ', ' if m.group(2) else ''
        self.emit(f'page_{m.group(1)}(p{comma}{m.group(2)});')

    def do_lines(self, rest):
        if self.html.context() != 'text':
            raise Fault('lines stand in text only')
        self.emit(f'html_lines(p, {rest});', True)

    def do_id(self, rest):
        kind, _, expr = rest.partition(' ')
        self.html.context()
        self.emit(f'html_id_{kind}(p, {expr});', True)

    def do_time(self, rest):
        attr = '' if self.html.context() == 'text' else '_attr'
        self.emit(f'html_time{attr}(p, {rest});', True)

    def do_day(self, rest):
        attr = '' if self.html.context() == 'text' else '_attr'
        self.emit(f'html_day{attr}(p, {rest});', True)

    def do_t(self, rest):
        parts = split_args(rest)
        attr = '' if self.html.context() == 'text' and 'title' not in self.html.stack else '_attr'
        key = parts[0][1:] if parts[0].startswith('=') else 'W_' + parts[0].replace('.', '_')
        if not parts[0].startswith('=') and not re.fullmatch(r'[a-z_.0-9]+', parts[0]):
            raise Fault(f'not a word: {parts[0]}')
        args = []
        for part in parts[1:]:
            name, eq, expr = part.partition('=')
            if not eq:
                raise Fault(f'not name=value: {part}')
            args.append(f'word_arg("{name}", {expr})')
        listed = f'(const struct word_arg[]){{ {", ".join(args)} }}, {len(args)}' if args else 'NULL, 0'
        self.emit(f'html_word{attr}(p, {key}, {listed});', True)

    def value(self, expr):
        how = {'text': 'html_value', 'attr': 'html_value', 'url': 'html_url',
               'part': 'html_part'}[self.html.context()]
        self.emit(f'{how}(p, {expr});', True)


def main():
    ask = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ask.add_argument('--out', type=pathlib.Path, required=True)
    ask.add_argument('--name', required=True)
    ask.add_argument('files', nargs='+', type=pathlib.Path)
    args = ask.parse_args()
    pages = [Page(f) for f in args.files]
    try:
        for page in pages:
            page.compile()
    except Fault as fault:
        sys.exit(f'page: {fault}')
    uses = '\n'.join(f'#include {u}' for u in sorted({u for p in pages for u in p.uses}))
    protos = '\n'.join(proto for p in pages for proto in p.protos)
    guard = args.name.upper() + '_PAGES_H'
    (args.out / f'{args.name}_pages.h').write_text(
        f'{MADE}#ifndef {guard}\n#define {guard}\n\n'
        f'#include "lib/html/html.h"\n{uses}\n\n{protos}\n\n#endif\n', encoding='utf-8')
    code = '\n'.join(line for p in pages for line in p.code)
    (args.out / f'{args.name}_pages.c').write_text(
        f'{MADE}#include "{args.name}_pages.h"\n\n{code}\n', encoding='utf-8')


main()
