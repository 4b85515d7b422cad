#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mail server for the tests: asks for STARTTLS, refuses `refused@`, says `later`
to later@, keeps the rest in a file. Prints its port.

    tests/send/smtp_server.py CERT KEY MAILBOX
"""
import signal
import socket
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Mailbox:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('refused@'):
            return '550 no such person'
        if address.startswith('later@'):
            return '451 try later'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        with open(sys.argv[3], 'ab') as out:
            out.write(b'TLS %s\n' % str(bool(session.ssl)).encode())
            out.write(envelope.content + b'\n')
        return '250 kept'


class Strict(Controller):
    def factory(self):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        return SMTP(self.handler, tls_context=context, require_starttls=True)


with socket.create_server(('127.0.0.1', 0)) as free:
    port = free.getsockname()[1]
server = Strict(Mailbox(), hostname='127.0.0.1', port=port)
server.start()
print(port, flush=True)
signal.sigwait([signal.SIGTERM, signal.SIGINT])
server.stop()
