# SPDX-License-Identifier: AGPL-3.0-or-later
"""T39: the program is killed, or the power cut, at each step of an erasure.

One erasure runs with every write of its files written down (tests/chaos/powercut.c). Then for
each write the files are put back as a kill would have left them there, and now and then as a
power cut would have: somebody is there whole or erased whole; the program, started on it,
brings it to its end; no byte of theirs is left, and the audit log holds.
"""
import os
import random
import shutil
import sqlite3
import time

from tests.chaos import common, cuts, disk
from tests.chaos.common import Caller, Program, Trouble, say, sign_in

CANARY, NUMBER, LETTER = b"A canary of mine", b"+13135550142", b"a letter of hers"
WAIT_S = 30


class Recorded(disk.Disk):
    """A disk that is played up to a step of the trace."""

    def __init__(self, base, most):
        super().__init__(base)
        self.left = most

    def _step(self, place, kind, number, offset, data):
        if self.left <= 0:
            return
        self.left -= 1
        super()._step(place, kind, number, offset, data)

    def kill(self, into):
        """What was written stands, synced or not."""
        for change in self.names:
            self._apply_name(*change[1:])
        os.makedirs(into, mode=0o700)
        for name, file in self.files.items():
            file.sync(1 << 62)
            with open(os.open(os.path.join(into, name), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as f:
                f.write(file.content)


class Counted(disk.Disk):
    """How many steps a trace has, and which of them write."""

    def __init__(self, base):
        super().__init__(base)
        self.kinds, self.places = [], []

    def _step(self, place, kind, number, offset, data):
        self.kinds.append(kind)
        self.places.append(place)
        super()._step(place, kind, number, offset, data)


def trace_end(path):
    with open(path, "rb") as f:
        return int.from_bytes(f.read(8), "little")


def confirm(address, erasure):
    status, answer = Caller(address, sign_in(address, "privacy2")).api("POST", "/erasures/%s/confirm" % erasure, {})
    if status != 200:
        raise Trouble("an erasure is not confirmed: %d %s" % (status, answer))


def prepare(build, base):
    """A store in which an erasure was asked for; its public id."""
    program = Program([os.path.join(build, "kinkeeper"), "demo", "--listen", "127.0.0.1:0", "--data", base,
                       "--families", "0", "--weeks", "1"])
    try:
        rosa = Caller(program.address, sign_in(program.address, "family"))
        talk = rosa.api("GET", "/threads")[1]["threads"][0]
        rosa.api("POST", "/threads/%s/messages" % talk["thread"], {"body": CANARY.decode()})
        inside = Caller(program.address, sign_in(program.address, "inside"))
        person = inside.api("GET", "/threads")[1]["threads"][0]["person"]
        status, answer = Caller(program.address, sign_in(program.address, "privacy")).api(
            "POST", "/erasures", {"person": person, "basis": "request", "words": LETTER.decode()})
        if status != 201:
            raise Trouble("an erasure is not asked for: %d %s" % (status, answer))
        return answer["erasure"]
    finally:
        program.stop()


def key_of(data, person):
    store = sqlite3.connect(os.path.join(data, "keys.db"), timeout=20)
    try:
        return store.execute("SELECT wrapped FROM author_key WHERE person = ?", (person,)).fetchone()[0]
    finally:
        store.close()


def state(data):
    """(confirmed, {what of hers is gone})."""
    store = sqlite3.connect(os.path.join(data, "kinkeeper.db"), timeout=20)
    try:
        if store.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise Trouble("the store is damaged")
        confirmed, done, person, words, name = store.execute(
            "SELECT confirmed_at, done_at, person, words, name FROM erasure").fetchone()
        first, last = store.execute("SELECT first_name, last_name FROM person WHERE id = ?", (person,)).fetchone()
        phone, email = store.execute("SELECT phone, email FROM account WHERE person = ?", (person,)).fetchone()
        key = key_of(data, person)
        sessions = store.execute("SELECT count(*) FROM session s JOIN account a ON a.id = s.account"
                                 " WHERE a.person = ?", (person,)).fetchone()[0]
        ties = store.execute("SELECT count(*) FROM tie WHERE family = ? AND state = 'agreed'", (person,)).fetchone()[0]
        return confirmed is not None, {
            "done": done is not None, "words": words == "", "name": name == "", "person": "Rosa" not in (first, last),
            "phone": phone is None, "key": key is None, "sessions": sessions == 0, "ties": ties == 0}
    finally:
        store.close()


def canaries(data):
    found = 0
    for name in os.listdir(data):
        if name.startswith(("kinkeeper.db", "keys.db")):
            with open(os.path.join(data, name), "rb") as f:
                text = f.read()
            found += sum(text.count(word) for word in (CANARY, NUMBER, LETTER))
    return found


def wait_until(what, holds):
    for _ in range(WAIT_S * 20):
        if holds():
            return
        time.sleep(0.05)
    raise Trouble("it does not come about that " + what)


def scrubbed(data):
    store = sqlite3.connect(os.path.join(data, "kinkeeper.db"), timeout=20)
    try:
        return store.execute("SELECT count(*) FROM job WHERE kind LIKE 'erasure.%' AND state <> 'done'").fetchone()[0] == 0
    finally:
        store.close()


def record(build, base, data, trace, erasure):
    """Erases under the shim; where its steps begin in the trace."""
    shutil.copytree(base, data)
    program = Program(common.demo_command(build, data), {
        "LD_PRELOAD": os.path.join(build, "tests/chaos/libpowercut.so"), "POWERCUT_DIR": data, "POWERCUT_TRACE": trace})
    try:
        began = trace_end(trace)
        confirm(program.address, erasure)
        wait_until("it is done", lambda: state(data)[1]["done"] and scrubbed(data) and canaries(data) == 0)
    finally:
        program.kill()
    return began


def look(data, at):
    """Whole or erased whole: a copy is looked at, so that looking changes nothing."""
    copy = data + "-look"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(data, copy)
    confirmed, gone = state(copy)
    shutil.rmtree(copy)
    done, key = gone.pop("done"), gone.pop("key")
    # The key goes behind the commit that decided so; it is done when the key is gone.
    if len(set(gone.values())) != 1 or (key and not gone["person"]) or (done and not key):
        raise Trouble("half erased at step %d: %s, key %s, done %s" % (at, gone, key, done))
    return confirmed, done


def judge(build, data, erasure, at):
    confirmed, done = look(data, at)
    program = Program(common.demo_command(build, data))
    try:
        if not confirmed:
            confirm(program.address, erasure)
        wait_until("it is done after step %d" % at, lambda: state(data)[1]["done"] and scrubbed(data))
        wait_until("nothing is left after step %d" % at, lambda: canaries(data) == 0)
    finally:
        program.stop()
    look(data, at)
    cuts.check_log(data)
    return confirmed, done


def run(build, most, seed):
    """At most `most` steps, evenly; all of them where there are no more."""
    chance, scratch = random.Random(seed), common.scratch()
    base, data, trace = (os.path.join(scratch, n) for n in ("base", "data", "trace"))
    erasure = prepare(build, base)
    began = record(build, base, data, trace, erasure)
    whole = Counted(base)
    whole.play(trace)
    steps = [n for n, (kind, place) in enumerate(zip(whole.kinds, whole.places), 1)
             if place >= began and kind in (disk.WRITE, disk.TRUNCATE)]
    chosen = steps if len(steps) <= most else sorted(chance.sample(steps, most - 1) + steps[-1:])
    seen = {}
    for n in chosen:
        say("T39 %d of %d" % (n, steps[-1]), over=True)
        shutil.rmtree(data, ignore_errors=True)
        left = Recorded(base, n)
        left.play(trace)
        if chance.random() < 0.7:
            left.kill(data)
        else:
            left.cut(chance, data)
        found = judge(build, data, erasure, n)
        seen[found] = seen.get(found, 0) + 1
    if len(chosen) > 20 and len(seen) < 3:
        raise Trouble("the steps tried are all on one side: %s" % seen)
    return "%d of %d steps: %s" % (len(chosen), len(steps), ", ".join(
        "%d %s" % (n, "after it" if d else "before it" if c else "before the yes") for (c, d), n in sorted(seen.items())))
