#!/bin/bash
# encart_cache: the same bytes from the same page, without rendering it again; and never where
# something that the page depends on is another.
. "${srcdir:-.}/tests/sh-suite.sh"
suite nginx-cache
. "$srcdir/bindings/nginx/tests/kit.sh"
ready || finish
trap 'stop_nginx; rm -rf "$work"' EXIT

# ---- the site ----------------------------------------------------------------------------
html=$work/html
mkdir -p "$html" "$work/logs" "$work/plugins/sky" "$work/articles"
# page NAME TITLE PARAGRAPHS
page() {
    printf '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>%s</title></head>' \
        "$2"
    printf '<body><h1>%s</h1><!--encart:article-->' "$2"
    for i in $(seq "$3"); do
        printf '<p>Alinéa %d de la page %s, sur le pont et la rivière.</p>\n' "$i" "$1"
    done
    printf '<!--/encart:article--></body></html>'
}
for name in a b c; do page "$name" "Le pont $name" 60 >"$html/$name.html"; done
page large "Le pont" 1000 >"$html/large.html"
page pont "Le pont ferme" 3 | sed 's|<p>Alinéa 2|<p>Lire aussi : Le tram de nuit</p>&|' \
    >"$html/pont.html"
printf '<p>Un alinéa <b>et</b> un mot.</p>\n\n<p>Un autre.</p>\n' |
    tee "$html/one.txt" >"$html/one.html"
cat >"$work/plugins/sky/manifest.lua" <<'EOF'
return {
  name = "sky", version = "1.0.0", api = 1, slots = { "after-body" },
  uses = { "service.weather" }, needs = { weather = {} },
  boxes = { sky = { slot = "after-body", element = "p" } },
}
EOF
cat >"$work/plugins/sky/init.lua" <<'EOF'
return {
  propose = function(ctx)
    local weather = ctx.service "weather"
    if not weather then return end
    return ctx.box("sky", { slot = "after-body", content = encart.html.p(weather.sky) })
  end,
}
EOF
# article TITLE ADDRESS
article() {
    cat >"$work/articles/$2.json" <<EOF
{"encart": 1, "title": "$1", "url": "https://journal.example/$2",
 "body": {"format": "html", "value": "<p>Un alinéa.</p>"}}
EOF
}
article "Le bac de la rivière" bac
# shellcheck disable=SC2317 # called through it
index() {
    "$encart" index --collection "$work/site.db" "$work/articles" >"$work/index.log" 2>&1
}
it "a collection is made" index

# 24k: two pages of some 4 kB with the 7 kB made of each have room, and a third has not.
write_conf() {
    workers=1 conf_head
    cat <<EOF
encart_cache ${1-24k};
server {
    listen unix:$work/site;
    access_log $work/logs/site.log encart;
    root $html;
    encart on;
    encart_config encart.json;
    encart_budget 20s;
    location /other/ { alias $html/; }
    location /lang/ { alias $html/; encart_lang \$arg_lang; }
    location /text/ { alias $html/; encart_format fragment; encart_types text/plain; }
    location /sky/ {
        alias $html/; encart_plugin_path $work/plugins; encart_plugins sky;
        encart_answers \$http_x_answers;
    }
    location /related/ {
        alias $html/; encart_plugins lire-aussi; encart_collection $work/site.db;
    }
}
}
EOF
}
# However busy the machine is, no plugin is stopped.
echo '{"limits": {"time_ms": 20000}}' >"$work/encart.json"
write_conf >"$work/nginx.conf"
run nginx
exits "nginx starts" 0
[ "$status" -eq 0 ] || finish
it "it answers" waits curl -sf --unix-socket "$work/site" http://x/one.txt
waits logged_more 0

# asks SENTENCE STATUS PATH [CURL OPTIONS…]: the log's status; the bytes to $work/body
asks() {
    local sentence=$1 why=$2 path=$3 lines
    shift 3
    lines=$(wc -l <"$work/logs/site.log")
    : >"$work/body"
    curl -sS --max-time 60 --unix-socket "$work/site" -D "$work/head" -o "$work/body" "$@" \
        "http://x$path" 2>"$work/curl.err"
    waits logged_more "$lines"
    equal "$sentence" "$(tail -n 1 "$work/logs/site.log" | cut -d' ' -f4)" "$why"
}
boxes() {
    tail -n 1 "$work/logs/site.log" | cut -d' ' -f5
}

# ---- the same page -----------------------------------------------------------------------
asks "the first time, a page is rendered" rendered /a.html
cp "$work/body" "$work/a"
cp "$work/head" "$work/a.head"
before=$(boxes)
asks "the second time it is there" cached /a.html
it "with the same bytes" cmp "$work/body" "$work/a"
equal "with the same header" "$(grep -v '^Date' "$work/head")" "$(grep -v '^Date' "$work/a.head")"
equal "and as many boxes in the log" "$(boxes)" "$before"
contains "these are some" "$before" '^[1-9]'
etag=$(tr -d '\r' <"$work/head" | sed -n 's/^ETag: //p')
asks "who has it gets 304" not-modified /a.html -H "If-None-Match: $etag"
equal "and no bytes" "$(cat "$work/body")" ""
asks "a location of other directives has its own" rendered /other/a.html

page form "Le pont" 2 | sed 's|<p>Alinéa 2|<form><input></form>&|' >"$html/form.html"
for time in first second; do
    asks "a page that would lose something, the $time time" lossy /form.html
    it "comes as it was the $time time" cmp "$work/body" "$html/form.html"
done

# ---- something is another ----------------------------------------------------------------
asks "French" rendered "/lang/a.html?lang=fr"
asks "English" rendered "/lang/a.html?lang=en"
contains "is English" "$(cat "$work/body")" 'Leave a comment'
asks "and stays apart" cached "/lang/a.html?lang=fr"
it "French is French" cmp "$work/body" "$work/a"
asks "a text" rendered /text/one.txt
contains "is text" "$(cat "$work/body")" '&lt;p&gt;Un autre'
asks "the same bytes as HTML" rendered /text/one.html
contains "are HTML" "$(cat "$work/body")" '<b>et</b>'
page a "Le pont neuf" 60 >"$html/a.html"
asks "a page that was edited" rendered /a.html
contains "comes as it is now" "$(cat "$work/body")" 'Le pont neuf'

# ---- for how long ------------------------------------------------------------------------
# sky SENTENCE STATUS SKY MAX_AGE
sky() {
    local weather='{"service": "weather", "params": {}, "value": {"sky": "%s"}, "max_age": %d}'
    # shellcheck disable=SC2059 # the format is that above
    asks "$1" "$2" /sky/c.html -H \
        "X-Answers: {\"encart\": 1, \"services\": [$(printf "$weather" "$3" "$4")]}"
    contains "$1: it is told" "$(cat "$work/body")" "$3"
}
sky "an answer that is good for ever so long" rendered pluie 1000
sky "is good" cached pluie 1000
sky "another answer makes another page" rendered neige 1000
sky "an answer that is good for a second" rendered pluie 1
sleep 1.2
sky "is good no longer" rendered pluie 1
sky "an answer that is good for this reader" rendered soleil 0
contains "no cache shall have it" "$(cat "$work/head")" '^Cache-Control: no-cache'
sky "nor has this one" rendered soleil 0

# ---- for want of room --------------------------------------------------------------------
asks "one" rendered /b.html
asks "two" rendered /c.html
asks "two have room" cached /b.html
asks "a third" rendered /a.html
asks "takes the place of who was asked for least recently" cached /b.html
asks "which was the second" rendered /c.html
asks "a page larger than the room" rendered /large.html
asks "is not kept" rendered /large.html
asks "and has sent nobody away" cached /c.html

# ---- the collection ----------------------------------------------------------------------
# Files that changed just now may change once more in the same tick.
changed() {
    find "$work" -maxdepth 1 -name 'site.db*' -exec touch -d "$1" {} +
}
changed '1 minute ago'
asks "a page that names an article" rendered /related/pont.html
lacks "which is not there" "$(cat "$work/body")" 'href="https://journal.example/tram"'
asks "is kept" cached /related/pont.html
article "Le tram de nuit" tram
it "now the article is there" index
changed '1 hour'
asks "the collection has changed" rendered /related/pont.html
contains "and the page has its address" "$(cat "$work/body")" \
    'href="https://journal.example/tram"'
asks "while it changes, no page is kept" rendered /related/pont.html
changed '1 minute ago'
asks "now it rests" rendered /related/pont.html
asks "so that pages are kept again" cached /related/pont.html
: >"$work/site.db"
changed '1 minute ago'
asks "a collection that cannot be read costs its articles" rendered /related/pont.html
contains "which the next page may have: no cache keeps this one" "$(cat "$work/head")" \
    '^Cache-Control: no-cache'
asks "nor does the worker" rendered /related/pont.html
rm -f "$work"/site.db*
it "it is made anew" index

# ---- the directive -----------------------------------------------------------------------
# Until the worker that was there has gone.
# shellcheck disable=SC2317 # called through it
reload() {
    local old
    old=$(worker)
    kill -HUP "$(cat "$work/nginx.pid")"
    waits gone "$old"
}
it "it is reloaded" reload
asks "a reload begins anew" rendered /b.html
write_conf 0 >"$work/nginx.conf"
it "it is reloaded without room" reload
asks "a page is rendered" rendered /b.html
asks "and is not kept" rendered /b.html
stop_nginx
it "it stops" test ! -e "$work/nginx.pid"
lacks "nothing alarming in the log" "$(cat "$work/error.log")" \
    "$alarming"
equal "sanitizers have nothing to say" "$(cat "$work"/asan.* 2>/dev/null | head -c 8000)" ""
finish
