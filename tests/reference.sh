#!/bin/bash
# The plugin API is described: docs/reference.md is what the stubs say, and the stubs have each
# name that the library gives a plugin, and no other.
. "${srcdir:-.}/tests/sh-suite.sh"
suite reference
cd "$srcdir" || exit 1
awk=${AWK:-awk}

"$awk" -f scripts/make-reference.awk lua/encart.lua lua/encart_test.lua >"$work/reference.md"
it "docs/reference.md is made of the stubs (make update-reference)" \
    diff docs/reference.md "$work/reference.md"

# The names of a table in C, from the line that matches $2 to its end: {"name", function, …}
table() {
    sed -n "/$2/,/};/p" "$1" | grep -oE '\{"[a-z_]+"' | tr -d '{"' | sort
}

# Methods of the stub's $1: function doc:select(…), function ctx.box(…)
methods() {
    grep -oE "^function $1[.:][a-z_]+" lua/encart.lua | sed "s/.*[.:]//" | sort
}

# Fields of its class $1.
fields() {
    sed -n "/^---@class $1\$/,/^\$/p" lua/encart.lua | grep -oE '^---@field [a-z_]+' |
        cut -d ' ' -f 2 | sort
}

# same SENTENCE LEAST TABLE STUB: both have the same names, and so many at least: a table
# that is not found would be the same as nothing.
same() {
    equal "$1" "$3" "$4"
    it "there are $2 of them at least" test "$(wc -l <<<"$3")" -ge "$2"
}

same "each member of ctx is described, and no other" 20 \
    "$(table lua/ctx.c 'members\[\] = {')" \
    "$(sort <(methods ctx) <(fields encart.Context))"
same "each method of doc" 3 "$(table lua/transform.c 'methods\[\] = {')" "$(methods doc)"
same "each method of a node" 15 "$(table lua/node.c 'methods\[\] = {')" "$(methods node)"
same "each method of a range" 3 "$(table lua/range.c 'methods\[\] = {')" "$(methods range)"
equal "there are no other objects with methods" \
    "$(grep -lE 'luaL_Reg methods\[\]' lua/*.c | tr '\n' ' ')" \
    "lua/node.c lua/range.c lua/transform.c "
same "each function of encart" 3 "$(table lua/element.c 'functions\[\] = {')" "$(methods encart)"
same "each field of ctx.article" 20 \
    "$(sed -n '/article_names\[\] = {/,/};/p' lua/ctx_data.c | grep -oE '"[a-z_]+"' |
        tr -d '"' | sort)" "$(fields encart.Article)"
same "each member of a manifest" 10 \
    "$(sed -n '/^} members\[\] = {/,/};/p' core/plugin/manifest.c | grep -oE '\{"[a-z]+"' |
        tr -d '{"' | sort)" "$(fields encart.Manifest)"
same "each member of a setting" 9 \
    "$(grep -A 2 'members\[\] = {"default"' core/plugin/manifest.c | grep -oE '"[a-z]+"' |
        tr -d '"' | sort)" "$(fields encart.Setting)"
same "each type of a setting" 10 \
    "$(sed -n '/type_names\[\] = {/,/};/p' core/plugin/settings.c | grep -oE '"[a-z]+"' |
        tr -d '"' | sort)" \
    "$(sed -n '/^---@class encart.Setting$/,/^$/p' lua/encart.lua | grep '@field type ' |
        grep -oE '"[a-z]+"' | tr -d '"' | sort)"

# What a capability covers says which: its name stands with the member.
unsaid() {
    local member constant name
    sed -n '/members\[\] = {/,/};/p' lua/ctx.c | grep ENCART__CAN_ |
        sed -E 's/.*\{"([a-z_]+)".*(ENCART__CAN_[A-Z]+).*/\1 \2/' |
        while read -r member constant; do
            name=$(grep -oE "$constant, +/\* [a-z.]+" core/plugin/*.h lua/*.h |
                sed 's/.* //' | head -n 1)
            grep -B 12 -E "^(function ctx\.$member\(|---@field $member )" lua/encart.lua |
                tac | sed '1!{/^$/q}' | grep -qF "eeds \"$name\"" || echo "$member: $name"
        done
}
equal "a member that needs a capability says so" "$(unsaid)" ""
it "and there are such members" grep -q ENCART__CAN_ lua/ctx.c

# Every function has a sentence.
silent() {
    # shellcheck disable=SC2016 # these are awk's fields
    "$awk" 'FNR == 1 { said = 0 }
        /^---[^@]/ { said = 1 }
        /^function / && !said { print FILENAME ":" FNR ": " $2 }
        !/^---/ { said = 0 }' lua/encart.lua lua/encart_test.lua
}
equal "every function has a sentence" "$(silent)" ""

# The tests' own names: those of the runner.
equal "each check of expect(…) is described" \
    "$(grep -oE '^function checks\.[a-z_]+' cli/test_runner.lua | sed 's/.*\.//' | sort)" \
    "$(grep -oE '^function expectation:[a-z_]+' lua/encart_test.lua | sed 's/.*://' | sort)"
equal "each global of a test" \
    "$(grep -oE '^function [a-z]+\(' cli/test_runner.lua | sort)" \
    "$(grep -oE '^function [a-z]+\(' lua/encart_test.lua | sort)"
finish
