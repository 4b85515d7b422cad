# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a disk holds after a power cut, from the trace of tests/chaos/powercut.c.

What a sync made safe is there. Of what was written since, any part may be: of each
file a cut keeps nothing, everything, some of the writes, or some 512-byte sectors of
some of them, in the state that any of the writes left them in. Names that were made
or taken away without a sync of the directory are kept up to some point in time.
"""
import os
import struct

SECTOR = 512
RECORD = struct.Struct("<IiQQ")
WRITE, TRUNCATE, SYNC, CREATE, UNLINK, RENAME, DIR_SYNC, KNOWN = range(1, 9)
MODES = ("nothing", "everything", "writes", "sectors")


class File:
    def __init__(self, content=b""):
        self.content = bytearray(content)
        self.pending = []  # (place in the trace, kind, offset, bytes)

    def apply(self, kind, offset, data):
        if kind == TRUNCATE:
            if offset < len(self.content):
                del self.content[offset:]
            else:
                self.content.extend(bytes(offset - len(self.content)))
            return
        end = offset + len(data)
        if end > len(self.content):
            self.content.extend(bytes(end - len(self.content)))
        self.content[offset:end] = data

    def sync(self, upto):
        n = 0
        while n < len(self.pending) and self.pending[n][0] < upto:
            self.apply(*self.pending[n][1:])
            n += 1
        del self.pending[:n]


def _pieces(offset, data):
    """A write, cut where sectors begin."""
    end = offset + len(data)
    at = offset
    while at < end:
        after = min(end, (at // SECTOR + 1) * SECTOR)
        yield at // SECTOR, at, data[at - offset:after - offset]
        at = after


class Disk:
    """A flat directory, as it is safe on the disk, and what is not safe yet."""

    def __init__(self, base):
        self.files = {}  # names that are safe
        for name in os.listdir(base):
            if not name.endswith(("-shm", ".sock")):
                with open(os.path.join(base, name), "rb") as f:
                    self.files[name] = File(f.read())
        self.by_id = {}
        self.names = []  # (place, kind, name, file): not safe yet
        self.seen = {"writes": 0, "syncs": 0}

    def play(self, trace):
        with open(trace, "rb") as f:
            end = struct.unpack("<Q", f.read(8))[0]
            data = f.read(end - 8)
        at = 0
        while at < len(data):
            kind, number, offset, more = RECORD.unpack_from(data, at)
            place = at + 8
            at += RECORD.size
            self._step(place, kind, number, offset, data[at:at + more])
            at += (more + 7) & ~7

    def _step(self, place, kind, number, offset, data):
        if kind in (WRITE, TRUNCATE):
            self.seen["writes"] += 1
            self.by_id[number].pending.append((place, kind, offset, data))
        elif kind == SYNC:
            self.seen["syncs"] += 1
            self.by_id[number].sync(offset)
        elif kind == DIR_SYNC:
            self._sync_names(offset)
        else:
            name = data.rstrip(b"\0").decode()
            if kind == KNOWN:
                self.by_id[number] = self.files[name]
            elif kind == CREATE:
                self.by_id[number] = File()
                self.names.append((place, kind, name, self.by_id[number]))
            else:
                self.names.append((place, kind, name, None))

    def _apply_name(self, kind, name, file):
        if kind == CREATE:
            self.files[name] = file
        else:
            self.files.pop(name, None)

    def _sync_names(self, upto):
        while self.names and self.names[0][0] < upto:
            self._apply_name(*self.names.pop(0)[1:])

    def cut(self, chance, into):
        """Cuts the power and writes what is left to the directory `into`."""
        names = self.names[:chance.randint(0, len(self.names))]
        for change in names:
            self._apply_name(*change[1:])
        told = []
        for name, file in sorted(self.files.items()):
            if file.pending:
                mode = chance.choice(MODES)
                told.append("%s: %s of %d" % (name, mode, len(file.pending)))
                _keep_some(file, mode, chance)
        os.makedirs(into, mode=0o700, exist_ok=True)
        for name, file in self.files.items():
            path = os.path.join(into, name)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as f:
                f.write(file.content)
        return ", ".join(told) or "nothing was pending"


def _keep_some(file, mode, chance):
    if mode == "nothing":
        return
    counts = {}
    if mode == "sectors":
        for _, kind, offset, data in file.pending:
            if kind == WRITE:
                for sector, _, _ in _pieces(offset, data):
                    counts[sector] = counts.get(sector, 0) + 1
        counts = {sector: chance.randint(0, n) for sector, n in counts.items()}
    for _, kind, offset, data in file.pending:
        if mode == "everything" or (mode == "writes" and chance.random() < 0.5):
            file.apply(kind, offset, data)
        elif mode == "sectors" and kind == TRUNCATE:
            if chance.random() < 0.5:
                file.apply(kind, offset, data)
        elif mode == "sectors":
            for sector, at, piece in _pieces(offset, data):
                if counts[sector] > 0:
                    counts[sector] -= 1
                    file.apply(WRITE, at, piece)
