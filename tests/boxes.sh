#!/bin/bash
# All bundled plugins together: in one page, each in its slot and in the page's language; taken
# out again; and each with what its users and its site's people need.
. "${srcdir:-.}/tests/sh-suite.sh"
suite boxes
export ENCART_PLUGINS="$srcdir/plugins"
cd "$work" || exit 1

# ---- one page with all of them ----------------------------------------------------------

# A configuration, with more plugins.
site() {
    cat <<JSON
{"plugins": {"reading-time": {"least": 1, "speed": 50}, "tags": {}, "author-box": {},
  "breadcrumbs": {"current": true}, "newsletter": {"action": "https://journal.example/lettre"},
  "ad-slot": {"slots": 2, "gap": 120}, "embeds": {}, "seo": {}$1}}
JSON
}
site "" >site.json

# A document in the language $1, long enough for boxes in its body, with the access $2.
document() {
    local n
    printf '{"encart": 1, "lang": "%s", "title": "Titre & suite",
 "access": "%s", "url": "https://journal.example/x", "section": {"name": "Planète", "url": "/planete"},
 "tags": [{"name": "Loutre", "url": "/loutre"}],
 "authors": [{"name": "Marie Le Gall", "url": "/marie"}],
 "comments": {"status": "open", "action": "https://journal.example/comments"},
 "related": [{"url": "/a", "title": "A"}, {"url": "/b", "title": "B"}, {"url": "/c", "title": "C"},
   {"url": "/d", "title": "D"}],
 "body": {"format": "text", "value": "' "$1" "${2:-free}"
    for n in 1 2 3 4 5 6 7 8 9 10; do
        printf 'Paragraphe %d. ' "$n"
        printf 'Les mots suivent les mots et la phrase prend son temps.%.0s ' 1 2 3 4 5 6
        printf '\\n\\n'
    done
    printf 'https://youtu.be/dQw4w9WgXcQ"}}\n'
}

boxes() {
    grep -o ' data-encart="[^"]*"' "$1" | cut -d '"' -f 2 | uniq
}

# The one line of the page that holds the box $2.
line_of() {
    grep -F "data-encart=\"$2\"" "$1"
}

for lang in fr en ar; do
    document "$lang" >"$lang.json"
    run "$encart" render --format page --config site.json -o "$lang.html" "$lang.json"
    exits "a page with all plugins renders ($lang)" 0
    equal "nothing is complained about ($lang)" "$err" ""
    equal "each box stands in its slot, in the slot's order ($lang)" "$(boxes "$lang.html")" \
        "seo/data
breadcrumbs/trail
reading-time/time
ad-slot/ad
lire-aussi/links
ad-slot/ad
embeds/player
tags/list
author-box/authors
newsletter/form
related/cards
footer-controls/comments
footer-controls/top"
    equal "no id stands twice ($lang)" "$(grep -o ' id="[^"]*"' "$lang.html" | sort | uniq -d)" ""
done

# An address that ends the article: what shows it is right below.
for lang in fr en ar; do
    contains "a film is fetched by a click only ($lang)" "$(line_of "$lang.html" embeds/player)" \
        'href="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ" rel="nofollow" target="e-embeds_1"'
    lacks "and by nothing else ($lang)" "$(cat "$lang.html")" '<iframe[^>]* src|<script[^>]* src'
done

# What stands outside of a fragment is not in the plugins' own golden pages.
trail() {
    printf '<nav aria-label="%s" class="encart encart-breadcrumbs"' "$1"
    printf ' data-encart="breadcrumbs/trail"><ol><li><a href="/"><bdi>%s</bdi></a></li>' "$2"
    printf '<li><a href="/planete"><bdi>Planète</bdi></a></li>'
    printf '<li><span aria-current="page"><bdi>Titre &amp; suite</bdi></span></li></ol></nav>\n'
}
equal "breadcrumbs speak French" "$(line_of fr.html breadcrumbs/trail)" \
    "$(trail "Fil d’Ariane" Accueil)"
equal "breadcrumbs speak English" "$(line_of en.html breadcrumbs/trail)" \
    "$(trail Breadcrumb Home)"
equal "breadcrumbs speak Arabic" "$(line_of ar.html breadcrumbs/trail)" \
    "$(trail 'مسار التنقل' الرئيسية)"

reading_time() {
    printf '<p class="encart encart-reading-time encart-extra" data-encart="reading-time/time">'
    printf '<time datetime="PT%dM">%s</time></p>\n' "$1" "$2"
}
equal "reading time speaks French" "$(line_of fr.html reading-time/time)" \
    "$(reading_time 14 '14 minutes de lecture')"
equal "reading time speaks English" "$(line_of en.html reading-time/time)" \
    "$(reading_time 14 '14 minutes to read')"
equal "reading time speaks Arabic" "$(line_of ar.html reading-time/time)" \
    "$(reading_time 14 '14 دقيقة للقراءة')"

# reads ARTICLE-WORDS SPEED TEXT: rounding, and the plurals of Arabic.
reads() {
    local text
    text=$(printf 'mot%.0s ' $(seq "$1"))
    echo "{\"plugins\": {\"reading-time\": {\"least\": 1, \"speed\": $2}}}" >speed.json
    printf '{"encart": 1, "lang": "%s", "body": {"value": "<p>%s</p>"}}' "$3" "$text" >words.json
    run "$encart" render --format page --config speed.json words.json
    contains "$1 words at $2 a minute: $4" "$out" ">$4</time>"
}
reads 1 1000 fr '1 minute de lecture'
reads 149 100 fr '1 minute de lecture'
reads 150 100 fr '2 minutes de lecture'
reads 150 100 ar 'دقيقتان للقراءة'
reads 300 100 ar '3 دقائق للقراءة'
reads 100 100 ar 'دقيقة واحدة للقراءة'
reads 1100 100 ar '11 دقيقة للقراءة'

# The page's style has what its boxes need, and nothing of plugins that have none.
contains "a page has the stylesheets of its boxes" "$(cat fr.html)" \
    '.encart-ad-slot.encart-ad-small-320x50 { inline-size: 320px; block-size: 50px }'
run "$encart" render --format page --no-plugins fr.json
lacks "a page without boxes has none of them" "$out" 'encart-ad-small-320x50'

# ---- one page with a paywall, which cuts what the others have marked --------------------

site ', "footnotes": {}, "paywall": {"words": 220, "subscribe": "/offres"},
  "glossary": {"terms": {"mots": "Ce qui se dit.", "temps": "/temps", "canal": "Plus loin."}}' \
    >wall.json
# The fragment as the body of a page whose head says that it is paid.
as_paid_page() {
    printf '<!DOCTYPE html><html lang="%s"><head><title>Titre</title>' "$1"
    printf '<meta property="article:content_tier" content="locked"></head><body><article>'
    cat
}
for lang in fr en ar; do
    document "$lang" paid | sed 's/Paragraphe 2\./Deux ((une note))./; s/Paragraphe 9\./Le canal./' \
        >"$lang-paid.json"
    run "$encart" render --format page --config wall.json -o cut.html "$lang-paid.json"
    equal "an article with a paywall renders ($lang)" "$status $err" "0 "
    equal "each box stands where the paywall leaves a place ($lang)" "$(boxes cut.html)" \
        "seo/data
breadcrumbs/trail
reading-time/time
ad-slot/ad
paywall/cut
tags/list
author-box/authors
newsletter/form
related/cards
footer-controls/comments
footer-controls/top"
    page=$(cat cut.html)
    contains "a term leads to its page ($lang)" "$page" \
        '<a class="encart-in-glossary-term" href="/temps">temps</a>'
    contains "one whose definition is cut is words, as is a note ($lang)" "$page" \
        'Deux. Les mots suivent les mots'
    lacks "nothing is left of what is cut ($lang)" "$page" 'Ce qui se dit|une note|canal|Paragraphe 8'
    contains "the page has the paywall's stylesheet ($lang)" "$page" '.encart-paywall .actions .join {'
    contains "and the glossary's ($lang)" "$page" '.encart-in-glossary-term {'
    run "$encart" render --config wall.json -o once.html "$lang-paid.json"
    as_paid_page "$lang" <once.html >once-page.html
    run "$encart" render --config wall.json --format fragment -o again.html once-page.html
    equal "and the article that was cut stays so ($lang)" "$(sed '/data-encart/,$d' again.html)" \
        "$(sed '/data-encart/,$d' once.html)"
done
# A site's list of classes has no say in it: else the paywall would fail, and the page be whole.
sed '1s/{/{"sanitise": {"classes": ["align*"], "deny": {"classes": ["*"]}}, /' wall.json >narrow.json
run "$encart" render --config narrow.json fr-paid.json
contains "a site that allows no class has its paywall" "$out" 'class="encart-in-paywall-rest-'
lacks "and what is behind it is not there" "$out" 'Paragraphe 8'
sed '1s/{/{"sanitise": {"profile": "strict"}, /' wall.json >strict.json
run "$encart" render --config strict.json fr-paid.json
contains "where no article has a class, the beginning is there" "$out" 'Paragraphe 1'
lacks "and what is behind the paywall is not" "$out" 'Paragraphe 8'
run "$encart" render --config narrow.json fr.json
equal "and its glossary" "$status $err$(grep -c '<dl class="encart-in-glossary-list">' <<<"$out")" "0 1"

it "a fragment with all of them renders" \
    "$encart" render --config site.json -o with.html fr.json
it "so does one without" "$encart" render --no-plugins -o without.html fr.json
run "$encart" strip --config site.json with.html
exits "boxes of many plugins can be taken out" 0
equal "strip takes every box of the fragment out again" "$out" "$(cat without.html)"
run "$encart" render --format page fr.json
exits "a page with the default renders" 0
lacks "a site that does not ask has only the three plugins of the default" "$out" \
    'data-encart="(reading-time|tags|breadcrumbs|author-box|newsletter|ad-slot|toc|seo)/'

# ---- those that edit the article ----------------------------------------------------------

cat >edits.json <<'JSON'
{"plugins": {"toc": {}, "footnotes": {}, "figures": {}, "lire-aussi": false, "related": false,
  "footer-controls": false}}
JSON
cat >edits.html <<'HTML'
<h1>Titre</h1><p>Le chapeau ((une <em>note</em>)), et la suite[^x].</p>
<h2>Contexte et enjeux</h2><p><img src="/a.jpg" alt="A"></p><p class="wp-caption-text">Une légende.</p>
<h2>L’eau</h2><p><img src="/b.jpg" alt="B" width="64" height="48"></p><p><em>Une autre.</em></p>
<h3>Le barrage</h3><p>Fin.</p><p>[^x]: La seconde.</p>
HTML

# Each word of the page $1, without the signs that writers write for notes.
words_of() {
    sed -E 's/<[^>]*>/ /g' "$1" | sed -E 's/\[\^x\]|↩︎//g' | grep -oE '[[:alpha:]]+' | sort
}

it "plugins that edit render" "$encart" render --config edits.json -o once.html edits.html
it "and render what they rendered" "$encart" render --config edits.json -o twice.html once.html
it "which changes nothing" cmp once.html twice.html
it "without them" "$encart" render --no-plugins -o plain.html edits.html
equal "each word still stands once, beside a heading of the notes" \
    "$(comm -3 <(words_of plain.html) <(words_of once.html))" "$(printf '\tNotes')"
run "$encart" render --format page --config edits.json edits.html
contains "the contents have the heading of the notes" "$out" '<a href="#a-notes">Notes</a>'
contains "headings have ids of their words" "$out" '<h2 id="a-contexte-et-enjeux">'
contains "captions are the figures'" "$out" '<figcaption>Une légende.</figcaption></figure>'
contains "notes are called and lead back" "$out" \
    'href="#a-fnref-2" role="doc-backlink">↩︎</a></li></ol>'
sed '1s/{/{"sanitise": {"classes": ["align*"]}, /' edits.json >narrow.json
run "$encart" render --config narrow.json edits.html
contains "and are there where a site names its classes" "$out" '<ol class="encart-in-footnotes"><li'

# ---- those that edit the article ---------------------------------------------------------

# twice NAME SETTINGS HTML: what the plugin has done is found by it, and not done again.
twice() {
    echo "{\"plugins\": {\"$1\": $2}}" >edit.json
    echo "$3" >edit.html
    run "$encart" render --config edit.json -o once.html edit.html
    equal "$1 edits an article" "$status $err" "0 "
    lacks "$1 changes something" "$(cmp once.html <("$encart" render edit.html) && echo same)" same
    run "$encart" render --config edit.json -o again.html once.html
    equal "and finds its work done" "$(cat again.html)" "$(cat once.html)"
}
twice glossary '{"terms": {"OTAN": "Une organisation.", "sommet de l\u2019OTAN": "/s", "UE": "Ici, OTAN."}}' \
    '<p>Le sommet de l&rsquo;OTAN.</p><p>L&rsquo;OTAN, l&rsquo;OTAN et <q>l&rsquo;UE</q>, l&rsquo;UE.</p>'

# ---- each of them ------------------------------------------------------------------------

keys() {
    grep -oE '^  [a-z_]+ =' "$1" | sort
}

for folder in "$srcdir"/plugins/*/; do
    name=$(basename "$folder")
    for lang in en ar; do
        [ -d "$folder/locales" ] || continue # a plugin without words
        equal "$name has all its words ($lang)" "$(keys "$folder/locales/$lang.lua")" \
            "$(keys "$folder/locales/fr.lua")"
    done
    missing=
    while read -r setting; do
        grep -q "^| \`$setting\` " "$folder/README.md" || missing+=" $setting"
    done < <(grep -oE '^    [a-z_]+ = \{ type' "$folder/manifest.lua" | cut -d ' ' -f 5)
    equal "$name's README explains every setting" "$missing" ""
    it "$name has tests" test -d "$folder/tests/golden"
done

# The stylesheet keeps free exactly the sizes that the settings offer.
sizes() {
    grep -oE '[0-9]+x[0-9]+' | sort -u
}
css=$srcdir/plugins/ad-slot/assets/ad-slot.css
for screen in small wide; do
    equal "ad-slot's stylesheet has each size of a $screen screen" \
        "$(grep -oE "^\.encart-ad-slot\.encart-ad-$screen-[0-9x]+" "$css" | sizes)" \
        "$(sed -n "/^    $screen = /,/label/p" "$srcdir/plugins/ad-slot/manifest.lua" | sizes)"
done
wrong=$(grep -E '^\.encart-ad-slot\.encart-ad-(small|wide)-' "$css" | grep -vE \
    '^\.encart-ad-slot\.encart-ad-[a-z]+-([0-9]+)x([0-9]+) \{ inline-size: \1px; block-size: \2px \}$')
equal "and each is kept free as it is named" "$wrong" ""

if command -v luacheck >/dev/null; then
    # The patterns of .luacheckrc begin at the tree's root.
    cd "$srcdir" || exit 1
    it "luacheck finds nothing in the plugins" luacheck --quiet --no-color plugins
else
    skip "luacheck finds nothing in the plugins" "no luacheck here (Debian: lua-check)"
fi
finish
