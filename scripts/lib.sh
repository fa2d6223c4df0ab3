# Shared by the scripts: sourced, with the top of the checkout as current folder.
# shellcheck shell=sh

# Makes configure, when it is not there or older than what it is made from.
bootstrap() {
    if [ ! -f configure ] || [ ! -f Makefile.in ] ||
        [ -n "$(find configure.ac Makefile.am ./*/Makemodule.am ./*/*/Makemodule.am \
            -newer configure -print)" ]; then
        autoreconf -fi
    fi
}

# in_build FOLDER [CONFIGURE-ARGUMENT…]: configures out of tree, once.
in_build() {
    folder=$1
    shift
    mkdir -p "$folder"
    if [ ! -f "$folder/Makefile" ] || [ -n "$(find configure -newer "$folder/config.status")" ]
    then
        (cd "$folder" && "$OLDPWD/configure" "$@")
    fi
}

# The number of processors, for make -j.
jobs_count() {
    nproc 2>/dev/null || echo 2
}

# counts NAME PASSED FAILED SKIPPED: what a suite or a step leaves for the closing line.
counts() {
    echo "$2 $3 $4" >"$ENCART_COUNTS/$1.counts"
}

# quietly LOG COMMAND…: output goes to the log, and is shown only when the command fails.
quietly() {
    log=$1
    shift
    if "$@" >"$log" 2>&1; then
        return 0
    fi
    tail -n 60 "$log" >&2
    echo "Failed: $* (all of it in $log)" >&2
    return 1
}
