#!/bin/bash
# The Python package, built by configure --with-python: its suite with the Python that was
# configured and, since one module file serves all, with the system's own.
# shellcheck disable=SC2317 # functions are called by name, through it
. "${srcdir:-.}/tests/sh-suite.sh"
. "$srcdir/tests/doc-blocks.sh"
suite python
native=$builddir/bindings/python/.libs/_native.abi3.so

if [ ! -f "$native" ]; then
    skip "the Python package" "built by configure --with-python only"
    finish
fi

# The package as it is installed.
mkdir "$work/encart"
cp "$srcdir"/bindings/python/encart/* "$native" "$work/encart/"
export PYTHONPATH=$work:$srcdir/bindings/python PYTHONDONTWRITEBYTECODE=1 srcdir
export ENCART_PLUGINS=$srcdir/plugins

# A module with sanitizers needs their library before all others; Python itself does not
# free all it has.
if grep -q __asan_init "$native"; then
    LD_PRELOAD=$(${CC:-cc} -print-file-name=libasan.so):$(${CC:-cc} -print-file-name=libubsan.so)
    preload=$LD_PRELOAD
    unset LD_PRELOAD
    export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
fi

with_python() { # PYTHON ARGUMENT…
    LD_PRELOAD=${preload-} "$@"
}

# Leaves the counts of its own, and prints the log when it fails.
run_suite() { # NAME PYTHON
    ENCART_PYTHON_NAME=$1 with_python "$2" -m tests >"$work/$1.log" 2>&1 || {
        cat "$work/$1.log"
        return 1
    }
    grep -E '^skip|passed' "$work/$1.log"
}

pythons=("${PYTHON:-python3}")
[ "$(readlink -f "${PYTHON:-python3}")" = "$(readlink -f /usr/bin/python3)" ] ||
    pythons+=(/usr/bin/python3)
for i in "${!pythons[@]}"; do
    python=${pythons[$i]}
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
        it "the suite with $python" run_suite "$i" "$python"
        grep -hE '^skip: |^[0-9]+ vectors|passed,' "$work/$i.log"
    else
        skip "the suite with $python" "not there, or before 3.10"
    fi
done

# README's code, in its order, as one program.
readme() {
    mkdir "$work/readme" && cd "$work/readme" &&
        cut_blocks "$srcdir/bindings/python/README.md" &&
        cat ./*.python >readme.py && with_python "${pythons[0]}" readme.py
}
it "README.md: the code runs" readme

# A library of another version is refused before anything is asked of it.
cat >"$work/other.c" <<'EOF'
#include <stdint.h>
const char *encart_version(void);
uint32_t encart_version_number(void);
const char *encart_version(void)
{
    return "0.99.0";
}
uint32_t encart_version_number(void)
{
    return 99 << 8;
}
EOF
if ${CC:-cc} -shared -fPIC -o "$work/other.so" "$work/other.c"; then
    run env LD_PRELOAD="${preload:+$preload:}$work/other.so" "${pythons[0]}" -c 'import encart'
    exits "a library of another version is refused" 1 \
        'ImportError: made for libencart [0-9.]+, found libencart 0\.99\.0'
else
    skip "a library of another version is refused" "no compiler"
fi

if command -v mypy >/dev/null; then
    it "the stubs are typed" mypy --strict "$work/encart/__init__.pyi"
else
    skip "the stubs are typed" "no mypy"
fi

exported=$(nm -D --defined-only "$native" | awk '{ print $3 }' | grep -v '^_')
equal "nothing is exported but the module's entry" "$exported" PyInit__native
finish
