#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Backups from outside: while the store is served and written, on SQLite and PostgreSQL;
# restored into either; every changed byte is found; nothing half is left.
#
#	tests/cli/backup.sh build/kinkeeper postgresql://OWNER
set -u
kin=$(realpath "$1")
owner=${2:?}
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
chmod 755 "$work"
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
		echo "FAILED $*: expected $status \"$text\", got $got: $out"
	fi
}

# start COMMAND…: in the background, until it says that it listens; its address in $at.
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

stop() {
	kill "$pid"
	wait "$pid" 2>/dev/null
}

# An empty database of its own for the same owner.
fresh() {
	psql -qX "$(printf '%s' "$owner" | sed 's/user=keeper/user=kin/')" -c "DROP DATABASE IF EXISTS $1" \
		-c "CREATE DATABASE $1 OWNER keeper" >/dev/null 2>&1
	printf '%s' "$owner" | sed "s/\/kinkeeper?/\/$1?/"
}

# --- before there is anything ---------------------------------------------------------------
expect 0 "schema" "$kin" init --data one --log-name records.example/log
expect 1 "run \`kinkeeper backup-key\` first" "$kin" backup b0 --data one
expect 0 "kinkeeper-recovery-1." "$kin" backup-key --data one
expect 1 "there is a key already" "$kin" backup-key --data one
"$kin" backup-key --replace --data one >one.recovery
expect 0 "600" stat -c %a one/backup.pub
expect 2 "one FILE is needed" "$kin" backup --data one
expect 3 "No such file" "$kin" backup nowhere/b0 --data one
expect 0 "backed up" "$kin" backup b0 --data one
expect 0 "600" stat -c %a b0
expect 3 "File exists" "$kin" backup b0 --data one
expect 0 "every byte is signed" "$kin" verify --backup b0 --data one
expect 0 "every row holds" "$kin" verify --backup b0 --recovery-key one.recovery --data nowhere
expect 3 "no recovery key" "$kin" verify --backup b0 --recovery-key b0 --data one
expect 0 "" "$kin" init --data two --log-name records.example/two
"$kin" backup-key --data two >two.recovery
expect 1 "is another store's" "$kin" verify --backup b0 --data two
expect 1 "is another store's" "$kin" restore b0 --recovery-key two.recovery --keys k0 --data three
expect 1 "it is no backup" "$kin" verify --backup one.recovery --data one
expect 1 "there is a store already" "$kin" restore b0 --recovery-key one.recovery --keys k0 --data one
expect 2 "--keys FILE is needed" "$kin" restore b0 --recovery-key one.recovery --data three
expect 0 "" "$kin" backup keys k0 --data one
expect 0 "backed up" "$kin" backup b1 --data one
expect 1 "the keys are older" "$kin" restore b1 --recovery-key one.recovery --keys k0 --data three
expect 1 "No such file" sh -c 'ls three 2>&1; exit 1'
expect 2 "both needed" "$kin" restore b0 --data three

# --- a store that is served and written, on each engine -----------------------------------------
# write_on: somebody writes, up to 200 times a second, until told to stop; what was
# acknowledged is a line of acked.
write_on() {
	python3 "$here/tests/backup/write.py" "$at" acked &
	writer=$!
	pids="$pids $writer"
	for _ in $(seq 100); do [ -s acked ] && break; sleep 0.1; done
}

# served NAME [--database URL]
served() {
	name=$1
	shift
	rm -f acked
	start "$kin" demo --data "$name" --listen 127.0.0.1:0 --families 12 --weeks 3 "$@"
	"$kin" backup-key --data "$name" "$@" >"$name.recovery"
	write_on
	cp acked before
	expect 0 "backed up" "$kin" backup "$name.backup" --data "$name" "$@"
	cp acked after
	expect 0 "" "$kin" backup keys "$name.keys" --data "$name" "$@"
	kill -INT "$writer"
	wait "$writer"
	expect 0 "wrote" sh -c '[ $(wc -l <after) -gt $(wc -l <before) ] && echo wrote'
	stop
	sql="SELECT 'noted' FROM audit_entry WHERE act = 'backup.make' AND outcome = 'done'"
	if [ $# = 2 ]; then expect 0 noted psql -qXAt "$2" -c "$sql"; else expect 0 noted sqlite3 "$name/kinkeeper.db" "$sql"; fi
	expect 0 "every row holds" "$kin" verify --backup "$name.backup" --recovery-key "$name.recovery"
	expect 0 "rehearsed" "$kin" restore "$name.backup" --drill --recovery-key "$name.recovery" --data drills
	expect 0 "" sh -c 'ls drills | grep -v rehearsed; true'
	python3 "$here/tests/backup/flip.py" "$kin" "$name.backup" "$name.recovery" 50 >flips 2>&1
	expect 0 "50 of 50 found" cat flips
}

# held DIR [URL]: the restored store has each write that was acknowledged before the backup
# began, and none that began after it was done.
held() {
	sql="SELECT count(*) FROM audit_entry WHERE act = 'demo.sign_in'"
	expect 0 "entries hold" "$kin" verify --data "$1" ${2:+--database "$2"}
	if [ -n "${2:-}" ]; then n=$(psql -qXAt "$2" -c "$sql"); else n=$(sqlite3 "$1/kinkeeper.db" "$sql"); fi
	first=$(wc -l <before) last=$(wc -l <after)
	expect 0 "between" sh -c "[ $first -le $n ] && [ $n -le $((last + 1)) ] && echo between || echo $first $n $last"
}

served lite
expect 0 "restored" "$kin" restore lite.backup --recovery-key lite.recovery --keys lite.keys --data lite2
held lite2
touch lite2/demo
start "$kin" demo --data lite2 --listen 127.0.0.1:0 # what was written can be read
token=$(curl -fs -H 'Accept: application/json' -d persona=family "$at/demo/sign-in" | sed 's/.*"token":"\([^"]*\)".*/\1/')
thread=$(curl -fs -H "Authorization: Bearer $token" "$at/api/v1/threads" | sed 's/.*"thread":"\([^"]*\)".*/\1/')
expect 0 '"body":"' curl -fs -H "Authorization: Bearer $token" "$at/api/v1/threads/$thread/messages"
stop
expect 0 "" cmp lite/master.key lite2/master.key
url=$(fresh kinback)
expect 0 "restored" "$kin" restore lite.backup --recovery-key lite.recovery --keys lite.keys --data lite3 --database "$url"
held lite3 "$url"
expect 1 "the database is not empty" "$kin" restore lite.backup --recovery-key lite.recovery --keys lite.keys --data lite4 --database "$url"
expect 0 "schema" "$kin" init --data lite3 --database "$url" --runtime-role kin_back_role
expect 0 "entries hold" "$kin" verify --data lite3 --database "$url"

psql -qX "$owner" -c 'SET client_min_messages TO error; DROP SCHEMA public CASCADE; CREATE SCHEMA public' >/dev/null
served pg --database "$owner"
expect 0 "restored" "$kin" restore pg.backup --recovery-key pg.recovery --keys pg.keys --data pg2
held pg2
url=$(fresh kinback)
expect 0 "restored" "$kin" restore pg.backup --recovery-key pg.recovery --keys pg.keys --data pg3 --database "$url"
held pg3 "$url"

# --- nothing half ---------------------------------------------------------------------------------
mkdir five
cp one/master.key five
expect 1 "not DIR's" "$kin" restore lite.backup --recovery-key lite.recovery --keys lite.keys --data five
cp lite.backup cut
truncate -s -1 cut
expect 1 "not what was backed up" "$kin" restore cut --recovery-key lite.recovery --keys lite.keys --data cut2
expect 1 "another key" "$kin" restore lite.backup --recovery-key lite.recovery --keys pg.keys --data cut2
expect 0 "gone" sh -c '[ ! -e cut2 ] && echo gone'
expect 3 "the disk is full" sh -c "ulimit -f 140; trap '' XFSZ; \"$kin\" backup small --data lite"
expect 0 "gone" sh -c '[ ! -e small ] && echo gone || ls -la small'
expect 3 "restore" sh -c "ulimit -f 200; trap '' XFSZ; \"$kin\" restore lite.backup --recovery-key lite.recovery --keys lite.keys --data cut3"
expect 0 "gone" sh -c '[ ! -e cut3 ] && echo gone || ls -la cut3'
start "$kin" serve --data lite2 --listen 127.0.0.1:0
expect 0 "ready" curl -fs "$at/healthz"
stop
psql -qX "$(printf '%s' "$owner" | sed 's/user=keeper/user=kin/')" -c "DROP DATABASE kinback" >/dev/null 2>&1

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
