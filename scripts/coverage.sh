#!/bin/sh
# Branch coverage of the sanitiser's rooms by their tests: make check-coverage, which sets
# srcdir and builddir. Builds with gcc's --coverage in builddir/coverage, runs the tests of
# these rooms, the fuzz targets over their seeds and over generated inputs, and prints the
# branches of each file. Fails when one is below COVERAGE_FLOOR percent.
set -eu
: "${srcdir:?}" "${builddir:?}"
floor=${COVERAGE_FLOOR:-95}
rooms='core/html core/sanitise core/serialise'
tests='test_scan test_tokenize test_tokenize_states test_decode test_serialise test_url
    test_policy test_model test_repair test_sanitise test_sanitise_oom test_shapes
    test_threads test_tidy_statics test_page test_load test_seed test_engine test_golden
    replay_tokenize replay_url replay_sanitise replay_idempotence replay_strict
    replay_builders replay_roundtrip'

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

# Programs of the list that this checkout has; what fails is told and fails the run.
status=0
for t in $tests; do
    make "$t" >make.log 2>&1 || { tail -n 20 make.log; exit 2; }
    srcdir=$srcdir "./$t" >"$t.log" 2>&1 || {
        tail -n 20 "$t.log"
        status=1
    }
done
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
