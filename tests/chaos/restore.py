# SPDX-License-Identifier: AGPL-3.0-or-later
"""T33: a backup is made under 200 writes a second and restored: nothing that was acknowledged
before is missing, the log holds, and each changed byte is found. (docs/threats.md)"""
import os
import subprocess
import sys
import time

from tests.chaos import common
from tests.chaos.common import Program, Trouble, check_store, load, load_result, read_log, say

CLIENTS = 4


def command(world, *words, fine=0):
    done = subprocess.run([os.path.join(world.build, "kinkeeper"), *words], capture_output=True, text=True)
    if done.returncode != fine:
        raise Trouble("%s: %d %s" % (" ".join(words[:2]), done.returncode, done.stdout + done.stderr))
    return done.stdout


def sent(path):
    """What was acknowledged by now; the last line may be half there."""
    with open(path) as f:
        lines = f.read().split("\n")[:-1]
    return set(line.split()[0] for line in lines if line.split()[2] == "201")


def backup_under_load(world, room):
    """What was acknowledged before the backup began, and all that was sent."""
    data, log, plan = (os.path.join(room, n) for n in ("data", "log", "plan"))
    world.copy(data)
    with open(plan, "w") as f:
        f.write("\n".join(world.send_lines()) + "\n")
    program = Program(common.demo_command(world.build, data))
    with open(os.path.join(room, "recovery"), "w") as f:
        f.write(command(world, "backup-key", "--data", data))
    loading = load(world.build, program.address, plan, clients=CLIENTS, seconds=12, rate=200, once=True, log=log,
                   prefix="b-")
    time.sleep(4)
    before = sent(log)
    command(world, "backup", os.path.join(room, "backup"), "--data", data)
    command(world, "backup", "keys", os.path.join(room, "keys"), "--data", data)
    load_result(loading)
    program.stop()
    everything = set(key for key, _, _ in read_log(log))
    if not before or len(sent(log)) <= len(before):
        raise Trouble("nothing was written beside the backup")
    return before, everything


def run(world, flips, seed):
    room = common.scratch()
    before, everything = backup_under_load(world, room)
    path = {n: os.path.join(room, n) for n in ("backup", "keys", "recovery", "again")}
    began = time.monotonic()
    command(world, "restore", path["backup"], "--recovery-key", path["recovery"], "--keys", path["keys"], "--data",
            path["again"])
    took = time.monotonic() - began
    n = check_store(path["again"], before, everything, world.old)
    command(world, "verify", "--data", path["again"])
    say("changing %d bytes of the backup" % flips)
    flip = subprocess.run([sys.executable, os.path.join(common.ROOT, "tests/backup/flip.py"),
                           os.path.join(world.build, "kinkeeper"), path["backup"], path["recovery"], str(flips),
                           str(seed)], capture_output=True, text=True)
    if flip.returncode != 0:
        raise Trouble(flip.stdout + flip.stderr)
    return "%d acknowledged before, %d of the messages under way restored in %.1f s; %s" % (
        len(before), n, took, flip.stdout.strip())
