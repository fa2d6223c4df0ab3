/* Stylesheets of plugins: whose stands in which page, what the report says of it, and that one
 * that may not stand costs itself alone. */
#include "tests/plugin_kit.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARTICLE                                                                 \
    "{\"encart\": 1, \"lang\": \"fr\", \"title\": \"Titre\", \"body\": {\"value\":" \
    " \"<p>Texte.</p>\"}}"
#define MANIFEST(name, assets)                                                      \
    "return { name = '" name "', version = '1', api = 1, slots = { 'footer', 'head' }," \
    " uses = { 'tree.edit' }, boxes = { note = { slot = 'footer', element = 'p' },"   \
    " data = { slot = 'head' } }, assets = { css = { " assets " } } }"
#define BOX "return { propose = function(ctx) return ctx.box('note', { content = encart.html.p 'x' }) end }"
#define NO_BOX "return { propose = function(ctx) end }"
#define EDIT "return { transform = function(ctx, doc) doc:first('p'):add_class('x') end }"
#define HEAD                                                                            \
    "return { propose = function(ctx) return ctx.box('data', { content = ctx.jsonld {} }) end }"
#define RED "[data-encart^=\"one/\"] { color: red }\n"
#define BLUE ".encart-one-more { color: blue }"

static kit_plugin one[] = {
    {"two", {"manifest.lua", MANIFEST("two", "'assets/two.css'"), "init.lua", BOX,
             "assets/two.css", ".encart-two { color: green }"}},
    {"one", {"manifest.lua", MANIFEST("one", "'assets/a.css', 'assets/b.css'"), "init.lua", BOX,
             "assets/a.css", RED, "assets/b.css", BLUE}},
    {NULL, {NULL}}};

static kit_page page_of_document(const kit_plugin *plugins, const char *document,
                                 const char *format, const char *diagnostics)
{
    int status;
    encart_engine *e = kit_engine(plugins, NULL, &status);
    json_t *all;
    kit_page p;

    ck_assert_int_eq(status, ENCART_OK);
    all = json_loads(encart_engine_diagnostics(e, NULL), 0, NULL);
    if (diagnostics)
        ck_assert_msg(strstr(kit_told(all, "plugin-css"), diagnostics) != NULL, "%s",
                      encart_engine_diagnostics(e, NULL));
    else
        ck_assert_msg(json_array_size(all) == 0, "%s", encart_engine_diagnostics(e, NULL));
    json_decref(all);
    p = kit_render(e, document, format);
    ck_assert_int_eq(p.status, ENCART_OK);
    encart_engine_free(e);
    return p;
}

static kit_page page_of(const kit_plugin *plugins, const char *format, const char *diagnostics)
{
    return page_of_document(plugins, ARTICLE, format, diagnostics);
}

START_TEST(a_page_has_the_styles_of_its_boxes_in_the_order_of_names)
{
    static const char css[] = RED "\n" BLUE "\n.encart-two { color: green }\n";
    kit_page p = page_of(one, "page", NULL), f = page_of(one, "fragment", NULL);
    const char *at = strstr(p.html, css);

    ck_assert_str_eq(p.css, css);
    ck_assert_str_eq(f.css, css);
    ck_assert_ptr_nonnull(at);
    ck_assert(strstr(p.html, "<style>") < at && strstr(at, "</style>") == at + sizeof css - 1);
    ck_assert_ptr_null(strstr(f.html, "color: red"));
    kit_free(&p);
    kit_free(&f);
}
END_TEST

START_TEST(the_report_tells_which)
{
    kit_page p = page_of(one, "fragment", NULL);
    const json_t *assets = json_object_get(p.report, "assets");
    const json_t *a = json_array_get(assets, 0), *b = json_array_get(assets, 1);

    ck_assert_uint_eq(json_array_size(assets), 3);
    ck_assert_str_eq(json_string_value(json_object_get(a, "plugin")), "one");
    ck_assert_str_eq(json_string_value(json_object_get(a, "path")), "assets/a.css");
    ck_assert_int_eq(json_integer_value(json_object_get(a, "bytes")), sizeof RED - 1);
    ck_assert_uint_eq(strlen(json_string_value(json_object_get(a, "hash"))), 16);
    ck_assert_str_ne(json_string_value(json_object_get(a, "hash")),
                     json_string_value(json_object_get(b, "hash")));
    kit_free(&p);
}
END_TEST

START_TEST(who_shows_nothing_styles_nothing)
{
    kit_plugin plugins[] = {one[0], one[1], {NULL, {NULL}}};
    static const struct {
        const char *init;
        int styled;
    } cases[] = {{NO_BOX, 0}, {HEAD, 0}, {EDIT, 1}, {BOX, 1}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kit_page p;

        plugins[1].files[3] = cases[i].init;
        p = page_of(plugins, "page", NULL);
        ck_assert_int_eq(strstr(p.css, "red") != NULL, cases[i].styled);
        ck_assert_int_eq(strstr(p.html, RED) != NULL, cases[i].styled);
        ck_assert_uint_eq(json_array_size(json_object_get(p.report, "assets")),
                          cases[i].styled ? 3 : 1);
        ck_assert_ptr_nonnull(strstr(p.css, "green"));
        kit_free(&p);
    }
}
END_TEST

/* There is nothing left to edit then; without its class nothing tells that it ever did. */
START_TEST(an_article_that_comes_again_has_the_styles_of_its_edits)
{
    static const char marks[] = "return { transform = function(ctx, doc)"
                                " for p in doc:select 'p:not(.%s)' do p:add_class '%s' end end }";
    static const struct {
        const char *class;
        int styled;
    } cases[] = {{"encart-in-one-word", 1}, {"encart-in-two", 0}, {"mark", 0}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char init[256], again[256];
        kit_plugin plugins[] = {one[1], {NULL, {NULL}}};
        kit_page p;

        snprintf(init, sizeof init, marks, cases[i].class, cases[i].class);
        snprintf(again, sizeof again,
                 "{\"encart\": 1, \"body\": {\"value\": \"<p class='%s'>Texte.</p>\"}}",
                 cases[i].class);
        plugins[0].files[3] = init;
        p = page_of(plugins, "page", NULL);
        ck_assert_ptr_nonnull(strstr(p.html, RED));
        kit_free(&p);
        p = page_of_document(plugins, again, "page", NULL);
        ck_assert_int_eq(strstr(p.html, RED) != NULL, cases[i].styled);
        ck_assert_int_eq(strstr(p.css, RED) != NULL, cases[i].styled);
        ck_assert_uint_eq(json_array_size(json_object_get(p.report, "assets")),
                          cases[i].styled ? 2 : 0);
        kit_free(&p);
    }
}
END_TEST

START_TEST(a_sheet_that_may_not_stand_costs_itself_alone)
{
    kit_plugin plugins[] = {one[1], {NULL, {NULL}}};
    char *large = malloc((64 << 10) + 2);
    kit_page p;

    plugins[0].files[5] = ".encart-one {\n top: 0 }";
    p = page_of(plugins, "page", "a.css:2: top is not allowed");
    ck_assert_str_eq(p.css, BLUE "\n");
    ck_assert_ptr_nonnull(strstr(p.html, "data-encart=\"one/note\""));
    kit_free(&p);
    memset(large, ' ', (64 << 10) + 1);
    large[(64 << 10) + 1] = '\0';
    plugins[0].files[5] = large;
    p = page_of(plugins, "page", "larger than 64 KiB");
    ck_assert_str_eq(p.css, BLUE "\n");
    kit_free(&p);
    large[64 << 10] = '\0';
    p = page_of(plugins, "page", NULL);
    kit_free(&p);
    plugins[0].files[4] = "assets/c.css";
    p = page_of(plugins, "page", "the file cannot be opened");
    ck_assert_str_eq(p.css, BLUE "\n");
    kit_free(&p);
    free(large);
}
END_TEST

/* The whole plugin does not load: its manifest is wrong. */
static void wrong_manifest(const char *manifest, const char *message)
{
    kit_plugin plugins[] = {{"one", {"manifest.lua", manifest, "init.lua", BOX}}, {NULL, {NULL}}};
    int status;
    encart_engine *e = kit_engine(plugins, NULL, &status);

    ck_assert_int_eq(status, ENCART_OK);
    ck_assert_msg(strstr(encart_engine_diagnostics(e, NULL), message) != NULL, "%s: %s", manifest,
                  encart_engine_diagnostics(e, NULL));
    encart_engine_free(e);
}

START_TEST(a_path_stays_in_the_folder)
{
    static const char *const paths[] = {
        "'../one/assets/a.css'", "'/etc/passwd'", "'assets/../a.css'", "'assets/b/a.css'",
        "'a.css'", "'assets/a.js'", "'assets/.css'", "'assets/a b.css'", "'assets/a\\0.css'"};
    char manifest[512];

    for (size_t i = 0; i + 1 < sizeof paths / sizeof *paths; i++) {
        snprintf(manifest, sizeof manifest, MANIFEST("one", "%s"), paths[i]);
        wrong_manifest(manifest, "expected a path such as assets/one.css");
    }
    wrong_manifest(MANIFEST("one", "'assets/a\\0.css'"), "NUL");
    wrong_manifest(MANIFEST("one", "7"), "expected a stylesheet's path");
    wrong_manifest(MANIFEST("one", "'assets/a.css' }, js = { 'assets/a.js'"),
                   "unknown member “js”");
}
END_TEST

/* Farther apart later on: each writes its files. */
START_TEST(each_allocation_may_fail)
{
    for (size_t n = 1;; n += 1 + n / 100) {
        suite_alloc a;
        encart_engine *e;
        kit_page p = {0};
        int status, whole;

        suite_alloc_init(&a);
        a.fail_at = n;
        e = kit_engine(one, &a.vtable, &status);
        if (e)
            p = kit_render(e, ARTICLE, "page");
        whole = e && !p.status && strstr(p.html, "green") && strstr(p.html, "blue");
        encart_engine_free(e);
        kit_free(&p);
        ck_assert_uint_eq(a.live, 0);
        if (a.count < n) {
            ck_assert_msg(whole, "nothing failed and something is missing");
            ck_assert_uint_gt(n, 100);
            return;
        }
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("assets");
    TCase *c = tcase_create("assets");

    tcase_set_timeout(c, 120);
    tcase_add_test(c, a_page_has_the_styles_of_its_boxes_in_the_order_of_names);
    tcase_add_test(c, the_report_tells_which);
    tcase_add_test(c, who_shows_nothing_styles_nothing);
    tcase_add_test(c, an_article_that_comes_again_has_the_styles_of_its_edits);
    tcase_add_test(c, a_sheet_that_may_not_stand_costs_itself_alone);
    tcase_add_test(c, a_path_stays_in_the_folder);
    tcase_add_test(c, each_allocation_may_fail);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_assets", suite());
}
