#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# The command line: the first hour of a real store, refusals, exit codes, JSON.
#
#	tests/cli/commands.sh build/kinkeeper [postgresql://…]
set -u
kin=$1
passed=0
failed=0
work=$(mktemp -d)
pid=
finish() {
	[ -z "$pid" ] || kill "$pid" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT

# expect STATUS TEXT COMMAND…: the exit code, and a text in what it says.
expect() {
	status=$1
	text=$2
	shift 2
	out=$("$@" 2>&1)
	got=$?
	if [ "$got" = "$status" ] && { [ -z "$text" ] || printf '%s' "$out" | grep -qF -- "$text"; }; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $*: expected $status and '$text', got $got: $out"
	fi
}

d="$work/store"
expect 2 "usage: kinkeeper COMMAND" "$kin"
expect 0 "usage: kinkeeper COMMAND" "$kin" --help
expect 0 "--listen ADDR:PORT" "$kin" serve --help
expect 2 "what is --colour" "$kin" serve --colour red
expect 3 "run \`kinkeeper init\` first" "$kin" user list --data "$d"
expect 0 "schema 0 -> " "$kin" init --data "$d"
expect 0 "\"to\":" "$kin" migrate --json --data "$d"
expect 0 "" "$kin" tenant add --data "$d" --name "Green County"
expect 1 "there already" "$kin" tenant add --data "$d" --name "Green County"
expect 2 "--zone is missing" "$kin" site add --data "$d" --tenant "Green County" --name North --country US
expect 1 "does not fit" "$kin" site add --data "$d" --tenant "Green County" --name North --country US --zone Mars/One
expect 1 "no such agency" "$kin" site add --data "$d" --tenant Nowhere --name North --country US --zone America/Detroit
expect 0 "" "$kin" site add --data "$d" --tenant "Green County" --name North --country US --zone America/Detroit
expect 1 "WEAK  every agency has an administrator" "$kin" doctor --data "$d"
expect 1 "no such site" "$kin" user add --data "$d" --tenant "Green County" --email a@b.example --first A --last B --role admin --site South
expect 1 "does not fit" "$kin" user add --data "$d" --tenant "Green County" --email a@b.example --first A --last B --role king
expect 0 "\"seed\":" "$kin" user add --json --data "$d" --tenant "Green County" --email a@b.example --first A --last B --role admin
expect 1 "there already" "$kin" user add --data "$d" --tenant "Green County" --email a@b.example --first A --last B --role admin
expect 0 "ok    every agency has an administrator" sh -c "\"$kin\" doctor --data \"$d\" || true"
expect 0 "a@b.example" "$kin" user list --data "$d"
expect 0 "\"users\":[{\"email\":\"a@b.example\",\"role\":\"admin\",\"state\":\"open\"}]" "$kin" user list --json --data "$d"
expect 1 "no such account" "$kin" user confirm --data "$d" --email nobody@b.example
expect 1 "" "$kin" user confirm --data "$d" --email a@b.example
sqlite3 "$d/kinkeeper.db" "INSERT INTO staff_confirm SELECT id, id, 1 FROM account WHERE email = 'a@b.example'"
expect 0 "" "$kin" user confirm --data "$d" --email a@b.example
expect 1 "" "$kin" user confirm --data "$d" --email a@b.example
expect 1 "no such account" "$kin" user close --data "$d" --email nobody@b.example
expect 0 "" "$kin" user close --data "$d" --email a@b.example
expect 0 "closed" "$kin" user list --data "$d"
expect 0 "\"jobs\":[]" "$kin" jobs list --json --data "$d"
expect 0 "0 wait again" "$kin" jobs retry --data "$d"
expect 1 "holds real data" "$kin" demo --data "$d" --listen 127.0.0.1:0
chmod 644 "$d/master.key"
expect 3 "can be read by others" "$kin" user list --data "$d"
chmod 600 "$d/master.key"
"$kin" serve --data "$d" --listen 127.0.0.1:0 >"$work/out" 2>&1 &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	grep -q '^listening http://' "$work/out" && break
	sleep 0.1
done
url=$(sed -n 's/^listening //p' "$work/out")
expect 0 '"ready":true' curl -s "$url/healthz"
expect 0 "__Host-kin=" curl -si "$url/sign-in"
expect 0 "Strict-Transport-Security" curl -si "$url/sign-in"
expect 0 "404" curl -s -o /dev/null -w '%{http_code}' -d persona=family "$url/demo/sign-in"
expect 0 "closed" "$kin" user list --data "$d"
expect 1 "another kinkeeper uses" "$kin" migrate --data "$d"
kill "$pid"
wait "$pid"
status=$?
pid=
expect 0 "0" echo "$status"
expect 0 "\"operationId\":\"message.send\"" "$kin" openapi
expect 0 "message.approve" "$kin" routes
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
