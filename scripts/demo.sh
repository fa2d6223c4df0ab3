#!/bin/sh
# From a fresh clone to a rendered article: installs what is missing, builds out of tree,
# indexes the sample collection, renders the sample, and shows who inserted what.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

scripts/deps.sh build
mkdir -p build/demo
quietly build/demo/bootstrap.log bootstrap
quietly build/demo/configure.log in_build build/demo/tree CFLAGS=-O2
quietly build/demo/make.log make -C build/demo/tree -j "$(jobs_count)" encart

encart=build/demo/tree/encart
export ENCART_PLUGINS="$PWD/plugins"
"$encart" index --collection build/demo/collection.db examples/collection
"$encart" render --format page --collection build/demo/collection.db --explain \
    --report build/demo/report.json -o build/demo/article.html examples/article.txt
echo
echo "The page: $PWD/build/demo/article.html"
