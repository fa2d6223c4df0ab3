# What run.sh and load.sh share: nginx as a process of one's own in a temporary folder, with the
# module and library of this build. Sourced after `suite`.
# shellcheck shell=bash disable=SC2034,SC2154 # names for and of the caller
NGINX=$(PATH=$PATH:/usr/sbin command -v nginx)
module=$builddir/bindings/nginx/ngx_http_encart_filter_module.so
export LD_LIBRARY_PATH=$builddir/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
# Sanitizers must be in the program before the module is. nginx itself keeps what it read of its
# configuration, and cleans nothing up when it exits.
preload=
if nm -D "$module" 2>/dev/null | grep -q __asan; then
    for library in libasan.so libubsan.so; do
        preload=$preload${preload:+:}$(${CC##* } -print-file-name="$library")
    done
fi

# What a log must not have.
alarming='\[(alert|crit)\]|exited on signal|exited with code [1-9]|runtime error'

# Whether the module and all that a suite needs are here; what is not is told.
ready() {
    local tool
    if [ ! -f "$module" ]; then
        skip "the nginx module" "not built; configure --with-nginx builds it"
        return 1
    fi
    for tool in "${NGINX:-nginx}" curl python3; do
        command -v "$tool" >/dev/null && continue
        skip "the nginx module" "$tool is not here; apt-get install $tool"
        return 1
    done
}

# shellcheck disable=SC2120 # most callers just start it
nginx() {
    if [ -z "$preload" ]; then
        "$NGINX" -p "$work" -c "$work/nginx.conf" -e "$work/error.log" "$@"
    else
        ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0:log_path=$work/asan \
            LSAN_OPTIONS=suppressions=$work/leaks:print_suppressions=0 \
            LD_PRELOAD=$preload "$NGINX" -p "$work" -c "$work/nginx.conf" \
            -e "$work/error.log" "$@"
    fi
}

# The beginning of a configuration: nothing of the machine's own is used.
conf_head() {
    printf 'leak:ngx_alloc\nleak:ngx_memalign\n' >"$work/leaks" # pools of its own
    mkdir -p "$work/tmp"
    [ "$(id -u)" -ne 0 ] || echo 'user root;'
    cat <<EOF
load_module $module;
worker_processes ${workers:-2};
pid $work/nginx.pid;
error_log $work/error.log info;
events { worker_connections 512; }
http {
client_body_temp_path $work/tmp/body; proxy_temp_path $work/tmp/proxy;
fastcgi_temp_path $work/tmp/fastcgi; uwsgi_temp_path $work/tmp/uwsgi;
scgi_temp_path $work/tmp/scgi;
types { text/html html; text/plain txt; application/json json; image/png png; }
default_type application/octet-stream;
log_format encart '\$request_method \$uri \$status \$encart_status \$encart_boxes \$encart_time_us';
encart_plugin_path $srcdir/plugins $srcdir/tests/vectors/plugins;
EOF
}

# waits COMMAND…: until it succeeds, 20 seconds at the most.
waits() {
    local left=200
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.1
    done
}

# logged_more LINES: the site's log, which is written behind an answer, has more than so many.
# shellcheck disable=SC2317 # called through waits
logged_more() {
    [ "$(wc -l <"$work/logs/site.log")" -gt "$1" ]
}

# The process that was last started to answer.
worker() {
    sed -n 's/.*: start worker process //p' "$work/error.log" | tail -n 1
}

gone() {
    ! kill -0 "$1" 2>/dev/null
}

stop_nginx() {
    local pid
    [ -s "$work/nginx.pid" ] || return 0
    pid=$(cat "$work/nginx.pid")
    kill -QUIT "$pid" 2>/dev/null
    waits gone "$pid"
}
