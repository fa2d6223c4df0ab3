/* The head of a page: what ctx.meta, ctx.link and ctx.jsonld make, what they refuse and where
 * it is told, who wins, and that nothing gets out of its element. */
#include "tests/plugin_kit.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANIFEST(name)                                                                    \
    "return { name = '" name "', version = '1', api = 1, slots = { 'head', 'footer' },\n" \
    "  boxes = { data = { slot = 'head' }, more = { slot = 'head' },\n"                   \
    "            note = { slot = 'footer', element = 'p' } } }"
#define ARTICLE                                                                         \
    "{\"encart\": 1, \"lang\": \"fr\", \"title\": \"Titre\", \"summary\": \"R\u00e9sum\u00e9\"," \
    " \"url\": \"https://journal.example/a/b\", \"image\": {\"url\": \"/i.jpg\"},"        \
    " \"section\": \"Monde\", \"body\": {\"value\": \"<p>Texte.</p>\"}}"
#define MARK " data-encart=\"one/data\""

static encart_engine *engine_of(const kit_plugin *plugins)
{
    int status;
    encart_engine *e = kit_engine(plugins, NULL, &status);

    ck_assert_int_eq(status, ENCART_OK);
    ck_assert_str_eq(encart_engine_diagnostics(e, NULL), "[]");
    return e;
}

/* The page of plugin "one", whose box "data" has this content. */
static kit_page page_of(const char *content, const char *format)
{
    char init[4096];
    kit_plugin plugins[] = {{"one", {"manifest.lua", MANIFEST("one"), "init.lua", init}},
                            {NULL, {NULL}}};
    encart_engine *e;
    kit_page p;

    snprintf(init, sizeof init, "return { propose = function(ctx)\nreturn ctx.box('data', { "
             "content = %s }) end }", content);
    e = engine_of(plugins);
    p = kit_render(e, ARTICLE, format);
    ck_assert_int_eq(p.status, ENCART_OK);
    encart_engine_free(e);
    return p;
}

static void gives(const char *content, const char *head)
{
    kit_page p = page_of(content, "fragment");

    ck_assert_msg(strcmp(p.head, head) == 0, "%s gave %s, told %s", content, p.head,
                  kit_told(json_object_get(p.report, "diagnostics"), "plugin-error"));
    ck_assert_uint_eq(json_array_size(json_object_get(p.report, "diagnostics")), 0);
    kit_free(&p);
}

/* At the plugin's second line. */
static void fails(const char *content, const char *message)
{
    kit_page p = page_of(content, "page");
    const char *told =
        kit_told(json_object_get(p.report, "diagnostics"), "plugin-error");

    ck_assert_str_eq(p.head, "");
    ck_assert_msg(strncmp(told, "init.lua:2: ", 12) == 0 && strstr(told, message), "%s: %s",
                  content, told);
    ck_assert_ptr_nonnull(strstr(p.html, "Texte."));
    kit_free(&p);
}

START_TEST(each_is_written_by_the_host)
{
    gives("ctx.meta { name = 'description', content = 'a \"b\" <c> & d' }",
          "<meta name=\"description\" content=\"a &quot;b&quot; &lt;c&gt; &amp; d\"" MARK ">\n");
    gives("{ ctx.meta { property = 'og:image', content = '/i.jpg' }, false, nil, "
          "ctx.meta { property = 'og:image:width', content = 640 } }",
          "<meta property=\"og:image\" content=\"https://journal.example/i.jpg\"" MARK ">\n"
          "<meta property=\"og:image:width\" content=\"640\"" MARK ">\n");
    gives("ctx.link { rel = 'alternate', href = 'HTTPS://Autre.example/x y', hreflang = 'en', "
          "type = 'application/rss+xml', title = 'Fil' }",
          "<link rel=\"alternate\" href=\"https://autre.example/x%20y\" hreflang=\"en\" "
          "type=\"application/rss+xml\" title=\"Fil\"" MARK ">\n");
    gives("function() return ctx.link { rel = 'icon', href = '/i.png', sizes = '32x32' } end",
          "<link rel=\"icon\" href=\"https://journal.example/i.png\" sizes=\"32x32\"" MARK
          ">\n");
    gives("ctx.jsonld { b = { 1, 2.5, true, 'é' }, ['@type'] = 'X', a = {}, "
          "['@context'] = 'https://schema.org', c = 0.1 }",
          "<script type=\"application/ld+json\"" MARK ">{\"@context\":\"https://schema.org\","
          "\"@type\":\"X\",\"a\":{},\"b\":[1,2.5,true,\"é\"],\"c\":0.1}</script>\n");
    gives("function() return nil end", "");
    gives("{}", "");
}
END_TEST

START_TEST(json_never_leaves_its_element)
{
    static const char content[] =
        "ctx.jsonld { a = '</script><script>x()</script><!-- & -->', ['<b>'] = "
        "'\\u{2028}\\u{2029}\\u{2027}\\u{202A}\\\\\"\\n' }";
    kit_page p = page_of(content, "fragment");
    const char *start = strchr(p.head, '>') + 1, *end = strstr(start, "</script>");
    json_t *v;

    ck_assert_str_eq(end, "</script>\n");
    for (const char *c = start; c < end; c++)
        ck_assert(!strchr("<>&", *c));
    ck_assert_ptr_nonnull(strstr(start, "\\u2028\\u2029\xE2\x80\xA7\xE2\x80\xAA"));
    v = json_loadb(start, (size_t)(end - start), 0, NULL);
    ck_assert_ptr_nonnull(v);
    ck_assert_str_eq(json_string_value(json_object_get(v, "a")),
                     "</script><script>x()</script><!-- & -->");
    ck_assert_uint_eq(json_string_length(json_object_get(v, "<b>")), 15);
    json_decref(v);
    kit_free(&p);
}
END_TEST

START_TEST(what_may_not_stand_is_told_at_the_plugin_s_line)
{
    fails("ctx.meta { name = 'descripton', content = 'x' }",
          "name: “descripton” may not stand in the head (did you mean “description”?)");
    fails("ctx.meta { name = 'refresh', content = '0;url=/x' }", "may not stand in the head");
    fails("ctx.meta { name = 'viewport', content = 'width=1' }", "may not stand in the head");
    fails("ctx.meta { name = 'referrer', content = 'unsafe-url' }", "may not stand");
    fails("ctx.meta { name = 'google-site-verification', content = 'x' }", "may not stand");
    fails("ctx.meta { ['http-equiv'] = 'refresh', content = '0' }",
          "ctx.meta.http-equiv: unknown field");
    fails("ctx.meta { charset = 'utf-7' }", "ctx.meta.charset: unknown field");
    fails("ctx.meta { nmae = 'robots', content = 'x' }", "did you mean “name”?");
    fails("ctx.meta { name = 'og:title', content = 'x' }",
          "“og:title” is a property: write property = …");
    fails("ctx.meta { property = 'robots', content = 'x' }",
          "“robots” is a name: write name = …");
    fails("ctx.meta { property = 'og:images', content = 'x' }", "may not stand in the head");
    fails("ctx.meta { name = 'robots' }", "content: missing");
    fails("ctx.meta { content = 'x' }", "one of name and property expected");
    fails("ctx.meta { name = 'robots', property = 'og:title', content = 'x' }", "one of name");
    fails("ctx.meta { name = 'robots', content = {} }", "content: a string expected, got table");
    fails("ctx.meta { name = 'robots', content = ('x'):rep(9000) }", "longer than 8192 bytes");
    fails("ctx.meta { property = 'og:url', content = 'javascript:x' }", "no address of the web");
    fails("ctx.meta 'x'", "a plain table expected, got string");
    fails("ctx.link { rel = 'stylesheet', href = '/x.css' }", "may not stand in the head");
    fails("ctx.link { rel = 'preload', href = '/x' }", "may not stand in the head");
    fails("ctx.link { rel = 'alternate stylesheet', href = '/x' }", "may not stand");
    fails("ctx.link { rel = 'canonicl', href = '/x' }", "did you mean “canonical”?");
    fails("ctx.link { rel = 'canonical', href = 'data:text/html,x' }", "no address of the web");
    fails("ctx.link { rel = 'canonical', href = 'mailto:a@b.example' }", "no address of the web");
    fails("ctx.link { rel = 'canonical' }", "href: missing");
    fails("ctx.link { rel = 'icon', href = '/x', sizes = '1x1;' }", "sizes: expected sizes");
    fails("ctx.link { rel = 'icon', href = '/x', onload = 'x()' }", "onload: unknown field");
    fails("ctx.jsonld 'x'", "a table of plain data expected, got string");
    fails("ctx.jsonld { f = print, g = { function() end } }", "not data");
    fails("ctx.jsonld { a = { b = 1 / 0 } }", "ctx.jsonld.a.b: not a finite number");
    fails("ctx.jsonld { ('x'):rep(70000) }", "too much data");
    fails("ctx.jsonld { ('\\1'):rep(20000) }", "more than 64 KiB as JSON");
    fails("ctx.jsonld(ctx.article)", "a table has a metatable");
}
END_TEST

START_TEST(a_box_of_the_head_holds_nothing_else)
{
    fails("encart.html.p 'x'", "found an element p");
    fails("{ ctx.meta { name = 'robots', content = 'x' }, encart.html.p 'x' }",
          "found an element p as item 2");
    fails("{ '<script>x()</script>' }", "found string as item 1");
    fails("'<script>x()</script>'", "found string");
    fails("ctx.hole 'csrf'", "found a hole or a fragment");
    fails("{ { ctx.meta { name = 'robots', content = 'x' } } }", "found table as item 1");
    fails("{ a = ctx.meta { name = 'robots', content = 'x' } }",
          "“a” stands in a list of head elements");
    fails("function() return encart.html.p 'x' end", "found an element p");
    fails("encart.html.p { ctx.meta { name = 'robots', content = 'x' } }",
          "encart.html.p: what ctx.meta, ctx.link and ctx.jsonld make stands in a box of the "
          "slot “head” only");
    fails("(function() for _ = 1, 400 do ctx.jsonld {} end end)()", "more than 300 head elements");
    fails("(function() while true do ctx.link { rel = 'help', href = '/' } end end)()",
          "more than 300 head elements");
}
END_TEST

START_TEST(elsewhere_it_is_refused_when_it_is_built_too)
{
    kit_plugin plugins[] = {
        {"one", {"manifest.lua", MANIFEST("one"), "init.lua",
                 "return { propose = function(ctx) return ctx.box('note', { content = function()\n"
                 "local e = encart.html.p 'x' e[1] = ctx.jsonld {} return e end }) end }"}},
        {NULL, {NULL}}};
    encart_engine *e = engine_of(plugins);
    kit_page p = kit_render(e, ARTICLE, "page");

    ck_assert_ptr_nonnull(strstr(
        kit_told(json_object_get(p.report, "diagnostics"), "plugin-error"), "slot “head” only"));
    ck_assert_ptr_null(strstr(p.html, "ld+json"));
    kit_free(&p);
    encart_engine_free(e);
}
END_TEST

static size_t count_of(const char *text, const char *part)
{
    size_t n = 0;

    for (; (text = strstr(text, part)); text++)
        n++;
    return n;
}

START_TEST(the_template_does_not_say_it_again)
{
    kit_page p = page_of(
        "{ ctx.link { rel = 'canonical', href = '/c' }, "
        "ctx.meta { name = 'description', content = 'D' }, "
        "ctx.meta { property = 'og:title', content = 'T' }, "
        "ctx.meta { property = 'article:tag', content = 'a' }, "
        "ctx.meta { property = 'article:tag', content = 'b' }, "
        "ctx.meta { property = 'og:image', content = '/1.jpg' }, "
        "ctx.meta { property = 'og:image', content = '/2.jpg' } }", "page");

    ck_assert_uint_eq(count_of(p.html, "rel=\"canonical\""), 1);
    ck_assert_ptr_nonnull(strstr(p.html, "href=\"https://journal.example/c\""));
    ck_assert_uint_eq(count_of(p.html, "name=\"description\""), 1);
    ck_assert_uint_eq(count_of(p.html, "property=\"og:title\" content=\"T\""), 1);
    ck_assert_uint_eq(count_of(p.html, "\"og:title\""), 1);
    ck_assert_uint_eq(count_of(p.html, "\"og:image\""), 2);
    ck_assert_uint_eq(count_of(p.html, "\"article:tag\""), 2);
    ck_assert_ptr_null(strstr(p.html, "i.jpg"));
    /* What it does not give is the template's. */
    ck_assert_ptr_nonnull(strstr(p.html, "<meta property=\"og:url\" content="
                                         "\"https://journal.example/a/b\">"));
    ck_assert_uint_eq(json_array_size(json_object_get(p.report, "diagnostics")), 0);
    kit_free(&p);
    p = page_of("{}", "page");
    ck_assert_uint_eq(count_of(p.html, "rel=\"canonical\""), 1);
    ck_assert_uint_eq(count_of(p.html, "\"og:image\""), 1);
    kit_free(&p);
}
END_TEST

#define TITLE(weight, text)                                                                \
    "return { propose = function(ctx) return ctx.box('data', { weight = " weight ", content = {" \
    " ctx.meta { property = 'og:title', content = '" text "' },"                           \
    " ctx.meta { property = 'og:image', content = '/" text ".jpg' },"                      \
    " ctx.meta { property = 'article:tag', content = '" text "' } } }) end }"

START_TEST(the_first_by_weight_and_name_wins_and_the_other_is_told)
{
    kit_plugin plugins[] = {{"two", {"manifest.lua", MANIFEST("two"), "init.lua", TITLE("0", "B")}},
                            {"one", {"manifest.lua", MANIFEST("one"), "init.lua", TITLE("0", "A")}},
                            {NULL, {NULL}}};

    for (int light = 0; light < 2; light++) {
        encart_engine *e;
        kit_page p;
        const char *told;

        if (light)
            plugins[0].files[3] = TITLE("-1", "B");
        e = engine_of(plugins);
        p = kit_render(e, ARTICLE, "page");
        told = kit_told(json_object_get(p.report, "diagnostics"), "head-twice");
        ck_assert_uint_eq(count_of(p.html, "\"og:title\""), 1);
        ck_assert_uint_eq(count_of(p.html, "\"og:image\""), 1);
        ck_assert_uint_eq(count_of(p.html, "\"article:tag\""), 2);
        ck_assert_ptr_nonnull(strstr(p.html, light ? "og:title\" content=\"B\""
                                                   : "og:title\" content=\"A\""));
        ck_assert_str_eq(told, light
            ? "one:0: one/data: left out “og:title”, which two/data gives"
            : "two:0: two/data: left out “og:title”, which one/data gives");
        ck_assert_uint_eq(json_array_size(json_object_get(p.report, "diagnostics")), 2);
        kit_free(&p);
        encart_engine_free(e);
    }
}
END_TEST

START_TEST(a_box_says_a_thing_once)
{
    kit_page p = page_of("{ ctx.meta { name = 'robots', content = 'a' }, "
                         "ctx.meta { name = 'robots', content = 'b' } }", "fragment");

    ck_assert_str_eq(p.head, "<meta name=\"robots\" content=\"a\"" MARK ">\n");
    ck_assert_str_eq(kit_told(json_object_get(p.report, "diagnostics"), "head-twice"),
                     "one:0: one/data: left out “robots”, which it gives already");
    kit_free(&p);
}
END_TEST

START_TEST(a_head_box_has_no_element)
{
    kit_plugin plugins[] = {
        {"one", {"manifest.lua",
                 "return { name = 'one', version = '1', api = 1, slots = { 'head' },\n"
                 "  boxes = { data = { slot = 'head', element = 'script' } } }",
                 "init.lua", "return {}"}},
        {NULL, {NULL}}};
    int status;
    encart_engine *e = kit_engine(plugins, NULL, &status);

    ck_assert_int_eq(status, ENCART_OK);
    ck_assert_ptr_nonnull(strstr(encart_engine_diagnostics(e, NULL), "has no element"));
    encart_engine_free(e);
}
END_TEST

/* ---- the bundled plugin seo -------------------------------------------------------------- */

static const char told_all[] =
    "{\"encart\": 1, \"lang\": \"fr-CA\", \"title\": \"5 < 6 & &lt;/script&gt;\", \"subtitle\": \"Sous\","
    " \"summary\": \"En bref\", \"url\": \"https://journal.example/x\", \"access\": \"paid\","
    " \"published\": \"2024-10-20T10:00:00+01:00\", \"modified\": \"2024-10-21\","
    " \"section\": \"Monde\", \"tags\": [\"Un\", {\"name\": \"Deux\"}],"
    " \"authors\": [{\"name\": \"A\", \"url\": \"/a\", \"role\": \"R\", \"bio\": \"B\","
    " \"image\": \"/a.jpg\"}], \"comments\": {\"count\": 3},"
    " \"image\": {\"url\": \"/i.jpg\", \"alt\": \"I\", \"width\": 640, \"height\": 480},"
    " \"body\": {\"value\": \"<p>Un deux trois.</p>\"}}";

/* The linked data of a page, parsed. */
static json_t *linked_data(const char *document)
{
    static const char config[] =
        "{\"plugins\": {\"seo\": {\"logo\": \"https://journal.example/l.png\"}},"
        " \"site\": {\"name\": \"Le Journal\", \"url\": \"https://journal.example\"}}";
    encart_builder *b;
    encart_engine *e;
    kit_page p;
    const char *start;
    json_t *v;

    ck_assert_int_eq(encart_builder_new(&b, NULL, NULL), ENCART_OK);
    encart_builder_plugin_path(b, suite_src("plugins"), NULL);
    encart_builder_config_json(b, config, sizeof config - 1, "site.json", NULL);
    ck_assert_int_eq(encart_engine_new(&e, b, NULL), ENCART_OK);
    ck_assert_str_eq(encart_engine_diagnostics(e, NULL), "[]");
    encart_builder_free(b);
    p = kit_render(e, document, "page");
    start = strstr(p.html, "<script type=\"application/ld+json\" data-encart=\"seo/data\">");
    ck_assert_ptr_nonnull(start);
    start = strchr(start, '>') + 1;
    v = json_loadb(start, (size_t)(strstr(start, "</script>") - start),
                   JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(v);
    kit_free(&p);
    encart_engine_free(e);
    return v;
}

START_TEST(seo_tells_what_the_article_tells)
{
    json_t *got = linked_data(told_all);
    json_t *want = json_pack(
        "{ss ss ss s{ssss} ss ss ss s{ss ss si si ss} ss ss s[{ss ss ss ss ss s{ssss}}]"
        " s{ss ss ss s{ssss}} ss ss s[ss] si si sb s{ss sb ss}}",
        "@context", "https://schema.org", "@type", "NewsArticle", "url",
        "https://journal.example/x", "mainEntityOfPage", "@type", "WebPage", "@id",
        "https://journal.example/x", "headline", "5 < 6 & </script>", "alternativeHeadline",
        "Sous", "description", "En bref", "image", "@type", "ImageObject", "url",
        "https://journal.example/i.jpg", "width", 640, "height", 480, "caption", "I",
        "datePublished", "2024-10-20T10:00:00+01:00", "dateModified", "2024-10-21", "author",
        "@type", "Person", "name", "A", "url", "https://journal.example/a", "jobTitle", "R",
        "description", "B", "image", "@type", "ImageObject", "url",
        "https://journal.example/a.jpg", "publisher", "@type", "Organization", "name",
        "Le Journal", "url", "https://journal.example", "logo", "@type", "ImageObject", "url",
        "https://journal.example/l.png", "inLanguage", "fr-CA", "articleSection", "Monde",
        "keywords", "Un", "Deux", "wordCount", 3, "commentCount", 3, "isAccessibleForFree", 0,
        "hasPart", "@type", "WebPageElement", "isAccessibleForFree", 0, "cssSelector",
        ".encart-paywall");
    char *text = json_dumps(got, JSON_SORT_KEYS | JSON_INDENT(1));

    ck_assert_ptr_nonnull(want);
    ck_assert_msg(json_equal(got, want), "%s", text);
    free(text);
    json_decref(got);
    json_decref(want);
}
END_TEST

START_TEST(seo_invents_nothing)
{
    json_t *got = linked_data("{\"encart\": 1, \"title\": \"T\", \"lang\": \"fr\","
                              " \"body\": {\"value\": \"<p>Un.</p>\"}}");
    static const char *const there[] = {"@context",   "@type",     "headline",
                                        "inLanguage", "publisher", "wordCount"};

    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        ck_assert_msg(json_object_del(got, there[i]) == 0, "no %s", there[i]);
    ck_assert_uint_eq(json_object_size(got), 0);
    json_decref(got);
}
END_TEST

/* A mark of the head in an article is nobody's box. */
START_TEST(strip_does_not_know_boxes_of_the_head)
{
    static const char html[] = "<p data-encart=\"one/data\">a</p>\n";
    kit_plugin plugins[] = {{"one", {"manifest.lua", MANIFEST("one"), "init.lua",
                                     "return { propose = function() end }"}},
                            {NULL, {NULL}}};
    encart_engine *e = engine_of(plugins);
    encart_buffer *out;

    ck_assert_int_eq(encart_strip(&out, e, html, sizeof html - 1, NULL), ENCART_OK);
    ck_assert_ptr_nonnull(strstr(encart_buffer_data(out, NULL), "a</p>"));
    encart_buffer_free(out);
    encart_engine_free(e);
}
END_TEST

START_TEST(each_allocation_may_fail)
{
    static const kit_plugin plugins[] = {
        {"one", {"manifest.lua", MANIFEST("one"), "init.lua",
                 "return { propose = function(ctx) return ctx.box('data', { content = {\n"
                 " ctx.jsonld { a = { 1, 'b' }, c = '<' }, ctx.link { rel = 'canonical', href = "
                 "'/' }, ctx.meta { name = 'robots', content = 'x' } } }) end }"}},
        {NULL, {NULL}}};

    for (size_t n = 1;; n++) {
        suite_alloc a;
        encart_engine *e;
        kit_page p = {0};
        int status, whole;

        suite_alloc_init(&a);
        a.fail_at = n;
        e = kit_engine(plugins, &a.vtable, &status);
        if (e)
            p = kit_render(e, ARTICLE, "page");
        whole = e && !p.status && strstr(p.html, "robots") != NULL;
        encart_engine_free(e);
        kit_free(&p);
        ck_assert_uint_eq(a.live, 0);
        if (a.count < n) {
            ck_assert_msg(whole, "nothing failed and something is missing");
            ck_assert_uint_ge(n, 100); /* 100 without sanitizers: pieces share blocks */
            return;
        }
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("head");
    TCase *c = tcase_create("head");

    tcase_set_timeout(c, 120);
    tcase_add_test(c, each_is_written_by_the_host);
    tcase_add_test(c, json_never_leaves_its_element);
    tcase_add_test(c, what_may_not_stand_is_told_at_the_plugin_s_line);
    tcase_add_test(c, a_box_of_the_head_holds_nothing_else);
    tcase_add_test(c, elsewhere_it_is_refused_when_it_is_built_too);
    tcase_add_test(c, the_template_does_not_say_it_again);
    tcase_add_test(c, the_first_by_weight_and_name_wins_and_the_other_is_told);
    tcase_add_test(c, a_box_says_a_thing_once);
    tcase_add_test(c, a_head_box_has_no_element);
    tcase_add_test(c, seo_tells_what_the_article_tells);
    tcase_add_test(c, seo_invents_nothing);
    tcase_add_test(c, strip_does_not_know_boxes_of_the_head);
    tcase_add_test(c, each_allocation_may_fail);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_head", suite());
}
