# shellcheck shell=bash
# shellcheck disable=SC2154 # the variables are those of run.sh, which reads this
# A network of sites in a database of its own; the sites' names are only told by Host.
mariadb --no-defaults --socket="$socket" -u root -e 'CREATE DATABASE net CHARACTER SET utf8mb4'
export WP_DB=net WP_URL=http://journal.example
mkdir -p "$work/bin" # nobody gets the letter about a new site
printf '#!/bin/sh\ncat >/dev/null\n' >"$work/bin/sendmail"
chmod +x "$work/bin/sendmail"
php+=(-d "sendmail_path=$work/bin/sendmail")
it "a network is founded" wp network found
export WP_NETWORK=1
"${php[@]}" -d opcache.enable_cli=0 -S "127.0.0.1:$port" -t "$site/wp" "$here/tests/router.php" \
    >"$state/network.log" 2>&1 &
server=$!
for _ in $(seq 60); do
    curl -s -o "$work/first" "$url/" && break
    sleep 0.5
done
it "each of its sites has settings and articles of its own" wp network check "$url"
it "uninstalled, it leaves no trace on any" wp network leave
kill "$server"
wait "$server" 2>/dev/null
server=
