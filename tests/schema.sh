#!/bin/bash
# The JSON that goes in and comes out has the shape that docs/schema promises.
. "${srcdir:-.}/tests/sh-suite.sh"
suite schema
export ENCART_PLUGINS=${ENCART_PLUGINS:-$srcdir/plugins}

if ! python3 -c 'import jsonschema' 2>/dev/null; then
    skip "JSON matches docs/schema" "python3-jsonschema is not installed"
    finish
fi

# valid SENTENCE SCHEMA DOCUMENT…
valid() {
    it "$1" python3 - "$srcdir/docs/schema/$2.json" "${@:3}" <<'PY'
import glob, json, os, sys
import jsonschema
def load(name):
    return json.load(open(name, encoding="utf-8"))
schema = load(sys.argv[1])
folder = os.path.dirname(sys.argv[1])
store = {s["$id"]: s for s in map(load, glob.glob(folder + "/*.json"))}
resolver = jsonschema.RefResolver.from_schema(schema, store=store)
jsonschema.Draft202012Validator.check_schema(schema)
check = jsonschema.Draft202012Validator(schema, resolver=resolver)
bad = 0
for name in sys.argv[2:]:
    for error in check.iter_errors(json.load(open(name, encoding="utf-8"))):
        print(name, list(error.absolute_path), error.message)
        bad = 1
sys.exit(bad)
PY
}

for schema in article config request answers report; do
    valid "docs/schema/$schema.json is a valid JSON Schema" "$schema"
done
valid "the sample collection matches article.json" article "$srcdir"/examples/collection/*.json

cat >"$work/decided.json" <<'JSON'
{"body": {"value": "<p>Un.</p>"}, "flags": ["no-insert"],
 "overrides": {"plugins": {"related": false, "lire-aussi": {"count": 2}}, "heading_level": 3,
  "placement": {"box_words": 60}, "slots": {"body": {"max": 1}}, "related": {"min_score": 9}},
 "pins": {"here": [{"box": "lire-aussi/links", "after": 5}, {"box": "ad-slot", "before": "Titre"}],
  "none": ["tags"]}}
JSON
valid "an editor's decisions match article.json" article "$work/decided.json"

"$encart" index -q --collection "$work/c.db" "$srcdir/examples/collection" 2>/dev/null
"$encart" render --collection "$work/c.db" --report "$work/report.json" -o "$work/out.html" \
    "$srcdir/examples/article.txt" 2>/dev/null
valid "the report of the sample matches report.json" report "$work/report.json"
"$encart" render --format page --report-timings --report "$work/page.json" -o "$work/out.html" \
    "$srcdir/examples/collection/tram-nuit.json" 2>/dev/null
valid "a report with timings matches report.json" report "$work/page.json"

mkdir "$work/clock"
cat >"$work/clock/manifest.lua" <<'LUA'
return { name = "clock", version = "1", api = 1, uses = { "time" }, slots = { "footer" },
         boxes = { at = { slot = "footer", element = "p" } } }
LUA
cat >"$work/clock/init.lua" <<'LUA'
return { propose = function(ctx)
  return ctx.box("at", { content = encart.html.p { ctx.now "hour", ctx.hole "reader" } })
end }
LUA
"$encart" render --plugin "$work/clock" --now 2024-10-20T10:20:30+01:00 \
    --report "$work/clock.json" -o "$work/out.html" "$srcdir/examples/article.txt" 2>/dev/null
valid "a report with an age and holes matches report.json" report "$work/clock.json"
contains "the report says for how long the page is good" "$(cat "$work/clock.json")" \
    '"max_age":2370,'
contains "and by what it was bounded" "$(cat "$work/clock.json")" '\{"time":"hour"\}\]'

cat >"$work/config.json" <<'JSON'
{"site": {"name": "Le Journal", "url": "https://journal.example/",
  "features": {"newsletter": true, "plan": "gold", "pages": 3}, "routes": {"tag": "/t/{slug}"}},
 "plugins": {"lire-aussi": true, "related": false},
 "placement": {"head_blocks": 1}, "slots": {"body": {"max": 3, "priority": ["lire-aussi/*"]}},
 "sections": {"Sport*": {"plugins": {"lire-aussi": false}}},
 "sites": {"default": {"heading_level": 3}}, "limits": {"time_ms": -1},
 "channels": {"feed": {"boxes": {"related/*": "flatten", "*": "drop"}, "elements": {"video": "drop"},
   "attributes": {"srcset": "drop"}, "holes": false, "plugins": {"related": {"count": 3}}},
  "kiosk": {"like": "mail", "heading_level": 3}},
 "overridable": ["plugins.related", "placement.box_words"],
 "typography": {"mode": "all", "space_fine": "u00a0", "locale": "fr-CA"},
 "sanitise": {"profile": "embeds", "data_images": true, "repair": "always", "classes": ["wp-*", "align*"],
  "allow": {"elements": ["section"], "attributes": {"*": ["data-id"], "p": ["style"]},
   "schemes": ["sms"], "embed_hosts": ["player.example.org"]},
  "deny": {"elements": ["audio"], "attributes": {"a": ["target"]}, "schemes": ["tel"],
   "embed_hosts": ["open.spotify.com"], "classes": ["*-js"]}}}
JSON
valid "a whole configuration matches config.json" config "$work/config.json"
it "encart config check agrees" "$encart" config check "$work/config.json"
cat >"$work/answers.json" <<'JSON'
{"related": [{"url": "/a", "title": "A", "score": 3}], "titles": {"T": {"url": "/t"}},
 "services": [{"service": "weather", "params": {"place": "Senne"}, "value": [1], "tags": ["w"],
               "max_age": 60}], "urls": {"print": "/p/{id}"}}
JSON
valid "answers match answers.json" answers "$work/answers.json"
printf '<p id=a id=b onclick=x>a<script>b</script><a href=javascript:c>d</a><foo>e' >"$work/dirty.html"
"$encart" render --no-plugins --report "$work/dirty.json" -o "$work/out.html" "$work/dirty.html"
valid "a report with removals matches report.json" report "$work/dirty.json"
it "report.json has each rule of the removed list, and no other" diff \
    <(sed -nE 's/^REMOVAL\(.*, "([a-z-]+)", .*/\1/p' "$srcdir/core/sanitise/policy_rules.def") \
    <(sed -n '/"removal": {/,/^    }/p' "$srcdir/docs/schema/report.json" |
        sed -n 's/.*"enum": \[\(.*\)\].*/\1/p' | tr -d '" ' | tr , '\n')
finish
