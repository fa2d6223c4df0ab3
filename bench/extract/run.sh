#!/bin/sh
# Extraction beside Mozilla's Readability, on the same pages with the same measure.
# bench/extract/run.sh BUILD CORPUS [options of score.mjs: --pages, --diff FILE]
# BUILD is a configured build folder; CORPUS holds manifest.json and its pages.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 2 ] || { echo "usage: $0 BUILD CORPUS [--pages] [--diff FILE]" >&2; exit 2; }
build=$(cd "$1" && pwd)
corpus=$(cd "$2" && pwd)
shift 2

make -s -C "$build" encart-extract
work=$build/bench-extract
mkdir -p "$work"
cp "$here"/*.mjs "$work"
cd "$work"
if [ ! -d node_modules/@mozilla/readability ]; then
    [ -f package.json ] || echo '{"private":true}' > package.json
    npm install --no-audit --no-fund --loglevel=error @mozilla/readability@0.6.0 jsdom@24.1.3
fi
pages=$(node -e '
  const fs = require("fs"), dir = process.argv[1];
  for (const p of JSON.parse(fs.readFileSync(dir + "/manifest.json"))) console.log(dir + "/" + p.file);
' "$corpus")
# Names of the corpus hold no white space.
# shellcheck disable=SC2086
"$build/encart-extract" $pages > encart.jsonl
# shellcheck disable=SC2086
[ -s readability.jsonl ] || node readability.mjs $pages > readability.jsonl
node score.mjs "$corpus" encart=encart.jsonl readability=readability.jsonl "$@"
