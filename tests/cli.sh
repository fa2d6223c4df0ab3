#!/bin/bash
# The command line, end to end: what it makes, and what it says about each bad input.
# shellcheck disable=SC1111 # typographic quotes in messages are meant
. "${srcdir:-.}/tests/sh-suite.sh"
suite cli
samples=$srcdir/examples
export ENCART_PLUGINS=${ENCART_PLUGINS:-$srcdir/plugins}
db=$work/collection.db

# ---- help and usage -----------------------------------------------------------------------
run "$encart" --version
equal "--version tells the version" "$out" "encart ${VERSION:-0.1.0}"
run "$encart"
exits "no command is a usage error that lists the commands" 2 '^ +render '
for command in render sanitise sanitize strip index related explain config serve; do
    run "$encart" "$command" --help
    exits "$command --help succeeds" 0
    contains "$command --help lists its options" "$out" '--help'
done
run "$encart" help index
contains "help COMMAND is COMMAND --help" "$out" '--prune'
run "$encart" rendr
exits "an unknown command names the nearest" 2 'did you mean “render”'
run "$encart" render --fromat page -
exits "an unknown option names the nearest" 2 'unknown option “--fromat” \(did you mean “--format”'
run "$encart" render -Z
exits "an unknown letter is a usage error" 2 'unknown option “-Z”'
run "$encart" render --output
exits "an option without its value is a usage error" 2 '--output needs a value: FILE'
run "$encart" render --explain=yes
exits "a flag with a value is a usage error" 2 '--explain takes no value'
run "$encart" render a b
exits "two inputs are a usage error" 2 'one INPUT at a time'
run "$encart" related --collection "$db" --number=many x
exits "a number that is none is a usage error" 2 'expected a whole number from 1 to 50'
run "$encart" related x
exits "related without collection is a usage error" 2 '--collection FILE is needed'
run "$encart" index --collection "$db"
exits "index without a path is a usage error" 2 'no PATH'
run "$encart" config frob x
exits "config knows check only" 2 'expected “check FILE”'
run "$encart" render --format pdf "$samples/article.txt"
exits "an unknown format is told" 1 'pdf'

run "$encart" render --set related "$samples/article.txt"
exits "--set takes PLUGIN.SETTING=VALUE" 2 'expected PLUGIN.SETTING=VALUE, found “related”'
run "$encart" render --without realted "$samples/article.txt"
exits "a misspelt plugin is answered with the nearest, and the page comes out" 0 \
    'overrides.plugins.realted: no such plugin \(did you mean “related”\?\)'
run "$encart" render --set footer-controls.topp=false "$samples/article.txt"
exits "a misspelt setting too" 0 'overrides.plugins.footer-controls.topp: unknown setting'
run "$encart" render --without footer-controls "$samples/article.txt"
lacks "--without turns a plugin off" "$out" 'footer-controls'
run "$encart" render "$samples/article.txt"
contains "which is on otherwise" "$out" 'footer-controls/top'
run "$encart" render --set footer-controls.top=false --set footer-controls.comments=none \
    "$samples/article.txt"
lacks "--set sets settings, as JSON or as words" "$out" 'footer-controls'

# ---- the sample ---------------------------------------------------------------------------
run "$encart" index --collection "$db" "$samples/collection"
exits "the sample collection is indexed" 0
contains "index sums up" "$out" '13 indexed, 0 unchanged, 0 removed, 0 failed; 13 articles'
lacks "no progress bar where there is no terminal" "$err" '#'
run "$encart" index --collection "$db" "$samples/collection"
contains "a second run skips what has not changed" "$out" '0 indexed, 13 unchanged'

run "$encart" render --format page --collection "$db" "$samples/article.txt"
exits "the sample renders as a page" 0
page=$out
contains "the page is a whole document" "$page" '^<!DOCTYPE html>'
contains "the author's line is a box with a link to that article" "$page" \
    '<aside[^>]*data-encart="author/read-also"[^>]*>.*href="https://journal.example/articles/barrage-courvenal"'
contains "there is a list of related articles" "$page" 'Articles similaires'
equal "the residue is not printed as text: one heading of that name" \
    "$(grep -o 'Articles similaires' <<<"$page" | wc -l)" 1
contains "the comment control is there" "$page" 'Laisser un commentaire'
contains "back to top has a real target" "$page" 'href="#top"'
lacks "the theme's wording for it is gone" "$page" 'Bouton retour'
links=$(grep -oE 'href="https?://[^"]*"' <<<"$page" | sort | uniq -d)
equal "no article is linked twice" "$links" ""

run "$encart" render --collection "$db" --report "$work/report.json" -o "$work/a.html" --explain \
    "$samples/article.txt"
exits "report, output and table in one run" 0 'related/'
it "the report is a file of its own" test -s "$work/report.json"
printf '%s' '{"title": "T", "authors": [{"name": "A", "bio": "Écrit."}], "body": {"value": "<p>Un</p>"}}' \
    >"$work/signed.json"
run "$encart" render --plugin author-box --css "$work/plugins.css" -o "$work/signed.html" \
    "$work/signed.json"
exits "the stylesheets of the plugins in one run" 0
it "they are a file of their own" grep -q '^\.encart-author' "$work/plugins.css"
it "the fragment is a file of its own" grep -q 'La Senne\|Hervé Loisel' "$work/a.html"
run env ENCART_PLUGINS="$work/nowhere" "$encart" render "$samples/article.txt"
equal "a missing folder of bundled plugins is told once" "$(grep -c . <<<"$err")" 1
run env ENCART_PLUGINS="$work/nowhere" "$encart" render --no-plugins "$samples/article.txt"
equal "and not at all to who wants no plugin" "$err" ""
run "$encart" explain --collection "$db" "$samples/article.txt"
contains "explain prints the table" "$out" 'related/'
run "$encart" explain --html --collection "$db" "$samples/article.txt"
contains "explain --html is a page" "$out" '<!doctype html>'
contains "explain --html has the outline" "$out" '<li class="block"><span>1 · paragraph · '
contains "explain --html says who was refused, and why" "$out" '<li>near-box: '
run "$encart" explain --json --collection "$db" "$samples/article.txt"
equal "explain --json is the report" "$out" "$(cat "$work/report.json")"
run "$encart" render --collection "$db" - <"$samples/article.txt"
equal "standard input gives the same bytes as the file" "$out" "$(cat "$work/a.html")"

run "$encart" render --no-plugins "$samples/article.txt"
plain=$out
lacks "--no-plugins leaves no box" "$plain" 'data-encart="(lire-aussi|related|footer-controls)/'
run "$encart" strip "$work/a.html"
exits "strip takes a rendered fragment" 0
equal "strip(render(x)) is the fragment without plugins" "$out" "$plain"

# ---- sanitise -----------------------------------------------------------------------------
for when in auto always; do
    run "$encart" sanitise --repair "$when" <<<'<p>a <b>b <i>c</b> d</i></p>'
    equal "sanitise --repair $when nests again" "$out" \
        '<p>a <b>b <i>c</i></b><i> d</i></p>'
done
run "$encart" sanitise --repair never <<<'<p>a</p>'
exits "sanitise names the repair that it does not know" 1
run "$encart" sanitise <<<'<p onclick="x()">Bonjour <script>alert(1)</script><b>toi</b></p>'
exits "sanitise reads standard input" 0
equal "sanitise keeps the words and drops what runs" "$(tr -d '\n' <<<"$out")" \
    '<p>Bonjour <b>toi</b></p>'
run "$encart" sanitise --explain <<<'<p>a<script>alert(1)</script></p>'
contains "sanitise --explain tells what was removed" "$err" 'script'
printf '<p>a\n<b onclick=x>b</b>\n<script>c d</script><img title="\33[2J\302\233" src=/a>' >"$work/dirty"
run "$encart" sanitise --explain "$work/dirty"
contains "--explain: file, line, what was done, rule" "$err" \
    "^$work/dirty:2: the attribute \"onclick\" of <b> was removed \(attribute\) \[attribute\]$"
contains "--explain: the words that went are counted" "$err" \
    "^$work/dirty:3: <script> was removed with all that it holds \(words: 2\) \[raw-text\]$"
lacks "--explain: no control reaches the terminal" "$err" $'[\33\302\233]'
printf '<p onclick=x>%.0s' {1..300} >"$work/many"
run "$encart" sanitise --explain "$work/many"
contains "--explain: the list is bounded and says so" "$err" "^$work/many: and 100 more \[not-listed\]$"
printf '<p>un\0<p onclick=x>deux' | "$encart" sanitise --null --explain >"$work/out" 2>"$work/.err"
contains "--explain --null: the document's number" "$(cat "$work/.err")" \
    '^standard input \(document 2\):1: the attribute'
cat >"$work/policy.json" <<'JSON'
{"sanitise": {"allow": {"elements": ["section"], "attributes": {"p": ["style", "data-n"]}},
              "deny": {"elements": ["b"]}, "classes": ["wp-*"]}}
JSON
dirty='<section><p class="wp-a x" style="text-align:center" data-n=1>un <b>deux</b></p></section>'
run "$encart" sanitise --config "$work/policy.json" <<<"$dirty"
equal "--config: the site's own policy" "$(head -n 1 <<<"$out")" \
    '<section><p class="wp-a" style="text-align:center" data-n="1">un deux</p></section>'
run "$encart" sanitise --config "$work/policy.json" --profile article <<<"$dirty"
equal "--profile wins over --config" "$(head -n 1 <<<"$out")" \
    '<div><p class="wp-a x">un <b>deux</b></p></div>'
printf '{"sanitise": {"allow": {\n"elements": ["script", "sektion"]}}}' >"$work/wrong.json"
run "$encart" sanitise --config "$work/wrong.json" <<<'<p>un</p>'
exits "a policy that cannot be fails, with line and path" 1 \
    "^$work/wrong.json:2: sanitise.allow.elements\[0\]: “script” cannot be allowed: it runs code"
contains "all of it is told" "$err" 'elements\[1\]: “sektion” cannot be allowed: unknown element$'
contains "the line is shown" "$err" '^ +2 \| "elements": \["script", "sektion"\]'
contains "and the word in it is marked" "$err" '^ +\|                         \^{7}$'
contains "with the nearest name" "$err" '^ ++= help: did you mean “section”\?$'
printf '<p>un</p>\0<p>deux<script>x</script></p>\0<p>trois' >"$work/three"
"$encart" sanitize --null <"$work/three" >"$work/out" 2>/dev/null
equal "--null: each result is followed by a NUL" "$(tr -cd '\0' <"$work/out" | wc -c)" 3
equal "--null: results come in order" "$(tr '\0' '|' <"$work/out" | tr -d '\n')" \
    '<p>un</p>|<p>deux</p>|<p>trois</p>|'
run "$encart" sanitise --profile fancy <<<'<p>x</p>'
exits "an unknown profile is told" 1 'fancy'
{
    printf '<p>un</p>\0'
    head -c 34000000 /dev/zero | tr '\0' x
    printf '\0<p>trois</p>\0'
} >"$work/big"
"$encart" sanitise --null "$work/big" >"$work/out" 2>"$work/.err"
equal "--null: a bad document fails the run" $? 1
equal "--null: a bad document costs only itself" "$(tr '\0' '|' <"$work/out" | tr -d '\n')" \
    '<p>un</p>||<p>trois</p>|'
contains "--null: the message says which document" "$(cat "$work/.err")" 'document 2.*limit'

# ---- bad input ----------------------------------------------------------------------------
: >"$work/empty.txt"
run "$encart" render "$work/empty.txt"
exits "an empty file" 1 "^$work/empty.txt.*empty"
run "$encart" render "$work"
exits "a directory" 1 "^$work: is a directory; expected a file"
run "$encart" render "$work/none.txt"
exits "a missing file" 1 "^$work/none.txt: No such file"
if [ "$(id -u)" -ne 0 ]; then
    cp "$samples/article.txt" "$work/secret.txt"
    chmod 000 "$work/secret.txt"
    run "$encart" render "$work/secret.txt"
    exits "an unreadable file" 1 "^$work/secret.txt: Permission denied"
else
    skip "an unreadable file" "root can read everything"
fi
{
    printf 'PK\3\4'
    head -c 4096 /dev/zero
} >"$work/binary.txt"
run "$encart" render "$work/binary.txt"
exits "a binary file" 1 "^$work/binary.txt(:1)?: the document is .*; expected text, HTML or JSON"
head -c 100000000 /dev/zero | tr '\0' 'a' >"$work/large.txt"
run "$encart" render "$work/large.txt"
exits "a file of 100 MB" 1 "^$work/large.txt: larger than the limit of 32 MiB"
run "$encart" render - <"$work/large.txt"
exits "100 MB on standard input" 1 '^standard input: larger than the limit of 32 MiB'
rm "$work/large.txt"
printf 'Titre\n\nUn texte \xff\xfe abîmé, mais lisible.\n' >"$work/bad-utf8.txt"
run "$encart" render "$work/bad-utf8.txt"
exits "invalid UTF-8 is rendered, with a diagnostic" 0 "bad-utf8.txt:3: .*U\+FFFD"
contains "invalid UTF-8 becomes U+FFFD" "$out" $'\xef\xbf\xbd'
cat >"$work/type.json" <<'JSON'
{
  "encart": 1,
  "title": "T",
  "authors": [{"name": "A"}, {"name": 7}],
  "body": {"format": "text", "value": "x"}
}
JSON
run "$encart" render "$work/type.json"
exits "JSON with a wrong type names the path in the document" 1 \
    "^$work/type.json.*authors\[1\]\.name.*string"
printf '{\n"encart": 1,\n"title": oops}\n' >"$work/syntax.json"
run "$encart" render "$work/syntax.json"
exits "JSON that is none names the line" 1 "^$work/syntax.json:3: "
printf '{"encart":1,"title":"T","body":{"format":"markdown","value":"# x"}}' >"$work/md.json"
run "$encart" render "$work/md.json"
exits "a body format that is not built in names those that are" 1 'body.format: expected html or text.*markdown'
run "$encart" render --collection "$work/none.db" "$samples/article.txt"
exits "a missing collection says how to make one" 1 "^$work/none.db: no such collection.*encart index"
it "a missing collection is not made by render" test ! -e "$work/none.db"
head -c 8192 /dev/urandom >"$work/corrupt.db"
run "$encart" render --collection "$work/corrupt.db" "$samples/article.txt"
exits "a corrupt collection" 1 "^$work/corrupt.db: .*"
run "$encart" index --collection "$work/corrupt.db" "$samples/collection"
exits "a corrupt collection is not written to" 1 "^$work/corrupt.db: .*"
run "$encart" related --collection "$db" no-such-id
exits "an id that is not there" 1 "^$db: no article with the id “no-such-id”"
if command -v sqlite3 >/dev/null; then
    (
        echo 'BEGIN EXCLUSIVE;'
        sleep 6
        echo 'ROLLBACK;'
    ) | sqlite3 "$db" >/dev/null 2>&1 &
    holder=$!
    sleep 0.5
    cp "$samples/collection/tram-nuit.json" "$work/again.json"
    run "$encart" index --collection "$db" "$work/again.json"
    exits "a locked collection" 1 "^$db: .*(locked|busy)"
    wait "$holder"
else
    skip "a locked collection" "no sqlite3 command"
fi

# ---- configuration and plugins ------------------------------------------------------------
printf '{\n"plugins": {\n  "lire-aussi": {"cuont": 3},\n  "related": {}\n},\n"colour": 1\n}\n' \
    >"$work/config.json"
run "$encart" config check "$work/config.json"
exits "a wrong configuration fails the check" 1 "^$work/config.json:6: colour: unknown member"
contains "all its faults are told, with line, path and the nearest name" "$err" \
    "^$work/config.json:3: plugins\.lire-aussi\.cuont: .*unknown"
run "$encart" render --config "$work/config.json" "$samples/article.txt"
exits "a wrong setting costs no page" 0 'cuont'
printf '{"sanitise": {"deny": {\n"elements": ["blokquote"],\n"schemes": ["htpp"]}},\n"colour": 1}\n' \
    >"$work/wider.json"
run "$encart" render --config "$work/wider.json" "$samples/article.txt"
exits "a policy that would be wider than it was written costs all" 1 \
    "^$work/wider.json:2: sanitise\.deny\.elements\[0\]: “blokquote” cannot be denied: unknown"
contains "with the nearest name" "$err" '= help: did you mean “blockquote”\?$'
equal "and no page is made" "$out" ""
run "$encart" config check "$work/wider.json"
exits "the check tells all its faults" 1 "^$work/wider.json:4: colour: unknown member"
contains "each with line, path and the nearest name" "$err" \
    "^$work/wider.json:3: sanitise\.deny\.schemes\[0\]: “htpp” cannot be denied"
contains "the line shows what is meant" "$err" '= help: did you mean “http”\?$'
printf '{"plugins": {"lire-aussi": {}}}\n' >"$work/good.json"
run "$encart" config check "$work/good.json"
equal "a right configuration is ok" "$status $out" "0 $work/good.json: ok"
printf 'return { plugins = { ["lire-aussi"] = false } }\n' >"$work/good.lua"
run "$encart" config check "$work/good.lua"
equal "so is one written as data-only Lua" "$status $out" "0 $work/good.lua: ok"
printf '{"plugins": \n' >"$work/broken.json"
run "$encart" config check "$work/broken.json"
exits "a configuration that is no JSON names the line" 1 "^$work/broken.json:[0-9]+: "
run "$encart" config check "$work/nothing.json"
exits "a configuration that is not there" 1 "^$work/nothing.json: "

mkdir "$work/broken"
cat >"$work/broken/manifest.lua" <<'LUA'
return { name = "broken", version = "1.0.0", api = 1, title = { fr = "Cassé" },
  slots = { "body" }, boxes = { note = { slot = "body", element = "aside" } } }
LUA
printf 'return {\n  propose = function(ctx)\n    return = 1\n  end\n}\n' >"$work/broken/init.lua"
run "$encart" render --plugin "$work/broken" "$samples/article.txt"
exits "a plugin with a syntax error costs no page and is told with file and line" 0 \
    'broken/init.lua:3: '
contains "the page is there all the same" "$out" 'Hervé Loisel'
run "$encart" render --plugin "$work/no-plugin" "$samples/article.txt"
exits "a plugin folder that is not there costs no page" 0 'no-plugin'
run "$encart" render --plugins-dir "$work" "$samples/article.txt"
exits "bundled plugins that cannot be found are told" 0 'lire-aussi'

# ---- index --------------------------------------------------------------------------------
mkdir -p "$work/tree/deep/er"
cp "$samples/collection/tram-nuit.json" "$work/tree/"
cp "$samples/article.txt" "$work/tree/deep/er/senne.txt"
printf '<h1>Une page</h1><p>Avec assez de texte pour être un article, en somme.</p>' \
    >"$work/tree/deep/page.html"
echo 'not a document' >"$work/tree/notes.md"
printf '{"encart":1,"id":"l1","title":"Un","url":"https://x.example/1","body":{"value":"<p>Premier</p>"}}\n{"encart":1,"title":3}\n\n{"encart":1,"id":"l4","title":"Quatre","url":"https://x.example/4","body":{"value":"<p>Quatrième</p>"}}\n' \
    >"$work/tree/lines.jsonl"
run "$encart" index --collection "$work/t.db" --base-url https://site.example/news "$work/tree"
exits "a bad line is told with file, line and path, and fails the run" 1 \
    "^$work/tree/lines.jsonl:2: (title|body)"
contains "the rest is indexed: folders, HTML, text, JSON, JSONL" "$out" \
    '5 indexed, 0 unchanged, 0 removed, 1 failed; 5 articles'
if command -v sqlite3 >/dev/null; then
    equal "the collection is an ordinary SQLite file in order" \
        "$(sqlite3 "$work/t.db" 'PRAGMA integrity_check')" ok
fi
rm "$work/tree/deep/page.html"
touch -d '2020-01-01' "$work/tree/tram-nuit.json"
run "$encart" index --collection "$work/t.db" "$work/tree"
contains "without --prune nothing is removed; what changed is read again" "$out" \
    '1 indexed, 3 unchanged, 0 removed, 1 failed; 5 articles'
run "$encart" index --collection "$work/t.db" --prune "$work/tree"
contains "--prune removes what has gone" "$out" '1 removed, 1 failed; 4 articles'
run "$encart" index --collection "$work/t.db" --prune "$work/tree" "$work/gone"
exits "--prune removes nothing when a path cannot be read" 1 'nothing is pruned'
run "$encart" index --collection "$work/t.db" "$work/gone"
exits "a path that is not there" 1 "^$work/gone: No such file"

# ---- related ------------------------------------------------------------------------------
run "$encart" related --collection "$db" -n 3 barrage-courvenal
exits "related by id" 0
equal "--number bounds the list" "$([ "$(wc -l <<<"$out")" -le 3 ] && echo yes)" yes
contains "the river's articles come first" "$(head -n 1 <<<"$out")" 'saumons|qualite|crues'
lacks "never the article itself" "$out" 'barrage-courvenal'
run "$encart" related --collection "$db" --as-of 2026-06-01T00:00:00Z barrage-courvenal
lacks "--as-of leaves out what came later" "$out" 'saumons-senne'
run "$encart" related --collection "$db" --file "$samples/article.txt"
contains "related to a file that is not indexed" "$out" 'saumons-senne'
lacks "what the author's own line names is not listed again" "$out" 'barrage-courvenal'
run "$encart" related --collection "$db" --json --file "$samples/article.txt"
contains "--json is an array" "$out" '^\[\{'

# ---- output -------------------------------------------------------------------------------
echo old >"$work/kept.html"
run "$encart" render -o "$work/kept.html" "$work/empty.txt"
equal "a failed render leaves the old output alone" "$(cat "$work/kept.html")" old
chmod 640 "$work/kept.html"
run "$encart" render -o "$work/kept.html" "$samples/article.txt"
equal "a new output keeps the old one's mode" "$(stat -c %a "$work/kept.html")" 640
equal "no temporary file is left" "$(find "$work" -maxdepth 1 -name 'kept.html?*')" ""
run "$encart" render -o "$work/none/x.html" "$samples/article.txt"
exits "an output folder that is not there" 1 "^$work/none/x.html: cannot write here"
run "$encart" render -o "$work/tree" "$samples/article.txt"
exits "an output that is a directory" 1 "is a directory"
run bash -c "'$encart' render '$samples/article.txt' >/dev/full"
exits "a full device is told" 1 'standard output: No space left'
"$encart" sanitise --null "$work/three" 2>"$work/.err" | true
equal "a closed pipe is quiet" "$(cat "$work/.err")" ""
finish
