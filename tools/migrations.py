#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Embeds migrations/NNNN_what.sql into the program, in order of their numbers.

    tools/migrations.py --name db_main_schema --out migrations.c migrations/0001_people.sql …

A gap or a number that comes twice fails the build.
"""
import argparse
import pathlib
import re
import sys


def c_string(line):
    return '\t\t"' + line.replace('\\', '\\\\').replace('"', '\\"') + '\\n"'


def main():
    ask = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ask.add_argument('--name', required=True)
    ask.add_argument('--out', type=pathlib.Path, required=True)
    ask.add_argument('files', nargs='+', type=pathlib.Path)
    args = ask.parse_args()
    rows = []
    for n, path in enumerate(sorted(args.files, key=lambda p: p.name), 1):
        m = re.fullmatch(r'(\d{4})_([a-z_]+)\.sql', path.name)
        if not m or int(m.group(1)) != n:
            sys.exit(f'migrations: {path.name} should be number {n:04d}')
        lines = [re.sub(r'\s*--.*$', '', line) for line in path.read_text(encoding='utf-8').split('\n')]
        sql = '\n'.join(c_string(line) for line in lines if line.strip())
        rows.append(f'\t{{ {n}, "{m.group(2)}",\n{sql} }},')
    args.out.write_text('/* SPDX-License-Identifier: AGPL-3.0-or-later */\n/* Made by tools/migrations.py. */\n#include "lib/db/db.h"\n\n'
                        'static const struct db_migration all[] = {\n' + '\n'.join(rows)
                        + f'\n}};\nconst struct db_schema {args.name} = {{ all, {len(rows)} }};\n', encoding='utf-8')


main()
