#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Runs the unit tests of a build directory; each cmocka case counts.
set -u
passed=0
failed=0
for t in "$1"/tests/unit_*; do
	[ -x "$t" ] && [ -f "$t" ] || continue
	out=$("$t" 2>&1)
	status=$?
	p=$(printf '%s\n' "$out" | grep -c '^\[       OK \]')
	f=$(printf '%s\n' "$out" | grep '^\[  FAILED  \] [a-z_0-9]*$' | sort -u | wc -l)
	if [ "$status" -ne 0 ]; then
		printf '%s\n' "$out" | grep -vE '^\[ (RUN|      OK)' | tail -n 60
		[ "$f" -gt 0 ] || f=1
	fi
	echo "$(basename "$t"): $p ok"
	passed=$((passed + p))
	failed=$((failed + f))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
