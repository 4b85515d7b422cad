#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# The audit log from outside: keys, witnesses, a signer of its own, verifiers of two kinds,
# on SQLite and PostgreSQL.
#
#	tests/cli/log.sh build/kinkeeper postgresql://OWNER
set -u
kin=$1
owner=${2:?}
here=$(cd "$(dirname "$0")/../.." && pwd)
kk=$here/src/verify/kk-verify
look=$here/src/verify/kk-witness
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

# start NAME COMMAND…: in the background, until it says that it listens; its address in $at.
start() {
	name=$1
	shift
	"$@" >"$work/$name.out" 2>"$work/$name.err" &
	pid=$!
	pids="$pids $pid"
	for _ in $(seq 300); do
		grep -q '^listening' "$work/$name.out" && break
		sleep 0.1
	done
	at=$(sed -n 's/^listening //p' "$work/$name.out")
}

# until_found FILE_OR_URL TEXT
until_found() {
	for _ in $(seq 100); do
		curl -fs "$1" 2>/dev/null | grep -q "$2" && return
		sleep 0.1
	done
}

sign_in() { curl -fs -o /dev/null -d "persona=$1" "$at/demo/sign-in"; }

# --- init makes the keys ----------------------------------------------------------------
expect 0 "the audit log's public key: records.example/log+" "$kin" init --data "$work/real" --log-name records.example/log
expect 2 "neither spaces nor +" "$kin" init --data "$work/odd" --log-name "a b"
expect 0 "600" stat -c %a "$work/real/log.key"
expect 0 "0 checkpoints" "$kin" verify --data "$work/real"
expect 1 "WEAK  a witness has looked" "$kin" doctor --data "$work/real"
expect 0 "entries hold" "$kk" --data "$work/real"

# --- a signer of its own, and one whose key others can read --------------------------------
"$kin" sign --key "$work/real/log.key" --socket "$work/signer" 2>"$work/sign.err" &
pids="$pids $!"
for _ in $(seq 50); do [ -S "$work/signer" ] && break; sleep 0.1; done
start serve "$kin" serve --data "$work/real" --listen 127.0.0.1:0 --signer "$work/signer"
until_found "$at/log/checkpoint" records.example/log
expect 0 "records.example/log" curl -fs "$at/log/checkpoint"
expect 0 "records.example/log+" curl -fs "$at/log/key"
expect 0 "entries hold" "$kin" verify --data "$work/real"
kill "$pid"
wait "$pid"
chmod 644 "$work/real/log.key"
expect 3 "can be read by others" "$kin" serve --data "$work/real" --listen 127.0.0.1:0
expect 3 "can be read by others" "$kin" sign --key "$work/real/log.key" --socket "$work/signer2"
expect 3 "no signer" "$kin" serve --data "$work/real" --listen 127.0.0.1:0 --signer "$work/nobody"
expect 2 "both needed" "$kin" sign

# --- a demo with two witnesses, on each engine ------------------------------------------------
# with NAME ARGUMENTS…: of the store
with() {
	name=$1
	shift
	start "$name" "$kin" demo --data "$work/$name" --listen 127.0.0.1:0 --families 2 --weeks 2 "$@"
	sign_in family
	until_found "$at/log/checkpoint" kinkeeper.example/demo
	curl -fs "$at/log/key" >"$work/$name.pub"
	for w in one two; do
		key=$("$look" --make-key "$w.example" --dir "$work/$name-$w")
		echo "$key" >"$work/$name-$w.pub"
		expect 0 "witness $w.example" "$kin" witness add "$key" --data "$work/$name" "$@"
		expect 0 "cosigned" "$look" --dir "$work/$name-$w" --log "$at" --key "$work/$name.pub" --once
	done
	expect 0 "— two.example" curl -fs "$at/log/checkpoint"
	expect 0 "one.example" "$kin" witness list --data "$work/$name" "$@"
	expect 0 "ok    a witness has looked" sh -c "\"$kin\" doctor --data \"$work/$name\" $(printf " '%s'" "$@") || true"
	expect 1 "public key" "$kin" witness add nonsense --data "$work/$name" "$@"
	expect 0 "" "$kin" witness end two.example --data "$work/$name" "$@"
	expect 1 "no such witness" "$kin" witness end two.example --data "$work/$name" "$@"
	sign_in reviewer
	curl -fs -o /dev/null -d advance=PT2M "$at/demo/clock"
	expect 0 "cosigned" "$look" --dir "$work/$name-one" --log "$at" --key "$work/$name.pub" --once
	expect 0 "3 cosignatures" "$kin" verify --data "$work/$name" "$@"
	token=$(curl -fs -H 'Accept: application/json' -d persona=auditor "$at/demo/sign-in" | sed 's/.*"token":"\([^"]*\)".*/\1/')
	entry=$(curl -fs -H "Authorization: Bearer $token" "$at/api/v1/audit?act=demo.sign_in" | sed 's/.*"entry":"\([^"]*\)".*/\1/')
	curl -fs -H "Authorization: Bearer $token" "$at/api/v1/audit/$entry/receipt" |
		python3 -c 'import json, sys; print(json.load(sys.stdin)["receipt"], end="")' >"$work/receipt"
	expect 0 "act=demo.sign_in" "$kk" --receipt "$work/receipt" --key "$work/$name.pub"
	expect 0 "seen by one.example" "$kk" --receipt "$work/receipt" --key "$work/$name.pub" --witness "$work/$name-one.pub"
	expect 1 "FAULT" "$kk" --receipt "$work/receipt" --key "$work/real/log.pub"
	expect 2 "no public key" "$kk" --receipt "$work/receipt" --key "$work/receipt"
	sed -i 's/outcome=done/outcome=d0ne/' "$work/receipt"
	expect 1 "not in the log" "$kk" --receipt "$work/receipt" --key "$work/$name.pub"
	curl -fs "$at/log/checkpoint" >"$work/b"
	words=$("$kk" --words "$work/b" --wordlist "$here/docs/made/words.txt")
	expect 0 "$words" "$kin" audit words --data "$work/$name" "$@"
	expect 0 "6" sh -c "echo '$words' | wc -w"
	expect 2 "wordlist is needed" "$kk" --words "$work/b"
	expect 0 "\"act\":\"demo.sign_in\"" "$kin" audit list --json --act demo.sign_in --most 1 --data "$work/$name" --tenant "Riverside County" "$@"
	expect 0 "audit.list" "$kin" audit list --data "$work/$name" --tenant "Riverside County" "$@"
	expect 1 "say --tenant" "$kin" audit list --data "$work/$name" "$@"
	expect 1 "none of that name" "$kin" audit list --data "$work/$name" --tenant Nowhere "$@"
	expect 2 "YYYY-MM-DD" "$kin" audit list --from yesterday --data "$work/$name" "$@"
	expect 2 "10000" "$kin" audit list --most 0 --data "$work/$name" "$@"
	expect 0 "kinkeeper receipt v1" "$kin" audit receipt "$entry" --data "$work/$name" "$@"
	expect 1 "none of that name" "$kin" audit receipt 30qkx2h9ys9a19bc4vhb7vxh4f --data "$work/$name" "$@"
	expect 0 "of one log" "$kk" --checkpoints "$work/$name-one/last" "$work/b" --key "$work/$name.pub" --data "$work/$name"
}

with lite
kill "$pid"
wait "$pid"
expect 0 "3 cosignatures" "$kk" --data "$work/lite" --key "$work/lite.pub" --witness "$work/lite-one.pub" \
	--known "$work/lite-one/last"
sqlite3 "$work/lite/kinkeeper.db" "UPDATE person SET status = 'released' WHERE number = '204417'"
expect 1 "FAULT: person" "$kin" verify --data "$work/lite"
expect 1 "FAULT: person" "$kk" --data "$work/lite"
expect 1 '"good":false' "$kin" verify --json --data "$work/lite"
sqlite3 "$work/lite/kinkeeper.db" "UPDATE person SET status = 'here' WHERE number = '204417';
	UPDATE audit_entry SET actor = 1 WHERE id = (SELECT entry FROM audit_leaf WHERE idx = 3)"
expect 1 "FAULT: entry 3 is not" "$kin" verify --data "$work/lite"
expect 1 "FAULT: entry 3 is not" "$kk" --data "$work/lite"
expect 2 "there is no" "$kk" --data "$work/nothing"

psql -qX "$owner" -c 'SET client_min_messages TO error; DROP SCHEMA public CASCADE; CREATE SCHEMA public' >/dev/null
# What --checkpoints compares is in the database.
with pg --database "$owner"
expect 0 "3 cosignatures" "$kk" --database "$owner" --key "$work/pg.pub" --witness "$work/pg-one.pub" \
	--known "$work/pg-one/last"
# While entries wait for their leaf, for the sequencer is held, all that they wrote still holds, and what
# they did not write is still found.
psql -qX "$owner" -c 'SELECT pg_advisory_lock(7311240962)' -c 'SELECT pg_sleep(600)' >/dev/null 2>&1 &
held=$!
pids="$pids $held"
sleep 1
token=$(curl -fs -H 'Accept: application/json' -d persona=family "$at/demo/sign-in" | sed 's/.*"token":"\([^"]*\)".*/\1/')
thread=$(curl -fs -H "Authorization: Bearer $token" "$at/api/v1/threads" | sed 's/.*"thread":"\([^"]*\)".*/\1/')
for n in 1 2 3; do
	id=$(curl -fs -H "Authorization: Bearer $token" -H "Idempotency-Key: waits-for-a-leaf-$n" -H 'Content-Type: application/json' -d "{\"body\":\"Held $n\",\"agree\":true}" \
		"$at/api/v1/threads/$thread/messages" | sed 's/.*"message":"\([^"]*\)".*/\1/')
	[ "$n" = 3 ] || curl -fs -o /dev/null -X POST -H "Authorization: Bearer $token" -H "Idempotency-Key: taken-back-$n" -H 'Content-Type: application/json' -d '{}' \
		"$at/api/v1/messages/$id/withdraw"
done
expect 0 "5" psql -qXtA "$owner" -c "SELECT count(*) FROM log_stage s JOIN audit_entry e ON e.id = s.entry WHERE e.act LIKE 'message.%'"
expect 0 "entries hold" "$kin" verify --data "$work/pg" --database "$owner"
expect 0 "waiting" "$kk" --database "$owner" --key "$work/pg.pub"
last="WHERE sent_at = (SELECT max(sent_at) FROM message) AND state <> 'withdrawn'"
was=$(psql -qXtA "$owner" -c "SELECT lang FROM message $last")
psql -qX "$owner" -c "UPDATE message SET lang = 'xx' $last" >/dev/null
expect 1 "FAULT: message" "$kin" verify --data "$work/pg" --database "$owner"
expect 1 "FAULT: message" "$kk" --database "$owner"
psql -qX "$owner" -c "UPDATE message SET lang = '$was' $last" >/dev/null
psql -qX "$owner" -c "UPDATE tie SET relation = 'friend' WHERE id = (SELECT min(id) FROM tie)" >/dev/null
expect 1 "FAULT: tie" "$kin" verify --data "$work/pg" --database "$owner"
expect 1 "FAULT: tie" "$kk" --database "$owner"
psql -qX "$owner" -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'" >/dev/null

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
