# SPDX-License-Identifier: AGPL-3.0-or-later
"""T4: the disk is full for a while, and then is not. (docs/threats.md)"""
import os
import subprocess
import threading
import time

from tests.chaos import common, headers
from tests.chaos.common import Caller, Program, Trouble, check_store, load, load_result, read_log, say

SIZE_MB = 64
HEALS_S = 5.0


class Full:
    """A small file system of its own."""

    def __init__(self):
        self.path = os.path.join(common.scratch(fast=False), "full")
        os.mkdir(self.path)
        subprocess.check_call(["mount", "-t", "tmpfs", "-o", "size=%dm" % SIZE_MB, "tmpfs", self.path])

    def fill(self):
        with open(os.path.join(self.path, "ballast"), "wb", buffering=0) as f:
            block = bytes(1 << 20)
            try:
                while True:
                    f.write(block)
            except OSError:
                pass
            block = bytes(4096)
            try:
                while True:
                    f.write(block)
            except OSError:
                pass

    def free(self):
        os.unlink(os.path.join(self.path, "ballast"))

    def unmount(self):
        subprocess.call(["umount", self.path])


def _watch_full(address, world, until, seen):
    """Reads and writes while there is no room: reads go on, writes are refused with 5xx."""
    caller, n = Caller(address, common.token_of(0)), 0
    while time.monotonic() < until:
        status, _ = caller.api("GET", "/threads/%s/messages" % world.threads[0])
        seen["reads"] += 1
        seen["bad reads"] += status != 200
        n += 1
        answer, _ = caller.raw("POST", "/api/v1/threads/%s/messages" % world.threads[0],
                               '{"body":"full%d now","agree":true}' % n,
                               {"Authorization": "Bearer " + caller.token,
                                "Content-Type": "application/json", "Idempotency-Key": "full%06d" % n})
        seen["writes"] += 1
        if answer.status in (503, 507):
            seen["refused"] += 1
            seen["faults"] += headers.faults_of("/", answer.status, answer.getheaders(), False)
        elif answer.status == 201:
            seen["passed"].append("full%06d" % n)
        else:
            seen["other"].append(answer.status)
        seen["sent"].add("full%06d" % n)
        time.sleep(0.02)
    caller.close()


def _heals(address, world):
    """How long until a write passes again."""
    began, caller = time.monotonic(), Caller(address, common.token_of(1))
    for n in range(1000):
        status, _ = caller.api("POST", "/threads/%s/messages" % world.threads[1],
                               {"body": "healed now", "agree": True}, "healed-again")
        if status == 201:
            caller.close()
            return time.monotonic() - began
        if time.monotonic() - began > 4 * HEALS_S:
            break
        time.sleep(0.05)
    raise Trouble("there is room again, and writes are still refused")


def _under_load(world, program, full, plan, log):
    seen = {"reads": 0, "bad reads": 0, "writes": 0, "refused": 0, "passed": [], "other": [],
            "faults": [], "sent": set()}
    client = load(world.build, program.address, plan, clients=16, seconds=6, log=log, prefix="f")
    time.sleep(1)
    full.fill()
    time.sleep(0.3)
    _watch_full(program.address, world, time.monotonic() + 3, seen)
    full.free()
    healed = _heals(program.address, world)
    result = load_result(client)
    if seen["bad reads"]:
        raise Trouble("%d of %d reads did not go on" % (seen["bad reads"], seen["reads"]))
    if seen["other"] or seen["refused"] == 0:
        raise Trouble("writes were answered %s, %d with 5xx" % (set(seen["other"]), seen["refused"]))
    if seen["faults"]:
        raise Trouble("a refusal has %s" % seen["faults"][0])
    if healed > HEALS_S:
        raise Trouble("it healed after %.1f s" % healed)
    return seen, healed, result


def disk_full(build):
    if os.geteuid() != 0:
        say("T4 needs root, to mount a small file system: skipped")
        return None
    world = common.World(build)
    full = Full()
    try:
        data = world.copy(os.path.join(full.path, "data"))
        plan, log = os.path.join(common.scratch(), "plan"), os.path.join(common.scratch(), "log")
        with open(plan, "w") as f:
            f.write("\n".join(world.send_lines()) + "\n")
        program = Program(common.demo_command(build, data))
        seen, healed, result = _under_load(world, program, full, plan, log)
        program.stop()
        rows = read_log(log)
        passed = {key for key, _, status in rows if status == 201} | set(seen["passed"]) | {"healed-again"}
        sent = {key for key, _, _ in rows} | seen["sent"] | {"healed-again"}
        check_store(data, passed, sent, world.old)
    finally:
        common.clean_up_programs()
        full.unmount()
    return "%d writes refused, %d reads went on, healed in %.2f s, 0 of %d lost" % (
        seen["refused"] + result["kinds"]["send"]["5xx"], seen["reads"], healed, len(passed))
