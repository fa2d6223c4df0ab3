#!/bin/bash
# The tests of the binding for Node, by node:test, each counted. They run beside a copy of the
# module in the build folder, where the addon is.
. "${srcdir:-.}/tests/sh-suite.sh"
suite node
NODE=${NODE:-node}
addon=$builddir/bindings/node/.libs/encart.node
if [ ! -f "$addon" ]; then
    skip "the binding for Node" "not built; configure --with-node builds it"
    finish
fi

tests=$builddir/bindings/node/run
rm -rf "$tests"
mkdir -p "$tests/node_modules/encart"
cp "$srcdir"/bindings/node/tests/*.js "$tests"
cp "$srcdir"/bindings/node/index.* "$srcdir/bindings/node/package.json" "$addon" \
    "$tests/node_modules/encart"

export LD_LIBRARY_PATH=$builddir/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export ENCART_PLUGINS=$srcdir/plugins ENCART_VECTORS=${ENCART_VECTORS:-$srcdir/tests/vectors}
export ENCART_HEADERS=$srcdir/include/encart
export ENCART_NODE_VALUES=$srcdir/bindings/node/values.c
export ENCART_NODE_README=$srcdir/bindings/node/README.md

# Sanitizers must be in the program before the addon is: they are preloaded. Node keeps memory
# to its end, so what counts as a leak is what the addon or the library has on its stack.
preload=
if nm -D "$addon" | grep -q __asan; then
    for library in libasan.so libubsan.so; do
        # shellcheck disable=SC2086 # $CC may carry options
        preload=$preload${preload:+:}$(${CC:-gcc} -print-file-name="$library")
    done
    # Node itself keeps the promises of a worker that is ended before they are settled.
    echo 'leak:napi_create_promise' >"$work/suppressions"
    export LSAN_OPTIONS="suppressions=$work/suppressions:print_suppressions=0"
    export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=1:fast_unwind_on_malloc=1:log_path=$work/asan:exitcode=0"
fi

for file in "$tests"/*.test.js; do
    name=$(basename "$file" .test.js)
    # Without --test each file is one process: what it dies of is seen.
    env ${preload:+LD_PRELOAD="$preload"} "$NODE" --test-reporter=tap "$file" \
        >"$work/$name.tap" 2>"$work/$name.err"
    status=$?
    while read -r result _ _ sentence; do
        case $result in
        ok) pass "$name: $sentence" ;;
        not) fail "$name: $sentence" "$(grep -A 40 -F -- "${sentence#- }" "$work/$name.tap" | head -n 60)" ;;
        esac
    done < <(sed -nE 's/^ok ([0-9]+ - )/ok x \1/p; s/^not ok ([0-9]+) - /not ok \1 - /p' "$work/$name.tap" |
        sed -E 's/^ok x ([0-9]+) - /ok \1 - /; s/^not ok ([0-9]+) - /not \1 - /')
    equal "$name: the process ends as it should" "$status $(cat "$work/$name.err")" "0 "
done
if [ -n "$preload" ]; then
    equal "the sanitizers have nothing to say" \
        "$(grep -hE 'ERROR: AddressSanitizer|runtime error' "$work"/asan.* 2>/dev/null)" ""
    equal "no leak has the addon or the library on its stack" \
        "$(awk '/^(Direct|Indirect) leak/ { leak = $0; next } /bindings\/node|\/core\/|encart/ && leak { print leak; print; leak = "" }' \
            "$work"/asan.* 2>/dev/null | head -n 20)" ""
fi
finish
