# The frame of the shell tests, as tests/suite.h is that of the C tests: each check is a
# sentence, counts go to $ENCART_COUNTS. Source it, call `suite NAME` first and `finish` last.
# shellcheck shell=bash disable=SC2034 # many names are for the caller
set -u
srcdir=${srcdir:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
builddir=${builddir:-$PWD}
# The program itself: libtool's wrapper around it takes longer than all that it does.
encart=$builddir/encart
if [ -x "$builddir/.libs/encart" ]; then
    encart=$builddir/.libs/encart
    export LD_LIBRARY_PATH="$builddir/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
passed=0 failed=0 skipped=0
suite_name=shell
work=

# A folder of its own, emptied at the end.
suite() {
    suite_name=$1
    work=$(mktemp -d "${TMPDIR:-/tmp}/encart-$1-XXXXXX")
    trap 'rm -rf "$work"' EXIT
}

pass() {
    passed=$((passed + 1))
    echo "ok: $1"
}

fail() {
    failed=$((failed + 1))
    echo "FAILED: $1"
    [ $# -lt 2 ] || printf '%s\n' "$2" | sed 's/^/    /'
}

skip() {
    skipped=$((skipped + 1))
    echo "skip: $1: $2"
}

# it SENTENCE COMMAND…: passes when the command succeeds; its output is shown if it does not.
it() {
    local sentence=$1 output
    shift
    if output=$("$@" 2>&1); then
        pass "$sentence"
    else
        fail "$sentence" "$* (status $?): $output"
    fi
}

# Runs a command; afterwards $status, $out and $err tell what it did.
run() {
    "$@" >"$work/.out" 2>"$work/.err"
    status=$?
    out=$(tr -d '\0' <"$work/.out")
    err=$(tr -d '\0' <"$work/.err")
}

# After run: the exit status, and a regular expression that standard error must match.
exits() {
    if [ "$status" -ne "$2" ]; then
        fail "$1" "expected exit status $2, found $status; $err"
    elif [ $# -gt 2 ] && ! printf '%s\n' "$err" | grep -qE -- "$3"; then
        fail "$1" "expected on standard error: $3
found: $err"
    else
        pass "$1"
    fi
}

# contains SENTENCE TEXT REGEX, lacks SENTENCE TEXT REGEX
contains() {
    if printf '%s\n' "$2" | grep -qE -- "$3"; then
        pass "$1"
    else
        fail "$1" "expected $3 in: $(printf '%s' "$2" | head -c 2000)"
    fi
}

lacks() {
    if printf '%s\n' "$2" | grep -qE -- "$3"; then
        fail "$1" "did not expect: $(printf '%s\n' "$2" | grep -E -- "$3" | head -n 5)"
    else
        pass "$1"
    fi
}

equal() {
    if [ "$2" = "$3" ]; then
        pass "$1"
    else
        fail "$1" "expected: $3
found:    $2"
    fi
}

finish() {
    if [ -n "${ENCART_COUNTS:-}" ]; then
        echo "$passed $failed $skipped" >"$ENCART_COUNTS/$suite_name.counts"
    fi
    echo "$suite_name: $passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$((passed + skipped))" -gt 0 ]
    exit
}
