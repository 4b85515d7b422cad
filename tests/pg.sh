#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# A PostgreSQL of the tests' own, on a private socket, gone with its directory.
#
#	tests/pg.sh start DIR     prints postgresql://…, of the database's owner
#	tests/pg.sh stop DIR
#
# PostgreSQL does not run as root; there, it runs as the user postgres.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
dir=$2

as_user() {
	if [ "$(id -u)" = 0 ]; then
		(cd / && runuser -u postgres -- "$@")
	else
		"$@"
	fi
}

case $1 in
start)
	mkdir -p "$dir"
	if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
	as_user "$bin/initdb" -D "$dir/data" -U kin --auth=trust --locale=C --encoding=UTF8 >"$dir.log" 2>&1
	as_user "$bin/pg_ctl" -D "$dir/data" -w -s -l "$dir/server.log" -o "-k $dir -h '' -c fsync=${PG_FSYNC:-off} \
		-c max_connections=${PG_CONNECTIONS:-120} -c shared_buffers=128MB" start >>"$dir.log" 2>&1
	as_user "$bin/createuser" -h "$dir" -U kin --createrole keeper
	as_user "$bin/createdb" -h "$dir" -U kin -O keeper kinkeeper
	echo "postgresql:///kinkeeper?host=$dir&user=keeper"
	;;
stop)
	as_user "$bin/pg_ctl" -D "$dir/data" -w -s -m immediate stop >/dev/null 2>&1 || true
	rm -rf "$dir" "$dir.log"
	;;
*)
	echo "usage: tests/pg.sh start|stop DIR" >&2
	exit 2
	;;
esac
