#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""T18: every answer to every route carries the headers and cookies that it must.

    tests/chaos/headers.py --program build/kinkeeper [http://127.0.0.1:PORT]

Against a demo, its own or one that runs, and a `serve`. Each route is asked as a page and as the API, by whoever is
signed out, by a family member, a reviewer and somebody inside, with each method, and
with what is wrong in each way. Ends with "N passed, N failed".
"""
import argparse
import http.client
import json
import os
import re
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

from tests.chaos import common  # noqa: E402
from tests.chaos.common import Program, Trouble, say  # noqa: E402

FORM = "application/x-www-form-urlencoded"
PEOPLE = ("family", "reviewer", "inside")
MUST = {
    "X-Content-Type-Options": "nosniff",
    # Nothing to others; with no-referrer, browsers send Origin: null with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
HASHED = re.compile(r"^/static/[a-z_-]+\.[0-9a-f]{8,}\.[a-z0-9]+$")
# What is left of an answer that the library gives before a request reaches us; each is
# listed at the top of lib/http/server.c.
BEFORE_US = (400, 413, 414, 431, 501, 505)


def faults_of(path, status, headers, secure):
    """What is wrong with one answer. `headers`: [(name, value)]."""
    faults = []
    got = {}
    for name, value in headers:
        got.setdefault(name.lower(), []).append(value)

    def one(name):
        values = got.get(name.lower(), [])
        if len(values) != 1:
            faults.append("%s comes %d times" % (name, len(values)))
        return values[0] if values else ""

    policy = one("Content-Security-Policy")
    if "unsafe-" in policy or "default-src 'none'" not in policy:
        faults.append("a weak Content-Security-Policy: %s" % policy)
    for name, value in MUST.items():
        if one(name) != value:
            faults.append("%s is not %s" % (name, value))
    if not all(w in one("Permissions-Policy") for w in ("camera=()", "microphone=()", "geolocation=()")):
        faults.append("a weak Permissions-Policy")
    hashed = HASHED.match(path) and status == 200
    if one("Cache-Control") != ("public, max-age=31536000, immutable" if hashed else "no-store"):
        faults.append("Cache-Control is %s" % got.get("cache-control"))
    if secure != ("strict-transport-security" in got):
        faults.append("Strict-Transport-Security %s" % ("is missing" if secure else "on plain HTTP"))
    return faults + cookie_faults(got.get("set-cookie", []), secure)


def cookie_faults(cookies, secure):
    if len(cookies) > 1:
        return ["%d cookies" % len(cookies)]
    for cookie in cookies:
        name, *marks = cookie.split("; ")
        wanted = {"Path=/", "HttpOnly", "SameSite=Lax"} | ({"Secure"} if secure else set())
        if not name.startswith("__Host-kin=" if secure else "kin="):
            return ["a cookie named %s" % name.split("=")[0]]
        if set(marks) - {"Max-Age=0"} != wanted:
            return ["a cookie with %s" % "; ".join(marks)]
    return []


class Sweep:
    def __init__(self, address, routes, secure, tokens):
        self.address, self.routes, self.secure, self.tokens = address, routes, secure, tokens
        self.cookie = "__Host-kin" if secure else "kin"
        self.asked, self.faults, self.statuses = 0, [], {}
        self.connection = http.client.HTTPConnection(address, timeout=20)

    def note(self, what, path, status, headers):
        self.asked += 1
        self.statuses[status] = self.statuses.get(status, 0) + 1
        for fault in faults_of(path, status, headers, self.secure):
            self.faults.append("%s -> %d: %s" % (what, status, fault))
        if status == 500:
            self.faults.append("%s -> 500" % what)

    def ask(self, method, path, headers=None, body=None):
        what = "%s %s" % (method, path)
        try:
            self.connection.request(method, path, body, headers or {})
            answer = self.connection.getresponse()
            if answer.getheader("Content-Type", "").startswith("text/event-stream"):
                self.connection.close()
            else:
                answer.read()
        except (OSError, http.client.HTTPException) as e:
            self.connection.close()
            self.faults.append("%s: no answer (%s)" % (what, e))
            return None
        self.note(what, path, answer.status, answer.getheaders())
        return answer

    def as_whom(self, who, api):
        token = self.tokens.get(who)
        if token is None:
            return {}
        return {"Authorization": "Bearer " + token} if api else {
            "Cookie": "%s=%s.en" % (self.cookie, token)}

    def sweep_route(self, route, who):
        junk = re.sub(r"\{[a-z_]+\}", "1" * 26, route["path"])
        odd = re.sub(r"\{[a-z_]+\}", "not-an-id", route["path"])
        for api in (False, True):
            prefix, me = "/api/v1" if api else "", self.as_whom(who, api)
            for method in ("GET", "HEAD", "PUT", "DELETE"):
                self.ask(method, prefix + junk, me)
            if odd != junk:
                self.ask(route["method"], prefix + odd, me)
            if route["method"] == "POST":
                self.sweep_bodies(prefix + junk, me, api)
            else:
                self.ask("POST", prefix + junk, me)

    def sweep_bodies(self, path, me, api):
        own = "application/json" if api else FORM
        for type, body in ((own, ""), (own, "{}" if api else "form_token=x"),
                           (own, "{" if api else "a=%zz"), ("text/plain", "words"),
                           ("multipart/form-data; boundary=x", "--x--\r\n"), (own, "a" * 200000)):
            self.ask("POST", path, dict(me, **{"Content-Type": type}), body)
        self.ask("POST", path, dict(me, Origin="https://other.example"), "")

    def sweep_files(self):
        paths = {"/sw.js", "/static/none.0123456789ab.css", "/nowhere", "/api/v1/nowhere", "/api/v1"}
        self.connection.request("GET", "/help")
        page = self.connection.getresponse().read().decode()
        paths |= set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
        for path in sorted(paths):
            for method in ("GET", "HEAD", "POST"):
                self.ask(method, path)
        self.ask("GET", "/%2e%2e/etc/passwd")
        self.ask("GET", "/?a=%zz")
        self.ask("GET", "/?" + "&".join("a%d=1" % i for i in range(120)))
        for lang in ("en", "es", "ar", "xx"):
            self.ask("GET", "/?lang=" + lang)
        for cookie in ("a=1; a=2", "kin=short", self.cookie + "=%s.en" % ("A" * 43), "x" * 5000):
            self.ask("GET", "/help", {"Cookie": cookie})

    def sweep_raw(self):
        host = b"Host: a\r\n"
        for head in (b"NONSENSE\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + 2 * host + b"\r\n",
                     b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n" + host + b"\r\n",
                     b"GET / HTTP/1.1\r\n" + host + b"X: " + b"b" * 100000 + b"\r\n\r\n",
                     b"GET / HTTP/1.1\r\n" + host + b"no colon\r\n\r\n",
                     b"GET / HTTP/1.0\r\n\r\n", b"GET / HTTP/9.9\r\n" + host + b"\r\n",
                     b"POST /sign-in HTTP/1.1\r\n" + host + b"Content-Length: x\r\n\r\n",
                     b"POST /sign-in HTTP/1.1\r\n" + host + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nab",
                     b"POST /sign-in HTTP/1.1\r\n" + host + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
                     b"POST /sign-in HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                     b"POST /sign-in HTTP/1.1\r\n" + host + b"Content-Length: 99999999999\r\n\r\n"):
            name, port = self.address.rsplit(":", 1)
            with socket.create_connection((name, int(port)), 20) as s:
                try:
                    s.sendall(head)
                except OSError:
                    pass
                answer = http.client.HTTPResponse(s)
                what = "raw %r" % head[:60]
                try:
                    answer.begin()
                except (OSError, http.client.HTTPException):
                    continue  # closed without a word, which tells nothing
                if answer.status in BEFORE_US and answer.getheader("Content-Security-Policy") is None:
                    # The library's own words: a fixed text that holds nothing of ours.
                    self.asked += 1
                    if answer.getheader("Set-Cookie") is not None:
                        self.faults.append(what + ": a cookie")
                    continue
                self.note(what, "/", answer.status, answer.getheaders())

    def all(self, renew=None):
        last = ("session.end", "session.end_all")
        for who in (None, *PEOPLE):
            for route in sorted(self.routes, key=lambda r: r["op"] in last):
                if renew is not None and route["op"] in last and who:
                    self.tokens[who] = renew(who)
                self.sweep_route(route, who)
        self.sweep_files()
        self.sweep_raw()
        self.connection.close()
        return self


def routes_of(program):
    return json.loads(subprocess.check_output([program, "routes", "--json"]))["routes"]


def sweep_demo(program, address):
    """A demo on loopback: no HSTS, and the cookie `kin`."""
    tokens = {who: common.sign_in(address, who) for who in PEOPLE}
    return Sweep(address, routes_of(program), False, tokens).all(
        lambda who: common.sign_in(address, who))


def sweep_secure(program):
    """`serve`, on a store that a demo made, with sessions of our own."""
    data = os.path.join(common.scratch(), "data")
    Program([program, "demo", "--listen", "127.0.0.1:0", "--data", data, "--families", "0",
             "--weeks", "1"]).stop()
    store = common.open_store(data)
    accounts = [store.execute("SELECT account FROM demo_persona WHERE stem = ?", (who,)).fetchone()[0]
                for who in PEOPLE]
    for row in common.session_rows(accounts, common.machine_ms()):
        store.execute("INSERT INTO session (hash, id, account, kind, assurance, label, created_at,"
                      " seen_at, idle_ms, ends_at) VALUES (?,?,?,?,2,?,?,?,?,?)", row[:4] + row[5:])
    store.commit()
    store.close()
    served = Program([program, "serve", "--listen", "127.0.0.1:0", "--data", data])
    try:
        tokens = {who: common.token_of(i) for i, who in enumerate(PEOPLE)}
        return Sweep(served.address, routes_of(program), True, tokens).all()
    finally:
        served.stop()


def report(sweeps):
    asked = sum(s.asked for s in sweeps)
    statuses = {}
    for s in sweeps:
        for status, n in s.statuses.items():
            statuses[status] = statuses.get(status, 0) + n
    faults = [f for s in sweeps for f in s.faults]
    figure = "%d answers (%s)" % (asked, ", ".join("%d: %d" % x for x in sorted(statuses.items())))
    return faults, figure


def sweep_own(program):
    """A demo of our own, and then what is served for real."""
    demo = Program(common.demo_command(os.path.dirname(program), os.path.join(common.scratch(), "data")))
    try:
        say("T18 demo", over=True)
        open_one = sweep_demo(program, demo.address)
    finally:
        demo.stop()
    say("T18 serve", over=True)
    sweeps = [open_one, sweep_secure(program)]
    say("", over=True)
    return sweeps


def sweep_both(build):
    faults, figure = report(sweep_own(os.path.join(build, "kinkeeper")))
    if faults:
        raise Trouble("%d faults in %s:\n  %s" % (len(faults), figure, "\n  ".join(faults[:20])))
    return figure


def main():
    args = argparse.ArgumentParser(description=__doc__,
                                   formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--program", required=True)
    args.add_argument("base", metavar="BASE_URL", nargs="?")
    args = args.parse_args()
    try:
        if args.base is None:
            sweeps = sweep_own(os.path.abspath(args.program))
        else:
            address = args.base.split("//", 1)[1].rstrip("/")
            sweeps = [sweep_demo(args.program, address), sweep_secure(args.program)]
    finally:
        common.clean_up()
    faults, figure = report(sweeps)
    for fault in faults[:50]:
        print(fault)
    print(figure)
    print("%d passed, %d failed" % (sum(s.asked for s in sweeps) - len(faults), len(faults)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
