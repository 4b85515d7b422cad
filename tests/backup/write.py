#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signs in again and again, at most 200 times a second, until interrupted.

    tests/backup/write.py http://ADDRESS FILE

Each sign-in that was acknowledged is a line of FILE.
"""
import http.client
import signal
import sys
import time


def main(address, path):
    going = True

    def stop(_signal, _frame):
        nonlocal going
        going = False
    signal.signal(signal.SIGINT, stop)
    line = http.client.HTTPConnection(address.split('//')[1], timeout=30)
    with open(path, 'w', encoding='utf-8') as done:
        n, began = 0, time.monotonic()
        while going:
            line.request('POST', '/demo/sign-in', 'persona=family', {'Content-Type': 'application/x-www-form-urlencoded',
                                                                      'Accept': 'application/json'})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                return 1
            n += 1
            done.write(f'{n}\n')
            done.flush()
            time.sleep(max(0, began + n / 200 - time.monotonic()))
    return 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
