#!/bin/sh
# Branch coverage of the sanitiser's rooms by their tests: make check-coverage, which sets
# srcdir and builddir. Builds with gcc's --coverage in builddir/coverage, runs the test
# programs, the fuzz targets over their seeds and over generated inputs among them, and
# prints the branches of each file. Fails when one is below COVERAGE_FLOOR percent.
#
# What no test takes: the other way out of a check that a second one makes sure of (a
# sticky failure looked at twice), iconv() failing to reset, and limits of 32 bits.
set -eu
: "${srcdir:?}" "${builddir:?}"
floor=${COVERAGE_FLOOR:-95}
rooms='core/html core/sanitise core/serialise'

command -v gcovr >/dev/null || {
    echo 'gcovr is missing: scripts/deps.sh coverage' >&2
    exit 2
}
mkdir -p "$builddir/coverage"
cd "$builddir/coverage"
[ -f Makefile ] || "$srcdir/configure" LDFLAGS=--coverage CPPFLAGS=-DENCART_ARENA_MALLOC \
    CFLAGS='-O0 -g --coverage -fprofile-update=atomic' >configure.log 2>&1
find . -name '*.gcda' -exec rm -f {} +
rm -f ./*conftest.gcno
export FUZZ_GENERATED="${FUZZ_GENERATED:-2000}"

# What fails is told and fails the run; the branches are counted all the same. Left out is
# the test that watches writes to static data: the counters of --coverage are such.
status=0
# shellcheck disable=SC2016 # make expands it
make -k check TESTS='$(filter-out test_tidy_statics,$(check_PROGRAMS))' >check.log 2>&1 || {
    grep -E '^(FAIL|ERROR)' check.log || tail -n 20 check.log
    status=1
}
# test_tokenize_table builds the tokenizer once more, without vector instructions: its
# functions stand on other lines, which gcovr cannot add up.
find . -name 'test_tokenize_table-*.gc[dn][ao]' -exec rm -f {} +
filters=
for room in $rooms; do
    filters="$filters --filter $srcdir/$room/"
done
# Word splitting is meant: $filters is a list of options.
# shellcheck disable=SC2086
gcovr --root "$srcdir" --object-directory . $filters --branches --txt |
    awk -v floor="$floor" '
        { print }
        /^core\// && $2 > 0 && $4 + 0 < floor { low = low "\n  " $1 " " $4 }
        END { if (low) { print "below " floor " %:" low; exit 1 } }' || status=1
exit "$status"
