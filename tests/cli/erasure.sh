#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# T39: keys are wrapped anew while people read; somebody is erased, though the program is
# killed in between; nothing of theirs is left in the store, its log, its keys, or in a
# backup from before that is restored later. On SQLite and PostgreSQL.
#
#	tests/cli/erasure.sh build/kinkeeper postgresql://OWNER
set -u
kin=$(realpath "$1")
owner=${2:?}
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
passed=0
failed=0
pids=
finish() {
	for p in $pids; do kill "$p" 2>/dev/null; done
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 3

# expect STATUS TEXT COMMAND…
expect() {
	status=$1 text=$2
	shift 2
	out=$("$@" 2>&1)
	got=$?
	case $out in *"$text"*) holds=1 ;; *) holds=0 ;; esac
	if [ "$got" = "$status" ] && [ $holds = 1 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $*: expected $status \"$text\", got $got: $out" | cut -c1-600
	fi
}

start() {
	"$@" >out 2>err &
	pid=$!
	pids="$pids $pid"
	for _ in $(seq 300); do
		grep -q '^listening' out && break
		sleep 0.1
	done
	at=$(sed -n 's/^listening //p' out)
}

token() {
	curl -fs -H 'Accept: application/json' -d "persona=$1" "$at/demo/sign-in" | sed 's/.*"token":"\([^"]*\)".*/\1/'
}
# get TOKEN PATH · post TOKEN PATH JSON
get() { curl -s -H "Authorization: Bearer $1" "$at/api/v1$2"; }
post() { curl -s -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -d "$3" "$at/api/v1$2"; }
# first NAME: the first value of that name in JSON
first() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }
# The last one that greedy matching finds is the oldest of a list, and the only one of one.

# canaries DIR [URL]: how often they are in any byte of the store.
canaries() {
	if [ -n "${2:-}" ]; then
		pg_dump "$2" 2>/dev/null | grep -cE 'A canary|\+13135550142|a letter of hers' || true
	else
		cat "$1"/kinkeeper.db* | grep -acE 'A canary|\+13135550142|a letter of hers' || true
	fi
}
none() { expect 0 "none: 0" sh -c "echo none: $(canaries "$@")"; }

# erase NAME [--database URL]
erase() {
	name=$1
	shift
	url=${2:-}
	start "$kin" demo --data "$name" --listen 127.0.0.1:0 --families 4 --weeks 2 "$@"
	"$kin" backup-key --data "$name" "$@" >"$name.recovery"
	rosa=$(token family) marcus=$(token inside) reviewer=$(token reviewer)
	thread=$(get "$rosa" /threads | first thread)
	message=$(post "$rosa" "/threads/$thread/messages" '{"body":"A canary of mine"}' | first message)
	post "$reviewer" /queue/approve "{\"items\":[\"$message\"]}" >/dev/null
	curl -fs -o /dev/null -d advance=PT11M "$at/demo/clock"
	rosa=$(token family) marcus=$(token inside)
	thread=$(get "$marcus" /threads | first thread) person=$(get "$marcus" /threads | first person)
	expect 0 "A canary of mine" get "$marcus" "/threads/$thread/messages"
	# Its text is nowhere, even now; her number is.
	expect 0 "0" sh -c "if [ -n '$url' ]; then pg_dump '$url' | grep -c 'A canary'; else cat $name/kinkeeper.db* | grep -ac 'A canary'; fi; true"

	# Keys are wrapped anew under reading.
	python3 "$here/tests/erasure/read.py" "$at" "$marcus" "$thread" >reads &
	reader=$!
	pids="$pids $reader"
	for _ in $(seq 100); do grep -q reading reads && break; sleep 0.1; done
	for _ in 1 2 3; do expect 0 "keys wrapped anew" "$kin" keys rotate --data "$name" "$@"; done
	expect 0 "0 keys wrapped anew" "$kin" keys rotate --go-on --data "$name" "$@"
	kill "$reader"
	wait "$reader"
	expect 0 "no read failed" cat reads
	expect 0 "backed up" "$kin" backup "$name.backup" --data "$name" "$@"

	# Two officers; the program is killed between the yes and the deed.
	one=$(token privacy) two=$(token privacy2)
	erasure=$(post "$one" /erasures "{\"person\":\"$person\",\"basis\":\"request\",\"words\":\"a letter of hers\"}" | first erasure)
	expect 0 "order_two" post "$one" "/erasures/$erasure/confirm" '{}'
	expect 0 "{}" post "$two" "/erasures/$erasure/confirm" '{}'
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	# On PostgreSQL a claim of the dead holds for ten minutes; the test does not wait for that.
	[ -z "$url" ] || psql -qX "$url" -c "UPDATE job SET lease_until = 1 WHERE state = 'running'"
	start "$kin" demo --data "$name" --listen 127.0.0.1:0 "$@"
	one=$(token privacy)
	for _ in $(seq 100); do
		get "$one" "/erasures/$erasure" | grep -q '"state":"done"' && break
		sleep 0.1
	done
	expect 0 '"state":"done"' get "$one" "/erasures/$erasure"
	marcus=$(token inside)
	expect 0 "[erased]" get "$marcus" "/threads/$thread/messages"
	expect 0 "keys wrapped anew" "$kin" keys rotate --data "$name" "$@"
	expect 0 "[erased]" get "$marcus" "/threads/$thread/messages"
	expect 0 "" "$kin" backup keys "$name.keys" --data "$name" "$@"
	# Nor can what rows held be guessed from the log's hashes of it: their salts are gone.
	hers="SELECT count(*) FROM audit_row r JOIN audit_form f ON f.id = r.form WHERE f.tbl IN ('tie', 'person') AND length(r.salt) > 0
		AND EXISTS (SELECT 1 FROM audit_row n JOIN audit_entry e ON e.id = n.entry WHERE e.act = 'erasure.done'
		AND n.key = r.key AND n.form = r.form AND n.entry > r.entry)"
	ask() { if [ -n "$url" ]; then psql -qXtA "$url" -c "$1"; else sqlite3 "$name/kinkeeper.db" "$1"; fi; }
	for _ in $(seq 50); do [ "$(canaries "$name" "$url")" = 0 ] && [ "$(ask "$hers")" = 0 ] && break; sleep 0.1; done
	expect 0 "salts: 0" echo "salts: $(ask "$hers")"
	expect 0 "yes" sh -c "[ $(ask "SELECT count(*) FROM audit_row WHERE length(salt) = 0") -gt 0 ] && echo yes"
	expect 0 "yes" sh -c "[ $(ask "SELECT count(*) FROM audit_row WHERE length(salt) > 0") -gt 10 ] && echo yes"
	none "$name" "$url"
	kill "$pid"
	wait "$pid" 2>/dev/null
	expect 0 "entries hold" "$kin" verify --data "$name" "$@"
	if [ -n "$url" ]; then set -- --database "$url"; else set -- --data "$name"; fi
	expect 0 "entries hold" "$here/src/verify/kk-verify" "$@"
}

# again NAME DIR: the backup from before, with the keys of after.
again() {
	expect 0 "1 erased people stay erased" "$kin" restore "$1.backup" --recovery-key "$1.recovery" --keys "$1.keys" --data "$2"
	expect 0 "entries hold" "$kin" verify --data "$2"
	none "$2"
	touch "$2/demo"
	start "$kin" demo --data "$2" --listen 127.0.0.1:0
	marcus=$(token inside)
	expect 0 "[erased]" get "$marcus" "/threads/$thread/messages"
	kill "$pid"
	wait "$pid" 2>/dev/null
}

erase lite
again lite lite2
psql -qX "$owner" -c 'SET client_min_messages TO error; DROP SCHEMA public CASCADE; CREATE SCHEMA public' >/dev/null
erase pg --database "$owner"
again pg pg2

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
