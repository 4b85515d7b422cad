#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# One person's data from the command line, while the program serves and while it does not: what
# their own copy holds and no more, written down, on SQLite and PostgreSQL.
#
#	tests/cli/export.sh build/kinkeeper postgresql://OWNER
set -u
kin=$(realpath "$1")
owner=${2:?}
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

# expect STATUS TEXT COMMAND…, and lacks TEXT COMMAND…
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
lacks() {
	text=$1
	shift
	out=$("$@" 2>&1) || out=
	case $out in
	*"$text"* | "") failed=$((failed + 1)) && echo "FAILED $*: holds \"$text\", or nothing" ;;
	*) passed=$((passed + 1)) ;;
	esac
}

start() {
	: >out
	"$@" >out 2>err &
	pid=$!
	for _ in $(seq 300); do
		grep -q '^listening' out && break
		sleep 0.1
	done
	at=$(sed -n 's/^listening //p' out)
}
stop() {
	kill "$pid"
	wait "$pid" 2>/dev/null
	pid=
}
token() {
	curl -fs -H 'Accept: application/json' -d "persona=$1" "$at/demo/sign-in" | sed 's/.*"token":"\([^"]*\)".*/\1/'
}
get() { curl -s -H "Authorization: Bearer $1" "$at/api/v1$2"; }
post() { curl -s -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -d "$3" "$at/api/v1$2"; }
first() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }

# until_says TEXT COMMAND…: another process, or thread, has it to do; at most half a minute.
until_says() {
	text=$1
	shift
	for _ in $(seq 150); do
		"$@" 2>&1 | grep -q -- "$text" && return
		sleep 0.2
	done
}

# export_of NAME [--database URL]
export_of() {
	name=$1
	shift
	start "$kin" demo --data "$name" --listen 127.0.0.1:0 --families 4 --weeks 2 "$@"
	rosa=$(token family) marcus=$(token inside) case=$(token casemanager)
	her=$(get "$marcus" /threads | first person) his=$(get "$rosa" /threads | first person)
	staff=$(get "$case" /me | first person)
	thread=$(get "$rosa" /threads | first thread)
	post "$rosa" "/threads/$thread/messages" '{"body":"A canary of mine"}' >/dev/null
	post "$case" "/people/$her/address" '{"address":"1 Hidden Street"}' >/dev/null

	expect 2 "say whose" "$kin" export person --reason letter --data "$name" "$@"
	expect 2 "say --reason" "$kin" export person "$her" --data "$name" "$@"
	expect 1 "nobody of that id" "$kin" export person 00000000000000000000000000 --reason letter --data "$name" "$@"
	expect 1 "nobody of that id" "$kin" export person "$thread" --reason letter --data "$name" "$@"
	expect 1 "of the staff" "$kin" export person "$staff" --reason letter --data "$name" "$@"
	expect 0 "A canary of mine" "$kin" export person "$her" --reason "Her letter of May" --data "$name" "$@"
	expect 0 '"first_name":"Rosa"' "$kin" export person "$her" --reason letter --data "$name" "$@"
	lacks "Hidden Street" "$kin" export person "$her" --reason letter --data "$name" "$@"
	# The same words as the copy that she can have herself, but for when it was made.
	"$kin" export person "$her" --reason letter --data "$name" "$@" | tail -n +2 >ours
	curl -fs -o jar -c cookies -d persona=family "$at/demo/sign-in"
	curl -fs -b cookies "$at/data-requests/copy" | tail -n +2 >hers
	expect 0 "" cmp ours hers
	# Each is an entry, about her; on PostgreSQL it has its place in the log a little later.
	until_says "^4$" sh -c '"$@" | wc -l' - "$kin" audit list --act export.person --tenant "Riverside County" --data "$name" "$@"
	expect 0 "export.person" "$kin" audit list --act export.person --tenant "Riverside County" --data "$name" "$@"
	expect 0 "$her" "$kin" audit list --act export.person --json --tenant "Riverside County" --data "$name" "$@"
	expect 0 "4" sh -c '"$@" | wc -l' - "$kin" audit list --act export.person --tenant "Riverside County" --data "$name" "$@"

	# An order: neither copy names the other.
	expect 0 "Marcus" "$kin" export person "$her" --reason letter --data "$name" "$@"
	post "$(token privacy)" /orders "{\"kind\":\"no_contact\",\"court\":\"Wayne\",\"message\":true,\"restrained\":[\"$his\"],\"protected\":[\"$her\"]}" >/dev/null
	lacks "Rosa" "$kin" export person "$his" --reason letter --data "$name" "$@"
	lacks "Wayne" "$kin" export person "$his" --reason letter --data "$name" "$@"
	lacks "Marcus" "$kin" export person "$her" --reason letter --data "$name" "$@"

	# Erased stays erased.
	one=$(token privacy) two=$(token privacy2)
	erasure=$(post "$one" /erasures "{\"person\":\"$her\",\"basis\":\"request\",\"words\":\"a letter of hers\"}" | first erasure)
	post "$two" "/erasures/$erasure/confirm" '{}' >/dev/null
	# A job that was refused is tried again a little later, by the demo's clock.
	for _ in $(seq 100); do
		curl -fs -o /dev/null -d advance=PT1M "$at/demo/clock"
		"$kin" export person "$her" --reason letter --data "$name" "$@" 2>&1 | grep -q "were erased" && break
		sleep 0.1
	done
	expect 1 "were erased" "$kin" export person "$her" --reason letter --data "$name" "$@"
	stop
	# With nobody serving it opens the store by itself.
	expect 0 '"first_name":"Marcus"' "$kin" export person "$his" --reason letter --data "$name" "$@"
	lacks "Rosa" "$kin" export person "$his" --reason letter --data "$name" "$@"
	expect 1 "were erased" "$kin" export person "$her" --reason letter --data "$name" "$@"
}

export_of sqlite
psql -qX "$owner" -c 'SET client_min_messages TO error; DROP SCHEMA public CASCADE; CREATE SCHEMA public' >/dev/null
export_of pg --database "$owner"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
