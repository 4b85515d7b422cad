#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# PostgreSQL's rights: the owner makes the schema and does not serve; the role that
# serves reads and writes rows, makes no table, and can only add to the audit log.
#
#	tests/cli/rights.sh build/kinkeeper postgresql://OWNER
set -u
kin=$1
owner=${2:?}
work=$(mktemp -d)
passed=0
failed=0
trap 'rm -rf "$work"' EXIT

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

sql() { psql -qXAt -v ON_ERROR_STOP=1 "$@"; }
d="$work/store"
first="kin_first_$$" # roles outlive the schema
second="kin_second_$$"

sql "$owner" -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' >/dev/null 2>&1
expect 2 "--runtime-role only with --database" "$kin" init --data "$work/none" --runtime-role "$first"
expect 0 "The password is not shown again" "$kin" init --data "$d" --database "$owner" --runtime-role "$first"
# A role that is there keeps its password, so none is printed; --json has one line.
expect 0 '"serve_as":"postgresql:///?user='"$first"'&' "$kin" init --json --data "$d" --database "$owner" \
	--runtime-role "$first"
out=$("$kin" init --json --data "$d" --database "$owner" --runtime-role "$second")
run=$(printf '%s' "$out" | sed -n 's/.*"serve_as":"\([^"]*\)".*/\1/p')
expect 0 "password=" echo "$run"
expect 0 "SCRAM-SHA-256" sql "$(printf '%s' "$owner" | sed 's/user=keeper/user=kin/')" \
	-c "SELECT rolpassword FROM pg_authid WHERE rolname = '$second'"

expect 1 "this database user can change the tables; run" "$kin" serve --data "$d" --database "$owner"
expect 1 "this database user can change the tables; run" "$kin" jobs --data "$d" --database "$owner"
expect 1 "this database user is a superuser; run" "$kin" serve --data "$d" \
	--database "$(printf '%s' "$owner" | sed 's/user=keeper/user=kin/')"
expect 0 "" "$kin" tenant add --data "$d" --database "$run" --name "Green County"
expect 0 "1" sql "$run" -c "SELECT count(*) FROM audit_entry WHERE act = 'tenant.add'"
expect 0 "ok    the database's user cannot change its tables" sh -c "\"$kin\" doctor --data \"$d\" --database '$run' || true"
expect 0 "WEAK  the database's user cannot change its tables" sh -c "\"$kin\" doctor --data \"$d\" --database '$owner' || true"
expect 0 "WEAK  the database's user cannot change the audit log" sh -c "\"$kin\" doctor --data \"$d\" --database '$owner' || true"

for table in audit_entry audit_leaf audit_row audit_checkpoint; do
	expect 1 "permission denied for table $table" sql "$run" -c "DELETE FROM $table"
	expect 1 "permission denied for table $table" sql "$run" -c "TRUNCATE $table CASCADE"
done
expect 1 "permission denied for table audit_entry" sql "$run" -c "UPDATE audit_entry SET act = ''"
expect 1 "permission denied for table audit_detail" sql "$run" -c "UPDATE audit_detail SET detail = ''"
expect 1 "permission denied for table audit_detail" sql "$run" -c "TRUNCATE audit_detail CASCADE"
# What an erasure takes away, and nothing beside it.
expect 0 "" sql "$run" -c "DELETE FROM audit_detail WHERE false" -c "UPDATE audit_row SET salt = '' WHERE false"
expect 1 "permission denied for table audit_row" sql "$run" -c "UPDATE audit_row SET hash = '' WHERE false"
expect 1 "permission denied for table schema_version" sql "$run" -c "DELETE FROM schema_version"
expect 1 "permission denied for schema public" sql "$run" -c "CREATE TABLE other (a INT)"
expect 1 "permission denied to create temporary tables" sql "$run" -c "CREATE TEMP TABLE other (a INT)"
expect 1 "must be owner of table person" sql "$run" -c "ALTER TABLE person DISABLE TRIGGER ALL"
expect 1 "must be owner of table person" sql "$run" -c "DROP TABLE person CASCADE"

# A table of a later migration is opened to the roles that were there, by `migrate`.
sql "$owner" -c "CREATE TABLE audit_later (a BIGINT)" -c "CREATE TABLE later (a BIGINT)" >/dev/null
expect 1 "permission denied for table later" sql "$run" -c "SELECT * FROM later"
expect 3 "" "$kin" migrate --data "$d" --database "$run"
expect 0 "schema" "$kin" migrate --data "$d" --database "$owner"
expect 0 "" sql "$run" -c "INSERT INTO later VALUES (1)" -c "DELETE FROM later" -c "INSERT INTO audit_later VALUES (1)"
expect 1 "permission denied for table audit_later" sql "$run" -c "DELETE FROM audit_later"

# An owner who may not make roles is told whom to ask.
super=$(printf '%s' "$owner" | sed 's/user=keeper/user=kin/')
sql "$super" -c "ALTER ROLE keeper NOCREATEROLE"
expect 3 "let an administrator run CREATE ROLE kin_third_$$ LOGIN" "$kin" init --data "$d" --database "$owner" \
	--runtime-role "kin_third_$$"
sql "$super" -c "CREATE ROLE kin_third_$$ LOGIN"
expect 0 "serve with --database 'postgresql:///?user=kin_third_$$" "$kin" init --data "$d" --database "$owner" \
	--runtime-role "kin_third_$$"
sql "$super" -c "ALTER ROLE keeper CREATEROLE"

sql "$owner" -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' >/dev/null 2>&1
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
