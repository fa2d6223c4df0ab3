#!/bin/bash
# What the module costs: one worker under wrk, with it and without, and the memory that the
# worker keeps (make bench-nginx). REQUESTS, 100000 by default, is how many the memory is looked
# at after; SECONDS_EACH, 10, how long each measurement takes; PORT, 18099, is on loopback.
. "${srcdir:-.}/tests/sh-suite.sh"
suite nginx-load
. "$srcdir/bindings/nginx/tests/kit.sh"
for tool in "${NGINX:-nginx}" wrk curl; do
    command -v "$tool" >/dev/null && continue
    echo "$tool is not here; apt-get install $tool" >&2
    exit 1
done
[ -f "$module" ] || { echo "not built; configure --with-nginx builds it" >&2; exit 1; }
port=${PORT:-18099} requests=${REQUESTS:-100000} seconds=${SECONDS_EACH:-10}
trap 'stop_nginx; rm -rf "$work"' EXIT

mkdir -p "$work/html" "$work/logs"
{
    cat <<'EOF'
<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Le pont</title></head><body>
<nav>Menu</nav><h1>Le pont</h1><!--encart:article-->
EOF
    for i in $(seq 20); do
        echo "<p>Alinéa $i : les travaux du pont commencent <b>lundi</b>, a dit la mairie, et ils" \
            "durent <a href=\"/n/$i\">deux mois</a>, si le temps le permet ; on passera par le" \
            "quai, puis par la rue des Tanneurs, où le stationnement est interdit.</p>"
    done
    echo '<!--/encart:article--><footer>Le Journal</footer></body></html>'
} >"$work/html/a.html"
# conf CACHE: how much a worker keeps of what it rendered
conf() {
    workers=1 conf_head
    cat <<EOF
encart_cache $1;
encart_config $work/encart.json;
encart_budget 20s;
access_log off;
keepalive_requests 1000000;
server {
    listen 127.0.0.1:$port;
    root $work/html;
    encart on;
    location /off/ { encart off; alias $work/html/; }
}
}
EOF
}
# Each response must be whole, however busy the machine is.
echo '{"limits": {"time_ms": 20000}}' >"$work/encart.json"
# start CACHE
start() {
    stop_nginx
    conf "$1" >"$work/nginx.conf"
    nginx -q
    waits curl -sf "http://127.0.0.1:$port/a.html"
}
start 0 || exit 1
curl -s "http://127.0.0.1:$port/a.html" >"$work/right"
echo "page: $(wc -c <"$work/html/a.html") bytes, rendered: $(wc -c <"$work/right") bytes," \
    "boxes: $(grep -o 'data-encart=' "$work/right" | wc -l)"

# Kilobytes that the worker holds.
memory() {
    awk '/^VmRSS/ { print $2 }' "/proc/$(worker)/status"
}

cat >"$work/count.lua" <<'EOF'
-- Counts what is not the right page, byte for byte.
local file = io.open(os.getenv("RIGHT"), "rb")
local right, threads = file:read("*a"), {}
bad = 0
function setup(thread) threads[#threads + 1] = thread end
function response(status, _, body)
  if status == 200 and body == right then return end
  bad = bad + 1
  io.open(os.getenv("RIGHT") .. ".wrong", "wb"):write(status, "\n", body):close()
end
function done(summary)
  local e = summary.errors
  print(("count %d %d %d"):format(summary.requests, threads[1]:get("bad"),
    e.connect + e.read + e.write + e.timeout + e.status))
end
EOF
# ask N: at least N requests, in rounds.
ask() {
    local total=0 wrong=0 errors=0 n w e
    while [ "$total" -lt "$1" ]; do
        read -r _ n w e < <(RIGHT=$work/right wrk -t1 -c8 -d5s --timeout 60s \
            -s "$work/count.lua" "http://127.0.0.1:$port/a.html" | grep '^count')
        total=$((total + ${n:-0})) wrong=$((wrong + ${w:-0})) errors=$((errors + ${e:-1}))
        [ "${n:-0}" -gt 0 ] || break
    done
    echo "requests $total, wrong bytes $wrong, errors $errors"
}
measure() {
    local path
    for path in off/a.html a.html off/a.html a.html; do
        echo "== /$path, ${seconds} s, $1"
        wrk -t1 -c8 -d"${seconds}s" --timeout 60s --latency "http://127.0.0.1:$port/$path" |
            grep -E 'Latency|50%|99%|requests in|Requests/sec|Socket|Non-2xx'
    done
}
# remember NAME CACHE REQUESTS
remember() {
    start "$2"
    echo "== memory of a fresh worker, $1"
    ask 1000
    echo "after some 1000 requests: $(memory) kB"
    ask "$3"
    echo "after some $3 more: $(memory) kB"
}
measure "each page rendered"
start 16m
measure "pages kept"
remember "each page rendered" 0 "$requests"
remember "pages kept" 16m "$requests"
[ ! -f "$work/right.wrong" ] || { echo "the last wrong one:"; cat "$work/right.wrong"; }
nginx_pid=$(cat "$work/nginx.pid")
stop_nginx
echo "nginx $nginx_pid stopped; sanitizers: $(cat "$work"/asan.* 2>/dev/null | head -c 4000)"
grep -E '\[(error|alert|crit|emerg)\]' "$work/error.log" | head
