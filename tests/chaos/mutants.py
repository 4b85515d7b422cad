# SPDX-License-Identifier: AGPL-3.0-or-later
"""T15: small mistakes are put into the decision, consent, orders, the order filter, crypto
and the audit log, one at a time; the tests must notice each of them.

A mistake is one of: a comparison turned round, a condition negated, an `and` made an `or`,
a call left out, a result made its opposite; in statements, a condition left out. What no
test can notice, because the program means the same with it, stands in mutants_same.txt with
the reason. A loop that goes one too far and an assert are not among them: the first is for ASan
(T12), the second is there so that it never goes that way. gcc 12 and clang 14 cannot report MC/DC, so mutants stand in for it: one
condition per line, and each of them matters to some test.
"""
import os
import pathlib
import random
import re
import shutil
import subprocess

from tests.chaos.common import Trouble, say

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAME = pathlib.Path(__file__).with_name("mutants_same.txt")
# What is changed, and which tests are asked first: units by name, stories by how they begin.
FILES = {
    "src/access/access.c": (["access_test_access"], ["access", "apart", "order", "emergency", "urgent", "barrier", "consent", "sealed"]),
    "src/access/access.sql": (["access_test_access"], ["access", "apart", "order", "emergency", "contacts", "sealed"]),
    "src/orders/apart.c": (["access_test_access"], ["apart", "order"]),
    "src/orders/apart.sql": ([], ["apart", "order"]),
    "src/orders/orders.c": (["orders_test_orders"], ["order"]),
    "src/orders/orders.sql": (["orders_test_orders"], ["order"]),
    "src/consent/consent.c": (["consent_test_consent"], ["consent"]),
    "src/consent/consent.sql": (["consent_test_consent"], ["consent"]),
    "lib/crypto/crypto.c": (["crypto_test_crypto"], ["staff", "sign"]),
    "src/sealed/sealed.c": (["sealed_test_sealed"], ["sealed"]),
    "src/sealed/keys.c": (["sealed_test_sealed"], ["sealed"]),
    "src/sealed/ties.c": (["sealed_test_sealed"], ["sealed"]),
    "src/sealed/sealed.sql": (["sealed_test_sealed"], ["sealed"]),
    "src/sealed/ties.sql": (["sealed_test_sealed"], ["sealed"]),
    "src/sealed/proof.c": (["sealed_test_sealed"], ["sealed"]),
    "lib/crypto/box.c": (["crypto_test_box"], ["sealed"]),
    "src/duties/duties.c": ([], ["requests", "process", "breaches"]),
    "src/requests/requests.c": ([], ["requests"]),
    "src/process/process.c": ([], ["process"]),
    "src/breaches/breaches.c": ([], ["breaches"]),
    "src/rights/rights.c": ([], ["rights"]),
    "src/safety/address.c": ([], ["address"]),
    "src/safety/safety.c": ([], ["safety"]),
    "src/protocols/protocols.c": ([], ["protocols"]),
    "src/vault/vault.c": (["vault_test_vault"], ["erasure"]),
    "src/vault/vault.sql": ([], ["erasure"]),
    "src/erasure/erasure.c": (["sealed_test_sealed"], ["erasure", "retention"]),
    "src/erasure/erasure.sql": ([], ["erasure", "retention"]),
    "src/erasure/wipe.sql": ([], ["erasure", "retention"]),
    "lib/crypto/secret.c": (["crypto_test_crypto", "crypto_test_box"], ["staff"]),
    "lib/crypto/merkle.c": (["crypto_test_merkle"], ["audit"]),
    "src/audit/audit.c": (["audit_test_log"], ["audit", "log", "ledger"]),
    "src/audit/audit.sql": (["audit_test_log"], ["audit", "log", "ledger"]),
    "src/audit/log.sql": (["audit_test_log"], ["audit", "log"]),
    "src/audit/entry.c": (["audit_test_log"], ["audit", "log"]),
    "src/audit/log.c": (["audit_test_log"], ["audit", "log"]),
}
TURNED = {"==": "!=", "!=": "==", "<=": "<", ">=": ">", "&&": "||", "||": "&&"}
OPPOSITE = {"return true;": "return false;", "return false;": "return true;"}


def in_c(lines):
    """(line number, what it becomes) of each mistake that a C file allows."""
    inside = False
    for n, line in enumerate(lines):
        if line.startswith("{"):
            inside = True
        elif line.startswith("}"):
            inside = False
        code = re.sub(r'"(\\.|[^"\\])*"', lambda m: "\x00" * len(m.group(0)), line)
        code = code.split("/*")[0]
        if not inside or not code.strip() or code.lstrip().startswith(("*", "assert(")):
            continue
        for m in re.finditer(r"==|!=|<=|>=|&&|\|\|", code):
            yield n, line[:m.start()] + TURNED[m.group(0)] + line[m.end():]
        for m in re.finditer(r"(?<= )([<>])(?= )", code if "for (" not in code else ""):
            yield n, line[:m.start()] + m.group(0) + "=" + line[m.end():]
        found = re.match(r"(\s*)(?:else )?if \((.*)\)( \{)?$", code)
        if found and "&&" not in code and "||" not in code and not re.search(r"[=!<>]=| [<>] ", code):
            at = code.index("if (") + 4
            yield n, line[:at] + "!(" + line[at:line.rindex(")")] + ")" + line[line.rindex(")"):]
        if re.match(r"\s*TRY\(.*\);$", code):
            yield n, re.match(r"\s*", line).group(0) + ";"
        for was, is_now in OPPOSITE.items():
            if was in code:
                yield n, line.replace(was, is_now)


def in_sql(lines):
    """A condition of an AND, alone on its line or behind one, is left out."""
    for n, line in enumerate(lines):
        if line.startswith("--"):
            continue
        for m in re.finditer(r"\bAND ((?:NOT )?(?:EXISTS )?[a-z_.]+ (?:=|<>|<=|>=|<|>|IS NOT|IS) "
                             r"(?:NULL|:?[a-z_.]+|'[a-z_]+'|\d+))(?= AND|\)|;|$| ORDER| GROUP)", line):
            yield n, line[:m.start()] + "AND 1 = 1" + line[m.end():]
        for m in re.finditer(r" (<=|>=|<|>) (?=:now)", line):
            yield n, line[:m.start(1)] + {"<=": "<", ">=": ">", "<": "<=", ">": ">="}[m.group(1)] + line[m.end(1):]


def plain(line):
    return " ".join(line.split())


def all_mutants(root):
    same = {line.split("\t")[0] for line in SAME.read_text().splitlines() if "\t" in line}
    for name in FILES:
        lines = (root / name).read_text(encoding="utf-8").split("\n")
        for n, line in (in_sql if name.endswith(".sql") else in_c)(lines):
            if line != lines[n] and "%s: %s -> %s" % (name, plain(lines[n]), plain(line)) not in same:
                yield name, n, line


class Workshop:
    """A copy of the tree that is built without optimising, and its tests."""

    def __init__(self, path):
        self.root, self.build = path / "tree", path / "build"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        names = subprocess.check_output(["git", "-C", str(ROOT), "ls-files"], text=True).split("\n")
        for name in filter(None, names):
            to = self.root / name
            to.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_file():
                shutil.copy2(ROOT / name, to)
        self.run("meson", "setup", str(self.build), str(self.root), "-Dtests=true", "-Doptimization=0",
                 "-Ddebug=false")
        self.run("ninja", "-C", str(self.build))
        self.scratch = path / "scratch"
        self.scratch.mkdir()
        quick = "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(self.scratch)
        self.env = dict(os.environ, TMPDIR=quick)

    def run(self, *command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise Trouble("%s: %s" % (" ".join(command), done.stdout[-1500:]))

    def builds(self, units):
        targets = ["tests/kin-story", "tests/kin-consent"] + ["tests/unit_" + self.unit(u) for u in units]
        return subprocess.run(["ninja", "-C", str(self.build), *targets], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0

    @staticmethod
    def unit(name):
        where = "lib" if name.startswith("crypto") else "src"
        return "%s_%s" % (where, name)

    def passes(self, command):
        try:
            return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.env,
                                  timeout=240, cwd=self.root).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def notices(self, units, first):
        """The name of a test that fails; None where all pass."""
        for unit in units:
            if not self.passes([str(self.build / "tests" / ("unit_" + self.unit(unit)))]):
                return unit
        stories = sorted((self.root / "tests/stories").glob("*.story"))
        near = [s for s in stories if any(s.name.startswith(f) for f in first)]
        far = [s for s in stories if s not in near]
        verify = ["--verify", str(self.root / "src/verify/kk-verify")]
        for group in near, far:
            if group and not self.passes([str(self.build / "tests/kin-story"), *verify, *map(str, group)]):
                return "stories"
        if not self.passes([str(self.root / "tests/consent/run.py"), str(self.build / "tests/kin-consent"), "300", "1"]):
            return "consent model"
        return None

    def try_one(self, name, n, line):
        path = self.root / name
        was = path.read_text(encoding="utf-8")
        lines = was.split("\n")
        lines[n] = line
        path.write_text("\n".join(lines), encoding="utf-8")
        try:
            units, first = FILES[name]
            return "compiler" if not self.builds(units) else self.notices(units, first)
        finally:
            path.write_text(was, encoding="utf-8")


def run(path, count, seed, only=None):
    """Of `count` mistakes, drawn by chance, at least 98 of 100 are noticed."""
    shop = Workshop(pathlib.Path(path))
    units = sorted({u for units, _ in FILES.values() for u in units})
    if not shop.builds(units) or shop.notices(units, []) is not None:
        raise Trouble("the tests do not pass before anything is changed")
    mutants = [m for m in all_mutants(shop.root) if only is None or only in m[0]]
    random.Random(seed).shuffle(mutants)
    chosen, left, tried = mutants[:count], [], 0
    modules = {}
    for name, n, line in chosen:
        found = shop.try_one(name, n, line)
        tried += found != "compiler"
        module = modules.setdefault(name.rsplit("/", 1)[0], [0, 0])
        module[0] += found not in (None, "compiler")
        module[1] += found is None
        if found is None:
            was = plain((shop.root / name).read_text(encoding="utf-8").split("\n")[n])
            left.append("%s: %s -> %s" % (name, was, plain(line)))
            say("nobody noticed %s" % left[-1])
    by = ", ".join("%s %d of %d" % (m, noticed, noticed + not_) for m, (noticed, not_) in sorted(modules.items()))
    if len(left) * 50 > tried:
        raise Trouble("%d of %d mistakes were not noticed (noticed: %s):\n%s" % (len(left), tried, by, "\n".join(left)))
    return "%d mistakes of %d that could be made, %d not noticed%s; noticed: %s" % (
        tried, len(mutants), len(left), "".join("\n\t" + x for x in left), by)
