#!/bin/sh
# Branch coverage of the sanitiser's rooms by their tests: make check-coverage, which sets
# srcdir and builddir. Builds with gcc's --coverage in builddir/coverage, runs the test
# programs, the fuzz targets over their seeds and over generated inputs among them, and
# prints the branches of each file and of the four parts: tokenizer (core/html), policy (with
# the filter that applies it and the passes over names), builders (libtidy's among them) and
# serialiser (with what reads its bytes back). Fails when a part is below COVERAGE_FLOOR
# percent; single files below it are named.
#
# What no test takes, and why it stays:
# - the other way out of a check that a second one makes sure of: a sticky failure that is
#   looked at twice, a length before the first byte, a number of an element before a table;
# - what the system's libraries do not do here: iconv() without an encoding that it lists or
#   failing to reset, libtidy that changes, drops or repeats what it was given;
# - bounds that input of 4 GiB or a stack of another size would meet, and loops that end by
#   their steps only if a rule of the content model were to go in a circle.
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
    awk -v floor="$floor" -v srcdir="$srcdir" '
        function part(file) {
            if (file ~ /^core\/html\//)
                return "tokenizer"
            if (file ~ /serialise\/|\/(strict|canonical|escaped|sanitise)\./)
                return "serialiser"
            if (file ~ /\/(build|builder|compared|fit|formatting|content|context|model|regular|repair)\./)
                return "builders"
            return "policy"
        }
        # Of a file that is gone, an older build may have left its count.
        /^core\// && (getline line < (srcdir "/" $1)) < 0 { next }
        { print }
        /^core\// && $2 > 0 {
            all[part($1)] += $2
            taken[part($1)] += $3
            if ($4 + 0 < floor)
                low = low "\n  " $1 " " $4
        }
        END {
            for (p in all) {
                percent = 100 * taken[p] / all[p]
                printf "%-12s %5d of %5d branches: %.1f %%\n", p, taken[p], all[p], percent
                failed = failed || percent < floor
            }
            if (low)
                print "files below " floor " %:" low
            exit failed
        }' || status=1
exit "$status"
