#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# `kinkeeper import roster` on a demo's store, on SQLite and, where a URL is given,
# on PostgreSQL (which is emptied first).
#
#	tests/cli/roster.sh build/kinkeeper [postgresql://…]
set -u
kin=$(realpath "$1")
url=${2:-${DATABASE:-}}
work=$(mktemp -d /tmp/kinroster.XXXXXX)
passed=0
failed=0
demo=
finish() {
	[ -z "$demo" ] || kill "$demo" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 3

# A world of made-up people, built by the demo, which then ends.
make_store() {
	"$kin" demo --data "$1" --families 3 --weeks 1 --listen 127.0.0.1:0 ${2:+--database "$2"} >log 2>&1 &
	demo=$!
	for _ in $(seq 150); do
		grep -q '^listening' log && break
		sleep 0.2
	done
	kill "$demo" && wait "$demo" 2>/dev/null
	demo=
	grep -q '^listening' log || { cat log; echo "0 passed, 1 failed"; exit 1; }
}

import() {
	file=$1
	shift
	"$kin" import roster "$file" --data data ${on:+--database "$on"} --tenant 'riverside county' "$@"
}

# check NAME STATUS HOLDS COMMAND…: the status, and what standard output holds.
check() {
	name=$1 status=$2 holds=$3
	shift 3
	"$@" >out 2>err
	got=$?
	if [ "$got" = "$status" ] && { [ -z "$holds" ] || grep -qF -- "$holds" out; }; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $name: status $got, not $status with $holds"
		head -c 600 out err
	fi
}

said() {
	if grep -qF -- "$2" err; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $1: does not say $2"
		head -c 600 err
	fi
}

cat >good.csv <<'EOF'
number,last_name,first_name,birth_date,site,unit,status,language
9001,Ames,Cara,1980-02-03,Riverside,B2,here,es
9002,"O'Neil, Jr",Dan,1979-12-31,stonebridge,,Hospital,
EOF
cat >bad.csv <<'EOF'
number,last_name,birth_date,site
9001,Changed,1980-02-03,Riverside
9003,,1980-02-03,Riverside
9004,Dunn,1980-02-30,Riverside
9004,Dunn,1980-02-03,Atlantis
9005,"Ek,1980-02-03,Riverside
9006,Fry
EOF
printf '\357\273\277Inmate #;Nachname;DOB;Facility\r\n9007;M\303\274ller;3.2.1980;Riverside\r\n' >bom.csv
printf 'Number;Surname;DOB;Facility\n9007;M\374ller;3.2.1980;Riverside\n' >latin.csv
printf 'number,last_name,birth_date,site\n9002,"O'\''Neil, Jr",1979-12-31,Stonebridge\n' >left.csv
printf 'a,b\0\nx,y\n' >nul.csv
awk 'BEGIN { print "number;last_name;first_name;birth_date;site;unit;status"
	for (i = 0; i < 50000; i++)
		printf "%06d;Name%d;First;%04d-%02d-%02d;Willow Farm;U%d;%s\n", 300000 + i, i % 900,
			1950 + i % 50, 1 + i % 12, 1 + i % 28, i % 40, i % 3 ? "active" : "" }' >many.csv
awk 'NR == 1 || NR % 2 { print; next } { sub(/;Name[0-9]+;/, ";;"); print }' many.csv >many_bad.csv

run_all() {
	check "a dry run lists rows and no faults" 0 '{"rows":2,"faults":[]}' import good.csv --dry-run --json
	check "a dry run adds nobody" 0 '{"rows":2,"added":2,"changed":0,"released":0,' import good.csv --json
	check "the same file changes nobody" 0 '{"rows":2,"added":0,"changed":0,"released":0,' import good.csv --json
	check "faults are listed by line and column" 1 \
		'"faults":[{"line":3,"column":"last_name","reason":"missing"},{"line":4,"column":"birth_date","reason":"not_a_date"},{"line":5,"column":"number","reason":"duplicate_number","first":4},{"line":5,"column":"site","reason":"unknown_site","value":"Atlantis"},{"line":6,"column":"last_name","reason":"bad_quote"},{"line":7,"column":"","reason":"ragged"}]}' \
		import bad.csv --dry-run --json
	check "faulty rows change nothing" 1 '6 rows: 6 faults, nothing was changed' import bad.csv
	said "faults are told in words" 'line 5, site: No site has this name.'
	check "and nothing was half-written" 0 '"added":0,"changed":0,' import good.csv --json
	check "UTF-8 with a mark and semicolons" 0 '"added":1,"changed":0,' import bom.csv --json
	check "Windows-1252 is the same name" 0 '"added":0,"changed":0,' import latin.csv --json
	check "a map goes first" 1 '{"line":1,"column":"Where","reason":"no_column"}' \
		import good.csv --map site=Where --json
	check "standard input is read" 0 '"added":0,"changed":0,' sh -c "cat good.csv | $kin import roster - \
		--data data ${on:+--database '$on'} --tenant 'Riverside County' --json"
	check "who is absent is left" 0 '"released":0,"left":1,' import left.csv --json
	check "with --complete who is absent is released" 0 '"changed":0,"released":1,"left":0,' \
		import left.csv --complete --json
	check "and once only" 0 '"changed":0,"released":0,"left":0,' import left.csv --complete --json
	check "50,000 rows are checked" 0 '{"rows":50000,"faults":[]}' import many.csv --dry-run --json
	check "50,000 rows are added" 0 '{"rows":50000,"added":50000,"changed":0,' import many.csv --json
	check "and the second time none" 0 '{"rows":50000,"added":0,"changed":0,"released":0,' import many.csv --json
	check "25,000 faults are all listed" 1 '{"line":50000,"column":"last_name","reason":"missing"}' \
		import many_bad.csv --dry-run --json
	check "a file of NULs is told" 1 '"reason":"not_text"' import nul.csv --json
	check "a wrong map is a wrong usage" 2 '' import good.csv --map colour=red
	check "no file is a wrong usage" 2 '' "$kin" import roster --data data
	check "a file that is not there cannot be read" 3 '' import nowhere.csv
	check "several agencies must be told apart" 2 '' "$kin" import roster good.csv --data data \
		${on:+--database "$on"}
	check "an agency that is not there" 2 '' "$kin" import roster good.csv --data data \
		${on:+--database "$on"} --tenant Nowhere
}

on=
make_store data
run_all
if [ -n "$url" ]; then
	rm -rf data
	psql -q "$url" -c 'DROP SCHEMA public CASCADE; CREATE SCHEMA public' >/dev/null 2>&1
	make_store data "$url"
	on=$url
	run_all
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
