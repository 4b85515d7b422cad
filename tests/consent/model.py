# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of consent, written down from PRODUCT.md B2 and SECURITY.md §3.3 alone.

It knows nothing of the program's tables: a world is a list of grants, and a question is
answered by looking at all of them. tests/consent/run.py compares it with the program.

A world has three subjects: 0 in custody, 1 of age and free, 2 a minor with a guardian.
Recipients 0 and 1 are agencies; 2 is a person, whom an order can keep from subject 0.
"""
import datetime
import zoneinfo

ZONE = zoneinfo.ZoneInfo('America/Detroit')
UTC = datetime.timezone.utc
START = datetime.datetime(2026, 11, 20, 14, tzinfo=UTC)
NEVER = datetime.datetime.max.replace(tzinfo=UTC)
COOLING = datetime.timedelta(hours=24)
MINOR_BORN, ADULT = datetime.date(2011, 3, 14), 18
INSIDE, MINOR = 0, 2
KEPT_APART = (INSIDE, 2)
SUBJECT, RECIPIENT, CLASSES, PURPOSE, CHANNEL, FROM, DAYS, FIRM = range(8)


def midnight(day):
    """When a local day begins."""
    return datetime.datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)


class Grant:
    """One yes: what it names, the days it names, and the instants between which it holds."""

    def __init__(self, step, now, today):
        self.subject, self.recipient, self.classes = step[SUBJECT], step[RECIPIENT], step[CLASSES]
        self.purpose, self.channel = step[PURPOSE], step[CHANNEL]
        wanted = today + datetime.timedelta(days=step[FROM])
        self.last = None if step[DAYS] < 0 else wanted + datetime.timedelta(days=step[DAYS])
        self.first = max(wanted, today)  # nothing holds before it was said
        self.starts = max(midnight(self.first), now)
        if self.subject == INSIDE:
            self.starts = max(self.starts, now + COOLING)
        self.ends = NEVER if self.last is None else midnight(self.last + datetime.timedelta(days=1))
        self.firm = bool(step[FIRM])
        self.until_event = step[DAYS] < 0
        self.over = False
        self.signers = frozenset()

    def parties(self):
        return self.subject, self.recipient, self.purpose

    def shares_a_day(self, other):
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)


class World:
    def __init__(self):
        self.now, self.grants, self.apart = START, [], False
        self.guardians = {'guardian'}

    def today(self):
        return self.now.astimezone(ZONE).date()

    def of_age(self):
        born, day = MINOR_BORN, self.today()
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) >= ADULT

    def signers(self, subject):
        """Who must say yes today."""
        if subject != MINOR or self.of_age():
            return frozenset(['self'])
        return frozenset(['self'] + sorted(self.guardians))

    def stands(self, grant):
        """Not taken back, not replaced, and signed by those who would have to sign today."""
        if grant is None or grant.over or self.now >= grant.ends:
            return False
        return grant.subject != MINOR or grant.signers == self.signers(MINOR)

    # --- steps: each answers whether it was done -------------------------------------------

    def step_g(self, *args):
        grant = Grant(args, self.now, self.today())
        grant.signers = self.signers(grant.subject)
        self.grants.append(None)
        if grant.last is not None and grant.last < max(grant.first, self.today()):
            return False
        if self.apart and (grant.subject, grant.recipient) == KEPT_APART:
            return False  # who is kept apart from somebody is not asked about them
        for other in self.grants:
            if self.counts(other) and other.parties() == grant.parties() and other.shares_a_day(grant):
                return False
        if grant.ends <= grant.starts:
            return False
        self.grants[-1] = grant
        return True

    def counts(self, other):
        """Whether another grant stands in the way of the same: it was not replaced yet."""
        return other is not None and not other.over and self.now < other.ends

    def step_v(self, k):
        grant = self.grants[k]
        if grant is None or grant.over or self.now >= grant.ends or grant.firm:
            return False
        if self.apart and (grant.subject, grant.recipient) == KEPT_APART:
            return False
        grant.over = True
        return True

    def step_e(self, k):
        """The case in court ended."""
        grant = self.grants[k]
        if grant is None or grant.over:
            return False
        if grant.firm:
            grant.firm = False
            return True
        if grant.until_event:
            grant.over = True
            return True
        return False

    def step_c(self, minutes):
        self.now += datetime.timedelta(minutes=minutes)
        return True

    def step_j(self):
        """The clock's job: what is not theirs any more is over for good, and asked anew."""
        for grant in self.grants:
            if grant is not None and not grant.over and not self.stands(grant):
                grant.over = True
        return True

    def step_x(self):
        """Subject 0 moves to another place."""
        for grant in self.grants:
            if grant is not None and grant.subject == INSIDE:
                grant.over = True
        return True

    def step_u(self):
        """Another guardian: what the old ones said for the minor is asked anew."""
        if self.of_age():
            return False
        self.guardians.add('court')
        for grant in self.grants:
            if grant is not None and grant.subject == MINOR and 'guardian' in grant.signers:
                grant.over = True
        return True

    def step_b(self):
        self.apart = True
        return True

    def step_q(self, subject, recipient, kind, purpose, channel):
        if self.apart and (subject, recipient) == KEPT_APART:
            return False
        return any(self.stands(g) and g.starts <= self.now and g.subject == subject and g.recipient == recipient and
                   g.classes >> kind & 1 and purpose in (-1, g.purpose) and
                   (g.channel == 0 or channel in (0, g.channel)) for g in self.grants if g is not None)


def answers(line):
    """A sequence of steps, and what each is answered with."""
    world, out = World(), ''
    for word in line.split():
        name, *args = word.split(':')
        out += '1' if getattr(world, 'step_' + name)(*map(int, args)) else '0'
    return out
