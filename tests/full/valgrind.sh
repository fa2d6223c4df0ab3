#!/bin/bash
# valgrind on the sample: no error, nothing lost.
# shellcheck disable=SC2317 # functions are called by name, through it
. "${srcdir:-.}/tests/sh-suite.sh"
suite valgrind
export ENCART_PLUGINS=${ENCART_PLUGINS:-$srcdir/plugins}

if nm -D "$builddir/.libs/libencart.so" | grep -q __asan; then
    skip "valgrind on the sample" "this build has AddressSanitizer"
    finish
elif ! command -v valgrind >/dev/null; then
    skip "valgrind on the sample" "no valgrind"
    finish
fi
grind() {
    "$builddir/libtool" --mode=execute valgrind -q --error-exitcode=9 --leak-check=full \
        --errors-for-leak-kinds=definite,indirect "$builddir/encart" "$@"
}
it "index" grind index -q --collection "$work/c.db" "$srcdir/examples/collection"
it "render" grind render --format page --collection "$work/c.db" -o "$work/a.html" --explain \
    --report "$work/r.json" "$srcdir/examples/article.txt"
it "strip" grind strip "$work/a.html"
it "related" grind related --collection "$work/c.db" --file "$srcdir/examples/article.txt"
it "sanitise" grind sanitise "$work/a.html"
it "sanitise, all through libtidy" grind sanitise --repair always "$work/a.html"
printf '%s\0' '<p>a <b>b <i>c</b> d</i>' '<table>a<tr><b>b<td>c</table>' \
    '<a href=x>a<p>b</a><ul>c<li id=x>d' >"$work/crossed"
it "sanitise what crosses" grind sanitise --null --explain --repair always "$work/crossed"
echo '{"plugins": {"related": true}}' >"$work/config.json"
it "config check" grind config check "$work/config.json"
finish
