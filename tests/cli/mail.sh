#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Mail over STARTTLS to a real server, texts to a file and to a gateway.
#
#	tests/cli/mail.sh build/kinkeeper
set -u
send=$(dirname "$1")/tests/kin-send
here=$(dirname "$0")/../send
work=$(mktemp -d)
passed=0
failed=0
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $1: expected '$2', got '$3'"
	fi
}

openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key.pem" -out "$work/cert.pem" -days 2 \
	-subj /CN=localhost -addext subjectAltName=DNS:localhost >/dev/null 2>&1
/usr/bin/python3 "$here/smtp_server.py" "$work/cert.pem" "$work/key.pem" "$work/mail" >"$work/port" 2>"$work/err" &
server=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
	[ -s "$work/port" ] && break
	sleep 0.2
done
smtp="smtp://localhost:$(cat "$work/port")"

check "a mail is sent" 0 "$("$send" "$smtp" "$work/cert.pem" - - email rosa@example.org "Tienes algo nuevo: é" "Line one
Line two" 2>/dev/null)"
check "over TLS" 1 "$(grep -c '^TLS True' "$work/mail")"
check "with its words" 1 "$(grep -c '^Line two' "$work/mail")"
check "with an encoded subject" 1 "$(grep -c '^Subject: =?UTF-8?B?VGllbmVzIGFsZ28gbnVldm86IMOp?=' "$work/mail")"
check "to one person" 1 "$(grep -c '^To: <rosa@example.org>' "$work/mail")"
check "an unknown person is refused for good" 3 "$("$send" "$smtp" "$work/cert.pem" - - email refused@example.org S B 2>/dev/null)"
check "a busy server is tried again" 5 "$("$send" "$smtp" "$work/cert.pem" - - email later@example.org S B 2>/dev/null)"
check "a certificate nobody signed is not trusted" 5 "$("$send" "$smtp" /etc/ssl/certs/ca-certificates.crt - - email rosa@example.org S B 2>/dev/null)"
check "no server is tried again" 5 "$("$send" smtp://localhost:1 "$work/cert.pem" - - email rosa@example.org S B 2>/dev/null)"
check "a line break in an address is refused" 3 "$("$send" "$smtp" "$work/cert.pem" - - email "a@b.example
Bcc: x@y.example" S B 2>/dev/null)"
check "without a server there is no channel" 1 "$("$send" - - - - email rosa@example.org S B 2>/dev/null)"
check "a text lands in its file" 0 "$("$send" - - - "$work/sms" sms +13135550142 S "Your code is 123456" 2>/dev/null)"
check "with number and words" "+13135550142	Your code is 123456" "$(cat "$work/sms")"
check "a gateway that is away is tried again" 5 "$("$send" - - http://127.0.0.1:1/ - sms +13135550142 S B 2>/dev/null)"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
