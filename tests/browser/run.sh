#!/bin/sh
# make check-browser: pages in a real browser. Installs its npm packages below the build folder.
set -eu
: "${srcdir:?} ${builddir:?}"
for tool in node npm java chromium; do
    command -v "$tool" >/dev/null || {
        echo "check-browser needs $tool; scripts/deps.sh browser installs it" >&2
        exit 1
    }
done
work=$builddir/browser
mkdir -p "$work"
if ! cmp -s "$srcdir/tests/browser/package.json" "$work/package.json" ||
    [ ! -d "$work/node_modules/vnu-jar" ]; then
    cp "$srcdir/tests/browser/package.json" "$work/package.json"
    chmod u+w "$work/package.json"
    (cd "$work" && npm install --no-audit --no-fund --loglevel=error </dev/null)
fi
export ENCART_PLUGINS="${ENCART_PLUGINS:-$srcdir/plugins}"
NODE_PATH=$work/node_modules exec node "$srcdir/tests/browser/check.js" "$srcdir" "$builddir" \
    "$work"
