#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Changes one byte of a backup, again and again, and counts how often that is found.

    tests/backup/flip.py KINKEEPER BACKUP RECOVERY_KEY N [SEED]

Each place is found by the signatures alone and again with the recovery key. The first and
last bytes of each part are among the places; the others are chosen by the seed.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile


def found(kin, path, recovery):
    done = subprocess.run([kin, 'verify', '--backup', path, '--recovery-key', recovery], capture_output=True, check=False)
    return done.returncode == 1


def main(kin, backup, recovery, n, seed=1):
    size, chance = os.path.getsize(backup), random.Random(int(seed))
    places = {0, 15, 16, 95, 96, 119, 120, 123, 124, size - 1, size - 64, size - 65}
    while len(places) < int(n):
        places.add(chance.randrange(size))
    places = sorted(places)[:int(n)]
    caught = 0
    with tempfile.TemporaryDirectory() as room:
        copy = os.path.join(room, 'copy')
        shutil.copyfile(backup, copy)
        for at in places:
            with open(copy, 'r+b') as file:
                file.seek(at)
                was = file.read(1)[0]
                file.seek(at)
                file.write(bytes([was ^ (1 << chance.randrange(8))]))
            caught += found(kin, copy, recovery)
            with open(copy, 'r+b') as file:
                file.seek(at)
                file.write(bytes([was]))
        whole = not found(kin, copy, recovery)
    print(f'{caught} of {len(places)} found' if whole else 'the backup itself does not hold')
    return 0 if whole and caught == len(places) else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
