#!/bin/bash
# A real WordPress with the plugin, from installation to uninstallation: make check-wordpress.
# WordPress and its themes are Debian's packages, unpacked, not installed; MariaDB listens on a
# socket only, PHP's own server on the loopback; pages are looked at in Chromium. With WP_VISIT=N
# only the first N posts are visited.
. "${srcdir:-.}/tests/sh-suite.sh"
suite wordpress
here=$srcdir/bindings/wordpress
module=$builddir/bindings/php/.libs/encart.so
PHP=${PHP:-php}
site=$builddir/wordpress
state=$site/state
export LD_LIBRARY_PATH="$builddir/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
PATH=$PATH:/usr/sbin

give_up() {
    skip "WordPress" "$1"
    finish
}

[ -f "$module" ] || give_up "the PHP extension is not built; configure --with-php"
for tool in mariadbd mariadb-install-db node npm java chromium dpkg apt-get; do
    command -v "$tool" >/dev/null || give_up "$tool is missing: apt-get install mariadb-server \
php-cli php-mysql php-xml php-mbstring nodejs npm default-jre-headless chromium"
done
$PHP -m | grep -qx mysqli || give_up "PHP's mysqli is missing: apt-get install php-mysql"

# ---- WordPress, unpacked -----------------------------------------------------------------------
debs=$builddir/wordpress-debs
mkdir -p "$debs"
packages="wordpress wordpress-l10n wordpress-theme-twentytwentyone wordpress-theme-twentytwentythree"
for package in $packages; do
    compgen -G "$debs/${package}_*.deb" >/dev/null ||
        (cd "$debs" && apt-get download -qq "$package" >/dev/null 2>&1)
    compgen -G "$debs/${package}_*.deb" >/dev/null || give_up "apt-get download $package failed"
done
rm -rf "$site"
mkdir -p "$site/x" "$state"
for deb in "$debs"/*.deb; do dpkg -x "$deb" "$site/x"; done
# Debian's links into packages that are not here dangle; WordPress does without them.
cp -rL "$site/x/usr/share/wordpress" "$site/wp" 2>/dev/null
cp -rL "$site"/x/var/lib/wordpress/wp-content/. "$site/wp/wp-content/" 2>/dev/null
rm -rf "$site/x"
mkdir -p "$site/wp/wp-content/plugins" "$site/wp/wp-content/mu-plugins"
cp -r "$here/encart" "$site/wp/wp-content/plugins/"
cp "$here/tests/observer.php" "$site/wp/wp-content/mu-plugins/"
chmod -R u+w "$site/wp"

# ---- MariaDB, without network ------------------------------------------------------------------
socket=$work/db.sock
mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$site/db" \
    --auth-root-authentication-method=normal --skip-test-db >"$work/db.log" 2>&1 ||
    give_up "mariadb-install-db failed: $(tail -n 2 "$work/db.log")"
mariadbd --no-defaults --user="$(id -un)" --datadir="$site/db" --socket="$socket" \
    --pid-file="$work/db.pid" --skip-networking --innodb-flush-log-at-trx-commit=0 \
    >>"$work/db.log" 2>&1 &
database=$!
server='' workers='' front=''
trap 'kill $server $workers $front $database 2>/dev/null; wait; rm -rf "$work"' EXIT
for _ in $(seq 120); do
    [ -S "$socket" ] && break
    sleep 0.5
done
mariadb --no-defaults --socket="$socket" -u root -e 'CREATE DATABASE wp CHARACTER SET utf8mb4' ||
    give_up "MariaDB does not answer: $(tail -n 2 "$work/db.log")"

# ---- installation ------------------------------------------------------------------------------
# shellcheck disable=SC2016 # the dollars are PHP's
port=$("$PHP" -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo explode(":", stream_socket_get_name($s, false))[1];')
url=http://127.0.0.1:$port
export WP_SOCKET=$socket WP_URL=$url WP_ROOT=$site/wp WP_STATE=$state
cp "$here/tests/wp-config.php" "$site/wp/wp-config.php"
php=("$PHP" -d "extension=$module" -d "encart.plugin_path=$srcdir/plugins"
    -d display_errors=stderr -d "error_log=$state/php.log")
wp() { "${php[@]}" "$here/tests/$1.php" "${@:2}"; }
it "WordPress installs" wp install
it "our own posts are written" wp posts
data=${ENCART_DATA:-$srcdir/../shared/data}/wordpress
for export in "$data/wxr/themeunittestdata.wordpress.xml" "$data/derived-fr/export.xml"; do
    if [ -f "$export" ]; then
        it "$(basename "$export") is imported" wp import "$export"
    else
        skip "$(basename "$export")" "not here"
    fi
done
wp addresses >"$state/original.json" 2>/dev/null # before the plugin is there
it "the plugin is activated" wp state activate
it "everything is indexed by the command line" \
    "${php[@]}" "$here/encart/bin/reindex.php" "$site/wp" "$url/"
it "the collection keeps step with the posts" wp step

# ---- pages -------------------------------------------------------------------------------------
"${php[@]}" -d opcache.enable_cli=0 -S "127.0.0.1:$port" -t "$site/wp" "$here/tests/router.php" \
    >"$state/server.log" 2>&1 &
server=$!
browser=$builddir/browser
mkdir -p "$browser"
if ! cmp -s "$srcdir/tests/browser/package.json" "$browser/package.json" ||
    [ ! -d "$browser/node_modules/vnu-jar" ]; then
    cp "$srcdir/tests/browser/package.json" "$browser/package.json"
    chmod u+w "$browser/package.json"
    (cd "$browser" && npm install --no-audit --no-fund --loglevel=error </dev/null)
fi
export NODE_PATH=$browser/node_modules WP_PHP="${php[*]}" WP_TESTS=$here/tests
# Runs a script in Node and counts what it says.
count_verdicts() {
    node "$here/tests/$1.js" 2>&1 | tee "$work/$1.log"
    while IFS=" " read -r verdict sentence; do
        case $verdict in
        ok:) pass "$sentence" >/dev/null ;;
        FAILED:) fail "$sentence" >/dev/null ;;
        esac
    done <"$work/$1.log"
}
count_verdicts pages
it "the pages were looked at to the end" grep -q '^all pages seen' "$work/pages.log"
count_verdicts admin
it "the settings were looked at to the end" grep -q '^settings seen to the end' "$work/admin.log"
kill "$server"
wait "$server" 2>/dev/null
server=
# shellcheck source=/dev/null
. "$here/tests/fpm.sh"
it "without the PHP extension the articles are shown, and the administrator is told" \
    "$PHP" -d "error_log=$state/php.log" "$here/tests/state.php" without

# ---- and away ----------------------------------------------------------------------------------
it "uninstalled, it leaves no option, no meta and no file" wp state uninstall
# shellcheck source=/dev/null
. "$here/tests/network.sh"
it "PHP had nothing to say but what was provoked" \
    sh -c "! grep -E 'PHP (Warning|Fatal|Notice|Deprecated).*encart' '$state'/*.log"
finish
