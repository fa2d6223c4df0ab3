/* transform(ctx, doc), through the public interface: what each method does, what is
 * refused and with which words, the order of plugins, what holds of strip and of
 * rendering twice. */
#include "tests/edit_kit.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char article[] =
    "<h2 id=t>Titre</h2><p class=lede>Un <a href=\"/a\">lien</a> et <b>gras</b>.</p>"
    "<p id=d>Deux.</p><ul><li>un</li><li>deux</li></ul>"
    "<p><img src=\"/i.jpg\" alt=\"\"></p>";

#define LEDE "<p class=\"lede\">Un <a href=\"/a\">lien</a> et <b>gras</b>.</p>\n"
#define REST                                                       \
    "<p id=\"a-d\">Deux.</p>\n<ul><li>un</li><li>deux</li></ul>\n" \
    "<p><img alt=\"\" src=\"/i.jpg\"></p>\n"
#define TITLE "<h2 id=\"a-t\">Titre</h2>\n"

#define NOTE                                            \
    "uses = { \"tree.edit\" }, slots = { \"footer\" }," \
    "boxes = { note = { slot = \"footer\", element = \"p\" } }"
#define PROPOSE                                                                        \
    "propose = function(ctx) return ctx.box('note', { content = encart.html.p 'x' }) " \
    "end }"

/* ---- one plugin, whose hook is a few lines ------------------------------------- */

/* `body` is that of transform(ctx, doc), with E for encart.html. */
static outcome transform(const char *body)
{
    char init[4096];
    plugin p[] = {{"probe", NULL, init}, {NULL, NULL, NULL}};

    snprintf(init, sizeof init,
             "local E = encart.html\nreturn { transform = function(ctx, doc)\n%s\nend }",
             body);
    return render(p, article);
}

static void gives(const char *body, const char *html)
{
    outcome out = transform(body);
    char *told = diagnostics(&out);

    ck_assert_msg(strcmp(out.html, html) == 0, "%s\ngave\n%s\n%s", body, out.html, told);
    ck_assert_msg(strcmp(told, "[]") == 0, "%s told %s", body, told);
    free(told);
    drop(&out);
}

/* The article stays as it was, and one fault says why, at its line. */
static void fails(const char *body, const char *message)
{
    outcome out = transform(body);
    json_t *all = json_object_get(out.report, "diagnostics"), *d = json_array_get(all, 0);
    const char *text = json_string_value(json_object_get(d, "message"));

    ck_assert_str_eq(out.html, TITLE LEDE REST);
    ck_assert_msg(json_array_size(all) == 1, "%s: %s", body, diagnostics(&out));
    ck_assert_msg(strcmp(text, message) == 0, "%s\ntold “%s”, not “%s”", body, text,
                  message);
    ck_assert_str_eq(json_string_value(json_object_get(d, "path")), "transform");
    ck_assert_str_eq(json_string_value(json_object_get(d, "source")), "probe/init.lua");
    ck_assert_int_eq(json_integer_value(json_object_get(d, "line")), 3);
    drop(&out);
}

/* ---- what it does -------------------------------------------------------------- */

START_TEST(every_method_edits)
{
    gives("doc:first('.lede'):set('class', 'chapeau')", TITLE
          "<p class=\"chapeau\">Un <a href=\"/a\">lien</a> et <b>gras</b>.</p>\n" REST);
    gives("doc:first('#d'):set('id', false)",
          TITLE LEDE "<p>Deux.</p>\n<ul><li>un</li><li>deux</li></ul>\n"
                     "<p><img alt=\"\" src=\"/i.jpg\"></p>\n");
    gives("doc:first('h2'):add_class('x'):add_class('y'):remove_class('x')",
          "<h2 class=\"y\" id=\"a-t\">Titre</h2>\n" LEDE REST);
    gives("doc:first('h2'):add_class 'encart-in-probe-title'",
          "<h2 class=\"encart-in-probe-title\" id=\"a-t\">Titre</h2>\n" LEDE REST);
    gives("doc:first('h2'):before(E.p 'x')", "<p>x</p>\n" TITLE LEDE REST);
    gives("doc:first('h2'):after { E.p 'x', nil, { E.p { 'y', false } } }",
          TITLE "<p>x</p>\n<p>y</p>\n" LEDE REST);
    gives("doc:first('h2'):prepend 'x ':append { ' ', E.em 'y' }",
          "<h2 id=\"a-t\">x Titre <em>y</em></h2>\n" LEDE REST);
    gives("doc:first('h2'):replace(E.h3 'x')", "<h3>x</h3>\n" LEDE REST);
    gives("doc:first('h2'):text('a < b')", "<h2 id=\"a-t\">a &lt; b</h2>\n" LEDE REST);
    gives("doc:first('h2'):text(doc:first('b'):text() .. doc:first('ul'):text())",
          "<h2 id=\"a-t\">grasun deux</h2>\n" LEDE REST);
    gives("for n in doc:select 'h2' do n:remove() end", LEDE REST);
    gives("doc:first('h2'):wrap(E.div { class = 'x', 'y' })",
          "<div class=\"x\">y<h2 id=\"a-t\">Titre</h2></div>\n" LEDE REST);
    gives("for n in doc:select 'b, a' do n:unwrap() end",
          TITLE "<p class=\"lede\">Un lien et gras.</p>\n" REST);
}
END_TEST

START_TEST(ids_are_made_of_words_and_once)
{
    gives("for n in doc:select 'p, li' do n:set('id', doc:id(n:text(), 'bild')) end\n"
          "assert(doc:id 'Titre' == 'a-titre' and doc:id 'Titre' == 'a-titre-2')\n"
          "assert(doc:id('العربية') == 'a-section' and doc:id '' == 'a-section-2')\n"
          "assert(doc:id('', 'T') == 'a-t-2')\n"
          "assert(doc:id '2024' == 'a-x2024' and doc:id 'L’été' == 'a-l-ete')\n"
          "assert(ctx.slug 'L’été' == 'l-ete' and ctx.slug 'العربية' == '')\n",
          TITLE "<p class=\"lede\" id=\"a-un-lien-et-gras\">Un <a href=\"/a\">lien</a> et "
                "<b>gras</b>.</p>\n<p id=\"a-deux\">Deux.</p>\n<ul><li id=\"a-un\">un</li>"
                "<li id=\"a-deux-2\">deux</li></ul>\n"
                "<p id=\"a-bild\"><img alt=\"\" src=\"/i.jpg\"></p>\n");
    gives("doc:first('h2'):set('id', 't'):set('id', 'x'):set('id', 'a-x')",
          "<h2 id=\"a-x\">Titre</h2>\n" LEDE REST);
    gives("doc:append(E.p { id = doc:id 'x', 'y' }):prepend(E.hr())\n"
          "assert(doc:id 'x' == 'a-x-2')",
          "<hr>\n" TITLE LEDE REST "<p id=\"a-x\">y</p>\n");
}
END_TEST

START_TEST(parts_of_a_text_are_taken_and_put_elsewhere)
{
    gives("local p = doc:first '.lede'\n"
          "local r = p:range(p:raw():find 'n lien et g')\n"
          "assert(r == nil)\n"
          "r = p:range(p:raw():find 'n lien')\n"
          "assert(r.text == 'n lien' and tostring(r) == r.text and r.term == nil and r:parent() == p)\n"
          "assert(p:range(p:raw():find 'lien'):parent().tag == 'a')\n"
          "doc:append(E.p { '[', r:content(), ']' })\n"
          "r:replace(E.sup '1')\n"
          "p:range(p:raw():find 'ra'):wrap(E.em())\n"
          "p:range(p:raw():find '%.'):remove()\n"
          "assert(p:raw() == 'Un lien et gras.')",
          TITLE "<p class=\"lede\">U<sup>1</sup> et <b>g<em>ra</em>s</b></p>\n" REST
                "<p>[n <a href=\"/a\">lien</a>]</p>\n");
    gives("for r in doc:find 'lien' do\n"
          "  assert(r.term == 'lien' and r:parent().tag == 'a')\n"
          "  doc:append(E.p(r:content())) r:remove() end\n"
          "doc:first('.lede'):range(1, 7):wrap(E.em())\n",
          TITLE "<p class=\"lede\"><em>Un <a href=\"/a\"></a></em> et <b>gras</b>.</p>\n" REST
                "<p>lien</p>\n");
    gives("local ul = doc:first 'ul'\n"
          "assert(ul:prev():get 'id' == 'a-d' and ul:next().tag == 'p')\n"
          "assert(doc:first 'h2':prev() == nil and ul:next():next() == nil)\n"
          "ul:prev():append { ' ', ul:next():content() }\n"
          "ul:next():remove()",
          TITLE LEDE "<p id=\"a-d\">Deux. <img alt=\"\" src=\"/i.jpg\"></p>\n"
                     "<ul><li>un</li><li>deux</li></ul>\n");
}
END_TEST

START_TEST(reading_sees_the_document_as_it_was)
{
    gives("local h = doc:first 'h2'\n"
          "h:set('class', 'x'):text 'y'\n"
          "assert(h:get 'class' == nil and h:get 'id' == 'a-t' and h:text() == 'Titre')\n"
          "assert(not h:has_class 'x' and not h:matches '.x' and h:matches 'h2#t')\n"
          "assert(h.tag == 'h2' and tostring(h) == '<h2>' and h:parent() == nil)\n"
          "assert(doc:first 'b':parent() == doc:first '.lede')\n"
          "assert(doc:first 'h2' == h and doc:first '.y' == nil)\n"
          "assert(doc:first '.lede':get 'CLASS' == 'lede')\n"
          "assert(doc:first '.lede':has_class 'lede')\n"
          "assert(doc:text():sub(1, 5) == 'Titre')",
          "<h2 class=\"x\" id=\"a-t\">y</h2>\n" LEDE REST);
}
END_TEST

START_TEST(a_walk_never_meets_what_it_put_in)
{
    gives(
        "for n in doc:select 'p' do if n:matches '.lede' then n:after(E.p 'x') end end\n"
        "local tags = {}\n"
        "for n in doc:first('ul'):select ':scope > li' do\n"
        "  n:append(E.ul { E.li 'x' }) tags[#tags + 1] = n:text() end\n"
        "assert(table.concat(tags, ',') == 'un,deux')",
        TITLE LEDE
        "<p>x</p>\n<p id=\"a-d\">Deux.</p>\n"
        "<ul><li>un<ul><li>x</li></ul></li><li>deux<ul><li>x</li></ul></li></ul>\n"
        "<p><img alt=\"\" src=\"/i.jpg\"></p>\n");
}
END_TEST

START_TEST(what_an_earlier_edit_took_away_is_skipped_and_told)
{
    outcome out = transform("for n in doc:select 'p, p *' do n:remove() end");
    char *told = diagnostics(&out);
    json_t *p = json_array_get(json_object_get(out.report, "plugins"), 0);

    ck_assert_str_eq(out.html, TITLE "<ul><li>un</li><li>deux</li></ul>\n");
    ck_assert_msg(strstr(told, "3 edits of what an earlier edit had taken away") != NULL,
                  "%s", told);
    ck_assert_int_eq(json_integer_value(json_object_get(p, "edits")), 3);
    ck_assert_int_eq(json_integer_value(json_object_get(p, "edits_skipped")), 3);
    free(told);
    drop(&out);
}
END_TEST

#define FOUND(lede) TITLE "<p class=\"lede\">" lede "</p>\n" REST

START_TEST(words_are_found_and_edited)
{
    gives("for r in doc:find 'UN' do r:wrap(E.em()) end",
          TITLE "<p class=\"lede\"><em>Un</em> <a href=\"/a\">lien</a> et <b>gras</b>.</p>\n"
                "<p id=\"a-d\">Deux.</p>\n<ul><li><em>un</em></li><li>deux</li></ul>\n"
                "<p><img alt=\"\" src=\"/i.jpg\"></p>\n");
    gives("for r in doc:find({ 'et', 'un', 'gras' }, { first = true, within = 'p',\n"
          "not_within = 'b' }) do r:wrap(E.abbr { title = r.term, '(' }) end",
          FOUND("<abbr title=\"un\">(Un</abbr> <a href=\"/a\">lien</a> "
                "<abbr title=\"et\">(et</abbr> <b>gras</b>."));
    gives("for r in doc:find 'lien' do\n"
          "assert(r.text == 'lien' and tostring(r) == 'lien' and r.term == 'lien')\n"
          "assert(r:parent() == doc:first 'a')\n"
          "r:replace { 'x ', E.em 'y' } end",
          FOUND("Un <a href=\"/a\">x <em>y</em></a> et <b>gras</b>."));
    gives("for r in doc:find('gras', { accents = false }) do r:parent():unwrap()\n"
          "r:wrap(E.i()) end",
          FOUND("Un <a href=\"/a\">lien</a> et <i>gras</i>."));
    gives("for r in doc:find {} do r:wrap(E.i()) end", TITLE LEDE REST);
}
END_TEST

/* The one that cuts is first by name and by its order, and comes last all the same; the other
 * one keeps what it saw, and has forgotten it when it proposes. */
START_TEST(a_cut_is_the_last_edit_and_nobody_remembers)
{
    static const char keeps[] =
        "uses = { 'tree.edit', 'article.blocks' }, slots = { 'footer', 'body' },"
        "boxes = { note = { slot = 'footer', element = 'p' } }";
    static const plugin p[] = {
        {"cutter", "uses = { 'tree.edit', 'article.cut' }, order = { before = { 'keeper' } }",
         "return { transform = function(ctx, doc) doc:cut(doc:first '#d.seen') end }"},
        {"keeper", keeps,
         "local kept = 'nothing'\nreturn { transform = function(ctx, doc)\n"
         "kept = doc:text() doc:first('#d'):add_class 'seen' end,\n"
         "propose = function(ctx) local t = { kept, ctx.article.words }\n"
         "for _, b in ipairs(ctx.blocks) do t[#t + 1] = b.text() end\n"
         "return ctx.box('note', { topic = kept,\n"
         "content = encart.html.p(table.concat(t, ' | ')) }) end }"},
        {NULL, NULL, NULL}};
    outcome out = render(p, article);
    json_t *cutter = json_array_get(json_object_get(out.report, "plugins"), 0);
    char *report = json_dumps(out.report, 0);

    ck_assert_msg(strcmp(out.html, TITLE LEDE "<p class=\"seen\" id=\"a-d\">Deux.</p>\n"
                         "<p data-encart=\"keeper/note\">nothing | 6 | Titre | "
                         "Un lien et gras. | Deux.</p>\n") == 0, "%s", out.html);
    ck_assert_int_eq(json_integer_value(json_object_get(cutter, "words_kept")), 6);
    ck_assert_int_eq(json_integer_value(json_object_get(cutter, "words_cut")), 2);
    ck_assert_msg(!strstr(report, "i.jpg") && !strstr(report, "un deux"), "%s", report);
    free(report);
    drop(&out);
}
END_TEST

/* A hook that failed stays failed when the states are made anew. */
START_TEST(a_cut_brings_no_failed_plugin_back)
{
    static const plugin p[] = {
        {"cutter", "uses = { 'tree.edit', 'article.cut' }",
         "return { transform = function(ctx, doc) doc:cut(doc:first 'h2') end }"},
        {"failing", "uses = { 'tree.edit' }, slots = { 'footer' },"
                    "boxes = { note = { slot = 'footer', element = 'p' } }",
         "return { transform = function() error 'x' end, propose = function(ctx)\n"
         "return ctx.box('note', { content = encart.html.p 'x' }) end }"},
        {NULL, NULL, NULL}};
    outcome out = render(p, article);

    ck_assert_str_eq(out.html, TITLE);
    drop(&out);
}
END_TEST

/* ---- what is refused ----------------------------------------------------------- */

START_TEST(mistakes_are_told_at_their_line)
{
    fails("doc:select 'p >'",
          "doc:select: the selector at column 4: expected a selector, found the end");
    fails("doc:first 'artcle'",
          "doc:first: the selector at column 1: HTML has no element "
          "“artcle” (did you mean “article”?)");
    fails("doc:select(1)",
          "bad argument #1 to 'doc:select': a selector expected, got number");
    fails("doc.select 'p'",
          "doc:select: called with a dot; write doc:select(…), with a colon");
    fails("doc:slect 'p'", "doc.slect: unknown field (did you mean “select”?)");
    fails("doc.x = 1", "doc cannot be changed: what it holds is, by its nodes");
    fails("doc:first('p').set('a', 'b')",
          "node:set: called on a string; write node:set(…), with a colon");
    fails("doc:first('p'):ad_class 'x'",
          "node.ad_class: unknown field (did you mean “add_class”?)");
    fails("doc:first('p').class = 'x'",
          "node: nothing can be assigned; attributes are set by node:set()");
    fails("doc:first('p'):set('onclick', 'x')",
          "node:set: “onclick” is not allowed on p");
    fails("doc:first('a'):set('href', 'javascript:x')",
          "node:set: “href” on a: its value is not allowed (url)");
    fails("doc:first('p'):set('data-encart', 'author/read-also')",
          "node:set: “data-encart” is set by Encart");
    fails("doc:first('p'):set('class')",
          "bad argument #2 to 'node:set': a value expected; "
          "false takes the attribute away");
    fails("doc:first('p'):add_class 'a b'",
          "bad argument #1 to 'node:add_class': one class expected, got “a b”");
    fails("doc:first('p'):add_class 'encart-x'",
          "node:add_class: “class” on p: its value is not allowed (class)");
    fails("doc:first('p'):remove_class 'a=b'",
          "node:remove_class: no attribute and no class has such a name");
    fails("doc:first('p'):set('a b', false)",
          "node:set: no attribute and no class has such a name");
    fails("doc:first('img'):append 'x'", "node:append: img has no content");
    fails("doc:first('p'):wrap 'x'",
          "node:wrap: one element that can hold the node expected");
    fails("doc:first('p'):after()",
          "bad argument #1 to 'node:after': one content expected: an "
          "element, a string, or a list of them");
    fails("doc:first('p'):after(doc.first)", "encart.html.div: a child is a function");
    fails("doc:first('p'):after { class = 'x' }",
          "attributes stand in an element, not in a list of content");
    fails("doc:first('p'):after(E.nav 'x')",
          "encart.html.nav: the element is not allowed in an article");
    fails("local p = doc:first 'p' p:remove() p:set('lang', 'fr')",
          "node:set: an earlier edit takes this node away");
    fails("doc:first('p'):set('id', 'd')",
          "node:set: another element has the id “a-d”; doc:id() makes a free one");
    fails("doc:first('b'):set('id', 'x') doc:first('a'):set('id', 'a-x')",
          "node:set: another element has the id “a-x”; doc:id() makes a free one");
    fails("doc:first('p'):set('id', 'a b')",
          "node:set: “id” on p: its value is not allowed (id)");
    fails("doc:append(E.p { id = 'x' })",
          "encart.html.p: attribute “id”: ids come from doc:id()");
    fails("doc:id()", "bad argument #1 to 'doc:id': words expected, got nil");
    fails("ctx.slug()", "bad argument #1 to 'ctx.slug': a string expected, got no value");
    fails("doc:append()", "bad argument #1 to 'doc:append': one content expected: an "
                          "element, a string, or a list of them");
    fails("doc:first('b'):range(0, 2)",
          "node:range: from 0 to 2 is no part of the 4 bytes of its text");
    fails("doc:first('b'):range(1, 5)",
          "node:range: from 1 to 5 is no part of the 4 bytes of its text");
    fails("doc:first('b'):range('a', 5)",
          "bad argument #1 to 'node:range': a position in node:raw() expected");
    fails("doc:first('b'):range(1, 2).wrap 'x'",
          "range:wrap: called on a string; write range:wrap(…), with a colon");
    fails("doc:first('b'):range(1, 2):wrap 'x'",
          "range:wrap: one element that can hold the words expected");
    fails("doc:first('b'):range(1, 2):wrop 'x'",
          "range.wrop: unknown field (did you mean “wrap”?)");
    fails("doc:first('b'):range(1, 2).x = 1", "range: nothing can be assigned");
    fails("ctx.box('note', {})",
          "ctx.box: boxes are proposed in propose(), not in transform");
    fails("doc:find(1)",
          "bad argument #1 to 'doc:find': a term or a list of terms expected, got number");
    fails("doc:find { 'a', 2 }", "bad argument #1 to 'doc:find': the term 2 is a number");
    fails("doc:find(('a'):rep(300))",
          "bad argument #1 to 'doc:find': the term 1 is longer than 256 bytes");
    fails("doc:find('a', { frist = true })",
          "doc:find.frist: unknown field (did you mean “first”?)");
    fails("doc:find('a', { first = 1 })",
          "bad argument #2 to 'doc:find': first: expected true or false, found number");
    fails("doc:find('a', { within = 'p >' })",
          "doc:find: the selector at column 4: expected a selector, found the end");
    fails("doc:find 'un'():wrap 'x'",
          "range:wrap: one element that can hold the words expected");
    fails("doc:find 'un'().wrap 'x'",
          "range:wrap: called on a string; write range:wrap(…), with a colon");
    fails("doc:find 'un'():warp(E.em())",
          "range.warp: unknown field (did you mean “wrap”?)");
    fails("doc:find 'un'():wrap(E.nav())",
          "encart.html.nav: the element is not allowed in an article");
    fails("doc:cut(doc:first 'p')", "doc:cut: the manifest’s uses must name “article.cut”");
    fails("doc:first('h2'):remove() error 'x'", "x");
}
END_TEST

/* A node that outlives its hook. */
START_TEST(a_handle_is_of_no_use_afterwards)
{
    static const plugin p[] = {
        {"probe",
         "uses = { \"tree.edit\" }, slots = { \"footer\" },"
         "boxes = { note = { slot = \"footer\", element = \"p\" } }",
         "local E, kept, it = encart.html\n"
         "return { transform = function(ctx, doc)\n"
         "  kept, it = doc:first 'p', doc:select 'p' end,\n"
         "propose = function(ctx)\n"
         "  local ok, why = pcall(function() kept:remove() end)\n"
         "  local ok2, why2 = pcall(it)\n"
         "  return ctx.box('note', { content = E.p { why, ' / ', why2 } }) end }"},
        {0}};
    outcome out = render(p, article);

    ck_assert_msg(strstr(out.html,
                         "node:remove: the document can be used only while transform() "
                         "runs / ") != NULL,
                  "%s", out.html);
    ck_assert_msg(strstr(out.html, "select: the document can be used only") != NULL, "%s",
                  out.html);
    drop(&out);
}
END_TEST

START_TEST(without_the_capability_there_is_no_transform)
{
    static const plugin p[] = {
        {"probe", "uses = {}, slots = {}, boxes = {}",
         "return { propose = function() end,\n"
         "transform = function(ctx, doc) doc:first('p'):remove() end }"},
        {0}};
    outcome out = render(p, article);
    char *told = diagnostics(&out);

    ck_assert_str_eq(out.html, TITLE LEDE REST);
    ck_assert_msg(strstr(told,
                         "transform: the manifest's uses does not name the capability "
                         "“tree.edit”") != NULL,
                  "%s", told);
    free(told);
    drop(&out);
}
END_TEST

/* The policy has the last word on what the constructors of a state let through. */
START_TEST(what_the_article_may_not_hold_does_not_get_in)
{
    static const plugin p[] = {{"probe", NULL,
                                "local nav = encart.html.nav\n"
                                "return { transform = function(ctx, doc)\n"
                                "  doc:first('p'):after(nav 'x') end }"},
                               {0}};
    outcome out = render(p, article);
    char *told = diagnostics(&out);

    ck_assert_str_eq(out.html, TITLE LEDE REST);
    ck_assert_msg(strstr(told, "holds a table that is no element") != NULL, "%s", told);
    free(told);
    drop(&out);
}
END_TEST

/* ---- budgets ------------------------------------------------------------------- */

START_TEST(budgets_hold)
{
    static const char *const hostile[] = {
        "while true do end",
        "while true do pcall(function() doc:first('p:not(:has(~ ul ul ul))') end) end",
        "while true do doc:first('p'):add_class 'x' end",
        "while true do doc:first('p'):after(E.p 'x') end",
        "local n = 0 while true do n = n + 1 pcall(doc.select, doc, 'p.x' .. n) end",
        "while true do doc:text() end",
        "local p = doc:first 'p' while true do pcall(p.set, p, 'title', ('x'):rep(9000)) "
        "end",
        "for i = 1, 1e9 do for n in doc:select '*' do n:parent() end end",
    };

    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        outcome out = transform(hostile[i]);

        ck_assert_str_eq(out.html, TITLE LEDE REST);
        ck_assert_uint_ge(json_array_size(json_object_get(out.report, "diagnostics")), 1);
        drop(&out);
    }
}
END_TEST

/* Of a long article each paragraph can be edited. */
START_TEST(three_thousand_paragraphs_are_edited)
{
    static const plugin p[] = {{"probe", NULL,
                                "return { transform = function(ctx, doc)\n"
                                "  for n in doc:select 'p:nth-child(n)' do n:add_class "
                                "'x':set('lang', 'fr') end\n"
                                "end }"},
                               {0}};
    static char html[3000 * sizeof "<p>a</p>"];
    outcome out;
    char *told;

    for (size_t i = 0; i < 3000; i++)
        memcpy(html + i * (sizeof "<p>a</p>" - 1), "<p>a</p>", sizeof "<p>a</p>");
    out = render(p, html);
    told = diagnostics(&out);
    ck_assert_str_eq(told, "[]");
    ck_assert_uint_eq(strlen(out.html),
                      3000 * strlen("<p class=\"x\" lang=\"fr\">a</p>\n"));
    free(told);
    drop(&out);
}
END_TEST

/* ---- the line ------------------------------------------------------------------ */

/* What is proposed, placed and linked afterwards is of the edited article. */
START_TEST(later_stages_see_the_edited_article)
{
    static const plugin p[] = {
        {"a1", NULL,
         "return { transform = function(ctx, doc)\n"
         "  assert(#ctx.blocks == 5)\n"
         "  for n in doc:select 'ul, h2' do n:remove() end\n"
         "  doc:first('a'):set('href', '/b') end }"},
        {"b1",
         "uses = { \"article.blocks\" }, slots = { \"footer\" },"
         "boxes = { note = { slot = \"footer\", element = \"p\" } }",
         "local E = encart.html\n"
         "return { propose = function(ctx) return ctx.box('note', { content = "
         "function()\n"
         "  return E.p { #ctx.blocks, ' ', ctx.blocks[1].text(), ' ', ctx.article.words, "
         "' ',\n"
         "  tostring(ctx.used '/b'), tostring(ctx.used '/a') } end }) end }"},
        {0}};
    plugin with_blocks[3];
    outcome out;

    memcpy(with_blocks, p, sizeof p);
    with_blocks[0].manifest = "uses = { \"tree.edit\", \"article.blocks\" }";
    out = render(with_blocks, article);
    ck_assert_msg(strstr(out.html, ">3 Un lien et gras. 5 truefalse</p>") != NULL, "%s%s",
                  out.html, diagnostics(&out));
    drop(&out);
}
END_TEST

/* A copy of the article's part is good for nothing but the article. */
START_TEST(a_part_of_the_article_stands_in_no_box)
{
    static const plugin p[] = {
        {"probe", NOTE,
         "local E, part = encart.html\n"
         "return { transform = function(ctx, doc) part = doc:first('p'):content() end,\n"
         "propose = function(ctx)\n"
         "  return ctx.box('note', { content = E.p { part } }) end }"},
        {0}};
    outcome out = render(p, article);
    char *told = diagnostics(&out);

    ck_assert_msg(strstr(told, "a part of the article stands only in the article that it "
                               "is of") != NULL,
                  "%s", told);
    free(told);
    drop(&out);
}
END_TEST

/* The id of a block is told to propose(), whoever gave it. */
START_TEST(blocks_have_the_ids_that_edits_gave)
{
    static const plugin p[] = {
        {"probe",
         "uses = { \"tree.edit\", \"article.blocks\" }, slots = { \"footer\" },"
         "boxes = { note = { slot = \"footer\", element = \"p\" } }",
         "local E = encart.html\n"
         "return { transform = function(ctx, doc)\n"
         "  doc:first('p'):set('id', doc:id 'Lede') end,\n"
         "propose = function(ctx)\n"
         "  local b = ctx.blocks\n"
         "  return ctx.box('note', { content = E.p { b[1].id, ' ', b[2].id, ' ', b[3].id,\n"
         "    ' ', tostring(b[4].id), ' ', E.a { href = '#' .. b[2].id, 'x' } } }) end }"},
        {0}};
    outcome out = render(p, article);

    ck_assert_msg(strstr(out.html, ">a-t a-lede a-d nil <a href=\"#a-lede\">x</a></p>"),
                  "%s", out.html);
    drop(&out);
}
END_TEST

/* Blocks that were read before an edit are not of the article any more. */
START_TEST(blocks_of_before_an_edit_are_told_from_those_after)
{
    static const plugin p[] = {
        {"probe",
         "uses = { \"tree.edit\", \"article.blocks\" }, slots = { \"footer\" },"
         "boxes = { note = { slot = \"footer\", element = \"p\" } }",
         "local E, old = encart.html\n"
         "return { transform = function(ctx, doc)\n"
         "  old = ctx.blocks[5] doc:first('p'):remove() end,\n"
         "propose = function(ctx)\n"
         "  local ok, why = pcall(old.text)\n"
         "  return ctx.box('note', { content = E.p { why } }) end }"},
        {0}};
    outcome out = render(p, article);

    ck_assert_msg(strstr(out.html, "ctx.blocks: the article was edited since") != NULL,
                  "%s", out.html);
    drop(&out);
}
END_TEST

#define APPENDS(what)                                                    \
    "return { transform = function(ctx, doc) local h = doc:first 'h2'\n" \
    "  h:text(h:text() .. '" what "') end }"

START_TEST(order_is_as_the_manifests_say_then_by_name)
{
    static const plugin by_name[] = {
        {"b2", NULL, APPENDS("2")}, {"b1", NULL, APPENDS("1")}, {0}};
    static const plugin after[] = {
        {"b1", "uses = { \"tree.edit\" }, order = { after = { \"b3\", \"none\" } }",
         APPENDS("1")},
        {"b2", NULL, APPENDS("2")},
        {"b3", "uses = { \"tree.edit\" }, order = { after = { \"b2\" } }", APPENDS("3")},
        {"b4", "uses = { \"tree.edit\" }, order = { before = { \"b2\" } }", APPENDS("4")},
        {0}};
    static const plugin circle[] = {
        {"b1", "uses = { \"tree.edit\" }, order = { after = { \"b2\" } }", APPENDS("1")},
        {"b2", "uses = { \"tree.edit\" }, order = { after = { \"b1\" } }", APPENDS("2")},
        {0}};
    static const struct {
        const plugin *plugins;
        const char *title, *told;
    } cases[] = {{by_name, ">Titre12<", "[]"},
                 {after, ">Titre4231<", "[]"},
                 {circle, ">Titre12<", "make a circle"}};

    for (size_t i = 0; i < 3; i++) {
        outcome out = render(cases[i].plugins, article);
        char *told = diagnostics(&out);

        ck_assert_msg(strstr(out.html, cases[i].title) != NULL, "%s", out.html);
        ck_assert_msg(strstr(told, cases[i].told) != NULL, "%s", told);
        free(told);
        drop(&out);
    }
}
END_TEST

/* A plugin that fails leaves the others' edits, and its own boxes are missing. */
START_TEST(a_failing_plugin_costs_only_its_own)
{
    static const plugin p[] = {
        {"a1", NULL, APPENDS("1")},
        {"b1",
         "uses = { \"tree.edit\" }, slots = { \"footer\" },"
         "boxes = { note = { slot = \"footer\", element = \"p\" } }",
         "return { transform = function(ctx, doc) doc:first('p'):remove() doc() end,\n"
         "propose = function(ctx) return ctx.box('note', { content = encart.html.p 'x' "
         "}) end }"},
        {"c1", NULL, APPENDS("2")},
        {0}};
    outcome out = render(p, article);

    ck_assert_str_eq(out.html, "<h2 id=\"a-t\">Titre12</h2>\n" LEDE REST);
    ck_assert_uint_eq(json_array_size(json_object_get(out.report, "diagnostics")), 1);
    drop(&out);
}
END_TEST

/* ---- what holds of every render ------------------------------------------------ */

static char *stripped(const encart_engine *e, const char *html)
{
    encart_buffer *b;
    char *out;

    ck_assert_int_eq(encart_strip(&b, e, html, strlen(html), NULL), ENCART_OK);
    out = strdup(encart_buffer_data(b, NULL));
    encart_buffer_free(b);
    return out;
}

/* N is the fragment without boxes. With T for what the transforms do to the article:
 * strip(render(x)) = N(T(x)), whatever T is; and render(render(x)) = render(x) if and
 * only if T changes nothing that it has made. */
static void invariants(const char *transform, int idempotent)
{
    char init[2048];
    plugin p[] = {{"probe", NOTE, init}, {0}};
    outcome once, twice, without;
    encart_engine *e;
    char *bare;
    int status;

    snprintf(init, sizeof init,
             "return { transform = function(ctx, doc)\n%s end,\n" PROPOSE, transform);
    e = engine_of(p, NULL, &status);
    ck_assert_int_eq(status, ENCART_OK);
    render_with(&once, e, article, 0);
    ck_assert_ptr_nonnull(strstr(once.html, "data-encart=\"probe/note\""));
    bare = stripped(e, once.html);
    render_with(&without, e, bare, 1);
    ck_assert_str_eq(bare, without.html);
    ck_assert_ptr_null(strstr(bare, "data-encart"));
    ck_assert_int_eq(strncmp(bare, once.html, strlen(bare)), 0);
    render_with(&twice, e, once.html, 0);
    ck_assert_int_eq(strcmp(once.html, twice.html) == 0, idempotent);
    free(bare);
    drop(&once);
    drop(&twice);
    drop(&without);
    encart_engine_free(e);
}

START_TEST(strip_gives_the_edited_article)
{
    invariants("", 1);
    invariants("for p in doc:select 'p.lede' do p:add_class 'chapeau' end", 1);
    invariants("for n in doc:select 'li' do n:unwrap() end", 1);
    invariants("for n in doc:select 'p:not(p + p)' do n:after(encart.html.p 'y') end", 0);
}
END_TEST

/* Edits that change nothing give the bytes of an article that was not edited. */
START_TEST(an_edit_without_effect_leaves_every_byte)
{
    static const char html[] = "<h2>a</h2><p>b <em>c</em></p><p>Lire aussi : <a "
                               "href=/x>d</a></p><ul><li>e<li>f</ul>"
                               "<table><tr><td>g</table><figure><img src=/i.jpg "
                               "alt=''><figcaption>h</figcaption>"
                               "</figure><pre>\n\ni </pre><!--encart:none "
                               "related--><blockquote><p>j</blockquote><dl>"
                               "<dt>k<dd>l</dl><p dir=rtl lang=ar>\xD9\x85</p><iframe "
                               "src=/x></iframe><p>m<br>n</p>";
    static const plugin p[] = {
        {"probe", NULL,
         "return { transform = function(ctx, doc)\n"
         "  for n in doc:select '*' do n:remove_class 'none' end end }"},
        {0}};
    static const plugin none[] = {{0}};
    outcome edited = render(p, html), plain = render(none, html);

    ck_assert_str_eq(edited.html, plain.html);
    ck_assert_ptr_nonnull(strstr(plain.html, "author/read-also"));
    ck_assert_ptr_nonnull(strstr(plain.html, "<!--encart:none related-->"));
    drop(&edited);
    drop(&plain);
}
END_TEST

static int run_with(suite_alloc *a, char **html)
{
    static const plugin p[] = {{"probe", NOTE,
                                "return { transform = function(ctx, doc)\n"
                                "  for n in doc:select 'p, #d' do n:add_class "
                                "'x':after(encart.html.p { 'y' }) end\n"
                                "  local r = doc:first('b'):range(2, 3)\n"
                                "  doc:append(encart.html.p { r:content() }) r:remove()\n"
                                "  doc:first('b'):set('id', doc:id 'x')\n"
                                "  doc:first('ul'):remove() end,\n" PROPOSE},
                               {0}};
    outcome out = {0};
    int status;
    encart_engine *e = engine_of(p, &a->vtable, &status);

    if (!status && strcmp(encart_engine_diagnostics(e, NULL), "[]") == 0) {
        render_with(&out, e, article, 0);
        status = out.status;
        *html = out.html;
        json_decref(out.report);
    } else if (!status) {
        status = ENCART_ENOMEM; /* the plugin was not loaded, and that is told */
    }
    encart_engine_free(e);
    return status;
}

START_TEST(memory_may_run_out_at_any_time)
{
    char *want = NULL, *html;
    suite_alloc a;
    size_t count;
    int failed = 0;

    suite_alloc_init(&a);
    ck_assert_int_eq(run_with(&a, &want), ENCART_OK);
    ck_assert_ptr_nonnull(strstr(want, "<p class=\"lede x\">"));
    ck_assert_uint_eq(a.live, 0);
    count = a.count;
    for (size_t n = 1; n <= count; n++) {
        int status;

        suite_alloc_init(&a);
        a.fail_at = n;
        html = NULL;
        status = run_with(&a, &html);
        ck_assert_msg(status == ENCART_ENOMEM || (status == ENCART_OK && html),
                      "allocation %zu: %d", n, status);
        ck_assert_uint_eq(a.live, 0);
        failed += status == ENCART_ENOMEM;
        free(html);
    }
    ck_assert_int_gt(failed, (int)count / 2);
    free(want);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lua_transform");
    TCase *c = tcase_create("lua_transform");

    tcase_set_timeout(c, 120);
    tcase_add_test(c, every_method_edits);
    tcase_add_test(c, words_are_found_and_edited);
    tcase_add_test(c, ids_are_made_of_words_and_once);
    tcase_add_test(c, parts_of_a_text_are_taken_and_put_elsewhere);
    tcase_add_test(c, a_cut_is_the_last_edit_and_nobody_remembers);
    tcase_add_test(c, a_cut_brings_no_failed_plugin_back);
    tcase_add_test(c, reading_sees_the_document_as_it_was);
    tcase_add_test(c, a_walk_never_meets_what_it_put_in);
    tcase_add_test(c, what_an_earlier_edit_took_away_is_skipped_and_told);
    tcase_add_test(c, mistakes_are_told_at_their_line);
    tcase_add_test(c, a_handle_is_of_no_use_afterwards);
    tcase_add_test(c, without_the_capability_there_is_no_transform);
    tcase_add_test(c, what_the_article_may_not_hold_does_not_get_in);
    tcase_add_test(c, budgets_hold);
    tcase_add_test(c, three_thousand_paragraphs_are_edited);
    tcase_add_test(c, later_stages_see_the_edited_article);
    tcase_add_test(c, a_part_of_the_article_stands_in_no_box);
    tcase_add_test(c, blocks_have_the_ids_that_edits_gave);
    tcase_add_test(c, blocks_of_before_an_edit_are_told_from_those_after);
    tcase_add_test(c, order_is_as_the_manifests_say_then_by_name);
    tcase_add_test(c, a_failing_plugin_costs_only_its_own);
    tcase_add_test(c, strip_gives_the_edited_article);
    tcase_add_test(c, an_edit_without_effect_leaves_every_byte);
    tcase_add_test(c, memory_may_run_out_at_any_time);
    suite_add_tcase(s, c);
    return suite_main("test_lua_transform", s);
}
