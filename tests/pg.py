# SPDX-License-Identifier: AGPL-3.0-or-later
"""PostgreSQL for tests that write rows of their own: as much of sqlite3's connection as they use.

By libpq, which the program itself is built with; `?` in a statement is a value, as there.
"""
import ctypes
import re

INTS, BYTES = {20, 21, 23}, 17  # int8, int2, int4; bytea


class Error(Exception):
    """The database refuses it."""


def library():
    pq = ctypes.CDLL('libpq.so.5')
    for name, back, *takes in (
            ('PQconnectdb', ctypes.c_void_p, ctypes.c_char_p), ('PQstatus', ctypes.c_int, ctypes.c_void_p),
            ('PQfinish', None, ctypes.c_void_p), ('PQexec', ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p),
            ('PQresultStatus', ctypes.c_int, ctypes.c_void_p), ('PQerrorMessage', ctypes.c_char_p, ctypes.c_void_p),
            ('PQntuples', ctypes.c_int, ctypes.c_void_p), ('PQnfields', ctypes.c_int, ctypes.c_void_p),
            ('PQftype', ctypes.c_uint, ctypes.c_void_p, ctypes.c_int), ('PQclear', None, ctypes.c_void_p),
            ('PQgetisnull', ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_int),
            ('PQgetvalue', ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int)):
        getattr(pq, name).restype, getattr(pq, name).argtypes = back, takes
    return pq


def literal(value):
    if value is None:
        return 'NULL'
    if isinstance(value, bytes):
        return "'\\x%s'::bytea" % value.hex()
    return str(value) if isinstance(value, int) else "'%s'" % value.replace("'", "''")


class Rows(list):
    def fetchall(self):
        return self

    def fetchone(self):
        return self[0] if self else None


class Store:
    """A connection; each statement is a transaction of its own where no BEGIN came before it."""

    def __init__(self, url):
        self.pq = library()
        self.line = self.pq.PQconnectdb(url.encode())
        if self.pq.PQstatus(self.line) != 0:
            raise Error(self.pq.PQerrorMessage(self.line).decode())
        self.execute('SET client_min_messages = error')

    def execute(self, sql, values=()):
        left = iter(values)
        result = self.pq.PQexec(self.line, re.sub(r'\?', lambda _: literal(next(left)), sql).encode())
        try:
            if self.pq.PQresultStatus(result) not in (1, 2):  # done; done, with rows
                raise Error(self.pq.PQerrorMessage(self.line).decode())
            return Rows(tuple(self.value(result, r, c) for c in range(self.pq.PQnfields(result)))
                        for r in range(self.pq.PQntuples(result)))
        finally:
            self.pq.PQclear(result)

    def value(self, result, r, c):
        if self.pq.PQgetisnull(result, r, c):
            return None
        text, kind = self.pq.PQgetvalue(result, r, c).decode(), self.pq.PQftype(result, c)
        return int(text) if kind in INTS else bytes.fromhex(text[2:]) if kind == BYTES else text

    def executemany(self, sql, many):
        for values in many:
            self.execute(sql, values)

    def commit(self):
        self.execute('COMMIT')

    def rollback(self):
        self.execute('ROLLBACK')

    def close(self):
        self.pq.PQfinish(self.line)


def empty(url):
    """The world of another test may be there."""
    store = Store(url)
    store.execute('DROP SCHEMA public CASCADE')
    store.execute('CREATE SCHEMA public')
    store.close()
