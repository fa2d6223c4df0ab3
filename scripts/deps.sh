#!/bin/sh
# Installs what is missing on Debian or Ubuntu: scripts/deps.sh SET…, a set being one of
# build, check, bindings, nginx, browser, bench, fuzz, coverage.
# apt-get update runs only when something is missing; root, else sudo.
set -eu

packages() {
    case $1 in
    build) echo gcc libc6-dev make autoconf automake libtool autoconf-archive pkg-config \
        libtidy-dev liblua5.4-dev libsqlite3-dev libstemmer-dev libjansson-dev ;;
    check) echo check g++ libgumbo-dev lua-check python3 python3-jsonschema shellcheck \
        sqlite3 valgrind mandoc xz-utils file ;;
    bindings) echo php-dev php-cli php-mbstring python3-dev python3-django \
        nodejs libnode-dev ;;
    nginx) echo nginx nginx-dev curl ;; # its package starts a server on port 80
    browser) echo chromium nodejs npm default-jre-headless fonts-dejavu-core ;;
    bench) echo libgumbo-dev libxml2-dev nodejs npm cargo rustc librust-ammonia-dev \
        golang-go golang-github-microcosm-cc-bluemonday-dev ;;
    fuzz) echo clang libclang-rt-dev afl++ ;;
    coverage) echo gcovr ;;
    *)
        echo "scripts/deps.sh: unknown set '$1'; expected build, check, bindings," \
            "nginx, browser, bench, fuzz or coverage" >&2
        exit 2
        ;;
    esac
}

# Some programs need no package of that name: another source of them will do.
have() {
    case $1 in
    nodejs) command -v node >/dev/null && return 0 ;;
    libnode-dev) # other builds of Node bring their headers
        [ -f "$(readlink -f "$(command -v node)" | sed 's#/bin/node$##')/include/node/node_api.h" ] &&
            return 0 ;;
    npm | chromium | shellcheck | valgrind) command -v "$1" >/dev/null && return 0 ;;
    default-jre-headless) command -v java >/dev/null && return 0 ;;
    esac
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

wanted=
for set in "$@"; do
    names=$(packages "$set")
    wanted="$wanted $names"
done

if ! command -v apt-get >/dev/null; then
    echo "No apt-get here; please see to it that these are installed:$wanted" >&2
    exit 0
fi
missing=
for package in $wanted; do
    have "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

root=
[ "$(id -u)" -eq 0 ] || root=sudo
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# Word splitting is meant: $missing is a list, $root a prefix that may be absent.
# shellcheck disable=SC2086
{
    $root apt-get update -qq </dev/null
    $root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing </dev/null >/dev/null
}
