#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# The stories on PostgreSQL, half of them beside the other half: most of a story there is
# waiting for answers. Each half has a server of its own, for roles are a server's.
#
#	tests/story/halves.sh URL SECOND_URL STORY…
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
first=$1 second=$2
shift 2
i=0
for story; do
	i=$((i + 1))
	echo "$story" >>"$work/list$((i % 2))"
done
# half N URL
half() {
	# shellcheck disable=SC2046
	build/tests/kin-story --database "$2" --verify src/verify/kk-verify $(cat "$work/list$1") >"$work/out$1" 2>&1
	echo $? >"$work/status$1"
}
half 1 "$first" &
half 0 "$second"
wait
cat "$work/out0" "$work/out1" | grep -vE '^[0-9]+ passed, [0-9]+ failed$'
awk '/^[0-9]+ passed, [0-9]+ failed$/ { p += $1; f += $3 } END { print p + 0 " passed, " f + 0 " failed" }' "$work/out0" "$work/out1"
[ "$(cat "$work/status0" "$work/status1" | tr -d '\n')" = 00 ]
