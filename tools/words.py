#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turns locale/*.po into C tables.

    tools/words.py --out DIR locale/en.po locale/es.po locale/ar.po

The first file is the source: msgctxt is the key (`message.send`), msgid the
English text. The others bring msgstr for the same key and the same msgid; a
missing word, an English text that has changed since, or another set of
{placeholders} fails the build. Languages in PARTIAL may leave out the words
of the audiences named there. A pseudo-locale (qps) is made for tests.
"""
import argparse
import pathlib
import re
import sys

# Arabic is shipped for families and the kiosk: words of these pages are for staff.
STAFF = ('staff.', 'admin.', 'queue.', 'import.', 'people.', 'policy.', 'job.', 'cli.',
         'order.', 'privacy.')
PARTIAL = {'ar': STAFF}
PLURALS = {'en': 2, 'es': 2, 'ar': 6, 'qps': 2}
ACCENTS = str.maketrans('aeiouAEIOUncy', 'åéîöüÅÉÎÖÜñçý')


class Fault(Exception):
    pass


class Entry:
    def __init__(self):
        self.ctx = self.id = self.plural = None
        self.strs = {}
        self.line = 0


def unquote(text):
    if not (len(text) >= 2 and text[0] == text[-1] == '"'):
        raise Fault(f'not a quoted text: {text}')
    return re.sub(r'\\(.)', lambda m: {'n': '\n', 't': '\t'}.get(m.group(1), m.group(1)), text[1:-1])


def read_po(path):
    entries, entry, slot = {}, Entry(), None

    def keep():
        if entry.ctx is not None:
            if entry.ctx in entries:
                raise Fault(f'{path}:{entry.line}: {entry.ctx} comes twice')
            entries[entry.ctx] = entry

    for n, line in enumerate(path.read_text(encoding='utf-8').split('\n'), 1):
        line = line.strip()
        if not line or line.startswith('#'):
            if not line:
                keep()
                entry, slot = Entry(), None
            continue
        m = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)\s+(".*")$', line)
        if m:
            entry.line = entry.line or n
            slot, text = m.group(1), unquote(m.group(3))
            if slot == 'msgctxt':
                entry.ctx = text
            elif slot == 'msgid':
                entry.id = text
            elif slot == 'msgid_plural':
                entry.plural = text
            else:
                slot = int(m.group(2) or 0)
                entry.strs[slot] = text
        elif line.startswith('"'):
            text = unquote(line)
            if slot == 'msgid':
                entry.id += text
            elif slot == 'msgid_plural':
                entry.plural += text
            elif isinstance(slot, int):
                entry.strs[slot] += text
        else:
            raise Fault(f'{path}:{n}: not a line of a PO file')
    keep()
    return entries


def names(text):
    return set(re.findall(r'\{([a-z_]+)\}', text))


def pseudo(text):
    parts = re.split(r'(\{[a-z_]+\})', text)
    text = ''.join(p if p.startswith('{') else p.translate(ACCENTS) for p in parts)
    return f'[{text}{" ~" * (len(text) // 5 + 1)}]'


def forms(entry, lang, path, source):
    if lang == 'en':
        return [entry.id] + ([entry.plural] if entry.plural else [])
    if lang == 'qps':
        return [pseudo(t) for t in [entry.id] + ([entry.plural] if entry.plural else [])]
    want = PLURALS[lang] if source.plural else 1
    out = [entry.strs.get(i, '') for i in range(want)]
    if not all(out):
        raise Fault(f'{path}:{entry.line}: {entry.ctx} has a form without a text')
    if entry.id != source.id:
        raise Fault(f'{path}:{entry.line}: the English of {entry.ctx} has changed: translate it anew')
    allowed = names(source.plural or source.id) | names(source.id)
    for text in out:
        wrong = names(text) - allowed
        lacks = names(source.id) - names(text) - ({'n'} if source.plural else set())
        if wrong or lacks:
            raise Fault(f'{path}:{entry.line}: {entry.ctx} has other placeholders: {wrong or lacks}')
    return out


def c_string(text):
    escaped = text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n')
    return '"' + escaped.replace('\x1f', '\\037""') + '"'


def table(lang, path, entries, source):
    lines, missing = [], []
    for key, first in source.items():
        entry = first if lang in ('en', 'qps') else entries.get(key)
        if entry is None:
            if not key.startswith(PARTIAL.get(lang, ())) or not PARTIAL.get(lang):
                missing.append(key)
            continue
        text = '\x1f'.join(forms(entry, lang, path, first))
        lines.append(f'\t[W_{key.replace(".", "_")}] = {c_string(text)},')
    if missing:
        raise Fault(f'{path}: {len(missing)} words are missing: {", ".join(missing[:8])} …')
    extra = set(entries) - set(source)
    if extra:
        raise Fault(f'{path}: words that nobody uses: {", ".join(sorted(extra)[:8])}')
    return f'static const char *const {lang}[W_COUNT] = {{\n' + '\n'.join(lines) + '\n};\n'


def main():
    ask = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ask.add_argument('--out', type=pathlib.Path, required=True)
    ask.add_argument('files', nargs='+', type=pathlib.Path)
    args = ask.parse_args()
    try:
        source = read_po(args.files[0])
        tables = [table('en', args.files[0], source, source)]
        for path in args.files[1:]:
            tables.append(table(path.stem, path, read_po(path), source))
        tables.append(table('qps', args.files[0], source, source))
    except Fault as fault:
        sys.exit(f'words: {fault}')
    langs = [p.stem for p in args.files] + ['qps']
    keys = ''.join(f'\tW_{k.replace(".", "_")},\n' for k in source)
    (args.out / 'words.h').write_text(
        '/* SPDX-License-Identifier: AGPL-3.0-or-later */\n/* Made by tools/words.py from locale/. */\n#ifndef WORDS_H\n#define WORDS_H\n\n'
        f'enum word {{\n\tW_NONE,\n{keys}\tW_COUNT\n}};\n\n#endif\n', encoding='utf-8')
    named = ''.join(f'\t"{k}",\n' for k in source)
    listed = ''.join(f'\t{{ "{lang}", {lang} }},\n' for lang in langs)
    (args.out / 'words.c').write_text(
        '/* SPDX-License-Identifier: AGPL-3.0-or-later */\n/* Made by tools/words.py from locale/. */\n#include "lib/i18n/i18n.h"\n\n'
        + '\n'.join(tables) + f'\nconst char *const word_keys[W_COUNT] = {{\n\t"",\n{named}}};\n\n'
        f'const struct word_table word_tables[] = {{\n{listed}\t{{ 0 }},\n}};\n', encoding='utf-8')


if __name__ == '__main__':
    main()
