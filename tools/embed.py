#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Embeds static/ into the program: raw, gzip and brotli, under hashed names.

    tools/embed.py --out DIR static/kin.css static/kin.js …

writes DIR/assets_data.S, DIR/assets_data.c and the compressed files. A file that
names another one (`icons.svg`) gets its hashed name. Compressed forms that are
not smaller are left out.
"""
import argparse
import gzip
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys

TYPES = {'.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
         '.svg': 'image/svg+xml'}
# The service worker keeps its name: its address says what it may serve.
FIXED = {'sw.js'}


def brotli(path, to):
    if shutil.which('brotli') is None:
        sys.exit('embed: brotli is not installed')
    subprocess.run(['brotli', '-f', '-q', '11', '-o', to, path], check=True)


def slim(path):
    """Without comment lines and indentation: what a phone need not load."""
    text = path.read_text(encoding='utf-8')
    if path.suffix == '.css':
        text = re.sub(r'/\*(?! SPDX).*?\*/', '', text, flags=re.S)
        text = re.sub(r'\s+', ' ', text)
        text = re.sub(r' ?([{};,]) ?', r'\1', text).replace(': ', ':').replace(';}', '}')
    elif path.suffix == '.js':  # a template would keep its line breaks: none is longer than a line
        lines = (line.strip() for line in text.split('\n'))
        text = '\n'.join(line for n, line in enumerate(lines)
                         if line and (n == 0 or not line.startswith(('//', '/*', '* ', '*/'))))
    return text.encode('utf-8')


def main():
    ask = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ask.add_argument('--out', type=pathlib.Path, required=True)
    ask.add_argument('files', nargs='+', type=pathlib.Path)
    args = ask.parse_args()
    asm, table, names = ['\t.section .rodata'], [], []
    digests = {}
    for path in args.files:
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()[:12]
        digests[path.name] = digest
    for n, path in enumerate(args.files):
        name = path.name
        web = '/' + name if name in FIXED else f'/static/{path.stem}.{digests[name]}{path.suffix}'
        raw = args.out / f'asset{n}.raw'
        raw.write_bytes(slim(path))
        packed = args.out / f'asset{n}.gz'
        packed.write_bytes(gzip.compress(raw.read_bytes(), 9, mtime=0))
        brotli(raw, args.out / f'asset{n}.br')
        forms = [('raw', raw), ('gzip', packed), ('brotli', args.out / f'asset{n}.br')]
        row = [f'\t.path = "{web}", .type = "{TYPES[path.suffix]}",']
        for form, file in forms:
            size = file.stat().st_size
            if form != 'raw' and size >= raw.stat().st_size:
                continue
            symbol = f'asset{n}_{form}'
            asm += [f'\t.global {symbol}', f'{symbol}:', f'\t.incbin "{file}"']
            row.append(f'\t.{form} = {symbol}, .{form}_len = {size},')
            names.append(f'extern const unsigned char {symbol}[];')
        table.append('{\n' + '\n'.join(row) + '\n}')
    build = hashlib.sha256(''.join(sorted(digests.values())).encode()).hexdigest()[:12]
    asm.append('\t.section .note.GNU-stack,"",@progbits')
    (args.out / 'assets_data.S').write_text('\n'.join(asm) + '\n')
    (args.out / 'assets_data.c').write_text(
        '/* SPDX-License-Identifier: AGPL-3.0-or-later */\n/* Made by tools/embed.py. */\n#include "src/faces/assets.h"\n\n' + '\n'.join(names)
        + '\nextern const struct http_file asset_files[];\nextern const size_t asset_files_n;\n'
        'extern const char asset_build[];\n'
        + f'const char asset_build[] = "{build}";\n'
        + 'const struct http_file asset_files[] = {\n' + ',\n'.join(table)
        + f'\n}};\nconst size_t asset_files_n = {len(table)};\n')


main()
