#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The README's two commands on a bare Debian 12.

    tests/bare/bare.py DIR [--user] [--fast] [--port N] [--mirror URL]
                           [--ca FILE]

As root, with debootstrap and a network: too slow and too wide for each ./test. Makes a
minimal Debian 12 with git in DIR (which must not be there yet), clones this tree's
last commit into it, and does there what the README says: ./run, a page, Ctrl-C, then
./test (--fast: ./test --fast). --user: as somebody with sudo instead of root. --ca:
certificates that this network needs beyond Debian's, for what npm downloads. Mounts
are in a namespace of their own; DIR is deleted at the end.

Of the machine it lacks an init system, so that packages start no services in it.
"""
import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

source = pathlib.Path(__file__).resolve().parent.parent.parent
MOUNTS = '''
mount --make-rprivate /
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$0/dev/pts"
mount -t tmpfs tmpfs "$0/dev/shm"
mount -t tmpfs tmpfs "$0/tmp" && chmod 1777 "$0/tmp"
'''
passed = failed = 0


def check(name, good, why=''):
    global passed, failed
    passed += bool(good)
    failed += not good
    print(f'{"ok" if good else "FAILED"} {name}{"" if good else ": " + str(why)}', flush=True)


def make(root, mirror, user, ca):
    packages = 'git,ca-certificates' + (',sudo' if user else '')
    subprocess.run(['debootstrap', '--variant=minbase', f'--include={packages}', 'bookworm', root, mirror],
                   check=True, stdout=subprocess.DEVNULL)
    shutil.copy('/etc/resolv.conf', root / 'etc/resolv.conf')
    (root / 'usr/sbin/policy-rc.d').write_text('#!/bin/sh\nexit 101\n')
    (root / 'usr/sbin/policy-rc.d').chmod(0o755)
    if ca:
        shutil.copy(ca, root / 'etc/ssl/certs/of-this-network.pem')
    if user:
        subprocess.run(['chroot', root, 'useradd', '-m', '-s', '/bin/bash', 'somebody'], check=True)
        (root / 'etc/sudoers.d/somebody').write_text('somebody ALL=(ALL) NOPASSWD: ALL\n')


def bundle(root):
    subprocess.run(['git', '-C', source, 'bundle', 'create', root / 'kinkeeper.bundle', 'HEAD'], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (root / 'kinkeeper.bundle').chmod(0o644)


def inside(root, user, words):
    """A command in the machine; a session of its own, as a terminal gives one."""
    home = '/home/somebody' if user else '/root'
    ca = root / 'etc/ssl/certs/of-this-network.pem'
    more = [f'NODE_EXTRA_CA_CERTS=/{ca.relative_to(root)}'] if ca.exists() else []
    plain = ['env', '-i', *more, f'HOME={home}', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'TERM=dumb', 'sh', '-c',
             f'cd {home} && {words}']
    enter = ['chroot'] + (['--userspec=somebody:somebody'] if user else []) + [str(root)]
    return ['unshare', '--mount', '--', 'sh', '-ec', MOUNTS + 'exec "$@"', str(root)] + enter + plain


def left_behind(root):
    """What still runs in that directory."""
    found = []
    for process in pathlib.Path('/proc').glob('[0-9]*'):
        try:
            if os.readlink(process / 'root').startswith(str(root)):
                found.append(f'{process.name} {(process / "cmdline").read_bytes()[:80]}')
        except OSError:
            pass
    return found


def interrupt(process):
    """Ctrl-C: the terminal tells everything in front."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        return process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return 'no end'


def run_demo(root, user, port):
    began = time.monotonic()
    err = tempfile.TemporaryFile('w+')
    words = f'git clone -q /kinkeeper.bundle kinkeeper && cd kinkeeper && exec ./run --port {port} --data /tmp/kk'
    demo = subprocess.Popen(inside(root, user, words), stdout=subprocess.PIPE, stderr=err, text=True,
                            start_new_session=True)
    first = demo.stdout.readline()
    err.seek(0)
    check('the first line of ./run says where it listens', first == f'listening http://127.0.0.1:{port}\n',
          repr(first) + err.read()[-2000:])
    print(f'   {time.monotonic() - began:.0f} s from git clone to listening', flush=True)
    if not first:
        return False
    lines = []
    while 'stop' not in ''.join(lines).lower() and len(lines) < 40:
        lines.append(demo.stdout.readline())
        if lines[-1] == '' or 'Ctrl-C' in lines[-1]:
            break
    print(''.join('   | ' + x for x in lines), flush=True)
    with urllib.request.urlopen(f'http://127.0.0.1:{port}/demo') as page:
        html = page.read().decode()
        check('a page answers', page.status == 200 and '</html>' in html, html[-200:])
    personas = set(__import__('re').findall(r'name="persona" value="([\w-]+)"', html))
    said = {p for p in personas if any(p in x.split() for x in lines)}
    check('one line for each persona', personas and said == personas, f'{sorted(personas - said)} of {sorted(personas)}')
    status = interrupt(demo)
    check('Ctrl-C ends ./run', status in (0, 130, -signal.SIGINT), status)
    time.sleep(1)
    check('./run leaves nothing running', not left_behind(root), left_behind(root))
    return True


def run_tests(root, user, fast):
    began = time.monotonic()
    words = f'cd kinkeeper && exec ./test {"--fast" if fast else ""}'
    done = subprocess.run(inside(root, user, words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          start_new_session=True)
    print(''.join('   | ' + x + '\n' for x in done.stdout.splitlines()), flush=True)
    lines = done.stdout.strip().splitlines() or ['']
    check('./test passes', done.returncode == 0 and lines[-1].endswith(' 0 failed'), lines[-1])
    check('./test leaves nothing running', not left_behind(root), left_behind(root))
    print(f'   {time.monotonic() - began:.0f} s for ./test', flush=True)


def main():
    ask = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ask.add_argument('dir', type=pathlib.Path)
    ask.add_argument('--user', action='store_true')
    ask.add_argument('--fast', action='store_true')
    ask.add_argument('--port', type=int, default=18080)
    ask.add_argument('--ca', type=pathlib.Path)
    ask.add_argument('--mirror', default='http://deb.debian.org/debian')
    args = ask.parse_args()
    root = args.dir.resolve()
    if root.exists() or source in root.parents:
        sys.exit(f'{root} is there already, or in the repository')
    try:
        make(root, args.mirror, args.user, args.ca)
        bundle(root)
        if run_demo(root, args.user, args.port):
            run_tests(root, args.user, args.fast)
    finally:
        if not left_behind(root):
            shutil.rmtree(root, ignore_errors=True)
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


main()
