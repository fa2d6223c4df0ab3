#!/bin/bash
# One list of public functions: headers = symbol map = shared library = libencart(3).
. "${srcdir:-.}/tests/sh-suite.sh"
suite exports

headers() {
    cat "$srcdir"/include/encart/*.h | tr '\n' ' ' |
        grep -oE 'ENCART_API [^;()]*\(' | grep -oE 'encart_[a-z0-9_]+ ?\($' | tr -d ' (' | sort
}

map() {
    sed -n '/global:/,/local:/p' "$srcdir/core/libencart.map" |
        grep -oE 'encart_[a-z0-9_]+' | sort
}

library() {
    nm -D --defined-only "$builddir/.libs/libencart.so" |
        awk '$2 ~ /[TDBR]/ { sub(/@.*/, "", $3); print $3 }' | sort
}

manual() {
    grep -oE '^\.Fo encart_[a-z0-9_]+' "$srcdir/man/libencart.3" | cut -d' ' -f2 | sort -u
}

headers >"$work/headers"
map >"$work/map"
library >"$work/library"
manual >"$work/manual"
it "there are public functions at all" test -s "$work/headers"
it "the symbol map lists exactly what the headers declare" diff "$work/headers" "$work/map"

# Name and version of each symbol.
map_versions() {
    awk '/^ENCART_/ { node = $1 } /^ +encart_/ { sub(/;/, ""); print $1 "@" node }' \
        "$srcdir/core/libencart.map" | sort
}

debian() {
    grep -oE '^ encart_[a-z0-9_]+@ENCART_[0-9.]+ [0-9]' "$srcdir/debian/libencart0.symbols" |
        awk '{ print $1 }' | sort
}
map_versions >"$work/map-versions"
debian >"$work/debian"
it "debian/libencart0.symbols lists exactly the symbol map" \
    diff "$work/map-versions" "$work/debian"
if nm -D "$builddir/.libs/libencart.so" 2>/dev/null | grep -q __asan; then
    # Sanitizers export helpers of their own beside ours.
    grep '^encart' "$work/library" >"$work/ours"
    mv "$work/ours" "$work/library"
fi
it "the library exports exactly what the headers declare" diff "$work/headers" "$work/library"
it "libencart(3) documents exactly what the headers declare" \
    diff "$work/headers" "$work/manual"
it "libencart(3) is what scripts/make-man.awk makes of the headers" \
    sh -c "cd '$srcdir' && awk -f scripts/make-man.awk $(sed -n '/^MAN_FROM/,/[^\\]$/p' \
        "$srcdir/man/Makemodule.am" | sed 's/^MAN_FROM = //' | tr -d '\\\n') |
        diff - man/libencart.3"
finish
