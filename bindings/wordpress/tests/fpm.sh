# shellcheck shell=bash
# shellcheck disable=SC2154 # the variables are those of run.sh, which reads this
# The same site behind nginx and PHP-FPM, two processes: on the port where PHP's own server was.
fpm=$(command -v php-fpm8.2 || command -v php-fpm || true)
nginx=$(command -v nginx || true)

serve_by_fpm() {
    cat >"$work/fpm.conf" <<CONF
[global]
error_log = $state/fpm.log
daemonize = no
[www]
listen = $work/fpm.sock
pm = static
pm.max_children = 2
clear_env = no
catch_workers_output = yes
CONF
    cat >"$work/nginx.conf" <<CONF
daemon off;
user $(id -un);
worker_processes 1;
pid $work/nginx.pid;
error_log $state/nginx.log;
events { worker_connections 64; }
http {
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path $work/nginx-body;
    fastcgi_temp_path $work/nginx-fastcgi;
    proxy_temp_path $work/nginx-proxy;
    uwsgi_temp_path $work/nginx-uwsgi;
    scgi_temp_path $work/nginx-scgi;
    server {
        listen 127.0.0.1:$port;
        root $site/wp;
        index index.php;
        location ~ ^/wp-content/encart- { deny all; }
        location / { try_files \$uri \$uri/ /index.php?\$args; }
        location ~ \.php$ {
            include /etc/nginx/fastcgi_params;
            fastcgi_param HTTP_HOST \$host:\$server_port;
            fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name;
            fastcgi_pass unix:$work/fpm.sock;
        }
    }
}
CONF
    as_root=()
    [ "$(id -u)" -ne 0 ] || as_root=(-R)
    [ "$(id -u)" -ne 0 ] || printf 'user = root\nlisten.mode = 0666\n' >>"$work/fpm.conf"
    "$fpm" "${as_root[@]}" -F -y "$work/fpm.conf" "${php[@]:1}" -d opcache.enable=1 \
        >"$state/fpm.out" 2>&1 &
    workers=$!
    "$nginx" -c "$work/nginx.conf" >"$state/nginx.out" 2>&1 &
    front=$!
    for _ in $(seq 60); do
        curl -fs -o "$work/first" "$url/" && return
        sleep 0.5
    done
    return 1
}

if [ -z "$fpm" ] || [ -z "$nginx" ] || ! command -v curl >/dev/null; then
    skip "PHP-FPM" "apt-get install php8.2-fpm nginx-light curl"
else
    sentence="nginx and PHP-FPM serve the site"
    if serve_by_fpm; then pass "$sentence"; else fail "$sentence" "$(tail -n 3 "$state"/*.out)"; fi
    collection=$(basename "$(echo "$site"/wp/wp-content/encart-*)")
    equal "nobody fetches the collection" \
        "$(curl -s -o "$work/first" -w '%{http_code}' "$url/wp-content/$collection/collection.db")" 403
    count_verdicts fpm
    it "the requests were seen to the end" grep -q '^requests seen to the end' "$work/fpm.log"
    kill "$workers" "$front"
    wait "$workers" "$front" 2>/dev/null
    it "no process died" sh -c "! grep -E 'exited on signal|core dumped' '$state/fpm.log'"
fi
