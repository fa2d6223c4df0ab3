#!/bin/sh
# make installcheck: what was installed can be used by somebody who has nothing else. Builds
# the examples with the installed pkg-config file and runs the installed command.
set -eu
# All names come from the rule in examples/Makemodule.am.
: "${srcdir:?} ${libdir:?} ${bindir:?} ${mandir:?} ${VERSION:?} ${CC:?}"
CFLAGS=${CFLAGS-} LDFLAGS=${LDFLAGS-} DESTDIR=${DESTDIR-}
work=$(mktemp -d "${TMPDIR:-/tmp}/encart-install-XXXXXX")
trap 'rm -rf "$work"' EXIT

export PKG_CONFIG_PATH="$libdir/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$DESTDIR"
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1
export LD_LIBRARY_PATH="$libdir${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"

[ "$(pkg-config --modversion encart)" = "$VERSION" ]
# Word splitting is meant: these are lists of flags.
for example in minimal native callback threads walk; do
    # shellcheck disable=SC2046,SC2086
    $CC $CFLAGS -pthread "$srcdir/examples/$example.c" -o "$work/$example" \
        $(pkg-config --cflags --libs encart) $LDFLAGS
done
"$work/minimal" "$srcdir/examples/article.txt" >"$work/fragment.html"
grep -q 'Hervé Loisel' "$work/fragment.html"
"$work/native" "$srcdir/examples/article.txt" >"$work/native.html"
grep -q 'data-encart="forum/thread"' "$work/native.html"
[ "$("$work/walk" "$srcdir/examples/article.txt" | head -n 1)" = \
    "$(head -n 1 "$srcdir/examples/article.txt")" ]
plugins=$(pkg-config --variable=plugindir encart)
"$work/callback" "$srcdir/examples/article.txt" "$plugins" >"$work/callback.html"
grep -q 'href="/2024/saumons"' "$work/callback.html"
"$work/threads" "$srcdir/examples/article.txt" "$plugins" >"$work/threads.txt"

"$bindir/encart" --version | grep -qx "encart $VERSION"
# The bundled plugins are found where they were installed, without being told; those of a staged
# installation too.
"$bindir/encart" index -q --collection "$work/c.db" "$srcdir/examples/collection"
"$bindir/encart" render --format page --collection "$work/c.db" \
    "$srcdir/examples/article.txt" >"$work/page.html"
grep -q 'Articles similaires' "$work/page.html"
[ -s "$mandir/man1/encart.1" ] && [ -s "$mandir/man3/libencart.3" ]
echo "installcheck: the installed library, command, plugins and manual pages work"
