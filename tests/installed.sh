#!/bin/bash
# The tutorial, followed to the letter by somebody who has nothing but an installed copy: a new
# plugin, its check, its tests, and the three mistakes on the way, whose messages are printed; and
# the hosts of docs/embedding.md, compiled with what pkg-config says.
# Part of make installcheck; make check-installed makes the copy first, in a folder that is not
# the one it was configured for.
. "${srcdir:-.}/tests/sh-suite.sh"
. "$srcdir/tests/doc-blocks.sh"
suite installed
: "${bindir:?} ${libdir:?} ${docdir:?} ${datadir:?}"
home=$work/home
mkdir "$home"
cd "$home" || exit 1

# as_user COMMAND…: with the environment of a person who has just logged in.
as_user() {
    env -i HOME="$home" PATH="$bindir:/usr/bin:/bin" TMPDIR="$work" \
        LD_LIBRARY_PATH="$libdir" "$@"
}

as_user encart plugin new first >/dev/null
it "a new plugin passes its check" as_user encart plugin check first
it "and its tests" as_user encart plugin test first
contains "an editor finds the descriptions of the API where they were installed" \
    "$(cat first/.luarc.json)" "\"$datadir/lua\""
it "and they are there" test -s "$datadir/lua/encart.lua" -a -s "$datadir/lua/encart_test.lua"
it "so is the reference" test -s "$docdir/reference.md"
printf '<p>un</p>' >page.html
run as_user encart render --format page page.html
exits "a page renders" 0
equal "and the bundled plugins are found without being told" "$err" ""
contains "their boxes stand in it" "$out" 'data-encart="footer-controls/'

# The copy is one program and its data: moved together, they still find each other.
root=$(cd "$bindir/.." && pwd)
if [ "$datadir" = "$root/share/encart" ]; then
    mkdir -p moved/bin moved/share
    cp -p "$bindir/encart" moved/bin
    cp -rp "$datadir" moved/share
    run as_user moved/bin/encart plugin describe moved/share/encart/plugins/tags
    exits "a copy of the program and its data works elsewhere" 0
    as_user moved/bin/encart plugin new --dir moved second >/dev/null
    contains "and has its own descriptions" "$(cat moved/second/.luarc.json)" \
        "\"$home/moved/share/encart/lua\""
else
    skip "a copy of the program and its data works elsewhere" "the folders are apart"
fi

# ---- the tutorial ------------------------------------------------------------------------

mkdir tutorial
cd tutorial || exit 1
ln -s "$docdir/examples" examples
cut_blocks "$docdir/plugins.md"
for block in [0-9]*.*; do
    case $block in
    *.lua) it "the tutorial: block $block names its file" place "$block" ;;
    *.sh)
        rm -f told
        it "the tutorial: block $block runs" as_user bash -eu -o pipefail "$block"
        [ ! -s told ] || sed 's/^/    /' told
        ;;
    esac
done
cd ..

# ---- docs/embedding.md -------------------------------------------------------------------

# A user's cc, but with the flags (sanitizers) of the library that was built.
mkdir bin embedding
cat >bin/cc <<EOF
#!/bin/sh
exec ${CC:-cc} ${CFLAGS-} "\$@" ${LDFLAGS-}
EOF
chmod +x bin/cc
cd embedding || exit 1
ln -s "$docdir/examples" examples
cut_blocks "$docdir/embedding.md"
for block in [0-9]*.*; do
    case $block in
    *.c) it "embedding: block $block names its file" place "$block" ;;
    *.sh)
        it "embedding: block $block runs" as_user PATH="$home/bin:$bindir:/usr/bin:/bin" \
            PKG_CONFIG_PATH="$libdir/pkgconfig" PKG_CONFIG_SYSROOT_DIR="${DESTDIR-}" \
            PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 \
            bash -eu -o pipefail "$block"
        ;;
    esac
done
contains "a host of thirty lines shows its box" "$(cat page.html)" 'data-encart="related/cards"'
cd ..
equal "nothing of the source tree was used" \
    "$(grep -rlF "$srcdir/" --include='*.lua' --include='*.json' --include=.luarc.json . ||
        true)" ""
finish
