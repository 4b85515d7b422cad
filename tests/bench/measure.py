# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each job of docs/performance takes, and the limit beside it."""
import csv
import os
import random
import re
import shutil
import statistics
import subprocess
import time

from tests.bench import steps
from tests.chaos import common
from tests.chaos.common import Caller, Program, Trouble, demo_command, load, load_result, say, token_of
from tests.chaos.sanitize import Postgres

ROUNDS = 3
SENDERS = 3000
WEEKS = 52       # so that a page of a thread holds 50 messages
WARM = 8         # seconds of sends before one is measured
OPEN = 1000      # items that wait in the queue
KEYED = range(0, 500)      # senders whose texts are under keys
PLAIN = range(1000, 1500)  # senders whose texts are not: what the keys cost is said beside it
BATCH = 64       # as many clients, so at most so many sends in one commit
TICKS = os.sysconf("SC_CLK_TCK")
PINS = ("0", "1") if (os.cpu_count() or 1) > 1 else ("0", "0")


class Row:
    def __init__(self, job, must="", aim=""):
        self.job, self.must, self.aim = job, must, aim
        self.figure = self.limit = self.ratio = ""
        self.holds = None

    def set(self, figure, limit="", ratio="", holds=None):
        self.figure, self.limit, self.ratio, self.holds = figure, limit, ratio, holds
        return self

    def as_dict(self):
        return dict(vars(self))


def spread(values, unit="", digits=0):
    """The median, with the least and the most of several rounds."""
    one = "{:,.%df}" % digits
    text = one.format(statistics.median(values))
    if len(values) > 1:
        text += " (%s–%s)" % (one.format(min(values)), one.format(max(values)))
    return text + unit


def cpu_s(pid):
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def rss_mb(pid):
    with open("/proc/%d/status" % pid) as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) / 1024


def told_apart(one, other, n):
    """How well their times tell two requests apart: the chance that a random one of the first took
    longer than a random one of the second (0.5: they do not). Asked in random order, n times each."""
    order, times = [0] * n + [1] * n, ([], [])
    random.shuffle(order)
    for which in order:
        began = time.perf_counter()
        (one, other)[which]()
        times[which].append(time.perf_counter() - began)
    ranks = {}
    for rank, at in enumerate(sorted(times[0] + times[1]), 1):
        ranks.setdefault(at, []).append(rank)
    first = sum(sum(ranks[at]) / len(ranks[at]) for at in times[0])
    return (first - n * (n + 1) / 2) / (n * n)


def auc_row(what, auc):
    return Row("the same, told apart by their times (area under the curve)", "0.47–0.53", "0.49–0.51").set(
        "%.3f" % auc, what, holds=0.47 <= auc <= 0.53)


class Bench:
    def __init__(self, build, families, quick):
        self.build, self.families = build, families
        self.seconds = 1.5 if quick else 4
        self.count = 5000 if quick else 20000
        self.dir = os.path.join(build, "worlds")
        self.scratch = os.path.join(build, "scratch")
        shutil.rmtree(self.scratch, ignore_errors=True)
        os.makedirs(self.scratch)
        self.small = self.world(10000)
        self.big = self.small if families == 10000 else self.world(families)

    # --- worlds -----------------------------------------------------------------

    def world(self, families):
        """A store that is made once and kept for the next run."""
        data = os.path.join(self.dir, "%d" % families)
        mark = os.path.join(data, "ready")
        if not os.path.exists(mark):
            say("building a world of %d families" % families)
            shutil.rmtree(data, ignore_errors=True)
            os.makedirs(self.dir, exist_ok=True)
            Program(demo_command(self.build, data, families, WEEKS)).stop()
            common.open_doors(data, SENDERS)
            fill_queue(data)
            open(mark, "w").close()
        write_plain(data)
        return data

    def copy(self, data, name):
        to = os.path.join(self.scratch, name)
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(data, to, ignore=shutil.ignore_patterns("*.sock"))
        return to

    def start(self, data, env=None, pinned=False, more=()):
        command = demo_command(self.build, data, more=more)
        return Program((["taskset", "-c", PINS[0]] if pinned else []) + command, env)

    def senders(self, address, n):
        return common.threads_of(address, n)

    def plan(self, name, lines):
        path = os.path.join(self.scratch, name)
        with open(path, "w") as f:
            f.write("\n".join(lines) + "\n")
        return path

    def page_lines(self, threads, weight=1, name="page", who=None):
        for i, thread in zip(who or range(len(threads)), threads):
            yield "%d\t%s\tGET\t/threads/%s\tCookie: kin=%s.en" % (weight, name, thread, token_of(i))

    def send_lines(self, threads, weight=1, name="send"):
        for i, thread in enumerate(threads):
            yield "%d\t%s\tPOST\t/api/v1/threads/%s/messages\t%s\t%s" % (
                weight, name, thread, "Authorization: Bearer %s|Content-Type: application/json"
                "|Idempotency-Key: %%K" % token_of(i),
                '{"body":"How are you today? We are all well here.","agree":true}')

    def load(self, address, plan, pinned=False, strict=True, **options):
        options.setdefault("seed", time.monotonic_ns() % 10 ** 9)
        process = load(self.build, address, plan, **options)
        if pinned:
            subprocess.call(["taskset", "-pc", PINS[1], str(process.pid)], stdout=subprocess.DEVNULL)
        result = load_result(process)
        bad = sum(k["4xx"] + k["5xx"] + k["lost"] for k in result["kinds"].values())
        if bad and strict:
            raise Trouble("%d of %d answers are refusals" % (bad, result["answers"]))
        result["refused"] = bad
        return result

    def cpu_per_request(self, program, plan, count=None, warm=500):
        """Microseconds of the program's processor time for each answer."""
        self.load(program.address, plan, clients=16, seconds=60, requests=warm)
        before = cpu_s(program.process.pid)
        result = self.load(program.address, plan, clients=16, seconds=120,
                           requests=count or self.count)
        return (cpu_s(program.process.pid) - before) / result["answers"] * 1e6

    # --- jobs ----------------------------------------------------------------------

    def hello(self):
        row = Row("hello through all layers (GET /healthz), per processor second",
                  "0.8 × bare", "0.9 ×")
        plan = self.plan("hello", ["1\thello\tGET\t/healthz\t"])
        ours, bare = [], []
        for _ in range(ROUNDS):
            for into, command in ((bare, [os.path.join(self.build, "tests/bench/kin-bare")]),
                                  (ours, demo_command(self.build, self.small))):
                program = Program(["taskset", "-c", PINS[0], *command])
                before = cpu_s(program.process.pid)
                result = self.load(program.address, plan, True, clients=64, seconds=self.seconds / 2)
                into.append(result["answers"] / (cpu_s(program.process.pid) - before))
                program.stop()
        ratio = statistics.median(ours) / statistics.median(bare)
        return [row.set(spread(ours, "/s"), spread(bare, "/s"), "%.2f" % ratio, ratio >= 0.8)]

    def pages(self):
        """The inbox page and the queue, on both worlds, by turns."""
        inbox, plain, queue = {}, {}, {}
        worlds = {"small": self.small, "big": self.big}
        for name, data in worlds.items():
            program = self.start(data)
            threads = self.senders(program.address, PLAIN.stop)
            for kind, who in (("keyed", KEYED), ("plain", PLAIN)):
                self.plan("%s-%s" % (kind, name), self.page_lines([threads[i] for i in who], who=who))
            program.stop()
        for _ in range(ROUNDS):
            for name, data in worlds.items():
                copy = self.copy(data, "pages") if data == self.small else data
                program = self.start(copy)
                for kind, into in (("keyed", inbox), ("plain", plain)):
                    into.setdefault(name, []).append(self.cpu_per_request(
                        program, os.path.join(self.scratch, "%s-%s" % (kind, name))))
                token = common.sign_in(program.address, "reviewer")
                plan = self.plan("queue", ["1\tqueue\tGET\t/queue\tCookie: kin=%s.en" % token])
                queue.setdefault(name, []).append(self.cpu_per_request(program, plan, 2000, 100))
                program.stop()
        return self._page_rows(inbox, plain, queue)

    def _page_rows(self, inbox, plain, queue):
        page, items = statistics.median(plain["big"]), statistics.median(queue["big"])
        keys = statistics.median(inbox["big"]) / page
        rows = [Row("inbox page of 50 messages, CPU", "60 µs", "32 µs").set(
                    spread(plain["big"], " µs"), holds=page <= 60),
                Row("the same, texts under keys", "1.35 ×", "1.25 ×").set(
                    spread(inbox["big"], " µs"), spread(plain["big"], " µs"), "%.2f" % keys, keys <= 1.35)]
        rows.append(Row("staff queue page, CPU (%d open, up to a million closed)" % OPEN,
                        "150 µs", "80 µs").set(spread(queue["big"], " µs"), holds=items <= 150))
        if self.big != self.small:
            for what, of in (("inbox", inbox), ("queue", queue)):
                ratio = statistics.median(of["big"]) / statistics.median(of["small"])
                rows.append(Row("growth of the %s page, 10,000 to %d families" % (what, self.families),
                                "1.2 ×", "1.1 ×").set(
                    spread(of["big"], " µs"), spread(of["small"], " µs"), "%.2f" % ratio, ratio <= 1.2))
        return rows

    def instructions(self):
        """Of a page alone: the difference of two counts leaves out what a start takes."""
        row = Row("inbox page, instructions (callgrind)", "350,000", "220,000")
        keyed = Row("the same, texts under keys", "1.35 ×", "1.25 ×")
        program = self.start(self.small)
        threads = self.senders(program.address, PLAIN.start + 1)
        program.stop()
        plain, under = (self._instructions(i, threads[i]) for i in (PLAIN.start, 1))
        return [row.set("{:,.0f}".format(plain), holds=plain <= 350000),
                keyed.set("{:,.0f}".format(under), "{:,.0f}".format(plain), "%.2f" % (under / plain),
                          under <= 1.35 * plain)]

    def _instructions(self, sender, thread):
        counted = []
        for n in (50, 250):
            done = subprocess.run(
                ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                 os.path.join(self.build, "tests/bench/kin-drive"), self.small, "get",
                 "kin=%s.en" % token_of(sender), "/threads/" + thread, str(n)],
                stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
            found = re.search(r"Collected : (\d+)", done.stderr)
            if found is None:
                raise Trouble("callgrind says nothing")
            counted.append(int(found.group(1)))
        return (counted[1] - counted[0]) / 200

    def statements(self):
        out = subprocess.check_output([os.path.join(self.build, "tests/bench/kin-drive"), self.small,
                                       "sql"], text=True)
        return {name: (letters, sql) for name, letters, sql in
                (line.split("\t", 2) for line in out.splitlines())}

    def check_steps(self, threads):
        """A limit that runs other statements is none."""
        copy = self.copy(self.small, "trace")
        out = subprocess.check_output([os.path.join(self.build, "tests/bench/kin-drive"), copy,
                                       "trace", token_of(1), threads[1]], text=True)
        real = [name for name in out.split() if name not in steps.ONCE]
        ours = [name for name, _ in steps.STEPS]
        if real != ours:
            raise Trouble("a send runs other statements than tests/bench/steps.py: %s" % ", ".join(
                sorted(set(real) ^ set(ours)) or ["another order"]))

    def raw(self, data, seconds, batch, env=None):
        plan = self.plan("steps", steps.lines(self.statements()))
        out = subprocess.check_output(
            [os.path.join(self.build, "tests/bench/kin-raw"), os.path.join(data, "kinkeeper.db"),
             plan, str(seconds), str(batch)], env=dict(os.environ, **(env or {})))
        return float(out)

    def send(self):
        row = Row("send over HTTP, 64 clients, beside raw group commit", "0.7 ×", "0.9 ×")
        slow = Row("send with a sync of 2 ms, 64 clients, beside one per commit", "12 ×", "25 ×")
        own = self.copy(self.small, "send")
        program = self.start(own)
        threads = self.senders(program.address, 2000)
        self.check_steps(threads)
        plan = self.plan("send-plan", self.send_lines(threads))
        # A world as it was built is packed full, and every first insert splits a page.
        self.load(program.address, plan, clients=64, seconds=WARM)
        program.stop()
        raw = self.copy(own, "raw")
        program = self.start(own)
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(self.load(program.address, plan, clients=64, seconds=self.seconds)["rate"])
            bare.append(self.raw(raw, self.seconds, BATCH))
        program.stop()
        env = {"LD_PRELOAD": os.path.join(self.build, "tests/chaos/libpowercut.so"),
               "POWERCUT_SYNC_US": "2000"}
        program = self.start(own, env)
        synced = self.load(program.address, plan, clients=64, seconds=self.seconds)["rate"]
        program.stop()
        single = self.raw(raw, self.seconds, 1, env)
        ratio = statistics.median(ours) / statistics.median(bare)
        return [row.set(spread(ours, "/s"), spread(bare, "/s"), "%.2f" % ratio, ratio >= 0.7),
                slow.set(spread([synced], "/s"), spread([single], "/s"), "%.1f" % (synced / single),
                         synced / single >= 12)]

    def mix(self):
        row = Row("90 pages, 10 sends, at 2,000/s: p99", "5 ms", "2 ms")
        memory = Row("resident memory after it, %d families" % self.families, "64 MB", "40 MB")
        data = self.copy(self.small, "mix") if self.big == self.small else self.big
        program = self.start(data)
        threads = self.senders(program.address, 2000)
        plan = self.plan("mix-plan", [*self.page_lines(threads, 9, "mix"), *self.send_lines(threads, 1, "mix")])
        p99 = []
        for _ in range(ROUNDS):
            result = self.load(program.address, plan, clients=64, rate=2000, seconds=self.seconds)
            p99.append(result["kinds"]["mix"]["p99"] / 1000)
        rss = rss_mb(program.process.pid)
        program.stop()
        return [row.set(spread(p99, " ms", 2), holds=statistics.median(p99) <= 5),
                memory.set("%.0f MB" % rss, holds=rss <= 64)]

    def streams(self):
        memory = Row("10,000 live streams, memory", "80 MB", "55 MB")
        event = Row("10,000 live streams, an event to all", "150 ms", "80 ms")
        data = self.copy(self.small, "streams")
        program = Program([os.path.join(self.build, "tests/bench/kin-drive"), data, "serve"])
        tokens = self.plan("tokens", [token_of(i) for i in range(SENDERS)])
        before = rss_mb(program.process.pid)
        watching = subprocess.Popen(
            [os.path.join(self.build, "tests/bench/kin-streams"), program.address, tokens, "10000", "4",
             str(program.process.pid)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if watching.stdout.readline() != "open 10000\n":
            program.kill()
            raise Trouble("not all streams opened")
        took = []
        grown = rss_mb(program.process.pid) - before
        for _ in range(ROUNDS):
            watching.stdin.write("go\n")
            watching.stdin.flush()
            got, ms = watching.stdout.readline().split()
            if int(got) != 10000:
                program.kill()
                raise Trouble("%s of 10000 streams had the event" % got)
            took.append(float(ms))
        watching.stdin.close()
        watching.wait()
        program.kill()
        return [memory.set("%.0f MB" % grown, holds=grown <= 80),
                event.set(spread(took, " ms", 1), holds=statistics.median(took) <= 150)]

    def storm(self):
        row = Row("login storm: inbox p99 while key derivation is full", "2 ×", "1.3 ×")
        data = self.copy(self.small, "storm")
        program = self.start(data)
        threads = self.senders(program.address, 500)
        plan = self.plan("storm-pages", self.page_lines(threads))
        # More clients than places in the queue: it is always full.
        logins = self.plan("logins", ["1\tlogin\tPOST\t/api/v1/staff\tContent-Type: application/json\t"
                                      '{"email":"%K@example.org","password":"not the password"}'])
        calm, busy, hashed = [], [], 0
        for _ in range(ROUNDS):
            options = {"clients": 16, "rate": 200, "seconds": self.seconds}
            calm.append(self.load(program.address, plan, **options)["kinds"]["page"]["p99"])
            before = cpu_s(program.process.pid)
            # Ten times what can be derived, and no more: a flood of refusals is another matter.
            noise = load(self.build, program.address, logins, clients=80, rate=300, seconds=self.seconds + 1)
            time.sleep(0.5)
            busy.append(self.load(program.address, plan, **options)["kinds"]["page"]["p99"])
            load_result(noise)
            hashed += cpu_s(program.process.pid) - before
        program.stop()
        if hashed < self.seconds:
            return [row.set("no key was derived: not measured")]
        ratio = statistics.median(busy) / statistics.median(calm)
        return [row.set(spread([b / 1000 for b in busy], " ms", 2),
                        spread([c / 1000 for c in calm], " ms", 2), "%.1f" % ratio, ratio <= 2)]

    def hidden(self):
        """A thread that there is not, and one that is not one's own: the same words, and as long."""
        row = Row("not there and not allowed: how far apart (n = 20,000 each)", "5 %", "2 %")
        data = self.copy(self.small, "hidden")
        program = self.start(data)
        threads = self.senders(program.address, 3)
        program.stop()
        store = common.open_store(data)
        gone, = store.execute("SELECT m.thread FROM thread_member m JOIN account a ON a.person = m.person"
                              " JOIN session s ON s.account = a.id WHERE s.id = (SELECT id FROM session"
                              " ORDER BY account LIMIT 1 OFFSET 2) ORDER BY m.last_at DESC LIMIT 1").fetchone()
        store.execute("PRAGMA foreign_keys = off")
        for table, column in (("message", "key >> 24"), ("thread_member", "thread"), ("thread", "id")):
            store.execute("DELETE FROM %s WHERE %s = ?" % (table, column), (gone,))
        store.commit()
        store.close()
        program = self.start(data)
        caller = common.Caller(program.address)
        caller.token = token_of(2)
        if caller.api("GET", "/threads/%s/messages" % threads[2])[0] != 404:
            raise Trouble("the thread that should be gone is there")
        caller.token = token_of(0)
        answers = [caller.api("GET", "/threads/%s/messages" % t) for t in threads[1:]]
        told = told_apart(lambda: caller.api("GET", "/threads/%s/messages" % threads[1]),
                          lambda: caller.api("GET", "/threads/%s/messages" % threads[2]), 10000)
        caller.close()
        if answers[0] != answers[1] or answers[0][0] != 404:
            raise Trouble("the two answers differ: %s" % (answers,))
        plan = self.plan("hidden-plan", [
            "1\t%s\tGET\t/api/v1/threads/%s/messages\tAuthorization: Bearer %s" % (name, thread, token_of(0))
            for name, thread in (("allowed", threads[1]), ("there", threads[2]))])
        self.load(program.address, plan, strict=False, clients=1, seconds=60, requests=1000)
        kinds = self.load(program.address, plan, strict=False, clients=1, seconds=120, requests=40500)["kinds"]
        program.stop()
        apart = abs(kinds["allowed"]["p50"] - kinds["there"]["p50"]) / kinds["there"]["p50"] * 100
        return [row.set("%d and %d µs" % (kinds["there"]["p50"], kinds["allowed"]["p50"]),
                        "p99 %d and %d µs" % (kinds["there"]["p99"], kinds["allowed"]["p99"]),
                        "%.1f %%" % apart, apart <= 5),
                auc_row("not there and not allowed", told)] + self.unknown(data)

    def unknown(self, data):
        """A wrong password takes as long for an account that there is as for one that there is not."""
        row = Row("wrong password, of somebody and of nobody: how far apart", "5 %", "2 %")
        program = self.start(data)
        plan = self.plan("unknown-plan", [
            "1\t%s\tPOST\t/api/v1/staff\tContent-Type: application/json\t"
            '{"email":"%s","password":"not the password of anybody"}' % (name, email)
            for name, email in (("known", "reviewer@demo.example"), ("nobody", "reviewer9@demo.example"))])
        n = 400 if self.seconds < 2 else 4000
        kinds = self.load(program.address, plan, strict=False, clients=1, seconds=400, requests=n)["kinds"]
        caller = common.Caller(program.address)
        told = told_apart(*(lambda email=email: caller.raw("POST", "/api/v1/staff", '{"email":"%s","password":"not that"}' % email,
                                                             {"Content-Type": "application/json"})
                            for email in ("reviewer@demo.example", "reviewer9@demo.example")), n // 2)
        caller.close()
        program.stop()
        apart = abs(kinds["known"]["p50"] - kinds["nobody"]["p50"]) / kinds["nobody"]["p50"] * 100
        return [row.set("%.1f and %.1f ms" % (kinds["nobody"]["p50"] / 1000, kinds["known"]["p50"] / 1000),
                        "n = %d" % n, "%.1f %%" % apart, apart <= 5),
                auc_row("wrong password, of somebody and of nobody", told)]

    def phrases(self):
        row = Row("5,000 watch phrases, CPU of a send", "+2 %", "+0.5 %")
        few, many = self.copy(self.small, "few"), self.copy(self.small, "many")
        store = common.open_store(many)
        chosen, = store.execute("SELECT id FROM phrase_list WHERE state = 'active' LIMIT 1").fetchone()
        store.executemany("INSERT INTO phrase (list, text, folded) VALUES (?, ?, ?)", (
            (chosen, "word %d" % i, "w%do%dr" % (i * 7919 % 5000, i)) for i in range(5000)))
        store.commit()
        store.close()
        cost = {few: [], many: []}
        programs = {data: self.start(data) for data in cost}
        threads = self.senders(programs[few].address, 2000)
        plan = self.plan("phrases-plan", self.send_lines(threads))
        for _ in range(ROUNDS):
            for data, program in programs.items():
                cost[data].append(self.cpu_per_request(program, plan))
        for program in programs.values():
            program.stop()
        more = statistics.median(cost[many]) / statistics.median(cost[few])
        return [row.set(spread(cost[many], " µs"), spread(cost[few], " µs"),
                        "%+.1f %%" % (more * 100 - 100), more <= 1.02)]

    # --- PostgreSQL ---------------------------------------------------------------------

    def postgres(self):
        row = Row("PostgreSQL: send, 64 clients, beside pgbench on 32 connections", "0.7 ×", "0.9 ×")
        with Postgres(fsync="on") as url:
            data = os.path.join(self.scratch, "pg")
            more = ("--database", url)
            Program(demo_command(self.build, data, 2000, 4, more)).stop()
            n = fill_postgres(url, self.scratch)
            script = self.plan("script", steps.pgbench(self.statements(), n, common.DEMO_NOW))
            program = Program(demo_command(self.build, data, 0, 1, more))
            plan = self.plan("pg-send", self.send_lines(self.senders(program.address, n)))
            ours, bare, refused, asked = [], [], 0, 0
            for _ in range(ROUNDS):
                got = self.load(program.address, plan, strict=False, clients=64, seconds=self.seconds)
                ours.append((got["answers"] - got["refused"]) / got["seconds"])
                refused, asked = refused + got["refused"], asked + got["answers"]
                bare.append(pgbench(url, script, self.seconds))
            program.stop()
        ratio = statistics.median(ours) / statistics.median(bare)
        more = " and %.0f %% answered 5xx" % (100 * refused / asked) if refused else ""
        return [row.set(spread(ours, "/s") + more, spread(bare, "/s"), "%.2f" % ratio,
                        ratio >= 0.7 and not refused)]

    # --- the rest -------------------------------------------------------------------------

    def start_and_size(self):
        begin = Row("start to first answer, %d families" % self.families, "300 ms", "100 ms")
        size = Row("binary, stripped", "4 MB", "2 MB")
        took = []
        for _ in range(ROUNDS):
            began = time.monotonic()
            program = self.start(self.big)
            caller = Caller(program.address)
            answer, _ = caller.raw("GET", "/healthz")
            took.append((time.monotonic() - began) * 1000)
            caller.close()
            program.stop()
        stripped = os.path.join(self.scratch, "stripped")
        subprocess.check_call(["strip", "-o", stripped, os.path.join(self.build, "kinkeeper")])
        mb = os.path.getsize(stripped) / 1e6
        return [begin.set(spread(took, " ms"), holds=statistics.median(took) <= 300),
                size.set("%.2f MB" % mb, holds=mb <= 4)]

    def not_yet(self):
        return [Row(job, must, aim).set("not yet") for job, must, aim in (
            ("booking, 64 clients, beside raw group commit", "0.5 ×", "0.8 ×"),
            ("first available times for a family", "300 µs", "100 µs"),
            ("field encryption on, inbox", "1.35 ×", "1.25 ×"),
            ("kinkeeper verify", "500,000 rows/s", "800,000"),
            ("PostgreSQL with synchronous standby", "0.7 × local", "0.9 ×"),
            ("roster import", "50,000 rows/s", "100,000"),
            ("clients per worker without stall", "1,000", "10,000"))]


def write_plain(data):
    """As texts stood before there were keys, and are still read: words, as long as they were."""
    store = common.open_store(data)
    words = "How are you today? We are all well here, and the school play is on Friday. " * 40
    for _, person in common.senders(store, PLAIN.stop)[PLAIN.start:]:
        for thread, in store.execute("SELECT thread FROM thread_member WHERE person = ?", (person,)).fetchall():
            store.execute("UPDATE message SET body = substr(?, 1, max(1, length(rtrim(body, '=')) * 3 / 4 - 30))"
                          " WHERE key BETWEEN ? AND ? AND substr(body, 1, 1) = char(1)",
                          (words, thread << 24, (thread + 1) << 24))
    store.commit()
    store.close()


def fill_queue(data):
    """Every message (at most a million) has been looked at, but for the last ones."""
    store = common.open_store(data)
    store.execute("INSERT INTO review (message, tenant, site, sender, receiver, state, flagged, why, due_at, decided_at)"
                  " SELECT m.key, t.tenant, t.site, m.sender, (SELECT min(o.person) FROM thread_member o"
                  " WHERE o.thread = t.id AND o.person <> m.sender), 'approved', 0, '', m.due_at, m.sent_at"
                  " FROM message m JOIN thread t ON t.id = m.thread WHERE true"
                  " ORDER BY m.key LIMIT 1000000 ON CONFLICT DO NOTHING")
    store.execute("UPDATE review SET state = 'open', decided_at = NULL, due_at = due_at + message % 1000"
                  " WHERE message IN (SELECT r.message FROM review r JOIN demo_persona d ON"
                  " d.stem = 'reviewer' JOIN account a ON a.id = d.account"
                  " WHERE a.site IS NULL OR a.site = r.site ORDER BY r.message DESC LIMIT ?)", (OPEN,))
    store.execute("UPDATE message SET state = 'checking' WHERE key IN"
                  " (SELECT message FROM review WHERE state = 'open')")
    store.commit()
    store.close()


def psql(url, sql, text=None):
    return subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", url, "-c", sql], check=True,
                          input=text, stdout=subprocess.PIPE, text=True).stdout


def fill_postgres(url, scratch):
    """What open_doors() does for SQLite, and the table from which pgbench takes senders."""
    accounts = psql(url, "SELECT a.id FROM account a JOIN person p ON p.id = a.person JOIN thread_member m"
                    " ON m.person = p.id WHERE p.kind = 'family' GROUP BY a.id ORDER BY a.id").split()
    path = os.path.join(scratch, "sessions.csv")
    with open(path, "w", newline="") as f:
        writer = csv.writer(f)
        for row in common.session_rows(accounts, common.DEMO_NOW):
            writer.writerow(["\\x" + row[0].hex(), *row[1:]])
    psql(url, "\\copy session (hash, id, account, kind, assurance, label, created_at, seen_at, idle_ms,"
         " ends_at) FROM '%s' CSV" % path)
    psql(url, "INSERT INTO policy (id, tenant, name, value, version, state, starts_at, set_at)"
         " SELECT 1, min(id), 'messages_per_day', 1000000000, 1, 'active', 0, 0 FROM tenant")
    psql(url, "CREATE TABLE bench_sender AS SELECT s.id AS i, s.hash, a.id AS account, a.person, a.tenant,"
         " t.id AS thread, t.site FROM session s JOIN account a ON a.id = s.account JOIN thread_member m"
         " ON m.person = a.person JOIN thread t ON t.id = m.thread WHERE s.label = 'load'")
    psql(url, "ALTER TABLE bench_sender ADD PRIMARY KEY (i)")
    psql(url, "ANALYZE")
    return len(accounts)


def pgbench(url, script, seconds):
    out = subprocess.run(["pgbench", "-n", "-M", "prepared", "-c", "32", "-j", "2", "--max-tries=10",
                          "-T", "%d" % max(1, round(seconds)), "-f", script, url],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    found = re.search(r"tps = ([0-9.]+)", out.stdout)
    if out.returncode != 0 or found is None or "aborted" in out.stderr:
        raise Trouble("pgbench: %s" % (out.stderr.strip() or out.stdout)[-400:])
    return float(found.group(1))
