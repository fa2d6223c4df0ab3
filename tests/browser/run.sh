#!/bin/sh
# What needs a browser: run.sh pages (make check-browser), run.sh boxes (make check-boxes),
# run.sh corpora (make check-boxes-corpora),
# run.sh select (make check-select), run.sh xss tenth|all (make check-xss and check-xss-full).
# Installs its npm packages below the build folder.
set -eu
: "${srcdir:?} ${builddir:?}"
suite=${1:-pages}
for tool in node npm java chromium; do
    case $tool-$suite in java-select | java-xss) continue ;; esac
    command -v "$tool" >/dev/null || {
        echo "$suite in a browser needs $tool; scripts/deps.sh browser installs it" >&2
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
export NODE_PATH="$work/node_modules"
case $suite in
pages) exec node "$srcdir/tests/browser/check.js" "$srcdir" "$builddir" "$work" ;;
corpora) exec node "$srcdir/tests/browser/corpora.js" "$srcdir" "$builddir" "$work" ;;
boxes) exec node "$srcdir/tests/browser/boxes.js" "$srcdir" "$builddir" "$work" ;;
select) exec node "$srcdir/tests/browser/select.js" "$builddir" "$work" ;;
xss) exec node "$srcdir/tests/browser/xss/main.js" "$srcdir" "$builddir" "${2:-tenth}" ;;
*)
    echo "run.sh: unknown suite '$suite'; expected pages, boxes, corpora, select or xss" >&2
    exit 2
    ;;
esac
