#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Starts a demo of its own and drives it with Debian's Chromium.
#
#	tests/browser/run.sh build/kinkeeper
set -u
here=$(dirname "$0")
work=$(mktemp -d)
"$1" demo --listen 127.0.0.1:0 --data "$work/data" --families 3 --weeks 2 >"$work/out" 2>"$work/err" &
pid=$!
finish() {
	kill "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
for _ in $(seq 1 100); do
	grep -q '^listening ' "$work/out" && break
	sleep 0.1
done
[ -d "$here/node_modules" ] || (cd "$here" && npm ci --silent --no-audit --no-fund)
node "$here/run.mjs" "$(sed -n 's/^listening //p' "$work/out")" "$work/data/kinkeeper.db"
