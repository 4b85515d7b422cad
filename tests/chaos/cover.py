# SPDX-License-Identifier: AGPL-3.0-or-later
"""COVER: how many branches of the modules that decide the tests go both ways.

The units, the consents' model and the stories run on a build of its own (gcov). Not counted
is an assert, which is there so that it never goes that way, and the way out of TRY: most of
them wait for a store that fails, which T5 and T9 make it do; that each is there, T15 asks.
"""
import glob
import gzip
import json
import os
import re
import subprocess

from tests.chaos.common import ROOT, Trouble, scratch

MODULES = {
    "crypto": ["lib/crypto/*.c"],
    "audit": ["src/audit/audit.c", "src/audit/entry.c", "src/audit/log.c"],
    "session": ["src/accounts/accounts.c"],
    "decision": ["src/access/*.c", "src/orders/apart.c"],
    "consent": ["src/consent/consent.c"],
    "orders": ["src/orders/orders.c"],
    "erasure": ["src/erasure/erasure.c", "src/vault/vault.c"],
}
NEVER = ("assert(", "abort()", "TRY(")
# A call that fails for no reason of ours; what was got of it, on a line of its own.
LIBRARY = re.compile(r"\b(EVP_|SHA256_|OSSL_|crypto_(?!start)|sodium_|oath_|pthread_|[cm]alloc\()|ctx [!=]= NULL|return ok \? RC_OK")


def is_library(lines, n):
    """Whether line n (from 1) asks how a library call went: by its words, or since the program ends there."""
    line, after = lines[n - 1], lines[n].strip() if n < len(lines) else ""
    return bool(LIBRARY.search(line)) or after == "abort();" or ("== NULL)" in line and after == "return RC_BROKEN;")



def run_tests(build):
    env = dict(os.environ, TMPDIR=scratch())
    for command in ([os.path.join(ROOT, "tests/units.sh"), build],
                    [os.path.join(ROOT, "tests/consent/run.py"), os.path.join(build, "tests/kin-consent"), "500", "1"],
                    [os.path.join(build, "tests/kin-story"), *sorted(glob.glob(os.path.join(ROOT, "tests/stories/*.story")))]):
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
        if done.returncode != 0:
            raise Trouble("the tests do not pass: %s" % done.stdout[-1000:])


def counts_of(build):
    """{file: {(line, n): how often}} over all objects that hold a line of it."""
    where = scratch()
    counts = {}
    for note in glob.glob(os.path.join(build, "**/*.gcda"), recursive=True):
        subprocess.run(["gcov", "-b", "-j", "-o", os.path.dirname(note), note], cwd=where, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        for made in glob.glob(os.path.join(where, "*.gcov.json.gz")):
            with gzip.open(made) as f:
                for file in json.load(f)["files"]:
                    name = os.path.relpath(os.path.join(build, file["file"]), ROOT)
                    one = counts.setdefault(name, {})
                    for line in file["lines"]:
                        for n, branch in enumerate(line["branches"]):
                            key = line["line_number"], n
                            one[key] = one.get(key, 0) + branch["count"]
            os.unlink(made)
    return counts


def missed(name, counts):
    """(how many branches, [the lines of those never taken], how many those are, and how many of them are a library's)."""
    with open(os.path.join(ROOT, name), encoding="utf-8") as f:
        lines = f.read().split("\n")
    real = {k: n for k, n in counts.items() if not any(w in lines[k[0] - 1] for w in NEVER)}
    never = [k[0] for k, n in real.items() if n == 0]
    ours = [n for n in never if not is_library(lines, n)]
    return len(real), sorted(set(ours)), len(never), len(never) - len(ours)


def run(build):
    for old in glob.glob(os.path.join(build, "**/*.gcda"), recursive=True):
        os.unlink(old)
    run_tests(build)
    return report(counts_of(build))


def report(counts):
    told = []
    for module, patterns in MODULES.items():
        all_n = not_n = library = 0
        where = []
        for name in sorted(os.path.relpath(p, ROOT) for pattern in patterns for p in glob.glob(os.path.join(ROOT, pattern))):
            n, lines, never, theirs = missed(name, counts.get(name, {}))
            all_n, not_n, library = all_n + n, not_n + never, library + theirs
            where += ["%s:%d" % (name, line) for line in lines]
        if all_n == 0:
            raise Trouble("nothing of %s was run" % module)
        told.append("\n\t%s: %.1f %% of %d branches; without the %d that wait for a library or memory to fail, %.1f %%; not: %s" % (
            module, 100.0 * (all_n - not_n) / all_n, all_n, library, 100.0 * (all_n - not_n) / (all_n - library),
            " ".join(where) or "none"))
    return "".join(told)
