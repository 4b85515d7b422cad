# SPDX-License-Identifier: AGPL-3.0-or-later
"""T12 and T13: the whole suite under sanitizers, without suppressions.
(docs/threats.md)"""
import glob
import os
import subprocess
import threading

from tests.chaos import common, cuts
from tests.chaos.common import Program, Trouble, load, load_result, say

WORDS = (b"Sanitizer", b"runtime error:")
OPTIONS = {
    "ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "TSAN_OPTIONS": "halt_on_error=0:detect_deadlocks=1:second_deadlock_stack=1",
}
KINDS = {"asan": "address,undefined", "tsan": "thread"}


def build(kind, build_with):
    return build_with(kind, "-Dbuildtype=debugoptimized", "-Db_lundef=false",
                      "-Db_sanitize=" + KINDS[kind], env={"CC": "clang"})


def _run(what, command, env=None):
    """Runs to the end; a report of a sanitizer is trouble, as is any failure."""
    say(what, over=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=dict(os.environ, **OPTIONS, **(env or {})), cwd=common.ROOT)
    if done.returncode != 0 or any(word in done.stdout for word in WORDS):
        path = os.path.join(common.ROOT, "build-chaos", "report.txt")
        with open(path, "wb") as f:
            f.write(done.stdout)
        lines = [line for line in done.stdout.splitlines() if any(w in line for w in WORDS)]
        raise Trouble("%s: exit %d, %s; see %s" % (
            what, done.returncode, lines[0].decode() if lines else "no report", path))


def _units(path):
    _run("unit tests", ["meson", "test", "-C", path, "--no-rebuild"])


def _stories(path, database=None):
    stories = sorted(glob.glob(os.path.join(common.ROOT, "tests", "stories", "*.story")))
    more = ["--database", database] if database else []
    for story in stories:
        _run("%s %s" % (os.path.basename(story), "on PostgreSQL" if database else "on SQLite"),
             [os.path.join(path, "tests/kin-story"), *more, story])
    return len(stories)


class Postgres:
    """A PostgreSQL of our own, gone afterwards."""

    def __init__(self, fsync="off"):
        self.dir = os.path.join(common.scratch(fast=False), "pg")
        os.chmod(os.path.dirname(self.dir), 0o755)
        script = os.path.join(common.ROOT, "tests/pg.sh")
        env = dict(os.environ, PG_FSYNC=fsync)
        self.url = subprocess.check_output([script, "start", self.dir], env=env).decode().strip()

    def __enter__(self):
        return self.url

    def __exit__(self, *args):
        subprocess.call([os.path.join(common.ROOT, "tests/pg.sh"), "stop", self.dir])


def memory(path):
    _units(path)
    return "0 reports in the unit tests and %d stories" % _stories(path)


def _stress(path, world, seconds):
    """64 clients, a reviewer, and pages that stay open, on the instrumented program."""
    data = world.copy(os.path.join(common.scratch(), "data"))
    log, plan = os.path.join(common.scratch(), "log"), os.path.join(common.scratch(), "plan")
    with open(plan, "w") as f:
        f.write("\n".join([*world.send_lines(10), *world.read_lines(10), *world.act_lines(3)]) + "\n")
    env = dict(OPTIONS)
    program = Program(common.demo_command(path, data), env, log)
    stop = threading.Event()
    streams = [common.Caller(program.address, common.token_of(i)) for i in range(20)]
    for caller in streams:
        caller.connection.request("GET", "/api/v1/events",
                                  headers={"Authorization": "Bearer " + caller.token})
        caller.connection.getresponse()
    reviewer = threading.Thread(target=cuts.review_some, daemon=True,
                                args=(program.address, world.reviewer, stop))
    reviewer.start()
    client = load(world.build, program.address, plan, clients=64, seconds=seconds)
    result = load_result(client)
    stop.set()
    reviewer.join()
    for caller in streams:
        caller.close()
    code = program.stop()
    with open(log, "rb") as f:
        text = f.read()
    if code != 0 or any(word in text for word in WORDS):
        keep = os.path.join(common.ROOT, "build-chaos", "report.txt")
        with open(keep, "wb") as f:
            f.write(text)
        raise Trouble("the stress ended with %d; see %s" % (code, keep))
    bad = sum(k["5xx"] + k["lost"] for k in result["kinds"].values())
    if bad:
        raise Trouble("%d answers of the stress are 5xx or lost" % bad)
    return result["answers"]


def threads(path, seconds, world):
    _units(path)
    stories = _stories(path)
    with Postgres() as url:
        _stories(path, url)
    say("stress", over=True)
    answers = _stress(path, world, seconds)
    say("", over=True)
    return "0 reports in the unit tests, %d stories on both engines and %d answers of a stress" % (stories, answers)
