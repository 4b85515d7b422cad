#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# While `serve` holds a data directory, commands go to it over DIR/control.sock: they
# say and answer the same as when the directory is free.
#
#	tests/cli/control.sh build/kinkeeper [postgresql://OWNER]
set -u
kin=$(realpath "$1")
owner=${2:-}
work=$(mktemp -d)
passed=0
failed=0
pid=
finish() {
	[ -z "$pid" ] || kill "$pid" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 3

check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $1: expected '$2', got '$3'"
	fi
}

serve() {
	"$kin" serve --data "$d" ${run:+--database "$run"} --listen 127.0.0.1:0 --workers 1 >out 2>err &
	pid=$!
	for _ in $(seq 100); do
		grep -q '^listening' out && return
		sleep 0.1
	done
	check "serve starts" started "$(cat err)"
}

stop() {
	kill "$1" "$pid"
	wait "$pid" 2>/dev/null
	check "serve ends" "$2" "$?"
	pid=
}

# Prints status, standard output and standard error of a command on the store.
say() {
	"$kin" "$@" --data "$d" >said 2>told
	echo "status $?"
	cat said
	echo --
	cat told
}

# What was said of the free store is said of the served one. The
# commands run in this order, twice: once per store.
all_commands() {
	say tenant add --name 'Green County'
	say tenant add --name 'Green County'
	say site add --tenant 'Green County' --name North --country US --zone America/Detroit
	say site add --tenant 'Green County' --name North --country US --zone Mars/One
	say site add --tenant 'Green County'
	say user add --tenant 'Green County' --email a@b.example --first A --last B --role king
	say user add --tenant 'Green County' --email a@b.example --first A --last B --role admin | sed 's/^password .*/password/; s/secret=.*/secret/'
	say user list
	say user list --json
	say user close --email nobody@b.example
	say import roster bad.csv
	say import roster bad.csv --json
	say import roster good.csv --dry-run --json
	say import roster good.csv
	say import roster many.csv --json
	say import roster good.csv --map colour=red
	say import roster nowhere.csv
	say import roster .
	say import roster
	say import roster - --json <good.csv
	say import roster good.csv --tenant Nowhere
	say jobs list --json
	say jobs list --state waiting --json | sed 's/"job":[0-9]*/"job":/g; s/"due_at":"[^"]*"/"due_at":/g'
	say jobs retry
	say token add --email a@b.example --label one | sed '2s/.*/token/'
	say token add --colour red
	say user close --email a@b.example
	say user list
	say doctor | grep -vE "the database.s user|the audit log is signed" # PostgreSQL's alone; while it is served
}

cat >good.csv <<'EOF'
number,last_name,first_name,birth_date,site,unit,status,language
9001,Ames,Cara,1980-02-03,North,B2,here,es
9002,"O'Neil, Jr",Dan,1979-12-31,north,,Hospital,
EOF
cat >bad.csv <<'EOF'
number,last_name,birth_date,site
9003,,1980-02-03,North
9004,Dunn,1980-02-30,North
9004,Dunn,1980-02-03,Atlantis
EOF
awk 'BEGIN { print "number;last_name;first_name;birth_date;site"
	for (i = 0; i < 20000; i++)
		printf "%06d;Name%d;First;%04d-%02d-%02d;North\n", 300000 + i, i % 900, 1950 + i % 50,
			1 + i % 12, 1 + i % 28 }' >many.csv

compare() {
	d="$work/free$1"
	"$kin" init --data "$d" >/dev/null
	all_commands >free.txt
	d="$work/served$1"
	run=
	if [ -n "$1" ]; then
		psql -qX "$owner" -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' >/dev/null 2>&1
		run=$("$kin" init --json --data "$d" --database "$owner" --runtime-role "kin_control_$$" |
			sed -n 's/.*"serve_as":"\([^"]*\)".*/\1/p')
	else
		"$kin" init --data "$d" >/dev/null
	fi
	serve
	check "the socket is its owner's alone" 600 "$(stat -c %a "$d/control.sock")"
	all_commands >served.txt
	check "what is said is the same$1" "" "$(diff free.txt served.txt)"
	check "and it was said by the process that serves$1" 1 \
		"$(grep -c 'control command=user close status=0' err)"
	check "rows were added$1" 1 "$(grep -c '"rows":20000,"added":20000' served.txt)"
	check "pages are answered meanwhile$1" 200 \
		"$(curl -s -o /dev/null -w '%{http_code}' "$(sed -n 's/^listening //p' out)/healthz")"
}

compare ""
check "another database is not this one" 1 "$("$kin" user list --data "$d" --database postgresql:///x >/dev/null 2>said; echo $?)"
check "and that is said" 1 "$(grep -c 'another --database' said)"
check "what is no command for a store is not sent" 1 "$("$kin" migrate --data "$d" >/dev/null 2>said; echo $?)"
check "but refused" 1 "$(grep -c 'another kinkeeper uses' said)"
check "help is given here" 0 "$("$kin" user list --help --data "$d" >said 2>&1; echo $?)"
printf 'not a frame at all' | curl -s -m 10 --unix-socket "$d/control.sock" telnet://x >said 2>&1
check "what is malformed is not answered" "" "$(cat said)"
check "but noted, without what it was" 1 "$(grep -c 'a malformed request was refused' err)"
# Progress is shown where somebody watches: script(1) is a terminal.
script -qec "$kin import roster many.csv --data $d" /dev/null </dev/null >said 2>&1
check "progress comes along" yes "$(tr '\r' '\n' <said | grep -q '^staging .*100 %' && echo yes)"
# One import that changes very many people would keep the others waiting.
awk 'BEGIN { print "number;last_name;first_name;birth_date;site;status"
	for (i = 0; i < 2001; i++)
		printf "%06d;Name%d;First;%04d-%02d-%02d;North;Hospital\n", 300000 + i, i % 900, 1950 + i % 50,
			1 + i % 12, 1 + i % 28 }' >moved.csv
check "an import that is served moves no more than the browser's" 1 \
	"$("$kin" import roster moved.csv --data "$d" >/dev/null 2>said; echo $?)"
check "and says what to do" 1 "$(grep -c 'more than 2000 people; nothing was changed' said)"
sed -i '$d' moved.csv
check "nothing was changed by it" 1 "$("$kin" import roster moved.csv --data "$d" | grep -c '2000 changed')"
stop -KILL 137
check "the socket of a process that was killed stays" yes "$([ -S "$d/control.sock" ] && echo yes)"
check "the directory is free, so a command opens it" 0 "$("$kin" user list --data "$d" >/dev/null 2>&1; echo $?)"
sed 's/Hospital/here/; $a 302000;Name200;First;1950-09-13;North;Hospital' moved.csv >back.csv
check "with the store to itself a command knows no such limit" 0 \
	"$("$kin" import roster back.csv --data "$d" >/dev/null 2>&1; echo $?)"
serve
check "and the next one that serves takes its place" 0 "$("$kin" user list --data "$d" >/dev/null 2>&1; echo $?)"
stop -TERM 0
check "one that ends takes it away" no "$([ -S "$d/control.sock" ] && echo yes || echo no)"
# A lock that is held by a command, which takes no others.
flock "$d/lock" sh -c "\"$kin\" user list --data \"$d\" >/dev/null 2>said"
check "a directory that is held without a socket" 1 "$(grep -c 'another kinkeeper uses' said)"
long=$work/$(printf 'a%.0s' $(seq 150))
mv "$d" "$long"
d=$long
run=
serve
check "a path longer than a socket's own may be" 0 "$("$kin" user list --data "$d" >/dev/null 2>&1; echo $?)"
stop -TERM 0

if [ -n "$owner" ]; then
	compare " on PostgreSQL"
	stop -TERM 0
	psql -qX "$owner" -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' >/dev/null 2>&1
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
