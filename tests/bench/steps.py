# SPDX-License-Identifier: AGPL-3.0-or-later
"""The statements of one send, in the order in which it runs them, with where each
parameter comes from (see tests/bench/raw_commit.c). ./bench compares the names with
those that a real send runs, and says so where they differ."""

STEPS = [
    ("session_find", "h"),
    ("thread_one", "T,p"),
    ("thread_others", "p,T,#1,p,n"),
    ("site_find", "s"),
    ("policies_active", "t,n,s"),
    ("message_sent_on", "p,d"),
    ("thread_unsendable", "p,T,p,n,d"),
    ("phrases_stamp", "t,d"),
    ("site_closed_days", "s,d,d"),
    ("thread_take_seq", "n,T"),
    ("message_insert", "k,T,p,=How are you today? We are all well here.,=en,=checking,n,n,#0,N,N"),
    ("review_insert", "k,t,s,p,p,#1,#0,=,n"),
    ("thread_mine_touch", "n,d,T,p"),
    ("draft_delete", "T,p"),
    ("idempotency_insert", "a,K,=message.send,K,#201,={\"message\":\"3z4t4x133akcse29ga4862nqtt\"},n"),
    ("log_row_insert", "i,#0,#1,=w,=1,K,K"),
    ("audit_entry_insert", "i,t,n,a,=family,#1,=message.send,=message,k,=allowed,=role,=own,=done,#1,#40,N,K"),
    ("log_leaf_insert", "i,i,K"),  # on PostgreSQL the entry waits for its leaf
]
# Run again only when a list has changed; once for each key that a process takes up.
ONCE = {"phrases_active", "author_key_find", "tenant_key_find"}


def lines(statements):
    """For kin-raw: letters, sources, SQL. `statements`: {name: (letters, sql)}."""
    for name, sources in STEPS:
        letters, sql = statements[name]
        if len(letters) != len(split(sources)):
            raise ValueError("tests/bench/steps.py: %s takes %d values" % (name, len(letters)))
        yield "%s\t%s\t%s" % (letters, sources, sql)


# Where the values come from in pgbench.
_VARIABLES = {"h": ":hash", "a": ":account", "p": ":person", "t": ":tenant", "T": ":thread",
              "s": ":site", "n": "%(now)d", "d": "%(today)d", "N": "NULL"}
_CASTS = {"i": "bigint", "t": "text", "b": "bytea"}


def _value(source, letter, now, number):
    if source.startswith("="):
        text = "'%s'" % source[1:].replace("'", "''").replace(":", "' || chr(58) || '")
    elif source.startswith("#"):
        text = source[1:]
    elif source == "k":
        text = ":thread::bigint * 16777216 + :seq::bigint"
    elif source == "i":
        text = ":fresh::bigint * 100 + %d" % number
    elif source == "K":
        text = "sha256((:fresh::bigint * 100 + %d)::text::bytea)" % number
    else:
        text = _VARIABLES[source] % {"now": now, "today": now // 86400000}
    return "(%s)::%s" % (text, _CASTS[letter])


def pgbench(statements, senders, now):
    """The same for pgbench. One statement more: it looks up the sender."""
    yield "\\set i random(1, %d)" % senders
    yield "\\set fresh random(1, 9000000000000000)"
    yield "BEGIN ISOLATION LEVEL SERIALIZABLE;"
    yield "SELECT hash, account, person, tenant, thread, site FROM bench_sender WHERE i = :i \\gset"
    for step, (name, sources) in enumerate(STEPS):
        letters, sql = statements[name]
        if name == "log_leaf_insert":
            letters, sql = "ii", "INSERT INTO log_stage (entry, at) VALUES ($1, $2)"
        values = split(sources)
        for n in range(len(letters), 0, -1):
            sql = sql.replace("$%d" % n, _value(values[n - 1], letters[n - 1], now, step))
        if name == "thread_take_seq":
            yield sql.replace("RETURNING last_seq", "RETURNING last_seq AS seq") + " \\gset"
        else:
            yield sql + ";"
    yield "COMMIT;"


def split(sources):
    """At commas; a comma in a text does not occur."""
    return sources.split(",")
