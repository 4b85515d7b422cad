# SPDX-License-Identifier: AGPL-3.0-or-later
"""T1: the power is cut under load. T2: the program is killed. T3: T1 finds out a
program that syncs too rarely. (docs/threats.md)"""
import os
import random
import shutil
import subprocess
import threading
import time

from tests.chaos import common
from tests.chaos.common import Caller, Program, Trouble, check_store, load, read_log, say
from tests.chaos.disk import Disk

CHAIN = 8        # so many cuts befall one store before the next begins anew
READY_S = 2.0    # T2: at most so long from start to answers


def check_log(data):
    """Every entry is a leaf, every row is its entry's: as the other program sees it."""
    got = subprocess.run([os.path.join(common.ROOT, "src/verify/kk-verify"), "--data", data],
                         capture_output=True, text=True)
    if got.returncode != 0:
        raise Trouble("the audit log does not hold: " + (got.stdout + got.stderr).strip())


class Run:
    """One store through a chain of cuts."""

    def __init__(self, world, lane, seed):
        self.world, self.chance = world, random.Random(seed)
        self.dir = common.scratch()
        self.data = os.path.join(self.dir, "data")
        self.look = os.path.join(self.dir, "look")
        self.plan = os.path.join(self.dir, "plan")
        self.log = os.path.join(self.dir, "log")
        self.trace = os.path.join(self.dir, "trace")
        self.lane = lane
        self.n = 0
        self.told = ""
        self.messages = 0
        self.slowest = 0.0
        self.fresh()

    def fresh(self):
        self.world.copy(self.data)
        self.acknowledged, self.sent = set(), set()

    def write_plan(self, lines):
        with open(self.plan, "w") as f:
            f.write("\n".join(lines) + "\n")

    def start_load(self, address, clients):
        return load(self.world.build, address, self.plan, clients=clients, seconds=5, once=True,
                    log=self.log, prefix="%s%d-" % (self.lane, self.n),
                    seed=self.chance.getrandbits(40))

    def note_log(self):
        log = read_log(self.log)
        odd = [status for _, _, status in log if status not in (0, 201)]
        if odd:
            raise Trouble("a message was answered %d" % odd[0])
        self.sent |= {key for key, _, _ in log}
        self.acknowledged |= {key for key, _, status in log if status == 201}
        self.messages += sum(1 for _, _, status in log if status == 201)
        return log

    def recover(self, log):
        """Starts on what is left, sends again what had no answer and some that had, and looks."""
        program = Program(common.demo_command(self.world.build, self.data))
        self.slowest = max(self.slowest, program.ready_s)
        unanswered = [(key, line) for key, line, status in log if status == 0]
        answered = [(key, line) for key, line, status in log if status == 201]
        again = unanswered + self.chance.sample(answered, min(3, len(answered)))
        try:
            made = self.world.retry(program.address, again)
            if self.world.retry(program.address, again[:3]) != {k: made[k] for k, _ in again[:3]}:
                raise Trouble("a retry was given another message")
        finally:
            # Killed, it leaves its log to the next cycle; asked to stop, it clears it away.
            program.kill() if self.chance.random() < 0.5 else program.stop()
        self.acknowledged |= set(made)
        shutil.rmtree(self.look, ignore_errors=True)
        shutil.copytree(self.data, self.look, ignore=shutil.ignore_patterns("*.sock"))
        check_store(self.look, self.acknowledged, self.sent, self.world.old)
        check_log(self.look)


def cut_power(run, command=None):
    """One cycle of T1; `command` takes the place of the program under the load."""
    run.n += 1
    if run.n % CHAIN == 0:
        run.fresh()
    env = {"LD_PRELOAD": os.path.join(run.world.build, "tests/chaos/libpowercut.so"),
           "POWERCUT_DIR": run.data, "POWERCUT_TRACE": run.trace,
           "POWERCUT_SYNC_US": str(run.chance.choice((200, 1000, 3000)))}
    # What the world was before the program opened it is safe.
    disk = Disk(run.data)
    program = Program(command or common.demo_command(run.world.build, run.data), env)
    run.write_plan(run.world.send_lines())
    client = run.start_load(program.address, run.chance.choice((4, 16, 32)))
    # Long enough, now and then, for the log to be carried over into the database.
    time.sleep(0.1 + 0.25 * run.chance.random() if run.n % 5 else 0.5 + run.chance.random())
    program.kill()
    common.load_result(client)
    log = run.note_log()
    disk.play(run.trace)
    os.unlink(run.trace)
    shutil.rmtree(run.data)
    run.told = disk.cut(run.chance, run.data)
    run.recover(log)


def review_some(address, token, stop):
    """A reviewer who passes what waits, until the program is gone."""
    caller = Caller(address, token, timeout=5)
    try:
        while not stop.is_set():
            _, got = caller.api("GET", "/queue?show=clean")
            items = [item["message"] for item in got.get("messages", got.get("items", []))][:10]
            if items:
                caller.api("POST", "/queue/approve", {"items": items})
    except Exception:
        pass
    caller.close()


def kill(run):
    """One cycle of T2."""
    run.n += 1
    if run.n % CHAIN == 0:
        run.fresh()
    program = Program(common.demo_command(run.world.build, run.data))
    run.write_plan([*run.world.send_lines(10), *run.world.read_lines(4), *run.world.act_lines(2)])
    stop = threading.Event()
    reviewer = threading.Thread(target=review_some, daemon=True,
                                args=(program.address, run.world.reviewer, stop))
    reviewer.start()
    client = run.start_load(program.address, 32)
    time.sleep(0.1 + 0.3 * run.chance.random())
    program.kill()
    stop.set()
    common.load_result(client)
    reviewer.join()
    run.recover(run.note_log())
    if run.slowest > READY_S:
        raise Trouble("it took %.1f s until it answered again" % run.slowest)


def _cycles(name, world, cycle, n, seed):
    """Runs n cycles in two lanes; what went wrong, or nothing."""
    runs = [Run(world, lane, "%s %s" % (seed, lane)) for lane in "ab"]
    left, faults, lock = [n], [], threading.Lock()
    began = time.monotonic()

    def lane(run):
        while not faults:
            with lock:
                if left[0] == 0:
                    return
                left[0] -= 1
            try:
                cycle(run)
            except Exception as e:
                faults.append("cycle %d of lane %s, seed %s: %s; the cut left %s"
                              % (run.n, run.lane, seed, e, run.told or "all"))
            say("%s %d of %d, %.0f s" % (name, n - left[0], n, time.monotonic() - began), over=True)

    threads = [threading.Thread(target=lane, args=(run,)) for run in runs]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    say("", over=True)
    for run in runs:
        shutil.rmtree(run.dir, ignore_errors=True)
    figure = "%d cycles, %d messages acknowledged, ready again in %.2f s at most, %.0f s" % (
        sum(r.n for r in runs), sum(r.messages for r in runs), max(r.slowest for r in runs),
        time.monotonic() - began)
    return faults[0] if faults else None, figure


def power_cut(world, cycles, seed):
    fault, figure = _cycles("T1 power cut", world, cut_power, cycles, seed)
    if fault:
        raise Trouble(fault)
    return "0 lost, 0 twice: " + figure


def kill_under_load(world, cycles, seed):
    fault, figure = _cycles("T2 kill", world, kill, cycles, seed)
    if fault:
        raise Trouble(fault)
    return "0 lost, 0 twice: " + figure


def self_check(world, cycles, seed):
    """The test must see the loss that a program with weak syncs has."""
    weak = os.path.join(world.build, "tests/chaos/kin-weak")
    fault, figure = _cycles("T3 weak syncs", world,
                            lambda run: cut_power(run, [weak, run.data]), cycles, seed)
    if fault is None:
        raise Trouble("a program that loses messages was not found out: " + figure)
    if "are lost" not in fault and "have no key" not in fault:
        raise Trouble("found out, but by something else: " + fault)
    return "found out: " + fault
