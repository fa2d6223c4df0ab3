#!/bin/sh
# All tests, with AddressSanitizer and UndefinedBehaviorSanitizer, out of tree. The last line
# is "N passed, N failed" over all suites. A caller that has set ENCART_COUNTS (a folder)
# gets the counts there and prints the line itself.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

own=
if [ -z "${ENCART_COUNTS:-}" ]; then
    own=yes
    ENCART_COUNTS=$PWD/build/check-counts
    rm -rf "$ENCART_COUNTS"
fi
export ENCART_COUNTS
mkdir -p "$ENCART_COUNTS" build/check

# Whatever happens, a run ends with its closing line; a build that broke counts as failed.
finish() {
    status=$?
    trap - EXIT
    if [ -n "$own" ]; then
        scripts/count.sh "$ENCART_COUNTS" || status=1
    fi
    exit "$status"
}
trap finish EXIT

# The package of nginx starts a server, which nobody wants on a machine of their own: where it
# is not there already, its module is for a machine that only tests.
sets="build check bindings"
[ -z "${CI:-}" ] || sets="$sets nginx"

build() {
    nginx=
    [ ! -f /usr/share/nginx/src/conf_flags ] || nginx=--with-nginx
    # shellcheck disable=SC2086 # $nginx may be absent
    bootstrap &&
        in_build build/check/tree --enable-sanitizers --enable-werror --with-php \
            --with-python --with-node $nginx CFLAGS='-O1 -g' &&
        make -C build/check/tree -j "$(jobs_count)" all
}

# shellcheck disable=SC2086 # a list
scripts/deps.sh $sets
if ! quietly build/check/build.log build; then
    counts build 0 1 0
    exit 1
fi
# A leak is a failure; a test that wants none of it says so itself.
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
if ! make -C build/check/tree -j "$(jobs_count)" check VERBOSE=1; then
    # Suites count their own failures; this is for a test program that did not build or died.
    if scripts/count.sh "$ENCART_COUNTS" >/dev/null; then
        counts make-check 0 1 0
    fi
    exit 1
fi
