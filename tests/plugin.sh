#!/bin/bash
# The tools of people who write plugins: a new one passes its test at once; each mistake that a
# person makes on the way is told with its place and the nearest name.
. "${srcdir:-.}/tests/sh-suite.sh"
suite plugin
cd "$work" || exit 1

run "$encart" plugin new demo
exits "new makes a plugin" 0
run "$encart" plugin check demo
exits "a new plugin passes its check" 0
equal "each case in each language counts" "$(tail -n 1 <<<"$out")" "4 passed, 0 failed"
run "$encart" plugin test demo
exits "a new plugin passes its test" 0
contains "a run is named by case and language" "$out" '^ok - demo/first\.fr$'
run "$encart" plugin test demo/ ./demo
equal "the same from other spellings of its folder" "$(tail -n 1 <<<"$out")" "8 passed, 0 failed"
run bash -c "cd demo && '$encart' plugin test ."
exits "and from inside" 0
run "$encart" plugin new demo
exits "new never writes over what is there" 1 'is there already; nothing was changed'
run "$encart" plugin new Demo
exits "new refuses a name that no manifest may have" 1 'expected a lower-case letter'
run "$encart" plugin describe demo
contains "describe prints the manifest" "$out" '"least": \{'
run "$encart" plugin tset demo
exits "an unknown action is answered with the nearest" 2 'did you mean “test”'
run "$encart" plugin test nowhere
exits "a folder that is not there fails" 1 'nowhere: No such file'

# break_it SENTENCE REGEX SED-SCRIPT FILE: the plugin with one mistake fails, and says so.
break_it() {
    rm -rf broken
    cp -r demo broken
    sed -i 's/demo/broken/g' broken/*.lua broken/tests/*.json broken/tests/golden/*
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
break_it "a case that is no JSON" 'line 2' '2s/"//' tests/short.json
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

# Every bundled plugin is held to the same.
for folder in "$srcdir"/plugins/*/tests; do
    [ -d "$folder" ] || continue
    name=$(basename "$(dirname "$folder")")
    run "$encart" plugin test "$(dirname "$folder")"
    exits "$name passes its own tests" 0
done
finish
