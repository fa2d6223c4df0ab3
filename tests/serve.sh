#!/bin/bash
# encart serve: one reply for each line, whatever it holds, and a clean end.
# shellcheck disable=SC1111,SC2317 # typographic quotes are meant; a function called through it
. "${srcdir:-.}/tests/sh-suite.sh"
. "$srcdir/tests/doc-blocks.sh"
suite serve
export ENCART_PLUGINS=${ENCART_PLUGINS:-$srcdir/plugins}

# serve [OPTION…]: requests on standard input; replies in $out, as run has it.
serve() {
    run "$encart" serve --stdio "$@"
}

# reply N: the Nth line of $out.
reply() {
    printf '%s\n' "$out" | sed -n "${1}p"
}

# ---- usage ---------------------------------------------------------------------------------
run "$encart" serve
exits "without --stdio: a usage error" 2 '--stdio is needed'
run "$encart" serve --stdio file
exits "an input is a usage error" 2 'no INPUT is expected, found “file”'
run "$encart" serve --stdio --max-line 0
exits "a limit of nothing is a usage error" 2 'from 1 to 1024'
run "$encart" serve --stdio --config "$work/absent.json" </dev/null
exits "a configuration that is not there fails before anything is asked" 1 'absent.json'
serve </dev/null
exits "nothing asked: nothing said, and done" 0
equal "no reply without a request" "$out" ""

# ---- the operations --------------------------------------------------------------------------
serve <<'EOF'
{"id": "a", "op": "version"}
{"id": {"n": [1, null]}, "op": "render", "document": "<h1>T</h1><p>Un.</p>"}
{"id": 3, "op": "render", "document": "<p>Un.</p>", "report": "none", "options": {"no_plugins": true}}
{"id": 4, "op": "render", "document": "<p>Un.</p>", "report": "text", "slots": true, "css": true, "options": {"explain": "text"}}
{"id": 5, "op": "sanitise", "document": "<p onclick=x>a</p>", "options": {"profile": "strict"}}
{"id": 6, "op": "strip", "document": "<p>a</p><section data-encart=\"related/cards\"><p>b</p></section>"}
{"id": 7, "op": "fill_holes", "document": "<p><!--encart:hole csrf--><!--encart:hole nom--></p>", "holes": {"csrf": "<b>é</b>"}}
{"id": 8, "op": "article", "document": "Titre\n\nUn.\n\nDeux.\n", "load": {"format": "text"}}
{"id": 9, "op": "save", "document": "<p>Un.</p>"}
{"id": 10, "op": "describe"}
{"id": 11, "op": "render", "document_base64": "PHA+6Q==", "load": {"format": "html"}, "options": {"no_plugins": true}, "report": "none"}
{"op": "load", "document": {"id": "x", "title": "Le pont", "body": {"value": "<p>Un.</p>"}}}
{"op": "free", "article": 1}
EOF
exits "every operation is done" 0
equal "one reply for each request" "$(grep -c '"ok":true' <<<"$out")" 13
contains "version tells the protocol and the options" "$(reply 1)" \
    '^\{"id":"a","ok":true,"version":"[0-9.]+","protocol":1,"options":\{"load":\["format",'
contains "the id comes back as it was" "$(reply 2)" '^\{"id":\{"n":\[1,null\]\},"ok":true,"html":"'
contains "a render has its report as an object" "$(reply 2)" '"report":\{"encart":'
equal "a report that is not wanted is not there" "$(reply 3)" \
    '{"id":3,"ok":true,"html":"<p>Un.</p>\n"}'
contains "a report as text" "$(reply 4)" '"report":"\{\\"encart\\":'
contains "slots by name, those that are not empty" "$(reply 4)" '"slots":\{"footer":"<section'
contains "the stylesheets" "$(reply 4)" '"css":"'
contains "the table for people" "$(reply 4)" '"explain":"'
contains "sanitise tells what went" "$(reply 5)" '"html":"<p>a</p>\\n","removed":\[\{.*onclick'
equal "strip" "$(reply 6)" '{"id":6,"ok":true,"html":"<p>a</p>\n"}'
contains "fill_holes fills what is named and leaves the rest" "$(reply 7)" \
    '"html":"<p><b>é</b><!--encart:hole nom--></p>"'
contains "article: its JSON and its words" "$(reply 8)" '"title":"Titre".*"text":"Un.\\n\\nDeux\."'
contains "save" "$(reply 9)" '"saved":"'
contains "describe" "$(reply 10)" '"plugins":\[\{"name":"footer-controls".*"diagnostics":\[\]'
equal "bytes that are no UTF-8, as base64" "$(reply 11)" '{"id":11,"ok":true,"html":"<p>é</p>\n"}'
equal "load numbers the article" "$(reply 12)" \
    '{"id":null,"ok":true,"article":1,"title":"Le pont","article_id":"x"}'
equal "free" "$(reply 13)" '{"id":null,"ok":true}'

if command -v python3 >/dev/null; then
    python3 -c '
import json, sys
print(json.dumps({"op": "render", "document": open(sys.argv[1]).read(), "report": "text",
                  "load": {"source": sys.argv[1]}}))' "$srcdir/examples/article.txt" >"$work/in"
    serve <"$work/in"
    "$encart" render --report "$work/report" -o "$work/html" "$srcdir/examples/article.txt"
    it "the bytes are those of encart render" python3 -c '
import json, sys
reply = json.loads(sys.argv[1])
assert reply["html"] == open(sys.argv[2]).read()
assert reply["report"] == open(sys.argv[3]).read()' "$out" "$work/html" "$work/report"
else
    skip "the bytes are those of encart render" "no python3"
fi

# ---- engines and the collection -----------------------------------------------------------------
cat >"$work/in" <<EOF
{"op": "engine", "plugins": [], "config": {}, "collection": "$work/c.db", "create": true}
{"op": "put", "engine": 1, "document": {"id": "a", "title": "Le pont de la Senne", "body": {"value": "<p>Le pont de la Senne sera fermé pour travaux.</p>"}}}
{"op": "put", "engine": 1, "document": {"id": "b", "title": "Travaux sur le pont", "body": {"value": "<p>Les travaux du pont de la Senne vont durer.</p>"}}}
{"op": "get", "engine": 1, "article_id": "a"}
{"op": "find", "engine": 1, "title": "LE PONT DE LA SENNE"}
{"op": "related", "engine": 1, "article_id": "a", "options": {"limit": 3}}
{"op": "remove", "engine": 1, "article_id": "b"}
{"op": "remove", "engine": 1, "article_id": "b"}
{"op": "load", "engine": 1, "document": "<p>Un.</p>"}
{"op": "render", "article": 1, "report": "none"}
{"op": "free", "engine": 1}
{"op": "render", "article": 1}
{"op": "put", "document": "<p>Un.</p>"}
{"op": "engine", "config": "{\"plugins\": {\"related\": {\"cuont\": 3}}}"}
{"op": "engine", "config": "{"}
EOF
serve <"$work/in"
contains "an engine of its own" "$(reply 1)" '"engine":1,"plugins":\[\],"diagnostics":\[\]'
contains "get" "$(reply 4)" '"document":\{.*Le pont de la Senne'
contains "find" "$(reply 5)" '"id":"a"'
contains "related" "$(reply 6)" '"related":\[\{"id":"b"'
contains "remove" "$(reply 7)" '"ok":true'
contains "what is removed is gone" "$(reply 8)" '"code":"ENCART_ENOTFOUND"'
equal "an article brings its engine: no plugins there" "$(reply 10)" \
    '{"id":null,"ok":true,"html":"<p>Un.</p>\n"}'
contains "an engine takes its articles along" "$(reply 12)" 'no article has the number 1'
contains "no collection" "$(reply 13)" 'this engine has no collection'
contains "a configuration in a string; its faults" "$(reply 14)" 'unknown setting.*cuont|cuont.*count'
contains "no JSON" "$(reply 15)" '"code":"ENCART_ECONFIG".*"source":"config"'

# ---- hostile lines --------------------------------------------------------------------------------
# Each gets an error with this code and message, and the process goes on.
hostile() { # LINE CODE REGEX
    printf '%s\n' "$1" >>"$work/hostile"
    expected+=("$2.*$3")
}
expected=()
hostile 'nonsense' ENCART_EPARSE 'invalid token'
hostile '{"op": "version"' ENCART_EPARSE "expected near end of file"
hostile '{"op": "version"} {"op": "version"}' ENCART_EPARSE 'end of file expected'
hostile '[1, 2]' ENCART_EPARSE 'expected an object'
hostile '"version"' ENCART_EPARSE 'expected an object'
hostile 'null' ENCART_EPARSE 'expected an object'
hostile '{}' ENCART_EINVAL 'expected a string","path":"op"'
hostile '{"op": 1}' ENCART_EINVAL 'expected a string","path":"op"'
hostile '{"op": "rendr"}' ENCART_EINVAL 'unknown “rendr” \(did you mean “render”\?\)'
hostile "{\"op\": \"$(printf 'é%.0s' {1..200})\"}" ENCART_EINVAL 'unknown “é'
hostile '{"op": "version", "op": "version"}' ENCART_EPARSE 'duplicate object key'
hostile '{"op": "version", "document": "x"}' ENCART_EINVAL 'has no such member","path":"document"'
hostile "{\"op\": \"render\", \"$(printf 'm%.0s' {1..300})\": 1}" ENCART_EINVAL 'no such member'
hostile '{"op": "render"}' ENCART_EINVAL 'expected a string, or an article document'
hostile '{"op": "render", "document": 5}' ENCART_EINVAL 'path":"document"'
hostile '{"op": "render", "document": null}' ENCART_EINVAL 'path":"document"'
hostile '{"op": "render", "document": ""}' ENCART_EPARSE '"'
hostile '{"op": "render", "document": {"title": "sans corps"}}' ENCART_EPARSE '"'
hostile '{"op": "render", "document": "<p>a</p>", "document_base64": ""}' ENCART_EINVAL 'exclude each other'
hostile '{"op": "render", "document_base64": "AA="}' ENCART_EINVAL 'not base64'
hostile '{"op": "render", "document_base64": "A=AA"}' ENCART_EINVAL 'not base64'
hostile '{"op": "render", "document_base64": "AA A"}' ENCART_EINVAL 'not base64'
hostile '{"op": "render", "document_base64": "===="}' ENCART_EINVAL 'not base64'
hostile '{"op": "render", "document": "a\u0000b"}' ENCART_EPARSE 'u0000'
hostile '{"op": "render", "document": "\ud800"}' ENCART_EPARSE 'Unicode'
hostile $'{"op": "render", "document": "\xff"}' ENCART_EPARSE 'unable to decode byte 0xff'
hostile $'\xff\xfe{' ENCART_EPARSE 'unable to decode byte 0xff'
hostile '{"op": "render", "document": "<p>a</p>", "options": []}' ENCART_EINVAL 'path":"options"'
hostile '{"op": "render", "document": "<p>a</p>", "options": {"fromat": "page"}}' ENCART_EINVAL \
    'did you mean “format”.*"path":"options.fromat"'
hostile '{"op": "render", "document": "<p>a</p>", "options": {"format": 5}}' ENCART_EINVAL \
    'expected a string","path":"options.format"'
hostile '{"op": "render", "document": "<p>a</p>", "options": {"format": "pdf"}}' ENCART_EINVAL 'pdf'
hostile '{"op": "render", "document": "<p>a</p>", "options": {"no_plugins": 1}}' ENCART_EINVAL 'true or false'
hostile '{"op": "render", "document": "<p>a</p>", "options": {"explain": true}}' ENCART_EINVAL '“text” or “html”'
hostile '{"op": "render", "document": "<p>a</p>", "load": {"heading_base": -1}}' ENCART_EINVAL 'load.heading_base'
hostile '{"op": "render", "document": "<p>a</p>", "load": {"max_bytes": 1}}' ENCART_ELIMIT '"'
hostile '{"op": "render", "document": "<p>a</p>", "load": {"max_bytes": 1.5}}' ENCART_EINVAL 'load.max_bytes'
hostile '{"op": "render", "document": "<p>a</p>", "answers": "{"}' ENCART_EPARSE '"'
hostile '{"op": "render", "document": "<p>a</p>", "report": "html"}' ENCART_EINVAL '“text” or “none”'
hostile '{"op": "render", "document": "<p>a</p>", "engine": 7}' ENCART_ENOTFOUND 'no engine has the number 7'
hostile '{"op": "render", "document": "<p>a</p>", "engine": "x"}' ENCART_EINVAL '"path":"engine"'
hostile '{"op": "render", "article": -1}' ENCART_ENOTFOUND '"'
hostile '{"op": "free"}' ENCART_EINVAL 'expected “article” or “engine”'
hostile '{"op": "free", "engine": 0}' ENCART_ENOTFOUND '"'
hostile '{"op": "sanitise", "document": {"body": {"value": "x"}}}' ENCART_EINVAL 'a string: HTML'
hostile '{"op": "fill_holes", "document": "x", "holes": {"a": 1}}' ENCART_EINVAL 'a string for “a”'
hostile '{"op": "engine", "plugins": ["absent", 3]}' ENCART_EINVAL 'array of strings'
hostile '{"op": "engine", "plugin_paths": "x"}' ENCART_EINVAL 'array of strings'
hostile '{"op": "engine", "config": [1]}' ENCART_ECONFIG '"'
hostile '{"op": "engine", "config_file": "/nowhere/x.json"}' ENCART_EIO 'nowhere'
hostile '{"op": "engine", "collection": "/nowhere/x.db"}' ENCART_ENOTFOUND '"'
hostile '{"op": "engine", "config": {"sanitise": {"deny": {"elements": ["scirpt"]}}}}' ENCART_ECONFIG 'sanitise'
hostile "$(printf '[%.0s' {1..5000})" ENCART_EPARSE 'depth'
echo '{"id": "last", "op": "render", "document": "<p>Un.</p>"}' >>"$work/hostile"
serve <"$work/hostile"
exits "hostile lines cost no more than their replies" 0
line=0
for want in "${expected[@]}"; do
    line=$((line + 1))
    contains "hostile line $line: $(sed -n "${line}p" "$work/hostile" | head -c 60)" \
        "$(reply $line)" "\"ok\":false,\"error\":\{\"code\":\"$want"
done
contains "and the process goes on" "$(tail -n 1 <<<"$out")" '^\{"id":"last","ok":true'
equal "one reply a line" "$(wc -l <<<"$out")" "$((line + 1))"

# ---- lines and limits --------------------------------------------------------------------------------
printf '\n  \r\n{"id":1,"op":"version"}\r\n\n{"id":2,"op":"version"}' >"$work/in"
serve <"$work/in"
equal "blank lines are passed over; the last line needs no newline" \
    "$(grep -oE '^\{"id":[12],"ok":true' <<<"$out" | tr -d '\n')" '{"id":1,"ok":true{"id":2,"ok":true'
printf '{"id":1,"op":"version"}\n{"id":2,"op":"ver' >"$work/in"
serve <"$work/in"
exits "a partial line at the end: no failure" 0
contains "but an error reply" "$(reply 2)" '^\{"id":null,"ok":false,"error":\{"code":"ENCART_EPARSE"'
{
    printf '{"op":"render","document":"'
    head -c 1100000 /dev/zero | tr '\0' x
    printf '"}\n{"id":2,"op":"version"}\n'
} >"$work/in"
serve --max-line 1 <"$work/in"
contains "a line that is too long is skipped" "$(reply 1)" 'ENCART_ELIMIT.*longer than the limit of 1 MiB'
contains "and the next one is answered" "$(reply 2)" '^\{"id":2,"ok":true'
serve <"$work/in"
contains "within the default limit it is read" "$(reply 1 | head -c 100)" '"ok":true,"html"'
printf '{"op":"version"}\0\n{"id":2,"op":"version"}\n' >"$work/in"
serve <"$work/in"
contains "a NUL in a line is no end of it" "$(reply 1)" '"ok":false'
contains "nor of the process" "$(reply 2)" '^\{"id":2,"ok":true'

for _ in {1..300}; do echo '{"op":"load","document":"<p>a</p>"}'; done >"$work/in"
for n in {1..17}; do echo "{\"id\":$n,\"op\":\"engine\",\"plugins\":[]}"; done >>"$work/in"
serve <"$work/in"
equal "256 articles are kept" "$(grep -c '"article":' <<<"$out")" 256
contains "the next is told to free one" "$(reply 257)" 'ENCART_ELIMIT.*256 articles'
equal "16 engines are kept" "$(grep -c '"engine":' <<<"$out")" 16
contains "the next likewise" "$(tail -n 1 <<<"$out")" 'ENCART_ELIMIT.*16 engines'

for n in {1..2000}; do
    echo "{\"id\":$n,\"op\":\"sanitise\",\"document\":\"<p>$n</p>\"}"
done >"$work/in"
serve <"$work/in"
equal "many requests: each has its reply, in order" \
    "$(sed -nE 's#^\{"id":([0-9]+),"ok":true,"html":"<p>\1</p>\\n","removed":\[\]\}$#\1#p' <<<"$out" |
        cksum)" "$(seq 2000 | cksum)"

# ---- a conversation -----------------------------------------------------------------------------------
# Each reply is there before the next request is written.
coproc talk { "$encart" serve --stdio; }
# shellcheck disable=SC2154 # coproc sets it
pid=$talk_PID
for n in 1 2 3; do
    echo "{\"id\":$n,\"op\":\"version\"}" >&"${talk[1]}"
    IFS= read -r -t 60 -u "${talk[0]}" line || line=none
    contains "a reply comes at once ($n)" "$line" "^\{\"id\":$n,\"ok\":true"
done
eval "exec ${talk[1]}>&-"
wait "$pid"
equal "it ends with its input" $? 0

(
    trap '' PIPE
    for _ in {1..2000}; do echo '{"op":"version"}' || break; done
) 2>/dev/null | {
    "$encart" serve --stdio 2>"$work/.err"
    echo $? >"$work/.status"
} | head -n 1 >/dev/null
equal "nobody reads: it ends, quietly" "$(cat "$work/.err")" ""
equal "and says that it failed" "$(cat "$work/.status")" 1

# The client that docs/serve.md shows.
client() {
    mkdir "$work/client" && cd "$work/client" && ln -s "$encart" encart &&
        cut_blocks "$srcdir/docs/serve.md" && cat ./*.python >client.py &&
        echo 'print(Encart().ask("sanitise", document="<p onclick=x>a</p>")["html"])' >>client.py &&
        PATH=$PWD:$PATH python3 client.py | grep -qx '<p>a</p>'
}
if command -v python3 >/dev/null; then
    it "docs/serve.md: the client works" client
else
    skip "docs/serve.md: the client works" "no python3"
fi

# ---- the vectors -------------------------------------------------------------------------------------
if command -v python3 >/dev/null; then
    it "the vectors give their bytes" python3 "$srcdir/tests/vectors/serve.py" "$encart"
else
    skip "the vectors give their bytes" "no python3"
fi

# ---- options -------------------------------------------------------------------------------------------
# What the public structs have, requests can say.
members() { # STRUCT HEADER
    awk -v name="$1" '$0 ~ "^typedef struct " name " \\{" { on = 1; next } /^\}/ { on = 0 }
        on { sub(/;.*/, ""); sub(/.*[ *]/, ""); print }' "$srcdir/include/encart/$2" |
        grep -vE '^(struct_size|answers_size)$' | tr '\n' ' '
}
serve <<<'{"op": "version"}'
for kind in load:article render:render sanitise:render related:collection; do
    struct=encart_${kind%:*}_options
    equal "every member of $struct is an option" \
        "$(sed -nE "s/.*\"${kind%:*}\":\[([^]]*)\].*/\1/p" <<<"$out" | tr -d '"' | tr ',' ' ') " \
        "$(members "$struct" "${kind#*:}.h")"
done
finish
