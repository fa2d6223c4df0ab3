#!/bin/bash
# The PHPT tests, by PHP's own run-tests.php, each counted. They run in a copy below the build
# folder: what fails leaves its files there. With ENCART_PHP_VALGRIND set, each runs in valgrind
# and without PHP's own allocator (make check-php-valgrind).
. "${srcdir:-.}/tests/sh-suite.sh"
suite php
PHP=${PHP:-php}
module=$builddir/bindings/php/.libs/encart.so
run_tests=$("${PHP_CONFIG:-php-config}" --prefix)/lib/php/$("${PHP_CONFIG:-php-config}" --phpapi)/build/run-tests.php
if [ ! -f "$module" ]; then
    skip "the PHP extension" "not built; configure --with-php builds it"
    finish
fi
if [ ! -f "$run_tests" ]; then
    skip "the PHP extension" "run-tests.php is not here; apt-get install php-dev"
    finish
fi

tests=$builddir/bindings/php/phpt
rm -rf "$tests"
mkdir -p "$tests"
cp "$srcdir"/bindings/php/tests/*.phpt "$srcdir/bindings/php/tests/kit.inc" "$tests"
chmod -R u+w "$tests"

# Sanitizers must be in the program before the extension is: they are preloaded.
preload=
if nm -D "$module" | grep -q __asan; then
    preload=$builddir/bindings/php/.libs/no_deepbind.so
    for library in libasan.so libubsan.so; do
        preload=$preload:$(${CC:-gcc} -print-file-name="$library")
    done
fi
# A test sets ENCART_PHP_DIES where memory is left behind on purpose: by PHP, which does not
# tidy up after a fatal error, or by the library, which does not touch its parent's database.
runner=
if [ -n "${ENCART_PHP_VALGRIND-}" ]; then
    runner="${VALGRIND:-valgrind} -q --leak-check=\"\$leaks\" --num-callers=30 \
        --errors-for-leak-kinds=definite,indirect --show-leak-kinds=definite,indirect \
        --log-file='$tests/valgrind.%p'"
fi
# shellcheck disable=SC2016 # the quotes are the inner script's
cat >"$tests/php" <<EOF
#!/bin/sh
leaks=full
[ -z "\${ENCART_PHP_DIES-}" ] || leaks=no
test=
for argument; do # run-tests.php also runs scripts of its own
    [ ! -f "\${argument}t" ] || test=yes
done
export LD_LIBRARY_PATH='$builddir/.libs' ZEND_DONT_UNLOAD_MODULES=1
${preload:+export LD_PRELOAD='$preload'}
${preload:+ASAN_OPTIONS="\${ASAN_OPTIONS:+\$ASAN_OPTIONS:}verify_asan_link_order=0"}
${preload:+[ "\$leaks" = full ] || ASAN_OPTIONS="\$ASAN_OPTIONS:detect_leaks=0"}
${preload:+export ASAN_OPTIONS}
${preload:+export USE_ZEND_ALLOC=0}
${runner:+export USE_ZEND_ALLOC=0}
${runner:+[ -z "\$test" ] || exec $runner '$PHP' "\$@"}
exec '$PHP' "\$@"
EOF
chmod +x "$tests/php"

export ENCART_PHP_TESTS=$tests ENCART_PHP_STUB=$srcdir/bindings/php/encart.stub.php
export ENCART_PHP_README=$srcdir/bindings/php/README.md
export ENCART_PLUGIN_FOLDER=$srcdir/plugins ENCART_VECTORS=$srcdir/tests/vectors
export ENCART_PHP_ARGS="-n -d pcre.jit=0 -d extension=$module -d encart.plugin_path=$srcdir/plugins"
for extension in mbstring pcntl posix; do # of Debian's packages, built in elsewhere
    if [ -f "$("${PHP_CONFIG:-php-config}" --extension-dir)/$extension.so" ]; then
        ENCART_PHP_ARGS="$ENCART_PHP_ARGS -d extension=$extension"
    fi
done
# Every option of the library's structs is in a table of convert.c.
options=$(cat "$srcdir"/include/encart/*.h | sed -n '/^typedef struct encart_.*_options {/,/^}/p' |
    sed -nE 's/^ +.*[ *]([a-z_]+);$/\1/p' | grep -vxE 'struct_size|flags|answers_size' | sort -u)
for option in $options; do
    grep -qE "(\"|, )$option(\"|\))" "$srcdir/bindings/php/convert.c" || echo "$option"
done >"$work/missing"
equal "every option of the library can be given" "$(cat "$work/missing")" ""

export NO_INTERACTION=1 TEST_PHP_EXECUTABLE=$tests/php
# Word splitting is meant: a list of arguments.
# shellcheck disable=SC2086
(cd "$tests" && "$PHP" "$run_tests" -q -n -p "$tests/php" -W "$work/results" --show-diff \
    --set-timeout 300 $ENCART_PHP_ARGS . >"$work/log" 2>&1)
while read -r result file; do
    name="$(basename "$file" .phpt): $(sed -n 2p "$file")"
    case $result in
    PASSED) pass "$name" ;;
    SKIPPED) skip "$name" "$(sed -n 's/^SKIP.*reason: //p' "$work/log" | head -n 1)" ;;
    *) fail "$name" "$result: $(cat "${file%.phpt}.diff" 2>/dev/null)" ;;
    esac
done <"$work/results"
[ -s "$work/results" ] || fail "run-tests.php ran" "$(tail -n 20 "$work/log")"
if [ -n "${ENCART_PHP_VALGRIND-}" ]; then
    logs=$(find "$tests" -name 'valgrind.*')
    it "valgrind watched every test" test "$(wc -w <<<"$logs")" -ge "$(wc -l <"$work/results")"
    # shellcheck disable=SC2086 # a list of files
    equal "valgrind has nothing to say" "$(head -c 20000 $logs | grep '^==' | grep -v '^==>')" ""
fi
equal "every test has a result" "$(wc -l <"$work/results")" \
    "$(find "$tests" -name '*.phpt' | wc -l)"
finish
