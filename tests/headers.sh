#!/bin/bash
# Each public header stands alone, as strict C99, C11 and as C++.
. "${srcdir:-.}/tests/sh-suite.sh"
suite headers
CC=${CC:-cc}

for header in "$srcdir"/include/encart/*.h; do
    name=encart/$(basename "$header")
    printf '#include <%s>\nint main(void);\nint main(void) { return 0; }\n' "$name" \
        >"$work/alone.c"
    cp "$work/alone.c" "$work/alone.cc"
    for std in c99 c11; do
        # shellcheck disable=SC2086 # $CC may carry options
        it "$name compiles alone as $std" $CC -std=$std -pedantic -Wall -Wextra -Werror \
            -I"$srcdir/include" -fsyntax-only "$work/alone.c"
    done
    if command -v g++ >/dev/null; then
        it "$name compiles alone as C++" g++ -std=c++11 -pedantic -Wall -Wextra -Werror \
            -I"$srcdir/include" -fsyntax-only "$work/alone.cc"
    else
        skip "$name compiles alone as C++" "no g++"
    fi
done
finish
