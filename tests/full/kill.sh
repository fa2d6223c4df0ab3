#!/bin/bash
# kill -9 in the middle of encart index, ten times: the collection opens, holds whole articles
# only, and a last run completes it.
. "${srcdir:-.}/tests/sh-suite.sh"
suite kill
export ENCART_PLUGINS=${ENCART_PLUGINS:-$srcdir/plugins}
articles=${ENCART_KILL_ARTICLES:-5000}
db=$work/c.db

# Articles of some hundred words from the sample's sentences, all different.
cat "$srcdir"/examples/collection/*.json | sed -n 's/^ *"value": "\(.*\)"$/\1/p' |
    sed 's/<[^>]*>/ /g; s/\\n/ /g; s/\. /.\n/g' | grep . >"$work/sentences"
awk -v n="$articles" '
    { s[NR] = $0; gsub(/["\\]/, "", s[NR]) }
    END {
        for (i = 1; i <= n; i++) {
            printf "{\"encart\":1,\"id\":\"k%d\",\"url\":\"https://k.example/%d\",", i, i
            printf "\"title\":\"Article %d\",\"body\":{\"format\":\"html\",\"value\":\"", i
            for (j = 0; j < 12; j++)
                printf "<p>%s</p>", s[(i * 7 + j * j * 3 + int(i / NR)) % NR + 1]
            print "\"}}"
        }
    }' "$work/sentences" >"$work/many.jsonl"

for round in 1 2 3 4 5 6 7 8 9 10; do
    "$encart" index -q --collection "$db" "$work/many.jsonl" 2>"$work/.err" &
    pid=$!
    sleep "0.$((round * 37 % 90 + 10))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    [ -e "$db" ] || continue
    equal "round $round: the database is in order" \
        "$(sqlite3 "$db" 'PRAGMA integrity_check' 2>&1 | head -n 3)" ok
done
run "$encart" index --collection "$db" "$work/many.jsonl"
exits "the last run completes it" 0
contains "all articles are there, each once" "$out" "; $articles articles$"
contains "what was committed before was not read again" "$out" ' [1-9][0-9]* unchanged'
run "$encart" related --collection "$db" k1
exits "its lists can be read" 0
finish
