#!/bin/sh
# Sanitising beside its peers in one run: bench/sanitise/run.sh BUILD
# BUILD is a configured build folder with encart-bench-sanitise and encart-bench-corpora in
# it; make bench-sanitise sees to that. Everything is made below BUILD/bench-sanitise. A peer
# whose tools are not there is skipped, and the last lines say so.
#
# PEERS        which groups of peers: "c node rust go" unless told
# ENCART_DATA  the folder of real documents, else ../shared/data beside the source
# CC, CFLAGS   for the peers in C
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
[ $# -eq 1 ] || { echo "usage: $0 BUILD" >&2; exit 2; }
build=$(cd "$1" && pwd)
work=$build/bench-sanitise
corpora=$work/corpora
rows=$work/rows.tsv
skipped=$work/skipped
data=${ENCART_DATA:-$top/../shared/data}
mkdir -p "$corpora"
: > "$rows"
: > "$skipped"

skip() { echo "Skipped: $1: $2" >> "$skipped"; }

# measure NAME COMMAND…: the rows of one driver.
measure() {
    name=$1
    shift
    echo "  $name" >&2
    "$@" >> "$rows" 2> "$work/$name.log" || skip "$name" "failed, see $work/$name.log"
    sed 's/^/    /' "$work/$name.log" >&2
}

# ---- peers in C --------------------------------------------------------------------------
c_peer() {
    name=$1 module=$2
    if ! pkg-config --exists "$module" 2>/dev/null; then
        skip "$name" "pkg-config knows no $module"
        return 0
    fi
    # Word splitting is meant: all of these are lists of words.
    # shellcheck disable=SC2046,SC2086
    if ! ${CC:-cc} ${CFLAGS:--O2} -D_GNU_SOURCE -I"$top" -o "$work/peer-$name" \
        "$here/peer_$name.c" "$here/measure.c" "$here/docs.c" \
        $(pkg-config --cflags --libs "$module") > "$work/$name.log" 2>&1; then
        skip "$name" "does not compile, see $work/$name.log"
        return 0
    fi
    measure "$name" "$work/peer-$name" --folder "$corpora"
}

peers_c() {
    c_peer gumbo gumbo
    c_peer libxml2 libxml-2.0
}

# ---- peers from npm ----------------------------------------------------------------------
peers_node() {
    if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
        skip "DOMPurify, sanitize-html, html-rewriter-wasm" "node or npm is missing"
        return 0
    fi
    mkdir -p "$work/node"
    cp "$here/node/bench.mjs" "$here/node/package.json" "$work/node"
    if ! (cd "$work/node" && npm install --no-audit --no-fund --loglevel=error) \
        > "$work/npm.log" 2>&1; then
        skip "DOMPurify, sanitize-html, html-rewriter-wasm" "npm install, see $work/npm.log"
        return 0
    fi
    for name in sanitize-html html-rewriter-wasm dompurify; do
        measure "$name" node "$work/node/bench.mjs" "$name" "$corpora" "$here/policy.txt"
    done
}

# ---- peers from Debian's source packages -------------------------------------------------
registry=/usr/share/cargo/registry

# Debian's own compiler builds what Debian packages; a newer one may refuse it.
build_rust() {
    for bin in /usr/bin/ ''; do
        command -v "${bin}cargo" > /dev/null || continue
        command -v "${bin}rustc" > /dev/null || continue
        (cd "$work/rust" && RUSTC=${bin}rustc "${bin}cargo" build --release --offline) \
            > "$work/cargo.log" 2>&1 && return 0
        rm -f "$work/rust/Cargo.lock"
    done
    return 1
}

peers_rust() {
    if ! command -v cargo > /dev/null; then
        skip ammonia "cargo is missing"
        return 0
    fi
    if ! ls -d "$registry"/ammonia-* > /dev/null 2>&1; then
        skip ammonia "librust-ammonia-dev is not installed"
        return 0
    fi
    mkdir -p "$work/rust/src" "$work/rust/.cargo"
    cp "$here/rust/Cargo.toml" "$work/rust"
    cp "$here/rust/src/main.rs" "$work/rust/src"
    cat > "$work/rust/.cargo/config.toml" <<EOF
[source.crates-io]
replace-with = "debian"
[source.debian]
directory = "$registry"
EOF
    if ! build_rust; then
        skip ammonia "does not build, see $work/cargo.log"
        return 0
    fi
    measure ammonia "$work/rust/target/release/bench" "$corpora" "$here/policy.txt"
}

peers_go() {
    if ! command -v go > /dev/null; then
        skip bluemonday "go is missing"
        return 0
    fi
    if [ ! -d /usr/share/gocode/src/github.com/microcosm-cc/bluemonday ]; then
        skip bluemonday "golang-github-microcosm-cc-bluemonday-dev is not installed"
        return 0
    fi
    if ! GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS='' \
        go build -o "$work/peer-bluemonday" "$here/go/main.go" > "$work/go.log" 2>&1; then
        skip bluemonday "does not build, see $work/go.log"
        return 0
    fi
    measure bluemonday "$work/peer-bluemonday" "$corpora" "$here/policy.txt"
}

# ---- the run -----------------------------------------------------------------------------
if [ -d "$data" ]; then
    "$build/encart-bench-corpora" "$corpora" "$data"
else
    "$build/encart-bench-corpora" "$corpora"
    skip "real documents" "no folder of them (ENCART_DATA)"
fi
echo "Measuring, each peer in its own process:" >&2
measure encart "$build/encart-bench-sanitise" --folder "$corpora"
for group in ${PEERS:-c node rust go}; do
    "peers_$group"
done
awk -f "$here/table.awk" "$corpora/list.tsv" "$rows"
cat "$skipped"
