#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Jobs as processes of their own, on PostgreSQL: what `serve --no-jobs` queues,
# `kinkeeper jobs` sends; two of them send nothing twice; they stop when told.
#
#	tests/cli/jobs.sh build/kinkeeper postgresql://OWNER
set -u
kin=$1
owner=${2:?}
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

check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $1: expected '$2', got '$3'"
	fi
}

# says NAME STATUS TEXT COMMAND…
says() {
	name=$1 status=$2 text=$3
	shift 3
	out=$("$@" 2>&1)
	check "$name" "$status" "$?"
	case $out in *"$text"*) check "$name" 1 1 ;; *) check "$name" "$text" "$out" ;; esac
}

sql() { psql -qXAt -v ON_ERROR_STOP=1 "$owner" -c "$1"; }

# until_it_is WANTED QUERY: waits for it, and tells what it is.
until_it_is() {
	for _ in $(seq 300); do
		got=$(sql "$2")
		[ "$got" != "$1" ] || break
		sleep 0.1
	done
	echo "$got"
}

# start NAME COMMAND…: in the background, until it says that it is ready.
start() {
	name=$1
	shift
	"$@" >"$work/$name" 2>"$work/$name.err" &
	pids="$pids $!"
	for _ in $(seq 100); do
		grep -qE '^(listening|running)' "$work/$name" && return
		sleep 0.1
	done
	check "$name starts" started "$(cat "$work/$name.err")"
}

says "on SQLite serve runs the jobs" 2 "only with --database" "$kin" jobs --data "$work/none"
says "and nobody else could" 2 "only with --database" "$kin" serve --no-jobs --data "$work/none"
says "jobs takes no word" 2 "jobs list" "$kin" jobs frobnicate --data "$work/none"

d="$work/store"
psql -qX "$owner" -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' >/dev/null 2>&1
run=$("$kin" init --json --data "$d" --database "$owner" --runtime-role "kin_jobs_$$" |
	sed -n 's/.*"serve_as":"\([^"]*\)".*/\1/p')
sql "INSERT INTO tenant VALUES (1, 'Green County', 0, 0);
	INSERT INTO person (id, tenant, kind, first_name, last_name, match_key, created_at, changed_at)
	VALUES (2, 1, 'family', 'A', 'B', 'b', 0, 0);
	INSERT INTO account (id, tenant, person, roles, phone, created_at) VALUES (3, 1, 2, 1, '+13135550142', 0)"

start serve "$kin" serve --no-jobs --data "$d" --database "$run" --listen 127.0.0.1:0 --workers 1
serve=${pids##* }
url=$(sed -n 's/^listening //p' "$work/serve")
check "a code is asked for" 201 "$(curl -s -o "$work/body" -w '%{http_code}' -H 'Content-Type: application/json' \
	-d '{"contact":"+1 313 555 0142"}' "$url/api/v1/sign-in")"
check "and waits, for serve --no-jobs runs none" 1 \
	"$(sql "SELECT count(*) FROM job WHERE kind = 'notice.send' AND state = 'waiting'")"

# As many notices as two processes can fight about; each has a code of its own.
sql "INSERT INTO notice (id, tenant, person, kind, channel, state, code, made_at, due_at)
	SELECT n, 1, 2, 'code', 'sms', 'waiting', 'k' || n, 0, 0 FROM generate_series(100001, 100300) n;
	INSERT INTO job (id, kind, subject, state, due_at, made_at)
	SELECT n, 'notice.send', n, 'waiting', 0, 0 FROM generate_series(100001, 100300) n"
# One was under way in a process that died, one is under way in a process that lives.
sql "INSERT INTO notice (id, tenant, person, kind, channel, state, code, made_at, due_at)
	SELECT n, 1, 2, 'code', 'sms', 'waiting', 'k' || n, 0, 0 FROM generate_series(200001, 200002) n;
	INSERT INTO job (id, kind, subject, state, due_at, made_at, claim, lease_until)
	VALUES (200001, 'notice.send', 200001, 'running', 0, 0, 7, 1),
	(200002, 'notice.send', 200002, 'running', 0, 0, 8, 4000000000000)"
start one "$kin" jobs --data "$d" --database "$run" --sms-file "$work/sms"
one=${pids##* }
start two "$kin" jobs --data "$d" --database "$run" --sms-file "$work/sms"
two=${pids##* }
check "all are sent" 302 "$(until_it_is 302 "SELECT count(*) FROM job WHERE kind = 'notice.send' AND state = 'done'")"
check "none failed on its way" 0 "$(sql "SELECT count(*) FROM job WHERE last_error <> ''")"
check "each once" 302 "$(sort -u "$work/sms" | wc -l)"
check "and none twice" "" "$(sort "$work/sms" | uniq -d)"
check "the code that was asked for among them" 1 "$(grep -vc 'k[12]00' "$work/sms")"
check "that of the dead process too" 1 "$(grep -c k200001 "$work/sms")"
check "that of the living one is left to it" "running|8" "$(sql "SELECT state, claim FROM job WHERE id = 200002")"

kill -TERM "$one" "$two"
wait "$one"
check "SIGTERM ends the first" 0 "$?"
wait "$two"
check "SIGTERM ends the second" 0 "$?"
check "and nothing is left half-done" 1 "$(sql "SELECT count(*) FROM job WHERE state = 'running'")"
kill -TERM "$serve"
wait "$serve"
check "SIGTERM ends serve" 0 "$?"
pids=

psql -qX "$owner" -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' >/dev/null 2>&1
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
