#!/bin/bash
# The tools of people who write plugins: a new one passes its test at once; each mistake that a
# person makes on the way is told with its place and the nearest name.
. "${srcdir:-.}/tests/sh-suite.sh"
suite plugin
cd "$work" || exit 1
export TMPDIR=$work

run "$encart" plugin new demo
exits "new makes a plugin" 0
contains "its files have their types for editors" "$(cat demo/*.lua)" '^---@type encart\.Manifest$'
contains "and know where those are described" "$(cat demo/.luarc.json)" '"/[^"%]*/encart/lua"'
run "$encart" plugin check demo
exits "a new plugin passes its check" 0
equal "each case in each language counts" "$(tail -n 1 <<<"$out")" "4 passed, 0 failed"
run "$encart" plugin test demo
exits "a new plugin passes its test" 0
contains "a run is named by case and language" "$out" '^ok - demo/first\.fr$'
contains "a Lua test by its file and its words" "$out" \
    "^ok - demo/note\.lua: the note has the article's words$"
run "$encart" plugin test demo/ ./demo
equal "the same from other spellings of its folder" "$(tail -n 1 <<<"$out")" "12 passed, 0 failed"
run bash -c "cd demo && '$encart' plugin test ."
exits "and from inside" 0
run "$encart" plugin test --json demo
contains "with --json the results are data" "$out" \
    '^\{"passed":6,"failed":0,"runs":\[\{"plugin":"demo","name":"loads","ok":true\},\{.*"file":"tests/note.lua","name":"the note has'
equal "and nothing else" "$(wc -l <<<"$out")" 1
run "$encart" plugin new demo
exits "new never writes over what is there" 1 'is there already; nothing was changed'
run "$encart" plugin new Demo
exits "new refuses a name that no manifest may have" 1 'expected a lower-case letter'
run "$encart" plugin describe demo
contains "describe prints the manifest" "$out" '"least": \{'
run "$encart" plugin describe --json "$srcdir/plugins/ad-slot"
contains "describe tells the stylesheets" "$out" \
    '"assets": \[\{"path": "assets/ad-slot.css", "bytes": [0-9]+, "hash": "[0-9a-f]{16}"\}\]'
run "$encart" plugin tset demo
exits "an unknown action is answered with the nearest" 2 'did you mean “test”'
run "$encart" plugin test nowhere
exits "a folder that is not there fails" 1 'nowhere: No such file'

# break_it SENTENCE REGEX SED-SCRIPT FILE: the plugin with one mistake fails, and says so.
break_it() {
    rm -rf broken
    cp -r demo broken
    sed -i 's/demo/broken/g' broken/*.lua broken/tests/*.* broken/tests/golden/*
    sed -i "$3" "broken/$4"
    run "$encart" plugin test broken
    exits "$1" 1 "$2"
}
break_it "a wrong setting of a case" 'settings?.*least.*integer|least: expected an integer' \
    's/500/"many"/' tests/short.json
break_it "a misspelt setting of a case" 'did you mean “least”' 's/"least"/"leats"/' \
    tests/short.json
break_it "a misspelt member of a case" 'did you mean “settings”' 's/"settings"/"setings"/' \
    tests/short.json
break_it "a misspelt expectation" 'did you mean “absent”' 's/"absent"/"absnet"/' tests/short.json
break_it "a case that is no JSON" 'broken/tests/short.json:2' '2s/"//' tests/short.json
break_it "a setting of a case is shown in its line" '^ +4 \|   "settings": \{ "leats": 500 \},$' \
    's/"least"/"leats"/' tests/short.json
break_it "with a mark below it" '^        \|                  \^{5}$' \
    's/"least"/"leats"/' tests/short.json
break_it "a constructor that does not exist" 'broken/init.lua:9' 's/E.aside/E.asdie/' init.lua
break_it "the line of the plugin is shown" '^ +9 \| ' 's/E.aside/E.asdie/' init.lua
break_it "an endless loop" 'broken/init.lua:[0-9]+.*(budget|fuel|instructions|time)' \
    's/^local function propose.*/&\n  while true do end/' init.lua
break_it "a box that is expected and not there" 'expected the box broken/note' \
    's/return ctx.box/local _ = ctx.box/' init.lua
break_it "a box that is there and not expected" 'expected no box broken/note' \
    's/< ctx.settings.least/< 1/' init.lua
break_it "other HTML than before" 'golden/first.fr.html:3: other HTML' 's/mots/MOTS/' \
    locales/fr.lua
break_it "a landmark without a name" 'a landmark \(aside\) without a name' \
    's/, \["aria-label"\] = ctx.t "name"//' init.lua
break_it "a link without words" '<a> has no words' 's/E.p(ctx.t.*/E.p(E.a { href = "\/x" }),/' \
    init.lua
break_it "an image without alternative" 'an image without alt' \
    's/E.p(ctx.t.*/E.p(E.img { src = "\/x.jpg" }),/' init.lua
run "$encart" plugin test --update broken
run "$encart" plugin check broken
exits "update takes the page over, not the fault" 1 'an image without alt'
break_it "a label that one catalogue has and another has not" \
    'locales/en.lua: “words” is missing; locales/fr.lua has it' '/words/d' locales/en.lua
break_it "a label that the catalogue has not" 'wrods' 's/"words"/"wrods"/' init.lua

# ---- what check finds, each in a plugin with that one fault --------------------------------

# content SENTENCE REGEX LUA: the box holds this.
content() {
    break_it "$1" "$2" "s@E.p(ctx.t.*@$3,@" init.lua
}
content "a field that the manifest does not ask for" 'need the capability “forms”' \
    'E.p { E.input { type = "text", name = "a" } }'
sed -i 's/  slots = /  uses = { "forms" }, slots = /' broken/manifest.lua
run "$encart" plugin check broken
exits "a field without a label fails the check" 1 'a field \(input\) without a label'
content "an id that stands twice" 'the id "e-broken" stood before' \
    'E.p { id = ctx.anchor(), "x" }, E.p { id = ctx.anchor(), "y" }'
content "a label that names nothing" 'aria-describedby names “e-x”' \
    'E.p { ["aria-describedby"] = "e-x", "x" }'
content "a heading without words" '<h2> has no words' 'E.h2 { E.span {} }'
content "a second title" '<h1> is the page.s title' 'E.h1 "x"'
content "a heading that leaves out a level" '<h4> after <h1> leaves out a level' 'E.h4 "x"'
content "headings in a row are right" 'other HTML' 'E.h2 "x", E.h3 "y"'
lacks "and nothing is said of them" "$err" '<h[1-6]> (after|is|has)'
content "what cannot stand in a paragraph" '<p> is empty; what cannot stand in it' \
    'E.p { E.div "x" }'
content "an attribute that is not allowed" 'init.lua:11: encart.html.p: attribute “onclick”' \
    'E.p { onclick = "x()", "x" }'
contains "is marked in its line" "$err" '^        \|             \^{7}$'
content "a misspelt attribute" 'help: did you mean “class”' 'E.p { clas = "x", "x" }'
content "a value that it cannot have" 'attribute “tabindex”: its value is not allowed$' \
    'E.p { tabindex = 3, "x" }'
break_it "more than a tenth of the budget" 'it spent [0-9]+ of a budget of 2000000' \
    's/^local function propose.*/&\n  for i = 1, 100000 do local _ = i end/' init.lua
for name in os.time io.open print load coroutine.wrap math.random debug.traceback xpcall; do
    break_it "the name $name" "^broken/init.lua:3:11: the sandbox has no [^a-z]+(${name%.*}|$name)[^a-z]+: " \
        "s/^local E.*/&\nlocal s = ${name}()/" init.lua
done
contains "is marked in its line too" "$err" '^        \|           \^{6}$'
break_it "names that are the plugin's own are not told" 'other HTML' \
    's/^local E.*/&\nlocal M = { print = 1 } M.os = "io" local function load(debug) return debug end\nM.a = load(M.print) -- xpcall/; s/"words"/"name"/' init.lua
lacks "nor what stands in strings and comments" "$err" 'sandbox has no'
break_it "a misspelt member of the manifest has its line" \
    'broken/manifest.lua:10: setings: unknown member “setings”$' 's/settings = {/setings = {/' \
    manifest.lua
break_it "and the nearest name" '= help: did you mean “settings”' 's/settings = {/setings = {/' \
    manifest.lua
break_it "an unknown slot" 'manifest.lua:8: boxes.note.slot: unknown slot “after-bdy”$' \
    's/"after-body", element/"after-bdy", element/' manifest.lua
break_it "a default that breaks its own bounds" \
    'manifest.lua:11: settings.least.default: -1 is below the minimum 0' \
    's/default = 20/default = -1/' manifest.lua
break_it "a level of the API that is not there" 'manifest.lua:3: api: level 7 is not offered' \
    's/api = 1/api = 7/' manifest.lua
break_it "a chain that is too long" 'init.lua:1: more than 100 fields' \
    "1s/^/local x = a$(printf '.a%.0s' {1..200})\n/" init.lua
rm -rf broken
cp -r demo broken
sed -i 's/demo/broken/g' broken/*.lua
printf -- '-- %04000d\n' 1 >broken/init.lua
for _ in 1 2 3 4 5 6 7; do cat broken/init.lua broken/init.lua >big && cp big broken/init.lua; done
run "$encart" plugin check broken
exits "a file that is too large fails the check" 1 '256 KiB|too large|larger'

# ---- Lua tests ---------------------------------------------------------------------------

# lua_test SENTENCE STATUS REGEX TEST: a plugin whose only Lua test has this body.
lua_test() {
    rm -rf broken
    cp -r demo broken
    sed -i 's/demo/broken/g' broken/*.lua broken/tests/*.* broken/tests/golden/*
    mkdir broken/lib
    cat >broken/lib/card.lua <<'LUA'
local M = {}
function M.double(n) return 2 * n end
function M.bang() error("bang") end
function M.spin() while true do end end
return M
LUA
    printf 'local card = require "lib.card"\nit("works", function()\n  %s\nend)\n' "$4" \
        >broken/tests/note.lua
    run "$encart" plugin test broken
    exits "$1" "$2" "$3"
}
told='broken/tests/note.lua:3: '
lua_test "a Lua test has the plugin's own modules" 0 '' 'expect(card.double(2)):is(4):equals(4)'
lua_test "a check that fails has its line" 1 "^${told}expected an equal value$" \
    'expect(card.double(2)):equals(5)'
contains "what was expected and found" "$(tr '\n' ' ' <<<"$err")" 'expected: 5   found:    4 '
contains "its source" "$err" '^ +3 \|   expect\(card'
contains "and the test's name" "$err" 'in “works” of broken/tests/note.lua'
contains "others pass all the same" "$out" '^ok - broken/first\.fr$'
lua_test "of tables, the first difference" 1 'differs at \.a\[2\]\.b' \
    'expect({ a = { 1, { b = "x" } } }):equals { a = { 1, { b = "y" } } }'
lua_test "a missing member is a difference" 1 'differs at \.b' \
    'expect({ a = 1 }):equals { a = 1, b = 2 }'
lua_test "and so is one more" 1 'differs at \.b' 'expect({ a = 1, b = 2 }):equals { a = 1 }'
for check in 'is_nil()' 'is_true(false)' 'matches "^%%d"' 'contains "z"' 'lacks "a"' 'fails()' \
    'is "b"' 'differs "a"'; do
    value='"a"'
    [ "$check" != 'is_true(false)' ] || value=nil
    [ "$check" != 'fails()' ] || value='function() end'
    lua_test "$check can fail" 1 "^${told}expected" "expect($value):$check"
done
lua_test "and each can hold" 0 '' 'expect("abc"):contains("b"):lacks("z"):matches("^a")
  :differs("x"):is("abc"):is_true(); expect(nil):is_nil(); expect({ 1, { 2 } }):contains { 2 }
  expect(card.bang):fails "bang"'
lua_test "a misspelt check is told" 1 "${told}.*eqals: no such check" 'expect(1):eqals(1)'
lua_test "an error in a module has its place" 1 '^broken/lib/card.lua:3: bang' 'card.bang()'
lua_test "an endless loop has its place" 1 '^broken/lib/card.lua:4: stopped: its fuel' \
    'pcall(card.spin)'
lua_test "nothing of the host is there" 1 "${told}attempt to index a nil value \(global 'os'\)" \
    'os.exit(0)'
lua_test "a page is rendered by the plugin" 0 '' 'local page = render { article = "article.txt" }
  local page2 = render { article = "article.txt", lang = "en", settings = { least = 1 } }
  expect(page:box("note").html):contains "29 mots"
  expect(page2:box("note").html):contains "29 words"
  expect(page2.html):contains "<p>Un second paragraphe.</p>"
  expect(page2.lang):is "en"; expect(page:box "other"):is_nil(); expect(page.diagnostics):equals {}'
lua_test "a wrong setting is told with the nearest" 1 'did you mean “least”' \
    'render { article = "article.txt", settings = { leats = 1 } }'
lua_test "a misspelt member too" 1 'did you mean “article”' 'render { artcle = "article.txt" }'
lua_test "an article that is not there" 1 'nowhere.txt: No such file' \
    'render { article = "nowhere.txt" }'
lua_test "what a page is expected to have is looked for" 1 'expected in the page: nonsense' \
    'render { article = "article.txt", expect = { contains = { "nonsense" } } }'
lua_test "a global that is set in one test is not there in the next" 0 '' \
    'left = 1 end) it("is alone", function() expect(left):is_nil()'
lua_test "a syntax error" 1 "^${told}" 'expect(]'
lua_test "render outside of a test" 1 'render: only inside of it' \
    'end) render { article = "article.txt" } it("x", function()'
printf 'return {}\n' >broken/tests/note.lua
run "$encart" plugin test broken
exits "a file without a test" 1 'no test: it\('
equal "no folder of theirs is left" "$(find "$work" -name 'encart-test-*')" ""

# Every bundled plugin is held to the same.
for folder in "$srcdir"/plugins/*/tests; do
    [ -d "$folder" ] || continue
    name=$(basename "$(dirname "$folder")")
    run "$encart" plugin test "$(dirname "$folder")"
    exits "$name passes its own tests" 0
done
finish
