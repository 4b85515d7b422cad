#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Installs what is missing from Debian's packages.
#
#	tools/packages.sh build        to build and run
#	tools/packages.sh test         also to test
#	tools/packages.sh bench        also to measure
set -eu

build="gcc meson ninja-build pkgconf python3 brotli
	libmicrohttpd-dev libdeflate-dev libsqlite3-dev libpq-dev libsodium-dev libargon2-dev libssl-dev
	liboath-dev libjansson-dev libicu-dev libhyperscan-dev libcurl4-openssl-dev
	libqrencode-dev libpango1.0-dev libcairo2-dev"
test="clang libclang-rt-14-dev llvm-14 libcmocka-dev postgresql postgresql-client sqlite3 chromium
	nodejs npm curl procps python3-cryptography valgrind fonts-noto-core python3-aiosmtpd openssl gettext git util-linux"
bench="wrk"

case ${1:-build} in
build) want=$build ;;
test) want="$build $test" ;;
bench) want="$build $test $bench" ;;
*)
	echo "usage: tools/packages.sh build|test|bench" >&2
	exit 2
	;;
esac

missing=
for p in $want; do
	# A command that is there counts, whoever brought it.
	case $p in
	nodejs) command -v node >/dev/null 2>&1 && continue ;;
	npm) command -v npm >/dev/null 2>&1 && continue ;;
	clang) command -v clang >/dev/null 2>&1 && continue ;;
	esac
	dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

echo "installing:$missing" >&2
sudo=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null 2>&1 || { echo "run this as root, or install sudo" >&2; exit 3; }
	sudo=sudo
fi
$sudo apt-get -o Dpkg::Use-Pty=0 update -qq >&2
# shellcheck disable=SC2086 # a list of words
DEBIAN_FRONTEND=noninteractive $sudo apt-get -o Dpkg::Use-Pty=0 install -y -qq \
	--no-install-recommends $missing >&2
