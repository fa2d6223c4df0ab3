#!/bin/bash
# The documents tell the truth: their code blocks are run, in order, in one folder.
# A block marked c or lua begins with a comment that names its file; c is compiled; sh is run.
# shellcheck disable=SC2317 # functions are called by name, through it
. "${srcdir:-.}/tests/sh-suite.sh"
. "$srcdir/tests/doc-blocks.sh"
suite docs
export ENCART_PLUGINS=${ENCART_PLUGINS:-$srcdir/plugins}
CC=${CC:-cc}
mkdir "$work/bin"
ln -s "$encart" "$work/bin/encart"
PATH=$work/bin:$PATH

# pkg-config and cc find the library that was built as they find one that was installed.
cat >"$work/bin/cc" <<EOF
#!/bin/sh
exec $CC ${CFLAGS-} "\$@" -Wl,-rpath,"$builddir/.libs" ${LDFLAGS-}
EOF
chmod +x "$work/bin/cc"
sed -e "s#^includedir=.*#includedir=$srcdir/include#" -e "s#^libdir=.*#libdir=$builddir/.libs#" \
    -e "s#^pkgdatadir=.*#pkgdatadir=$srcdir#" "$builddir/core/encart.pc" >"$work/encart.pc"
export PKG_CONFIG_PATH=$work

compile() { # BLOCK
    local name
    place "$1" || return
    name=$(named "$1")
    # shellcheck disable=SC2086 # lists of flags
    $CC ${CFLAGS-} -I"$srcdir/include" "$name" -o "${name%.c}" -L"$builddir/.libs" -lencart \
        -Wl,-rpath,"$builddir/.libs" ${LDFLAGS-} && "./${name%.c}" | grep -q .
}

run_document() {
    local document=$1 block folder
    folder=$work/$(basename "$document")
    mkdir "$folder"
    cd "$folder" || return
    ln -s "$srcdir/examples" examples
    it "$(basename "$document"): every block is closed" cut_blocks "$document"
    for block in [0-9]*.*; do
        case $block in
        *.sh) it "$(basename "$document"): block $block runs" bash -eu -o pipefail "$block" ;;
        *.c) it "$(basename "$document"): block $block compiles and runs" compile "$block" ;;
        *.lua) it "$(basename "$document"): block $block names its file" place "$block" ;;
        esac
    done
}

for document in "$srcdir"/README.md "$srcdir"/CONTRIBUTING.md "$srcdir"/SECURITY.md \
    "$srcdir"/docs/*.md; do
    run_document "$document"
done

# Each is installed, once: a second time makes make install stop.
equal "docs/Makemodule.am lists each document once" \
    "$(sed -n '/^dist_doc_DATA/,/^schemadir/p' "$srcdir/docs/Makemodule.am" |
        grep -oE 'docs/[A-Za-z-]+\.md' | LC_ALL=C sort)" \
    "$(cd "$srcdir" && printf '%s\n' docs/*.md | LC_ALL=C sort)"

# Links between documents lead somewhere.
broken_links() {
    local document target
    for document in "$srcdir"/*.md "$srcdir"/docs/*.md; do
        grep -oE '\]\([^):]+\)' "$document" | sed 's/^](//; s/)$//; s/#.*//' |
            while read -r target; do
                [ -z "$target" ] || [ -e "$(dirname "$document")/$target" ] ||
                    echo "$document: $target"
            done
    done
}
equal "links between documents lead somewhere" "$(broken_links)" ""

contains "the example of a plugin in C shows its box" \
    "$("$builddir/examples/native" "$srcdir/examples/article.txt")" \
    '<p data-encart="forum/thread"><a href="https://talk.example/\?thread=7&amp;sort=new">12 comments'

sample=$srcdir/examples/article.txt
contains "the example with a callback shows what the callback answers" \
    "$("$builddir/examples/callback" "$sample" "$srcdir/plugins")" \
    'data-encart="related/cards".*<a href="/2024/crues">Une alerte aux crues par téléphone</a>'
equal "the example with threads gets the same bytes in all of them" \
    "$("$builddir/examples/threads" "$sample" "$srcdir/plugins")" \
    "100 pages by 4 threads, 100 as expected"
printf '%s' '<h1>T</h1><p>a <a href=/x>b <i>c</i></a></p><h2>D</h2><h3>E <b>f</b></h3>' \
    >"$work/walk.html"
equal "the example that walks shows headings and links" \
    "$("$builddir/examples/walk" "$work/walk.html")" \
    "$(printf '%s\n' 'T' '-> /x: b c' '  D' '    E f')"
it "the host of docs/embedding.md has thirty lines at the most" \
    test "$(awk '/^```c$/ { open = 1; next } open && /^```$/ { print n; exit } open { n++ }' \
        "$srcdir/docs/embedding.md")" -le 30

if command -v mandoc >/dev/null; then
    it "encart(1) is clean mdoc" mandoc -T lint -W warning "$srcdir/man/encart.1"
else
    skip "encart(1) is clean mdoc" "no mandoc"
fi

# Every option that --help lists stands in encart(1).
missing_options() {
    local command option
    for command in render explain sanitise strip index related plugin serve; do
        "$encart" "$command" --help | grep -oE '^ +(-., +)?--[a-z-]+' |
            grep -oE -- '--[a-z-]+' | while read -r option; do
            [ "$option" = --help ] || grep -qE "Fl -${option#--}( |$)" "$srcdir/man/encart.1" ||
                echo "$command $option"
        done
    done
}
equal "encart(1) has every option" "$(missing_options)" ""

if command -v shellcheck >/dev/null; then
    cd "$srcdir" || exit 1
    it "the scripts are clean for shellcheck" shellcheck -x scripts/*.sh tests/*.sh tests/*/*.sh \
        .ci/run dev
else
    skip "the scripts are clean for shellcheck" "no shellcheck"
fi
finish
