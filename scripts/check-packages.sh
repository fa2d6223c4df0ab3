#!/bin/bash
# The Debian packages as somebody has them who has nothing else: make check-packages. Builds them
# from the archive that make dist made, installs them into a fresh root of this machine's own
# suite, renders articles there and runs debian/tests in it. Root only; takes minutes, and some
# 300 MB of downloads by the machine's own sources of apt. Needs mmdebstrap, or debootstrap.
# shellcheck disable=SC2317 # functions are called by name, through it
: "${1:?usage: check-packages.sh ARCHIVE}"
archive=$(realpath "$1")
. "${srcdir:-.}/tests/sh-suite.sh"
suite packages
root=$work/root
debs=$work/debs
. /etc/os-release
: "${VERSION_CODENAME:?this is no release of Debian}"

# What is wanted in the root besides our packages: what debian/tests/control names.
test_needs() {
    sed -n 's/^Depends: //p' "$work/source/debian/tests/control" | tr -d ' ' | tr ',' '\n' |
        sort -u | grep -vxF "$(own_packages)"
}

own_packages() {
    sed -n 's/^Package: //p' "$work/source/debian/control"
}

quietly() { # LOG COMMAND…
    local log=$work/$1
    shift
    "$@" >"$log" 2>&1 </dev/null || {
        grep '^E:' "$log" || tail -n 40 "$log"
        return 1
    }
}

build() {
    mkdir "$work/source" "$debs" &&
        tar xf "$archive" -C "$work/source" --strip-components=1 &&
        cd "$work/source" &&
        DEB_BUILD_OPTIONS=${DEB_BUILD_OPTIONS-nocheck parallel=$(nproc)} \
            quietly build.log dpkg-buildpackage -us -uc -b &&
        mv ../*.deb "$debs" && rm -f "$debs"/*-dbgsym_*.deb &&
        [ "$(find "$debs" -name '*.deb' | wc -l)" -eq "$(own_packages | wc -l)" ]
}

make_root() {
    local sources=() debs_there=("$debs"/*.deb) file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
        /etc/apt/sources.list.d/*.sources; do
        [ ! -s "$file" ] || sources+=("$file")
    done
    if command -v mmdebstrap >/dev/null; then
        quietly root.log mmdebstrap --mode=root --variant=minbase \
            --hook-dir=/usr/share/mmdebstrap/hooks/file-mirror-automount \
            "${debs_there[@]/#/--include=}" --include="$(test_needs | paste -sd,)" \
            "$VERSION_CODENAME" "$root" "${sources[@]}"
    elif command -v debootstrap >/dev/null; then
        quietly root.log by_debootstrap
    else
        echo "apt-get install mmdebstrap"
        return 1
    fi
}

by_debootstrap() {
    local mirror
    # shellcheck disable=SC2016 # apt's own format
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' \
        "Codename: $VERSION_CODENAME" | sort -u | head -n 1)
    debootstrap --variant=minbase "$VERSION_CODENAME" "$root" "$mirror" || return
    # Updates too: the packages were built with them.
    # shellcheck disable=SC2016
    apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' 'Origin: Debian' | sort -u >"$root/etc/apt/sources.list"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # start no daemon
    chmod +x "$root/usr/sbin/policy-rc.d"
    mkdir "$root/debs" && cp "$debs"/*.deb "$root/debs" &&
        in_root sh -c "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq \
            --no-install-recommends /debs/*.deb $(test_needs | paste -sd' ')" &&
        rm -r "$root/debs" "$root/usr/sbin/policy-rc.d"
}

# in_root COMMAND…: nothing of this machine is seen, and nothing it started lives on.
in_root() {
    unshare --mount --pid --fork --mount-proc="$root/proc" chroot "$root" \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@" </dev/null
}

renders() { # ARTICLE: as a page, with the bundled plugins
    cp "$1" "$root/root/article" &&
        in_root encart render --format page -o /root/page.html /root/article &&
        grep -q 'data-encart="footer-controls/' "$root/root/page.html"
}

purged() {
    local packages
    mapfile -t packages < <(own_packages)
    in_root dpkg --purge "${packages[@]}" >"$work/purge.log" 2>&1 || {
        cat "$work/purge.log"
        return 1
    }
    rm -rf "$root/root/article" "$root/root/page.html" "$root/root/tests"
    # PHP keeps its own note of every extension that was ever switched off.
    in_root find / -xdev -name '*encart*' -not -path '/proc/*' \
        -not -path '*/disabled_by_maint/*' >"$work/left"
    [ ! -s "$work/left" ] || {
        cat "$work/left"
        return 1
    }
}

if [ "$(id -u)" -ne 0 ] || ! command -v dpkg-buildpackage >/dev/null; then
    skip "the packages" "needs root, and apt-get install dpkg-dev debhelper mmdebstrap"
    finish
fi
it "dpkg-buildpackage makes every package of debian/control" build
[ "$failed" -eq 0 ] || finish
if command -v lintian >/dev/null; then
    it "lintian finds no error" quietly lintian.log lintian --fail-on error \
        --allow-root "$debs"/*.deb
else
    skip "lintian finds no error" "no lintian"
fi
it "they install into a fresh root of $VERSION_CODENAME" make_root
[ "$failed" -eq 0 ] || finish
it "in which there is nothing of the source tree" test ! -e "$root$srcdir" -a ! -e "$root$builddir"

it "the sample is rendered there" renders "$srcdir/examples/article.txt"
data=${ENCART_DATA:-$srcdir/../shared/data}/articles
texts=0
for text in "$data"/*.txt; do
    [ -f "$text" ] || continue
    texts=$((texts + 1))
    it "$(basename "$text") is rendered there" renders "$text"
done
[ "$texts" -gt 0 ] || skip "real articles are rendered there" "none in $data"

cp -r "$work/source/debian/tests" "$root/root/tests"
while read -r test; do
    it "debian/tests/$test" in_root sh -x "/root/tests/$test"
done < <(sed -n 's/^Tests: //p' "$work/source/debian/tests/control")
it "and purged, they leave nothing" purged
finish
