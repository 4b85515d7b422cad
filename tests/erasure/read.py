#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads a thread again and again until told to stop; how often, and how often that did not go well.

    tests/erasure/read.py http://ADDRESS TOKEN THREAD
"""
import http.client
import signal
import sys


def main(address, token, thread):
    going, read, bad = True, 0, 0

    def stop(_signal, _frame):
        nonlocal going
        going = False
    signal.signal(signal.SIGTERM, stop)
    print('reading', flush=True)
    line = http.client.HTTPConnection(address.split('//')[1], timeout=30)
    while going or read == 0:
        line.request('GET', f'/api/v1/threads/{thread}/messages', headers={'Authorization': 'Bearer ' + token})
        answer = line.getresponse()
        body = answer.read().decode()
        read += 1
        bad += answer.status != 200 or 'A canary of mine' not in body
    print(f'{bad} of the reads failed' if bad else 'no read failed')
    return bad > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
