#!/bin/bash
# The binary interface is the recorded one: a program that was linked with an earlier library
# goes on working with this. core/libencart.abi is the record; make update-abi writes it anew.
# A fact that is gone or has changed is incompatible; one more is an addition.
. "${srcdir:-.}/tests/sh-suite.sh"
suite abi
export LC_ALL=C

# found HEADERS-FOLDER: what it declares, and which of the recorded facts are gone.
found() {
    "$srcdir/scripts/abi.sh" "$1" >"$work/found" && grep -v '^#' "$srcdir/core/libencart.abi" |
        comm -23 - "$work/found" >"$work/gone"
}

# changed FILE SED-COMMAND: the headers with a change, in $work/include.
changed() {
    rm -rf "$work/include"
    cp -r "$srcdir/include" "$work/include"
    chmod -R u+w "$work/include"
    sed -i "$2" "$work/include/encart/$1"
    ! cmp -s "$srcdir/include/encart/$1" "$work/include/encart/$1"
}

# incompatible SENTENCE FILE SED-COMMAND REGEX: with this change, that fact is gone.
incompatible() {
    if changed "$2" "$3" && found "$work/include"; then
        contains "$1" "$(cat "$work/gone")" "$4"
    else
        fail "$1" "the headers could not be changed, or no longer compile"
    fi
}

echo 'int pointers[sizeof(void *) == 8 ? 1 : -1];' >"$work/is64.c"
# shellcheck disable=SC2086 # $CC may carry options
if ! ${CC:-cc} -fsyntax-only "$work/is64.c" 2>/dev/null; then
    skip "the binary interface" "recorded for pointers of 64 bits"
    finish
fi

it "the headers are read" found "$srcdir/include"
equal "nothing that was recorded is gone or has changed (else: version-info, make update-abi)" \
    "$(cat "$work/gone")" ""
equal "what was added is recorded (else: make update-abi)" \
    "$(grep -v '^#' "$srcdir/core/libencart.abi" | comm -13 - "$work/found")" ""

# That the comparison sees what it should.
incompatible "a parameter of another type is seen" render.h \
    '/encart_strip/,/;/s/const char \*html/const void *html/' '^function encart_strip: '
incompatible "a handle in another's place is seen" article.h \
    's/encart_article_free(encart_article/encart_article_free(encart_result/' \
    '^function encart_article_free: '
incompatible "a function that is gone is seen" version.h \
    '/encart_version_number/d' '^function encart_version_number: '
incompatible "a member in the middle of a struct is seen" render.h \
    's/^    int no_plugins;/    int other;\n&/' \
    '^member encart_render_options 056 no_plugins: '
incompatible "a fixed struct that grows is seen" types.h \
    's/^    uint64_t reserved\[4\];/&\n    int more;/' '^size encart_error '
incompatible "a constant of another value is seen" types.h \
    's/ENCART_EBUSY (-9)/ENCART_EBUSY (-99)/' '^constant ENCART_EBUSY -9$'
incompatible "a callback with one more parameter is seen" types.h \
    's/int level, const char \*message/int level, int line, const char *message/' \
    '^callback encart_log_fn: '
incompatible "enumerators in another order are seen" render.h \
    's/ENCART_EXPLAIN_NONE,/ENCART_EXPLAIN_OTHER, ENCART_EXPLAIN_NONE,/' \
    '^enum ENCART_EXPLAIN_NONE 0$'

it "options that grow at their end" changed render.h 's/^    const char \*channel;/&\n    int more;/'
it "still compile" found "$work/include"
equal "and are compatible" "$(cat "$work/gone")" ""
finish
