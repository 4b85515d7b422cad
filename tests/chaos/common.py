# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tests under load share: a program that is started and stopped, a small
world to load, requests, and the check that nothing was lost or came twice."""
import base64
import hashlib
import hmac
import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SLOW_START_S = 60


class Trouble(Exception):
    """Something that must hold does not."""


def say(text, over=False):
    """A line of progress; `over` writes over the one before, on a terminal."""
    if over and not sys.stderr.isatty():
        return
    sys.stderr.write(("\r\033[K" if sys.stderr.isatty() else "") + text + ("" if over else "\n"))
    sys.stderr.flush()


_made = []


def scratch(fast=True):
    """A directory that is gone when the run is over; `fast`: in memory."""
    where = "/dev/shm" if fast and os.access("/dev/shm", os.W_OK) else None
    path = tempfile.mkdtemp(prefix="kinchaos-", dir=where)
    _made.append(path)
    return path


_at_end = []


def at_end(call):
    """What is to be done when the run is over, before its directories go."""
    _at_end.append(call)


_running = []


def clean_up_programs():
    for program in _running[:]:
        program.kill()


def clean_up():
    clean_up_programs()
    while _at_end:
        _at_end.pop()()
    for path in _made:
        shutil.rmtree(path, ignore_errors=True)
    _made.clear()


class Program:
    """`kinkeeper demo`, or what takes its place, on a port of its own."""

    def __init__(self, command, env=None, log=None):
        began = time.monotonic()
        self.log = open(log, "ab") if log else None
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                        stderr=self.log or subprocess.DEVNULL,
                                        env=dict(os.environ, **(env or {})))
        _running.append(self)
        line = self.process.stdout.readline().decode()
        if not line.startswith("listening http://"):
            self.kill()
            raise Trouble("%s did not start: %s" % (command[0], line.strip() or "no word"))
        self.address = line.split("//", 1)[1].strip()
        self.ready_s = time.monotonic() - began

    def _over(self):
        code = self.process.wait()
        self.process.stdout.close()
        if self.log:
            self.log.close()
        if self in _running:
            _running.remove(self)
        return code

    def kill(self):
        self.process.kill()
        return self._over()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(SLOW_START_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Trouble("it did not stop when asked")
        return self._over()


def demo_command(build, data, families=0, weeks=1, more=()):
    return [os.path.join(build, "kinkeeper"), "demo", "--listen", "127.0.0.1:0", "--data", data,
            "--families", str(families), "--weeks", str(weeks), *more]


class Caller:
    """One keep-alive connection to the API."""

    def __init__(self, address, token=None, timeout=30):
        self.address, self.token = address, token
        self.connection = http.client.HTTPConnection(address, timeout=timeout)

    def raw(self, method, path, body=None, headers=None):
        try:
            self.connection.request(method, path, body, headers or {})
            answer = self.connection.getresponse()
            return answer, answer.read()
        except Exception:
            self.connection.close()
            raise

    def api(self, method, path, body=None, key=None):
        headers = {"Authorization": "Bearer " + self.token}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        text = None if body is None else json.dumps(body)
        answer, got = self.raw(method, "/api/v1" + path, text, headers)
        return answer.status, json.loads(got) if got else None

    def close(self):
        self.connection.close()


def sign_in(address, persona):
    caller = Caller(address)
    answer, body = caller.raw("POST", "/demo/sign-in", "persona=" + persona,
                              {"Content-Type": "application/x-www-form-urlencoded",
                               "Accept": "application/json"})
    caller.close()
    if answer.status != 200:
        raise Trouble("cannot sign in as %s: %d" % (persona, answer.status))
    return json.loads(body)["token"]


# --- a world with many senders -------------------------------------------------------

def token_of(i):
    secret = hashlib.sha256(b"load %d" % i).digest()
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def open_store(data):
    store = sqlite3.connect(os.path.join(data, "kinkeeper.db"), timeout=10)
    store.execute("PRAGMA foreign_keys=ON")
    return store


def session_rows(accounts, now):
    """Sessions of programs for these accounts, with the tokens of token_of()."""
    year = 365 * 86400 * 1000
    for i, account in enumerate(accounts):
        digest = hashlib.sha256(token_of(i).encode()).digest()
        yield (digest, i + 1, account, "token", 1, "load", now, now, year, now + year)


def machine_ms():
    return int(time.time() * 1000)


DEMO_NOW = 1795183200000  # 2026-11-20T14:00:00Z, where the demo's clock stands


def senders(store, most):
    """Families with a thread, in the order of token_of(): account and person."""
    return store.execute("SELECT a.id, p.id FROM account a JOIN person p ON p.id = a.person"
                         " JOIN thread_member m ON m.person = p.id WHERE p.kind = 'family' GROUP BY a.id"
                         " ORDER BY a.id LIMIT ?", (most,)).fetchall()


def open_doors(data, most=10 ** 6):
    """Signs families in and lets everybody send without end; how many there are."""
    store = open_store(data)
    accounts = [account for account, _ in senders(store, most)]
    store.executemany("INSERT INTO session (hash, id, account, kind, assurance, label, created_at,"
                      " seen_at, idle_ms, ends_at) VALUES (?,?,?,?,?,?,?,?,?,?)",
                      session_rows(accounts, DEMO_NOW))
    store.execute("INSERT INTO policy (id, tenant, name, value, version, state, starts_at, set_at)"
                  " SELECT 1, min(id), 'messages_per_day', 1000000000, 1, 'active', 0, 0"
                  " FROM tenant")
    store.commit()
    store.close()
    return len(accounts)


def threads_of(address, n):
    """The first thread of each of the n senders."""
    threads, caller = [], Caller(address)
    for i in range(n):
        caller.token = token_of(i)
        status, got = caller.api("GET", "/threads")
        if status != 200 or not got["threads"]:
            raise Trouble("sender %d has no thread (%d)" % (i, status))
        threads.append(got["threads"][0]["thread"])
    caller.close()
    return threads


class World:
    """A prepared data directory, copied for each cycle, and its senders."""

    def __init__(self, build, families=40, weeks=1):
        self.build = build
        self.base = os.path.join(scratch(), "base")
        Program(demo_command(build, self.base, families, weeks)).stop()
        for name in os.listdir(self.base):
            if os.stat(os.path.join(self.base, name)).st_mode & 0o77:
                raise Trouble("%s can be read by others" % name)
        n = open_doors(self.base)
        program = Program(demo_command(build, self.base))
        self.threads = threads_of(program.address, n)
        self.reviewer = sign_in(program.address, "reviewer")
        program.stop()
        self.old = set(row[0] for row in self.rows(self.base, "SELECT key FROM message"))

    @staticmethod
    def rows(data, sql, *args):
        store = open_store(data)
        got = store.execute(sql, args).fetchall()
        store.close()
        return got

    def copy(self, to):
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.base, to, ignore=shutil.ignore_patterns("*.sock"))
        return to

    def send_lines(self, weight=10):
        for i, thread in enumerate(self.threads):
            yield "%d\tsend\tPOST\t/api/v1/threads/%s/messages\t%s\t%s" % (
                weight, thread, "Authorization: Bearer %s|Content-Type: application/json"
                "|Idempotency-Key: %%K" % token_of(i), '{"body":"%K how are you?","agree":true}')

    def read_lines(self, weight=10):
        for i, thread in enumerate(self.threads):
            bearer = "Authorization: Bearer " + token_of(i)
            yield "%d\tlist\tGET\t/api/v1/threads\t%s" % (weight, bearer)
            yield "%d\tread\tGET\t/api/v1/threads/%s/messages\t%s" % (weight, thread, bearer)

    def act_lines(self, weight=1):
        for i, thread in enumerate(self.threads):
            yield "%d\tdraft\tPOST\t/api/v1/threads/%s/draft\t%s\t%s" % (
                weight, thread, "Authorization: Bearer %s|Content-Type: application/json"
                % token_of(i), '{"body":"not finished"}')

    def retry(self, address, keys):
        """Sends again what was in the log; {key: id of the message}."""
        made, caller = {}, Caller(address)
        for key, line in keys:
            i = line % len(self.threads)
            caller.token = token_of(i)
            status, got = caller.api("POST", "/threads/%s/messages" % self.threads[i],
                                     {"body": "%s how are you?" % key, "agree": True}, key)
            if status != 201:
                raise Trouble("a retry of %s was answered %d %s" % (key, status, got))
            made[key] = got["message"]
        caller.close()
        return made


def load(build, address, plan, **options):
    """Starts kin-load; its answer is read with load_result()."""
    command = [os.path.join(build, "tests/bench/kin-load")]
    for name, value in options.items():
        command += ["--" + name] + ([] if value is True else [str(value)])
    return subprocess.Popen(command + [address, plan], stdout=subprocess.PIPE)


def load_result(process):
    out, _ = process.communicate()
    if process.returncode != 0:
        raise Trouble("kin-load ended with %d" % process.returncode)
    return json.loads(out)


def read_log(path):
    """[(key, line of the plan, status)]"""
    with open(path) as f:
        return [(key, int(line), int(status)) for key, line, status in map(str.split, f)]


# --- the check --------------------------------------------------------------------------

def once_hashes(data, keys):
    """{hash: key}: idempotency keys as the store knows them. The texts themselves are sealed."""
    with open(os.path.join(data, "master.key"), "rb") as f:
        secret = hmac.new(bytes(32), f.read(), "sha256").digest()  # HKDF (RFC 5869)
    index = hmac.new(secret, b"index\x01", "sha256").digest()
    return {hmac.new(index, b"once:" + key.encode(), "sha256").digest(): key for key in keys}


def check_store(data, acknowledged, sent, old):
    """Everything that was acknowledged is there once, what was not at most once, and each
    message has its audit entry; the store itself is whole."""
    store = open_store(data)
    whole = store.execute("PRAGMA integrity_check").fetchall()
    if whole != [("ok",)]:
        raise Trouble("integrity_check: %s" % whole[:3])
    if store.execute("PRAGMA foreign_key_check").fetchall():
        raise Trouble("foreign_key_check finds rows")
    entries = dict(store.execute("SELECT object, count(*) FROM audit_entry WHERE act = 'message.send'"
                                 " AND outcome = 'done' AND object_kind = 'message' GROUP BY object"))
    messages = [key for key, in store.execute("SELECT key FROM message") if key not in old]
    for key in messages:
        if entries.pop(key, 0) != 1:
            raise Trouble("message %d has no audit entry of its own" % key)
    known = once_hashes(data, sent | set(acknowledged))
    done = [bytes(key) for key, in store.execute("SELECT key FROM idempotency WHERE op = 'message.send'")]
    found = set(known.get(key) for key in done)
    lost = [key for key in acknowledged if key not in found]
    if lost:
        raise Trouble("%d of %d acknowledged messages are lost" % (len(lost), len(acknowledged)))
    store.execute("ATTACH ? AS k", (os.path.join(data, "keys.db"),))
    shut = store.execute("SELECT count(*) FROM message m WHERE substr(m.body, 1, 1) = char(1) AND NOT EXISTS"
                         " (SELECT 1 FROM k.author_key a WHERE a.person = m.sender AND a.wrapped IS NOT NULL)").fetchone()[0]
    if shut:
        raise Trouble("%d messages have no key" % shut)
    store.close()
    if len(messages) != len(done):
        raise Trouble("%d messages, of %d requests to send one" % (len(messages), len(done)))
    if entries:
        raise Trouble("%d audit entries speak of messages that are not there" % len(entries))
    strange = [key for key in done if key not in known]
    if strange:
        raise Trouble("%d messages that nobody sent" % len(strange))
    return len(messages)
