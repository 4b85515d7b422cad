#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# The store of keys: apart from the rows, of the same number, carried over from before there was
# one, and on PostgreSQL shared by nodes that have no file in common but master.key.
#
#	tests/cli/keys.sh build/kinkeeper postgresql://OWNER
set -u
kin=$(realpath "$1")
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
cd "$work" || exit 3

check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $1: expected '$2', got '$3'" | cut -c1-600
	fi
}

# start COMMAND…: sets at, pid
start() {
	"$@" >out 2>err &
	pid=$!
	pids="$pids $pid"
	for _ in $(seq 300); do
		grep -q '^listening' out && break
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	at=$(sed -n 's/^listening //p' out)
}
stop() {
	kill "$pid"
	wait "$pid" 2>/dev/null
}
# refused COMMAND…: it ends by itself and says whose keys these are not
refused() {
	timeout 20 "$@" >out 2>err
	echo "$? $(grep -c 'the keys here are not those of this database' err)"
}

token() {
	curl -fs -H 'Accept: application/json' -d "persona=$1" "$2/demo/sign-in" | sed 's/.*"token":"\([^"]*\)".*/\1/'
}
get() { curl -s -H "Authorization: Bearer $1" "$2/api/v1$3"; }
# words URL: whether the family's talk can be read there
words() {
	t=$(token family "$1")
	thread=$(get "$t" "$1" /threads | sed 's/.*"thread":"\([^"]*\)".*/\1/')
	get "$t" "$1" "/threads/$thread/messages" | grep -c '"body":"[A-Z]'
}
rows() { sqlite3 "$1" "SELECT count(*) FROM $2"; }

demo() { start "$kin" demo --data "$1" --listen 127.0.0.1:0 --families 3 --weeks 2; }

demo one
check "the talk can be read" 1 "$(words "$at")"
stop
demo two
stop
check "no key lies with the rows" "0 0" "$(rows one/kinkeeper.db author_key) $(rows one/kinkeeper.db tenant_key)"
check "keys lie in a file of their own" yes "$([ "$(rows one/keys.db author_key)" -gt 3 ] && echo yes)"
check "which only its owner reads" 600 "$(stat -c %a one/keys.db)"
check "and holds nothing else" "author_key counter schema_version tenant_key" \
	"$(sqlite3 one/keys.db "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name)")"

mv one/keys.db one/kept
check "a store whose keys are gone does not start" "3 1" "$(refused "$kin" demo --data one --listen 127.0.0.1:0)"
cp two/keys.db one/keys.db
check "nor with another's" "3 1" "$(refused "$kin" demo --data one --listen 127.0.0.1:0)"
rm -f one/keys.db one/keys.db-wal one/keys.db-shm
mv one/kept one/keys.db
demo one
check "with its own it goes on" 1 "$(words "$at")"
stop

# As a store was before: the keys beside the rows, and no number.
sqlite3 one/kinkeeper.db "ATTACH 'one/keys.db' AS k; INSERT INTO tenant_key SELECT * FROM k.tenant_key;
	INSERT INTO author_key SELECT * FROM k.author_key; DELETE FROM counter WHERE name = 'keys'"
n=$(rows one/kinkeeper.db author_key)
rm -f one/keys.db one/keys.db-wal one/keys.db-shm
demo one
check "keys from before are carried over" 1 "$(words "$at")"
stop
check "all of them" "$n 0 0" "$(rows one/keys.db author_key) $(rows one/kinkeeper.db author_key) $(rows one/kinkeeper.db tenant_key)"

# Two nodes of one PostgreSQL: each has its directory, both have the keys' database.
sql() { psql -qXtA "$owner" -c "$1"; }
sql 'DROP SCHEMA public CASCADE' 2>/dev/null
sql 'CREATE SCHEMA public'
sql 'DROP SCHEMA IF EXISTS keys CASCADE' 2>/dev/null
sql 'CREATE SCHEMA keys'
case $owner in *\?*) and='&' ;; *) and='?' ;; esac
keys="${owner}${and}options=-csearch_path%3Dkeys"
start "$kin" demo --data three --database "$owner" --key-database "$keys" --listen 127.0.0.1:0 --families 3 --weeks 2
check "keys in a database of their own" 1 "$(words "$at")"
mkdir -m 700 four
cp three/master.key three/demo three/log.key three/log.pub four/ 2>/dev/null
first=$at
one=$pid
start "$kin" demo --data four --database "$owner" --key-database "$keys" --listen 127.0.0.1:0
check "another node reads them" 1 "$(words "$at")"
check "no file of keys is made" no "$([ -e four/keys.db ] && echo yes || echo no)"
check "none lies with the rows" "0" "$(sql 'SELECT count(*) FROM public.author_key')"
check "they are there" yes "$([ "$(sql 'SELECT count(*) FROM keys.author_key')" -gt 3 ] && echo yes)"
stop
pid=$one at=$first
stop
check "without them it does not start" "3 1" "$(refused "$kin" demo --data four --database "$owner" --listen 127.0.0.1:0)"

# And back: from there into files, and into another database with its own for keys.
"$kin" backup-key --data three --database "$owner" --key-database "$keys" >recovery 2>/dev/null
"$kin" backup rows.backup --data three --database "$owner" --key-database "$keys" >/dev/null 2>&1
"$kin" backup keys keys.backup --data three --database "$owner" --key-database "$keys" >/dev/null 2>&1
"$kin" restore rows.backup --recovery-key recovery --keys keys.backup --data five >out 2>err
check "a backup of both is restored into files" "0 yes" "$? $([ -e five/keys.db ] && [ ! -e five/keys.db.restoring ] && echo yes)"
cp three/demo five/
demo five
check "and can be read there" 1 "$(words "$at")"
stop
"$kin" restore rows.backup --recovery-key recovery --keys keys.backup --data six --database "$owner" --key-database "$keys" >out 2>err
check "never over keys that are there" 1 "$?"
sql 'DROP SCHEMA public CASCADE' 2>/dev/null
sql 'CREATE SCHEMA public'
"$kin" restore rows.backup --recovery-key recovery --keys keys.backup --data six --database "$owner" --key-database "$keys" >out 2>err
check "nor where only the rows are gone" "1 yes" "$? $([ "$(sql 'SELECT count(*) FROM keys.author_key')" -gt 3 ] && echo yes)"
sql 'DROP SCHEMA keys CASCADE' 2>/dev/null
sql 'CREATE SCHEMA keys'
"$kin" restore rows.backup --recovery-key recovery --keys keys.backup --data six --database "$owner" --key-database "$keys" >out 2>err
check "a backup of both is restored into two databases" 0 "$?"
cp three/demo six/
start "$kin" demo --data six --database "$owner" --key-database "$keys" --listen 127.0.0.1:0
check "and can be read there, too" 1 "$(words "$at")"
stop
# A restore that stopped before the keys had their name.
mv five/keys.db five/keys.db.restoring
demo five
check "keys that only lack their name get it" "1 yes" "$(words "$at") $([ -e five/keys.db ] && [ ! -e five/keys.db.restoring ] && echo yes)"
stop
sql 'DROP SCHEMA keys CASCADE' 2>/dev/null

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
