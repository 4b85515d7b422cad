# SPDX-License-Identifier: AGPL-3.0-or-later
"""People of each role, and for each of them somebody in each relation, with one of every thing.

What tests/every/test_relations.py (SECURITY.md T20) and test_others.py (T21) share: rows put
into a demo's store, sessions for them, public ids, requests, and the way back to how it was.
"""
import base64
import hashlib
import hmac
import http.client
import json
import os
import re
import sqlite3
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DAY = 86400 * 1000
NOW = 1795183200000  # 2026-11-20T14:00:00Z, where the demo's clock stands
TODAY = NOW // DAY
RELATIONS = ('own', 'linked', 'caseload', 'unlinked', 'other', 'restrained', 'revoked', 'expired')
TALKERS = ('family', 'guardian', 'inside', 'supervised')
SEALED = ('lawyer', 'clergy', 'counsellor')
WIDE = ('admin', 'privacy', 'auditor', 'agency', *SEALED)  # of the agency, not of one site
# The program's own records of what was done, and what a look leaves behind.
JOBS = ('session', 'throttle', 'idempotency', 'job', 'notice', 'outbox', 'counter')  # of sessions and running jobs
KEEPS = re.compile(r'^(audit_|log_|sqlite_|schema_version)')
SKIP = {'events.watch', 'openapi.show'}  # a stream; a description of the program


def kinds_of():
    """Numbers of the kinds of ids, from lib/base/ids.def."""
    with open(os.path.join(ROOT, 'lib/base/ids.def'), encoding='utf-8') as file:
        return {name: int(n) for name, n in re.findall(r'^ID_KIND\((\w+), (\d+)\)', file.read(), re.M)}


def roles_of():
    with open(os.path.join(ROOT, 'lib/work/roles.def'), encoding='utf-8') as file:
        return {name: 1 << int(n) for name, n in re.findall(r'^ROLE\((\w+), (\d+)\)', file.read(), re.M)}


def derive(master, use):
    middle = hmac.new(b'\0' * 32, master, hashlib.sha256).digest()
    return hmac.new(middle, use.encode() + b'\x01', hashlib.sha256).digest()


def master_of(data):
    with open(os.path.join(data, 'master.key'), 'rb') as file:
        return file.read()


class Ids:
    """What an id looks like outside: one AES block of kind, zeros and id (docs/architecture.md)."""
    letters = '0123456789abcdefghjkmnpqrstvwxyz'

    def __init__(self, data):
        self.key = derive(master_of(data), 'public id').hex()
        self.kinds = kinds_of()

    def public(self, wanted):
        """[(kind, id)] -> [text], by one call of openssl."""
        plain = b''.join(self.kinds[k].to_bytes(2, 'big') + bytes(6) + i.to_bytes(8, 'big') for k, i in wanted)
        done = subprocess.run(['openssl', 'enc', '-aes-256-ecb', '-nopad', '-K', self.key], input=plain,
                              stdout=subprocess.PIPE, check=True).stdout
        return [self.text(done[i:i + 16]) for i in range(0, len(done), 16)]

    def text(self, block):
        n = int.from_bytes(block, 'big')
        return ''.join(self.letters[n >> (125 - 5 * i) & 31] for i in range(26))


class Somebody:
    def __init__(self, world, role, tenant, site, stem):
        self.role, self.tenant, self.site, self.stem = role, tenant, site, stem
        self.id, self.account = world.id(), world.id()
        self.token = base64.urlsafe_b64encode(hashlib.sha256(b'rel ' + stem.encode()).digest()).decode().rstrip('=')
        self.canary = 'Cn' + hashlib.sha256(stem.encode()).hexdigest()[:14]
        self.things = {}  # kind -> id, then public id
        self.relations = {}  # relation -> Somebody


class World:
    """Rows for each role and relation; `data` is the store of a demo that has ended."""

    def __init__(self, data):
        self.data = data
        self.path = os.path.join(data, 'kinkeeper.db')
        self.db = sqlite3.connect(self.path, isolation_level=None, timeout=20)
        self.db.execute('PRAGMA foreign_keys=OFF')
        self.db.execute('BEGIN')
        self.n = 5 * 10**18
        self.threads = self.one('SELECT max(id) FROM thread')
        self.roles = roles_of()
        self.row_key = derive(derive(master_of(data), 'seed'), 'sealed row')
        self.tenants = [r[0] for r in self.db.execute('SELECT id FROM tenant ORDER BY id')]
        sites = {t: [r[0] for r in self.db.execute('SELECT id FROM site WHERE tenant=? ORDER BY id', (t,))]
                 for t in self.tenants}
        self.here, self.far, self.away = sites[self.tenants[0]][0], sites[self.tenants[0]][1], sites[self.tenants[1]][0]
        self.agency = self.put('agency', tenant=self.tenants[0], name='Agency', match_key='agency')
        self.entries = {t: self.one('SELECT max(id) FROM audit_entry WHERE tenant=?', t) for t in self.tenants}
        self.viewers = {role: self.viewer(role) for role in self.roles}
        self.thieves = [self.somebody(role, self.tenants[t], site, f'thief {role} {t}') for role, t, site in (
            ('family', 1, self.away), ('casemanager', 1, self.away), ('privacy', 1, self.away), ('admin', 1, self.away),
            ('inside', 0, self.far), ('family', 0, self.far))] + [self.viewers['family'].relations['restrained']]
        self.db.execute("UPDATE counter SET value = ? WHERE name = 'thread'", (self.threads + 1,))
        self.db.execute("DELETE FROM job WHERE state = 'waiting'")  # what runs by itself would change things too
        self.db.execute('COMMIT')
        self.name_things()

    def one(self, sql, *values):
        return self.db.execute(sql, values).fetchone()[0]

    def id(self):
        self.n += 1
        return self.n

    def put(self, table, **row):
        columns = {c[1] for c in self.db.execute(f'PRAGMA table_info({table})')}
        if 'id' in columns and 'id' not in row:
            row['id'] = self.id()
        self.db.execute(f'INSERT INTO {table} ({",".join(row)}) VALUES ({",".join("?" * len(row))})',
                        tuple(row.values()))
        return row.get('id')

    # --- people ---

    def somebody(self, role, tenant, site, stem):
        p = Somebody(self, role, tenant, site, stem)
        kind = {'inside': 'inside', 'supervised': 'supervised', 'family': 'family', 'guardian': 'family'}.get(role, 'staff')
        held = kind in ('inside', 'supervised')
        self.put('person', id=p.id, tenant=tenant, kind=kind, first_name=p.canary, last_name='L' + p.canary,
                 match_key='l' + p.canary.lower(), number=f'N{p.id}' if held else None, birth_date=7000,
                 site=site if held else None, lang='en', created_at=NOW, changed_at=NOW)
        self.put('account', id=p.account, tenant=tenant, person=p.id, roles=self.roles[role],
                 site=site if kind == 'staff' and role not in WIDE else None,
                 phone=None if held or kind == 'staff' else '+1313%07d' % (p.id % 10**7),
                 email=f'{p.canary}@kin.example' if kind == 'staff' else None, phone_proved_at=NOW,
                 phone_heard_at=NOW, created_at=NOW)
        self.put('session', hash=hashlib.sha256(p.token.encode()).digest(), account=p.account, kind='token',
                 assurance=2 if kind == 'staff' else 1, created_at=NOW, seen_at=NOW, idle_ms=365 * DAY,
                 ends_at=NOW + 365 * DAY)
        return p

    def viewer(self, role):
        v = self.somebody(role, self.tenants[0], self.here, role)
        v.relations['own'] = v
        for relation in RELATIONS[1:]:
            v.relations[relation] = self.related(v, relation)
        stranger = self.somebody('family' if role in ('inside', 'supervised') else 'inside', v.tenant, self.here,
                                 role + ' own partner')
        self.give(v, stranger, 'agreed')
        return v

    def related(self, v, relation):
        """Somebody in this relation to `v`, with one of each thing."""
        tenant = self.tenants[relation == 'other']
        staff = v.role not in TALKERS + SEALED
        # A tie that ran out at one's own site; for a reviewer, who reaches nobody by ties, cover of another site.
        over = staff and relation == 'expired' and v.role != 'reviewer'
        near = over or relation in ('caseload', 'restrained', 'linked', 'revoked') or (
            not staff and relation not in ('other', 'unlinked'))
        site = self.away if relation == 'other' else self.here if near else self.far
        role = 'inside' if v.role not in ('inside', 'supervised') else 'family'
        if relation == 'caseload' and not staff:
            role = 'casemanager'
        if over or staff and relation in ('linked', 'revoked'):
            role = 'family'  # who is reached by being in touch with somebody at the site
        s = self.somebody(role, tenant, site, f'{v.role} {relation}')
        partner = v if not staff and relation not in ('other', 'unlinked') else self.somebody(
            'inside' if role == 'family' else 'family', tenant, site, f'{v.role} {relation} partner')
        self.give(s, partner, {'revoked': 'ended'}.get(relation, 'agreed'),
                  ends=TODAY - 5 if relation == 'expired' else None)
        self.narrow(v, s, relation)
        return s

    def narrow(self, v, s, relation):
        """What makes the relation: an order, a consent that holds no more, what has run out."""
        state = {'revoked': 'revoked', 'expired': 'expired', 'linked': 'signed'}.get(relation)
        if state is not None:
            self.put('consent', tenant=s.tenant, subject=s.id, template='plain', state=state, capacity='self', classes=1,
                     agency=self.agency, purpose='visits', starts_on=TODAY - 50, starts=NOW - 50 * DAY,
                     ends=NOW - DAY if relation == 'expired' else NOW + DAY, asked_by=v.account, asked_at=NOW - 50 * DAY,
                     signed_at=NOW - 49 * DAY, over_at=None if relation == 'linked' else NOW - DAY)
        if relation == 'linked' and v.role == 'agency':
            self.put('agency_member', agency=self.agency, person=v.id)
        if relation == 'expired':
            self.put('emergency', tenant=s.tenant, account=v.account, person=s.id, reason='danger', words='w',
                     opened_at=NOW - DAY, ends_at=NOW - DAY + 1800000, due_at=NOW)
            self.put('review_cover', tenant=s.tenant, site=s.site, account=v.account, starts_on=TODAY - 9,
                     ends_on=TODAY - 2, set_by=v.account, set_at=NOW)
        if relation == 'restrained':
            order = s.things['order']
            for one, other in ((v.id, s.id), (s.id, v.id)):
                self.put('barrier', person=one, other=other, kind='order', contact_order=order, starts=0,
                         ends=NOW + 999 * DAY, set_by=v.account, set_at=NOW)
            self.put('contact_order_person', contact_order=order, person=v.id, side='restrained')

    # --- one of each thing ---

    def give(self, s, partner, tie_state, ends=None):
        t, word, by = s.tenant, 'word ' + s.canary, s.account
        inside, family = (s, partner) if s.role in ('inside', 'supervised') else (partner, s)
        t0 = dict(tenant=t)
        h = s.things
        h.update(person=s.id, other=partner.id, account=s.account, site=s.site)
        sealed = partner.role in SEALED or s.role in SEALED
        no_tie = sealed or 'casemanager' in (s.role, partner.role)
        h['tie'] = self.put('tie', **t0, inside=inside.id, family=family.id, relation='sibling',
                            state='declined' if no_tie else tie_state, site=s.site,
                            asked_at=NOW - 90 * DAY, due_at=NOW, starts_on=TODAY - 90, ends_on=ends)
        h['permission'] = self.put('permission', tie=h['tie'], channel='visit', allowed=1, reason=word,
                                   starts_on=TODAY - 80, set_by=by, set_at=NOW)
        self.threads += 1
        h['thread'] = self.put('thread', id=self.threads, **t0, site=s.site, kind='staff' if 'casemanager' in (s.role, partner.role) else 'family',
                               last_seq=2, last_at=NOW, made_at=NOW)
        h['message'] = h['thread'] << 24 | 1
        for n, (p, state) in enumerate(((s, 'checking'), (s, 'delivered')), 1):
            self.put('message', key=h['thread'] << 24 | n, thread=h['thread'], sender=p.id, body=word, lang='en',
                     state=state, sent_at=NOW - n, due_at=NOW, state_at=NOW)
        for p in (s, partner):
            self.put('thread_member', thread=h['thread'], person=p.id, side='inside' if p.role in ('inside', 'supervised')
                     else 'family' if p.role in TALKERS else 'staff', last_at=NOW, agreed_at=NOW, unread=1)
        self.put('review', message=h['message'], **t0, site=s.site, state='open', why='all', due_at=NOW, sender=s.id,
                 receiver=partner.id)
        h['guardian'] = self.put('guardian', child=s.id, guardian=partner.id, evidence=word, starts_on=TODAY - 80,
                                 ends_on=ends if tie_state == 'agreed' else TODAY - 1, verified_by=by, verified_at=NOW)
        h['line'] = self.put('ledger_line', **t0, person=s.id, kind='disclosure', viewer=by, role='visits', what='name',
                             why='care', basis='link', told='X', note=word, day=TODAY, at=NOW, last_at=NOW, entry=0)
        h['challenge'] = self.put('challenge', **t0, line=h['line'], person=s.id, words=word, state='open', asked_at=NOW,
                                  due_at=NOW)
        h['consent'] = self.put('consent', **t0, subject=s.id, template='plain', state='draft', classes=1,
                                recipient=partner.id, purpose='visits', starts_on=TODAY, asked_by=by, asked_at=NOW)
        h['data_request'] = self.put('data_request', **t0, person=s.id, kind='access', words=word, channel='paper',
                                     state='open', asked_by=by, received_on=TODAY, asked_at=NOW, due_at=NOW + DAY)
        h['order'] = self.put('contact_order', **t0, kind='no_contact', court=word, number=str(s.id), scope=1,
                              starts_on=TODAY - 9, starts=NOW - 9 * DAY, ends=NOW + 999 * DAY, state='active',
                              entered_by=by, entered_at=NOW)
        self.put('contact_order_person', contact_order=h['order'], person=s.id, side='protected')
        h['process'] = self.put('legal_process', **t0, kind='warrant', sender=word, reference='r', document='d',
                                received_on=TODAY, due_on=TODAY + 9, scope=word, state='open', entered_by=by, entered_at=NOW)
        self.put('legal_process_person', process=h['process'], person=s.id)
        h['breach'] = self.put('breach', **t0, what='a letter', found_at=NOW, people=1, laws=1, state='open', entered_by=by,
                               entered_at=NOW)
        h['erasure'] = self.put('erasure', **t0, person=s.id, basis='request', words=word, name=s.canary, asked_by=by,
                                asked_at=NOW)
        h['legal_hold'] = self.put('legal_hold', **t0, person=s.id, matter=word, review_on=TODAY + 9, entered_by=by,
                                   entered_at=NOW)
        h['emergency'] = self.put('emergency', **t0, account=by, person=s.id, reason='danger', words=word,
                                  opened_at=NOW - DAY, ends_at=NOW - 1, due_at=NOW)
        h['contact'] = self.put('approved_contact', inside=s.id, first_name=s.canary, last_name='A', match_key='a',
                                birth_date=1, said_by='staff', noted_by=by, noted_at=NOW)
        h['supporter'] = self.put('supporter', person=s.id, name=s.canary, role='r', strength='weak', starts_on=TODAY - 9,
                                  noted_by=by, noted_at=NOW)
        h['urgent'] = self.put('urgent', **t0, site=s.site, inside=inside.id, sender=family.id, kind='other', body=word,
                               state='new', sent_at=NOW, due_at=NOW)
        state = {'ended': 'dropped'}.get(tie_state, 'confirmed') if sealed else 'proposed'
        h['sealed_tie'] = self.put('sealed_tie', **t0, inside=inside.id, adviser=family.id, relation='lawyer', state=state,
                                   proposed_by=by, proposed_at=NOW, confirmed_by=by if state == 'confirmed' else None,
                                   proof=b'')
        words = (f'sealed_tie {h["sealed_tie"]} tenant={t} inside={inside.id} adviser={family.id} relation=lawyer'
                 f' state={state} by={by if state == "confirmed" else 0}')
        self.db.execute('UPDATE sealed_tie SET proof=? WHERE id=?',
                        (hmac.new(self.row_key, words.encode(), hashlib.sha256).digest(), h['sealed_tie']))
        h['sealed_note'] = self.put('sealed_note', **t0, tie=h['sealed_tie'], author=s.id, note=self.n, turn=1, body=b'b',
                                    key=1, wrap=b'w', version=1, written_at=NOW)
        h['policy'] = self.put('policy', **t0, site=s.site, name='reply_days', value=3, version=int(s.id % 10**6),
                               state='draft', starts_at=NOW, set_by=by, set_at=NOW)
        h['cover'] = self.put('review_cover', **t0, site=s.site, account=s.account, starts_on=TODAY, ends_on=TODAY + 9,
                              set_by=by, set_at=NOW)
        h['job'] = self.put('job', kind='notice.send', subject=s.id, state='dead', due_at=NOW, made_at=NOW)
        h['entry'] = self.entries[t]

    def name_things(self):
        ids = Ids(self.data)
        as_kind = {'other': 'person'}
        for v in self.viewers.values():
            for s in v.relations.values():
                s.numbers = dict(s.things)
                names = list(s.things)
                s.things = dict(zip(names, ids.public([(as_kind.get(k, k), s.numbers[k]) for k in names])))
        self.nobodys = dict(zip(names, ids.public([(as_kind.get(k, k), 4 * 10**18 + i) for i, k in enumerate(names)])))

    # --- the way back ---

    def keep(self):
        """Remembers how it is now."""
        names = [r[0] for r in self.db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        self.kept = {t: self.rows(t) for t in names if not KEEPS.match(t)}
        self.version = self.one('PRAGMA data_version')

    def rows(self, table):
        return self.db.execute(f'SELECT * FROM {table}').fetchall()

    def restore(self):
        """Puts back what is not as it was; the tables."""
        if self.one('PRAGMA data_version') == self.version:
            return []
        found = [t for t, rows in self.kept.items() if self.rows(t) != rows]
        if found:
            self.db.execute('BEGIN IMMEDIATE')
            for t in found:
                self.db.execute(f'DELETE FROM {t} WHERE 1')
                if self.kept[t]:
                    self.db.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(self.kept[t][0]))})', self.kept[t])
            self.db.execute('COMMIT')
        self.version = self.one('PRAGMA data_version')
        return [t for t in found if t not in JOBS]

    def entries_of(self, somebody):
        return self.one('SELECT count(*) FROM audit_entry WHERE actor=?', somebody.account)


class Server:
    def __init__(self, program, data):
        self.process = subprocess.Popen([program, 'demo', '--listen', '127.0.0.1:0', '--data', data],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().split('//')[1].strip()
        self.line = http.client.HTTPConnection(self.address, timeout=30)
        self.forms = {}

    def ask(self, token, method, path, body=None, page=False, headers=None):
        """(status, body, where to). A page's form brings its token, as a browser would."""
        send = dict(headers or {})
        if token:
            send.update({'Cookie': f'kin={token}.en'} if page else {'Authorization': 'Bearer ' + token})
        if not page:
            send['Accept'] = 'application/json'
        if method == 'POST' and page:
            body = '&'.join(f'{k}={x}' for k, v in {**(body or {}), 'form_token': self.form_token(token)}.items()
                            for x in (v if isinstance(v, list) else ['1' if v is True else '' if v is False else v]))
            send['Content-Type'] = 'application/x-www-form-urlencoded'
        elif method == 'POST':
            body = json.dumps(body or {})
            send['Content-Type'] = 'application/json'
        else:
            body = None
        self.line.request(method, path if page else '/api/v1' + path, body, send)
        answer = self.line.getresponse()
        return answer.status, answer.read().decode('utf-8', 'replace'), answer.headers.get('Location', '')

    def form_token(self, token):
        if token not in self.forms:
            self.line.request('GET', '/help', None, {'Cookie': f'kin={token}.en'} if token else {})
            found = re.search(r'name="form_token" value="([^"]+)"', self.line.getresponse().read().decode())
            self.forms[token] = found.group(1) if found else ''
        return self.forms[token]

    def stop(self):
        self.line.close()
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def make_demo(program, data):
    made = subprocess.Popen([program, 'demo', '--listen', '127.0.0.1:0', '--data', data, '--families', '0',
                             '--weeks', '1'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    line = http.client.HTTPConnection(made.stdout.readline().split('//')[1].strip(), timeout=30)
    for persona in ('family3', 'admin2', 'family', 'admin'):  # entries of both agencies in the audit log
        line.request('POST', '/demo/sign-in', json.dumps({'persona': persona}),
                     {'Content-Type': 'application/json', 'Accept': 'application/json'})
        token = json.loads(line.getresponse().read())['token']
        line.request('POST', '/api/v1/language', '{"lang":"en"}', {'Content-Type': 'application/json',
                                                                   'Authorization': 'Bearer ' + token})
        line.getresponse().read()
    line.close()
    made.terminate()
    made.wait()
    made.stdout.close()


def routes_of(program):
    routes = json.loads(subprocess.check_output([program, 'routes', '--json']))['routes']
    described = json.loads(subprocess.check_output([program, 'openapi']))['paths']
    for r in routes:
        if r['op'] in SKIP or r['path'].startswith(('/demo', '/hooks', '/static')):
            continue
        of = described.get('/api/v1' + r['path'], described.get(r['path'], {})).get('post', {})
        schema = of.get('requestBody', {}).get('content', {}).get('application/json', {}).get('schema', {})
        yield {**r, 'fields': schema.get('properties', {}), 'required': schema.get('required', [])}


ALIAS = {'restrained': 'person', 'protected': 'person', 'people': 'person', 'child': 'person', 'inside': 'person',
         'family': 'person', 'recipient': 'person', 'subject': 'person', 'members': 'person', 'with': 'person'}


def body_of(route, things):
    """Fields as the description of the API asks for them, ids those of `things`."""
    body = {}
    for name, field in route['fields'].items():
        kind = name if name in things else ALIAS.get(name)
        text = field.get('type') == 'string'
        if kind and ('pattern' in field or field.get('type') == 'array'):
            body[name] = [things[kind]] if field['type'] == 'array' else things[kind]
        elif name not in route['required']:
            continue
        elif text:
            day = {'date': '2026-12-15', 'date-time': '2026-11-19T10:00:00Z'}.get(field.get('format'))
            body[name] = day or (field.get('enum') or ['word'])[0]
        elif field.get('type') == 'boolean':
            body[name] = True
        else:
            body[name] = 1 if field.get('type') == 'integer' else ['word']
    return body


def place_of(route, things):
    return re.sub(r'\{(\w+)\}', lambda m: things.get(m.group(1), '0'), route['path'])
