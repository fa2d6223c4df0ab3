#!/bin/sh
# Fuzzes one target for FUZZ_SECONDS (0 = until stopped by Ctrl-C): fuzz/run.sh ENGINE TARGET
# with ENGINE libfuzzer or afl. Called by make fuzz-TARGET and make fuzz-afl-TARGET, which
# set srcdir and builddir. The build folder then holds
#   fuzz-ENGINE/           the programs, built with the engine's compiler and sanitizers
#   fuzz-corpus/TARGET/    what the runs have learned; the next ones go on from it
#   fuzz-findings/TARGET/  inputs that failed
#   fuzz-log.txt           a line for each run: how much was executed, how much reached
# Exit status 1 when there is a finding.
set -eu
engine=$1
target=$2
seconds=${FUZZ_SECONDS:-60}
: "${srcdir:?}" "${builddir:?}"
dict=$srcdir/fuzz/$target.dict # a target's own words, or HTML
[ -f "$dict" ] || dict=$srcdir/fuzz/html.dict
seeds=$srcdir/fuzz/corpus/$target
corpus=$builddir/fuzz-corpus/$target
findings=$builddir/fuzz-findings/$target
log=$builddir/fuzz-log.txt

die() {
    echo "fuzz: $*" >&2
    exit 2
}

case $engine in
libfuzzer) cc=${FUZZ_CC:-clang} ;;
afl) cc=${FUZZ_CC:-afl-clang-fast} ;;
*) die "unknown engine '$engine'; expected libfuzzer or afl" ;;
esac
[ -d "$seeds" ] || die "unknown target '$target'; there are: $(ls "$srcdir/fuzz/corpus")"
command -v "$cc" >/dev/null || die "$cc is missing: scripts/deps.sh fuzz"

# The programs, in a build folder of their own.
build() {
    mkdir -p "$builddir/fuzz-$engine"
    cd "$builddir/fuzz-$engine"
    export AFL_QUIET=1
    [ -f Makefile ] ||
        "$srcdir/configure" CC="$cc" --enable-fuzzers --enable-sanitizers \
            CFLAGS='-O1 -g' >configure.log 2>&1 || die "see $PWD/configure.log"
    make "fuzz_$target" >make.log 2>&1 || die "see $PWD/make.log"
    cd "$builddir"
}

note() {
    line="$(date -u +%Y-%m-%dT%H:%M:%SZ) $engine $target: $*"
    echo "$line" | tee -a "$log"
}

# The value of "name : value" or "name: value" in a file of statistics, the last one.
stat_of() {
    sed -n "s/^$1 *: *//p" "$2" | tail -n 1
}

libfuzzer() {
    out=$builddir/fuzz-$engine/$target.out
    status=0
    "fuzz-$engine/fuzz_$target" -max_total_time="$seconds" -timeout=30 \
        -rss_limit_mb=4096 -print_final_stats=1 -dict="$dict" \
        -artifact_prefix="$findings/" "$corpus" "$seeds" >"$out" 2>&1 || status=$?
    note "$(stat_of stat::number_of_executed_units "$out") executions," \
        "$(grep -o 'cov: [0-9]*' "$out" | tail -n 1 | tr -dc 0-9) edges," \
        "$(find "$corpus" -type f | wc -l) inputs in the corpus"
    # 72: stopped by a signal.
    if [ "$status" -ne 0 ] && [ "$status" -ne 72 ]; then
        tail -n 60 "$out"
        note "finding: $(sed -n 's/.*Test unit written to //p' "$out" | tail -n 1)"
        exit 1
    fi
}

# AFL++ keeps a queue of its own; what it learned goes on from run to run.
afl() {
    dir=$builddir/fuzz-$engine/$target
    limit=
    [ "$seconds" -eq 0 ] || limit="-V $seconds"
    export AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_AUTORESUME=1 \
        AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_QUIET=1 \
        ASAN_OPTIONS=abort_on_error=1:symbolize=0:detect_leaks=0 \
        UBSAN_OPTIONS=abort_on_error=1:symbolize=0
    # Word splitting is meant: $limit is an option with its value, or nothing.
    # shellcheck disable=SC2086
    afl-fuzz -i "$seeds" -o "$dir" -x "$dict" -m none -t 5000+ $limit -- \
        "fuzz-$engine/fuzz_$target" >"fuzz-$engine/$target.out" 2>&1 ||
        [ -f "$dir/default/fuzzer_stats" ] || {
        tail -n 20 "fuzz-$engine/$target.out"
        exit 2
    }
    note "$(stat_of execs_done "$dir/default/fuzzer_stats") executions," \
        "$(stat_of edges_found "$dir/default/fuzzer_stats") edges of" \
        "$(stat_of total_edges "$dir/default/fuzzer_stats")," \
        "$(stat_of corpus_count "$dir/default/fuzzer_stats") inputs in the corpus"
    for f in "$dir"/default/crashes/id* "$dir"/default/hangs/id*; do
        [ -f "$f" ] || continue
        cp "$f" "$findings/$(cksum <"$f" | tr ' ' -)"
        note "finding: $f"
        found=1
    done
    [ -z "${found:-}" ] || exit 1
}

build
mkdir -p "$corpus" "$findings"
trap : INT # the fuzzer ends, the line is written
"$engine"
