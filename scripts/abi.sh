#!/bin/sh
# Prints the binary interface that the headers in a folder declare: scripts/abi.sh include.
# One fact a line, sorted, so that comm(1) tells two of them apart. $CC compiles.
set -eu
scripts=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/encart-abi-XXXXXX")
trap 'rm -rf "$work"' EXIT

awk -f "$scripts/make-abi.awk" "$1"/encart/*.h >"$work/abi.c"
# shellcheck disable=SC2086 # $CC may carry options
${CC:-cc} -I"$1" "$work/abi.c" -o "$work/abi"
"$work/abi" | LC_ALL=C sort
