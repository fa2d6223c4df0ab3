#!/bin/bash
# nginx with the module in front of a real WordPress in which nothing was changed: make
# check-nginx-wordpress. WordPress and its theme are Debian's packages, unpacked, not installed;
# MariaDB listens on a socket only, PHP's own server on the loopback.
. "${srcdir:-.}/tests/sh-suite.sh"
suite nginx-wordpress
. "$srcdir/bindings/nginx/tests/kit.sh"
here=$srcdir/bindings/wordpress/tests
PHP=${PHP:-php}
PATH=$PATH:/usr/sbin
ready || finish
give_up() {
    skip "WordPress behind nginx" "$1"
    finish
}
for tool in mariadbd mariadb-install-db "$PHP" dpkg apt-get; do
    command -v "$tool" >/dev/null || give_up "$tool is missing: apt-get install mariadb-server \
php-cli php-mysql php-xml php-mbstring"
done
"$PHP" -m | grep -qx mysqli || give_up "PHP's mysqli is missing: apt-get install php-mysql"

# ---- WordPress, unpacked -----------------------------------------------------------------
debs=$builddir/wordpress-debs
site=$work/site
mkdir -p "$debs" "$site/x" "$work/state" "$work/logs"
for package in wordpress wordpress-l10n wordpress-theme-twentytwentyone; do
    compgen -G "$debs/${package}_*.deb" >/dev/null ||
        (cd "$debs" && apt-get download -qq "$package" >/dev/null 2>&1)
    compgen -G "$debs/${package}_*.deb" >/dev/null || give_up "apt-get download $package failed"
    dpkg -x "$debs/${package}"_*.deb "$site/x"
done
# Debian's links into packages that are not here dangle; WordPress does without them.
cp -rL "$site/x/usr/share/wordpress" "$site/wp" 2>/dev/null
cp -rL "$site"/x/var/lib/wordpress/wp-content/. "$site/wp/wp-content/" 2>/dev/null
rm -rf "$site/x"
mkdir -p "$site/wp/wp-content/mu-plugins"
cp "$here/observer.php" "$site/wp/wp-content/mu-plugins/"
cp "$here/wp-config.php" "$site/wp/"
chmod -R u+w "$site/wp"

# ---- MariaDB, without network ------------------------------------------------------------
database='' server=''
# shellcheck disable=SC2317 # called at the end
clean() {
    stop_nginx
    # shellcheck disable=SC2086 # those that were started
    kill $server $database 2>/dev/null
    wait
    rm -rf "$work"
}
trap clean EXIT
socket=$work/db.sock
mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$work/db" \
    --auth-root-authentication-method=normal --skip-test-db >"$work/db.log" 2>&1 ||
    give_up "mariadb-install-db failed: $(tail -n 2 "$work/db.log")"
mariadbd --no-defaults --user="$(id -un)" --datadir="$work/db" --socket="$socket" \
    --pid-file="$work/db.pid" --skip-networking --innodb-flush-log-at-trx-commit=0 \
    >>"$work/db.log" 2>&1 &
database=$!
waits test -S "$socket"
waits mariadb --no-defaults --socket="$socket" -u root \
    -e 'CREATE DATABASE wp CHARACTER SET utf8mb4' ||
    give_up "MariaDB does not answer: $(tail -n 2 "$work/db.log")"

# ---- the site ----------------------------------------------------------------------------
export WP_SOCKET=$socket WP_URL=http://journal.example WP_ROOT=$site/wp WP_STATE=$work/state
wp() {
    "$PHP" -d display_errors=stderr "$here/$1.php" "${@:2}"
}
it "WordPress installs" wp install
it "posts are written" wp posts
wp addresses >"$work/addresses.json"
# shellcheck disable=SC2016 # the dollars are PHP's
port=$("$PHP" -r '$s = stream_socket_server("tcp://127.0.0.1:0");
    echo explode(":", stream_socket_get_name($s, false))[1];')
# It compresses where it is let.
"$PHP" -d zlib.output_compression=On -S "127.0.0.1:$port" -t "$site/wp" "$here/router.php" \
    >"$work/php.log" 2>&1 &
server=$!

cat >"$work/encart.json" <<'EOF'
{"site": {"name": "Le Journal de Senne"}, "limits": {"time_ms": -1},
 "plugins": {"footer-controls": false}}
EOF
it "a collection is made" "$encart" index --quiet --collection "$work/site.db" "$work/state"
{
    conf_head
    cat <<EOF
gzip_proxied any; gzip_min_length 1;
encart_markers '<div class="entry-content">' '</div><!-- .entry-content -->';
encart_config encart.json;
encart_collection site.db;
encart_budget 20s;
proxy_http_version 1.1;
proxy_set_header Host journal.example; proxy_set_header Accept-Encoding "";
server {
    listen unix:$work/nginx;
    access_log $work/logs/site.log encart;
    encart on; gzip on;
    location / { proxy_pass http://127.0.0.1:$port; }
    location /as-it-comes/ {
        proxy_pass http://127.0.0.1:$port/;
        proxy_set_header Host journal.example;
        proxy_set_header Accept-Encoding \$http_accept_encoding;
    }
}
server {
    listen unix:$work/origin;
    location / { proxy_pass http://127.0.0.1:$port; }
}
}
EOF
} >"$work/nginx.conf"
run nginx
exits "nginx starts" 0
it "WordPress answers" waits curl -sf --unix-socket "$work/origin" http://journal.example/

# ---- the pages ---------------------------------------------------------------------------
ENCART_PLUGINS=$srcdir/plugins python3 "$srcdir/bindings/nginx/tests/wordpress.py" "$work" \
    "$encart" 2>&1 | tee "$work/pages.log"
while IFS=" " read -r verdict sentence; do
    case $verdict in
    ok:) pass "$sentence" >/dev/null ;;
    FAILED:) fail "$sentence" >/dev/null ;;
    esac
done <"$work/pages.log"
it "the pages were looked at to the end" grep -q '^all pages seen' "$work/pages.log"
stop_nginx
lacks "nothing alarming in the log" "$(cat "$work/error.log")" \
    "$alarming"
equal "sanitizers have nothing to say" "$(cat "$work"/asan.* 2>/dev/null | head -c 8000)" ""
finish
