#!/bin/bash
# nginx with the module, in front of a static site and of a server that answers in every way:
# right bytes where it renders, the old bytes wherever there is a doubt.
. "${srcdir:-.}/tests/sh-suite.sh"
suite nginx
. "$srcdir/bindings/nginx/tests/kit.sh"
ready || finish

upstream=
# shellcheck disable=SC2317 # called at the end
clean() {
    stop_nginx
    [ -z "$upstream" ] || kill "$upstream" 2>/dev/null
    rm -rf "$work"
}
trap clean EXIT

# ---- the site ----------------------------------------------------------------------------
article='<p>Les travaux commencent <b>lundi</b>, dit la mairie.</p>
<p>Lire aussi : <a href="/tram">Le tram de nuit</a></p>
<p>Ils durent deux mois.<script>alert(1)</script></p>
'
head='<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Le pont – Le Journal</title>
<meta property="og:title" content="Le pont ferme">
<link rel="canonical" href="https://journal.example/pont"><!--encart:head-->
<script>var kept = "<p>as it is</p>";</script></head><body><nav onclick="x()">Menu</nav>
<h1>Le pont ferme</h1><!--encart:article-->'
foot='<!--/encart:article--><form><input name=q></form><footer>© Le Journal</body></html>
'
html=$work/html
mkdir -p "$html/fragment" "$html/page" "$html/twice" "$work/logs"
printf '%s%s%s' "$head" "$article" "$foot" >"$html/pont.html"
printf '%s' "$article" | tee "$html/fragment/a.html" "$html/page/a.html" >"$work/article.html"
printf '%s%s%s%s' "$head" "$article" "$article" "$foot$foot" >"$html/two.html"
printf '%s%s' "$foot" "$head" >"$html/wrong.html"
printf '<p>%s</p>' "$article" >"$html/none.html"
printf '%s<p>\0</p>%s' "$head" "$foot" >"$html/binary.html"
printf '%s<p>\351</p>%s' "$head" "$foot" >"$html/bad.html"
printf '%s' "$head$foot" | sed 's/utf-8/iso-8859-1/' >"$html/latin1.html"
kept() { printf '%s<p>Un alinéa.</p>%s%s' "$head" "$1" "$foot"; }
kept '<form action="/x"><p><input name="a"></p></form>' >"$html/form.html"
kept '<iframe src="https://player.example/1"></iframe>' >"$html/player.html"
kept '<style>p {}</style><p class="odd" onclick="x()">Deux.</p>' >"$html/clean.html"
cp "$html/pont.html" "$html/fragment/whole.html"
cp "$html/pont.html" "$html/pont.txt"
: >"$html/empty.html"
{
    printf '%s' "$head"
    for _ in $(seq 12000); do echo '<p>Encore un alinéa de ce texte.</p>'; done
    printf '%s' "$foot"
} >"$html/large.html"
cat >"$work/encart.json" <<'EOF'
{"site": {"name": "Le Journal"}, "plugins": {"footer-controls": {"share": ["email"]}},
 "limits": {"time_ms": 20000}}
EOF
python3 "$srcdir/bindings/nginx/tests/upstream.py" "$work/upstream" "$html/pont.html" \
    2>"$work/upstream.log" &
upstream=$!
python3 "$srcdir/bindings/nginx/tests/vectors.py" write "$work"

# The README's own example, on a socket instead of a port, however busy the machine is, and with
# the script in the article.
readme() {
    awk '/^```nginx/ { on = 1; next } /^```/ { on = 0 } on' "$srcdir/bindings/nginx/README.md" |
        grep -v '^log_format' | sed "s|listen .*;|listen unix:$work/readme;|" |
        sed 's|encart on;|& encart_keep_original off; encart_budget 20s;|'
}
write_conf() {
    conf_head
    readme
    cat <<EOF
server {
    listen unix:$work/site;
    access_log $work/logs/site.log encart;
    root $html;
    encart on;
    encart_config encart.json;
    encart_budget 20s;
    encart_keep_original off;
    location / { }
    location /kept/ { alias $html/; encart_keep_original on; }
    location /off/ { encart off; alias $html/; }
    location /fragment/ { encart_format fragment; }
    location /page/ { encart_format page; }
    location /small/ { alias $html/; encart_max_size 600; }
    location /huge/ { alias $html/; encart_max_size 4m; }
    location /never/ { alias $html/; encart_budget 0; }
    location /zip/ { alias $html/; gzip on; gzip_min_length 1; }
    location /theme/ { alias $html/; encart_markers '<h1>Le pont ferme</h1>' '<form>'; }
    location /en/ { alias $html/; encart_lang \$arg_lang; }
    location /up/ { proxy_pass http://unix:$work/upstream:/; proxy_http_version 1.1; }
    location /sub/ { alias $html/; auth_request /pont.html; }
}
server {
    listen unix:$work/vectors; root $work; access_log off;
    large_client_header_buffers 8 512k; client_header_buffer_size 512k;
    include $work/locations.conf;
}
}
EOF
}
write_conf >"$work/nginx.conf"
run nginx -t
exits "the configuration is good, with one engine for each vector and site" 0 "successful"
run nginx
exits "nginx starts" 0
[ "$status" -eq 0 ] || finish
it "it answers" waits curl -sf --unix-socket "$work/site" http://x/pont.html
waits logged_more 0

# get PATH [CURL OPTIONS…]: the body to $work/body, the header to $work/head
get() {
    local path=$1
    shift
    lines_before=$(wc -l <"$work/logs/site.log")
    : >"$work/body"
    curl -sS --max-time 60 --unix-socket "$work/site" -D "$work/head" -o "$work/body" "$@" \
        "http://x$path" 2>"$work/curl.err"
}
header() {
    tr -d '\r' <"$work/head" | sed -n "s/^$1: //Ip"
}
# What the log says of the last request.
logged() {
    waits logged_more "$lines_before"
    tail -n 1 "$work/logs/site.log" | cut -d' ' -f4
}
same() {
    it "$1" cmp "$work/body" "$2"
}

# passes SENTENCE PATH STATUS FILE [CURL OPTIONS…]: FILE comes as it is, and the log says why.
passes() {
    local sentence=$1 path=$2 why=$3 file=$4
    shift 4
    get "$path" "$@"
    same "$sentence: the old bytes" "$file"
    equal "$sentence: no sign of Encart" "$(header X-Encart)" ""
    equal "$sentence: the log says why" "$(logged)" "$why"
}

# ---- right bytes -------------------------------------------------------------------------
export ENCART_PLUGINS=$srcdir/plugins
"$encart" render --config "$work/encart.json" --from html "$work/article.html" \
    --output "$work/fragment"
"$encart" render --config "$work/encart.json" --from html --format page "$work/article.html" \
    --output "$work/page"
"$encart" render --config "$work/encart.json" --from html --lang fr \
    --url https://journal.example/pont "$work/article.html" --output "$work/marked"
get /fragment/a.html
same "a fragment is what the command renders" "$work/fragment"
get /page/a.html
same "a page is what the command renders" "$work/page"
get /pont.html
cp "$work/body" "$work/pont"
equal "before the article, each byte stays" \
    "$(head -c "$(printf '%s' "$head" | wc -c)" "$work/pont")" "$head"
equal "after it too" \
    "$(sed -n '\,<!--/encart,,$p' "$work/pont")" "$(printf '%s' "$foot")"
contains "the author's box is rendered" "$(cat "$work/pont")" 'data-encart="author/read-also"'
contains "the configuration holds" "$(cat "$work/pont")" 'mailto:'
contains "metadata comes from the page" "$(cat "$work/pont")" 'subject=Le%20pont%20ferme|https%3A%2F%2Fjournal.example%2Fpont'
lacks "scripts of the article are gone" "$(cat "$work/pont")" 'alert\(1\)'
contains "scripts of the site are not" "$(cat "$work/pont")" 'var kept'
equal "the length is that of the bytes" "$(header Content-Length)" "$(wc -c <"$work/pont" | tr -d ' ')"
equal "it says so" "$(header X-Encart)" rendered
equal "the charset is told" "$(header Content-Type)" "text/html; charset=utf-8"
equal "no date of other bytes" "$(header Last-Modified)$(header Accept-Ranges)" ""
etag=$(header ETag)
contains "the tag is of the bytes" "$etag" "^\"$(md5sum <"$work/pont" | cut -d' ' -f1)\"$"
contains "the log tells status, boxes and time" "$(tail -n 1 "$work/logs/site.log")" \
    '^GET /pont.html 200 rendered [1-9][0-9]* [1-9][0-9]*$'
for path in /up/whole /up/chunked /up/close /up/cached; do
    get "$path"
    same "$path has the same bytes" "$work/pont"
done
equal "upstream's cache headers stay" \
    "$(header Cache-Control)|$(header Vary)|$(header Expires)" \
    "private, max-age=9|Cookie|Thu, 01 Jan 2099 00:00:00 GMT"
equal "its tag and digest go" "$(header ETag)|$(header Digest)" "$etag|"
get /zip/pont.html --compressed
same "nginx compresses afterwards" "$work/pont"
equal "and the tag is weak then" "$(header ETag)" "W/$etag"
get /pont.html -r 5-20
same "a range is answered with all" "$work/pont"
get /theme/pont.html
contains "markers of the theme's own" "$(cat "$work/body")" '<h1>Le pont ferme</h1><span data-encart'
curl -sS --unix-socket "$work/readme" http://x/pont.html >"$work/body"
same "the example of the README serves" "$work/pont"
get "/en/pont.html?lang=en"
contains "a variable says the language" "$(cat "$work/body")" 'Leave a comment'
run python3 "$srcdir/bindings/nginx/tests/vectors.py" check "$work" "$work/vectors"
equal "vectors: ${out##*$'\n'}" "$status" 0
[ "$status" -eq 0 ] || printf '%s\n' "$out" | head -c 20000

# ---- conditional requests ----------------------------------------------------------------
get /pont.html -H "If-None-Match: W/$etag"
equal "who has the bytes gets 304" "$(head -n 1 "$work/head" | cut -d' ' -f2)" 304
equal "with the tag, and no body" "$(header ETag)$(cat "$work/body")" "$etag"
get /pont.html -H 'If-None-Match: "other"'
same "who has others gets these" "$work/pont"
get /pont.html -I
equal "HEAD has no length and no tag" "$(header Content-Length)$(header ETag)" ""
equal "HEAD is told in the log" "$(logged)" head

# ---- doubts ------------------------------------------------------------------------------
passes "off" /off/pont.html - "$html/pont.html"
passes "another type" /pont.txt type "$html/pont.txt"
passes "a POST" /up/whole method "$html/pont.html" -d x=y
get /nothing.html
equal "404 stays" "$(head -n 1 "$work/head" | cut -d' ' -f2) $(logged)" "404 status"
passes "upstream's 404" /up/missing status "$html/pont.html"
head -c 10 "$html/pont.html" >"$work/ten"
passes "upstream's 206" /up/partial status "$work/ten"
gzip -nc "$html/pont.html" >"$work/zipped"
get /up/gzip
equal "compressed upstream stays" "$(gzip -dc <"$work/body" | md5sum)" "$(md5sum <"$html/pont.html")"
equal "compressed upstream says so" "$(header Content-Encoding)" gzip
passes "no-transform" /up/no-transform no-transform "$html/pont.html"
get /up/already
same "rendered by a server behind" "$html/pont.html"
cp "$work/pont" "$html/again.html"
passes "boxes in the page" /again.html already "$work/pont"
passes "a charset in the header" /up/latin1 charset "$html/pont.html"
passes "a charset in the page" /latin1.html charset "$html/latin1.html"
passes "bytes that are not UTF-8" /bad.html charset "$html/bad.html"
passes "a binary" /binary.html binary "$html/binary.html"
passes "an empty page" /empty.html empty "$html/empty.html"
passes "no markers" /none.html markers "$html/none.html"
passes "markers twice" /two.html markers "$html/two.html"
passes "markers the wrong way round" /wrong.html markers "$html/wrong.html"
passes "a script in the article" /kept/pont.html lossy "$html/pont.html"
passes "a form" /kept/form.html lossy "$html/form.html"
passes "a player" /kept/player.html lossy "$html/player.html"
get /kept/clean.html
equal "a style, a class, an event are no loss" "$(header X-Encart)" rendered
passes "a whole page for a fragment" /fragment/whole.html whole-page "$html/pont.html"
passes "a large file" /small/pont.html size "$html/pont.html"
passes "no time" /never/pont.html budget "$html/pont.html"
get /up/large
equal "a large body of unknown size comes whole" "$(wc -c <"$work/body" | tr -d ' ')" \
    "$(($(wc -c <"$html/pont.html") + 200000 * 18))"
get /huge/large.html
equal "what the bound allows is rendered" "$(header X-Encart)" rendered
equal "with all its words" "$(grep -c 'Encore un alinéa' "$work/body")" 12000
get /up/cut
[ ! -s "$work/body" ] && lacks "a page cut off is not given out as whole" "$(cat "$work/head")" '^ETag'
get /sub/pont.html
same "a subrequest is left alone, the page is rendered" "$work/pont"

# ---- wrong configurations ----------------------------------------------------------------
cp "$work/nginx.conf" "$work/good.conf"
{
    conf_head
    echo "server { listen unix:$work/wrong; include $work/wrong.conf; } }"
} >"$work/nginx.conf"
run nginx -t
exits "wrong configurations end nginx -t" 1
printf '%s\n' "$err" >"$work/told"
run python3 "$srcdir/bindings/nginx/tests/vectors.py" told "$work" <"$work/told"
equal "vectors of wrong configurations: $out" "$status" 0
mv "$work/good.conf" "$work/nginx.conf"
cp "$work/encart.json" "$work/good.json"
printf '{\n "site": {"nam": "x"}\n}\n' >"$work/encart.json"
run nginx -t
exits "a wrong member ends nginx -t with file, line and path" 1 'encart.json:2: site.nam'
printf '{\n "site": {\n' >"$work/encart.json"
run nginx -t
exits "so does broken JSON" 1 'encart.json:[0-9]+'
kill -HUP "$(cat "$work/nginx.pid")"
sleep 0.5
get /pont.html
same "a reload with it changes nothing" "$work/pont"
sed 's/Le Journal/La Gazette/' "$work/good.json" >"$work/encart.json"

# ---- several workers, reload under load --------------------------------------------------
hammer() {
    local i
    for i in $(seq 60); do
        curl -sS --max-time 60 --unix-socket "$work/site" "http://x/pont.html" |
            cmp -s - "$work/pont" || echo "request $i differs"
    done
}
for n in 1 2 3; do hammer >"$work/hammer.$n" 2>&1 & jobs_of[n]=$!; done
cp "$work/good.json" "$work/encart.json"
for _ in 1 2 3; do
    kill -HUP "$(cat "$work/nginx.pid")"
    sleep 0.4
done
wait "${jobs_of[@]}"
equal "180 requests to two workers over three reloads: the same bytes" \
    "$(cat "$work"/hammer.*)" ""
stop_nginx
it "it stops" test ! -e "$work/nginx.pid"
lacks "no worker died, nothing alarming in the log" "$(cat "$work/error.log")" \
    "$alarming"
equal "sanitizers have nothing to say" "$(cat "$work"/asan.* 2>/dev/null | head -c 8000)" ""
finish
